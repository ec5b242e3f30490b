//! "Your log": what a real program printed with `GODEBUG=gctrace=1,gcpacertrace=1`, and what the
//! pacer says to it.

use std::cell::RefCell;
use std::str::FromStr as _;

use glassbox_gc::trace::{self, Cycle, Log, Prediction, ReadError, Settings, Span};
use glassbox_sim::Lang;
use wasm_bindgen::JsCast as _;
use web_sys::{
    Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, InputEvent, MouseEvent,
};
use yew::{Callback, Html, Properties, component, html, use_memo, use_node_ref, use_state};

use super::log_chart::LogChart;
use super::words::{self, say};
use crate::gc::GcLab;
use crate::lab::StageProps;
use crate::size::{Size, use_size};

/// Most characters of a log; some 250 cycles with both traces.
const MOST: usize = 100_000;
/// Most cycles that are compared and in the table: the last ones. The chart has room for fewer.
const CYCLES: usize = 60;
const DRAWN: usize = 20;
/// Most errors that are told.
const ERRORS: usize = 4;
/// A cycle may begin so many bytes later than at its trigger: what one object or span allocates before
/// the next test. 111,941 is the most that was seen in 857 cycles of Go 1.23 and 1.27.
const SLACK: u64 = 128 << 10;
/// An invented server, with numbers that follow the pacer's formulas; GOGC changes before the last. The
/// page says that it is invented.
const EXAMPLE: &str = include_str!("example.log");

thread_local! {
    /// What was pasted last: it is still there when somebody comes back from another tab.
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// A cycle, and what the pacer says to it.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Seen {
    pub(super) number: u64,
    pub(super) cycle: Cycle,
    pub(super) prediction: Option<Prediction>,
}

impl Seen {
    /// Whether the goal is as predicted.
    pub(super) fn goal_agrees(&self) -> Option<bool> {
        self.prediction?.goal_agrees()
    }

    /// Whether it began where it was to begin.
    pub(super) fn trigger_agrees(&self) -> Option<bool> {
        self.prediction?.trigger_agrees(SLACK)
    }
}

/// What is in a log.
#[derive(PartialEq)]
struct Read {
    log: Log,
    all: Vec<Seen>,
}

impl Read {
    fn new(text: &str, settings: Settings) -> Self {
        let log = trace::read(text);
        let cycles = trace::cycles(&log);
        let predictions = trace::predict(&cycles, settings);
        let all = cycles.iter().zip(predictions).enumerate();
        let all = all.map(|(at, (cycle, prediction))| Seen {
            number: cycle.gc.map_or(at as u64 + 1, |(_, gc)| gc.number),
            cycle: *cycle,
            prediction,
        });
        Self {
            all: all.collect(),
            log,
        }
    }
}

/// How many agree, of how many that can be compared.
fn agreeing(all: &[Seen], agrees: impl Fn(&Seen) -> Option<bool>) -> (usize, usize) {
    let known = all.iter().filter_map(agrees);
    known.fold((0, 0), |(yes, of), it| (yes + usize::from(it), of + 1))
}

#[derive(Clone, PartialEq, Properties)]
struct PaneProps {
    stage: StageProps<GcLab>,
}

/// The pane.
pub(in crate::gc) fn log_pane(stage: &StageProps<GcLab>) -> Html {
    html! { <LogPane stage={stage.clone()} /> }
}

