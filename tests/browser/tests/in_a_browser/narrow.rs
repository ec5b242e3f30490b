//! Somebody has little room, or wants little motion.

use serde_json::json;

use crate::support::{DESK, Device, PHONE, Page, visit};

/// Nothing is wider than the window.
fn assert_no_sideways_scrolling(page: &Page, where_: &str) {
    let too_wide: Vec<String> = page.js(
        "const room = document.documentElement.clientWidth; \
         if (document.scrollingElement.scrollWidth <= room && all('.gb').every((it) => it.scrollWidth <= it.clientWidth + 1)) return []; \
         return all('body *, .gb *').filter((it) => seen(it) && it.getBoundingClientRect().right > room + 1) \
         .map((it) => it.outerHTML.slice(0, 90)).slice(0, 8).concat(`${document.scrollingElement.scrollWidth} > ${room}`)",
        json!([]),
    );
    assert!(
        too_wide.is_empty(),
        "{where_} scrolls sideways:\n{}",
        too_wide.join("\n")
    );
}

fn fits(device: Device) {
    visit(device, "", |page| {
        page.wait_for_figure();
        assert_no_sideways_scrolling(page, "the front page");
        page.open("#/raft/leader-crash?start=step:3");
        page.wait_for_figure();
        for tab in page.texts("[role=tab]") {
            page.press(&tab);
            assert_no_sideways_scrolling(page, &tab);
        }
        page.act(json!({ "crash": 1 }));
        page.click("[data-thing=host-2]");
        assert_no_sideways_scrolling(page, "a lab with a branch and a sheet");
        page.call("share", json!([])).unwrap();
        assert_no_sideways_scrolling(page, "the share panel");
    });
}

#[test]
fn nothing_scrolls_sideways_on_a_phone() {
    fits(PHONE);
}

#[test]
fn nothing_scrolls_sideways_on_a_phone_in_chinese() {
    fits(PHONE.in_chinese());
}

#[test]
fn the_wheel_over_a_figure_scrolls_the_page() {
    visit(DESK, "", |page| {
        page.wait_for_figure();
        let centre: (f64, f64) = page.js(
            "const box = one('.stage').getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]",
            json!([]),
        );
        page.devtools(
            "Input.dispatchMouseEvent",
            json!({
                "type": "mouseWheel", "x": centre.0, "y": centre.1, "deltaX": 0, "deltaY": 300,
            }),
        );
        page.wait_until("the page has scrolled", || {
            page.js::<f64>("return scrollY", json!([])) > 0.0
        });
    });
}

#[test]
fn with_reduced_motion_nothing_starts_or_moves_by_itself() {
    visit(DESK, "", |page| {
        let less = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
        page.devtools("Emulation.setEmulatedMedia", less);
        page.open("");
        page.wait_for_figure();
        assert!(page.js::<bool>(
            "return matchMedia('(prefers-reduced-motion: reduce)').matches",
            json!([])
        ));
        for _ in 0..20 {
            page.settle();
        }
        assert!(!page.plays(), "it starts only when asked to");

        page.open("#/raft/leader-election?start=step:3");
        page.wait_for_figure();
        let messages = || {
            page.js::<Vec<String>>(
            "return all('.stage [data-thing^=packet-]').map((it) => `${it.dataset.thing} ${it.getAttribute('transform')}`)",
            json!([]),
        )
        };
        let (before, here) = (messages(), page.moment());
        assert!(!before.is_empty(), "messages are on their way");
        page.press("Play");
        page.wait_until("time passes", || {
            let (sent, now) = (messages(), page.moment());
            assert!(
                now.event > here.event || sent == before,
                "messages move between two events"
            );
            now.millis() > here.millis() + 1.0
        });
        page.call("pause", json!([])).unwrap();
        page.press("One step on");
        assert!(page.moment().event > here.event, "stepping works");
        page.press("One step back");
    });
}

/// The browser's own size of type, which the reader has set.
fn set_type(page: &Page, pixels: u32) {
    page.devtools(
        "Page.setFontSizes",
        json!({ "fontSizes": { "standard": pixels } }),
    );
}

