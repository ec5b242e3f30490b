//! The row of buttons: play, steps, time, undo, speed.

use yew::{Callback, Context, Html, MouseEvent, classes, html};

use super::icons::{self, icon, solid};
use super::layout::MIDDLE;
use super::{Controls, Msg, Over, Player};
use crate::lab::Lab;
use crate::session::{Session, same_speed};
use crate::words::Say;

/// A speed as people say it: `1/20`, `2`.
pub(super) fn speed_name(speed: f64) -> String {
    if speed >= 1.0 {
        let text = format!("{speed:.2}");
        format!("{}×", text.trim_end_matches('0').trim_end_matches('.'))
    } else {
        format!("1/{:.0}", 1.0 / speed)
    }
}

impl<L: Lab> Player<L> {
    fn button(
        &self,
        ctx: &Context<Self>,
        say: Say,
        sign: Html,
        enabled: bool,
        msg: fn() -> Msg<L>,
    ) -> Html {
        let label = say.get(ctx.props().lang);
        let onclick: Callback<MouseEvent> = ctx.link().callback(move |_| msg());
        html! {
            <button class="control" title={label} aria-label={label} disabled={!enabled} {onclick}>{ sign }</button>
        }
    }

    pub(super) fn view_play(&self, ctx: &Context<Self>) -> Html {
        let playing = self.session().is_some_and(Session::is_playing);
        let lang = ctx.props().lang;
        let label = if playing { Say::Pause } else { Say::Play }.get(lang);
        html! {
            <button class="play" title={label} aria-label={label} onclick={ctx.link().callback(|_| Msg::Toggle)}>
                { solid(if playing { icons::PAUSE } else { icons::PLAY }) }
            </button>
        }
    }

    /// Undo, redo, start over: in the controls, on narrow figures among the tools.
    pub(super) fn view_undo(&self, ctx: &Context<Self>) -> Html {
        let Some(timeline) = self.session().map(Session::timeline) else {
            return Html::default();
        };
        html! {
            <>
                { self.button(ctx, Say::Undo, icon(icons::UNDO), timeline.can_undo(), || Msg::Undo) }
                { self.button(ctx, Say::Redo, icon(icons::REDO), timeline.can_redo(), || Msg::Redo) }
                { self.button(ctx, Say::Reset, icon(icons::RESET), true, || Msg::Reset) }
            </>
        }
    }

    pub(super) fn view_controls(&self, ctx: &Context<Self>) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let lang = ctx.props().lang;
        let link = ctx.link();
        let (here, all) = session.event_count();
        let counted = lang.pick(
            format!("event {here} of {all}"),
            format!("第 {here} / {all} 个事件"),
        );
        let timeline = session.timeline();
        let speed = session.speed();
        // As its entry in the list is written; one of its own has none.
        let scale = session.speeds().all();
        let entry = scale.into_iter().find(|it| same_speed(*it, speed));
        let shown_speed = entry.unwrap_or(speed).to_string();
        let full = ctx.props().controls == Controls::Full;
        let phone = self.width < MIDDLE;
        let start = timeline.position().step > 0;
        html! {
            <div class="controls" role="group">
                if full && !phone { { self.button(ctx, Say::ToStart, icon(icons::START), start, || Msg::ToStart) } }
                { self.button(ctx, Say::StepBack, icon(icons::BACK), start, || Msg::Step(-1)) }
                { self.view_play(ctx) }
                { self.button(ctx, Say::StepOn, icon(icons::FORWARD), true, || Msg::Step(1)) }
                if full && !phone { { self.button(ctx, Say::ToEnd, icon(icons::END), here < all, || Msg::ToEnd) } }
                if full {
                    <span class="when">
                        { self.view_time() }
                        <span class="counted">{ if phone { format!("{here} / {all}") } else { counted } }</span>
                    </span>
                    <span class="space" />
                    if !phone { { self.view_lane_switch(ctx) } }
                    if phone { { self.view_short_verdict(ctx) } }
                    if !phone { { self.view_undo(ctx) } }
                    <label class="speed" title={Say::Speed.get(lang)}>
                        { icon(icons::SPEED) }
                        <span class="sr">{ Say::Speed.get(lang) }</span>
                        <select ~value={shown_speed} onchange={link.batch_callback(|event: web_sys::Event| {
                            use wasm_bindgen::JsCast;
                            let select = event.target().and_then(|it| it.dyn_into::<web_sys::HtmlSelectElement>().ok());
                            // The browser's: that of `str` brings 10 kB of tables.
                            select.map(|it| Msg::Speed(js_sys::parse_float(&it.value())))
                        })}>
                            { for scale.iter().map(|value| html! {
                                <option value={value.to_string()} selected={same_speed(*value, speed)}>{ speed_name(*value) }</option>
                            }) }
                        </select>
                    </label>
                    if !phone {
                        <button class={classes!("link", "to-step")} disabled={!session.on_lesson() || session.is_over()}
                            onclick={link.callback(|_| Msg::RunStep)}>
                            { if session.guide().is_last() { Say::RunToEnd } else { Say::NextStep }.get(lang) }{ icon(icons::NEXT) }
                        </button>
                    }
                }
            </div>
        }
    }

    pub(super) fn view_keys(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        html! {
            <div class="over" role="dialog" aria-modal="true" aria-label={Say::Keys.get(lang)}>
                { self.view_over_head(ctx, Say::Keys.get(lang)) }
                <dl class="keys">
                    { for self.key_help(lang, ctx.props().controls).into_iter().map(|(key, says)| html! {
                        <><dt>{ for key.split(' ').map(|part| match part {
                            // From one key to another.
                            "–" => html! { " – " },
                            key => html! { <kbd>{ key }</kbd> },
                        }) }</dt><dd>{ says }</dd></>
                    }) }
                </dl>
            </div>
        }
    }

    pub(super) fn view_over_head(&self, ctx: &Context<Self>, title: &str) -> Html {
        let close = Say::Close.get(ctx.props().lang);
        html! {
            <header class="over-head">
                <h2>{ title }</h2>
                <button class="control" title={close} aria-label={close} onclick={ctx.link().callback(|_| Msg::Open(None::<Over>))}>
                    { icon(icons::CLOSE) }
                </button>
            </header>
        }
    }
}
