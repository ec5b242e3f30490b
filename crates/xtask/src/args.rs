//! The command line: what can be asked for, and the help that says so.

use std::ffi::OsString;

use anyhow::Context as _;
use anyhow::Result;
use anyhow::bail;
use lexopt::Arg;
use lexopt::Parser;
use lexopt::ValueExt as _;

/// What `cargo xtask --help` prints.
pub(crate) const HELP: &str = include_str!("help.txt");

/// The port of the README.
pub(crate) const DEFAULT_PORT: u16 = 8080;

/// One task with its options.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Command {
    /// Print [`HELP`].
    Help,
    /// Build the page into `target/site`.
    Build {
        /// Small and fast instead of quick to build.
        release: bool,
    },
    /// Build the page and serve it.
    Serve(Serve),
    /// Run every test.
    Test(Test),
    /// Run the outside judges with these arguments.
    Conformance(Vec<OsString>),
    /// Run the benchmarks with these arguments.
    Bench(Vec<OsString>),
    /// Measure how long the main thread works for a frame.
    Frames,
    /// Compare the downloads with their budgets.
    Size,
    /// Build what is published into `target/dist`.
    Dist,
    /// Install what the other commands need, and stop there.
    Setup {
        /// The browser too.
        browser: bool,
    },
}

/// Options of `serve`.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Serve {
    /// Where to listen on 127.0.0.1.
    pub(crate) port: u16,
    /// Serve the release build.
    pub(crate) release: bool,
    /// Rebuild and reload when a source file changes.
    pub(crate) watch: bool,
}

/// Options of `test`.
#[derive(Debug, Default, Eq, PartialEq)]
pub(crate) struct Test {
    /// Only what needs neither WebAssembly nor a browser.
    pub(crate) quick: bool,
    /// Everything but the browser.
    pub(crate) no_browser: bool,
}

/// Reads the command line, the program's name already taken off.
pub(crate) fn parse(mut parser: Parser) -> Result<Command> {
    let name = match parser.next()? {
        None | Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Command::Help),
        Some(Arg::Value(name)) => name.string()?,
        Some(other) => return Err(unexpected(&other, "cargo xtask")),
    };
    match name.as_str() {
        "help" => Ok(Command::Help),
        "build" => {
            let mut release = false;
            flags(parser, &name, &mut [("release", &mut release)])
                .map(|help| help.unwrap_or(Command::Build { release }))
        }
        "serve" => serve(parser),
        "test" => {
            let mut test = Test::default();
            flags(
                parser,
                &name,
                &mut [
                    ("quick", &mut test.quick),
                    ("no-browser", &mut test.no_browser),
                ],
            )
            .map(|help| help.unwrap_or(Command::Test(test)))
        }
        "setup" => {
            let mut browser = false;
            flags(parser, &name, &mut [("browser", &mut browser)])
                .map(|help| help.unwrap_or(Command::Setup { browser }))
        }
        "frames" => flags(parser, &name, &mut []).map(|help| help.unwrap_or(Command::Frames)),
        "size" => flags(parser, &name, &mut []).map(|help| help.unwrap_or(Command::Size)),
        "dist" => flags(parser, &name, &mut []).map(|help| help.unwrap_or(Command::Dist)),
        "conformance" => Ok(Command::Conformance(parser.raw_args()?.collect())),
        "bench" => Ok(Command::Bench(parser.raw_args()?.collect())),
        unknown => {
            bail!("there is no task `{unknown}`; `cargo xtask --help` lists them")
        }
    }
}

/// Reads flags without values; `--help` anywhere wins.
fn flags(
    mut parser: Parser,
    task: &str,
    flags: &mut [(&str, &mut bool)],
) -> Result<Option<Command>> {
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Some(Command::Help)),
            Arg::Long(name) if flags.iter().any(|(flag, _)| *flag == name) => {
                for (flag, value) in flags.iter_mut() {
                    **value |= *flag == name;
                }
            }
            other => return Err(unexpected(&other, &format!("cargo xtask {task}"))),
        }
    }
    Ok(None)
}

