//! Files to take away: the stage and the sequence diagram as SVG, the trace as JSON.

use glassbox_sim::{EventId, Model, sequence};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, Element, HtmlAnchorElement, Url};

use super::{Player, picture};
use crate::lab::Lab;

/// What can be taken away.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Picture {
    /// The stage as it stands.
    Stage,
    /// The sequence diagram up to this moment.
    Sequence,
    /// Every event up to this moment.
    Trace,
}

#[derive(Serialize)]
struct TraceRow<'a, E> {
    n: u32,
    at_ns: u64,
    causes: Vec<u32>,
    event: &'a E,
    text: String,
}

impl<L: Lab> Player<L> {
    /// The text of a file: its name, type and content.
    pub fn picture(&self, picture: Picture) -> Option<(String, &'static str, String)> {
        // What was drawn just now moves with the clock, too.
        self.clock.repaint_for_picture();
        let lang = self.lang;
        let session = self.session()?;
        let name = session
            .scenario()
            .map_or(<L::Model as Model>::LAB, |it| &it.id)
            .replace('/', "-");
        match picture {
            Picture::Stage => {
                // With two branches side by side, both of them.
                let stages = self.stage.cast::<Element>()?.parent_element()?;
                let mut title = self.caption(lang);
                if title.is_empty() {
                    title = session
                        .scenario()
                        .map_or(String::new(), |it| it.title.get(lang).to_owned());
                }
                let text = picture::picture(&stages, &title)?;
                Some((format!("{name}.svg"), "image/svg+xml", text))
            }
            Picture::Sequence => {
                let options = sequence::Options {
                    lang,
                    theme: sequence::Theme::Light,
                    ..Default::default()
                };
                let text = sequence::render(&self.sequence(lang)?, &options);
                Some((format!("{name}-sequence.svg"), "image/svg+xml", text))
            }
            Picture::Trace => {
                let branch = session.timeline().position().branch;
                let (here, _) = session.event_count();
                let rows: Vec<_> = (0..here)
                    .filter_map(|n| {
                        let record = session.timeline().event(branch, EventId(n))?;
                        Some(TraceRow {
                            n,
                            at_ns: record.at.as_nanos(),
                            causes: record.causes.iter().map(|it| it.0).collect(),
                            event: &record.event,
                            text: L::sentence(&record.event, lang),
                        })
                    })
                    .collect();
                Some((
                    format!("{name}.json"),
                    "application/json",
                    serde_json::to_string(&rows).ok()?,
                ))
            }
        }
    }

    pub(super) fn export(&self, picture: Picture) {
        if let Some((name, kind, text)) = self.picture(picture) {
            // Without downloads (a sandboxed frame) nothing happens; the link can still be shared.
            let _ = download(&name, kind, &text);
        }
    }
}

fn download(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let document = web_sys::window()
        .and_then(|it| it.document())
        .ok_or(JsValue::NULL)?;
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&address)
}
