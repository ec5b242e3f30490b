//! This project's core and raft-rs in the same loop: `cargo bench -p glassbox-peer-raft-rs`.
//!
//! Both keep their log in memory, log nothing as text, and have no limits that the loop would reach.
//! Ours writes its notes, which is what the lab lives on.

#[path = "../../../crates/raft/benches/support/harness.rs"]
mod harness;
#[path = "../../../crates/raft/benches/support/own.rs"]
mod own;
mod raft_rs;

fn main() {
    println!("commits/s                        Glassbox      raft-rs    ratio");
    for workload in harness::WORKLOADS {
        let (mut ours, mut theirs) = (0_f64, 0_f64);
        // In turns, so that what disturbs one disturbs the other.
        for _ in 0..harness::TRIES {
            ours = ours.max(harness::commits_per_second::<own::Own>(*workload));
            theirs = theirs.max(harness::commits_per_second::<raft_rs::Theirs>(*workload));
        }
        println!(
            "  {workload}  {ours:>12.0} {theirs:>12.0} {:>8.2}",
            ours / theirs
        );
    }
}
