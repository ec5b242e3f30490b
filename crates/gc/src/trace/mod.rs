//! What the runtime prints with `GODEBUG=gctrace=1,gcpacertrace=1`, and what the pacer says to it.
//!
//! | question | look in |
//! |---|---|
//! | what is in a line? | `line.rs`: [`Line`] |
//! | how is it read, and where is it wrong? | `read.rs`: [`read()`], [`ReadError`] |
//! | which lines belong to one cycle? | `cycles.rs`: [`cycles()`] |
//! | what stands before the runtime's part of a line? | `prefix.rs` |
//! | what would the pacer have predicted? | `predict.rs`: [`predict()`] |
//! | which GOGC did the program have? | `guess.rs`: [`guess()`] |

mod cursor;
mod cycles;
mod guess;
mod line;
mod predict;
mod prefix;
mod read;

pub use cursor::{Expected, ReadError};
pub use cycles::{Cycle, cycles};
pub use guess::{Guess, Percents, fits, guess};
pub use line::{GcLine, Line, PacerEnd, PacerStart, SweepDone};
pub use predict::{Prediction, Settings, Span, predict};
pub use read::{Log, read};
