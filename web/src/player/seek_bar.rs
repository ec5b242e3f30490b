//! The seek bar: lanes with their marks, the lesson's steps above, the person's acts below.

use std::cell::Cell;
use std::rc::Rc;

use glassbox_sim::timeline::Branch;
use glassbox_sim::{Author, BranchId, Duration, Instant};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent, PointerEvent};
use yew::{Callback, Context, Html, NodeRef, classes, html};

use super::icons;
use super::lanes::{self, Lane, Parent};
use super::layout::MIDDLE;
use super::{Controls, Msg, Player, room, times};
use crate::lab::Lab;
use crate::size::unit;
use crate::words::Say;

/// Lanes shown at most, and on a narrow figure.
const LANES: usize = 6;
const NARROW_LANES: usize = 3;
/// A pointer this near to a lane, in units, means that lane.
const REACH: f64 = 13.0;
/// A finger that moves no farther than this, in pixels, taps.
const SLOP: f64 = 8.0;
/// The least distance between the numbers of two steps, in pixels.
const NUMBER: f64 = 22.0;
/// What on the bar is clicked by itself.
const CLICKED: &str = ".bar-mark, .step-number";

/// What the painter moves.
#[derive(Clone, Default)]
pub(super) struct Nodes {
    thumb: NodeRef,
    done: NodeRef,
    time: NodeRef,
    /// The lane on which the pointer went down.
    dragged: Rc<Cell<Option<BranchId>>>,
    finger: Rc<Cell<Finger>>,
}

/// What a finger on the bar does. One that goes up or down scrolls the page, and changes no moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Finger {
    #[default]
    Away,
    /// It went down here, in pixels of the window: it may tap, drag or scroll.
    Down(f64, f64),
    Drags,
}

impl Finger {
    /// What it does after it has moved here.
    fn moved(self, (x, y): (f64, f64)) -> Self {
        match self {
            Self::Down(from_x, from_y) => {
                let (across, along) = ((x - from_x).abs(), (y - from_y).abs());
                match across.max(along) > SLOP {
                    true if across > along => Self::Drags,
                    true => Self::Away,
                    false => self,
                }
            }
            other => other,
        }
    }
}

/// The part of the bar at which a moment lies.
#[derive(Clone, Copy)]
struct Scale(f64);

impl Scale {
    fn part(self, at: Instant) -> f64 {
        (at.as_nanos() as f64 / self.0).clamp(0.0, 1.0)
    }

    fn percent(self, at: Instant) -> String {
        format!("{:.3}%", self.part(at) * 100.0)
    }
}

impl<L: Lab> Player<L> {
    /// How much time the bar spans: everything recorded, and the lesson.
    pub(super) fn span(&self) -> Duration {
        let Some(session) = self.session() else {
            return Duration::from_millis(1);
        };
        let timeline = session.timeline();
        let ends = (0..timeline.branches().len()).filter_map(|index| {
            let branch = BranchId(index as u16);
            let last = timeline.recorded(branch).checked_sub(1)?;
            Some(timeline.step_of(branch, last)?.at)
        });
        let lesson = session.guide().marks().last().map(|(_, at)| *at);
        let here = timeline.position().clock;
        let end = ends
            .chain(lesson)
            .chain([here])
            .max()
            .unwrap_or(Instant::START);
        let span = end.since(Instant::START);
        // A little room at the end, so that the last mark can be reached.
        Duration::from_nanos(
            span.as_nanos()
                .saturating_add(span.as_nanos() / 40)
                .max(10_000_000),
        )
    }

    fn scale(&self) -> Scale {
        Scale(self.span().as_nanos() as f64)
    }

    fn parents(&self) -> Vec<Parent> {
        let branches = self.session().map(|it| it.timeline().branches());
        let branches = branches.into_iter().flatten();
        branches.map(Branch::parent).collect()
    }

    fn lanes(&self) -> Vec<Lane> {
        let most = if self.width < MIDDLE {
            NARROW_LANES
        } else {
            LANES
        };
        self.session().map_or_else(Vec::new, |session| {
            lanes::lanes(&self.parents(), session.timeline().position().branch, most)
        })
    }

    /// The branch so many lanes below the present one, or above it; those without a lane count too.
    pub(super) fn lane_beside(&self, down: isize) -> Option<BranchId> {
        let here = self.session()?.timeline().position().branch;
        let order = lanes::order(&self.parents());
        let row = order.iter().position(|it| *it == here)?;
        order.get(row.checked_add_signed(down)?).copied()
    }

