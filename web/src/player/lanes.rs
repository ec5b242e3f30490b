//! The branch tree as lanes of the seek bar: which ones, in which order, and which hangs on which.

use glassbox_sim::BranchId;

/// A branch as the tree sees it: which one it left, after how many steps.
pub(super) type Parent = Option<(BranchId, u32)>;

/// One lane.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Lane {
    /// Whose.
    pub(super) branch: BranchId,
    /// The row of the lane that it leaves.
    pub(super) leaves: Option<usize>,
}

/// All branches from top to bottom: each below the one that it left, the later it left the nearer. So no lane crosses the
/// line that joins another one to its parent.
pub(super) fn order(parents: &[Parent]) -> Vec<BranchId> {
    let mut order = Vec::with_capacity(parents.len());
    let mut open: Vec<usize> = parents.first().map(|_| 0).into_iter().collect();
    while let Some(branch) = open.pop() {
        order.push(BranchId(branch as u16));
        let child = |(index, parent): (usize, &Parent)| {
            let (parent, step) = (*parent)?;
            (usize::from(parent.0) == branch).then_some((step, std::cmp::Reverse(index)))
        };
        let mut children: Vec<_> = parents.iter().enumerate().filter_map(child).collect();
        // The last one is taken first.
        children.sort_unstable();
        open.extend(children.into_iter().map(|(_, index)| index.0));
    }
    order
}

/// The lanes to draw, at most `most` of them: the first branch, the one of `here` and what it left are always among them;
/// of the rest, the newest.
pub(super) fn lanes(parents: &[Parent], here: BranchId, most: usize) -> Vec<Lane> {
    let parent = |branch: BranchId| parents.get(usize::from(branch.0)).copied().flatten();
    let mut wanted = vec![BranchId(0)];
    let lineage = std::iter::successors(Some(here), |at| Some(parent(*at)?.0));
    let newest = (0..parents.len() as u16).rev().map(BranchId);
    for branch in lineage.chain(newest) {
        if wanted.len() < most.max(1) && !wanted.contains(&branch) {
            wanted.push(branch);
        }
    }
    let mut shown = order(parents);
    shown.retain(|branch| wanted.contains(branch));
    let row = |branch| shown.iter().position(|it| *it == branch);
    let leaves = |branch| {
        // If the parent has no lane, the one that it left stands for it.
        let mut ancestors = std::iter::successors(parent(branch), |(at, _)| parent(*at));
        ancestors.find_map(|(at, _)| row(at))
    };
    shown
        .iter()
        .map(|branch| Lane {
            branch: *branch,
            leaves: leaves(*branch),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Branches 1, 2, … with what they left and when.
    fn tree(forks: &[(u16, u32)]) -> Vec<Parent> {
        let forks = forks
            .iter()
            .map(|(parent, step)| Some((BranchId(*parent), *step)));
        std::iter::once(None).chain(forks).collect()
    }

    fn letters(lanes: &[Lane]) -> String {
        lanes.iter().map(|lane| lane.branch.to_string()).collect()
    }

    #[test]
    fn what_left_later_is_nearer_to_what_it_left() {
        // B at 5, C at 9; D left B at 7, E left C at 20.
        let parents = tree(&[(0, 5), (0, 9), (1, 7), (2, 20)]);
        let lanes = lanes(&parents, BranchId(0), 6);
        assert_eq!(letters(&lanes), "ACEBD");
        let leaves: Vec<_> = lanes.iter().map(|lane| lane.leaves).collect();
        assert_eq!(leaves, [None, Some(0), Some(1), Some(0), Some(3)]);
    }

    #[test]
    fn branches_that_left_at_the_same_step_keep_their_order() {
        let parents = tree(&[(0, 5), (0, 5), (0, 5)]);
        assert_eq!(letters(&lanes(&parents, BranchId(0), 6)), "ABCD");
    }

    #[test]
    fn with_too_many_the_present_one_and_the_newest_are_shown() {
        // B to I all left A; J left B.
        let mut forks: Vec<_> = (0..8).map(|step| (0, step)).collect();
        forks.push((1, 9));
        let parents = tree(&forks);
        assert_eq!(letters(&lanes(&parents, BranchId(9), 4)), "AIBJ");
        assert_eq!(letters(&lanes(&parents, BranchId(3), 3)), "ADJ");
        let joined = lanes(&parents, BranchId(3), 3);
        assert_eq!(joined[2].leaves, Some(0), "B has no lane: A stands for it");
    }

    #[test]
    fn one_branch_is_one_lane() {
        assert_eq!(letters(&lanes(&tree(&[]), BranchId(0), 6)), "A");
        assert!(order(&[]).is_empty());
    }
}
