//! A page, with the verbs of a person: open, press, tap, type, look, wait.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::error::WebDriverResult;
use thirtyfour::{Key, WebDriver, WebElement};
use tokio::runtime::Runtime;

use super::Device;

/// How long a person would wait for anything.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait between two looks.
const BLINK: Duration = Duration::from_millis(20);

const LOOK: &str = include_str!("page.js");

/// A page in a browser of its own. The browser closes with it.
pub(crate) struct Page {
    runtime: Runtime,
    driver: Option<WebDriver>,
    driver_address: String,
    site: String,
    device: Device,
    /// Parts of errors that belong to the test.
    expected: RefCell<Vec<String>>,
}

/// Where a figure stands, as it says itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moment {
    /// The clock in milliseconds, as written.
    pub(crate) clock: String,
    /// Events up to now.
    pub(crate) event: u32,
    /// Events recorded on this branch.
    pub(crate) of: u32,
    /// The letter of the branch.
    pub(crate) branch: String,
    /// How many branches there are.
    pub(crate) branches: usize,
}

impl Moment {
    /// The clock in milliseconds.
    pub(crate) fn millis(&self) -> f64 {
        let number = self.clock.trim_end_matches(" ms");
        number
            .parse()
            .unwrap_or_else(|_| panic!("the clock shows {:?}", self.clock))
    }
}

/// Starting, opening, asking.
impl Page {
    pub(super) fn start(driver_address: &str, site: &str, device: Device) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = runtime.expect("a runtime");
        let driver = runtime.block_on(async {
            WebDriver::new(driver_address.trim_end_matches('/'), device.capabilities()?).await
        });
        let driver =
            driver.unwrap_or_else(|error| panic!("no session with {driver_address}: {error}"));
        Self {
            runtime,
            driver: Some(driver),
            driver_address: driver_address.to_owned(),
            site: site.trim_end_matches('/').to_owned(),
            device,
            expected: RefCell::default(),
        }
    }

    /// Somebody else's browser, which knows nothing of this one.
    pub(crate) fn somebody_else(&self, device: Device, path: &str) -> Self {
        let page = Self::start(&self.driver_address, &self.site, device);
        page.open(path);
        page
    }

    fn driver(&self) -> &WebDriver {
        self.driver
            .as_ref()
            .expect("the session is open until the page is dropped")
    }

    /// The address of the site, without a slash at its end.
    pub(crate) fn site(&self) -> &str {
        &self.site
    }

    /// Types an address of the site, as `#/raft`, and loads it anew.
    #[track_caller]
    pub(crate) fn open(&self, path: &str) {
        let address = format!("{}/{path}", self.site);
        let opened = self.runtime.block_on(async {
            // Else a mere change behind the `#` would load nothing.
            self.driver().goto("about:blank").await?;
            self.driver().goto(address.as_str()).await
        });
        opened.unwrap_or_else(|error| panic!("cannot open {address}: {error}"));
    }

    /// Replaces all of the page by this text, as if the site had sent it.
    #[track_caller]
    pub(crate) fn write(&self, html: &str) {
        // Where the site has no file is a page to write into; nothing of Glassbox runs there.
        self.open("somewhere-else");
        self.errors();
        self.expect_error("favicon.ico");

        self.js::<Value>(
            "document.open(); document.write(arguments[0]); document.close()",
            json!([html]),
        );
    }

    /// Runs a script that may use what is in page.js, and waits for its result.
    #[track_caller]
    pub(crate) fn js<T: DeserializeOwned>(&self, script: &str, arguments: Value) -> T {
        let result = self.try_js(script, arguments);
        let value = result.unwrap_or_else(|error| panic!("{error}\nin: {script}"));
        serde_json::from_value(value.clone())
            .unwrap_or_else(|error| panic!("{error}: {value}\nin: {script}"))
    }

    fn try_js(&self, script: &str, arguments: Value) -> WebDriverResult<Value> {
        let whole = format!("return (async () => {{ {LOOK}\n{script}\n}})()");
        let Value::Array(arguments) = arguments else {
            panic!("arguments are a list")
        };
        let returned = self
            .runtime
            .block_on(self.driver().execute(whole, arguments));
        returned.map(|it| it.json().clone())
    }

    /// Asks the browser itself, in the words of its developers' protocol.
    #[track_caller]
    pub(crate) fn devtools(&self, method: &str, parameters: Value) -> Value {
        let answer = self
            .runtime
            .block_on(self.driver().cdp().send_raw(method, parameters));
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Makes the window another size.
    #[track_caller]
    pub(crate) fn resize(&self, width: u32, height: u32) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
    }

    /// Calls a method of the first figure; an error is its message.
    pub(crate) fn call(&self, method: &str, arguments: Value) -> Result<Value, String> {
        let script = "try { return { ok: (await figures()[0][arguments[0]](...arguments[1])) ?? null } } \
                      catch (error) { return { error: String(error.message ?? error) } } finally { await drawn() }";
        let mut answer: Value = self.js(script, json!([method, arguments]));
        match answer.get("error").and_then(Value::as_str) {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer["ok"].take()),
        }
    }

    /// Calls a method that returns a text.
    #[track_caller]
    pub(crate) fn ask(&self, method: &str, arguments: Value) -> String {
        let answer = self
            .call(method, arguments)
            .unwrap_or_else(|error| panic!("{method}: {error}"));
        answer
            .as_str()
            .unwrap_or_else(|| panic!("{method} returned {answer}"))
            .to_owned()
    }

    /// Does an act, written as in a scenario file.
    #[track_caller]
    pub(crate) fn act(&self, act: Value) {
        self.call("act", json!([act.to_string()]))
            .unwrap_or_else(|error| panic!("{act}: {error}"));
    }
}

