//! What one sees: the stage and everything around it.
//!
//! One component per figure. Messages change the [`Session`]; the view is a function of it. While it
//! plays, the animation-frame loop only sets the [`Clock`]; the virtual DOM changes when something
//! happened.

mod call;
mod card;
mod controls;
mod events;
mod export;
mod focus;
mod frame;
mod free_field;
mod held;
mod icons;
mod keys;
mod lanes;
mod layout;
mod lesson;
mod msg;
mod opening;
mod picture;
mod press;
mod properties;
mod props;
mod resize;
mod room;
mod run;
mod seek_bar;
mod sequence;
mod share;
mod state;
mod times;
mod toast;
mod tools;

use std::rc::Rc;

use glassbox_sim::{BranchId, EventId, Lang};
use web_sys::HtmlElement;
use yew::{Callback, Component, Context, Html, NodeRef};

use crate::clock::Clock;
use crate::lab::{ActOf, Composition, Lab, Selected};
use crate::session::{OpenError, Opening, Session};

pub use call::{Ask, Call};
pub use export::Picture;
use frame::FrameLoop;
use held::Part;
pub use msg::{Msg, Over, Tab};
pub use props::{Controls, PlayerProps};
use toast::Toast;

/// A figure.
pub struct Player<L: Lab> {
    session: Result<Session<L>, OpenError>,
    lang: Lang,
    opened_with: Opening,
    opens: opening::Opens<L>,
    plays_when_open: bool,
    clock: Clock,
    frames: FrameLoop,
    model: Option<Rc<L::Model>>,
    model_version: u64,
    kept: Rc<L::Kept>,
    parts: held::Parts,
    /// Made once: what moves is drawn anew when its callback is another one.
    on_select: Callback<Option<Selected>>,
    on_act: Callback<ActOf<L>>,
    resizing: Option<resize::Resizing>,
    long_press: Option<press::LongPress>,
    selected: Option<Selected>,
    /// The card of what was selected just now is still to be brought into view.
    sheet_opens: bool,
    why: Option<EventId>,
    causes_on_stage: bool,
    tab: Tab,
    all_events: bool,
    over: Option<Over>,
    focus: focus::Focus,
    compare: Option<BranchId>,
    /// The event looked at in the sequence diagram, as long as one stands right after it.
    picked: Option<(EventId, u64)>,
    sides: Vec<u8>,
    /// In units.
    width: f64,
    visible: bool,
    motion: bool,
    toast: Option<Toast>,
    calls: call::Calls,
    copied: bool,
    root: NodeRef,
    stage: NodeRef,
    card: NodeRef,
    tie: NodeRef,
    seek_track: NodeRef,
    seek_nodes: seek_bar::Nodes,
    events_list: NodeRef,
    scrolled_to: Option<u64>,
    /// The list of events has changed, and is scrolled before anything else changes.
    scroll_waits: bool,
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

    /// Tells the page around the figure.
    fn announce(&self, ctx: &Context<Self>, event: &str, detail: &str) {
        crate::element::dispatch(&ctx.props().host, event, detail);
    }

