//! The words of this lab's stage and cards. What happened is said by the lab itself.

use glassbox_sim::{Duration, Instant, Lang};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $zh:literal;)*) => {
        $($(#[$doc])* pub(super) fn $name(lang: Lang) -> &'static str {
            lang.pick($en, $zh)
        })*
    };
}

words! {
    logs: "Logs", "日志";
    requests: "Client requests", "客户端请求";
    retries: "no leader known, retries", "领导者未知，重试中";
    queued: "queued", "排队中";
    applied: "applied", "已执行";
    cluster: "The cluster: nodes, links and messages", "集群：节点、链路与消息";
    older: "Older entries", "较早的条目";
    newer: "Newer entries", "较新的条目";
    partition: "partition", "网络分区";
    down: "down", "已宕机";
    crashed: "crashed", "已崩溃";
    paused: "paused", "已暂停";
    none_yet: "none yet", "尚无";
    highest_term: "highest term", "最大任期";
    acknowledged: "acknowledged", "已答复";
    leader: "leader", "领导者";
    follower: "follower", "跟随者";
    candidate: "candidate", "候选人";
    longest_log: "longest log", "最长日志";
    committed: "committed", "已提交";
    no_requests: "No client has written yet.", "还没有客户端写入。";
    legend_vote: "vote request", "投票请求";
    legend_entries: "entries", "日志条目";
    legend_heartbeat: "heartbeat", "心跳";
    election_timeout: "election timeout", "选举超时";
    granted_votes: "votes", "选票";
    message_type: "type", "类型";
    legend_reply: "hollow: the reply", "空心：回复";
    legend_committed: "committed, up to the bar", "已提交，到粗线为止";
    legend_open: "not committed", "未提交";
    legend_empty: "empty entry of a new leader", "新领导者的空条目";
    yes: "yes", "是";
    no: "no", "否";
    nobody: "none", "无";
    waiting_messages: "waiting messages", "等待的消息";
    sent: "sent", "发出";
    arrives: "arrives", "到达";
    lost: "lost", "丢失";
    lost_on_the_way: "lost on the way", "已在途中丢失";
    latency: "latency", "延迟";
    loss: "loss", "丢包率";
    link_state: "state", "状态";
    open: "open", "连通";
    cut_state: "cut", "已切断";
    copies: "copies", "副本";
    command: "command", "命令";
    empty_entry: "empty", "空";
    in_snapshot: "in a snapshot", "在快照中";
    drop: "Drop", "丢弃";
    delay: "Delay", "推迟";
    duplicate: "Duplicate", "复制";
    deliver: "Deliver", "送达";
    crash: "Crash", "崩溃";
    restart: "Restart", "重启";
    pause: "Pause", "暂停";
    resume: "Resume", "继续";
    time_out: "Time out now", "立即超时";
    beat: "Heartbeat now", "立即发心跳";
    isolate: "Isolate", "隔离";
    write_here: "Write here", "在此写入";
    cut: "Cut", "切断";
    mend: "Mend", "恢复";
    slow: "Slow", "变慢";
    lossy: "Lossy", "丢包";
    normal: "Normal", "正常";
    tool_partition: "Partition…", "网络分区…";
    tool_heal: "Heal", "恢复网络";
    tool_loss: "Loss", "丢包";
    tool_latency: "Latency", "延迟";
    tool_rules: "Rules…", "规则…";
    leaderless: "no leader since", "没有领导者，自";
    timeouts: "election timeouts since then", "此后的选举超时次数";
    snapshot: "snapshot", "快照";
    first_log_index: "firstLogIndex", "firstLogIndex";
    unusual: "differs from the setup", "与设置不同";
    as_set_up: "normal", "正常";
    no_limit: "no limit", "不限速";
    fast: "Fast, 1–3 ms", "快，1–3 ms";
    usual: "Normal, 8–12 ms", "正常，8–12 ms";
    slow_all: "Slow, 40–80 ms", "慢，40–80 ms";
}

/// "entry 4 waiting since".
pub(super) fn stalled(index: u64, lang: Lang) -> String {
    lang.pick(
        format!("entry {index} waiting since"),
        format!("条目 {index} 等待提交，自"),
    )
}

