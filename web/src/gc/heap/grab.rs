//! What a finger or the mouse holds: the end of a pointer, which is stored where it is let go, or an
//! object, which is put elsewhere.

use std::cell::RefCell;
use std::rc::Rc;

use glassbox_gc::heap::machine::Ref;
use glassbox_gc::lab::{Act, Lab};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{AddEventListenerOptions, Element, Event, MouseEvent, PointerEvent};
use yew::{
    Callback, NodeRef, UseStateHandle, hook, use_effect_with, use_mut_ref, use_node_ref, use_state,
};

use super::Kept;
use super::card::drag;
use super::layout::Moved;
use super::thing::Thing;
use crate::draw;
use crate::gc::GcLab;
use crate::lab::StageProps;

/// A finger that moves less means a tap; in pixels.
const STILL: f64 = 5.0;

/// An object that is held.
struct Held {
    object: Ref,
    /// Where the finger came down, in pixels.
    from: (f64, f64),
    /// The object's corner then, in the figure's units.
    corner: (f64, f64),
    moves: bool,
}

/// What is held in a figure, and what moves with it.
#[derive(Clone)]
pub(super) struct Grab {
    /// The root or field whose pointer is held.
    pub(super) pointer: UseStateHandle<Option<Thing>>,
    /// Where objects were put.
    pub(super) moved: UseStateHandle<Moved>,
    kept: Rc<Kept>,
    object: Rc<RefCell<Option<Held>>>,
    /// Whether the click that follows only ends a movement.
    ends: Rc<RefCell<bool>>,
    /// Whether anything is held.
    holds: Rc<RefCell<bool>>,
    /// The figure, and the line from the held pointer's beginning to the finger.
    pub(super) figure: NodeRef,
    pub(super) line: NodeRef,
}

/// Nothing is held at first.
#[hook]
pub(super) fn use_grab(kept: &Rc<Kept>) -> Grab {
    let grab = Grab {
        pointer: use_state(|| None),
        moved: use_state(|| kept.moved.borrow().clone()),
        kept: Rc::clone(kept),
        object: use_mut_ref(|| None),
        ends: use_mut_ref(|| false),
        holds: use_mut_ref(|| false),
        figure: use_node_ref(),
        line: use_node_ref(),
    };
    let (figure, holds) = (grab.figure.clone(), Rc::clone(&grab.holds));
    use_effect_with((), move |()| {
        let listening = figure.cast::<Element>().map(|it| keep_still(it, holds));
        move || drop(listening)
    });
    grab
}

/// A listener that ends with this value.
struct Listening {
    figure: Element,
    hear: Closure<dyn Fn(Event)>,
}

/// While something is held the page does not scroll below the finger. Chromium does not follow
/// `touch-action` inside of an svg, and Yew's own listeners may not prevent anything.
fn keep_still(figure: Element, holds: Rc<RefCell<bool>>) -> Listening {
    let hear = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        if *holds.borrow() && event.cancelable() {
            event.prevent_default();
        }
    });
    let options = AddEventListenerOptions::new();
    options.set_passive(false);
    // It fails for no element.
    let _ = figure.add_event_listener_with_callback_and_add_event_listener_options(
        MOVES,
        hear.as_ref().unchecked_ref(),
        &options,
    );
    Listening { figure, hear }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let call = self.hear.as_ref().unchecked_ref();
        let _ = self.figure.remove_event_listener_with_callback(MOVES, call);
    }
}

const MOVES: &str = "touchmove";

impl Grab {
    /// Takes the end of a pointer.
    pub(super) fn take_pointer(&self) -> Callback<(Thing, PointerEvent)> {
        let grab = self.clone();
        Callback::from(move |(thing, event): (Thing, PointerEvent)| {
            event.stop_propagation();
            // A finger would keep the pointer; it is to be found where it is let go.
            if let Some(element) = event.target().and_then(|it| it.dyn_into::<Element>().ok()) {
                let _ = element.release_pointer_capture(event.pointer_id());
            }
            *grab.holds.borrow_mut() = true;
            grab.pointer.set(Some(thing));
        })
    }

