//! English.

use glassbox_sim::{Lang, Loss};

use super::{node_list, role, rules, sides};
use crate::core::{MessageType, ProgressState, Role};
use crate::event::{Event, Heard, Refusal, RequestNo, Summary};

const LANG: Lang = Lang::En;

pub(super) fn message_name(kind: MessageType, entries: u32) -> &'static str {
    match kind {
        MessageType::MsgProp => "proposal",
        MessageType::MsgApp if entries == 0 => "commit notice",
        MessageType::MsgApp => "entries",
        MessageType::MsgAppResp => "reply to entries",
        MessageType::MsgVote => "vote request",
        MessageType::MsgVoteResp => "vote reply",
        MessageType::MsgPreVote => "pre-vote request",
        MessageType::MsgPreVoteResp => "pre-vote reply",
        MessageType::MsgHeartbeat => "heartbeat",
        MessageType::MsgHeartbeatResp => "heartbeat reply",
        MessageType::MsgSnap => "snapshot",
    }
}

/// "n4’s vote request to n1".
fn possessive(message: &Summary) -> String {
    let Summary { from, to, .. } = message;
    format!(
        "n{from}’s {} to n{to}",
        message_name(message.kind, message.entries)
    )
}

/// Whether its name is a plural: "entries".
fn is_plural(message: &Summary) -> bool {
    message.kind == MessageType::MsgApp && message.entries > 0
}

fn entries(first: u32, last: u32) -> String {
    if first == last {
        format!("entry {last}")
    } else {
        format!("entries {first}–{last}")
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
            format!("n{from} told n{to} how far the log is committed")
        }
        MessageType::MsgApp => {
            let first = index.saturating_sub(message.entries) + 1;
            format!("n{from} sent {} to n{to}", entries(first, index))
        }
        MessageType::MsgAppResp if yes => format!("n{from} confirmed to n{to} up to entry {index}"),
        MessageType::MsgAppResp => format!("n{from} told n{to} that entry {index} does not match"),
        MessageType::MsgVote => format!("n{from} asked n{to} for its vote in term {term}"),
        MessageType::MsgVoteResp if yes => format!("n{from} sent its vote to n{to}"),
        MessageType::MsgVoteResp => format!("n{from} sent its refusal to n{to}"),
        MessageType::MsgPreVote => {
            format!("n{from} asked n{to} whether it would vote in term {term}")
        }
        MessageType::MsgPreVoteResp if yes => {
            format!("n{from} told n{to} that it would vote for it")
        }
        MessageType::MsgPreVoteResp => format!("n{from} told n{to} that it would not vote for it"),
        MessageType::MsgHeartbeat => format!("n{from} sent a heartbeat to n{to}"),
        MessageType::MsgHeartbeatResp => format!("n{from} answered n{to}’s heartbeat"),
        MessageType::MsgSnap => format!("n{from} sent a snapshot up to entry {index} to n{to}"),
        MessageType::MsgProp => format!("n{from} handed a write on to n{to}"),
    }
}

fn lost(message: &Summary, why: Loss) -> String {
    let what = possessive(message);
    let was = if is_plural(message) { "were" } else { "was" };
    match why {
        Loss::Chance => format!("{what} {was} lost on the way"),
        Loss::Cut => format!("{what} {was} lost at the cut"),
        Loss::Full => format!("{what} {was} lost: too many messages under way"),
        Loss::Dropped => format!("you dropped {what}"),
    }
}

fn refusal(why: Refusal, candidate: u8) -> String {
    match why {
        Refusal::Voted(to) => format!("its vote of this term went to n{to}"),
        Refusal::Leader(leader) => format!("n{leader} leads"),
        Refusal::LogBehind => format!("n{candidate}’s log is older than its own"),
        Refusal::OldTerm => "the request is of an old term".to_owned(),
    }
}

fn request(no: RequestNo) -> String {
    format!("c{}’s request {}", no.client, no.serial)
}

