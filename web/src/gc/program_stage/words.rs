//! The words of a program's stage.

use glassbox_gc::program::{Bytes, Cycle, Gogc, Phase, Reason, words};
use glassbox_gc::trace::Span;
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
    START: "started by the heap", "由堆触发";
    OTHER_START: "started otherwise", "由其他原因开始";
    FORMULA: "Formula", "公式";
    TRY_GOGC: "Try a GOGC", "试试别的 GOGC";
    ROOTS_GOAL: "live + (live + stacks + globals) × GOGC / 100", "存活 +（存活 + 栈 + 全局变量）× GOGC / 100";
    BY_MINIMUM: "That is less than 4 MiB × GOGC / 100, which counts then.", "这低于 4 MiB × GOGC / 100，以后者为准。";
    BY_SWEEP: "That is too near while garbage is not swept: 1 MiB more than the heap after the last cycle counts.", "垃圾还没扫完，这离得太近：以上一轮之后的堆再加 1 MiB 为准。";
    BY_LIMIT: "The memory limit leaves less, and that counts.", "内存上限留下的更少，以它为准。";
    BY_LIVE: "The memory limit leaves nothing, so the goal is what is alive.", "内存上限已无余地，目标就是存活堆。";
    BY_NOTHING: "GOGC is off and there is no memory limit: no goal.", "GOGC 为 off 且没有内存上限：没有目标。";
    BY_START: "A cycle that runs has at least 64 KiB to go from where it began.", "进行中的一轮，从开始处算起至少还有 64 KiB。";
    GOAL_IS: "Goal", "目标";
    TRIGGER_IS: "Trigger", "触发点";
    TRIGGER_RUNWAY: "goal − runway", "目标 − 余量";
    EARLIEST: "not before 45/64 of the way from live to goal", "不早于存活到目标之间的 45/64";
    LATEST: "not after 61/64 of it, or 4 MiB before the goal", "不晚于其 61/64，或目标之前 4 MiB";
    DECIDES: "decides", "起作用的一项";
    EARLIEST_SWEEP: "not before 1 MiB is allocated, for the sweep", "为清扫留出 1 MiB，不早于此";
    NOTHING_LEFT: "Nothing is left between what is alive and the goal: the trigger is the goal.", "存活堆与目标之间没有余地：触发点就是目标。";
    IN_FORCE: "in force", "当前值";
    FORMULA_MIB: "In MiB. live is what the last cycle marked; stacks and globals, what it scanned of them; runway, what the pacer expects to be allocated while the next one marks.", "单位 MiB。存活是上一轮标记的部分，栈和全局变量是上一轮扫描的部分；余量是 pacer 预计下一轮标记期间的分配量。";
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
    LOG: "Log", "日志";
    LOG_ABOUT: "Does the pacer’s formula hold for a real program? Paste what it printed to standard error with", "pacer 的公式对真实程序成立吗？粘贴程序写到标准错误的输出，运行时设置";
    LOG_HERE: "gc 1 @0.012s 2%: …", "gc 1 @0.012s 2%: …";
    LOG_LIMIT: "GOMEMLIMIT was set", "设置了 GOMEMLIMIT";
    LOG_EXAMPLE: "Try an invented example", "试用虚构的示例";
    LOG_INVENTED: "This log is invented: no program printed it, and its numbers were made with the pacer’s formulas. That they agree proves nothing; a log of your own does.", "这份日志是虚构的：没有程序打印过它，数字是按 pacer 的公式编的，相符并不说明什么。真正的检验要用你自己程序的日志。";
    LOG_READING: "Reading …", "正在读取……";
    LOG_NOT_WHEN_OFF: "With GOGC=off and no memory limit there is no goal, so nothing is predicted.", "GOGC 为 off 且没有内存上限时没有目标，因此不做预测。";
    LOG_CLEAR: "Clear", "清空";
    LOG_NOT_WITH_LIMIT: "With a memory limit the goal depends on figures that no trace prints, so nothing is predicted.", "设置内存上限后，目标取决于日志中没有的数值，因此不做预测。";
    LOG_NO_GOALS: "No goal can be predicted: that takes the cycle before.", "无法预测目标：需要上一轮的记录。";
    LOG_NO_TRIGGERS: "No trigger can be predicted: that takes gcpacertrace.", "无法预测触发点：需要 gcpacertrace 的输出。";
    LOG_TABLE: "Predicted and recorded, MiB", "预测与记录，MiB";
    LOG_BEGAN: "began at", "实际开始";
    LOG_PREDICTED_GOAL: "predicted goal", "预测的目标";
    LOG_RECORDED_GOAL: "recorded goal", "记录的目标";
    LOG_PREDICTED_TRIGGER: "predicted trigger", "预测的触发点";
    LOG_WRONG: "not as predicted", "与预测不符";
    LOG_MIB: "In MiB. gctrace rounds down to whole MiB, so a prediction from it is a range; gcpacertrace gives bytes. A cycle may begin up to 128 KiB after its trigger: the heap is only tested at a refill. What does not agree: often GOGC was changed meanwhile.", "单位 MiB。gctrace 向下取整到 MiB，所以由它得出的预测是一个范围；gcpacertrace 精确到字节。一轮可能比触发点晚至多 128 KiB 开始，因为只有补充 span 时才检查堆。不符的原因往往是中途改了 GOGC。";
}

