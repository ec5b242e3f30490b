//! The page: WebAssembly, its JavaScript side, and the files that are only copied.
//!
//! Every `bin` of the package [`WEB`] is a download of its own: `wasm/NAME.js` with `wasm/NAME_bg.wasm`. Around them lie
//! `index.html` of the workspace and all of `web/static/`.

use std::path::Path;
use std::path::PathBuf;

use anyhow::Context as _;
use anyhow::Result;
use anyhow::bail;

use crate::bindgen;
use crate::files;
use crate::process;
use crate::small_std::SmallStd;
use crate::wasm_target;
use crate::wasm_target::TARGET;
use crate::workspace::Workspace;

/// The package of the front end.
pub(crate) const WEB: &str = "glassbox-web";

/// For whom the page is built.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// Quick to build, with names in back-traces.
    Development,
    /// Small and fast.
    Release,
    /// What readers download: smaller still, where the tools for it can be had.
    Published,
}

impl Kind {
    /// From a `--release` flag.
    pub(crate) fn from_release(release: bool) -> Self {
        match release {
            true => Self::Release,
            false => Self::Development,
        }
    }

    fn profile(self) -> &'static str {
        match self {
            Self::Development => "dev",
            Self::Release | Self::Published => "wasm-release",
        }
    }

    /// The folder that Cargo puts a profile's files into.
    fn folder(self) -> &'static str {
        match self {
            Self::Development => "debug",
            Self::Release | Self::Published => "wasm-release",
        }
    }
}

/// Builds the page into `target/site` and returns that folder. A failed build leaves the old page there.
pub(crate) fn build(workspace: &Workspace, kind: Kind) -> Result<PathBuf> {
    let place = workspace.target().join("site");
    let new = workspace.scratch().join("site");
    build_into(workspace, kind, &new)?;
    files::replace_folder(&new, &place)?;
    Ok(place)
}

/// Builds the page into an empty folder.
pub(crate) fn build_into(workspace: &Workspace, kind: Kind, out: &Path) -> Result<()> {
    let Some(web) = workspace.package(WEB) else {
        bail!("the workspace has no package `{WEB}`, so there is no page to build");
    };
    let names = web.targets("bin");
    if names.is_empty() {
        bail!("`{WEB}` has no `bin` target, so there is nothing for the page to load");
    }
    let target = compile(workspace, kind)?;

    files::remove_folder(out)?;
    let wasm = out.join("wasm");
    files::create_folder(&wasm)?;
    let built = target.join(TARGET).join(kind.folder());
    for name in names {
        let file = built.join(format!("{name}.wasm"));
        bindgen::generate(&file, name, &wasm, kind == Kind::Development)?;
    }
    files::copy_below(&workspace.root().join("web").join("static"), out)?;
    copy_scenarios(workspace, out)?;
    files::copy(
        &workspace.root().join("index.html"),
        &out.join("index.html"),
    )
}

/// `crates/NAME/scenarios/STORY.json` becomes `scenarios/NAME/STORY.json`: each is a download of its own.
fn copy_scenarios(workspace: &Workspace, out: &Path) -> Result<()> {
    let crates = workspace.root().join("crates");
    for file in files::below(&crates)? {
        let parts: Vec<_> = file.strip_prefix(&crates)?.iter().collect();
        if let [lab, folder, name] = parts[..]
            && folder == "scenarios"
            && Path::new(name).extension().is_some_and(|it| it == "json")
        {
            files::copy(&file, &out.join("scenarios").join(lab).join(name))?;
        }
    }
    Ok(())
}

/// Compiles every program of the page and returns the target folder that they are in.
fn compile(workspace: &Workspace, kind: Kind) -> Result<PathBuf> {
    let scratch = workspace.scratch();
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--package", WEB, "--bins"]).args([
        "--target",
        TARGET,
        "--profile",
        kind.profile(),
    ]);
    let small = match kind {
        Kind::Development | Kind::Release => None,
        Kind::Published => SmallStd::ensure(&scratch)
            .inspect_err(|error| {
                println!("{error:#}\nbuilding with the compiler's own: the page gets larger");
            })
            .ok(),
    };
    let target = match small {
        Some(small) => {
            let target = scratch.join("small");
            small.apply(&mut cargo, &target);
            target
        }
        None => {
            wasm_target::ensure(&scratch)?;
            workspace.target().to_owned()
        }
    };
    process::run(&mut cargo).context("the page does not compile")?;
    Ok(target)
}