    /// When a branch begins: with the act that opened it, or where it left its parent.
    fn begins(&self, branch: BranchId) -> Instant {
        let begins = self.session().and_then(|session| {
            let timeline = session.timeline();
            let (parent, step) = timeline.branch(branch).parent()?;
            let own = timeline.step_of(branch, step);
            let before = || timeline.step_of(parent, step.checked_sub(1)?);
            Some(own.or_else(before)?.at)
        });
        begins.unwrap_or(Instant::START)
    }

    /// Puts the thumb, the past and the time where the clock is.
    pub(super) fn place_thumb(&self) {
        let now = self.clock.now();
        let span = self.span().as_millis_f64();
        let percent = (now / span * 100.0).clamp(0.0, 100.0);
        if let Some(thumb) = self.seek_nodes.thumb.cast::<HtmlElement>() {
            let _ = thumb
                .style()
                .set_property("left", &format!("{percent:.3}%"));
        }
        if let Some(done) = self.seek_nodes.done.cast::<HtmlElement>() {
            let _ = done.style().set_property(
                "clip-path",
                &format!("inset(-4px {:.3}% -4px 0)", 100.0 - percent),
            );
        }
        if let Some(time) = self.seek_nodes.time.cast::<HtmlElement>() {
            time.set_text_content(Some(&time_text(now)));
        }
    }

    /// The element that shows the time.
    pub(super) fn view_time(&self) -> Html {
        html! { <span class="clock" ref={self.seek_nodes.time.clone()}>{ time_text(self.clock.now()) }</span> }
    }

