//! Share: the link to this moment, a snippet to embed, pictures and the trace.

use glassbox_sim::Tell;
use wasm_bindgen_futures::JsFuture;
use yew::{Context, Html, html};

use super::{Msg, Picture, Player};
use crate::lab::Lab;
use crate::words::Say;

impl<L: Lab> Player<L> {
    /// The address of this moment.
    pub(super) fn link_here(&self, ctx: &Context<Self>) -> Result<String, String> {
        let session = self.session().ok_or_else(String::new)?;
        let link = session
            .link()
            .map_err(|error| error.tell(ctx.props().lang))?;
        Ok(format!("{}#{link}", ctx.props().base))
    }

    pub(super) fn view_share(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let link = ctx.link();
        let address = self.link_here(ctx);
        let state = address
            .as_ref()
            .ok()
            .and_then(|it| it.split_once('#'))
            .map_or("", |(_, it)| it)
            .to_owned();
        let script = format!(
            "{}glassbox.js",
            ctx.props()
                .base
                .rsplit_once('/')
                .map_or(String::new(), |(folder, _)| format!("{folder}/"))
        );
        let snippet = format!(
            "<script type=\"module\" src=\"{script}\"></script>\n<glassbox-lab state=\"{state}\" controls=\"figure\"></glassbox-lab>"
        );
        let copy = |text: String| {
            let link = link.clone();
            yew::Callback::from(move |_: yew::MouseEvent| {
                let Some(window) = web_sys::window() else {
                    return;
                };
                // Not there on a page that did not come over a secure connection.
                let navigator = window.navigator();
                let name = wasm_bindgen::JsValue::from_str("clipboard");
                if js_sys::Reflect::get(&navigator, &name).map_or(true, |it| it.is_undefined()) {
                    return;
                }
                let promise = navigator.clipboard().write_text(&text);
                let link = link.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    // A page without the right to copy: the text is there to be selected.
                    if JsFuture::from(promise).await.is_ok() {
                        link.send_message(Msg::Copied);
                    }
                });
            })
        };
        let export = |picture: Picture| link.callback(move |_| Msg::Export(picture));
        html! {
            <div class="over share-over" role="dialog" aria-modal="true" aria-label={Say::Share.get(lang)}>
                { self.view_over_head(ctx, Say::Share.get(lang)) }
                {
                    match address {
                        Ok(address) => html! {
                            <>
                                <label class="share-field">
                                    <span>{ Say::CopyLink.get(lang) }</span>
                                    <input type="text" class="share-link" readonly=true value={address.clone()} />
                                </label>
                                <button class="primary" onclick={copy(address)}>
                                    { if self.copied { Say::Copied } else { Say::CopyLink }.get(lang) }
                                </button>
                                <label class="share-field">
                                    <span>{ Say::EmbedSnippet.get(lang) }</span>
                                    <textarea readonly=true rows="3" value={snippet} />
                                </label>
                            </>
                        },
                        Err(problem) => html! { <p class="note">{ problem }</p> },
                    }
                }
                <div class="share-files">
                    <button class="quiet" onclick={export(Picture::Stage)}>{ Say::ExportStage.get(lang) }</button>
                    <button class="quiet" onclick={export(Picture::Sequence)}>{ Say::ExportSequence.get(lang) }</button>
                    <button class="quiet" onclick={export(Picture::Trace)}>{ Say::ExportTrace.get(lang) }</button>
                </div>
                <p class="sr" role="status">{ if self.copied { Say::Copied.get(lang) } else { "" } }</p>
            </div>
        }
    }
}
