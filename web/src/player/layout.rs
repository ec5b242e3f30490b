//! Where everything is.

use std::rc::Rc;

use yew::virtual_dom::VComp;
use yew::{Context, Html, classes, html};

use super::held::Part;
use super::icons::{self, icon};
use super::{Controls, Msg, Over, Player, Tab};
use crate::lab::{Composition, Lab, StageProps};
use crate::session::Session;
use crate::words::Say;

// Widths are in units, as [`crate::size`] has them: pixels, unless the reader has set larger type.

/// The least width with the side column.
const DESK: f64 = 1200.0;
/// The least width with two columns below the stage.
pub(super) const MIDDLE: f64 = 720.0;

/// How broad the side column is, and at most for a pane that needs room. What it takes is not taken from a wide stage.
const SIDE: f64 = 384.0;
const BROAD: f64 = 600.0;
pub(super) const WIDE: f64 = 960.0;
/// The least width of a stage that is not narrow.
pub(super) const COLUMN: f64 = 480.0;

impl<L: Lab> Player<L> {
    /// Whether the open pane of the lab has the side column to itself.
    fn is_roomy(&self) -> bool {
        let (Tab::Pane(index), Some(session)) = (self.tab, self.session()) else {
            return false;
        };
        // The words do not matter here.
        let panes = L::panes(session.timeline().state(), self.lang);
        panes.get(index).is_some_and(|(id, _)| L::needs_room(id))
    }

    /// How broad the side column is; 0 where there is none.
    pub(super) fn side_column(&self) -> f64 {
        match self.width {
            width if width < DESK => 0.0,
            width if self.is_roomy() => (width - WIDE).clamp(SIDE, BROAD),
            _ => SIDE,
        }
    }

    /// Whether the card of what is selected is a sheet below the player, as it is where it would cover other things of the
    /// stage. Else it stands beside the thing.
    pub(super) fn has_sheet(&self) -> bool {
        self.width < MIDDLE
    }

    pub(super) fn layout(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        if let Some(instead) = self.view_opening(ctx).or_else(|| self.view_problem(ctx)) {
            return instead;
        }
        let controls = ctx.props().controls;
        let size = match self.width {
            width if width >= DESK => "desk",
            width if width >= MIDDLE => "middle",
            _ => "phone",
        };
        let mode = match controls {
            Controls::Full => "full",
            Controls::Figure => "figure",
            Controls::None => "bare",
        };
        let body = match (controls, size) {
            (Controls::Full, "phone") => self.view_phone(ctx),
            (Controls::Full, _) => self.view_full(ctx),
            (Controls::Figure, _) => self.view_figure(ctx),
            (Controls::None, _) => self.view_bare(ctx),
        };
        let roomy = size == "desk" && self.is_roomy();
        let side = roomy.then(|| format!("--side:{:.3}rem", self.side_column() / 16.0));
        html! {
            <div class={classes!("gb", size, mode, roomy.then_some("roomy"))} style={side} lang={lang.tag()} tabindex="-1" ref={self.root.clone()}
                onkeydown={self.on_key(ctx)}>
                { body }
                <p class="sr card-said" aria-live={self.live()}>{ self.card_said(lang) }</p>
                if let Some(toast) = &self.toast { <p class="toast" role="alert">{ toast.says() }</p> }
            </div>
        }
    }

    fn view_full(&self, ctx: &Context<Self>) -> Html {
        html! {
            <>
                <div class="main">
                    { self.parts.held(Part::Tools, || self.view_tools(ctx)) }
                    { self.view_stage(ctx) }
                    { self.parts.held(Part::Tools, || self.view_property_line(ctx)) }
                    { self.parts.held(Part::Player, || self.view_player(ctx)) }
                </div>
                <div class="side">
                    { self.parts.held(Part::Lesson, || self.view_lesson(ctx)) }
                    { self.parts.held(Part::Panel, || self.view_panel(ctx)) }
                </div>
                { self.view_over(ctx) }
            </>
        }
    }

    fn view_phone(&self, ctx: &Context<Self>) -> Html {
        html! {
            <>
                <div class="main">
                    { self.view_stage(ctx) }
                    { self.parts.held(Part::Player, || self.view_player(ctx)) }
                </div>
                <div class="side">
                    { self.view_sheet(ctx) }
                    { self.parts.held(Part::Panel, || self.view_panel(ctx)) }
                </div>
                { self.view_over(ctx) }
            </>
        }
    }

