//! "Prove it": looks through every run of a small heap, a slice of it in each frame.

use std::str::FromStr as _;

use glassbox_gc::heap::machine::{Bounds, Collector, Fault};
use glassbox_gc::heap::proof::{Proof, prove};
use glassbox_gc::heap::{Found, STEP, World, words as heap_words};
use glassbox_gc::lab::{Act, Lab, Setup};
use glassbox_sim::link::Source;
use glassbox_sim::search::{Outcome, Progress};
use glassbox_sim::timeline::Author;
use glassbox_sim::{Lang, Timeline};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlSelectElement;
use yew::{
    Callback, Event, Html, Properties, component, html, use_effect_with, use_mut_ref, use_state,
};

use crate::gc::{GcLab, words};
use crate::lab::StageProps;

/// Most states that are met; all collectors need fewer.
const MOST: u32 = 1_000_000;
/// How long a slice may take, in milliseconds, and how many states are looked at between two looks
/// at the clock.
const SLICE: f64 = 12.0;
const STATES: u32 = 256;

#[derive(Clone, PartialEq, Properties)]
struct PaneProps {
    stage: StageProps<GcLab>,
}

/// The pane.
pub(in crate::gc) fn proof_pane(stage: &StageProps<GcLab>) -> Html {
    html! { <ProofPane stage={stage.clone()} /> }
}

#[component]
fn ProofPane(props: &PaneProps) -> Html {
    let stage = &props.stage;
    let lang = stage.lang;
    let search = use_mut_ref(|| None::<Proof>);
    let progress = use_state(|| None::<Progress>);
    let chosen = use_state(|| None::<Collector>);
    // What is searched: it stays so when the heap on the stage changes its faults.
    let asked = use_mut_ref(|| None::<(Collector, Vec<Fault>)>);
    {
        // Each slice ends with another progress, and that asks for the next slice.
        let (search, setter) = (search.clone(), progress.setter());
        use_effect_with(*progress, move |progress| {
            let goes_on = progress.is_some_and(|it| it.outcome.is_none());
            let frame = goes_on.then(|| {
                let call = Closure::once(move || {
                    let mut search = search.borrow_mut();
                    if let Some(search) = &mut *search {
                        let start = js_sys::Date::now();
                        let mut now = search.run(STATES);
                        while now.outcome.is_none() && js_sys::Date::now() - start < SLICE {
                            now = search.run(STATES);
                        }
                        setter.set(Some(now));
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
    let collector = chosen.unwrap_or(world.collector());
    let start = {
        let (search, asked, setter) = (search.clone(), asked.clone(), progress.setter());
        let faults: Vec<Fault> = world.rules().faults.iter().collect();
        Callback::from(move |_| {
            let new = begin(collector, &faults);
            setter.set(Some(new.progress()));
            *search.borrow_mut() = Some(new);
            *asked.borrow_mut() = Some((collector, faults.clone()));
        })
    };
    let cancel = {
        let (search, setter) = (search.clone(), progress.setter());
        Callback::from(move |_| {
            *search.borrow_mut() = None;
            setter.set(None);
        })
    };
    let choose = {
        let (chosen, cancel) = (chosen.setter(), cancel.clone());
        Callback::from(move |event: Event| {
            let select = event
                .target()
                .and_then(|it| it.dyn_into::<HtmlSelectElement>().ok());
            let index = select.and_then(|it| usize::from_str(&it.value()).ok());
            chosen.set(index.and_then(|it| Collector::ALL.get(it).copied()));
            cancel.emit(());
        })
    };
    let running = progress.is_some_and(|it| it.outcome.is_none());
    let named = heap_words::collector(collector, lang);
    let answer = progress.and_then(|it| Some((it, it.outcome?)));
    let answer = answer.map(|(progress, outcome)| match outcome {
        Outcome::Proved => {
            html! { <p class="gc-proved">{ words::proved(progress.states, lang) }</p> }
        }
        Outcome::Undecided => html! { <p>{ words::undecided(lang) }</p> },
        Outcome::Found { steps } => {
            let found = search.borrow().as_ref().and_then(Proof::run_found);
            let found = found
                .zip(asked.borrow().clone())
                .and_then(|(run, (collector, faults))| Found::new(collector, &faults, &run).ok());
            view_found(found.as_ref(), steps, &stage.base, lang)
        }
    });
    html! {
        <div class="gc-pane gc-proof">
            <p>{ words::proof_about(lang) }</p>
            <label>
                { words::collector(lang) }{ " " }
                <select onchange={choose}>
                    { for Collector::ALL.iter().enumerate().map(|(index, it)| html! {
                        <option value={index.to_string()} selected={*it == collector}>{ heap_words::collector(*it, lang).name }</option>
                    }) }
                </select>
            </label>
            <p class="gc-note">{ named.says }{ faults(world, lang) }</p>
            if running {
                <button class="link" onclick={cancel.reform(|_| ())}>{ words::cancel(lang) }</button>
            } else {
                <button class="link gc-search" onclick={start}>{ words::search(lang) }</button>
            }
            if let Some(it) = *progress {
                if running { <progress max={it.states.to_string()} value={it.expanded.to_string()} /> }
                <p class="gc-note" aria-live="off">{ words::searched(it.states, it.depth, lang) }</p>
            }
            <div aria-live="polite">{ answer }</div>
        </div>
    }
}

/// A search with a collector and faults. The channel doubles the states and matters for one fault.
fn begin(collector: Collector, faults: &[Fault]) -> Proof {
    let mut rules = collector.rules();
    rules.faults = faults.iter().copied().collect();
    let bounds = Bounds {
        channel: faults.contains(&Fault::ChannelWithoutBarrier),
        ..Bounds::default()
    };
    prove(rules, bounds, MOST)
}

fn faults(world: &World, lang: Lang) -> String {
    let names = world.rules().faults.iter();
    let names = names.map(|it| heap_words::fault(it, lang).name);
    let names = names.collect::<Vec<_>>().join(lang.pick(", ", "、"));
    if names.is_empty() {
        names
    } else {
        format!(
            " {}{}{names}",
            words::tool_faults(lang),
            lang.pick(": ", "：")
        )
    }
}

/// The shortest run that loses an object, step by step, and as a link.
fn view_found(found: Option<&Found>, steps: u32, base: &str, lang: Lang) -> Html {
    let link = found.and_then(link);
    html! {
        <>
            <p class="gc-found">{ words::found(steps, lang) }</p>
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
    use super::*;

    #[test]
    fn the_run_that_loses_an_object_is_a_link_that_can_be_read() {
        let mut proof = begin(Collector::NoBarrier, &[]);
        while proof.run(10_000).outcome.is_none() {}
        let run = proof.run_found().expect("a run");
        let found = Found::new(Collector::NoBarrier, &[], &run).expect("it can be done");
        let text = link(&found).expect("a link");
        let read = glassbox_sim::link::decode::<Lab>(&text).expect("it is one of this lab");
        assert_eq!(read.acts.len(), found.acts.len());
    }
}
