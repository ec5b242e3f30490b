//! What runs down between two steps: timer rings, and the times beside them.

use std::cell::{Cell, RefCell};
use std::f64::consts::PI;
use std::rc::Rc;

use glassbox_raft::TimerView;
use glassbox_sim::Lang;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::Element;
use yew::{NodeRef, hook, use_effect_with};

use super::draw::{set, tenths};
use super::words;
use crate::clock::Clock;

/// How often a running number changes at most, in milliseconds of real time: oftener, nobody reads it.
const READABLE: i32 = 100;

/// A timer as a stretch of the figure's clock, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    pub(super) from: f64,
    pub(super) at: f64,
    pub(super) heartbeat: bool,
    /// It stands still at this moment.
    pub(super) stands_at: Option<f64>,
}

impl Stretch {
    /// The timer `view`; `stands_at` is given if its node is paused.
    pub(super) fn new(view: TimerView, stands_at: Option<f64>) -> Self {
        let (from, at) = (view.from.as_millis_f64(), view.at.as_millis_f64());
        Self {
            from,
            at,
            heartbeat: view.heartbeat,
            stands_at,
        }
    }

    /// The time left.
    pub(super) fn left(&self, now: f64) -> f64 {
        (self.at - self.stands_at.unwrap_or(now)).clamp(0.0, self.at - self.from)
    }

    /// The part that is left, from 1 to 0.
    fn part(&self, now: f64) -> f64 {
        let whole = self.at - self.from;
        if whole > 0.0 {
            self.left(now) / whole
        } else {
            0.0
        }
    }
}

/// The parts of a ring that move: an arc that starts at the top, and a dot at its end.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Ring {
    pub(super) arc: NodeRef,
    pub(super) dot: NodeRef,
}

/// Draws a ring of radius `radius` as it runs down.
///
/// An election timer's arc is what is left. A heartbeat timer is dotted, which an arc cannot be: its
/// whole ring is, and the arc covers what is gone.
#[hook]
pub(super) fn use_ring(ring: &Ring, clock: &Clock, timer: Option<Stretch>, radius: f64) {
    let ring = ring.clone();
    use_effect_with(
        (clock.clone(), timer, radius),
        move |(clock, timer, radius)| {
            let arc = ring.arc.cast::<Element>();
            let dot = ring.dot.cast::<Element>();
            let length = 2.0 * PI * radius;
            let painting = timer.zip(arc).map(|(timer, arc)| {
                let text = RefCell::new(String::with_capacity(24));
                clock.paint(move |now| {
                    let part = timer.part(now);
                    let mut text = text.borrow_mut();
                    text.clear();
                    // An offset of the length hides the arc; of twice the length less a part, it covers
                    // the ring from that part on.
                    let covers = timer.heartbeat || timer.stands_at.is_some();
                    let offset = if covers {
                        (2.0 - part) * length
                    } else {
                        (1.0 - part) * length
                    };
                    tenths(&mut text, offset);
                    set(&arc, "stroke-dashoffset", &text);
                    if let Some(dot) = &dot {
                        text.clear();
                        text.push_str("rotate(");
                        tenths(&mut text, part * 360.0);
                        text.push(')');
                        set(dot, "transform", &text);
                    }
                })
            });
            move || drop(painting)
        },
    );
}

/// What is written beside a node about its timer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Saying {
    /// Whom it voted for, while it knows of no leader.
    pub(super) voted: Option<u8>,
    pub(super) lang: Lang,
}

impl Saying {
    fn say(self, timer: Stretch, now: f64) -> String {
        let left = timer.left(now);
        match timer.heartbeat {
            true => words::heartbeat_in(left, self.lang),
            false => words::election_in(left, self.voted, self.lang),
        }
    }
}

/// Writes the time left into an element, anew at most every [`READABLE`] milliseconds.
#[hook]
pub(super) fn use_countdown(
    place: &NodeRef,
    clock: &Clock,
    timer: Option<Stretch>,
    saying: Saying,
) {
    let place = place.clone();
    use_effect_with(
        (clock.clone(), timer, saying),
        move |(clock, timer, saying)| {
            let (clock, saying) = (clock.clone(), *saying);
            let painting = timer.zip(place.cast::<Element>()).map(|(timer, element)| {
                let write = {
                    let (clock, last) = (clock.clone(), RefCell::new(String::new()));
                    move || {
                        let text = saying.say(timer, clock.now());
                        if *last.borrow() != text {
                            element.set_text_content(Some(&text));
                            *last.borrow_mut() = text;
                        }
                    }
                };
                write();
                let write = Rc::new(write);
                let later = Later::new({
                    let write = Rc::clone(&write);
                    move || write()
                });
                let clock_of_text = clock.clone();
                clock.paint(move |_| match clock_of_text.is_pictured() {
                    true => write(),
                    false => later.soon(),
                })
            });
            move || drop(painting)
        },
    );
}

/// Does something a little later, once for all that asked for it until then.
struct Later {
    asked: Rc<Cell<Option<i32>>>,
    call: Closure<dyn FnMut()>,
}

impl Later {
    fn new(what: impl Fn() + 'static) -> Self {
        let asked = Rc::new(Cell::new(None));
        let call = {
            let asked = Rc::clone(&asked);
            Closure::new(move || {
                asked.set(None);
                what();
            })
        };
        Self { asked, call }
    }

    fn soon(&self) {
        if self.asked.get().is_none() {
            let handler = self.call.as_ref().unchecked_ref();
            let asked = web_sys::window().and_then(|window| {
                window
                    .set_timeout_with_callback_and_timeout_and_arguments_0(handler, READABLE)
                    .ok()
            });
            self.asked.set(asked);
        }
    }
}

impl Drop for Later {
    fn drop(&mut self) {
        if let Some((window, handle)) = web_sys::window().zip(self.asked.get()) {
            window.clear_timeout_with_handle(handle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_runs_down_and_stands_still_while_paused() {
        let timer = Stretch {
            from: 100.0,
            at: 300.0,
            heartbeat: false,
            stands_at: None,
        };
        assert_eq!(
            [timer.part(100.0), timer.part(200.0), timer.part(999.0)],
            [1.0, 0.5, 0.0]
        );
        let paused = Stretch {
            stands_at: Some(150.0),
            ..timer
        };
        assert_eq!(paused.left(290.0), 150.0);
    }
}
