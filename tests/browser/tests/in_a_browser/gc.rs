//! Somebody in the lab of Go's collector: stores pointers, moves objects, looks at spans, lets every run be looked
//! through, and pastes what a program printed.

use glassbox_gc::{heap, lab};
use glassbox_sim::Timeline;
use glassbox_sim::link::Source;
use serde_json::json;

use crate::support::{DESK, Device, PHONE, Page, visit};

/// One object points to another, and a goroutine whose stack is scanned holds both.
const BOTH_LOADED: &str = "#/gc/heap-to-stack?start=step:3";

#[test]
fn a_store_by_its_card_puts_the_old_value_into_the_buffer_on_a_new_branch() {
    visit(DESK, BOTH_LOADED, |page| {
        page.wait_for_figure();
        assert_eq!(page.moment().branch, "A");
        page.click("[data-thing=packet-1] > .gc-body");
        assert!(page.shows(".card"));
        assert!(!page.shows(".gc-full"), "no buffer holds anything yet");
        page.press("g1: A.0 ← nil");
        assert_eq!(page.moment().branch, "B");
        assert_eq!(page.texts(".gc-full"), ["B"]);
        page.press("Undo");
        assert!(!page.shows(".gc-full"));
    });
}

/// The field of A.
const FIELD_OF_A: &str = "[data-thing=slot-128-1] > .gc-handle";

#[test]
fn whoever_is_next_takes_the_step_of_its_row() {
    visit(DESK, "#/gc/heap-to-stack?start=step:4", |page| {
        page.wait_for_figure();
        assert_eq!(page.texts(".gc-turn > b"), ["g1", "collector"]);
        assert_eq!(
            page.texts(".gc-turn > :last-child"),
            ["A.0 ← nil", "scan G.0"]
        );
        assert!(page.shows(".gc-cut"), "what is overwritten is crossed out");
        page.press("collector");
        assert_eq!(page.moment().branch, "B");
        assert_eq!(page.texts(".gc-turn > :last-child")[1], "scan A.0");
        assert_eq!(page.texts(".gc-work > .gc-chip"), ["A"]);
        page.focus(".gc-turns > li:first-child > .gc-turn");
        page.key("Enter");
        assert_eq!(
            page.attribute(FIELD_OF_A, "aria-label").as_deref(),
            Some("A.0 = nil")
        );
        assert!(!page.shows(".gc-cut"));
        // Now it may do anything: its card offers what.
        page.click(".gc-turn");
        assert!(page.text(".card header").starts_with("stack of g1"));
        assert_eq!(
            page.attribute(".gc-turn", "aria-expanded").as_deref(),
            Some("true")
        );
    });
}

#[test]
fn the_step_that_happens_by_itself_is_marked_and_happens() {
    visit(DESK, "#/gc/heap-to-stack?start=step:4", |page| {
        page.wait_for_figure();
        assert!(!page.shows(".gc-by-itself"));
        page.press("Whose turn");
        page.press("Let the collector run");
        assert_eq!(page.texts("[aria-current=step] > b").len(), 1);
        let coming = page.text(".gc-by-itself > :last-child");
        assert_eq!(coming, "scan G.0");
        page.call("step", json!([1])).unwrap();
        assert_eq!(page.texts(".gc-work > .gc-chip"), ["A"]);
    });
}

#[test]
fn rows_of_who_is_next_are_large_enough_for_a_finger() {
    visit(PHONE, "#/gc/heap-to-stack?start=step:4", |page| {
        page.wait_for_figure();
        page.press("Queues");
        let heights: Vec<f64> = page.js(
            "return all('.gc-turn').map((it) => it.getBoundingClientRect().height)",
            json!([]),
        );
        assert_eq!(heights.len(), 2);
        assert!(heights.iter().all(|it| *it >= 44.0), "{heights:?}");
    });
}

#[test]
fn the_value_in_force_is_marked_in_the_menus_of_a_program() {
    visit(DESK, "#/gc/gogc?start=step:4", |page| {
        page.wait_for_figure();
        let marked = |page: &Page| page.texts(".menu-item[aria-pressed=true]");
        page.click("[data-tool=gogc]");
        assert_eq!(marked(page), ["GOGC 50"]);
        page.press("GOGC 200");
        page.click("[data-tool=gogc]");
        assert_eq!(marked(page), ["GOGC 200"]);
        page.key("Escape");
        page.click("[data-tool=limit]");
        assert_eq!(marked(page).len(), 1, "there is no limit");
    });
}

