//! The command line, read.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use glassbox_sim::{Instant, Lang};
use lexopt::Arg::{Long, Short, Value};
use lexopt::{Parser, ValueExt};

use crate::{help, moment};

/// What is to be done.
pub(crate) enum Command {
    Help(&'static str),
    Version,
    List(List),
    Run(Run),
    Check(Check),
    Link(Link),
}

/// `glassbox list`
#[derive(Default)]
pub(crate) struct List {
    pub(crate) lang: Lang,
    pub(crate) format: Format,
}

/// `glassbox run`
#[derive(Default)]
pub(crate) struct Run {
    /// A scenario, a file or a link.
    pub(crate) what: String,
    pub(crate) seed: Option<u64>,
    pub(crate) lang: Lang,
    pub(crate) format: Format,
    /// Details as well.
    pub(crate) all: bool,
    /// Where the picture goes; `-` is the standard output.
    pub(crate) svg: Option<PathBuf>,
    pub(crate) until: Option<Instant>,
}

/// `glassbox check`
#[derive(Default)]
pub(crate) struct Check {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) lang: Lang,
}

/// `glassbox link`
#[derive(Default)]
pub(crate) struct Link {
    pub(crate) scenario: String,
    pub(crate) lang: Lang,
    pub(crate) seed: Option<u64>,
    pub(crate) moment: Option<Moment>,
    /// What comes before the `#`.
    pub(crate) base: String,
}

/// A moment of a story.
pub(crate) enum Moment {
    At(Instant),
    /// Where the text of this step is read; from 1.
    Step(usize),
}

/// How results are written.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
pub(crate) enum Format {
    #[default]
    Text,
    /// One JSON object per line.
    Jsonl,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "text" => Ok(Self::Text),
            "jsonl" => Ok(Self::Jsonl),
            _ => Err(format!(
                "expected the format \"text\" or \"jsonl\", not \"{name}\""
            )),
        }
    }
}

/// A command line that cannot be understood.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl std::error::Error for Usage {}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nTry \"glassbox help\".", self.0)
    }
}

impl From<lexopt::Error> for Usage {
    fn from(error: lexopt::Error) -> Self {
        Self(error.to_string())
    }
}

/// Reads the command line of this process.
pub(crate) fn parse() -> anyhow::Result<Command> {
    Ok(command(&mut Parser::from_env())?)
}

fn command(parser: &mut Parser) -> Result<Command, Usage> {
    let name = match parser.next()? {
        None => {
            return Err(Usage(
                "expected a command: list, run, check, link or help".to_owned(),
            ));
        }
        Some(Short('h') | Long("help")) => return Ok(Command::Help(help::ALL)),
        Some(Short('V') | Long("version")) => return Ok(Command::Version),
        Some(Value(name)) => text(name)?,
        Some(option) => return Err(option.unexpected().into()),
    };
    match name.as_str() {
        "list" => list(parser),
        "run" => run(parser),
        "check" => check(parser),
        "link" => link(parser),
        "help" => match parser.next()? {
            None | Some(Short('h') | Long("help")) => Ok(Command::Help(help::ALL)),
            Some(Value(of)) => {
                let of = text(of)?;
                help::of(&of).map(Command::Help).ok_or_else(|| unknown(&of))
            }
            Some(option) => Err(option.unexpected().into()),
        },
        _ => Err(unknown(&name)),
    }
}

fn unknown(command: &str) -> Usage {
    Usage(format!(
        "there is no command \"{command}\"; there are list, run, check, link and help"
    ))
}

fn list(parser: &mut Parser) -> Result<Command, Usage> {
    let mut list = List::default();
    while let Some(arg) = parser.next()? {
        match arg {
            Short('h') | Long("help") => return Ok(Command::Help(help::LIST)),
            Long("lang") => list.lang = value(parser)?,
            Long("format") => list.format = value(parser)?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::List(list))
}

fn run(parser: &mut Parser) -> Result<Command, Usage> {
    let mut run = Run::default();
    let mut what = None;
    while let Some(arg) = parser.next()? {
        match arg {
            Short('h') | Long("help") => return Ok(Command::Help(help::RUN)),
            Long("seed") => run.seed = Some(value(parser)?),
            Long("lang") => run.lang = value(parser)?,
            Long("format") => run.format = value(parser)?,
            Long("all") => run.all = true,
            Long("svg") => run.svg = Some(parser.value()?.into()),
            Long("until") => run.until = Some(moment(parser)?),
            Value(it) if what.is_none() => what = Some(text(it)?),
            other => return Err(other.unexpected().into()),
        }
    }
    run.what =
        what.ok_or_else(|| Usage("expected a scenario, a file or a link to run".to_owned()))?;
    Ok(Command::Run(run))
}

fn check(parser: &mut Parser) -> Result<Command, Usage> {
    let mut check = Check::default();
    while let Some(arg) = parser.next()? {
        match arg {
            Short('h') | Long("help") => return Ok(Command::Help(help::CHECK)),
            Long("lang") => check.lang = value(parser)?,
            Value(file) => check.files.push(file.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    if check.files.is_empty() {
        return Err(Usage("expected at least one file to check".to_owned()));
    }
    Ok(Command::Check(check))
}

fn link(parser: &mut Parser) -> Result<Command, Usage> {
    let mut link = Link::default();
    let mut scenario = None;
    while let Some(arg) = parser.next()? {
        let moment = match arg {
            Short('h') | Long("help") => return Ok(Command::Help(help::LINK)),
            Long("seed") => {
                link.seed = Some(value(parser)?);
                continue;
            }
            Long("lang") => {
                link.lang = value(parser)?;
                continue;
            }
            Long("base") => {
                link.base = text(parser.value()?)?;
                continue;
            }
            Value(it) if scenario.is_none() => {
                scenario = Some(text(it)?);
                continue;
            }
            Long("at") => Moment::At(moment(parser)?),
            Long("step") => Moment::Step(value(parser)?),
            other => return Err(other.unexpected().into()),
        };
        if link.moment.replace(moment).is_some() {
            return Err(Usage(
                "a link leads to one moment: give --at or --step once".to_owned(),
            ));
        }
    }
    if link.base.contains('#') {
        return Err(Usage(
            "the base of a link has no \"#\": what follows it is the run".to_owned(),
        ));
    }
    link.scenario = scenario.ok_or_else(|| Usage("expected a scenario to link to".to_owned()))?;
    Ok(Command::Link(link))
}

fn value<T>(parser: &mut Parser) -> Result<T, Usage>
where
    T: FromStr,
    T::Err: Into<Box<dyn std::error::Error + Send + Sync + 'static>>,
{
    Ok(parser.value()?.parse()?)
}

fn moment(parser: &mut Parser) -> Result<Instant, Usage> {
    moment::parse(&text(parser.value()?)?).map_err(Usage)
}

fn text(argument: OsString) -> Result<String, Usage> {
    Ok(argument.string()?)
}
