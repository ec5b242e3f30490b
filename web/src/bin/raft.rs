//! The Raft lab.

fn main() {}