pub(super) fn sentence(event: &Event) -> String {
    match *event {
        Event::Started { nodes: 1 } => "one node starts, as a follower".to_owned(),
        Event::Started { nodes } => format!("{nodes} nodes start, all as followers"),
        Event::ElectionTimeout { node, waited } => {
            format!("n{node} heard from no leader for {waited} ms")
        }
        Event::HeartbeatDue { node } => format!("n{node}’s heartbeat is due"),
        Event::BecamePreCandidate { node, term } => {
            format!(
                "n{node} asks whether it could win term {}",
                term.saturating_add(1)
            )
        }
        Event::BecameCandidate { node, term } => format!("n{node} became candidate in term {term}"),
        Event::BecameLeader { node, term, votes } => {
            let votes = if votes == 1 {
                "1 vote".to_owned()
            } else {
                format!("{votes} votes")
            };
            format!("n{node} became leader of term {term} with {votes}")
        }
        Event::BecameFollower {
            node,
            term,
            raised: true,
            was: Role::Follower,
        } => {
            format!("n{node} moved to term {term}")
        }
        Event::BecameFollower {
            node,
            term,
            was,
            raised: true,
        } => {
            format!("n{node}, {}, saw term {term} and follows", role(was, LANG))
        }
        Event::BecameFollower {
            node, term, was, ..
        } => {
            format!(
                "n{node} is no longer {} and follows in term {term}",
                role(was, LANG)
            )
        }
        Event::LeaderKnown { node, leader, term } => {
            format!("n{node} knows that n{leader} leads term {term}")
        }
        Event::StaleIgnored {
            node,
            from,
            kind,
            term,
            own_term,
        } => format!(
            "n{node}, in term {own_term}, ignored the {} of n{from}: term {term} is over",
            message_name(kind, 1)
        ),
        Event::SecondLeader { node, other, term } => {
            format!("n{node} met n{other}: both lead term {term}")
        }
        Event::VoteGranted {
            node,
            candidate,
            pre: false,
            ..
        } => {
            format!("n{node} granted its vote to n{candidate}")
        }
        Event::VoteGranted {
            node, candidate, ..
        } => {
            format!("n{node} would vote for n{candidate}")
        }
        Event::VoteRefused {
            node,
            candidate,
            why,
            pre: false,
            ..
        } => {
            format!(
                "n{node} refused its vote to n{candidate}: {}",
                refusal(why, candidate)
            )
        }
        Event::VoteRefused {
            node,
            candidate,
            why,
            ..
        } => {
            format!(
                "n{node} would not vote for n{candidate}: {}",
                refusal(why, candidate)
            )
        }
        Event::VoteIgnored {
            node,
            candidate,
            leader,
            pre,
        } => {
            let request = if pre {
                "pre-vote request"
            } else {
                "vote request"
            };
            format!(
                "n{node} ignored n{candidate}’s {request}: it still counts on its leader n{leader}"
            )
        }
        Event::QuorumLost { node, term } => {
            format!(
                "n{node}, leader of term {term}, has not heard from a majority for an election timeout"
            )
        }
        Event::VoteCounted {
            node,
            from,
            granted: true,
            yes,
            ..
        } if node == from => {
            format!("n{node} counted its own vote: {yes}")
        }
        Event::VoteCounted {
            node,
            from,
            granted: true,
            yes,
            ..
        } => {
            format!("n{node} counted n{from}’s vote: {yes} for it")
        }
        Event::VoteCounted { node, from, no, .. } => {
            format!("n{node} counted n{from}’s refusal: {no} against it")
        }
        Event::Sent(ref message) => sent(message),
        Event::Received(ref message) => format!("{} arrived", possessive(message)),
        Event::NobodyThere(ref message) => {
            format!(
                "{} found nobody: n{} is down",
                possessive(message),
                message.to
            )
        }
        Event::Queued(ref message) => {
            let wait = if is_plural(message) { "wait" } else { "waits" };
            format!("{} {wait}: n{} is paused", possessive(message), message.to)
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
                "n{node} wrote {} of term {term} into its own log",
                entries(first, last)
            )
        }
        Event::Appended {
            node, first, last, ..
        } => {
            format!("n{node} wrote {} into its log", entries(first, last))
        }
        Event::RolledBack {
            node, first, last, ..
        } if first != last => {
            format!("n{node} cut {} off its log", entries(first, last))
        }
        Event::RolledBack {
            node,
            first,
            last,
            term,
        } => {
            format!(
                "n{node} cut {} of term {term} off its log",
                entries(first, last)
            )
        }
        Event::AppendRefused {
            node,
            leader,
            index,
            own_term: 0,
            ..
        } => {
            format!("n{node} refused n{leader}’s message: it has no entry {index}")
        }
        Event::AppendRefused {
            node,
            leader,
            index,
            term,
            own_term,
        } => format!(
            "n{node} refused n{leader}’s message: its entry {index} is of term {own_term}, not {term}"
        ),
        Event::NextIndexBack { node, peer, next } => {
            format!("n{node} goes back and will try n{peer} from entry {next}")
        }
        Event::Matched {
            node,
            peer,
            index,
            copies,
        } => {
            format!("n{node} knows that n{peer} has entry {index}: {copies} copies")
        }
        Event::ProgressChanged { node, peer, state } => match state {
            ProgressState::Probe => format!("n{node} probes where n{peer}’s log agrees"),
            ProgressState::Replicate => format!("n{node} streams entries to n{peer}"),
            ProgressState::Snapshot => format!("n{node} waits for n{peer} to install a snapshot"),
        },
        Event::Committed {
            node,
            from,
            to,
            leader: true,
            ..
        } => {
            let (has, what) = if from.saturating_add(1) == to {
                ("is", "it")
            } else {
                ("are", "them")
            };
            format!(
                "{} {has} on a majority: n{node} commits {what}",
                entries(from + 1, to)
            )
        }
        Event::Committed { node, from, to, .. } => {
            format!(
                "n{node} learned that {} {} committed",
                entries(from + 1, to),
                if from.saturating_add(1) == to {
                    "is"
                } else {
                    "are"
                }
            )
        }
        Event::CommitHeldBack {
            node,
            index,
            entry_term,
            term,
        } => format!(
            "a majority has entry {index}, but it is of term {entry_term}: n{node} of term {term} does not commit it"
        ),
        Event::Applied {
            node,
            index,
            key,
            value,
            repeated: false,
        } => {
            format!("n{node} executed entry {index}: {}←{value}", key.letter())
        }
        Event::Applied { node, index, .. } => {
            format!("n{node} did not execute entry {index}: it was a repeated request")
        }
        Event::SnapshotTaken { node, index, .. } => {
            format!("n{node} took a snapshot up to entry {index} and discarded its log up to there")
        }
        Event::SnapshotSent { node, peer, index } => {
            format!(
                "n{node} no longer has what n{peer} lacks and sent it a snapshot up to entry {index}"
            )
        }
        Event::SnapshotUnanswered { node, peer } => {
            format!("n{peer} has not acknowledged n{node}’s snapshot: n{node} will try again")
        }
        Event::SnapshotRestored { node, index, .. } => {
            format!("n{node} installed a snapshot up to entry {index} in place of its log")
        }
        Event::SnapshotIgnored { node, index } => {
            format!("n{node} already has what the snapshot up to entry {index} stands for")
        }
        Event::WriteQueued {
            request: no,
            key,
            value,
        } => {
            format!(
                "you told c{} to write {}←{value}, once its request {} is done",
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
            format!(
                "c{} asked n{node} to write {}←{value}",
                no.client,
                key.letter()
            )
        }
        Event::Requested {
            request: no,
            node,
            attempt,
            ..
        } => {
            format!("c{} asked n{node}, attempt {attempt}", no.client)
        }
        Event::Accepted {
            request: no,
            node,
            index,
            ..
        } => {
            format!("n{node} takes {} as entry {index}", request(no))
        }
        Event::Redirected {
            request: no,
            node,
            leader: Some(leader),
        } => {
            format!("n{node} does not lead and sent c{} to n{leader}", no.client)
        }
        Event::Redirected {
            request: no,
            node,
            leader: None,
        } => {
            format!("n{node} told c{} that it knows of no leader", no.client)
        }
        Event::GivenUp {
            request: no,
            node,
            index,
        } => {
            format!(
                "n{node} gave up {}: entry {index} is another one now",
                request(no)
            )
        }
        Event::Answered {
            request: no, node, ..
        } => format!("n{node} answered {}", request(no)),
        Event::Done { request: no, index } => {
            format!("c{} has its answer: done at entry {index}", no.client)
        }
        Event::ClientTimeout { request: no, node } => {
            format!("c{} gave up waiting for n{node}", no.client)
        }
        Event::ClientHeard {
            request: no,
            node,
            what: Heard::NoLeader,
        } => {
            format!(
                "c{} heard that n{node} knows of no leader, and waits before it asks again",
                no.client
            )
        }
        Event::ClientHeard {
            request: no,
            node,
            what: Heard::Same(leader),
        } => format!(
            "c{} heard from n{node} of n{leader}, which it has asked already, and waits before it asks again",
            no.client
        ),
        Event::ClientHeard {
            request: no,
            node,
            what: Heard::Late,
        } => format!("c{} no longer needed this answer of n{node}", no.client),
        Event::ClientQueued { request: no, node } => {
            format!("{} waits: n{node} is paused", request(no))
        }
        Event::ClientUnheard { request: no, node } => {
            format!("{} found nobody: n{node} is down", request(no))
        }
        Event::Crashed { node } => format!("you crashed n{node}"),
        Event::Restarted {
            node,
            term,
            last,
            vote_lost: false,
            snapshot,
        } => {
            let count = last.saturating_sub(snapshot);
            let entries = if count == 1 { "entry" } else { "entries" };
            let snapshot = match snapshot {
                0 => " and".to_owned(),
                index => format!(", a snapshot up to entry {index} and"),
            };
            format!("you restarted n{node}: its disk has term {term}{snapshot} {count} {entries}")
        }
        Event::Restarted { node, term, .. } => {
            format!("you restarted n{node}: it is in term {term} and has forgotten its vote")
        }
        Event::Paused { node } => format!("you paused n{node}"),
        Event::Resumed { node, waiting: 0 } => format!("you let n{node} go on"),
        Event::Resumed { node, waiting } => {
            let messages = if waiting == 1 {
                "message waits"
            } else {
                "messages wait"
            };
            format!("you let n{node} go on; {waiting} {messages} for it")
        }
        Event::Fired { node } => format!("you fired n{node}’s timer"),
        Event::Partitioned {
            sides: ref on,
            nodes,
        } => {
            format!(
                "you cut the network: {}",
                sides(on, nodes, LANG).join(" | ")
            )
        }
        Event::Healed => "you mended the network".to_owned(),
        Event::LinkCut {
            from,
            to,
            cut: true,
        } => format!("you cut the link from n{from} to n{to}"),
        Event::LinkCut { from, to, .. } => format!("you mended the link from n{from} to n{to}"),
        Event::LinkChanged {
            from: None,
            to: None,
        } => "you changed every link".to_owned(),
        Event::LinkChanged {
            from: Some(from),
            to: Some(to),
        } => {
            format!("you changed the link from n{from} to n{to}")
        }
        Event::LinkChanged { from, to } => {
            let (way, node) = if from.is_some() {
                ("from", from)
            } else {
                ("to", to)
            };
            format!(
                "you changed all links {way} {}",
                node_list(node.as_slice(), LANG)
            )
        }
        Event::Delayed {
            ref message,
            millis,
        } => {
            format!("you delayed {} by {millis} ms", possessive(message))
        }
        Event::Duplicated { ref message, .. } => format!("you duplicated {}", possessive(message)),
        Event::Hurried(ref message) => format!("you delivered {} at once", possessive(message)),
        Event::RuleSwitched { rule, on: false } => {
            format!("you switched a rule off: {}", rules::switch(rule, LANG))
        }
        Event::RuleSwitched { rule, .. } => {
            format!(
                "you switched a rule on again: {}",
                rules::switch(rule, LANG)
            )
        }
    }
}
