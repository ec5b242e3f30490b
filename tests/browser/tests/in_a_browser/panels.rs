//! Somebody opens and closes panels without a mouse.

use serde_json::json;

use crate::support::{DESK, Page, visit};

const VOTES: &str = "#/raft/leader-election?start=step:3";

/// Tab leads round inside the open panel, in both directions, and never out of it.
fn assert_tab_stays_inside(page: &Page) {
    let here = || {
        page.js::<String>(
            "const it = figures()[0].shadowRoot.activeElement; return it?.closest('.over') ? it.outerHTML : `outside: ${it?.outerHTML}`",
            json!([]),
        )
    };
    let first = here();
    let mut seen = vec![first.clone()];
    for _ in 0..40 {
        page.key("Tab");
        let now = here();
        assert!(!now.starts_with("outside"), "{now}");
        if now == first {
            break;
        }
        seen.push(now);
    }
    assert!(seen.len() > 1, "there is more than one control");
    page.chord("Shift", "Tab");
    assert_eq!(&here(), seen.last().unwrap(), "and backwards");
}

#[test]
fn the_share_panel_takes_the_focus_keeps_it_and_gives_it_back() {
    visit(DESK, VOTES, |page| {
        page.wait_for_figure();
        let opener = "document.activeElement?.textContent ?? ''";
        page.js::<bool>("named('Share').focus(); return true", json!([]));
        page.key("Enter");
        page.wait_until("the panel has the focus", || page.has_focus(".share-over"));
        assert_tab_stays_inside(page);
        page.key("Escape");
        assert!(!page.shows(".share-over"));
        let back: String = page.js(&format!("return {opener}"), json!([]));
        assert!(back.contains("Share"), "the focus is on {back:?}");
    });
}

#[test]
fn a_tool_takes_the_focus_keeps_it_and_gives_it_back() {
    visit(DESK, VOTES, |page| {
        page.wait_for_figure();
        for tool in ["partition", "loss", "rules"] {
            let button = format!("[data-tool={tool}]");
            page.focus(&button);
            page.key("Enter");
            page.wait_until("the panel has the focus", || page.has_focus(".tool-over"));
            assert_tab_stays_inside(page);
            page.key("Escape");
            assert!(!page.shows(".tool-over"));
            assert!(page.has_focus(&button), "{tool}");
        }
    });
}

#[test]
fn after_an_act_the_focus_is_back_where_the_panel_was_opened() {
    visit(DESK, VOTES, |page| {
        page.wait_for_figure();
        page.focus("[data-tool=partition]");
        page.key("Enter");
        page.wait_until("the panel has the focus", || page.has_focus(".tool-over"));
        page.press("Do it");
        assert!(!page.shows(".tool-over"));
        assert!(page.has_focus("[data-tool=partition]"));
    });
}

#[test]
fn the_keys_are_a_panel_too_and_hold_back_the_player() {
    visit(DESK, VOTES, |page| {
        page.wait_for_figure();
        page.focus(".track");
        page.key("?");
        page.wait_until("the panel has the focus", || page.has_focus(".over"));
        let before = page.moment();
        page.key("ArrowRight");
        page.key("r");
        assert_eq!(page.moment(), before);
        page.key("?");
        assert!(!page.shows(".over"));
        assert!(page.has_focus(".track"));
    });
}

#[test]
fn closing_the_card_leaves_the_focus_in_the_figure() {
    visit(DESK, VOTES, |page| {
        page.wait_for_figure();
        page.click("[data-thing=host-3]");
        page.focus(".card header button");
        page.key("Enter");
        assert!(!page.shows(".card"));
        assert!(page.has_focus(".gb"), "keys still belong to the figure");
    });
}

#[test]
fn the_loss_in_force_is_marked() {
    visit(DESK, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        let marked = || {
            page.click("[data-tool=loss]");
            page.js::<Vec<String>>(
                "return all('.menu-item').filter((it) => it.ariaPressed === 'true').map((it) => tidy(it.textContent))",
                serde_json::json!([]),
            )
        };
        assert_eq!(marked(), ["0 %"]);
        page.press("30 %");
        assert_eq!(marked(), ["30 %"]);
    });
}
