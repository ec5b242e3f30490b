//! A figure as JavaScript sees it.
