//! Somebody uses the keyboard alone.

use serde_json::json;

use crate::support::{DESK, Page, visit};

const VOTES: &str = "#/raft/leader-election?start=step:3";

/// Opens the figure and puts the focus into it.
fn inside(test: impl FnOnce(&Page)) {
    visit(DESK, VOTES, |page| {
        page.wait_for_figure();
        page.focus(".track");
        test(page);
    });
}

#[test]
fn arrows_step_on_and_back_to_the_very_same_moment() {
    inside(|page| {
        let mut way = vec![page.moment()];
        for _ in 0..6 {
            page.key("ArrowRight");
            way.push(page.moment());
        }
        for pair in way.windows(2) {
            assert!(pair[1].event > pair[0].event, "{pair:?}");
            assert!(pair[1].millis() >= pair[0].millis(), "{pair:?}");
        }
        way.pop();
        while let Some(before) = way.pop() {
            page.key("ArrowLeft");
            let now = page.moment();
            assert_eq!((&now.clock, now.event), (&before.clock, before.event));
        }
    });
}

#[test]
fn comma_and_full_stop_step_too() {
    inside(|page| {
        let before = page.moment();
        page.key(".");
        assert!(page.moment().event > before.event);
        page.key(",");
        assert_eq!(page.moment().event, before.event);
    });
}

#[test]
fn home_and_end_go_to_the_ends() {
    inside(|page| {
        page.key("Home");
        let start = page.moment();
        assert_eq!((start.event, start.clock.as_str()), (0, "0.0 ms"));
        page.key("End");
        let end = page.moment();
        assert_eq!(end.event, end.of);
        assert!(end.of > 20, "a whole story is recorded");
    });
}

#[test]
fn space_plays_and_pauses() {
    // A step of the lesson that takes long: playing ends with it.
    visit(DESK, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        page.focus(".track");

        let before = page.moment();
        page.key(" ");
        assert!(page.plays());
        page.wait_until("time passes", || page.moment().millis() > before.millis());
        page.key(" ");
        assert!(!page.plays());
        let after = page.moment();
        for _ in 0..10 {
            page.settle();
        }
        assert_eq!(page.moment(), after, "time stands still");
    });
}

#[test]
fn plus_and_minus_change_the_speed() {
    inside(|page| {
        let speed = || {
            page.js::<String>(
                "return text(all('.speed select')[0].selectedOptions[0])",
                json!([]),
            )
        };
        let speeds: Vec<String> = page.js("return [...all('.speed option')].map(text)", json!([]));
        let place = || speeds.iter().position(|it| *it == speed()).unwrap();
        let first = place();
        page.key("+");
        assert_eq!(place(), first + 1);
        page.key("-");
        page.key("-");
        assert_eq!(place(), first - 1);
        for _ in &speeds {
            page.key("+");
        }
        assert_eq!(place(), speeds.len() - 1, "the scale has an end");
    });
}

#[test]
fn a_question_mark_opens_the_keys_and_escape_closes_them() {
    inside(|page| {
        page.key("?");
        assert!(page.shows(".gb [role=dialog]"));
        assert!(page.text(".gb [role=dialog]").contains("play or pause"));
        page.key("Escape");
        assert!(!page.shows(".gb [role=dialog]"));
    });
}

#[test]
fn undo_redo_and_starting_over_have_keys() {
    inside(|page| {
        let before = page.moment();
        page.act(json!({ "crash": 2 }));
        let after = page.moment();
        page.key("u");
        assert_eq!(page.moment().event, before.event);
        page.key("y");
        assert_eq!(page.moment(), after);
        page.key("r");
        assert_eq!(page.moment().event, 0);
    });
}

#[test]
fn a_node_is_selected_and_let_go_by_keys() {
    inside(|page| {
        page.focus("[data-thing=host-3][tabindex], [data-thing=host-3] [tabindex]");
        page.key("Enter");
        assert!(page.text(".card header").starts_with("n3"));
        page.key("Escape");
        assert!(!page.shows(".card"));
    });
}

#[test]
fn digits_do_what_the_card_of_the_selected_thing_offers() {
    inside(|page| {
        let before = page.moment();
        page.key("1");
        assert_eq!(page.moment(), before, "nothing is selected");
        page.focus("[data-thing=host-3][tabindex], [data-thing=host-3] [tabindex]");
        page.key("Enter");
        let keys: Vec<(String, Option<String>)> = page.js(
            "return all('.card-acts .link').map((it) => [text(it), it.ariaKeyShortcuts ?? it.getAttribute('aria-keyshortcuts')])",
            json!([]),
        );
        let place = keys.iter().position(|(name, _)| name == "Pause");
        let place = place.expect("a node can be paused");
        assert_eq!(keys[place].1, Some((place + 1).to_string()));
        page.key(&(place + 1).to_string());
        let name = page.name_of("host-3");
        assert!(name.contains("paused"), "{name}");
        page.key(&(place + 1).to_string());
        let name = page.name_of("host-3");
        assert!(!name.contains("paused"), "the same key goes on: {name}");
    });
}

