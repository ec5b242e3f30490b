//! Elections: who campaigns, who votes, who wins (Raft §5.2 and §5.4.1, thesis §9.6).

use super::entry::EntryId;
use super::message::{Body, NodeId};
use super::note::{Ballot, CampaignRefusal, Note, VoteKind, VoteRefusal};
use super::quorum::VoteResult;
use super::raft::{Raft, Role};
use super::switches::Switch;

impl Raft {
    // Campaigning

    /// Campaigns now, whatever the timer says.
    pub fn campaign(&mut self) {
        let refusal = if self.role == Role::Leader {
            Some(CampaignRefusal::AlreadyLeader)
        } else if !self.is_promotable() {
            Some(CampaignRefusal::NotPromotable)
        } else if self.log.has_unapplied_conf_change() {
            Some(CampaignRefusal::PendingConfChange)
        } else if self.term == u64::MAX {
            Some(CampaignRefusal::LastTerm)
        } else {
            None
        };
        let term = self.term;
        if let Some(reason) = refusal {
            return self.notes.push(Note::CampaignRefused { reason, term });
        }
        self.notes.push(Note::CampaignStarted { term });
        self.ask_for_votes(if self.config.pre_vote {
            VoteKind::PreVote
        } else {
            VoteKind::Vote
        });
    }

    /// Whether this node may become a leader: a voter with its snapshot on disk.
    pub(super) fn is_promotable(&self) -> bool {
        self.tracker.conf().is_voter(self.config.id) && !self.log.has_pending_snapshot()
    }

    fn ask_for_votes(&mut self, kind: VoteKind) {
        let campaign_term = match kind {
            VoteKind::PreVote => {
                self.become_pre_candidate();
                self.term.saturating_add(1)
            }
            VoteKind::Vote => {
                self.become_candidate();
                self.term
            }
        };
        let (term, last) = (self.term, self.log.last_id());
        for to in self.tracker.conf().all_voters() {
            if to == self.config.id {
                // Its own vote counts only once it is on disk, like everyone else's.
                self.send_at(campaign_term, to, vote_response(kind, true));
                continue;
            }
            self.notes.push(Note::VoteRequested {
                kind,
                to,
                last,
                term,
            });
            let request = match kind {
                VoteKind::PreVote => Body::MsgPreVote { last },
                VoteKind::Vote => Body::MsgVote { last },
            };
            self.send_at(campaign_term, to, request);
        }
    }

    /// An answer to a campaign.
    pub(super) fn handle_vote_response(&mut self, kind: VoteKind, from: NodeId, granted: bool) {
        // A candidate may still get answers to what it asked as a pre-candidate.
        let expected = match self.role {
            Role::PreCandidate => VoteKind::PreVote,
            Role::Candidate => VoteKind::Vote,
            Role::Follower | Role::Leader => return,
        };
        if kind != expected {
            return;
        }
        let term = self.term;
        self.notes.push(Note::VoteReceived {
            kind,
            from,
            granted,
            term,
        });
        self.tracker.record_vote(from, granted);
        let (granted, refused, result) = self.tracker.tally();
        self.notes.push(Note::VoteTally {
            kind,
            granted,
            refused,
        });
        match (result, kind) {
            (VoteResult::Won, VoteKind::PreVote) => self.ask_for_votes(VoteKind::Vote),
            (VoteResult::Won, VoteKind::Vote) => {
                self.become_leader();
                self.broadcast_append();
            }
            (VoteResult::Lost, _) => self.become_follower(term, None),
            (VoteResult::Pending, _) => {}
        }
    }

    // Voting

    /// Someone asks for this node's vote (Raft Figure 2, RequestVote RPC, receiver).
    pub(super) fn handle_vote_request(
        &mut self,
        kind: VoteKind,
        from: NodeId,
        campaign_term: u64,
        last: EntryId,
    ) {
        let ballot = self.ballot(kind, from, last);
        if let Some(reason) = self.vote_refusal(&ballot, campaign_term) {
            self.notes.push(Note::VoteRefused { ballot, reason });
            self.send(from, vote_response(kind, false));
            return;
        }
        self.notes.push(Note::VoteCast(ballot));
        // The term asked about, which for a pre-vote is not the voter's own: at its own, the answer
        // would look stale to the one who asked.
        self.send_at(campaign_term, from, vote_response(kind, true));
        if kind == VoteKind::Vote {
            self.election_elapsed = 0;
            self.vote = Some(from);
        }
    }

