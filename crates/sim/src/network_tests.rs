use super::*;
use crate::chance::Purpose;

const SENT: EventId = EventId(0);

fn ms(millis: u64) -> Instant {
    Instant::START + Duration::from_millis(millis)
}

/// Two hosts, ten milliseconds apart, to the nanosecond.
fn network(change: impl FnOnce(&mut LinkSetup)) -> Network<char> {
    let ten = Duration::from_millis(10);
    let mut setup = LinkSetup {
        latency_min: ten,
        latency_max: ten,
        ..LinkSetup::default()
    };
    change(&mut setup);
    Network::new(2, setup, Chance::new(1, Purpose(0)))
}

fn delivered(network: &mut Network<char>, now: Instant) -> Option<char> {
    match network.take_due(now)? {
        Arrival::Delivered(packet) => Some(packet.payload),
        Arrival::Lost(..) => None,
    }
}

#[test]
fn a_packet_arrives_after_the_latency_of_its_link() {
    let mut net = network(|_| ());
    net.send(ms(5), (1, 2), 'a', 1, SENT);
    assert_eq!(net.next(), Some(ms(15)));
    assert_eq!(net.take_due(ms(14)), None);
    assert_eq!(delivered(&mut net, ms(15)), Some('a'));
    assert_eq!(net.next(), None);
}

#[test]
fn packets_of_one_link_keep_their_order_unless_it_reorders() {
    let mut net = network(|link| link.latency_min = Duration::from_millis(1));
    for (index, letter) in ('a'..='z').enumerate() {
        net.send(Instant::from_nanos(index as u64), (1, 2), letter, 1, SENT);
    }
    let mut seen = String::new();
    while let Some(due) = net.next() {
        seen.extend(delivered(&mut net, due));
    }
    assert_eq!(seen, ('a'..='z').collect::<String>());

    let mut net = network(|link| {
        link.latency_min = Duration::from_millis(1);
        link.reorder = ALL;
    });
    for letter in 'a'..='z' {
        net.send(ms(0), (1, 2), letter, 1, SENT);
    }
    let mut seen = String::new();
    while let Some(due) = net.next() {
        seen.extend(delivered(&mut net, due));
    }
    assert_ne!(seen, ('a'..='z').collect::<String>());
    assert_eq!(seen.len(), 26);
}

#[test]
fn a_cut_stops_what_has_not_passed_the_middle() {
    let mut net = network(|_| ());
    net.send(ms(0), (1, 2), 'a', 1, SENT);
    net.send(ms(4), (1, 2), 'b', 1, SENT);
    assert!(net.cut_links(ms(6), |_, _| true));
    assert_eq!(net.next(), Some(ms(9)), "b reaches the cut at 9 ms");
    assert!(
        matches!(net.take_due(ms(9)), Some(Arrival::Lost(packet, Loss::Cut)) if packet.payload == 'b')
    );
    assert_eq!(delivered(&mut net, ms(10)), Some('a'));
}

#[test]
fn healing_in_time_saves_a_packet() {
    let mut net = network(|_| ());
    net.cut_links(ms(0), |from, _| from == 1);
    assert!(net.is_cut(1, 2) && !net.is_cut(2, 1));
    net.send(ms(0), (1, 2), 'a', 1, SENT);
    assert!(net.cut_links(ms(4), |_, _| false));
    assert!(
        !net.cut_links(ms(4), |_, _| false),
        "nothing left to change"
    );
    assert_eq!(delivered(&mut net, ms(10)), Some('a'));
}

#[test]
fn a_lost_packet_stays_listed_until_it_would_have_arrived() {
    let mut net = network(|link| link.loss = ALL);
    net.send(ms(0), (1, 2), 'a', 1, SENT);
    assert!(matches!(
        net.take_due(ms(5)),
        Some(Arrival::Lost(_, Loss::Chance))
    ));
    assert_eq!(net.packets().len(), 1);
    assert_eq!(net.next(), None);
    assert_eq!(net.take_due(ms(10)), None);
    assert!(net.packets().is_empty());
}

#[test]
fn a_person_drops_delays_doubles_alters_and_delivers() {
    let mut net = network(|_| ());
    let [a, b, c, d] = ['a', 'b', 'c', 'd'].map(|letter| net.send(ms(0), (1, 2), letter, 1, SENT));
    net.drop_packet(a, ms(1)).unwrap();
    assert_eq!(net.drop_packet(a, ms(1)), Err(Refused::NotThere));
    net.delay(b, Duration::from_millis(30)).unwrap();
    net.alter(c, |letter| *letter = 'x').unwrap();
    net.deliver_now(d, ms(2)).unwrap();
    net.duplicate(c).unwrap();
    assert_eq!(delivered(&mut net, ms(2)), Some('d'));
    assert_eq!(delivered(&mut net, ms(10)), Some('x'));
    assert_eq!(net.next(), Some(Instant::from_nanos(12_500_000)));
    assert_eq!(delivered(&mut net, ms(13)), Some('x'), "the copy");
    assert_eq!(delivered(&mut net, ms(40)), Some('b'));
    assert_eq!(net.next(), None);
}

#[test]
fn a_link_with_a_bandwidth_sends_one_packet_after_the_other() {
    let mut net = network(|link| link.bandwidth = Some(1_000));
    net.send(ms(0), (1, 2), 'a', 5, SENT);
    net.send(ms(0), (1, 2), 'b', 5, SENT);
    assert_eq!(delivered(&mut net, ms(15)), Some('a'));
    assert_eq!(net.next(), Some(ms(20)));
}

#[test]
fn a_link_that_duplicates_delivers_twice() {
    let mut net = network(|link| link.duplicate = ALL);
    net.send(ms(0), (1, 2), 'a', 1, SENT);
    assert_eq!(delivered(&mut net, ms(10)), Some('a'));
    assert_eq!(delivered(&mut net, ms(10)), Some('a'));
    assert_eq!(delivered(&mut net, ms(99)), None);
}

#[test]
fn hosts_that_do_not_exist_are_refused() {
    let mut net = network(|_| ());
    assert_eq!(
        net.set_link(0, 1, LinkSetup::default()),
        Err(Refused::NotThere)
    );
    assert_eq!(
        net.set_link(1, 3, LinkSetup::default()),
        Err(Refused::NotThere)
    );
    assert_eq!(net.send(ms(0), (1, 9), 'a', 1, SENT), PacketId(0));
    assert_eq!(net.next(), None);
}

#[test]
fn what_finds_no_room_is_lost_on_the_spot() {
    let mut net = network(|link| {
        link.bandwidth = Some(1);
        link.duplicate = ALL;
    });
    for _ in 0..MAX_IN_FLIGHT {
        net.send(ms(0), (1, 2), 'a', 100, SENT);
    }
    assert!(net.packets().len() <= 2 * MAX_IN_FLIGHT);
    let mut lost = 0;
    while let Some(Arrival::Lost(_, why)) = net.take_due(ms(0)) {
        assert_eq!(why, Loss::Full);
        lost += 1;
    }
    assert_eq!(
        lost,
        MAX_IN_FLIGHT / 2,
        "each of the first half took the room of two"
    );
    assert_eq!(net.take_due(ms(0)), None);
    assert_eq!(net.packets().len(), MAX_IN_FLIGHT);
}
