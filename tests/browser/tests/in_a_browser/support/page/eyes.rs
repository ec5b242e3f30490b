//! Eyes: what is shown, where a figure stands, and what the console says.

use std::path::Path;
use std::time::Instant;
use std::{fs, thread};

use serde_json::{Value, json};
use thirtyfour::error::WebDriverResult;

use super::{BLINK, Moment, PATIENCE, Page};

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

    pub(super) fn console(&self) -> WebDriverResult<Vec<String>> {
        let log = self.runtime.block_on(self.driver().browser_log())?;
        Ok(log.into_iter().map(|entry| entry.message).collect())
    }

    /// Leaves a picture behind for whoever looks into a failure.
    pub(super) fn keep_picture(&self) {
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
