//! What happened, as rows; why, in the row.

use std::rc::Rc;

use glassbox_sim::{EventId, Position};
use wasm_bindgen::JsCast;
use yew::{Context, Html, classes, html};

use super::icons;
use super::times;
use super::{Msg, Player};
use crate::lab::{EventOf, Lab, Selected};
use crate::session::Session;
use crate::words::{self, Say};

/// Rows before and after the present moment.
const BEFORE: usize = 60;
const AFTER: usize = 40;
/// While it plays, fewer: each step draws them anew.
const BEFORE_PLAYING: usize = 24;
const AFTER_PLAYING: usize = 8;
/// Events looked at on either side to find as many rows.
const REACH: u32 = 12_000;
/// Most causes shown; how many lie before them is said.
const MAX_CAUSES: usize = 6;

impl<L: Lab> Player<L> {
    /// The events shown around the present moment, and whether what follows them is kept back.
    fn rows(&self) -> (Vec<EventId>, bool) {
        let Some(session) = self.session() else {
            return (Vec::new(), false);
        };
        let branch = session.timeline().position().branch;
        let (here, all) = session.event_count();
        let seen = session.events_shown();
        let (before, after) = match session.is_playing() {
            true => (BEFORE_PLAYING, AFTER_PLAYING),
            false => (BEFORE, AFTER),
        };
        let shown = |id: &u32| {
            let record = session.timeline().event(branch, EventId(*id));
            let wanted = self.why == Some(EventId(*id));
            record.is_some_and(|it| self.all_events || wanted || !L::is_detail(&it.event))
        };
        let before = (here.saturating_sub(REACH)..here)
            .rev()
            .filter(shown)
            .take(before);
        let mut rows: Vec<u32> = before.collect();
        rows.reverse();
        let past = rows.len();
        rows.extend((here..seen.min(here + REACH)).filter(shown).take(after));
        let kept_back = seen < all && rows.len() - past < after;
        (rows.into_iter().map(EventId).collect(), kept_back)
    }

    /// The event that tells best what just happened: of the last step, one with a mark before one
    /// without; if it was all details, of the step before.
    pub(super) fn latest(&self) -> Option<EventId> {
        let session = self.session()?;
        let timeline = session.timeline();
        let Position { branch, step, .. } = timeline.position();
        let of_step = |step: u32| {
            let first = timeline.events_until(branch, step.saturating_sub(1));
            let events = (first..timeline.events_until(branch, step)).map(EventId);
            let telling = events.filter(|id| {
                timeline
                    .event(branch, *id)
                    .is_some_and(|it| !L::is_detail(&it.event))
            });
            let telling: Vec<EventId> = telling.collect();
            let marked = |id: &&EventId| {
                timeline
                    .event(branch, **id)
                    .is_some_and(|it| L::mark(&it.event).is_some())
            };
            telling.iter().find(marked).or(telling.first()).copied()
        };
        (1..=step).rev().take(REACH as usize).find_map(of_step)
    }

    /// The sentence of the latest event: caption, live region, title.
    pub(super) fn caption(&self, lang: glassbox_sim::Lang) -> String {
        let sentence = self.latest().and_then(|id| {
            let session = self.session()?;
            let record = session
                .timeline()
                .event(session.timeline().position().branch, id)?;
            Some(L::sentence(&record.event, lang))
        });
        sentence.map_or_else(String::new, |text| {
            format!("{}{}", text, lang.pick(".", "。"))
        })
    }

