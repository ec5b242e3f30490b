//! The seek bar: lanes with their marks, the lesson's steps above, the person's acts below.

use glassbox_sim::{Author, BranchId, Duration, Instant};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, PointerEvent};
use yew::{Callback, Context, Html, NodeRef, classes, html};

use super::icons;
use super::{Controls, Msg, Player};
use crate::lab::Lab;
use crate::words::Say;

/// Marks nearer to each other than this part of the bar: only the first is shown.
const MARK_DISTANCE: f64 = 0.014;
/// Lanes shown at most.
const LANES: usize = 2;

/// What the painter moves.
#[derive(Clone, Default)]
pub(super) struct Nodes {
    thumb: NodeRef,
    done: NodeRef,
    time: NodeRef,
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

    fn part(&self, at: Instant) -> f64 {
        let span = self.span().as_nanos() as f64;
        (at.as_nanos() as f64 / span).clamp(0.0, 1.0)
    }

    /// The lanes shown: the lesson's, and the one that one is on.
    fn lanes(&self) -> Vec<BranchId> {
        let Some(session) = self.session() else {
            return Vec::new();
        };
        let here = session.timeline().position().branch;
        let mut lanes = vec![BranchId(0)];
        if here != BranchId(0) {
            lanes.push(here);
        } else if session.timeline().branches().len() > 1 {
            lanes.push(BranchId(session.timeline().branches().len() as u16 - 1));
        }
        lanes.truncate(LANES);
        lanes
    }

    /// Registers what moves with the clock.
    pub(super) fn watch_clock(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        let painting = self.clock.paint(move |_| {
            if let Some(this) = link.get_component() {
                this.place_thumb();
            }
        });
        self.paintings.push(painting);
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
        let lanes = self.lanes();
        let hidden = session
            .timeline()
            .branches()
            .len()
            .saturating_sub(lanes.len());
        let (events, all) = session.event_count();
        let now = session.timeline().position().clock;
        let caption = self.caption(lang);
        let moment = lang.pick(
            format!("{now} ms, event {events} of {all}. {caption}"),
            format!("{now} ms，第 {events} / {all} 个事件。{caption}"),
        );
        let height = if full { 38 + 30 * lanes.len() } else { 34 };
        let rows = lanes
            .iter()
            .enumerate()
            .filter(|(_, lane)| full || **lane == here);
        let seek = self.on_seek(ctx);
        let on_down = {
            let (seek, track) = (seek.clone(), self.seek_track.clone());
            Callback::from(move |event: PointerEvent| {
                if let Some(track) = track.cast::<HtmlElement>() {
                    // Without the pointer's capture dragging still works inside the bar.
                    let _ = track.set_pointer_capture(event.pointer_id());
                }
                seek.emit(event);
            })
        };
        let on_move = Callback::from(move |event: PointerEvent| {
            if event.buttons() & 1 == 1 {
                seek.emit(event);
            }
        });
        html! {
            <div class={classes!("seek", full.then_some("full"))} style={format!("height:{height}px")}>
                if full {
                    <div class="lane-names" aria-hidden="true">
                        { for lanes.iter().enumerate().map(|(row, lane)| {
                            let name = if *lane == BranchId(0) { Say::LessonLane } else { Say::YourRun };
                            let letter = char::from(b'A' + (lane.0 % 26) as u8);
                            html! {
                                <span class={classes!("lane-name", (*lane == here).then_some("now"))} style={format!("top:{}px", lane_top(row, full))}>
                                    { format!("{letter} {}", name.get(lang)) }
                                </span>
                            }
                        }) }
                        if hidden > 0 && lanes.len() >= LANES {
                            <span class="lane-more" style={format!("top:{}px", lane_top(lanes.len(), full) - 10)}>{ format!("+{hidden}") }</span>
                        }
                    </div>
                }
                <div class="track" ref={self.seek_track.clone()} role="slider" tabindex="0"
                    aria-label={Say::SeekBar.get(lang)} aria-orientation="horizontal"
                    aria-valuemin="0" aria-valuemax={all.to_string()} aria-valuenow={events.to_string()}
                    aria-valuetext={moment}
                    onpointerdown={on_down} onpointermove={on_move}>
                    if full { { self.view_step_numbers(ctx) } }
                    { for rows.map(|(row, lane)| self.view_lane(ctx, if full { row } else { 0 }, *lane)) }
                    if full { { self.view_acts_done(here, lanes.len()) } { self.view_axis() } }
                    <div class="now-line" ref={self.seek_nodes.thumb.clone()} aria-hidden="true">
                        <span class="thumb" style={format!("top:{}px", lane_top(if full { lanes.iter().position(|lane| *lane == here).unwrap_or(0) } else { 0 }, full))} />
                    </div>
                </div>
            </div>
        }
    }

