//! What a figure is made with.

use std::rc::Rc;

use glassbox_sim::Lang;
use web_sys::HtmlElement;
use yew::Properties;

use crate::session::Opening;

/// What a figure is made with.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PlayerProps {
    /// What is run.
    pub opening: Opening,
    /// The language.
    pub lang: Lang,
    /// How much of the player is shown.
    pub controls: Controls,
    /// Whether it plays as soon as it is seen.
    pub autoplay: bool,
    /// Where links lead: the address of the page without its fragment.
    pub base: String,
    /// A name that is unique on the page.
    pub uid: Rc<str>,
    /// Simulated milliseconds per real one, if not the usual.
    pub speed: Option<f64>,
    /// The element in which the figure lives: events go out from it.
    pub host: HtmlElement,
}

/// How much of the player is shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Controls {
    /// Everything: lesson, panels, tools.
    #[default]
    Full,
    /// The figure, one sentence and a slim player.
    Figure,
    /// The figure alone.
    None,
}
