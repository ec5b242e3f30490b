//! Language and theme: what was chosen here before, else what the browser prefers.

use glassbox_sim::Lang;
use web_sys::Storage;

use super::dom;

const LANG: &str = "glassbox.lang";
const THEME: &str = "glassbox.theme";

/// What the reader prefers.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Prefs {
    /// The language of the page and its figures.
    pub(crate) lang: Lang,
    /// Their theme.
    pub(crate) theme: Theme,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Its name in storage, and the `theme` attribute of figures.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn from_name(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }

    /// The one that the button changes to.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }
}

/// The other language.
pub(crate) fn other(lang: Lang) -> Lang {
    lang.pick(Lang::Zh, Lang::En)
}

fn from_tag(tag: &str) -> Lang {
    let zh = tag
        .get(..2)
        .is_some_and(|start| start.eq_ignore_ascii_case("zh"));
    if zh { Lang::Zh } else { Lang::En }
}

/// The browser may refuse all of it, for instance to a page in a strict frame.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

impl Prefs {
    /// What was chosen before, else what the browser prefers.
    pub(crate) fn load() -> Self {
        let browser = || web_sys::window()?.navigator().language();
        let tag = stored(LANG).or_else(browser).unwrap_or_default();
        let theme = stored(THEME).unwrap_or_default();
        Self {
            lang: from_tag(&tag),
            theme: Theme::from_name(&theme),
        }
    }

    /// Keeps a choice for the next visit.
    pub(crate) fn store(self) {
        if let Some(storage) = storage() {
            // A full or closed storage only means that the choice is not kept.
            let _ = storage.set_item(LANG, self.lang.tag());
            let _ = storage.set_item(THEME, self.theme.name());
        }
    }

    /// Lets the whole document follow.
    pub(crate) fn apply(self) {
        let Some(root) = dom::document().and_then(|document| document.document_element()) else {
            return;
        };
        let class = match self.theme {
            Theme::Auto => "",
            chosen => chosen.name(),
        };
        // Neither name can be refused.
        let _ = root.set_attribute("lang", self.lang.tag());
        let _ = root.set_attribute("class", class);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chinese_is_chinese_and_all_else_english() {
        for tag in ["zh", "zh-CN", "ZH-Hant", "zh-TW"] {
            assert_eq!(from_tag(tag), Lang::Zh, "{tag}");
        }
        for tag in ["", "e", "en", "en-GB", "de", "é"] {
            assert_eq!(from_tag(tag), Lang::En, "{tag}");
        }
    }

    #[test]
    fn themes_go_round() {
        for theme in [Theme::Auto, Theme::Light, Theme::Dark] {
            assert_eq!(Theme::from_name(theme.name()), theme);
            assert_eq!(theme.next().next().next(), theme);
        }
    }
}
