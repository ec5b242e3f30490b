//! The pacer's figures in a row.

use glassbox_gc::program::{Bytes, Program};
use glassbox_sim::Lang;
use yew::{Html, html};

use super::scale::real_goal;
use super::words::{self, say};
use crate::lab::Composition;

/// From this limit on there is none.
const NO_LIMIT: u64 = 1 << 62;

/// What is written in the row: name and value.
pub(super) fn all(program: &Program, lang: Lang) -> Vec<(&'static str, String)> {
    let process = program.process();
    let controller = process.controller();
    let (trigger, goal) = controller.trigger();
    let size = |bytes: u64| Bytes(bytes).to_string();
    let limit = u64::try_from(controller.memory_limit).unwrap_or(NO_LIMIT);
    let assists = process.mark().assist_percent(controller.assist_time);
    let limiter = process.limiter();
    let fill = limiter.fill * 100 / limiter.capacity.max(1);
    let none = || say(words::NONE, lang).to_owned();
    vec![
        ("GOGC", words::gogc(controller.gc_percent)),
        (
            "GOMEMLIMIT",
            if limit < NO_LIMIT {
                size(limit)
            } else {
                none()
            },
        ),
        (say(words::GOAL, lang), words::goal(goal, lang)),
        (
            say(words::TRIGGER, lang),
            real_goal(trigger).map_or_else(none, size),
        ),
        (say(words::RUNWAY, lang), size(controller.runway)),
        (
            say(words::CONS_MARK, lang),
            format!("{:.2}", controller.cons_mark),
        ),
        (say(words::HEAP, lang), size(controller.heap_live)),
        (say(words::LIVE, lang), size(controller.heap_marked)),
        (say(words::STACKS, lang), size(process.stacks())),
        (say(words::MAPPED, lang), size(process.mapped())),
        (say(words::ASSISTS, lang), format!("{assists} %")),
        (
            say(words::GC_CPU, lang),
            format!("{} %", process.ledger().collector_percent(process.now())),
        ),
        (
            say(words::LIMITER, lang),
            match process.limiter_works() {
                true if process.limiting() => {
                    lang.pick(format!("{fill} %, on"), format!("{fill} %，生效"))
                }
                true => format!("{fill} %"),
                false => say(words::OFF, lang).to_owned(),
            },
        ),
    ]
}

/// The row. A narrow stage has those that the chart does not tell, as far as there is room; all of them are in the State tab.
pub(super) fn row(program: &Program, composition: Composition, lang: Lang) -> Html {
    let left_out = [
        words::GOAL,
        words::HEAP,
        words::LIVE,
        words::RUNWAY,
        words::CONS_MARK,
        words::STACKS,
        words::MAPPED,
    ];
    let left_out = left_out.map(|it| say(it, lang));
    let narrow = composition == Composition::Narrow;
    let figures = all(program, lang).into_iter();
    let figures = figures.filter(|(name, _)| !narrow || !left_out.contains(name));
    html! {
        <dl class="gcp-figures" aria-label={say(words::FIGURES, lang)}>
            { for figures.map(|(name, value)| html! {
                <div><dt>{ name }</dt><dd>{ value }</dd></div>
            }) }
        </dl>
    }
}
