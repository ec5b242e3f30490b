//! What can be wrong with a command line, in both languages.

use std::ffi::{OsStr, OsString};
use std::fmt;

use glassbox_sim::{Lang, Tell};
use lexopt::Error;

/// Why a command line cannot be understood.
pub(crate) enum Wrong {
    NoCommand,
    NoSuchCommand(String),
    NothingToRun,
    NothingToCheck,
    NothingToLink,
    TwoMoments,
    HashInBase,
    /// `run` of a link with another seed.
    SeedOfLink,
    /// The value of this option is not one it takes.
    Value(&'static str, Box<dyn Tell>),
    /// An argument that is no Unicode.
    NotText(OsString),
    /// An option or an argument that there is not, or an option without its value.
    Syntax(Error),
}

impl From<Error> for Wrong {
    fn from(error: Error) -> Self {
        Self::Syntax(error)
    }
}

impl Tell for Wrong {
    fn tell(&self, lang: Lang) -> String {
        let (en, zh) = match self {
            Self::NoCommand => (
                "expected a command: list, run, check, link or help",
                "缺少命令：list、run、check、link 或 help",
            ),
            Self::NothingToRun => (
                "expected a scenario, a file or a link to run",
                "缺少要运行的场景、文件或链接",
            ),
            Self::NothingToCheck => (
                "expected at least one file to check",
                "缺少要检查的文件，至少要有一个",
            ),
            Self::NothingToLink => ("expected a scenario to link to", "缺少链接要指向的场景"),
            Self::TwoMoments => (
                "a link leads to one moment: give --at or --step once",
                "一个链接只指向一个时刻：--at 和 --step 只能给出一个，且只给一次",
            ),
            Self::HashInBase => (
                "the base of a link has no \"#\": what follows it is the run",
                "--base 里不能有“#”：它后面是运行本身",
            ),
            Self::SeedOfLink => (
                "a link has a seed of its own: leave out --seed",
                "链接自带种子，请去掉 --seed",
            ),
            Self::NoSuchCommand(name) => {
                return lang.pick(
                    format!(
                        "there is no command \"{name}\"; there are list, run, check, link and help"
                    ),
                    format!("没有命令“{name}”；现有的命令：list、run、check、link、help"),
                );
            }
            Self::Value(option, why) => {
                let why = why.tell(lang);
                return lang.pick(format!("{option}: {why}"), format!("{option}：{why}"));
            }
            Self::NotText(argument) => {
                let argument = argument.display();
                return lang.pick(
                    format!("the argument \"{argument}\" is no valid Unicode"),
                    format!("参数“{argument}”不是有效的 Unicode"),
                );
            }
            Self::Syntax(error) => return syntax(error, lang),
        };
        lang.pick(en, zh).to_owned()
    }
}

fn syntax(error: &Error, lang: Lang) -> String {
    match (lang, error) {
        (Lang::Zh, Error::MissingValue { option }) => {
            let option = option.as_deref().unwrap_or_default();
            format!("选项 {option} 缺少值")
        }
        (Lang::Zh, Error::UnexpectedOption(option)) => format!("没有选项 {option}"),
        (Lang::Zh, Error::UnexpectedArgument(argument)) => {
            format!("多余的参数“{}”", argument.display())
        }
        (Lang::Zh, Error::UnexpectedValue { option, value }) => {
            format!("选项 {option} 没有值，而这里给了“{}”", value.display())
        }
        _ => error.to_string(),
    }
}

/// Not a whole number that an option takes.
pub(crate) enum NotANumber {
    Form(String),
    TooLarge(String),
}

impl Tell for NotANumber {
    fn tell(&self, lang: Lang) -> String {
        match self {
            Self::Form(text) => lang.pick(
                format!("expected a whole number, 0 or more, not \"{text}\""),
                format!("应为不小于 0 的整数，而不是“{text}”"),
            ),
            Self::TooLarge(text) => lang.pick(
                format!("{text} is too large: expected at most {}", u64::MAX),
                format!("{text} 太大：最大为 {}", u64::MAX),
            ),
        }
    }
}

/// Not a format.
pub(crate) struct NotAFormat(pub(crate) String);

impl Tell for NotAFormat {
    fn tell(&self, lang: Lang) -> String {
        let Self(name) = self;
        lang.pick(
            format!("expected the format \"text\" or \"jsonl\", not \"{name}\""),
            format!("格式应为 text 或 jsonl，而不是“{name}”"),
        )
    }
}

/// A command line that cannot be understood, told.
#[derive(Debug)]
pub(crate) struct Usage(String);

impl Usage {
    pub(crate) fn new(wrong: &Wrong, lang: Lang) -> Self {
        let wrong = wrong.tell(lang);
        Self(lang.pick(
            format!("{wrong}\nTry \"glassbox help\"."),
            format!("{wrong}\n用法见“glassbox help”。"),
        ))
    }
}

impl std::error::Error for Usage {}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The language that a command line asks for, wherever it does and whatever else is wrong with it.
pub(crate) fn lang_of(args: &[OsString]) -> Lang {
    let after = |arg: &OsStr| arg.to_str()?.strip_prefix("--lang=").map(str::to_owned);
    let apart = args.windows(2).filter(|pair| pair[0] == "--lang");
    let apart = apart.filter_map(|pair| Some(pair[1].to_str()?.to_owned()));
    let mut asked = apart.chain(args.iter().filter_map(|arg| after(arg)));
    asked.find_map(|tag| tag.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_wherever_it_is_asked_for() {
        let lang = |args: &str| {
            let args: Vec<OsString> = args.split(' ').map(Into::into).collect();
            lang_of(&args)
        };
        assert_eq!(lang("glassbox run --seed x --lang zh"), Lang::Zh);
        assert_eq!(lang("glassbox --lang=zh-CN walk"), Lang::Zh);
        assert_eq!(lang("glassbox run --lang"), Lang::En);
        assert_eq!(lang("glassbox list --lang fr zh"), Lang::En);
    }
}
