//! What a person can do to a program.

use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, Gogc};

/// One thing that a person does.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Set GOGC: `debug.SetGCPercent`.
    SetGogc(Gogc),
    /// Set GOMEMLIMIT, 1 MiB to 1 TiB, or none: `debug.SetMemoryLimit`.
    SetMemoryLimit(Option<Bytes>),
    /// Let the program allocate at this rate, bytes per second, 64 KiB to 16 GiB.
    SetAllocRate(Bytes),
    /// Let the program keep this much data, at most 4 GiB. More fills up as it allocates, less lets
    /// go at once.
    SetLiveHeap(Bytes),
    /// Let the goroutines' stacks hold this much, at most 1 GiB: many goroutines, or deep calls.
    SetStacks(Bytes),
    /// Let a goroutine, from 1, call `runtime.GC`.
    Collect(u8),
    /// Let all goroutines sleep.
    Pause,
    /// Let them go on.
    Resume,
    /// Switch the CPU limiter off, or on again. Go has no such switch.
    SetCpuLimiter(bool),
}
