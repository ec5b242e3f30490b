//! Somebody walks through tabs and answers with the arrow keys.

use serde_json::json;

use crate::support::{DESK, Page, visit};

const LAB: &str = "#/raft/leader-election";

/// The names of tabs or answers that are chosen, and of those that Tab stops at.
fn chosen_and_stops(page: &Page, role: &str) -> (Vec<String>, Vec<String>) {
    let chosen = format!("[role={role}]:is([aria-selected=true], [aria-checked=true])");
    let stops = format!("[role={role}][tabindex='0']");
    (page.texts(&chosen), page.texts(&stops))
}

#[test]
fn arrows_home_and_end_change_the_tab_and_not_the_moment() {
    visit(DESK, LAB, |page| {
        page.wait_for_figure();
        page.call("pause", json!([])).unwrap();
        let before = page.moment();
        let tabs = page.texts("[role=tab]");
        page.focus("[role=tab][aria-selected=true]");
        let last = tabs.len() - 1;
        let walk = [
            ("ArrowRight", 1),
            ("ArrowRight", 2),
            ("End", last),
            ("ArrowRight", 0),
            ("ArrowLeft", last),
            ("Home", 0),
        ];
        for (key, to) in walk {
            page.key(key);
            let (chosen, stops) = chosen_and_stops(page, "tab");
            assert_eq!(chosen, [tabs[to].clone()], "after {key}");
            assert_eq!(stops, chosen, "Tab stops at the chosen one");
            assert!(page.has_focus("[role=tab][aria-selected=true]"));
        }
        assert_eq!(page.moment(), before);
        assert!(!page.plays());
    });
}

#[test]
fn a_tab_and_what_it_shows_name_each_other() {
    visit(DESK, LAB, |page| {
        page.wait_for_figure();
        page.press("State");
        let tab = "[role=tab][aria-selected=true]";
        let shown = page.attribute(tab, "aria-controls").expect("what it shows");
        let panel = format!("#{shown}[role=tabpanel]");
        assert!(page.shows(&panel));
        assert_eq!(
            page.attribute(&panel, "aria-labelledby"),
            page.attribute(tab, "id")
        );
    });
}

#[test]
fn arrows_choose_an_answer_and_not_the_moment() {
    visit(DESK, LAB, |page| {
        page.wait_for_figure();
        page.call("pause", json!([])).unwrap();
        let before = page.moment();
        let answers = page.texts("[role=radio]");
        let (chosen, stops) = chosen_and_stops(page, "radio");
        assert!(chosen.is_empty());
        assert_eq!(stops, answers[..1], "Tab stops at the first one");
        page.focus("[role=radio]");
        for (key, to) in [
            ("ArrowDown", 1),
            ("ArrowUp", 0),
            ("ArrowLeft", answers.len() - 1),
            ("ArrowRight", 0),
            ("End", answers.len() - 1),
        ] {
            page.key(key);
            let (chosen, stops) = chosen_and_stops(page, "radio");
            assert_eq!(chosen, [answers[to].clone()], "after {key}");
            assert_eq!(stops, chosen);
            assert!(page.has_focus("[role=radio][aria-checked=true]"));
        }
        assert_eq!(page.moment(), before);
    });
}

#[test]
fn arrows_move_a_node_to_another_side_of_a_cut() {
    visit(DESK, LAB, |page| {
        page.wait_for_figure();
        page.call("pause", json!([])).unwrap();
        let before = page.moment();
        page.press("Partition");
        page.focus(".sides tr:nth-child(2) input:checked");
        page.key("ArrowRight");
        let sides: Vec<usize> = page.js(
            "return all('.sides tbody tr').map((row) => [...row.querySelectorAll('input')].findIndex((it) => it.checked))",
            json!([]),
        );
        assert_eq!(sides, [0, 1, 1, 1, 1], "n2 went over");
        assert_eq!(page.moment(), before);
    });
}
