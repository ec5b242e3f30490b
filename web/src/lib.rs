//! The page.
//!
//! | question | look in |
//! |---|---|
//! | what must a lab bring? | [`lab::Lab`] |
//! | the run, the lesson, playing and seeking, without a browser | [`session`] |
//! | what one sees: player, seek bar, log, lesson, inspector | [`player`] |
//! | the stage and the cards of Raft, of Go's collector | [`raft`], [`gc`] |
//! | how a figure gets into a page | `static/glassbox.js`, [`element`] |
//! | attributes and acts that a page gives a figure | [`input`] |
//! | the front page and the frame around a lab | [`site`] |
//! | the words of buttons and headings | [`words`] |

pub mod clock;
mod draw;
pub mod element;
pub mod gc;
pub mod input;
pub mod lab;
pub mod player;
pub mod raft;
pub mod session;
pub mod site;
mod size;
pub mod words;
