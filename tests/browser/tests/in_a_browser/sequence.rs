//! Somebody reads the sequence diagram.

use serde_json::json;

use crate::support::{DESK, Page, visit};

const STORY: &str = "#/raft/leader-election?start=step:3";

fn diagram(test: impl FnOnce(&Page)) {
    visit(DESK, STORY, |page| {
        page.wait_for_figure();
        page.press("Sequence");
        page.wait_until("it is drawn", || page.shows(".sequence .seq-arrow"));
        test(page);
    });
}

/// The sentence of what has the focus, if it is something in the diagram.
fn focused(page: &Page) -> Option<String> {
    page.js(
        "return figures()[0].shadowRoot.activeElement?.closest('[data-event]')?.querySelector('title').textContent ?? null",
        json!([]),
    )
}

#[test]
fn a_click_on_a_note_goes_there_and_why_is_told_beside_it() {
    diagram(|page| {
        let before = page.moment();
        // Something early.
        let (name, event): (String, u32) = page.js(
            "const it = all('.sequence .seq-note').find(seen); return [it.querySelector('title').textContent, +it.dataset.event]",
            json!([]),
        );
        page.click(&format!(".sequence .seq-note[data-event='{event}']"));
        let there = page.moment();
        assert!(
            there.event > event && there.event < before.event,
            "{there:?}"
        );
        assert_eq!(there.of, before.of, "what comes later is still recorded");
        assert_eq!(page.text(".picked .row-text"), name);
        assert!(
            page.shows(".sequence [data-event]:last-child"),
            "and still drawn"
        );

        page.press("Why?");
        assert!(page.shows(".picked .why-panel .rule"), "the rule is told");
        assert!(page.texts("[role=tab][aria-selected=true]") == ["Sequence"]);
        page.press("Show on the stage");
        assert!(
            page.shows(".stage .raft-cause"),
            "the causes are on the stage"
        );
    });
}

#[test]
fn the_diagram_is_one_stop_and_walked_with_arrows() {
    diagram(|page| {
        let stops: usize = page.js(
            "return all(\".sequence [data-event][tabindex='0']\").length",
            json!([]),
        );
        assert!(
            (1..=2).contains(&stops),
            "{stops} stops: one event, perhaps as line and as note"
        );
        page.focus(".sequence [data-event][tabindex='0']");
        let moment = page.moment();
        page.key("Home");
        let first = focused(page).expect("the first event has the focus");
        page.key("ArrowDown");
        page.key("ArrowDown");
        let third = focused(page).expect("the third event has the focus");
        assert_ne!(third, first);
        assert_eq!(page.moment(), moment, "walking is not going there");

        page.key("Enter");
        assert!(page.moment().event < moment.event);
        assert_eq!(page.text(".picked .row-text"), third);
        assert_eq!(focused(page), Some(third.clone()), "it keeps the focus");
        page.key("w");
        assert!(page.shows(".picked .why-panel .rule"));
    });
}
