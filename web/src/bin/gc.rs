//! The lab of Go's collector: one WebAssembly download for all its figures on a page.

use glassbox_web::element::Figure;
use glassbox_web::gc::GcLab;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};
use web_sys::{HtmlElement, ShadowRoot};

/// Mounts a figure into its host's shadow root. `options` are the attributes of the element.
///
/// # Errors
/// An attribute is not understood.
#[wasm_bindgen]
pub fn mount(root: &ShadowRoot, host: HtmlElement, options: JsValue) -> Result<Figure, JsError> {
    Figure::mount::<GcLab>(root, host, options)
}

fn main() {}
