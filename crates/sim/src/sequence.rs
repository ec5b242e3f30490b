//! Sequence diagrams: who said what to whom and when, as a picture that can be printed.

/// A sequence diagram.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sequence;