    /// Why nothing is listed that follows: a question of the lesson comes first.
    pub(super) fn kept_back(&self, lang: glassbox_sim::Lang) -> &'static str {
        let asks = self.question_is_open();
        if asks {
            Say::AskedAhead
        } else {
            Say::AskedLater
        }
        .get(lang)
    }

    pub(super) fn view_events(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let Some(session) = self.session() else {
            return Html::default();
        };
        let Position { branch, .. } = session.timeline().position();
        let (here, _) = session.event_count();
        let latest = self.latest();
        let link = ctx.link();
        let (rows, kept_back) = self.rows();
        let only_details = rows.is_empty() && !self.all_events && session.events_shown() > 0;
        let rows = rows.into_iter().filter_map(|id| {
            let record = session.timeline().event(branch, id)?;
            let sentence = L::sentence(&record.event, lang);
            let current = latest == Some(id);
            let open = self.why == Some(id);
            let class = classes!(
                "row",
                (id.0 >= here).then_some("ahead"),
                current.then_some("current"),
                open.then_some("open"),
                L::is_detail(&record.event).then_some("detail"),
            );
            Some(html! {
                <li key={id.0} {class} aria-current={current.then_some("true")}>
                    <div class="row-line">
                        <button class="row-go" onclick={link.callback(move |_| Msg::SeekEvent(id))}>
                            <span class="time">{ times::in_a_row(record.at) }</span>
                            <span class="row-mark">{ L::row_mark(&record.event).map(icons::mark) }</span>
                            <span class="row-text">{ sentence }</span>
                        </button>
                        <button class="link why" aria-expanded={open.to_string()}
                            onclick={link.callback(move |_| Msg::Why((!open).then_some(id)))}>
                            { Say::Why.get(lang) }
                        </button>
                    </div>
                    if open { { self.view_why(ctx, id, &record.event) } }
                </li>
            })
        });
        html! {
            <div class="events">
                <ol class="rows" ref={self.events_list.clone()}>
                    { for rows }
                    if kept_back { <li key="kept-back" class="kept-back">{ self.kept_back(lang) }</li> }
                </ol>
                if only_details { <p class="note only-details">{ Say::OnlyDetails.get(lang) }</p> }
                <label class="all-events">
                    <input type="checkbox" checked={self.all_events}
                        onchange={{ let all = self.all_events; link.callback(move |_| Msg::AllEvents(!all)) }} />
                    { Say::AllEvents.get(lang) }
                </label>
            </div>
        }
    }

    fn view_why(&self, ctx: &Context<Self>, id: EventId, event: &EventOf<L>) -> Html {
        let lang = ctx.props().lang;
        let why = L::why(event, lang);
        let Some(session) = self.session() else {
            return Html::default();
        };
        let branch = session.timeline().position().branch;
        let link = ctx.link();
        let causes = self.causes(id);
        let last = causes.len();
        let earlier = chain(session, id).skip(last).count();
        let citation = match (why.citation, why.file) {
            ("", _) => String::new(),
            (citation, file) => format!("{citation} · {file}"),
        };
        let shows = self.causes_on_stage;
        html! {
            <div class="why-panel">
                <p class="rule">{ why.rule }</p>
                if !citation.is_empty() { <p class="citation">{ citation }</p> }
                if last > 1 {
                    <p class="eyebrow">{ Say::Because.get(lang) }</p>
                    if earlier > 0 { <p class="note earlier">{ words::earlier(earlier, lang) }</p> }
                    <ol class="causes">
                        { for causes.iter().enumerate().filter_map(|(index, cause)| {
                            let cause = *cause;
                            let record = session.timeline().event(branch, cause)?;
                            let class = classes!("cause", (index + 1 == last).then_some("last"));
                            Some(html! {
                                <li {class}>
                                    <button class="row-go" onclick={link.callback(move |_| Msg::SeekEvent(cause))}>
                                        <span class="time">{ times::in_a_row(record.at) }</span>
                                        <span class="number">{ index + 1 }</span>
                                        <span class="row-text">{ L::sentence(&record.event, lang) }</span>
                                    </button>
                                </li>
                            })
                        }) }
                    </ol>
                }
                <p class="why-acts">
                    <button class="link" aria-pressed={shows.to_string()}
                        onclick={link.callback(move |_| Msg::ShowCauses(!shows))}>
                        { if shows { Say::HideFromStage } else { Say::ShowOnStage }.get(lang) }
                    </button>
                    if let Some(act) = why.switch_off {
                        <button class="link" onclick={link.callback(move |_| Msg::Act(act.clone()))}>
                            { Say::SwitchOff.get(lang) }
                        </button>
                    }
                </p>
            </div>
        }
    }

    /// The reasons of an event, wherever they are shown.
    pub(super) fn view_why_of(&self, ctx: &Context<Self>, id: EventId) -> Html {
        let record = self.session().and_then(|session| {
            session
                .timeline()
                .event(session.timeline().position().branch, id)
        });
        record.map_or_else(Html::default, |record| {
            self.view_why(ctx, id, &record.event)
        })
    }

    /// The chain of causes that led to an event, the event itself last. Details are left out.
    pub(super) fn causes(&self, id: EventId) -> Vec<EventId> {
        let Some(session) = self.session() else {
            return Vec::new();
        };
        let mut shown: Vec<EventId> = chain(session, id).take(MAX_CAUSES).collect();
        shown.reverse();
        shown
    }

    /// The numbers of the shown chain, each with its place on the stage.
    pub(super) fn causes_for_stage(&self) -> Rc<Vec<(usize, Selected)>> {
        let numbers = self.why.filter(|_| self.causes_on_stage).and_then(|id| {
            let session = self.session()?;
            let branch = session.timeline().position().branch;
            let placed = self
                .causes(id)
                .into_iter()
                .zip(1..)
                .filter_map(|(cause, number)| {
                    let record = session.timeline().event(branch, cause)?;
                    Some((number, L::place(&record.event)?))
                });
            Some(placed.collect())
        });
        Rc::new(numbers.unwrap_or_default())
    }

    /// Brings the current row into view, within its list and without moving the page.
    pub(super) fn scroll_events(&mut self) {
        let Some(session) = self.session() else {
            return;
        };
        let version = session.version() ^ self.why.map_or(0, |id| u64::from(id.0) << 32);
        if self.scrolled_to == Some(version) {
            return;
        }
        let Some(list) = self.events_list.cast::<web_sys::HtmlElement>() else {
            return;
        };
        let current = list
            .query_selector(".row.open, .row.current")
            .ok()
            .flatten();
        if let Some(row) = current.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) {
            let above = match self.why {
                Some(_) => 40.min(list.client_height() / 4),
                None => list.client_height() / 2 - row.offset_height() / 2,
            };
            list.set_scroll_top(row.offset_top() - above);
        }
        self.scrolled_to = Some(version);
    }
}

/// An event, then its causes, each the first one of the event before it. Details are left out.
fn chain<L: Lab>(session: &Session<L>, id: EventId) -> impl Iterator<Item = EventId> {
    let timeline = session.timeline();
    let branch = timeline.position().branch;
    let cause = move |at: &EventId| timeline.event(branch, *at)?.causes.iter().next();
    std::iter::successors(Some(id), cause).filter(move |at| {
        let record = timeline.event(branch, *at);
        *at == id || record.is_some_and(|it| !L::is_detail(&it.event))
    })
}
