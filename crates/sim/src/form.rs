//! What serde has to say about JSON, in both languages.

use crate::lang::{Lang, Tell, told_errors};
use crate::time::{NOT_A_DURATION, NotADuration, TOO_LONG};

/// JSON that is not of the form that was expected.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FormError {
    /// In serde's words.
    problem: String,
    /// Line and column, from 1; `None` for what has none.
    place: Option<(usize, usize)>,
}

impl From<&serde_json::Error> for FormError {
    fn from(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let whole = error.to_string();
        let at = format!(" at line {line} column {column}");
        Self {
            problem: whole.strip_suffix(&at).unwrap_or(&whole).to_owned(),
            place: (line > 0).then_some((line, column)),
        }
    }
}

impl Tell for FormError {
    fn tell(&self, lang: Lang) -> String {
        let problem = &self.problem;
        match (lang, self.place) {
            (Lang::En, Some((line, column))) => {
                format!("{} at line {line} column {column}", english(problem))
            }
            (Lang::En, None) => english(problem),
            (Lang::Zh, Some((line, column))) => {
                format!("{}（第 {line} 行第 {column} 列）", chinese(problem))
            }
            (Lang::Zh, None) => chinese(problem),
        }
    }
}

told_errors!(FormError);

/// serde's words with its names of types and shapes put as an author of a file knows them.
fn english(problem: &str) -> String {
    match Mismatch::of(problem) {
        Some(mismatch) => mismatch.tell(Lang::En),
        None => problem.to_owned(),
    }
}

/// serde gives sentences, not values; so the known ones are known by their words. Of an unknown one
/// the English is left: it is better than none.
fn chinese(problem: &str) -> String {
    if let Some(whole) = WHOLE.iter().find(|(en, _)| problem == *en) {
        return whole.1.to_owned();
    }
    if problem.starts_with("EOF while parsing") {
        return "内容在这里中断，JSON 不完整".to_owned();
    }
    let after = |start: &str| problem.strip_prefix(start);
    if let Some(name) = after("missing field ") {
        return format!("缺少字段 {name}");
    }
    if let Some(name) = after("duplicate field ") {
        return format!("字段 {name} 重复");
    }
    let unquoted = |text: &str| text.trim_matches('"').to_owned();
    if let Some(text) = after(NOT_A_DURATION) {
        return NotADuration::Form(unquoted(text)).tell(Lang::Zh);
    }
    if let Some(text) = after(TOO_LONG) {
        return NotADuration::TooLong(unquoted(text)).tell(Lang::Zh);
    }
    for (start, what) in [
        ("there is no event ", "事件"),
        ("there is no property ", "性质"),
    ] {
        if let Some(name) = after(start) {
            return format!("没有{what} {name}");
        }
    }
    for (start, what) in [("unknown field ", "字段"), ("unknown variant ", "选项")] {
        if let Some((name, rest)) = after(start).and_then(|rest| rest.split_once(", ")) {
            return match rest.strip_prefix("expected ") {
                Some(known) => format!("没有{what} {name}，这里可以是 {}", choices(known)),
                None => format!("没有{what} {name}，这里什么都不能写"),
            };
        }
    }
    if let Some(mismatch) = Mismatch::of(problem) {
        return mismatch.tell(Lang::Zh);
    }
    match after("expected ") {
        Some(wanted) => format!("这里应为 {}", choices(wanted)),
        None => problem.to_owned(),
    }
}

/// Sentences without a part of their own.
const WHOLE: &[(&str, &str)] = &[
    ("trailing characters", "JSON 结束之后还有多余的内容"),
    ("trailing comma", "多了一个逗号"),
    ("key must be a string", "键必须是字符串"),
    ("expected value", "这里应有一个值"),
    ("invalid number", "数字的写法不对"),
    ("number out of range", "数字超出范围"),
    ("invalid escape", "转义的写法不对"),
    ("recursion limit exceeded", "嵌套太深"),
    (
        "a key is one letter from a to z",
        "键是 a 到 z 中的一个字母",
    ),
];

/// "one of `a`, `b`", "`a` or `b`"
fn choices(known: &str) -> String {
    let known = known.strip_prefix("one of ").unwrap_or(known);
    known.replace(" or ", " 或 ").replace(", ", "、")
}

