//! Hands: pressing, clicking, dragging, choosing.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::WebElement;

use super::{BLINK, LOOK, PATIENCE, Page};

impl Page {
    fn element(&self, script: &str, argument: &str) -> Option<WebElement> {
        let whole = format!("{LOOK}\nconst it = {script}; return it ?? null");
        let found = self
            .runtime
            .block_on(self.driver().execute(whole, vec![json!(argument)]))
            .ok()?;
        if found.json().is_null() {
            None
        } else {
            found.element().ok()
        }
    }

    #[track_caller]
    fn try_until<T>(&self, what: &str, mut attempt: impl FnMut() -> Result<T, String>) -> T {
        let start = Instant::now();
        loop {
            match attempt() {
                Ok(done) => return done,
                Err(why) if start.elapsed() > PATIENCE => panic!("{what}: {why}"),
                Err(_) => thread::sleep(BLINK),
            }
        }
    }

    /// Clicks, or on a phone taps, where the element is as soon as it can be hit.
    #[track_caller]
    fn hit(&self, what: &str, script: &str, argument: &str) {
        self.try_until(what, || {
            let element = self
                .element(script, argument)
                .ok_or("there is none to be seen")?;
            if self.device.is_touched() {
                return self.tap_at(&element);
            }
            self.runtime
                .block_on(element.click())
                .map_err(|error| error.to_string())
        });
        self.settle();
    }

    fn tap_at(&self, element: &WebElement) -> Result<(), String> {
        let handle = element.to_json().map_err(|error| error.to_string())?;
        let script = "const it = arguments[0]; it.scrollIntoView({ block: 'nearest' }); await drawn(); \
                      const box = it.getBoundingClientRect(), [x, y] = [box.left + box.width / 2, box.top + box.height / 2]; \
                      let on = document.elementFromPoint(x, y); \
                      while (on?.shadowRoot?.elementFromPoint(x, y) && on.shadowRoot.elementFromPoint(x, y) !== on) on = on.shadowRoot.elementFromPoint(x, y); \
                      return { x, y, hit: Boolean(on && it.contains(on)), on: on?.outerHTML.slice(0, 120) ?? 'nothing' }";
        let place = self
            .try_js(script, json!([handle]))
            .map_err(|error| error.to_string())?;
        if place["hit"] != json!(true) {
            return Err(format!("it is covered by {}", place["on"]));
        }
        // What the page hears of it comes later than the answer of the driver.
        let listen = "window.tapped = new Promise((done) => addEventListener('click', done, { capture: true, once: true }))";
        self.js::<Value>(listen, json!([]));
        let points = json!([{ "x": place["x"], "y": place["y"] }]);
        self.devtools(
            "Input.dispatchTouchEvent",
            json!({ "type": "touchStart", "touchPoints": points }),
        );
        self.devtools(
            "Input.dispatchTouchEvent",
            json!({ "type": "touchEnd", "touchPoints": [] }),
        );
        let heard =
            "await Promise.race([window.tapped, new Promise((done) => setTimeout(done, 2000))])";
        self.js::<Value>(heard, json!([]));

        Ok(())
    }

    /// Presses the button, link, tab or choice of this name.
    #[track_caller]
    pub(crate) fn press(&self, name: &str) {
        self.hit(
            &format!("cannot press “{name}”"),
            "named(arguments[0])",
            name,
        );
    }

    /// Clicks the first visible element of a selector.
    #[track_caller]
    pub(crate) fn click(&self, css: &str) {
        self.hit(&format!("cannot click {css}"), "one(arguments[0])", css);
    }

    /// Clicks in an element, at a part of its width and height.
    #[track_caller]
    pub(crate) fn click_at(&self, css: &str, x: f64, y: f64) {
        self.drag(css, (x, y), (x, y));
    }

    /// Presses the mouse's button at one place of an element and lets go at another.
    #[track_caller]
    pub(crate) fn drag(&self, css: &str, from: (f64, f64), to: (f64, f64)) {
        self.try_until(&format!("cannot drag in {css}"), || {
            let element = self
                .element("one(arguments[0])", css)
                .ok_or("there is none to be seen")?;
            let dragged = self.runtime.block_on(async {
                element.scroll_into_view().await?;
                let size = element.rect().await?;
                let offset = |(x, y): (f64, f64)| {
                    (
                        ((x - 0.5) * size.width) as i64,
                        ((y - 0.5) * size.height) as i64,
                    )
                };
                let ((x, y), (to_x, to_y)) = (offset(from), offset(to));
                let hand = self
                    .driver()
                    .action_chain_with_delay(None, Some(Duration::from_millis(20)));
                let hand = hand
                    .move_to_element_with_offset(&element, x, y)
                    .click_and_hold();
                let half = ((x + to_x) / 2, (y + to_y) / 2);
                let hand = hand.move_to_element_with_offset(&element, half.0, half.1);
                hand.move_to_element_with_offset(&element, to_x, to_y)
                    .release()
                    .perform()
                    .await
            });
            dragged.map_err(|error| error.to_string())
        });
        self.settle();
    }

    /// Chooses what a list offers under this text.
    #[track_caller]
    pub(crate) fn choose(&self, css: &str, option: &str) {
        let script =
            "[...one(arguments[0])?.options ?? []].find((it) => text(it) === arguments[1])";
        self.try_until(&format!("cannot choose {option} in {css}"), || {
            let whole = format!("{LOOK}\nreturn {script} ?? null");
            self.runtime.block_on(async {
                let found = self
                    .driver()
                    .execute(whole, vec![json!(css), json!(option)])
                    .await;
                let element = found.and_then(thirtyfour::session::scriptret::ScriptRet::element);
                element
                    .map_err(|error| error.to_string())?
                    .click()
                    .await
                    .map_err(|error| error.to_string())
            })
        });
        self.settle();
    }

    /// Chooses what a list offers under this text, if there is such a list at all.
    #[track_caller]
    pub(crate) fn choose_if_there(&self, css: &str, option: &str) {
        if self.shows(css) {
            self.choose(css, option);
        }
    }

    /// Scrolls an element of the page into the middle of the window.
    #[track_caller]
    pub(crate) fn scroll_to(&self, css: &str) {
        let script = "one(arguments[0]).scrollIntoView({ block: 'center', behavior: 'instant' }); await drawn()";
        self.js::<Value>(script, json!([css]));
    }

    /// Waits until all that was begun has been drawn.
    #[track_caller]
    pub(crate) fn settle(&self) {
        self.js::<Value>("await drawn()", json!([]));
    }
}
