//! The stories that come with the lab.

use glassbox_sim::scenario::{self, FileError, ScenarioOf};

use super::Lab;

/// A scenario of this lab.
pub type Scenario = ScenarioOf<Lab>;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$((
            concat!("gc/", $name),
            include_str!(concat!("../../scenarios/", $name, ".json")),
        )),*]
    };
}

/// The files, in the order in which they are listed.
pub const FILES: &[(&str, &str)] = files![
    "mark-sweep",
    "tricolor",
    "losing-an-object",
    "insertion-barrier",
    "deletion-barrier",
    "hybrid-barrier",
    "heap-to-stack",
    "stack-to-stack",
    "channel-hand-off",
    "heap-to-heap",
    "stack-to-heap",
    "allocate-black",
    "two-pauses",
    "termination-restarts",
    "strong-and-weak",
    "green-tea",
    "one-pointer",
    "race",
    "what-starts-a-cycle",
    "gogc",
    "before-the-goal",
    "assists",
    "runtime-gc",
    "memory-limit",
    "death-spiral",
    "two-minutes",
    "how-a-slice-grows",
];

/// Reads the scenario named `id`, as `gc/assists` or `assists`. `None`: there is none of that name.
pub fn find(id: &str) -> Option<Result<Scenario, FileError>> {
    let fits = |name: &str| name == id || name.strip_prefix("gc/") == Some(id);
    let (_, json) = FILES.iter().find(|(name, _)| fits(name))?;
    Some(scenario::read::<Lab>(json))
}
