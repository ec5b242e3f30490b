//! What is drawn again and again on Raft's stage: hues, numbers of causes.

use yew::{Html, html};

pub(super) use crate::draw::{n, on_click, on_key, set, tenths, thing_name, url};

/// The class that gives a term's hue.
pub(super) fn hue_class(term: u64) -> &'static str {
    ["raft-t0", "raft-t1", "raft-t2", "raft-t3", "raft-t4"][usize::from(super::marks::hue(term))]
}

/// A number of a cause chain, on its disc.
pub(super) fn cause(number: usize, x: f64, y: f64) -> Html {
    html! {
        <g class="raft-cause" transform={format!("translate({} {})", n(x), n(y))}>
            <circle r="8.5" />
            <text y="4.2" text-anchor="middle">{ number }</text>
        </g>
    }
}