#[test]
fn a_search_proves_go_and_finds_the_run_in_which_no_barrier_loses_an_object() {
    visit(DESK, BOTH_LOADED, |page| {
        page.wait_for_figure();
        page.press("Prove it");
        page.click(".gc-search");
        page.wait_until("the search is over", || page.shows(".gc-proved"));
        page.choose(".gc-proof select", "no barrier");
        assert!(!page.shows(".gc-proved"));
        page.click(".gc-search");
        page.wait_until("the run is found", || page.shows(".gc-found"));
        page.press("Open this run");
        page.wait_for_figure();
        page.wait_until("the run is open", || page.shows(".gc-lost"));
    });
}

#[test]
fn the_picture_of_a_heap_has_its_legend_and_who_is_next() {
    for device in [DESK, PHONE] {
        visit(device, "#/gc/heap-to-stack?start=step:4", |page| {
            page.wait_for_figure();
            let svg = page.ask("exportSvg", json!(["stage"]));
            // Of each key, what it is filled with, and whether its hatch is there.
            let keys: Vec<String> = page.js(
                "const it = new DOMParser().parseFromString(arguments[0], 'image/svg+xml').documentElement; \
                 return [...it.querySelectorAll(':scope > svg[viewBox=\"0 0 20 14\"]')].map((key) => { \
                   const fills = [...key.querySelectorAll('rect')].map((it) => it.getAttribute('style')); \
                   const hatch = key.querySelector('[fill^=url]')?.getAttribute('fill').slice(5, -1); \
                   return `${fills[0].match(/fill:([^;]+)/)?.[1]} ${fills.length} ${!!hatch && !!it.querySelector(`[id=\"${hatch}\"]`)}`; })",
                json!([svg]),
            );
            assert_eq!(
                keys,
                [
                    "rgb(255, 255, 255) 1 false",
                    "rgb(211, 215, 220) 2 true",
                    "rgb(21, 23, 26) 2 false"
                ]
            );
            for word in ["white", "grey", "black"] {
                assert!(svg.contains(&format!(">{word}</text>")), "{word}");
            }
        });
    }
    visit(DESK, "#/gc/heap-to-stack?start=step:4", |page| {
        page.wait_for_figure();
        let svg = page.ask("exportSvg", json!(["stage"]));
        assert!(svg.contains(">not reached yet</text>"));
        assert!(svg.contains(">A.0 ← nil</text>"), "who is next");
    });
}

/// Opens "Prove it" and unfolds what is folded there.
fn ask_more(page: &Page) {
    page.wait_for_figure();
    page.press("Prove it");
    page.click(".gc-bounds > summary");
}

#[test]
fn a_run_that_breaks_the_strong_invariant_is_found_and_opens_where_it_is_broken() {
    visit(DESK, BOTH_LOADED, |page| {
        ask_more(page);
        page.choose(".gc-bounds select", "broken: strong");
        page.click(".gc-search");
        page.wait_until("the run is found", || page.shows(".gc-found"));
        assert!(page.text(".gc-found").contains("“strong” can be broken"));
        assert!(page.shows(".gc-unpromised"), "it is not Go's");
        page.press("Open this run");
        page.wait_for_figure();
        page.wait_until("the run is open, at its end", || {
            let moment = page.moment();
            moment.event == moment.of
        });
        let strong = page.text(".gc-invariants li:first-child");
        assert!(strong.contains("broken by"), "{strong}");
    });
}

