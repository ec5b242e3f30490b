//! English.

use super::{finite, thousandths, time};
use crate::program::act::Act;
use crate::program::bytes::{Bytes, Gogc};
use crate::program::event::{Event, Pause, Reason, Source};

fn goroutines(count: u8) -> String {
    match count {
        1 => "1 goroutine".to_owned(),
        _ => format!("{count} goroutines"),
    }
}

fn limit(bytes: Bytes) -> String {
    match bytes.0 {
        0 => "none".to_owned(),
        _ => bytes.to_string(),
    }
}

fn goal(goal: Bytes, trigger: Bytes, source: Source) -> String {
    let Some(goal) = finite(goal) else {
        return "there is no goal: the heap may grow without bound".to_owned();
    };
    let why = match source {
        Source::Gogc => "live heap and roots with GOGC",
        Source::Minimum => "the minimum, 4 MiB times GOGC / 100",
        Source::Sweep => "room to sweep, 1 MiB above what is alive",
        Source::Limit => "what the memory limit leaves",
        Source::Live => "the memory limit leaves nothing, so what is alive",
        Source::Nothing => "nothing bounds it",
    };
    format!("the goal is {goal} ({why}), the trigger {trigger}")
}

pub(super) fn sentence(event: &Event) -> String {
    match *event {
        Event::Started {
            procs,
            goroutines: count,
        } => format!(
            "a program starts with {} on {procs} processor{}",
            goroutines(count),
            if procs == 1 { "" } else { "s" }
        ),
        Event::Allocated {
            heap,
            marking: false,
        } => format!("the heap has grown to {heap}"),
        Event::Allocated { heap, .. } => format!("the heap has grown to {heap} while marking"),
        Event::TriggerCrossed { heap, trigger } => {
            format!("at a refill the heap, {heap}, had reached the trigger, {trigger}")
        }
        Event::CycleStarted { cycle, why, heap } => {
            let why = match why {
                Reason::Heap => "the heap reached the trigger",
                Reason::Time => "two minutes without a cycle",
                Reason::Explicit => "runtime.GC was called",
            };
            format!("cycle {cycle} starts with {heap}: {why}")
        }
        Event::WorldStopped {
            pause: Pause::First,
            length,
            ..
        } => format!("the world stops for {} to start marking", time(length)),
        Event::WorldStopped { length, .. } => {
            format!("the world stops for {} to end marking", time(length))
        }
        Event::MarkBegan {
            cycle,
            goal,
            workers,
            ..
        } => {
            let who = match workers {
                0 => "a quarter of the time".to_owned(),
                1 => "1 dedicated worker".to_owned(),
                _ => format!("{workers} dedicated workers"),
            };
            match finite(goal) {
                Some(goal) => format!("cycle {cycle} marks with {who}, to end at {goal}"),
                None => format!("cycle {cycle} marks with {who}"),
            }
        }
        Event::AssistBegan {
            goroutine,
            work,
            credit: Bytes(0),
            ratio,
            ..
        } => format!(
            "g{goroutine} has to scan {work} before it may allocate on: {} bytes for each one",
            thousandths(ratio)
        ),
        Event::AssistBegan {
            goroutine,
            work,
            credit,
            ratio,
            ..
        } => format!(
            "g{goroutine} has to scan {work} before it may allocate on, and {credit} more are paid from \
             background credit: {} bytes for each one",
            thousandths(ratio)
        ),
        Event::AssistEnded {
            assists,
            scanned,
            time: length,
            ..
        } => format!(
            "{assists} assist{} scanned {scanned} and took {} from the goroutines",
            if assists == 1 { "" } else { "s" },
            time(length)
        ),
        Event::GoalPassed { heap, goal, .. } => {
            format!("the heap, {heap}, passed the goal, {goal}, before marking was done")
        }
        Event::MarkEnded {
            cycle,
            length,
            scanned,
        } => format!(
            "cycle {cycle} has marked everything: {scanned} scanned in {}",
            time(length)
        ),
        Event::CycleEnded { cycle, heap, live } => {
            format!("cycle {cycle} is over: {live} of {heap} survive")
        }
        Event::GoalSet {
            goal: bytes,
            trigger,
            source,
        } => goal(bytes, trigger, source),
        Event::Swept { cycle, freed } => format!("the garbage of cycle {cycle} is swept: {freed}"),
        Event::SweepFirst { goroutine: 0, left } => {
            format!("a cycle is due, and {left} of garbage have to be swept before it starts")
        }
        Event::SweepFirst { goroutine, left } => {
            format!("g{goroutine} is to start a cycle and sweeps what is left before: {left}")
        }
        Event::LimitReached { mapped, limit } => {
            format!("the process has {mapped}, more than its limit of {limit}")
        }
        Event::LimiterOn { again: false, .. } => {
            "the CPU limiter is on: the collector has had a second of each processor more than the \
             program, and nobody assists any more"
                .to_owned()
        }
        Event::LimiterOn { .. } => "the CPU limiter is on again".to_owned(),
        Event::LimiterOff { .. } => "the CPU limiter is off: assists are allowed again".to_owned(),
        Event::Called { goroutine, cycle } => {
            format!("g{goroutine} called runtime.GC and waits for cycle {cycle}")
        }
        Event::Returned {
            goroutine,
            cycle,
            waited,
        } => format!(
            "g{goroutine} goes on after {}: cycle {cycle} is marked and swept",
            time(waited)
        ),
        Event::GogcSet { from, to } => format!("you set GOGC from {from} to {to}"),
        Event::LimitSet { from, to } => {
            format!("you set GOMEMLIMIT from {} to {}", limit(from), limit(to))
        }
        Event::RateSet { from, to } => {
            format!("you let the program allocate {to} per second instead of {from}")
        }
        Event::LiveSet { from, to } => format!("you let the program keep {to} instead of {from}"),
        Event::StacksSet { from, to } => format!("you let the stacks hold {to} instead of {from}"),
        Event::Paused => "you put all goroutines to sleep".to_owned(),
        Event::Resumed => "you woke all goroutines".to_owned(),
        Event::LimiterSwitched { on: true } => "you switched the CPU limiter on".to_owned(),
        Event::LimiterSwitched { .. } => "you switched the CPU limiter off".to_owned(),
    }
}

pub(super) fn act(act: &Act) -> String {
    match *act {
        Act::SetGogc(Gogc::Off) => "GOGC off".to_owned(),
        Act::SetGogc(gogc) => format!("GOGC {gogc}"),
        Act::SetMemoryLimit(None) => "No memory limit".to_owned(),
        Act::SetMemoryLimit(Some(limit)) => format!("Memory limit {limit}"),
        Act::SetAllocRate(rate) => format!("Allocate {rate} per second"),
        Act::SetLiveHeap(live) => format!("Keep {live}"),
        Act::SetStacks(stacks) => format!("Stacks hold {stacks}"),
        Act::Collect(goroutine) => format!("g{goroutine} calls runtime.GC"),
        Act::Pause => "All goroutines sleep".to_owned(),
        Act::Resume => "Wake all goroutines".to_owned(),
        Act::SetCpuLimiter(true) => "CPU limiter on".to_owned(),
        Act::SetCpuLimiter(_) => "CPU limiter off".to_owned(),
    }
}
