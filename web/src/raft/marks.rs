//! Events and properties as the shell shows them: marks, lanes, places, reasons, facts.

use glassbox_raft::words as lab_words;
use glassbox_raft::{Act, Cluster, Event, Mark, RuleChange, Server};
use glassbox_sim::Lang;

use super::{RaftLab, words};
use crate::lab::{Lane, MarkKind, Selected, Why};

/// The hue of a term, 1 to 4; 0 for term 0, which has none.
pub(super) fn hue(term: u64) -> u8 {
    // At most four, so it fits.
    term.checked_sub(1).map_or(0, |term| (term % 4) as u8 + 1)
}

/// Why an event happened, with its rule's switch.
pub(super) fn why(event: &Event, lang: Lang) -> Why<RaftLab> {
    let rule = event.rule();
    Why {
        rule: lab_words::rule(rule, lang),
        citation: rule.citation(),
        file: rule.file(),
        switch_off: rule
            .switch()
            .map(|rule| Act::Switch(RuleChange { rule, on: false })),
    }
}

/// The mark on the seek bar.
pub(super) fn mark(event: &Event) -> Option<MarkKind> {
    event.mark().map(|mark| match mark {
        Mark::Election => MarkKind::Change,
        Mark::Leader => MarkKind::Reached,
        Mark::Write => MarkKind::Request,
        Mark::Commit => MarkKind::Settled,
        Mark::Partition => MarkKind::Cut,
        Mark::Loss => MarkKind::Loss,
    })
}

/// The mark in front of an event's row: that of the seek bar, or a loss.
pub(super) fn row_mark(event: &Event) -> Option<MarkKind> {
    let lost = matches!(
        event,
        Event::Lost { .. }
            | Event::NobodyThere(_)
            | Event::ClientUnheard { .. }
            | Event::GivenUp { .. }
            | Event::VoteRefused { .. }
            | Event::VoteIgnored { .. }
            | Event::AppendRefused { .. }
    );
    mark(event).or(lost.then_some(MarkKind::Loss))
}

/// Where on the stage an event happened.
pub(super) fn place(event: &Event) -> Option<Selected> {
    match *event {
        Event::Sent(message)
        | Event::Hurried(message)
        | Event::Lost { message, .. }
        | Event::Delayed { message, .. }
        | Event::Duplicated { message, .. } => Some(Selected::Packet(message.packet)),
        Event::Appended {
            node, last: index, ..
        }
        | Event::RolledBack {
            node, first: index, ..
        }
        | Event::Committed {
            node, to: index, ..
        }
        | Event::CommitHeldBack { node, index, .. }
        | Event::Applied { node, index, .. }
        | Event::SnapshotTaken { node, index, .. }
        | Event::SnapshotRestored { node, index, .. }
        | Event::Accepted { node, index, .. } => Some(Selected::Slot(node, u64::from(index))),
        Event::LinkCut { from, to, .. } => Some(Selected::Link(from, to)),
        Event::LinkChanged {
            from: Some(from),
            to: Some(to),
        } => Some(Selected::Link(from, to)),
        _ => event.node().map(Selected::Host),
    }
}

/// The term that an event opens, as a lane of the seek bar.
pub(super) fn lane(event: &Event) -> Option<Lane> {
    match event {
        Event::BecameCandidate { term, .. } | Event::BecameLeader { term, .. } => Some(Lane {
            label: format!("T{term}"),
            hue: hue(u64::from(*term)),
        }),
        _ => None,
    }
}

/// Live facts beside a pinned property, as pairs of a label and a value.
pub(super) fn property_facts(id: &str, model: &Cluster, lang: Lang) -> Vec<(String, String)> {
    let history = model.history();
    let servers = model.servers();
    let term = servers.iter().map(Server::term).max().unwrap_or_default();
    match id {
        "election-safety" => {
            let mut facts: Vec<_> = (history.leaders().rev().take(3))
                .map(|(term, node)| (format!("T{term}"), format!("n{node}")))
                .collect();
            facts.reverse();
            if term > 0
                && history
                    .leaders()
                    .next_back()
                    .is_none_or(|(last, _)| last < term)
            {
                facts.push((format!("T{term}"), words::none_yet(lang).to_owned()));
                facts.drain(..facts.len().saturating_sub(3));
            }
            facts
        }
        "leader-append-only" => (servers.iter().filter(|server| server.leads()))
            .map(|leader| {
                (
                    format!("n{}", leader.no()),
                    words::entry_count(leader.last_index(), lang),
                )
            })
            .collect(),
        "one-vote-per-term" => {
            let voted = servers.iter().filter(|server| server.term() == term);
            let votes: Vec<_> = voted
                .filter_map(|server| Some(format!("n{}→n{}", server.no(), server.vote()?)))
                .collect();
            if votes.is_empty() {
                Vec::new()
            } else {
                vec![(format!("T{term}"), votes.join(" "))]
            }
        }
        "terms-grow" => vec![(words::highest_term(lang).to_owned(), term.to_string())],
        "commits-grow" => {
            let commit = servers.iter().map(Server::commit).max().unwrap_or_default();
            vec![("commitIndex".to_owned(), commit.to_string())]
        }
        "acknowledged-stays" => {
            let count = history.acknowledged_count().to_string();
            vec![(words::acknowledged(lang).to_owned(), count)]
        }
        "leader-exists" => {
            let leader = model.leader().map(|leader| format!("n{}", leader.no()));
            let name = leader.unwrap_or_else(|| words::none_yet(lang).to_owned());
            match model.leaderless() {
                None => vec![(words::leader(lang).to_owned(), name)],
                Some(nobody) => vec![
                    (
                        words::leaderless(lang).to_owned(),
                        words::millis(nobody.since),
                    ),
                    (
                        words::timeouts(lang).to_owned(),
                        nobody.timeouts.to_string(),
                    ),
                ],
            }
        }
        "log-matching" => {
            let last = servers
                .iter()
                .map(Server::last_index)
                .max()
                .unwrap_or_default();
            vec![(
                words::longest_log(lang).to_owned(),
                words::entry_count(last, lang),
            )]
        }
        "commit-advances" => (model.leader().into_iter())
            .map(|leader| {
                let value = format!("{} / {}", leader.commit(), leader.last_index());
                (words::committed(lang).to_owned(), value)
            })
            .chain(model.stalled().map(|stalled| {
                let name = words::stalled(stalled.index, lang);
                (name, words::millis(stalled.since))
            }))
            .collect(),
        _ => vec![(
            words::committed(lang).to_owned(),
            history.committed_count().to_string(),
        )],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_go_through_four_hues() {
        assert_eq!([0, 1, 2, 3, 4, 5, 8].map(hue), [0, 1, 2, 3, 4, 1, 4]);
    }

    #[test]
    fn a_cut_of_a_log_is_placed_in_the_log() {
        let event = Event::RolledBack {
            node: 2,
            first: 5,
            last: 6,
            term: 1,
        };
        assert_eq!(place(&event), Some(Selected::Slot(2, 5)));
        assert_eq!(mark(&event), Some(MarkKind::Loss));
    }
}
