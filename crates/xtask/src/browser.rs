//! A Chromium and its driver for the end-to-end tests.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use anyhow::bail;

use crate::process;

/// Names under which distributions install Chromium or Chrome.
const CHROMIUM: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];
const DRIVER: &[&str] = &["chromedriver", "chromium.chromedriver"];

/// The two programs.
#[derive(Debug)]
pub(crate) struct Browser {
    /// The browser itself.
    pub(crate) chromium: PathBuf,
    /// What drives it.
    pub(crate) driver: PathBuf,
}

/// Finds them: named in the environment, on `PATH`, or installed now when we are root on Debian.
pub(crate) fn ensure() -> Result<Browser> {
    if let Some(browser) = find()? {
        return Ok(browser);
    }
    if process::is_debian() && process::is_root() {
        install()?;
        if let Some(browser) = find()? {
            return Ok(browser);
        }
    }
    bail!(
        "the browser tests need Chromium and its driver. On Debian: `apt-get install chromium chromium-driver` \
         (as root, `cargo xtask setup --browser` does it); elsewhere put `chromium` (or `google-chrome`) and \
         `chromedriver` of the same version on PATH, or name them in GLASSBOX_CHROMIUM and GLASSBOX_CHROMEDRIVER"
    )
}

fn find() -> Result<Option<Browser>> {
    let chromium = named("GLASSBOX_CHROMIUM", CHROMIUM)?;
    let driver = named("GLASSBOX_CHROMEDRIVER", DRIVER)?;
    Ok(chromium
        .zip(driver)
        .map(|(chromium, driver)| Browser { chromium, driver }))
}

fn named(variable: &str, names: &[&str]) -> Result<Option<PathBuf>> {
    let Some(value) = env::var_os(variable).filter(|value| !value.is_empty()) else {
        return Ok(names.iter().find_map(|name| process::find(name)));
    };
    let path = PathBuf::from(value);
    if !path.is_file() {
        bail!("{variable} names {}, which is not a file", path.display());
    }
    Ok(Some(path))
}

/// The one place where the system's packages change, by the system's own means.
fn install() -> Result<()> {
    println!("installing Debian's chromium and chromium-driver");
    let apt = |args: &[&str]| {
        process::output(
            Command::new("apt-get")
                .args(args)
                .env("DEBIAN_FRONTEND", "noninteractive")
                .env("LC_ALL", "C"),
        )
    };
    let packages = [
        "install",
        "-y",
        "-q",
        "--no-install-recommends",
        "chromium",
        "chromium-driver",
    ];
    if apt(&packages).is_err() {
        // The lists are old or, in a fresh container, absent.
        apt(&["update", "-q"])?;
        apt(&packages)?;
    }
    Ok(())
}
