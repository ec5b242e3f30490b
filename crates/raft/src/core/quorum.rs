//! Counting: what a majority says, and what both majorities of a joint configuration say.
//!
//! Pure functions of the voters and of what each of them is known to have said.

use serde::{Deserialize, Serialize};

use super::message::NodeId;

/// How a vote stands.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum VoteResult {
    /// It can no longer be won.
    Lost,
    /// It depends on the answers still missing.
    Pending,
    /// A majority said yes.
    Won,
}

/// How a vote among `voters` stands, given the answers so far. Nobody can stop the empty set: won.
pub fn majority_vote(voters: &[NodeId], answer: impl Fn(NodeId) -> Option<bool>) -> VoteResult {
    let needed = majority(voters);
    let (mut yes, mut open) = (0, 0);
    for &voter in voters {
        match answer(voter) {
            Some(true) => yes += 1,
            Some(false) => {}
            None => open += 1,
        }
    }
    if voters.is_empty() || yes >= needed {
        VoteResult::Won
    } else if yes + open >= needed {
        VoteResult::Pending
    } else {
        VoteResult::Lost
    }
}

/// How a vote stands that both halves of a joint configuration have to win (Raft §6).
pub fn joint_vote(
    incoming: &[NodeId],
    outgoing: &[NodeId],
    answer: impl Fn(NodeId) -> Option<bool>,
) -> VoteResult {
    use VoteResult::{Lost, Pending, Won};
    match (
        majority_vote(incoming, &answer),
        majority_vote(outgoing, &answer),
    ) {
        (Won, Won) => Won,
        (Lost, _) | (_, Lost) => Lost,
        (Pending, _) | (_, Pending) => Pending,
    }
}

/// The largest index that a majority of `voters` has acknowledged (Raft §5.3); unknown counts as 0.
/// `u64::MAX` for no voters, so that the other half of a joint configuration decides.
pub fn majority_committed(voters: &[NodeId], acked: impl Fn(NodeId) -> Option<u64>) -> u64 {
    /// Larger clusters than this exist on paper only; they pay one allocation a count.
    const USUAL: usize = 9;

    if voters.is_empty() {
        return u64::MAX;
    }
    let (mut few, mut many) = ([0; USUAL], Vec::new());
    let acks = match few.get_mut(..voters.len()) {
        Some(acks) => acks,
        None => {
            many.resize(voters.len(), 0);
            many.as_mut_slice()
        }
    };
    for (ack, &voter) in acks.iter_mut().zip(voters) {
        *ack = acked(voter).unwrap_or(0);
    }
    acks.sort_unstable();
    // Ascending, so the entry here is held by it and by all after it: `majority` voters.
    acks[voters.len() - majority(voters)]
}

/// The largest index that both majorities of a joint configuration have acknowledged (Raft §6).
pub fn joint_committed(
    incoming: &[NodeId],
    outgoing: &[NodeId],
    acked: impl Fn(NodeId) -> Option<u64>,
) -> u64 {
    majority_committed(incoming, &acked).min(majority_committed(outgoing, &acked))
}

const fn majority(voters: &[NodeId]) -> usize {
    voters.len() / 2 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(n: u64) -> Vec<NodeId> {
        (1..=n).map(NodeId).collect()
    }

    #[test]
    fn two_of_three_win_and_one_of_four_with_two_against_cannot() {
        let yes =
            |upto: u64, answered: u64| move |id: NodeId| (id.0 <= answered).then_some(id.0 <= upto);
        assert_eq!(majority_vote(&ids(3), yes(2, 2)), VoteResult::Won);
        assert_eq!(majority_vote(&ids(3), yes(1, 2)), VoteResult::Pending);
        assert_eq!(majority_vote(&ids(4), yes(1, 3)), VoteResult::Lost);
        assert_eq!(majority_vote(&[], yes(0, 0)), VoteResult::Won);
    }

    #[test]
    fn the_committed_index_is_what_the_slowest_of_the_fastest_majority_has() {
        let acks = [0, 7, 3, 9, 5, 1];
        let acked = |id: NodeId| acks.get(id.0 as usize).copied();
        assert_eq!(majority_committed(&ids(5), acked), 5);
        assert_eq!(majority_committed(&ids(4), acked), 5);
        assert_eq!(majority_committed(&ids(11), acked), 0);
        assert_eq!(majority_committed(&[], acked), u64::MAX);
    }

    #[test]
    fn a_joint_configuration_needs_both_majorities() {
        let (old, new) = (ids(3), vec![NodeId(3), NodeId(4), NodeId(5)]);
        let yes = |id: NodeId| Some(id.0 <= 3);
        assert_eq!(joint_vote(&new, &old, yes), VoteResult::Lost);
        assert_eq!(joint_committed(&new, &old, |id| Some(id.0)), 2);
    }
}
