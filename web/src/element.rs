//! A figure as JavaScript sees it: made by `mount`, driven by methods, heard through events.

use std::cell::Cell;
use std::rc::Rc;

use glassbox_sim::{BranchId, FormError, Instant, Lang, Model, Tell};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsError, JsValue};
use web_sys::{CustomEvent, CustomEventInit, HtmlElement, ShadowRoot};
use yew::{AppHandle, Html, Renderer, component};

use crate::input::{self, AttributeError, Attributes, Settings};
use crate::lab::Lab;
use crate::player::{Msg, Over, Picture, Player, PlayerProps};
use crate::words::Say;

/// What the player is made with.
fn props(settings: Settings, host: HtmlElement, uid: Rc<str>) -> PlayerProps {
    PlayerProps {
        opening: settings.opening,
        lang: settings.lang,
        controls: settings.controls,
        autoplay: settings.autoplay,
        base: settings.base,
        uid,
        speed: settings.speed,
        host,
    }
}

/// Reads the attributes; what is wrong with them is told in their own language.
fn read(options: JsValue) -> Result<Settings, JsError> {
    let attributes: Attributes = serde_wasm_bindgen::from_value(options)?;
    let lang = attributes.lang();
    attributes
        .read()
        .map_err(|error| JsError::new(&error.tell(lang)))
}

/// One figure on the page.
#[wasm_bindgen]
pub struct Figure {
    inner: Box<dyn Mounted>,
    host: HtmlElement,
    uid: Rc<str>,
    lang: Lang,
    notices: Vec<AttributeError>,
}

thread_local! {
    /// How many figures this module has mounted: ids in pictures must be unique on a page.
    static MOUNTED: Cell<u32> = const { Cell::new(0) };
}

/// What a figure of any lab can do.
trait Mounted {
    fn update(&mut self, props: PlayerProps);
    fn order(&self, order: Order);
    fn act(&self, json: &str, lang: Lang) -> Result<(), String>;
    fn snapshot(&self, lang: Lang) -> Result<String, String>;
    fn picture(&self, picture: Picture) -> Option<String>;
    fn destroy(self: Box<Self>);
}

/// What JavaScript may order.
enum Order {
    Play,
    Pause,
    Step(i32),
    Seek(Instant),
    Reset,
    Share,
    Keys,
    Visible(bool),
}

struct App<L: Lab>(AppHandle<Player<L>>);

impl<L: Lab> Mounted for App<L> {
    fn update(&mut self, props: PlayerProps) {
        self.0.update(props);
    }

    fn order(&self, order: Order) {
        let branch = self
            .0
            .get_component()
            .and_then(|it| Some(it.session()?.timeline().position().branch));
        let msg = match order {
            Order::Play => Msg::Play,
            Order::Pause => Msg::Pause,
            Order::Step(steps) => Msg::Step(steps),
            Order::Seek(at) => Msg::Seek(branch.unwrap_or(BranchId(0)), at),
            Order::Reset => Msg::Reset,
            Order::Share => Msg::Open(Some(Over::Share)),
            Order::Keys => Msg::Open(Some(Over::Keys)),
            Order::Visible(visible) => Msg::Visible(visible),
        };
        self.0.send_message(msg);
    }

    fn act(&self, json: &str, lang: Lang) -> Result<(), String> {
        let wrong = |error: FormError| format!("{}{}", Say::NoAct.get(lang), error.tell(lang));
        let act = input::act(json).map_err(wrong)?;
        self.0.send_message(Msg::Act(act));
        Ok(())
    }

    fn snapshot(&self, lang: Lang) -> Result<String, String> {
        let nothing = || Say::NotOpened.get(lang).to_owned();
        let player = self.0.get_component().ok_or_else(nothing)?;
        let session = player.session().ok_or_else(nothing)?;
        session.link().map_err(|error| error.tell(lang))
    }

    fn picture(&self, picture: Picture) -> Option<String> {
        self.0
            .get_component()?
            .picture(picture)
            .map(|(_, _, text)| text)
    }

    fn destroy(self: Box<Self>) {
        self.0.destroy();
    }
}

impl Figure {
    /// Mounts a figure of the lab `L` into its host's shadow root, and nowhere else.
    ///
    /// # Errors
    /// An attribute is not understood.
    pub fn mount<L: Lab>(
        root: &ShadowRoot,
        host: HtmlElement,
        options: JsValue,
    ) -> Result<Self, JsError> {
        let document = host
            .owner_document()
            .ok_or_else(|| JsError::new("no document"))?;
        let settings = read(options)?;
        let number = MOUNTED.with(|mounted| mounted.replace(mounted.get() + 1));
        if number == 0 {
            set_apart(&document)?;
        }
        let uid: Rc<str> = format!("{}-{number}", <L::Model as Model>::LAB).into();
        let (lang, notices) = (settings.lang, settings.notices.clone());
        let props = props(settings, host.clone(), Rc::clone(&uid));
        let place = document
            .create_element("div")
            .map_err(|_| JsError::new("no element"))?;
        place.set_class_name("gb-place");
        root.append_child(&place)
            .map_err(|_| JsError::new("the host takes no children"))?;
        let handle = Renderer::<Player<L>>::with_root_and_props(place, props).render();
        Ok(Self {
            inner: Box::new(App(handle)),
            host,
            uid,
            lang,
            notices,
        })
    }
}

