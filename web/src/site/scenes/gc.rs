//! The pictures of the scenarios about Go's collector.

use super::Scene::{self, Cells, Heap, Pacer};
use super::Shade::{Black, Grey, White};
use super::Way::{Goes, New, Stays};

/// One for each scenario.
pub(super) const SCENES: &[(&str, Scene)] = &[
    (
        "gc/mark-sweep",
        Heap {
            objects: &[
                ("A", 24, 44, Black),
                ("B", 104, 20, Black),
                ("C", 104, 68, Black),
                ("K", 184, 20, White),
                ("L", 184, 68, White),
            ],
            pointers: &[(0, 1, Stays), (0, 2, Stays), (3, 4, Stays)],
        },
    ),
    (
        "gc/tricolor",
        Heap {
            objects: &[
                ("A", 34, 44, Black),
                ("B", 128, 44, Grey),
                ("C", 222, 44, White),
            ],
            pointers: &[(0, 1, Stays), (1, 2, Stays)],
        },
    ),
    (
        "gc/losing-an-object",
        Heap {
            objects: &[
                ("A", 34, 20, Black),
                ("B", 34, 68, Grey),
                ("C", 222, 44, White),
            ],
            pointers: &[(0, 2, New), (1, 2, Goes)],
        },
    ),
    (
        "gc/insertion-barrier",
        Heap {
            objects: &[
                ("g1", 34, 68, Grey),
                ("A", 34, 20, Black),
                ("C", 222, 44, Grey),
            ],
            pointers: &[(1, 2, New), (0, 2, Stays)],
        },
    ),
    (
        "gc/deletion-barrier",
        Heap {
            objects: &[
                ("B", 34, 20, Grey),
                ("C", 222, 44, Grey),
                ("D", 222, 84, White),
            ],
            pointers: &[(0, 1, Goes), (1, 2, Stays)],
        },
    ),
    (
        "gc/hybrid-barrier",
        Heap {
            objects: &[
                ("A", 34, 44, Black),
                ("C", 222, 20, Grey),
                ("D", 222, 68, Grey),
            ],
            pointers: &[(0, 1, Goes), (0, 2, New)],
        },
    ),
    (
        "gc/heap-to-stack",
        Heap {
            objects: &[
                ("g1", 34, 20, Black),
                ("B", 34, 68, Grey),
                ("C", 222, 44, White),
            ],
            pointers: &[(0, 2, New), (1, 2, Goes)],
        },
    ),
    (
        "gc/stack-to-stack",
        Heap {
            objects: &[
                ("g1", 34, 20, Grey),
                ("g2", 34, 68, Black),
                ("C", 222, 44, Grey),
            ],
            pointers: &[(0, 2, Goes), (1, 2, New)],
        },
    ),
    (
        "gc/one-pointer",
        Heap {
            objects: &[
                ("g1", 34, 20, Black),
                ("A", 128, 20, Black),
                ("G", 34, 68, Black),
                ("B", 128, 68, White),
                ("C", 204, 44, White),
                ("D", 260, 72, White),
            ],
            pointers: &[(0, 1, Stays), (2, 3, Goes), (3, 4, Stays), (4, 5, Stays)],
        },
    ),
    (
        "gc/channel-hand-off",
        Heap {
            objects: &[
                ("g1", 34, 20, Grey),
                ("g2", 34, 68, Black),
                ("A", 142, 44, White),
                ("B", 250, 44, White),
            ],
            pointers: &[(0, 2, Goes), (1, 2, New), (2, 3, Stays)],
        },
    ),
    (
        "gc/heap-to-heap",
        Heap {
            objects: &[
                ("A", 34, 20, White),
                ("B", 34, 68, Black),
                ("C", 222, 44, Grey),
            ],
            pointers: &[(0, 2, Goes), (1, 2, New)],
        },
    ),
    (
        "gc/stack-to-heap",
        Heap {
            objects: &[
                ("g1", 34, 20, Grey),
                ("A", 34, 68, Black),
                ("C", 222, 44, Grey),
            ],
            pointers: &[(0, 2, Goes), (1, 2, New)],
        },
    ),
    (
        "gc/allocate-black",
        Heap {
            objects: &[
                ("g1", 34, 44, Black),
                ("A", 222, 20, Grey),
                ("N", 222, 68, Black),
            ],
            pointers: &[(0, 1, Stays), (0, 2, New)],
        },
    ),
    (
        "gc/two-pauses",
        Pacer {
            heap: &[(24, 20), (264, 80)],
            goal: &[],
            starts: &[(84, 35), (204, 65)],
            marking: &[(84, 204)],
        },
    ),
    (
        "gc/termination-restarts",
        Heap {
            objects: &[
                ("A", 34, 44, Black),
                ("B", 128, 44, Black),
                ("C", 222, 44, Grey),
            ],
            pointers: &[(0, 1, Stays), (1, 2, New)],
        },
    ),
    (
        "gc/strong-and-weak",
        Heap {
            objects: &[
                ("A", 34, 20, Black),
                ("B", 34, 68, Grey),
                ("C", 222, 44, White),
            ],
            pointers: &[(0, 2, Stays), (1, 2, Stays)],
        },
    ),
    (
        "gc/green-tea",
        Heap {
            objects: &[
                ("A", 24, 20, Black),
                ("B", 64, 20, Grey),
                ("C", 104, 20, White),
                ("D", 24, 68, White),
                ("E", 64, 68, Grey),
                ("F", 104, 68, Grey),
                ("G", 222, 44, White),
            ],
            pointers: &[(5, 6, Stays)],
        },
    ),
    (
        "gc/race",
        Heap {
            objects: &[
                ("g1", 34, 20, Black),
                ("g2", 34, 68, Grey),
                ("C", 222, 44, White),
            ],
            pointers: &[(1, 2, Goes), (0, 2, New)],
        },
    ),
    (
        "gc/what-starts-a-cycle",
        Pacer {
            heap: &[
                (24, 30),
                (104, 66),
                (124, 74),
                (124, 34),
                (204, 66),
                (224, 74),
                (224, 34),
                (264, 50),
            ],
            goal: &[(24, 76), (264, 76)],
            starts: &[(104, 66), (204, 66)],
            marking: &[(104, 124), (204, 224)],
        },
    ),
    (
        "gc/gogc",
        Pacer {
            heap: &[
                (24, 40),
                (84, 78),
                (84, 40),
                (144, 78),
                (144, 40),
                (174, 58),
                (174, 40),
                (204, 58),
                (204, 40),
                (234, 58),
                (234, 40),
                (264, 58),
            ],
            goal: &[(24, 80), (150, 80), (150, 60), (264, 60)],
            starts: &[],
            marking: &[],
        },
    ),
    (
        "gc/before-the-goal",
        Pacer {
            heap: &[(24, 26), (184, 66), (224, 82), (224, 30), (264, 40)],
            goal: &[(24, 84), (264, 84)],
            starts: &[(184, 66)],
            marking: &[(184, 224)],
        },
    ),
    (
        "gc/assists",
        Pacer {
            heap: &[
                (24, 30),
                (104, 66),
                (134, 74),
                (134, 30),
                (164, 66),
                (244, 80),
                (244, 32),
                (264, 60),
            ],
            goal: &[(24, 76), (134, 76), (134, 82), (264, 82)],
            starts: &[(104, 66), (164, 66)],
            marking: &[(104, 134), (164, 244)],
        },
    ),
    (
        "gc/runtime-gc",
        Pacer {
            heap: &[(24, 30), (124, 54), (164, 64), (164, 32), (264, 56)],
            goal: &[(24, 80), (264, 80)],
            starts: &[(124, 54)],
            marking: &[(124, 164)],
        },
    ),
    (
        "gc/memory-limit",
        Pacer {
            heap: &[
                (24, 20),
                (84, 64),
                (104, 70),
                (104, 50),
                (134, 70),
                (134, 60),
                (164, 76),
                (164, 70),
                (194, 82),
                (194, 76),
                (264, 90),
            ],
            goal: &[(24, 66), (264, 66)],
            starts: &[(84, 64)],
            marking: &[(84, 104), (114, 134), (138, 264)],
        },
    ),
    (
        "gc/death-spiral",
        Pacer {
            heap: &[(24, 66), (264, 72)],
            goal: &[(24, 66), (264, 66)],
            starts: &[],
            marking: &[(24, 82), (84, 142), (144, 202), (204, 264)],
        },
    ),
    (
        "gc/two-minutes",
        Pacer {
            heap: &[(24, 40), (244, 40), (244, 24), (264, 24)],
            goal: &[(24, 80), (264, 80)],
            starts: &[(244, 40)],
            marking: &[],
        },
    ),
    (
        "gc/how-a-slice-grows",
        Cells(&[(1, 1), (2, 2), (3, 4), (5, 8), (9, 16)]),
    ),
];
