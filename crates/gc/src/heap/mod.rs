//! The heap: objects, roots, goroutines, and a collector that works beside them.
//!
//! | question | look in |
//! |---|---|
//! | what steps are there, and what does each do? | [`machine`] |
//! | what happened? | [`event`] |
//! | can an object be lost at all? | [`proof`] |

pub mod event;
pub mod machine;
pub mod proof;
