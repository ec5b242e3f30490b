//! The seek bar: lanes with their marks, the lesson's steps above, the person's acts below.

mod branches;
mod lane;
mod pointer;

use std::cell::Cell;
use std::rc::Rc;

use glassbox_sim::timeline::Branch;
use glassbox_sim::{BranchId, Duration, Instant};
use web_sys::HtmlElement;
use yew::{Context, Html, NodeRef, classes, html};

use super::lanes::{self, Lane, Parent};
use super::layout::MIDDLE;
use super::{Controls, Player, times};
use crate::lab::Lab;
use crate::words::Say;
use pointer::Finger;

/// Lanes shown at most, and on a narrow figure.
const LANES: usize = 6;
const NARROW_LANES: usize = 3;
/// The least distance between the numbers of two steps, in pixels.
const NUMBER: f64 = 22.0;
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