#[component]
fn LogPane(props: &PaneProps) -> Html {
    let lang = props.stage.lang;
    let text = use_state(|| TEXT.with_borrow(String::clone));
    let gogc = use_state(|| 100_i32);
    let limit = use_state(|| false);
    let place = use_node_ref();
    let size = use_size(&place).unwrap_or(Size::guess(336.0, 0.0));
    let set_text = {
        let text = text.setter();
        Callback::from(move |new: String| {
            TEXT.set(new.clone());
            text.set(new);
        })
    };
    let typed = {
        let set_text = set_text.clone();
        Callback::from(move |event: InputEvent| {
            let area = event
                .target()
                .and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok());
            if let Some(area) = area {
                set_text.emit(area.value());
            }
        })
    };
    let example = set_text.reform(|_: MouseEvent| EXAMPLE.to_owned());
    let clear = set_text.reform(|_: MouseEvent| String::new());
    let choose = {
        let gogc = gogc.setter();
        Callback::from(move |event: Event| {
            let select = event
                .target()
                .and_then(|it| it.dyn_into::<HtmlSelectElement>().ok());
            if let Some(percent) = select.and_then(|it| i32::from_str(&it.value()).ok()) {
                gogc.set(percent);
            }
        })
    };
    let limited = {
        let limit = limit.setter();
        Callback::from(move |event: Event| {
            let tick = event
                .target()
                .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
            limit.set(tick.is_some_and(|it| it.checked()));
        })
    };
    let settings = Settings {
        gc_percent: *gogc,
        memory_limit: *limit,
    };
    let read = use_memo(((*text).clone(), *gogc, *limit), |(text, ..)| {
        Read::new(text, settings)
    });
    let percents = [25, 50, 100, 150, 200, 400, 800];
    html! {
        <div class="gc-pane gc-log">
            if text.is_empty() {
                <p>{ say(words::LOG_ABOUT, lang) }{ " " }<code>{ "GODEBUG=gctrace=1,gcpacertrace=1" }</code></p>
            }
            <textarea class={(!read.all.is_empty()).then_some("gc-log-read")} maxlength={MOST.to_string()} spellcheck="false" autocomplete="off" aria-label={say(words::LOG, lang)}
                placeholder={say(words::LOG_HERE, lang)} value={(*text).clone()} oninput={typed} />
            <div class="gc-log-row">
                <label>{ "GOGC " }
                    <select onchange={choose}>
                        { for percents.map(|it| html! { <option value={it.to_string()} selected={it == *gogc}>{ it }</option> }) }
                    </select>
                </label>
                <label><input type="checkbox" checked={*limit} onchange={limited} />{ " " }{ say(words::LOG_LIMIT, lang) }</label>
                if text.is_empty() {
                    <button class="link" onclick={example}>{ say(words::LOG_EXAMPLE, lang) }</button>
                } else {
                    <button class="link" onclick={clear}>{ say(words::LOG_CLEAR, lang) }</button>
                }
            </div>
            if *text == EXAMPLE { <p class="gc-note">{ say(words::LOG_INVENTED, lang) }</p> }
            { errors(&read.log, &text, lang) }
            <div ref={place} class="gc-width" />
            if !text.trim().is_empty() { { answer(&read, settings, size, lang) } }
        </div>
    }
}

/// Lines that are nearly the runtime's, each with what should have stood there.
fn errors(log: &Log, text: &str, lang: Lang) -> Html {
    let rest = log.errors.len().saturating_sub(ERRORS);
    let line = |error: &ReadError| {
        // The line as far as it could be read, and a little more.
        let line = text.lines().nth(error.line - 1).unwrap_or_default();
        let from = error.column.saturating_sub(24);
        let part: String = line.chars().skip(from).take(48).collect();
        html! { <li>{ error.words(lang) }<code>{ if from > 0 { "…" } else { "" } }{ part }</code></li> }
    };
    html! {
        <div role="status">
            if !log.errors.is_empty() {
                <ul class="gc-log-errors">
                    { for log.errors.iter().take(ERRORS).map(line) }
                    if rest > 0 { <li>{ words::more_errors(rest, lang) }</li> }
                </ul>
            }
        </div>
    }
}

