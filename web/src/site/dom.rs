//! The little that the page asks of the browser beyond drawing.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, EventTarget, HtmlElement};

/// The document, unless there is no browser.
pub(crate) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// An element by its id.
pub(crate) fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// The part of the address from the `#` on.
pub(crate) fn hash() -> String {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

/// Goes to another part of this page's addresses.
pub(crate) fn go(hash: &str) {
    if let Some(window) = web_sys::window() {
        // It can only fail in a document that is no longer shown.
        let _ = window.location().set_hash(hash);
    }
}

/// The address of this page without what follows the `#`.
pub(crate) fn here() -> String {
    let href = web_sys::window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default();
    let end = href.find(['#', '?']).unwrap_or(href.len());
    href[..end].trim_end_matches("index.html").to_owned()
}

/// Moves the keyboard to the element with this id, and it into view.
pub(crate) fn visit(id: &str) {
    let Some(element) = by_id(id) else { return };
    focus(&element);
    element.scroll_into_view();
}

/// Moves the keyboard to an element.
pub(crate) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // It can only fail in a document that is no longer shown.
        let _ = element.focus();
    }
}

/// Calls a method that this program has no type for; `None` if it is not there or fails.
pub(crate) fn call(object: &JsValue, method: &str, args: &Array) -> Option<JsValue> {
    let function: Function = get(object, method)?.dyn_into().ok()?;
    Reflect::apply(&function, object, args).ok()
}

/// A property that is neither undefined nor null.
pub(crate) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// Calls a method that gives a promise, and one of two functions with what comes of it.
pub(crate) fn ask(
    object: &JsValue,
    method: &str,
    args: &Array,
    done: impl FnOnce(Option<JsValue>) + 'static,
) {
    let Some(promise) = call(object, method, args).and_then(|it| it.dyn_into::<Promise>().ok())
    else {
        return done(None);
    };
    let done = std::rc::Rc::new(std::cell::RefCell::new(Some(done)));
    let finish = |good: bool| {
        let done = done.clone();
        Closure::once_into_js(move |value: JsValue| {
            if let Some(done) = done.borrow_mut().take() {
                done(good.then_some(value));
            }
        })
    };
    // `then` takes two functions; the one that is not called is freed by the browser with the promise.
    call(&promise, "then", &Array::of2(&finish(true), &finish(false)));
}

/// Calls `then` before the next frame, after what was begun has been drawn.
pub(crate) fn after_drawing(then: impl FnOnce() + 'static) {
    let then = Closure::once_into_js(then);
    if let Some(window) = web_sys::window() {
        // Refused only by a window that is going away.
        let _ = window.request_animation_frame(then.unchecked_ref());
    }
}

/// Listens until it is dropped.
pub(crate) struct Listening {
    target: EventTarget,
    event: &'static str,
    hear: Closure<dyn Fn(web_sys::Event)>,
}

impl Listening {
    /// Calls `hear` at every such event on `target`.
    pub(crate) fn to(
        target: &EventTarget,
        event: &'static str,
        hear: impl Fn(web_sys::Event) + 'static,
    ) -> Self {
        let hear = Closure::<dyn Fn(web_sys::Event)>::new(hear);
        // Neither call fails for a function.
        let _ = target.add_event_listener_with_callback(event, hear.as_ref().unchecked_ref());
        Self {
            target: target.clone(),
            event,
            hear,
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self
            .target
            .remove_event_listener_with_callback(self.event, self.hear.as_ref().unchecked_ref());
    }
}
