//! A page, with the verbs of a person: open, press, tap, type, look, wait.

mod eyes;
mod fingers;
mod hands;
mod keyboard;

use std::cell::RefCell;
use std::thread;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::WebDriver;
use thirtyfour::error::WebDriverResult;
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
