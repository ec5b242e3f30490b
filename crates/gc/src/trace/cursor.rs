//! Reading a line from left to right.

use std::fmt;

use glassbox_sim::Lang;

/// What should have stood somewhere.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Expected {
    /// This text.
    Text(&'static str),
    /// An integer, of 64 bits.
    Integer,
    /// A decimal number with at most three decimals.
    Thousandths,
    /// A number.
    Number,
    /// Nothing more.
    End,
}

impl Expected {
    /// In words.
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self::Text(text) => format!("\"{text}\""),
            Self::Integer => lang.pick("an integer", "整数").to_owned(),
            Self::Thousandths => lang
                .pick("a number with at most three decimals", "最多三位小数的数")
                .to_owned(),
            Self::Number => lang.pick("a number", "数").to_owned(),
            Self::End => lang.pick("the end of the line", "行尾").to_owned(),
        }
    }
}

/// A line begins like one of the runtime's and then is none.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub struct ReadError {
    /// The line, from 1.
    pub line: usize,
    /// The character in it, from 1.
    pub column: usize,
    /// What should have stood there.
    pub expected: Expected,
}

impl ReadError {
    /// In words.
    pub fn words(&self, lang: Lang) -> String {
        let (line, column, expected) = (self.line, self.column, self.expected.words(lang));
        lang.pick(
            format!("line {line}, column {column}: expected {expected}"),
            format!("第 {line} 行第 {column} 列：此处应为{expected}"),
        )
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Lang::En))
    }
}

/// A line and how far it has been read.
pub(super) struct Cursor<'a> {
    number: usize,
    line: &'a str,
    rest: &'a str,
}

type Read<T> = Result<T, ReadError>;

impl<'a> Cursor<'a> {
    pub(super) const fn new(number: usize, line: &'a str) -> Self {
        Self {
            number,
            line,
            rest: line,
        }
    }

    /// Goes past so many bytes, which end a character.
    pub(super) fn skip_bytes(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// Goes past `text`, if it is there.
    pub(super) fn skip(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    pub(super) fn text(&mut self, text: &'static str) -> Read<()> {
        if self.skip(text) {
            Ok(())
        } else {
            Err(self.expected(Expected::Text(text)))
        }
    }

    pub(super) fn integer<T: std::str::FromStr>(&mut self) -> Read<T> {
        let sign = usize::from(self.rest.starts_with('-'));
        let length = sign + digits(&self.rest[sign..]);
        self.take(length, Expected::Integer, |text| text.parse().ok())
    }

    /// 1.25 as 1250.
    pub(super) fn thousandths(&mut self) -> Read<u64> {
        let whole = digits(self.rest);
        let decimals = match self.rest[whole..].strip_prefix('.') {
            Some(rest) => digits(rest) + 1,
            None => 0,
        };
        self.take(whole + decimals, Expected::Thousandths, |text| {
            let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
            if decimals.is_empty() || decimals.len() > 3 {
                return None;
            }
            let decimals: u64 = format!("{decimals:0<3}").parse().ok()?;
            whole
                .parse::<u64>()
                .ok()?
                .checked_mul(1000)?
                .checked_add(decimals)
        })
    }

    /// A float as either release prints it: `0.25`, `1e-05`, `+2.500000e-001`, `+Inf`, `NaN`.
    pub(super) fn number(&mut self) -> Read<f64> {
        let rest = self.rest;
        let sign = usize::from(rest.starts_with(['+', '-']));
        let mut length = sign;
        if let Some(word) = ["Inf", "NaN"]
            .into_iter()
            .find(|&word| rest[sign..].starts_with(word))
        {
            length += word.len();
        } else {
            length += digits(&rest[length..]);
            if rest[length..].starts_with('.') {
                length += 1 + digits(&rest[length + 1..]);
            }
            if rest[length..].starts_with('e') {
                let sign = usize::from(rest[length + 1..].starts_with(['+', '-']));
                length += 1 + sign + digits(&rest[length + 1 + sign..]);
            }
        }
        self.take(length, Expected::Number, |text| text.parse().ok())
    }

    pub(super) fn end(&self) -> Read<()> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(self.expected(Expected::End))
        }
    }

    pub(super) fn starts_with_digit(&self) -> bool {
        digits(self.rest) > 0
    }

    fn take<T>(
        &mut self,
        length: usize,
        expected: Expected,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Read<T> {
        let (text, rest) = self.rest.split_at(length);
        let value = parse(text).ok_or_else(|| self.expected(expected))?;
        self.rest = rest;
        Ok(value)
    }

    fn expected(&self, expected: Expected) -> ReadError {
        let read = &self.line[..self.line.len() - self.rest.len()];
        ReadError {
            line: self.number,
            column: read.chars().count() + 1,
            expected,
        }
    }
}

/// How many digits a text begins with; they are one byte each.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousandths_are_exact() {
        let read = |text| Cursor::new(1, text).thousandths().ok();
        assert_eq!(read("0.068"), Some(68));
        assert_eq!(read("6.5"), Some(6_500));
        assert_eq!(read("11"), Some(11_000));
        for wrong in ["", ".5", "1.", "0.0625", "-1", "99999999999999999999"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_are_read_as_both_releases_print_them() {
        let read = |text| Cursor::new(1, text).number().ok();
        assert_eq!(read("0.8471998131793478"), Some(0.847_199_813_179_347_8));
        assert_eq!(read("+2.500000e-001"), Some(0.25));
        assert_eq!(read("-1e-05"), Some(-1e-5));
        assert_eq!(read("+Inf"), Some(f64::INFINITY));
        assert!(read("NaN").is_some_and(f64::is_nan));
        for wrong in ["", "+", "e5", ".", "x"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_column_counts_characters() {
        let mut cursor = Cursor::new(7, "∆goal x");
        cursor.text("∆goal ").unwrap();
        let error = cursor.integer::<i64>().unwrap_err();
        assert_eq!((error.line, error.column), (7, 7));
        assert_eq!(
            error.words(Lang::En),
            "line 7, column 7: expected an integer"
        );
        assert_eq!(error.words(Lang::Zh), "第 7 行第 7 列：此处应为整数");
    }
}
