//! Where the lesson stands: which step is shown, whether it has run, what was answered.

use glassbox_sim::scenario::{Lesson, StoryError};
use glassbox_sim::{BranchId, Instant, Position};

/// The lesson of a session.
#[derive(Clone, Debug)]
pub struct Guide {
    lesson: Lesson,
    problem: Option<StoryError>,
    shown: usize,
    /// Which steps ask something.
    asks: Vec<bool>,
    /// Which answers have been shown: a question that was answered is not asked anew.
    revealed: Vec<bool>,
    skipped: Vec<bool>,
    /// The shown step's goal is tried, and nothing else of the step is shown.
    trying: bool,
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
    /// Stands at the first step; `asks` says of each step whether it has a question.
    pub(super) fn new(lesson: Lesson, problem: Option<StoryError>, asks: Vec<bool>) -> Self {
        let steps = lesson.marks.len().max(1);
        Self {
            lesson,
            problem,
            shown: 0,
            asks,
            revealed: vec![false; steps],
            skipped: vec![false; steps],
            trying: false,
            chosen: vec![None; steps],
            goals: vec![Progress::default(); steps],
        }
    }

    /// The step that is shown, from 0.
    pub fn shown(&self) -> usize {
        self.shown
    }

    /// Whether the shown step's answer is shown.
    pub fn is_revealed(&self) -> bool {
        self.revealed.get(self.shown) == Some(&true)
    }

    /// Whether the shown step has a question.
    pub fn asks(&self) -> bool {
        self.asks_at(self.shown)
    }

    fn asks_at(&self, step: usize) -> bool {
        self.asks.get(step) == Some(&true)
    }

    /// Whether the shown step's goal is tried, with nothing else of the step beside it.
    pub fn is_trying(&self) -> bool {
        self.trying
    }

    /// Whether the shown step's goal may be seen: not beside an open question, which comes first.
    pub fn shows_goal(&self) -> bool {
        !self.asks() || self.is_revealed()
    }

    /// The first question from the shown step on whose answer is still to come, as the step of the engine at
    /// which it is asked. What follows on the lesson's branch would give it away.
    pub(super) fn asked_at(&self) -> Option<u32> {
        let asked = (self.shown..self.told()).find(|step| {
            let known = self.revealed[*step] || self.skipped[*step];
            self.asks_at(*step) && !known
        })?;
        self.lesson.marks.get(asked).map(|(step, _)| *step)
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

    pub(super) fn mark_of_shown(&self) -> (u32, Instant) {
        self.lesson
            .marks
            .get(self.shown)
            .copied()
            .unwrap_or((0, Instant::START))
    }

    /// Where the shown step ends, if it runs anything.
    pub(super) fn end_mark(&self) -> Option<(u32, Instant)> {
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
    pub(super) fn ran(&mut self) -> bool {
        let is_open = self.asks() && self.is_unanswered() && !self.is_revealed();
        if !self.asks() {
            self.next();
        } else if !is_open {
            self.reveal();
        }
        is_open
    }

    fn reveal(&mut self) {
        if let Some(revealed) = self.revealed.get_mut(self.shown) {
            *revealed = true;
        }
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

    /// Shows the next step, if there is one.
    fn next(&mut self) {
        if !self.is_last() {
            self.show(self.shown + 1);
        }
    }

    pub(super) fn show(&mut self, step: usize) {
        self.shown = step.min(self.told().saturating_sub(1));
        self.trying = false;
    }

    /// Whoever goes past the end of the shown step by hand has done without an answer, if its question is open.
    pub(super) fn passed(&mut self, to: (u32, Instant)) {
        if self.end_mark().is_some_and(|end| to > end) {
            self.done_without();
        }
    }

    fn done_without(&mut self) {
        if self.asks() && !self.is_revealed() {
            self.skip();
            self.reveal();
        }
    }

    /// Goes on from the end of the shown step, whatever is open there.
    pub(super) fn pass(&mut self) {
        self.done_without();
        self.next();
    }

    /// Only the shown step's goal is there from now on.
    pub(super) fn try_goal(&mut self) {
        self.trying = true;
    }

    /// Nothing is answered yet.
    pub(super) fn start_over(&mut self) {
        self.revealed.fill(false);
        self.skipped.fill(false);
        self.chosen.fill(None);
        self.goals.fill(Progress::default());
    }

    pub(super) fn choose(&mut self, choice: usize) {
        let is_open = !self.is_revealed();
        if let Some(chosen) = self.chosen.get_mut(self.shown).filter(|_| is_open) {
            *chosen = Some(choice);
        }
    }

    /// Another moment of the lesson is looked at: the step that it belongs to is shown. The end of a step that
    /// asks belongs to that step; any other one to the next.
    pub(super) fn moved(&mut self, to: (u32, Instant)) {
        let stays = self.asks() && self.end_mark() == Some(to);
        if stays {
            return;
        }
        let told = self.told().max(1).min(self.lesson.marks.len());
        let begun = |mark: &(u32, Instant)| *mark <= to;
        let step = self.lesson.marks[..told].iter().rposition(begun);
        let step = step.unwrap_or(0);
        if step != self.shown {
            self.show(step);
        }
    }

    /// The lesson is looked at again: a try that failed is over.
    pub(super) fn goal_rests(&mut self) {
        if let Some(progress) = self.goals.get_mut(self.shown) {
            (progress.used, progress.too_many) = (0, false);
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
