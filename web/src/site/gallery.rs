//! The labs in a row, and all scenarios, each told as a question.

use glassbox_sim::Lang;
use yew::prelude::*;

use super::catalog::{self, Entry, LABS, Lab};
use super::route::Part;
use super::{scenes, thumbs, words};

/// The labs.
pub(crate) fn labs(lang: Lang) -> Html {
    let card = |lab: &Lab| {
        let count = catalog::of(lab.id).count();
        let about = lab.about.get(lang);
        let state = match lab.ready {
            true => match (lang, count) {
                (Lang::En, 1) => "1 scenario".to_owned(),
                (Lang::En, _) => format!("{count} scenarios"),
                (Lang::Zh, _) => format!("{count} 个场景"),
            },
            false => words::LATER.get(lang).to_owned(),
        };
        let inner = html! {
            <>
                { thumbs::of_lab(lab.id) }
                <span class="lab-head"><strong>{ lab.name }</strong><small>{ state }</small></span>
                <span class="about">{ about }</span>
            </>
        };
        match lab.ready {
            true => html! { <li><a class="card" href={format!("#/{}", lab.id)}>{ inner }</a></li> },
            false => html! { <li><div class="card later">{ inner }</div></li> },
        }
    };
    html! {
        <section class="labs" aria-labelledby="labs-heading">
            <h2 class="sr" id="labs-heading">{ words::LABS.get(lang) }</h2>
            <ul class="cards">{ for LABS.iter().map(card) }</ul>
        </section>
    }
}

/// What the gallery needs.
#[derive(PartialEq, Properties)]
pub(crate) struct GalleryProps {
    /// The language.
    pub(crate) lang: Lang,
}

/// All scenarios. With more than one lab, a row of filters.
#[component]
pub(crate) fn Gallery(props: &GalleryProps) -> Html {
    let lang = props.lang;
    let only = use_state(|| None::<&'static str>);
    let full: Vec<&'static Lab> = LABS
        .iter()
        .filter(|lab| catalog::of(lab.id).next().is_some())
        .collect();
    let filter = |name: &'static str, lab: Option<&'static str>| {
        let pressed = *only == lab;
        let onclick = {
            let only = only.clone();
            Callback::from(move |_: MouseEvent| only.set(lab))
        };
        html! { <button type="button" aria-pressed={pressed.to_string()} {onclick}>{ name }</button> }
    };
    let shown = catalog::all()
        .iter()
        .filter(|entry| only.is_none_or(|lab| entry.lab() == lab));
    html! {
        <section class="gallery" aria-labelledby={Part::Scenarios.id()}>
            <div class="gallery-head">
                <h2 id={Part::Scenarios.id()} tabindex="-1">{ words::START_WITH.get(lang) }</h2>
                if full.len() > 1 {
                    <div class="filters" role="group" aria-label={words::WHICH_LAB.get(lang)}>
                        { filter(words::EVERY_LAB.get(lang), None) }
                        { for full.iter().map(|lab| filter(lab.name, Some(lab.id))) }
                    </div>
                }
            </div>
            <ul class="cards">{ for shown.map(|entry| card(entry, lang)) }</ul>
        </section>
    }
}

fn card(entry: &'static Entry, lang: Lang) -> Html {
    html! {
        <li>
            <a class="card" href={entry.href()}>
                { thumbs::picture(scenes::of(entry.id)) }
                <strong>{ entry.title.get(lang) }</strong>
                <span class="about">{ entry.question.get(lang) }</span>
            </a>
        </li>
    }
}
