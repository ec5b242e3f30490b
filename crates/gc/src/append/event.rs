//! What can happen to a slice, and by which rule.

use serde::Serialize;

use super::setup::Go;
use crate::program::Bytes;

/// How the capacity that is asked for comes about.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum How {
    /// Twice the old one would not be enough: what is needed.
    Needed,
    /// Twice the old one.
    Doubled,
    /// A quarter more, as often as needed (up to 1.17).
    Quarter,
    /// A quarter more and 192 elements, as often as needed (from 1.18).
    Smooth,
}

impl How {
    /// How a slice of capacity `from` grows to have room for `len` elements. `nextslicecap`.
    pub(super) fn of(len: u64, from: u64, release: Go) -> Self {
        let (below, more) = match release {
            Go::Go1_17 => (1024, Self::Quarter),
            Go::Go1_18 | Go::Go1_22 => (256, Self::Smooth),
        };
        if len > from.saturating_mul(2) {
            Self::Needed
        } else if from < below {
            Self::Doubled
        } else {
            more
        }
    }
}

/// One thing that happened.
#[derive(
    Clone, Copy, Debug, Eq, PartialEq, Serialize, strum::IntoStaticStr, strum::VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "the fields are named as the runtime names them; a variant says what happened"
)]
pub enum Event {
    /// A nil slice.
    Started {
        size: u32,
        pointers: bool,
        release: Go,
    },
    /// So many elements are appended.
    Appended { count: u64, len: u64, cap: u64 },
    /// There is no room: a capacity is asked for.
    Asked { from: u64, asked: u64, how: How },
    /// The allocator hands out a block, and as many elements as fit are the capacity.
    Rounded { asked: Bytes, got: Bytes, cap: u64 },
    /// The elements were copied to a new array.
    Grew { from: u64, to: u64, copied: u64 },
}

impl Event {
    /// Its name in traces and scenario files, as `grew`.
    pub fn name(&self) -> &'static str {
        self.into()
    }

    /// The rule that made it so.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Started { .. } | Self::Appended { .. } => Rule::Person,
            Self::Asked { how, .. } => match how {
                How::Needed => Rule::Needed,
                How::Doubled => Rule::Doubled,
                How::Quarter => Rule::Quarter,
                How::Smooth => Rule::Smooth,
            },
            Self::Rounded { .. } => Rule::SizeClass,
            Self::Grew { .. } => Rule::Copied,
        }
    }
}

/// A rule of the runtime.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "each has its sentence in words.rs")]
pub enum Rule {
    Needed,
    Doubled,
    Quarter,
    Smooth,
    SizeClass,
    Copied,
    Person,
}

impl Rule {
    /// All rules.
    pub const ALL: [Self; 7] = [
        Self::Needed,
        Self::Doubled,
        Self::Quarter,
        Self::Smooth,
        Self::SizeClass,
        Self::Copied,
        Self::Person,
    ];

    /// Where it is written, in Go's runtime.
    pub fn citation(self) -> &'static str {
        match self {
            Self::Needed | Self::Doubled => "runtime/slice.go, nextslicecap",
            Self::Quarter => "runtime/slice.go of Go 1.17, growslice",
            Self::Smooth => "runtime/slice.go, nextslicecap; Go 1.18 release notes",
            Self::SizeClass => "runtime/msize.go, roundupsize; internal/runtime/gc/sizeclasses.go",
            Self::Copied => "runtime/slice.go, growslice",
            Self::Person => "",
        }
    }

    /// The file that holds it here.
    pub fn file(self) -> &'static str {
        match self {
            Self::Needed | Self::Doubled | Self::Quarter | Self::Smooth => "growth.rs",
            Self::SizeClass => "size_classes.rs",
            Self::Copied => "append/mod.rs",
            Self::Person => "append/setup.rs",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_small() {
        assert!(size_of::<Event>() <= 32, "{}", size_of::<Event>());
    }
}