#[test]
fn a_fault_that_is_asked_about_is_found_and_those_of_the_heap_come_first() {
    visit(DESK, BOTH_LOADED, |page| {
        page.wait_for_figure();
        page.press("Collector: Go");
        page.press("allocate white");
        page.press("Prove it");
        let checked = |page: &Page| -> Vec<bool> {
            page.js(
                "return all('.gc-asked input').map((it) => it.checked)",
                json!([]),
            )
        };
        assert_eq!(checked(page), [false, true, false, false, false, false]);
        page.click(".gc-asked label:nth-of-type(2)");
        page.click(".gc-asked label:nth-of-type(1)");
        assert_eq!(checked(page), [true, false, false, false, false, false]);
        page.click(".gc-search");
        page.wait_until("the run is found", || page.shows(".gc-found"));
        assert!(page.text(".gc-searched").contains("states"));
        page.choose(".gc-proof select", "no barrier");
        assert!(!page.shows(".gc-found"), "that was another question");
        assert!(page.shows(".gc-idle"), "without a barrier it means nothing");
    });
}

#[test]
fn a_longer_search_tells_its_speed_and_is_cancelled_and_the_largest_is_refused() {
    visit(DESK, BOTH_LOADED, |page| {
        ask_more(page);
        page.choose(".gc-numbers label:nth-of-type(4) select", "2");
        page.focus(".gc-search");
        page.key("Enter");
        page.wait_until("its speed is known", || {
            page.text(".gc-searched").contains("states a second")
        });
        assert!(page.shows(".gc-proof progress"));
        // The keyboard is still on the button, which now cancels.
        page.key("Enter");
        assert!(!page.shows(".gc-proof progress"));
        assert!(page.shows(".gc-search"));
        page.choose(".gc-numbers label:nth-of-type(1) select", "3");
        assert!(!page.shows(".gc-too-large"));
        page.choose(".gc-numbers label:nth-of-type(2) select", "2");
        assert!(page.shows(".gc-too-large"));
        assert!(page.shows(".gc-search:disabled"));
    });
}

/// The handle of B's field, and A.
const FIELD_OF_B: &str = "[data-thing=slot-128-2] > .gc-handle";
const A: &str = "[data-thing=packet-1] > .gc-body";

/// Where each object stands, with its name.
fn picture(page: &Page) -> Vec<String> {
    page.js(
        "return all('.gc-objects > .gc-thing').map((it) => it.dataset.thing + ' ' + it.getAttribute('transform'))",
        json!([]),
    )
}

fn a_pointers_end_is_dragged_to_an_object(device: Device) {
    visit(device, BOTH_LOADED, |page| {
        page.wait_for_figure();
        assert_eq!(
            page.attribute(FIELD_OF_B, "aria-label").as_deref(),
            Some("B.0 = nil")
        );
        page.pull(FIELD_OF_B, A, (0.0, 0.0));
        assert_eq!(page.moment().branch, "B", "it is an act of one's own");
        assert!(page.shows(".gc-buffered"), "first comes the barrier");
        page.press("next: B.0 ← A");
        assert_eq!(
            page.attribute(FIELD_OF_B, "aria-label").as_deref(),
            Some("B.0 = A")
        );
    });
}

#[test]
fn a_pointers_end_dragged_to_an_object_is_stored() {
    a_pointers_end_is_dragged_to_an_object(DESK);
}

#[test]
fn a_pointers_end_dragged_by_a_finger_is_stored() {
    a_pointers_end_is_dragged_to_an_object(PHONE);
}

#[test]
fn a_pointers_end_let_go_over_nothing_stores_nothing() {
    visit(DESK, BOTH_LOADED, |page| {
        page.wait_for_figure();
        let before = page.moment();
        page.pull(FIELD_OF_B, A, (0.0, 160.0));
        let after = page.moment();
        assert_eq!((after.branch, after.of), (before.branch, before.of));
        assert!(!page.shows(".gc-held-line"), "nothing is held any more");
    });
}

#[test]
fn who_taps_a_stack_can_allocate() {
    visit(PHONE, "#/gc/tricolor?start=step:2", |page| {
        page.wait_for_figure();
        let before = picture(page);
        page.click("[data-thing=host-1] > .gc-body");
        page.wait_until("the sheet is there", || page.shows(".card"));
        page.press("g1: s0 = new(T)");
        page.key("Escape");
        let after = picture(page);
        assert_eq!(after.len(), before.len() + 1);
        assert_eq!(after[..before.len()], before, "the others stay");
    });
}

