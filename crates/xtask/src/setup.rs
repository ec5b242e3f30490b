//! `cargo xtask setup`: the tool-chain and nothing else.

use anyhow::Result;

use crate::browser;
use crate::wasm_target;
use crate::workspace::Workspace;

/// Installs what is missing and says what there is.
pub(crate) fn run(workspace: &Workspace, with_browser: bool) -> Result<()> {
    let place = wasm_target::ensure(&workspace.scratch())?;
    println!("WebAssembly target: {}", place.display());
    if with_browser {
        let found = browser::ensure()?;
        println!("browser: {}", found.chromium.display());
        println!("driver: {}", found.driver.display());
    }
    Ok(())
}
