//! Somebody looks for a moment.

use crate::support::{DESK, Page, visit};

const STORY: &str = "#/raft/leader-election?start=step:3";

/// Near the lower edge of the bar, where no mark is.
const LOW: f64 = 0.93;

fn assert_the_bar_says_the_count(page: &Page) {
    let now = page
        .attribute(".track", "aria-valuenow")
        .unwrap_or_default();
    let of = page
        .attribute(".track", "aria-valuemax")
        .unwrap_or_default();
    assert_eq!(page.text(".counted"), format!("event {now} of {of}"));
    let said = page
        .attribute(".track", "aria-valuetext")
        .unwrap_or_default();
    assert!(said.contains(&format!("event {now} of {of}")), "{said}");
}

#[test]
fn a_click_on_the_bar_goes_there_both_ways() {
    visit(DESK, STORY, |page| {
        page.wait_for_figure();
        page.click_at(".track", 0.8, LOW);
        let late = page.moment();
        assert_the_bar_says_the_count(page);
        page.click_at(".track", 0.3, LOW);
        let early = page.moment();
        assert_the_bar_says_the_count(page);
        assert!(
            early.millis() < late.millis() && early.event < late.event,
            "{early:?} {late:?}"
        );
        page.click_at(".track", 0.8, LOW);
        assert_eq!(page.moment(), late, "the same place is the same moment");
    });
}

#[test]
fn the_bar_can_be_dragged_both_ways() {
    visit(DESK, STORY, |page| {
        page.wait_for_figure();
        page.drag(".track", (0.2, LOW), (0.7, LOW));
        let late = page.moment();
        page.drag(".track", (0.7, LOW), (0.4, LOW));
        let early = page.moment();
        assert!(early.millis() < late.millis(), "{early:?} {late:?}");
        assert!(early.event < late.event, "{early:?} {late:?}");
        assert_the_bar_says_the_count(page);
    });
}

#[test]
fn the_thumb_is_where_the_time_is() {
    visit(DESK, STORY, |page| {
        page.wait_for_figure();
        for part in [0.25, 0.75] {
            page.click_at(".track", part, LOW);
            let at: f64 = page.js(
                "const box = (css) => one(css).getBoundingClientRect(); \
                 const track = box('.track'), thumb = all('.now-line')[0].getBoundingClientRect(); \
                 return (thumb.left + thumb.width / 2 - track.left) / track.width",
                serde_json::json!([]),
            );
            assert!(
                (at - part).abs() < 0.02,
                "clicked at {part}, the thumb is at {at}"
            );
        }
    });
}

#[test]
fn a_click_on_an_event_goes_to_it() {
    // Where no question keeps back what follows next.
    visit(DESK, "#/raft/leader-election?start=step:4", |page| {
        page.wait_for_figure();
        for row in [
            ".rows .row.ahead ~ .row.ahead .row-go",
            ".rows .row:nth-child(3) .row-go",
        ] {
            let said = page.text(&format!("{row} .row-text"));
            let time = page.text(&format!("{row} .time"));
            page.click(row);

            assert_eq!(page.moment().clock, format!("{time} ms"));
            // The moment is the end of the step, in which more may have happened.
            let done = page.texts(".rows .row:not(.ahead) .row-text");
            let latest = &done[done.len().saturating_sub(10)..];
            assert!(latest.contains(&said), "{said} is not in {latest:#?}");
            assert_the_bar_says_the_count(page);
        }
    });
}

#[test]
fn playing_moves_the_bar_on() {
    visit(DESK, STORY, |page| {
        page.wait_for_figure();
        let before = page.moment();
        page.press("Play");
        page.wait_until("an event happened", || page.moment().event > before.event);
        // The story may have come to the end of its step by now: then it has paused by itself.
        page.call("pause", serde_json::json!([]))
            .expect("a figure can be paused");
        page.wait_until("it stands still", || !page.plays());
        assert_the_bar_says_the_count(page);
    });
}

#[test]
fn buttons_lead_to_the_ends() {
    visit(DESK, STORY, |page| {
        page.wait_for_figure();
        page.press("To the end");
        let end = page.moment();
        assert_eq!(end.event, end.of);
        page.press("To the start");
        assert_eq!(page.moment().event, 0);
        assert_the_bar_says_the_count(page);
    });
}

#[test]
fn while_nothing_happens_the_clock_and_the_thumb_move() {
    // Until the first timer runs out, at 157 ms, there is no event.
    visit(DESK, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        let thumb = || page.style(".now-line", "left");
        let started = thumb();
        page.call("play", serde_json::json!([])).unwrap();
        page.wait_until("the clock moves", || page.moment().millis() >= 5.0);
        page.wait_until("the thumb moves", || thumb() != started);
        let moment = page.moment();
        assert!(moment.event <= 1, "the nodes' start alone: {moment:?}");
        page.call("pause", serde_json::json!([])).unwrap();
    });
}
