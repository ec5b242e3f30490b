//! When an entry is committed (Raft §5.3, §5.4.2).

use super::entry::EntryId;
use super::note::Note;
use super::raft::Raft;
use super::switches::Switch;

impl Raft {
    /// A leader moves its commit index to what a majority has; true if it moved.
    pub(super) fn maybe_commit(&mut self) -> bool {
        let index = self.tracker.committed();
        if index <= self.log.committed {
            return false;
        }
        let Some(entry_term) = self.log.term(index) else {
            return false;
        };
        // An older entry on a majority may still be overwritten (Raft Figure 8). It is committed
        // with the first entry of this term that is.
        if entry_term != self.term && self.follows(Switch::CommitOwnTerm) {
            self.notes.push(Note::CommitHeldBack {
                entry: EntryId::new(entry_term, index),
                term: self.term,
            });
            return false;
        }
        self.log.commit_to(index, &mut self.notes);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{Note, Switch};
    use super::*;

    /// Figure 8 (c): the leader of term 4 replicates its old entry of term 2 to a majority.
    fn figure_8() -> Raft {
        let mut leader = node(1, 5, &[1, 2]);
        leader
            .step(message(5, 1, 3, append(EntryId::default(), vec![], 0)))
            .unwrap();
        elect(&mut leader, 5);
        work(&mut leader);
        assert_eq!(leader.term(), 4);
        leader
    }

    #[test]
    fn leader_does_not_commit_older_term_by_counting() {
        let mut leader = figure_8();
        for follower in [2, 3] {
            leader.step(message(follower, 1, 4, accepted(2))).unwrap();
        }
        assert_eq!(leader.log().committed(), 0);
        assert!(leader.take_notes().contains(&Note::CommitHeldBack {
            entry: EntryId::new(2, 2),
            term: 4,
        }));
    }

    #[test]
    fn leader_commits_older_entries_with_the_first_of_its_own_term() {
        let mut leader = figure_8();
        for follower in [2, 3] {
            leader.step(message(follower, 1, 4, accepted(3))).unwrap();
        }
        assert_eq!(leader.log().committed(), 3);
        assert!(
            leader
                .take_notes()
                .contains(&Note::CommitAdvanced { from: 0, to: 3 })
        );
    }

    #[test]
    fn without_the_rule_of_the_own_term_counting_commits_an_older_entry() {
        let mut leader = figure_8();
        leader.set_rule(Switch::CommitOwnTerm, false);
        for follower in [2, 3] {
            leader.step(message(follower, 1, 4, accepted(2))).unwrap();
        }
        assert_eq!(leader.log().committed(), 2);
    }

    #[test]
    fn without_the_rule_of_the_own_term_figure_8_overwrites_a_committed_entry() {
        let mut s1 = figure_8();
        s1.set_rule(Switch::CommitOwnTerm, false);
        for follower in [2, 3] {
            s1.step(message(follower, 1, 4, accepted(2))).unwrap();
        }
        let mut applied = Vec::new();
        while s1.has_ready() {
            applied.extend(s1.ready().committed_entries);
            s1.advance();
        }
        assert_eq!(applied, log_of(1, &[1, 2]));

        // S5 never saw that entry, and its own is of a later term: S2 and S3 vote for it.
        let mut net = Net::new((2..=5).map(|id| node(id, 5, &[1, 2])).collect());
        net.nodes[3] = node(5, 5, &[1, 3]);
        net.nodes.insert(0, s1);
        net.cut = vec![1];
        for _ in 0..2 {
            net.node(5).campaign();
            net.settle();
        }
        for id in 2..=5 {
            assert_eq!(terms(net.node(id))[..2], [1, 3]);
            assert!(net.node(id).log().committed() >= 2);
        }
    }

    #[test]
    fn leader_commits_what_a_majority_has_and_not_what_half_have() {
        let mut leader = leader(1, 4, &[]);
        work(&mut leader);
        leader.step(message(2, 1, 1, accepted(1))).unwrap();
        assert_eq!(leader.log().committed(), 0);
        leader.step(message(3, 1, 1, accepted(1))).unwrap();
        assert_eq!(leader.log().committed(), 1);
    }

    #[test]
    fn leader_counts_itself_only_when_its_entry_is_on_disk() {
        let mut leader = leader(1, 3, &[]);
        leader.step(message(2, 1, 1, accepted(1))).unwrap();
        assert_eq!(leader.log().committed(), 0);
        work(&mut leader);
        assert_eq!(leader.log().committed(), 1);
    }
}
