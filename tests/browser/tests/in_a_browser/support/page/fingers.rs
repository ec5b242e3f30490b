//! Fingers: resting, swiping, pulling a thing to another.

use std::thread;
use std::time::Duration;

use serde_json::json;

use super::{BLINK, Page};

impl Page {
    /// Lets a finger rest on an element for so long.
    #[track_caller]
    pub(crate) fn rest_on(&self, css: &str, time: Duration) {
        let script = "const box = one(arguments[0]).getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]";
        let (x, y): (f64, f64) = self.js(script, json!([css]));
        self.devtools(
            "Input.dispatchTouchEvent",
            json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] }),
        );
        thread::sleep(time);
        self.devtools(
            "Input.dispatchTouchEvent",
            json!({ "type": "touchEnd", "touchPoints": [] }),
        );
        self.settle();
    }

    /// Puts a finger on an element and draws it so many pixels up.
    #[track_caller]
    pub(crate) fn swipe_up(&self, css: &str, pixels: u32) {
        self.swipe(css, pixels, (0.0, -1.0));
    }

    /// Puts a finger on an element and draws it so many pixels to the right.
    #[track_caller]
    pub(crate) fn swipe_right(&self, css: &str, pixels: u32) {
        self.swipe(css, pixels, (1.0, 0.0));
    }

    fn swipe(&self, css: &str, pixels: u32, way: (f64, f64)) {
        let script = "const box = one(arguments[0]).getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]";
        let (x, y): (f64, f64) = self.js(script, json!([css]));
        for done in (0..=pixels).step_by(10) {
            let kind = if done == 0 { "touchStart" } else { "touchMove" };
            let (x, y) = (x + way.0 * f64::from(done), y + way.1 * f64::from(done));
            self.devtools(
                "Input.dispatchTouchEvent",
                json!({ "type": kind, "touchPoints": [{ "x": x, "y": y }] }),
            );
            thread::sleep(BLINK);
        }
        self.devtools(
            "Input.dispatchTouchEvent",
            json!({ "type": "touchEnd", "touchPoints": [] }),
        );
        self.settle();
    }

    /// Takes hold of the middle of one element, with the mouse or a finger, and lets go `beyond` pixels to the right of
    /// and below the middle of another.
    #[track_caller]
    pub(crate) fn pull(&self, from: &str, to: &str, beyond: (f64, f64)) {
        let script = "const middle = (css) => { const box = one(css).getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2] }; \
                      return [middle(arguments[0]), middle(arguments[1]), matchMedia('(pointer: coarse)').matches]";
        let ((x, y), (to_x, to_y), finger): ((f64, f64), (f64, f64), bool) =
            self.js(script, json!([from, to]));
        let (to_x, to_y) = (to_x + beyond.0, to_y + beyond.1);
        let hand = |moment: usize, x: f64, y: f64| {
            if finger {
                let kind = ["touchStart", "touchMove", "touchEnd"][moment];
                let points = match moment {
                    2 => json!([]),
                    _ => json!([{ "x": x, "y": y }]),
                };
                let touch = json!({ "type": kind, "touchPoints": points });
                self.devtools("Input.dispatchTouchEvent", touch);
            } else {
                let kind = ["mousePressed", "mouseMoved", "mouseReleased"][moment];
                let mouse = json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1 });
                self.devtools("Input.dispatchMouseEvent", mouse);
            }
            thread::sleep(BLINK);
        };
        hand(0, x, y);
        for part in 1..=8 {
            let part = f64::from(part) / 8.0;
            hand(1, x + (to_x - x) * part, y + (to_y - y) * part);
        }
        hand(2, to_x, to_y);
        self.settle();
    }
}
