//! For each rule the story that shows what it is for: without it something breaks that holds with it.
//!
//! Elections start only where a story fires a timer, and every message takes 10 ms.

use glassbox_raft::core::{MessageType, Switch};
use glassbox_raft::{
    Act, Cluster, Delay, Key, NodeNo, PacketRef, Pick, RequestState, Server, Setup, Write,
};
use glassbox_sim::{Duration, LinkSetup, Model as _, Verdict};

use super::story::Run;

const ROUND_TRIP: Duration = Duration::from_millis(25);
const A_SECOND: Duration = Duration::from_secs(1);

fn cluster(nodes: u8, rules_off: &[Switch]) -> Run {
    let latency = Duration::from_millis(10);
    let setup = Setup {
        nodes,
        one_entry_per_message: true,
        election_timeout: Duration::from_secs(30),
        links: LinkSetup {
            latency_min: latency,
            latency_max: latency,
            ..LinkSetup::default()
        },
        rules_off: rules_off.to_vec(),
        ..Setup::default()
    };
    let mut run = Run::new(setup, 1);
    run.step();
    run
}

fn leads(no: NodeNo) -> impl Fn(&Cluster) -> bool {
    move |cluster| cluster.server(no).is_some_and(Server::leads)
}

fn partition(run: &mut Run, sides: &[&[NodeNo]]) {
    run.act_now(&Act::Partition(
        sides.iter().map(|side| side.to_vec()).collect(),
    ));
}

/// Lets the node campaign until it wins; a term may have been voted in before.
fn elect(run: &mut Run, no: NodeNo) -> bool {
    (0..3).any(|_| {
        run.act_now(&Act::Fire(no));
        run.until(ROUND_TRIP, leads(no))
    })
}

fn write(run: &mut Run, to: NodeNo) {
    let key = Key::new('x').expect("a letter");
    run.act_now(&Act::Write(Write {
        client: 1,
        key,
        value: 1,
        to: Some(to),
    }));
}

/// Two candidates ask the same voter.
pub(crate) fn one_vote_per_term(rules_off: &[Switch]) -> Run {
    let mut run = cluster(3, rules_off);
    run.act_now(&Act::Fire(2));
    run.act_now(&Act::Fire(3));
    run.wait(ROUND_TRIP);
    run
}

/// The candidate was cut off while the others committed a write.
pub(crate) fn up_to_date_log(rules_off: &[Switch]) -> Run {
    let mut run = cluster(3, rules_off);
    elect(&mut run, 1);
    run.wait(ROUND_TRIP);
    partition(&mut run, &[&[1, 2], &[3]]);
    write(&mut run, 1);
    run.wait(A_SECOND);
    partition(&mut run, &[&[1], &[2, 3]]);
    elect(&mut run, 3);
    run
}

/// Figure 8: an old entry reaches a majority, and one who does not have it wins after all.
pub(crate) fn commit_own_term(rules_off: &[Switch]) -> Run {
    let mut run = cluster(5, rules_off);
    // (a) Node 1 leads and gets an entry to node 2 only.
    elect(&mut run, 1);
    run.wait(A_SECOND);
    partition(&mut run, &[&[1, 2], &[3], &[4], &[5]]);
    write(&mut run, 1);
    run.wait(ROUND_TRIP);
    // (b) Node 5 leads and has an entry there of its own, which nobody gets.
    run.act_now(&Act::Crash(1));
    partition(&mut run, &[&[2], &[3, 4, 5]]);
    elect(&mut run, 5);
    partition(&mut run, &[&[1, 2, 3], &[4], &[5]]);
    run.act_now(&Act::Crash(5));
    // (c) Node 1 leads again; its first entry reaches node 3, its new one does not.
    run.act_now(&Act::Restart(1));
    elect(&mut run, 1);
    run.until(A_SECOND, |cluster| {
        cluster.server(3).is_some_and(|node| node.last_index() == 2)
    });
    // The answer takes 10 ms, then the new entry is on its way to node 3.
    run.wait(Duration::from_millis(12));
    // (d) Node 5 wins with the votes of nodes 3 and 4.
    partition(&mut run, &[&[3, 4, 5]]);
    run.act_now(&Act::Crash(1));
    run.act_now(&Act::Restart(5));
    assert!(elect(&mut run, 5), "node 5 wins");
    run
}

/// A follower has something else where the leader has the entry before the new one.
pub(crate) fn consistency_check(rules_off: &[Switch]) -> Run {
    let mut run = cluster(3, rules_off);
    elect(&mut run, 1);
    run.wait(A_SECOND);
    partition(&mut run, &[&[1], &[2, 3]]);
    write(&mut run, 1);
    elect(&mut run, 2);
    run.wait(ROUND_TRIP);
    run.act_now(&Act::Crash(2));
    run.act_now(&Act::Heal);
    elect(&mut run, 3);
    run.wait(ROUND_TRIP);
    run
}

/// A voter crashes between the requests of two candidates.
pub(crate) fn durable_vote(rules_off: &[Switch]) -> Run {
    let mut run = cluster(3, rules_off);
    run.act_now(&Act::Fire(2));
    run.act_now(&Act::Fire(3));
    let second = Pick {
        from: 3,
        to: 1,
        kind: Some(MessageType::MsgVote),
    };
    let by = Duration::from_millis(20);
    run.act_now(&Act::Delay(Delay {
        packet: PacketRef::First(second),
        by,
    }));
    run.until(A_SECOND, |cluster| {
        cluster.server(1).is_some_and(|node| node.vote() == Some(2))
    });
    run.act_now(&Act::Crash(1));
    run.act_now(&Act::Restart(1));
    run.wait(ROUND_TRIP);
    run
}

/// A leader comes back from behind a partition, and its vote is needed.
pub(crate) fn step_down(rules_off: &[Switch]) -> Run {
    let mut run = cluster(3, rules_off);
    elect(&mut run, 1);
    run.wait(A_SECOND);
    partition(&mut run, &[&[1], &[2, 3]]);
    elect(&mut run, 2);
    run.act_now(&Act::Crash(3));
    run.act_now(&Act::Heal);
    write(&mut run, 2);
    run.wait(A_SECOND);
    run
}

/// Whether every request of every client is done.
pub(crate) fn all_done(cluster: &Cluster) -> bool {
    let requests = cluster.requests();
    requests
        .iter()
        .all(|request| matches!(request.state, RequestState::Done(_)))
}

/// Whether the property of this name waits for something.
pub(crate) fn waits(cluster: &Cluster, id: &str) -> bool {
    let mut all = Cluster::properties().iter();
    let property = all
        .find(|property| property.id == id)
        .expect("a property of this name");
    matches!((property.check)(cluster), Verdict::Waiting(_))
}
