//! Somebody writes an attribute, a parameter of an address, an act or a file that is wrong, or comes to a bound.

use serde_json::{Value, json};

use crate::support::{DESK, Page, visit};

const LANGS: [&str; 2] = ["en", "zh"];

/// A page of somebody else with one figure, which remembers what it is told.
fn write(page: &Page, attributes: &str) {
    page.write(&format!(
        "<!doctype html><html lang=en><script>window.told = []; \
         document.addEventListener('glassbox-error', (event) => window.told.push(event.detail))</script>\
         <script type=module src='{}/glassbox.js'></script>\
         <glassbox-lab {attributes}><a href='#x'>instead</a></glassbox-lab>",
        page.site()
    ));
    page.wait_for_figure();
}

/// What the page was told to be wrong.
fn told(page: &Page) -> Vec<String> {
    page.js("return window.told", json!([]))
}

#[test]
fn what_only_says_how_is_left_out_and_the_figure_shown_with_a_notice() {
    let cases = [
        ("speed='100000'", "speed=\"100000\"", "0.000001", "10000"),
        ("speed='abc'", "speed=\"abc\"", "0.000001", "10000"),
        ("theme='blue'", "theme=\"blue\"", "light", "dark"),
        ("controls='xyz'", "controls=\"xyz\"", "figure", "none"),
        ("loading='foo'", "loading=\"foo\"", "eager", "click"),
    ];
    for lang in LANGS {
        visit(DESK, "", |page| {
            for (attribute, name, one, other) in cases {
                let rest = "scenario='raft/leader-election'";
                write(page, &format!("{rest} {attribute} lang={lang}"));
                assert!(page.shows(".gb .stage"), "{attribute}: the figure is shown");
                let notice = page.text(".gb-notice");
                for part in [name, one, other] {
                    assert!(notice.contains(part), "{attribute}: {notice}");
                }
                assert_eq!(notice.contains("应为"), lang == "zh", "{notice}");
                assert_eq!(told(page), [notice], "{attribute}");
            }
        });
    }
}

#[test]
fn a_language_that_there_is_not_is_named_but_not_that_of_the_page_around() {
    visit(DESK, "", |page| {
        write(page, "scenario='raft/leader-election' lang=fr");
        let notice = page.text(".gb-notice");
        assert!(
            notice.starts_with("lang=\"fr\": expected en or zh."),
            "{notice}"
        );
        write(page, "scenario='raft/leader-election'");
        page.js::<Value>(
            "document.documentElement.lang = 'fr'; figures()[0].theme = 'dark'; await drawn()",
            json!([]),
        );
        page.settle();
        assert!(!page.shows(".gb-notice"));
    });
}

#[test]
fn a_figure_whose_own_language_there_is_not_speaks_that_of_the_page() {
    visit(DESK.in_chinese(), "", |page| {
        page.expect_error("glassbox-lab");
        page.write(&format!(
            "<!doctype html><html lang=zh-CN><script type=module src='{}/glassbox.js'></script>\
             <glassbox-lab scenario='raft/leader-election' lang=fr></glassbox-lab>",
            page.site()
        ));
        page.wait_for_figure();
        let notice = page.text(".gb-notice");
        assert!(
            notice.starts_with("lang=\"fr\"：应为 en 或 zh。"),
            "{notice}"
        );
        assert!(page.text(".tabs").contains("事件"));
        let wrong = "const it = figures()[0]; it.seed = '-1'; await drawn()";
        page.js::<Value>(wrong, json!([]));
        page.wait_until("it is said", || page.shows("[role=alert]"));
        let alert = page.text("[role=alert]");
        assert!(
            alert.starts_with("这个图保持原样：seed=\"-1\"：应为"),
            "{alert}"
        );
    });
}

#[test]
fn who_loads_a_figure_is_told_what_is_wrong_in_its_language() {
    visit(DESK, "", |page| {
        page.expect_error("glassbox-lab");
        page.expect_error("404");
        for (attributes, said) in [
            (
                "src='nothing.json' lang=zh",
                "src=\"nothing.json\"：无法读取场景文件。",
            ),
            (
                "src='nothing.json' lang=en",
                "src=\"nothing.json\": The scenario file cannot be read.",
            ),
            (
                "scenario='raft/leader-election' seed=x lang=zh",
                "seed=\"x\"：应为 0 到",
            ),
        ] {
            write(page, attributes);
            let error = page.call("load", json!([])).unwrap_err();
            assert!(error.starts_with(said), "{error}");
        }
    });
}

