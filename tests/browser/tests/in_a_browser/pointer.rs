//! Somebody points and clicks in a lab.

use serde_json::json;

use crate::support::{DESK, visit};

/// The first leader election, while the votes are on their way.
const VOTES: &str = "#/raft/leader-election?start=step:3";

#[test]
fn a_click_on_a_node_opens_its_card() {
    visit(DESK, VOTES, |page| {
        page.wait_for_figure();
        assert!(!page.shows(".card"));
        page.click("[data-thing=host-4]");
        assert!(
            page.text(".card header").starts_with("n4"),
            "{}",
            page.text(".card header")
        );
        let fields = page.texts(".card dt");
        assert!(fields.contains(&"currentTerm".to_owned()), "{fields:?}");
        assert!(fields.contains(&"votedFor".to_owned()), "{fields:?}");
        assert_eq!(
            page.attribute("[data-thing=host-4]", "data-selected")
                .as_deref(),
            Some("true")
        );
        page.click(".card header button");
        assert!(!page.shows(".card"), "the card closes");
    });
}

#[test]
fn a_message_dropped_by_its_card_is_lost_on_a_new_branch_and_comes_back() {
    visit(DESK, VOTES, |page| {
        page.wait_for_figure();
        let before = page.moment();
        assert_eq!((before.branch.as_str(), before.branches), ("A", 1));
        page.click("[data-thing^=packet-]");
        assert!(
            page.texts(".card dt").contains(&"type".to_owned()),
            "{:?}",
            page.texts(".card dt")
        );
        assert!(page.shows(".card .why-sent"));

        page.press("Drop");
        let dropped = page.moment();
        assert_eq!((dropped.branch.as_str(), dropped.branches), ("B", 2));
        let events = page.texts(".rows .row:not(.ahead) .row-text");
        assert!(
            events
                .iter()
                .any(|event| event.to_lowercase().contains("you dropped")),
            "{events:#?}"
        );
        assert!(
            page.texts(".lane-name")
                .iter()
                .any(|name| name.starts_with('B')),
            "the seek bar names it"
        );

        page.press("Undo");
        let undone = page.moment();
        assert_eq!((&undone.clock, undone.event), (&before.clock, before.event));
        let events = page.texts(".rows .row:not(.ahead) .row-text");
        assert!(
            !events
                .iter()
                .any(|event| event.to_lowercase().contains("you dropped")),
            "{events:#?}"
        );

        page.press("Redo");
        assert_eq!(page.moment(), dropped);
    });
}

#[test]
fn a_node_is_crashed_and_restarted_by_its_card() {
    visit(DESK, VOTES, |page| {
        page.wait_for_figure();
        let label = || page.name_of("host-2");
        page.click("[data-thing=host-2]");
        page.press("Crash");
        assert!(label().contains("crashed"), "{}", label());
        page.press("Restart");
        assert!(!label().contains("crashed"), "{}", label());
    });
}

#[test]
fn a_cut_network_shows_and_heals() {
    visit(DESK, "#/raft/leader-election?start=step:5", |page| {
        page.wait_for_figure();
        assert!(!page.shows("[data-tool=heal]"));
        page.press("Partition…");
        page.press("Do it");
        page.wait_until("it can be healed", || page.shows("[data-tool=heal]"));
        let cut: u32 = page.js("return all('.raft-cut, .raft-wall').length", json!([]));
        assert!(cut > 0, "the stage shows the cut");
        page.press("Heal");
        assert!(!page.shows("[data-tool=heal]"));
    });
}

#[test]
fn why_tells_the_rule_and_the_causes() {
    visit(DESK, VOTES, |page| {
        page.wait_for_figure();
        let rows = page.texts(".rows .row:not(.ahead) .row-text");
        assert!(!rows.is_empty(), "there are events");
        page.click(".rows .row.current .why");
        assert!(!page.text(".why-panel .rule").is_empty());
        assert!(
            page.text(".why-panel .citation").contains("§"),
            "{}",
            page.text(".why-panel")
        );
        assert!(page.texts(".why-panel .cause").len() > 1);
        page.press("Show on the stage");
        assert!(
            page.shows(".raft-cause"),
            "the causes are numbered on the stage"
        );
    });
}

#[test]
fn another_scenario_is_chosen_from_the_title() {
    visit(DESK, VOTES, |page| {
        page.wait_for_figure();
        page.click(".menu.choose button");
        page.click("#choose a[href='#/raft/two-leaders']");
        page.wait_until("its lesson is there", || {
            page.text(".lesson h2").contains("leaders")
        });
        let title: String = page.js("return document.title", json!([]));
        assert!(title.contains("leaders"), "{title}");
    });
}