/// Something else was found than what belongs there.
struct Mismatch<'a> {
    /// What is wrong with it: its type, its value.
    what: [&'static str; 2],
    found: &'a str,
    wanted: &'a str,
}

impl<'a> Mismatch<'a> {
    fn of(problem: &'a str) -> Option<Self> {
        let kinds = [
            ("invalid type: ", ["wrong type", "类型不对"]),
            ("invalid value: ", ["wrong value", "值不对"]),
            ("invalid length ", ["wrong length", "个数不对"]),
        ];
        kinds.into_iter().find_map(|(start, what)| {
            let (found, wanted) = problem.strip_prefix(start)?.rsplit_once(", expected ")?;
            // serde takes an array for an object as long as it can, so the length means nothing.
            if start == "invalid length " && wanted.starts_with("struct ") {
                return Some(Self {
                    what: ["wrong type", "类型不对"],
                    found: "sequence",
                    wanted,
                });
            }
            Some(Self {
                what,
                found,
                wanted,
            })
        })
    }
}

impl Tell for Mismatch<'_> {
    fn tell(&self, lang: Lang) -> String {
        let [en, zh] = self.what;
        let (found, wanted) = (found(self.found, lang), kind(self.wanted, lang));
        lang.pick(
            format!("{en}: expected {wanted}, not {found}"),
            format!("{zh}：应为{}，而不是{}", spaced(&wanted), spaced(&found)),
        )
    }
}

/// What was found: its kind, and the thing itself.
fn found(got: &str, lang: Lang) -> String {
    const KINDS: &[(&str, &str, &str)] = &[
        ("string", "the text", "字符串"),
        ("integer", "the number", "整数"),
        ("floating point", "the number", "小数"),
        ("boolean", "", "布尔值"),
        ("map", "an object", "对象"),
        ("sequence", "an array", "数组"),
        // A name where an object with that name belongs, and the other way round.
        ("unit variant", "only its name", "单独的名字"),
        ("newtype variant", "a name with a value", "带值的名字"),
    ];
    // Of an array that is too short or too long its length is all that serde says.
    if !got.is_empty() && got.bytes().all(|c| c.is_ascii_digit()) {
        return lang.pick(
            format!("an array of length {got}"),
            format!("长度为 {got} 的数组"),
        );
    }
    let kind = KINDS.iter().find(|(name, ..)| got.starts_with(name));
    match kind {
        Some((name, en, zh)) => {
            let told = format!("{}{}", lang.pick(en, zh), &got[name.len()..]);
            told.trim_start().to_owned()
        }
        None => got.to_owned(),
    }
}

/// What was expected. What a type of the program is called tells an author nothing.
fn kind(wanted: &str, lang: Lang) -> String {
    let whole = |most: u64| {
        lang.pick(
            format!("a whole number from 0 to {most}"),
            format!("0 到 {most} 的整数"),
        )
    };
    let (en, zh) = match wanted {
        "u8" => return whole(u8::MAX.into()),
        "u16" => return whole(u16::MAX.into()),
        "u32" => return whole(u32::MAX.into()),
        "u64" | "usize" => return whole(u64::MAX),
        "a string" | "string" => ("a text in quotes", "字符串"),
        "a boolean" => ("true or false", "true 或 false"),
        "a character" => ("a single character", "单个字符"),
        "a map" | "map" => ("an object", "对象"),
        "a sequence" | "sequence" => ("an array", "数组"),
        "string or map" => ("a text in quotes or an object", "字符串或对象"),
        "f64" => ("a number", "数字"),
        "unit" => ("null", "null"),
        "unit variant" => ("only its name", "单独的名字"),
        "newtype variant" | "struct variant" | "tuple variant" => {
            ("an object, with its value", "带值的对象")
        }
        other if other.starts_with("struct ") => ("an object", "对象"),
        other => (other, other),
    };
    lang.pick(en, zh).to_owned()
}

