//! Raw traces: what is read from them, and what is predicted over them (§2).

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context;
use glassbox_gc::pacer::{NO_MEMORY_LIMIT, read_gogc, read_gomemlimit};
use glassbox_gc::trace::{
    Cycle, GcLine, Line, Log, PacerEnd, PacerStart, Settings, SweepDone, cycles, predict, read,
};
use serde_json::{Value, json};

use super::{Tally, slack};

/// Cycles that were read as recorded, then those that were predicted.
pub(super) fn judge(folder: &Path) -> anyhow::Result<(Tally, Tally)> {
    let (mut reads, mut predictions) = (Tally::default(), Tally::default());
    if !folder.is_dir() {
        println!("skipped: no traces at {}", folder.display());
        return Ok((reads, predictions));
    }
    // Names have dots in them, so that a path's extension may not be replaced.
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder)? {
        let file = entry?.file_name();
        let file = file.to_string_lossy();
        let name = [".json", ".txt"]
            .into_iter()
            .find_map(|it| file.strip_suffix(it));
        names.extend(name.map(str::to_owned));
    }
    for name in names {
        if !folder.join(format!("{name}.json")).is_file() {
            println!("skipped: {name}.txt: no recording beside it");
            reads.leave_out("traces without a recording");
            continue;
        }
        match recording(folder, &name) {
            Ok((recorded, text)) => {
                judge_file(&name, &recorded, &read(&text), &mut reads, &mut predictions);
            }
            Err(wrong) => reads.count(Some(format!("{wrong:#}"))),
        }
    }
    Ok((reads, predictions))
}

