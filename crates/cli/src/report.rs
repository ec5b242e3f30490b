//! What happened in a run, as text or as JSON lines.

use std::io::{self, Write};

use glassbox_sim::scenario::{OftenSaid, StepOf};
use glassbox_sim::timeline::{BranchId, Position};
use glassbox_sim::{EventId, Instant, Kind, Lang, Model, Record, Verdict};
use serde::Serialize;

use crate::lab::{EventOf, Lab};
use crate::output::json_line;
use crate::run::Ran;
use crate::words;

/// One line of `--format jsonl`.
#[derive(Serialize)]
struct Line<'a, E> {
    n: u32,
    at_ns: u64,
    causes: Vec<u32>,
    event: &'a E,
    text: String,
    rule: &'static str,
    citation: &'static str,
}

/// One JSON object per event.
pub(crate) fn jsonl<L: Lab>(ran: &Ran<L>, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    ran.records()
        .try_for_each(|(EventId(n), Record { at, causes, event })| {
            let (rule, citation) = L::rule(event, lang);
            let causes = causes.iter().map(|id| id.0).collect();
            let text = L::sentence(event, lang);
            json_line(
                out,
                &Line {
                    n,
                    at_ns: at.as_nanos(),
                    causes,
                    event,
                    text,
                    rule,
                    citation,
                },
            )
        })
}

/// The story with what happened in it, and the verdict.
pub(crate) fn text<L: Lab>(
    ran: &Ran<L>,
    all: bool,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Some(scenario) = &ran.scenario {
        writeln!(out, "{}: {}", scenario.id, scenario.title.get(lang))?;
        writeln!(out, "{}", scenario.question.get(lang))?;
    }
    let position = ran.timeline.position();
    let told = told_steps(ran);
    let steps = ran
        .scenario
        .as_ref()
        .map_or(&[][..], |scenario| &scenario.steps);
    let begins = ran.lesson.marks.first().map_or(0, |(step, _)| *step);
    let mut from = begins.min(story_end(ran)).min(position.step);
    if told > 0 && from > 0 {
        writeln!(out, "\n{}", words::before_story(lang))?;
        events(ran, (0, from), all, lang, out)?;
    }
    for (index, step) in steps.iter().enumerate().take(told) {
        writeln!(
            out,
            "\n{}{}",
            words::step(index + 1, steps.len(), lang),
            step.text.get(lang)
        )?;
        if step.predict.is_none() {
            often_said(step.often_said.as_ref(), lang, out)?;
        }
        before::<L>(step, lang, out)?;
        let to = ran
            .lesson
            .marks
            .get(index + 1)
            .map_or(position.step, |(step, _)| *step);
        let to = to.min(story_end(ran)).min(position.step);
        events(ran, (from, to), all, lang, out)?;
        from = to;
        let ended = ran
            .lesson
            .marks
            .get(index + 1)
            .is_some_and(|mark| has_passed(ran, *mark));
        let answer = ran
            .lesson
            .answers
            .get(index)
            .copied()
            .flatten()
            .filter(|_| ended);
        after::<L>(step, answer, lang, out)?;
    }
    if from < position.step {
        let mut lines = Vec::new();
        events(ran, (from, position.step), all, lang, &mut lines)?;
        if position.branch != BranchId(0) {
            writeln!(out, "\n{}", words::branch(lang))?;
        } else if told > 0 && !lines.is_empty() {
            writeln!(out, "\n{}", words::after_story(lang))?;
        }
        out.write_all(&lines)?;
    }
    writeln!(out)?;
    verdict(ran, lang, out)
}

/// How many steps of the story the run up to its moment has come to. A story that broke off has
/// marks only for what was told.
fn told_steps<L: Lab>(ran: &Ran<L>) -> usize {
    let marks = &ran.lesson.marks;
    let starts = &marks[..marks.len().saturating_sub(1)];
    let reached = starts.iter().take_while(|mark| has_passed(ran, **mark));
    reached.count()
}

/// Whether a mark of the story lies in the reported past.
fn has_passed<L: Lab>(ran: &Ran<L>, (step, clock): (u32, Instant)) -> bool {
    let here = ran.timeline.position();
    step <= story_end(ran) && (step, clock) <= (here.step, here.clock)
}

/// After how many steps of the run the story was left for another branch.
fn story_end<L: Lab>(ran: &Ran<L>) -> u32 {
    let mut end = u32::MAX;
    let mut branch = ran.timeline.current();
    while let Some((parent, step)) = branch.parent() {
        end = end.min(step);
        branch = ran.timeline.branch(parent);
    }
    end
}

