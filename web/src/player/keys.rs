//! Keys: only while the figure has the focus, and never while somebody types.

use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::Context;

use super::{Msg, Over, Player};
use crate::lab::Lab;

/// The keys, for the help panel: key, English, Chinese.
pub(super) const HELP: [(&str, &str, &str); 10] = [
    ("Space", "play or pause", "播放或暂停"),
    ("← →", "one step back or on", "后退或前进一步"),
    (", .", "one step back or on", "后退或前进一步"),
    ("Home End", "to the start, to the end", "回到开头、跳到末尾"),
    ("+ −", "faster, slower", "加快、放慢"),
    ("R", "start over", "重新开始"),
    ("U Y", "undo, redo", "撤销、重做"),
    ("N", "run the lesson’s step", "运行课程的这一步"),
    ("A – E", "choose an answer", "选择答案"),
    ("Esc", "let go, close", "取消选择、关闭"),
];

impl<L: Lab> Player<L> {
    /// What a key means here, if anything.
    pub(super) fn key(&self, event: &KeyboardEvent) -> Option<Msg<L>> {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return None;
        }
        let target = event
            .target()
            .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
        let tag = target
            .as_ref()
            .map(web_sys::Element::tag_name)
            .unwrap_or_default();
        if matches!(
            tag.to_ascii_lowercase().as_str(),
            "input" | "textarea" | "select"
        ) {
            return None;
        }
        let role = target
            .and_then(|it| it.get_attribute("role"))
            .unwrap_or_default();
        let presses = tag.eq_ignore_ascii_case("button") || role == "button" || role == "radio";
        let asks = self.question_is_open();
        match event.key().as_str() {
            " " if !presses => Some(Msg::Toggle),
            "ArrowRight" | "." if role != "tab" && role != "radio" => Some(Msg::Step(1)),
            "ArrowLeft" | "," if role != "tab" && role != "radio" => Some(Msg::Step(-1)),
            "Home" => Some(Msg::ToStart),
            "End" => Some(Msg::ToEnd),
            "+" | "=" => Some(Msg::ChangeSpeed(true)),
            "-" => Some(Msg::ChangeSpeed(false)),
            "r" | "R" => Some(Msg::Reset),
            "u" | "U" => Some(Msg::Undo),
            "y" | "Y" => Some(Msg::Redo),
            "n" | "N" => Some(Msg::RunStep),
            "?" => Some(Msg::Open(Some(Over::Keys))),
            "Escape" if self.over.is_some() => Some(Msg::Open(None)),
            "Escape" if self.selected.is_some() => Some(Msg::Select(None)),
            "Escape" if self.why.is_some() => Some(Msg::Why(None)),
            letter if asks && letter.len() == 1 => {
                let index = letter
                    .bytes()
                    .next()?
                    .to_ascii_lowercase()
                    .checked_sub(b'a')?;
                (usize::from(index) < self.choices()).then(|| Msg::Choose(usize::from(index)))
            }
            _ => None,
        }
    }

    pub(super) fn on_key(&self, ctx: &Context<Self>) -> yew::Callback<KeyboardEvent> {
        // The handler looks at the component as it is when the key comes.
        let link = ctx.link().clone();
        yew::Callback::from(move |event: KeyboardEvent| {
            let Some(this) = link.get_component() else {
                return;
            };
            if let Some(msg) = this.key(&event) {
                drop(this);
                event.prevent_default();
                event.stop_propagation();
                link.send_message(msg);
            }
        })
    }
}
