//! A setup, with its kind.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{append, heap, program};

/// What is fixed before a run starts.
#[derive(Clone, Debug, PartialEq)]
pub enum Setup {
    /// Of a heap.
    Heap(heap::Setup),
    /// Of a program.
    Program(program::Setup),
    /// Of a slice.
    Append(append::Setup),
}

// Files have the kind among the fields. Links are written in a format that does not say what comes
// next and cannot look for it, so there it comes first.

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum FileRef<'a> {
    Heap(&'a heap::Setup),
    Program(&'a program::Setup),
    Append(&'a append::Setup),
}

#[derive(Serialize)]
enum LinkRef<'a> {
    Heap(&'a heap::Setup),
    Program(&'a program::Setup),
    Append(&'a append::Setup),
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum File {
    Heap(heap::Setup),
    Program(program::Setup),
    Append(append::Setup),
}

#[derive(Deserialize)]
enum Link {
    Heap(heap::Setup),
    Program(program::Setup),
    Append(append::Setup),
}

impl Serialize for Setup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            match self {
                Self::Heap(setup) => FileRef::Heap(setup),
                Self::Program(setup) => FileRef::Program(setup),
                Self::Append(setup) => FileRef::Append(setup),
            }
            .serialize(serializer)
        } else {
            match self {
                Self::Heap(setup) => LinkRef::Heap(setup),
                Self::Program(setup) => LinkRef::Program(setup),
                Self::Append(setup) => LinkRef::Append(setup),
            }
            .serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Setup {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(if deserializer.is_human_readable() {
            match File::deserialize(deserializer)? {
                File::Heap(setup) => Self::Heap(setup),
                File::Program(setup) => Self::Program(setup),
                File::Append(setup) => Self::Append(setup),
            }
        } else {
            match Link::deserialize(deserializer)? {
                Link::Heap(setup) => Self::Heap(setup),
                Link::Program(setup) => Self::Program(setup),
                Link::Append(setup) => Self::Append(setup),
            }
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Setup {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LabSetup".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        File::json_schema(generator)
    }
}
