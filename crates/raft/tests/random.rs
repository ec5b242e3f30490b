//! Random clusters, random faults: what must always hold holds after every step, a cluster that is
//! mended goes on, every moment is the same however one comes to it, and without a rule something
//! breaks.
//!
//! A failure prints its seed and the fewest acts that still cause it. The run of one seed again:
//! `GLASSBOX_SEED=17 cargo test -p glassbox-raft --test random`.

mod support;

use std::env;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use glassbox_raft::core::Switch;
use glassbox_raft::{Cluster, Event, Server, words};
use glassbox_sim::{
    Author, BranchId, Chance, Digest, Duration, EventId, Lang, Log, Model as _, Purpose, Timeline,
    Verdict,
};
use support::chaos::Chaos;
use support::rules_off::{self, all_done, waits};
use support::story::{Broken, Run};

/// Runs with every rule on.
const RUNS: u64 = 10_000;
/// Steps and acts of each.
const STEPS: u32 = 500;
/// The branch that a run is on.
const ROOT: BranchId = BranchId(0);

/// The seeds to try, or the one that was asked for.
fn seeds(count: u64) -> Vec<u64> {
    match env::var("GLASSBOX_SEED") {
        Ok(seed) => vec![seed.parse().expect("GLASSBOX_SEED is a number")],
        Err(_) => (0..count).collect(),
    }
}

/// Does `run` for every seed, on all cores.
fn for_each(seeds: &[u64], run: impl Fn(u64) + Sync) {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for part in seeds.chunks(seeds.len().div_ceil(cores)) {
            scope.spawn(|| part.iter().for_each(|seed| run(*seed)));
        }
    });
}

/// Fails with the shortest story that shows what is broken.
fn expect_unbroken(run: &mut Run, seed: u64) {
    if let Some(broken) = run.broken.take() {
        let broken = broken.shrink();
        panic!("{broken}  again: GLASSBOX_SEED={seed} cargo test -p glassbox-raft --test random");
    }
}

#[test]
fn what_must_always_hold_holds_whatever_is_done() {
    let seeds = seeds(RUNS);
    let (leaders, done) = (AtomicU64::new(0), AtomicU64::new(0));
    let (taken, installed) = (AtomicU64::new(0), AtomicU64::new(0));
    for_each(&seeds, |seed| {
        let mut run = Run::random(seed, &[], STEPS);
        expect_unbroken(&mut run, seed);
        let history = run.cluster.history();
        leaders.fetch_add(history.leaders().count() as u64, Ordering::Relaxed);
        done.fetch_add(history.acknowledged_count() as u64, Ordering::Relaxed);
        let count = |fits: fn(&Event) -> bool| run.told.iter().filter(|it| fits(it)).count() as u64;
        let took = count(|it| matches!(it, Event::SnapshotTaken { .. }));
        taken.fetch_add(took, Ordering::Relaxed);
        let got = count(|it| matches!(it, Event::SnapshotRestored { .. }));
        installed.fetch_add(got, Ordering::Relaxed);
    });
    // Otherwise there was nothing to break.
    if seeds.len() > 1 {
        let (leaders, done) = (leaders.into_inner(), done.into_inner());
        assert!(
            leaders > RUNS && done > RUNS,
            "{leaders} leaders, {done} writes"
        );
        let (taken, installed) = (taken.into_inner(), installed.into_inner());
        assert!(
            taken > RUNS && installed > RUNS / 10,
            "{taken} snapshots taken, {installed} installed"
        );
    }
}

#[test]
fn a_cluster_that_is_mended_has_a_leader_agrees_and_answers_everyone() {
    for_each(&seeds(200), |seed| {
        let mut run = Run::random(seed, &[], STEPS);
        run.mend();
        run.wait(Duration::from_secs(10));
        expect_unbroken(&mut run, seed);
        let Run { cluster, .. } = run;
        assert!(cluster.leader().is_some(), "seed {seed}: nobody leads");
        // Each compacts its log by itself: compared is what all still have.
        let servers = cluster.servers();
        let common = servers.iter().map(Server::first_index).max();
        let end = |server| {
            let entries = Server::entries(server).into_iter();
            let kept = entries.filter(|entry| Some(entry.index) >= common);
            (kept.collect::<Vec<_>>(), server.commit(), server.store())
        };
        let ends: Vec<_> = servers.iter().map(end).collect();
        assert!(
            ends.iter().all(|end| *end == ends[0]),
            "seed {seed}: {ends:?}"
        );
        assert_eq!(
            ends[0].1,
            cluster.servers()[0].last_index(),
            "seed {seed}: not all committed"
        );
        assert!(all_done(&cluster), "seed {seed}: {:?}", cluster.requests());
    });
}

