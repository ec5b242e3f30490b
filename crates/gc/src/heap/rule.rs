//! The rules of the collectors: what each event follows, and where it is written.

use super::event::{Event, Origin};
use super::machine::Fault;

/// A rule, named so that one can guess its file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "each has its sentence in words/rules.rs")]
pub enum Rule {
    Program,
    StacksHaveNoBarrier,
    Channel,
    NewStackIsBlack,
    AllocateBlack,
    BarrierAndStore,
    DeletedIsShaded,
    InsertedIsShaded,
    NilToo,
    OwnerIsNotAsked,
    Buffer,
    FlushBeforeTheEnd,
    FirstPause,
    RootsBecomeGrey,
    ScanStack,
    ScanAgain,
    ScanField,
    ReachedBecomesGrey,
    SecondPause,
    Restart,
    WhiteIsGarbage,
    Sweep,
    Lost,
    Person,
}

impl Rule {
    /// All rules.
    pub const ALL: [Self; 24] = [
        Self::Program,
        Self::StacksHaveNoBarrier,
        Self::Channel,
        Self::NewStackIsBlack,
        Self::AllocateBlack,
        Self::BarrierAndStore,
        Self::DeletedIsShaded,
        Self::InsertedIsShaded,
        Self::NilToo,
        Self::OwnerIsNotAsked,
        Self::Buffer,
        Self::FlushBeforeTheEnd,
        Self::FirstPause,
        Self::RootsBecomeGrey,
        Self::ScanStack,
        Self::ScanAgain,
        Self::ScanField,
        Self::ReachedBecomesGrey,
        Self::SecondPause,
        Self::Restart,
        Self::WhiteIsGarbage,
        Self::Sweep,
        Self::Lost,
        Self::Person,
    ];

    /// Where it is written: Go's runtime (1.27), proposal 17503 ("Eliminate STW stack re-scanning"),
    /// or the papers. "Dijkstra 1978" is Dijkstra, Lamport, Martin, Scholten and Steffens,
    /// *On-the-Fly Garbage Collection: An Exercise in Cooperation*; "Yuasa 1990" is Yuasa, *Real-Time
    /// Garbage Collection on General-Purpose Machines*; "Pirinen 1998" is Pirinen, *Barrier Techniques
    /// for Incremental Tracing*.
    pub fn citation(self) -> &'static str {
        match self {
            Self::Program | Self::Person => "",
            Self::StacksHaveNoBarrier => "runtime/mbarrier.go, “Stack writes”",
            Self::Channel => {
                "runtime/chan.go, sendDirect; proposal 17503, “Channel operations and go statements”"
            }
            Self::NewStackIsBlack => {
                "runtime/mgcmark.go, gcPrepareMarkRoots; proposal 17503, “Channel operations and go statements”"
            }
            Self::AllocateBlack => {
                "runtime/mgc.go, step 2b; runtime/mgcmark.go, gcmarknewobject; proposal 17503, “Proposal”"
            }
            Self::BarrierAndStore => {
                "runtime/mwbbuf.go, putFast; runtime/mbarrier.go, “Publication ordering”"
            }
            Self::DeletedIsShaded => "Yuasa 1990; runtime/mbarrier.go; proposal 17503, “Reasoning”",
            Self::InsertedIsShaded => {
                "Dijkstra 1978; runtime/mbarrier.go; proposal 17503, “Reasoning”"
            }
            Self::NilToo => "cmd/compile/internal/ssa/writebarrier.go, needwb",
            Self::OwnerIsNotAsked => "runtime/mbarrier.go, “Dealing with memory ordering”",
            Self::Buffer => "runtime/mwbbuf.go",
            Self::FlushBeforeTheEnd => "runtime/mgc.go, gcMarkDone",
            Self::FirstPause => "runtime/mgc.go, steps 1a and 2a, and gcStart",
            Self::RootsBecomeGrey => "runtime/mgcmark.go, gcPrepareMarkRoots and markroot",
            Self::ScanStack => "runtime/mgcmark.go, scanstack; runtime/preempt.go",
            Self::ScanAgain => "proposal 17503, “Background”",
            Self::ScanField => {
                "Dijkstra 1978; runtime/mgcmark_greenteagc.go, scanObject and scanSpan (scanobject of runtime/mgcmark.go before)"
            }
            Self::ReachedBecomesGrey => "Dijkstra 1978; runtime/mgcmark.go, greyobject",
            Self::SecondPause => "runtime/mgc.go, gcMarkDone and gcMarkTermination",
            Self::Restart => "runtime/mgc.go, gcMarkDone; go.dev/issue/27993",
            Self::WhiteIsGarbage => "proposal 17503, “Background”; runtime/mgc.go, steps 2e and 3",
            Self::Sweep => {
                "runtime/mgc.go, “Concurrent sweep”; runtime/mgcsweep.go; runtime/mcentral.go, cacheSpan"
            }
            Self::Lost => "proposal 17503, “Reasoning”; Pirinen 1998",
        }
    }

    /// The file that holds it here.
    pub fn file(self) -> &'static str {
        match self {
            Self::Program
            | Self::StacksHaveNoBarrier
            | Self::Channel
            | Self::NewStackIsBlack
            | Self::AllocateBlack
            | Self::BarrierAndStore => "mutator.rs",
            Self::DeletedIsShaded
            | Self::InsertedIsShaded
            | Self::NilToo
            | Self::OwnerIsNotAsked
            | Self::Buffer
            | Self::ReachedBecomesGrey => "barrier.rs",
            Self::FlushBeforeTheEnd
            | Self::FirstPause
            | Self::RootsBecomeGrey
            | Self::ScanStack
            | Self::ScanAgain
            | Self::ScanField
            | Self::SecondPause
            | Self::Restart
            | Self::WhiteIsGarbage
            | Self::Sweep => "collector.rs",
            Self::Lost => "history.rs",
            Self::Person => "act.rs",
        }
    }

    /// The fault that breaks it, if there is one.
    pub fn fault(self) -> Option<Fault> {
        Fault::ALL
            .iter()
            .copied()
            .find(|it| Self::of_fault(*it) == self)
    }

    /// The rule that a fault breaks.
    pub fn of_fault(fault: Fault) -> Self {
        match fault {
            Fault::NoBarrierOnNil => Self::NilToo,
            Fault::AllocateWhite => Self::AllocateBlack,
            Fault::BuffersNotFlushed => Self::FlushBeforeTheEnd,
            Fault::NoFirstPause => Self::FirstPause,
            Fault::ChannelWithoutBarrier => Self::Channel,
            Fault::OnlyIfOwnerBlack => Self::OwnerIsNotAsked,
        }
    }
}

