//! What a script asks of a figure: it waits in the figure's own queue, like everything a person does, and is answered
//! when it was taken up. So calls are done in order, and one that is refused is refused by the state it meets.

use std::collections::VecDeque;

use glassbox_sim::{FormError, Instant, Lang, Tell};
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use yew::Context;

use super::{Msg, Over, Picture, Player};
use crate::input;
use crate::lab::Lab;
use crate::session::Session;
use crate::words::Say;

/// What a script may ask for.
#[derive(Clone, Debug)]
pub enum Ask {
    /// Play.
    Play,
    /// Pause.
    Pause,
    /// So many steps on, or back.
    Step(i32),
    /// To a moment of the present branch.
    Seek(Instant),
    /// Start over.
    Reset,
    /// An act, as JSON.
    Act(String),
    /// Open a panel, or close it.
    Open(Over),
    /// The link to this moment.
    Snapshot,
    /// A picture, or the trace.
    Picture(Picture),
}

/// A call with whom to answer.
#[derive(Debug)]
pub struct Call {
    ask: Ask,
    answer: Answer,
}

/// The two ends of a promise: exactly one of them is called, the second at the latest when the figure goes.
#[derive(Debug)]
struct Answer {
    ends: Option<(Function, Function)>,
    lang: Lang,
}

impl Call {
    /// Hands a call over to `send`; the promise is for the script.
    pub fn promise(ask: Ask, lang: Lang, send: &dyn Fn(Self)) -> Promise {
        Promise::new(&mut |resolve, reject| {
            let ends = Some((resolve, reject));
            send(Self {
                ask: ask.clone(),
                answer: Answer { ends, lang },
            });
        })
    }
}

impl Answer {
    fn give(mut self, answer: Result<Option<String>, String>) {
        self.settle(answer);
    }

    fn settle(&mut self, answer: Result<Option<String>, String>) {
        let Some((resolve, reject)) = self.ends.take() else {
            return;
        };
        // The ends of a promise do not throw.
        let _ = match answer {
            Ok(text) => {
                let value = text.map_or(JsValue::UNDEFINED, |text| JsValue::from_str(&text));
                resolve.call1(&JsValue::UNDEFINED, &value)
            }
            Err(why) => reject.call1(&JsValue::UNDEFINED, &js_sys::Error::new(&why)),
        };
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.settle(Err(Say::Removed.get(self.lang).to_owned()));
    }
}

/// Calls that cannot be taken up yet.
#[derive(Debug, Default)]
pub(super) struct Calls {
    /// The figure is being opened, or a picture of it taken.
    waiting: VecDeque<Call>,
    /// A picture is taken when all that was done before has been drawn.
    picture: Option<(Picture, Answer)>,
}

impl<L: Lab> Player<L> {
    /// Keeps a call until it is its turn.
    pub(super) fn called(&mut self, call: Call) {
        self.calls.waiting.push_back(call);
    }

    /// Takes up the calls whose turn it is. Returns whether to draw.
    pub(super) fn take_up_calls(&mut self, ctx: &Context<Self>) -> bool {
        let mut redraw = false;
        while !self.is_opening() && self.calls.picture.is_none() {
            let Some(call) = self.calls.waiting.pop_front() else {
                break;
            };
            redraw |= self.take_up(ctx, call);
        }
        redraw
    }

    fn take_up(&mut self, ctx: &Context<Self>, Call { ask, answer }: Call) -> bool {
        let lang = ctx.props().lang;
        if let Some(problem) = self.problem(lang) {
            answer.give(Err(problem));
            return false;
        }
        let msg = match ask {
            Ask::Play => Msg::Play,
            Ask::Pause => Msg::Pause,
            Ask::Step(steps) => Msg::Step(steps),
            Ask::Seek(at) => Msg::SeekRecorded(at),
            Ask::Reset => Msg::Reset,
            Ask::Act(json) => match input::act(&json) {
                Ok(act) => Msg::Act(act),
                Err(error) => {
                    answer.give(Err(no_act(&error, lang)));
                    return false;
                }
            },
            Ask::Open(over) => {
                self.open_over(ctx, Some(over));
                answer.give(Ok(None));
                return true;
            }
            Ask::Snapshot => {
                let link = self.session().map(Session::link);
                let link = link.transpose().map_err(|error| error.tell(lang));
                answer.give(link);
                return false;
            }
            Ask::Picture(picture) => {
                self.calls.picture = Some((picture, answer));
                return true;
            }
        };
        let redraw = self.session_msg(ctx, msg);
        let refused = self.toast.as_ref().and_then(|toast| toast.error());
        answer.give(refused.map_or(Ok(None), |error| Err(error.to_owned())));
        redraw
    }

    /// The figure itself is drawn. Its parts are before the next message is looked at.
    pub(super) fn drawn(&self, ctx: &Context<Self>) {
        if self.calls.picture.is_some() {
            ctx.link().send_message(Msg::Drawn);
        }
    }

    /// Gives the picture that was asked for, of what is drawn now, and goes on with what was asked for after it.
    pub(super) fn give_picture(&mut self, ctx: &Context<Self>) -> bool {
        if let Some((picture, answer)) = self.calls.picture.take() {
            let text = self.picture(picture).map(|(_, _, text)| text);
            let nothing = || Say::NotOpened.get(self.lang).to_owned();
            answer.give(text.map(Some).ok_or_else(nothing));
        }
        self.take_up_calls(ctx)
    }
}

fn no_act(error: &FormError, lang: Lang) -> String {
    format!("{}{}", Say::NoAct.get(lang), error.tell(lang))
}
