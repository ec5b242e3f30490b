//! What the command line says about runs, files and links, in both languages. What is wrong with the
//! command line itself is in `usage.rs`.

use glassbox_sim::scenario::{StoryError, Text};
use glassbox_sim::timeline::Stop;
use glassbox_sim::{Instant, Lang, Tell};

use crate::check::Counts;

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

/// Before what many notes say.
pub(crate) fn often_said(lang: Lang) -> &'static str {
    lang.pick("Many notes say: ", "很多笔记这样写：")
}

/// Before how it really is, with where that is written.
pub(crate) fn in_fact(source: &str, lang: Lang) -> String {
    lang.pick(
        format!("In fact ({source}): "),
        format!("其实（{source}）："),
    )
}

/// Before why an answer is not right.
pub(crate) fn why_not(letter: char, lang: Lang) -> String {
    lang.pick(
        format!("Why not {letter}: "),
        format!("为什么不是 {letter}："),
    )
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
pub(crate) fn before_story(lang: Lang) -> &'static str {
    lang.pick("Before the story", "故事之前")
}

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
        Lang::En => format!("broken at {at}, event {event}: {name}{}", who(": ")),
        Lang::Zh => format!("在 {at}（事件 {event}）被破坏：{name}{}", who("：")),
    }
}

/// A property that should come true in the end and has not.
pub(crate) fn not_yet(name: &str, why: Option<String>, lang: Lang) -> String {
    let why = why.map_or_else(String::new, |why| {
        lang.pick(format!(": {why}"), format!("：{why}"))
    });
    lang.pick(
        format!("not yet: {name}{why}"),
        format!("尚未成立：{name}{why}"),
    )
}

/// "231 events in 812.3 ms, seed 3, digest 00…"
pub(crate) fn sum(events: u32, at: &str, seed: u64, digest: u64, lang: Lang) -> String {
    match (lang, events) {
        (Lang::En, 1) => format!("1 event in {at}, seed {seed}, digest {digest:016x}"),
        (Lang::En, _) => format!("{events} events in {at}, seed {seed}, digest {digest:016x}"),
        (Lang::Zh, _) => format!("{at} 内 {events} 个事件，种子 {seed}，摘要 {digest:016x}"),
    }
}

/// The line of a file that is right.
pub(crate) fn right(file: &str, counts: &Counts, lang: Lang) -> String {
    let counts = counts.tell(lang);
    lang.pick(
        format!("{file}: ok ({counts})"),
        format!("{file}：正确（{counts}）"),
    )
}

/// What is wrong with a file or scenario.
pub(crate) fn wrong(name: &str, problem: &str, lang: Lang) -> String {
    format!("{name}{}{problem}", lang.pick(": ", "："))
}

/// That of `all` files `failed` are not right.
pub(crate) fn not_right(failed: usize, all: usize, lang: Lang) -> String {
    match (lang, all) {
        (Lang::En, 1) => "the file is not right".to_owned(),
        (Lang::En, _) => format!("{failed} of {all} files are not right"),
        (Lang::Zh, 1) => "文件有误".to_owned(),
        (Lang::Zh, _) => format!("{all} 个文件中有 {failed} 个有误"),
    }
}

/// Before something that is said although all went well.
pub(crate) fn note(text: &str, lang: Lang) -> String {
    lang.pick(format!("note: {text}"), format!("注意：{text}"))
}

/// That the story does not come true.
pub(crate) fn not_true(problem: &StoryError, lang: Lang) -> String {
    let problem = problem.tell(lang);
    lang.pick(
        format!("the story does not come true: {problem}"),
        format!("故事没有成真：{problem}"),
    )
}

/// That the story is for another seed than the one it was told with.
pub(crate) fn other_seed(own: u64, seed: u64, problem: &StoryError, lang: Lang) -> String {
    let problem = problem.tell(lang);
    lang.pick(
        format!(
            "the story was written for seed {own}; with seed {seed} it goes otherwise and is told only so far: {problem}"
        ),
        format!("故事是为种子 {own} 写的；用种子 {seed} 时经过不同，只讲到这里：{problem}"),
    )
}

/// What was asked for is neither a scenario nor a file.
pub(crate) fn nothing_to_run(what: &str, lang: Lang) -> String {
    lang.pick(
        format!(
            "there is no scenario and no file \"{what}\"; \"glassbox list\" shows the scenarios"
        ),
        format!("没有名为“{what}”的场景或文件；“glassbox list”会列出全部场景"),
    )
}

/// There is no such scenario to link to.
pub(crate) fn nothing_to_link(what: &str, lang: Lang) -> String {
    lang.pick(
        format!(
            "there is no scenario \"{what}\"; \"glassbox list\" shows them (a file of your own is sent as a file)"
        ),
        format!(
            "没有名为“{what}”的场景；“glassbox list”会列出全部场景（自己的文件请直接发送文件）"
        ),
    )
}

/// A link names a lab that there is not.
pub(crate) fn link_of_no_lab(lab: &str, labs: &str, lang: Lang) -> String {
    let lab = lab.escape_debug();
    lang.pick(
        format!("the link is for the lab \"{lab}\"; there are {labs}"),
        format!("这是实验“{lab}”的链接；现有的实验：{labs}"),
    )
}

/// The story has no such step.
pub(crate) fn no_such_step(number: usize, steps: usize, seed: u64, lang: Lang) -> String {
    lang.pick(
        format!("there is no step {number}; the story told with seed {seed} has {steps}"),
        format!("没有第 {number} 步；用种子 {seed} 讲的故事有 {steps} 步"),
    )
}

/// The run does not come to a moment.
pub(crate) fn too_far(at: Instant, clock: Instant, full: Stop, lang: Lang) -> String {
    let why = full.tell(lang);
    let (at, clock) = (at.told(), clock.told());
    lang.pick(
        format!("the run does not come to {at}: at {clock} {why}"),
        format!("运行到不了 {at}：在 {clock} 时{why}"),
    )
}

/// A file cannot be written.
pub(crate) fn cannot_write(path: &str, lang: Lang) -> String {
    lang.pick(format!("cannot write {path}"), format!("无法写入 {path}"))
}