    /// The first rule that forbids this vote.
    fn vote_refusal(&self, ballot: &Ballot, campaign_term: u64) -> Option<VoteRefusal> {
        let asks_ahead = ballot.kind == VoteKind::PreVote && campaign_term > self.term;
        let again = self.vote == Some(ballot.candidate);
        if !asks_ahead && !again && self.follows(Switch::OneVotePerTerm) {
            if let Some(to) = self.vote {
                return Some(VoteRefusal::AlreadyVoted { to });
            }
            if let Some(leader) = self.leader {
                return Some(VoteRefusal::KnowsLeader { leader });
            }
        }
        let behind = ballot.candidate_last < ballot.own_last;
        (behind && self.follows(Switch::UpToDateLog)).then_some(VoteRefusal::LogBehind)
    }

    /// A pre-vote of an earlier term is refused with the present term, not ignored.
    pub(super) fn refuse_stale_pre_vote(&mut self, from: NodeId, last: EntryId) {
        self.notes.push(Note::VoteRefused {
            ballot: self.ballot(VoteKind::PreVote, from, last),
            reason: VoteRefusal::StaleTerm,
        });
        self.send(from, vote_response(VoteKind::PreVote, false));
    }

    pub(super) fn ballot(
        &self,
        kind: VoteKind,
        candidate: NodeId,
        candidate_last: EntryId,
    ) -> Ballot {
        Ballot {
            kind,
            candidate,
            candidate_last,
            own_last: self.log.last_id(),
            vote_before: self.vote,
            term: self.term,
        }
    }

    // Changing role

    pub(super) fn become_follower(&mut self, term: u64, leader: Option<NodeId>) {
        let from = self.role;
        self.reset(term);
        self.role = Role::Follower;
        self.leader = leader;
        self.notes.push(Note::BecameFollower { term, leader, from });
    }

    /// Starts a term and votes for itself. Callers made sure that there is a next term.
    fn become_candidate(&mut self) {
        self.reset(self.term.saturating_add(1));
        self.role = Role::Candidate;
        self.vote = Some(self.config.id);
        let term = self.term;
        self.notes.push(Note::BecameCandidate { term });
    }

    /// Neither term nor vote nor timer change: that is the point of asking first.
    fn become_pre_candidate(&mut self) {
        self.tracker.reset_votes();
        self.role = Role::PreCandidate;
        self.leader = None;
        let term = self.term;
        self.notes.push(Note::BecamePreCandidate { term });
    }

    fn become_leader(&mut self) {
        let (id, term) = (self.config.id, self.term);
        self.reset(term);
        self.role = Role::Leader;
        self.leader = Some(id);
        if let Some(own) = self.tracker.progress_mut(id) {
            own.become_replicate();
            own.recent_active = true;
        }
        self.notes.push(Note::BecameLeader { term });
        // Entries of earlier terms are committed only with one of this term (Raft §5.4.2), so there
        // has to be one, even if no client comes.
        self.append_own(vec![super::Entry::default()]);
    }
}

