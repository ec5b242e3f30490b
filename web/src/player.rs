//! What one sees: the stage and everything around it.
//!
//! One component per figure. Messages change the [`Session`]; the view is a function of it. While it
//! plays, the animation-frame loop only sets the [`Clock`]; the virtual DOM changes when something
//! happened.

mod card;
mod controls;
mod events;
mod export;
mod frame;
mod icons;
mod keys;
mod layout;
mod lesson;
mod properties;
mod resize;
mod seek_bar;
mod sequence;
mod share;
mod state;
mod tools;

use std::rc::Rc;

use glassbox_sim::timeline::{ActError, Stop};
use glassbox_sim::{BranchId, EventId, Instant, Lang};
use web_sys::HtmlElement;
use yew::{Component, Context, Html, NodeRef, Properties};

use crate::clock::{Clock, Painting};
use crate::lab::{ActOf, Composition, Lab, Selected};
use crate::session::{OpenError, Opening, Session};
use crate::words::Say;

pub use export::Picture;
use frame::FrameLoop;

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

/// What is beside or below the stage.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tab {
    /// The lesson (a tab on narrow figures only).
    Lesson,
    /// A pane of the lab (narrow figures only), by its index.
    Pane(usize),
    /// What happened.
    Events,
    /// The sequence diagram.
    Sequence,
    /// The whole state of what is selected.
    State,
    /// What must hold.
    Properties,
}

/// What can happen to a figure.
pub enum Msg<L: Lab> {
    /// An animation frame: real milliseconds since the last one.
    Frame(f64),
    /// Play or pause.
    Toggle,
    /// Play.
    Play,
    /// Pause.
    Pause,
    /// Steps on, or back if negative.
    Step(i32),
    /// To the start.
    ToStart,
    /// To the end of what is recorded.
    ToEnd,
    /// To a moment of a branch.
    Seek(BranchId, Instant),
    /// To the moment right after an event.
    SeekEvent(EventId),
    /// Another branch, at this moment.
    Branch(BranchId),
    /// An act.
    Act(ActOf<L>),
    /// Take the last act back.
    Undo,
    /// Do it again.
    Redo,
    /// To the lesson's first step.
    Reset,
    /// A speed.
    Speed(f64),
    /// A step of the speed scale.
    ChangeSpeed(bool),
    /// Play what is left of the lesson's step.
    RunStep,
    /// Show the lesson's next step.
    NextStep,
    /// Show a step of the lesson.
    ShowStep(usize),
    /// Back to where the lesson was left.
    BackToLesson,
    /// An answer.
    Choose(usize),
    /// Select a thing, or let go.
    Select(Option<Selected>),
    /// Open or close the reasons of an event.
    Why(Option<EventId>),
    /// Show the causes on the stage.
    ShowCauses(bool),
    /// Another tab.
    Tab(Tab),
    /// Every detail in the log, or not.
    AllEvents(bool),
    /// Open or close a panel over the stage.
    Open(Option<Over>),
    /// Two branches side by side.
    Compare(bool),
    /// For the partition: the side of a host.
    Side(usize, u8),
    /// The room there is now.
    Resized(f64),
    /// Seen or not.
    Visible(bool),
    /// Something was copied.
    Copied,
    /// Hand over a file.
    Export(Picture),
}

/// A panel over the stage.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Over {
    /// Links and files.
    Share,
    /// The keys.
    Keys,
    /// A tool that asks for more, by its id.
    Tool(&'static str),
}

/// A figure.
pub struct Player<L: Lab> {
    session: Result<Session<L>, OpenError>,
    lang: Lang,
    opened_with: Opening,
    clock: Clock,
    frames: FrameLoop,
    model: Option<Rc<L::Model>>,
    model_version: u64,
    paintings: Vec<Painting>,
    resizing: Option<resize::Resizing>,
    selected: Option<Selected>,
    why: Option<EventId>,
    causes_on_stage: bool,
    tab: Tab,
    all_events: bool,
    over: Option<Over>,
    /// A panel was closed: the focus goes back to the figure.
    refocus: bool,
    compare: bool,
    sides: Vec<u8>,
    width: f64,
    visible: bool,
    motion: bool,
    toast: Option<String>,
    copied: bool,
    root: NodeRef,
    stage: NodeRef,
    card: NodeRef,
    tie: NodeRef,
    seek_track: NodeRef,
    seek_nodes: seek_bar::Nodes,
    events_list: NodeRef,
    scrolled_to: Option<u64>,
}

impl<L: Lab> Player<L> {
    /// The session, if the figure could be opened.
    pub fn session(&self) -> Option<&Session<L>> {
        self.session.as_ref().ok()
    }

    /// What stands in the way of opening it.
    pub fn problem(&self, lang: Lang) -> Option<String> {
        self.session.as_ref().err().map(|error| error.message(lang))
    }

