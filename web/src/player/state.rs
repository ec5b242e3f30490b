//! The inspector: the whole state of what is selected, with what changed just now marked.

use yew::{Context, Html, classes, html};

use super::{Msg, Player};
use crate::lab::{Field, Lab, Selected};
use crate::words::Say;

impl<L: Lab> Player<L> {
    pub(super) fn view_state(&self, ctx: &Context<Self>) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let lang = ctx.props().lang;
        let state = session.timeline().state();
        let link = ctx.link();
        let all = L::things(state);
        let chosen = self.selected.or_else(|| all.first().copied());
        // Links are many: those that leave the chosen host are enough, and so all can be reached.
        let host = match chosen {
            Some(Selected::Host(host) | Selected::Link(host, _)) => Some(host),
            _ => None,
        };
        let things: Vec<Selected> = all
            .into_iter()
            .filter(|thing| match thing {
                Selected::Link(from, _) => Some(*from) == host,
                _ => true,
            })
            .collect();
        let now = session.timeline().position().clock;
        let named = things.iter().filter_map(|thing| {
            let card = L::card(state, *thing, now, lang)?;
            let thing = *thing;
            let class = classes!("thing", (Some(thing) == chosen).then_some("now"));
            Some(html! {
                <button {class} aria-pressed={(Some(thing) == chosen).to_string()}
                    onclick={link.callback(move |_| Msg::Select(Some(thing)))}>{ card.title }</button>
            })
        });
        let card = chosen.and_then(|thing| L::card(state, thing, now, lang));
        let before = chosen
            .map(|thing| self.fields_before(ctx, thing))
            .unwrap_or_default();
        html! {
            <div class="state">
                // One alone needs no button.
                if things.len() > 1 { <div class="things">{ for named }</div> }
                if let Some(card) = card {
                    <h2>{ &card.title }</h2>
                    <dl class="fields">{ for card.fields.iter().map(|field| view_field(field, &before)) }</dl>
                    { self.view_card_acts(ctx, &card) }
                } else {
                    <p class="note">{ Say::NothingSelected.get(lang) }</p>
                }
            </div>
        }
    }

    /// The fields as they were one step ago.
    pub(super) fn fields_before(&self, ctx: &Context<Self>, thing: Selected) -> Vec<Field> {
        let Some(session) = self.session() else {
            return Vec::new();
        };
        let position = session.timeline().position();
        let Some(last) = position.step.checked_sub(1) else {
            return Vec::new();
        };
        let before = session.timeline().state_after(position.branch, last);
        let card = L::card(&before, thing, position.clock, ctx.props().lang);
        card.map(|card| card.fields).unwrap_or_default()
    }
}

/// One field; marked if it was another one step ago.
pub(super) fn view_field(field: &Field, before: &[Field]) -> Html {
    let was = before.iter().find(|it| it.name == field.name);
    let changed = match was {
        Some(it) => it.value != field.value,
        // A field that was not there a step ago; a thing that was not there has no news.
        None => !before.is_empty(),
    };
    let title = was
        .filter(|_| changed)
        .map(|it| format!("{} → {}", it.value, field.value));
    html! {
        <>
            <dt>{ &field.name }</dt>
            <dd class={changed.then_some("changed")} {title}>{ &field.value }</dd>
        </>
    }
}
