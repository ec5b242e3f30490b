//! The heap: objects, roots, goroutines, and a collector that works beside them.
//!
//! | question | look in |
//! |---|---|
//! | what steps are there, and what does each do? | [`machine`] |
//! | what happened? | [`event`] |

pub mod event;
pub mod machine;