    fn on_seek(&self, ctx: &Context<Self>) -> Callback<PointerEvent> {
        let link = ctx.link().clone();
        let track = self.seek_track.clone();
        let span = self.span().as_nanos() as f64;
        let branch = self
            .session()
            .map_or(BranchId(0), |it| it.timeline().position().branch);
        Callback::from(move |event: PointerEvent| {
            let Some(track) = track.cast::<HtmlElement>() else {
                return;
            };
            let area = track.get_bounding_client_rect();
            if area.width() < 1.0 {
                return;
            }
            let part = ((f64::from(event.client_x()) - area.left()) / area.width()).clamp(0.0, 1.0);
            let at = Instant::from_nanos((part * span) as u64);
            link.send_message_batch(vec![Msg::Pause, Msg::Seek(branch, at)]);
        })
    }

    fn view_lane(&self, ctx: &Context<Self>, row: usize, lane: BranchId) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let timeline = session.timeline();
        let lang = ctx.props().lang;
        let full = ctx.props().controls == Controls::Full;
        let here = timeline.position().branch;
        let current = lane == here;
        let fork = timeline.branch(lane).parent();
        let from = fork.map_or(Instant::START, |(parent, step)| {
            let last = step
                .checked_sub(1)
                .and_then(|last| timeline.step_of(parent, last));
            let act = timeline.step_of(lane, step).map(|step| step.at);
            act.or(last.map(|step| step.at)).unwrap_or(Instant::START)
        });
        let last = timeline.recorded(lane).checked_sub(1);
        let end = last
            .and_then(|last| timeline.step_of(lane, last))
            .map_or(from, |step| step.at);
        let marks = session.marks(lane);
        let stretches = self.stretches(lane, from, end);
        let top = lane_top(row, full);
        let lines = |solid: bool| {
            let width = |a: Instant, b: Instant| (self.part(b) - self.part(a)) * 100.0;
            stretches.iter().map(move |(a, b, hue, _)| {
                let style = format!("left:{:.3}%;width:{:.3}%", self.part(*a) * 100.0, width(*a, *b));
                html! { <span class={classes!("stretch", format!("hue-{hue}"), (!solid).then_some("ahead"))} {style} /> }
            })
        };
        let mut shown = f64::NEG_INFINITY;
        let marked = marks
            .into_iter()
            .flat_map(|marks| &marks.marked)
            .filter(|mark| mark.at >= from);
        let marks = marked.filter_map(|mark| {
            let x = self.part(mark.at);
            if x - shown < MARK_DISTANCE {
                return None;
            }
            shown = x;
            // Nobody reads it while it plays, and each step would write all of them anew.
            let sentence = (!session.is_playing()).then(|| {
                let record = timeline.event(lane, mark.event)?;
                Some(format!("{} ms: {}", record.at, L::sentence(&record.event, lang)))
            });
            let at = mark.at;
            let link = ctx.link();
            let go = link.batch_callback(move |event: PointerEvent| {
                event.stop_propagation();
                vec![Msg::Pause, Msg::Seek(lane, at)]
            });
            Some(html! {
                <span class="bar-mark" style={format!("left:{:.3}%", x * 100.0)} title={sentence.flatten()} onpointerdown={go}>
                    { icons::mark(mark.kind) }
                </span>
            })
        });
        let label = |(a, b, hue, text): &(Instant, Instant, u8, String)| {
            let (x, width) = (self.part(*a), self.part(*b) - self.part(*a));
            (full && row == 0 && width > 0.05 && !text.is_empty()).then(|| html! {
                <span class={classes!("stretch-label", format!("hue-{hue}"))} style={format!("left:{:.3}%", (x + width / 2.0) * 100.0)}>{ text }</span>
            })
        };
        html! {
            <div class={classes!("lane", current.then_some("now"))} style={format!("top:{top}px")} key={lane.0}>
                if full && fork.is_some() && row > 0 {
                    <svg class="lane-fork" style={format!("left:calc({:.3}% - 14px)", self.part(from) * 100.0)} viewBox="0 0 14 30" aria-hidden="true">
                        <path class={stretches.first().map(|(_, _, hue, _)| format!("hue-{hue}"))} d="M0 0C9 0 4 30 14 30" />
                    </svg>
                }
                if current {
                    <div class="lane-line">{ for lines(false) }</div>
                    <div class="lane-line done" ref={self.seek_nodes.done.clone()}>{ for lines(true) }</div>
                } else {
                    <div class="lane-line">{ for lines(true) }</div>
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

    fn view_step_numbers(&self, ctx: &Context<Self>) -> Html {
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
        let mut last = f64::NEG_INFINITY;
        let link = ctx.link();
        let numbers = guide.marks().iter().take(guide.told()).enumerate().filter_map(|(index, (_, at))| {
            let x = self.part(*at);
            let now = index == guide.shown();
            if x - last < 0.02 && !now {
                return None;
            }
            last = x;
            let class = classes!("step-number", asks(index).then_some("asks"), now.then_some("now"));
            let go = link.batch_callback(move |event: PointerEvent| {
                event.stop_propagation();
                vec![Msg::Pause, Msg::ShowStep(index)]
            });
            let text = if asks(index) && now { "?".to_owned() } else { (index + 1).to_string() };
            Some(html! { <span {class} style={format!("left:{:.3}%", x * 100.0)} onpointerdown={go}>{ text }</span> })
        });
        html! { <div class="step-numbers" aria-hidden="true">{ for numbers }</div> }
    }

    /// The person's acts on the lane one is on.
    fn view_acts_done(&self, here: BranchId, lanes: usize) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let acts = session.timeline().acts_of(here);
        let own = acts
            .into_iter()
            .filter(|done| done.author == Author::Person);
        let top = lane_top(lanes, true) - 14;
        html! {
            <div class="acts-done" style={format!("top:{top}px")} aria-hidden="true">
                { for own.map(|done| html! { <span class="act-mark" style={format!("left:{:.3}%", self.part(done.at) * 100.0)} /> }) }
            </div>
        }
    }

    fn view_axis(&self) -> Html {
        let span = self.span().as_millis_f64();
        let step = [
            1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4,
            1e5, 1e6,
        ]
        .into_iter()
        .find(|step| span / step <= 6.0)
        .unwrap_or(span / 6.0);
        let count = (span / step) as usize;
        html! {
            <div class="axis" aria-hidden="true">
                { for (0..=count).map(|index| {
                    let at = index as f64 * step;
                    let unit = if index == count { " ms" } else { "" };
                    html! { <span style={format!("left:{:.3}%", at / span * 100.0)}>{ format!("{at}{unit}") }</span> }
                }) }
            </div>
        }
    }

    /// Buttons to change to the other lane, and to see both.
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
        let compare = self.compare;
        let options = (0..all as u16).map(BranchId).map(|branch| {
            let letter = char::from(b'A' + (branch.0 % 26) as u8);
            html! { <option value={branch.0.to_string()} selected={branch == here}>{ letter }</option> }
        });
        let change = link.batch_callback(|event: web_sys::Event| {
            let select = event
                .target()
                .and_then(|it| it.dyn_into::<web_sys::HtmlSelectElement>().ok());
            select
                .and_then(|it| it.value().parse().ok())
                .map(|branch| Msg::Branch(BranchId(branch)))
        });
        html! {
            <div class="lane-switch">
                <label><span class="sr">{ Say::YourRun.get(lang) }</span><select onchange={change}>{ for options }</select></label>
                <button class="link" aria-pressed={compare.to_string()} onclick={link.callback(move |_| Msg::Compare(!compare))}>
                    { if compare { Say::CompareOff } else { Say::Compare }.get(lang) }
                </button>
            </div>
        }
    }

    /// The branch that is shown beside the present one.
    pub(super) fn other_branch(&self) -> Option<BranchId> {
        let session = self.session()?;
        let here = session.timeline().position().branch;
        let last = BranchId(session.timeline().branches().len() as u16 - 1);
        let other = if here == BranchId(0) {
            last
        } else {
            BranchId(0)
        };
        (self.compare && other != here).then_some(other)
    }
}

/// The top of a lane, in px.
fn lane_top(row: usize, full: bool) -> usize {
    if full { 34 + 30 * row } else { 20 }
}

/// The clock's time, cut to tenths as everywhere else.
fn time_text(ms: f64) -> String {
    format!("{} ms", Instant::from_nanos((ms * 1e6).round() as u64))
}