/// Han and Latin have a space between them.
fn spaced(text: &str) -> String {
    let latin = text.starts_with(|c: char| c.is_ascii());
    format!("{}{text}", if latin { " " } else { "" })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::time::Duration;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    #[expect(dead_code, reason = "only read")]
    struct Some {
        number: u8,
        wait: Option<Duration>,
        which: Option<Which>,
        list: Option<Vec<bool>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    #[expect(dead_code, reason = "only read")]
    enum Which {
        One,
        Other,
        Long(u64),
        Own { own: u16 },
    }

    fn told(json: &str) -> [String; 2] {
        let error = serde_json::from_str::<Some>(json).expect_err(json);
        Lang::ALL.map(|lang| FormError::from(&error).tell(lang))
    }

    #[test]
    fn what_serde_says_is_told_in_both_languages_with_its_place() {
        let cases = [
            ("{}", "缺少字段 `number`"),
            (
                r#"{"number": "three"}"#,
                "类型不对：应为 0 到 255 的整数，而不是字符串 \"three\"",
            ),
            (
                r#"{"number": 300}"#,
                "值不对：应为 0 到 255 的整数，而不是整数 `300`",
            ),
            ("[]", "类型不对：应为对象，而不是数组"),
            (
                r#"{"number": 3, "which": {"more": 1}}"#,
                "没有选项 `more`，这里可以是 `one`、`other`、`long`、`own`",
            ),
            (
                r#"{"number": 3, "which": {"one": 1}}"#,
                "类型不对：应为 null，而不是整数 `1`",
            ),
            (
                r#"{"number": 3, "which": "long"}"#,
                "类型不对：应为带值的对象，而不是单独的名字",
            ),
            (
                r#"{"number": 3, "wait": "99999999999999s"}"#,
                "时间太长：“99999999999999s”（一次运行最长 1000000s）",
            ),
            (
                r#"{"nummer": 3}"#,
                "没有字段 `nummer`，这里可以是 `number`、`wait`、`which`、`list`",
            ),
            (
                r#"{"number": 3, "wait": "5"}"#,
                "时间要带单位，如“150ms”（单位有 ns、us、ms、s），而不是“5”",
            ),
            (
                r#"{"number": 3, "which": "none"}"#,
                "没有选项 `none`，这里可以是 `one`、`other`、`long`、`own`",
            ),
            (
                r#"{"number": 3, "list": 1}"#,
                "类型不对：应为数组，而不是整数 `1`",
            ),
            (r#"{"number": 3, "number": 4}"#, "字段 `number` 重复"),
            (r#"{"number" 3}"#, "这里应为 `:`"),
            (r#"{"number": 3"#, "内容在这里中断，JSON 不完整"),
            (r#"{"number": 3} x"#, "JSON 结束之后还有多余的内容"),
        ];
        for (json, expected) in cases {
            let [en, zh] = told(json);
            let (_, column) = en.rsplit_once(" at line 1 column ").expect("its place");
            assert_eq!(zh, format!("{expected}（第 1 行第 {column} 列）"));
        }
    }

    #[test]
    fn what_was_expected_is_told_without_the_names_of_types() {
        let cases = [
            (
                r#"{"number": "three"}"#,
                "wrong type: expected a whole number from 0 to 255, not the text \"three\"",
            ),
            (
                r#"{"number": -1}"#,
                "wrong value: expected a whole number from 0 to 255, not the number `-1`",
            ),
            (
                r#"{"number": true}"#,
                "wrong type: expected a whole number from 0 to 255, not `true`",
            ),
            ("[]", "wrong type: expected an object, not an array"),
            ("7", "wrong type: expected an object, not the number `7`"),
            (
                r#"{"number": 3, "which": {"long": {}}}"#,
                "wrong type: expected a whole number from 0 to 18446744073709551615, not an object",
            ),
            (
                r#"{"number": 3, "which": {"own": {"own": 1.5}}}"#,
                "wrong type: expected a whole number from 0 to 65535, not the number `1.5`",
            ),
            (
                r#"{"number": 3, "which": "own"}"#,
                "wrong type: expected an object, with its value, not only its name",
            ),
            (
                r#"{"number": 3, "list": {}}"#,
                "wrong type: expected an array, not an object",
            ),
        ];
        for (json, expected) in cases {
            let [en, _] = told(json);
            assert!(en.starts_with(&format!("{expected} at line 1 ")), "{en}");
        }
    }

    #[test]
    fn what_serde_says_in_other_words_is_left_as_it_is() {
        assert_eq!(chinese("something new"), "something new");
    }
}
