//! The four kinds of lines, with their fields.
//!
//! MiB are rounded down by the runtime; times are printed with at most three decimals, so that
//! thousandths hold them exactly.

/// A line of a log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Line {
    /// `pacer: assist ratio=…`, when a cycle starts.
    PacerStart(PacerStart),
    /// `pacer: …% CPU`, when marking ends.
    PacerEnd(PacerEnd),
    /// `gc … @…s …%: …`, when a cycle ends.
    Gc(GcLine),
    /// `pacer: sweep done …`, when the next cycle is about to start.
    SweepDone(SweepDone),
}

/// gcpacertrace, printed by `startCycle` of `runtime/mgcpacer.go`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PacerStart {
    /// Scan work per allocated byte at the beginning.
    pub assist_ratio: f64,
    /// Bytes that can hold pointers, MiB.
    pub scan_mib: u64,
    /// Live heap, MiB.
    pub from_mib: u64,
    /// Goal, MiB.
    pub to_mib: u64,
    /// Dedicated workers.
    pub dedicated_workers: i64,
    /// Share of time for fractional workers.
    pub fractional_workers: f64,
}

/// gcpacertrace, printed by `endCycle` of `runtime/mgcpacer.go`; not if nothing was allocated while
/// marking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PacerEnd {
    /// Utilisation, percent, truncated; may exceed 100.
    pub cpu_percent: i64,
    /// The utilisation aimed at, percent.
    pub cpu_percent_expected: i64,
    /// Bytes of heap scanned.
    pub heap_work: u64,
    /// Bytes of stack scanned.
    pub stack_work: u64,
    /// Bytes of globals scanned.
    pub globals_work: u64,
    /// Bytes that were expected to be scanned.
    pub expected_work: u64,
    /// Live heap when the cycle began, bytes.
    pub triggered: u64,
    /// Live heap when marking was done, bytes.
    pub heap_end: u64,
    /// How far that was above the goal, bytes.
    pub over_goal: i64,
    /// The cons/mark estimate with which this cycle's trigger was chosen.
    pub cons_mark: f64,
}

/// gctrace, printed by `gcMarkTermination` of `runtime/mgc.go`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct GcLine {
    /// Number of the cycle.
    pub number: u64,
    /// When it began, ms since the process did.
    pub at_ms: u64,
    /// Share of the process's CPU time spent collecting so far, percent.
    pub gc_percent: u64,
    /// Wall-clock time of sweep termination, marking, mark termination, µs.
    pub clock_us: [u64; 3],
    /// CPU time of sweep termination, assists, background and idle marking, mark termination, µs.
    pub cpu_us: [u64; 5],
    /// Live heap when the cycle began, MiB.
    pub heap_start_mib: u64,
    /// Live heap when marking was done, MiB.
    pub heap_end_mib: u64,
    /// Heap that was marked, MiB.
    pub heap_live_mib: u64,
    /// Goal, MiB.
    pub goal_mib: u64,
    /// Stacks scanned and globals, MiB; not printed up to Go 1.17.
    pub roots_mib: Option<[u64; 2]>,
    /// GOMAXPROCS.
    pub procs: u64,
    /// Whether somebody had called `runtime.GC`.
    pub forced: bool,
}

/// gcpacertrace, printed by `finishsweep` of `runtime/mgcsweep.go`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SweepDone {
    /// Live heap, MiB.
    pub heap_mib: u64,
    /// Allocated since the sweep began, MiB.
    pub allocated_mib: u64,
    /// Pages swept.
    pub pages: u64,
    /// Pages to be swept per byte allocated.
    pub pages_per_byte: f64,
}
