//! The outside judges.
fn main() {}