    fn open(&mut self, ctx: &Context<Self>) {
        let props = ctx.props();
        self.opened_with = props.opening.clone();
        self.session = Session::open(&props.opening);
        let full = props.controls == Controls::Full;
        if let Ok(session) = &mut self.session {
            session.set_stops(full);
            if let Some(speed) = props.speed {
                session.set_speed(speed);
            }
        }
        self.selected = None;
        self.why = None;
        match self.problem(props.lang) {
            Some(problem) => self.announce(ctx, "glassbox-error", &problem),
            None => {
                let scenario = self.session().and_then(Session::scenario);
                let id = scenario.map_or_else(String::new, |scenario| scenario.id.clone());
                self.announce(ctx, "glassbox-ready", &id);
            }
        }
    }

    /// Tells the page around the figure.
    fn announce(&self, ctx: &Context<Self>, event: &str, detail: &str) {
        crate::element::dispatch(&ctx.props().host, event, detail);
    }

    fn composition(&self, controls: Controls) -> Composition {
        let side = if controls == Controls::Full && self.width >= 1200.0 {
            384.0
        } else {
            0.0
        };
        let stages = if self.compare { 2.0 } else { 1.0 };
        match (self.width - side) / stages {
            room if room >= 960.0 && controls != Controls::Figure => Composition::Wide,
            room if room >= 480.0 => Composition::Column,
            _ => Composition::Narrow,
        }
    }

    /// The model for the stage, cloned once per change.
    fn model(&mut self) {
        let Ok(session) = &self.session else { return };
        if self.model.is_none() || self.model_version != session.version() {
            self.model_version = session.version();
            self.model = Some(Rc::new(session.timeline().state().clone()));
        }
        self.clock.set(session.clock_ms());
    }

    fn drive(&mut self, ctx: &Context<Self>) {
        let playing = self.session.as_ref().is_ok_and(Session::is_playing);
        if playing && self.visible {
            let link = ctx.link().clone();
            self.frames
                .start(move |elapsed| link.send_message(Msg::Frame(elapsed)));
        } else {
            self.frames.stop();
        }
    }

    fn act(&mut self, ctx: &Context<Self>, act: ActOf<L>) {
        let lang = ctx.props().lang;
        let Ok(session) = &mut self.session else {
            return;
        };
        let detail = serde_json::to_string(&act).unwrap_or_default();
        match session.act(act) {
            Ok(()) => {
                self.over = None;
                self.toast = None;
                self.announce(ctx, "glassbox-act", &detail);
            }
            Err(ActError::Refused(why)) => {
                self.toast = Some(crate::words::refused(why, lang).to_owned());
            }
            Err(ActError::Full) => {
                self.toast = Some(Say::Full.get(lang).to_owned());
            }
        }
    }

    /// After a change: lets go of what is no longer there.
    fn tidy(&mut self, ctx: &Context<Self>) {
        let Ok(session) = &self.session else { return };
        let state = session.timeline().state();
        let now = session.timeline().position().clock;
        let gone = |selected: &Selected| L::card(state, *selected, now, ctx.props().lang).is_none();
        if self.selected.as_ref().is_some_and(gone) {
            self.selected = None;
        }
    }

    fn session_msg(&mut self, ctx: &Context<Self>, msg: Msg<L>) -> bool {
        let Ok(session) = &mut self.session else {
            return false;
        };
        if !matches!(msg, Msg::Frame(_)) {
            self.toast = None;
        }
        match msg {
            Msg::Frame(elapsed) => {
                let frame = session.frame(elapsed);
                if !frame.stepped && !frame.paused {
                    self.clock.set(session.clock_ms());
                    return false;
                }
                if frame.stepped && ctx.props().controls != Controls::Full {
                    let text = self.caption(ctx.props().lang);
                    self.announce(ctx, "glassbox-event", &text);
                }
            }
            Msg::Toggle if session.is_playing() => session.pause(),
            Msg::Toggle | Msg::Play => session.play(),
            Msg::Pause => session.pause(),
            Msg::Step(steps) => {
                for _ in 0..steps.unsigned_abs().min(10_000) {
                    if steps < 0 {
                        session.step_back();
                    } else if let Err(stop) = session.step_on() {
                        let say = match stop {
                            Stop::Quiescent => Say::Quiet,
                            Stop::Full => Say::Full,
                        };
                        self.toast = Some(say.get(ctx.props().lang).to_owned());
                        break;
                    }
                }
            }
            Msg::ToStart => session.to_start(),
            Msg::ToEnd => session.to_end(),
            Msg::Seek(branch, clock) => session.seek(branch, clock),
            Msg::SeekEvent(event) => session.seek_event(event),
            Msg::Branch(branch) => {
                self.why = None;
                session.show_branch(branch);
            }
            Msg::Undo | Msg::Redo => {
                self.why = None;
                if matches!(msg, Msg::Undo) {
                    session.undo();
                } else {
                    session.redo();
                }
            }
            Msg::Reset => session.show_step(0),
            Msg::Speed(speed) => session.set_speed(speed),
            Msg::ChangeSpeed(faster) => session.change_speed(faster),
            Msg::RunStep => session.run_step(),
            Msg::NextStep => session.next_step(),
            Msg::ShowStep(step) => session.show_step(step),
            Msg::BackToLesson => {
                self.why = None;
                session.back_to_lesson();
            }
            Msg::Choose(choice) => {
                session.choose(choice);
                self.announce(ctx, "glassbox-answer", &choice.to_string());
            }
            Msg::Act(act) => self.act(ctx, act),
            _ => return false,
        }
        self.tidy(ctx);
        true
    }
}

