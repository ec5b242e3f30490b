//! Raft on the page.
