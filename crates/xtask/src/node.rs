//! What is done by Node: `wasm-opt`, from the npm package `binaryen`; scripts and styles without blanks and remarks, by
//! `esbuild`; and measuring with brotli.
//!
//! Only `dist` and `size` come here; the page is built and served without Node. (What the browser tests bring from npm: axe.rs.)

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

/// Twice, and in between the flow of control is taken apart and put together again: that makes 1 % less of it. A
/// function called from one place only is put there, which is smaller by itself, but compresses worse: so it is not.
/// Not `--traps-never-happen`, which would save less than a kilobyte: a panic *is* a trap.
const SMALLER: &[&str] = &[
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--one-caller-inline-max-function-size",
    "0",
    "--zero-filled-memory",
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
        let modules = install(
            &scratch.join("node"),
            PACKAGE,
            LOCK,
            "wasm-opt and esbuild (npm)",
            advice,
        )?;
        Ok(Self { program, modules })
    }

    /// Makes a WebAssembly file smaller, in place.
    pub(crate) fn wasm_opt(&self, file: &Path) -> Result<()> {
        let smaller = file.with_extension("opt");
        process::output(
            Command::new(&self.program)
                .arg(self.modules.join("binaryen").join("bin").join("wasm-opt"))
                .args(SMALLER)
                .args(FEATURES)
                .arg(file)
                .arg("-o")
                .arg(&smaller),
        )?;
        fs::rename(&smaller, file).with_context(|| format!("cannot write {}", file.display()))
    }

    /// Makes a script or a style sheet smaller, in place. Names that other files know stay.
    pub(crate) fn minify(&self, file: &Path) -> Result<()> {
        let out = [
            "--outfile=",
            file.to_str().context("its path is not UTF-8")?,
        ]
        .concat();
        process::output(
            Command::new(&self.program)
                .arg(self.modules.join("esbuild").join("bin").join("esbuild"))
                .arg(file)
                .args(["--minify", "--charset=utf8", "--allow-overwrite"])
                .args(["--log-level=warning", &out]),
        )
        .map(drop)
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

/// Installs the packages of a lock file into a folder of ours, once, and returns where they are.
pub(crate) fn install(
    folder: &Path,
    package: &str,
    lock: &str,
    what: &str,
    advice: &str,
) -> Result<PathBuf> {
    let modules = folder.join("node_modules");
    let is_installed = modules.is_dir()
        && fs::read_to_string(folder.join("package-lock.json")).is_ok_and(|old| old == lock);
    if is_installed {
        return Ok(modules);
    }
    let npm = process::find("npm").with_context(|| format!("there is no `npm`: {advice}"))?;
    println!("installing {what}");
    files::remove_folder(folder)?;
    files::create_folder(folder)?;
    let write = |name: &str, text: &str| {
        fs::write(folder.join(name), text)
            .with_context(|| format!("cannot write {name} into {}", folder.display()))
    };
    write("package.json", package)?;
    write("package-lock.json", lock)?;
    let installed = process::output(
        Command::new(npm)
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(folder),
    );
    if let Err(error) = installed {
        files::remove_folder(folder)?;
        return Err(error.context(format!("{what} cannot be installed")));
    }
    Ok(modules)
}

/// For tests: a lock file must say what is installed, but not from where.
#[cfg(test)]
pub(crate) fn assert_pinned(package: &str, lock: &str, name: &str) {
    let parsed = serde_json::from_str::<serde_json::Value>(lock).unwrap();
    let locked = &parsed["packages"][format!("node_modules/{name}")];
    assert!(locked["integrity"].as_str().unwrap().starts_with("sha512-"));
    assert!(!lock.contains("\"resolved\"") && !lock.contains("://"));
    let package = serde_json::from_str::<serde_json::Value>(package).unwrap();
    assert_eq!(package["dependencies"][name], locked["version"]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_pins_by_content_and_names_no_server() {
        assert_pinned(PACKAGE, LOCK, "binaryen");
        assert_pinned(PACKAGE, LOCK, "esbuild");
    }
}
