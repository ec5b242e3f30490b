//! Somebody takes a lesson.

use serde_json::json;

use crate::support::{DESK, Page, visit};

/// As fast as it goes: a lesson takes its time.
fn hurry(page: &Page) {
    page.choose(".speed select", "2×");
}

/// The same where the story has speeds of its own.
fn hurry_on(page: &Page) {
    page.focus(".track");
    for _ in 0..4 {
        page.key("+");
    }
}

fn step(page: &Page) -> String {
    page.text(".lesson .count")
}

#[test]
fn a_chosen_answer_is_run_and_judged() {
    visit(DESK, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        hurry(page);
        assert_eq!(step(page), "1 / 6");
        assert!(!page.shows(".choice.right"), "nothing is given away");
        page.press("n1: it has the lowest number");
        assert_eq!(page.texts(".choice[aria-checked=true]").len(), 1);
        page.press("Run and see");
        page.wait_until("the answer is shown", || page.shows(".because"));
        assert!(!page.plays());
        assert!(
            page.text(".choice.right")
                .contains("n4: its timer runs out first")
        );
        assert!(
            page.text(".choice.wrong").contains("n1"),
            "the wrong answer is marked"
        );
        let label = page.name_of("host-4");
        assert!(
            label.contains("candidate"),
            "the run stands at the step’s end: {label}"
        );

        page.click(".lesson .primary");
        assert_eq!(step(page), "2 / 6");
        assert!(!page.shows(".question"));
    });
}

#[test]
fn what_is_often_said_is_shown_with_the_answer_and_not_before() {
    visit(DESK, "#/gc/stack-to-stack?start=step:3", |page| {
        page.wait_for_figure();
        assert!(page.shows(".question") && !page.shows(".often-said"));
        page.press("Skip");
        page.wait_until("the answer is shown", || page.shows(".because"));
        let said = page.text(".often-said");
        for part in [
            "Many notes say",
            "new objects on a stack are black",
            "In fact",
            "runtime/chan.go",
        ] {
            assert!(said.contains(part), "{said}");
        }
        page.click(".lesson .primary");
        assert_eq!(step(page), "4 / 5");
        assert!(!page.shows(".often-said"));
    });
}

#[test]
fn without_a_question_what_is_often_said_stands_beside_the_text_in_either_language() {
    visit(DESK, "#/gc/two-pauses?start=step:2", |page| {
        page.wait_for_figure();
        assert!(!page.shows(".question"));
        let said = page.text(".often-said");
        assert!(said.contains("needs no STW") && said.contains("stops the world twice"));
        page.press("中文");
        page.wait_until("the figure is Chinese", || {
            page.attribute(".gb", "lang").as_deref() == Some("zh-CN")
        });
        let said = page.text(".often-said");
        for part in ["很多笔记这样写", "不再需要 STW", "其实", "仍要 STW 两次"] {
            assert!(said.contains(part), "{said}");
        }
    });
}

#[test]
fn the_button_below_the_stage_leads_on_after_an_answer() {
    visit(DESK, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        hurry(page);
        page.press("n4: its timer runs out first");
        page.press("Run and see");
        page.wait_until("the answer is shown", || page.shows(".because"));
        page.click(".controls .to-step");
        page.wait_until("the next step is there", || step(page) == "2 / 6");
    });
}

#[test]
fn an_answer_is_chosen_and_run_by_keys() {
    visit(DESK, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        hurry(page);
        page.focus(".track");
        page.key("b");
        assert!(page.text(".choice[aria-checked=true]").contains("n4"));
        page.key("n");
        page.wait_until("the answer is shown", || page.shows(".because"));
        assert!(page.text(".choice.right").contains("n4"));
        assert!(!page.shows(".choice.wrong"));
    });
}

#[test]
fn a_step_without_a_question_runs_on_to_the_next() {
    visit(DESK, "#/raft/leader-election?start=step:2", |page| {
        page.wait_for_figure();
        hurry(page);
        let before = page.moment();
        page.click(".lesson-acts .primary");
        page.wait_until("the next step is there", || step(page) == "3 / 6");
        page.wait_until("it stands still", || !page.plays());
        assert!(page.moment().event > before.event);
    });
}

#[test]
fn an_act_leaves_the_lesson_and_one_button_leads_back() {
    visit(DESK, "#/raft/leader-election?start=step:5", |page| {
        page.wait_for_figure();
        let before = page.moment();
        assert!(!page.shows(".off-lesson"));
        page.click("[data-thing=host-2]");
        page.press("Crash");
        page.call("step", json!([5])).unwrap();
        assert!(page.shows(".off-lesson"));
        page.press("Back to the lesson");
        assert!(!page.shows(".off-lesson"));
        let after = page.moment();
        assert_eq!(
            (&after.clock, after.event, after.branch.as_str()),
            (&before.clock, before.event, "A")
        );
        assert_eq!(step(page), "5 / 6");
    });
}

#[test]
fn a_goal_is_reached_by_its_solution() {
    visit(DESK, "#/raft/leader-election?start=step:6", |page| {
        page.wait_for_figure();
        assert!(page.text(".goal-text").contains("Make n1 leader of term 3"));
        assert!(page.text(".goal-state").contains("0 / 1"));
        page.act(json!({ "fire": 1 }));
        assert!(
            page.text(".goal-state").contains("1 / 1"),
            "{}",
            page.text(".goal-state")
        );
        assert!(!page.shows(".goal.reached"));
        for _ in 0..60 {
            if page.shows(".goal.reached") {
                break;
            }
            page.call("step", json!([1])).unwrap();
        }
        assert!(page.text(".goal.reached .goal-state").contains("Reached"));
    });
}

