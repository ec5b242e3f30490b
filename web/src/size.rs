//! How much room a part of the stage has.

use js_sys::Array;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};
use yew::{NodeRef, hook, use_effect, use_mut_ref, use_state_eq};

/// A size in the units of a figure: pixels, unless the page has larger type than usual.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Size {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Pixels of a unit: the root's type size over 16. On a projector a figure grows with its text.
    pub(crate) unit: f64,
}

impl Size {
    /// A size to begin with, until the real one is known.
    pub(crate) fn guess(width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            unit: 1.0,
        }
    }
}

/// An element whose size is told until this is dropped.
struct Observing {
    element: Element,
    observer: ResizeObserver,
    _call: Closure<dyn FnMut(Array)>,
}

impl Observing {
    fn new(element: Element, set: impl Fn(Size) + 'static) -> Option<Self> {
        let call = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            let Ok(entry) = entries.get(0).dyn_into::<ResizeObserverEntry>() else {
                return;
            };
            let (rect, unit) = (entry.content_rect(), unit());
            let (width, height) = (
                (rect.width() / unit).floor(),
                (rect.height() / unit).floor(),
            );
            // What is not shown has no size; it keeps the one it had.
            if width > 0.0 {
                set(Size {
                    width,
                    height,
                    unit,
                });
            }
        });
        let observer = ResizeObserver::new(call.as_ref().unchecked_ref()).ok()?;
        observer.observe(&element);
        Some(Self {
            element,
            observer,
            _call: call,
        })
    }
}

impl Drop for Observing {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The size of an element, and from then on every change of it. `None` before the first look.
///
/// In another composition another element may stand in its place: that one is looked at then.
#[hook]
pub(crate) fn use_size(place: &NodeRef) -> Option<Size> {
    let size = use_state_eq(|| None);
    let observing = use_mut_ref(|| None::<Observing>);
    let (place, setter) = (place.clone(), size.setter());
    use_effect(move || {
        let element = place.cast::<Element>();
        let mut observing = observing.borrow_mut();
        if observing.as_ref().map(|it| &it.element) != element.as_ref() {
            *observing =
                element.and_then(|it| Observing::new(it, move |size| setter.set(Some(size))));
        }
        || ()
    });
    *size
}

/// Pixels of a unit: what is so many units wide holds as much text, whatever type size the reader has set.
pub(crate) fn unit() -> f64 {
    let size = || {
        let window = web_sys::window()?;
        let root = window.document()?.document_element()?;
        let style = window.get_computed_style(&root).ok()??;
        let size = style.get_property_value("font-size").ok()?;
        // Stops at the unit.
        Some(js_sys::parse_float(&size))
    };
    size()
        .filter(|size| *size > 0.0)
        .map_or(1.0, |size| size / 16.0)
}
