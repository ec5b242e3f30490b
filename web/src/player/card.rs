//! The card of the selected thing: the only floating surface. On narrow figures, a sheet.

use yew::{Context, Html, html};

use super::icons::{self, icon};
use super::state::view_field;
use super::{Msg, Player};
use crate::lab::{Card, Lab};
use crate::words::Say;

/// Fields on a card; the State tab has them all.
const FIELDS: usize = 5;

impl<L: Lab> Player<L> {
    pub(super) fn view_card(&self, ctx: &Context<Self>) -> Html {
        let Some(session) = self.session() else { return Html::default() };
        let lang = ctx.props().lang;
        let Some(selected) = self.selected else { return Html::default() };
        let now = session.timeline().position().clock;
        let Some(card) = L::card(session.timeline().state(), selected, now, lang) else {
            return Html::default();
        };
        let before = self.fields_before(ctx, selected);
        let close = Say::Close.get(lang);
        html! {
            <aside class="card" aria-label={card.title.clone()}>
                <header class="over-head">
                    <h3>{ &card.title }</h3>
                    <button class="control" title={close} aria-label={close} onclick={ctx.link().callback(|_| Msg::Select(None))}>
                        { icon(icons::CLOSE) }
                    </button>
                </header>
                <dl class="fields">{ for card.fields.iter().take(FIELDS).map(|field| view_field(field, &before)) }</dl>
                { self.view_card_acts(ctx, &card) }
            </aside>
        }
    }

    pub(super) fn view_card_acts(&self, ctx: &Context<Self>, card: &Card<L>) -> Html {
        let link = ctx.link();
        let acts = card.acts.iter().map(|(name, act)| {
            let act = act.clone();
            html! { <button class="link" onclick={link.callback(move |_| Msg::Act(act.clone()))}>{ name }</button> }
        });
        html! {
            <div class="card-acts">
                { for acts }
                if let Some(origin) = card.origin {
                    <button class="link why-sent" onclick={link.callback(move |_| Msg::Why(Some(origin)))}>
                        { Say::WhySent.get(ctx.props().lang) }
                    </button>
                }
            </div>
        }
    }
}
