//! What Cargo knows about this workspace: where it is and which packages it has.

use std::env;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;
use anyhow::Result;
use serde_json::Value;

use crate::process;

/// The workspace that this program was built from.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
    packages: Vec<Package>,
}

/// One member of the workspace.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Package {
    /// Its name in `Cargo.toml`.
    pub(crate) name: String,
    targets: Vec<Target>,
}

#[derive(Debug, Eq, PartialEq)]
struct Target {
    name: String,
    kinds: Vec<String>,
}

impl Workspace {
    /// Asks Cargo.
    pub(crate) fn load() -> Result<Self> {
        let manifest_dir = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let text = process::output(
            cargo()
                .args(["metadata", "--no-deps", "--format-version=1"])
                .current_dir(&manifest_dir),
        )?;
        Self::from_metadata(&text).context("`cargo metadata` printed something unexpected")
    }

    fn from_metadata(text: &str) -> Result<Self> {
        let metadata = serde_json::from_str::<Value>(text)?;
        let path = |key: &str| {
            metadata[key]
                .as_str()
                .map(PathBuf::from)
                .with_context(|| format!("it has no `{key}`"))
        };
        let packages = metadata["packages"]
            .as_array()
            .context("it has no `packages`")?;
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
            packages: packages.iter().map(Package::from_metadata).collect(),
        })
    }

    /// The folder of the root `Cargo.toml`.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's target folder.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// A folder of our own for downloads and work in progress, below the target folder.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// All members, in Cargo's order.
    pub(crate) fn packages(&self) -> &[Package] {
        &self.packages
    }

    /// The member of that name.
    pub(crate) fn package(&self, name: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.name == name)
    }

    /// `cargo`, run from the root.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }
}

impl Package {
    fn from_metadata(package: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let all = |value: &Value| value.as_array().cloned().unwrap_or_default();
        Self {
            name: text(&package["name"]),
            targets: all(&package["targets"])
                .iter()
                .map(|target| Target {
                    name: text(&target["name"]),
                    kinds: all(&target["kind"]).iter().map(text).collect(),
                })
                .collect(),
        }
    }

    /// The names of its targets of one kind: `bin`, `cdylib`, `bench`, …
    pub(crate) fn targets(&self, kind: &str) -> Vec<&str> {
        self.targets
            .iter()
            .filter(|target| target.kinds.iter().any(|other| other == kind))
            .map(|target| target.name.as_str())
            .collect()
    }
}

/// The Cargo that runs us, or the one on `PATH`.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The compiler that Cargo would use.
pub(crate) fn rustc() -> Command {
    Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_gives_folders_packages_and_targets() {
        let workspace = Workspace::from_metadata(
            r#"{"workspace_root":"/w","target_directory":"/w/target","packages":[
                {"name":"glassbox-web","targets":[{"name":"site","kind":["bin"]},{"name":"web","kind":["lib"]},
                 {"name":"raft","kind":["bin"]}]}]}"#,
        )
        .unwrap();
        assert_eq!(workspace.root(), Path::new("/w"));
        assert_eq!(workspace.scratch(), Path::new("/w/target/xtask"));
        let web = workspace.package("glassbox-web").unwrap();
        assert_eq!(web.targets("bin"), ["site", "raft"]);
        assert!(web.targets("bench").is_empty());
        assert!(workspace.package("glassbox-none").is_none());
    }

    #[test]
    fn strange_metadata_is_an_error() {
        assert!(Workspace::from_metadata("{}").is_err());
        assert!(Workspace::from_metadata("not json").is_err());
    }
}
