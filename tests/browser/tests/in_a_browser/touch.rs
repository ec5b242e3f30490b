//! Somebody holds a phone.

use std::time::Duration;

use crate::support::{DESK, PHONE, Page, visit};

const VOTES: &str = "#/raft/leader-election?start=step:3";

#[test]
fn all_is_in_tabs() {
    visit(PHONE, VOTES, |page| {
        page.wait_for_figure();
        assert!(page.shows(".gb.phone"), "the layout of a phone");
        let tabs = page.texts("[role=tab]");
        for tab in [
            "Lesson",
            "Logs",
            "Client requests",
            "Events",
            "Sequence",
            "State",
            "Properties",
        ] {
            assert!(tabs.contains(&tab.to_owned()), "{tab} is not in {tabs:?}");
        }
        assert!(page.shows(".lesson"), "it begins with the lesson");
        page.press("Events");
        assert!(page.shows(".rows .row") && !page.shows(".lesson"));
        page.press("Properties");
        assert!(page.shows(".properties .property"));
        assert_eq!(page.texts("[role=tab][aria-selected=true]"), ["Properties"]);
    });
}

#[test]
fn a_tapped_node_shows_its_sheet_and_can_be_crashed() {
    visit(PHONE, VOTES, |page| {
        page.wait_for_figure();
        page.click("[data-thing=host-1]");
        page.wait_until("the sheet is there", || page.shows(".card"));
        assert!(
            page.text(".card header").starts_with("n1"),
            "{}",
            page.text(".card header")
        );
        page.press("Crash");
        let label = page.name_of("host-1");
        assert!(label.contains("crashed"), "{label}");
        assert_eq!(
            page.moment().event,
            page.moment().of,
            "the act is the last event of its branch"
        );
    });
}

#[test]
fn the_big_buttons_step_and_play() {
    // Before the first timer runs out: playing takes long here.
    visit(PHONE, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        let before = page.moment();
        page.press("One step on");
        assert!(page.moment().event > before.event);
        page.press("One step back");
        assert_eq!(page.moment(), before);
        page.press("Play");
        page.wait_until("time passes", || page.moment().millis() > before.millis());
        page.press("Pause");
        assert!(!page.plays());
    });
}

#[test]
fn the_menu_changes_the_language() {
    visit(PHONE, VOTES, |page| {
        page.wait_for_figure();
        let before = page.moment();
        page.press("Menu");
        page.press("中文");
        page.wait_until("the lesson is Chinese", || {
            page.texts("[role=tab]").contains(&"课程".to_owned())
        });
        assert_eq!(page.moment(), before, "the run stands where it stood");
    });
}

#[test]
fn a_finger_that_rests_on_a_node_opens_its_acts() {
    visit(PHONE, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        page.press("Play");
        page.rest_on("[data-thing=host-2]", Duration::from_millis(700));
        page.wait_until("the sheet is there", || page.shows(".card"));
        assert!(page.text(".card header").starts_with("n2"));
        assert!(page.has_focus(".card-acts"), "its acts are at hand");
        assert!(!page.plays(), "time waits meanwhile");
    });
}

#[test]
fn a_finger_that_moves_scrolls_and_opens_nothing() {
    visit(PHONE, "", |page| {
        page.wait_for_figure();
        let node = "[data-thing=host-1]";
        page.scroll_to(node);
        let before: f64 = page.js("return scrollY", serde_json::json!([]));
        page.swipe_up(node, 400);
        page.wait_until("the page has scrolled", || {
            page.js::<f64>("return scrollY", serde_json::json!([])) > before + 100.0
        });
        assert!(!page.shows(".gb .card"));
    });
}

#[test]
fn a_finger_across_the_seek_bar_scrolls_and_one_along_it_seeks() {
    visit(PHONE, VOTES, |page| {
        page.wait_for_figure();
        let before = page.moment();
        page.swipe_up(".track", 200);
        page.wait_until("the page has scrolled", || {
            page.js::<f64>("return scrollY", serde_json::json!([])) > 20.0
        });
        assert_eq!(page.moment(), before, "the moment is the same");
        page.swipe_right(".track", 100);
        let dragged = page.moment();
        assert!(dragged.millis() > before.millis(), "{dragged:?}");
        let places = "const bar = one('.track').getBoundingClientRect(), at = one('.thumb').getBoundingClientRect(); \
                      return [bar.left + bar.width / 2 + 100, at.left + at.width / 2]";
        let (finger, thumb): (f64, f64) = page.js(places, serde_json::json!([]));
        assert!((finger - thumb).abs() < 8.0, "{finger} {thumb}");
    });
}

