//! The short labels of the diagram. The sentences are those of [`words`](crate::words).

use glassbox_sim::Lang;

use crate::command::Key;
use crate::core::Role;
use crate::words;

/// "leader T3"
pub(super) fn role(role: Role, term: u32, lang: Lang) -> String {
    format!("{} T{term}", words::role(role, lang))
}

/// "votes n4"
pub(super) fn vote(candidate: u8, granted: bool, lang: Lang) -> String {
    match (granted, lang) {
        (true, Lang::En) => format!("votes n{candidate}"),
        (true, Lang::Zh) => format!("投给 n{candidate}"),
        (false, Lang::En) => format!("refuses n{candidate}"),
        (false, Lang::Zh) => format!("拒绝 n{candidate}"),
    }
}

/// "ignores n4"
pub(super) fn ignored(candidate: u8, lang: Lang) -> String {
    format!("{} n{candidate}", lang.pick("ignores", "不理会"))
}

pub(super) fn quorum_lost(lang: Lang) -> &'static str {
    lang.pick("hears no majority", "收不到多数节点的消息")
}

/// "committed 1–3"
pub(super) fn committed(from: u32, to: u32, lang: Lang) -> String {
    format!("{} {}", lang.pick("committed", "已提交"), range(from, to))
}

/// "removed 3–4"
pub(super) fn removed(from: u32, to: u32, lang: Lang) -> String {
    format!("{} {}", lang.pick("removed", "删去"), range(from, to))
}

/// "held back 2"
pub(super) fn held_back(index: u32, lang: Lang) -> String {
    format!("{} {index}", lang.pick("held back", "暂不提交"))
}

/// "refuses 2"
pub(super) fn refused(index: u32, lang: Lang) -> String {
    format!("{} {index}", lang.pick("refuses", "拒绝"))
}

/// "snapshot 9"
pub(super) fn snapshot(index: u32, lang: Lang) -> String {
    format!("{} {index}", lang.pick("snapshot", "快照"))
}

/// "y←7", "y←7 again"
pub(super) fn write(key: Key, value: u16, attempt: u16, lang: Lang) -> String {
    let again = if attempt > 1 {
        lang.pick(" again", " 再试")
    } else {
        ""
    };
    format!("{}←{value}{again}", key.letter())
}

pub(super) fn queued(key: Key, value: u16, lang: Lang) -> String {
    let waits = lang.pick(" waits", " 排队");
    format!("{}←{value}{waits}", key.letter())
}

pub(super) fn done(lang: Lang) -> &'static str {
    lang.pick("done", "完成")
}

pub(super) fn gave_up(lang: Lang) -> &'static str {
    lang.pick("gave up waiting", "不再等待")
}

pub(super) fn second_leader(lang: Lang) -> &'static str {
    lang.pick("a second leader", "第二个领导者")
}

pub(super) fn crashed(lang: Lang) -> &'static str {
    lang.pick("crashed", "崩溃")
}

pub(super) fn restarted(lang: Lang) -> &'static str {
    lang.pick("restarted", "重启")
}

pub(super) fn paused(lang: Lang) -> &'static str {
    lang.pick("paused", "暂停")
}

pub(super) fn resumed(lang: Lang) -> &'static str {
    lang.pick("goes on", "继续")
}

pub(super) fn fired(lang: Lang) -> &'static str {
    lang.pick("timer fired", "触发计时器")
}

/// What a client's request is called on its line.
pub(super) fn request(lang: Lang) -> &'static str {
    lang.pick("write", "写请求")
}

/// What the answer to it is called.
pub(super) fn answer(lang: Lang) -> &'static str {
    lang.pick("answer", "答复")
}

fn range(from: u32, to: u32) -> String {
    if from == to {
        to.to_string()
    } else {
        format!("{from}–{to}")
    }
}
