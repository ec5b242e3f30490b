//! The two things done by Node: `wasm-opt`, from the npm package `binaryen`, and measuring with brotli.
//!
//! Only `dist` and `size` come here; the page is built, served and tested without Node.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;
use anyhow::Result;

use crate::files;
use crate::process;

const PACKAGE: &str = include_str!("../node/package.json");
const LOCK: &str = include_str!("../node/package-lock.json");
const SIZES: &str = include_str!("../node/sizes.mjs");

/// What today's rustc emits for WebAssembly beyond the first version of the format.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Node with the packages of the lock file.
pub(crate) struct Node {
    program: PathBuf,
    modules: PathBuf,
}

impl Node {
    /// Finds Node and installs the locked packages into a folder of ours, once.
    pub(crate) fn ensure(scratch: &Path) -> Result<Self> {
        let advice = "it makes the published files small; install Node 20 or later, with npm, from your \
                      system's packages (`serve` and `test` work without it)";
        let program =
            process::find("node").with_context(|| format!("there is no `node`: {advice}"))?;
        let folder = scratch.join("node");
        let modules = folder.join("node_modules");
        let lock = folder.join("package-lock.json");
        let is_installed =
            modules.is_dir() && fs::read_to_string(&lock).is_ok_and(|old| old == LOCK);
        if !is_installed {
            let npm =
                process::find("npm").with_context(|| format!("there is no `npm`: {advice}"))?;
            println!("installing wasm-opt (npm package `binaryen`)");
            files::remove_folder(&folder)?;
            files::create_folder(&folder)?;
            let write = |name: &str, text: &str| {
                fs::write(folder.join(name), text)
                    .with_context(|| format!("cannot write {name} into {}", folder.display()))
            };
            write("package.json", PACKAGE)?;
            write("package-lock.json", LOCK)?;
            let installed = process::output(
                Command::new(npm)
                    .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                    .current_dir(&folder),
            );
            if let Err(error) = installed {
                files::remove_folder(&folder)?;
                return Err(error.context("wasm-opt cannot be installed"));
            }
        }
        Ok(Self { program, modules })
    }

    /// Makes a WebAssembly file smaller, in place.
    pub(crate) fn wasm_opt(&self, file: &Path) -> Result<()> {
        let smaller = file.with_extension("opt");
        process::output(
            Command::new(&self.program)
                .arg(self.modules.join("binaryen").join("bin").join("wasm-opt"))
                .arg("-Oz")
                .args(FEATURES)
                .arg(file)
                .arg("-o")
                .arg(&smaller),
        )?;
        fs::rename(&smaller, file).with_context(|| format!("cannot write {}", file.display()))
    }

    /// The size of each file in bytes, as it is and as brotli at its best.
    pub(crate) fn sizes(&self, paths: &[PathBuf]) -> Result<Vec<(u64, u64)>> {
        let answer = process::output(
            Command::new(&self.program)
                .args(["--input-type=module", "--eval", SIZES, "--"])
                .args(paths),
        )?;
        let sizes = serde_json::from_str::<Vec<(String, u64, u64)>>(&answer)
            .context("sizes.mjs printed something unexpected")?;
        Ok(sizes
            .into_iter()
            .map(|(_, raw, packed)| (raw, packed))
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_pins_by_content_and_names_no_server() {
        let lock = serde_json::from_str::<serde_json::Value>(LOCK).unwrap();
        let binaryen = &lock["packages"]["node_modules/binaryen"];
        assert!(
            binaryen["integrity"]
                .as_str()
                .unwrap()
                .starts_with("sha512-")
        );
        assert!(!LOCK.contains("\"resolved\"") && !LOCK.contains("://"));
        let package = serde_json::from_str::<serde_json::Value>(PACKAGE).unwrap();
        assert_eq!(package["dependencies"]["binaryen"], binaryen["version"]);
    }
}