    pub(super) fn view_seek_bar(&self, ctx: &Context<Self>) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let lang = ctx.props().lang;
        let full = ctx.props().controls == Controls::Full;
        let here = session.timeline().position().branch;
        let scale = self.scale();
        let lanes = if full {
            self.lanes()
        } else {
            vec![Lane {
                branch: here,
                leaves: None,
            }]
        };
        let hidden = session.timeline().branches().len() - lanes.len();
        let (events, all) = session.event_count();
        let now = times::moment(session.timeline().position().clock);
        let caption = self.caption(lang);
        let moment = lang.pick(
            format!("{now}, event {events} of {all}. {caption}"),
            format!("{now}，第 {events} / {all} 个事件。{caption}"),
        );
        let branch = (lanes.len() > 1).then(|| format!("{} {}. ", Say::Branch.get(lang), here));
        let moment = branch.unwrap_or_default() + &moment;
        let height = if full {
            lane_top(lanes.len() - 1, full) + 34
        } else {
            34
        };
        let row = lanes
            .iter()
            .position(|lane| lane.branch == here)
            .unwrap_or(0);
        let [on_down, on_move, on_up, on_cancel] = self.on_pointer(ctx, scale, &lanes, full);
        html! {
            <div class={classes!("seek", full.then_some("full"))} style={format!("height:{}", rem(height))}>
                if full { { self.view_lane_names(ctx, &lanes, hidden) } }
                <div class="track" ref={self.seek_track.clone()} role="slider" tabindex="0"
                    aria-label={Say::SeekBar.get(lang)} aria-orientation="horizontal"
                    aria-valuemin="0" aria-valuemax={all.to_string()} aria-valuenow={events.to_string()}
                    aria-valuetext={moment}
                    onpointerdown={on_down} onpointermove={on_move} onpointerup={on_up} onpointercancel={on_cancel}>
                    if full { { self.view_step_numbers(ctx, scale) } }
                    { for lanes.iter().enumerate().map(|(row, lane)| self.view_lane(ctx, scale, row, *lane)) }
                    if full { { self.view_acts_done(scale, here, height) } { self.view_axis() } }
                    <div class="now-line" ref={self.seek_nodes.thumb.clone()} aria-hidden="true">
                        <span class="thumb" style={format!("top:{}", rem(lane_top(row, full)))} />
                    </div>
                </div>
            </div>
        }
    }

    /// The names of the lanes; with more than one, buttons that lead there.
    fn view_lane_names(&self, ctx: &Context<Self>, lanes: &[Lane], hidden: usize) -> Html {
        let lang = ctx.props().lang;
        let here = self
            .session()
            .map(|session| session.timeline().position().branch);
        let name = |(row, lane): (usize, &Lane)| {
            let branch = lane.branch;
            let whose = if branch == BranchId(0) {
                Say::LessonLane
            } else {
                Say::YourRun
            };
            let now = here == Some(branch);
            let class = classes!("lane-name", now.then_some("now"));
            let style = format!("top:{}", rem(lane_top(row, true)));
            let name = format!("{} {}", branch, whose.get(lang));
            if lanes.len() < 2 {
                return html! { <span {class} {style} aria-hidden="true">{ name }</span> };
            }
            html! {
                <button {class} {style} aria-pressed={now.to_string()} onclick={ctx.link().callback(move |_| Msg::Branch(branch))}>{ name }</button>
            }
        };
        html! {
            <div class="lane-names" role="group" aria-label={Say::Branch.get(lang)}>
                { for lanes.iter().enumerate().map(name) }
                if hidden > 0 {
                    <span class="lane-more" style={format!("top:{}", rem(lane_top(lanes.len(), true) - 8))}>{ format!("+{hidden}") }</span>
                }
            </div>
        }
    }

    /// What a pointer does that goes down on the bar, then moves, and goes up or is taken away: it seeks on the lane where
    /// it went down. A finger does so when it has moved along the bar, or where it taps.
    fn on_pointer(
        &self,
        ctx: &Context<Self>,
        scale: Scale,
        lanes: &[Lane],
        full: bool,
    ) -> [Callback<PointerEvent>; 4] {
        let here = self
            .session()
            .map_or(BranchId(0), |it| it.timeline().position().branch);
        let place = |(row, lane): (usize, &Lane)| Place {
            branch: lane.branch,
            top: lane_top(row, full) as f64,
            from: scale.part(self.begins(lane.branch)),
        };
        let places: Vec<Place> = lanes.iter().enumerate().map(place).collect();
        let (link, track) = (ctx.link().clone(), self.seek_track.clone());
        let dragged = Rc::clone(&self.seek_nodes.dragged);
        let seek = Rc::new(move |event: &PointerEvent, down: bool| {
            let Some(track) = track.cast::<HtmlElement>() else {
                return;
            };
            let area = track.get_bounding_client_rect();
            if area.width() < 1.0 {
                return;
            }
            if down {
                // Without the pointer's capture dragging still works inside the bar.
                let _ = track.set_pointer_capture(event.pointer_id());
            }
            let part = ((f64::from(event.client_x()) - area.left()) / area.width()).clamp(0.0, 1.0);
            let y = (f64::from(event.client_y()) - area.top()) / unit();
            let kept = dragged.get().filter(|_| !down);
            let branch = kept.unwrap_or_else(|| lane_at(&places, part, y).unwrap_or(here));
            dragged.set(Some(branch));
            let at = Instant::from_nanos((part * scale.0) as u64);
            link.send_message_batch(vec![Msg::Pause, Msg::Seek(branch, at)]);
        });
        let hear = |heard: fn(&PointerEvent, &Cell<Finger>) -> Option<bool>| {
            let (seek, finger) = (Rc::clone(&seek), Rc::clone(&self.seek_nodes.finger));
            Callback::from(move |event: PointerEvent| {
                if let Some(down) = heard(&event, &finger) {
                    seek(&event, down);
                }
            })
        };
        [
            hear(went_down),
            hear(moved),
            hear(went_up),
            hear(taken_away),
        ]
    }

    fn view_lane(&self, ctx: &Context<Self>, scale: Scale, row: usize, it: Lane) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let lane = it.branch;
        let timeline = session.timeline();
        let lang = ctx.props().lang;
        let full = ctx.props().controls == Controls::Full;
        let current = lane == timeline.position().branch;
        let from = self.begins(lane);
        let last = timeline.recorded(lane).checked_sub(1);
        let end = last
            .and_then(|last| timeline.step_of(lane, last))
            .map_or(from, |step| step.at.max(from));
        let marks = session.marks(lane);
        let stretches = self.stretches(lane, from, end);
        let top = lane_top(row, full);
        let lines = |solid: bool| {
            stretches.iter().map(move |(a, b, hue, _)| {
                let width = (scale.part(*b) - scale.part(*a)).max(0.0) * 100.0;
                let style = format!("left:{};width:{width:.3}%", scale.percent(*a));
                html! { <span class={classes!("stretch", format!("hue-{hue}"), (!solid).then_some("ahead"))} {style} /> }
            })
        };
        let marked = marks
            .into_iter()
            .flat_map(|marks| &marks.marked)
            .filter(|mark| mark.at >= from)
            .collect::<Vec<_>>();
        let places = marked.iter().map(|mark| (scale.part(mark.at), mark.kind));
        let shown = room::with_room(places, room::apart(self.width));
        let marks = shown.into_iter().map(|(number, x)| {
            let mark = marked[number];
            // Nobody reads it while it plays, and each step would write all of them anew.
            let sentence = (!session.is_playing()).then(|| {
                let record = timeline.event(lane, mark.event)?;
                Some(format!("{}: {}", times::moment(record.at), L::sentence(&record.event, lang)))
            });
            let at = mark.at;
            let link = ctx.link();
            let go = link.batch_callback(move |_: MouseEvent| vec![Msg::Pause, Msg::Seek(lane, at)]);
            html! {
                <span class="bar-mark" style={format!("left:{:.3}%", x * 100.0)} title={sentence.flatten()}
                    onpointerdown={not_the_bar} onclick={go}>
                    { icons::mark(mark.kind) }
                </span>
            }
        });
        let label = |(a, b, hue, text): &(Instant, Instant, u8, String)| {
            let (x, width) = (scale.part(*a), scale.part(*b) - scale.part(*a));
            (full && row == 0 && width > 0.05 && !text.is_empty()).then(|| html! {
                <span class={classes!("stretch-label", format!("hue-{hue}"))} style={format!("left:{:.3}%", (x + width / 2.0) * 100.0)}>{ text }</span>
            })
        };
        html! {
            <div class={classes!("lane", current.then_some("now"))} style={format!("top:{}", rem(top))} key={lane.0}>
                if let Some(parent) = it.leaves {
                    { view_fork(top - lane_top(parent, full), scale.percent(from), stretches.first().map_or(0, |it| it.2)) }
                }
                // With keys, since what is done is cut off where the clock stands: no other line may be taken for it.
                if current {
                    <div key="all" class="lane-line">{ for lines(false) }</div>
                    <div key="done" class="lane-line done" ref={self.seek_nodes.done.clone()}>{ for lines(true) }</div>
                } else {
                    <div key="all" class="lane-line">{ for lines(true) }</div>
                }
                { for stretches.iter().filter_map(label) }
                { for marks }
            </div>
        }
    }

    /// The stretches of a lane between two moments: from, to, hue, label.
    fn stretches(
        &self,
        lane: BranchId,
        from: Instant,
        end: Instant,
    ) -> Vec<(Instant, Instant, u8, String)> {
        let known = self.session().and_then(|session| session.marks(lane));
        let known = known.map_or(&[][..], |marks| &marks.stretches);
        let mut all = Vec::new();
        let first = known.first().map_or(end, |it| it.from.min(end));
        if first > from {
            all.push((from, first, 0, String::new()));
        }
        for (index, stretch) in known.iter().enumerate() {
            let until = known.get(index + 1).map_or(end, |next| next.from.min(end));
            let since = stretch.from.max(from);
            if until >= since {
                all.push((since, until, stretch.lane.hue, stretch.lane.label.clone()));
            }
        }
        all
    }

    fn view_step_numbers(&self, ctx: &Context<Self>, scale: Scale) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let guide = session.guide();
        let asks = |index: usize| {
            session
                .scenario()
                .and_then(|it| it.steps.get(index))
                .is_some_and(|it| it.predict.is_some())
        };
        let link = ctx.link();
        let marks = guide.marks().iter().take(guide.told());
        let places: Vec<f64> = marks.map(|(_, at)| scale.part(*at)).collect();
        let shown = room::numbers(&places, guide.shown(), room::apart_of(NUMBER, self.width));
        let numbers = shown.into_iter().map(|index| {
            let (x, now) = (places[index], index == guide.shown());
            let class = classes!("step-number", asks(index).then_some("asks"), now.then_some("now"));
            let go = link.batch_callback(move |_: MouseEvent| vec![Msg::Pause, Msg::ShowStep(index)]);
            let text = if asks(index) && now { "?".to_owned() } else { (index + 1).to_string() };
            html! { <span {class} style={format!("left:{:.3}%", x * 100.0)} onpointerdown={not_the_bar} onclick={go}>{ text }</span> }
        });
        html! { <div class="step-numbers" aria-hidden="true">{ for numbers }</div> }
    }

    /// The person's acts on the lane one is on.
    fn view_acts_done(&self, scale: Scale, here: BranchId, height: usize) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let acts = session.timeline().acts_of(here);
        let own = acts
            .into_iter()
            .filter(|done| done.author == Author::Person);
        let top = height - 14;
        html! {
            <div class="acts-done" style={format!("top:{}", rem(top))} aria-hidden="true">
                { for own.map(|done| html! { <span class="act-mark" style={format!("left:{}", scale.percent(done.at))} /> }) }
            </div>
        }
    }

    fn view_axis(&self) -> Html {
        let span = self.span().as_millis_f64();
        let (step, unit, name) = times::axis(span);
        let count = (span / step) as usize;
        html! {
            <div class="axis" aria-hidden="true">
                { for (0..=count).map(|index| {
                    let at = index as f64 * step;
                    let name = if index == count { format!(" {name}") } else { String::new() };
                    html! { <span style={format!("left:{:.3}%", at / span * 100.0)}>{ format!("{}{name}", at / unit) }</span> }
                }) }
            </div>
        }
    }

    /// Lists of the branches: the one that is shown, and the one beside it.
    pub(super) fn view_lane_switch(&self, ctx: &Context<Self>) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let all = session.timeline().branches().len();
        if all < 2 {
            return Html::default();
        }
        let lang = ctx.props().lang;
        let here = session.timeline().position().branch;
        let link = ctx.link();
        let other = self.other_branch();
        let next = match other {
            Some(_) => None,
            None => self.beside(),
        };
        let list = |say: Say,
                    chosen: BranchId,
                    without: Option<BranchId>,
                    msg: fn(BranchId) -> Msg<L>| {
            let options = (0..all as u16)
                .map(BranchId)
                .filter(move |branch| Some(*branch) != without);
            let options = options.map(|branch| {
                html! { <option key={branch.0} value={branch.0.to_string()} selected={branch == chosen}>{ branch.to_string() }</option> }
            });
            let change = link.batch_callback(move |event: web_sys::Event| {
                let select = event
                    .target()
                    .and_then(|it| it.dyn_into::<web_sys::HtmlSelectElement>().ok());
                select
                    .and_then(|it| it.value().parse().ok())
                    .map(|branch| msg(BranchId(branch)))
            });
            html! { <label><span class="sr">{ say.get(lang) }</span><select ~value={chosen.0.to_string()} onchange={change}>{ for options }</select></label> }
        };
        html! {
            <div class="lane-switch">
                { list(Say::Branch, here, None, Msg::Branch) }
                if let Some(other) = other.filter(|_| all > 2) {
                    <span aria-hidden="true">{ "|" }</span>
                    { list(Say::BranchBeside, other, Some(here), |branch| Msg::Compare(Some(branch))) }
                }
                <button class="link" aria-pressed={other.is_some().to_string()} aria-keyshortcuts="V"
                    onclick={link.callback(move |_| Msg::Compare(next))}>
                    { if other.is_some() { Say::CompareOff } else { Say::Compare }.get(lang) }
                </button>
            </div>
        }
    }

    /// The branch that is shown beside the present one.
    pub(super) fn other_branch(&self) -> Option<BranchId> {
        let session = self.session()?;
        let wanted = self.compare?;
        let there = usize::from(wanted.0) < session.timeline().branches().len();
        if there && wanted != session.timeline().position().branch {
            Some(wanted)
        } else {
            self.beside()
        }
    }

    /// The branch to compare with before one is chosen: what the present one left, or beside the lesson the newest.
    pub(super) fn beside(&self) -> Option<BranchId> {
        let timeline = self.session()?.timeline();
        let parent = timeline.current().parent().map(|(parent, _)| parent);
        let newest = BranchId(timeline.branches().len() as u16 - 1);
        parent.or_else(|| (newest != timeline.position().branch).then_some(newest))
    }
}

