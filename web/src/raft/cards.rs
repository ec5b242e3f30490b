//! Everything about a selected thing, in the field's names, and what can be done to it.

use glassbox_raft::core::{Body, EntryId, Message, ProgressState, Role};
use glassbox_raft::words as lab_words;
use glassbox_raft::{
    Act, Cluster, Command, Delay, LinkChange, LinkCut, LinkFigures, NodeNo, PacketRef, Server,
    Store,
};
use glassbox_sim::{Duration, Fate, Instant, Lang, PacketId};

use super::links::difference;
use super::{RaftLab, tools, words};
use crate::lab::{Card, Field, Selected};

type Acts = Vec<(String, Act)>;

/// By how much the card's button delays a message.
const DELAY: Duration = Duration::from_millis(50);

/// All things that can be selected, in reading order: nodes, messages, links.
pub(super) fn things(model: &Cluster) -> Vec<Selected> {
    let nodes = || model.servers().iter().map(Server::no);
    let packets = model
        .messages()
        .map(|(packet, _)| Selected::Packet(packet.id));
    let links = nodes().flat_map(|from| {
        let others = nodes().filter(move |to| *to != from);
        others.map(move |to| Selected::Link(from, to))
    });
    nodes()
        .map(Selected::Host)
        .chain(packets)
        .chain(links)
        .collect()
}

/// What is to be said about `selected`; `None` when it is no longer there.
pub(super) fn card(
    model: &Cluster,
    selected: Selected,
    now: Instant,
    lang: Lang,
) -> Option<Card<RaftLab>> {
    match selected {
        Selected::Host(no) => Some(node(model, model.server(no)?, now, lang)),
        Selected::Packet(id) => message(model, id, now, lang),
        Selected::Link(from, to) => link(model, from, to, lang),
        Selected::Slot(no, index) => entry(model, model.server(no)?, index, lang),
    }
}

/// Collects fields.
#[derive(Default)]
struct Fields(Vec<Field>);

impl Fields {
    fn add(&mut self, name: impl Into<String>, value: impl ToString) {
        self.0.push(Field {
            name: name.into(),
            value: value.to_string(),
        });
    }
}

fn named(node: Option<NodeNo>, lang: Lang) -> String {
    node.map_or_else(|| words::nobody(lang).to_owned(), |no| format!("n{no}"))
}

/// "term 2, index 4", as etcd writes an entry's name.
fn entry_id(id: EntryId) -> String {
    format!("{} / {}", id.term, id.index)
}

fn node(model: &Cluster, server: &Server, now: Instant, lang: Lang) -> Card<RaftLab> {
    let no = server.no();
    let mut fields = Fields::default();
    let role = server
        .role()
        .map_or(words::down(lang), |role| lab_words::role(role, lang));
    let title = format!("n{no}{}{role}", lang.pick(", ", "，"));
    fields.add("currentTerm", server.term());
    fields.add("votedFor", named(server.vote(), lang));
    if server.is_up() && !server.leads() {
        fields.add(words::leader(lang), named(server.leader(), lang));
    }
    fields.add("commitIndex", server.commit());
    if let Some(raft) = server.raft() {
        fields.add("lastApplied", raft.log().applied());
    }
    let snapshot = server.snapshot();
    if snapshot.index > 0 {
        fields.add(words::snapshot(lang), entry_id(snapshot.id()));
        fields.add(words::first_log_index(lang), server.first_index());
    }
    fields.add("lastLogIndex", server.last_index());
    if let Some(timer) = server.timer(now) {
        let name = if timer.heartbeat {
            words::legend_heartbeat(lang)
        } else {
            words::election_timeout(lang)
        };
        let until = words::in_millis(timer.at.since(now), lang);
        let whole = timer.at.since(timer.from).as_millis_f64();
        let value = if server.is_paused() {
            words::paused(lang).to_owned()
        } else {
            until
        };
        fields.add(name, format!("{value} / {whole:.0} ms"));
    }
    let votes = server.votes();
    if matches!(server.role(), Some(Role::Candidate | Role::PreCandidate)) {
        let yes = votes
            .iter()
            .filter(|(_, granted)| *granted)
            .map(|(from, _)| format!("n{from}"));
        fields.add(
            words::granted_votes(lang),
            yes.collect::<Vec<_>>().join(" "),
        );
    }
    if server.is_paused() {
        fields.add(words::waiting_messages(lang), server.waiting());
    }
    for other in model.servers().iter().filter(|other| other.no() != no) {
        if let Some(progress) = server.progress(other.no()) {
            let mut value = format!("{} / {}", progress.match_index, progress.next_index);
            if progress.state == ProgressState::Snapshot {
                value = format!("{value}, {}", words::snapshot(lang));
            }
            fields.add(format!("n{} matchIndex / nextIndex", other.no()), value);
        }
    }
    let store = stored(server.store());
    if !store.is_empty() {
        fields.add(words::applied(lang), store);
    }
    Card {
        title,
        fields: fields.0,
        acts: node_acts(model, server, lang),
        origin: None,
    }
}