/// Hands.
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

    /// Presses a key, named as in the documentation of keyboard events.
    #[track_caller]
    pub(crate) fn key(&self, name: &str) {
        let key = key_value(name);
        let typed = self.runtime.block_on(async {
            let hand = self
                .driver()
                .action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO));
            hand.send_keys(key.to_string()).perform().await
        });
        typed.unwrap_or_else(|error| panic!("cannot press {name}: {error}"));
        self.settle();
    }

    /// Presses a key while another one, as `Alt`, is held.
    #[track_caller]
    pub(crate) fn chord(&self, held: &str, name: &str) {
        let (held_value, key) = (key_value(held), key_value(name));
        let typed = self.runtime.block_on(async {
            let hand = self
                .driver()
                .action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO));
            let hand = hand.key_down(held_value).key_down(key).key_up(key);
            hand.key_up(held_value).perform().await
        });
        typed.unwrap_or_else(|error| panic!("cannot press {held} and {name}: {error}"));
        self.settle();
    }

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

    /// Puts a text into a field, as pasting does.
    #[track_caller]
    pub(crate) fn paste(&self, css: &str, text: &str) {
        let script = "const it = one(arguments[0]); it.focus(); it.value = arguments[1]; \
                      it.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true })); return null";
        self.js::<Value>(script, json!([css, text]));
        self.settle();
    }

    /// Whether what has the focus in the first figure is, or is in, an element of this selector.
    #[track_caller]
    pub(crate) fn has_focus(&self, css: &str) -> bool {
        let script = "return Boolean(figures()[0].shadowRoot.activeElement?.closest(arguments[0]))";
        self.js(script, json!([css]))
    }

    /// Puts the keyboard's focus on an element.
    #[track_caller]
    pub(crate) fn focus(&self, css: &str) {
        self.wait_until(&format!("{css} is there"), || self.shows(css));
        let script = "const it = one(arguments[0]); it.focus(); return it.matches(':focus')";
        assert!(
            self.js::<bool>(script, json!([css])),
            "{css} takes no focus"
        );
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

/// What the driver calls a key.
#[track_caller]
fn key_value(name: &str) -> char {
    match name {
        "ArrowRight" => Key::Right.value(),
        "ArrowLeft" => Key::Left.value(),
        "ArrowDown" => Key::Down.value(),
        "ArrowUp" => Key::Up.value(),
        "Alt" => Key::Alt.value(),
        "Shift" => Key::Shift.value(),
        "Home" => Key::Home.value(),
        "End" => Key::End.value(),
        "Escape" => Key::Escape.value(),
        "Enter" => Key::Enter.value(),
        "Tab" => Key::Tab.value(),
        one => {
            let mut letters = one.chars();
            letters
                .next()
                .filter(|_| letters.next().is_none())
                .unwrap_or_else(|| panic!("no key {one}"))
        }
    }
}

/// Eyes.
impl Page {
    /// Whether a visible element fits the selector.
    #[track_caller]
    pub(crate) fn shows(&self, css: &str) -> bool {
        self.js("return Boolean(one(arguments[0]))", json!([css]))
    }

    /// The texts of all visible elements of a selector.
    #[track_caller]
    pub(crate) fn texts(&self, css: &str) -> Vec<String> {
        self.js(
            "return all(arguments[0]).filter(seen).map(text)",
            json!([css]),
        )
    }

    /// The text of the first visible element of a selector.
    #[track_caller]
    pub(crate) fn text(&self, css: &str) -> String {
        self.wait_until(&format!("{css} is there"), || self.shows(css));
        self.js(
            "return text(one(arguments[0]) ?? document.createElement('p'))",
            json!([css]),
        )
    }

    /// An attribute of the first element of a selector, visible or not.
    #[track_caller]
    pub(crate) fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let script = "return all(arguments[0])[0]?.getAttribute(arguments[1]) ?? null";
        self.js(script, json!([css, name]))
    }

    /// What a thing on the stage is called, as `host-2`.
    #[track_caller]
    pub(crate) fn name_of(&self, thing: &str) -> String {
        self.js(
            "return called(one(`[data-thing=${arguments[0]}]`))",
            json!([thing]),
        )
    }

    /// A computed style of the first element of a selector.
    #[track_caller]
    pub(crate) fn style(&self, css: &str, property: &str) -> String {
        let script = "return getComputedStyle(all(arguments[0])[0])[arguments[1]]";
        self.js(script, json!([css, property]))
    }

    /// Looks again and again until it is so.
    #[track_caller]
    pub(crate) fn wait_until(&self, what: &str, mut is_so: impl FnMut() -> bool) {
        let start = Instant::now();
        while !is_so() {
            assert!(start.elapsed() < PATIENCE, "waited in vain until {what}");
            thread::sleep(BLINK);
        }
    }

    /// Waits until the first figure runs or says what is wrong.
    #[track_caller]
    pub(crate) fn wait_for_figure(&self) {
        let script = "const root = figures()[0]?.shadowRoot; \
                      return Boolean(root && [...root.querySelectorAll('.gb, .gb-trouble')].some(seen))";
        self.wait_until("the figure is there", || self.js(script, json!([])));
        self.settle();
    }

    /// Where the first figure stands.
    #[track_caller]
    pub(crate) fn moment(&self) -> Moment {
        self.moment_of(0)
    }

    /// Where a figure of the page stands, the first being 0.
    #[track_caller]
    pub(crate) fn moment_of(&self, figure: usize) -> Moment {
        let script = "const root = figures()[arguments[0]].shadowRoot, track = root.querySelector('.track'); \
                      const lane = root.querySelector('.lane-switch select'); \
                      return [tidy(root.querySelector('.clock').textContent), +track.ariaValueNow, +track.ariaValueMax, \
                      lane ? text(lane.selectedOptions[0]) : 'A', lane ? lane.options.length : 1]";
        let (clock, event, of, branch, branches) = self.js(script, json!([figure]));
        Moment {
            clock,
            event,
            of,
            branch,
            branches,
        }
    }

    /// Everything the first figure has recorded up to now, as JSON.
    #[track_caller]
    pub(crate) fn trace(&self) -> Value {
        let text = self.ask("exportSvg", json!(["trace"]));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("the trace is no JSON: {error}"))
    }

    /// Whether the first figure plays.
    #[track_caller]
    pub(crate) fn plays(&self) -> bool {
        self.js("return !['Play', '播放'].includes(figures()[0].shadowRoot.querySelector('.play').ariaLabel)", json!([]))
    }

    /// Errors in the console since the last look.
    #[track_caller]
    pub(crate) fn errors(&self) -> Vec<String> {
        self.console()
            .unwrap_or_else(|error| panic!("cannot read the console: {error}"))
    }

    /// An error with this in its text belongs to the test.
    pub(crate) fn expect_error(&self, part: &str) {
        self.expected.borrow_mut().push(part.to_owned());
    }

    /// Nothing was written to the console but what was expected; a panic never is.
    #[track_caller]
    pub(crate) fn assert_no_errors(&self) {
        let expected = self.expected.borrow();
        let is_fine = |error: &String| {
            !error.contains("panicked") && expected.iter().any(|part| error.contains(part.as_str()))
        };
        let bad: Vec<_> = self
            .errors()
            .into_iter()
            .filter(|error| !is_fine(error))
            .collect();
        assert!(bad.is_empty(), "errors in the console:\n{}", bad.join("\n"));
    }

    fn console(&self) -> WebDriverResult<Vec<String>> {
        let log = self.runtime.block_on(self.driver().browser_log())?;
        Ok(log.into_iter().map(|entry| entry.message).collect())
    }

    /// Leaves a picture behind for whoever looks into a failure.
    fn keep_picture(&self) {
        let test = thread::current()
            .name()
            .unwrap_or("test")
            .replace("::", "-");
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}.png"));
        let picture = self.runtime.block_on(self.driver().screenshot_as_png());
        if picture.is_ok_and(|picture| fs::write(&file, picture).is_ok()) {
            println!("a picture of the page: {}", file.display());
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if thread::panicking() {
            self.keep_picture();
            for error in self.console().unwrap_or_default() {
                println!("console: {error}");
            }
        }
        if let Some(driver) = self.driver.take() {
            // If the driver is gone, so is its browser.
            let _ = self.runtime.block_on(driver.quit());
        }
    }
}