#[wasm_bindgen]
impl Figure {
    /// The attributes have changed.
    ///
    /// # Errors
    /// One of them is not understood; the figure stays as it was.
    pub fn update(&mut self, options: JsValue) -> Result<(), JsError> {
        let settings = read(options)?;
        self.lang = settings.lang;
        self.notices.clone_from(&settings.notices);
        let props = props(settings, self.host.clone(), Rc::clone(&self.uid));
        self.inner.update(props);
        Ok(())
    }

    /// What is to be said about attributes that were left out because they are not understood, a
    /// sentence each.
    pub fn notices(&self) -> Vec<String> {
        let said = self.notices.iter().map(|it| it.notice(self.lang));
        said.collect()
    }

    /// Plays.
    pub fn play(&self) {
        self.inner.order(Order::Play);
    }

    /// Pauses.
    pub fn pause(&self) {
        self.inner.order(Order::Pause);
    }

    /// Steps on; back if negative.
    ///
    /// # Errors
    /// It is no whole number from -10,000 to 10,000.
    pub fn step(&self, steps: f64) -> Result<(), JsError> {
        let steps = input::steps(steps).map_err(|error| self.wrong(&error))?;
        self.inner.order(Order::Step(steps));
        Ok(())
    }

    /// Goes to a moment, in milliseconds of simulated time.
    ///
    /// # Errors
    /// It is no number, or no run has such a moment.
    pub fn seek(&self, ms: f64) -> Result<(), JsError> {
        let at = input::moment(ms).map_err(|error| self.wrong(&error))?;
        self.inner.order(Order::Seek(at));
        Ok(())
    }

    /// Goes back to the beginning of the story.
    pub fn reset(&self) {
        self.inner.order(Order::Reset);
    }

    /// Opens the share panel.
    pub fn share(&self) {
        self.inner.order(Order::Share);
    }

    /// Opens the list of keys.
    pub fn keys(&self) {
        self.inner.order(Order::Keys);
    }

    /// Does an act, given as in a scenario file.
    ///
    /// # Errors
    /// The text is no act of this lab. One that cannot be done now is told beside the figure, as a person's is.
    pub fn act(&self, json: &str) -> Result<(), JsError> {
        let done = self.inner.act(json, self.lang);
        done.map_err(|error| JsError::new(&error))
    }

    /// The run link to this moment, without its address.
    ///
    /// # Errors
    /// The figure could not be opened, or the run is too long for a link.
    pub fn snapshot(&self) -> Result<String, JsError> {
        let link = self.inner.snapshot(self.lang);
        link.map_err(|error| JsError::new(&error))
    }

    /// The stage or the sequence diagram as SVG text, or the trace as JSON.
    ///
    /// # Errors
    /// There is no picture of that kind.
    #[wasm_bindgen(js_name = exportSvg)]
    pub fn export_svg(&self, kind: &str) -> Result<String, JsError> {
        let kind = if kind.is_empty() { "stage" } else { kind };
        let picture = match input::word("kind", kind, &["stage", "sequence", "trace"]) {
            Ok(0) => Picture::Stage,
            Ok(1) => Picture::Sequence,
            Ok(_) => Picture::Trace,
            Err(error) => return Err(self.wrong(&error)),
        };
        self.inner
            .picture(picture)
            .ok_or_else(|| JsError::new(Say::NotOpened.get(self.lang)))
    }

    /// Whether the figure can be seen: what cannot be seen does not play.
    #[wasm_bindgen(js_name = setVisible)]
    pub fn set_visible(&self, visible: bool) {
        self.inner.order(Order::Visible(visible));
    }

    /// Takes the figure out of the page.
    pub fn destroy(self) {
        self.inner.destroy();
    }
}

impl Figure {
    fn wrong(&self, error: &AttributeError) -> JsError {
        JsError::new(&error.tell(self.lang))
    }
}

/// Roots that a page around a figure may have of its own.
const ROOTS_OF_OTHERS: u32 = 64;

/// Yew marks the elements below a root with the root's number, and every module counts from 1. A page
/// that is itself written with Yew (ours is) would take a click in a figure for one of its own: so the
/// figures of this module get other numbers.
fn set_apart(document: &web_sys::Document) -> Result<(), JsError> {
    for _ in 0..ROOTS_OF_OTHERS {
        let nowhere = document
            .create_element("div")
            .map_err(|_| JsError::new("no element"))?;
        Renderer::<Nothing>::with_root(nowhere).render().destroy();
    }
    Ok(())
}

#[component]
fn Nothing() -> Html {
    Html::default()
}

/// Sends an event from the host: it bubbles, and leaves the shadow root.
pub(crate) fn dispatch(host: &HtmlElement, name: &str, detail: &str) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&JsValue::from_str(detail));
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        // A listener that throws is the page's own matter.
        let _ = host.dispatch_event(event.unchecked_ref());
    }
}

/// Whether the reader asked for less motion.
pub(crate) fn prefers_reduced_motion() -> bool {
    let query = web_sys::window().and_then(|window| {
        window
            .match_media("(prefers-reduced-motion: reduce)")
            .ok()
            .flatten()
    });
    query.is_some_and(|query| query.matches())
}