/// The random run of `seed`, recorded, with rules switched off and on.
fn recorded(seed: u64) -> Timeline<Cluster> {
    let mut chaos = Chaos::new(seed, true);
    let mut run = Timeline::<Cluster>::new(chaos.setup(), seed).expect("a valid setup");
    for _ in 0..STEPS {
        if chaos.acts(8) {
            run.wait(chaos.moment(run.state()));
            // What cannot be done just now is left out.
            let _ = run.act(chaos.act(run.state()), Author::Person);
        } else {
            let _ = run.step_on();
        }
    }
    run
}

fn digest(run: &Timeline<Cluster>) -> u64 {
    let all = run.events_until(ROOT, run.recorded(ROOT));
    Digest::of((0..all).filter_map(|id| run.event(ROOT, EventId(id))))
}

/// Everything in a state that can be looked at.
fn state(cluster: &Cluster) -> String {
    let nodes: Vec<_> = cluster
        .servers()
        .iter()
        .map(|server| (server.raft(), server.store()))
        .collect();
    let packets: Vec<_> = cluster.messages().collect();
    let clients = cluster.clients();
    format!(
        "{:?} {nodes:?} {packets:?} {clients:?} {:?}",
        cluster.next(),
        cluster.history()
    )
}

#[test]
fn the_same_seed_gives_the_same_run_and_another_one_does_not() {
    for_each(&seeds(50), |seed| {
        let all = digest(&recorded(seed));
        assert_eq!(all, digest(&recorded(seed)), "seed {seed}");
        assert_ne!(all, digest(&recorded(seed + 1)), "seed {seed}");
    });
}

#[test]
fn every_moment_is_the_same_however_one_comes_to_it() {
    for_each(&seeds(30), |seed| {
        let mut run = recorded(seed);
        let end = run.recorded(ROOT);
        run.seek(ROOT, 0);
        let mut states = vec![state(run.state())];
        while run.position().step < end {
            run.step_on().expect("it is recorded");
            states.push(state(run.state()));
        }
        let mut chance = Chance::new(seed, Purpose(1));
        for _ in 0..60 {
            let step = chance.between(0, end);
            run.seek(ROOT, step);
            assert_eq!(
                state(run.state()),
                states[step as usize],
                "seed {seed}, step {step}"
            );
        }
    });
}

#[test]
fn a_state_that_was_sought_goes_on_as_recorded() {
    for_each(&seeds(30), |seed| {
        let mut run = recorded(seed);
        let end = run.recorded(ROOT);
        let acts: Vec<_> = run.acts_of(ROOT).into_iter().cloned().collect();
        let mut chance = Chance::new(seed, Purpose(2));
        for _ in 0..20 {
            let from = chance.between(0, end);
            run.seek(ROOT, from);
            let first = EventId(run.events_until(ROOT, from));
            let (mut cluster, mut log) = (run.state().clone(), Log::<Event>::starting_at(first));
            for step in from..end.min(from + 40) {
                match acts.iter().find(|done| done.step == step) {
                    Some(done) => cluster
                        .act(done.at, &done.act, &mut log)
                        .expect("as before"),
                    None => cluster.step(&mut log),
                }
            }
            let ids = (first.0..).map(EventId);
            for (id, record) in ids.zip(log.records()) {
                assert_eq!(
                    run.event(ROOT, id),
                    Some(record),
                    "seed {seed}, from step {from}"
                );
            }
        }
    });
}

/// The story breaks `property` without the rule, and nothing with it.
fn breaks(rule: Switch, property: &str, story: fn(&[Switch]) -> Run) {
    let broken = story(&[rule]).broken.map(|broken| broken.property);
    assert_eq!(broken, Some(property), "without {rule:?}");
    expect_unbroken(&mut story(&[]), 1);
}

#[test]
fn one_vote_per_term_keeps_elections_safe() {
    breaks(
        Switch::OneVotePerTerm,
        "one-vote-per-term",
        rules_off::one_vote_per_term,
    );
    let run = rules_off::one_vote_per_term(&[Switch::OneVotePerTerm]);
    assert_eq!(
        run.cluster
            .servers()
            .iter()
            .filter(|server| server.leads())
            .count(),
        2
    );
}

