//! axe-core, which the browser tests let look at the page: from npm, when they run, and never part of anything we publish.

use std::path::Path;
use std::path::PathBuf;

use anyhow::Result;
use anyhow::bail;

use crate::node;

const PACKAGE: &str = include_str!("../axe/package.json");
const LOCK: &str = include_str!("../axe/package-lock.json");

/// The file of axe-core's script; installed now if it is not there yet.
pub(crate) fn ensure(scratch: &Path) -> Result<PathBuf> {
    let advice = "it brings axe-core, which checks that the page is accessible; install Node 20 or later, with npm, \
                  from your system's packages";
    let modules = node::install(&scratch.join("axe"), PACKAGE, LOCK, "axe-core", advice)?;
    let script = modules.join("axe-core").join("axe.min.js");
    if !script.is_file() {
        bail!(
            "the npm package `axe-core` has no {} any more",
            script.display()
        );
    }
    Ok(script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_pins_by_content_and_names_no_server() {
        node::assert_pinned(PACKAGE, LOCK, "axe-core");
    }
}
