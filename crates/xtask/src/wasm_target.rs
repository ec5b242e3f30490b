//! Rust's standard library for WebAssembly, installed when missing.
//!
//! Two ways, in this order: rustup downloads it; or, where rustup's server cannot be reached but a Debian mirror can, it is
//! built from Debian's `rust-src` package (see [`crate::apt`] and [`crate::rust_std`]). Either way it ends in the compiler's
//! own library folder, where every later `cargo build --target wasm32-unknown-unknown` finds it.

use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;
use anyhow::Result;
use anyhow::anyhow;
use anyhow::bail;

use crate::apt;
use crate::process;
use crate::rust_std;
use crate::workspace;

/// The target of everything that runs in a browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The compiler in use.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Compiler {
    /// Such as `1.95.0`.
    pub(crate) release: String,
    /// The commit it was built from.
    pub(crate) commit: String,
    /// Where its libraries are.
    pub(crate) sysroot: PathBuf,
}

impl Compiler {
    pub(crate) fn ask() -> Result<Self> {
        let version = process::output(workspace::rustc().arg("-vV"))?;
        let sysroot = process::output(workspace::rustc().args(["--print", "sysroot"]))?;
        Self::from_answers(&version, &sysroot)
            .context("`rustc -vV` printed something unexpected; is this rustup's Rust?")
    }

    fn from_answers(version: &str, sysroot: &str) -> Option<Self> {
        let field = |name: &str| {
            version
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
                .map(|value| value.trim().to_owned())
        };
        Some(Self {
            release: field("release")?,
            commit: field("commit-hash")?,
            sysroot: PathBuf::from(sysroot.trim()),
        })
    }

    /// The folder of the target's libraries.
    pub(crate) fn target_dir(&self) -> PathBuf {
        self.sysroot.join("lib").join("rustlib").join(TARGET)
    }

    /// Whether the target is there, and of this very compiler.
    fn has_target(&self) -> bool {
        let folder = self.target_dir();
        let has_std = fs::read_dir(folder.join("lib")).is_ok_and(|files| {
            files.flatten().any(|file| {
                let name = file.file_name();
                let name = name.to_string_lossy();
                name == "libstd.rlib" || name.starts_with("libstd-") && name.ends_with(".rlib")
            })
        });
        has_std && rust_std::built_for(&folder).is_none_or(|commit| commit == self.commit)
    }
}

/// Makes sure that the target is there; does nothing when it is. Returns its folder.
pub(crate) fn ensure(scratch: &Path) -> Result<PathBuf> {
    let compiler = Compiler::ask()?;
    if !compiler.has_target() {
        install(&compiler, scratch)?;
        try_out(scratch)?;
    }
    Ok(compiler.target_dir())
}

fn install(compiler: &Compiler, scratch: &Path) -> Result<()> {
    // What an older compiler left, and only what we put there ourselves: rustup keeps its own books.
    rust_std::remove_stale(compiler)?;
    let rustup = match from_rustup() {
        Ok(()) => return Ok(()),
        Err(error) => error,
    };
    from_debian(compiler, scratch).map_err(|debian| {
        anyhow!(
            "the WebAssembly target of Rust {} cannot be installed.\n  \
             rustup: {rustup:#}\n  \
             Debian: {debian:#}\n\
             Once rustup's server can be reached, `rustup target add {TARGET}` is all it takes.",
            compiler.release
        )
    })
}

fn from_rustup() -> Result<()> {
    rustup(&["target", "add", TARGET])
}

/// Has rustup add something to the compiler in use.
pub(crate) fn rustup(args: &[&str]) -> Result<()> {
    let rustup = process::find("rustup").context("it is not on PATH")?;
    println!("adding to the tool-chain: rustup {}", args.join(" "));
    let mut command = Command::new(rustup);
    command.args(args).env("RUST_BACKTRACE", "0");
    if env::var_os("RUSTUP_MAX_RETRIES").is_none() {
        command.env("RUSTUP_MAX_RETRIES", "1");
    }
    process::output(&mut command).map(drop)
}

fn from_debian(compiler: &Compiler, scratch: &Path) -> Result<()> {
    rust_std::check_writable(compiler)?;
    println!(
        "rustup could not; building it from Debian's rust-src {} instead",
        compiler.release
    );
    let work = scratch.join(format!("rust-src-{}", std::process::id()));
    let result = apt::rust_src(&compiler.release, &work)
        .and_then(|library| rust_std::build_and_install(compiler, &library, &work));
    // A failed build leaves 500 MB that nobody wants; a failure to remove it is no failure to build.
    let _ = fs::remove_dir_all(&work);
    result
}

/// Compiles four lines for the target: what was installed must work, or say why not here.
fn try_out(scratch: &Path) -> Result<()> {
    let folder = scratch.join("try-out");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let source = folder.join("try_out.rs");
    fs::write(
        &source,
        "#[unsafe(no_mangle)]\npub extern \"C\" fn len(n: u32) -> usize {\n    n.to_string().len()\n}\n",
    )
    .with_context(|| format!("cannot write {}", source.display()))?;
    let tried = process::output(
        workspace::rustc()
            .args(["--crate-type=cdylib", "--target", TARGET, "--out-dir"])
            .arg(&folder)
            .arg(&source),
    );
    if let Err(error) = tried {
        bail!("the WebAssembly target was installed but does not work: {error:#}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION: &str = "rustc 1.95.0 (59807616e 2026-04-14)\nbinary: rustc\ncommit-hash: 59807616e1fa\nrelease: 1.95.0\n";

    #[test]
    fn the_compiler_says_who_it_is() {
        let compiler = Compiler::from_answers(VERSION, "/rust\n").unwrap();
        assert_eq!(compiler.release, "1.95.0");
        assert_eq!(compiler.commit, "59807616e1fa");
        assert!(
            compiler
                .target_dir()
                .ends_with("lib/rustlib/wasm32-unknown-unknown")
        );
        assert_eq!(Compiler::from_answers("rustc 1.95.0", "/rust"), None);
    }

    #[test]
    fn an_absent_target_is_absent() {
        let compiler = Compiler::from_answers(VERSION, "/nowhere").unwrap();
        assert!(!compiler.has_target());
    }
}
