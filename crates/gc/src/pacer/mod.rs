//! The pacer of Go 1.23 to 1.27: when a collection starts, where it is to end, and who pays.
//!
//! A port of `runtime/mgcpacer.go` and `runtime/mgclimit.go` (go1.27.3), written afresh.
//! [`GcController`] is a value with the fields of `gcControllerState` under Go's names; its methods
//! are called as in that source and stand here in its order.
//!
//! | question | look in |
//! |---|---|
//! | what does the pacer remember? | `controller.rs`: [`GcController`] |
//! | what happens when a cycle starts and ends? cons/mark | `cycle.rs` |
//! | how much does allocating cost while marking? | `revise.rs` for the ratio, `assist.rs` for the debt |
//! | where is the cycle to end? | `goal.rs` |
//! | what do GOMEMLIMIT and the CPU limiter do? | `limit.rs`, `cpu_limiter.rs` |
//! | when does it start? | `trigger.rs`; all three reasons: `period.rs` |
//! | GOGC, runway, the minimum heap | `commit.rs` |
//! | dedicated, fractional and idle workers | `workers.rs` |
//!
//! # Numbers
//!
//! Bytes and nanoseconds are integers, and where Go's integers wrap, these do. Ratios are `f64`,
//! as in Go: the pacer only adds, subtracts, multiplies, divides and compares them, which IEEE 754
//! defines to the bit, so that a run is the same natively and in WebAssembly. What a conversion
//! to an integer does out of range differs between processors; here it is amd64's (`amd64.rs`).

mod amd64;
mod assist;
mod commit;
mod controller;
mod cpu_limiter;
mod cycle;
mod goal;
mod limit;
mod period;
mod revise;
mod trigger;
mod workers;

pub use assist::{Assist, AssistQueue, Debtor};
pub use commit::read_gogc;
pub use controller::{
    BACKGROUND_UTILIZATION, DEFAULT_HEAP_MINIMUM, GOAL_UTILIZATION, GcController, MIN_RUNWAY,
    NO_MEMORY_LIMIT, SWEEP_MIN_HEAP_DISTANCE,
};
pub use cpu_limiter::GcCpuLimiter;
pub use limit::read_gomemlimit;
pub use period::{Collections, FORCE_GC_PERIOD, GcTrigger};
pub use trigger::{Decides, TriggerTerms};
pub use workers::{IdleMarkWorkers, MarkWorkerMode};
