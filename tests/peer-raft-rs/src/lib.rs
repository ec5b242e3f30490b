//! The Raft core beside raft-rs, in one harness: see `benches/commits.rs`.
