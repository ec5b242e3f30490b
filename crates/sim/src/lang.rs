//! The two languages that everything is said in.

use std::str::FromStr;

use thiserror::Error;

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

/// A tag of a language that nothing is said in.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("expected the language \"en\" or \"zh\", not \"{0}\"")]
pub struct NoSuchLang(String);

impl FromStr for Lang {
    type Err = NoSuchLang;

    /// Reads a tag; of a longer one (`zh-CN`, `en-GB`) the first part counts.
    fn from_str(tag: &str) -> Result<Self, NoSuchLang> {
        match tag.split('-').next() {
            Some("en") => Ok(Self::En),
            Some("zh") => Ok(Self::Zh),
            _ => Err(NoSuchLang(tag.to_owned())),
        }
    }
}

impl Text {
    /// The sentence in one language.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.en, &self.zh)
    }
}
