//! The list of keys.

use glassbox_sim::Lang;
use yew::{Html, html};

use super::{icons, words};

/// The id that a button names in `popovertarget`.
pub(crate) const ID: &str = "keys";

/// A small window that the browser itself opens and closes.
pub(crate) fn view(lang: Lang) -> Html {
    let rows = [
        (words::KEY_PLAY, vec![words::KEY_SPACE.get(lang)]),
        (words::KEY_STEP, vec!["←", "→"]),
        (words::KEY_STORY, vec![",", "."]),
        (words::KEY_ENDS, vec!["Home", "End"]),
        (words::KEY_SPEED, vec!["+", "−"]),
        (words::KEY_RESET, vec!["R"]),
        (words::KEY_HELP, vec!["?"]),
    ];
    let row = |(what, keys): (words::Text, Vec<&'static str>)| {
        html! {
            <>
                <dt>{ for keys.into_iter().map(|key| html! { <kbd>{ key }</kbd> }) }</dt>
                <dd>{ what.get(lang) }</dd>
            </>
        }
    };
    html! {
        <div class="keys" id={ID} popover="auto" role="dialog" aria-labelledby="keys-heading">
            <div class="keys-head">
                <h2 id="keys-heading">{ words::KEYS_HEADING.get(lang) }</h2>
                <button type="button" class="ctl" popovertarget={ID} popovertargetaction="hide" autofocus=true
                    aria-label={words::CLOSE.get(lang)}>{ icons::close() }</button>
            </div>
            <p>{ words::KEYS_TEXT.get(lang) }</p>
            <dl>{ for rows.into_iter().map(row) }</dl>
        </div>
    }
}
