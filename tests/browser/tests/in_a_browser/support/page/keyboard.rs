//! The keyboard: keys, chords, pasting, and what has the focus.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::Key;

use super::Page;

impl Page {
    /// Presses a key, named as in the documentation of keyboard events.
    #[track_caller]
    pub(crate) fn key(&self, name: &str) {
        let key = key_value(name);
        let typed = self.runtime.block_on(async {
            let hand = self
                .driver()
                .action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO));
            hand.send_keys(key.to_string()).perform().await
        });
        typed.unwrap_or_else(|error| panic!("cannot press {name}: {error}"));
        self.settle();
    }

    /// Presses a key while another one, as `Alt`, is held.
    #[track_caller]
    pub(crate) fn chord(&self, held: &str, name: &str) {
        let (held_value, key) = (key_value(held), key_value(name));
        let typed = self.runtime.block_on(async {
            let hand = self
                .driver()
                .action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO));
            let hand = hand.key_down(held_value).key_down(key).key_up(key);
            hand.key_up(held_value).perform().await
        });
        typed.unwrap_or_else(|error| panic!("cannot press {held} and {name}: {error}"));
        self.settle();
    }

    /// Puts a text into a field, as pasting does.
    #[track_caller]
    pub(crate) fn paste(&self, css: &str, text: &str) {
        let script = "const it = one(arguments[0]); it.focus(); it.value = arguments[1]; \
                      it.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true })); return null";
        self.js::<Value>(script, json!([css, text]));
        self.settle();
    }

    /// Whether what has the focus in the first figure is, or is in, an element of this selector.
    #[track_caller]
    pub(crate) fn has_focus(&self, css: &str) -> bool {
        let script = "return Boolean(figures()[0].shadowRoot.activeElement?.closest(arguments[0]))";
        self.js(script, json!([css]))
    }

    /// Puts the keyboard's focus on an element.
    #[track_caller]
    pub(crate) fn focus(&self, css: &str) {
        self.wait_until(&format!("{css} is there"), || self.shows(css));
        let script = "const it = one(arguments[0]); it.focus(); return it.matches(':focus')";
        assert!(
            self.js::<bool>(script, json!([css])),
            "{css} takes no focus"
        );
    }
}

/// What the driver calls a key.
#[track_caller]
fn key_value(name: &str) -> char {
    match name {
        "ArrowRight" => Key::Right.value(),
        "ArrowLeft" => Key::Left.value(),
        "ArrowDown" => Key::Down.value(),
        "ArrowUp" => Key::Up.value(),
        "Alt" => Key::Alt.value(),
        "Shift" => Key::Shift.value(),
        "Home" => Key::Home.value(),
        "End" => Key::End.value(),
        "Escape" => Key::Escape.value(),
        "Enter" => Key::Enter.value(),
        "Tab" => Key::Tab.value(),
        one => {
            let mut letters = one.chars();
            letters
                .next()
                .filter(|_| letters.next().is_none())
                .unwrap_or_else(|| panic!("no key {one}"))
        }
    }
}
