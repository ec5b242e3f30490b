//! A finger that rests on a thing of the stage opens its acts. A tap selects as ever, and a finger that moves scrolls the
//! page: nothing is captured.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event, HtmlElement, PointerEvent, Window};

use super::card::thing_of;
use crate::lab::Selected;

/// How long a finger rests, in milliseconds.
const LONG: i32 = 450;
/// How far it may move meanwhile, in pixels.
const STILL: f64 = 10.0;
const HEARD: [&str; 6] = [
    "pointerdown",
    "pointermove",
    "pointerup",
    "pointercancel",
    "touchend",
    "contextmenu",
];

/// Watches a figure's host as long as it lives.
pub(super) struct LongPress {
    host: HtmlElement,
    finger: Rc<Finger>,
    heard: Closure<dyn FnMut(Event)>,
}

/// Where the finger went down and when it will have rested long enough.
#[derive(Default)]
struct Finger {
    timer: Cell<Option<i32>>,
    at: Cell<(f64, f64)>,
    thing: Cell<Option<Selected>>,
    /// It has rested long enough, and is still down.
    done: Cell<bool>,
    rested: RefCell<Option<Closure<dyn FnMut()>>>,
}

impl LongPress {
    /// Calls `pressed` with the thing below a finger that has rested there.
    pub(super) fn watch(host: &HtmlElement, pressed: impl Fn(Selected) + 'static) -> Self {
        let finger = Rc::new(Finger::default());
        let resting = Rc::downgrade(&finger);
        *finger.rested.borrow_mut() = Some(Closure::new(move || {
            let finger = resting.upgrade();
            if let Some(finger) = finger
                && let Some(thing) = finger.thing.take()
            {
                finger.done.set(true);
                pressed(thing);
            }
        }));
        let heard = Closure::<dyn FnMut(Event)>::new({
            let finger = Rc::clone(&finger);
            move |event: Event| finger.hear(&event)
        });
        for name in HEARD {
            // Fails only for an object that hears nothing.
            let _ = host.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
        }
        Self {
            host: host.clone(),
            finger,
            heard,
        }
    }
}

impl Drop for LongPress {
    fn drop(&mut self) {
        for name in HEARD {
            let heard = self.heard.as_ref().unchecked_ref();
            let _ = self.host.remove_event_listener_with_callback(name, heard);
        }
        self.finger.lift();
    }
}

impl Finger {
    fn hear(&self, event: &Event) {
        let Some(event) = event
            .dyn_ref::<PointerEvent>()
            .filter(|it| it.type_() != "contextmenu")
        else {
            // Else the same touch would be a click too, or open the browser's menu.
            if self.done.get() {
                event.prevent_default();
            }
            return;
        };
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        match event.type_().as_str() {
            "pointerdown" => {
                self.lift();
                self.done.set(false);
                if event.pointer_type() == "touch" && event.is_primary() {
                    self.rest(event, at);
                }
            }
            "pointermove" => {
                let from = self.at.get();
                if (at.0 - from.0).hypot(at.1 - from.1) > STILL {
                    self.lift();
                }
            }
            _ => self.lift(),
        }
    }

    fn rest(&self, event: &PointerEvent, at: (f64, f64)) {
        // The host sees every target in it as itself.
        let target = event.composed_path().get(0).dyn_into::<Element>().ok();
        let thing = target.and_then(|it| it.closest("[data-thing]").ok().flatten());
        let thing = thing.and_then(|it| thing_of(&it.get_attribute("data-thing")?));
        let rested = self.rested.borrow();
        if let (Some(window), Some(rested), true) = (window(), rested.as_ref(), thing.is_some()) {
            self.at.set(at);
            self.thing.set(thing);
            let rested = rested.as_ref().unchecked_ref();
            let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(rested, LONG);
            self.timer.set(timer.ok());
        }
    }

    fn lift(&self) {
        self.thing.set(None);
        if let Some((timer, window)) = self.timer.take().zip(window()) {
            window.clear_timeout_with_handle(timer);
        }
    }
}

fn window() -> Option<Window> {
    web_sys::window()
}
