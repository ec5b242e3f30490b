//! Somebody comes to the front page.

use glassbox_gc::lab::scenarios as gc;
use glassbox_raft::scenarios;
use glassbox_sim::Lang;
use serde_json::{Value, json};

use crate::support::{DESK, Page, visit};

/// The titles and questions of all scenarios, in one language.
fn assert_lists_all_scenarios(page: &Page, lang: Lang) {
    let is_listed = |id: &str, title: &str| {
        let card = page.text(&format!(".gallery a[href='#/{id}']"));
        assert!(card.contains(title), "{id} is listed as {card:?}");
    };
    for (id, _) in scenarios::FILES {
        is_listed(id, scenarios::find(id).unwrap().unwrap().title.get(lang));
    }
    for (id, _) in gc::FILES {
        is_listed(id, gc::find(id).unwrap().unwrap().title.get(lang));
    }
    let all = scenarios::FILES.len() + gc::FILES.len();
    assert_eq!(page.texts(".gallery a.card").len(), all);
}

#[test]
fn shows_what_it_is_and_a_figure_that_runs() {
    visit(DESK, "", |page| {
        assert!(page.text("h1").contains("Open up the protocols you trust."));
        page.wait_for_figure();
        assert!(
            page.shows(".gb.figure .stage svg"),
            "the figure has no stage"
        );
        let before = page.moment();
        page.wait_until("the figure plays by itself", || {
            page.moment().millis() > before.millis()
        });
    });
}

#[test]
fn lists_the_labs_and_every_scenario() {
    visit(DESK, "", |page| {
        page.wait_for_figure();
        let labs = page.texts(".labs li strong");
        assert_eq!(labs, ["Raft", "TCP", "TLS", "Go GC"]);
        assert!(page.shows(".labs a[href='#/raft']"), "Raft can be opened");
        assert!(
            !page.shows(".labs a[href='#/tcp']"),
            "TCP cannot be opened yet"
        );
        assert_lists_all_scenarios(page, Lang::En);
    });
}

#[test]
fn a_click_changes_the_language_of_the_page_and_its_figure() {
    visit(DESK, "", |page| {
        page.wait_for_figure();
        page.press("中文");
        page.wait_until("the heading is Chinese", || {
            page.text("h1").contains("把协议拆开看个明白")
        });
        assert_eq!(page.attribute("html", "lang").as_deref(), Some("zh-CN"));
        page.wait_until("the figure is Chinese", || {
            page.attribute(".gb", "lang").as_deref() == Some("zh-CN")
        });
        assert!(
            page.texts(".gb .caption")[0].contains("为什么"),
            "{:?}",
            page.texts(".gb .caption")
        );
        assert_lists_all_scenarios(page, Lang::Zh);

        page.open("");
        assert!(
            page.text("h1").contains("把协议拆开看个明白"),
            "the choice is kept"
        );
        page.press("English");
        page.wait_until("the heading is English", || {
            page.text("h1").contains("Open up")
        });
    });
}

#[test]
fn a_chinese_browser_sees_chinese_at_once() {
    visit(DESK.in_chinese(), "", |page| {
        page.wait_for_figure();
        assert!(page.text("h1").contains("把协议拆开看个明白"));
        assert_lists_all_scenarios(page, Lang::Zh);
    });
}

#[test]
fn a_click_changes_the_theme_of_the_page_and_its_figure() {
    visit(DESK, "", |page| {
        page.wait_for_figure();
        // As the system has it, which in a bare browser is light.
        let ground = || {
            (
                page.style("body", "backgroundColor"),
                page.style(".gb", "color"),
            )
        };
        page.press("Theme: as the system");
        let light = ground();
        page.press("Theme: light");
        let dark = ground();
        assert_ne!(light.0, dark.0, "the ground of the page");
        assert_ne!(light.1, dark.1, "the text of the figure");
        page.open("");
        page.wait_for_figure();
        assert_eq!(ground(), dark, "the choice is kept");
        page.press("Theme: dark");
        assert_eq!(ground(), light);
    });
}

#[test]
fn the_figure_can_be_taken_over_where_it_stands() {
    visit(DESK, "", |page| {
        page.wait_for_figure();
        page.wait_until("something has happened", || page.moment().event > 3);
        page.call("pause", json!([])).unwrap();
        let (here, link) = (page.moment(), page.ask("snapshot", json!([])));
        page.press("Take over this run");
        page.wait_until("the lab is there", || page.shows(".gb.full"));
        let address: String = page.js("return location.hash", json!([]));
        assert_eq!(address, format!("#{link}"));
        let there = page.moment();
        assert_eq!((there.clock, there.event), (here.clock, here.event));
    });
}

#[test]
fn without_javascript_it_says_what_it_needs() {
    visit(DESK, "", |page| {
        // A page that goes away while a figure is being loaded says that it could not be.
        page.wait_for_figure();
        page.devtools(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": true }),
        );
        page.devtools("Page.reload", json!({}));
        let note = || {
            let document = page.devtools("DOM.getDocument", json!({}));
            let root = document["root"]["nodeId"].clone();
            let found = page.devtools(
                "DOM.querySelector",
                json!({ "nodeId": root, "selector": "noscript .note" }),
            );
            match &found["nodeId"] {
                Value::Number(id) if id.as_u64() != Some(0) => page
                    .devtools("DOM.getOuterHTML", json!({ "nodeId": id }))["outerHTML"]
                    .to_string(),
                _ => String::new(),
            }
        };
        page.wait_until("the note is there", || {
            note().contains("needs JavaScript and WebAssembly")
        });
        page.devtools(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": false }),
        );
    });
}

#[test]
fn an_address_that_leads_nowhere_says_so() {
    visit(DESK, "#/raft/no-such-thing", |page| {
        assert_eq!(page.text("h1"), "There is no such page");
        page.press("To the front page");
        page.wait_until("the front page is there", || {
            page.text("h1").contains("Open up")
        });
    });
}
