//! How a command gets into the log.

use bytes::Bytes;

use super::entry::Entry;
use super::message::{Body, Message, NodeId};
use super::note::Note;
use super::raft::{Raft, Role};

/// The command went nowhere: nobody is known to lead. Propose it again later.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the proposal was dropped: no leader is known")]
pub struct ProposalDropped;

impl Raft {
    /// Proposes a command. A leader appends it, a follower hands it on to the leader it knows.
    ///
    /// # Errors
    ///
    /// [`ProposalDropped`] if no leader is known. `Ok` promises nothing: the entry may still be
    /// lost until it comes back committed.
    pub fn propose(&mut self, data: impl Into<Bytes>) -> Result<(), ProposalDropped> {
        self.handle_proposal(self.config.id, vec![Entry::proposal(data)])
    }

    pub(super) fn handle_proposal(
        &mut self,
        from: NodeId,
        entries: Vec<Entry>,
    ) -> Result<(), ProposalDropped> {
        let term = self.term;
        match (self.role, self.leader) {
            (Role::Leader, _) => {
                if self.tracker.progress(self.config.id).is_none() {
                    return Err(ProposalDropped);
                }
                self.append_own(entries);
                self.broadcast_append();
                Ok(())
            }
            (Role::Follower, Some(to)) => {
                self.notes.push(Note::ProposalForwarded { to });
                // It belongs to no term and keeps its first sender.
                self.messages.push(Message {
                    from,
                    to,
                    term: 0,
                    body: Body::MsgProp { entries },
                });
                Ok(())
            }
            (Role::Follower | Role::Candidate | Role::PreCandidate, _) => {
                self.notes.push(Note::ProposalDropped { term });
                Err(ProposalDropped)
            }
        }
    }

    /// A leader appends entries of its term to its own log.
    pub(super) fn append_own(&mut self, mut entries: Vec<Entry>) {
        let mut index = self.log.last_index();
        for entry in &mut entries {
            index += 1;
            entry.term = self.term;
            entry.index = index;
        }
        self.log.append(entries, &mut self.notes);
        // The leader counts towards its own majority, but only once the entries are on disk.
        self.send(
            self.config.id,
            Body::MsgAppResp {
                index,
                rejected: None,
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[test]
    fn leader_appends_a_proposal_in_its_term_and_sends_it() {
        let mut leader = leader(1, 3, &[]);
        work(&mut leader);
        for follower in [2, 3] {
            reply(
                &mut leader,
                message(follower, 1, 1, super::super::testing::accepted(1)),
            );
        }
        leader.propose("x").unwrap();
        assert_eq!(terms(&leader), [1, 1]);
        assert_eq!(work(&mut leader).len(), 2);
    }

    #[test]
    fn follower_hands_a_proposal_on_and_the_leader_takes_it() {
        let mut net = Net::new((1..=3).map(|id| node(id, 3, &[])).collect());
        net.node(1).campaign();
        net.settle();
        net.node(2).propose("x").unwrap();
        net.settle();
        for node in &net.nodes {
            assert_eq!(node.log().iter().last().unwrap().data, "x");
            assert_eq!(node.log().applied(), 2);
        }
    }

    #[test]
    fn proposal_without_a_leader_is_dropped() {
        let mut node = node(1, 3, &[]);
        assert_eq!(node.propose("x"), Err(ProposalDropped));
        node.campaign();
        assert_eq!(node.propose("x"), Err(ProposalDropped));
    }
}
