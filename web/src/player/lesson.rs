//! The lesson: the step's text, its question, the answer, its goal.

use glassbox_sim::scenario::OftenSaid;
use glassbox_sim::{Lang, Tell};
use yew::{Context, Html, classes, html};

use super::icons::{self, icon};
use super::{Msg, Player};
use crate::lab::Lab;
use crate::words::Say;

impl<L: Lab> Player<L> {
    /// Whether the shown step asks something that is not answered yet.
    pub(super) fn question_is_open(&self) -> bool {
        self.session()
            .is_some_and(|session| !session.guide().is_revealed())
            && self.choices() > 0
    }

    /// How many answers the shown step's question has.
    pub(super) fn choices(&self) -> usize {
        let step = self
            .session()
            .and_then(|session| session.scenario()?.steps.get(session.guide().shown()));
        step.and_then(|step| step.predict.as_ref())
            .map_or(0, |ask| ask.choices.len())
    }

    pub(super) fn view_lesson(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let Some(session) = self.session() else {
            return Html::default();
        };
        let Some(scenario) = session.scenario() else {
            return Html::default();
        };
        let guide = session.guide();
        let shown = guide.shown();
        let Some(step) = scenario.steps.get(shown) else {
            return Html::default();
        };
        let all = scenario.steps.len();
        let link = ctx.link();
        let off = !session.on_lesson();
        html! {
            <section class="lesson" aria-label={Say::Lesson.get(lang)}>
                <header>
                    <h2>{ scenario.title.get(lang) }</h2>
                    <span class="count">{ format!("{} / {all}", shown + 1) }</span>
                </header>
                <div class="steps" role="group" aria-label={Say::Step.get(lang)} style={format!("--columns: {}", columns(all))}>
                    { for (0..all).map(|index| {
                        let class = classes!(
                            "step-bar",
                            (index < shown).then_some("past"),
                            (index == shown).then_some("now"),
                        );
                        let told = index < guide.told();
                        html! {
                            <button {class} disabled={!told}
                                aria-label={format!("{} {}", Say::Step.get(lang), index + 1)}
                                aria-current={(index == shown).then_some("step")}
                                onclick={link.callback(move |_| Msg::ShowStep(index))} />
                        }
                    }) }
                </div>
                <div class="lesson-body" key={shown}>
                    <p class="lesson-text">{ step.text.get(lang) }</p>
                    if off {
                        <div class="off-lesson">
                            <p>{ Say::LeftLesson.get(lang) }</p>
                            <button class="quiet" onclick={link.callback(|_| Msg::BackToLesson)}>
                                { Say::BackToLesson.get(lang) }
                            </button>
                        </div>
                    }
                    if step.predict.is_none() {
                        { for step.often_said.as_ref().map(|said| view_often_said(said, lang)) }
                    }
                    if let Some(ask) = step.predict.as_ref().filter(|_| !guide.is_trying()) {
                        { self.view_question(ctx, ask, step.often_said.as_ref()) }
                    } else if !off && !guide.is_trying() && !session.is_over() {
                        <div class="lesson-acts">
                            <button class="primary" onclick={link.callback(|_| Msg::RunStep)}>
                                { if guide.is_last() { Say::RunToEnd } else { Say::NextStep }.get(lang) }
                                { icon(icons::NEXT) }
                            </button>
                        </div>
                    }
                    { self.view_goal(ctx) }
                    if guide.is_trying() {
                        <div class="lesson-acts">
                            <button class="quiet" onclick={link.callback(move |_| Msg::ShowStep(shown))}>
                                { Say::BackToAnswer.get(lang) }
                            </button>
                        </div>
                    }
                    if let Some(problem) = guide.problem().filter(|_| guide.is_last()) {
                        <p class="note" title={problem.tell(lang)}>{ Say::StoryDiverged.get(lang) }</p>
                    } else if !off && session.is_over() && guide.told() == all {
                        <p class="note">{ Say::Finished.get(lang) }</p>
                    }
                </div>
            </section>
        }
    }

