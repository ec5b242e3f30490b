//! The page in a real browser, as a person uses it.
//!
//! `cargo xtask test` builds and serves the page, starts chromedriver and runs these tests. Without it, in a plain
//! `cargo test`, each of them says that it was skipped.
//!
//! | variable | what it names |
//! |---|---|
//! | `GLASSBOX_SITE` | the address at which the page is served |
//! | `GLASSBOX_WEBDRIVER` | the address of chromedriver; without it nothing runs |
//! | `GLASSBOX_CHROMIUM` | the browser, if it is not the driver's own choice |
//! | `GLASSBOX_AXE` | the file `axe.min.js` of axe-core; without it `accessible` is skipped |
//!
//! Every test has a browser of its own with a fresh profile, and fails if the page writes an error to the console.
//! A failed test leaves a picture of the page behind and says where.

mod support;

mod accessible;
mod branches;
mod broken_links;
mod embedded;
mod front_page;
mod gc;
mod groups;
mod keys;
mod lesson;
mod methods;
mod narrow;
mod opening;
mod panels;
mod pointer;
mod properties;
mod seeking;
mod sequence;
mod share;
mod stepping_back;
mod touch;
mod wrong_input;
