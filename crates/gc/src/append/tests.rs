//! Slices, appended to.

use glassbox_sim::{
    Author, Chance, EventId, Instant, Lang, Log, Model, Purpose, Refused, Timeline, Verdict,
};

use super::*;

fn slice(change: impl FnOnce(&mut Setup)) -> Slice {
    let mut setup = Setup::default();
    change(&mut setup);
    Slice::new(&setup, 0).unwrap()
}

fn act(slice: &mut Slice, act: Act) -> Result<Vec<Event>, Refused> {
    let mut log = Log::starting_at(EventId(0));
    slice.act(Instant::START, &act, &mut log)?;
    Ok(log.drain().map(|record| record.event).collect())
}

/// The capacities of the first growths, one element at a time.
fn capacities(mut slice: Slice, count: usize) -> Vec<u64> {
    while slice.growths().len() < count {
        act(&mut slice, Act::AppendUntilItGrows).unwrap();
    }
    slice.growths().map(|growth| growth.to).collect()
}

#[test]
fn a_slice_of_ints_grows_as_measured_in_go() {
    let now = capacities(slice(|_| ()), 13);
    let then = capacities(slice(|it| it.release = Go::Go1_17), 13);
    assert_eq!(now[..10], [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
    assert_eq!(now[10..], [848, 1280, 1792]);
    assert_eq!(then[10..], [1024, 1280, 1696]);
}

#[test]
fn a_growth_is_told_in_three_parts_each_from_the_one_before() {
    let mut slice = slice(|_| ());
    act(&mut slice, Act::Append(512)).unwrap();
    let mut log = Log::starting_at(EventId(7));
    slice
        .act(Instant::START, &Act::Append(1), &mut log)
        .unwrap();
    let records = log.records();
    let events: Vec<Event> = records.iter().map(|it| it.event).collect();
    assert_eq!(
        events,
        [
            Event::Appended {
                count: 1,
                len: 513,
                cap: 512
            },
            Event::Asked {
                from: 512,
                asked: 832,
                how: How::Smooth
            },
            Event::Rounded {
                asked: Bytes(6656),
                got: Bytes(6784),
                cap: 848
            },
            Event::Grew {
                from: 512,
                to: 848,
                copied: 512
            },
        ]
    );
    for (number, record) in (7..).zip(&records[1..]) {
        assert_eq!(record.causes.iter().collect::<Vec<_>>(), [EventId(number)]);
    }
}

#[test]
fn how_a_capacity_comes_about_is_named() {
    assert_eq!(How::of(12, 5, Go::Go1_22), How::Needed);
    assert_eq!(How::of(6, 5, Go::Go1_22), How::Doubled);
    assert_eq!(How::of(1024, 1023, Go::Go1_17), How::Doubled);
    assert_eq!(How::of(1025, 1024, Go::Go1_17), How::Quarter);
    assert_eq!(How::of(256, 255, Go::Go1_18), How::Doubled);
    // (256 + 768) / 4 is 256, so that the first step is still a double.
    assert_eq!(How::of(257, 256, Go::Go1_18), How::Smooth);
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let mut slice = slice(|_| ());
    act(&mut slice, Act::Append(3)).unwrap();
    let before = format!("{slice:?}");
    let odd = Element {
        size: 12,
        pointers: true,
    };
    let none = Element {
        size: 0,
        pointers: false,
    };
    for (wrong, why) in [
        (Act::Append(0), Refused::OverBound),
        (Act::Append(u32::MAX), Refused::OverBound),
        (Act::SetElement(odd), Refused::OverBound),
        (Act::SetElement(none), Refused::OverBound),
        (
            Act::SetElement(Setup::default().element),
            Refused::AlreadySo,
        ),
        (Act::SetRelease(Go::Go1_22), Refused::AlreadySo),
    ] {
        assert_eq!(act(&mut slice, wrong), Err(why), "{wrong:?}");
    }
    assert_eq!(format!("{slice:?}"), before);
    let setup = Setup {
        element: odd,
        ..Setup::default()
    };
    assert_eq!(Slice::new(&setup, 0).unwrap_err().field, "element.size");
}

#[test]
fn another_element_or_release_begins_again() {
    let mut slice = slice(|_| ());
    act(&mut slice, Act::Append(300)).unwrap();
    let events = act(&mut slice, Act::SetRelease(Go::Go1_17)).unwrap();
    assert!(matches!(events[..], [Event::Started { .. }]));
    assert_eq!((slice.len(), slice.cap(), slice.copied()), (0, 0, 0));
}

#[test]
fn random_slices_break_nothing_and_everything_is_said() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..200 {
        let mut chance = Chance::new(seed, Purpose(1));
        let mut slice = slice(|_| ());
        for _ in 0..100 {
            let next = match chance.below(12) {
                0 => Act::SetElement(Element {
                    size: chance.between(1, 64) * if seed % 2 == 0 { 8 } else { 1 },
                    pointers: seed % 2 == 0 && chance.below(2) == 0,
                }),
                1 => Act::SetRelease(Go::ALL[chance.below(3) as usize]),
                2..5 => Act::AppendUntilItGrows,
                5 => Act::Append(chance.between(1, 1 << 20)),
                _ => Act::Append(chance.between(1, 40)),
            };
            for event in act(&mut slice, next).unwrap_or_default() {
                seen.insert(event.name());
                let (en, zh) = (
                    words::sentence(&event, Lang::En),
                    words::sentence(&event, Lang::Zh),
                );
                assert!(!en.is_empty() && !zh.is_ascii(), "{en} {zh}");
            }
            for property in Slice::properties() {
                let verdict = (property.check)(&slice);
                assert_eq!(verdict, Verdict::Holds, "{} {slice:?}", property.id);
            }
        }
    }
    assert_eq!(seen.len(), <Event as strum::VariantNames>::VARIANTS.len());
    for rule in Rule::ALL {
        assert!(!words::rule(rule, Lang::En).is_empty() && !words::rule(rule, Lang::Zh).is_empty());
        assert_eq!(rule.citation().is_empty(), rule == Rule::Person);
    }
    for property in Slice::properties() {
        assert!(!words::property(property.id, Lang::Zh).says.is_empty());
    }
}

#[test]
fn all_that_is_offered_can_be_done() {
    let mut slice = slice(|_| ());
    for _ in 0..30 {
        for offered in slice.acts() {
            assert!(act(&mut slice.clone(), offered).is_ok(), "{offered:?}");
        }
        act(&mut slice, Act::AppendUntilItGrows).unwrap();
    }
}

#[test]
fn one_append_follows_the_other_in_time_and_each_can_be_sought() {
    let mut run = Timeline::<Slice>::new(Setup::default(), 0).unwrap();
    run.step_on().unwrap();
    let after = |calls: u64| Instant::from_nanos(STEP.as_nanos() * calls);
    for _ in 0..3 {
        run.act(Act::Append(1), Author::Person).unwrap();
    }
    run.act(Act::AppendUntilItGrows, Author::Person).unwrap();
    // Filling what there is room for is a call, and the one after it another.
    let last = run.position();
    assert_eq!(last.clock, after(5));
    assert_eq!((run.state().len(), run.state().cap()), (5, 8));
    run.seek_time(last.branch, after(2));
    assert_eq!((run.state().len(), run.state().cap()), (2, 2));
    let at: Vec<Instant> = run.happened().iter().map(|it| it.at).collect();
    assert!(at.iter().all(|it| *it == after(2)), "{at:?}");
    run.seek(last.branch, last.step);
    run.undo().unwrap();
    assert_eq!(run.position().clock, after(3));
    run.redo();
    assert_eq!(run.position(), last);
}