impl<L: Lab> Component for Player<L> {
    type Message = Msg<L>;
    type Properties = PlayerProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut this = Self {
            session: Err(OpenError::Start(String::new())),
            lang: ctx.props().lang,
            opened_with: Opening::default(),
            clock: Clock::default(),
            frames: FrameLoop::default(),
            model: None,
            model_version: 0,
            paintings: Vec::new(),
            resizing: None,
            selected: None,
            why: None,
            causes_on_stage: false,
            tab: Tab::Events,
            all_events: false,
            over: None,
            refocus: false,
            compare: false,
            sides: Vec::new(),
            width: 0.0,
            visible: true,
            motion: !crate::element::prefers_reduced_motion(),
            toast: None,
            copied: false,
            root: NodeRef::default(),
            stage: NodeRef::default(),
            card: NodeRef::default(),
            tie: NodeRef::default(),
            seek_track: NodeRef::default(),
            seek_nodes: seek_bar::Nodes::default(),
            events_list: NodeRef::default(),
            scrolled_to: None,
        };
        this.width = ctx.props().host.get_bounding_client_rect().width();
        if this.width < 720.0 {
            this.tab = Tab::Lesson;
        }
        this.open(ctx);
        this.model();
        if ctx.props().autoplay && this.motion {
            ctx.link().send_message(Msg::Play);
        }
        this
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &PlayerProps) -> bool {
        let props = ctx.props();
        self.lang = props.lang;
        if let Ok(session) = &mut self.session {
            session.set_stops(props.controls == Controls::Full);
            if let Some(speed) = props.speed.filter(|_| props.speed != old.speed) {
                session.set_speed(speed);
            }
        }
        if self.opened_with != ctx.props().opening {
            self.open(ctx);
            self.model();
            self.drive(ctx);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg<L>) -> bool {
        let redraw = match msg {
            Msg::Select(selected) => {
                self.selected = selected;
                true
            }
            Msg::Why(event) => {
                self.why = event;
                self.causes_on_stage = event.is_some() && self.causes_on_stage;
                if event.is_some() {
                    self.tab = Tab::Events;
                    if let Ok(session) = &mut self.session {
                        session.pause();
                    }
                }
                true
            }
            Msg::ShowCauses(show) => {
                self.causes_on_stage = show;
                true
            }
            Msg::Tab(tab) => {
                self.tab = tab;
                true
            }
            Msg::AllEvents(all) => {
                self.all_events = all;
                true
            }
            Msg::Open(over) => {
                self.refocus = self.over.is_some();
                self.over = if self.over == over { None } else { over };
                self.copied = false;
                true
            }
            Msg::Compare(compare) => {
                self.compare = compare;
                true
            }
            Msg::Side(host, side) => {
                self.sides.resize(self.sides.len().max(host + 1), 0);
                self.sides[host] = side;
                true
            }
            Msg::Resized(width) => {
                let changed = (self.width - width).abs() >= 1.0;
                self.width = width;
                changed
            }
            Msg::Visible(visible) => {
                self.visible = visible;
                false
            }
            Msg::Copied => {
                self.copied = true;
                true
            }
            Msg::Export(picture) => {
                self.export(picture);
                false
            }
            other => self.session_msg(ctx, other),
        };
        if redraw {
            self.model();
        }
        self.drive(ctx);
        redraw
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        self.layout(ctx)
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.watch_clock(ctx);
            let link = ctx.link().clone();
            let resized = move |width| link.send_message(Msg::Resized(width));
            self.resizing = resize::Resizing::watch(&ctx.props().host, resized);
        }
        if std::mem::take(&mut self.refocus)
            && self.over.is_none()
            && let Some(track) = self.seek_track.cast::<HtmlElement>()
        {
            // Fails only for an element that is not in the page.
            let _ = track.focus();
        }
        self.place_thumb();
        self.place_card();
        self.scroll_events();
        self.clock.repaint();
    }
}
