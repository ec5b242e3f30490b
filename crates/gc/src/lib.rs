//! Go's garbage collector: when it runs, what it marks, and how slices grow.
//!
//! | question | look in |
//! |---|---|
//! | what does the collector do to the heap while the program runs? | [`heap`] |
//! | when does a cycle start, and where is it to end? | [`pacer`] |
//! | a program that is collected, as a model: when, at what cost, within which limit | [`program`] |
//! | which capacity does `append` give? | [`slices`] |
//! | what does a line of `GODEBUG=gctrace=1,gcpacertrace=1` say? | [`trace`] |
//!
//! [`pacer`], [`slices`] and [`trace`] stand alone: they know no model and no page.

pub mod append;
pub mod heap;
pub mod pacer;
pub mod program;
pub mod slices;
pub mod trace;
