//! Keys: only while the figure has the focus, and never while somebody types.

use glassbox_sim::Lang;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::Context;

use super::card::ACT_KEYS;
use super::tools::tool_keys;
use super::{Controls, Msg, Over, Player, focus};
use crate::lab::{ActOf, Lab, Tool, ToolAction};

/// The keys, for the help panel: key, English, Chinese.
const HELP: [(&str, &str, &str); 14] = [
    (
        "Space",
        "play or pause (a question stays open until you answer or skip it)",
        "播放或暂停（问题会一直等到你回答或跳过）",
    ),
    ("← →", "one step back or on", "后退或前进一步"),
    (", .", "one step back or on", "后退或前进一步"),
    ("Home End", "to the start, to the end", "回到开头、跳到末尾"),
    ("+ −", "faster, slower", "加快、放慢"),
    ("R", "start over", "重新开始"),
    ("U Y", "undo, redo", "撤销、重做"),
    (
        "N",
        "run the lesson’s step, once its question is answered",
        "回答问题之后，运行课程的这一步",
    ),
    ("A – E", "choose an answer", "选择答案"),
    ("W", "why did that happen?", "为什么会这样？"),
    (
        "1 – 9",
        "act on the selected thing, choose in a menu",
        "操作所选对象、选择菜单项",
    ),
    (
        "Alt ↑ ↓",
        "to the branch above or below",
        "切换到上一个、下一个分支",
    ),
    ("V", "two branches side by side", "并排对照两个分支"),
    ("Esc", "let go, close", "取消选择、关闭"),
];

impl<L: Lab> Player<L> {
    /// All keys with what they do, those of the lab's tools last.
    pub(super) fn key_help(&self, lang: Lang, controls: Controls) -> Vec<(String, String)> {
        let fixed = HELP.map(|(key, en, zh)| (key.to_owned(), lang.pick(en, zh).to_owned()));
        let tools = self.tools(lang, controls);
        let keys = tool_keys(tools.iter().map(|tool| tool.id));
        let named = keys
            .into_iter()
            .zip(tools)
            .filter_map(|(key, tool)| Some((key?.to_ascii_uppercase().to_string(), tool.label)));
        fixed.into_iter().chain(named).collect()
    }

    /// What a key means here, if anything.
    fn key(&self, event: &KeyboardEvent, lang: Lang, controls: Controls) -> Option<Msg<L>> {
        let key = event.key();
        if self.over.is_some() && key == "Escape" {
            return Some(Msg::Open(None));
        }
        let target = event
            .target()
            .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
        let tag = target
            .as_ref()
            .map(|it| it.tag_name().to_ascii_lowercase())
            .unwrap_or_default();
        let types = matches!(tag.as_str(), "input" | "textarea" | "select");
        if types || event.ctrl_key() || event.meta_key() {
            return None;
        }
        match (event.alt_key(), key.as_str()) {
            (false, _) => {}
            (true, "ArrowUp") => return self.lane_beside(-1).map(Msg::Branch),
            (true, "ArrowDown") => return self.lane_beside(1).map(Msg::Branch),
            (true, _) => return None,
        }
        if let Some(over) = self.over {
            return self.key_in_panel(over, &key, lang);
        }
        let role = target
            .and_then(|it| it.get_attribute("role"))
            .unwrap_or_default();
        let presses = tag == "button" || role == "button" || role == "radio";
        let asks = self.question_is_open();
        match key.as_str() {
            " " if !presses => Some(Msg::Toggle),
            "ArrowRight" | "." => Some(Msg::Step(1)),
            "ArrowLeft" | "," => Some(Msg::Step(-1)),
            "Home" => Some(Msg::ToStart),
            "End" => Some(Msg::ToEnd),
            "+" | "=" => Some(Msg::ChangeSpeed(true)),
            "-" => Some(Msg::ChangeSpeed(false)),
            "r" | "R" => Some(Msg::Reset),
            "u" | "U" => Some(Msg::Undo),
            "y" | "Y" => Some(Msg::Redo),
            "n" | "N" => Some(Msg::RunStep),
            "w" | "W" if self.why.is_some() => Some(Msg::Why(None)),
            "w" | "W" => self.asked(lang).map(|event| Msg::Why(Some(event))),
            "v" | "V" if self.compare.is_some() => Some(Msg::Compare(None)),
            "v" | "V" => self.beside().map(|branch| Msg::Compare(Some(branch))),
            "?" => Some(Msg::Open(Some(Over::Keys))),
            "Escape" if self.selected.is_some() => Some(Msg::Select(None)),
            "Escape" if self.why.is_some() => Some(Msg::Why(None)),
            other => {
                let mut letters = other.chars();
                let one = letters.next().filter(|_| letters.next().is_none())?;
                if let Some(number) = digit(one) {
                    return self.card_act(number, lang).map(Msg::Act);
                }
                let one = one.to_ascii_lowercase();
                let choice = (one as usize).checked_sub('a' as usize);
                if let Some(choice) = choice.filter(|it| asks && *it < self.choices()) {
                    return Some(Msg::Choose(choice));
                }
                self.tool_of(one, lang, controls)
            }
        }
    }

