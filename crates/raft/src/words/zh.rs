//! Chinese (zh-CN).

use glassbox_sim::{Lang, Loss};

use super::{node_list, role, rules, sides};
use crate::core::{MessageType, ProgressState, Role};
use crate::event::{Event, Heard, Refusal, RequestNo, Summary};

const LANG: Lang = Lang::Zh;

pub(super) fn message_name(kind: MessageType, entries: u32) -> &'static str {
    match kind {
        MessageType::MsgProp => "提案",
        MessageType::MsgApp if entries == 0 => "提交通知",
        MessageType::MsgApp => "日志条目",
        MessageType::MsgAppResp => "条目回复",
        MessageType::MsgVote => "投票请求",
        MessageType::MsgVoteResp => "投票回复",
        MessageType::MsgPreVote => "预投票请求",
        MessageType::MsgPreVoteResp => "预投票回复",
        MessageType::MsgHeartbeat => "心跳",
        MessageType::MsgHeartbeatResp => "心跳回复",
        MessageType::MsgSnap => "快照",
    }
}

/// “n4 给 n1 的投票请求”。
fn possessive(message: &Summary) -> String {
    let Summary { from, to, .. } = message;
    format!(
        "n{from} 给 n{to} 的{}",
        message_name(message.kind, message.entries)
    )
}

fn entries(first: u32, last: u32) -> String {
    if first == last {
        format!("条目 {last}")
    } else {
        format!("条目 {first}–{last}")
    }
}

fn sent(message: &Summary) -> String {
    let Summary {
        from,
        to,
        index,
        term,
        yes,
        ..
    } = *message;
    match message.kind {
        MessageType::MsgApp if message.entries == 0 => {
            format!("n{from} 告知 n{to} 日志已提交到哪里")
        }
        MessageType::MsgApp => {
            let first = index.saturating_sub(message.entries) + 1;
            format!("n{from} 向 n{to} 发送{}", entries(first, index))
        }
        MessageType::MsgAppResp if yes => format!("n{from} 向 n{to} 确认已写到条目 {index}"),
        MessageType::MsgAppResp => format!("n{from} 告知 n{to}：条目 {index} 对不上"),
        MessageType::MsgVote => format!("n{from} 在任期 {term} 向 n{to} 请求投票"),
        MessageType::MsgVoteResp if yes => format!("n{from} 向 n{to} 回复：投票给它"),
        MessageType::MsgVoteResp => format!("n{from} 向 n{to} 回复：拒绝投票"),
        MessageType::MsgPreVote => format!("n{from} 询问 n{to} 在任期 {term} 是否愿意投票"),
        MessageType::MsgPreVoteResp if yes => format!("n{from} 告知 n{to} 愿意投给它"),
        MessageType::MsgPreVoteResp => format!("n{from} 告知 n{to} 不会投给它"),
        MessageType::MsgHeartbeat => format!("n{from} 向 n{to} 发心跳"),
        MessageType::MsgHeartbeatResp => format!("n{from} 回复 n{to} 的心跳"),
        MessageType::MsgSnap => format!("n{from} 把截至条目 {index} 的快照发给 n{to}"),
        MessageType::MsgProp => format!("n{from} 把写请求转交给 n{to}"),
    }
}

fn lost(message: &Summary, why: Loss) -> String {
    let what = possessive(message);
    match why {
        Loss::Chance => format!("{what}在途中丢失"),
        Loss::Cut => format!("{what}因链路断开而丢失"),
        Loss::Full => format!("{what}丢失：在途消息太多"),
        Loss::Dropped => format!("你丢弃了 {what}"),
    }
}

fn refusal(why: Refusal, candidate: u8) -> String {
    match why {
        Refusal::Voted(to) => format!("本任期的票已投给 n{to}"),
        Refusal::Leader(leader) => format!("n{leader} 是领导者"),
        Refusal::LogBehind => format!("n{candidate} 的日志比它的旧"),
        Refusal::OldTerm => "请求来自旧任期".to_owned(),
    }
}

fn request(no: RequestNo) -> String {
    format!("c{} 的第 {} 个请求", no.client, no.serial)
}

