//! What the pictures of scenarios show: one moment each, the logs at one moment, or a heap over time.

mod gc;

use Flight::{Doubled, Entries, Lost, Vote};
use Role::{Candidate, Down, Follower, Leader};

/// One picture.
pub(crate) enum Scene {
    /// Five nodes and what flies between them.
    Cluster {
        /// Role and term, n1 to n5.
        nodes: [(Role, u8); 5],
        /// Nodes from this number on lie behind a cut; n1 and n2 are on the left, n4 is on the right.
        cut: Cut,
        /// What is under way: from, to, how far.
        flights: &'static [(usize, usize, f64, Flight)],
    },
    /// Logs, one line a node: the terms of its entries, committed ones left of the bar, `.` for what is missing;
    /// then `+` or `x` for a verdict.
    Logs(&'static [&'static str]),
    /// Objects and stacks in their colours, and what points to what.
    Heap {
        /// Name, place and colour. Stacks have two letters.
        objects: &'static [(&'static str, i32, i32, Shade)],
        /// From which of them to which, counted from 0.
        pointers: &'static [(usize, usize, Way)],
    },
    /// The heap over time; places are pixels from the left and from the axis.
    Pacer {
        /// The heap's line.
        heap: &'static [(i32, i32)],
        /// The goal's line.
        goal: &'static [(i32, i32)],
        /// Where cycles start.
        starts: &'static [(i32, i32)],
        /// From when to when it is marked.
        marking: &'static [(i32, i32)],
    },
    /// A slice before and after it grows: used and all cells, line by line.
    Cells(&'static [(i32, i32)]),
}

/// The colour of an object.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Shade {
    /// Not reached.
    White,
    /// Reached, not scanned.
    Grey,
    /// Scanned.
    Black,
}

/// What becomes of a pointer.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Way {
    /// It stays.
    Stays,
    /// It is new.
    New,
    /// It goes.
    Goes,
}

/// What a node is.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Role {
    /// A circle.
    Follower,
    /// A hatched hexagon.
    Candidate,
    /// A filled square.
    Leader,
    /// Dashed, crossed out.
    Down,
}

/// Where the network is cut.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Cut {
    /// Nowhere.
    None,
    /// n1 and n2 from the others.
    Middle,
    /// n4 from the others.
    Right,
}

impl Cut {
    /// Whether it lies between these two nodes.
    pub(crate) fn parts(self, a: usize, b: usize) -> bool {
        let behind = |n: usize| match self {
            Self::None => false,
            Self::Middle => n > 2,
            Self::Right => n == 4,
        };
        behind(a) != behind(b)
    }
}

/// What flies.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Flight {
    /// A diamond.
    Vote,
    /// A bar.
    Entries,
    /// A bar and a second behind it.
    Doubled,
    /// A dashed path and a cross.
    Lost,
}

/// The picture of the lab.
pub(crate) const RAFT: Scene = Scene::Cluster {
    nodes: [
        (Leader, 2),
        (Follower, 2),
        (Follower, 2),
        (Follower, 2),
        (Follower, 2),
    ],
    cut: Cut::None,
    flights: &[
        (1, 2, 0.5, Entries),
        (1, 5, 0.62, Entries),
        (1, 4, 0.5, Entries),
        (1, 3, 0.6, Entries),
    ],
};

/// The picture of a scenario; the lab's for one that has none of its own.
pub(crate) fn of(id: &str) -> &'static Scene {
    SCENES
        .iter()
        .chain(gc::SCENES)
        .find(|(name, _)| *name == id)
        .map_or(&RAFT, |(_, scene)| scene)
}

