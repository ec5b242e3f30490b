//! How to put a figure into another page.

use glassbox_sim::Lang;
use js_sys::Array;
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::route::Part;
use super::words::{self, Text};
use super::{catalog, dom};

/// What it needs.
#[derive(PartialEq, Properties)]
pub(crate) struct EmbedProps {
    /// The language.
    pub(crate) lang: Lang,
}

/// A snippet and a button that copies it.
#[component]
pub(crate) fn Embed(props: &EmbedProps) -> Html {
    let lang = props.lang;
    let said = use_state(|| None::<Text>);
    let snippet = snippet(lang);
    let onclick = {
        let (said, snippet) = (said.clone(), snippet.clone());
        Callback::from(move |_: MouseEvent| {
            let said = said.clone();
            let clipboard = web_sys::window().and_then(|it| dom::get(&it.navigator(), "clipboard"));
            let text = Array::of1(&JsValue::from_str(&snippet));
            // Without a clipboard, as on a page that is not https: it says so.
            dom::ask(
                &clipboard.unwrap_or_default(),
                "writeText",
                &text,
                move |done| {
                    said.set(Some(if done.is_some() {
                        words::COPIED
                    } else {
                        words::NOT_COPIED
                    }));
                },
            );
        })
    };
    html! {
        <section class="embed" aria-labelledby={Part::Embed.id()}>
            <div>
                <h2 id={Part::Embed.id()} tabindex="-1">{ words::EMBED_HEADING.get(lang) }</h2>
                <p>{ words::EMBED_TEXT.get(lang) }</p>
                <button type="button" class="button" {onclick}>{ words::COPY.get(lang) }</button>
                <span class="said" role="status">{ said.map(|text| text.get(lang)).unwrap_or_default() }</span>
            </div>
            <pre tabindex="0" translate="no"><code>{ snippet }</code></pre>
        </section>
    }
}

fn snippet(lang: Lang) -> String {
    let here = dom::here();
    let (id, title) = catalog::first().map_or(("", ""), |entry| (entry.id, entry.title.get(lang)));
    format!(
        "<script type=\"module\" src=\"{here}glassbox.js\"></script>\n\n\
         <glassbox-lab scenario=\"{id}\" controls=\"figure\">\n  \
         <a href=\"{here}#/{id}\">{title}</a>\n\
         </glassbox-lab>"
    )
}
