//! How goal and trigger come about, with the numbers of this moment; and with another GOGC, before it
//! is set.

use glassbox_gc::lab::{Act as LabAct, Lab};
use glassbox_gc::pacer::{Decides, GcController};
use glassbox_gc::program::{Act, Gogc, Program};
use glassbox_sim::Lang;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, InputEvent, MouseEvent};
use yew::{Callback, Html, Properties, component, html, use_state};

use super::scale::real_goal;
use super::words::{self, say};
use crate::gc::{GcLab, free};
use crate::lab::StageProps;

/// The slider goes so far; the field beside it takes any value.
const MOST: u32 = 400;

#[derive(Clone, PartialEq, Properties)]
struct PaneProps {
    stage: StageProps<GcLab>,
}

/// The pane.
pub(in crate::gc) fn formula_pane(stage: &StageProps<GcLab>) -> Html {
    html! { <FormulaPane stage={stage.clone()} /> }
}

#[component]
fn FormulaPane(props: &PaneProps) -> Html {
    let stage = &props.stage;
    let lang = stage.lang;
    // What is tried, as it was written; nothing to follow what is set.
    let tried = use_state(|| None::<String>);
    let Lab::Program(program) = &*stage.model else {
        return Html::default();
    };
    let set = program.gogc();
    let written = tried.as_deref().map(free::gogc);
    let gogc = written.flatten().unwrap_or(set);
    let wrong = written == Some(None);
    let oninput = {
        let tried = tried.setter();
        Callback::from(move |event: InputEvent| {
            let field = event
                .target()
                .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
            if let Some(field) = field {
                tried.set(Some(field.value()));
            }
        })
    };
    let written = (*tried).clone();
    let shown = written.unwrap_or_else(|| set.to_string());
    let slider = match gogc {
        Gogc::Off => MOST,
        Gogc::Percent(percent) => percent.min(MOST),
    };
    let onclick = {
        let (act, tried) = (stage.on_act.clone(), tried.setter());
        Callback::from(move |_: MouseEvent| {
            act.emit(LabAct::Program(Act::SetGogc(gogc)));
            tried.set(None);
        })
    };
    let with = program.with_gogc(gogc);
    html! {
        <div class="gc-pane gcp-formula">
            <div class="gcp-try">
                <label>{ "GOGC " }<input class="gcp-gogc" type="text" size="6" autocomplete="off" spellcheck="false" value={shown} oninput={oninput.clone()} aria-invalid={wrong.then_some("true")} /></label>
                <input type="range" min="0" max={MOST.to_string()} step="5" value={slider.to_string()} aria-label={say(words::TRY_GOGC, lang)} {oninput} />
                if gogc == set {
                    <span class="gcp-in-force">{ say(words::IN_FORCE, lang) }</span>
                } else {
                    <button class="tool" {onclick}>{ words::set_gogc(gogc, lang) }</button>
                }
            </div>
            <p class="gc-found" role="status">{ if wrong { free::expected_gogc(lang) } else { String::new() } }</p>
            { goal(&with, program, gogc, lang) }
            { trigger(&with, lang) }
            <p class="gc-note">{ say(words::FORMULA_MIB, lang) }</p>
        </div>
    }
}

/// The goal: its formula with numbers, and what counts instead if it is another.
fn goal(with: &GcController, program: &Program, gogc: Gogc, lang: Lang) -> Html {
    let formula = match gogc {
        Gogc::Off => None,
        Gogc::Percent(percent) => Some(sum(with, percent)),
    };
    let result = with.heap_goal();
    let instead = instead(with, formula.as_ref().map(|it| it.1));
    let before = program.process().controller().heap_goal();
    html! {
        <section>
            <h2>{ say(words::GOAL_IS, lang) }<b>{ words::or_none(real_goal(result), lang) }</b>
                if before != result { <small>{ words::instead_of(real_goal(before), lang) }</small> }
            </h2>
            if let Some((numbers, _)) = formula {
                <p><code>{ say(words::ROOTS_GOAL, lang) }</code></p>
                <p><code>{ "= " }{ numbers }</code></p>
            }
            if let Some(instead) = instead { <p>{ say(instead, lang) }</p> }
        </section>
    }
}

