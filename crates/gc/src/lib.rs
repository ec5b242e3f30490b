//! Go's garbage collector: when it runs, what it marks, and how slices grow.
//!
//! | question | look in |
//! |---|---|
//! | when does a cycle start, and where is it to end? | [`pacer`] |
//! | which capacity does `append` give? | [`slices`] |
//! | what does a line of `GODEBUG=gctrace=1,gcpacertrace=1` say? | [`trace`] |
//!
//! [`pacer`], [`slices`] and [`trace`] stand alone: they know no model and no page.

pub mod pacer;
pub mod slices;
pub mod trace;
