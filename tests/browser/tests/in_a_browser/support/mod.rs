//! A browser, and a page in it with the verbs of a person.

mod browser;
mod page;

pub(crate) use browser::{DESK, Device, PHONE, axe, visit};
pub(crate) use page::{Moment, Page};
