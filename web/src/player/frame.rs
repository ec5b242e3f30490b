//! The animation-frame loop of a figure: runs only while it plays and is seen.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// A loop that can be started and stopped. Dropping it stops it.
#[derive(Default)]
pub(super) struct FrameLoop {
    running: Option<Running>,
}

struct Running {
    alive: Rc<Cell<bool>>,
}

type Tick = Rc<RefCell<Option<Closure<dyn FnMut(f64)>>>>;

impl FrameLoop {
    /// Calls `frame` with the real milliseconds since the last frame, until stopped. A loop that
    /// runs already goes on.
    pub(super) fn start(&mut self, frame: impl Fn(f64) + 'static) {
        if self.running.is_some() {
            return;
        }
        let alive = Rc::new(Cell::new(true));
        let still = Rc::clone(&alive);
        let last: Cell<Option<f64>> = Cell::new(None);
        let tick: Tick = Rc::default();
        let again = Rc::clone(&tick);
        *tick.borrow_mut() = Some(Closure::new(move |now: f64| {
            if !still.get() {
                // The closure holds itself through `again`: let go, so that it is freed.
                drop(again.borrow_mut().take());
                return;
            }
            if let Some(before) = last.replace(Some(now)) {
                frame(now - before);
            }
            request(&again);
        }));
        request(&tick);
        self.running = Some(Running { alive });
    }

    /// Ends the loop.
    pub(super) fn stop(&mut self) {
        self.running = None;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.alive.set(false);
    }
}

fn request(tick: &Tick) {
    let Some(window) = web_sys::window() else {
        return;
    };
    if let Some(closure) = tick.borrow().as_ref() {
        // Refused only by a document that is going away.
        let _ = window.request_animation_frame(closure.as_ref().unchecked_ref());
    }
}
