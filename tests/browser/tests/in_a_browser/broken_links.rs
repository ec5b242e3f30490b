//! Somebody gets a link that was cut off, altered or made up.

use serde_json::json;

use crate::support::{DESK, Page, visit};

/// The page says what is wrong, and can still be used.
fn assert_says_so(page: &Page, link: &str) {
    let short: String = link.chars().take(40).collect();
    page.open(&format!("#{link}"));
    page.wait_until(&format!("{short} is refused"), || {
        page.texts("[role=alert]").iter().any(|it| it.len() > 20)
    });
    assert!(!page.shows(".stage"), "{short} shows a stage");
    page.click(".logo");
    page.wait_until("the front page is there", || {
        page.text("h1").contains("Open up")
    });
    page.wait_for_figure();
    assert!(page.shows(".gb .stage"), "after {short} figures run");
}

/// Errors of these tests are there on purpose.
fn with_errors(test: impl FnOnce(&Page)) {
    visit(DESK, "#/raft/leader-election?start=step:3", |page| {
        page.expect_error("glassbox-lab");
        test(page);
    });
}

#[test]
fn made_up_links_are_refused() {
    with_errors(|page| {
        // A lab of this name is looked for.
        page.expect_error("404");
        for link in [
            "v1.AAAA",
            "v1.",
            "v1.!!!?/%20%F0",
            "v1.BHJhZnQ",
            "v1.BHRsc2E",
            "v1.____________",
        ] {
            assert_says_so(page, link);
        }
    });
}

#[test]
fn a_link_altered_anywhere_is_refused() {
    with_errors(|page| {
        page.wait_for_figure();
        page.act(json!({ "crash": 2 }));
        page.call("step", json!([4])).unwrap();
        let link = page.ask("snapshot", json!([]));
        for at in [link.len() / 3, link.len() / 2, link.len() - 3] {
            let other = if link.as_bytes()[at] == b'Q' {
                "R"
            } else {
                "Q"
            };
            let altered = [&link[..at], other, &link[at + 1..]].concat();
            assert_says_so(page, &altered);
        }
        assert_says_so(page, &link[..link.len() - 6]);
    });
}

#[test]
fn a_link_that_is_too_long_is_refused() {
    with_errors(|page| {
        assert_says_so(page, &format!("v1.BHJhZnQ{}", "A".repeat(40_000)));
    });
}

#[test]
fn the_error_is_in_the_language_of_the_page() {
    visit(DESK.in_chinese(), "#v1.AAAA", |page| {
        page.expect_error("glassbox-lab");
        page.wait_until("it says so", || {
            page.texts("[role=alert]")
                .iter()
                .any(|it| it.contains("链接"))
        });
    });
}
