//! The engines as WebAssembly, for the comparison with native ones.
//!
//! Numbers in, numbers out: the functions at the end of this file are all that the host calls, and
//! the module imports nothing. Natively the host calls [`Case`] itself.

mod case;
#[path = "../../../crates/raft/tests/support/chaos.rs"]
mod chaos;

pub use case::Case;

/// How many scenarios there are.
#[expect(unsafe_code, reason = "to be found by this name")]
#[unsafe(no_mangle)]
pub extern "C" fn scenario_count() -> u32 {
    Case::scenario_count()
}

/// The hash over the first `events` events of scenario number `index`, told and gone on with.
#[expect(unsafe_code, reason = "to be found by this name")]
#[unsafe(no_mangle)]
pub extern "C" fn scenario(index: u32, events: u32) -> u64 {
    Case::scenario(index).digest(events)
}

/// The hash over the first `events` events of the random run of `seed`.
#[expect(unsafe_code, reason = "to be found by this name")]
#[unsafe(no_mangle)]
pub extern "C" fn random(seed: u64, events: u32) -> u64 {
    Case::random(seed).digest(events)
}