const fn vote_response(kind: VoteKind, granted: bool) -> Body {
    match kind {
        VoteKind::PreVote => Body::MsgPreVoteResp { granted },
        VoteKind::Vote => Body::MsgVoteResp { granted },
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::{Config, Entry, Message, Switch};
    use super::*;

    fn vote_of(node: &mut Raft, candidate: u64, term: u64, last: EntryId) -> bool {
        let request = message(candidate, node.id().0, term, Body::MsgVote { last });
        match reply(node, request).as_slice() {
            [
                Message {
                    body: Body::MsgVoteResp { granted },
                    ..
                },
            ] => *granted,
            other => panic!("one answer expected: {other:?}"),
        }
    }

    fn refusal(node: &mut Raft) -> Option<VoteRefusal> {
        node.take_notes()
            .into_iter()
            .rev()
            .find_map(|note| match note {
                Note::VoteRefused { reason, .. } => Some(reason),
                _ => None,
            })
    }

    #[test]
    fn follower_votes_once_in_a_term_and_repeats_that_vote() {
        let mut node = node(1, 3, &[]);
        assert!(vote_of(&mut node, 2, 1, EntryId::default()));
        assert!(!vote_of(&mut node, 3, 1, EntryId::default()));
        let to = NodeId(2);
        assert_eq!(refusal(&mut node), Some(VoteRefusal::AlreadyVoted { to }));
        assert!(vote_of(&mut node, 2, 1, EntryId::default()));
        assert!(vote_of(&mut node, 3, 2, EntryId::default()));
    }

    #[test]
    fn without_one_vote_per_term_a_follower_votes_again() {
        let mut node = node_without(&[Switch::OneVotePerTerm], 1, 3, &[]);
        assert!(vote_of(&mut node, 2, 1, EntryId::default()));
        assert!(vote_of(&mut node, 3, 1, EntryId::default()));
    }

    #[test]
    fn without_one_vote_per_term_two_nodes_lead_the_same_term() {
        let mut net = Net::new(
            (1..=3)
                .map(|id| node_without(&[Switch::OneVotePerTerm], id, 3, &[]))
                .collect(),
        );
        net.node(1).campaign();
        net.node(3).campaign();
        net.settle();
        let (one, three) = (&net.nodes[0], &net.nodes[2]);
        assert_eq!((one.role(), three.role()), (Role::Leader, Role::Leader));
        assert_eq!(one.term(), three.term());
    }

    #[test]
    fn follower_with_newer_log_refuses_vote() {
        // Longer in the same term, and shorter of a later term.
        for (own, candidate) in [(vec![1, 1, 1], (1, 2)), (vec![1, 2], (1, 9))] {
            let mut node = node(1, 3, &own);
            let last = EntryId::new(candidate.0, candidate.1);
            assert!(!vote_of(&mut node, 2, 5, last));
            assert_eq!(refusal(&mut node), Some(VoteRefusal::LogBehind));
            assert_eq!(node.term(), 5);
            let mut blind = node_without(&[Switch::UpToDateLog], 1, 3, &own);
            assert!(vote_of(&mut blind, 2, 5, last));
        }
    }

    #[test]
    fn follower_of_a_leader_refuses_vote_in_the_same_term() {
        let mut node = node(1, 3, &[]);
        reply(
            &mut node,
            message(2, 1, 1, Body::MsgHeartbeat { commit: 0 }),
        );
        assert!(!vote_of(&mut node, 3, 1, EntryId::default()));
        let leader = NodeId(2);
        assert_eq!(
            refusal(&mut node),
            Some(VoteRefusal::KnowsLeader { leader })
        );
    }

    #[test]
    fn follower_restarts_its_timer_when_it_votes_and_not_when_it_refuses() {
        let mut node = node(1, 3, &[1]);
        node.tick_by(3);
        assert!(!vote_of(&mut node, 2, 1, EntryId::default()));
        assert_eq!(node.election_elapsed(), 3);
        assert!(vote_of(&mut node, 2, 1, EntryId::new(1, 1)));
        assert_eq!(node.election_elapsed(), 0);
    }

    #[test]
    fn vote_survives_a_restart() {
        let mut voter = node(1, 3, &[]);
        assert!(vote_of(&mut voter, 2, 1, EntryId::default()));
        let mut voter = Raft::new(Config::new(NodeId(1)), voter.into_storage()).unwrap();
        assert!(!vote_of(&mut voter, 3, 1, EntryId::default()));
        assert!(vote_of(&mut voter, 2, 1, EntryId::default()));
    }

    #[test]
    fn candidate_counts_its_own_vote_only_when_it_is_on_disk() {
        let mut node = node(1, 1, &[]);
        node.campaign();
        assert_eq!((node.role(), node.votes().count()), (Role::Candidate, 0));
        work(&mut node);
        assert_eq!(node.role(), Role::Leader);
    }

    #[test]
    fn candidate_wins_with_a_majority_and_opens_its_term_with_an_entry() {
        let mut node = node(1, 5, &[1]);
        node.campaign();
        work(&mut node);
        for voter in [2, 2, 3] {
            assert_eq!(node.role(), Role::Candidate);
            let vote = Body::MsgVoteResp { granted: true };
            node.step(message(voter, 1, 2, vote)).unwrap();
        }
        assert_eq!((node.role(), terms(&node)), (Role::Leader, vec![1, 2]));
        let appends = work(&mut node);
        assert_eq!(appends.len(), 4);
    }

    #[test]
    fn candidate_that_a_majority_refuses_follows_again() {
        let mut node = node(1, 3, &[]);
        node.campaign();
        work(&mut node);
        for voter in [2, 3] {
            let vote = Body::MsgVoteResp { granted: false };
            node.step(message(voter, 1, 1, vote)).unwrap();
        }
        assert_eq!((node.role(), node.term()), (Role::Follower, 1));
    }

    #[test]
    fn candidate_returns_to_follower_on_append_of_same_term() {
        let mut node = node(1, 3, &[]);
        node.campaign();
        node.step(message(2, 1, 1, append(EntryId::default(), vec![], 0)))
            .unwrap();
        assert_eq!(
            (node.role(), node.leader()),
            (Role::Follower, Some(NodeId(2)))
        );
    }

    #[test]
    fn leader_steps_down_on_a_higher_term_unless_that_rule_is_off() {
        let request = message(
            2,
            1,
            7,
            Body::MsgVote {
                last: EntryId::default(),
            },
        );
        let mut node = leader(1, 3, &[]);
        node.step(request.clone()).unwrap();
        assert_eq!((node.role(), node.term()), (Role::Follower, 7));

        let mut stubborn = leader(1, 3, &[]);
        stubborn.set_rule(Switch::StepDown, false);
        stubborn.step(request).unwrap();
        assert_eq!((stubborn.role(), stubborn.term()), (Role::Leader, 1));
    }

    #[test]
    fn pre_candidate_changes_no_term_until_a_majority_would_vote_for_it() {
        let mut node = Raft::new(
            Config {
                pre_vote: true,
                ..Config::new(NodeId(1))
            },
            disk(3, &[1]),
        )
        .unwrap();
        node.campaign();
        let requests = work(&mut node);
        assert_eq!((node.role(), node.term()), (Role::PreCandidate, 1));
        assert!(requests.iter().all(|request| request.term == 2));
        let vote = Body::MsgPreVoteResp { granted: true };
        node.step(message(2, 1, 2, vote)).unwrap();
        assert_eq!((node.role(), node.term()), (Role::Candidate, 2));
    }

    #[test]
    fn voter_changes_nothing_for_a_pre_vote() {
        let mut node = node(1, 3, &[1]);
        let before = node.hard_state();
        for candidate in [2, 3] {
            let last = EntryId::new(1, 1);
            let answer = reply(
                &mut node,
                message(candidate, 1, 9, Body::MsgPreVote { last }),
            );
            assert_eq!(answer[0].term, 9);
            assert_eq!(answer[0].body, Body::MsgPreVoteResp { granted: true });
        }
        assert_eq!(node.hard_state(), before);
    }

    #[test]
    fn stranger_to_the_configuration_does_not_campaign() {
        let mut node = node(4, 3, &[]);
        node.tick_by(1_000);
        node.campaign();
        assert_eq!((node.role(), node.term()), (Role::Follower, 0));
        assert!(node.take_notes().contains(&Note::CampaignRefused {
            reason: CampaignRefusal::NotPromotable,
            term: 0,
        }));
    }

    #[test]
    fn there_is_no_campaign_after_the_last_term() {
        let mut node = node(1, 3, &[]);
        let entries: Vec<Entry> = Vec::new();
        let heartbeat = append(EntryId::default(), entries, 0);
        node.step(message(2, 1, u64::MAX, heartbeat)).unwrap();
        node.campaign();
        assert_eq!((node.role(), node.term()), (Role::Follower, u64::MAX));
    }
}