/// Lines that are wrong and not told one by one.
pub(super) fn more_errors(count: usize, lang: Lang) -> String {
    lang.pick(
        format!("and {count} more lines"),
        format!("另有 {count} 行"),
    )
}

/// A text without a line of the runtime.
pub(super) fn no_cycles(skipped: usize, lang: Lang) -> String {
    if skipped == 0 {
        return lang
            .pick("No cycle in it.", "其中没有回收周期。")
            .to_owned();
    }
    lang.pick(
        format!("No cycle in it: of its lines ({skipped}) none is the runtime’s."),
        format!("其中没有回收周期：有 {skipped} 行不是 runtime 的输出。"),
    )
}

/// How much was read.
pub(super) fn cycles_read(cycles: usize, skipped: usize, lang: Lang) -> String {
    let cycle = if cycles == 1 { "cycle" } else { "cycles" };
    let line = if skipped == 1 { "line" } else { "lines" };
    lang.pick(
        format!("{cycles} {cycle}, {skipped} other {line} passed over."),
        format!("共 {cycles} 轮，略过其他 {skipped} 行。"),
    )
}

/// A log that is longer than what is read of it.
pub(super) fn log_cut(lines: usize, most: usize, lang: Lang) -> String {
    lang.pick(
        format!("More than {most} bytes: only the first {lines} lines are kept and read. Paste the part that you want to look at."),
        format!("超过 {most} 字节：只保留并读取前 {lines} 行。请粘贴想看的那一段。"),
    )
}

/// Which GOGC fits the goals best.
pub(super) fn guessed(percent: u32, fitting: usize, of: usize, lang: Lang) -> String {
    lang.pick(
        format!("GOGC {percent} is a guess: {fitting} of {of} goals fit it. Write another value if you know better."),
        format!("GOGC {percent} 是推测：{of} 个目标中有 {fitting} 个与之相符。若你知道实际的值，可以直接填写。"),
    )
}

/// Cycles whose goal cannot be predicted.
pub(super) fn not_compared(count: usize, lang: Lang) -> String {
    let it = if count == 1 { "cycle is" } else { "cycles are" };
    lang.pick(
        format!("{count} {it} left out: a prediction takes the gctrace line of the cycle before, and its stacks and globals."),
        format!("{count} 轮未比较：预测需要上一轮的 gctrace 行，以及其中的栈和全局变量。"),
    )
}

/// Cycles whose trigger does not count.
pub(super) fn asked_for(count: usize, lang: Lang) -> String {
    let it = if count == 1 { "cycle" } else { "cycles" };
    lang.pick(
        format!("{count} {it} began because of runtime.GC, not at a trigger."),
        format!("{count} 轮由 runtime.GC 开始，与触发点无关。"),
    )
}

