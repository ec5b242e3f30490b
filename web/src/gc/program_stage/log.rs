//! The log pane: what a real program printed with `GODEBUG=gctrace=1,gcpacertrace=1`, and what the
//! pacer says to it. A long log is read in slices, so that nothing stands still meanwhile.

use std::cell::RefCell;
use std::rc::Rc;

use glassbox_gc::program::Gogc;
use glassbox_gc::trace::{
    self, Cycle, Guess, Log, Percents, Prediction, ReadError, Settings, Span,
};
use glassbox_sim::Lang;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Event, HtmlInputElement, HtmlTextAreaElement, InputEvent, MouseEvent};
use yew::{
    AttrValue, Callback, Html, Properties, component, html, use_effect_with, use_memo,
    use_node_ref, use_state,
};

use super::log_chart::LogChart;
use super::words::{self, say};
use crate::gc::{GcLab, free};
use crate::lab::StageProps;
use crate::size::{Size, use_size};

/// Most bytes of a log that are read; some 1,000 cycles with both traces.
const MOST: usize = 400_000;
/// Most cycles that are in the table: the last ones. The chart has room for fewer.
const CYCLES: usize = 60;
const DRAWN: usize = 20;
/// A paste of so many bytes is long.
const LONG: usize = 10_000;
/// Most errors that are told.
const ERRORS: usize = 4;
/// How long a slice of reading may take, in milliseconds, and how many lines are read between two
/// looks at the clock.
const SLICE: f64 = 8.0;
const LINES: usize = 50;
/// A cycle may begin so many bytes later than at its trigger: what one object or span allocates before
/// the next test. 111,941 is the most that was seen in 857 cycles of Go 1.23 and 1.27.
const SLACK: u64 = 128 << 10;
/// An invented server, with numbers that follow the pacer's formulas; GOGC changes before the last. The
/// page says that it is invented.
const EXAMPLE: &str = include_str!("example.log");

thread_local! {
    /// What was pasted last: it is still there when somebody comes back from another tab.
    static TEXT: RefCell<Pasted> = RefCell::default();
}

/// What was pasted, as far as it is read.
#[derive(Clone, Default, PartialEq)]
struct Pasted {
    text: AttrValue,
    /// There was more.
    cut: bool,
}

impl Pasted {
    fn new(mut text: String) -> Self {
        let cut = text.len() > MOST;
        if cut {
            // At the end of a line; a character is not cut in two either.
            let end = text.as_bytes()[..MOST].iter().rposition(|it| *it == b'\n');
            text.truncate(end.map_or(0, |it| it + 1));
        }
        Self {
            text: text.into(),
            cut,
        }
    }
}

/// How far a text has been read.
#[derive(Default)]
struct Reading {
    text: AttrValue,
    at: usize,
    log: Log,
}

impl Reading {
    fn of(text: AttrValue) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }

    /// Reads on for some lines. Gives whether all is read.
    fn read(&mut self, lines: usize) -> bool {
        for line in self.text[self.at..].split_inclusive('\n').take(lines) {
            self.at += line.len();
            let line = line.strip_suffix('\n').unwrap_or(line);
            self.log.take(line.strip_suffix('\r').unwrap_or(line));
        }
        self.at == self.text.len()
    }
}

/// A cycle, and what the pacer says to it.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Seen {
    pub(super) number: u64,
    pub(super) cycle: Cycle,
    pub(super) prediction: Option<Prediction>,
    /// The values of GOGC that its goal fits.
    fits: Option<Percents>,
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

    /// By how many bytes it began before its trigger, or after it.
    fn off_trigger(&self) -> Option<(bool, u64)> {
        let it = self.prediction?;
        let (began, trigger) = (it.recorded_trigger?, it.trigger?);
        match began.low.checked_sub(trigger.high) {
            Some(late) => Some((false, late)),
            None => Some((true, trigger.low.saturating_sub(began.high))),
        }
    }
}

/// What is in a log.
#[derive(PartialEq)]
struct Read {
    log: Log,
    all: Vec<Seen>,
    guess: Option<Guess>,
    settings: Settings,
}