/// The formula of GOGC with its numbers, and what it gives.
fn sum(with: &GcController, percent: u32) -> (String, u128) {
    let mib = words::in_mib;
    let (live, stacks, globals) = (with.heap_marked, with.last_stack_scan, with.globals_scan);
    let all = u128::from(live) + u128::from(stacks) + u128::from(globals);
    let value = u128::from(live) + all * u128::from(percent) / 100;
    let numbers = format!(
        "{} + ({} + {} + {}) × {percent} / 100 = {}",
        mib(live),
        mib(live),
        mib(stacks),
        mib(globals),
        mib(u64::try_from(value).unwrap_or(u64::MAX)),
    );
    (numbers, value)
}

/// What the goal is instead of the formula's, if it is something else.
fn instead(with: &GcController, formula: Option<u128>) -> Option<(&'static str, &'static str)> {
    let goal = with.heap_goal();
    let limit = with.memory_limit_heap_goal();
    if real_goal(goal).is_none() {
        Some(words::BY_NOTHING)
    } else if limit < with.gc_percent_heap_goal {
        Some(match limit <= with.heap_marked {
            true => words::BY_LIVE,
            false => words::BY_LIMIT,
        })
    } else if goal > with.gc_percent_heap_goal {
        Some(match goal == with.sweep_dist_min_trigger {
            true => words::BY_SWEEP,
            false => words::BY_START,
        })
    } else if formula.is_some_and(|it| it < u128::from(goal)) {
        Some(words::BY_MINIMUM)
    } else {
        None
    }
}

/// The trigger: what is wished, its bounds, and which of them decides.
fn trigger(with: &GcController, lang: Lang) -> Html {
    let terms = with.trigger_terms();
    if real_goal(terms.goal).is_none() {
        return Html::default();
    }
    let mib = words::in_mib;
    let wished = match terms.goal.checked_sub(with.runway) {
        Some(wished) => mib(wished),
        None => "< 0".to_owned(),
    };
    let wished = format!("{} − {} = {wished}", mib(terms.goal), mib(with.runway));
    let earliest = match terms.decides {
        Decides::Sweep => (words::EARLIEST_SWEEP, Decides::Sweep),
        _ => (words::EARLIEST, Decides::Earliest),
    };
    let rows = [
        (words::TRIGGER_RUNWAY, wished, Decides::Runway),
        (earliest.0, mib(terms.earliest), earliest.1),
        (words::LATEST, mib(terms.latest), Decides::Latest),
    ];
    let row = |(name, value, decides): ((&'static str, &'static str), String, Decides)| {
        let it = terms.decides == decides;
        html! {
            <div class={it.then_some("gcp-decides")}>
                <dt>{ say(name, lang) }</dt>
                <dd>{ value }if it { <b>{ " ← " }{ say(words::DECIDES, lang) }</b> }</dd>
            </div>
        }
    };
    html! {
        <section>
            <h2>{ say(words::TRIGGER_IS, lang) }<b>{ words::or_none(Some(terms.trigger), lang) }</b></h2>
            if terms.decides == Decides::LiveHeap {
                <p>{ say(words::NOTHING_LEFT, lang) }</p>
            } else {
                <dl>{ for rows.into_iter().map(row) }</dl>
            }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use glassbox_gc::program::{Bytes, Setup};
    use glassbox_sim::{EventId, Log, Model as _};

    use super::*;

    fn after(cycles: u32, setup: Setup) -> Program {
        let mut program = Program::new(&setup, 1).unwrap();
        let mut log = Log::starting_at(EventId(0));
        let over = |it: &Program| {
            let process = it.process();
            process.collections().cycles == cycles && !process.controller().is_marking()
        };
        while !over(&program) || program.process().is_sweeping() {
            program.step(&mut log);
        }
        program
    }

    fn counts(program: &Program) -> Option<(&'static str, &'static str)> {
        let with = program.process().controller();
        instead(with, Some(sum(with, 100).1))
    }

    #[test]
    fn the_formula_gives_the_goal_or_it_is_said_what_counts_instead() {
        let program = after(3, Setup::default());
        let now = program.process().controller();
        assert_eq!(sum(now, 100).1, u128::from(now.heap_goal()));
        assert_eq!(counts(&program), None);
        let off = program.with_gogc(Gogc::Off);
        assert_eq!(instead(&off, None), Some(words::BY_NOTHING));

        let small = Setup {
            live_heap: Bytes(0),
            alloc_rate: Bytes::mib(1),
            ..Setup::default()
        };
        assert_eq!(counts(&after(2, small)), Some(words::BY_MINIMUM));

        let limited = Setup {
            memory_limit: Some(Bytes::mib(32)),
            ..Setup::default()
        };
        assert_eq!(counts(&after(4, limited)), Some(words::BY_LIMIT));
    }
}
