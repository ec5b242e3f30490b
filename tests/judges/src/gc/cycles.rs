//! Goals and triggers of recorded cycles (§1).

use std::collections::BTreeMap;
use std::path::Path;

use glassbox_gc::pacer::{GcController, NO_MEMORY_LIMIT};
use serde::Deserialize;

use super::tables::rows;
use super::{Tally, minor, slack};

const TABLE: &str = "go-heap-goal.csv";

/// Before 1.27 seven digits of cons/mark are printed: the runway is off by at most one part in this
/// many. Seen in 1.23 and 1.27; to take a release between for one of these allows too much, if
/// anything.
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
    let mut kinds = BTreeMap::new();
    for (place, row) in rows::<Workload>(&suite.join("go-heap-goal-workloads.csv"))? {
        match row {
            Ok(row) => drop(kinds.insert(row.workload, row.kind)),
            Err(wrong) => println!("skipped: {place}: {wrong}"),
        }
    }
    let (mut goals, mut triggers) = (Tally::default(), Tally::default());
    let mut late = Vec::new();
    for (place, row) in rows::<Row>(&suite.join(TABLE))? {
        let row = match row {
            Ok(row) => row,
            Err(wrong) => {
                goals.count(Some(format!("{place}: {wrong}")));
                triggers.leave_out("rows that cannot be read");
                continue;
            }
        };
        // A workload that is not in the list has its kind in front of its name.
        let kind = match kinds.get(&row.workload) {
            Some(kind) => kind,
            None => row.workload.split('-').next().unwrap_or_default(),
        };
        let place = format!(
            "{place} ({} {} cycle {})",
            row.go_version, row.workload, row.cycle
        );
        let controller = row.controller(kind);
        goals.count(wrong_goal(&row, &controller).map(|wrong| format!("{place}: {wrong}")));
        let (Some(recorded), Some(cons_mark), Some(_)) =
            (row.trigger_bytes, row.cons_mark, row.heap_scan_bytes)
        else {
            triggers.leave_out("rows without the next cycle's start, cons/mark or scanned heap");
            continue;
        };
        let (trigger, wrong) = wrong_trigger(&row, kind, recorded, cons_mark, controller);
        late.push(recorded.saturating_sub(trigger));
        triggers.count(wrong.map(|wrong| format!("{place}: {wrong}")));
    }
    print_late(late);
    Ok((goals, triggers))
}

/// How late after the computed trigger cycles began: what is allowed is wide enough for the latest.
fn print_late(mut late: Vec<u64>) {
    late.sort_unstable();
    let part = |percent: usize| late.get((late.len().max(1) - 1) * percent / 100);
    if let (Some(half), Some(most), Some(latest)) = (part(50), part(95), part(100)) {
        println!(
            "cycles began after their trigger by: median {half}, 95 % {most}, latest {latest} bytes"
        );
    }
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
    cons_mark: f64,
    mut controller: GcController,
) -> (u64, Option<String>) {
    controller.cons_mark = cons_mark;
    controller.commit(row.is_sweep_done(kind));
    let trigger = controller.trigger().0;
    if minor(&row.go_version).is_none_or(|minor| minor < 27) {
        let rounding = controller.runway / ROUNDING + 1;
        controller.runway = controller.runway.saturating_add(rounding);
    }
    let earliest = controller.trigger().0;
    let right = (earliest..=trigger.saturating_add(slack(kind))).contains(&recorded);
    let wrong = (!right).then(|| format!("trigger {trigger}, recorded {recorded}"));
    (trigger, wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 5,000,000 bytes live, 4,000,000 of them scanned, with 3,000 of stacks and 200,000 of globals:
    /// the goal is 10,203,000, and with cons/mark 0.1 the runway 1,260,900.
    fn row() -> Row {
        Row {
            go_version: "go1.27.3".to_owned(),
            workload: "steady".to_owned(),
            gogc: 100,
            cycle: 7,
            live_bytes: 5_000_000,
            stack_bytes: 3_000,
            globals_bytes: 200_000,
            goal_bytes: 10_203_000,
            sweep_unfinished_floor: 0,
            trigger_bytes: None,
            cons_mark: None,
            heap_scan_bytes: Some(4_000_000),
        }
    }

    fn is_right(row: &Row, kind: &str, recorded: u64, cons_mark: f64) -> bool {
        wrong_trigger(row, kind, recorded, cons_mark, row.controller(kind))
            .1
            .is_none()
    }

    #[test]
    fn a_goal_is_right_to_the_byte() {
        let wrong = |goal| {
            let row = Row {
                goal_bytes: goal,
                ..row()
            };
            wrong_goal(&row, &row.controller("steady")).is_some()
        };
        assert!(!wrong(10_203_000));
        assert!(wrong(10_202_999) && wrong(10_203_001) && wrong(u64::MAX));
    }

    #[test]
    fn a_cycle_begins_at_its_trigger_or_a_little_later_but_never_before() {
        let trigger = 10_203_000 - 1_260_900;
        assert!(is_right(&row(), "steady", trigger, 0.1));
        assert!(is_right(&row(), "steady", trigger + 100_000, 0.1));
        assert!(!is_right(&row(), "steady", trigger - 1, 0.1));
        assert!(!is_right(&row(), "steady", trigger + 200_000, 0.1));
        assert!(is_right(&row(), "large", trigger + 200_000, 0.1));
    }

    #[test]
    fn seven_digits_of_cons_mark_make_it_a_byte_earlier_at_most() {
        let trigger = 10_203_000 - 1_260_900;
        for (release, early) in [("go1.23.5", true), ("go1.26.0", true), ("go1.27.3", false)] {
            let row = Row {
                go_version: release.to_owned(),
                ..row()
            };
            assert_eq!(
                is_right(&row, "steady", trigger - 1, 0.1),
                early,
                "{release}"
            );
            assert!(!is_right(&row, "steady", trigger - 2, 0.1), "{release}");
        }
    }

    #[test]
    fn a_negative_cons_mark_gives_the_lowest_trigger() {
        let lowest = 5_000_000 + 5_203_000 / 64 * 45;
        assert!(is_right(&row(), "steady", lowest, -0.01));
        assert!(!is_right(&row(), "steady", lowest - 1, -0.01));
    }

    #[test]
    fn numbers_that_no_process_has_do_not_make_it_fail() {
        let row = Row {
            gogc: i32::MAX,
            live_bytes: u64::MAX,
            stack_bytes: u64::MAX,
            ..row()
        };
        for cons_mark in [f64::NAN, f64::INFINITY, -1e300] {
            is_right(&row, "large", u64::MAX, cons_mark);
        }
    }
}
