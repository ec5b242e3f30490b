//! What is published is built together with Rust's standard library, made for size.
//!
//! The library that comes with the compiler was made for speed, and is taken as it is. Built from its sources with the
//! page's own profile it is a tenth of the page smaller: for size, and without the words and the ways of a panic. What
//! that needs is unstable; [`SmallStd::apply`] says so to this one build and to no other. Elsewhere the page is built in
//! the ordinary way, so that nothing but its size and the words of a panic depends on this.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;
use anyhow::Result;
use anyhow::anyhow;

use crate::apt;
use crate::files;
use crate::process;
use crate::wasm_target;
use crate::wasm_target::Compiler;
use crate::wasm_target::TARGET;
use crate::workspace;

/// A panic stops at once: its words, and what puts them together, are left out.
const FLAGS: &[&str] = &["-Zunstable-options", "-Cpanic=immediate-abort"];

/// Where Cargo looks for the library's sources instead of in the compiler's folder. It says of itself that it is for
/// tests; without it, sources from Debian would have to be put into a folder that is rustup's.
const SOURCES: &str = "__CARGO_TESTS_ONLY_SRC_ROOT";

/// How to build with a standard library of our own.
#[derive(Debug)]
pub(crate) struct SmallStd {
    library: PathBuf,
}

impl SmallStd {
    /// Finds the library's sources, or fetches them: as a component of rustup's, or as Debian's package `rust-src`.
    pub(crate) fn ensure(scratch: &Path) -> Result<Self> {
        let compiler = Compiler::ask()?;
        check_flags()?;
        let library = compiler
            .sysroot
            .join("lib/rustlib/src/rust/library")
            .components()
            .collect::<PathBuf>();
        if has_sources(&library) {
            return Ok(Self { library });
        }
        let rustup = match wasm_target::rustup(&["component", "add", "rust-src"]) {
            Ok(()) if has_sources(&library) => return Ok(Self { library }),
            Ok(()) => anyhow!("it added none"),
            Err(error) => error,
        };
        match from_debian(&compiler, scratch) {
            Ok(library) => Ok(Self { library }),
            Err(debian) => Err(anyhow!(
                "the sources of Rust {}'s standard library cannot be had.\n  \
                 rustup: {rustup:#}\n  \
                 Debian: {debian:#}",
                compiler.release
            )),
        }
    }

    /// Makes a `cargo build` for [`TARGET`] do so, with its files in `target`: other flags, other files.
    pub(crate) fn apply(&self, command: &mut Command, target: &Path) {
        command
            .args(["-Zbuild-std=std,panic_abort"])
            .args(["-Zbuild-std-features=optimize_for_size"])
            .arg("--target-dir")
            .arg(target)
            .env("RUSTC_BOOTSTRAP", "1")
            .env(SOURCES, &self.library)
            .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"))
            .env_remove("RUSTFLAGS");
    }
}

/// Unstable flags are another compiler's to change: better asked than found out in the middle of a build.
fn check_flags() -> Result<()> {
    process::output(
        workspace::rustc()
            .args(["--print=cfg", "--target", TARGET])
            .args(FLAGS)
            .env("RUSTC_BOOTSTRAP", "1"),
    )
    .map(drop)
    .context("this compiler does not know our flags")
}

fn has_sources(library: &Path) -> bool {
    library.join("Cargo.lock").is_file() && library.join("std/src/lib.rs").is_file()
}

/// Below `target`, once for each release of Rust.
fn from_debian(compiler: &Compiler, scratch: &Path) -> Result<PathBuf> {
    let place = scratch.join(format!("rust-src-{}", compiler.release));
    let library = place.join("library");
    if has_sources(&library) {
        return Ok(library);
    }
    println!("rustup could not; taking Debian's rust-src instead");
    let work = scratch.join(format!("rust-src-{}.new", std::process::id()));
    let result = apt::rust_src(&compiler.release, &work).and_then(|sources| {
        files::create_folder(&place)?;
        files::replace_folder(&sources, &library)
    });
    // Half of a download helps nobody, and a failure to remove it is no failure to have it.
    let _ = fs::remove_dir_all(&work);
    result.map(|()| library)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_with_it_says_so_and_keeps_its_files_apart() {
        let small = SmallStd {
            library: PathBuf::from("/src/library"),
        };
        let mut command = Command::new("cargo");
        small.apply(&mut command, Path::new("/small"));
        let args = command.get_args().collect::<Vec<_>>();
        assert!(args.contains(&"-Zbuild-std=std,panic_abort".as_ref()));
        assert!(args.ends_with(&["--target-dir".as_ref(), "/small".as_ref()]));
        let value = |name: &str| {
            command
                .get_envs()
                .find(|(key, _)| *key == name)
                .and_then(|(_, value)| value)
                .and_then(|value| value.to_str())
        };
        assert_eq!(value("RUSTC_BOOTSTRAP"), Some("1"));
        assert_eq!(value(SOURCES), Some("/src/library"));
        assert_eq!(value("RUSTFLAGS"), None);
    }

    #[test]
    fn a_folder_without_the_library_is_no_source() {
        assert!(!has_sources(Path::new("/nowhere")));
    }
}
