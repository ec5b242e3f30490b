//! What is drawn on the bar: a lane with its stretches and marks, the numbers of steps above, acts and axis below.

use glassbox_sim::{Author, BranchId, Instant};
use web_sys::MouseEvent;
use yew::{Context, Html, classes, html};

use super::super::lanes::Lane;
use super::super::{Controls, Msg, Player, icons, room, times};
use super::pointer::not_the_bar;
use super::{NUMBER, Scale, lane_top, rem};
use crate::lab::Lab;

impl<L: Lab> Player<L> {
    pub(super) fn view_lane(
        &self,
        ctx: &Context<Self>,
        scale: Scale,
        row: usize,
        it: Lane,
    ) -> Html {
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
        let mut stretches = self.stretches(lane, from, end);
        let hidden = session.hidden_from().filter(|_| lane == BranchId(0));
        let seen = hidden.map(|step| timeline.events_until(lane, step));
        if let Some(next) = hidden.and_then(|step| timeline.step_of(lane, step)) {
            keep_back(&mut stretches, next.at);
        }
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
            .filter(|mark| mark.at >= from && seen.is_none_or(|seen| mark.event.0 < seen))
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

    pub(super) fn view_step_numbers(&self, ctx: &Context<Self>, scale: Scale) -> Html {
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
            let text = if asks(index) && now && !guide.is_revealed() { "?".to_owned() } else { (index + 1).to_string() };
            html! { <span {class} style={format!("left:{:.3}%", x * 100.0)} onpointerdown={not_the_bar} onclick={go}>{ text }</span> }
        });
        html! { <div class="step-numbers" aria-hidden="true">{ for numbers }</div> }
    }

    /// The person's acts on the lane one is on.
    pub(super) fn view_acts_done(&self, scale: Scale, here: BranchId, height: usize) -> Html {
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

    pub(super) fn view_axis(&self) -> Html {
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
}

/// From the moment on at which a question keeps back what follows, the lane is bare.
fn keep_back(stretches: &mut Vec<(Instant, Instant, u8, String)>, from: Instant) {
    let end = stretches.last().map_or(from, |(_, end, ..)| *end);
    stretches.retain(|(begins, ..)| *begins < from);
    if let Some((_, until, ..)) = stretches.last_mut() {
        *until = from.min(*until);
    }
    if end > from {
        stretches.push((from, end, 0, String::new()));
    }
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
