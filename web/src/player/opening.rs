//! Opening a figure without holding the page: in slices, with progress, and it can be called off.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use yew::{Context, Html, html};

use super::{Controls, Msg, Player};
use crate::lab::Lab;
use crate::session::{OpenError, Opener, Session};
use crate::words::Say;

/// Real milliseconds that may pass before anything is seen: most figures are open by then.
const AT_ONCE: f64 = 60.0;
/// Real milliseconds of a slice: between two of them the page lives.
const SLICE: f64 = 12.0;
/// Steps of the engine between two looks at the time.
const STEPS: u32 = 64;

/// What is being opened, and which try that is: what comes of an earlier one does not count.
pub(super) struct Opens<L: Lab> {
    opener: Option<Opener<L>>,
    attempt: u32,
}

impl<L: Lab> Default for Opens<L> {
    fn default() -> Self {
        Self {
            opener: None,
            attempt: 0,
        }
    }
}

impl<L: Lab> Player<L> {
    /// Opens what the properties say.
    pub(super) fn open(&mut self, ctx: &Context<Self>) {
        self.opened_with = ctx.props().opening.clone();
        self.selected = None;
        self.kept = Rc::default();
        self.why = None;
        self.compare = None;
        self.over = None;
        self.session = Err(OpenError::Cancelled);
        self.opens.attempt += 1;
        match Opener::new(&self.opened_with) {
            Ok(opener) => {
                self.opens.opener = Some(opener);
                self.open_on(ctx, AT_ONCE);
            }
            Err(error) => self.opened(ctx, Err(error)),
        }
    }

    /// A slice of try number `attempt`.
    pub(super) fn open_slice(&mut self, ctx: &Context<Self>, attempt: u32) -> bool {
        let due = attempt == self.opens.attempt;
        if due {
            self.open_on(ctx, SLICE);
        }
        due
    }

    /// Whether what the properties say is not open yet, and may still come to be.
    pub(super) fn is_opening(&self) -> bool {
        self.opens.opener.is_some()
    }

    /// The reader does not want to wait.
    pub(super) fn cancel_opening(&mut self, ctx: &Context<Self>) {
        if self.opens.opener.is_some() {
            self.opens.attempt += 1;
            self.opened(ctx, Err(OpenError::Cancelled));
        }
    }

    /// Opens on for about so many milliseconds.
    fn open_on(&mut self, ctx: &Context<Self>, millis: f64) {
        let Some(opener) = &mut self.opens.opener else {
            return;
        };
        let until = js_sys::Date::now() + millis;
        let opened = loop {
            match opener.go_on(STEPS) {
                Ok(Some(session)) => break Ok(session),
                Ok(None) if js_sys::Date::now() < until => {}
                Ok(None) => {
                    let (link, attempt) = (ctx.link().clone(), self.opens.attempt);
                    soon(move || link.send_message(Msg::OpenOn(attempt)));
                    return;
                }
                Err(error) => break Err(error),
            }
        };
        self.opened(ctx, opened);
    }

    fn opened(&mut self, ctx: &Context<Self>, opened: Result<Session<L>, OpenError>) {
        let props = ctx.props();
        self.opens.opener = None;
        self.session = opened;
        self.model = None;
        if let Ok(session) = &mut self.session {
            session.set_stops(props.controls == Controls::Full);
            if let Some(speed) = props.speed {
                session.set_speed(speed);
            }
            if std::mem::take(&mut self.plays_when_open) {
                ctx.link().send_message(Msg::Play);
            }
        }
        match self.problem(props.lang) {
            Some(problem) => self.announce(ctx, "glassbox-error", &problem),
            None => {
                let scenario = self.session().and_then(Session::scenario);
                let id = scenario.map_or_else(String::new, |scenario| scenario.id.clone());
                self.announce(ctx, "glassbox-ready", &id);
            }
        }
    }

    /// How far the opening is; `None` when nothing is being opened.
    pub(super) fn view_opening(&self, ctx: &Context<Self>) -> Option<Html> {
        let progress = self.opens.opener.as_ref()?.progress();
        let lang = ctx.props().lang;
        let says = Say::Opening.get(lang);
        Some(html! {
            <div class="gb-opening" lang={lang.tag()}>
                <p role="status">{ says }</p>
                <progress aria-label={says} max="1" value={format!("{progress:.3}")} />
                <button class="quiet" onclick={ctx.link().callback(|_| Msg::CancelOpening)}>{ Say::Cancel.get(lang) }</button>
            </div>
        })
    }

    /// What stands in the way, with a way out if there is one.
    pub(super) fn view_problem(&self, ctx: &Context<Self>) -> Option<Html> {
        let lang = ctx.props().lang;
        let problem = self.problem(lang)?;
        let cancelled = matches!(self.session, Err(OpenError::Cancelled));
        Some(html! {
            <div class="gb gb-problem" role="alert">
                <p>{ problem }</p>
                if cancelled {
                    <button class="quiet" onclick={ctx.link().callback(|_| Msg::OpenAgain)}>{ Say::TryAgain.get(lang) }</button>
                }
            </div>
        })
    }
}

/// Calls `then` after whatever else the page has to do.
fn soon(then: impl FnOnce() + 'static) {
    let then = Closure::once_into_js(then);
    if let Some(window) = web_sys::window() {
        // Refused only by a window that is going away.
        let _ = window.set_timeout_with_callback(then.unchecked_ref());
    }
}
