//! `cargo xtask frames`: how long the main thread works for a frame.

use std::process::ExitCode;

use anyhow::Context as _;
use anyhow::Result;

use crate::browser;
use crate::driver::Driver;
use crate::server::Port;
use crate::site;
use crate::site::Kind;
use crate::workspace::Workspace;

/// The package whose benchmark it is.
const BROWSER: &str = "glassbox-browser";

/// Builds the page that readers get, and measures it in a real browser.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let browser = browser::ensure()?;
    let folder = site::build(workspace, Kind::Release)?;
    let server = Port::take(0)?.serve(folder, None)?;
    let driver = Driver::start(&browser)?;
    let status = workspace
        .cargo()
        .args(["bench", "--profile", "dev", "--package", BROWSER])
        .args(["--bench", "frames"])
        .env("GLASSBOX_SITE", server.url())
        .env("GLASSBOX_WEBDRIVER", driver.url())
        .env("GLASSBOX_CHROMIUM", &browser.chromium)
        .status()
        .context("cannot start cargo")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
