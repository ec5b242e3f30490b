//! Somebody sends a moment to somebody else.

use serde_json::json;

use crate::support::{DESK, Device, Page, visit};

/// Two branches with acts, and a moment on the second.
fn a_run_of_its_own(page: &Page) {
    page.wait_for_figure();
    page.act(json!({ "crash": 2 }));
    page.call("step", json!([4])).unwrap();
    page.act(json!({ "partition": [[1, 4], [2, 3, 5]] }));
    page.call("step", json!([3])).unwrap();
    page.call("step", json!([-1])).unwrap();
}

fn a_link_opens_the_same_moment(device: Device) {
    visit(device, "#/raft/leader-election?start=step:3", |page| {
        a_run_of_its_own(page);
        let link = page.ask("snapshot", json!([]));
        assert!(link.starts_with("v1."), "{link}");
        let (here, trace) = (page.moment(), page.trace());
        assert_eq!(here.branches, 2);

        let other = page.somebody_else(device, &format!("#{link}"));
        other.wait_for_figure();
        let there = other.moment();
        assert_eq!((&there.clock, there.event), (&here.clock, here.event));
        assert_eq!(
            (&there.branch, there.branches),
            (&here.branch, here.branches)
        );
        assert_eq!(other.trace(), trace);
        assert_eq!(
            other.ask("snapshot", json!([])),
            link,
            "and can be passed on"
        );

        // What is recorded beyond a shared moment is not in the link; it comes out the same.
        page.call("step", json!([3])).unwrap();
        other.call("step", json!([3])).unwrap();
        assert_eq!(other.trace(), page.trace());
        other.assert_no_errors();
    });
}

#[test]
fn a_link_opens_the_same_moment_elsewhere() {
    a_link_opens_the_same_moment(DESK);
}

#[test]
fn a_link_opens_the_same_moment_in_chinese() {
    a_link_opens_the_same_moment(DESK.in_chinese());
}

#[test]
fn the_same_run_is_told_in_either_language() {
    visit(DESK, "#/raft/leader-election?start=step:3", |page| {
        a_run_of_its_own(page);
        let link = page.ask("snapshot", json!([]));
        let other = page.somebody_else(DESK.in_chinese(), &format!("#{link}"));
        other.wait_for_figure();
        let facts = |page: &Page| {
            let mut trace = page.trace();
            for event in trace.as_array_mut().unwrap() {
                event
                    .as_object_mut()
                    .unwrap()
                    .remove("text")
                    .expect("each event is told");
            }
            trace
        };
        assert_eq!(facts(&other), facts(page));
        assert_ne!(other.trace(), page.trace());
        other.assert_no_errors();
    });
}

#[test]
fn the_share_panel_holds_the_link_and_a_snippet() {
    visit(DESK, "#/raft/leader-election?start=step:3", |page| {
        a_run_of_its_own(page);
        let link = page.ask("snapshot", json!([]));
        page.press("Share");
        page.wait_until("the panel is there", || page.shows(".share-over"));
        let shown: String = page.js("return one('.share-link').value", json!([]));
        assert_eq!(shown, format!("{}/#{link}", page.site()));
        let snippet: String = page.js("return one('.share-over textarea').value", json!([]));
        assert!(
            snippet.contains(&format!("{}/glassbox.js", page.site())),
            "{snippet}"
        );
        assert!(snippet.contains(&format!("state=\"{link}\"")), "{snippet}");
        page.click(".share-over header button");
        assert!(!page.shows(".share-over"));
    });
}

#[test]
fn the_snippet_works_in_another_page() {
    visit(DESK, "#/raft/leader-election?start=step:3", |page| {
        a_run_of_its_own(page);
        let (here, trace) = (page.moment(), page.trace());
        page.call("share", json!([])).unwrap();
        let snippet: String = page.js("return one('.share-over textarea').value", json!([]));
        page.write(&format!(
            "<!doctype html><meta charset=utf-8><title>A page</title><p>Text.</p>{snippet}"
        ));
        page.wait_for_figure();
        assert!(page.shows(".gb.figure"));
        assert_eq!(page.moment().clock, here.clock);
        assert_eq!(page.trace(), trace);
    });
}

#[test]
fn a_shared_run_keeps_the_name_of_its_scenario() {
    visit(DESK, "#/raft/leader-election?start=step:3", |page| {
        page.wait_for_figure();
        let title: String = page.js("return document.title", json!([]));
        page.act(json!({ "crash": 2 }));
        let link = page.ask("snapshot", json!([]));
        page.open(&format!("#{link}"));
        page.wait_for_figure();
        assert_eq!(page.js::<String>("return document.title", json!([])), title);
        assert_eq!(
            page.text(".menu.choose .title"),
            title.trim_end_matches(" · Glassbox")
        );
    });
}

#[test]
fn pictures_and_the_trace_can_be_taken_away() {
    visit(DESK, "#/raft/leader-election?start=step:3", |page| {
        page.wait_for_figure();
        for kind in ["stage", "sequence"] {
            let svg = page.ask("exportSvg", json!([kind]));
            let (root, shapes): (String, u32) = page.js(
                "const document = new DOMParser().parseFromString(arguments[0], 'image/svg+xml'); \
                 return [document.documentElement.tagName, document.querySelectorAll('path, rect, circle, line, text').length]",
                json!([svg]),
            );
            assert_eq!(root, "svg", "{kind}");
            assert!(shapes > 10, "{kind} has {shapes} shapes");
        }
        assert_eq!(
            page.trace().as_array().map(Vec::len),
            usize::try_from(page.moment().event).ok()
        );
        assert!(
            page.call("exportSvg", json!(["nonsense"]))
                .unwrap_err()
                .contains("nonsense")
        );
    });
}