#[test]
fn up_to_date_logs_keep_leaders_complete() {
    breaks(
        Switch::UpToDateLog,
        "leader-completeness",
        rules_off::up_to_date_log,
    );
}

#[test]
fn committing_only_entries_of_its_own_term_keeps_leaders_complete() {
    breaks(
        Switch::CommitOwnTerm,
        "leader-completeness",
        rules_off::commit_own_term,
    );
}

#[test]
fn the_consistency_check_keeps_logs_matching() {
    breaks(
        Switch::ConsistencyCheck,
        "log-matching",
        rules_off::consistency_check,
    );
}

#[test]
fn a_vote_on_disk_keeps_votes_single() {
    breaks(
        Switch::DurableVote,
        "one-vote-per-term",
        rules_off::durable_vote,
    );
}

#[test]
fn stepping_down_keeps_the_cluster_going() {
    let run = rules_off::step_down(&[Switch::StepDown]);
    assert!(waits(&run.cluster, "commit-advances") && !all_done(&run.cluster));
    let run = rules_off::step_down(&[]);
    assert!(!waits(&run.cluster, "commit-advances") && all_done(&run.cluster));
}

/// The proof against a property and the events that it names, in the run of a story.
fn proof(run: Run, id: &str) -> (String, Vec<Event>) {
    let all = Cluster::properties();
    let property = all.iter().find(|it| it.id == id).expect("a property");
    let Verdict::Broken(witness) = (property.check)(&run.cluster) else {
        panic!("{id} holds");
    };
    let event = |id: &EventId| run.told[id.0 as usize];
    let events = witness.events.iter().map(event).collect();
    (words::witness(id, &witness, Lang::En), events)
}

#[test]
fn a_broken_property_names_the_events_that_show_it() {
    let twice = rules_off::one_vote_per_term(&[Switch::OneVotePerTerm]);
    let (says, events) = proof(twice, "one-vote-per-term");
    assert_eq!(says, "n3 voted for n3 and n2 in term 1");
    let votes = events.iter().map(|it| match it {
        Event::VoteGranted {
            candidate, term: 1, ..
        } => *candidate,
        // Its own.
        Event::BecameCandidate { node, term: 1 } => *node,
        other => panic!("{other:?}"),
    });
    assert_eq!(votes.collect::<Vec<_>>(), [3, 2]);

    let twice = rules_off::one_vote_per_term(&[Switch::OneVotePerTerm]);
    let (says, events) = proof(twice, "election-safety");
    assert_eq!(says, "n2 and n3 both won term 1");
    assert!(
        matches!(
            events[..],
            [
                Event::BecameLeader {
                    node: 2,
                    term: 1,
                    ..
                },
                Event::BecameLeader {
                    node: 3,
                    term: 1,
                    ..
                },
            ]
        ),
        "{events:?}"
    );

    let old = rules_off::commit_own_term(&[Switch::CommitOwnTerm]);
    let (says, events) = proof(old, "leader-completeness");
    assert_eq!(says, "n5 does not have the committed entry 2");
    assert!(
        matches!(
            events[..],
            [
                Event::Committed { to: 2, .. },
                Event::BecameLeader { node: 5, .. }
            ]
        ),
        "{events:?}"
    );

    let gap = rules_off::consistency_check(&[Switch::ConsistencyCheck]);
    let (_, events) = proof(gap, "log-matching");
    assert!(
        matches!(events[..], [Event::Appended { .. }, Event::Appended { .. }]),
        "{events:?}"
    );
}

#[test]
fn chance_finds_what_a_missing_rule_breaks_and_it_shrinks_to_a_few_acts() {
    for (rule, property) in [
        (Switch::OneVotePerTerm, "one-vote-per-term"),
        (Switch::ConsistencyCheck, "log-matching"),
        (Switch::DurableVote, "one-vote-per-term"),
    ] {
        // Some runs are so entangled that hardly an act can go: the best of five.
        let found = (0..2_000)
            .filter_map(|seed| Run::random(seed, &[rule], STEPS).broken)
            .take(5);
        let best = found
            .map(Broken::shrink)
            .min_by_key(|broken| broken.story.act_count());
        let broken = best.unwrap_or_else(|| panic!("{rule:?}: nothing found"));
        assert_eq!(broken.property, property, "without {rule:?}");
        let acts = broken.story.act_count();
        assert!(
            acts <= 12,
            "without {rule:?} {acts} acts are left:\n{broken}"
        );
    }
}