#[test]
fn too_many_acts_do_not_count() {
    visit(DESK, "#/raft/leader-election?start=step:6", |page| {
        page.wait_for_figure();
        page.act(json!({ "crash": 3 }));
        page.act(json!({ "fire": 1 }));
        page.call("step", json!([80])).unwrap();
        assert!(!page.shows(".goal.reached"));
        assert!(
            page.text(".goal-state")
                .contains("more acts than are allowed"),
            "{}",
            page.text(".goal-state")
        );
    });
}

#[test]
fn an_answer_is_told_to_the_page_around() {
    visit(DESK, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        page.js::<serde_json::Value>(
            "document.addEventListener('glassbox-answer', (event) => { window.answer = event.detail })",
            json!([]),
        );
        page.press("n4: its timer runs out first");
        assert!(
            !page
                .js::<serde_json::Value>("return window.answer ?? null", json!([]))
                .is_null()
        );
    });
}

#[test]
fn neither_a_key_nor_playing_gives_an_answer_away() {
    visit(DESK, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        hurry(page);
        page.focus(".track");
        let before = page.moment();
        page.key("n");
        assert!(page.text(".toast").contains("Choose an answer first"));
        assert!(page.has_focus(".choices"), "the answers are at hand");
        assert_eq!(page.moment(), before);
        page.focus(".track");
        page.key(" ");
        page.wait_until("it has stopped with the step", || {
            !page.plays() && page.shows(".toast")
        });
        assert!(page.moment().event > before.event);
        assert!(!page.shows(".because") && !page.shows(".choice.right"));
        page.press("Skip");
        page.wait_until("the answer is shown", || page.shows(".because"));
    });
}

/// What a page shows of what lies ahead.
fn is_kept_back(page: &Page) -> bool {
    let rows = page.texts(".row.ahead").len();
    page.shows(".kept-back") && rows == 0
}

#[test]
fn an_open_question_keeps_back_what_follows_in_lists_and_on_the_bar() {
    visit(DESK, "#/gc/losing-an-object?start=step:5", |page| {
        page.wait_for_figure();
        hurry_on(page);
        assert!(is_kept_back(page));
        let marks = page.texts(".bar-mark").len();
        page.press("Sequence");
        assert!(page.text(".sequence .kept-back").contains("after Skip"));
        page.press("Events");
        page.press("Skip");
        page.wait_until("the answer is shown", || page.shows(".because"));
        assert!(!page.shows(".kept-back"));
        assert!(page.texts(".bar-mark").len() > marks);
    });
}

#[test]
fn one_click_runs_a_step_whose_story_breaks_a_property() {
    visit(DESK, "#/gc/losing-an-object?start=step:5", |page| {
        page.wait_for_figure();
        hurry_on(page);
        page.click(".choice");
        page.press("Run and see");
        page.wait_until("the answer is shown", || page.shows(".because"));
        assert!(!page.plays());
        assert!(page.shows(".tab.broken"), "it is still marked");
    });
}

#[test]
fn the_last_step_is_run_by_a_button_before_the_run_is_the_readers() {
    visit(DESK, "#/gc/channel-hand-off?start=step:4", |page| {
        page.wait_for_figure();
        hurry_on(page);
        assert!(!page.text(".lesson").contains("The run is yours now"));
        page.click(".lesson-acts .primary");
        page.wait_until("it is over", || {
            page.text(".lesson").contains("The run is yours now")
        });
        assert!(!page.shows(".lesson-acts .primary"));
    });
}

#[test]
fn the_lesson_follows_steps_by_key_past_a_question_and_back() {
    visit(DESK, "#/gc/hybrid-barrier?start=step:3", |page| {
        page.wait_for_figure();
        page.focus(".track");
        assert_eq!(step(page), "3 / 6");
        for _ in 0..30 {
            if step(page) == "4 / 6" {
                break;
            }
            page.key(".");
        }
        assert_eq!(step(page), "4 / 6");
        page.key(",");
        page.key(",");
        assert_eq!(step(page), "3 / 6");
        assert!(page.shows(".because"), "passed by hand, it was skipped");
    });
}

#[test]
fn a_goal_is_tried_alone_and_one_way_is_shown_on_demand() {
    visit(DESK, "#/gc/heap-to-stack?start=step:3", |page| {
        page.wait_for_figure();
        hurry_on(page);
        assert!(!page.shows(".goal"), "the question comes first");
        page.press("Skip");
        page.wait_until("the answer is shown", || page.shows(".because"));
        page.press("Try it yourself");
        assert!(page.shows(".goal") && !page.shows(".question"));
        for number in 0..5 {
            let switch = json!({ "fault": "no-barrier-on-nil", "on": number % 2 == 0 });
            page.act(json!({ "heap": { "switch": switch } }));
        }
        assert!(page.text(".goal-state").contains("more acts"));
        page.press("Back to the lesson");
        assert!(page.text(".goal-state").contains("0 / 4"));
        page.press("Show one way");
        page.wait_until("it is reached", || page.shows(".goal.reached"));
        page.wait_until("it stands still", || !page.plays());
        page.press("Back to the answer");
        assert!(page.shows(".because") && page.texts(".choice.right").len() == 1);
    });
}

#[test]
fn whoever_was_wrong_is_told_why() {
    visit(DESK, "#/gc/heap-to-heap?start=step:3", |page| {
        page.wait_for_figure();
        hurry_on(page);
        page.press("C becomes grey again");
        page.press("Run and see");
        page.wait_until("the answer is shown", || page.shows(".because"));
        assert!(page.text(".why-not").contains("Steele"));
        assert_eq!(page.texts(".why-not").len(), 1, "and nothing of the others");
    });
}