pub(super) fn sentence(event: &Event) -> String {
    match *event {
        Event::Started { nodes: 1 } => "一个节点启动，身份是跟随者".to_owned(),
        Event::Started { nodes } => format!("{nodes} 个节点启动，全都是跟随者"),
        Event::ElectionTimeout { node, waited } => {
            format!("n{node} 已有 {waited} ms 没有收到领导者的消息")
        }
        Event::HeartbeatDue { node } => format!("n{node} 该发心跳了"),
        Event::BecamePreCandidate { node, term } => {
            format!("n{node} 先询问能否赢得任期 {}", term.saturating_add(1))
        }
        Event::BecameCandidate { node, term } => format!("n{node} 成为任期 {term} 的候选人"),
        Event::BecameLeader { node, term, votes } => {
            format!("n{node} 以 {votes} 票成为任期 {term} 的领导者")
        }
        Event::BecameFollower {
            node,
            term,
            raised: true,
            was: Role::Follower,
        } => {
            format!("n{node} 进入任期 {term}")
        }
        Event::BecameFollower {
            node,
            term,
            was,
            raised: true,
        } => {
            format!("{} n{node} 看到任期 {term}，转为跟随者", role(was, LANG))
        }
        Event::BecameFollower {
            node, term, was, ..
        } => {
            format!(
                "n{node} 不再是{}，在任期 {term} 转为跟随者",
                role(was, LANG)
            )
        }
        Event::LeaderKnown { node, leader, term } => {
            format!("n{node} 得知任期 {term} 的领导者是 n{leader}")
        }
        Event::StaleIgnored {
            node,
            from,
            kind,
            term,
            own_term,
        } => format!(
            "n{node} 已在任期 {own_term}，忽略 n{from} 的{}：任期 {term} 已经过去",
            message_name(kind, 1)
        ),
        Event::SecondLeader { node, other, term } => {
            format!("n{node} 遇到 n{other}：两者都是任期 {term} 的领导者")
        }
        Event::VoteGranted {
            node,
            candidate,
            pre: false,
            ..
        } => {
            format!("n{node} 把票投给 n{candidate}")
        }
        Event::VoteGranted {
            node, candidate, ..
        } => format!("n{node} 愿意投给 n{candidate}"),
        Event::VoteRefused {
            node,
            candidate,
            why,
            pre: false,
            ..
        } => {
            format!(
                "n{node} 拒绝投票给 n{candidate}：{}",
                refusal(why, candidate)
            )
        }
        Event::VoteRefused {
            node,
            candidate,
            why,
            ..
        } => {
            format!("n{node} 不会投给 n{candidate}：{}", refusal(why, candidate))
        }
        Event::VoteIgnored {
            node,
            candidate,
            leader,
            pre,
        } => {
            let request = if pre {
                "预投票请求"
            } else {
                "投票请求"
            };
            format!("n{node} 没有理会 n{candidate} 的{request}：它仍认可领导者 n{leader}")
        }
        Event::QuorumLost { node, term } => {
            format!("任期 {term} 的领导者 n{node} 已有一个选举超时时间没有收到多数节点的消息")
        }
        Event::VoteCounted {
            node,
            from,
            granted: true,
            yes,
            ..
        } if node == from => {
            format!("n{node} 计入自己的一票：共 {yes} 票")
        }
        Event::VoteCounted {
            node,
            from,
            granted: true,
            yes,
            ..
        } => {
            format!("n{node} 计入 n{from} 的一票：共 {yes} 票")
        }
        Event::VoteCounted { node, from, no, .. } => {
            format!("n{node} 计入 n{from} 的拒绝：{no} 票反对")
        }
        Event::Sent(ref message) => sent(message),
        Event::Received(ref message) => format!("{}到达", possessive(message)),
        Event::NobodyThere(ref message) => {
            format!("{}无人接收：n{} 已宕机", possessive(message), message.to)
        }
        Event::Queued(ref message) => {
            format!("{}在等待：n{} 已暂停", possessive(message), message.to)
        }
        Event::Lost { ref message, why } => lost(message, why),
        Event::Appended {
            node,
            first,
            last,
            term,
            leader: true,
        } => {
            format!(
                "n{node} 把任期 {term} 的{} 写入自己的日志",
                entries(first, last)
            )
        }
        Event::Appended {
            node, first, last, ..
        } => {
            format!("n{node} 把{} 写入日志", entries(first, last))
        }
        Event::RolledBack {
            node, first, last, ..
        } if first != last => {
            format!("n{node} 从日志中删去{}", entries(first, last))
        }
        Event::RolledBack {
            node,
            first,
            last,
            term,
        } => {
            format!("n{node} 从日志中删去任期 {term} 的{}", entries(first, last))
        }
        Event::AppendRefused {
            node,
            leader,
            index,
            own_term: 0,
            ..
        } => {
            format!("n{node} 拒绝 n{leader} 的消息：自己没有条目 {index}")
        }
        Event::AppendRefused {
            node,
            leader,
            index,
            term,
            own_term,
        } => format!(
            "n{node} 拒绝 n{leader} 的消息：自己的条目 {index} 属于任期 {own_term}，而不是任期 {term}"
        ),
        Event::NextIndexBack { node, peer, next } => {
            format!("n{node} 往回退，下次从条目 {next} 起向 n{peer} 重试")
        }
        Event::Matched {
            node,
            peer,
            index,
            copies,
        } => {
            format!("n{node} 得知 n{peer} 已有条目 {index}：共 {copies} 份")
        }
        Event::ProgressChanged { node, peer, state } => match state {
            ProgressState::Probe => format!("n{node} 探查 n{peer} 的日志到哪里为止与自己一致"),
            ProgressState::Replicate => format!("n{node} 开始向 n{peer} 连续发送条目"),
            ProgressState::Snapshot => format!("n{node} 等待 n{peer} 装入快照"),
        },
        Event::Committed {
            node,
            from,
            to,
            leader: true,
            ..
        } => {
            format!("{} 已在多数节点上：n{node} 将其提交", entries(from + 1, to))
        }
        Event::Committed { node, from, to, .. } => {
            format!("n{node} 得知{} 已提交", entries(from + 1, to))
        }
        Event::CommitHeldBack {
            node,
            index,
            entry_term,
            term,
        } => format!(
            "条目 {index} 已在多数节点上，但属于任期 {entry_term}：任期 {term} 的 n{node} 不提交它"
        ),
        Event::Applied {
            node,
            index,
            key,
            value,
            repeated: false,
        } => {
            format!("n{node} 执行条目 {index}：{}←{value}", key.letter())
        }
        Event::Applied { node, index, .. } => {
            format!("n{node} 没有执行条目 {index}：这是重复的请求")
        }
        Event::SnapshotTaken { node, index, .. } => {
            format!("n{node} 生成截至条目 {index} 的快照，并丢弃到此为止的日志")
        }
        Event::SnapshotSent { node, peer, index } => {
            format!("n{peer} 缺的条目 n{node} 已经没有了，于是发去截至条目 {index} 的快照")
        }
        Event::SnapshotUnanswered { node, peer } => {
            format!("n{peer} 一直没有确认 n{node} 的快照：n{node} 将再试一次")
        }
        Event::SnapshotRestored { node, index, .. } => {
            format!("n{node} 装入截至条目 {index} 的快照，取代自己的日志")
        }
        Event::SnapshotIgnored { node, index } => {
            format!("截至条目 {index} 的快照所代表的内容，n{node} 都已经有了")
        }
        Event::WriteQueued {
            request: no,
            key,
            value,
        } => {
            format!(
                "你让 c{} 写入 {}←{value}，要等它的第 {} 个请求完成",
                no.client,
                key.letter(),
                no.serial.saturating_sub(1)
            )
        }
        Event::Requested {
            request: no,
            node,
            key,
            value,
            attempt: 1,
        } => {
            format!("c{} 请 n{node} 写入 {}←{value}", no.client, key.letter())
        }
        Event::Requested {
            request: no,
            node,
            attempt,
            ..
        } => {
            format!("c{} 第 {attempt} 次尝试，请求 n{node}", no.client)
        }
        Event::Accepted {
            request: no,
            node,
            index,
            ..
        } => {
            format!("n{node} 接受 {}，记为条目 {index}", request(no))
        }
        Event::Redirected {
            request: no,
            node,
            leader: Some(leader),
        } => {
            format!("n{node} 不是领导者，让 c{} 去找 n{leader}", no.client)
        }
        Event::Redirected {
            request: no,
            node,
            leader: None,
        } => {
            format!("n{node} 告知 c{}：不知道谁是领导者", no.client)
        }
        Event::GivenUp {
            request: no,
            node,
            index,
        } => {
            format!("n{node} 放弃 {}：条目 {index} 已被换掉", request(no))
        }
        Event::Answered {
            request: no, node, ..
        } => format!("n{node} 答复 {}", request(no)),
        Event::Done { request: no, index } => {
            format!("c{} 收到答复：已在条目 {index} 处完成", no.client)
        }
        Event::ClientTimeout { request: no, node } => {
            format!("c{} 不再等 n{node}", no.client)
        }
        Event::ClientHeard {
            request: no,
            node,
            what: Heard::NoLeader,
        } => {
            format!("c{} 得知 n{node} 也不知道谁是领导者，稍候再问", no.client)
        }
        Event::ClientHeard {
            request: no,
            node,
            what: Heard::Same(leader),
        } => {
            format!(
                "c{} 从 n{node} 得知领导者是 n{leader}，但已经问过它，稍候再问",
                no.client
            )
        }
        Event::ClientHeard {
            request: no,
            node,
            what: Heard::Late,
        } => format!("c{} 已不需要 n{node} 的这个答复", no.client),
        Event::ClientQueued { request: no, node } => {
            format!("{}在等待：n{node} 已暂停", request(no))
        }
        Event::ClientUnheard { request: no, node } => {
            format!("{}无人接收：n{node} 已宕机", request(no))
        }
        Event::Crashed { node } => format!("你让 n{node} 崩溃了"),
        Event::Restarted {
            node,
            term,
            last,
            vote_lost: false,
            snapshot,
        } => {
            let count = last.saturating_sub(snapshot);
            let snapshot = match snapshot {
                0 => String::new(),
                index => format!("有截至条目 {index} 的快照，"),
            };
            format!("你重启了 n{node}：磁盘上记着任期 {term}，{snapshot}有 {count} 个条目")
        }
        Event::Restarted { node, term, .. } => {
            format!("你重启了 n{node}：它在任期 {term}，却忘了自己投过票")
        }
        Event::Paused { node } => format!("你暂停了 n{node}"),
        Event::Resumed { node, waiting: 0 } => format!("你让 n{node} 继续运行"),
        Event::Resumed { node, waiting } => {
            format!("你让 n{node} 继续运行，有 {waiting} 条消息等着它")
        }
        Event::Fired { node } => format!("你触发了 n{node} 的计时器"),
        Event::Partitioned {
            sides: ref on,
            nodes,
        } => {
            format!("你切断了网络：{}", sides(on, nodes, LANG).join(" | "))
        }
        Event::Healed => "你恢复了网络".to_owned(),
        Event::LinkCut {
            from,
            to,
            cut: true,
        } => format!("你切断了 n{from} 到 n{to} 的链路"),
        Event::LinkCut { from, to, .. } => format!("你恢复了 n{from} 到 n{to} 的链路"),
        Event::LinkChanged {
            from: None,
            to: None,
        } => "你调整了所有链路".to_owned(),
        Event::LinkChanged {
            from: Some(from),
            to: Some(to),
        } => {
            format!("你调整了 n{from} 到 n{to} 的链路")
        }
        Event::LinkChanged {
            from: Some(from),
            to: None,
        } => {
            format!("你调整了从 {} 出发的所有链路", node_list(&[from], LANG))
        }
        Event::LinkChanged {
            from: None,
            to: Some(to),
        } => {
            format!("你调整了通往 {} 的所有链路", node_list(&[to], LANG))
        }
        Event::Delayed {
            ref message,
            millis,
        } => {
            format!("你把 {}推迟了 {millis} ms", possessive(message))
        }
        Event::Duplicated { ref message, .. } => format!("你复制了 {}", possessive(message)),
        Event::Hurried(ref message) => format!("你让 {}立即送达", possessive(message)),
        Event::RuleSwitched { rule, on: false } => {
            format!("你关掉了一条规则：{}", rules::switch(rule, LANG))
        }
        Event::RuleSwitched { rule, .. } => {
            format!("你重新打开了一条规则：{}", rules::switch(rule, LANG))
        }
    }
}
