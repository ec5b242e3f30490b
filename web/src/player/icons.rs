//! Icons: 20 × 20, strokes of the text's colour.

use yew::{Html, html};

use crate::lab::MarkKind;

/// An icon by its path.
pub(super) fn icon(path: &'static str) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d={path} />
        </svg>
    }
}

/// An icon whose shape is filled.
pub(super) fn solid(path: &'static str) -> Html {
    html! {
        <svg class="icon solid" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d={path} />
        </svg>
    }
}

pub(super) const PLAY: &str = "M6 4 16 10 6 16Z";
pub(super) const PAUSE: &str = "M6 4H9V16H6ZM11.5 4H14.5V16H11.5Z";
pub(super) const BACK: &str = "M5 4V16M15 4 8 10 15 16";
pub(super) const FORWARD: &str = "M15 4V16M5 4 12 10 5 16";
pub(super) const START: &str = "M10 4 4 10 10 16M16 4 10 10 16 16";
pub(super) const END: &str = "M4 4 10 10 4 16M10 4 16 10 10 16";
pub(super) const UNDO: &str = "M8 4 4 8 8 12M4 8H12A4 4 0 0 1 12 16H8";
pub(super) const REDO: &str = "M12 4 16 8 12 12M16 8H8A4 4 0 0 0 8 16H12";
pub(super) const RESET: &str = "M15.5 7A6.2 6.2 0 1 0 16 11M16 3V7.5H11.5";
pub(super) const SPEED: &str = "M3.5 14A7 7 0 1 1 16.5 14M10 12 13.5 7.5";
pub(super) const CLOSE: &str = "M5 5 15 15M15 5 5 15";
pub(super) const CHEVRON: &str = "M5 8 10 13 15 8";
pub(super) const NEXT: &str = "M8 5 13 10 8 15";
pub(super) const CHECK: &str = "M5.5 10.5 8.5 13.5 14.5 7";
pub(super) const CROSS: &str = "M6.5 6.5 13.5 13.5M13.5 6.5 6.5 13.5";
pub(super) const OPEN: &str = "M8 4H4V16H16V12M11 4H16V9M16 4 9 11";

/// The verdict of a property: ✓ in a circle, ✕ in an octagon, or a dash.
pub(super) fn verdict(holds: Option<bool>) -> Html {
    let (class, outline, sign) = match holds {
        Some(true) => ("verdict holds", "M10 2A8 8 0 1 1 9.99 2Z", CHECK),
        Some(false) => (
            "verdict broken",
            "M6.7 2H13.3L18 6.7V13.3L13.3 18H6.7L2 13.3V6.7Z",
            CROSS,
        ),
        None => ("verdict waiting", "M10 2A8 8 0 1 1 9.99 2Z", "M6.5 10H13.5"),
    };
    html! {
        <svg {class} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d={outline} /><path d={sign} />
        </svg>
    }
}

/// A mark of the seek bar and of event rows.
pub(super) fn mark(kind: MarkKind) -> Html {
    let (class, path) = match kind {
        MarkKind::Change => ("mark hollow", "M6 1 11 6 6 11 1 6Z"),
        MarkKind::Reached => ("mark", "M1.5 1.5H10.5V10.5H1.5Z"),
        MarkKind::Request => ("mark hollow", "M6 1.5A4.5 4.5 0 1 1 5.99 1.5Z"),
        MarkKind::Settled => ("mark", "M6 1.5A4.5 4.5 0 1 1 5.99 1.5Z"),
        MarkKind::Cut => ("mark line", "M6 0V12M2 3 10 9"),
        MarkKind::Loss => ("mark loss", "M1.5 1.5 10.5 10.5M10.5 1.5 1.5 10.5"),
    };
    html! {
        <svg {class} viewBox="0 0 12 12" aria-hidden="true" focusable="false"><path d={path} /></svg>
    }
}
