//! What serde has to say about JSON, in both languages.

use crate::lang::{Lang, Tell, told_errors};
use crate::time::{NOT_A_DURATION, NotADuration};

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
                format!("{problem} at line {line} column {column}")
            }
            (Lang::En, None) => problem.clone(),
            (Lang::Zh, Some((line, column))) => {
                format!("{}（第 {line} 行第 {column} 列）", chinese(problem))
            }
            (Lang::Zh, None) => chinese(problem),
        }
    }
}

told_errors!(FormError);

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
    if let Some(text) = after(NOT_A_DURATION) {
        return NotADuration(text.trim_matches('"').to_owned()).tell(Lang::Zh);
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
    for (start, what) in [
        ("invalid type: ", "类型不对"),
        ("invalid value: ", "值不对"),
        ("invalid length ", "个数不对"),
    ] {
        if let Some((got, wanted)) = after(start).and_then(|rest| rest.split_once(", expected ")) {
            return format!(
                "{what}：应为{}，而不是{}",
                spaced(kind(wanted)),
                spaced(&found(got))
            );
        }
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

/// What was found: its kind, and the thing itself.
fn found(got: &str) -> String {
    const KINDS: &[(&str, &str)] = &[
        ("string", "字符串"),
        ("integer", "整数"),
        ("floating point", "小数"),
        ("boolean", "布尔值"),
        ("map", "对象"),
        ("sequence", "数组"),
    ];
    let kind = KINDS.iter().find(|(en, _)| got.starts_with(en));
    match kind {
        Some((en, zh)) => format!("{zh}{}", &got[en.len()..]),
        None => got.to_owned(),
    }
}

/// What was expected. What a type of the program is called tells an author nothing.
fn kind(wanted: &str) -> &str {
    match wanted {
        "a string" | "string" => "字符串",
        "a boolean" => "true 或 false",
        "a character" => "单个字符",
        "a map" | "map" => "对象",
        "a sequence" | "sequence" => "数组",
        "string or map" => "字符串或对象",
        "u8" => "0 到 255 的整数",
        "u16" | "u32" | "u64" | "usize" => "不小于 0 的整数",
        "f64" => "数字",
        other if other.starts_with("struct ") => "对象",
        other => other,
    }
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
    enum Which {
        One,
        Other,
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
                "没有选项 `none`，这里可以是 `one` 或 `other`",
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
    fn what_serde_says_in_other_words_is_left_as_it_is() {
        assert_eq!(chinese("something new"), "something new");
    }
}
