//! Every built-in scenario is read and told: what is shown is what is tested.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use glassbox_raft::scenarios::{self, Scenario};
use glassbox_raft::{Cluster, Event, words};
use glassbox_sim::scenario::{check, tell};
use glassbox_sim::{Lang, Timeline};

#[test]
#[ignore = "scratch"]
fn scratch() {
    let path = std::env::var("STORY").unwrap();
    let json = std::fs::read_to_string(path).unwrap();
    let scenario = glassbox_sim::scenario::read::<Cluster>(&json).unwrap_or_else(|e| panic!("{e}"));
    if let Ok(n) = std::env::var("SEEDS") {
        for seed in 1..n.parse().unwrap() {
            let told = tell::<Cluster>(&scenario, seed).unwrap();
            match told.problem {
                None => println!("{seed}: ok {:?}", told.lesson.marks.last()),
                Some(p) => println!("{seed}: {p}"),
            }
        }
        return;
    }
    let all = std::env::var("ALL").is_ok();
    let told = tell::<Cluster>(&scenario, scenario.seed).unwrap();
    let mut t = told.timeline;
    let marks = told.lesson.marks.clone();
    let mut next_mark = 0;
    let end = t.recorded(t.position().branch);
    loop {
        while next_mark < marks.len() && t.position().step >= marks[next_mark].0 {
            println!("==== mark {} at {} (event {})  {}", next_mark + 1, marks[next_mark].1, t.events_until(t.position().branch, t.position().step),
                scenario.steps.get(next_mark).map_or("", |s| s.text.en.as_str()));
            for s in t.state().servers() {
                let log: Vec<String> = s.entries().iter().map(|e| {
                    let c = glassbox_raft::Command::from_bytes(&e.data).map_or("·".into(), |c| format!("{}{}", c.key.letter(), c.value));
                    format!("{}{}{}", e.term, c, if e.index <= s.commit() {"!"} else {""})
                }).collect();
                let st: Vec<String> = s.store().values().map(|(k, v)| format!("{}={v}", k.letter())).collect();
                println!("     n{} T{} {:?} {} | {}  | {} | timer {:?}", s.no(), s.term(), s.role(), if s.is_up() {""} else {"DOWN"}, log.join(" "), st.join(" "), s.timer(t.position().clock).map(|v| v.at.as_millis_f64()));
            }
            next_mark += 1;
        }
        if t.position().step >= end { break; }
        t.step_on().unwrap();
        for r in t.happened() {
            if all || !Event::is_detail(&r.event) {
                println!("{:>8}  {}  〔{}〕", r.at.to_string(), words::sentence(&r.event, Lang::En), r.event.name());
            }
        }
    }
    println!("answers {:?}", told.lesson.answers);
    println!("violations {:?}", t.violations());
    println!("PROBLEM {:?}", told.problem.map(|p| p.to_string()));
    println!("CHECK {:?}", check::<Cluster>(&scenario).err().map(|p| p.to_string()));
}
