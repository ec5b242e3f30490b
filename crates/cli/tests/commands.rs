//! Every command, as a person calls it.

mod common;

use std::io::Read;
use std::process::{Command, Stdio};

use common::{digest, example, file, glassbox, ok};
use glassbox_raft::scenarios::{self, FILES};
use glassbox_raft::{Act, Cluster};
use glassbox_sim::link::Source;
use glassbox_sim::scenario;
use glassbox_sim::timeline::{Author, BranchId};
use serde_json::Value;

/// Any scenario that comes with the lab.
const SOME: &str = FILES[0].0;

fn lines(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn list_names_every_scenario_in_both_languages_and_forms() {
    let (english, chinese) = (ok(["list"]), ok(["list", "--lang", "zh"]));
    let objects = lines(&ok(["list", "--format", "jsonl"]));
    let files = || FILES.iter().chain(glassbox_gc::lab::scenarios::FILES);
    assert_eq!(objects.len(), files().count());
    for ((id, _), object) in files().zip(&objects) {
        assert!(english.contains(id) && chinese.contains(id));
        assert_eq!(object["id"], *id);
        assert!(object["steps"].as_u64() > Some(0));
        assert!(english.contains(object["title"].as_str().unwrap()));
    }
    assert_ne!(english, chinese);
}

#[test]
fn run_tells_the_story_and_its_verdict() {
    let path = file("story.json", &example());
    let out = ok(["run".as_ref(), path.as_os_str()]);
    for part in [
        "raft/my-first-vote: A first vote",
        "Step 1 of 2. Three followers wait.",
        "  Predict: How many answers does n2 need?",
        "    B  Both.",
        "n2 became candidate in term 1",
        "you dropped n2’s vote request to n3",
        "  It came true: A  One: with its own vote",
        "  A majority of three is two",
        "Step 2 of 2.",
        "  Goal, with at most 2 acts: Make n1 lead",
        "9 of 9 hold",
        ", seed 1, digest ",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    assert!(
        !out.contains("n2’s vote request to n1 arrived"),
        "a detail without --all:\n{out}"
    );
    let all = ok(["run".as_ref(), path.as_os_str(), "--all".as_ref()]);
    assert!(all.contains("n2’s vote request to n1 arrived"), "{all}");
    assert_eq!(digest(&out), digest(&all));
    let chinese = ok([
        "run".as_ref(),
        path.as_os_str(),
        "--lang".as_ref(),
        "zh-CN".as_ref(),
    ]);
    for part in [
        "第一次投票",
        "第 1 步（共 2 步）",
        "n2 成为任期 1 的候选人",
        "9 项性质中 9 项成立",
    ] {
        assert!(chinese.contains(part), "{part}\n{chinese}");
    }
    assert_eq!(digest(&out), digest(&chinese));
}

#[test]
fn run_tells_what_is_often_said_after_the_answer_or_the_text() {
    let at = |out: &str, part: &str| out.find(part).unwrap_or_else(|| panic!("{part}\n{out}"));
    let path = file("often-said.json", &example());
    let out = ok(["run".as_ref(), path.as_os_str()]);
    let answer = at(&out, "  A majority of three is two");
    let claim = at(&out, "  Many notes say: A candidate needs the votes of all");
    let fact = at(&out, "  In fact (Raft §5.2): A majority is enough");
    assert!(answer < claim && claim < fact && fact < at(&out, "Step 2 of 2."));
    let early = ok([
        "run".as_ref(),
        path.as_os_str(),
        "--until".as_ref(),
        "5.5".as_ref(),
    ]);
    assert!(!early.contains("Many notes"), "not answered yet:\n{early}");
    let chinese = ok([
        "run".as_ref(),
        path.as_os_str(),
        "--lang".as_ref(),
        "zh".as_ref(),
    ]);
    assert!(chinese.contains("  很多笔记这样写：候选人需要其他所有节点的选票。"));
    assert!(chinese.contains("  其实（Raft §5.2）：过半数就够"));

    // Without a question there is nothing to give away.
    let mut story: Value = serde_json::from_str(&example()).unwrap();
    let step = story["steps"][0].as_object_mut().unwrap();
    step.remove("predict");
    let path = file("often-said-plain.json", &story.to_string());
    let out = ok(["run".as_ref(), path.as_os_str()]);
    let text = at(&out, "Step 1 of 2. Three followers wait.");
    let fact = at(&out, "  In fact (Raft §5.2)");
    assert!(text < fact && fact < at(&out, "n2 became candidate in term 1"));
}

#[test]
fn run_tells_after_the_answer_why_each_other_one_is_wrong() {
    let mut story: Value = serde_json::from_str(&example()).unwrap();
    let choices = story["steps"][0]["predict"]["choices"].as_array_mut();
    let choices = choices.unwrap();
    for choice in choices.iter_mut() {
        choice["why-not"] = serde_json::json!({ "en": "It is not so.", "zh": "并非如此。" });
    }
    let all = choices.len();
    let path = file("why-not.json", &story.to_string());
    let out = ok(["run".as_ref(), path.as_os_str()]);
    let told: Vec<usize> = out.match_indices("  Why not ").map(|(at, _)| at).collect();
    assert_eq!(told.len(), all - 1, "not of the right one:\n{out}");
    let answer = out.find("  A majority of three is two").unwrap();
    let next = out.find("Step 2 of 2.").unwrap();
    assert!(told.iter().all(|at| (answer..next).contains(at)));
    let chinese = ok([
        "run".as_ref(),
        path.as_os_str(),
        "--lang".as_ref(),
        "zh".as_ref(),
    ]);
    assert_eq!(chinese.matches("  为什么不是 ").count(), all - 1);
}

#[test]
fn run_takes_a_scenario_by_its_short_or_long_name() {
    let (_, short) = SOME.split_once('/').unwrap();
    assert_eq!(ok(["run", SOME]), ok(["run", short]));
}

#[test]
fn run_writes_one_object_per_event() {
    let out = ok(["run", SOME, "--format", "jsonl"]);
    let events = lines(&out);
    for (n, event) in (0_u64..).zip(&events) {
        assert_eq!(event["n"], n);
        let causes = event["causes"].as_array().unwrap();
        assert!(causes.iter().all(|cause| cause.as_u64() < Some(n)));
        assert!(!event["text"].as_str().unwrap().is_empty());
        assert!(!event["rule"].as_str().unwrap().is_empty());
        assert!(event["citation"].is_string());
    }
    assert_eq!(
        events[0]["event"],
        serde_json::json!({"started": {"nodes": events[0]["event"]["started"]["nodes"]}})
    );
    let text = ok(["run", SOME]);
    assert!(
        text.lines()
            .last()
            .unwrap()
            .starts_with(&format!("{} events", events.len())),
        "{text}"
    );
}

#[test]
fn until_stops_early_or_goes_on_after_the_story() {
    let path = file("until.json", &example());
    let until = |at: &str| {
        ok([
            "run".as_ref(),
            path.as_os_str(),
            "--until".as_ref(),
            at.as_ref(),
        ])
    };
    let early = until("5.5");
    assert!(early.contains(" events in 5.5 ms, "), "{early}");
    assert!(
        !early.contains("Step 2 of 2") && !early.contains("It came true"),
        "{early}"
    );
    let late = until("2s");
    assert!(
        late.contains("After the story") || late.contains(" events in 2000.0 ms, "),
        "{late}"
    );
    assert_ne!(digest(&early), digest(&late));
    assert_eq!(glassbox(["run", SOME, "--until", "soon"]).code, 2);
}

#[test]
fn a_story_that_does_not_come_true_fails_after_telling_what_happened() {
    let wrong = example().replace(
        r#"{"leads": {"node": 2, "term": 1}}"#,
        r#"{"leads": {"node": 3, "term": 9}}"#,
    );
    let path = file("wrong.json", &wrong);
    let ran = glassbox(["run".as_ref(), path.as_os_str()]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("n2 became leader of term 1"),
        "{}",
        ran.out
    );
    assert!(
        ran.err.starts_with(
            "glassbox: the story does not come true: step 1, then[0]: does not hold at "
        ),
        "{}",
        ran.err
    );
}

#[test]
fn a_story_told_with_another_seed_than_its_own_may_go_otherwise() {
    let (english, chinese) = (
        glassbox(["run", "raft/leader-election", "--seed", "7"]),
        glassbox(["run", "raft/leader-election", "--seed", "7", "--lang", "zh"]),
    );
    assert_eq!((english.code, chinese.code), (0, 0));
    let own = scenarios::find("raft/leader-election")
        .unwrap()
        .unwrap()
        .seed;
    let note = format!("glassbox: note: the story was written for seed {own}; with seed 7 ");
    assert!(english.err.starts_with(&note), "{}", english.err);
    assert!(english.err.contains(": step 1, "), "{}", english.err);
    let note = format!("glassbox: 注意：故事是为种子 {own} 写的；用种子 7 时");
    assert!(chinese.err.starts_with(&note), "{}", chinese.err);
    assert!(english.out.contains(", seed 7, digest "), "{}", english.out);
}

#[test]
fn a_link_leads_back_to_the_same_run() {
    for moment in ["0", "120.5", "1500"] {
        let link = ok(["link", SOME, "--at", moment]);
        assert!(link.starts_with("#v1."), "{link}");
        let there = ok(["run", SOME, "--until", moment]);
        assert_eq!(
            digest(&ok(["run", link.trim()])),
            digest(&there),
            "at {moment}"
        );
        assert_eq!(
            digest(&ok(["run", &link.trim()[1..]])),
            digest(&there),
            "at {moment}"
        );
    }
    let url = ok(["link", SOME, "--base", "https://example.org/x/"]);
    assert!(url.starts_with("https://example.org/x/#v1."), "{url}");
    ok(["run", url.trim()]);
    // The text of the first step is read before anything has happened.
    let start = ok(["run", ok(["link", SOME, "--step", "1"]).trim()]);
    assert!(
        start.contains("Step 1 of ") && start.contains("\n0 events in 0.0 ms, "),
        "{start}"
    );
}

#[test]
fn a_link_to_another_branch_shows_where_it_left_the_story() {
    let scenario = scenarios::find(SOME).unwrap().unwrap();
    let mut timeline = scenario::tell::<Cluster>(&scenario, scenario.seed)
        .unwrap()
        .timeline;
    timeline.seek(BranchId(0), timeline.recorded(BranchId(0)) / 2);
    timeline.act(Act::Crash(2), Author::Person).unwrap();
    for _ in 0..20 {
        timeline.step_on().unwrap();
    }
    let link = timeline
        .link(Source::Scenario(scenario.id))
        .encode()
        .unwrap();
    let out = ok(["run", &format!("https://example.org/#{link}")]);
    assert!(out.contains("\nFrom here on another branch\n"), "{out}");
    assert!(out.contains("you crashed n2"), "{out}");
    assert_eq!(digest(&out), format!("{:016x}", timeline.digest()));
}

#[test]
fn a_damaged_link_is_refused_with_its_reason() {
    let link = ok(["link", SOME, "--at", "100"]);
    let cut = &link.trim()[..link.len() / 2];
    let ran = glassbox(["run", cut]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.starts_with("glassbox: the link"), "{}", ran.err);
    assert_eq!(glassbox(["run", "v1.!"]).code, 1);
    for other in [
        "v2.BHJhZnQ",
        "https://example.org/#v2.BHJhZnQ",
        "v2.\u{1b}!",
    ] {
        let ran = glassbox(["run", other]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{other:?}");
        let said = "glassbox: this is a run link of version 2, ";
        assert!(ran.err.starts_with(said), "{}", ran.err);
    }
    // What it names is not believed to be text.
    let clears = "v1.BHJhZnQDABByYWZ0LxtbMkpsZWFkZXJz_wEAAABTvMfRSqGY6KKGyZj-Mg";
    let ran = glassbox(["run", clears]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains(r"raft/\u001b[2Jleaders"), "{}", ran.err);
    assert!(!ran.err.contains('\u{1b}'));
    assert_eq!(glassbox(["run", link.trim(), "--seed", "3"]).code, 2);
    assert_eq!(glassbox(["link", SOME, "--step", "99"]).code, 1);
    assert_eq!(glassbox(["link", "no-such"]).code, 1);
}

#[test]
fn what_is_wrong_with_a_run_or_link_is_told_in_chinese_when_asked() {
    let wrong = example().replace(
        r#"{"leads": {"node": 2, "term": 1}}"#,
        r#"{"leads": {"node": 3, "term": 9}}"#,
    );
    let untrue = file("untrue.json", &wrong);
    let untrue = untrue.to_str().unwrap();
    let broken = file("broken.json", &example().replace("\"seed\"", "\"sead\""));
    let broken = broken.to_str().unwrap();
    let broken_starts = format!("glassbox: {broken}：sead：没有字段 `sead`，");
    let cases: [(&[&str], &str); 9] = [
        (
            &["run", "v2.BHJhZnQ"],
            "glassbox: 这是版本 2 的运行链接，由另一个版本的 Glassbox 生成；",
        ),
        (
            &["run", "no-such-thing"],
            "glassbox: 没有名为“no-such-thing”的场景或文件",
        ),
        (
            &["run", "v1.!"],
            "glassbox: 链接已损坏：内容不是 base64url\n",
        ),
        (
            &["run", "v1.A3RjcA"],
            "glassbox: 这是实验“tcp”的链接；现有的实验：raft, gc\n",
        ),
        (
            &["run", untrue],
            "glassbox: 故事没有成真：第 1 步的 then[0]：在 ",
        ),
        (&["run", broken], &broken_starts),
        (&["link", "no-such"], "glassbox: 没有名为“no-such”的场景；"),
        (
            &["link", SOME, "--step", "99"],
            "glassbox: 没有第 99 步；用种子 ",
        ),
        (
            &["run", SOME, "--svg", "/no/such/folder/x.svg"],
            "glassbox: 无法写入 /no/such/folder/x.svg",
        ),
    ];
    for (args, expected) in cases {
        let ran = glassbox(args.iter().copied().chain(["--lang", "zh"]));
        assert_eq!(ran.code, 1, "{args:?}");
        assert!(ran.err.starts_with(expected), "{args:?}: {}", ran.err);
    }
}

#[test]
fn svg_is_well_formed_and_knows_its_events() {
    for lang in ["en", "zh"] {
        let svg = ok(["run", SOME, "--svg", "-", "--lang", lang]);
        let document = roxmltree::Document::parse(&svg).unwrap();
        let root = document.root_element();
        assert_eq!(
            (root.tag_name().name(), root.tag_name().namespace()),
            ("svg", Some("http://www.w3.org/2000/svg"))
        );
        let events = document
            .descendants()
            .filter(|it| it.has_attribute("data-event"));
        let mut count = 0;
        for event in events {
            count += 1;
            assert!(
                event
                    .children()
                    .any(|it| it.has_tag_name("title") || it.tag_name().name() == "title")
            );
        }
        assert!(count > 5, "{count}");
        assert!(!svg.contains("var(") && !svg.contains("NaN"));
    }
    let path = file("run.svg", "");
    let out = ok([
        "run".as_ref(),
        SOME.as_ref(),
        "--svg".as_ref(),
        path.as_os_str(),
    ]);
    assert_eq!(digest(&out), digest(&ok(["run", SOME])));
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        ok(["run", SOME, "--svg", "-"])
    );
    let nowhere = glassbox(["run", SOME, "--svg", "/no/such/folder/x.svg"]);
    assert_eq!(nowhere.code, 1);
    assert!(
        nowhere.err.contains("cannot write /no/such/folder/x.svg"),
        "{}",
        nowhere.err
    );
}

#[test]
fn help_and_version_are_there() {
    for command in ["list", "run", "check", "link"] {
        let help = ok(["help", command]);
        assert_eq!(help, ok([command, "--help"]));
        for part in ["Usage: glassbox", "Examples:", "Exit codes:"] {
            assert!(help.contains(part), "{command}: {part}");
        }
    }
    assert_eq!(ok(["help"]), ok(["--help"]));
    assert_eq!(
        ok(["--version"]),
        concat!("glassbox ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn a_wrong_command_line_is_told_and_gives_2() {
    let wrong: [&[&str]; 10] = [
        &[],
        &["walk"],
        &["help", "walk"],
        &["--fast"],
        &["run"],
        &["run", SOME, SOME],
        &["run", SOME, "--lang", "fr"],
        &["list", "--format", "xml"],
        &["check"],
        &["link", SOME, "--at", "1", "--step", "1"],
    ];
    for args in wrong {
        let ran = glassbox(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.starts_with("glassbox: "), "{args:?}: {}", ran.err);
    }
    let lost = glassbox(["run", "no-such-thing"]);
    assert_eq!(lost.code, 1);
    assert!(
        lost.err
            .contains("there is no scenario and no file \"no-such-thing\""),
        "{}",
        lost.err
    );
}

#[test]
fn a_wrong_value_is_told_with_its_option_in_the_language_asked_for() {
    let cases: [(&[&str], &str, &str); 11] = [
        (
            &["run", SOME, "--seed", "x"],
            "--seed: expected a whole number, 0 or more, not \"x\"",
            "--seed：应为不小于 0 的整数，而不是“x”",
        ),
        (
            &["run", SOME, "--seed", "99999999999999999999"],
            "--seed: 99999999999999999999 is too large: expected at most 18446744073709551615",
            "--seed：99999999999999999999 太大：最大为 18446744073709551615",
        ),
        (
            &["run", SOME, "--until", "24h"],
            "--until: expected a moment in milliseconds, as 608.5, or with its unit, as 2s (units: ns, us, ms, s), not \"24h\"",
            "--until：应为以毫秒计的时刻，如 608.5，或带单位的时刻，如 2s（单位有 ns、us、ms、s），而不是“24h”",
        ),
        (
            &["run", SOME, "--until", "99999999999999999"],
            "--until: 99999999999999999 is too large: no run goes past 1000000s",
            "--until：99999999999999999 太大：一次运行最长 1000000s",
        ),
        (
            &["link", SOME, "--at", "soon"],
            "--at: expected a moment",
            "--at：应为以毫秒计的时刻",
        ),
        (
            &["link", SOME, "--step", "-1"],
            "--step: expected a whole number",
            "--step：应为不小于 0 的整数",
        ),
        (
            &["list", "--format", "xml"],
            "--format: expected the format \"text\" or \"jsonl\", not \"xml\"",
            "--format：格式应为 text 或 jsonl，而不是“xml”",
        ),
        (
            &["list", "--lang", "\u{1b}[2J"],
            "--lang: expected the language \"en\" or \"zh\", not \"\\u001b[2J\"",
            "--lang：语言应为 en 或 zh，而不是“\\u001b[2J”",
        ),
        (&["walk"], "there is no command \"walk\"", "没有命令“walk”"),
        (&["run", SOME, SOME], "unexpected argument", "多余的参数“"),
        (
            &["run", SOME, "--fast"],
            "invalid option '--fast'",
            "没有选项 --fast",
        ),
    ];
    for (args, english, chinese) in cases {
        for (lang, said) in [("en", english), ("zh", chinese)] {
            // Before what is wrong, and after it.
            let before = [args, &["--lang", lang]].concat();
            let after = format!("--lang={lang}");
            let (first, rest) = args.split_first().unwrap();
            let after = [&[*first, after.as_str()], rest].concat();
            for args in [before, after] {
                let ran = glassbox(&args);
                assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
                let said = format!("glassbox: {said}");
                assert!(ran.err.starts_with(&said), "{args:?}: {}", ran.err);
            }
        }
    }
    let alone = glassbox(["run", SOME, "--lang=zh", "--seed"]);
    assert!(
        alone
            .err
            .starts_with("glassbox: 选项 --seed 缺少值\n用法见"),
        "{}",
        alone.err
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_glassbox"))
        .args(["run", SOME, "--format", "jsonl", "--until", "5s"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success());
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
}

#[test]
fn a_program_is_told_as_a_cluster_is() {
    let english = ok(["run", "gc/death-spiral"]);
    let chinese = ok(["run", "death-spiral", "--lang", "zh"]);
    for part in [
        "gc/death-spiral: ",
        "Step 1 of ",
        "not yet: Within the memory limit",
    ] {
        assert!(english.contains(part), "{part}\n{english}");
    }
    // A program has seven properties, one of which is only hoped for; not those of heaps and slices.
    assert!(english.contains("5 of 6 hold"), "{english}");
    assert!(chinese.contains("6 项性质中 5 项成立"), "{chinese}");
    assert_eq!(digest(&english), digest(&chinese));
    let events = lines(&ok(["run", "gc/assists", "--format", "jsonl"]));
    assert!(
        events
            .iter()
            .all(|event| !event["text"].as_str().unwrap().is_empty())
    );
    assert_eq!(events[0]["event"]["program"]["started"]["procs"], 4);
}

#[test]
fn a_link_to_a_program_opens_its_moment() {
    let link = ok(["link", "gc/gogc", "--step", "2"]);
    let told = ok(["run", link.trim()]);
    assert!(told.contains("Step 1 of"), "{told}");
    assert!(!told.contains("Step 3 of"), "{told}");
}

#[test]
fn a_program_is_drawn_with_its_goroutines_and_its_collector() {
    let svg = ok(["run", "gc/what-starts-a-cycle", "--svg", "-"]);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let lanes: Vec<_> = document
        .descendants()
        .filter_map(|node| node.attribute("data-lane"))
        .collect();
    assert!(
        lanes.contains(&"g1") && lanes.contains(&"collector"),
        "{lanes:?}"
    );
}
