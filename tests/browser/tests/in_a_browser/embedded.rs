//! Somebody puts figures into a page of their own.

use serde_json::{Value, json};

use crate::support::{DESK, Page, visit};

const BLOG: &str = include_str!("../../pages/blog.html");

fn write_blog(page: &Page) {
    page.write(&BLOG.replace("{site}", page.site()));
}

/// Which figures of the page are there.
fn mounted(page: &Page) -> Vec<bool> {
    page.js(
        "return figures().map((it) => Boolean(it.mounted))",
        json!([]),
    )
}

/// What the figures have told the page so far, as `NAME of ID`.
fn told(page: &Page) -> Vec<String> {
    page.js(
        "return window.told.map(([name, id]) => name + ' of ' + id)",
        json!([]),
    )
}

#[test]
fn three_figures_share_one_download() {
    visit(DESK, "", |page| {
        write_blog(page);
        page.wait_for_figure();
        page.scroll_to("#last");
        page.wait_until("all figures are there", || {
            mounted(page) == [true, true, true]
        });
        let loaded: Vec<String> = page.js(
            "return performance.getEntriesByType('resource').map((it) => it.name.split('/').at(-1))",
            json!([]),
        );
        for file in ["raft_bg.wasm", "raft.js", "player.css", "glassbox.js"] {
            let times = loaded.iter().filter(|name| name.as_str() == file).count();
            assert_eq!(times, 1, "{file} in {loaded:?}");
        }
        assert!(
            !loaded.iter().any(|name| name.starts_with("site")),
            "nothing of the site itself: {loaded:?}"
        );
    });
}

#[test]
fn a_figure_far_below_waits_until_one_comes_near() {
    visit(DESK, "", |page| {
        write_blog(page);
        page.wait_until("the first figure is there", || mounted(page)[0]);
        assert!(!mounted(page)[2], "nobody has seen the last one yet");
        let link = "#last > a";
        assert!(page.shows(link), "its link is there before");
        page.scroll_to("#last");
        page.wait_until("the last figure is there", || mounted(page)[2]);
        page.wait_until("it has taken the place of its link", || !page.shows(link));
    });
}

#[test]
fn a_figure_off_screen_does_not_play() {
    visit(DESK, "", |page| {
        write_blog(page);
        page.wait_for_figure();
        page.call("play", json!([])).unwrap();
        let before = page.moment();
        page.wait_until("it plays", || page.moment().millis() > before.millis());
        page.scroll_to("#last");
        page.settle();
        let left = page.moment();
        for _ in 0..20 {
            page.settle();
        }
        assert_eq!(page.moment(), left, "nobody sees it");
        page.scroll_to("#first");
        page.wait_until("it goes on", || page.moment().millis() > left.millis());
        assert!(
            page.moment().millis() - left.millis() < 100.0,
            "it goes on where it stood"
        );
    });
}

#[test]
fn language_and_theme_change_in_place() {
    visit(DESK, "", |page| {
        write_blog(page);
        page.wait_for_figure();
        page.call("seek", json!([180.0])).unwrap();
        page.act(json!({ "crash": 2 }));
        page.call("step", json!([3])).unwrap();
        let (here, link) = (page.moment(), page.ask("snapshot", json!([])));
        let (words, colour) = (page.text(".caption-text"), page.style(".gb", "color"));
        page.js::<Value>(
            "const it = figures()[0]; window.kept = it.shadowRoot.querySelector('.gb'); it.lang = 'zh'; it.theme = 'dark'",
            json!([]),
        );
        page.wait_until("it is Chinese", || page.text(".caption-text") != words);
        assert!(
            page.text(".caption").contains("为什么"),
            "{}",
            page.text(".caption")
        );
        page.wait_until("it is dark", || page.style(".gb", "color") != colour);
        assert_eq!(
            (page.moment(), page.ask("snapshot", json!([]))),
            (here, link)
        );
        let kept: bool = page.js(
            "return figures()[0].shadowRoot.querySelector('.gb') === window.kept",
            json!([]),
        );
        assert!(kept, "it was made anew");
    });
}

