//! Icons: strokes of 1.5 on a field of 20. Each stands beside a word, or its button has a name.

use yew::{Html, html};

use super::prefs::Theme;

fn icon(content: Html) -> Html {
    html! { <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{ content }</svg> }
}

fn path(d: &'static str) -> Html {
    icon(html! { <path d={d} /> })
}

/// The box one can see into.
pub(crate) fn logo() -> Html {
    icon(html! {
        <>
            <path d="M2.5 6.5h11v11h-11zM2.5 6.5l4-4h11l-4 4M17.5 2.5v11l-4 4" />
            <circle class="dot" cx="8" cy="12" r="2.25" />
        </>
    })
}

/// Something opens below.
pub(crate) fn chevron() -> Html {
    path("M5 7.5l5 5 5-5")
}

/// A link.
pub(crate) fn share() -> Html {
    path(
        "M8.2 6H5.5a4 4 0 0 0 0 8h2.2a4 4 0 0 0 3.8-2.8M11.8 14h2.7a4 4 0 0 0 0-8h-2.2a4 4 0 0 0-3.8 2.8",
    )
}

/// Three lines.
pub(crate) fn menu() -> Html {
    path("M3 5.5h14M3 10h14M3 14.5h14")
}

/// Steps back.
pub(crate) fn back() -> Html {
    path("M6.5 3.5L3 7l3.5 3.5M3.5 7H12a4.25 4.25 0 0 1 0 8.5H7")
}

/// Checked.
pub(crate) fn check() -> Html {
    path("M3.5 10.5l4 4 9-9.5")
}

/// A page of its own.
pub(crate) fn frame() -> Html {
    path("M7 3.5H3.5V7M13 3.5h3.5V7M7 16.5H3.5V13M13 16.5h3.5V13")
}

/// Which theme holds.
pub(crate) fn theme(theme: Theme) -> Html {
    match theme {
        Theme::Auto => icon(html! {
            <>
                <circle cx="10" cy="10" r="6.75" />
                <path class="solid" d="M10 3.25a6.75 6.75 0 0 1 0 13.5z" />
            </>
        }),
        Theme::Light => icon(html! {
            <>
                <circle cx="10" cy="10" r="3.5" />
                <path d="M10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M4 16l1.4-1.4M14.6 5.4L16 4" />
            </>
        }),
        Theme::Dark => path("M16.5 11.9A6.9 6.9 0 1 1 8.1 3.5a5.5 5.5 0 0 0 8.4 8.4z"),
    }
}
