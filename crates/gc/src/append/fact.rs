//! What a scenario can wait for or ask about.

use glassbox_sim::scenario::read_name;
use glassbox_sim::{Record, Verdict};
use serde::{Deserialize, Serialize};

use super::Slice;
use super::event::Event;
use crate::program::Count;

/// Something that is true of a slice or not.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "AppendFact"))]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// Its length.
    Len(Count),
    /// Its capacity.
    Cap(Count),
    /// How often it has grown.
    Grown(Count),
    /// Elements copied so far.
    Copied(Count),
    /// The property of this name is broken.
    Broken(PropertyName),
    /// The property of this name holds at this moment.
    Holds(PropertyName),
    /// This just happened.
    Just(EventName),
}

/// The name of an event, looked up when a file is read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "AppendEvent", extend("enum" = <Event as strum::VariantNames>::VARIANTS)))]
#[serde(transparent)]
pub struct EventName(String);

/// The name of a property, looked up when a file is read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "AppendProperty", extend("enum" = super::properties::ALL.iter().map(|it| it.id).collect::<Vec<_>>()))
)]
#[serde(transparent)]
pub struct PropertyName(String);

impl<'de> Deserialize<'de> for EventName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let known = <Event as strum::VariantNames>::VARIANTS.iter().copied();
        read_name(deserializer, known, "a slice has no event").map(Self)
    }
}

impl<'de> Deserialize<'de> for PropertyName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let known = super::properties::ALL.iter().map(|it| it.id);
        read_name(deserializer, known, "a slice has no property").map(Self)
    }
}

impl Fact {
    pub(super) fn holds(&self, slice: &Slice, happened: &[Record<Event>]) -> bool {
        match self {
            Self::Len(count) => count.has(slice.len),
            Self::Cap(count) => count.has(slice.cap),
            Self::Grown(count) => count.has(slice.grown),
            Self::Copied(count) => count.has(slice.copied),
            Self::Broken(id) => {
                verdict(slice, id).is_some_and(|it| matches!(it, Verdict::Broken(_)))
            }
            Self::Holds(id) => verdict(slice, id) == Some(Verdict::Holds),
            Self::Just(name) => happened.iter().any(|record| record.event.name() == name.0),
        }
    }
}

fn verdict(slice: &Slice, id: &PropertyName) -> Option<Verdict> {
    let mut all = super::properties::ALL.iter();
    let property = all.find(|property| property.id == id.0)?;
    Some((property.check)(slice))
}
