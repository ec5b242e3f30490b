//! What must hold: one property pinned, the rest behind it.

use glassbox_sim::{Kind, Lang, Model, Verdict};
use yew::{Context, Html, classes, html};

use super::icons::{self, icon};
use super::{Msg, Player, Tab};
use crate::lab::Lab;
use crate::words::Say;

impl<L: Lab> Player<L> {
    /// How many of the properties that must always hold do, and how many there are.
    fn holding(&self) -> (usize, usize) {
        let Some(session) = self.session() else {
            return (0, 0);
        };
        let model = session.timeline().state();
        let always = L::Model::properties()
            .iter()
            .filter(|it| it.kind == Kind::Always && L::is_about(it.id, model))
            .count();
        (
            always - session.timeline().violations().len().min(always),
            always,
        )
    }

    fn all_hold(&self, lang: Lang) -> String {
        let (holding, all) = self.holding();
        if holding == all {
            lang.pick(format!("All {all} hold"), format!("{all} 项全部成立"))
        } else {
            let broken = all - holding;
            lang.pick(
                format!("{broken} of {all} broken"),
                format!("{all} 项中 {broken} 项被破坏"),
            )
        }
    }

    /// What the tab of the properties says: how many hold, or how many are broken and that in words.
    pub(super) fn badge(&self, lang: Lang) -> (String, Option<String>) {
        let (holding, all) = self.holding();
        if holding == all {
            return (all.to_string(), None);
        }
        let name = Say::Properties.get(lang);
        let says = format!("{name}{}{}", lang.pick(", ", "，"), self.all_hold(lang));
        (format!("✕ {}", all - holding), Some(says))
    }

    /// The verdict in the controls of a narrow figure: ✓ 8.
    pub(super) fn view_short_verdict(&self, ctx: &Context<Self>) -> Html {
        let (holding, all) = self.holding();
        let label = self.all_hold(ctx.props().lang);
        html! {
            <button class="short-verdict" title={label.clone()} aria-label={label} onclick={ctx.link().callback(|_| Msg::Tab(Tab::Properties))}>
                { icons::verdict(Some(holding == all)) }<span>{ holding }</span>
            </button>
        }
    }

    /// The line under the stage: the broken property, or the one the scenario is about.
    pub(super) fn view_property_line(&self, ctx: &Context<Self>) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let lang = ctx.props().lang;
        let state = session.timeline().state();
        let violations = session.timeline().violations();
        let pinned = session
            .scenario()
            .and_then(|scenario| scenario.pinned.as_deref());
        let all = L::Model::properties();
        let broken = violations.first();
        let index = broken
            .map(|it| it.property)
            .or_else(|| all.iter().position(|property| Some(property.id) == pinned));
        let Some(property) = all.get(index.unwrap_or(0)) else {
            return Html::default();
        };
        let (name, says) = L::property(property.id, lang);
        let facts = L::property_facts(property.id, state, lang);
        let waiting = broken.is_none() && matches!((property.check)(state), Verdict::Waiting(_));
        let class = classes!("property-line", broken.map(|_| "broken"));
        html! {
            <div {class} role="status">
                { icons::verdict((!waiting).then_some(broken.is_none())) }
                <strong>{ name }</strong>
                <span class="says">{ says }</span>
                <span class="facts">
                    if let Some(violation) = broken {
                        <span>{ L::witness(property.id, &violation.witness, lang) }</span>
                    } else {
                        { for facts.into_iter().map(|(label, value)| html! {
                            <span class="fact">{ label }{ lang.pick(": ", "：") }<b>{ value }</b></span>
                        }) }
                    }
                </span>
                <button class="link" onclick={ctx.link().callback(|_| Msg::Tab(Tab::Properties))}>
                    { self.all_hold(lang) }{ icon(icons::CHEVRON) }
                </button>
            </div>
        }
    }

    pub(super) fn view_properties(&self, ctx: &Context<Self>) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let lang = ctx.props().lang;
        let model = session.timeline().state();
        let violations = session.timeline().violations();
        let all = L::Model::properties().iter().enumerate();
        let about = all.filter(|(_, property)| L::is_about(property.id, model));
        let rows = about.map(|(index, property)| {
            let (name, says) = L::property(property.id, lang);
            let violation = violations.iter().find(|violation| violation.property == index);
            let waiting = matches!((property.check)(model), Verdict::Waiting(_));
            let verdict = match violation {
                Some(_) => Some(false),
                None => (!waiting).then_some(true),
            };
            let class = classes!("property", violation.map(|_| "broken"));
            let state = match verdict {
                Some(true) => Say::Holds,
                Some(false) => Say::Broken,
                None => Say::Waiting,
            };
            let branch = session.timeline().position().branch;
            let seek = violation.and_then(|it| {
                let event = session.timeline().events_until(branch, it.step).checked_sub(1)?;
                Some(glassbox_sim::EventId(event))
            });
            // The events that together show it.
            let events = violation.map_or(&[][..], |it| &it.witness.events);
            let sentence = |id: &glassbox_sim::EventId| {
                let record = session.timeline().event(branch, *id)?;
                Some((*id, L::sentence(&record.event, lang)))
            };
            let shown_by: Vec<_> = events.iter().filter_map(sentence).collect();
            html! {
                <li {class}>
                    { icons::verdict(verdict) }
                    <div>
                        <strong>{ name }</strong><span class="sr">{ format!(" {}", state.get(lang)) }</span>
                        <p>{ says }</p>
                        if let Some((violation, event)) = violation.zip(seek) {
                            <button class="link" onclick={ctx.link().callback(move |_| Msg::SeekEvent(event))}>
                                { L::witness(property.id, &violation.witness, lang) }
                            </button>
                        }
                        if verdict.is_none() {
                            { for L::property_facts(property.id, model, lang).into_iter().map(|(label, value)| html! {
                                <p>{ label }{ lang.pick(": ", "：") }<strong>{ value }</strong></p>
                            }) }
                        }
                        { for shown_by.into_iter().map(|(id, sentence)| html! {
                            <p><button class="link" onclick={ctx.link().callback(move |_| Msg::SeekEvent(id))}>{ sentence }</button></p>
                        }) }
                    </div>
                </li>
            }
        });
        html! { <ul class="properties">{ for rows }</ul> }
    }
}
