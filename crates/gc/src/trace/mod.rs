//! What the runtime prints with `GODEBUG=gctrace=1,gcpacertrace=1`, and what the pacer says to it.
//!
//! | question | look in |
//! |---|---|
//! | what is in a line? | `line.rs`: [`Line`] |
//! | how is it read, and where is it wrong? | `read.rs`: [`read()`], [`ReadError`] |
//! | which lines belong to one cycle? | `cycles.rs`: [`cycles()`] |
//! | what would the pacer have predicted? | `predict.rs`: [`predict()`] |

mod cursor;
mod cycles;
mod line;
mod predict;
mod read;

pub use cursor::{Expected, ReadError};
pub use cycles::{Cycle, cycles};
pub use line::{GcLine, Line, PacerEnd, PacerStart, SweepDone};
pub use predict::{Prediction, Settings, Span, predict};
pub use read::{Log, read};
