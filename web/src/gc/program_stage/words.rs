//! The words of a program's stage.

use glassbox_gc::program::{Bytes, Cycle, Phase, Reason, words};
use glassbox_sim::Lang;

use super::scale::real_goal;

macro_rules! words {
    ($($(#[$about:meta])* $name:ident: $en:expr, $zh:expr;)*) => {
        $($(#[$about])* pub(super) const $name: (&str, &str) = ($en, $zh);)*
    };
}

words! {
    CHART: "Heap and goal, MiB", "堆与目标，MiB";
    PROCESSORS: "Processors", "处理器";
    FIGURES: "The pacer’s figures", "pacer 的数值";
    HEAP: "heap", "堆";
    GOAL: "goal", "目标";
    TRIGGER: "trigger", "触发点";
    LIVE: "live", "存活";
    OTHER_START: "started otherwise", "由其他原因开始";
    MARKING: "marking", "标记中";
    PAUSE: "pause", "停顿";
    MEMORY_LIMIT: "limit", "上限";
    RUNWAY: "runway", "余量";
    CONS_MARK: "cons/mark", "cons/mark";
    MAPPED: "mapped", "已映射";
    STACKS: "stacks", "栈";
    ASSISTS: "assists", "辅助";
    GC_CPU: "GC CPU", "GC CPU";
    LIMITER: "CPU limiter", "CPU 限制器";
    PHASE: "phase", "阶段";
    NONE: "none", "无";
    OFF: "off", "关闭";
    MUTATORS: "program", "程序";
    WORKERS: "background workers", "后台 worker";
    ASSISTING: "assists", "辅助";
    IDLE: "idle", "空闲";
    IDLE_WORKERS: "idle workers", "空闲 worker";
    STOPPED: "stopped", "停顿";
}

/// One of them in this language.
pub(super) fn say((en, zh): (&'static str, &'static str), lang: Lang) -> &'static str {
    lang.pick(en, zh)
}

/// A size in MiB with one decimal, as the axis counts.
pub(super) fn in_mib(bytes: u64) -> String {
    let tenths = (u128::from(bytes) * 10) >> 20;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A goal, or that there is none.
pub(super) fn goal(bytes: u64, lang: Lang) -> String {
    match real_goal(bytes) {
        Some(bytes) => Bytes(bytes).to_string(),
        None => say(NONE, lang).to_owned(),
    }
}

/// GOGC as it is written in Go; negative is off.
pub(super) fn gogc(percent: i32) -> String {
    if percent < 0 {
        "off".to_owned()
    } else {
        percent.to_string()
    }
}

/// Where the cycle is.
pub(super) fn phase(phase: Phase, sweeping: bool, lang: Lang) -> String {
    let name = words::phase(phase, lang);
    if phase == Phase::Off && sweeping {
        return lang.pick(format!("{name}, sweeping"), format!("{name}，清扫中"));
    }
    name.to_owned()
}

/// A cycle, for those who cannot see it.
pub(super) fn cycle(cycle: &Cycle, lang: Lang) -> String {
    let number = cycle.number;
    let (heap, trigger) = (Bytes(cycle.start.1), Bytes(cycle.trigger));
    let why = match (cycle.why, lang) {
        (Reason::Heap, Lang::En) => format!("at {heap}; the trigger is {trigger}"),
        (Reason::Heap, Lang::Zh) => format!("始于 {heap}，触发点为 {trigger}"),
        (Reason::Time, Lang::En) => format!("at {heap}, after two minutes without one"),
        (Reason::Time, Lang::Zh) => format!("始于 {heap}，因为两分钟没有回收"),
        (Reason::Explicit, Lang::En) => format!("at {heap}, because of runtime.GC"),
        (Reason::Explicit, Lang::Zh) => format!("始于 {heap}，因为调用了 runtime.GC"),
    };
    let mut text = lang.pick(
        format!("cycle {number} started {why}"),
        format!("第 {number} 轮{why}"),
    );
    if let Some((_, live)) = cycle.end {
        let live = Bytes(live);
        text += &lang.pick(format!("; {live} survived"), format!("；{live} 存活"));
    }
    text
}

/// A pause of so many nanoseconds, for those who cannot see it.
pub(super) fn pause(length: u64, lang: Lang) -> String {
    let length = match length {
        0..1_000_000 => format!("{} µs", length / 1_000),
        _ => format!("{}.{} ms", length / 1_000_000, length % 1_000_000 / 100_000),
    };
    lang.pick(format!("pause, {length}"), format!("停顿，{length}"))
}

/// So many processors, to a tenth.
pub(super) fn processors(parts: f64) -> String {
    let text = format!("{parts:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// The chart in one sentence.
pub(super) fn chart(heap: u64, goal_now: u64, cycles: usize, lang: Lang) -> String {
    let (heap, goal) = (Bytes(heap), goal(goal_now, lang));
    lang.pick(
        format!("Chart of the heap over the last {cycles} cycles: heap {heap}, goal {goal}"),
        format!("最近 {cycles} 轮的堆大小：堆 {heap}，目标 {goal}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_cut_to_a_tenth_of_a_mib() {
        assert_eq!(in_mib(0), "0.0");
        assert_eq!(in_mib(3 << 19), "1.5");
        assert_eq!(in_mib((64 << 20) - 1), "63.9");
    }

    #[test]
    fn processors_have_a_decimal_only_where_it_says_something() {
        assert_eq!([processors(2.0), processors(0.25)], ["2", "0.2"]);
    }
}
