//! How fast the core alone is: `cargo bench -p glassbox-raft`. Beside raft-rs:
//! `cargo bench -p glassbox-peer-raft-rs`.

#[path = "support/harness.rs"]
mod harness;
#[path = "support/own.rs"]
mod own;

fn main() {
    println!("commits/s, all notes on, messages in one queue in memory");
    for workload in harness::WORKLOADS {
        let tries = (0..harness::TRIES).map(|_| harness::commits_per_second::<own::Own>(*workload));
        let speed = tries.fold(0.0, f64::max);
        println!("  {workload}  {speed:>12.0}");
    }
}
