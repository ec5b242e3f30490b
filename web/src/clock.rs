//! The clock of a figure: where everything that moves looks up the time.
//!
//! The virtual DOM changes when something happened or the selection changed. Between two steps only
//! this clock runs: one animation-frame loop sets it, and painters move what moves.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

type Painter = Rc<dyn Fn(f64)>;

/// The clock of one figure, in milliseconds of simulated time. Clones show the same time.
#[derive(Clone, Default)]
pub struct Clock(Rc<Inner>);

#[derive(Default)]
struct Inner {
    now: Cell<f64>,
    next: Cell<u32>,
    /// Whether a picture is taken of what is painted now.
    pictured: Cell<bool>,
    painters: RefCell<Vec<(u32, Painter)>>,
}

/// Keeps a painter registered as long as it lives.
pub struct Painting {
    clock: Clock,
    id: u32,
}

impl Clock {
    /// The time.
    pub fn now(&self) -> f64 {
        self.0.now.get()
    }

    /// Sets the time; painters draw it with [`Self::repaint`].
    pub fn turn(&self, now: f64) {
        self.0.now.set(now);
    }

    /// Sets the time and lets every painter draw it.
    pub fn set(&self, now: f64) {
        self.turn(now);
        self.repaint();
    }

    /// Lets every painter draw the present time again.
    pub fn repaint(&self) {
        // A painter may register or leave while it draws.
        let painters = self.0.painters.borrow().clone();
        painters.iter().for_each(|(_, paint)| paint(self.now()));
    }

    /// The same, where what is drawn is looked at right afterwards: nothing may be put off.
    pub fn repaint_for_picture(&self) {
        self.0.pictured.set(true);
        self.repaint();
        self.0.pictured.set(false);
    }

    /// Whether a picture is taken of what is painted now.
    pub fn is_pictured(&self) -> bool {
        self.0.pictured.get()
    }

    /// Registers what draws the time, in milliseconds, and draws it once.
    pub fn paint(&self, painter: impl Fn(f64) + 'static) -> Painting {
        let id = self.0.next.get();
        self.0.next.set(id + 1);
        painter(self.now());
        self.0.painters.borrow_mut().push((id, Rc::new(painter)));
        Painting {
            clock: self.clone(),
            id,
        }
    }
}

impl Drop for Painting {
    fn drop(&mut self) {
        self.clock
            .0
            .painters
            .borrow_mut()
            .retain(|(id, _)| *id != self.id);
    }
}

/// Two clocks are the same if they are one.
impl PartialEq for Clock {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