#[test]
fn tools_have_letters_and_their_menus_digits() {
    inside(|page| {
        let key = |tool: &str| {
            let letter = page.attribute(&format!("[data-tool={tool}]"), "aria-keyshortcuts");
            letter.expect("a key").to_lowercase()
        };
        let before = page.moment();
        page.key(&key("partition"));
        page.wait_until("the sides are there", || page.shows(".sides"));
        page.key("Escape");
        page.key(&key("loss"));
        page.wait_until("the menu is there", || page.shows(".tool-over .menu"));
        assert_eq!(page.moment(), before);
        page.key("3");
        assert!(!page.shows(".tool-over .menu"));
        assert_eq!(page.moment().branches, 2, "an act was done");
        let written = page.moment();
        page.key(&key("write"));
        assert!(page.moment().event > written.event);
    });
}

#[test]
fn the_help_names_the_keys_of_the_tools() {
    inside(|page| {
        let tools = page.texts(".tool");
        page.key("?");
        let help = page.text(".gb [role=dialog]");
        for tool in tools {
            assert!(help.contains(&tool), "{tool} is not in {help}");
        }
        assert!(help.contains("Alt"), "{help}");
    });
}

#[test]
fn w_tells_why_and_takes_it_back() {
    inside(|page| {
        page.key("w");
        assert!(page.shows(".row.open .why-panel .rule"));
        page.key("w");
        assert!(!page.shows(".why-panel"));
    });
}

#[test]
fn keys_do_nothing_while_the_focus_is_elsewhere() {
    inside(|page| {
        page.focus(".logo");
        let before = page.moment();
        for key in [
            "ArrowRight",
            "ArrowLeft",
            "End",
            "Home",
            ".",
            "+",
            "r",
            "u",
            "n",
            "?",
            "w",
            "v",
            "p",
            "1",
            " ",
        ] {
            page.key(key);
        }
        assert_eq!(page.moment(), before);
        assert!(!page.plays());
        assert!(!page.shows(".gb [role=dialog]"));
    });
}

#[test]
fn keys_with_a_modifier_belong_to_the_browser() {
    inside(|page| {
        let before = page.moment();
        let taken: bool = page.js(
            "const event = new KeyboardEvent('keydown', { key: 'r', ctrlKey: true, bubbles: true, composed: true, cancelable: true });\
             return !one('.track').dispatchEvent(event)",
            json!([]),
        );
        page.settle();
        assert!(!taken, "Ctrl+R reloads the page");
        assert_eq!(page.moment(), before);
    });
}

/// The pressed button goes away with the question; the keyboard must not be thrown out of the figure with it.
#[test]
fn keys_go_on_after_a_button_that_vanishes() {
    visit(DESK, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        page.call("pause", json!([])).unwrap();
        page.focus(".track");
        for _ in 0..6 {
            page.key("+");
        }
        page.focus(".choices .choice");
        page.key("Enter");
        page.focus(".lesson-acts .primary");
        page.key("Enter");
        page.wait_until("the answer is shown", || page.shows(".because"));
        let before = page.moment();
        page.key("ArrowRight");
        assert!(page.moment().event > before.event, "the focus is {}", page.js::<String>(
            "return figures()[0].shadowRoot.activeElement?.outerHTML.slice(0, 80) ?? document.activeElement.tagName", json!([])));
    });
}

#[test]
fn tab_leads_from_the_page_into_the_figure_and_shows_where_it_is() {
    visit(DESK, VOTES, |page| {
        page.wait_for_figure();
        page.focus(".menu.choose button");
        page.wait_until("the focus is in the figure", || {
            page.key("Tab");
            page.js("return document.activeElement === figures()[0]", json!([]))
        });
        let marked: bool = page.js(
            "const it = figures()[0].shadowRoot.activeElement; return it.matches(':focus-visible')",
            json!([]),
        );
        assert!(marked);
    });
}

#[test]
fn a_figure_in_a_text_has_the_players_keys_and_no_tools() {
    visit(DESK, "", |page| {
        page.wait_for_figure();
        page.call("pause", json!([])).unwrap();
        page.focus(".gb.figure .track");
        let before = page.moment();
        for key in ["p", "i", "l", "t", "s"] {
            page.key(key);
        }
        assert_eq!(page.moment(), before, "there are no buttons for these");
        page.key("ArrowRight");
        assert_ne!(page.moment(), before, "nothing holds the keys back");
        page.key("?");
        page.wait_until("the keys are shown", || page.has_focus(".over"));
        page.key("Escape");
        assert!(page.has_focus(".track"));
    });
}

#[test]
fn a_card_opened_by_key_is_announced_and_escape_leads_back_to_its_thing() {
    inside(|page| {
        let button = "[data-thing=host-3] [role=button]";
        let expanded = || page.attribute(button, "aria-expanded");
        page.focus(button);
        assert_eq!(expanded().as_deref(), Some("false"));
        page.key("Enter");
        assert_eq!(expanded().as_deref(), Some("true"));
        let said = page.text(".card-said");
        assert!(said.starts_with("n3") && said.contains("1 "), "{said}");
        assert!(page.has_focus("[data-thing=host-3]"));
        page.focus(".card-acts button");
        page.key("Escape");
        assert!(!page.shows(".card"));
        assert!(page.has_focus("[data-thing=host-3]"));
    });
}