/// What was recorded, and the trace itself.
fn recording(folder: &Path, name: &str) -> anyhow::Result<(Value, String)> {
    let load = |file: &str| {
        let bytes = std::fs::read(folder.join(file)).with_context(|| file.to_owned())?;
        // What a program prints is anything; the runtime's lines are UTF-8.
        anyhow::Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let file = format!("{name}.json");
    let recorded = serde_json::from_str(&load(&file)?).with_context(|| file.clone())?;
    Ok((recorded, load(&format!("{name}.txt"))?))
}

fn judge_file(name: &str, recorded: &Value, log: &Log, reads: &mut Tally, predictions: &mut Tally) {
    for error in &log.errors {
        reads.count(Some(format!("{name}.txt: {error}")));
    }
    let number = |cycle: &Value| cycle["cycle"].as_u64();
    let recorded_cycles = recorded["cycles"].as_array().map_or(&[][..], Vec::as_slice);
    if recorded_cycles.is_empty() {
        reads.count(Some(format!("{name}.json: no cycles")));
    }
    let read = cycles(log);
    // A file may end within a cycle, or begin within one.
    for (cycle, no) in read.iter().filter_map(|it| Some((it, it.gc?.1.number))) {
        let wrong = match recorded_cycles.iter().find(|it| number(it) == Some(no)) {
            Some(recorded) => wrong_cycle(cycle, recorded).or_else(|| wrong_sweep(log, recorded)),
            None => Some(format!("cycle {no} is not in the recording")),
        };
        reads.count(wrong.map(|wrong| format!("{name}: {wrong}")));
    }
    for recorded in recorded_cycles {
        let is_it = |cycle: &Cycle| cycle.gc.map(|(_, gc)| gc.number) == number(recorded);
        if number(recorded).is_none() || !read.iter().any(is_it) {
            let no = &recorded["cycle"];
            reads.count(Some(format!("{name}: cycle {no} is not in the trace")));
        }
    }

    let settings = match settings(&recorded["settings"]) {
        Ok(settings) => settings,
        Err(wrong) => return predictions.count(Some(format!("{name}.json: {wrong}"))),
    };
    let slack = slack(recorded["workload"]["kind"].as_str().unwrap_or_default());
    for (index, prediction) in predict(&read, settings).into_iter().enumerate() {
        let Some(prediction) = prediction else {
            predictions.leave_out(if settings.memory_limit || settings.gc_percent < 0 {
                "cycles with GOGC off or a memory limit"
            } else {
                "cycles whose predecessor is not in the trace"
            });
            continue;
        };
        // What the runtime's own metrics said about the heap before this cycle.
        let before = index.checked_sub(1).and_then(|before| read[before].gc);
        let before = before.and_then(|(_, gc)| {
            let mut all = recorded_cycles.iter();
            all.find(|it| number(it) == Some(gc.number))
        });
        let live = before.and_then(|it| it["metrics_after"]["live_bytes"].as_u64());
        let right = prediction.goal_agrees() == Some(true)
            && prediction.trigger_agrees(slack) != Some(false)
            && live.is_none_or(|live| (prediction.live.low..=prediction.live.high).contains(&live));
        let wrong = (!right).then(|| {
            format!(
                "{name}: cycle {} of the file, live {live:?}: {prediction:?}",
                index + 1
            )
        });
        predictions.count(wrong);
    }
}

/// What the program ran with.
///
/// # Errors
/// GOGC or GOMEMLIMIT is there and is neither text nor a number.
fn settings(recorded: &Value) -> Result<Settings, String> {
    let text = |name: &str, absent: &str| match &recorded[name] {
        Value::Null => Ok(absent.to_owned()),
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(format!("settings.{name}: {other}")),
    };
    let limit = text("GOMEMLIMIT", "off")?;
    let limit = read_gomemlimit(&limit).ok_or_else(|| format!("settings.GOMEMLIMIT: {limit}"))?;
    Ok(Settings {
        gc_percent: read_gogc(&text("GOGC", "100")?),
        memory_limit: limit != NO_MEMORY_LIMIT,
    })
}

/// Everything but the sweep, which the recording gives to the cycle whose line came last; it may
/// belong to the next one already.
fn wrong_cycle(cycle: &Cycle, recorded: &Value) -> Option<String> {
    let mut expected = recorded.clone();
    if let Some(fields) = expected.as_object_mut() {
        fields.remove("metrics_after");
        fields.remove("sweep_done");
    }
    let expected = numbers(expected);
    let actual = numbers(as_recorded(cycle));
    (actual != expected).then(|| format!("read {actual}\n  recorded {expected}"))
}

fn wrong_sweep(log: &Log, recorded: &Value) -> Option<String> {
    let expected = recorded.get("sweep_done")?;
    let line = expected["line"].as_u64();
    let found = log.lines.iter().find_map(|&(number, found)| match found {
        Line::SweepDone(sweep) if line == Some(number as u64) => Some(sweep_done(number, sweep)),
        _ => None,
    });
    let expected = numbers(expected.clone());
    let actual = numbers(found.unwrap_or_default());
    (actual != expected).then(|| format!("read {actual}\n  recorded {expected}"))
}

/// A cycle as the recording has it.
fn as_recorded(cycle: &Cycle) -> Value {
    let mut value = cycle
        .gc
        .map_or_else(|| json!({}), |(line, gc)| gc_line(line, gc));
    let mut pacer = json!({});
    if let Some((line, start)) = cycle.start {
        pacer["start"] = pacer_start(line, start);
    }
    if let Some((line, end)) = cycle.end {
        pacer["end"] = pacer_end(line, end);
    }
    value["pacer"] = pacer;
    value
}

fn gc_line(line: usize, gc: GcLine) -> Value {
    let ms = |us: u64| us as f64 / 1000.0;
    let [sweep_termination, mark, mark_termination] = gc.clock_us.map(ms);
    let clock = json!({
        "sweep_termination": sweep_termination,
        "mark": mark,
        "mark_termination": mark_termination,
    });
    let [
        sweep_termination,
        assist,
        background,
        idle,
        mark_termination,
    ] = gc.cpu_us.map(ms);
    let cpu = json!({
        "sweep_termination": sweep_termination,
        "assist": assist,
        "background": background,
        "idle": idle,
        "mark_termination": mark_termination,
    });
    json!({
        "cycle": gc.number,
        "line": line,
        "at_s": gc.at_ms as f64 / 1000.0,
        "gc_percent_since_start": gc.gc_percent,
        "clock_ms": clock,
        "cpu_ms": cpu,
        "heap_start_mb": gc.heap_start_mib,
        "heap_end_mb": gc.heap_end_mib,
        "heap_live_mb": gc.heap_live_mib,
        "goal_mb": gc.goal_mib,
        "stacks_mb": gc.roots_mib.map(|roots| roots[0]),
        "globals_mb": gc.roots_mib.map(|roots| roots[1]),
        "procs": gc.procs,
        "forced": gc.forced,
    })
}

fn pacer_start(line: usize, start: PacerStart) -> Value {
    json!({
        "line": line,
        "assist_ratio": start.assist_ratio,
        "scan_mb": start.scan_mib,
        "from_mb": start.from_mib,
        "to_mb": start.to_mib,
        "dedicated_workers": start.dedicated_workers,
        "fractional_workers": start.fractional_workers,
    })
}

fn pacer_end(line: usize, end: PacerEnd) -> Value {
    json!({
        "line": line,
        "cpu_percent": end.cpu_percent,
        "cpu_percent_expected": end.cpu_percent_expected,
        "heap_work_bytes": end.heap_work,
        "stack_work_bytes": end.stack_work,
        "globals_work_bytes": end.globals_work,
        "expected_work_bytes": end.expected_work,
        "triggered_bytes": end.triggered,
        "heap_end_bytes": end.heap_end,
        "over_goal_bytes": end.over_goal,
        "cons_mark": end.cons_mark,
    })
}

fn sweep_done(line: usize, sweep: SweepDone) -> Value {
    json!({
        "line": line,
        "heap_mb": sweep.heap_mib,
        "allocated_mb": sweep.allocated_mib,
        "pages": sweep.pages,
        "pages_per_byte": sweep.pages_per_byte,
    })
}

/// The same with every number, and every text that is one, as a float. Bytes are below 2^53.
fn numbers(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::String(text) => text
            .parse::<f64>()
            .map_or(Value::String(text), |x| json!(x)),
        Value::Array(values) => values.into_iter().map(numbers).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, numbers(value)))
            .collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "\
        gc 1 @0.1s 1%: 0+1+0 ms clock, 0+0/1/0+0 ms cpu, 3->4->4 MB, 4 MB goal, 0 MB stacks, \
        0 MB globals, 4 P\n\
        gc 2 @0.2s 1%: 0+1+0 ms clock, 0+0/1/0+0 ms cpu, 8->9->4 MB, 9 MB goal, 0 MB stacks, \
        0 MB globals, 4 P\n";

    /// What the recording of a good trace says, and both tallies of another trace against it.
    fn judged(trace: &str, settings: Value) -> (Tally, Tally) {
        let (mut reads, mut predictions) = (Tally::default(), Tally::default());
        let cycles: Vec<Value> = cycles(&read(TRACE)).iter().map(as_recorded).collect();
        let recorded = json!({ "settings": settings, "cycles": cycles });
        judge_file("t", &recorded, &read(trace), &mut reads, &mut predictions);
        (reads, predictions)
    }

    fn counts(tally: &Tally) -> (usize, usize, usize) {
        (tally.passed, tally.total, tally.left_out.values().sum())
    }

    #[test]
    fn a_trace_as_recorded_passes() {
        for settings in [json!({}), json!({ "GOGC": 100, "GOMEMLIMIT": "off" })] {
            let (reads, predictions) = judged(TRACE, settings);
            assert_eq!(
                (counts(&reads), counts(&predictions)),
                ((2, 2, 0), (2, 2, 0))
            );
        }
    }

    #[test]
    fn a_trace_cut_within_a_line_names_the_place_and_misses_the_cycle() {
        let (reads, predictions) = judged(&TRACE[..TRACE.len() - 20], json!({}));
        assert_eq!(counts(&reads), (1, 3, 0), "{reads:?}");
        assert!(reads.differences[0].contains("t.txt: line 2, column"));
        assert!(reads.differences[1].contains("cycle 2 is not in the trace"));
        assert_eq!(counts(&predictions), (1, 1, 0));
    }

    #[test]
    fn a_trace_that_begins_later_is_compared_cycle_by_cycle() {
        let second = TRACE.lines().nth(1).unwrap();
        let (reads, predictions) = judged(&format!("hello\n{second}\r\n"), json!({}));
        // The recording says the cycle's line is the second, and so it is.
        assert_eq!(counts(&reads), (1, 2, 0), "{reads:?}");
        assert_eq!(counts(&predictions), (0, 0, 1));
    }

    #[test]
    fn nothing_is_predicted_with_a_limit_and_that_is_said() {
        for settings in [json!({ "GOMEMLIMIT": "48MiB" }), json!({ "GOGC": "off" })] {
            assert_eq!(counts(&judged(TRACE, settings).1), (0, 0, 2));
        }
        let (_, predictions) = judged(TRACE, json!({ "GOGC": true }));
        assert_eq!(counts(&predictions), (0, 1, 0));
    }

    #[test]
    fn another_gogc_than_recorded_is_a_difference() {
        let (_, predictions) = judged(TRACE, json!({ "GOGC": "400" }));
        assert_eq!(counts(&predictions), (0, 2, 0));
    }

    #[test]
    fn what_is_missing_beside_a_file_is_said() {
        let folder = std::env::temp_dir().join(format!("glassbox-traces-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let cycles: Vec<Value> = cycles(&read(TRACE)).iter().map(as_recorded).collect();
        let recorded = json!({ "cycles": cycles }).to_string();
        for (file, text) in [
            ("1-whole-go1.27.json", recorded.as_str()),
            ("1-whole-go1.27.txt", TRACE),
            ("2-alone-go1.27.txt", TRACE),
            ("3-alone-go1.27.json", recorded.as_str()),
            ("4-cut-go1.27.json", &recorded[..99]),
            ("4-cut-go1.27.txt", TRACE),
            ("README", "not a trace"),
        ] {
            std::fs::write(folder.join(file), text).unwrap();
        }
        let judged = judge(&folder);
        std::fs::remove_dir_all(&folder).unwrap();
        let (reads, predictions) = judged.unwrap();
        assert_eq!(
            (counts(&reads), counts(&predictions)),
            ((2, 4, 1), (2, 2, 0))
        );
        let names = |at: usize, file: &str| reads.differences[at].starts_with(file);
        assert!(
            names(0, "3-alone-go1.27.txt") && names(1, "4-cut-go1.27.json"),
            "{reads:?}"
        );
    }
}
