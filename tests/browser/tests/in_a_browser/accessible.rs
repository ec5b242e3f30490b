//! axe-core looks for what keeps people out.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::support::{DESK, Device, PHONE, Page, axe, visit};

#[derive(Debug, Deserialize)]
struct Violation {
    id: String,
    impact: Option<String>,
    help: String,
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    /// Selectors; a list in the list leads through a shadow root.
    target: Vec<Value>,
    #[serde(rename = "failureSummary")]
    summary: Option<String>,
}

/// Opens an address, prepares it, and lets axe-core judge it.
fn judge(device: Device, path: &str, prepare: impl FnOnce(&Page)) {
    let Some(axe) = axe() else {
        println!("skipped: axe-core not available");
        return;
    };
    visit(device, path, |page| {
        page.wait_for_figure();
        prepare(page);
        page.settle();
        page.js::<Value>("const it = document.createElement('script'); it.textContent = arguments[0]; document.head.append(it)", json!([axe]));
        let found: Vec<Violation> = page.js(
            "const { violations } = await axe.run(document, { resultTypes: ['violations'] }); \
             return violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, \
             nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })) }))",
            json!([]),
        );
        let grave = |it: &&Violation| matches!(it.impact.as_deref(), Some("serious" | "critical"));
        let report: Vec<String> = found.iter().filter(grave).map(describe).collect();
        assert!(
            report.is_empty(),
            "{} kinds of violations on {path}:\n{}",
            report.len(),
            report.join("\n")
        );
    });
}

fn describe(violation: &Violation) -> String {
    let Violation {
        id,
        impact,
        help,
        nodes,
    } = violation;
    let mut text = format!(
        "{id} ({}): {help}, {} times",
        impact.as_deref().unwrap_or("?"),
        nodes.len()
    );
    for node in nodes.iter().take(6) {
        let target: Vec<String> = node.target.iter().map(Value::to_string).collect();
        let summary = node
            .summary
            .as_deref()
            .unwrap_or_default()
            .replace('\n', " ");
        text.push_str(&format!("\n    {}: {summary}", target.join(" ")));
    }
    text
}

fn still(page: &Page) {
    page.call("pause", json!([])).unwrap();
}

const LAB: &str = "#/raft/leader-election?start=step:3";

#[test]
fn the_front_page() {
    judge(DESK, "", still);
}

#[test]
fn the_front_page_on_a_phone() {
    judge(PHONE, "", still);
}

#[test]
fn a_lab() {
    judge(DESK, LAB, |_| ());
}

#[test]
fn a_lab_on_a_phone() {
    judge(PHONE, LAB, |_| ());
}

#[test]
fn a_selected_node_and_its_state() {
    judge(DESK, LAB, |page| {
        page.click("[data-thing=host-4]");
        page.press("State");
    });
}

#[test]
fn a_phone_with_a_sheet() {
    judge(PHONE, LAB, |page| page.click("[data-thing=host-4]"));
}

#[test]
fn two_branches_side_by_side() {
    judge(DESK, LAB, |page| {
        page.act(json!({ "crash": 2 }));
        page.press("Side by side");
    });
}

#[test]
fn the_share_panel() {
    judge(DESK, LAB, |page| page.press("Share"));
}

#[test]
fn the_keys() {
    judge(DESK, LAB, |page| {
        page.focus(".track");
        page.key("?");
    });
}

#[test]
fn the_sequence_diagram() {
    judge(DESK, LAB, |page| page.press("Sequence"));
}

#[test]
fn the_properties_with_one_broken() {
    judge(DESK, "#/raft/figure-8-broken", |page| {
        page.press("To the end");
        page.press("Properties");
    });
}

#[test]
fn chinese_and_dark() {
    judge(DESK.in_chinese(), LAB, |page| {
        page.press("主题：跟随系统");
        page.press("主题：浅色");
    });
}

#[test]
fn the_front_page_chinese_and_dark() {
    judge(DESK.in_chinese(), "", |page| {
        still(page);
        page.press("主题：跟随系统");
        page.press("主题：浅色");
    });
}

const HEAP: &str = "#/gc/heap-to-stack?start=step:4";

#[test]
fn a_heap() {
    judge(DESK, HEAP, |page| {
        page.click("[data-thing=packet-1] > .gc-body");
    });
}

#[test]
fn a_heap_on_a_phone_in_chinese() {
    judge(PHONE.in_chinese(), HEAP, |page| page.press("队列"));
}

#[test]
fn a_heap_by_spans_in_chinese_and_dark() {
    judge(DESK.in_chinese(), "#/gc/green-tea?start=step:4", |page| {
        page.press("主题：跟随系统");
        page.press("主题：浅色");
        page.press("span 视图");
    });
}

#[test]
fn a_search_that_found_a_run() {
    judge(DESK, "#/gc/losing-an-object?start=step:6", |page| {
        page.press("Prove it");
        page.click(".gc-search");
        page.wait_until("the run is found", || page.shows(".gc-found"));
    });
}

#[test]
fn a_search_with_all_its_choices_in_the_dark_and_on_a_phone() {
    let ask = |page: &Page, pane: &str| {
        page.press(pane);
        page.click(".gc-asked label:nth-of-type(5)");
        page.click(".gc-bounds > summary");
        page.choose(".gc-numbers label:nth-of-type(3) select", "1");
        assert!(page.shows(".gc-idle"));
    };
    judge(DESK.in_chinese(), HEAP, |page| {
        page.press("主题：跟随系统");
        page.press("主题：浅色");
        ask(page, "验证");
    });
    judge(PHONE, HEAP, |page| ask(page, "Prove it"));
}

#[test]
fn who_is_next_in_a_heap() {
    judge(DESK, "#/gc/race?start=step:4", |page| {
        assert!(page.shows(".gc-turn[role]") && page.shows(".gc-waiting"));
        page.press("Whose turn");
        page.press("Let the collector run");
        assert!(page.shows(".gc-by-itself"));
    });
    judge(PHONE, "#/gc/race?start=step:4", |page| {
        page.press("Queues");
        assert!(page.shows(".gc-turn[role]"));
    });
}

#[test]
fn a_program_and_a_pasted_log() {
    judge(DESK, "#/gc/gogc?start=step:3", |page| {
        page.press("Log");
        page.press("Try an invented example");
    });
}

#[test]
fn a_program_on_a_phone() {
    judge(PHONE, "#/gc/two-minutes?start=step:4", |_| ());
}

#[test]
fn a_step_with_what_is_often_said() {
    judge(DESK, "#/gc/two-pauses?start=step:2", |page| {
        assert!(page.shows(".often-said"));
    });
}

#[test]
fn a_slice() {
    judge(DESK, "#/gc/how-a-slice-grows?start=step:4", |_| ());
}

#[test]
fn a_broken_link() {
    judge(DESK, "#v1.BHJhZnQ", |page| {
        page.expect_error("glassbox-lab");
    });
}
