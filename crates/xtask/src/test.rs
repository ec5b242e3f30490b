//! `cargo xtask test`: every test there is, and a plain account of what ran and what did not.

use std::env;
use std::io::BufRead as _;
use std::io::BufReader;
use std::process::Command;
use std::process::ExitCode;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use anyhow::Context as _;
use anyhow::Result;

use crate::args::Test;
use crate::axe;
use crate::browser;
use crate::driver::Driver;
use crate::process;
use crate::server::Port;
use crate::site;
use crate::tally::Tally;
use crate::wasm_target;
use crate::wasm_target::TARGET;
use crate::workspace::Workspace;

/// Compares the traces of native and WebAssembly engines; its guest is what runs as WebAssembly.
const TRACES: &str = "glassbox-traces";
const GUEST: &str = "glassbox-traces-guest";

/// Drives the page in a real browser.
const BROWSER: &str = "glassbox-browser";

/// Optimised, but quick to build: nobody downloads it.
const GUEST_PROFILE: &str = "wasm-test";

/// How one part of the tests came out.
enum Outcome {
    Ran { ok: bool, tally: Tally },
    Skipped(String),
    Broken(anyhow::Error),
}

struct Part {
    name: &'static str,
    outcome: Outcome,
    took: Duration,
}

/// Runs all parts, whatever comes of each; fails if one did.
pub(crate) fn run(workspace: &Workspace, options: &Test) -> Result<ExitCode> {
    let parts = [
        part("unit, doc and scenario tests", || rust_tests(workspace)),
        part("native against WebAssembly", || match options.quick {
            true => Ok(Outcome::Skipped("--quick".to_owned())),
            false => traces(workspace),
        }),
        part("browser", || match (options.quick, options.no_browser) {
            (true, _) => Ok(Outcome::Skipped("--quick".to_owned())),
            (_, true) => Ok(Outcome::Skipped("--no-browser".to_owned())),
            _ => in_browser(workspace),
        }),
    ];
    Ok(summary(&parts))
}

fn part(name: &'static str, run: impl FnOnce() -> Result<Outcome>) -> Part {
    println!("\n== {name}");
    let start = Instant::now();
    let outcome = run().unwrap_or_else(Outcome::Broken);
    match &outcome {
        Outcome::Skipped(reason) => println!("skipped: {reason}"),
        Outcome::Broken(error) => eprintln!("error: {error:#}"),
        Outcome::Ran { .. } => {}
    }
    Part {
        name,
        outcome,
        took: start.elapsed(),
    }
}

fn rust_tests(workspace: &Workspace) -> Result<Outcome> {
    let mut command = workspace.cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]);
    for package in [TRACES, BROWSER] {
        if workspace.package(package).is_some() {
            command.args(["--exclude", package]);
        }
    }
    count(&mut command)
}

fn traces(workspace: &Workspace) -> Result<Outcome> {
    if workspace.package(TRACES).is_none() {
        return Ok(missing(TRACES));
    }
    let mut command = workspace.cargo();
    command.args(["test", "--no-fail-fast", "--package", TRACES]);
    if let Some(guest) = workspace.package(GUEST) {
        wasm_target::ensure(&workspace.scratch())?;
        process::run(workspace.cargo().args([
            "build",
            "--package",
            GUEST,
            "--target",
            TARGET,
            "--profile",
            GUEST_PROFILE,
        ]))
        .context("the engines do not compile to WebAssembly")?;
        let libraries = guest.targets("cdylib");
        let name = libraries
            .first()
            .with_context(|| format!("`{GUEST}` has no library of the kind `cdylib`"))?
            .replace('-', "_");
        let file = workspace
            .target()
            .join(TARGET)
            .join(GUEST_PROFILE)
            .join(name + ".wasm");
        command.env("GLASSBOX_GUEST", file);
    }
    count(&mut command)
}

