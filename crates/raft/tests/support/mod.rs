//! What the tests of whole clusters share.

pub(crate) mod chaos;
pub(crate) mod rules_off;
pub(crate) mod story;