/// Parts of a million as "20 %".
pub(super) fn percent(parts: u32) -> String {
    format!("{} %", f64::from(parts) / 1e4)
}

/// "20 % lost".
pub(super) fn lost_part(parts: u32, lang: Lang) -> String {
    let part = percent(parts);
    lang.pick(format!("{part} lost"), format!("丢包 {part}"))
}

/// "5 % twice".
pub(super) fn doubled_part(parts: u32, lang: Lang) -> String {
    let part = percent(parts);
    lang.pick(format!("{part} twice"), format!("重复 {part}"))
}

/// "5 % out of order".
pub(super) fn reordered_part(parts: u32, lang: Lang) -> String {
    let part = percent(parts);
    lang.pick(format!("{part} out of order"), format!("乱序 {part}"))
}

/// "20 kB/s".
pub(super) fn rate(bytes: Option<u64>, lang: Lang) -> String {
    match bytes.filter(|bytes| *bytes > 0) {
        Some(bytes) => format!("{} kB/s", bytes as f64 / 1e3),
        None => no_limit(lang).to_owned(),
    }
}

/// "All links: 20 % lost".
pub(super) fn all_links(how: &str, lang: Lang) -> String {
    lang.pick(format!("all links: {how}"), format!("所有链路：{how}"))
}

/// "Link from n1 to n2: 20 % lost".
pub(super) fn link_differs(from: u8, to: u8, how: &str, lang: Lang) -> String {
    lang.pick(
        format!("link from n{from} to n{to}: {how}"),
        format!("n{from} 到 n{to} 的链路：{how}"),
    )
}

/// "3 entries".
pub(super) fn entry_count(count: u64, lang: Lang) -> String {
    match lang {
        Lang::En if count == 1 => "1 entry".to_owned(),
        Lang::En => format!("{count} entries"),
        Lang::Zh => format!("{count} 个条目"),
    }
}

/// "604.9 ms".
pub(super) fn millis(at: Instant) -> String {
    format!("{:.1} ms", at.as_millis_f64())
}

/// "in 3.6 ms".
pub(super) fn in_millis(left: Duration, lang: Lang) -> String {
    let left = left.as_millis_f64();
    lang.pick(format!("in {left:.1} ms"), format!("{left:.1} ms 后"))
}

/// "8–12 ms".
pub(super) fn range(from: Duration, to: Duration) -> String {
    let (from, to) = (from.as_millis_f64(), to.as_millis_f64());
    if from == to {
        format!("{from} ms")
    } else {
        format!("{from}–{to} ms")
    }
}

/// A list of entries, as a value: "5–6".
pub(super) fn span(first: u64, last: u64) -> String {
    if first == last {
        last.to_string()
    } else {
        format!("{first}–{last}")
    }
}

/// "heartbeat in 18 ms".
pub(super) fn heartbeat_in(millis: f64, lang: Lang) -> String {
    lang.pick(
        format!("heartbeat in {millis:.0} ms"),
        format!("{millis:.0} ms 后发心跳"),
    )
}

/// "timer 171 ms", or "voted n4 · 148 ms" while no leader is known.
pub(super) fn election_in(millis: f64, voted: Option<u8>, lang: Lang) -> String {
    match voted {
        Some(no) => lang.pick(
            format!("voted n{no} · {millis:.0} ms"),
            format!("已投 n{no} · {millis:.0} ms"),
        ),
        None => lang.pick(
            format!("timer {millis:.0} ms"),
            format!("计时器 {millis:.0} ms"),
        ),
    }
}

/// "2 votes, needs 3".
pub(super) fn votes(granted: usize, majority: usize, lang: Lang) -> String {
    match lang {
        Lang::En if granted == 1 => format!("1 vote, needs {majority}"),
        Lang::En => format!("{granted} votes, needs {majority}"),
        Lang::Zh => format!("{granted} 票，需 {majority} 票"),
    }
}

