//! Small helpers for drawing: numbers, names, what can be picked.

use std::fmt::Write as _;

use glassbox_sim::PacketId;
use web_sys::{Element, KeyboardEvent, MouseEvent};
use yew::{AttrValue, Callback};

use crate::lab::Selected;

/// A coordinate, to a tenth of a pixel.
pub(crate) fn n(value: f64) -> AttrValue {
    let mut text = String::new();
    tenths(&mut text, value);
    text.into()
}

/// Writes a coordinate to a tenth of a pixel. Quick: painters call it for all that moves.
pub(crate) fn tenths(text: &mut String, value: f64) {
    // Cuts off what no figure has.
    let whole = (value * 10.0).round() as i32;
    let sign = if whole < 0 { "-" } else { "" };
    let whole = whole.unsigned_abs();
    // Writing to a string does not fail.
    let _ = match whole % 10 {
        0 => write!(text, "{sign}{}", whole / 10),
        tenth => write!(text, "{sign}{}.{tenth}", whole / 10),
    };
}

/// The paint of a pattern of this figure.
pub(crate) fn url(uid: &str, pattern: &str) -> AttrValue {
    format!("url(#{uid}-{pattern})").into()
}

/// How a thing is named in the document, so that others find its place: `host-3`, `packet-17`.
pub(crate) fn thing_name(thing: Selected) -> String {
    match thing {
        Selected::Host(no) => format!("host-{no}"),
        Selected::Packet(PacketId(id)) => format!("packet-{id}"),
        Selected::Link(from, to) => format!("link-{from}-{to}"),
        Selected::Slot(no, index) => format!("slot-{no}-{index}"),
    }
}

/// Selects `thing` when it is clicked or touched.
pub(crate) fn on_click(
    thing: Selected,
    select: &Callback<Option<Selected>>,
) -> Callback<MouseEvent> {
    let select = select.clone();
    Callback::from(move |event: MouseEvent| {
        event.stop_propagation();
        select.emit(Some(thing));
    })
}

/// Selects `thing` with Enter or the space bar, lets go with Escape.
pub(crate) fn on_key(
    thing: Selected,
    select: &Callback<Option<Selected>>,
) -> Callback<KeyboardEvent> {
    let select = select.clone();
    Callback::from(move |event: KeyboardEvent| {
        let chosen = match &*event.key() {
            "Enter" | " " => Some(thing),
            "Escape" => None,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        select.emit(chosen);
    })
}

/// Sets an attribute of something that moves.
pub(crate) fn set(element: &Element, name: &str, value: &str) {
    // It fails only for names that are no attribute's.
    let _ = element.set_attribute(name, value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_written_to_a_tenth() {
        assert_eq!(
            [n(12.34), n(-0.05), n(-3.0), n(0.0)],
            ["12.3", "-0.1", "-3", "0"]
        );
    }
}
