//! Whatever is sent is heard of when it arrives.

#[path = "support/chaos.rs"]
mod chaos;

use std::collections::BTreeSet;

use chaos::Chaos;
use glassbox_raft::{Act, Cluster, Event, Heard, Refusal, Setup, words};
use glassbox_sim::timeline::BranchId;
use glassbox_sim::{Author, Duration, EventId, Lang, Record, Timeline};

const ROOT: BranchId = BranchId(0);
/// Longest time of a client's message.
const CLIENT_FLIGHT: Duration = Duration::from_millis(2);

fn records(run: &Timeline<Cluster>) -> Vec<Record<Event>> {
    let all = run.events_until(ROOT, run.recorded(ROOT));
    (0..all)
        .filter_map(|id| run.event(ROOT, EventId(id)).cloned())
        .collect()
}

#[test]
fn every_message_of_a_client_and_to_one_is_heard_of_when_it_arrives() {
    let mut answers = BTreeSet::new();
    for seed in 0..60 {
        let mut chaos = Chaos::new(seed, false);
        let mut run = Timeline::<Cluster>::new(chaos.setup(), seed).expect("a valid setup");
        for _ in 0..1_500 {
            if chaos.acts(8) {
                run.wait(chaos.moment(run.state()));
                // What cannot be done just now is left out.
                let _ = run.act(chaos.act(run.state()), Author::Person);
            } else {
                let _ = run.step_on();
            }
        }
        let records = records(&run);
        let followed: BTreeSet<EventId> = (records.iter())
            .flat_map(|record| record.causes.iter())
            .collect();
        let end = run.position().clock;
        for (id, record) in (0..).map(EventId).zip(&records) {
            answers.extend(match record.event {
                Event::ClientHeard { what, .. } => Some(match what {
                    Heard::NoLeader => 1,
                    Heard::Same(_) => 2,
                    Heard::Late => 3,
                }),
                Event::ClientQueued { .. } => Some(4),
                _ => None,
            });
            let sends = matches!(
                record.event,
                Event::Requested { .. }
                    | Event::Redirected { .. }
                    | Event::GivenUp { .. }
                    | Event::Answered { .. }
            );
            if sends && end.since(record.at) > CLIENT_FLIGHT {
                assert!(followed.contains(&id), "seed {seed}: {id:?} {record:?}");
            }
        }
    }
    assert_eq!(answers, BTreeSet::from([1, 2, 3, 4]), "all of them happen");
}

#[test]
fn a_vote_request_within_the_lease_is_ignored_and_told() {
    let setup = Setup {
        nodes: 3,
        check_quorum: true,
        ..Setup::default()
    };
    let mut run = Timeline::<Cluster>::new(setup, 1).expect("a valid setup");
    run.act(Act::Fire(1), Author::Person).expect("possible");
    while run.state().servers()[2].leader() != Some(1) {
        run.step_on().expect("it goes on");
    }
    run.act(Act::Fire(3), Author::Person).expect("possible");
    let ignored = loop {
        run.step_on().expect("it goes on");
        let happened = run.happened();
        let found = happened.iter().find_map(|it| match it.event {
            event @ Event::VoteIgnored { .. } => Some(event),
            _ => None,
        });
        if let Some(event) = found {
            break event;
        }
    };
    assert!(matches!(
        ignored,
        Event::VoteIgnored {
            candidate: 3,
            leader: 1,
            pre: false,
            ..
        }
    ));
    assert_eq!(ignored.rule().citation(), "Raft §6, thesis §4.2.3");
}

#[test]
fn a_leader_that_hears_no_majority_says_why_it_gives_up() {
    let setup = Setup {
        nodes: 3,
        check_quorum: true,
        ..Setup::default()
    };
    let mut run = Timeline::<Cluster>::new(setup, 1).expect("a valid setup");
    run.act(Act::Fire(1), Author::Person).expect("possible");
    while !run.state().servers()[0].leads() {
        run.step_on().expect("it goes on");
    }
    let alone = Act::Partition(vec![vec![1], vec![2, 3]]);
    run.act(alone, Author::Person).expect("possible");
    while run.state().servers()[0].leads() {
        run.step_on().expect("it goes on");
    }
    let events: Vec<_> = run.happened().into_iter().map(|it| it.event).collect();
    let lost = Event::QuorumLost { node: 1, term: 1 };
    assert_eq!(events.first(), Some(&lost), "{events:?}");
    assert_eq!(events[1].rule(), lost.rule());
}

#[test]
fn a_vote_that_is_refused_and_one_that_is_ignored_are_different_things() {
    let refused = Event::VoteRefused {
        node: 1,
        candidate: 3,
        term: 2,
        pre: false,
        why: Refusal::Leader(2),
    };
    let ignored = Event::VoteIgnored {
        node: 1,
        candidate: 3,
        leader: 2,
        pre: false,
    };
    for lang in Lang::ALL {
        assert_ne!(
            words::sentence(&refused, lang),
            words::sentence(&ignored, lang)
        );
    }
    assert_ne!(refused.rule(), ignored.rule());
}
