//! `glassbox run`: tells a story, follows a link, and hands the run to the report.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use glassbox_sim::link::{self, LinkError};
use glassbox_sim::scenario::{self, FileError, Lesson, StoryError};
use glassbox_sim::sequence::{self, Options, Theme};
use glassbox_sim::timeline::BranchId;
use glassbox_sim::{EventId, Lang, Record, SetupError, Tell, Timeline};

use crate::args::{Format, Run};
use crate::lab::{EventOf, Lab, ScenarioFor, read};
use crate::source::{self, Source};
use crate::usage::{Usage, Wrong};
use crate::{moment, output, report, words};

/// Runs a scenario, a file or a link.
pub(crate) fn run(asked: &Run, out: &mut dyn Write) -> anyhow::Result<()> {
    let (lab, source) = source::find(&asked.what, asked.lang)?;
    if asked.seed.is_some() && matches!(source, Source::Link(_)) {
        return Err(Usage::new(&Wrong::SeedOfLink, asked.lang).into());
    }
    lab.run(&source, asked, out)
}

/// A run of a lab, standing at the moment up to which it is reported.
pub(crate) struct Ran<L: Lab> {
    pub(crate) timeline: Timeline<L::Model>,
    /// The story, if it has one.
    pub(crate) scenario: Option<ScenarioFor<L>>,
    /// Where its steps lie.
    pub(crate) lesson: Lesson,
}

impl<L: Lab> Ran<L> {
    /// The events that are reported, in order.
    pub(crate) fn records(&self) -> impl Iterator<Item = (EventId, &Record<EventOf<L>>)> {
        let position = self.timeline.position();
        let count = self.timeline.events_until(position.branch, position.step);
        (0..count).filter_map(move |id| {
            Some((
                EventId(id),
                self.timeline.event(position.branch, EventId(id))?,
            ))
        })
    }
}

/// Runs something of one lab.
pub(crate) fn in_lab<L: Lab>(
    source: &Source,
    asked: &Run,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let (mut ran, problem) =
        open::<L>(source, asked.seed).map_err(|error| anyhow!(error.tell(asked.lang)))?;
    if let Some(until) = asked.until {
        let branch = ran.timeline.position().branch;
        moment::go(&mut ran.timeline, branch, until, asked.lang)?;
    }
    let to_stdout = |path: &Path| path == Path::new("-");
    if let Some(path) = &asked.svg {
        let svg = picture(&ran, asked.lang);
        if to_stdout(path) {
            out.write_all(svg.as_bytes())?;
        } else {
            let shown = path.display().to_string();
            fs::write(path, svg).with_context(|| words::cannot_write(&shown, asked.lang))?;
        }
    }
    if !asked.svg.as_deref().is_some_and(to_stdout) {
        match asked.format {
            Format::Text => report::text(&ran, asked.all, asked.lang, out)?,
            Format::Jsonl => report::jsonl(&ran, asked.lang, out)?,
        }
    }
    let Some(problem) = problem else {
        return Ok(());
    };
    let lang = asked.lang;
    let own_seed = ran.scenario.as_ref().map(|scenario| scenario.seed);
    let seed = ran.timeline.seed();
    match own_seed.filter(|own| *own != seed) {
        // With another seed things may come otherwise: nobody said that they would not.
        Some(own) => note(&words::other_seed(own, seed, &problem, lang), lang),
        // The link leads to a moment; it promises nothing about the story.
        None if matches!(source, Source::Link(_)) => note(&words::not_true(&problem, lang), lang),
        None => bail!(words::not_true(&problem, lang)),
    }
}

/// Says something although all went well.
fn note(text: &str, lang: Lang) -> anyhow::Result<()> {
    Ok(output::say(&words::note(text, lang))?)
}

/// Why a run cannot be had.
enum OpenError {
    /// The scenario of this name, or the file, is wrong.
    File(String, FileError),
    /// The link is wrong.
    Link(LinkError),
    /// The setup is wrong.
    Setup(SetupError),
}

impl Tell for OpenError {
    fn tell(&self, lang: Lang) -> String {
        match self {
            Self::File(name, error) => words::wrong(name, &error.tell(lang), lang),
            Self::Link(error) => error.tell(lang),
            Self::Setup(error) => error.tell(lang),
        }
    }
}

type Opened<L> = Result<(Ran<L>, Option<StoryError>), OpenError>;

fn open<L: Lab>(source: &Source, seed: Option<u64>) -> Opened<L> {
    match source {
        Source::BuiltIn { id, json } => tell(read_named::<L>(id, json)?, seed),
        Source::File { path, json } => tell(read_named::<L>(path, json)?, seed),
        Source::Link(text) => follow(text),
    }
}

fn read_named<L: Lab>(name: &str, json: &str) -> Result<ScenarioFor<L>, OpenError> {
    read::<L>(json).map_err(|error| OpenError::File(name.to_owned(), error))
}

/// Tells a story to its end.
fn tell<L: Lab>(scenario: ScenarioFor<L>, seed: Option<u64>) -> Opened<L> {
    let told = scenario::tell::<L::Model>(&scenario, seed.unwrap_or(scenario.seed))
        .map_err(OpenError::Setup)?;
    let mut timeline = told.timeline;
    if let Some((step, clock)) = told.lesson.marks.last() {
        timeline.seek(BranchId(0), *step);
        timeline.wait(*clock);
    }
    Ok((
        Ran {
            timeline,
            scenario: Some(scenario),
            lesson: told.lesson,
        },
        told.problem,
    ))
}

/// Goes to the moment of a link.
fn follow<L: Lab>(text: &str) -> Opened<L> {
    let link = link::decode::<L::Model>(text).map_err(OpenError::Link)?;
    let (mut ran, problem) = match &link.source {
        link::Source::Scenario(id) => {
            let known = L::SCENARIOS.iter().find(|(name, _)| name == id);
            let missing =
                || OpenError::Link(LinkError::NoSuchScenario(id.chars().take(48).collect()));
            let (id, json) = known.ok_or_else(missing)?;
            tell(read_named::<L>(id, json)?, Some(link.seed))?
        }
        link::Source::Setup(setup) => {
            let timeline = Timeline::new(setup.clone(), link.seed)
                .map_err(|error| OpenError::Link(LinkError::Setup(error)))?;
            (
                Ran {
                    timeline,
                    scenario: None,
                    lesson: Lesson::default(),
                },
                None,
            )
        }
    };
    ran.timeline.follow(&link).map_err(OpenError::Link)?;
    Ok((ran, problem))
}

/// The sequence diagram, for a file of its own.
fn picture<L: Lab>(ran: &Ran<L>, lang: Lang) -> String {
    let records: Vec<_> = ran
        .records()
        .map(|(id, record)| (id, record.clone()))
        .collect();
    let mut sequence = L::sequence(ran.timeline.state(), &records, lang);
    if let Some(scenario) = &ran.scenario {
        scenario.title.get(lang).clone_into(&mut sequence.title);
    }
    // The state stands at the last event; the run may go on for a while after it.
    sequence.to = sequence.to.max(ran.timeline.position().clock);
    sequence::render(
        &sequence,
        &Options {
            theme: Theme::Light,
            lang,
            ..Options::default()
        },
    )
}
