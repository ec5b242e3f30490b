//! What a person may do, and what is refused.

use glassbox_raft::{Act, Cluster, Event, Key, LinkChange, LinkCut, LinkFigures, Setup, Write};
use glassbox_sim::timeline::ActError;
use glassbox_sim::{Author, Duration, EventId, Instant, Record, Refused, Timeline};

fn cluster() -> Timeline<Cluster> {
    Timeline::new(Setup::default(), 1).expect("a valid setup")
}

fn refused(timeline: &mut Timeline<Cluster>, act: Act) -> Refused {
    match timeline.act(act, Author::Person) {
        Err(ActError::Refused(why)) => why,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn an_act_before_anything_happened_finds_the_cluster_started() {
    let mut timeline = cluster();
    timeline
        .act(Act::Fire(2), Author::Person)
        .expect("possible");
    let events: Vec<Event> = timeline.happened().into_iter().map(|it| it.event).collect();
    assert_eq!(
        events[..2],
        [Event::Started { nodes: 5 }, Event::Fired { node: 2 }]
    );
    assert_eq!(timeline.position().clock, Instant::START);
}

#[test]
fn a_partition_names_each_node_at_most_once_and_no_more_sides_than_there_are_nodes() {
    let mut timeline = cluster();
    timeline.step_on().expect("starts");
    let many = Act::Partition(vec![Vec::new(); 300]);
    assert_eq!(refused(&mut timeline, many), Refused::OverBound);
    let twice = Act::Partition(vec![vec![1, 2], vec![2, 3]]);
    assert_eq!(refused(&mut timeline, twice), Refused::NotNow);
    let nobody = Act::Partition(vec![vec![1, 9]]);
    assert_eq!(refused(&mut timeline, nobody), Refused::NotThere);
    let whole = Act::Partition(vec![vec![1, 2, 3, 4, 5]]);
    assert_eq!(refused(&mut timeline, whole), Refused::AlreadySo);
}

#[test]
fn a_node_in_no_list_is_on_its_own() {
    let mut timeline = cluster();
    timeline.step_on().expect("starts");
    let act = Act::Partition(vec![vec![1, 2]]);
    timeline.act(act, Author::Person).expect("possible");
    let cluster = timeline.state();
    assert!(!cluster.is_cut(1, 2));
    assert!(cluster.is_cut(3, 4) && cluster.is_cut(4, 5) && cluster.is_cut(1, 5));
}

#[test]
fn a_link_can_be_cut_in_one_direction() {
    let mut timeline = cluster();
    timeline.step_on().expect("starts");
    let cut = |cut| {
        Act::Cut(LinkCut {
            from: 1,
            to: 2,
            cut,
        })
    };
    timeline.act(cut(true), Author::Person).expect("possible");
    assert!(timeline.state().is_cut(1, 2) && !timeline.state().is_cut(2, 1));
    assert_eq!(refused(&mut timeline, cut(true)), Refused::AlreadySo);
    timeline.act(cut(false), Author::Person).expect("possible");
    assert!(!timeline.state().is_cut(1, 2));
}

#[test]
fn what_is_down_is_neither_crashed_nor_paused_nor_fired() {
    let mut timeline = cluster();
    timeline
        .act(Act::Crash(3), Author::Person)
        .expect("possible");
    assert_eq!(refused(&mut timeline, Act::Crash(3)), Refused::AlreadySo);
    assert_eq!(refused(&mut timeline, Act::Pause(3)), Refused::NotNow);
    assert_eq!(refused(&mut timeline, Act::Fire(3)), Refused::NotNow);
    assert_eq!(refused(&mut timeline, Act::Resume(3)), Refused::AlreadySo);
    assert_eq!(refused(&mut timeline, Act::Restart(2)), Refused::AlreadySo);
    timeline
        .act(Act::Restart(3), Author::Person)
        .expect("possible");
}

#[test]
fn a_cluster_that_rests_and_is_woken_at_the_end_of_time_does_not_run_on() {
    let setup = Setup {
        nodes: 1,
        clients: 0,
        ..Setup::default()
    };
    let mut timeline = Timeline::<Cluster>::new(setup, 1).expect("a valid setup");
    timeline
        .act(Act::Crash(1), Author::Person)
        .expect("possible");
    timeline.wait(Instant::from_nanos(u64::MAX));
    assert_eq!(timeline.position().clock, Instant::LAST);
    timeline
        .act(Act::Restart(1), Author::Person)
        .expect("possible");
    assert_eq!(
        timeline.step_on(),
        Err(glassbox_sim::timeline::Stop::Quiescent)
    );
}

#[test]
fn a_setup_so_slow_that_packets_would_pile_up_is_refused() {
    let mut setup = Setup::default();
    setup.links.bandwidth = Some(1);
    let error = Timeline::<Cluster>::new(setup, 1).err().expect("refused");
    assert_eq!(error.field, "links.bandwidth");
}

fn change(from: Option<u8>, to: Option<u8>, link: LinkFigures) -> Act {
    Act::Link(LinkChange { from, to, link })
}

#[test]
fn a_change_of_all_links_leaves_the_other_figures_of_each_as_they_are() {
    let mut timeline = cluster();
    let slow = LinkFigures::latency(Duration::from_millis(80), Duration::from_millis(120));
    let act = change(Some(1), Some(2), slow);
    timeline.act(act, Author::Person).expect("possible");
    let lossy = change(None, None, LinkFigures::loss(200_000));
    timeline
        .act(lossy.clone(), Author::Person)
        .expect("possible");
    let link = |from, to| timeline.state().link(from, to).expect("a link");
    assert_eq!(link(1, 2).latency_max, Duration::from_millis(120));
    assert_eq!(link(2, 1).latency_max, Duration::from_millis(12));
    assert_eq!((link(1, 2).loss, link(2, 1).loss), (200_000, 200_000));
    assert_eq!(refused(&mut timeline, lossy), Refused::AlreadySo);
    let nothing = change(None, None, LinkFigures::default());
    assert_eq!(refused(&mut timeline, nothing), Refused::AlreadySo);
}

#[test]
fn a_change_that_one_of_the_links_cannot_take_changes_none() {
    let mut timeline = cluster();
    let slow = LinkFigures::latency(Duration::from_millis(80), Duration::from_millis(120));
    let act = change(Some(4), Some(5), slow);
    timeline.act(act, Author::Person).expect("possible");
    let shorter = LinkFigures {
        latency_max: Some(Duration::from_millis(20)),
        ..LinkFigures::default()
    };
    let act = change(None, None, shorter);
    assert_eq!(refused(&mut timeline, act), Refused::OverBound);
    let link = timeline.state().link(1, 2).expect("a link");
    assert_eq!(link.latency_max, Duration::from_millis(12));
}

#[test]
fn a_write_that_waits_behind_another_is_told_and_leads_to_the_request() {
    let mut timeline = cluster();
    timeline.step_on().expect("starts");
    let write = |value| {
        Act::Write(Write {
            client: 1,
            key: Key::new('x').expect("a letter"),
            value,
            to: None,
        })
    };
    timeline.act(write(1), Author::Person).expect("possible");
    assert!(matches!(
        timeline.happened()[..],
        [Record {
            event: Event::Requested { value: 1, .. },
            ..
        }]
    ));
    for value in [2, 3] {
        timeline
            .act(write(value), Author::Person)
            .expect("possible");
        let happened = timeline.happened();
        assert_eq!(happened.len(), 1, "one event: {happened:?}");
        let Event::WriteQueued { request, .. } = happened[0].event else {
            panic!("{happened:?}");
        };
        assert_eq!((request.client, request.serial), (1, value));
    }
    let records = |timeline: &Timeline<Cluster>| {
        let position = timeline.position();
        let all = timeline.events_until(position.branch, position.step);
        let record = |id| timeline.event(position.branch, EventId(id)).cloned();
        (0..all).filter_map(record).collect::<Vec<_>>()
    };
    let asked = |record: &Record<Event>, wanted: u16| matches!(record.event, Event::Requested { value, attempt: 1, .. } if value == wanted);
    while !records(&timeline).iter().any(|record| asked(record, 3)) {
        timeline.step_on().expect("it goes on");
    }
    let records = records(&timeline);
    for wanted in [2, 3] {
        let record = records.iter().find(|record| asked(record, wanted));
        let causes = record.expect("it was asked").causes.iter();
        let causes: Vec<Event> = causes.map(|id| records[id.0 as usize].event).collect();
        assert!(
            matches!(
                causes[..],
                [Event::Done { request, .. }, Event::WriteQueued { request: told, .. }]
                    if request.serial + 1 == wanted && told.serial == wanted
            ),
            "{causes:?}"
        );
    }
}
