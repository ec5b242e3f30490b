//! The engines as WebAssembly, for the comparison with native ones.
//!
//! Numbers in, numbers out: the functions at the end of this file are all that the host calls, and
//! the module imports nothing. Natively the host calls [`Case`] itself. Labs are told by their
//! number: 0 is Raft, 1 is Go's collector.

mod bench;
mod case;
#[path = "../../../crates/raft/tests/support/chaos.rs"]
mod chaos;

pub use case::{Case, Gc, Lab, Raft};

/// How many scenarios a lab has; none if there is no such lab.
#[expect(unsafe_code, reason = "to be found by this name")]
#[unsafe(no_mangle)]
pub extern "C" fn scenario_count(lab: u32) -> u32 {
    match lab {
        0 => Case::<Raft>::scenario_count(),
        1 => Case::<Gc>::scenario_count(),
        _ => 0,
    }
}

/// The hash over the first `events` events of scenario number `index`, told and gone on with.
#[expect(unsafe_code, reason = "to be found by this name")]
#[unsafe(no_mangle)]
pub extern "C" fn scenario(lab: u32, index: u32, events: u32) -> u64 {
    match lab {
        0 => Case::<Raft>::scenario(index).digest(events),
        1 => Case::<Gc>::scenario(index).digest(events),
        _ => 0,
    }
}

/// The hash over the first `events` events of the random run of `seed`.
#[expect(unsafe_code, reason = "to be found by this name")]
#[unsafe(no_mangle)]
pub extern "C" fn random(lab: u32, seed: u64, events: u32) -> u64 {
    match lab {
        0 => Case::<Raft>::random(seed).digest(events),
        1 => Case::<Gc>::random(seed).digest(events),
        _ => 0,
    }
}
