use super::*;
use crate::time::Duration;

fn ms(millis: u64) -> Instant {
    Instant::START + Duration::from_millis(millis)
}

fn arrow(event: u32, (from, to): (usize, usize), sent: u64, end: End) -> Arrow {
    Arrow {
        from,
        to,
        sent_at: ms(sent),
        end,
        head: Head::Filled,
        weight: Weight::Normal,
        hue: 1,
        label: "vote request".to_owned(),
        title: format!("event {event} <says> \"so\" & 'so'"),
        event: EventId(event),
    }
}

fn note(event: u32, lane: usize, at: u64, mark: Mark, label: &str) -> Note {
    Note {
        lane: Some(lane),
        at: ms(at),
        mark,
        hue: 2,
        label: label.to_owned(),
        strong: false,
        title: label.to_owned(),
        event: EventId(event),
    }
}

fn lanes(count: usize) -> Vec<Lane> {
    (1..=count)
        .map(|no| Lane {
            id: format!("n{no}"),
            name: format!("n{no}"),
        })
        .collect()
}

/// A request with its reply, a loss, something under way, a leader, a crash and a cut.
fn small() -> Sequence {
    let reply = Arrow {
        head: Head::Hollow,
        ..arrow(3, (1, 0), 110, End::Arrived(ms(121)))
    };
    let beat = Arrow {
        weight: Weight::Thin,
        label: String::new(),
        ..arrow(7, (0, 1), 420, End::Arrived(ms(430)))
    };
    let span = |kind, from, until: Option<u64>, event| Span {
        kind,
        hue: 2,
        from: ms(from),
        until: until.map(ms),
        label: "cut: n1 | n2 and n3".to_owned(),
        title: "title".to_owned(),
        event: EventId(event),
    };
    Sequence {
        title: "A & B".to_owned(),
        lanes: lanes(3),
        arrows: vec![
            arrow(1, (0, 1), 100, End::Arrived(ms(110))),
            arrow(2, (0, 2), 100, End::Lost(ms(105))),
            reply,
            beat,
            arrow(8, (0, 2), 428, End::UnderWay(Some(ms(438)))),
        ],
        notes: vec![
            Note {
                strong: true,
                ..note(0, 0, 100, Mark::Change, "candidate")
            },
            note(4, 0, 121, Mark::Reached, "leader"),
            note(5, 0, 121, Mark::Settled, "entry 1"),
            note(6, 2, 400, Mark::No, "crashed"),
            Note {
                lane: None,
                ..note(9, 0, 425, Mark::Act, "rule off")
            },
        ],
        spans: vec![
            span(SpanKind::Active(0), 121, None, 4),
            span(SpanKind::Away(2), 400, None, 6),
            span(SpanKind::Cut(vec![0]), 101, Some(400), 10),
        ],
        from: ms(0),
        to: ms(434),
    }
}

/// `GLASSBOX_UPDATE=1 cargo test -p glassbox-sim golden` writes the file anew: look at it then.
#[test]
fn golden() {
    let options = Options {
        theme: Theme::Light,
        width: 480,
        ..Options::default()
    };
    let drawn = render(&small(), &options);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sequence/golden.svg");
    if std::env::var_os("GLASSBOX_UPDATE").is_some() {
        std::fs::write(path, &drawn).unwrap();
    }
    let golden = std::fs::read_to_string(path).unwrap();
    assert!(drawn == golden, "differs from {path}:\n{drawn}");
}

#[test]
fn quiet_stretches_are_folded_and_flights_never_are() {
    let sequence = small();
    let scale = Scale::new(&sequence, &Options::default());
    let fall = |from, to| scale.y_of(ms(to)) - scale.y_of(ms(from));
    // 279 quiet milliseconds between 121 and 400.
    assert_eq!(fall(121, 400), 30.0);
    // Every flight has the same scale; the usual one falls 48 pixels.
    assert!((fall(100, 110) - 48.0).abs() < 1e-6, "{}", fall(100, 110));
    assert!((fall(420, 430) - 48.0).abs() < 1e-6, "{}", fall(420, 430));
    let long = Scale::new(
        &sequence,
        &Options {
            fold: false,
            ..Options::default()
        },
    );
    assert!(long.height() > 434.0 * 4.0);
    assert!(scale.height() < 400.0);
}

