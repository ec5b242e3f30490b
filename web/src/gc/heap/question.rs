//! What is asked of every run of a small heap.

use glassbox_gc::heap::World;
use glassbox_gc::heap::machine::{Bounds, Collector, Fault, Faults, Rules};
use glassbox_gc::heap::proof::{self, Bad, Proof};

/// Most states that a search may meet: one of these. Each takes up to 33 bytes, so the last one is
/// what a phone's browser still gives to a page.
pub(super) const MOST: [u32; 3] = [1_000_000, 4_000_000, 8_000_000];

/// Bytes for a state, at most.
const STATE: u64 = 33;

/// Most graphs to begin with: they are looked at in one go, before the first slice, and with more the
/// states run out within two steps (measured).
const MOST_BEGINNINGS: u64 = 1_000_000;

/// A collector, what is wrong with it, what is looked for, and how large the heap is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Question {
    pub(super) collector: Collector,
    pub(super) faults: Faults,
    pub(super) bad: Bad,
    /// All but the channel.
    pub(super) bounds: Bounds,
    /// Whether two goroutines hand each other pointers. It nearly doubles the states.
    pub(super) channel: bool,
    /// Which of [`MOST`].
    pub(super) most: usize,
}

/// Why a fault that is on changes nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Idle {
    /// It is about something that this collector does not do.
    Collector,
    /// It is about the channel, and there is none.
    NoChannel,
}

impl Question {
    /// Whether an object can be lost in a heap like this one, in the smallest bounds.
    pub(super) fn of(world: &World) -> Self {
        Self {
            collector: world.collector(),
            faults: world.rules().faults,
            bad: Bad::Lost,
            bounds: Bounds::default(),
            channel: true,
            most: 0,
        }
    }

    /// How the collector works.
    pub(super) fn rules(&self) -> Rules {
        Rules {
            faults: self.faults,
            ..self.collector.rules()
        }
    }

    /// How large the heap is; only two can hand something to each other.
    pub(super) fn bounds(&self) -> Bounds {
        Bounds {
            channel: self.bounds.goroutines > 1 && self.channel,
            ..self.bounds
        }
    }

    /// Most states.
    pub(super) fn most(&self) -> u32 {
        MOST[self.most.min(MOST.len() - 1)]
    }

    /// Whether there are more graphs to begin with than can be looked at in one go.
    pub(super) fn is_too_large(&self) -> bool {
        proof::beginnings(self.bounds()) > MOST_BEGINNINGS
    }

    /// Why `fault` changes nothing here, if it does not.
    pub(super) fn idle(&self, fault: Fault) -> Option<Idle> {
        let rules = self.collector.rules();
        let matters = |bounds| proof::matters(fault, &rules, bounds);
        let with_channel = Bounds {
            goroutines: 2,
            channel: true,
            ..self.bounds
        };
        match (matters(self.bounds()), matters(with_channel)) {
            (true, _) => None,
            (false, true) => Some(Idle::NoChannel),
            (false, false) => Some(Idle::Collector),
        }
    }

    /// Begins to look; `None` for what is too large.
    pub(super) fn begin(&self) -> Option<Proof> {
        let search = || proof::search(self.rules(), self.bounds(), self.bad, self.most());
        (!self.is_too_large()).then(search)
    }
}

/// The memory of a search in millions of bytes.
pub(super) fn megabytes(states: u32) -> u64 {
    u64::from(states) * STATE / 1_000_000
}

#[cfg(test)]
mod tests {
    use glassbox_gc::heap::Setup;
    use glassbox_sim::Model as _;
    use glassbox_sim::search::Outcome;

    use super::*;

    fn asked(collector: Collector, faults: &[Fault]) -> Question {
        let setup = Setup {
            collector,
            faults: faults.to_vec(),
            ..Setup::default()
        };
        Question::of(&World::new(&setup, 1).unwrap())
    }

    #[test]
    fn the_first_question_is_about_the_heap_on_the_stage() {
        let question = asked(Collector::Yuasa, &[Fault::AllocateWhite]);
        assert_eq!(question.collector, Collector::Yuasa);
        assert!(question.rules().has(Fault::AllocateWhite));
        let with_channel = Bounds {
            channel: true,
            ..Bounds::default()
        };
        assert_eq!(question.bounds(), with_channel);
        let mut search = asked(Collector::Go, &[]).begin().unwrap();
        assert_eq!(search.run(u32::MAX).outcome, Some(Outcome::Proved));
    }

    #[test]
    fn there_is_a_channel_if_it_is_wanted_and_there_are_two() {
        let mut question = asked(Collector::Go, &[]);
        assert!(question.bounds().channel);
        question.bounds.goroutines = 1;
        assert!(!question.bounds().channel);
        question.bounds.goroutines = 2;
        question.channel = false;
        assert!(!question.bounds().channel);
    }

    #[test]
    fn what_would_keep_the_page_waiting_is_not_begun() {
        let mut question = asked(Collector::Go, &[]);
        question.bounds.objects = 3;
        question.bounds.fields = 2;
        assert!(!question.is_too_large());
        question.bounds.slots = 2;
        assert!(question.is_too_large());
        assert!(question.begin().is_none());
        question.bounds.goroutines = 1;
        assert!(!question.is_too_large());
    }

    #[test]
    fn the_bound_that_is_chosen_is_the_one_in_force_and_tells_its_memory() {
        let mut question = asked(Collector::Go, &[]);
        assert_eq!(
            (question.most(), megabytes(question.most())),
            (1_000_000, 33)
        );
        question.most = 2;
        assert_eq!(
            (question.most(), megabytes(question.most())),
            (8_000_000, 264)
        );
    }
}