fn serve(mut parser: Parser) -> Result<Command> {
    let mut options = Serve {
        port: DEFAULT_PORT,
        release: false,
        watch: false,
    };
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Short('p') | Arg::Long("port") => {
                options.port = parser
                    .value()?
                    .parse()
                    .ok()
                    .context("--port wants a number from 0 to 65535 (0: any free port)")?;
            }
            Arg::Long("release") => options.release = true,
            Arg::Long("watch") => options.watch = true,
            other => return Err(unexpected(&other, "cargo xtask serve")),
        }
    }
    Ok(Command::Serve(options))
}

fn unexpected(arg: &Arg<'_>, task: &str) -> anyhow::Error {
    let shown = match arg {
        Arg::Short(letter) => format!("-{letter}"),
        Arg::Long(name) => format!("--{name}"),
        Arg::Value(value) => value.to_string_lossy().into_owned(),
    };
    anyhow::anyhow!("`{task}` has no option `{shown}`; `cargo xtask --help` lists them")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Command> {
        parse(Parser::from_args(args))
    }

    #[test]
    fn no_arguments_ask_for_help() {
        assert_eq!(parsed(&[]).unwrap(), Command::Help);
        assert_eq!(parsed(&["--help"]).unwrap(), Command::Help);
        assert_eq!(parsed(&["serve", "-h"]).unwrap(), Command::Help);
        assert_eq!(parsed(&["size", "--help"]).unwrap(), Command::Help);
    }

    #[test]
    fn serve_has_the_port_of_the_readme() {
        let serve = |port, release, watch| {
            Command::Serve(Serve {
                port,
                release,
                watch,
            })
        };
        assert_eq!(parsed(&["serve"]).unwrap(), serve(8080, false, false));
        assert_eq!(
            parsed(&["serve", "--port", "9000", "--watch"]).unwrap(),
            serve(9000, false, true)
        );
        assert_eq!(
            parsed(&["serve", "--port=0", "--release"]).unwrap(),
            serve(0, true, false)
        );
    }

    #[test]
    fn a_bad_port_says_what_a_port_is() {
        let error = parsed(&["serve", "--port", "80800"]).unwrap_err();
        assert!(format!("{error:#}").contains("0 to 65535"), "{error:#}");
        assert!(parsed(&["serve", "--port"]).is_err());
    }

    #[test]
    fn judges_get_their_arguments_untouched() {
        assert_eq!(
            parsed(&["conformance", "raft", "--suite", "x y"]).unwrap(),
            Command::Conformance(vec!["raft".into(), "--suite".into(), "x y".into()])
        );
        assert_eq!(
            parsed(&["bench", "--", "seek"]).unwrap(),
            Command::Bench(vec!["--".into(), "seek".into()])
        );
    }

    #[test]
    fn flags_are_read_and_unknown_ones_named() {
        assert_eq!(
            parsed(&["test", "--no-browser"]).unwrap(),
            Command::Test(Test {
                quick: false,
                no_browser: true
            })
        );
        assert_eq!(
            parsed(&["setup", "--browser"]).unwrap(),
            Command::Setup { browser: true }
        );
        let error = parsed(&["build", "--fast"]).unwrap_err().to_string();
        assert!(error.contains("cargo xtask build") && error.contains("--fast"));
        let error = parsed(&["sreve"]).unwrap_err().to_string();
        assert!(error.contains("sreve"));
    }

    #[test]
    fn help_names_every_task() {
        for task in [
            "serve",
            "test",
            "build",
            "conformance",
            "bench",
            "size",
            "dist",
            "setup",
        ] {
            assert!(HELP.contains(&format!("cargo xtask {task}")), "{task}");
        }
    }
}