fn in_browser(workspace: &Workspace) -> Result<Outcome> {
    for package in [BROWSER, site::WEB] {
        if workspace.package(package).is_none() {
            return Ok(missing(package));
        }
    }
    let browser = match browser::ensure() {
        Ok(browser) => browser,
        // Where nobody reads along, a test that silently stopped running would be the worst outcome.
        Err(error) if is_ci() => return Err(error.context("CI=true allows no skipped browser")),
        Err(error) => return Ok(Outcome::Skipped(format!("{error:#}"))),
    };
    let axe = match axe::ensure(&workspace.scratch()) {
        Ok(axe) => Some(axe),
        Err(error) if is_ci() => return Err(error.context("CI=true allows no skipped test")),
        Err(error) => {
            println!("without axe-core: {error:#}");
            None
        }
    };
    let folder = site::build(workspace, site::Kind::Development)?;
    let server = Port::take(0)?.serve(folder, None)?;
    let driver = Driver::start(&browser)?;
    count(
        workspace
            .cargo()
            .args(["test", "--no-fail-fast", "--package", BROWSER])
            .env("GLASSBOX_SITE", server.url())
            .env("GLASSBOX_WEBDRIVER", driver.url())
            .env("GLASSBOX_CHROMIUM", &browser.chromium)
            .envs(axe.map(|axe| ("GLASSBOX_AXE", axe))),
    )
}

fn missing(package: &str) -> Outcome {
    Outcome::Skipped(format!("the workspace has no package `{package}`"))
}

fn is_ci() -> bool {
    env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// Runs `cargo test` in sight of the user and counts what it reports.
fn count(command: &mut Command) -> Result<Outcome> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start `cargo test`")?;
    let mut tally = Tally::default();
    if let Some(stdout) = child.stdout.take() {
        let mut stdout = BufReader::new(stdout);
        let mut line = Vec::new();
        while stdout.read_until(b'\n', &mut line)? > 0 {
            let text = String::from_utf8_lossy(&line);
            print!("{text}");
            tally.read(text.trim_end());
            line.clear();
        }
    }
    let ok = child.wait().context("`cargo test` was lost")?.success();
    Ok(Outcome::Ran { ok, tally })
}

/// Prints the account; its last line is the sum. What did not run counts as one skipped, what did not compile as one failed.
fn summary(parts: &[Part]) -> ExitCode {
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    println!("\n== summary");
    for Part {
        name,
        outcome,
        took,
    } in parts
    {
        let (word, detail) = match outcome {
            Outcome::Ran { ok, tally } => {
                let broken = usize::from(!ok && tally.failed == 0);
                passed += tally.passed;
                failed += tally.failed + broken;
                skipped += tally.ignored.len();
                (
                    if *ok { "ok" } else { "FAILED" },
                    format!(
                        "{} passed, {} failed, {} skipped{}",
                        tally.passed,
                        tally.failed,
                        tally.ignored.len(),
                        if broken == 1 {
                            " (a target did not build or crashed)"
                        } else {
                            ""
                        },
                    ),
                )
            }
            Outcome::Skipped(reason) => {
                skipped += 1;
                ("skipped", reason.clone())
            }
            Outcome::Broken(error) => {
                failed += 1;
                ("FAILED", format!("{error:#}"))
            }
        };
        println!("{name:<30} {word:<8} {:>5} s  {detail}", took.as_secs());
        if let Outcome::Ran { tally, .. } = outcome {
            for test in &tally.ignored {
                println!("{:<30} skipped           {test}", "");
            }
        }
    }
    println!("{passed} passed, {failed} failed, {skipped} skipped");
    match failed {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(outcome: Outcome) -> ExitCode {
        summary(&[Part {
            name: "x",
            outcome,
            took: Duration::ZERO,
        }])
    }

    #[test]
    fn only_failures_fail() {
        let tally = || Tally {
            passed: 3,
            failed: 0,
            ignored: vec!["slow".to_owned()],
        };
        let ok = format!("{:?}", ExitCode::SUCCESS);
        let shown = |outcome| format!("{:?}", done(outcome));
        assert_eq!(
            shown(Outcome::Ran {
                ok: true,
                tally: tally()
            }),
            ok
        );
        assert_eq!(shown(Outcome::Skipped("no browser".to_owned())), ok);
        assert_ne!(
            shown(Outcome::Ran {
                ok: false,
                tally: tally()
            }),
            ok
        );
        assert_ne!(shown(Outcome::Broken(anyhow::anyhow!("x"))), ok);
    }
}