#[test]
fn another_scenario_is_another_run() {
    visit(DESK, "", |page| {
        write_blog(page);
        page.wait_for_figure();
        let before = page.trace();
        page.js::<Value>("figures()[0].scenario = 'raft/two-leaders'", json!([]));
        page.wait_until("it is another run", || page.trace() != before);
        assert_eq!(
            page.js::<String>("return figures()[0].getAttribute('scenario')", json!([])),
            "raft/two-leaders"
        );
    });
}

#[test]
fn figures_tell_the_page_what_happens() {
    visit(DESK, "", |page| {
        page.expect_error("glassbox-lab");
        write_blog(page);
        page.wait_for_figure();
        page.wait_until("it is ready", || {
            told(page).contains(&"glassbox-ready of first".to_owned())
        });
        page.act(json!({ "crash": 1 }));
        page.wait_until("the act is told", || {
            told(page).contains(&"glassbox-act of first".to_owned())
        });
        let detail: String = page.js(
            "return window.told.find(([name]) => name === 'glassbox-act')[2]",
            json!([]),
        );
        assert_eq!(
            serde_json::from_str::<Value>(&detail).unwrap(),
            json!({ "crash": 1 })
        );
        page.call("play", json!([])).unwrap();
        page.wait_until("events are told", || {
            told(page).contains(&"glassbox-event of first".to_owned())
        });
        page.js::<Value>("figures()[1].state = 'v1.AAAA'", json!([]));
        page.scroll_to("#second");
        page.wait_until("the error is told", || {
            told(page).contains(&"glassbox-error of second".to_owned())
        });
    });
}

#[test]
fn an_act_that_is_none_is_an_error_for_the_page() {
    visit(DESK, "", |page| {
        write_blog(page);
        page.wait_for_figure();
        assert!(
            page.call("act", json!([{ "explode": 1 }]))
                .unwrap_err()
                .contains("explode")
        );
        assert!(page.call("act", json!(["{"])).is_err());
    });
}

#[test]
fn attributes_that_are_wrong_give_a_visible_error() {
    visit(DESK, "", |page| {
        page.expect_error("glassbox-lab");
        for (attributes, said) in [
            ("scenario='raft/nothing'", "raft/nothing"),
            ("scenario='nothing/nothing'", "lab"),
            ("scenario='<b>'", "lab"),
            ("", "what to show"),
            ("scenario='raft/leader-election' seed='-1'", "seed"),
            ("scenario='raft/leader-election' start='noon'", "noon"),
            ("src='no-such-file.json'", "file"),
            ("state='v1.AAAA'", "link"),
        ] {
            // The missing files are missed by the browser as well.
            page.expect_error("404");
            page.write(&format!(
                "<!doctype html><script type=module src='{}/glassbox.js'></script>\
                 <glassbox-lab id=bad {attributes}><a href='#x'>instead</a></glassbox-lab>",
                page.site()
            ));
            page.wait_until(&format!("{attributes} is refused"), || {
                page.shows("[role=alert]")
            });
            let alert = page.text("[role=alert]");
            assert!(alert.contains(said), "{attributes}: {alert}");
        }
    });
}

#[test]
fn a_figure_that_waits_for_a_click_loads_nothing_before() {
    visit(DESK, "", |page| {
        page.write(&format!(
            "<!doctype html><script type=module src='{}/glassbox.js'></script>\
             <glassbox-lab scenario='raft/leader-election' loading=click lang=en></glassbox-lab>",
            page.site()
        ));
        page.wait_until("it offers to run", || page.shows(".gb-run"));
        assert_eq!(mounted(page), [false]);
        page.press("Run this figure");
        page.wait_until("it runs", || page.shows(".gb"));
        assert!(!page.shows(".gb-run"));
    });
}