impl Read {
    /// With the GOGC that is given, or the one that fits best.
    fn new(log: Log, gogc: Option<Gogc>, memory_limit: bool) -> Self {
        let cycles = trace::cycles(&log);
        let fits = trace::fits(&cycles);
        let guess = trace::guess(&fits);
        let guessed = guess.map_or(100, |it| it.percent);
        let settings = Settings {
            gc_percent: gogc.unwrap_or(Gogc::Percent(guessed)).percent(),
            memory_limit,
        };
        let predictions = trace::predict(&cycles, settings);
        let all = cycles.iter().zip(predictions).zip(fits).enumerate();
        let all = all.map(|(at, ((cycle, prediction), fits))| Seen {
            number: cycle.gc.map_or(at as u64 + 1, |(_, gc)| gc.number),
            cycle: *cycle,
            prediction,
            fits,
        });
        Self {
            all: all.collect(),
            log,
            guess,
            settings,
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
    let pasted = use_state(|| TEXT.with_borrow(Pasted::clone));
    // As it was written; empty for the one that fits best.
    let gogc = use_state(String::new);
    let limit = use_state(|| false);
    let place = use_node_ref();
    let size = use_size(&place).unwrap_or(Size::guess(336.0, 0.0));
    let log = use_read(&pasted.text);
    let set_text = {
        let pasted = pasted.setter();
        Callback::from(move |new: String| {
            let new = Pasted::new(new);
            TEXT.set(new.clone());
            pasted.set(new);
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
    let paste = {
        let set_text = set_text.clone();
        Callback::from(move |event: Event| {
            if let Some(new) = long_paste(&event) {
                event.prevent_default();
                set_text.emit(new);
            }
        })
    };
    let example = set_text.reform(|_: MouseEvent| EXAMPLE.to_owned());
    let clear = set_text.reform(|_: MouseEvent| String::new());
    let choose = {
        let gogc = gogc.setter();
        Callback::from(move |event: InputEvent| {
            let field = event
                .target()
                .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
            if let Some(field) = field {
                gogc.set(field.value());
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
    let written = free::gogc(&gogc);
    let wrong = written.is_none() && !gogc.trim().is_empty();
    let read = use_memo((log, written, *limit), |(log, written, limit)| {
        let log = log.as_deref().cloned()?;
        Some(Read::new(log, *written, *limit))
    });
    let text = &pasted.text;
    let guess = (*read).as_ref().and_then(|it| it.guess);
    let placeholder = guess.map_or(100, |it| it.percent).to_string();
    let known = (*read).as_ref().is_some_and(|it| !it.all.is_empty());
    html! {
        <div class="gc-pane gc-log">
            if text.is_empty() {
                <p>{ say(words::LOG_ABOUT, lang) }{ " " }<code>{ "GODEBUG=gctrace=1,gcpacertrace=1" }</code></p>
            }
            <textarea class={known.then_some("gc-log-read")} spellcheck="false" autocomplete="off" aria-label={say(words::LOG, lang)}
                placeholder={say(words::LOG_HERE, lang)} value={text.clone()} oninput={typed} onpaste={paste} />
            if pasted.cut { <p class="gc-found" role="status">{ words::log_cut(text.lines().count(), MOST, lang) }</p> }
            <div class="gc-log-row">
                <label>{ "GOGC " }<input class="gcp-gogc" type="text" size="6" autocomplete="off" spellcheck="false" {placeholder} value={(*gogc).clone()} oninput={choose} aria-invalid={wrong.then_some("true")} /></label>
                <label><input type="checkbox" checked={*limit} onchange={limited} />{ " " }{ say(words::LOG_LIMIT, lang) }</label>
                if text.is_empty() {
                    <button class="link" onclick={example}>{ say(words::LOG_EXAMPLE, lang) }</button>
                } else {
                    <button class="link" onclick={clear}>{ say(words::LOG_CLEAR, lang) }</button>
                }
            </div>
            if *text == EXAMPLE { <p class="gc-note">{ say(words::LOG_INVENTED, lang) }</p> }
            if wrong {
                <p class="gc-found" role="status">{ free::expected_gogc(lang) }</p>
            } else if let Some(guess) = guess.filter(|_| written.is_none() && !*limit) {
                <p class="gc-note">{ words::guessed(guess.percent, guess.fitting, guess.of, lang) }</p>
            }
            if let Some(read) = &*read { { errors(&read.log, text, lang) } } else { <p class="gc-note" role="status">{ say(words::LOG_READING, lang) }</p> }
            <div ref={place} class="gc-width" />
            if let Some(read) = (*read).as_ref().filter(|_| !text.trim().is_empty()) { { answer(read, size, lang) } }
        </div>
    }
}

/// The text with what is pasted into it, if that is long. A browser puts it in line by line, which takes
/// seconds; setting the value takes none.
fn long_paste(event: &Event) -> Option<String> {
    let get = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok();
    let area: HtmlTextAreaElement = event.target()?.dyn_into().ok()?;
    let data = get(event, "clipboardData")?;
    let read: js_sys::Function = get(&data, "getData")?.dyn_into().ok()?;
    let new = read.call1(&data, &"text/plain".into()).ok()?.as_string()?;
    if new.len() < LONG {
        return None;
    }
    let [start, end] = ["selectionStart", "selectionEnd"].map(|it| get(&area, it));
    let put: js_sys::Function = get(&area, "setRangeText")?.dyn_into().ok()?;
    let values = js_sys::Array::of4(&new.into(), &start?, &end?, &"end".into());
    js_sys::Reflect::apply(&put, &area, &values).ok()?;
    Some(area.value())
}

/// The lines of a text, or of the one before until all are read: a slice in each frame.
#[yew::hook]
fn use_read(text: &AttrValue) -> Option<Rc<Log>> {
    let reading = yew::use_mut_ref(Reading::default);
    let read = use_state(|| None::<(AttrValue, Rc<Log>)>);
    // Counts slices: each one asks for the next.
    let slices = use_state(|| 0_u32);
    let done = (*read).as_ref().is_some_and(|(of, _)| of == text);
    {
        let (reading, read, slices) = (Rc::clone(&reading), read.setter(), slices.clone());
        use_effect_with((text.clone(), *slices, done), move |(text, _, done)| {
            let frame = (!*done).then(|| {
                let text = text.clone();
                let call = Closure::once(move || {
                    let mut reading = reading.borrow_mut();
                    if reading.text != text {
                        *reading = Reading::of(text.clone());
                    }
                    let start = js_sys::Date::now();
                    let mut over = reading.read(LINES);
                    while !over && js_sys::Date::now() - start < SLICE {
                        over = reading.read(LINES);
                    }
                    if over {
                        read.set(Some((text, Rc::new(std::mem::take(&mut *reading).log))));
                    } else {
                        slices.set(slices.wrapping_add(1));
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
    // While a new one is read the last one stays, so that nothing jumps.
    (*read).clone().map(|(_, log)| log)
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
fn answer(read: &Read, size: Size, lang: Lang) -> Html {
    let (all, settings) = (&read.all, read.settings);
    if all.is_empty() {
        return html! { <p class="gc-note">{ words::no_cycles(read.log.skipped, lang) }</p> };
    }
    let (goals, of_goals) = agreeing(all, Seen::goal_agrees);
    let (triggers, of_triggers) = agreeing(all, Seen::trigger_agrees);
    let table = &all[all.len().saturating_sub(CYCLES)..];
    let asked = all
        .iter()
        .filter(|it| it.cycle.gc.is_some_and(|(_, gc)| gc.forced))
        .count();
    html! {
        <>
            <p class="gc-log-sum">
                { words::cycles_read(read.all.len(), read.log.skipped, lang) }{ " " }
                if settings.memory_limit {
                    { say(words::LOG_NOT_WITH_LIMIT, lang) }
                } else if settings.gc_percent < 0 {
                    { say(words::LOG_NOT_WHEN_OFF, lang) }
                } else {
                    { verdict(goals, of_goals, words::goals_agree, words::LOG_NO_GOALS, lang) }{ " " }
                    { verdict(triggers, of_triggers, words::triggers_agree, words::LOG_NO_TRIGGERS, lang) }
                    if of_goals > 0 && of_goals < all.len() { { " " }{ words::not_compared(all.len() - of_goals, lang) } }
                    if of_triggers > 0 && asked > 0 { { " " }{ words::asked_for(asked, lang) } }
                    if let Some(first) = first_wrong(all, lang) { { " " }{ first } }
                }
            </p>
            <LogChart all={all[all.len().saturating_sub(DRAWN)..].to_vec()} {size} {lang} />
            <div class="gc-log-table" tabindex="0" role="region" aria-label={say(words::LOG_TABLE, lang)}>
                <table>
                    <thead>
                        <tr><th scope="col">{ "gc" }</th><th scope="col">{ say(words::TRIGGER, lang) }</th><th scope="col">{ say(words::LOG_BEGAN, lang) }</th>
                            <th scope="col">{ say(words::LOG_PREDICTED_GOAL, lang) }</th><th scope="col">{ say(words::GOAL, lang) }</th></tr>
                    </thead>
                    <tbody>{ for table.iter().map(|it| row(it, lang)) }</tbody>
                </table>
            </div>
            if table.len() < all.len() { <p class="gc-note">{ words::in_the_table(table.len(), all.len(), lang) }</p> }
            <p class="gc-note">{ say(words::LOG_MIB, lang) }</p>
        </>
    }
}

/// What is known of the first cycle that is not as predicted.
fn first_wrong(all: &[Seen], lang: Lang) -> Option<String> {
    let wrong = |it: &&Seen| it.goal_agrees() == Some(false) || it.trigger_agrees() == Some(false);
    let first = all.iter().find(wrong)?;
    if first.goal_agrees() == Some(false) {
        let fits = first.fits.map(|it| (it.low, it.high));
        return Some(words::first_goal(first.number, fits, lang));
    }
    let (early, bytes) = first.off_trigger()?;
    Some(words::first_trigger(first.number, early, bytes, lang))
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

    fn read(text: &str, percent: Option<u32>) -> Read {
        let mut reading = Reading::of(Pasted::new(text.to_owned()).text);
        while !reading.read(2) {}
        Read::new(reading.log, percent.map(Gogc::Percent), false)
    }

    #[test]
    fn the_example_agrees_but_for_the_cycle_after_gogc_was_changed() {
        let read = read(EXAMPLE, None);
        assert_eq!(read.guess.unwrap().percent, 100);
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
        let all = read(EXAMPLE, Some(200)).all;
        let (agree, of) = agreeing(&all, Seen::goal_agrees);
        assert_eq!((agree, of), (0, 8));
    }

    #[test]
    fn slices_give_what_is_read_at_once() {
        for text in [
            EXAMPLE,
            &EXAMPLE.replace('\n', "\r\n"),
            "",
            "\n\ngc",
            &EXAMPLE[..999],
        ] {
            assert!(read(text, None).log == trace::read(text), "{text}");
        }
    }

    #[test]
    fn the_first_cycle_that_is_not_as_predicted_tells_which_gogc_would_fit() {
        let read = read(EXAMPLE, None);
        let said = first_wrong(&read.all, Lang::En).unwrap();
        assert!(said.starts_with("The first is gc 8:"), "{said}");
        assert!(said.contains("GOGC"), "{said}");
        assert_eq!(first_wrong(&read.all[..7], Lang::Zh), None);
    }

    #[test]
    fn a_log_that_is_too_long_is_cut_at_the_end_of_a_line_and_that_is_known() {
        let long = EXAMPLE.repeat(MOST / EXAMPLE.len() + 1);
        let pasted = Pasted::new(long.clone());
        assert!(pasted.cut && pasted.text.ends_with('\n') && pasted.text.len() <= MOST);
        assert!(long.starts_with(&*pasted.text));
        assert!(!Pasted::new(EXAMPLE.to_owned()).cut);
        assert!(Pasted::new("\u{4e2d}".repeat(MOST)).text.is_empty());
    }
}
