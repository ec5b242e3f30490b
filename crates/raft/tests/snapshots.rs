//! Nodes that compact their logs: what is kept, what is sent, what is sent again.

use glassbox_raft::core::ProgressState;
use glassbox_raft::{Act, Cluster, Event, Key, LinkChange, LinkFigures, Setup, Store, Write};
use glassbox_sim::timeline::BranchId;
use glassbox_sim::{Author, Duration, EventId, Model as _, Timeline};

type Run = Timeline<Cluster>;

fn act(run: &mut Run, act: Act) {
    run.act(act, Author::Person).expect("possible");
}

fn until(run: &mut Run, reached: impl Fn(&Cluster) -> bool) {
    for _ in 0..100_000 {
        if reached(run.state()) {
            return;
        }
        run.step_on().expect("it goes on");
    }
    panic!("never reached");
}

fn pass(run: &mut Run, millis: u64) {
    let end = run.position().clock + Duration::from_millis(millis);
    while run.next_at().is_some_and(|next| next <= end) {
        run.step_on().expect("it goes on");
    }
    run.wait(end);
}

fn happened(run: &Run, fits: impl Fn(&Event) -> bool) -> usize {
    let all = run.events_until(BranchId(0), run.position().step);
    let events = (0..all).filter_map(|id| run.event(BranchId(0), EventId(id)));
    events.filter(|record| fits(&record.event)).count()
}

/// Node 1 of three leads.
fn led(compact_after: u16) -> Run {
    let setup = Setup {
        nodes: 3,
        compact_after,
        ..Setup::default()
    };
    let mut run = Run::new(setup, 1).expect("a valid setup");
    act(&mut run, Act::Fire(1));
    until(&mut run, |cluster| {
        cluster.servers().iter().all(|server| server.commit() == 1)
    });
    run
}

fn write(run: &mut Run, value: u16) {
    let key = Key::new('x').expect("a letter");
    act(
        run,
        Act::Write(Write {
            client: 1,
            key,
            value,
            to: None,
        }),
    );
}

/// Node 3 was down while the others executed entries up to 7 and compacted them.
fn away() -> Run {
    let mut run = led(3);
    act(&mut run, Act::Crash(3));
    for value in 1..=6 {
        write(&mut run, value);
    }
    until(&mut run, |cluster| {
        cluster.servers()[..2].iter().all(|it| it.commit() == 7)
    });
    run
}

#[test]
fn a_cluster_that_never_compacts_keeps_every_entry() {
    let mut run = led(0);
    for value in 1..=20 {
        write(&mut run, value);
    }
    until(&mut run, |cluster| {
        cluster.servers().iter().all(|it| it.commit() == 21)
    });
    let servers = run.state().servers();
    assert!(servers.iter().all(|it| it.first_index() == 1));
    assert_eq!(
        happened(&run, |it| matches!(it, Event::SnapshotTaken { .. })),
        0
    );
}

#[test]
fn a_node_takes_a_snapshot_after_as_many_entries_as_the_setup_says() {
    let run = away();
    for server in &run.state().servers()[..2] {
        let snapshot = server.snapshot();
        assert_eq!((snapshot.index, server.first_index()), (6, 7));
        let store = Store::from_bytes(&snapshot.data).expect("a store");
        assert_eq!(store.get(Key::new('x').unwrap()), Some(5));
        assert_eq!(server.store().get(Key::new('x').unwrap()), Some(6));
    }
}

#[test]
fn a_node_that_restarts_goes_on_from_its_snapshot() {
    let mut run = away();
    let before = run.state().servers()[1].store().clone();
    act(&mut run, Act::Crash(2));
    assert_eq!(run.state().servers()[1].store(), &Store::default());
    act(&mut run, Act::Restart(2));
    let node = &run.state().servers()[1];
    assert_eq!((node.first_index(), node.commit()), (7, 7));
    assert_eq!(node.store(), &before);
    let restarted = run.happened().iter().find_map(|it| match it.event {
        Event::Restarted { last, snapshot, .. } => Some((last, snapshot)),
        _ => None,
    });
    assert_eq!(restarted, Some((7, 6)));
}

#[test]
fn a_follower_behind_the_log_gets_the_store_and_what_follows() {
    let mut run = away();
    act(&mut run, Act::Restart(3));
    until(&mut run, |cluster| cluster.servers()[2].commit() == 7);
    let servers = run.state().servers();
    assert_eq!(servers[2].store(), servers[0].store());
    assert_eq!(servers[2].snapshot(), servers[0].snapshot());
    assert_eq!(
        happened(&run, |it| matches!(it, Event::SnapshotRestored { .. })),
        1
    );
}

#[test]
fn a_snapshot_that_was_lost_is_sent_again_after_an_election_timeout() {
    let mut run = away();
    act(&mut run, Act::Restart(3));
    let waits = |cluster: &Cluster| {
        let progress = cluster.servers()[0].progress(3);
        progress.is_some_and(|it| it.state == ProgressState::Snapshot)
    };
    until(&mut run, waits);
    let packet = run.state().messages().find_map(|(packet, message)| {
        let kind = message.kind();
        (kind == glassbox_raft::core::MessageType::MsgSnap).then_some(packet.id)
    });
    let packet = glassbox_raft::PacketRef::Id(packet.expect("it is under way"));
    act(&mut run, Act::Drop(packet));
    pass(&mut run, 140);
    assert!(waits(run.state()));
    let unanswered = |it: &Event| matches!(it, Event::SnapshotUnanswered { node: 1, peer: 3 });
    assert_eq!(happened(&run, unanswered), 0);
    until(&mut run, |cluster| cluster.servers()[2].commit() == 7);
    assert_eq!(happened(&run, unanswered), 1);
    let sent = |it: &Event| matches!(it, Event::SnapshotSent { peer: 3, .. });
    assert_eq!(happened(&run, sent), 2);
}

#[test]
fn a_snapshot_that_comes_twice_is_ignored_the_second_time() {
    let mut run = away();
    // Loss stays as it is: only what is given changes.
    let link = LinkFigures {
        duplicate: Some(glassbox_sim::ALL),
        ..LinkFigures::default()
    };
    let change = LinkChange {
        from: Some(1),
        to: Some(3),
        link,
    };
    act(&mut run, Act::Link(change));
    act(&mut run, Act::Restart(3));
    until(&mut run, |cluster| cluster.servers()[2].commit() == 7);
    pass(&mut run, 30);
    let ignored = |it: &Event| matches!(it, Event::SnapshotIgnored { node: 3, index: 6 });
    assert_eq!(happened(&run, ignored), 1);
    assert!(run.violations_of(BranchId(0)).is_empty());
}

#[test]
fn more_entries_between_two_snapshots_than_a_run_can_have_are_refused() {
    let setup = Setup {
        compact_after: 1_001,
        ..Setup::default()
    };
    let error = Cluster::new(&setup, 1).err().expect("refused");
    assert_eq!(error.field, "compact-after");
}