    fn view_figure(&self, ctx: &Context<Self>) -> Html {
        html! {
            <>
                { self.view_stage(ctx) }
                { self.parts.held(Part::Player, || self.view_below(ctx)) }
                { self.view_sheet(ctx) }
                { self.view_over(ctx) }
            </>
        }
    }

    fn view_bare(&self, ctx: &Context<Self>) -> Html {
        html! { <>{ self.view_stage(ctx) }{ self.view_sheet(ctx) }</> }
    }

    /// In a narrow figure the card of what is selected.
    fn view_sheet(&self, ctx: &Context<Self>) -> Html {
        if self.has_sheet() {
            self.parts.held(Part::Panel, || self.view_card(ctx))
        } else {
            Html::default()
        }
    }

    /// What an embedded figure has below its stage: one sentence and a slim player.
    fn view_below(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let why = self.why.is_some();
        html! {
            <>
                <div class="caption">
                    { self.view_time() }
                    <p class="caption-text" aria-live={self.live()}>{ self.caption(lang) }</p>
                    if let Some(id) = self.latest() {
                        <button class="link" aria-expanded={why.to_string()} onclick={ctx.link().callback(move |_| Msg::Why((!why).then_some(id)))}>
                            { Say::Why.get(lang) }
                        </button>
                    }
                </div>
                if why { <div class="caption-why">{ self.view_figure_why(ctx) }</div> }
                <div class="player slim">
                    { self.view_controls(ctx) }
                    { self.view_seek_bar(ctx) }
                    { self.view_open_in_lab(ctx) }
                </div>
            </>
        }
    }

    fn view_open_in_lab(&self, ctx: &Context<Self>) -> Html {
        // While it plays only to the scenario: a link to the moment looks at every event.
        let playing = self.session().filter(|session| session.is_playing());
        let scenario = playing.and_then(Session::scenario);
        let address = match scenario {
            Some(scenario) => Ok(format!("{}#/{}", ctx.props().base, scenario.id)),
            None => self.link_here(ctx),
        };
        let Ok(address) = address else {
            return Html::default();
        };
        html! {
            <a class="link open-in-lab" href={address}>{ Say::OpenInLab.get(ctx.props().lang) }{ icon(icons::OPEN) }</a>
        }
    }

