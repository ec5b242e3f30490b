//! The sequence diagram of what happened, up to a little beyond the present moment.

use glassbox_sim::sequence::{self, Sequence};
use glassbox_sim::{EventId, Lang, Record};
use wasm_bindgen::JsCast;
use yew::{AttrValue, Context, Html, html};

use super::{Msg, Player};
use crate::lab::{EventOf, Lab};
use crate::words::Say;

/// Events in the diagram of the tab: those before the present moment.
const EVENTS: u32 = 600;

impl<L: Lab> Player<L> {
    pub(super) fn sequence(&self, lang: Lang, events: u32) -> Option<Sequence> {
        let session = self.session()?;
        let branch = session.timeline().position().branch;
        let (here, _) = session.event_count();
        let range = here.saturating_sub(events)..here;
        let records: Vec<(EventId, Record<EventOf<L>>)> = range
            .filter_map(|id| {
                Some((
                    EventId(id),
                    session.timeline().event(branch, EventId(id))?.clone(),
                ))
            })
            .collect();
        Some(L::sequence(session.timeline().state(), &records, lang))
    }

    pub(super) fn view_sequence(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let Some(sequence) = self.sequence(lang, EVENTS) else {
            return Html::default();
        };
        let svg = sequence::render(
            &sequence,
            &sequence::Options {
                lang,
                ..Default::default()
            },
        );
        let link = ctx.link().clone();
        let onclick = yew::Callback::from(move |event: yew::MouseEvent| {
            let target = event
                .target()
                .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
            let row = target.and_then(|it| it.closest("[data-event]").ok().flatten());
            let id = row
                .and_then(|it| it.get_attribute("data-event"))
                .and_then(|id| id.parse().ok());
            if let Some(id) = id {
                link.send_message(Msg::SeekEvent(EventId(id)));
            }
        });
        html! {
            <div class="sequence" tabindex="0" role="group" aria-label={Say::Sequence.get(lang)} {onclick}>{ Html::from_html_unchecked(AttrValue::from(svg)) }</div>
        }
    }
}
