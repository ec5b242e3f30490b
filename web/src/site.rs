//! The front page and the frame around a lab.
