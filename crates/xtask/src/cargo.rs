//! Tasks that only hand on to one of the workspace's own programs, arguments and exit code included.

use std::ffi::OsString;
use std::process::Command;
use std::process::ExitCode;

use anyhow::Context as _;
use anyhow::Result;
use anyhow::bail;

use crate::workspace;
use crate::workspace::Workspace;

/// Measures the labs against what the project did not write.
const JUDGES: &str = "glassbox-judges";

/// `cargo xtask conformance`
pub(crate) fn conformance(workspace: &Workspace, args: &[OsString]) -> Result<ExitCode> {
    if workspace.package(JUDGES).is_none() {
        bail!("the workspace has no package `{JUDGES}`");
    }
    // From where the user is: `--suite DIR` is relative to that. Optimized: some judges search.
    let mut command = workspace::cargo();
    command
        .args(["run", "--quiet", "--release", "--package", JUDGES])
        .arg("--manifest-path")
        .arg(workspace.root().join("Cargo.toml"))
        .arg("--")
        .args(args);
    hand_on(&mut command)
}

/// `cargo xtask bench`: every package that has benchmarks.
pub(crate) fn bench(workspace: &Workspace, args: &[OsString]) -> Result<ExitCode> {
    let mut command = workspace.cargo();
    command.arg("bench");
    let mut has_any = false;
    for package in workspace.packages() {
        let benches = package.targets("bench");
        if !benches.is_empty() {
            command.args(["--package", &package.name]);
            has_any = true;
        }
        for bench in benches {
            command.args(["--bench", bench]);
        }
    }
    if !has_any {
        bail!("no package of the workspace has a benchmark");
    }
    hand_on(command.args(args))
}

fn hand_on(command: &mut Command) -> Result<ExitCode> {
    let status = command.status().context("cannot start cargo")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