/// A mouse on what is clicked by itself does not go down on the bar; a finger may want to drag from there.
fn not_the_bar(event: PointerEvent) {
    if !is_finger(&event) {
        event.stop_propagation();
    }
}

fn is_finger(event: &PointerEvent) -> bool {
    event.pointer_type() == "touch"
}

fn place_of(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

// Whether a pointer seeks with this event, and if so, whether that begins with it.

fn went_down(event: &PointerEvent, finger: &Cell<Finger>) -> Option<bool> {
    if !is_finger(event) {
        return Some(true);
    }
    let (x, y) = place_of(event);
    finger.set(match event.is_primary() {
        true => Finger::Down(x, y),
        false => Finger::Away,
    });
    None
}

fn moved(event: &PointerEvent, finger: &Cell<Finger>) -> Option<bool> {
    if !is_finger(event) {
        return (event.buttons() & 1 == 1).then_some(false);
    }
    let before = finger.get();
    let now = before.moved(place_of(event));
    finger.set(now);
    (now == Finger::Drags).then_some(before != Finger::Drags)
}

fn went_up(event: &PointerEvent, finger: &Cell<Finger>) -> Option<bool> {
    let before = finger.replace(Finger::Away);
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let clicked = target.and_then(|it| it.closest(CLICKED).ok().flatten());
    (matches!(before, Finger::Down(..)) && clicked.is_none()).then_some(true)
}

fn taken_away(_: &PointerEvent, finger: &Cell<Finger>) -> Option<bool> {
    finger.set(Finger::Away);
    None
}

/// Where a lane is, for a pointer.
struct Place {
    branch: BranchId,
    /// Units from the top of the bar.
    top: f64,
    /// The part of the bar at which it begins.
    from: f64,
}

/// The lane that a pointer means: the nearest, if it is near enough and has begun there.
fn lane_at(places: &[Place], part: f64, y: f64) -> Option<BranchId> {
    let away = |place: &Place| (place.top - y).abs();
    let near = places
        .iter()
        .filter(|place| away(place) <= REACH && part >= place.from - 0.01);
    near.min_by(|a, b| away(a).total_cmp(&away(b)))
        .map(|place| place.branch)
}

/// From the lane of the parent, `height` units above, down to the lane's beginning.
fn view_fork(height: usize, left: String, hue: u8) -> Html {
    let (first, last) = (height.min(15), height - height.min(15));
    html! {
        <svg class={classes!("lane-fork", format!("hue-{hue}"))} style={format!("left:calc({left} - .875rem);top:-{0};height:{0}", rem(height))}
            viewBox={format!("0 0 14 {height}")} aria-hidden="true">
            <path d={format!("M0 0C5.5 0 7 7 7 {first}V{last}C7 {} 8.5 {height} 14 {height}", height - 7)} />
        </svg>
    }
}

/// So many units as CSS has them: what stands between the lanes grows with the reader's type.
fn rem(units: usize) -> String {
    format!("{}rem", units as f64 / 16.0)
}

/// The top of a lane, in units. With three or more, those below the first are closer together.
fn lane_top(row: usize, full: bool) -> usize {
    match (full, row) {
        (false, _) => 20,
        (true, 0) => 34,
        (true, row) => 64 + 26 * (row - 1),
    }
}

/// The clock's time, cut to tenths as everywhere else.
fn time_text(ms: f64) -> String {
    times::moment(Instant::from_nanos((ms * 1e6).round() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finger_along_the_bar_drags_and_one_across_it_scrolls() {
        let down = Finger::Down(100.0, 20.0);
        assert_eq!(down.moved((105.0, 24.0)), down, "it may still tap");
        assert_eq!(down.moved((112.0, 24.0)), Finger::Drags);
        assert_eq!(down.moved((104.0, 32.0)), Finger::Away);
        assert_eq!(Finger::Away.moved((200.0, 32.0)), Finger::Away);
        assert_eq!(Finger::Drags.moved((120.0, 90.0)), Finger::Drags);
    }

    #[test]
    fn a_pointer_means_the_nearest_lane_that_has_begun() {
        let place = |branch, row, from| Place {
            branch: BranchId(branch),
            top: lane_top(row, true) as f64,
            from,
        };
        let places = [place(0, 0, 0.0), place(2, 1, 0.6), place(1, 2, 0.3)];
        let at = |part, y| lane_at(&places, part, y).map(|it| it.0);
        assert_eq!(
            [at(0.7, 36.0), at(0.7, 60.0), at(0.7, 95.0)],
            [Some(0), Some(2), Some(1)]
        );
        assert_eq!(at(0.4, 64.0), None, "the second lane has not begun");
        assert_eq!(at(0.4, 78.0), Some(1));
        assert_eq!(at(0.7, 130.0), None, "too far below all of them");
    }
}