#[test]
fn the_same_moment_is_the_same_picture_however_it_was_reached() {
    visit(DESK, BOTH_LOADED, |page| {
        page.wait_for_figure();
        page.press("To the start");
        for slot in [0, 1] {
            page.click("[data-thing=host-1] > .gc-body");
            page.press(&format!("g1: s{slot} = new(T)"));
            page.key("Escape");
        }
        let played = picture(page);
        assert_eq!(played.len(), 4);
        let link = page.ask("snapshot", json!([]));
        let event = page.moment().event;
        page.press("To the start");
        assert_eq!(picture(page).len(), 2);
        page.press("To the end");
        page.wait_until("it is there again", || page.moment().event == event);
        assert_eq!(picture(page), played, "sought");

        let other = page.somebody_else(DESK, &format!("#{link}"));
        other.wait_for_figure();
        assert_eq!(picture(&other), played, "linked");
        assert_eq!(other.ask("snapshot", json!([])), link);
        other.assert_no_errors();
    });
}

#[test]
fn an_object_that_is_moved_stays_where_it_is_put_until_all_are_put_back() {
    visit(DESK, BOTH_LOADED, |page| {
        page.wait_for_figure();
        let before = picture(page);
        page.pull(A, A, (60.0, 90.0));
        let moved = picture(page);
        assert_ne!(moved[0], before[0]);
        assert_eq!(moved[1], before[1]);
        assert!(!page.shows(".card"), "moving is not choosing");
        page.call("step", json!([1])).unwrap();
        assert_eq!(picture(page), moved);
        page.press("Put objects back");
        assert_eq!(picture(page), before);
    });
}

#[test]
fn fields_of_the_chosen_object_are_reached_by_keyboard() {
    visit(DESK, BOTH_LOADED, |page| {
        page.wait_for_figure();
        assert_eq!(
            page.attribute(FIELD_OF_B, "tabindex").as_deref(),
            Some("-1")
        );
        page.click("[data-thing=packet-2] > .gc-body");
        let open = |page: &Page| page.attribute(FIELD_OF_B, "aria-expanded");
        assert_eq!(open(page).as_deref(), Some("false"));
        page.focus(FIELD_OF_B);
        page.key("Enter");
        assert!(page.text(".card header").starts_with("B.0"));
        assert_eq!(open(page).as_deref(), Some("true"));
    });
}

#[test]
fn the_heap_by_spans_shows_the_same_objects() {
    visit(DESK, "#/gc/green-tea?start=step:4", |page| {
        page.wait_for_figure();
        let boxes = picture(page).len();
        page.press("Spans");
        assert_eq!(page.texts("button.gc-place").len(), boxes);
        assert_eq!(page.texts(".gc-span-list > li").len(), 2);
        page.click("button.gc-place");
        assert!(page.text(".card header").starts_with('A'));
        page.press("Graph");
        assert_eq!(picture(page).len(), boxes);
    });
}

#[test]
fn spans_are_shown_by_size_class() {
    let setup = lab::Setup::Heap(heap::Setup {
        globals: vec![1],
        objects: vec![vec![2, 3, 4], vec![1], vec![0, 0, 0], vec![]],
        fields: 3,
        ..heap::Setup::default()
    });
    let timeline = Timeline::<lab::Lab>::new(setup.clone(), 1).unwrap();
    let link = timeline.link(Source::Setup(setup)).encode().unwrap();
    visit(DESK, &format!("#{link}"), |page| {
        page.wait_for_figure();
        page.press("Spans");
        assert_eq!(
            page.texts(".gc-class h3"),
            [
                "8 bytes, with pointers",
                "8 bytes, no pointers",
                "24 bytes, with pointers"
            ]
        );
        assert_eq!(
            page.texts(".gc-class small")
                .iter()
                .filter(|it| it.starts_with("size class"))
                .collect::<Vec<_>>(),
            [
                "size class 1; in Go a span is 1 page, 1024 objects",
                "size class 1; in Go a span is 1 page, 1024 objects",
                "size class 3; in Go a span is 1 page, 341 objects"
            ]
        );
        assert_eq!(page.texts(".gc-span-list > li").len(), 3);
        assert_eq!(
            page.texts(".gc-class:last-of-type button.gc-place"),
            ["A", "C"]
        );
    });
}

