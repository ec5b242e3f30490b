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

/// A, and two branches that left it: B early, C late.
fn with_three_branches(page: &Page) {
    with_two_branches(page);
    page.choose(".lane-switch select", "A");
    page.call("seek", json!([230.0])).unwrap();
    page.act(json!({ "crash": 5 }));
    assert_eq!(page.moment().branch, "C");
}

#[test]
fn each_branch_has_a_lane_that_hangs_on_the_one_it_left() {
    visit(DESK, "#/raft/leader-election?start=step:2", |page| {
        with_three_branches(page);
        // What left later is nearer to what it left.
        assert_eq!(page.texts(".lane-name"), ["A lesson", "C yours", "B yours"]);
        let (lanes, forks): (usize, usize) = page.js(
            "return [all('.track .lane').length, all('.track .lane-fork').length]",
            json!([]),
        );
        assert_eq!((lanes, forks), (3, 2));
    });
}

#[test]
fn a_click_on_a_lane_or_its_name_goes_to_that_branch() {
    visit(DESK, "#/raft/leader-election?start=step:2", |page| {
        with_three_branches(page);
        page.press("B yours");
        assert_eq!(page.moment().branch, "B");
        // Where the first lane is, in a bar with three.
        let part: f64 = page.js(
            "const box = (css) => one(css).getBoundingClientRect(); \
             const lane = all('.track .lane')[0].getBoundingClientRect(); \
             return (lane.top - box('.track').top) / box('.track').height",
            json!([]),
        );
        page.click_at(".track", 0.97, part);
        assert_eq!(page.moment().branch, "A");
    });
}

#[test]
fn alt_and_arrows_change_the_branch() {
    visit(DESK, "#/raft/leader-election?start=step:2", |page| {
        with_three_branches(page);
        page.focus(".track");
        let mut way = Vec::new();
        for key in ["ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown"] {
            page.chord("Alt", key);
            way.push(page.moment().branch);
        }
        assert_eq!(
            way,
            ["A", "A", "C", "B", "B"],
            "from C up, and down to the end"
        );
        let said = page
            .attribute(".track", "aria-valuetext")
            .unwrap_or_default();
        assert!(said.starts_with("Branch B"), "{said}");
    });
}

#[test]
fn which_branch_stands_beside_can_be_chosen() {
    visit(DESK, "#/raft/leader-election?start=step:2", |page| {
        with_three_branches(page);
        page.press("Side by side");
        assert_eq!(page.texts(".stage-name"), ["C", "A"], "what C left");
        page.choose(".lane-switch label:nth-of-type(2) select", "B");
        assert_eq!(page.texts(".stage-name"), ["C", "B"]);
        page.press("B yours");
        assert_eq!(page.texts(".stage-name"), ["B", "C"], "they change places");
        page.focus(".track");
        page.key("v");
        assert!(!page.shows(".stage-name"));
        page.key("v");
        assert_eq!(page.texts(".stage-name"), ["B", "A"]);
    });
}

#[test]
fn of_many_branches_those_that_matter_have_lanes() {
    visit(DESK, "#/raft/leader-election?start=step:2", |page| {
        page.wait_for_figure();
        page.press("To the end");
        for at in 0..8 {
            page.choose_if_there(".lane-switch select", "A");
            page.call("seek", json!([100.0 + 15.0 * f64::from(at)]))
                .unwrap();
            page.act(json!({ "crash": 4 }));
        }
        assert_eq!(page.moment().branches, 9);
        let names = page.texts(".lane-name");
        assert_eq!(names.len(), 6, "{names:?}");
        assert_eq!(page.text(".lane-more"), "+3");
        // Those without a lane are reached too, and get one.
        page.choose(".lane-switch select", "B");
        assert!(page.texts(".lane-name").contains(&"B yours".to_owned()));
        assert_eq!(page.texts(".lane-name.now"), ["B yours"]);
    });
}
