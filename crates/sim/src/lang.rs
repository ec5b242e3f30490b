//! The two languages that everything is said in.

use std::str::FromStr;

use crate::scenario::Text;

/// A language.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese (zh-CN).
    Zh,
}

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// Its tag, as `lang` attributes have it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-CN",
        }
    }

    /// The one of two texts that is in this language.
    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }
}

/// What can be said in either language: errors above all.
///
/// An error is a value; its words are made only when it is told, because the reader may change the
/// language in between. What `Display` gives is the English.
pub trait Tell {
    /// The words, without a full stop at their end, so that they fit into a longer sentence.
    fn tell(&self, lang: Lang) -> String;
}

/// Makes errors of types that can be told: where only `Display` is asked, they are told in English.
macro_rules! told_errors {
    ($($name:ty),+ $(,)?) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::lang::Tell::tell(self, $crate::lang::Lang::En))
            }
        }

        impl std::error::Error for $name {}
    )+};
}
pub(crate) use told_errors;

/// A tag of a language that nothing is said in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoSuchLang(String);

impl Tell for NoSuchLang {
    fn tell(&self, lang: Lang) -> String {
        let Self(tag) = self;
        lang.pick(
            format!("expected the language \"en\" or \"zh\", not \"{tag}\""),
            format!("语言应为 en 或 zh，而不是“{tag}”"),
        )
    }
}

told_errors!(NoSuchLang);

impl FromStr for Lang {
    type Err = NoSuchLang;

    /// Reads a tag, in large or small letters; of a longer one (`zh-CN`, `en-GB`) the first part
    /// counts.
    fn from_str(tag: &str) -> Result<Self, NoSuchLang> {
        let first = tag.split('-').next().unwrap_or_default();
        let is = |lang: Self| first.eq_ignore_ascii_case(&lang.tag()[..2]);
        let known = Self::ALL.into_iter().find(|lang| is(*lang));
        known.ok_or_else(|| NoSuchLang(tag.to_owned()))
    }
}

impl Text {
    /// The sentence in one language.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.en, &self.zh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_the_first_part_of_its_tag() {
        for tag in ["zh", "zh-CN", "ZH", "zh-Hant-TW"] {
            assert_eq!(tag.parse(), Ok(Lang::Zh), "{tag}");
        }
        for tag in ["en", "EN-gb"] {
            assert_eq!(tag.parse(), Ok(Lang::En), "{tag}");
        }
        for tag in ["", "fr", "e", "english", "中文"] {
            let error = tag.parse::<Lang>().expect_err(tag);
            for lang in Lang::ALL {
                assert!(error.tell(lang).contains(tag), "{}", error.tell(lang));
            }
        }
    }
}
