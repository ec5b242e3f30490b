//! The project's own tasks: `cargo xtask serve` shows the page, `cargo xtask test` runs every test.
//!
//! Each command sets up what it needs on a fresh machine (see [`setup`]), so that rustup's Rust, git and a C compiler are
//! enough to begin with. Nothing is installed twice, and nothing at all when it is already there.

mod apt;
mod apt_sources;
mod args;
mod axe;
mod bindgen;
mod browser;
mod cargo;
mod dist;
mod driver;
mod files;
mod frames;
mod mime;
mod node;
mod process;
mod reload;
mod rust_std;
mod serve;
mod served_path;
mod server;
mod setup;
mod site;
mod size;
mod small_std;
mod tally;
mod test;
mod wasm_target;
mod watch;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use args::Command;
use workspace::Workspace;

fn main() -> ExitCode {
    match args::parse(lexopt::Parser::from_env()).and_then(run) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    if let Command::Help = command {
        print!("{}", args::HELP);
        return Ok(ExitCode::SUCCESS);
    }
    let workspace = Workspace::load()?;
    match command {
        Command::Help => {}
        Command::Build { release } => {
            let site = site::build(&workspace, site::Kind::from_release(release))?;
            println!("built {}", site.display());
        }
        Command::Serve(options) => serve::run(&workspace, &options)?,
        Command::Test(options) => return test::run(&workspace, &options),
        Command::Conformance(rest) => return cargo::conformance(&workspace, &rest),
        Command::Bench(rest) => return cargo::bench(&workspace, &rest),
        Command::Frames => return frames::run(&workspace),
        Command::Size => size::run(&workspace)?,
        Command::Dist => {
            let site = dist::build(&workspace)?;
            println!("built {}", site.display());
        }
        Command::Setup { browser } => setup::run(&workspace, browser)?,
    }
    Ok(ExitCode::SUCCESS)
}
