//! Somebody goes back: nothing may be left of what came later.

use serde_json::{Value, json};

use crate::support::{DESK, Moment, Page, visit};

/// All that can be seen and asked about a moment.
#[derive(Debug, PartialEq)]
struct Seen {
    moment: (String, u32, String),
    trace: Value,
    /// The whole state of every node.
    state: Vec<String>,
    /// What is on the stage, how it is called and where it is.
    stage: Value,
}

fn look(page: &Page) -> Seen {
    let Moment {
        clock,
        event,
        branch,
        ..
    } = page.moment();
    let stage: Value = page.js(
        "return all('.stage [data-thing]').map((it) => [it.dataset.thing, called(it), it.getAttribute('transform'), \
         it.parentElement.getAttribute('transform'), text(it)])",
        json!([]),
    );
    let mut state = Vec::new();
    for thing in 0..page.texts(".things .thing").len().min(5) {
        page.click(&format!(".things .thing:nth-child({})", thing + 1));
        state.push(page.texts(".state .fields").join("\n"));
    }
    assert!(!state.is_empty());
    assert!(
        stage.as_array().is_some_and(|it| it.len() > 4),
        "the stage shows {stage}"
    );
    Seen {
        moment: (clock, event, branch),
        trace: page.trace(),
        state,
        stage,
    }
}

#[test]
fn a_step_back_shows_exactly_what_was_there_before() {
    visit(DESK, "#/raft/leader-election?start=step:3", |page| {
        page.wait_for_figure();
        page.press("State");
        let mut way = Vec::new();
        for _ in 0..8 {
            way.push(look(page));
            page.call("step", json!([1])).unwrap();
        }
        while let Some(before) = way.pop() {
            page.call("step", json!([-1])).unwrap();
            assert_eq!(look(page), before);
        }
    });
}

#[test]
fn a_step_back_over_acts_shows_what_was_there_before() {
    visit(DESK, "#/raft/leader-election?start=step:5", |page| {
        page.wait_for_figure();
        page.press("State");
        page.act(json!({ "partition": [[1, 2], [3, 4, 5]] }));
        let mut way = Vec::new();
        for act in [
            json!({ "crash": 4 }),
            json!({ "fire": 1 }),
            json!({ "fire": 3 }),
            json!("heal"),
        ] {
            way.push(look(page));
            page.act(act);
            way.push(look(page));
            page.call("step", json!([1])).unwrap();
        }
        while let Some(before) = way.pop() {
            page.call("step", json!([-1])).unwrap();
            assert_eq!(look(page), before);
        }
    });
}

#[test]
fn a_moment_is_the_same_from_wherever_one_comes() {
    visit(DESK, "#/raft/leader-crash?start=step:3", |page| {
        page.wait_for_figure();
        page.press("State");
        let clock = page.moment().millis();
        page.call("seek", json!([clock])).unwrap();
        let here = look(page);
        page.press("To the end");
        page.call("seek", json!([clock])).unwrap();
        assert_eq!(look(page), here, "from the end");
        page.press("To the start");
        page.call("seek", json!([clock])).unwrap();
        assert_eq!(look(page), here, "from the start");
    });
}
