//! "Prove it": looks through every run of a small heap, a slice of it in each frame.

use glassbox_gc::heap::invariant::Invariant;
use glassbox_gc::heap::proof::{Bad, Proof};
use glassbox_gc::heap::{Found, STEP, words as heap_words};
use glassbox_gc::lab::{Act, Lab, Setup};
use glassbox_sim::link::Source;
use glassbox_sim::search::{Outcome, Progress};
use glassbox_sim::timeline::Author;
use glassbox_sim::{Lang, Timeline};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use yew::{Callback, Html, Properties, component, html, use_effect_with, use_mut_ref, use_state};

use super::choices::choices;
use super::question::Question;
use crate::gc::{GcLab, words};
use crate::lab::StageProps;

/// How long a slice may take, in milliseconds, and how many states are looked at between two looks
/// at the clock.
const SLICE: f64 = 12.0;
const STATES: u32 = 256;

/// The least time of which a rate means anything, in milliseconds: two frames.
const LEAST: f64 = 33.0;

#[derive(Clone, PartialEq, Properties)]
struct PaneProps {
    stage: StageProps<GcLab>,
}

/// The pane.
pub(in crate::gc) fn proof_pane(stage: &StageProps<GcLab>) -> Html {
    html! { <ProofPane stage={stage.clone()} /> }
}

/// A search under way or over.
struct Running {
    search: Proof,
    /// What is asked: it stays so when the heap on the stage changes.
    question: Question,
    /// When it began, in milliseconds.
    since: f64,
}

impl Running {
    fn report(&self, progress: Progress) -> Report {
        Report {
            progress,
            took: js_sys::Date::now() - self.since,
        }
    }
}

/// How far a search is.
#[derive(Clone, Copy, PartialEq)]
struct Report {
    progress: Progress,
    /// Since it began, in milliseconds.
    took: f64,
}

impl Report {
    /// States in a second; `None` if it took too little time to tell.
    fn rate(self) -> Option<u32> {
        let rate = f64::from(self.progress.states) * 1_000.0 / self.took;
        (self.took >= LEAST).then_some(rate as u32)
    }
}

#[component]
fn ProofPane(props: &PaneProps) -> Html {
    let stage = &props.stage;
    let lang = stage.lang;
    let running = use_mut_ref(|| None::<Running>);
    let report = use_state(|| None::<Report>);
    let chosen = use_state(|| None::<Question>);
    {
        // Each slice ends with another report, and that asks for the next slice.
        let (running, setter) = (running.clone(), report.setter());
        use_effect_with(*report, move |report| {
            let goes_on = report.is_some_and(|it| it.progress.outcome.is_none());
            let frame = goes_on.then(|| {
                let call = Closure::once(move || {
                    if let Some(running) = &mut *running.borrow_mut() {
                        let start = js_sys::Date::now();
                        let mut now = running.search.run(STATES);
                        while now.outcome.is_none() && js_sys::Date::now() - start < SLICE {
                            now = running.search.run(STATES);
                        }
                        setter.set(Some(running.report(now)));
                    }
                });
                let window = web_sys::window()?;
                let id = window
                    .request_animation_frame(call.as_ref().unchecked_ref())
                    .ok()?;
                Some((window, id, call))
            });
            move || {
                if let Some(Some((window, id, call))) = frame {
                    // There is nothing to cancel once it was called.
                    let _ = window.cancel_animation_frame(id);
                    drop(call);
                }
            }
        });
    }
    let Lab::Heap(world) = &*stage.model else {
        return Html::default();
    };
    let question = chosen.unwrap_or_else(|| Question::of(world));
    let start = {
        let (running, setter) = (running.clone(), report.setter());
        Callback::from(move |()| {
            let since = js_sys::Date::now();
            let new = question.begin().map(|search| Running {
                search,
                question,
                since,
            });
            setter.set(new.as_ref().map(|it| it.report(it.search.progress())));
            *running.borrow_mut() = new;
        })
    };
    let cancel = {
        let (running, setter) = (running.clone(), report.setter());
        Callback::from(move |()| {
            *running.borrow_mut() = None;
            setter.set(None);
        })
    };
    let change = {
        let (chosen, cancel) = (chosen.setter(), cancel.clone());
        Callback::from(move |question| {
            chosen.set(Some(question));
            cancel.emit(());
        })
    };
    let goes_on = report.is_some_and(|it| it.progress.outcome.is_none());
    let press = Callback::from(move |_| match goes_on {
        true => cancel.emit(()),
        false => start.emit(()),
    });
    let outcome = report.and_then(|it| Some((it.progress, it.progress.outcome?)));
    let answer = outcome.and_then(|(progress, outcome)| {
        let running = running.borrow();
        let Running {
            search, question, ..
        } = running.as_ref()?;
        Some(match outcome {
            Outcome::Proved => {
                let says = words::proved(question.bad, progress.states, lang);
                html! { <p class="gc-proved">{ says }</p> }
            }
            Outcome::Undecided => html! { <p>{ words::undecided(question.most(), lang) }</p> },
            Outcome::Found { steps } => {
                let faults: Vec<_> = question.faults.iter().collect();
                let run = search.run_found();
                let found = run.and_then(|it| Found::new(question.collector, &faults, &it).ok());
                view_found(found.as_ref(), (question, steps), &stage.base, lang)
            }
        })
    });
    html! {
        <div class="gc-pane gc-proof">
            { choices(question, &change, lang) }
            if question.is_too_large() {
                <p class="gc-too-large">{ words::too_large(lang) }</p>
            }
            <p class="gc-start">
                // One button, so that the keyboard stays on it.
                <button class={if goes_on { "quiet gc-cancel" } else { "primary gc-search" }} disabled={question.is_too_large()} onclick={press}>
                    { if goes_on { words::cancel(lang) } else { words::search(lang) } }
                </button>
            </p>
            if let Some(it) = *report {
                if goes_on {
                    <progress max={it.progress.states.to_string()} value={it.progress.expanded.to_string()} aria-label={words::search(lang)} />
                }
                <p class="gc-note gc-searched" aria-live="off">{ words::searched(it.progress.states, it.progress.depth, it.rate(), lang) }</p>
            }
            <div aria-live="polite">{ answer }</div>
        </div>
    }
}

