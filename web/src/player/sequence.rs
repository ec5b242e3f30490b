//! The sequence diagram of what happened, with what is recorded right after the present moment.

use glassbox_sim::sequence::{self, Options, Scale, Sequence};
use glassbox_sim::{BranchId, EventId, Lang, Record};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};
use yew::{AttrValue, Callback, Context, Html, html};

use super::times;
use super::{Msg, Player};
use crate::lab::{EventOf, Lab};
use crate::session::Session;
use crate::words::Say;

/// Events in the diagram of the tab before the present moment, and after it.
const BEFORE: u32 = 450;
const AFTER: u32 = 150;
/// Pixels for a lifeline, and for the time beside them.
const LANE: u32 = 108;
const TIMES: u32 = 90;

/// Finds the drawing of an event.
pub(super) fn selector(event: EventId) -> String {
    format!(".sequence [data-event=\"{}\"]", event.0)
}

impl<L: Lab> Player<L> {
    /// The diagram of everything up to the present moment.
    pub(super) fn sequence(&self, lang: Lang) -> Option<Sequence> {
        let session = self.session()?;
        let (here, _) = session.event_count();
        let records = records(session, session.timeline().position().branch, 0..here);
        Some(L::sequence(session.timeline().state(), &records, lang))
    }

    /// The diagram around the present moment, as the tab shows it.
    fn sequence_around(&self, session: &Session<L>, lang: Lang) -> Sequence {
        let timeline = session.timeline();
        let branch = timeline.position().branch;
        let (here, _) = session.event_count();
        // What lies ahead is not looked at while it comes by itself.
        let after = if session.is_playing() { 0 } else { AFTER };
        let end = session.events_shown().min(here + after);
        let first = here.saturating_sub(BEFORE);
        if end <= here {
            let records = records(session, branch, first..here);
            return L::sequence(timeline.state(), &records, lang);
        }
        let step = timeline.step_of_event(branch, EventId(end - 1));
        let records = records(session, branch, first..timeline.events_until(branch, step));
        L::sequence(&timeline.state_after(branch, step), &records, lang)
    }

    pub(super) fn view_sequence(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let Some(session) = self.session() else {
            return Html::default();
        };
        let drawn = self.sequence_around(session, lang);
        let shown = self
            .picked
            .filter(|(_, version)| *version == session.version());
        let shown = shown.map(|(event, _)| event).or_else(|| self.latest());
        let options = Options {
            lang,
            stop: shown,
            width: (TIMES + LANE * drawn.lanes.len() as u32).min(960),
            ..Default::default()
        };
        let svg = sequence::render(&drawn, &options);
        let now = session.timeline().position().clock;
        let (y, width) = (Scale::new(&drawn, &options).y_of(now), options.width);
        let line = format!("top:{y:.1}px;width:{width}px");
        let ((here, all), seen) = (session.event_count(), session.events_shown());
        let kept_back = !session.is_playing() && seen < all && seen <= here + AFTER;
        let link = ctx.link().clone();
        let pick = move |event: &Event| {
            let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            let drawing = target.and_then(|it| it.closest("[data-event]").ok().flatten());
            let id = drawing.and_then(|it| it.get_attribute("data-event")?.parse().ok());
            if let Some(id) = id {
                link.send_message(Msg::Pick(EventId(id)));
            }
            id.is_some()
        };
        let press = pick.clone();
        let onclick = Callback::from(move |event: yew::MouseEvent| {
            pick(&event);
        });
        let onkeydown = Callback::from(move |event: yew::KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") && press(&event) {
                event.prevent_default();
                event.stop_propagation();
            }
        });
        html! {
            <div class="sequence">
                if let Some(event) = shown { { self.view_picked(ctx, event) } }
                <div class="sequence-drawing" role="group" aria-label={Say::Sequence.get(lang)} {onclick} {onkeydown}>
                    { Html::from_html_unchecked(AttrValue::from(svg)) }
                    <span class="sequence-now" style={line} aria-hidden="true" />
                </div>
                if kept_back { <p class="note kept-back">{ self.kept_back(lang) }</p> }
            </div>
        }
    }

    /// The event that was picked, or the latest one: its sentence, and why.
    fn view_picked(&self, ctx: &Context<Self>, id: EventId) -> Html {
        let lang = ctx.props().lang;
        let record = self.session().and_then(|session| {
            let branch = session.timeline().position().branch;
            session.timeline().event(branch, id)
        });
        let Some(record) = record else {
            return Html::default();
        };
        let open = self.why == Some(id);
        html! {
            <div class="row current picked">
                <div class="row-line">
                    <p class="row-go">
                        <span class="time">{ times::in_a_row(record.at) }</span>
                        <span class="row-text">{ L::sentence(&record.event, lang) }</span>
                    </p>
                    <button class="link why" aria-expanded={open.to_string()}
                        onclick={ctx.link().callback(move |_| Msg::Why((!open).then_some(id)))}>
                        { Say::Why.get(lang) }
                    </button>
                </div>
                if open { { self.view_why_of(ctx, id) } }
            </div>
        }
    }
}

fn records<L: Lab>(
    session: &Session<L>,
    branch: BranchId,
    range: std::ops::Range<u32>,
) -> Vec<(EventId, Record<EventOf<L>>)> {
    let record = |id| {
        let record = session.timeline().event(branch, EventId(id))?;
        Some((EventId(id), record.clone()))
    };
    range.filter_map(record).collect()
}