/// The first goal that is not as predicted, and the values of GOGC that it fits.
pub(super) fn first_goal(number: u64, fits: Option<(u32, u32)>, lang: Lang) -> String {
    let Some((low, high)) = fits else {
        return lang.pick(
            format!("The first is gc {number}: its goal fits no GOGC. Was there a memory limit?"),
            format!("首个不符的是 gc {number}：它的目标与任何 GOGC 都不符。是否设置了内存上限？"),
        );
    };
    let values = if low == high {
        low.to_string()
    } else {
        lang.pick(format!("{low} to {high}"), format!("{low} 至 {high}"))
    };
    lang.pick(
        format!("The first is gc {number}: its goal would fit GOGC {values}. Was GOGC changed before it?"),
        format!("首个不符的是 gc {number}：它的目标对应 GOGC {values}。是否在此之前改过 GOGC？"),
    )
}

/// The first cycle that did not begin at its trigger.
pub(super) fn first_trigger(number: u64, early: bool, bytes: u64, lang: Lang) -> String {
    let off = Bytes(bytes);
    if early {
        return lang.pick(
            format!("The first is gc {number}: it began {off} before its trigger. Was GOGC or a memory limit changed meanwhile?"),
            format!("首个不符的是 gc {number}：比触发点早 {off} 开始。期间是否改过 GOGC 或内存上限？"),
        );
    }
    lang.pick(
        format!("The first is gc {number}: it began {off} after its trigger, as when a large object is allocated at once."),
        format!("首个不符的是 gc {number}：比触发点晚 {off} 开始，例如一次分配了很大的对象。"),
    )
}

/// That the table has only the last cycles.
pub(super) fn in_the_table(count: usize, of: usize, lang: Lang) -> String {
    lang.pick(
        format!("The table has the last {count} of {of} cycles; the sums count all."),
        format!("表中是 {of} 轮中的最后 {count} 轮；上面的统计包括全部。"),
    )
}

/// "Goals: 7 of 8 as predicted."
pub(super) fn goals_agree(agree: usize, of: usize, lang: Lang) -> String {
    lang.pick(
        format!("Goals: {agree} of {of} as predicted."),
        format!("目标：{of} 个中 {agree} 个与预测一致。"),
    )
}

/// "Triggers: 7 of 8 as predicted."
pub(super) fn triggers_agree(agree: usize, of: usize, lang: Lang) -> String {
    lang.pick(
        format!("Triggers: {agree} of {of} as predicted."),
        format!("触发点：{of} 个中 {agree} 个与预测一致。"),
    )
}

/// What ✓ and ✕ mean.
pub(super) fn agrees(agrees: bool, lang: Lang) -> &'static str {
    match agrees {
        true => lang.pick("as predicted", "与预测一致"),
        false => say(LOG_WRONG, lang),
    }
}

/// Bytes, known or between two bounds, in MiB.
pub(super) fn span(span: Span) -> String {
    let (low, high) = (hundredths(span.low), hundredths(span.high));
    if low == high {
        low
    } else {
        format!("{low}–{high}")
    }
}

fn hundredths(bytes: u64) -> String {
    let hundredths = (u128::from(bytes) * 100) >> 20;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A log’s chart in one sentence.
pub(super) fn log_chart(cycles: usize, lang: Lang) -> String {
    lang.pick(
        format!("Chart of {cycles} recorded cycles with predicted goals and triggers; the table below has the figures"),
        format!("{cycles} 轮记录与预测的目标、触发点；数值见下表"),
    )
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
pub(in crate::gc) fn goal(bytes: u64, lang: Lang) -> String {
    match real_goal(bytes) {
        Some(bytes) => Bytes(bytes).to_string(),
        None => say(NONE, lang).to_owned(),
    }
}

/// The button that sets the GOGC that was tried.
pub(super) fn set_gogc(gogc: Gogc, lang: Lang) -> String {
    lang.pick(
        format!("Set GOGC to {gogc}"),
        format!("把 GOGC 设为 {gogc}"),
    )
}

/// A size in MiB with its unit, or that there is none.
pub(super) fn or_none(bytes: Option<u64>, lang: Lang) -> String {
    match bytes {
        Some(bytes) => format!(" {} MiB", in_mib(bytes)),
        None => format!(" {}", say(NONE, lang)),
    }
}

/// What is in force instead of what is tried.
pub(super) fn instead_of(bytes: Option<u64>, lang: Lang) -> String {
    let now = or_none(bytes, lang);
    lang.pick(format!("now{now}"), format!("当前{now}"))
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