/// The question of a prediction with its choices.
fn before<L: Lab>(step: &StepOf<L::Model>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let Some(prediction) = &step.predict else {
        return Ok(());
    };
    writeln!(
        out,
        "  {}{}",
        words::predict(lang),
        prediction.ask.get(lang)
    )?;
    for (letter, choice) in ('A'..).zip(&prediction.choices) {
        writeln!(out, "    {letter}  {}", choice.text.get(lang))?;
    }
    Ok(())
}

/// What is often said and not so, and how it is.
fn often_said(said: Option<&OftenSaid>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let Some(said) = said else {
        return Ok(());
    };
    let (claim, fact) = (said.claim.get(lang), said.in_fact.get(lang));
    writeln!(out, "  {}{claim}", words::often_said(lang))?;
    writeln!(out, "  {}{fact}", words::in_fact(&said.source, lang))
}

/// The answer that came true, what is often said instead, and the goal.
fn after<L: Lab>(
    step: &StepOf<L::Model>,
    answer: Option<usize>,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let (Some(prediction), Some(index)) = (&step.predict, answer) {
        let right = ('A'..).zip(&prediction.choices).nth(index);
        if let Some((letter, choice)) = right {
            writeln!(
                out,
                "  {}{letter}  {}",
                words::came_true(lang),
                choice.text.get(lang)
            )?;
            writeln!(out, "  {}", prediction.because.get(lang))?;
            for (number, (letter, choice)) in ('A'..).zip(&prediction.choices).enumerate() {
                if let Some(why_not) = choice.why_not.as_ref().filter(|_| number != index) {
                    writeln!(
                        out,
                        "  {}{}",
                        words::why_not(letter, lang),
                        why_not.get(lang)
                    )?;
                }
            }
            often_said(step.often_said.as_ref(), lang, out)?;
        }
    }
    if let Some(goal) = &step.goal {
        writeln!(out, "  {}", words::goal(&goal.text, goal.acts, lang))?;
    }
    Ok(())
}

/// The events of the steps `from` to `to` of the run, a line each.
fn events<L: Lab>(
    ran: &Ran<L>,
    (from, to): (u32, u32),
    all: bool,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let branch = ran.timeline.position().branch;
    let first = ran.timeline.events_until(branch, from);
    for id in first..ran.timeline.events_until(branch, to) {
        let Some(record) = ran.timeline.event(branch, EventId(id)) else {
            continue;
        };
        let event: &EventOf<L> = &record.event;
        if all || !L::is_detail(event) {
            writeln!(
                out,
                "{:>10} {id:>6}  {}",
                record.at.to_string(),
                L::sentence(event, lang)
            )?;
        }
    }
    Ok(())
}

/// Which properties hold, and the numbers by which a run is known again.
fn verdict<L: Lab>(ran: &Ran<L>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let timeline = &ran.timeline;
    let Position {
        branch,
        step,
        clock,
    } = timeline.position();
    let properties = L::Model::properties();
    let promised = properties
        .iter()
        .filter(|property| property.kind == Kind::Always)
        .filter(|property| L::concerns(timeline.state(), property.id))
        .count();
    let broken = timeline.violations();
    writeln!(
        out,
        "{}",
        words::hold(promised.saturating_sub(broken.len()), promised, lang)
    )?;
    for violation in broken {
        let name = properties
            .get(violation.property)
            .map_or("", |it| L::property(it.id, lang));
        let at = timeline.step_of(branch, violation.step.saturating_sub(1));
        let at = at.map_or(Instant::START, |step| step.at).told();
        let event = timeline
            .events_until(branch, violation.step)
            .saturating_sub(1);
        let id = properties.get(violation.property).map_or("", |it| it.id);
        let who = L::witness(id, &violation.witness, lang);
        writeln!(out, "{}", words::broke(name, &at, event, &who, lang))?;
    }
    for property in properties
        .iter()
        .filter(|property| property.kind == Kind::Eventually)
    {
        if !matches!((property.check)(timeline.state()), Verdict::Holds) {
            writeln!(
                out,
                "{}",
                words::not_yet(
                    L::property(property.id, lang),
                    L::waiting(property.id, timeline.state(), lang),
                    lang
                )
            )?;
        }
    }
    let events = timeline.events_until(branch, step);
    let (seed, digest) = (timeline.seed(), timeline.digest());
    writeln!(
        out,
        "{}",
        words::sum(events, &clock.told(), seed, digest, lang)
    )
}
