//! Somebody acts in the past: the old future stays.

use serde_json::json;

use crate::support::{DESK, Page, visit};

/// The end of the story, then an act in its middle. Returns the trace to the end of the story.
fn with_two_branches(page: &Page) -> serde_json::Value {
    page.wait_for_figure();
    page.press("To the end");
    let old = page.trace();
    page.call("seek", json!([170.0])).unwrap();
    page.act(json!({ "crash": 4 }));
    page.call("step", json!([1])).unwrap();
    assert_eq!(page.moment().branch, "B");
    old
}

#[test]
fn an_act_in_the_past_keeps_the_old_future() {
    visit(DESK, "#/raft/leader-election?start=step:2", |page| {
        let old = with_two_branches(page);
        page.press("To the end");
        let new = page.trace();
        assert_ne!(new, old);
        page.choose(".lane-switch select", "A");
        assert_eq!(page.moment().branch, "A");
        page.press("To the end");
        assert_eq!(page.trace(), old);
        page.choose(".lane-switch select", "B");
        page.press("To the end");
        assert_eq!(page.trace(), new);
    });
}

#[test]
fn both_branches_are_on_the_seek_bar() {
    visit(DESK, "#/raft/leader-election?start=step:2", |page| {
        with_two_branches(page);
        let names = page.texts(".lane-name");
        assert_eq!(names, ["A lesson", "B yours"]);
        assert!(page.texts(".lane-name.now") == ["B yours"]);
        assert!(page.shows(".act-mark"), "the act is marked");
    });
}

#[test]
fn two_branches_stand_side_by_side() {
    visit(DESK, "#/raft/leader-election?start=step:2", |page| {
        with_two_branches(page);
        let stages = || {
            page.js::<Vec<String>>(
            "return all('.stage').filter(seen).map((it) => called(it.querySelector('[data-thing=host-4]')))",
            json!([]),
        )
        };
        assert_eq!(stages().len(), 1);
        page.press("Side by side");
        let two = stages();
        assert_eq!(two.len(), 2);
        assert!(
            two[0].contains("crashed") && !two[1].contains("crashed"),
            "{two:?}"
        );
        page.press("One stage");
        assert_eq!(stages().len(), 1);
    });
}

#[test]
fn acts_on_a_branch_make_no_further_branch() {
    visit(DESK, "#/raft/leader-election?start=step:2", |page| {
        with_two_branches(page);
        page.act(json!({ "restart": 4 }));
        let moment = page.moment();
        assert_eq!((moment.branch.as_str(), moment.branches), ("B", 2));
    });
}