#[test]
fn a_moment_outside_the_picture_lies_at_its_edge() {
    let scale = Scale::new(
        &small(),
        &Options {
            px_per_ms: Some(1.0),
            fold: false,
            ..Options::default()
        },
    );
    assert_eq!(scale.y_of(Instant::START), scale.y_of(ms(0)));
    assert_eq!(scale.y_of(ms(99_999)), scale.y_of(ms(434)));
    assert!((scale.y_of(ms(434)) - scale.y_of(ms(0)) - 434.0).abs() < 1e-6);
}

#[test]
fn of_too_many_messages_the_newest_are_drawn_and_the_rest_is_counted() {
    let arrows = (0..1_000).map(|no: u32| {
        arrow(
            no,
            (0, 1),
            u64::from(no) * 10,
            End::Arrived(ms(u64::from(no) * 10 + 5)),
        )
    });
    let sequence = Sequence {
        lanes: lanes(2),
        arrows: arrows.collect(),
        to: ms(10_005),
        ..Sequence::default()
    };
    let drawn = render(&sequence, &Options::default());
    assert_eq!(drawn.matches("class=\"seq-arrow\"").count(), MAX_ARROWS);
    assert!(drawn.contains("600 earlier events are not shown"));
    assert!(!drawn.contains("data-event=\"599\""));
    assert!(drawn.contains("data-event=\"999\""));
    let chinese = render(
        &sequence,
        &Options {
            lang: Lang::Zh,
            ..Options::default()
        },
    );
    assert!(chinese.contains("更早的 600 个事件没有画出"));
}

#[test]
fn what_makes_no_sense_is_left_out() {
    let end = End::Arrived(ms(1));
    let sequence = Sequence {
        lanes: lanes(2),
        arrows: vec![
            arrow(1, (0, 0), 0, end),
            arrow(2, (0, 9), 0, end),
            arrow(3, (1, 0), 5, end),
        ],
        notes: vec![note(4, 7, 0, Mark::Yes, "x")],
        from: ms(9),
        to: ms(3),
        ..Sequence::default()
    };
    let drawn = render(&sequence, &Options::default());
    assert!(!drawn.contains("data-event"), "{drawn}");
    let nothing = render(
        &Sequence::default(),
        &Options {
            width: 0,
            ..Options::default()
        },
    );
    assert!(nothing.starts_with("<svg ") && !nothing.contains("NaN"));
}

#[test]
fn text_is_escaped_and_control_characters_are_left_out() {
    let mut sequence = small();
    sequence.lanes[0].name = "<b>\u{1}&\"".to_owned();
    let drawn = render(&sequence, &Options::default());
    assert!(drawn.contains("&lt;b&gt;&amp;&quot;</text>"));
    assert!(drawn.contains("event 1 &lt;says&gt; &quot;so&quot; &amp; &#39;so&#39;"));
    assert!(!drawn.contains('\u{1}'));
}

#[test]
fn the_page_gets_variables_and_a_file_gets_colours() {
    let page = render(&small(), &Options::default());
    assert!(page.contains("stroke=\"var(--purple-line, #954473)\""));
    assert!(!page.contains("<rect") && !page.contains("</g>\n<title>"));
    for theme in [Theme::Light, Theme::Dark] {
        let file = render(
            &small(),
            &Options {
                theme,
                ..Options::default()
            },
        );
        assert!(
            !file.contains("var(") && file.contains("<rect"),
            "{theme:?}"
        );
    }
}

#[test]
fn on_a_page_each_event_is_a_button_and_tab_stops_at_one() {
    let options = |stop| Options {
        stop,
        ..Options::default()
    };
    let sequence = small();
    let stops = |stop| {
        let text = render(&sequence, &options(stop));
        let events = text.matches("data-event=").count();
        assert_eq!(text.matches("role=\"button\"").count(), events);
        let groups = text.split("<g ").filter(|it| it.contains("tabindex=\"0\""));
        let number = |group: &str| {
            let (_, rest) = group.split_once("data-event=\"")?;
            rest.split_once('"')?.0.parse::<u32>().ok()
        };
        groups.filter_map(number).collect::<Vec<_>>()
    };
    let first = sequence.arrows[0].event;
    assert_eq!(stops(Some(first)), [first.0]);
    let last = sequence.arrows.iter().map(|it| it.event);
    let last = last.chain(sequence.notes.iter().map(|it| it.event)).max();
    assert_eq!(stops(None), [last.unwrap().0]);
    assert_eq!(stops(Some(EventId(u32::MAX))), [last.unwrap().0]);

    let file = Options {
        theme: Theme::Light,
        ..options(Some(first))
    };
    assert!(!render(&sequence, &file).contains("tabindex"));
}
