//! Go's garbage collector: when it runs, what it marks, and how slices grow.
//!
//! | question | look in |
//! |---|---|
//! | what does the collector do to the heap while the program runs? | [`heap`] |
//! | when does a cycle start, and where is it to end? | [`pacer`] |
//! | when is a program collected, what does that cost, what does a limit do? | [`program`] |
//! | which capacity does `append` give? | [`slices`], and [`append`] as a model |
//! | what does a line of `GODEBUG=gctrace=1,gcpacertrace=1` say? | [`trace`] |
//! | all of it as one model for a page, and the stories | [`lab`] |
//!
//! [`pacer`], [`slices`] and [`trace`] stand alone: they know no model and no page.

pub mod append;
mod bisect;
pub mod heap;
pub mod lab;
pub mod pacer;
pub mod program;
pub mod slices;
pub mod trace;