/// "x=1 y=7".
fn stored(store: &Store) -> String {
    let values = store
        .values()
        .map(|(key, value)| format!("{}={value}", key.letter()));
    values.collect::<Vec<_>>().join(" ")
}

fn node_acts(model: &Cluster, server: &Server, lang: Lang) -> Acts {
    let no = server.no();
    let mut acts: Acts = Vec::new();
    let mut add = |name: &str, act| acts.push((name.to_owned(), act));
    if !server.is_up() {
        add(words::restart(lang), Act::Restart(no));
    } else {
        add(words::crash(lang), Act::Crash(no));
        if server.is_paused() {
            add(words::resume(lang), Act::Resume(no));
        } else {
            add(words::pause(lang), Act::Pause(no));
            let fire = if server.leads() {
                words::beat(lang)
            } else {
                words::time_out(lang)
            };
            add(fire, Act::Fire(no));
        }
    }
    let rest: Vec<_> = model
        .servers()
        .iter()
        .map(Server::no)
        .filter(|it| *it != no)
        .collect();
    let alone = rest
        .iter()
        .all(|it| model.is_cut(no, *it) && model.is_cut(*it, no));
    if !rest.is_empty() && !alone {
        add(words::isolate(lang), Act::Partition(vec![vec![no], rest]));
    }
    if let Some(write) = tools::next_write(model, Some(no)) {
        add(words::write_here(lang), Act::Write(write));
    }
    acts
}

fn message(model: &Cluster, id: PacketId, now: Instant, lang: Lang) -> Option<Card<RaftLab>> {
    let (packet, message) = model.messages().find(|(packet, _)| packet.id == id)?;
    let title = lab_words::message_title(&Cluster::summary(packet)?, lang);
    let mut fields = Fields::default();
    fields.add(words::message_type(lang), message.kind());
    fields.add("term", message.term);
    let mut more = Fields::default();
    body(message, &mut fields, &mut more);
    fields.add(words::sent(lang), words::millis(packet.sent_at));
    match packet.fate {
        Fate::Lost(_, at) => fields.add(words::lost(lang), words::millis(at)),
        _ => fields.add(
            words::arrives(lang),
            words::in_millis(packet.arrives_at.since(now), lang),
        ),
    }
    fields.0.append(&mut more.0);
    let which = || PacketRef::Id(id);
    let acts = [
        (words::drop(lang), Act::Drop(which())),
        (
            words::delay(lang),
            Act::Delay(Delay {
                packet: which(),
                by: DELAY,
            }),
        ),
        (words::duplicate(lang), Act::Duplicate(which())),
        (words::deliver(lang), Act::Deliver(which())),
    ];
    let acts = acts.into_iter().filter(|_| packet.in_flight());
    let acts = acts.map(|(name, act)| (name.to_owned(), act)).collect();
    Some(Card {
        title,
        fields: fields.0,
        acts,
        origin: Some(packet.sent_by),
    })
}

/// What a message says: the field that matters most, then the others.
fn body(message: &Message, main: &mut Fields, more: &mut Fields) {
    match &message.body {
        Body::MsgApp {
            prev,
            entries,
            commit,
        } => {
            let span = match (entries.first(), entries.last()) {
                (Some(first), Some(last)) => words::span(first.index, last.index),
                _ => "0".to_owned(),
            };
            main.add("entries", span);
            more.add("logTerm / index", entry_id(*prev));
            more.add("commit", commit);
            let commands = entries
                .iter()
                .filter_map(|entry| Command::from_bytes(&entry.data));
            let commands: Vec<_> = commands
                .map(|it| format!("{}←{}", it.key.letter(), it.value))
                .collect();
            if !commands.is_empty() {
                more.add("data", commands.join(" "));
            }
        }
        Body::MsgAppResp { index, rejected } => {
            main.add("reject", rejected.is_some());
            more.add("index", index);
            if let Some(hint) = rejected {
                more.add("rejectHint", entry_id(*hint));
            }
        }
        Body::MsgVote { last } | Body::MsgPreVote { last } => {
            main.add("logTerm / index", entry_id(*last));
        }
        Body::MsgVoteResp { granted } | Body::MsgPreVoteResp { granted } => {
            main.add("reject", !granted);
        }
        Body::MsgHeartbeat { commit } => main.add("commit", commit),
        Body::MsgSnap { snapshot } => {
            main.add(
                "snapshot",
                entry_id(EntryId::new(snapshot.term, snapshot.index)),
            );
            if let Some(store) = Store::from_bytes(&snapshot.data) {
                more.add("data", stored(&store));
            }
        }
        Body::MsgProp { entries } => main.add("entries", entries.len()),
        Body::MsgHeartbeatResp => (),
    }
}