    /// A panel keeps the keys: what is below it does not move.
    fn key_in_panel(&self, over: Over, key: &str, lang: Lang) -> Option<Msg<L>> {
        match (over, key) {
            (Over::Keys, "?") => Some(Msg::Open(None)),
            (Over::Tool(id), key) => {
                let number = digit(key.chars().next().filter(|_| key.len() == 1)?)?;
                let tools = L::tools(self.session()?.timeline().state(), lang);
                match tools.into_iter().find(|tool| tool.id == id)?.action {
                    ToolAction::Menu(mut items) | ToolAction::Values(mut items, _)
                        if number < items.len() =>
                    {
                        Some(Msg::Act(items.swap_remove(number).act))
                    }
                    ToolAction::Groups(groups) => {
                        let mut choices = groups.into_iter().flat_map(|it| it.choices);
                        choices.nth(number)?.act.map(Msg::Act)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The event of which "Why?" is asked by key: what made the selected thing, or what happened last.
    fn asked(&self, lang: Lang) -> Option<glassbox_sim::EventId> {
        let state = self.session()?.timeline();
        let card = self
            .selected
            .and_then(|it| L::card(state.state(), it, state.position().clock, lang));
        card.and_then(|card| card.origin).or_else(|| self.latest())
    }

    /// An act of the selected thing's card, counted from 0.
    fn card_act(&self, number: usize, lang: Lang) -> Option<ActOf<L>> {
        let timeline = self.session()?.timeline();
        let now = timeline.position().clock;
        let card = L::card(timeline.state(), self.selected?, now, lang)?;
        card.acts.into_iter().nth(number).map(|(_, act)| act)
    }

    /// The tools, where there are buttons for them.
    fn tools(&self, lang: Lang, controls: Controls) -> Vec<Tool<L>> {
        let session = self.session().filter(|_| controls == Controls::Full);
        session.map_or_else(Vec::new, |it| L::tools(it.timeline().state(), lang))
    }

    /// What the tool with this key does when its button is pressed.
    fn tool_of(&self, letter: char, lang: Lang, controls: Controls) -> Option<Msg<L>> {
        let tools = self.tools(lang, controls);
        let keys = tool_keys(tools.iter().map(|tool| tool.id));
        let at = keys.iter().position(|key| *key == Some(letter))?;
        let tool = tools.into_iter().nth(at)?;
        Some(match tool.action {
            ToolAction::Act(act) => Msg::Act(act),
            _ => Msg::Open(Some(Over::Tool(tool.id))),
        })
    }

    pub(super) fn on_key(&self, ctx: &Context<Self>) -> yew::Callback<KeyboardEvent> {
        // The handler looks at the component as it is when the key comes.
        let link = ctx.link().clone();
        let (lang, controls) = (ctx.props().lang, ctx.props().controls);
        yew::Callback::from(move |event: KeyboardEvent| {
            let Some(this) = link.get_component() else {
                return;
            };
            let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
            let target = event
                .target()
                .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
            let msg = if plain && this.over.is_some() && event.key() == "Tab" {
                if let Some(root) = this.root.cast::<web_sys::Element>() {
                    focus::turn(&root, event.shift_key());
                }
                None
            } else {
                // A click that comes of it looks at the component too.
                let msg = this.key(&event, lang, controls);
                drop(this);
                if plain && target.is_some_and(|it| focus::rove(&it, &event.key())) {
                    None
                } else if msg.is_some() {
                    msg
                } else {
                    return;
                }
            };
            event.prevent_default();
            event.stop_propagation();
            if let Some(msg) = msg {
                link.send_message(msg);
            }
        })
    }
}

/// The place that a digit stands for: 1 is the first.
fn digit(key: char) -> Option<usize> {
    let place = key.to_digit(10)?.checked_sub(1)? as usize;
    (place < ACT_KEYS).then_some(place)
}