/// The shortest run that ends badly, step by step, and as a link.
fn view_found(
    found: Option<&Found>,
    (question, steps): (&Question, u32),
    base: &str,
    lang: Lang,
) -> Html {
    let link = found.and_then(link);
    let own = Invariant::of(question.collector);
    let unpromised = matches!(question.bad, Bad::Breaks(it) if it != own);
    html! {
        <>
            <p class={if unpromised { "gc-found gc-unpromised" } else { "gc-found" }}>{ words::found(question.bad, steps, lang) }</p>
            if unpromised { <p class="gc-note">{ words::whether_promised(false, lang) }</p> }
            if let Some(link) = link {
                <p><a class="link" href={format!("{base}#{link}")}>{ words::open_run(lang) }</a></p>
            }
            if let Some(found) = found {
                <ol>{ for found.acts.iter().map(|act| html! { <li>{ heap_words::act(act, lang) }</li> }) }</ol>
            }
        </>
    }
}

/// A link to the end of such a run.
fn link(found: &Found) -> Option<String> {
    let setup = Setup::Heap(found.setup.clone());
    let mut timeline = Timeline::<Lab>::new(setup.clone(), 0).ok()?;
    timeline.step_on().ok()?;
    for act in &found.acts {
        // Apart, so that each has a place of its own on the seek bar.
        timeline.wait(timeline.position().clock + STEP);
        timeline.act(Act::Heap(act.clone()), Author::Person).ok()?;
    }
    timeline.link(Source::Setup(setup)).encode().ok()
}

#[cfg(test)]
mod tests {
    use glassbox_gc::heap::machine::{Bounds, Collector};
    use glassbox_gc::heap::proof::prove;

    use super::*;

    #[test]
    fn the_run_that_loses_an_object_is_a_link_that_can_be_read() {
        let rules = Collector::NoBarrier.rules();
        let mut proof = prove(rules, Bounds::default(), 1_000_000);
        while proof.run(10_000).outcome.is_none() {}
        let run = proof.run_found().expect("a run");
        let found = Found::new(Collector::NoBarrier, &[], &run).expect("it can be done");
        let text = link(&found).expect("a link");
        let read = glassbox_sim::link::decode::<Lab>(&text).expect("it is one of this lab");
        assert_eq!(read.acts.len(), found.acts.len());
    }
}
