//! Playing: what a frame of real time does to a run, and where it stops.

use glassbox_sim::Instant;
use glassbox_sim::timeline::Stop;

use super::Session;
use crate::lab::Lab;

/// Steps of the engine that one frame may take: keeps a frame short whatever the speed.
pub(super) const STEPS_PER_FRAME: u32 = 400;

/// What a frame changed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Frame {
    /// Something happened: everything is to be drawn anew.
    pub stepped: bool,
    /// Playing ended.
    pub paused: bool,
    /// It ended because the history is full.
    pub full: bool,
    /// It ended with the lesson's step, whose question is still open.
    pub asks: bool,
}

impl<L: Lab> Session<L> {
    /// Starts to play; at the end of a run that can do no more it stays paused.
    pub fn play(&mut self) {
        if self.at_end_of_shown() && self.way.is_none() {
            self.guide.pass();
        }
        self.playing = self.timeline.next_at().is_some();
    }

    /// Stops playing.
    pub fn pause(&mut self) {
        self.playing = false;
    }

    /// Lets `elapsed` real milliseconds pass.
    pub fn frame(&mut self, elapsed: f64) -> Frame {
        if !self.playing {
            return Frame::default();
        }
        // After a hidden tab or a long stall, go on where it stood.
        let target = self.clock_ms + elapsed.clamp(0.0, 100.0) * self.speed;
        let target_at = Instant::from_nanos((target * 1e6) as u64);
        if self.way.is_some() {
            return self.frame_of_way(target_at);
        }
        let mut frame = Frame::default();
        for _ in 0..STEPS_PER_FRAME {
            let mark = self
                .guide
                .end_ahead(self.timeline.position())
                .filter(|_| self.stops);
            if let Some(mark) = mark.filter(|mark| *mark <= target_at) {
                self.timeline.wait(mark);
                return Frame {
                    stepped: true,
                    paused: true,
                    asks: self.reached_mark(),
                    ..Frame::default()
                };
            }
            let Some(next) = self.timeline.next_at() else {
                self.playing = false;
                frame.paused = true;
                break;
            };
            // A figure without the lesson beside it rests where the story ends.
            let end = self.guide.end().filter(|_| !self.stops && self.on_lesson());
            if end.is_some_and(|end| self.clock_ms < end.as_millis_f64() && next > end) {
                self.timeline.wait(end.unwrap_or(next));
                self.clock_ms = self.timeline.position().clock.as_millis_f64();
                self.playing = false;
                return Frame {
                    stepped: true,
                    paused: true,
                    ..Frame::default()
                };
            }
            if next > target_at {
                self.timeline.wait(target_at);
                self.clock_ms = target;
                break;
            }
            if let Err(stop) = self.timeline.step_on() {
                self.playing = false;
                frame.paused = true;
                frame.full = stop == Stop::Full;
                break;
            }
            frame.stepped = true;
            self.happened();
            self.clock_ms = self.timeline.position().clock.as_millis_f64();
            if self.new_violation() && !self.is_told() {
                self.playing = false;
                frame.paused = true;
                break;
            }
        }
        if frame.stepped {
            self.version += 1;
            self.watch_goal();
        }
        frame
    }

    /// Whether what happened last is part of the step that the lesson shows: what breaks there is meant to.
    fn is_told(&self) -> bool {
        let step = self.timeline.position().step;
        let end = self.guide.end_mark().filter(|_| self.stops);
        self.on_lesson() && end.is_some_and(|(end, _)| step <= end)
    }

    pub(super) fn at_end_of_shown(&self) -> bool {
        self.guide.is_end_of_shown(self.timeline.position())
    }

    /// Returns whether the step's question stays open.
    fn reached_mark(&mut self) -> bool {
        self.playing = false;
        self.clock_ms = self.timeline.position().clock.as_millis_f64();
        self.version += 1;
        self.guide.ran()
    }

    /// Whether the lesson's present step has run and its question is still open.
    pub fn waits_for_answer(&self) -> bool {
        self.at_end_of_shown() && self.must_answer()
    }

    /// Whether the lesson's present step asks something that was neither answered nor skipped.
    pub fn must_answer(&self) -> bool {
        self.guide.asks() && self.guide.is_unanswered() && !self.guide.is_revealed()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{open, play_on};
    use super::*;
    use crate::raft::RaftLab;

    fn play(session: &mut Session<RaftLab>) -> bool {
        session.play();
        play_on(session)
    }

    #[test]
    fn playing_does_not_give_an_answer_away() {
        let mut session = open();
        assert!(session.must_answer());
        assert!(play(&mut session), "it stops where the step ends");
        assert!(!session.guide().is_revealed() && session.waits_for_answer());
        assert_eq!(session.guide().shown(), 0);
        // With hindsight.
        session.choose(1);
        session.run_step();
        assert!(session.guide().is_revealed());

        let mut session = open();
        while !session.waits_for_answer() {
            session.step_on().expect("it goes on");
        }
        assert!(!session.guide().is_revealed());
        session.skip_question();
        assert!(session.guide().is_revealed(), "skipped, it is told");

        let mut session = open();
        session.choose(0);
        assert!(!play(&mut session));
        assert!(session.guide().is_revealed());
    }
}