#[test]
fn the_picture_of_a_wide_stage_holds_its_logs_too_and_stands_alone() {
    visit(DESK, "#/raft/leader-election?start=step:3", |page| {
        page.wait_for_figure();
        page.press("To the end");
        assert!(page.shows(".raft-matrix"), "a wide stage");
        let svg = page.ask("exportSvg", json!(["stage"]));
        let found: serde_json::Value = page.js(
            "const it = new DOMParser().parseFromString(arguments[0], 'image/svg+xml').documentElement; \
             const texts = [...it.querySelectorAll('text')].map((it) => tidy(it.textContent)); \
             const ids = [...arguments[0].matchAll(/url\\((?:&quot;|\")?#([^)&\"]+)/g)].map((it) => it[1]); \
             return { root: it.tagName, title: it.querySelector(':scope > title')?.textContent, \
                drawings: it.querySelectorAll(':scope > svg').length, texts, \
                outside: [...it.querySelectorAll('*')].filter((it) => it.hasAttribute('class') || it.hasAttribute('tabindex')).length, \
                variables: arguments[0].includes('var('), \
                missing: ids.filter((id) => !it.querySelector(`[id='${id}']`)), used: ids.length }",
            json!([svg]),
        );
        assert_eq!(found["root"], "svg");
        let caption = page.text(".player [aria-live]");
        assert_eq!(found["title"], json!(caption), "it is named as the moment");
        let texts: Vec<String> = serde_json::from_value(found["texts"].clone()).unwrap();
        let count = |name: &str| texts.iter().filter(|text| *text == name).count();
        assert_eq!(count("n3"), 2, "in the figure and in the logs: {texts:?}");
        assert_eq!(count("Logs"), 1, "the heading: {texts:?}");
        assert!(found["drawings"].as_u64() >= Some(2), "{found}");
        assert_eq!(found["outside"], 0, "nothing asks for the page's styles");
        assert_eq!(found["variables"], false);
        assert_eq!(found["missing"], json!([]), "patterns are in it");
    });
}

/// What of a picture depends on the page that it was taken from, and the colours in it.
const COLOURS: &str = "const it = new DOMParser().parseFromString(arguments[0], 'image/svg+xml').documentElement; \
    return { root: it.tagName, left: /light-dark|var\\(|color-mix|currentcolor/i.exec(arguments[0])?.[0] ?? null, \
        ground: it.querySelector(':scope > rect').getAttribute('fill'), \
        ink: it.querySelector(':scope > text')?.getAttribute('fill') ?? null, \
        hatches: it.querySelectorAll('pattern *').length, \
        colours: [...new Set(arguments[0].match(/rgba?\\([^)]*\\)/g))].sort() }";

#[test]
fn a_picture_has_the_same_light_colours_in_both_themes() {
    for scenario in [
        "raft/leader-election?start=step:3",
        "gc/tricolor?start=step:3",
        "gc/gogc?start=step:2",
    ] {
        let taken = ["light", "dark"].map(|theme| {
            let mut taken = serde_json::Value::Null;
            visit(DESK, &format!("#/{scenario}"), |page| {
                page.wait_for_figure();
                page.js::<serde_json::Value>(
                    "document.querySelector('glassbox-lab').setAttribute('theme', arguments[0])",
                    json!([theme]),
                );
                let seen =
                    "return getComputedStyle(figures()[0].shadowRoot.querySelector('.gb-place')).color";
                page.wait_until("the theme is in force", || {
                    let dark = page.js::<String>(seen, json!([])) == "rgb(236, 238, 240)";
                    dark == (theme == "dark")
                });
                let before: String = page.js(seen, json!([]));
                taken = page.js(COLOURS, json!([page.ask("exportSvg", json!(["stage"]))]));
                assert_eq!(
                    page.js::<String>(seen, json!([])),
                    before,
                    "the figure is as before"
                );
            });
            taken
        });
        let [light, dark] = taken;
        if light.is_null() {
            // There is no browser.
            return;
        }
        assert_eq!(light["root"], "svg", "{scenario}");
        assert_eq!(light["left"], json!(null), "{scenario}");
        assert_eq!(light["ground"], "rgb(255, 255, 255)", "{scenario}");
        assert!(
            light["colours"].as_array().map(Vec::len) > Some(4),
            "{light}"
        );
        assert_eq!(light, dark, "{scenario}");
    }
}

#[test]
fn a_picture_of_two_branches_holds_both() {
    visit(DESK, "#/raft/leader-election?start=step:3", |page| {
        page.wait_for_figure();
        page.act(json!({ "crash": 2 }));
        page.press("Side by side");
        let svg = page.ask("exportSvg", json!(["stage"]));
        let count: usize = page.js(
            "const it = new DOMParser().parseFromString(arguments[0], 'image/svg+xml'); \
             return [...it.querySelectorAll('text')].filter((it) => it.textContent === 'n3').length",
            json!([svg]),
        );
        assert_eq!(count, 2);
    });
}
