//! The rules of the runtime: what each event follows, and where it is written.

use super::event::{Event, Pause, Reason, Source};

/// A rule, named so that one can guess its file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "each has its sentence in words/rules.rs")]
pub enum Rule {
    FirstGoal,
    HeapCounts,
    TestAtRefill,
    OnlyThreeReasons,
    TwoMinutes,
    Explicit,
    FirstPause,
    SecondPause,
    BackgroundQuarter,
    Assist,
    AssistRatio,
    PastTheGoal,
    MarkingEnds,
    MarkedSurvives,
    Goal,
    MinimumHeap,
    SweepDistance,
    MemoryLimit,
    LiveAboveLimit,
    GogcOff,
    Sweep,
    SoftLimit,
    CpuLimiter,
    SetGogc,
    SetMemoryLimit,
    StacksAreRoots,
    Person,
}

impl Rule {
    /// All rules.
    pub const ALL: [Self; 27] = [
        Self::FirstGoal,
        Self::HeapCounts,
        Self::TestAtRefill,
        Self::OnlyThreeReasons,
        Self::TwoMinutes,
        Self::Explicit,
        Self::FirstPause,
        Self::SecondPause,
        Self::BackgroundQuarter,
        Self::Assist,
        Self::AssistRatio,
        Self::PastTheGoal,
        Self::MarkingEnds,
        Self::MarkedSurvives,
        Self::Goal,
        Self::MinimumHeap,
        Self::SweepDistance,
        Self::MemoryLimit,
        Self::LiveAboveLimit,
        Self::GogcOff,
        Self::Sweep,
        Self::SoftLimit,
        Self::CpuLimiter,
        Self::SetGogc,
        Self::SetMemoryLimit,
        Self::StacksAreRoots,
        Self::Person,
    ];

    /// Where it is written: Go's runtime (1.27) or the guide at go.dev/doc/gc-guide.
    pub fn citation(self) -> &'static str {
        match self {
            Self::FirstGoal => "runtime/mgcpacer.go, init and defaultHeapMinimum",
            Self::HeapCounts => "runtime/mcache.go, refill",
            Self::TestAtRefill => "runtime/malloc.go, mallocgc; runtime/mgc.go, gcTrigger.test",
            Self::OnlyThreeReasons => "runtime/mgc.go, gcTriggerKind",
            Self::TwoMinutes => "runtime/proc.go, forcegcperiod and sysmon",
            Self::Explicit => "runtime/mgc.go, GC; Go 1.9 release notes",
            Self::FirstPause => "runtime/mgc.go, gcStart",
            Self::SecondPause => "runtime/mgc.go, gcMarkDone and gcMarkTermination",
            Self::BackgroundQuarter => {
                "runtime/mgcpacer.go, gcBackgroundUtilization and startCycle"
            }
            Self::Assist => "runtime/mgcmark.go, gcAssistAlloc",
            Self::AssistRatio | Self::PastTheGoal => "runtime/mgcpacer.go, revise",
            Self::MarkingEnds => "runtime/mgcpacer.go, endCycle",
            Self::MarkedSurvives => "runtime/mgcpacer.go, resetLive",
            Self::Goal => "runtime/mgcpacer.go, commit; gc-guide, “GOGC”",
            Self::MinimumHeap => "runtime/mgcpacer.go, defaultHeapMinimum",
            Self::SweepDistance => {
                "runtime/mgc.go, sweepMinHeapDistance; runtime/mgcpacer.go, heapGoalInternal"
            }
            Self::MemoryLimit | Self::LiveAboveLimit => {
                "runtime/mgcpacer.go, memoryLimitHeapGoal; gc-guide, “Memory limit”"
            }
            Self::GogcOff => "runtime/mgcpacer.go, setGCPercent; gc-guide, “GOGC”",
            Self::Sweep => "runtime/mgcsweep.go, sweepone; runtime/mgc.go, gcStart",
            Self::SoftLimit => "gc-guide, “Memory limit”",
            Self::CpuLimiter => "runtime/mgclimit.go, gcCPULimiterState",
            Self::SetGogc => "runtime/debug, SetGCPercent",
            Self::SetMemoryLimit => "runtime/debug, SetMemoryLimit",
            Self::StacksAreRoots => "Go 1.18 release notes; runtime/mgcpacer.go, commit",
            Self::Person => "",
        }
    }

    /// The file that holds it here.
    pub fn file(self) -> &'static str {
        match self {
            Self::FirstGoal => "controller.rs",
            Self::HeapCounts => "memory.rs",
            Self::TestAtRefill => "between.rs",
            Self::OnlyThreeReasons | Self::TwoMinutes | Self::Explicit => "period.rs",
            Self::FirstPause | Self::SecondPause => "phases.rs",
            Self::BackgroundQuarter => "workers.rs",
            Self::Assist => "assist.rs",
            Self::AssistRatio | Self::PastTheGoal => "revise.rs",
            Self::MarkingEnds | Self::MarkedSurvives => "cycle.rs",
            Self::Goal | Self::MinimumHeap | Self::GogcOff | Self::StacksAreRoots => "commit.rs",
            Self::SetGogc => "commit.rs",
            Self::SweepDistance => "goal.rs",
            Self::MemoryLimit | Self::LiveAboveLimit | Self::SetMemoryLimit => "limit.rs",
            Self::Sweep | Self::SoftLimit => "memory.rs",
            Self::CpuLimiter => "cpu_limiter.rs",
            Self::Person => "act.rs",
        }
    }
}

