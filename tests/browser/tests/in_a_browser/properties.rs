//! Somebody breaks what must always hold.

use serde_json::json;

use crate::support::{DESK, Page, visit};

/// Two candidates of one term, and nodes that vote for whoever asks.
fn let_everybody_vote_twice(page: &Page) {
    page.wait_for_figure();
    assert!(page.shows(".property-line") && !page.shows(".property-line.broken"));
    page.press("Rules…");
    page.press("Switch off: one vote per term");
    // The nodes must have started.
    page.call("step", json!([1])).unwrap();
    page.act(json!({ "fire": 1 }));
    page.act(json!({ "fire": 2 }));
    page.choose(".speed select", "2×");
}

#[test]
fn a_broken_property_stops_the_run_and_is_named() {
    visit(DESK, "#/raft/leader-election", |page| {
        let_everybody_vote_twice(page);
        page.press("Play");
        page.wait_until("something breaks", || page.shows(".property-line.broken"));
        assert!(!page.plays(), "the run goes on");
        let line = page.text(".property-line");
        assert!(line.contains("broken"), "{line}");
        let moment = page.moment();
        page.press("Properties");
        let broken = page.texts(".properties .property.broken strong");
        assert!(!broken.is_empty());
        assert!(line.contains(&broken[0]), "{line} does not name {broken:?}");

        page.press("To the start");

        assert!(
            !page.shows(".property-line.broken"),
            "at the start all holds"
        );
        page.press("To the end");
        page.click(".properties .property.broken button");
        assert_eq!(
            page.moment().event,
            moment.event,
            "the witness leads to the moment"
        );
    });
}

#[test]
fn the_broken_moment_is_gone_one_step_before() {
    visit(DESK, "#/raft/leader-election", |page| {
        let_everybody_vote_twice(page);
        page.press("Play");
        page.wait_until("something breaks", || page.shows(".property-line.broken"));
        page.press("One step back");
        assert!(!page.shows(".property-line.broken"));
        page.press("One step on");
        assert!(page.shows(".property-line.broken"));
    });
}

#[test]
fn all_hold_in_an_unbroken_story() {
    visit(DESK, "#/raft/leader-crash", |page| {
        page.wait_for_figure();
        page.press("To the end");
        page.press("Properties");
        assert!(!page.shows(".property.broken"));
        let all = page.texts(".properties .property").len();
        assert!(all >= 8, "{all} properties");
        assert!(
            page.text(".property-line").contains("hold"),
            "{}",
            page.text(".property-line")
        );
    });
}

#[test]
fn figure_8_without_its_rule_breaks_safety() {
    visit(DESK, "#/raft/figure-8-broken", |page| {
        page.wait_for_figure();
        assert!(!page.shows(".property-line.broken"));
        page.press("To the end");
        assert!(page.shows(".property-line.broken"));
        page.press("Properties");
        assert!(page.shows(".property.broken button"), "somebody is named");
    });
}
