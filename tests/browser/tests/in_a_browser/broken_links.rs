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
fn a_link_of_another_version_is_named_as_one() {
    let cases = [
        (DESK, "another version of Glassbox"),
        (DESK.in_chinese(), "另一个版本的 Glassbox"),
    ];
    for (screen, said) in cases {
        for link in ["#v2.BHJhZnQ", "#v2.%3Cb%3E/../"] {
            visit(screen, link, |page| {
                page.expect_error("glassbox-lab");
                page.wait_until("it says so", || {
                    page.texts("[role=alert]")
                        .iter()
                        .any(|it| it.contains(said))
                });
            });
        }
    }
}

#[test]
fn a_link_altered_anywhere_is_refused() {
    with_errors(|page| {
        // Altered in the name of its scenario, it names one that the browser misses.
        page.expect_error("404");
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

#[test]
fn the_bar_of_a_figure_that_could_not_be_opened_offers_nothing_and_the_page_a_way_on() {
    for link in ["#v1.garbage", "#/raft/leader-election?seed=7&start=step:99"] {
        visit(DESK, link, |page| {
            page.expect_error("glassbox-lab");
            page.wait_until("there is a way on", || page.shows(".way-on a"));
            assert!(page.shows(".ctl.share:disabled"));
            let margin: f64 = page.js(
                "return one('.gb-trouble, .gb-problem').getBoundingClientRect().left",
                json!([]),
            );
            assert!(margin >= 16.0, "the message has room beside it: {margin}");
            page.click(".way-on a");
            page.wait_until("the scenarios are there", || page.shows(".cards"));
        });
    }
    visit(DESK, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        assert!(!page.shows(".way-on") && !page.shows(".ctl.share:disabled"));
    });
}
