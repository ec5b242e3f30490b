//! Where the lesson stands: which step is shown, whether it has run, what was answered.

use glassbox_sim::scenario::{Lesson, StoryError};
use glassbox_sim::{BranchId, Instant, Position};

/// The lesson of a session.
#[derive(Clone, Debug)]
pub struct Guide {
    lesson: Lesson,
    problem: Option<StoryError>,
    shown: usize,
    revealed: bool,
    skipped: Vec<bool>,
    chosen: Vec<Option<usize>>,
    goals: Vec<Progress>,
}

/// How far one is with a goal.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Progress {
    /// Acts done on this branch.
    pub used: u32,
    /// Whether the goal was reached with as many as are allowed.
    pub reached: bool,
    /// Whether it was reached, or cannot be any more, because of too many acts.
    pub too_many: bool,
}

impl Guide {
    pub(super) fn new(lesson: Lesson, problem: Option<StoryError>) -> Self {
        let steps = lesson.marks.len().max(1);
        Self {
            lesson,
            problem,
            shown: 0,
            revealed: false,
            skipped: vec![false; steps],
            chosen: vec![None; steps],
            goals: vec![Progress::default(); steps],
        }
    }

    /// The step that is shown, from 0.
    pub fn shown(&self) -> usize {
        self.shown
    }

    /// Whether the shown step has run and its answer is shown.
    pub fn is_revealed(&self) -> bool {
        self.revealed
    }

    /// The choice made for the shown step.
    pub fn chosen(&self) -> Option<usize> {
        self.chosen.get(self.shown).copied().flatten()
    }

    /// The choice that came true in the shown step.
    pub fn answer(&self) -> Option<usize> {
        self.lesson.answers.get(self.shown).copied().flatten()
    }

    /// How far one is with the shown step's goal.
    pub fn progress(&self) -> Progress {
        self.goals.get(self.shown).copied().unwrap_or_default()
    }

    /// Where the story did not come true.
    pub fn problem(&self) -> Option<&StoryError> {
        self.problem.as_ref()
    }

    /// Where each step begins; one more for the end.
    pub fn marks(&self) -> &[(u32, Instant)] {
        &self.lesson.marks
    }

    /// Where the story ends.
    pub fn end(&self) -> Option<Instant> {
        self.lesson.marks.last().map(|(_, at)| *at)
    }

    /// Steps that were told.
    pub fn told(&self) -> usize {
        self.lesson.marks.len().saturating_sub(1)
    }

    /// Whether nothing follows the shown step.
    pub fn is_last(&self) -> bool {
        self.shown + 1 >= self.told()
    }

    pub(super) fn start_of_shown(&self) -> Instant {
        self.mark_of_shown().1
    }

    pub(super) fn mark_of_shown(&self) -> (u32, Instant) {
        self.lesson
            .marks
            .get(self.shown)
            .copied()
            .unwrap_or((0, Instant::START))
    }

    fn end_mark(&self) -> Option<(u32, Instant)> {
        let mark = self.lesson.marks.get(self.shown + 1).copied()?;
        (mark != self.mark_of_shown()).then_some(mark)
    }

    /// The end of the shown step, once every step of the engine before it has happened.
    pub(super) fn end_ahead(&self, position: Position) -> Option<Instant> {
        let on_lesson = position.branch == BranchId(0);
        let (_, at) = self
            .end_mark()
            .filter(|(step, at)| on_lesson && position.step == *step && position.clock <= *at)?;
        Some(at)
    }

    /// Whether this is the very end of the shown step.
    pub(super) fn is_end_of_shown(&self, position: Position) -> bool {
        let here = (position.step, position.clock);
        position.branch == BranchId(0) && self.end_mark() == Some(here)
    }

    /// Whether the shown step has run at this moment.
    pub(super) fn has_run(&self, position: Position) -> bool {
        let here = (position.step, position.clock);
        position.branch == BranchId(0) && self.end_mark().is_none_or(|end| here >= end)
    }

    /// The shown step has run: shows its answer, or goes on to the next one. A question that was neither
    /// answered nor skipped stays open: whatever is played or stepped through, its answer is not given away.
    /// Returns whether it does.
    pub(super) fn ran(&mut self, asks: bool) -> bool {
        let is_open = asks && self.is_unanswered();
        if !asks {
            self.next();
        } else if !is_open {
            self.revealed = true;
        }
        is_open
    }

    /// Whether the shown step's question, if it has one, was neither answered nor skipped.
    pub fn is_unanswered(&self) -> bool {
        let skipped = self.skipped.get(self.shown).copied();
        self.chosen().is_none() && skipped != Some(true)
    }

    /// The shown step's answer may be shown without a choice.
    pub(super) fn skip(&mut self) {
        if let Some(skipped) = self.skipped.get_mut(self.shown) {
            *skipped = true;
        }
    }

    /// Shows the next step; false if there is none.
    pub(super) fn next(&mut self) -> bool {
        let goes_on = !self.is_last();
        if goes_on {
            self.shown += 1;
            self.revealed = false;
        }
        goes_on
    }

    pub(super) fn show(&mut self, step: usize) {
        self.shown = step.min(self.told().saturating_sub(1));
        self.revealed = false;
    }

    pub(super) fn choose(&mut self, choice: usize) {
        if let Some(chosen) = self.chosen.get_mut(self.shown).filter(|_| !self.revealed) {
            *chosen = Some(choice);
        }
    }

    /// Another moment of the lesson is looked at: the step that begins there or before is shown.
    pub(super) fn moved(&mut self, to: (u32, Instant)) {
        let told = self.told();
        let step = self.lesson.marks[..told.max(1).min(self.lesson.marks.len())]
            .iter()
            .rposition(|mark| *mark <= to)
            .unwrap_or(0);
        let just_ran = self.revealed && self.end_mark() == Some(to);
        if step != self.shown && !just_ran {
            self.shown = step;
            self.revealed = false;
        } else if !just_ran {
            self.revealed = false;
        }
    }

    pub(super) fn goal(&mut self, used: u32, allowed: u32, holds: bool) {
        let Some(progress) = self.goals.get_mut(self.shown) else {
            return;
        };
        progress.used = used;
        progress.too_many = used > allowed;
        progress.reached |= holds && used <= allowed;
    }
}