#[test]
fn a_collector_without_a_barrier_is_chosen_and_loses_what_go_kept() {
    visit(DESK, "#/gc/heap-to-stack?start=step:1", |page| {
        page.wait_for_figure();
        page.press("To the start");
        page.key("o");
        page.press("no barrier");
        assert!(page.text("[data-tool=collector]").contains("no barrier"));
        assert_eq!(page.moment().branch, "B");
        assert!(
            !page.shows(".gc-waits"),
            "no cycle runs: it is there at once"
        );
        let does = |op| json!({"heap": {"goroutine": {"no": 1, "op": op}}});
        let works = |work| json!({"heap": {"collector": work}});
        page.act(json!({"heap": "collect"}));
        page.act(works(json!("flip")));
        page.act(works(json!({"scan-stack": 1})));
        page.act(does(
            json!({"load": {"slot": 0, "from": "global", "field": 0}}),
        ));
        page.act(does(
            json!({"load": {"slot": 1, "from": {"slot": 0}, "field": 0}}),
        ));
        page.act(does(
            json!({"store": {"to": {"slot": 0}, "field": 0, "value": null}}),
        ));
        assert!(!page.shows(".gc-lost"));
        page.press("Whose turn");
        page.press("Let the collector run");
        page.press("To the end");
        page.call("step", json!([40])).unwrap();
        page.wait_until("B is lost", || page.shows(".gc-lost"));
        assert!(page.shows(".property-line.broken"));
    });
}

#[test]
fn who_chooses_while_a_cycle_runs_is_told_that_it_waits_and_can_call_it_off() {
    visit(DESK, BOTH_LOADED, |page| {
        page.wait_for_figure();
        page.press("Collector: Go");
        page.press("Dijkstra");
        assert_eq!(page.text(".gc-waits"), "from the next cycle: Dijkstra");
        assert_eq!(page.text("[data-tool=collector]"), "Collector: Go");
        page.key("o");
        assert_eq!(page.texts(".option em"), ["from the next cycle"]);
        page.press("Go");
        assert!(!page.shows(".gc-waits"));
        page.key("o");
        page.press("allocate white");
        assert_eq!(page.text(".gc-faults"), "faults: allocate white");
        assert_eq!(page.text("[data-tool=collector]"), "Collector: Go, 1 fault");
    });
}

#[test]
fn objects_stay_where_they_were_put_when_the_view_or_the_width_changes() {
    visit(DESK, BOTH_LOADED, |page| {
        page.wait_for_figure();
        page.resize(1440, 900);
        page.settle();
        page.pull(A, A, (60.0, 90.0));
        let moved = picture(page);
        page.press("Spans");
        page.press("Graph");
        assert_eq!(picture(page), moved);
        page.press("Spans");
        page.resize(800, 900);
        page.wait_until("it is narrower", || page.shows(".middle"));
        assert!(page.shows(".gc-spans"), "the view stays, too");
        page.press("Graph");
        assert!(page.shows(".gc-put-back"), "it is still elsewhere");
        page.resize(1440, 900);
        page.wait_until("all is as before", || picture(page) == moved);
    });
}

#[test]
fn one_of_many_objects_is_chosen_by_a_click_on_its_square_or_by_keyboard() {
    let setup = lab::Setup::Heap(heap::Setup {
        more: 2_000,
        room: 2_400,
        ..heap::Setup::default()
    });
    let timeline = Timeline::<lab::Lab>::new(setup.clone(), 1).unwrap();
    let link = timeline.link(Source::Setup(setup)).encode().unwrap();
    visit(DESK, &format!("#{link}"), |page| {
        page.wait_for_figure();
        assert!(page.shows(".gc-many"));
        let cursor = |name: &str| page.attribute(".gc-cursor", name).unwrap_or_default();
        assert_eq!(cursor("aria-label"), "A white, span 1");
        page.click_at(".gc-many .gc-figure", 0.005, 0.005);
        assert!(page.shows(".gc-many .gc-selected"));
        assert!(page.text(".card header").starts_with('A'));
        assert_eq!(cursor("aria-expanded"), "true");
        page.focus(".gc-cursor");
        page.key("ArrowRight");
        assert!(page.text(".card header").starts_with('B'), "it goes along");
        page.key("Escape");
        assert!(!page.shows(".card"));
        assert_eq!(cursor("aria-expanded"), "false");
        page.key("ArrowDown");
        assert!(cursor("aria-label").ends_with("span 2"));
        page.key("Enter");
        assert!(page.shows(".card"));
    });
}

