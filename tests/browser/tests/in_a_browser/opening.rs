//! Somebody follows a link to a late moment.

use serde_json::json;

use crate::support::{DESK, Page, visit};

/// Steps until the link is far away, and returns it.
fn a_long_run(page: &Page) -> String {
    page.wait_for_figure();
    page.act(json!({ "crash": 2 }));
    for _ in 0..10 {
        page.call("step", json!([10_000])).unwrap();
    }
    page.ask("snapshot", json!([]))
}

#[test]
fn a_late_moment_is_opened_with_progress_and_the_page_lives_meanwhile() {
    visit(DESK, "#/raft/leader-election", |page| {
        let link = a_long_run(page);
        let here = page.moment();
        page.open(&format!("#{link}"));
        page.wait_until("it is being opened", || page.shows(".gb-opening progress"));
        let progress =
            || -> f64 { page.js("return one('.gb-opening progress')?.value ?? 1", json!([])) };
        let first = progress();
        page.wait_until("it gets on", || progress() > first);
        page.wait_for_figure();
        assert_eq!(page.moment(), here);
        assert_eq!(page.ask("snapshot", json!([])), link);
    });
}

#[test]
fn opening_can_be_cancelled_and_tried_again() {
    visit(DESK, "#/raft/leader-election", |page| {
        let link = a_long_run(page);
        let here = page.moment();
        page.open(&format!("#{link}"));
        page.press("Cancel");
        page.wait_until("it is called off", || page.shows(".gb-problem"));
        assert!(page.text(".gb-problem").contains("cancelled"));
        for _ in 0..10 {
            page.settle();
        }
        assert!(page.shows(".gb-problem"), "it stays so");
        page.press("Try again");
        page.wait_until("it is being opened", || page.shows(".gb-opening progress"));
        page.wait_for_figure();
        page.wait_until("it is open", || page.shows(".track"));
        assert_eq!(page.moment(), here);
    });
}