    /// Takes an object that stands at a corner.
    pub(super) fn take_object(&self, object: Ref, corner: (f64, f64)) -> Callback<PointerEvent> {
        let held = Rc::clone(&self.object);
        let (ends, holds) = (Rc::clone(&self.ends), Rc::clone(&self.holds));
        Callback::from(move |event: PointerEvent| {
            *ends.borrow_mut() = false;
            *holds.borrow_mut() = true;
            *held.borrow_mut() = Some(Held {
                object,
                from: (f64::from(event.client_x()), f64::from(event.client_y())),
                corner,
                moves: false,
            });
        })
    }

    /// Something moves over the figure, which is `width` units wide; a held pointer begins at `start`.
    pub(super) fn moves(&self, width: f64, start: Option<(f64, f64)>) -> Callback<PointerEvent> {
        let grab = self.clone();
        Callback::from(move |event: PointerEvent| {
            let Some(figure) = grab.figure.cast::<Element>() else {
                return;
            };
            let area = figure.get_bounding_client_rect();
            let unit = area.width() / width;
            let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
            if let (Some(start), Some(line)) = (start, grab.line.cast::<Element>()) {
                let (x, y) = ((x - area.left()) / unit, (y - area.top()) / unit);
                let path = format!(
                    "M{} {}L{} {}",
                    draw::n(start.0),
                    draw::n(start.1),
                    draw::n(x),
                    draw::n(y)
                );
                draw::set(&line, "d", &path);
            }
            if let Some(held) = &mut *grab.object.borrow_mut() {
                let (across, down) = (x - held.from.0, y - held.from.1);
                if !held.moves && across.hypot(down) < STILL {
                    return;
                }
                if !held.moves {
                    held.moves = true;
                    // From now on it follows beyond the figure's edge, too.
                    let _ = figure.set_pointer_capture(event.pointer_id());
                }
                let mut moved = (*grab.moved).clone();
                let (x, y) = (held.corner.0 + across / unit, held.corner.1 + down / unit);
                moved.insert(held.object, (x / width, y));
                grab.put(moved);
            }
        })
    }

    /// Objects stand elsewhere now, in this figure and in those that come after it.
    fn put(&self, moved: Moved) {
        self.kept.moved.replace(moved.clone());
        self.moved.set(moved);
    }

    /// Every object goes back to where it stood by itself.
    pub(super) fn put_back(&self) -> Callback<MouseEvent> {
        let grab = self.clone();
        Callback::from(move |_| grab.put(Moved::new()))
    }

    /// Everything is let go; what was held over an object is stored, see [`Self::store`].
    pub(super) fn let_go(&self) -> Callback<PointerEvent> {
        let grab = self.clone();
        Callback::from(move |_: PointerEvent| {
            *grab.holds.borrow_mut() = false;
            let moved = grab.object.take().is_some_and(|it| it.moves);
            *grab.ends.borrow_mut() = moved;
            if grab.pointer.is_some() {
                grab.pointer.set(None);
            }
        })
    }

    /// A pointer is let go over an object: it is stored, if one step can do that.
    pub(super) fn store(&self, stage: &StageProps<GcLab>) -> Callback<Ref> {
        let (pointer, act) = (self.pointer.clone(), stage.on_act.clone());
        let model = Rc::clone(&stage.model);
        Callback::from(move |object: Ref| {
            if let (Some(thing), Lab::Heap(world)) = (*pointer, &*model)
                && let Some(found) = drag(world, thing, object)
            {
                act.emit(Act::Heap(found));
            }
        })
    }

    /// Whether a click only ends a movement; asked once for each.
    pub(super) fn ends_a_movement(&self) -> bool {
        self.ends.replace(false)
    }
}