/// What the pacer says.
fn answer(read: &Read, settings: Settings, size: Size, lang: Lang) -> Html {
    let all = &read.all[read.all.len().saturating_sub(CYCLES)..];
    if all.is_empty() {
        return html! { <p class="gc-note">{ words::no_cycles(read.log.skipped, lang) }</p> };
    }
    let (goals, of_goals) = agreeing(all, Seen::goal_agrees);
    let (triggers, of_triggers) = agreeing(all, Seen::trigger_agrees);
    html! {
        <>
            <p class="gc-log-sum">
                { words::cycles_read(read.all.len(), read.log.skipped, lang) }{ " " }
                if settings.memory_limit {
                    { say(words::LOG_NOT_WITH_LIMIT, lang) }
                } else {
                    { verdict(goals, of_goals, words::goals_agree, words::LOG_NO_GOALS, lang) }{ " " }
                    { verdict(triggers, of_triggers, words::triggers_agree, words::LOG_NO_TRIGGERS, lang) }
                }
            </p>
            <LogChart all={all[all.len().saturating_sub(DRAWN)..].to_vec()} {size} {lang} />
            <div class="gc-log-table" tabindex="0" role="region" aria-label={say(words::LOG_TABLE, lang)}>
                <table>
                    <thead>
                        <tr><th scope="col">{ "gc" }</th><th scope="col">{ say(words::TRIGGER, lang) }</th><th scope="col">{ say(words::LOG_BEGAN, lang) }</th>
                            <th scope="col">{ say(words::LOG_PREDICTED_GOAL, lang) }</th><th scope="col">{ say(words::GOAL, lang) }</th></tr>
                    </thead>
                    <tbody>{ for all.iter().map(|it| row(it, lang)) }</tbody>
                </table>
            </div>
            <p class="gc-note">{ say(words::LOG_MIB, lang) }</p>
        </>
    }
}

/// How many agree, or why there is nothing to compare.
fn verdict(
    agree: usize,
    of: usize,
    say_it: fn(usize, usize, Lang) -> String,
    none: (&'static str, &'static str),
    lang: Lang,
) -> Html {
    if of == 0 {
        return html! { { say(none, lang) } };
    }
    let class = if agree == of { "gc-proved" } else { "gc-found" };
    html! { <b {class}>{ say_it(agree, of, lang) }</b> }
}

fn row(seen: &Seen, lang: Lang) -> Html {
    let cell = |span: Option<Span>, agrees: Option<bool>| {
        let value = span.map_or_else(|| "–".to_owned(), words::span);
        html! {
            <td class={(agrees == Some(false)).then_some("gc-found")}>
                { value }
                if let Some(agrees) = agrees { <span aria-label={words::agrees(agrees, lang)} role="img">{ if agrees { " ✓" } else { " ✕" } }</span> }
            </td>
        }
    };
    let it = seen.prediction;
    html! {
        <tr>
            <th scope="row">{ seen.number }</th>
            { cell(it.and_then(|it| it.trigger), None) }
            { cell(it.and_then(|it| it.recorded_trigger), seen.trigger_agrees()) }
            { cell(it.map(|it| it.goal), None) }
            { cell(it.and_then(|it| it.recorded_goal), seen.goal_agrees()) }
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, gc_percent: i32) -> Read {
        Read::new(
            text,
            Settings {
                gc_percent,
                memory_limit: false,
            },
        )
    }

    #[test]
    fn the_example_agrees_but_for_the_cycle_after_gogc_was_changed() {
        let read = read(EXAMPLE, 100);
        assert_eq!(
            (read.all.len(), read.log.errors.len(), read.log.skipped),
            (8, 0, 3)
        );
        let wrong = |agrees: fn(&Seen) -> Option<bool>| -> Vec<u64> {
            let wrong = read.all.iter().filter(|it| agrees(it) != Some(true));
            wrong.map(|it| it.number).collect()
        };
        assert_eq!(wrong(Seen::goal_agrees), [8]);
        assert_eq!(wrong(Seen::trigger_agrees), [8]);
    }

    #[test]
    fn with_the_wrong_gogc_the_example_does_not_agree() {
        let all = read(EXAMPLE, 200).all;
        let (agree, of) = agreeing(&all, Seen::goal_agrees);
        assert_eq!((agree, of), (0, 8));
    }
}
