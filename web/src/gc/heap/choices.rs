//! The choices of "Prove it": collector and faults, and, folded, what is looked for and how large the
//! heap is.

use std::str::FromStr as _;

use glassbox_gc::heap::invariant::Invariant;
use glassbox_gc::heap::machine::{Collector, Fault};
use glassbox_gc::heap::proof::Bad;
use glassbox_gc::heap::words as heap_words;
use glassbox_sim::Lang;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, HtmlSelectElement, KeyboardEvent};
use yew::{AttrValue, Callback, Event, Html, html};

use super::question::{Idle, MOST, Question, megabytes};
use crate::gc::words;

/// All choices; another question for each change.
pub(super) fn choices(question: Question, change: &Callback<Question>, lang: Lang) -> Html {
    let view = View {
        question,
        change,
        lang,
    };
    let named = heap_words::collector(question.collector, lang);
    let between = sentences(lang);
    // The keyboard's space bar plays elsewhere.
    let folds = Callback::from(|event: KeyboardEvent| {
        if matches!(&*event.key(), " " | "Enter") {
            event.stop_propagation();
        }
    });
    html! {
        <>
            <p>{ words::about(question.bounds(), lang) }{ between }{ words::asks(question.bad, lang) }</p>
            { view.collector() }
            <p class="gc-note">{ named.says }</p>
            { view.faults() }
            <details class="gc-bounds">
                <summary onkeydown={folds}>{ words::more_choices(lang) }</summary>
                { view.bad() }
                <div class="gc-numbers">
                    { view.number(words::objects(lang), question.bounds.objects, [2, 3], |it, to| it.bounds.objects = to) }
                    { view.number(words::fields_each(lang), question.bounds.fields, [1, 2], |it, to| it.bounds.fields = to) }
                    { view.number(words::goroutines(lang), question.bounds.goroutines, [1, 2], |it, to| it.bounds.goroutines = to) }
                    { view.number(words::slots_each(lang), question.bounds.slots, [1, 2], |it, to| it.bounds.slots = to) }
                </div>
                { view.channel() }
                { view.most() }
            </details>
        </>
    }
}

/// What stands between two sentences.
fn sentences(lang: Lang) -> &'static str {
    lang.pick(" ", "")
}

struct View<'a> {
    question: Question,
    change: &'a Callback<Question>,
    lang: Lang,
}

impl View<'_> {
    fn collector(&self) -> Html {
        let options = Collector::ALL.iter();
        let options =
            options.map(|it| (heap_words::collector(*it, self.lang).name.to_owned(), *it));
        self.select(
            words::collector(self.lang),
            options.collect(),
            self.question.collector,
            |it, to| it.collector = to,
        )
    }

    fn faults(&self) -> Html {
        let on = |fault: &&Fault| self.question.faults.has(**fault);
        let says = Fault::ALL.iter().filter(on);
        let says = says.map(|fault| {
            let named = heap_words::fault(*fault, self.lang);
            let idle = self.question.idle(*fault).map(|idle| match idle {
                Idle::Collector => words::idle_here(self.lang),
                Idle::NoChannel => words::idle_without_channel(self.lang),
            });
            html! {
                <p class="gc-note">
                    <b>{ named.name }</b>{ self.lang.pick(": ", "：") }{ named.says }
                    if let Some(idle) = idle { { sentences(self.lang) }<em class="gc-idle">{ idle }</em> }
                </p>
            }
        });
        html! {
            <>
                <fieldset class="gc-asked">
                    <legend>{ words::tool_faults(self.lang) }</legend>
                    { for Fault::ALL.iter().map(|fault| {
                        let on = self.question.faults.has(*fault);
                        let named = heap_words::fault(*fault, self.lang);
                        self.check(named.name, named.says, on, false, |it, on| it.faults = it.faults.with(*fault, on))
                    }) }
                </fieldset>
                <div aria-live="polite">{ for says }</div>
            </>
        }
    }

    fn bad(&self) -> Html {
        let invariants = Invariant::ALL.iter().map(|it| Bad::Breaks(*it));
        let options = std::iter::once(Bad::Lost).chain(invariants);
        let options = options.map(|it| (words::looked_for(it, self.lang), it));
        let promised = match self.question.bad {
            Bad::Lost => None,
            Bad::Breaks(it) => {
                let own = it == Invariant::of(self.question.collector);
                let says = heap_words::invariant(it, self.lang).says;
                let about = words::whether_promised(own, self.lang);
                Some(html! { <p class="gc-note">{ says }{ sentences(self.lang) }{ about }</p> })
            }
        };
        html! {
            <>
                { self.select(words::looks_for(self.lang), options.collect(), self.question.bad, |it, to| it.bad = to) }
                { promised }
            </>
        }
    }

    fn channel(&self) -> Html {
        let alone = self.question.bounds.goroutines < 2;
        let name = match alone {
            true => words::channel_needs_two(self.lang),
            false => words::channel(self.lang),
        };
        let on = self.question.bounds().channel;
        self.check(name, "", on, alone, |it, on| it.channel = on)
    }

    fn most(&self) -> Html {
        let options = MOST.iter().enumerate().map(|(index, most)| {
            let name = words::states_of_memory(*most, megabytes(*most), self.lang);
            (name, index)
        });
        let label = words::most_states(self.lang);
        self.select(label, options.collect(), self.question.most, |it, to| {
            it.most = to;
        })
    }

    fn number(
        &self,
        label: &'static str,
        now: u8,
        all: [u8; 2],
        set: fn(&mut Question, u8),
    ) -> Html {
        let options = all.map(|it| (it.to_string(), it));
        self.select(label, options.into(), now, set)
    }

    fn select<T: Copy + PartialEq + 'static>(
        &self,
        label: &'static str,
        options: Vec<(String, T)>,
        now: T,
        set: fn(&mut Question, T),
    ) -> Html {
        let (change, question) = (self.change.clone(), self.question);
        let values: Vec<T> = options.iter().map(|(_, it)| *it).collect();
        let onchange = Callback::from(move |event: Event| {
            let select = event.target();
            let select = select.and_then(|it| it.dyn_into::<HtmlSelectElement>().ok());
            let index = select.and_then(|it| usize::from_str(&it.value()).ok());
            if let Some(value) = index.and_then(|it| values.get(it)) {
                let mut question = question;
                set(&mut question, *value);
                change.emit(question);
            }
        });
        html! {
            <label>
                <span>{ label }</span>{ " " }
                <select {onchange}>
                    { for options.into_iter().enumerate().map(|(index, (name, it))| html! {
                        <option value={index.to_string()} selected={it == now}>{ name }</option>
                    }) }
                </select>
            </label>
        }
    }

    fn check(
        &self,
        label: &'static str,
        title: &'static str,
        on: bool,
        disabled: bool,
        set: impl Fn(&mut Question, bool) + 'static,
    ) -> Html {
        let (change, question) = (self.change.clone(), self.question);
        let onchange = Callback::from(move |event: Event| {
            let input = event.target();
            if let Some(input) = input.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
                let mut question = question;
                set(&mut question, input.checked());
                change.emit(question);
            }
        });
        let title = (!title.is_empty()).then(|| AttrValue::from(title));
        html! {
            <label class="gc-check" {title}>
                <input type="checkbox" checked={on} {disabled} {onchange} /><span>{ label }</span>
            </label>
        }
    }
}
