//! The kernel that every lab stands on.
mod chance;
mod time;

pub use chance::{Chance, Purpose};
pub use time::{Duration, Instant};
