//! The command line, read.

use std::ffi::OsString;
use std::path::PathBuf;

use glassbox_sim::{Instant, Lang, Tell};
use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;

use crate::usage::{NotANumber, Usage, Wrong};
use crate::{help, moment, usage};

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

/// Reads the command line of this process.
pub(crate) fn parse() -> anyhow::Result<Command> {
    let all: Vec<OsString> = std::env::args_os().collect();
    let lang = usage::lang_of(&all);
    let read = command(&mut Parser::from_iter(all));
    Ok(read.map_err(|wrong| Usage::new(&wrong, lang))?)
}

fn command(parser: &mut Parser) -> Result<Command, Wrong> {
    let name = match parser.next()? {
        None => return Err(Wrong::NoCommand),
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
                let found = help::of(&of).map(Command::Help);
                found.ok_or(Wrong::NoSuchCommand(of))
            }
            Some(option) => Err(option.unexpected().into()),
        },
        _ => Err(Wrong::NoSuchCommand(name)),
    }
}

fn list(parser: &mut Parser) -> Result<Command, Wrong> {
    let mut list = List::default();
    while let Some(arg) = parser.next()? {
        match arg {
            Short('h') | Long("help") => return Ok(Command::Help(help::LIST)),
            Long("lang") => list.lang = lang(parser)?,
            Long("format") => list.format = format(parser)?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::List(list))
}

fn run(parser: &mut Parser) -> Result<Command, Wrong> {
    let mut run = Run::default();
    let mut what = None;
    while let Some(arg) = parser.next()? {
        match arg {
            Short('h') | Long("help") => return Ok(Command::Help(help::RUN)),
            Long("seed") => run.seed = Some(number(parser, "--seed")?),
            Long("lang") => run.lang = lang(parser)?,
            Long("format") => run.format = format(parser)?,
            Long("all") => run.all = true,
            Long("svg") => run.svg = Some(parser.value()?.into()),
            Long("until") => run.until = Some(moment(parser, "--until")?),
            Value(it) if what.is_none() => what = Some(text(it)?),
            other => return Err(other.unexpected().into()),
        }
    }
    run.what = what.ok_or(Wrong::NothingToRun)?;
    Ok(Command::Run(run))
}

fn check(parser: &mut Parser) -> Result<Command, Wrong> {
    let mut check = Check::default();
    while let Some(arg) = parser.next()? {
        match arg {
            Short('h') | Long("help") => return Ok(Command::Help(help::CHECK)),
            Long("lang") => check.lang = lang(parser)?,
            Value(file) => check.files.push(file.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    if check.files.is_empty() {
        return Err(Wrong::NothingToCheck);
    }
    Ok(Command::Check(check))
}

fn link(parser: &mut Parser) -> Result<Command, Wrong> {
    let mut link = Link::default();
    let mut scenario = None;
    while let Some(arg) = parser.next()? {
        let moment = match arg {
            Short('h') | Long("help") => return Ok(Command::Help(help::LINK)),
            Long("seed") => {
                link.seed = Some(number(parser, "--seed")?);
                continue;
            }
            Long("lang") => {
                link.lang = lang(parser)?;
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
            Long("at") => Moment::At(moment(parser, "--at")?),
            Long("step") => Moment::Step(number(parser, "--step")?),
            other => return Err(other.unexpected().into()),
        };
        if link.moment.replace(moment).is_some() {
            return Err(Wrong::TwoMoments);
        }
    }
    if link.base.contains('#') {
        return Err(Wrong::HashInBase);
    }
    link.scenario = scenario.ok_or(Wrong::NothingToLink)?;
    Ok(Command::Link(link))
}

/// The value of `option`, as `read` reads it.
fn value<T, E: Tell + 'static>(
    parser: &mut Parser,
    option: &'static str,
    read: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, Wrong> {
    let text = text(parser.value()?)?;
    read(&text).map_err(|why| Wrong::Value(option, Box::new(why)))
}

fn lang(parser: &mut Parser) -> Result<Lang, Wrong> {
    value(parser, "--lang", str::parse)
}

fn format(parser: &mut Parser) -> Result<Format, Wrong> {
    value(parser, "--format", |name| match name {
        "text" => Ok(Format::Text),
        "jsonl" => Ok(Format::Jsonl),
        _ => Err(usage::NotAFormat(name.to_owned())),
    })
}

fn moment(parser: &mut Parser, option: &'static str) -> Result<Instant, Wrong> {
    value(parser, option, moment::parse)
}

/// A whole number that fits into `T`.
fn number<T: TryFrom<u64>>(parser: &mut Parser, option: &'static str) -> Result<T, Wrong> {
    value(parser, option, |text| {
        if text.is_empty() || !text.bytes().all(|c| c.is_ascii_digit()) {
            return Err(NotANumber::Form(text.to_owned()));
        }
        let number = text.parse::<u64>().ok().and_then(|it| it.try_into().ok());
        number.ok_or_else(|| NotANumber::TooLarge(text.to_owned()))
    })
}

fn text(argument: OsString) -> Result<String, Wrong> {
    argument.into_string().map_err(Wrong::NotText)
}
