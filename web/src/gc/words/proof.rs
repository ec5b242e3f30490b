//! What is asked of every run of a small heap, and what came of it.

use glassbox_gc::heap::machine::Bounds;
use glassbox_gc::heap::proof::Bad;
use glassbox_gc::heap::words as heap_words;
use glassbox_sim::Lang;

/// A number with commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// "2 objects".
fn counted(count: u8, one: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {one}{s}")
}

/// What is looked through.
pub(in crate::gc) fn about(bounds: Bounds, lang: Lang) -> String {
    let Bounds {
        objects,
        fields,
        globals,
        goroutines,
        slots,
        channel,
    } = bounds;
    match lang {
        Lang::En => {
            let objects = counted(objects, "object");
            let fields = counted(fields, "field");
            let globals = counted(globals, "global");
            let slots = counted(slots, "slot");
            let goroutines = match goroutines {
                1 => format!("1 goroutine with {slots}"),
                _ => format!("{goroutines} goroutines with {slots} each"),
            };
            let channel = if channel { ", a channel" } else { "" };
            format!(
                "Every order of steps in a small heap: {objects} with {fields} each, {globals}, {goroutines}{channel}, and every graph to begin with; up to the end of marking. Left out: go statements, calls and returns."
            )
        }
        Lang::Zh => {
            let channel = if channel { "，以及一条通道" } else { "" };
            let each = if goroutines == 1 { "" } else { "各" };
            format!(
                "在一个小堆里尝试所有步骤顺序：{objects} 个对象各有 {fields} 个字段，{globals} 个全局变量，{goroutines} 个 goroutine {each}有 {slots} 个槽位{channel}，从每一种对象图出发，直到标记结束。不包括：go 语句、函数调用与返回。"
            )
        }
    }
}

/// The question.
pub(in crate::gc) fn asks(bad: Bad, lang: Lang) -> String {
    match bad {
        Bad::Lost => lang
            .pick(
                "Does any run lose an object?",
                "有没有哪一次运行会丢失对象？",
            )
            .to_owned(),
        Bad::Breaks(invariant) => {
            let name = heap_words::invariant(invariant, lang).name;
            lang.pick(
                format!("Is there a moment at which the invariant “{name}” is broken?"),
                format!("有没有哪一刻“{name}”被破坏？"),
            )
        }
    }
}

/// What can be looked for.
pub(in crate::gc) fn looked_for(bad: Bad, lang: Lang) -> String {
    match bad {
        Bad::Lost => lang.pick("a lost object", "丢失的对象").to_owned(),
        Bad::Breaks(invariant) => {
            let name = heap_words::invariant(invariant, lang).name;
            lang.pick(format!("broken: {name}"), format!("{name}被破坏"))
        }
    }
}

/// Whether a collector promises an invariant.
pub(in crate::gc) fn whether_promised(own: bool, lang: Lang) -> &'static str {
    match own {
        true => lang.pick("This collector promises it.", "这个回收器承诺保持它。"),
        false => lang.pick(
            "This collector does not promise it: broken, it loses nothing by that alone.",
            "这个回收器没有承诺它：仅仅被破坏，并不会因此丢失对象。",
        ),
    }
}

/// A bound of states and the memory that takes.
pub(in crate::gc) fn states_of_memory(states: u32, megabytes: u64, lang: Lang) -> String {
    let states = grouped(states.into());
    lang.pick(
        format!("{states} states, {megabytes} MB"),
        format!("{states} 个状态，{megabytes} MB"),
    )
}

/// How far a search is, and how fast.
pub(in crate::gc) fn searched(states: u32, depth: u32, rate: Option<u32>, lang: Lang) -> String {
    let states = grouped(states.into());
    let mut text = lang.pick(
        format!("{states} states, runs of {depth} steps"),
        format!("{states} 个状态，运行长度 {depth} 步"),
    );
    if let Some(rate) = rate.map(|it| grouped(it.into())) {
        text += &lang.pick(
            format!(", {rate} states a second"),
            format!("，每秒 {rate} 个状态"),
        );
    }
    text
}

/// "No run loses an object: 1234 states."
pub(in crate::gc) fn proved(bad: Bad, states: u32, lang: Lang) -> String {
    let states = grouped(states.into());
    match bad {
        Bad::Lost => lang.pick(
            format!("No run loses an object. These were all {states} states."),
            format!("没有任何运行会丢失对象：已检查全部 {states} 个状态。"),
        ),
        Bad::Breaks(invariant) => {
            let name = heap_words::invariant(invariant, lang).name;
            lang.pick(
                format!("The invariant “{name}” always holds. These were all {states} states."),
                format!("“{name}”始终成立：已检查全部 {states} 个状态。"),
            )
        }
    }
}

/// That the bound was reached.
pub(in crate::gc) fn undecided(most: u32, lang: Lang) -> String {
    let most = grouped(most.into());
    lang.pick(
        format!(
            "Not decided: the bound of {most} states is reached, and no run so far ends badly."
        ),
        format!("没有结论：已到 {most} 个状态的上限，到此为止还没有运行出错。"),
    )
}

/// What the shortest bad run is.
pub(in crate::gc) fn found(bad: Bad, steps: u32, lang: Lang) -> String {
    match bad {
        Bad::Lost => lang.pick(
            format!("An object can be lost. The shortest run takes {steps} steps:"),
            format!("会丢失对象。最短的运行有 {steps} 步："),
        ),
        Bad::Breaks(invariant) => {
            let name = heap_words::invariant(invariant, lang).name;
            lang.pick(
                format!(
                    "The invariant “{name}” can be broken. The shortest run takes {steps} steps:"
                ),
                format!("“{name}”会被破坏。最短的运行有 {steps} 步："),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let all = [0, 999, 1_000, 12_345, 8_000_000].map(grouped);
        assert_eq!(all, ["0", "999", "1,000", "12,345", "8,000,000"]);
    }
}
