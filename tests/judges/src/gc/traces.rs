//! Raw traces: what is read from them, and what is predicted over them (§2).

use std::path::Path;

use anyhow::Context;
use glassbox_gc::pacer::read_gogc;
use glassbox_gc::trace::{
    Cycle, GcLine, Line, Log, PacerEnd, PacerStart, Settings, SweepDone, cycles, predict, read,
};
use serde_json::{Value, json};

use super::Tally;

/// Objects are small in all excerpts: two spans (§1.2), bytes.
const SLACK: u64 = 16 << 10;

/// Cycles that were read as recorded, then those that were predicted.
pub(super) fn judge(folder: &Path) -> anyhow::Result<(Tally, Tally)> {
    let (mut reads, mut predictions) = (Tally::default(), Tally::default());
    if !folder.is_dir() {
        println!("skipped: no traces at {}", folder.display());
        return Ok((reads, predictions));
    }
    let mut paths: Vec<_> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    paths.sort();
    for path in paths {
        let context = || path.display().to_string();
        let recorded: Value =
            serde_json::from_str(&std::fs::read_to_string(&path).with_context(context)?)
                .with_context(context)?;
        let text = path.with_extension("txt");
        let text = std::fs::read_to_string(&text).with_context(|| text.display().to_string())?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        judge_file(&name, &recorded, &read(&text), &mut reads, &mut predictions);
    }
    Ok((reads, predictions))
}

fn judge_file(name: &str, recorded: &Value, log: &Log, reads: &mut Tally, predictions: &mut Tally) {
    let none = Vec::new();
    let recorded_cycles = recorded["cycles"].as_array().unwrap_or(&none);
    let read = cycles(log);
    // A file may end within a cycle.
    let complete = || read.iter().filter(|cycle| cycle.gc.is_some());
    for error in &log.errors {
        reads.count(Some(format!("{name}: {error}")));
    }
    if complete().count() != recorded_cycles.len() {
        let (read, recorded) = (complete().count(), recorded_cycles.len());
        reads.count(Some(format!("{name}: {read} cycles, recorded {recorded}")));
    }
    for (cycle, recorded) in complete().zip(recorded_cycles) {
        let wrong = wrong_cycle(cycle, recorded).or_else(|| wrong_sweep(log, recorded));
        reads.count(wrong.map(|wrong| format!("{name}: {wrong}")));
    }

    let settings = Settings {
        gc_percent: read_gogc(recorded["settings"]["GOGC"].as_str().unwrap_or("100")),
        memory_limit: recorded["settings"].get("GOMEMLIMIT").is_some(),
    };
    for (index, prediction) in predict(&read, settings).into_iter().enumerate() {
        let Some(prediction) = prediction else {
            continue;
        };
        // What the runtime's own metrics said about the heap before this cycle.
        let live = index.checked_sub(1).and_then(|before| {
            recorded_cycles.get(before)?["metrics_after"]["live_bytes"].as_u64()
        });
        let right = prediction.goal_agrees() == Some(true)
            && prediction.trigger_agrees(SLACK) != Some(false)
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
