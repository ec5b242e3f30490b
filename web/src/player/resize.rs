//! How wide the figure is: its layout depends on its own width, not on the window's, and
//! on how much text that holds: with larger type it is laid out as a narrower one.

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};

use crate::size::unit;

/// Watches an element's width as long as it lives.
pub(super) struct Resizing {
    observer: ResizeObserver,
    _heard: Closure<dyn FnMut(Array)>,
}

impl Resizing {
    /// Calls `resized` with the width in units, now and whenever it changes.
    pub(super) fn watch(element: &Element, resized: impl Fn(f64) + 'static) -> Option<Self> {
        let heard = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            if let Ok(entry) = entries.get(0).dyn_into::<ResizeObserverEntry>() {
                resized(entry.content_rect().width() / unit());
            }
        });
        let observer = ResizeObserver::new(heard.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _heard: heard,
        })
    }
}

impl Drop for Resizing {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
