//! Whether the cluster goes on: what is shown, but no violation.

use glassbox_sim::{Duration, Instant, Model as _};

use super::{Cluster, Server};
use crate::act::NodeNo;

/// Nobody leads whom a majority can hear.
///
/// A majority can hear a leader that runs if more than half of the nodes, itself among them, run
/// and have both directions of their link to it open; who is paused neither leads nor hears.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Leaderless {
    /// Since when: the first step without such a leader.
    pub since: Instant,
    /// Election timers that have run out since then, of whatever node, also if a person fired them.
    pub timeouts: u32,
}

/// The oldest entry of the leader that is not committed has waited for long.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stalled {
    /// The leader.
    pub leader: NodeNo,
    /// The entry's index.
    pub index: u64,
    /// Since when it waits: it was written, or the one before it was committed.
    pub since: Instant,
}

impl Cluster {
    /// Since when nobody leads whom a majority can hear; `None` while somebody does.
    pub fn leaderless(&self) -> Option<Leaderless> {
        self.leaderless
    }

    /// What has waited to be committed for longer than four times the longest latency of the setup
    /// and a millisecond.
    pub fn stalled(&self) -> Option<Stalled> {
        let patience = self.setup.links.latency_max.saturating_mul(4) + Duration::from_millis(1);
        let leader = self.leader()?;
        let since = leader.memory.waiting_since?;
        (self.now().since(since) > patience).then(|| Stalled {
            leader: leader.no(),
            index: leader.commit() + 1,
            since,
        })
    }

    /// An election timer ran out.
    pub(super) fn count_timeout(&mut self) {
        if let Some(leaderless) = &mut self.leaderless {
            leaderless.timeouts = leaderless.timeouts.saturating_add(1);
        }
    }

    /// After every step and act.
    pub(super) fn look_for_leader(&mut self) {
        let now = self.now;
        if self.servers.iter().any(|it| self.is_heard(it)) {
            self.leaderless = None;
        } else if self.leaderless.is_none() {
            self.leaderless = Some(Leaderless {
                since: now,
                timeouts: 0,
            });
        }
    }

    fn is_heard(&self, leader: &Server) -> bool {
        let runs = |server: &Server| server.is_up() && !server.is_paused();
        let hears = |other: &&Server| {
            let (no, it) = (leader.no(), other.no());
            no == it || runs(other) && !self.is_cut(no, it) && !self.is_cut(it, no)
        };
        leader.leads()
            && runs(leader)
            && self.servers.iter().filter(hears).count() >= self.majority()
    }
}

#[cfg(test)]
mod tests {
    use glassbox_sim::timeline::Author;
    use glassbox_sim::{Kind, Timeline, Verdict};

    use super::*;
    use crate::act::{Act, Write};
    use crate::command::Key;
    use crate::setup::Setup;

    fn until(run: &mut Timeline<Cluster>, reached: impl Fn(&Cluster) -> bool) {
        while !reached(run.state()) {
            run.step_on().expect("it goes on");
        }
    }

    fn act(run: &mut Timeline<Cluster>, act: Act) {
        run.act(act, Author::Person).expect("possible");
    }

    fn waiting(cluster: &Cluster) -> Vec<&'static str> {
        let all = Cluster::properties().iter();
        let waits = all.filter(|it| {
            it.kind == Kind::Eventually && matches!((it.check)(cluster), Verdict::Waiting(_))
        });
        waits.map(|it| it.id).collect()
    }

    fn led() -> Timeline<Cluster> {
        let mut run = Timeline::new(Setup::default(), 1).expect("a valid setup");
        act(&mut run, Act::Fire(1));
        until(&mut run, |cluster| cluster.leaderless().is_none());
        run
    }

    #[test]
    fn before_the_first_election_nobody_leads_and_one_timeout_is_counted() {
        let mut run = Timeline::<Cluster>::new(Setup::default(), 1).expect("a valid setup");
        run.step_on().expect("starts");
        assert_eq!(run.state().leaderless(), Some(Leaderless::default()));
        act(&mut run, Act::Fire(1));
        let leaderless = run.state().leaderless().expect("nobody yet");
        assert_eq!((leaderless.since, leaderless.timeouts), (Instant::START, 1));
        assert_eq!(waiting(run.state()), ["leader-exists"]);
    }

    #[test]
    fn without_a_majority_timeouts_are_counted_from_zero_until_somebody_leads() {
        let mut run = led();
        let before = run.position().clock;
        act(
            &mut run,
            Act::Partition(vec![vec![1, 2], vec![3, 4], vec![5]]),
        );
        let leaderless = run.state().leaderless().expect("cut off");
        assert_eq!(leaderless.timeouts, 0);
        assert!(leaderless.since >= before && run.state().leader().is_some());
        until(&mut run, |cluster| {
            cluster.leaderless().is_some_and(|it| it.timeouts == 3)
        });
        assert_eq!(run.state().leaderless().unwrap().since, leaderless.since);
        act(&mut run, Act::Heal);
        until(&mut run, |cluster| cluster.leaderless().is_none());
        assert!(!waiting(run.state()).contains(&"leader-exists"));
    }

    #[test]
    fn a_majority_that_hangs_hears_nobody() {
        let mut run = led();
        act(&mut run, Act::Pause(2));
        act(&mut run, Act::Pause(3));
        assert_eq!(run.state().leaderless(), None);
        act(&mut run, Act::Pause(4));
        assert!(run.state().leaderless().is_some());
    }

    #[test]
    fn what_waits_for_a_majority_is_told_with_the_moment_since_when() {
        let mut run = led();
        until(&mut run, |cluster| {
            let all = cluster.servers();
            all.iter().all(|server| server.commit() == 1)
        });
        act(&mut run, Act::Partition(vec![vec![1, 2], vec![3, 4, 5]]));
        let key = Key::new('x').expect("a letter");
        let write = Write {
            client: 1,
            key,
            value: 1,
            to: Some(1),
        };
        act(&mut run, Act::Write(write));
        until(&mut run, |cluster| cluster.servers()[0].last_index() == 2);
        let written = run.state().now();
        assert_eq!(run.state().stalled(), None);
        run.wait(written + Duration::from_millis(48));
        until(&mut run, |cluster| cluster.stalled().is_some());
        let expected = Stalled {
            leader: 1,
            index: 2,
            since: written,
        };
        assert_eq!(run.state().stalled(), Some(expected));
        assert_eq!(waiting(run.state()), ["leader-exists", "commit-advances"]);
    }
}
