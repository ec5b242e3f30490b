//! The run behind a figure.
