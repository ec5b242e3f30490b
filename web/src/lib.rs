//! The page.
//!
//! | question | look in |
//! |---|---|
//! | what must a lab bring? | [`lab::Lab`] |
//! | the run, the lesson, playing and seeking, without a browser | [`session`] |
//! | what one sees: player, seek bar, log, lesson, inspector | [`player`] |
//! | the stage and the cards of Raft | [`raft`] |
//! | how a figure gets into a page | `static/glassbox.js`, [`element`] |
//! | the front page and the frame around a lab | [`site`] |
//! | the words of buttons and headings | [`words`] |

pub mod clock;
pub mod element;
pub mod lab;
pub mod player;
pub mod raft;
pub mod session;
pub mod site;
pub mod words;
