//! Which branch a lane is, and which one stands beside it.

use glassbox_sim::BranchId;
use wasm_bindgen::JsCast;
use yew::{Context, Html, classes, html};

use super::super::lanes::Lane;
use super::super::{Msg, Player};
use super::{lane_top, rem};
use crate::lab::Lab;
use crate::words::Say;

impl<L: Lab> Player<L> {
    /// The names of the lanes; with more than one, buttons that lead there.
    pub(super) fn view_lane_names(
        &self,
        ctx: &Context<Self>,
        lanes: &[Lane],
        hidden: usize,
    ) -> Html {
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

    /// Lists of the branches: the one that is shown, and the one beside it.
    pub(in crate::player) fn view_lane_switch(&self, ctx: &Context<Self>) -> Html {
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
    pub(in crate::player) fn other_branch(&self) -> Option<BranchId> {
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
    pub(in crate::player) fn beside(&self) -> Option<BranchId> {
        let timeline = self.session()?.timeline();
        let parent = timeline.current().parent().map(|(parent, _)| parent);
        let newest = BranchId(timeline.branches().len() as u16 - 1);
        parent.or_else(|| (newest != timeline.position().branch).then_some(newest))
    }
}