#[test]
fn a_pasted_log_is_compared_with_the_prediction_and_errors_name_their_line() {
    visit(DESK, "#/gc/gogc", |page| {
        page.wait_for_figure();
        page.press("Log");
        page.press("Try an invented example");
        assert_eq!(page.texts(".gc-log-table tbody tr").len(), 8);
        assert_eq!(
            page.texts(".gc-log-sum b"),
            [
                "Goals: 7 of 8 as predicted.",
                "Triggers: 7 of 8 as predicted."
            ]
        );
        let notes = || page.texts(".gc-log .gc-note").concat();
        assert!(notes().contains("This log is invented"), "{}", notes());
        page.paste(".gc-log .gcp-gogc", "200");
        assert_eq!(
            page.texts(".gc-log-sum b")[0],
            "Goals: 0 of 8 as predicted."
        );
        page.paste(".gc-log textarea", "hello\ngc 3 @0.1s 1%: 0+1+? ms clock\n");
        assert!(!notes().contains("invented"), "{}", notes());
        let errors = page.text(".gc-log-errors");
        assert!(
            errors.starts_with("line 2, column 20: expected a number"),
            "{errors}"
        );
        // It is still there when somebody comes back.
        page.press("Events");
        page.press("Log");
        assert!(page.shows(".gc-log-errors"));
        page.press("Clear");
        assert!(page.shows(".gc-log textarea") && !page.shows(".gc-log-errors"));
    });
}

#[test]
fn a_log_has_the_side_column_to_itself_and_the_lesson_comes_back() {
    visit(DESK, "#/gc/gogc?start=step:4", |page| {
        page.wait_for_figure();
        page.press("Log");
        page.press("Try an invented example");
        assert!(!page.shows(".lesson"));
        let cut: bool = page.js(
            "const bottom = (it) => one(it).getBoundingClientRect().bottom; \
             return bottom('.gc-log-table') > bottom('.pane')",
            json!([]),
        );
        assert!(!cut, "the table is seen to its end");
        assert!(page.shows(".gcp-wide"), "the stage keeps its composition");
        page.press("Events");
        assert!(page.shows(".lesson"));
    });
}

#[test]
fn a_program_and_a_slice_tell_their_state() {
    visit(DESK, "#/gc/gogc?start=step:4", |page| {
        page.wait_for_figure();
        page.press("State");
        assert_eq!(page.texts(".state dt").len(), 14);
        assert_eq!(page.texts(".state .changed")[0], "50", "GOGC just changed");
        page.open("#/gc/how-a-slice-grows?start=step:3");
        page.wait_for_figure();
        page.press("State");
        assert_eq!(page.texts(".state dd")[..2], ["257", "512"]);
    });
}

#[test]
fn a_run_of_minutes_tells_minutes() {
    visit(DESK, "#/gc/two-minutes", |page| {
        page.wait_for_figure();
        page.press("To the end");
        page.wait_until("it is at the end", || page.text(".clock").contains("min"));
        assert!(page.text(".axis").ends_with("min"));
        assert!(page.shows(".gcp-wait"), "the wait is drawn short");
    });
}

#[test]
fn a_figure_that_is_squeezed_to_nothing_draws_nothing_negative() {
    visit(DESK, "#/gc/losing-an-object", |page| {
        page.wait_for_figure();
        let negative: Vec<String> = page.js(
            "const found = []; \
             for (let width = 72; width >= 1; width -= 3) { \
               figures()[0].style.width = `${width}px`; await drawn(); await drawn(); \
               found.push(...all('rect').map((it) => it.getAttribute('width')).filter((it) => parseFloat(it) < 0)); \
             } \
             return found",
            json!([]),
        );
        assert!(negative.is_empty(), "{negative:?}");
    });
}
