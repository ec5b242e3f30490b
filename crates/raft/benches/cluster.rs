//! What a recorded run of a cluster costs: `cargo bench -p glassbox-raft`.

#[path = "../tests/support/chaos.rs"]
mod chaos;
#[path = "../../sim/benches/support/measure.rs"]
mod measure;

use chaos::Chaos;
use glassbox_raft::{Act, Cluster, Key, Setup, Write};
use glassbox_sim::{Author, LinkSetup, Timeline};

fn main() {
    for nodes in [5, 9] {
        writes(nodes);
    }
    for nodes in [5, 9] {
        faults(nodes);
    }
}

/// A run with as many writes as there may be, soon after one another.
fn writes(nodes: u8) {
    let setup = Setup {
        nodes,
        clients: 3,
        ..Setup::default()
    };
    let new = || Timeline::<Cluster>::new(setup.clone(), 1).expect("a valid setup");
    let mut steps = 0_u32;
    let run = measure::timeline(&format!("{nodes} nodes, writes, no faults"), new, |run| {
        steps += 1;
        if steps.is_multiple_of(30) {
            let key = Key::new('x').expect("a letter");
            let write = Write {
                client: 1,
                key,
                value: 1,
                to: None,
            };
            // More than a run may have are refused.
            let _ = run.act(Act::Write(write), Author::Person);
        }
        run.step_on().expect("there is room");
    });
    say_what_happened(&run);
}

/// A run in which a careless person does something before every twentieth step.
fn faults(nodes: u8) {
    let links = LinkSetup {
        loss: 20_000,
        duplicate: 5_000,
        reorder: 50_000,
        ..LinkSetup::default()
    };
    let setup = Setup {
        nodes,
        clients: 3,
        links,
        ..Setup::default()
    };
    let new = || Timeline::<Cluster>::new(setup.clone(), 1).expect("a valid setup");
    let mut chaos = Chaos::new(1, false);
    let run = measure::timeline(&format!("{nodes} nodes, writes and faults"), new, |run| {
        if chaos.acts(20) {
            let act = chaos.act(run.state());
            // Links that stay bad for the rest of the run would make it a quiet one.
            if !matches!(act, Act::Link(_)) {
                // What cannot be done just now is left out.
                let _ = run.act(act, Author::Person);
            }
        }
        run.step_on().expect("there is room");
    });
    say_what_happened(&run);
}

fn say_what_happened(run: &Timeline<Cluster>) {
    let history = run.state().history();
    let (leaders, entries) = (history.leaders().count(), history.committed_count());
    let writes = history.acknowledged_count();
    println!("  {leaders} elections won, {entries} entries committed, {writes} writes answered");
}