#[test]
fn with_larger_type_a_figure_is_laid_out_for_what_it_holds() {
    for (pixels, size) in [(16, "desk"), (24, "middle"), (32, "phone")] {
        visit(DESK, "", |page| {
            set_type(page, pixels);
            for lab in ["raft/two-leaders?start=step:3", "gc/losing-an-object"] {
                page.open(&format!("#/{lab}"));
                page.wait_for_figure();
                let root = page.js::<String>(
                    "return getComputedStyle(document.documentElement).fontSize",
                    json!([]),
                );
                assert_eq!(root, format!("{pixels}px"));
                assert!(
                    page.js::<bool>(
                        "return one('.gb').classList.contains(arguments[0])",
                        json!([size])
                    ),
                    "{lab} at {pixels} px"
                );
                assert_no_sideways_scrolling(page, &format!("{lab} at {pixels} px"));
                // What stays at the top when the page scrolls leaves room for what scrolls.
                let stays = "const main = one('.main'); return getComputedStyle(main).position === 'sticky' && main.offsetHeight > innerHeight";
                assert!(!page.js::<bool>(stays, json!([])), "{lab} at {pixels} px");
                // Words of the stage that stick out of it, or of the column they stand in, and rows cut off at its right.
                let cut: Vec<String> = page.js(
                    "const [stage] = all('.stage'); const room = stage.getBoundingClientRect(); \
                     return all('.stage :is(li, text, h2)').filter(seen).filter((it) => { \
                       const box = it.getBoundingClientRect(), part = it.closest('.raft-parts')?.getBoundingClientRect() ?? room; \
                       return box.top < room.top - 1 || box.right > part.right + 1; }).map(text)",
                    json!([]),
                );
                assert!(cut.is_empty(), "{lab} at {pixels} px: {cut:?}");
                let numbers: Vec<(f64, f64)> = page.js(
                    "return all('.step-number.now').map((it) => [it.getBoundingClientRect().height, parseFloat(getComputedStyle(it).fontSize)])",
                    json!([]),
                );
                assert!(
                    numbers.iter().all(|(height, font)| height > font),
                    "{lab} at {pixels} px: {numbers:?}"
                );
            }
        });
    }
}

#[test]
fn the_page_around_a_figure_changes_with_larger_type_as_it_does() {
    visit(DESK, "", |page| {
        set_type(page, 32);
        page.open("#/raft/leader-election");
        page.wait_for_figure();
        assert_no_sideways_scrolling(page, "a lab");
        // In the lab's own frame the page scrolls where the figure has no side column.
        let scrolls = "return document.scrollingElement.scrollHeight > innerHeight";
        assert!(page.js::<bool>(scrolls, json!([])));
        page.open("");
        page.wait_for_figure();
        assert_no_sideways_scrolling(page, "the front page");
    });
}

#[test]
fn more_tabs_than_fit_are_hinted_at_lightly() {
    for scheme in ["light", "dark"] {
        visit(PHONE, "", |page| {
            let feature =
                json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
            page.devtools("Emulation.setEmulatedMedia", feature);
            page.open("#/raft/leader-election");
            page.wait_for_figure();
            // The edge as it is drawn on the bar's ground, against that ground.
            let script = "const look = getComputedStyle(one('[role=tablist]')); \
                          const [, , edge] = [...look.backgroundImage.matchAll(/linear-gradient\\([^,]+, (rgba?\\([^)]*\\))/g)]; \
                          const colour = (text) => { const drawn = new OffscreenCanvas(1, 1).getContext('2d'); \
                            for (const fill of [look.backgroundColor, text]) { drawn.fillStyle = fill; drawn.fillRect(0, 0, 1, 1); } \
                            return [...drawn.getImageData(0, 0, 1, 1).data].slice(0, 3).map((it) => it / 255) \
                              .map((it) => it <= .04045 ? it / 12.92 : ((it + .055) / 1.055) ** 2.4) \
                              .reduce((sum, it, index) => sum + it * [.2126, .7152, .0722][index], .05); }; \
                          const both = [colour(look.backgroundColor), colour(edge[1])]; \
                          return Math.max(...both) / Math.min(...both)";
            let contrast: f64 = page.js(script, json!([]));
            assert!((1.2..2.6).contains(&contrast), "{scheme}: {contrast}");
        });
    }
}