    fn view_question(
        &self,
        ctx: &Context<Self>,
        ask: &glassbox_sim::scenario::Prediction<<L::Model as glassbox_sim::Model>::Fact>,
        said: Option<&OftenSaid>,
    ) -> Html {
        let lang = ctx.props().lang;
        let Some(session) = self.session() else {
            return Html::default();
        };
        let guide = session.guide();
        let link = ctx.link();
        let (revealed, chosen, answer) = (guide.is_revealed(), guide.chosen(), guide.answer());
        let choices = ask.choices.iter().enumerate().map(|(index, choice)| {
            let picked = chosen == Some(index);
            let right = revealed && answer == Some(index);
            let wrong = revealed && picked && answer != Some(index);
            let class = classes!(
                "choice",
                picked.then_some("picked"),
                right.then_some("right"),
                wrong.then_some("wrong"),
            );
            let verdict = if right {
                html! { <span class="choice-verdict">{ icons::verdict(Some(true)) }<span class="sr">{ Say::Right.get(lang) }</span></span> }
            } else if wrong {
                html! { <span class="choice-verdict">{ icons::verdict(Some(false)) }<span class="sr">{ Say::Wrong.get(lang) }</span></span> }
            } else {
                Html::default()
            };
            // One stop for Tab: arrows lead to the others.
            let stop = picked || chosen.is_none() && index == 0;
            html! {
                <button {class} role="radio" aria-checked={picked.to_string()} disabled={revealed}
                    tabindex={if stop { "0" } else { "-1" }}
                    onclick={link.callback(move |_| Msg::Choose(index))}>
                    <span class="letter" aria-hidden="true">{ glassbox_sim::letters(index) }</span>
                    <span class="choice-text">{ choice.text.get(lang) }</span>
                    { verdict }
                </button>
            }
        });
        // Only for the one who believed it.
        let believed = chosen.filter(|_| revealed && chosen != answer);
        let why_not = believed.and_then(|index| ask.choices.get(index)?.why_not.as_ref());
        // Off the lesson, or where the step has run, it goes on; where it stands before its end, the step runs.
        let goes_on = !session.on_lesson() || session.has_run();
        let tries = if session.goal().is_some() {
            link.callback(|_| Msg::TryGoal)
        } else {
            let shown = guide.shown();
            link.callback(move |_| Msg::ShowStep(shown))
        };
        html! {
            <div class="question">
                <p class="eyebrow">{ Say::Predict.get(lang) }</p>
                <h3>{ ask.ask.get(lang) }</h3>
                <div class="choices" role="radiogroup" aria-label={ask.ask.get(lang).to_owned()}>
                    { for choices }
                </div>
                if revealed {
                    if let Some(why_not) = why_not {
                        <p class="why-not" role="status">{ why_not.get(lang) }</p>
                    }
                    <p class="because" role="status">{ ask.because.get(lang) }</p>
                    { for said.map(|said| view_often_said(said, lang)) }
                    <div class="lesson-acts">
                        if !goes_on {
                            <button class="primary" onclick={link.callback(|_| Msg::RunStep)}>
                                { Say::RunStep.get(lang) }
                            </button>
                        } else if !guide.is_last() {
                            <button class="primary" onclick={link.callback(|_| Msg::NextStep)}>
                                { Say::NextStep.get(lang) }{ icon(icons::NEXT) }
                            </button>
                        }
                        <button class="quiet" onclick={tries}>{ Say::TryYourself.get(lang) }</button>
                    </div>
                } else {
                    <div class="lesson-acts">
                        <button class="primary" disabled={chosen.is_none() || !session.on_lesson()}
                            onclick={link.callback(|_| Msg::RunStep)}>
                            { Say::RunAndSee.get(lang) }
                        </button>
                        <button class="quiet" disabled={!session.on_lesson()}
                            onclick={link.callback(|_| Msg::SkipQuestion)}>{ Say::Skip.get(lang) }</button>
                    </div>
                }
            </div>
        }
    }

    fn view_goal(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let Some(session) = self.session() else {
            return Html::default();
        };
        let guide = session.guide();
        let Some(goal) = session.goal().filter(|_| guide.shows_goal()) else {
            return Html::default();
        };
        let progress = guide.progress();
        html! {
            <div class={classes!("goal", progress.reached.then_some("reached"))}>
                <p class="eyebrow">{ Say::Goal.get(lang) }</p>
                <p class="goal-text">{ goal.text.get(lang) }</p>
                <p class="goal-state" role="status">
                    if progress.reached {
                        { icons::verdict(Some(true)) }{ " " }{ Say::GoalReached.get(lang) }
                    } else if progress.too_many {
                        { Say::GoalTooMany.get(lang) }
                    } else {
                        { format!("{} / {} {}", progress.used, goal.acts, Say::Acts.get(lang)) }
                    }
                </p>
                if !progress.reached && !session.shows_way() {
                    <button class="link show-way" onclick={ctx.link().callback(|_| Msg::ShowWay)}>
                        { Say::ShowWay.get(lang) }
                    </button>
                }
            </div>
        }
    }
}

/// What is often said and not so, and how it is.
fn view_often_said(said: &OftenSaid, lang: Lang) -> Html {
    html! {
        <div class="often-said" role="note" aria-label={Say::OftenSaid.get(lang)}>
            <p class="eyebrow">{ Say::OftenSaid.get(lang) }</p>
            <p class="claim">{ said.claim.get(lang) }</p>
            <p class="eyebrow">{ Say::InFact.get(lang) }</p>
            <p>{ said.in_fact.get(lang) }</p>
            <p class="source">{ &said.source }</p>
        </div>
    }
}

/// How many steps stand in a row where each has to have room for a finger: rows of equal length.
fn columns(steps: usize) -> usize {
    /// What a phone's width has room for.
    const MOST: usize = 7;
    let rows = steps.div_ceil(MOST).max(1);
    steps.div_ceil(rows).max(1)
}
