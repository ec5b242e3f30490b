//! Goals and triggers of recorded cycles (§1).

use std::collections::BTreeMap;
use std::path::Path;

use glassbox_gc::pacer::{GcController, NO_MEMORY_LIMIT};
use serde::Deserialize;

use super::{Tally, rows};

const TABLE: &str = "go-heap-goal.csv";

/// How far above the computed trigger a cycle may have begun (§1.2), bytes: two spans if objects
/// are small, the largest object if they are large.
const SLACK: (u64, u64) = (16 << 10, 480 << 10);

/// Go 1.23 prints seven digits of cons/mark: the runway is off by at most one part in this many.
const ROUNDING: u64 = 2_000_000;

#[derive(Deserialize)]
struct Workload {
    workload: String,
    kind: String,
}

#[derive(Deserialize)]
struct Row {
    go_version: String,
    workload: String,
    gogc: i32,
    cycle: u64,
    live_bytes: u64,
    stack_bytes: u64,
    globals_bytes: u64,
    goal_bytes: u64,
    sweep_unfinished_floor: u8,
    trigger_bytes: Option<u64>,
    cons_mark: Option<f64>,
    heap_scan_bytes: Option<u64>,
}

/// Goals, then triggers.
pub(super) fn judge(suite: &Path) -> anyhow::Result<(Tally, Tally)> {
    let workloads: Vec<(u64, Workload)> = rows(&suite.join("go-heap-goal-workloads.csv"))?;
    let kinds: BTreeMap<String, String> = workloads
        .into_iter()
        .map(|(_, workload)| (workload.workload, workload.kind))
        .collect();
    let (mut goals, mut triggers) = (Tally::default(), Tally::default());
    for (line, row) in rows::<Row>(&suite.join(TABLE))? {
        // A workload that is not in the list has its kind in front of its name.
        let kind = match kinds.get(&row.workload) {
            Some(kind) => kind,
            None => row.workload.split('-').next().unwrap_or_default(),
        };
        let place = format!(
            "{TABLE}:{line} ({} {} cycle {})",
            row.go_version, row.workload, row.cycle
        );
        let mut controller = row.controller(kind);
        goals.count(wrong_goal(&row, &controller).map(|wrong| format!("{place}: {wrong}")));
        if let (Some(trigger), Some(cons_mark)) = (row.trigger_bytes, row.cons_mark) {
            controller.cons_mark = cons_mark;
            controller.commit(row.is_sweep_done(kind));
            let wrong = wrong_trigger(&row, kind, trigger, controller);
            triggers.count(wrong.map(|wrong| format!("{place}: {wrong}")));
        }
    }
    Ok((goals, triggers))
}

impl Row {
    /// Only `setgc` waits for the sweep before the goal is computed (§1.1).
    fn is_sweep_done(&self, kind: &str) -> bool {
        kind == "setgc" && self.sweep_unfinished_floor == 0
    }

    /// The pacer after the cycle of this row.
    fn controller(&self, kind: &str) -> GcController {
        let mut controller = GcController::new(self.gogc, NO_MEMORY_LIMIT);
        controller.reset_live(self.live_bytes);
        controller.last_heap_scan = self.heap_scan_bytes.unwrap_or(0);
        controller.last_stack_scan = self.stack_bytes;
        controller.globals_scan = self.globals_bytes;
        controller.commit(self.is_sweep_done(kind));
        controller
    }
}

fn wrong_goal(row: &Row, controller: &GcController) -> Option<String> {
    let goal = controller.heap_goal();
    (goal != row.goal_bytes).then(|| format!("goal {goal}, recorded {}", row.goal_bytes))
}

fn wrong_trigger(
    row: &Row,
    kind: &str,
    recorded: u64,
    mut controller: GcController,
) -> Option<String> {
    let trigger = controller.trigger().0;
    if row.go_version.starts_with("go1.23") {
        let rounding = controller.runway / ROUNDING + 1;
        controller.runway = controller.runway.saturating_add(rounding);
    }
    let earliest = controller.trigger().0;
    let slack = if kind == "large" { SLACK.1 } else { SLACK.0 };
    let right = earliest <= recorded && recorded <= trigger + slack;
    (!right).then(|| format!("trigger {trigger}, recorded {recorded}"))
}