#[test]
fn a_scenario_file_of_the_page_is_run() {
    visit(DESK, "", |page| {
        let file = json!({
            "id": "raft/mine", "title": { "en": "Mine", "zh": "我的" }, "question": { "en": "What?", "zh": "什么？" },
            "setup": { "nodes": 3 }, "seed": 7,
            "steps": [{ "text": { "en": "Three nodes.", "zh": "三个节点。" }, "run": [{ "for": "400ms" }] }],
        });
        page.write(&format!(
            "<!doctype html><script type=module src='{}/glassbox.js'></script><p>A page.</p>",
            page.site()
        ));
        page.js::<Value>(
                        "const figure = document.createElement('glassbox-lab'); figure.lang = 'en'; document.body.append(figure); figure.src = URL.createObjectURL(new Blob([arguments[0]], { type: 'application/json' }))",
            json!([file.to_string()]),
        );
        page.wait_until("it runs", || page.shows(".gb"));
        assert!(page.text(".lesson").contains("Three nodes."));
        assert_eq!(
            page.js::<u32>("return all('.stage .raft-node').length", json!([])),
            3
        );
    });
}

/// Whether the figure that was put into `window.gone` is still there, and how many of its roots are.
fn gone(page: &Page) -> (bool, u32) {
    page.js(
        "return [window.gone.mounted, window.gone.shadowRoot.querySelectorAll('.gb').length]",
        json!([]),
    )
}

#[test]
fn a_figure_that_is_moved_within_the_page_keeps_its_run() {
    visit(DESK, "", |page| {
        write_blog(page);
        page.wait_for_figure();
        page.call("seek", json!([180.0])).unwrap();
        page.act(json!({ "crash": 2 }));
        page.call("step", json!([3])).unwrap();
        let moment = page.moment();
        let nodes = page.js::<u32>("return all('.stage .raft-node').length", json!([]));
        for script in [
            // At once, and after a while somewhere else.
            "document.body.prepend(window.gone)",
            "window.gone.remove(); await new Promise((then) => setTimeout(then, 700)); \
             const place = document.createElement('p'); place.lang = 'zh'; place.append(window.gone); document.body.prepend(place)",
        ] {
            let take = "window.gone = figures()[0]; window.gone.play();";
            page.js::<Value>(&format!("{take} {script}; await drawn()"), json!([]));
            page.wait_until("it goes on", || page.moment().millis() > moment.millis());
            page.call("pause", json!([])).unwrap();
            assert!(page.trace().to_string().contains("crashed"), "another run");
            assert_eq!(
                page.js::<u32>("return all('.stage .raft-node').length", json!([])),
                nodes
            );
            page.call("seek", json!([moment.millis()])).unwrap();
        }
        page.wait_until("it speaks as its new place does", || {
            page.text(".caption").contains("为什么")
        });
        let ready = told(page)
            .into_iter()
            .filter(|it| it == "glassbox-ready of first");
        assert_eq!(ready.count(), 1, "it was opened once");
    });
}

#[test]
fn a_figure_out_of_its_page_rests_and_hears_of_what_is_changed() {
    visit(DESK, "", |page| {
        write_blog(page);
        page.wait_for_figure();
        page.call("play", json!([])).unwrap();
        let script = "window.gone = figures()[0]; window.gone.remove(); await drawn(); \
                      const first = await window.gone.snapshot(); await new Promise((then) => setTimeout(then, 400)); \
                      const rests = first === await window.gone.snapshot(); \
                      window.gone.setAttribute('lang', 'zh'); document.body.prepend(window.gone); return rests";
        assert!(
            page.js::<bool>(script, json!([])),
            "it played where nobody sees it"
        );
        page.wait_until("it is Chinese", || page.text(".caption").contains("为什么"));
    });
}

#[test]
fn a_figure_out_of_its_page_for_a_minute_leaves_nothing_behind() {
    visit(DESK, "", |page| {
        write_blog(page);
        page.wait_for_figure();
        page.call("play", json!([])).unwrap();
        let script = "const later = window.setTimeout; \
                      window.setTimeout = (then, ms, ...rest) => { if (ms !== 60000) return later(then, ms, ...rest); window.minute = then; return 0 }; \
                      window.gone = figures()[0]; window.gone.remove(); await drawn()";
        page.js::<Value>(script, json!([]));
        assert_eq!(gone(page), (true, 1), "it may come back");
        page.js::<Value>("window.minute(); await drawn()", json!([]));
        page.settle();
        assert_eq!(gone(page), (false, 0));
        page.js::<Value>("document.body.prepend(window.gone)", json!([]));
        page.scroll_to("#first");
        page.wait_for_figure();
        assert!(page.shows("#first"), "it can come back");
    });
}
