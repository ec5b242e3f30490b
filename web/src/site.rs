//! The front page and the frame around a lab.
//!
//! | question | look in |
//! |---|---|
//! | which address shows what? | [`route`] |
//! | what is on the front page? | `site/front.rs`, `site/gallery.rs`, `site/embed.rs` |
//! | the pictures of labs and scenarios | `site/thumbs.rs` draws, `site/scenes.rs` says what |
//! | the frame around a lab | `site/lab_page.rs`, `site/top_bar.rs`, `site/menu.rs` |
//! | which labs and scenarios there are | [`catalog`] |
//! | language and theme | `site/prefs.rs` |
//! | the words | `site/words.rs` |
//!
//! No protocol runs here: figures are `<glassbox-lab>` elements, as on any other page.

mod app;
pub mod catalog;
mod dom;
mod embed;
mod figure;
mod front;
mod gallery;
mod icons;
mod lab_page;
mod menu;
mod missing;
mod prefs;
pub mod route;
mod scenes;
mod thumbs;
mod top_bar;
mod words;

/// Starts the page in the element `#app`.
pub fn run() {
    let Some(root) = dom::by_id("app") else {
        return;
    };
    yew::Renderer::<app::App>::with_root(root).render();
}
