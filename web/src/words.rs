//! The words of buttons and headings.
