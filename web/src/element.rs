//! A figure as JavaScript sees it: made by `mount`, driven by methods, heard through events.

use std::cell::Cell;
use std::rc::Rc;

use glassbox_sim::{Lang, Model, Tell};
use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsError, JsValue};
use web_sys::{CustomEvent, CustomEventInit, HtmlElement, ShadowRoot};
use yew::{AppHandle, Html, Renderer, component};

use crate::input::{self, AttributeError, Attributes, Settings};
use crate::lab::Lab;
use crate::player::{Ask, Call, Msg, Over, Picture, Player, PlayerProps};

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
    fn call(&self, call: Call);
    fn set_visible(&self, visible: bool);
    fn destroy(self: Box<Self>);
}

struct App<L: Lab>(AppHandle<Player<L>>);

impl<L: Lab> Mounted for App<L> {
    fn update(&mut self, props: PlayerProps) {
        self.0.update(props);
    }

    fn call(&self, call: Call) {
        self.0.send_message(Msg::Call(call));
    }

    fn set_visible(&self, visible: bool) {
        self.0.send_message(Msg::Visible(visible));
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

    /// Plays. Rejected if nothing more happens by itself.
    pub fn play(&self) -> Promise {
        self.call(Ask::Play)
    }

    /// Pauses.
    pub fn pause(&self) -> Promise {
        self.call(Ask::Pause)
    }

    /// Steps on; back if negative. At most to where the run ends or begins; rejected if nothing more happens by itself.
    ///
    /// # Errors
    /// It is no whole number from -10,000 to 10,000.
    pub fn step(&self, steps: f64) -> Result<Promise, JsError> {
        let steps = input::steps(steps).map_err(|error| self.wrong(&error))?;
        Ok(self.call(Ask::Step(steps)))
    }

    /// Goes to a moment of the branch that is shown, in milliseconds of simulated time. Rejected if it is not recorded
    /// yet.
    ///
    /// # Errors
    /// It is no number, or no run has such a moment.
    pub fn seek(&self, ms: f64) -> Result<Promise, JsError> {
        let at = input::moment(ms).map_err(|error| self.wrong(&error))?;
        Ok(self.call(Ask::Seek(at)))
    }

    /// Goes back to the beginning of the story.
    pub fn reset(&self) -> Promise {
        self.call(Ask::Reset)
    }

    /// Opens the share panel.
    pub fn share(&self) -> Promise {
        self.call(Ask::Open(Over::Share))
    }

    /// Opens the list of keys.
    pub fn keys(&self) -> Promise {
        self.call(Ask::Open(Over::Keys))
    }

    /// Does an act, given as in a scenario file. Rejected if the text is no act of this lab, or the lab refuses it at the
    /// moment at which it is taken up.
    pub fn act(&self, json: String) -> Promise {
        self.call(Ask::Act(json))
    }

    /// The run link to this moment, without its address. Rejected if the run is too long for a link.
    pub fn snapshot(&self) -> Promise {
        self.call(Ask::Snapshot)
    }

    /// The stage or the sequence diagram as SVG text, or the trace as JSON.
    ///
    /// # Errors
    /// There is no picture of that kind.
    #[wasm_bindgen(js_name = exportSvg)]
    pub fn export_svg(&self, kind: &str) -> Result<Promise, JsError> {
        let kind = if kind.is_empty() { "stage" } else { kind };
        let picture = match input::word("kind", kind, &["stage", "sequence", "trace"]) {
            Ok(0) => Picture::Stage,
            Ok(1) => Picture::Sequence,
            Ok(_) => Picture::Trace,
            Err(error) => return Err(self.wrong(&error)),
        };
        Ok(self.call(Ask::Picture(picture)))
    }

    /// Whether the figure can be seen: what cannot be seen does not play.
    #[wasm_bindgen(js_name = setVisible)]
    pub fn set_visible(&self, visible: bool) {
        self.inner.set_visible(visible);
    }

    /// Takes the figure out of the page.
    pub fn destroy(self) {
        self.inner.destroy();
    }
}

impl Figure {
    /// Every call is answered by the figure, in its turn; if it could not be opened, with what is wrong.
    fn call(&self, ask: Ask) -> Promise {
        Call::promise(ask, self.lang, &|call| self.inner.call(call))
    }

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
