//! Building Rust's standard library for WebAssembly from its sources.
//!
//! The library's own workspace has a `dist` profile, which is how the released libraries are made: bitcode for later
//! link-time optimisation included. So the result behaves like rustup's, with `panic = "abort"` and without.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context as _;
use anyhow::Result;
use anyhow::bail;

use crate::process;
use crate::wasm_target::Compiler;
use crate::wasm_target::TARGET;
use crate::workspace;

/// Names the compiler that a library of ours was built with, and what the folder is.
const STAMP: &str = "built-by-glassbox-xtask";

/// The commit of the compiler that we built the library in `target_dir` for; none when rustup put it there.
pub(crate) fn built_for(target_dir: &Path) -> Option<String> {
    let stamp = fs::read_to_string(target_dir.join(STAMP)).ok()?;
    Some(stamp.lines().next().unwrap_or_default().to_owned())
}

/// Removes a library of ours that an older compiler left behind.
pub(crate) fn remove_stale(compiler: &Compiler) -> Result<()> {
    let folder = compiler.target_dir();
    if built_for(&folder).is_some_and(|commit| commit != compiler.commit) {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot remove the outdated {}", folder.display()))?;
    }
    Ok(())
}

/// An early, clear error when the compiler's folder belongs to someone else.
pub(crate) fn check_writable(compiler: &Compiler) -> Result<()> {
    let staging = staging_dir(compiler);
    fs::create_dir_all(&staging).with_context(|| {
        format!(
            "the compiler's folder {} is not yours to write to; run `cargo xtask setup` as its owner",
            compiler.sysroot.display()
        )
    })?;
    fs::remove_dir_all(&staging).with_context(|| format!("cannot remove {}", staging.display()))
}

/// Builds the sources in `library` (about 15 s on two cores) and puts the result where the compiler looks for it.
pub(crate) fn build_and_install(compiler: &Compiler, library: &Path, work: &Path) -> Result<()> {
    let built = build(compiler, library, &work.join("target"))?;
    install(compiler, &built)
}

fn build(compiler: &Compiler, library: &Path, target: &Path) -> Result<PathBuf> {
    println!("building std for {TARGET}");
    let manifest = library.join("sysroot").join("Cargo.toml");
    if !manifest.is_file() {
        bail!("the sources have no {}", manifest.display());
    }
    // As the released library is built: its unmarked crates are unstable, and no path of this machine gets into it.
    let flags = [
        "-Zforce-unstable-if-unmarked".to_owned(),
        format!(
            "--remap-path-prefix={}=/rustc/{}/library",
            library.display(),
            compiler.commit
        ),
    ];
    let vendor = library.join("vendor");
    let vendor = vendor
        .to_str()
        .context("the target folder's path is not UTF-8")?;
    process::output(
        workspace::cargo()
            .current_dir(library)
            .args(["build", "--profile=dist", "--locked", "--offline"])
            // The vendored crates are what the library itself needs, not what its tests need.
            .arg("-Zavoid-dev-deps")
            .args(["--target", TARGET])
            .arg("--manifest-path")
            .arg(&manifest)
            .arg("--target-dir")
            .arg(target)
            .args(["--config", "source.crates-io.replace-with='vendored'"])
            .arg("--config")
            .arg(format!(
                "source.vendored.directory={}",
                serde_json::Value::from(vendor)
            ))
            // Of this one build only: the sources are the compiler's own and may use what it keeps unstable.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
            .env_remove("RUSTFLAGS"),
    )
    .context("std does not build")?;
    Ok(target.join(TARGET).join("dist").join("deps"))
}

/// Copies next to the final folder first, so that it appears whole or not at all.
fn install(compiler: &Compiler, built: &Path) -> Result<()> {
    let staging = staging_dir(compiler);
    let lib = staging.join("lib");
    let failed = || format!("cannot install into {}", staging.display());
    fs::create_dir_all(&lib).with_context(failed)?;
    for file in fs::read_dir(built).with_context(|| format!("cannot read {}", built.display()))? {
        let path = file.with_context(failed)?.path();
        if let (Some("rlib"), Some(name)) = (extension(&path), path.file_name()) {
            fs::copy(&path, lib.join(name)).with_context(failed)?;
        }
    }
    let stamp = format!(
        "{}\nRust's standard library for {TARGET}, built from Debian's rust-src {}.\n\
         Before `rustup target add {TARGET}`, delete this folder.\n",
        compiler.commit, compiler.release
    );
    fs::write(staging.join(STAMP), stamp).with_context(failed)?;
    let place = compiler.target_dir();
    if place.exists() {
        // An empty or half-removed folder of rustup's: `has_target` found no std in it.
        fs::remove_dir_all(&place)
            .with_context(|| format!("cannot replace {}", place.display()))?;
    }
    fs::rename(&staging, &place).with_context(|| format!("cannot create {}", place.display()))
}

fn staging_dir(compiler: &Compiler) -> PathBuf {
    let mut name = compiler.target_dir().into_os_string();
    name.push(format!(".{}", std::process::id()));
    PathBuf::from(name)
}

fn extension(path: &Path) -> Option<&str> {
    path.extension()?.to_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::env;

    #[test]
    fn a_built_library_is_installed_whole_and_stamped() {
        let root = env::temp_dir().join(format!("glassbox-std-{}", std::process::id()));
        let compiler = Compiler {
            release: "1.95.0".to_owned(),
            commit: "5980".to_owned(),
            sysroot: root.join("sysroot"),
        };
        let built = root.join("deps");
        fs::create_dir_all(&built).unwrap();
        fs::write(built.join("libstd-1.rlib"), "std").unwrap();
        fs::write(built.join("std-1.d"), "not wanted").unwrap();

        check_writable(&compiler).unwrap();
        install(&compiler, &built).unwrap();

        let place = compiler.target_dir();
        assert_eq!(built_for(&place).as_deref(), Some("5980"));
        assert!(place.join("lib/libstd-1.rlib").is_file());
        assert!(!place.join("lib/std-1.d").exists());

        remove_stale(&compiler).unwrap();
        assert!(place.exists());
        let newer = Compiler {
            commit: "6000".to_owned(),
            ..compiler
        };
        remove_stale(&newer).unwrap();
        assert!(!place.exists());
        fs::remove_dir_all(&root).unwrap();
    }
}