const SCENES: &[(&str, Scene)] = &[
    (
        "raft/leader-election",
        Scene::Cluster {
            nodes: [
                (Follower, 1),
                (Follower, 1),
                (Follower, 1),
                (Candidate, 1),
                (Follower, 1),
            ],
            cut: Cut::None,
            flights: &[
                (4, 1, 0.5, Vote),
                (4, 2, 0.55, Vote),
                (4, 3, 0.55, Vote),
                (4, 5, 0.55, Vote),
            ],
        },
    ),
    (
        "raft/split-vote",
        Scene::Cluster {
            nodes: [
                (Follower, 3),
                (Candidate, 3),
                (Follower, 3),
                (Candidate, 3),
                (Follower, 3),
            ],
            cut: Cut::None,
            flights: &[(2, 1, 0.5, Vote), (2, 3, 0.5, Vote), (4, 5, 0.5, Vote)],
        },
    ),
    (
        "raft/one-write",
        Scene::Logs(&["122|2", "122|2", "122|2", "122|.", "122|."]),
    ),
    (
        "raft/leader-crash",
        Scene::Cluster {
            nodes: [
                (Down, 2),
                (Follower, 2),
                (Follower, 2),
                (Follower, 2),
                (Follower, 2),
            ],
            cut: Cut::None,
            flights: &[],
        },
    ),
    (
        "raft/follower-catches-up",
        Scene::Logs(&["11222|", "11222|", "11222|", "11222|", "1|...."]),
    ),
    (
        "raft/snapshot",
        Scene::Logs(&["....1|", "....1|", "11|..."]),
    ),
    (
        "raft/two-leaders",
        Scene::Cluster {
            nodes: [
                (Leader, 2),
                (Follower, 2),
                (Follower, 3),
                (Leader, 3),
                (Follower, 3),
            ],
            cut: Cut::Middle,
            flights: &[
                (1, 5, 0.6, Lost),
                (1, 2, 0.5, Entries),
                (4, 5, 0.5, Entries),
                (4, 3, 0.5, Entries),
            ],
        },
    ),
    (
        "raft/old-log",
        Scene::Logs(&["1|111 x", "1|22 +", "1|22 +"]),
    ),
    (
        "raft/lost-and-doubled",
        Scene::Cluster {
            nodes: [
                (Leader, 2),
                (Follower, 2),
                (Follower, 2),
                (Follower, 2),
                (Follower, 2),
            ],
            cut: Cut::None,
            flights: &[
                (1, 5, 0.55, Lost),
                (1, 4, 0.5, Doubled),
                (1, 3, 0.6, Entries),
            ],
        },
    ),
    (
        "raft/why-prevote",
        Scene::Cluster {
            nodes: [
                (Leader, 2),
                (Follower, 2),
                (Follower, 2),
                (Candidate, 4),
                (Follower, 2),
            ],
            cut: Cut::Right,
            flights: &[(4, 5, 0.45, Lost), (4, 3, 0.45, Lost), (1, 2, 0.5, Entries)],
        },
    ),
    (
        "raft/prevote",
        Scene::Cluster {
            nodes: [
                (Leader, 2),
                (Follower, 2),
                (Follower, 2),
                (Follower, 2),
                (Follower, 2),
            ],
            cut: Cut::None,
            flights: &[(4, 5, 0.5, Vote), (4, 3, 0.5, Vote), (1, 2, 0.5, Entries)],
        },
    ),
    (
        "raft/figure-8-broken",
        Scene::Logs(&["12|4 x", "13|", "13|", "13|", "13| x"]),
    ),
    (
        "raft/figure-8",
        Scene::Logs(&["1|24", "1|2", "1|2", "1|", "1|3"]),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::catalog;

    #[test]
    fn every_scenario_has_a_picture_and_every_picture_a_scenario() {
        let drawn: Vec<&str> = SCENES.iter().chain(gc::SCENES).map(|it| it.0).collect();
        let listed: Vec<&str> = catalog::all().iter().map(|it| it.id).collect();
        for id in &listed {
            assert!(drawn.contains(id), "{id} has no picture");
        }
        for id in &drawn {
            assert!(listed.contains(id), "{id} is no scenario");
        }
    }

    #[test]
    fn pointers_lead_between_objects_of_the_picture() {
        for (id, scene) in gc::SCENES {
            if let Scene::Heap { objects, pointers } = scene {
                let there = |it: &&(usize, usize, Way)| it.0.max(it.1) < objects.len();
                assert_eq!(
                    pointers.iter().filter(there).count(),
                    pointers.len(),
                    "{id}"
                );
            }
        }
    }
}
