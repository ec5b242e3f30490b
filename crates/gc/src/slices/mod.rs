//! How slices grow: which capacity `append` gives.
//!
//! | question | look in |
//! |---|---|
//! | which capacity is asked for, and which one comes out? | `growth.rs`: [`Element::grow`], [`appends`] |
//! | what does the allocator hand out for so many bytes? | `size_classes.rs` |

mod growth;
mod size_classes;

pub(crate) use growth::next_slice_cap;
pub use growth::{Element, LenOutOfRange, Release, Use, appends};
pub use size_classes::{CLASSES, PAGE_SIZE, PAGES, round_up_size};