impl Event {
    /// The rule that made it so.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Started { .. } => Rule::Program,
            Self::Loaded { .. }
            | Self::Dropped { .. }
            | Self::Copied { .. }
            | Self::Called { .. }
            | Self::Returned { .. } => Rule::StacksHaveNoBarrier,
            Self::Allocated { .. } => Rule::AllocateBlack,
            Self::Spawned { .. } => Rule::NewStackIsBlack,
            Self::ReceiveWaits { .. } | Self::Sent { .. } | Self::Received { .. } => Rule::Channel,
            Self::Stored { .. } => Rule::BarrierAndStore,
            Self::BarrierRan { new: 0, .. } => Rule::DeletedIsShaded,
            Self::BarrierRan { old: 0, .. } => Rule::InsertedIsShaded,
            Self::BarrierRan { .. } => Rule::BarrierAndStore,
            Self::BarrierSkipped { fault, .. } => fault.map_or(Rule::FirstPause, Rule::of_fault),
            Self::Buffered { .. } => Rule::Buffer,
            Self::BufferFlushed { .. } | Self::BufferLost { .. } => Rule::FlushBeforeTheEnd,
            Self::WorldStopped { pause: 1 } | Self::WorldStarted { pause: 1 } => Rule::FirstPause,
            Self::WorldStopped { .. } | Self::WorldStarted { .. } => Rule::SecondPause,
            Self::MarkStarted { .. } => Rule::RootsBecomeGrey,
            Self::StackScanned { again: true, .. } => Rule::ScanAgain,
            Self::StackScanned { .. } => Rule::ScanStack,
            Self::FieldScanned { .. } => Rule::ScanField,
            Self::Shaded { from, .. } => match from {
                Origin::Stack(_) | Origin::Field { .. } => Rule::ReachedBecomesGrey,
                Origin::Deleted(_) => Rule::DeletedIsShaded,
                Origin::Inserted(_) => Rule::InsertedIsShaded,
                Origin::Flushed(_) => Rule::Buffer,
            },
            Self::MarkRestarted => Rule::Restart,
            Self::MarkTerminated => Rule::WhiteIsGarbage,
            Self::Freed { .. } | Self::SpanSwept { .. } | Self::SweepDone => Rule::Sweep,
            Self::Lost { .. } => Rule::Lost,
            Self::FaultSwitched { .. }
            | Self::RunSwitched { .. }
            | Self::CollectorChosen { .. }
            | Self::CollectorChanged { .. } => Rule::Person,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_breaks_a_rule_of_its_own() {
        for fault in Fault::ALL {
            assert_eq!(Rule::of_fault(*fault).fault(), Some(*fault));
        }
        let with = Rule::ALL.iter().filter(|it| it.fault().is_some());
        assert_eq!(with.count(), Fault::ALL.len());
    }
}
