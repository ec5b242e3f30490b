//! The collectors one can choose, and the faults one can switch on.

use serde::{Deserialize, Serialize};

use super::arena::Order;

/// A collector.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    Deserialize,
    Serialize,
    strum::VariantArray,
    strum::IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Collector {
    /// Marking with the world stopped, sweeping beside the program (Go 1.3; before that sweeping
    /// stopped the world too).
    MarkSweep,
    /// Marking beside the program without any barrier. Loses objects.
    NoBarrier,
    /// The same, but every stack is scanned before the program goes on. Loses objects.
    NoBarrierSnapshot,
    /// Dijkstra's insertion barrier, stacks scanned once. Loses objects.
    Dijkstra,
    /// Dijkstra's insertion barrier; every stack is scanned again with the world stopped (Go 1.5 to
    /// 1.7).
    DijkstraRescan,
    /// Yuasa's deletion barrier, stacks scanned while the program runs. Loses objects.
    Yuasa,
    /// Yuasa's deletion barrier; no object is scanned before all stacks are.
    YuasaStacksFirst,
    /// Yuasa's deletion barrier; all stacks are scanned before the program goes on.
    YuasaSnapshot,
    /// Go's hybrid barrier as proposal 17503 specifies it.
    HybridSpec,
    /// The same, but the new value is shaded while any stack is grey (17503 mentions it).
    HybridAnyGrey,
    /// Go's hybrid barrier as it is implemented since 1.8: both values, always, through a buffer.
    #[default]
    Go,
    /// The same barrier with Green Tea's order of work (default since 1.26).
    GreenTea,
}

impl Collector {
    /// All of them, in the order of their history.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Its name in files, as `hybrid-spec`.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// How it works.
    pub fn rules(self) -> Rules {
        let rules = |barrier, stacks| Rules {
            barrier,
            stacks,
            ..Rules::default()
        };
        match self {
            Self::MarkSweep => Rules {
                stop_to_mark: true,
                ..rules(Barrier::None, Stacks::Concurrent)
            },
            Self::NoBarrier => rules(Barrier::None, Stacks::Concurrent),
            Self::NoBarrierSnapshot => rules(Barrier::None, Stacks::Snapshot),
            Self::Dijkstra => rules(Barrier::New, Stacks::Concurrent),
            Self::DijkstraRescan => Rules {
                rescan: true,
                ..rules(Barrier::New, Stacks::Concurrent)
            },
            Self::Yuasa => rules(Barrier::Old, Stacks::Concurrent),
            Self::YuasaStacksFirst => rules(Barrier::Old, Stacks::First),
            Self::YuasaSnapshot => rules(Barrier::Old, Stacks::Snapshot),
            Self::HybridSpec => rules(Barrier::Hybrid, Stacks::Concurrent),
            Self::HybridAnyGrey => rules(Barrier::HybridAnyGrey, Stacks::Concurrent),
            Self::Go | Self::GreenTea => Rules {
                buffered: true,
                ..rules(Barrier::Both, Stacks::Concurrent)
            },
        }
    }

    /// In which order it takes up what is grey.
    pub fn order(self) -> Order {
        match self {
            Self::GreenTea => Order::Spans,
            _ => Order::Objects,
        }
    }

    /// Whether it never loses an object, as long as no fault is on. The search shows it.
    pub fn is_sound(self) -> bool {
        !matches!(
            self,
            Self::NoBarrier
                | Self::NoBarrierSnapshot
                | Self::Dijkstra
                | Self::Yuasa
                | Self::YuasaStacksFirst
        )
    }
}

/// What a write does beside writing, while marking.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Barrier {
    /// Nothing.
    None,
    /// Shades the new value (Dijkstra, insertion).
    New,
    /// Shades the value that is overwritten (Yuasa, deletion).
    Old,
    /// Shades the old value and, while the writer's own stack is grey, the new one (17503).
    Hybrid,
    /// Shades the old value and, while any stack is grey, the new one.
    HybridAnyGrey,
    /// Shades both, always (`runtime/mgc.go`, step 2b).
    #[default]
    Both,
}

/// When stacks are scanned.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Stacks {
    /// One by one, at any time while marking.
    #[default]
    Concurrent,
    /// One by one, all before any object.
    First,
    /// All of them while the world is stopped for the first time.
    Snapshot,
}

/// A mistake that one can make in a collector.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    Deserialize,
    Serialize,
    strum::VariantArray,
    strum::IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Fault {
    /// Storing nil runs no barrier.
    NoBarrierOnNil,
    /// New objects are white while marking.
    AllocateWhite,
    /// Marking ends without looking into the write-barrier buffers.
    BuffersNotFlushed,
    /// Marking starts without stopping the world: a write may have found the barrier off just
    /// before.
    NoFirstPause,
    /// A pointer handed to another goroutine's stack is not shaded.
    ChannelWithoutBarrier,
    /// The barrier runs only where the field that is written has been scanned already. To ask that
    /// and to store are two steps.
    OnlyIfOwnerBlack,
}

impl Fault {
    /// All of them.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Its name in files, as `allocate-white`.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A set of faults.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Faults(u8);

impl Faults {
    /// Whether `fault` is in it.
    pub fn has(self, fault: Fault) -> bool {
        self.0 & (1 << fault as u8) != 0
    }

    /// With `fault` in it or not.
    pub fn with(self, fault: Fault, on: bool) -> Self {
        let bit = 1 << fault as u8;
        Self(if on { self.0 | bit } else { self.0 & !bit })
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its faults, in order.
    pub fn iter(self) -> impl Iterator<Item = Fault> {
        Fault::ALL.iter().copied().filter(move |it| self.has(*it))
    }
}

impl FromIterator<Fault> for Faults {
    fn from_iter<T: IntoIterator<Item = Fault>>(faults: T) -> Self {
        let all = faults.into_iter();
        all.fold(Self::default(), |set, fault| set.with(fault, true))
    }
}

/// How a collector works, each question answered on its own. The default is Go's, but unbuffered.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Rules {
    /// What a write does beside writing.
    pub barrier: Barrier,
    /// When stacks are scanned.
    pub stacks: Stacks,
    /// Whether every stack is scanned once more while the world is stopped for the second time.
    pub rescan: bool,
    /// Whether all marking happens with the world stopped.
    pub stop_to_mark: bool,
    /// Whether the barrier puts what it would shade into a buffer.
    pub buffered: bool,
    /// Whether barrier and store are one step. No real machine has this for free; it shows what a
    /// race is about.
    pub atomic: bool,
    /// What is wrong with it.
    pub faults: Faults,
}

impl Rules {
    /// Whether `fault` is on.
    pub fn has(&self, fault: Fault) -> bool {
        self.faults.has(fault)
    }

    /// Whether a cycle starts by stopping the world. One that marks or scans stacks in the pause
    /// cannot do without it.
    pub fn stops_first(&self) -> bool {
        !self.has(Fault::NoFirstPause) || self.stop_to_mark || self.stacks == Stacks::Snapshot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_faults_holds_what_was_put_in() {
        for fault in Fault::ALL {
            let set = Faults::default().with(*fault, true);
            assert_eq!(set.iter().collect::<Vec<_>>(), [*fault]);
            assert!(set.with(*fault, false).is_empty());
        }
        let all: Faults = Fault::ALL.iter().copied().collect();
        assert_eq!(all.iter().count(), Fault::ALL.len());
    }
}