impl Event {
    /// The rule that made it so.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Started { .. } => Rule::FirstGoal,
            Self::Allocated { marking: false, .. } => Rule::HeapCounts,
            Self::Allocated { marking: true, .. } => Rule::AssistRatio,
            Self::TriggerCrossed { .. } => Rule::TestAtRefill,
            Self::CycleStarted { why, .. } => match why {
                Reason::Heap => Rule::OnlyThreeReasons,
                Reason::Time => Rule::TwoMinutes,
                Reason::Explicit => Rule::Explicit,
            },
            Self::WorldStopped { pause, .. } => match pause {
                Pause::First => Rule::FirstPause,
                Pause::Second => Rule::SecondPause,
            },
            Self::MarkBegan { .. } => Rule::BackgroundQuarter,
            Self::AssistBegan { .. } | Self::AssistEnded { .. } => Rule::Assist,
            Self::GoalPassed { .. } => Rule::PastTheGoal,
            Self::MarkEnded { .. } => Rule::MarkingEnds,
            Self::CycleEnded { .. } => Rule::MarkedSurvives,
            Self::GoalSet { source, .. } => match source {
                Source::Gogc => Rule::Goal,
                Source::Minimum => Rule::MinimumHeap,
                Source::Sweep => Rule::SweepDistance,
                Source::Limit => Rule::MemoryLimit,
                Source::Live => Rule::LiveAboveLimit,
                Source::Nothing => Rule::GogcOff,
            },
            Self::Swept { .. } | Self::SweepFirst { .. } => Rule::Sweep,
            Self::LimitReached { .. } => Rule::SoftLimit,
            Self::LimiterOn { .. } | Self::LimiterOff { .. } => Rule::CpuLimiter,
            Self::Called { .. } | Self::Returned { .. } => Rule::Explicit,
            Self::GogcSet { .. } => Rule::SetGogc,
            Self::LimitSet { .. } => Rule::SetMemoryLimit,
            Self::StacksSet { .. } => Rule::StacksAreRoots,
            Self::RateSet { .. }
            | Self::LiveSet { .. }
            | Self::Paused
            | Self::Resumed
            | Self::LimiterSwitched { .. } => Rule::Person,
        }
    }
}