#[test]
fn a_notice_goes_when_its_attribute_is_mended_and_follows_the_language() {
    visit(DESK, "", |page| {
        write(page, "scenario='raft/leader-election' speed=fast lang=en");
        assert_eq!(told(page).len(), 1);
        page.js::<Value>("figures()[0].lang = 'zh'", json!([]));
        page.wait_until("it is told in Chinese", || {
            page.text(".gb-notice").contains("现在按没有设置它来显示")
        });
        assert_eq!(told(page).len(), 1, "the page has heard of it");
        page.js::<Value>("figures()[0].theme = 'blue'", json!([]));
        page.wait_until("both are told", || {
            page.text(".gb-notice").contains("theme=\"blue\"")
        });
        assert!(page.text(".gb-notice").contains("speed=\"fast\""));
        assert_eq!(told(page).len(), 2);
        page.js::<Value>(
            "figures()[0].speed = '0.1'; figures()[0].theme = 'dark'",
            json!([]),
        );
        page.wait_until("it is gone", || !page.shows(".gb-notice"));
        assert!(page.shows(".gb .stage"));
    });
}

#[test]
fn what_says_which_run_is_an_error_in_the_language_of_the_figure() {
    let cases = [
        (
            "scenario='raft/leader-election' seed='-5'",
            "seed=\"-5\"：应为 0 到 18446744073709551615 的整数",
        ),
        (
            "scenario='raft/leader-election' start='noon'",
            "无法理解起点“noon”：请写成 608ms 或 step:4。",
        ),
        (
            "scenario='raft/leader-election' start='step:99'",
            "没有“step:99”这个起点：故事共 6 步，到 ",
        ),
        (
            "scenario='raft/leader-election' start='99999999ms'",
            "没有“99999999ms”这个起点：故事共 6 步，到 ",
        ),
        (
            "scenario='raft/leader-election' share-base='javascript:alert(1)//'",
            "share-base=\"javascript:alert(1)//\"：",
        ),
        ("scenario='raft/nothing'", "没有名为“raft/nothing”的场景。"),
        (
            "scenario='nothing/nothing'",
            "scenario=\"nothing/nothing\"：这个图未能加载",
        ),
        ("scenario='<b>'", "scenario=\"<b>\"：没有这个名字的实验"),
        (
            "state='v1.BHJhZnQ'",
            "无法打开这个链接：链接已损坏：没有写明模型的版本",
        ),
        ("state='v1.AAAA'", "state=\"v1.AAAA\"：无法读取这个运行链接"),
        (
            "scenario='raft/leader-election' share-base='http://['",
            "share-base=\"http://[\"：",
        ),
    ];
    visit(DESK, "", |page| {
        page.expect_error("glassbox-lab");
        // The browser misses the module of a lab that there is not.
        page.expect_error("404");
        for (attributes, said) in cases {
            write(page, &format!("{attributes} lang=zh"));
            page.wait_until(&format!("{attributes} is refused"), || {
                page.shows("[role=alert]")
            });
            let alert = page.text("[role=alert]");
            assert!(alert.contains(said), "{attributes}: {alert}");
            assert!(!page.shows(".stage"), "{attributes}");
            assert_eq!(told(page).len(), 1, "{attributes}");
        }
    });
}

#[test]
fn a_wrong_scenario_file_is_told_in_chinese_with_its_place() {
    let file = |nodes: Value, text: &str| {
        json!({
            "id": "raft/mine", "title": { "en": "Mine", "zh": "我的" }, "question": { "en": "What?", "zh": "什么？" },
            "setup": { "nodes": nodes }, "seed": 7,
            "steps": [{ "text": { "en": "Three nodes.", "zh": text }, "run": [{ "for": "400ms" }] }],
        })
    };
    let cases = [
        (
            file(json!(30), "三个节点。"),
            "无法打开这个场景文件：setup.nodes：应为 1 到 9",
        ),
        (
            file(json!(3), " "),
            "无法打开这个场景文件：第 1 步的 text：中文句子为空",
        ),
        (
            file(json!("three"), "三个节点。"),
            "类型不对：应为 0 到 255 的整数，而不是字符串 \"three\"（第 ",
        ),
    ];
    visit(DESK, "", |page| {
        page.expect_error("glassbox-lab");
        for (file, said) in cases {
            page.write(&format!(
                "<!doctype html><script type=module src='{}/glassbox.js'></script><p>A page.</p>",
                page.site()
            ));
            page.js::<Value>(
                "const figure = document.createElement('glassbox-lab'); figure.lang = 'zh'; \
                 figure.src = URL.createObjectURL(new Blob([arguments[0]], { type: 'application/json' })); \
                 document.body.append(figure)",
                json!([file.to_string()]),
            );
            page.wait_until("it is refused", || page.shows("[role=alert]"));
            let alert = page.text("[role=alert]");
            assert!(alert.contains(said), "{alert}");
        }
    });
}