    fn composition(&self, controls: Controls) -> Composition {
        let side = match controls {
            Controls::Full => self.side_column(),
            _ => 0.0,
        };
        // On a phone two stages stand one above the other.
        let beside = self.other_branch().is_some() && self.width >= layout::MIDDLE;
        let stages = if beside { 2.0 } else { 1.0 };
        match (self.width - side) / stages {
            room if room >= layout::WIDE && controls != Controls::Figure => Composition::Wide,
            room if room >= layout::COLUMN => Composition::Column,
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
        // Painted when the view is.
        self.clock.turn(session.clock_ms());
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

    /// Opens a panel, or closes it if it is the one that is open.
    fn open_over(&mut self, ctx: &Context<Self>, over: Option<Over>) {
        let over = over.filter(|over| match over {
            Over::Tool(_) => ctx.props().controls == Controls::Full,
            Over::Share | Over::Keys => ctx.props().controls != Controls::None,
        });
        if matches!(over, Some(Over::Tool(_))) && self.width < layout::MIDDLE {
            // That is where the tools are.
            self.tab = Tab::Lesson;
        }
        self.over = if self.over == over { None } else { over };
        self.copied = false;
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
            opens: opening::Opens::default(),
            plays_when_open: false,
            clock: Clock::default(),
            frames: FrameLoop::default(),
            model: None,
            model_version: 0,
            kept: Rc::default(),
            parts: held::Parts::default(),
            on_select: ctx.link().callback(Msg::Select),
            on_act: ctx.link().callback(Msg::Act),
            resizing: None,
            long_press: None,
            selected: None,
            sheet_opens: false,
            why: None,
            causes_on_stage: false,
            tab: Tab::Events,
            all_events: false,
            over: None,
            focus: focus::Focus::default(),
            compare: None,
            picked: None,
            sides: Vec::new(),
            width: 0.0,
            visible: true,
            motion: !crate::element::prefers_reduced_motion(),
            toast: None,
            calls: call::Calls::default(),
            copied: false,
            root: NodeRef::default(),
            stage: NodeRef::default(),
            card: NodeRef::default(),
            tie: NodeRef::default(),
            seek_track: NodeRef::default(),
            seek_nodes: seek_bar::Nodes::default(),
            events_list: NodeRef::default(),
            scrolled_to: None,
            scroll_waits: false,
        };
        this.width = ctx.props().host.get_bounding_client_rect().width() / crate::size::unit();
        if this.width < layout::MIDDLE {
            this.tab = Tab::Lesson;
        }
        this.plays_when_open = ctx.props().autoplay && this.motion;
        this.open(ctx);
        this.model();
        this.parts.refresh();
        this
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &PlayerProps) -> bool {
        let props = ctx.props();
        self.parts.refresh();
        self.lang = props.lang;
        // A list that was taken elsewhere with its figure is no longer scrolled.
        self.scrolled_to = None;
        if let Ok(session) = &mut self.session {
            session.set_stops(props.controls == Controls::Full);
            if let Some(speed) = props.speed.filter(|_| props.speed != old.speed) {
                session.set_speed(speed);
            }
        }
        if self.opened_with != ctx.props().opening {
            self.open(ctx);
            self.take_up_calls(ctx);
            self.model();
            self.drive(ctx);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg<L>) -> bool {
        let is_frame = matches!(msg, Msg::Frame(_));
        if !is_frame {
            self.focus.look(&ctx.props().host);
        } else if std::mem::take(&mut self.scroll_waits) {
            self.scroll_events();
        }
        let redraw = match msg {
            Msg::Select(selected) => {
                let left = self.selected.filter(|_| selected.is_none());
                if let Some(thing) = left.filter(|_| self.focus.was_in(".card")) {
                    self.focus.next(card::button_of(thing));
                }
                self.selected = selected;
                self.sheet_opens = selected.is_some();
                true
            }
            Msg::Why(event) => {
                self.why = event;
                self.causes_on_stage = event.is_some() && self.causes_on_stage;
                if event.is_some() {
                    if self.tab != Tab::Sequence {
                        self.tab = Tab::Events;
                    } else if let Some((event, session)) = event.zip(self.session()) {
                        self.picked = Some((event, session.version()));
                    }
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
                self.open_over(ctx, over);
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
                // Without any it is not shown, or out of its page: it stays laid out for where it was.
                let changed = width > 0.0 && (self.width - width).abs() >= 1.0;
                if changed {
                    self.width = width;
                }
                changed
            }
            Msg::Visible(visible) => {
                self.visible = visible;
                false
            }
            Msg::OpenOn(attempt) => self.open_slice(ctx, attempt) | self.take_up_calls(ctx),
            Msg::CancelOpening => {
                self.cancel_opening(ctx);
                self.take_up_calls(ctx);
                true
            }
            Msg::OpenAgain => {
                self.open(ctx);
                self.take_up_calls(ctx);
                true
            }
            Msg::Drawn => self.give_picture(ctx),
            Msg::Call(call) => {
                self.called(call);
                self.take_up_calls(ctx)
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
            if !is_frame {
                // Only what is drawn now: a part that is called new and not drawn would be empty in the next frame.
                self.parts.refresh();
            }
        } else {
            self.focus.forget();
        }
        self.drive(ctx);
        redraw
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        self.layout(ctx)
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            let link = ctx.link().clone();
            let resized = move |width| link.send_message(Msg::Resized(width));
            self.resizing = resize::Resizing::watch(&ctx.props().host, resized);
            let link = ctx.link().clone();
            let held = move |thing| link.send_message(Msg::Hold(thing));
            self.long_press = Some(press::LongPress::watch(&ctx.props().host, held));
        }
        self.place_thumb();
        if self.parts.is_fresh(Part::Panel) {
            self.place_card(ctx.props().controls);
            // To ask where a row is makes the browser lay out whatever changed. At the beginning of the next frame it has
            // done so anyway.
            self.scroll_waits = self.session().is_some_and(Session::is_playing);
            if !self.scroll_waits {
                self.scroll_events();
            }
        }
        if let Some(root) = self.root.cast::<HtmlElement>() {
            self.focus.settle(&root, self.over);
        }
        self.clock.repaint();
        self.drawn(ctx);
    }
}
