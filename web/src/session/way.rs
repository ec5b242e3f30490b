//! One way to reach a goal, played for whoever asks to see it: the solution that the scenario's file has.

use glassbox_sim::scenario::{GoalOf, Move, condition_holds};
use glassbox_sim::timeline::{ActError, Stop};
use glassbox_sim::{Author, Instant};

use super::Session;
use super::playing::{Frame, STEPS_PER_FRAME};
use crate::lab::Lab;

/// How far the shown way has come.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Way {
    /// The move of the solution that runs, from 0.
    index: usize,
    /// When it began.
    since: Option<Instant>,
}

/// What one go along the way has come to.
enum Went {
    /// Something happened, or a move is over.
    On,
    /// Nothing more happens until then.
    Waits,
    /// Every move has run.
    There,
}

/// The way breaks off.
struct Stuck {
    /// Because the history is full.
    full: bool,
}

impl<L: Lab> Session<L> {
    /// Plays one way to reach the shown step's goal, from where that begins. Its acts open a branch, as a
    /// person's do.
    pub fn show_way(&mut self) {
        if self.goal().is_none() || !self.guide.shows_goal() {
            return;
        }
        let alone = self.guide.is_trying();
        self.show_step(self.guide.shown());
        if alone {
            self.guide.try_goal();
        }
        self.way = Some(Way::default());
        self.playing = true;
    }

    /// Whether the way to a goal is being shown, playing or paused.
    pub fn shows_way(&self) -> bool {
        self.way.is_some()
    }

    /// The shown step's goal.
    pub fn goal(&self) -> Option<&GoalOf<L::Model>> {
        let steps = &self.scenario.as_ref()?.steps;
        steps.get(self.guide.shown())?.goal.as_ref()
    }

    /// What a frame is that ends at `until`, while the way is shown. A property that breaks on it may be what
    /// the goal asks for, and does not end it.
    pub(super) fn frame_of_way(&mut self, until: Instant) -> Frame {
        let mut frame = Frame::default();
        for _ in 0..STEPS_PER_FRAME {
            match self.along(until) {
                Ok(Went::On) => frame.stepped = true,
                Ok(Went::Waits) => break,
                Ok(Went::There) => frame.paused = true,
                Err(stuck) => (frame.paused, frame.full) = (true, stuck.full),
            }
            self.happened();
            if frame.paused {
                (self.playing, self.way) = (false, None);
                frame.stepped = true;
                break;
            }
        }
        self.clock_ms = self.timeline.position().clock.as_millis_f64();
        self.new_violation();
        if frame.stepped {
            self.version += 1;
            self.watch_goal();
        }
        frame
    }

    /// Goes one step along the way, not past `until`.
    fn along(&mut self, until: Instant) -> Result<Went, Stuck> {
        let stuck = Stuck { full: false };
        let (shown, timeline) = (self.guide.shown(), &mut self.timeline);
        let step = self.scenario.as_ref().and_then(|it| it.steps.get(shown));
        let goal = step.and_then(|step| step.goal.as_ref());
        let (Some(goal), Some(way)) = (goal, &mut self.way) else {
            return Err(stuck);
        };
        let Some(next_move) = goal.solution.get(way.index) else {
            return Ok(Went::There);
        };
        let since = *way.since.get_or_insert(timeline.position().clock);
        let next = timeline.next_at();
        let is_over = match next_move {
            Move::Do(act) => {
                let done = timeline.act(act.clone(), Author::Person);
                done.map_err(|why| Stuck {
                    full: why == ActError::Full,
                })?;
                true
            }
            Move::For(length) => {
                let end = since + *length;
                if next.is_none_or(|at| at > end) {
                    timeline.wait(end.min(until));
                    if end > until {
                        return Ok(Went::Waits);
                    }
                    true
                } else {
                    false
                }
            }
            Move::Until(condition) => {
                condition_holds(timeline.state(), &timeline.happened(), condition)
            }
        };
        if is_over {
            *way = Way {
                index: way.index + 1,
                since: None,
            };
            return Ok(Went::On);
        }
        if next.ok_or(stuck)? > until {
            timeline.wait(until);
            return Ok(Went::Waits);
        }
        let stepped = timeline.step_on();
        stepped.map(|()| Went::On).map_err(|stop| Stuck {
            full: stop == Stop::Full,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Opening;
    use super::super::testing::play_on;
    use super::*;
    use crate::raft::RaftLab;

    fn at_goal() -> Session<RaftLab> {
        let mut session =
            Session::open(&Opening::of_raft("raft/leader-election")).expect("it opens");
        session.show_step(5);
        session
    }

    #[test]
    fn one_way_is_played_on_a_branch_and_reaches_the_goal() {
        let mut session = at_goal();
        assert!(session.goal().is_some() && !session.shows_way());
        session.show_way();
        assert!(session.shows_way() && session.is_playing() && session.on_lesson());
        assert!(!session.frame(1.0).paused, "it takes its time");
        assert!(!session.guide().progress().reached);
        play_on(&mut session);
        assert!(!session.on_lesson() && !session.shows_way());
        let progress = session.guide().progress();
        assert!(progress.reached && !progress.too_many);
        assert_eq!(progress.used, 1);
        assert_eq!(session.guide().shown(), 5);
    }

    #[test]
    fn a_way_that_is_paused_goes_on_and_one_that_is_left_does_not() {
        let mut session = at_goal();
        session.show_way();
        session.frame(100.0);
        session.pause();
        assert!(session.shows_way());
        session.play();
        play_on(&mut session);
        assert!(session.guide().progress().reached);

        let mut session = at_goal();
        session.show_way();
        session.frame(100.0);
        session.step_on().expect("it goes on");
        assert!(!session.shows_way(), "taken over by hand");
    }

    #[test]
    fn a_goal_behind_an_open_question_has_no_way_yet() {
        let mut session: Session<RaftLab> =
            Session::open(&Opening::of_raft("raft/figure-8")).expect("it opens");
        session.show_step(5);
        assert!(session.goal().is_some() && session.must_answer());
        session.show_way();
        assert!(!session.shows_way() && !session.is_playing());
    }
}
