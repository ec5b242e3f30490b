//! Colours: variables of the page with a fallback, or literal ones for a file of its own.

/// Where a picture is shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Theme {
    /// On the page: the page's CSS variables, each with its light value as a fallback.
    #[default]
    Vars,
    /// In a file, on white.
    Light,
    /// In a file, on black.
    Dark,
}

/// What a colour is used for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Ink {
    Ground,
    Text,
    Text2,
    Text3,
    Hair,
    Line,
    LineStrong,
    Accent,
    Holds,
    Broken,
    /// Strokes and text of a category; 0 is none.
    Hue(u8),
    /// An area of a category.
    Fill(u8),
}

impl Theme {
    /// Whether the picture stands alone.
    pub(super) fn is_file(self) -> bool {
        self != Self::Vars
    }

    pub(super) fn font(self) -> &'static str {
        match self {
            Self::Vars => "var(--sans, system-ui, sans-serif)",
            _ => {
                "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, \
                 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
            }
        }
    }

    pub(super) fn colour(self, ink: Ink) -> &'static str {
        let (vars, light, dark) = values(ink);
        match self {
            Self::Vars => vars,
            Self::Light => light,
            Self::Dark => dark,
        }
    }
}

/// The variable with its fallback, the light value, the dark value: those of the page's tokens.
fn values(ink: Ink) -> (&'static str, &'static str, &'static str) {
    match ink {
        Ink::Ground => ("var(--ground, #ffffff)", "#ffffff", "#101214"),
        Ink::Text => ("var(--ink, #15171a)", "#15171a", "#eceef0"),
        Ink::Text2 | Ink::Hue(0 | 5..) => ("var(--ink-2, #454b54)", "#454b54", "#b9bfc7"),
        Ink::Text3 => ("var(--ink-3, #616872)", "#616872", "#949ba6"),
        Ink::Hair => ("var(--hair, #e1e4e8)", "#e1e4e8", "#2a2e33"),
        Ink::Line => ("var(--line, #b9bec6)", "#b9bec6", "#4a5059"),
        Ink::LineStrong | Ink::Fill(0 | 5..) => {
            ("var(--line-strong, #767e88)", "#767e88", "#858d97")
        }
        Ink::Accent => ("var(--accent, #1f5bd1)", "#1f5bd1", "#8db1ff"),
        Ink::Holds => ("var(--holds, #00734f)", "#00734f", "#45c49d"),
        Ink::Broken => ("var(--broken, #b34a00)", "#b34a00", "#ff8f4d"),
        Ink::Hue(1) => ("var(--purple-line, #954473)", "#954473", "#de9abf"),
        Ink::Hue(2) => ("var(--orange-line, #855700)", "#855700", "#f0b437"),
        Ink::Hue(3) => ("var(--sky-line, #16689b)", "#16689b", "#7cc6f2"),
        Ink::Hue(4) => ("var(--yellow-line, #6c6300)", "#6c6300", "#e9de55"),
        Ink::Fill(1) => ("var(--purple-fill, #cc79a7)", "#cc79a7", "#cc79a7"),
        Ink::Fill(2) => ("var(--orange-fill, #e69f00)", "#e69f00", "#e69f00"),
        Ink::Fill(3) => ("var(--sky-fill, #56b4e9)", "#56b4e9", "#56b4e9"),
        Ink::Fill(4) => ("var(--yellow-fill, #f0e442)", "#f0e442", "#f0e442"),
    }
}
