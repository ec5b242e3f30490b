//! How long the main thread works for a frame while a figure plays: `cargo xtask frames`.
//!
//! Seven nodes, slow links and frequent heartbeats keep more than 200 messages in flight; a heap of 5,000 objects is
//! collected while its program runs. *Script* is from the start of
//! the animation-frame callback to the end of the microtasks that it started, which is where the virtual DOM is compared;
//! *all* ends when the browser has also placed and painted what changed.

#[allow(
    dead_code,
    unused_imports,
    reason = "the verbs of the tests; few are needed here"
)]
#[path = "../tests/in_a_browser/support/mod.rs"]
mod support;

use std::time::Duration as RealTime;

use glassbox_gc::{heap, lab};
use glassbox_raft::{Act, Cluster, Setup};
use glassbox_sim::link::Source;
use glassbox_sim::{Author, Duration, Instant, LinkSetup, Timeline};
use serde::Deserialize;
use serde_json::json;
use support::{DESK, PHONE, Page, visit};

/// From here on the links are full.
const FULL: Instant = Instant::from_nanos(3_000_000_000);
/// Steps after which a large heap is partly marked.
const MARKED: u32 = 3_000;
/// How long it plays while it is measured.
const PLAYS: RealTime = RealTime::from_secs(6);
/// The budget, in milliseconds.
const BUDGET: f64 = 4.0;

/// Wraps each animation frame in two clocks.
const MEASURE: &str = "
    window.frames_seen = [];
    const plain = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = callback => plain(at => {
        const seen = { from: performance.now(), script: 0, all: 0 };
        const painted = new MessageChannel();
        painted.port1.onmessage = () => { seen.all = performance.now() - seen.from; };
        callback(at);
        const ends = left => {
            seen.script = performance.now() - seen.from;
            if (left > 0) queueMicrotask(() => ends(left - 1));
        };
        queueMicrotask(() => ends(30));
        painted.port2.postMessage(0);
        window.frames_seen.push(seen);
    });";

#[derive(Deserialize)]
struct Seen {
    script: f64,
    all: f64,
}

fn main() {
    for (lab, path, moving) in [
        ("Raft", crowded(), ".raft-message"),
        ("GC", full_heap(), ".gc-many path"),
    ] {
        for (name, device) in [("desk", DESK), ("phone", PHONE)] {
            visit(device, &format!("#{path}"), |page| {
                page.wait_for_figure();
                page.js::<serde_json::Value>(MEASURE, json!([]));
                measure(page, &format!("{lab}, {name}, usual speed"), moving);
                page.focus(".track");
                page.key("+");
                page.key("+");
                measure(page, &format!("{lab}, {name}, five times as fast"), moving);
            });
        }
    }
}

fn measure(page: &Page, name: &str, moving: &str) {
    page.js::<serde_json::Value>("window.frames_seen = []; return null", json!([]));
    let played = page.call("play", json!([]));
    played.expect("the figure plays");
    std::thread::sleep(PLAYS);
    let seen: Vec<Seen> = page.js("return window.frames_seen.slice(0, -1)", json!([]));
    let paused = page.call("pause", json!([]));
    paused.expect("the figure pauses");
    let drawn: usize = page.js("return all(arguments[0]).length", json!([moving]));
    let clock = page.moment().clock;
    println!(
        "{name}: {} frames up to {clock}, {drawn} of {moving}",
        seen.len()
    );
    tell("script", seen.iter().map(|frame| frame.script).collect());
    tell("all", seen.iter().map(|frame| frame.all).collect());
}

/// The link to a run with many messages: one leader, slow links, frequent heartbeats.
fn crowded() -> String {
    let setup = Setup {
        nodes: 7,
        heartbeat: Duration::from_millis(25),
        election_timeout: Duration::from_secs(4),
        links: LinkSetup {
            latency_min: Duration::from_millis(400),
            latency_max: Duration::from_millis(600),
            ..LinkSetup::default()
        },
        ..Setup::default()
    };
    let timeline = Timeline::<Cluster>::new(setup.clone(), 1);
    let mut timeline = timeline.expect("the setup is within its bounds");
    let fired = timeline.act(Act::Fire(1), Author::Person);
    fired.expect("a follower's timer can run out");
    while timeline.next_at().is_some_and(|at| at < FULL) {
        timeline.step_on().expect("there is more to come");
    }
    let link = timeline.link(Source::Setup(setup)).encode();
    link.expect("a short run fits into a link")
}

/// The link to a full heap in the middle of a cycle, with its program running.
fn full_heap() -> String {
    let setup = lab::Setup::Heap(heap::Setup {
        more: 4_600,
        room: 5_000,
        fields: 4,
        ..heap::Setup::default()
    });
    let mut timeline = Timeline::<lab::Lab>::new(setup.clone(), 1).expect("within its bounds");
    let collect = lab::Act::Heap(heap::Act::Collect);
    timeline.step_on().expect("it starts");
    timeline
        .act(collect, Author::Person)
        .expect("a cycle can start");
    for _ in 0..MARKED {
        timeline.step_on().expect("there is more to come");
    }
    let link = timeline.link(Source::Setup(setup)).encode();
    link.expect("a short run fits into a link")
}

fn tell(what: &str, mut times: Vec<f64>) {
    if times.is_empty() {
        return println!("  {what}: nothing played");
    }
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    println!(
        "  {what:<7} p50 {:5.2} ms   p95 {:5.2} ms   max {:5.2} ms   (budget: p95 {BUDGET} ms)",
        at(0.5),
        at(0.95),
        at(1.0)
    );
}
