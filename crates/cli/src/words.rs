//! What the command line says about a run, in both languages. Its own errors are English.

use glassbox_sim::Lang;
use glassbox_sim::scenario::Text;

/// "Step 2 of 7. ", before the text of the step.
pub(crate) fn step(number: usize, all: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Step {number} of {all}. "),
        Lang::Zh => format!("第 {number} 步（共 {all} 步）："),
    }
}

/// Before the question of a prediction.
pub(crate) fn predict(lang: Lang) -> &'static str {
    lang.pick("Predict: ", "预测：")
}

/// Before the answer that came true.
pub(crate) fn came_true(lang: Lang) -> &'static str {
    lang.pick("It came true: ", "结果是：")
}

/// A goal.
pub(crate) fn goal(text: &Text, acts: u32, lang: Lang) -> String {
    let text = text.get(lang);
    match (lang, acts) {
        (Lang::En, 1) => format!("Goal, with one act: {text}"),
        (Lang::En, _) => format!("Goal, with at most {acts} acts: {text}"),
        (Lang::Zh, _) => format!("目标（至多 {acts} 次操作）：{text}"),
    }
}

/// The heading over what happened on another branch.
pub(crate) fn branch(lang: Lang) -> &'static str {
    lang.pick("From here on another branch", "从这里起是另一个分支")
}

/// The heading over what happened when the story was over.
pub(crate) fn after_story(lang: Lang) -> &'static str {
    lang.pick("After the story", "故事之后")
}

/// "8 of 8 hold"
pub(crate) fn hold(holding: usize, all: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{holding} of {all} hold"),
        Lang::Zh => format!("{all} 项性质中 {holding} 项成立"),
    }
}

/// Where a property broke.
pub(crate) fn broke(name: &str, at: &str, event: u32, who: &str, lang: Lang) -> String {
    let who = |before: &str| {
        if who.is_empty() {
            String::new()
        } else {
            format!("{before}{who}")
        }
    };
    match lang {
        Lang::En => format!("broken at {at} ms, event {event}: {name}{}", who(", by ")),
        Lang::Zh => format!("在 {at} ms（事件 {event}）被破坏：{name}{}", who("，涉及 ")),
    }
}

/// A property that should come true in the end and has not.
pub(crate) fn not_yet(name: &str, lang: Lang) -> String {
    lang.pick(format!("not yet: {name}"), format!("尚未成立：{name}"))
}

/// "231 events in 812.3 ms, seed 3, digest 00…"
pub(crate) fn sum(events: u32, at: &str, seed: u64, digest: u64, lang: Lang) -> String {
    match (lang, events) {
        (Lang::En, 1) => format!("1 event in {at} ms, seed {seed}, digest {digest:016x}"),
        (Lang::En, _) => format!("{events} events in {at} ms, seed {seed}, digest {digest:016x}"),
        (Lang::Zh, _) => format!("{at} ms 内 {events} 个事件，种子 {seed}，摘要 {digest:016x}"),
    }
}