#[test]
fn what_is_wrong_in_the_address_of_a_scenario_is_said() {
    let at = |query: &str| format!("#/raft/leader-election?{query}");
    for (device, seed, speed, unknown) in [
        (
            DESK,
            "seed=\"-5\": expected a whole number from 0 to",
            "speed=\"100000\": expected a number from 0.000001 to 10000. The figure is shown without it.",
            "This page does not know “theme=blue”, “sead=5” in its address. It knows seed, start and speed.",
        ),
        (
            DESK.in_chinese(),
            "seed=\"-5\"：应为 0 到 ",
            "speed=\"100000\"：应为 0.000001 到 10000 的数。现在按没有设置它来显示。",
            "这个页面不认识地址里的“theme=blue”“sead=5”，可用的参数是 seed、start 和 speed。",
        ),
    ] {
        visit(device, &at("seed=-5"), |page| {
            page.expect_error("glassbox-lab");
            page.wait_for_figure();
            assert!(page.text("[role=alert]").contains(seed));
            assert!(!page.shows(".stage"));
            page.open(&at("speed=100000"));
            page.wait_until("it is said", || page.shows(".gb-notice"));
            assert_eq!(page.text(".gb-notice"), speed);
            assert!(page.shows(".stage"));
            page.open(&at("theme=blue&start=step:2&sead=5"));
            page.wait_until("it is said", || page.shows(".not-known"));
            assert_eq!(page.text(".not-known"), unknown);
            page.wait_until("the figure is there", || page.shows(".stage"));
        });
    }
}

#[test]
fn an_act_with_something_after_it_is_not_done() {
    visit(DESK.in_chinese(), "#/raft/leader-election", |page| {
        page.wait_for_figure();
        let before = page.moment();
        for wrong in [
            "{\"crash\": 1} {\"crash\": 2}",
            "{\"crash\": 1} and more",
            "heal heal",
        ] {
            let error = page.call("act", json!([wrong])).unwrap_err();
            assert!(error.contains("这不是本实验的操作："), "{wrong}: {error}");
        }
        assert_eq!(page.moment(), before);
        page.act(json!({ "crash": 1 }));
        assert_ne!(page.moment(), before);
    });
}

#[test]
fn undo_without_room_says_so_and_starting_over_makes_room() {
    visit(DESK, "#/raft/leader-election", |page| {
        page.wait_for_figure();
        page.js::<Value>(
            "const it = figures()[0]; for (let i = 1; i < 64; i++) { await it.reset(); await it.act({ crash: 1 }); } await drawn()",
            json!([]),
        );
        assert_eq!(page.moment().branches, 64);
        assert_eq!(page.moment().branch, "BL");
        page.act(json!({ "crash": 2 }));
        let before = page.moment();
        page.press("Undo");
        page.wait_until("it is said", || {
            page.texts(".toast")
                .iter()
                .any(|it| it.contains("history is full"))
        });
        assert_eq!(page.moment(), before);
        page.press("Start over");
        page.wait_until("there is room", || page.moment().branches == 1);
        assert!(page.text(".toast").contains("only the story was kept"));
        page.act(json!({ "crash": 1 }));
        assert_eq!(page.moment().branch, "B");
    });
}

#[test]
fn a_chain_of_causes_that_is_cut_says_how_much_lies_before() {
    for (device, before, after) in [
        (DESK, "… and ", " earlier"),
        (DESK.in_chinese(), "……更早还有 ", " 个"),
    ] {
        visit(device, "#/raft/leader-election", |page| {
            page.wait_for_figure();
            page.js::<Value>("await figures()[0].step(150); await drawn()", json!([]));
            // The last of the rows has a long history.
            page.js::<Value>(
                "all('.row .why').filter(seen).at(-1).click(); await drawn()",
                json!([]),
            );
            page.wait_until("the causes are shown", || page.shows(".causes"));
            assert_eq!(page.texts(".causes .cause").len(), 6);
            let earlier = page.text(".why-panel .earlier");
            let number = earlier
                .strip_prefix(before)
                .and_then(|it| it.strip_suffix(after));
            let number: usize = number
                .and_then(|it| it.parse().ok())
                .unwrap_or_else(|| panic!("{earlier}"));
            assert!(number > 0);
        });
    }
}