/// What is said of a paused node: how many messages wait before it.
pub(super) fn paused_with(waiting: usize, lang: Lang) -> String {
    match waiting {
        0 => lang.pick("nothing waits", "没有消息在等").to_owned(),
        1 => lang.pick("1 message waits", "1 条消息在等").to_owned(),
        _ => lang.pick(
            format!("{waiting} messages wait"),
            format!("{waiting} 条消息在等"),
        ),
    }
}

/// What is left of a crashed node: entries, perhaps after a snapshot.
pub(super) fn on_disk(entries: u64, snapshot: u64, lang: Lang) -> String {
    let entries = entry_count(entries, lang);
    match snapshot {
        0 => lang.pick(format!("{entries} on disk"), format!("磁盘上 {entries}")),
        _ => lang.pick(
            format!("on disk: ≤{snapshot}, {entries}"),
            format!("磁盘上：≤{snapshot}，{entries}"),
        ),
    }
}

/// "n4, candidate, term 3".
pub(super) fn node(no: u8, state: &str, term: u64, lang: Lang) -> String {
    lang.pick(
        format!("n{no}, {state}, term {term}"),
        format!("n{no}，{state}，任期 {term}"),
    )
}

/// ", 2 votes of 5".
pub(super) fn votes_of(granted: usize, nodes: usize, lang: Lang) -> String {
    let votes = if granted == 1 { "vote" } else { "votes" };
    lang.pick(
        format!(", {granted} {votes} of {nodes}"),
        format!("，{nodes} 票中得 {granted} 票"),
    )
}

/// "entry 6", beside a message that carries it.
pub(super) fn carried(first: u64, last: u64, lang: Lang) -> String {
    let span = span(first, last);
    let word = if first == last { "entry" } else { "entries" };
    lang.pick(format!("{word} {span}"), format!("条目 {span}"))
}

/// "matchIndex, as n1 sees it".
pub(super) fn legend_match(leader: Option<u8>, lang: Lang) -> String {
    match leader {
        Some(no) => lang.pick(
            format!("matchIndex, as n{no} sees it"),
            format!("matchIndex（n{no} 所知）"),
        ),
        None => lang
            .pick(
                "matchIndex, as a leader sees it",
                "matchIndex（领导者所知）",
            )
            .to_owned(),
    }
}

/// "done at index 4".
pub(super) fn done_at(index: u64, lang: Lang) -> String {
    lang.pick(
        format!("done at index {index}"),
        format!("在索引 {index} 处完成"),
    )
}

/// "waiting: 2 of 3 confirmed".
pub(super) fn waits_for_copies(copies: usize, majority: usize, lang: Lang) -> String {
    lang.pick(
        format!("waiting: {copies} of {majority} confirmed"),
        format!("等待：已确认 {copies} / {majority}"),
    )
}

/// "committed, being answered".
pub(super) fn being_answered(lang: Lang) -> &'static str {
    lang.pick("committed, being answered", "已提交，正在答复")
}

/// "asked n3".
pub(super) fn asked(node: u8, lang: Lang) -> String {
    lang.pick(format!("asked n{node}"), format!("已询问 n{node}"))
}

/// "12 more, not listed".
pub(super) fn earlier(count: usize, lang: Lang) -> String {
    lang.pick(
        format!("{count} more, not listed"),
        format!("另有 {count} 个未列出"),
    )
}

/// An entry for those who do not see it.
pub(super) fn slot(
    no: u8,
    index: u64,
    term: Option<u64>,
    command: &str,
    is_committed: bool,
    lang: Lang,
) -> String {
    let state = if is_committed {
        committed(lang)
    } else {
        legend_open(lang)
    };
    // Of an entry in a snapshot only the last one's term is still known.
    let term = term.map_or_else(String::new, |term| {
        lang.pick(format!("term {term}, "), format!("任期 {term}，"))
    });
    lang.pick(
        format!("n{no}, entry {index}, {term}{command}, {state}"),
        format!("n{no}，条目 {index}，{term}{command}，{state}"),
    )
}

/// "arrives at 608.5 ms".
pub(super) fn arrives_at(at: f64, lang: Lang) -> String {
    lang.pick(format!("arrives at {at:.1} ms"), format!("{at:.1} ms 到达"))
}
