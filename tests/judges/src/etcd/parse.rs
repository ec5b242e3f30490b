//! The format of the files (§1).

use anyhow::{Context, bail};

/// A directive with its input and what it has to print.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Case {
    /// Line of the directive, from 1.
    pub(crate) line: usize,
    pub(crate) directive: String,
    pub(crate) args: Vec<Arg>,
    pub(crate) input: String,
    /// Each line ends with `\n`.
    pub(crate) expected: String,
}

/// `key`, `key=value` or `key=(a, b)`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Arg {
    pub(crate) key: String,
    pub(crate) values: Vec<String>,
}

impl Case {
    /// The first value of the option of this name.
    pub(crate) fn option(&self, key: &str) -> Option<&str> {
        let arg = self.args.iter().find(|arg| arg.key == key)?;
        arg.values.first().map(String::as_str)
    }

    /// The words without `=`.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        (self.args.iter())
            .filter(|arg| arg.values.is_empty())
            .map(|arg| arg.key.as_str())
    }

    /// The n-th word without `=`, read as a number.
    pub(crate) fn number(&self, n: usize) -> anyhow::Result<u64> {
        let word = self.words().nth(n);
        let word =
            word.with_context(|| format!("{}: argument {} is missing", self.directive, n + 1))?;
        word.parse()
            .with_context(|| format!("{}: {word:?} is no number", self.directive))
    }

    /// All words without `=`, read as numbers.
    pub(crate) fn numbers(&self) -> anyhow::Result<Vec<u64>> {
        (self.words())
            .map(|word| {
                word.parse()
                    .with_context(|| format!("{}: {word:?} is no number", self.directive))
            })
            .collect()
    }
}

impl Arg {
    /// The values, read as numbers, booleans, ….
    pub(crate) fn parsed<T: std::str::FromStr>(&self) -> anyhow::Result<Vec<T>> {
        (self.values.iter())
            .map(|value| {
                (value.parse().ok()).with_context(|| format!("{}={value} makes no sense", self.key))
            })
            .collect()
    }

    /// The only value, read.
    pub(crate) fn single<T: std::str::FromStr>(&self) -> anyhow::Result<T> {
        let mut values = self.parsed()?;
        match (values.pop(), values.is_empty()) {
            (Some(value), true) => Ok(value),
            _ => bail!("{} needs one value", self.key),
        }
    }
}

/// All cases of a file.
pub(crate) fn cases(text: &str) -> anyhow::Result<Vec<Case>> {
    let mut cases = Vec::new();
    let mut lines = (1..).zip(text.lines()).peekable();
    while let Some((line, first)) = lines.next() {
        if first.trim().is_empty() || first.trim_start().starts_with('#') {
            continue;
        }
        let mut words = first.trim().to_owned();
        while let Some(continued) = words.strip_suffix('\\') {
            let (_, next) = lines
                .next()
                .with_context(|| format!("line {line}: nothing follows the trailing backslash"))?;
            words = format!("{} {}", continued.trim_end(), next.trim());
        }
        let (directive, args) = words
            .split_once(char::is_whitespace)
            .unwrap_or((&words, ""));
        let args = args_of(args).with_context(|| format!("line {line}"))?;

        let mut input = Vec::new();
        loop {
            match lines.next() {
                Some((_, "----")) => break,
                Some((_, text)) => input.push(text),
                None => bail!("line {line}: {directive} has no ---- line"),
            }
        }
        let mut expected = String::new();
        let blank_lines = lines.next_if(|(_, text)| *text == "----").is_some();
        loop {
            match lines.next() {
                Some((_, "----")) if blank_lines => {
                    if lines.next_if(|(_, text)| *text == "----").is_some() {
                        break;
                    }
                    expected.push_str("----\n");
                }
                Some((_, text)) if blank_lines || !text.trim().is_empty() => {
                    expected.push_str(text);
                    expected.push('\n');
                }
                None if blank_lines => bail!("line {line}: the output does not end"),
                _ => break,
            }
        }
        cases.push(Case {
            line,
            directive: directive.to_owned(),
            args,
            input: input.join("\n").trim().to_owned(),
            expected,
        });
    }
    Ok(cases)
}

fn args_of(text: &str) -> anyhow::Result<Vec<Arg>> {
    let mut args = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find([' ', '\t', '=']).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        if key.is_empty() {
            bail!("an option without a name: {rest:?}");
        }
        let mut values = Vec::new();
        rest = after;
        if let Some(value) = after.strip_prefix('=') {
            let inside = value
                .strip_prefix('(')
                .map(|inside| (inside, closing(inside)));
            if let Some((inside, end)) = inside {
                let end = end.with_context(|| format!("{key}=( is not closed"))?;
                values = split_outermost(&inside[..end]);
                rest = &inside[end + 1..];
            } else {
                let end = value.find([' ', '\t']).unwrap_or(value.len());
                values.push(value[..end].to_owned());
                rest = &value[end..];
            }
        }
        args.push(Arg {
            key: key.to_owned(),
            values,
        });
        rest = rest.trim_start();
    }
    Ok(args)
}

/// Where the parenthesis before `text` is closed.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
    }
    None
}

fn split_outermost(text: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut open = 0;
    for c in text.chars() {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        match values.last_mut() {
            Some(last) if c != ',' || open > 0 => last.push(c),
            _ => values.push(String::new()),
        }
    }
    if text.trim().is_empty() {
        values.clear();
    }
    values.iter().map(|value| value.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_has_a_directive_arguments_input_and_output() {
        let text = "# about\n\ndo 1 a=b c=(d, (e,f)) \\\n  g=\nsome\ninput\n----\nout\n  more\n\nend\n----\n";
        let cases = cases(text).unwrap();
        assert_eq!(cases.len(), 2);
        assert_eq!((cases[0].line, cases[0].directive.as_str()), (3, "do"));
        assert_eq!(cases[0].option("a"), Some("b"));
        assert_eq!(cases[0].args[2].values, ["d", "(e,f)"]);
        assert_eq!(cases[0].option("g"), Some(""));
        assert_eq!(cases[0].numbers().unwrap(), [1]);
        assert_eq!(cases[0].input, "some\ninput");
        assert_eq!(cases[0].expected, "out\n  more\n");
        assert_eq!(cases[1].expected, "");
    }

    #[test]
    fn doubled_bars_allow_blank_lines_in_the_output() {
        let cases = cases("do\n----\n----\na\n\nb\n----\n----\n\nnext\n----\nok\n").unwrap();
        assert_eq!(cases[0].expected, "a\n\nb\n");
        assert_eq!(cases[1].directive, "next");
    }

    #[test]
    fn what_cannot_be_read_is_an_error_with_a_line() {
        for broken in [
            "\ndo 1\n",
            "\ndo a=(1\n----\n",
            "\ndo =1\n----\n",
            "\ndo \\",
        ] {
            let error = cases(broken).unwrap_err();
            assert!(format!("{error:#}").contains("line 2"), "{error:#}");
        }
    }
}