    /// Announced only while it stands still: a run that plays would never stop talking.
    fn live(&self) -> &'static str {
        let playing = self.session().is_some_and(Session::is_playing);
        if playing { "off" } else { "polite" }
    }

    fn view_player(&self, ctx: &Context<Self>) -> Html {
        html! {
            <div class="player">
                { self.view_seek_bar(ctx) }
                { self.view_controls(ctx) }
                <p class="sr" aria-live={self.live()}>{ self.caption(ctx.props().lang) }</p>
            </div>
        }
    }

    fn view_over(&self, ctx: &Context<Self>) -> Html {
        match self.over {
            Some(Over::Share) => self.view_share(ctx),
            Some(Over::Keys) => self.view_keys(ctx),
            _ => Html::default(),
        }
    }

    pub(super) fn stage_props(&self, ctx: &Context<Self>) -> Option<StageProps<L>> {
        let session = self.session()?;
        Some(StageProps {
            model: self.model.clone()?,
            version: self.model_version,
            clock: self.clock.clone(),
            lang: ctx.props().lang,
            composition: self.composition(ctx.props().controls),
            motion: self.motion,
            uid: Rc::clone(&ctx.props().uid),
            base: ctx.props().base.as_str().into(),
            selected: self.selected,
            on_select: self.on_select.clone(),
            on_act: self.on_act.clone(),
            causes: self.causes_for_stage(),
            happened: Rc::new(session.happened_now()),
            kept: Rc::clone(&self.kept),
            violations: Rc::new(
                session
                    .timeline()
                    .violations()
                    .into_iter()
                    .cloned()
                    .collect(),
            ),
        })
    }

    fn view_stage(&self, ctx: &Context<Self>) -> Html {
        let Some(props) = self.stage_props(ctx) else {
            return Html::default();
        };
        let lang = ctx.props().lang;
        let other = self.other_branch().and_then(|branch| {
            let session = self.session()?;
            let state = session
                .timeline()
                .peek(branch, session.timeline().position().clock);
            Some((
                branch,
                StageProps {
                    model: Rc::new(state),
                    uid: format!("{}-b", props.uid).into(),
                    ..props.clone()
                },
            ))
        });
        let here = self
            .session()
            .map(|session| session.timeline().position().branch);
        html! {
            <div class={classes!("stages", other.is_some().then_some("two"))}>
                <div class="stage" role="group" aria-label={Say::Stage.get(lang)} ref={self.stage.clone()}>
                    if other.is_some() { <p class="stage-name">{ here.map(|branch| branch.to_string()) }</p> }
                    { stage::<L>(props) }
                    if self.selected.is_some() && !self.has_sheet() {
                        <svg class="tie" aria-hidden="true"><line ref={self.tie.clone()} /></svg>
                        { self.parts.held(Part::Panel, || self.view_card(ctx)) }
                    }
                </div>
                if let Some((branch, props)) = other {
                    <div class="stage" role="group" aria-label={branch.to_string()}>
                        <p class="stage-name">{ branch.to_string() }</p>
                        { stage::<L>(props) }
                    </div>
                }
            </div>
        }
    }

    fn view_panel(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let link = ctx.link();
        let phone = self.width < MIDDLE;
        let panes = self
            .session()
            .map(|session| L::panes(session.timeline().state(), lang))
            .unwrap_or_default();
        let narrow = self.composition(Controls::Full) != Composition::Wide;
        let mut tabs: Vec<(Tab, &'static str)> = Vec::new();
        if phone {
            tabs.push((Tab::Lesson, Say::Lesson.get(lang)));
        }
        let mut beside: Vec<(Tab, &'static str)> = panes
            .iter()
            .enumerate()
            .filter(|(_, (id, _))| narrow || L::is_always_beside(id))
            .map(|(index, (_, name))| (Tab::Pane(index), *name))
            .collect();
        // Beside a wide stage events come first: they are what is shown to begin with.
        let events = (Tab::Events, Say::Events.get(lang));
        if narrow {
            beside.push(events);
        } else {
            beside.insert(0, events);
        }
        tabs.extend(beside);
        tabs.extend([
            (Tab::Sequence, Say::Sequence.get(lang)),
            (Tab::State, Say::State.get(lang)),
            (Tab::Properties, Say::Properties.get(lang)),
        ]);
        let shown = tabs
            .iter()
            .find(|(tab, _)| *tab == self.tab)
            .map_or(Tab::Events, |(tab, _)| *tab);
        let body = match shown {
            Tab::Lesson => html! { <>{ self.view_lesson(ctx) }{ self.view_tools(ctx) }</> },
            Tab::Pane(index) => {
                // Ids in its pictures must not be those of the stage beside it.
                let props = self.stage_props(ctx).map(|props| StageProps {
                    uid: format!("{}-pane", props.uid).into(),
                    ..props
                });
                let pane = panes.get(index).zip(props);
                pane.map(|((id, _), props)| html! { <div class="lab-pane">{ L::pane(id, &props) }</div> })
                    .unwrap_or_default()
            }
            Tab::Events => self.view_events(ctx),
            Tab::Sequence => self.view_sequence(ctx),
            Tab::State => self.view_state(ctx),
            Tab::Properties => self.view_properties(ctx),
        };
        let uid = &ctx.props().uid;
        let pane = format!("{uid}-pane");
        let id = |index: usize| format!("{uid}-tab-{index}");
        let shows = tabs.iter().position(|(tab, _)| *tab == shown);
        html! {
            <section class="panel">
                <div class="tabs" role="tablist">
                    { for tabs.into_iter().enumerate().map(|(index, (tab, name))| {
                        let now = tab == shown;
                        let (badge, says) = (tab == Tab::Properties).then(|| self.badge(lang)).unzip();
                        let class = classes!("tab", now.then_some("now"), says.clone().flatten().map(|_| "broken"));
                        html! {
                            <button role="tab" id={id(index)} {class} aria-selected={now.to_string()} aria-controls={pane.clone()}
                                tabindex={if now { "0" } else { "-1" }} data-badge={badge} aria-label={says.flatten()}
                                onclick={link.callback(move |_| Msg::Tab(tab))}>{ name }</button>
                        }
                    }) }
                </div>
                <div class="pane" id={pane.clone()} role="tabpanel" tabindex="0" aria-labelledby={shows.map(id)}>{ body }</div>
            </section>
        }
    }

    fn view_figure_why(&self, ctx: &Context<Self>) -> Html {
        self.why
            .map_or_else(Html::default, |id| self.view_why_of(ctx, id))
    }
}

/// The stage of a lab.
fn stage<L: Lab>(props: StageProps<L>) -> Html {
    VComp::new::<L::Stage>(Rc::new(props), None).into()
}
