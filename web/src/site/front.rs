//! The front page: one sentence, a figure that runs, the labs and the questions.

use glassbox_sim::Lang;
use js_sys::Array;
use yew::prelude::*;

use super::embed::Embed;
use super::figure::figure;
use super::gallery::{self, Gallery};
use super::prefs::Prefs;
use super::route::Part;
use super::top_bar::{TopBar, part};
use super::words::{self, Text};
use super::{catalog, dom, icons, thumbs};

/// What the front page needs.
#[derive(PartialEq, Properties)]
pub(crate) struct FrontProps {
    /// Language and theme.
    pub(crate) prefs: Prefs,
    /// Changes them.
    pub(crate) on_prefs: Callback<Prefs>,
}

/// The front page.
#[component]
pub(crate) fn Front(props: &FrontProps) -> Html {
    let prefs = props.prefs;
    let lang = prefs.lang;
    let node = use_node_ref();
    html! {
        <>
            <TopBar {prefs} on_prefs={props.on_prefs.clone()} />
            <main class="front" id={Part::Top.id()} tabindex="-1">
                { thumbs::patterns() }
                <div class="hero">
                    <div class="pitch">
                        <h1>{ words::HEADING_1.get(lang) }<br />{ words::HEADING_2.get(lang) }</h1>
                        <p>{ words::LEAD.get(lang) }</p>
                        { buttons(&node, lang) }
                    </div>
                    <div class="figure">
                        if let Some(first) = catalog::first() {
                            { figure(&node, prefs, [
                                ("scenario", Some(first.id.into())),
                                ("controls", Some("figure".into())),
                                ("autoplay", Some("".into())),
                                ("speed", Some("0.02".into())),
                            ]) }
                        }
                    </div>
                    <ul class="facts">
                        { fact(icons::back(), words::FACT_BACK, lang) }
                        { fact(icons::check(), words::FACT_CHECKED, lang) }
                        { fact(icons::frame(), words::FACT_STATIC, lang) }
                    </ul>
                </div>
                { gallery::labs(lang) }
                <Gallery {lang} />
                <Embed {lang} />
            </main>
            <footer>
                <nav aria-label={words::PAGES.get(lang)}>
                    { part(Part::Scenarios, words::SCENARIOS, lang) }
                    { part(Part::Embed, words::EMBED_HEADING, lang) }
                </nav>
                <p>{ words::COLOPHON.get(lang) }</p>
            </footer>
        </>
    }
}

/// The run one sees, to go on with it; and all the others.
fn buttons(node: &NodeRef, lang: Lang) -> Html {
    let href = catalog::first()
        .map(catalog::Entry::href)
        .unwrap_or_default();
    let take_over = {
        let (node, href) = (node.clone(), href.clone());
        Callback::from(move |event: MouseEvent| {
            let element = node
                .get()
                .filter(|it| dom::get(it, "mounted").is_some_and(|it| it.is_truthy()));
            let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
            // Not there yet, or wanted in a window of its own: the link opens its beginning.
            let Some(element) = element.filter(|_| plain) else {
                return;
            };
            event.prevent_default();
            let href = href.clone();
            dom::ask(&element, "snapshot", &Array::new(), move |link| {
                let link = link
                    .and_then(|it| it.as_string())
                    .filter(|it| !it.is_empty());
                dom::go(&link.unwrap_or(href));
            });
        })
    };
    let to_list = Callback::from(|_: MouseEvent| dom::visit(Part::Scenarios.id()));
    html! {
        <div class="buttons">
            <a class="button main" {href} onclick={take_over}>{ words::TAKE_OVER.get(lang) }</a>
            <a class="button" href={format!("#/{}", Part::Scenarios.id())} onclick={to_list}>{ words::ALL_SCENARIOS.get(lang) }</a>
        </div>
    }
}

fn fact(icon: Html, text: Text, lang: Lang) -> Html {
    html! { <li>{ icon }<span>{ text.get(lang) }</span></li> }
}