fn link(model: &Cluster, from: NodeNo, to: NodeNo, lang: Lang) -> Option<Card<RaftLab>> {
    let exists = from != to && model.server(from).is_some() && model.server(to).is_some();
    let now = model.link(from, to).filter(|_| exists)?;
    let mut fields = Fields::default();
    let cut = model.is_cut(from, to);
    let state = if cut {
        words::cut_state(lang)
    } else {
        words::open(lang)
    };
    fields.add(words::link_state(lang), state);
    fields.add(
        words::latency(lang),
        words::range(now.latency_min, now.latency_max),
    );
    fields.add(words::loss(lang), words::percent(now.loss));
    let usual = model.setup().links;
    if let Some(how) = difference(now, usual, lang) {
        fields.add(words::unusual(lang), how);
    }
    let change = |link: LinkFigures| {
        Act::Link(LinkChange {
            from: Some(from),
            to: Some(to),
            link,
        })
    };
    let turn = if cut {
        words::mend(lang)
    } else {
        words::cut(lang)
    };
    let mut acts: Acts = vec![(
        turn.to_owned(),
        Act::Cut(LinkCut {
            from,
            to,
            cut: !cut,
        }),
    )];
    let (from_ms, to_ms) = (Duration::from_millis(80), Duration::from_millis(120));
    let changes = [
        (words::slow(lang), LinkFigures::latency(from_ms, to_ms)),
        (words::lossy(lang), LinkFigures::loss(300_000)),
        (words::normal(lang), usual.into()),
    ];
    let changes = changes
        .into_iter()
        .filter(|(_, figures)| figures.on(now) != now);
    acts.extend(changes.map(|(name, link)| (name.to_owned(), change(link))));
    let title = lang.pick(
        format!("Link from n{from} to n{to}"),
        format!("n{from} 到 n{to} 的链路"),
    );
    Some(Card {
        title,
        fields: fields.0,
        acts,
        origin: None,
    })
}

fn entry(model: &Cluster, server: &Server, index: u64, lang: Lang) -> Option<Card<RaftLab>> {
    if !(1..=server.last_index()).contains(&index) {
        return None;
    }
    let entries = server.entries();
    let entry = entries.iter().find(|entry| entry.index == index);
    // What is in a snapshot is committed; which term it was of, only the history knows.
    let committed_term = || Some(model.history().committed_entry(index)?.term);
    let term = server.entry_term(index).or_else(committed_term)?;
    let mut fields = Fields::default();
    fields.add("term", term);
    fields.add("index", index);
    let command = match entry.map(|entry| Command::from_bytes(&entry.data)) {
        Some(Some(it)) => format!("{}←{}  c{}", it.key.letter(), it.value, it.client),
        Some(None) => words::empty_entry(lang).to_owned(),
        None => words::in_snapshot(lang).to_owned(),
    };
    fields.add(words::command(lang), command);
    let committed = if index <= server.commit() {
        words::yes(lang)
    } else {
        words::no(lang)
    };
    fields.add(words::committed(lang), committed);
    let copies = model.copies(EntryId::new(term, index));
    fields.add(
        words::copies(lang),
        format!("{copies} / {}", model.servers().len()),
    );
    let no = server.no();
    let title = lang.pick(
        format!("Entry {index} of n{no}"),
        format!("n{no} 的条目 {index}"),
    );
    Some(Card {
        title,
        fields: fields.0,
        acts: Vec::new(),
        origin: None,
    })
}

#[cfg(test)]
mod tests {
    use glassbox_raft::Setup;
    use glassbox_sim::{Author, Timeline};

    use super::*;

    /// Names of the papers and of etcd: the same in every language.
    fn is_term(name: &str) -> bool {
        let words = [
            "term", "index", "logTerm", "commit", "entries", "reject", "data",
        ];
        let camel = |word: &str| word.chars().any(char::is_uppercase);
        let parts = name.split([' ', '/']).filter(|part| !part.is_empty());
        let mut parts = parts.filter(|part| !part.starts_with('n'));
        parts.all(|part| words.contains(&part) || camel(part))
    }

    #[test]
    fn plain_words_on_chinese_cards_are_chinese_and_terms_stay() {
        let mut run = Timeline::<Cluster>::new(Setup::default(), 3).expect("a valid setup");
        let mut seen = Vec::new();
        for step in 0..120 {
            if step == 60 {
                run.act(Act::Pause(1), Author::Person).expect("n1 is up");
            }
            let (model, now) = (run.state(), run.position().clock);
            for thing in things(model) {
                let zh = card(model, thing, now, Lang::Zh).expect("it is there");
                for Field { name, .. } in zh.fields {
                    let han = !name.is_ascii();
                    assert!(han || is_term(&name), "{name}");
                    seen.push(name);
                }
            }
            run.step_on().expect("goes on");
        }
        for name in ["领导者", "心跳", "选举超时", "选票", "类型", "currentTerm"] {
            assert!(seen.iter().any(|it| it == name), "{name}");
        }
    }
}
