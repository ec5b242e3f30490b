//! What happened at one moment: notes beside the lifelines.

use glassbox_sim::sequence::{Mark, Note};
use glassbox_sim::{EventId, Lang, Record};

use super::{Lanes, hue, labels};
use crate::core::Role;
use crate::event::Event;
use crate::words;

/// Where a note stands.
enum Place {
    Node(u8),
    Client(u8),
    Across,
}

/// What is said at it.
struct Said {
    place: Place,
    mark: Mark,
    term: u32,
    label: String,
    strong: bool,
}

pub(super) fn notes(records: &[(EventId, Record<Event>)], lanes: Lanes, lang: Lang) -> Vec<Note> {
    let notes = records.iter().filter_map(|(id, record)| {
        let Said {
            place,
            mark,
            term,
            label,
            strong,
        } = said(&record.event, lang)?;
        let lane = match place {
            Place::Node(no) => Some(lanes.node(no)),
            Place::Client(no) => Some(lanes.client(no)),
            Place::Across => None,
        };
        let title = words::sentence(&record.event, lang);
        Some(Note {
            lane,
            at: record.at,
            mark,
            hue: hue(term),
            label,
            strong,
            title,
            event: *id,
        })
    });
    notes.collect()
}

/// What is noted of an event, if anything: roles, votes, commits, clients, and what a person did.
fn said(event: &Event, lang: Lang) -> Option<Said> {
    let at = |node: u8, mark, term, label: String, strong| {
        Some(Said {
            place: Place::Node(node),
            mark,
            term,
            label,
            strong,
        })
    };
    let client = |client: u8, mark, label: String| {
        Some(Said {
            place: Place::Client(client),
            mark,
            term: 0,
            label,
            strong: false,
        })
    };
    match *event {
        Event::BecamePreCandidate { node, term } => at(
            node,
            Mark::Change,
            term,
            labels::role(Role::PreCandidate, term, lang),
            false,
        ),
        Event::BecameCandidate { node, term } => at(
            node,
            Mark::Change,
            term,
            labels::role(Role::Candidate, term, lang),
            true,
        ),
        Event::BecameLeader { node, term, .. } => at(
            node,
            Mark::Reached,
            term,
            labels::role(Role::Leader, term, lang),
            true,
        ),
        Event::BecameFollower {
            node, term, was, ..
        } if was != Role::Follower => at(
            node,
            Mark::Change,
            term,
            labels::role(Role::Follower, term, lang),
            false,
        ),
        Event::SecondLeader { node, term, .. } => at(
            node,
            Mark::No,
            term,
            labels::second_leader(lang).to_owned(),
            true,
        ),
        Event::VoteGranted {
            node,
            candidate,
            term,
            ..
        } if node != candidate => at(
            node,
            Mark::Yes,
            term,
            labels::vote(candidate, true, lang),
            false,
        ),
        Event::VoteRefused {
            node,
            candidate,
            term,
            ..
        } => at(
            node,
            Mark::No,
            term,
            labels::vote(candidate, false, lang),
            false,
        ),
        Event::Committed {
            node,
            from,
            to,
            leader,
            term,
        } => {
            // The leader's commit is the news; that followers hear of it is only marked.
            let label = if leader {
                labels::committed(from.saturating_add(1), to, lang)
            } else {
                String::new()
            };
            at(node, Mark::Settled, term, label, leader)
        }
        Event::RolledBack {
            node,
            first,
            last,
            term,
        } => at(
            node,
            Mark::No,
            term,
            labels::removed(first, last, lang),
            true,
        ),
        Event::CommitHeldBack {
            node, index, term, ..
        } => at(node, Mark::No, term, labels::held_back(index, lang), true),
        Event::AppendRefused { node, index, .. } => {
            at(node, Mark::No, 0, labels::refused(index, lang), false)
        }
        Event::VoteIgnored {
            node, candidate, ..
        } => at(node, Mark::No, 0, labels::ignored(candidate, lang), false),
        Event::QuorumLost { node, term } => at(
            node,
            Mark::No,
            term,
            labels::quorum_lost(lang).to_owned(),
            true,
        ),
        Event::SnapshotTaken { node, index, term }
        | Event::SnapshotRestored { node, index, term } => at(
            node,
            Mark::Settled,
            term,
            labels::snapshot(index, lang),
            false,
        ),
        Event::Crashed { node } => at(node, Mark::No, 0, labels::crashed(lang).to_owned(), true),
        Event::Restarted { node, .. } => {
            at(node, Mark::Act, 0, labels::restarted(lang).to_owned(), true)
        }
        Event::Paused { node } => at(node, Mark::Act, 0, labels::paused(lang).to_owned(), true),
        Event::Resumed { node, .. } => {
            at(node, Mark::Act, 0, labels::resumed(lang).to_owned(), true)
        }
        Event::Fired { node } => at(node, Mark::Act, 0, labels::fired(lang).to_owned(), false),
        Event::NobodyThere(message) => at(message.to, Mark::No, 0, String::new(), false),
        Event::Redirected { node, .. } | Event::GivenUp { node, .. } => {
            at(node, Mark::No, 0, String::new(), false)
        }
        Event::ClientUnheard { node, .. } => at(node, Mark::No, 0, String::new(), false),
        Event::WriteQueued {
            request,
            key,
            value,
        } => client(request.client, Mark::Act, labels::queued(key, value, lang)),
        Event::Requested {
            request,
            key,
            value,
            attempt,
            ..
        } => client(
            request.client,
            Mark::Request,
            labels::write(key, value, attempt, lang),
        ),
        Event::Done { request, .. } => {
            client(request.client, Mark::Yes, labels::done(lang).to_owned())
        }
        Event::ClientTimeout { request, .. } => {
            client(request.client, Mark::No, labels::gave_up(lang).to_owned())
        }
        Event::LinkCut { .. } | Event::LinkChanged { .. } | Event::RuleSwitched { .. } => {
            let label = words::sentence(event, lang);
            Some(Said {
                place: Place::Across,
                mark: Mark::Act,
                term: 0,
                label,
                strong: false,
            })
        }
        _ => None,
    }
}
