//! A script drives a figure.

use serde_json::{Value, json};

use crate::support::{DESK, Page, visit};

/// Writes a page with one figure, which remembers the errors that it is told.
fn write(page: &Page, attributes: &str) {
    page.write(&format!(
        "<!doctype html><html lang=en><script>window.told = []; \
         document.addEventListener('glassbox-error', (event) => window.told.push(event.detail))</script>\
         <script type=module src='{}/glassbox.js'></script><glassbox-lab {attributes}></glassbox-lab>",
        page.site()
    ));
    page.wait_for_figure();
}

/// Calls all these methods at once, without waiting in between; what each came to.
fn all_at_once(page: &Page, calls: Value) -> Vec<String> {
    page.js(
        "const it = figures()[0]; \
         const done = await Promise.allSettled(arguments[0].map(([method, ...rest]) => it[method](...rest))); await drawn(); \
         return done.map(({ status, reason }) => status === 'fulfilled' ? 'done' : reason.message)",
        json!([calls]),
    )
}

#[test]
fn an_act_is_refused_by_the_state_that_it_meets() {
    for (lang, twice, nobody, shown) in [
        (
            "en",
            "{\"crash\":1}: it is already so",
            "{\"crash\":99}: what it names is not there at this moment",
            "That is not there at this moment.",
        ),
        (
            "zh",
            "{\"crash\":1}：已经是这样了",
            "{\"crash\":99}：此刻没有它所指的对象",
            "此刻没有这个对象。",
        ),
    ] {
        visit(DESK, "", |page| {
            write(
                page,
                &format!("scenario='raft/leader-election' lang={lang}"),
            );
            let crash = json!(["act", { "crash": 1 }]);
            let restart = json!(["act", { "restart": 1 }]);
            assert_eq!(
                all_at_once(page, json!([crash, crash, restart, crash])),
                ["done", twice, "done", "done"]
            );
            let before = page.moment();
            let error = page.call("act", json!([{ "crash": 99 }])).unwrap_err();
            assert_eq!(error, nobody);
            assert_eq!(page.text(".toast"), shown, "the figure says it, too");
            assert_eq!(page.moment(), before);
            assert_eq!(page.js::<u32>("return window.told.length", json!([])), 0);
        });
    }
}

#[test]
fn what_is_asked_for_after_an_act_is_asked_of_the_state_after_it() {
    visit(DESK, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        let script = "const it = figures()[0]; it.act({ crash: 1 }); it.step(2); \
                      const now = await Promise.all([it.snapshot(), it.exportSvg('trace'), it.exportSvg(), it.step(-2)]); \
                      now.pop(); await it.step(2); await drawn(); \
                      const then = await Promise.all([it.snapshot(), it.exportSvg('trace'), it.exportSvg()]); \
                      return [now, then]";
        let (now, then): ([String; 3], [String; 3]) = page.js(script, json!([]));
        for (now, then) in now.iter().zip(&then) {
            let same = now.chars().zip(then.chars()).take_while(|(a, b)| a == b);
            let at = same.count().saturating_sub(80);
            let rest = |text: &str| text.chars().skip(at).take(160).collect::<String>();
            assert_eq!(rest(now), rest(then));
        }
        assert!(now[1].contains("crashed"), "{}", now[1]);
    });
}

#[test]
fn seeking_behind_the_end_names_the_end() {
    for (lang, start, end) in [
        (
            "en",
            "There is no 99999.5 ms to go to: this run is recorded up to ",
            " ms.",
        ),
        ("zh", "无法跳到 99999.5 ms：这次运行目前只记录到 ", " ms。"),
    ] {
        visit(DESK, "", |page| {
            write(
                page,
                &format!("scenario='raft/leader-election' lang={lang}"),
            );
            page.call("seek", json!([180.0])).unwrap();
            let before = page.moment();
            let error = page.call("seek", json!([99_999.5])).unwrap_err();
            assert_eq!(page.text(".toast"), error);
            let named = error
                .strip_prefix(start)
                .and_then(|it| it.strip_suffix(end));
            let named: f64 = named
                .and_then(|it| it.parse().ok())
                .unwrap_or_else(|| panic!("{error}"));
            assert_eq!(page.moment(), before, "it stays where it was");
            page.call("seek", json!([named])).unwrap();
            assert_eq!(page.moment().millis(), named);
            assert_eq!(page.moment().event, page.moment().of);
            // Stepping takes the run further.
            page.call("step", json!([50])).unwrap();
            page.call("seek", json!([named + 1.0])).unwrap();
        });
    }
}

#[test]
fn a_run_that_has_ended_goes_no_further() {
    visit(DESK, "#/gc/losing-an-object", |page| {
        page.wait_for_figure();
        page.call("step", json!([10_000])).unwrap();
        assert_eq!(page.text(".toast"), "Nothing more happens by itself.");
        let end = page.moment();
        let error = page.call("step", json!([1])).unwrap_err();
        assert_eq!(error, "Nothing more happens by itself.");
        assert_eq!(page.call("play", json!([])).unwrap_err(), error);
        assert_eq!(page.moment(), end);
        page.call("step", json!([-10_000])).unwrap();
        assert_eq!(page.moment().event, 0);
    });
}

#[test]
fn a_call_comes_after_the_attribute_that_was_set_before_it() {
    visit(DESK, "", |page| {
        write(page, "scenario='raft/leader-election' lang=en");
        let script = "const it = figures()[0]; it.scenario = 'raft/two-leaders'; const act = it.act({ crash: 5 }); \
                      it.lang = 'zh'; const none = it.act({ explode: 1 }); \
                      return [await act.then(() => 'done'), await none.catch((error) => error.message)]";
        let (done, none): (String, String) = page.js(script, json!([]));
        assert_eq!(done, "done");
        assert!(none.contains("这不是本实验的操作"), "{none}");
        page.settle();
        assert!(page.trace().to_string().contains("crashed"));
        assert_eq!(page.moment().branch, "B");
    });
}

#[test]
fn a_figure_that_cannot_be_opened_refuses_every_call_with_the_reason() {
    visit(DESK, "", |page| {
        page.expect_error("glassbox-lab");
        page.expect_error("404");
        for (attributes, said) in [
            (
                "scenario='raft/nothing' lang=zh",
                "没有名为“raft/nothing”的场景",
            ),
            ("scenario='<b>' lang=zh", "没有这个名字的实验"),
        ] {
            write(page, attributes);
            for method in ["play", "snapshot", "exportSvg"] {
                let error = page.call(method, json!([])).unwrap_err();
                assert!(error.contains(said), "{method}: {error}");
            }
        }
    });
}