#[test]
fn a_tap_on_the_seek_bar_seeks() {
    visit(PHONE, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        let before = page.moment();
        page.click(".axis");
        assert!(page.moment().millis() > before.millis());
    });
}

#[test]
fn a_mark_on_the_seek_bar_is_tapped() {
    visit(PHONE, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        let number = ".step-number:nth-of-type(3)";
        let step = page.text(number);
        page.click(number);
        assert_eq!(page.text(".lesson .count"), format!("{step} / 6"));
    });
}

#[test]
fn the_sheet_leaves_stage_and_player_uncovered() {
    visit(PHONE, "#/raft/two-leaders?start=step:4", |page| {
        page.wait_for_figure();
        page.swipe_up("[role=tablist]", 300);
        page.click("[data-thing=host-2]");
        page.wait_until("the sheet is there", || page.shows(".card"));
        let script = "const box = (css) => one(css).getBoundingClientRect(); \
                      return [box('.stage').bottom, box('.player').bottom, box('.card').top, box('.card-acts').bottom, innerHeight]";
        let (stage, player, card, acts, window): (f64, f64, f64, f64, f64) =
            page.js(script, serde_json::json!([]));
        assert!(stage <= player && player <= card + 1.0, "{player} {card}");
        assert!(
            acts <= window,
            "all of its acts can be seen: {acts} of {window}"
        );
        page.press("One step on");
        assert!(page.shows(".card"));
    });
}

/// The only figure of somebody's page, between texts.
fn in_a_text(page: &Page, style: &str, controls: &str) {
    page.write(&format!(
        "<!doctype html><html lang=en><meta name=viewport content='width=device-width'>\
         <style>body {{ {style} }}</style><script type=module src='{}/glassbox.js'></script><p>Before.</p>\
         <glassbox-lab scenario='raft/leader-election' controls={controls}></glassbox-lab><p>After.</p>",
        page.site()
    ));
    page.wait_for_figure();
}

#[test]
fn in_a_narrow_text_the_sheet_stands_below_the_player_and_covers_nothing() {
    let column = "width: 640px; margin: 300px auto";
    for (device, style, controls, last) in [
        (PHONE, "margin: 300px 16px", "figure", ".player"),
        (PHONE, "margin: 300px 16px", "none", ".stage"),
        (DESK, column, "figure", ".player"),
    ] {
        visit(device, "", |page| {
            in_a_text(page, style, controls);
            page.scroll_to("glassbox-lab");
            page.click("[data-thing=host-2]");
            page.wait_until("the sheet is there", || page.shows(".card"));
            let script = "const box = (css) => one(css).getBoundingClientRect(); \
                          return [box('.stage').bottom, box(arguments[0]).bottom, box('.card').top, box('.card-acts').bottom, innerHeight]";
            let (stage, player, card, acts, window): (f64, f64, f64, f64, f64) =
                page.js(script, serde_json::json!([last]));
            assert!(stage <= player && player <= card + 1.0, "{player} {card}");
            assert!(acts <= window, "its acts can be seen: {acts} of {window}");
            page.click(".card header button");
            assert!(!page.shows(".card"));
        });
    }
}

#[test]
fn what_a_finger_has_to_hit_is_large_enough() {
    visit(PHONE, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        let small: Vec<String> = page.js(
            "return all('.gb :is(button, select)').filter(seen).map((it) => [it, it.getBoundingClientRect()]) \
             .filter(([, box]) => box.width < 43.5 || box.height < 43.5) \
             .map(([it, box]) => `${it.className} ${it.ariaLabel ?? text(it)} ${box.width} × ${box.height}`)",
            serde_json::json!([]),
        );
        assert!(small.is_empty(), "{small:#?}");
    });
}

#[test]
fn two_branches_stand_one_above_the_other() {
    visit(PHONE, "#/raft/leader-election?start=step:3", |page| {
        page.wait_for_figure();
        page.act(serde_json::json!({ "crash": 2 }));
        page.press("Side by side");
        let script = "return all('.stage').filter(seen).map((it) => { const box = it.getBoundingClientRect(); return [box.top, box.bottom, box.width] })";
        let stages: Vec<(f64, f64, f64)> = page.js(script, serde_json::json!([]));
        assert_eq!(stages.len(), 2);
        assert!(stages[1].0 >= stages[0].1, "{stages:?}");
        assert!(stages.iter().all(|it| it.2 > 350.0), "{stages:?}");
    });
}
