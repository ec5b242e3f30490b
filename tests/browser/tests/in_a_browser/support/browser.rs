//! Starting browsers: which, how many at once, of what size.

use std::env;
use std::fs;
use std::sync::{Condvar, Mutex, PoisonError};

use serde_json::{Value, json};
use thirtyfour::error::WebDriverResult;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities as _, LoggingPrefsLogLevel};

use super::Page;

/// Tests that may have a browser at the same time: each takes a few hundred megabytes.
const AT_ONCE: usize = 2;

/// A screen, and how it is pointed at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Device {
    width: u32,
    height: u32,
    touch: bool,
    lang: &'static str,
}

/// A laptop with a mouse.
pub(crate) const DESK: Device = Device {
    width: 1440,
    height: 900,
    touch: false,
    lang: "en-US",
};

/// A phone.
pub(crate) const PHONE: Device = Device {
    width: 390,
    height: 844,
    touch: true,
    lang: "en-US",
};

impl Device {
    /// Whether it is touched, not pointed at.
    pub(crate) fn is_touched(self) -> bool {
        self.touch
    }

    /// The same with a browser that prefers Chinese.
    pub(crate) fn in_chinese(self) -> Self {
        Self {
            lang: "zh-CN",
            ..self
        }
    }

    pub(super) fn capabilities(self) -> WebDriverResult<ChromeCapabilities> {
        let mut chromium = ChromeCapabilities::new();
        if let Some(program) = variable("GLASSBOX_CHROMIUM") {
            chromium.set_binary(&program)?;
        }
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ] {
            chromium.add_arg(argument)?;
        }
        chromium.add_arg(&format!("--window-size={},{}", self.width, self.height))?;
        chromium.add_experimental_option("prefs", json!({ "intl.accept_languages": self.lang }))?;
        // Not only for phones: a window's frame would take some of its size.
        let screen: Value = json!({ "deviceMetrics": {
            "width": self.width,
            "height": self.height,
            "pixelRatio": if self.touch { 2.0 } else { 1.0 },
            "touch": self.touch,
            "mobile": self.touch,
        }});
        chromium.add_experimental_option("mobileEmulation", screen)?;
        chromium.set_browser_log_level(LoggingPrefsLogLevel::Severe)?;
        Ok(chromium)
    }
}

/// Opens a page of the site and lets `test` do what it is there for. Fails if the page complained meanwhile.
pub(crate) fn visit(device: Device, path: &str, test: impl FnOnce(&Page)) {
    let (Some(driver), Some(site)) = (variable("GLASSBOX_WEBDRIVER"), variable("GLASSBOX_SITE"))
    else {
        println!("skipped: no browser; `cargo xtask test` brings one");
        return;
    };
    let turn = Turn::wait();
    let page = Page::start(&driver, &site, device);
    page.open(path);
    test(&page);
    page.assert_no_errors();
    drop(page);
    drop(turn);
}

/// The source of axe-core.
pub(crate) fn axe() -> Option<String> {
    let file = variable("GLASSBOX_AXE")?;
    Some(fs::read_to_string(&file).unwrap_or_else(|error| panic!("GLASSBOX_AXE={file}: {error}")))
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// One of the few tests that may have a browser now.
struct Turn;

static TAKEN: Mutex<usize> = Mutex::new(0);
static FREED: Condvar = Condvar::new();

impl Turn {
    fn wait() -> Self {
        let taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        let all_taken = |taken: &mut usize| *taken >= AT_ONCE;
        let mut taken = FREED
            .wait_while(taken, all_taken)
            .unwrap_or_else(PoisonError::into_inner);
        *taken += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        FREED.notify_one();
    }
}
