//! Scenario files: reading them with the place of every fault, and telling them.

mod toy;

use glassbox_sim::scenario::{self, Fault, FileError, Place, ScenarioOf};
use glassbox_sim::{Absent, Duration, Instant, Lang, Tell, link};
use toy::Toy;

const GOOD: &str = r#"{
  "id": "toy/growing",
  "title": {"en": "Growing", "zh": "增长"},
  "question": {"en": "How far?", "zh": "多远？"},
  "pinned": "below-limit",
  "setup": {"hosts": 3, "limit": 1000},
  "seed": 7,
  "steps": [
    {"text": {"en": "It begins.", "zh": "开始。"},
     "predict": {
       "ask": {"en": "Who is next?", "zh": "下一个是谁？"},
       "choices": [
         {"text": {"en": "host 2", "zh": "主机 2"}, "when": {"is": {"just-received-by": 2}}},
         {"text": {"en": "host 3", "zh": "主机 3"}, "when": {"is": {"just-received-by": 3}}}
       ],
       "because": {"en": "They go round.", "zh": "依次轮流。"}},
     "run": [{"until": {"is": {"at-least": 20}}}, {"until": {"is": {"just-received-by": 2}}}],
     "then": [{"is": {"at-least": 20}}]},
    {"text": {"en": "Now you.", "zh": "轮到你。"},
     "run": [{"do": {"add": 5}}, {"for": "30ms"}],
     "goal": {"text": {"en": "Reach 90.", "zh": "达到 90。"}, "reach": {"is": {"at-least": 90}},
              "acts": 1, "solution": [{"do": {"add": 90}}]}}
  ]
}"#;

fn read(json: &str) -> Result<ScenarioOf<Toy>, String> {
    scenario::read::<Toy>(json).map_err(|error| error.to_string())
}

fn told(json: &str) -> String {
    scenario::check::<Toy>(&read(json).expect("well-formed"))
        .expect_err("not true")
        .to_string()
}

#[test]
fn a_good_scenario_comes_true() {
    let scenario = read(GOOD).expect("well-formed");
    scenario::check::<Toy>(&scenario).expect("comes true");
    let told = scenario::tell::<Toy>(&scenario, 7).expect("a valid setup");
    assert_eq!(told.lesson.answers, [Some(0), None]);
    assert_eq!(told.lesson.marks.len(), 3);
    assert_eq!(told.timeline.position().step, 0);
    assert!(told.problem.is_none());
}

#[test]
fn a_story_begins_after_what_comes_before_it() {
    let with = |moves: &str| {
        let before = format!(r#""before": [{moves}], "steps""#);
        GOOD.replace(r#""steps""#, &before)
    };
    let good = with(r#"{"do": {"add": 1}}, {"for": "5ms"}"#);
    let scenario = read(&good).expect("well-formed");
    scenario::check::<Toy>(&scenario).expect("comes true");
    let told = scenario::tell::<Toy>(&scenario, 7).expect("a valid setup");
    let (step, at) = told.lesson.marks[0];
    assert!(step > 0);
    assert_eq!(at, Instant::START + Duration::from_millis(5));
    assert_eq!(
        told.timeline.position().step,
        0,
        "the whole run can be seen"
    );

    let never = with(r#"{"for": "1ms"}, {"until": {"is": {"at-least": 1000000}}}"#);
    let never = self::told(&never);
    assert!(
        never.starts_with("before[1]: until: never came true"),
        "{never}"
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let cases = [
        (
            r#""at-least": 20"#,
            r#""at-leest": 20"#,
            "step 1, run[0].until.is",
        ),
        (
            r#""for": "30ms""#,
            r#""for": "30""#,
            "step 2, run[1].for: expected a time with its unit",
        ),
        (
            r#""hosts": 3"#,
            r#""hosts": 1"#,
            "setup.hosts: expected 2 to 255",
        ),
        (r#""hosts": 3"#, r#""hots": 3"#, "setup.hots"),
        (
            r#""zh": "开始。""#,
            r#""zh": " ""#,
            "step 1, text: the Chinese sentence is empty",
        ),
        (r#""seed": 7,"#, "", "missing field `seed`"),
        ("toy/growing", "raft/growing", "id: names another lab"),
        ("toy/growing", "toy/Grow ing", "id: expected lab/name"),
        (
            "below-limit",
            "no-such",
            "pinned: this lab has no property of that name",
        ),
        (
            r#""do": {"add": 5}"#,
            r#""do": {"add": -5}"#,
            "step 2, run[0].do",
        ),
    ];
    for (from, to, expected) in cases {
        let json = GOOD.replacen(from, to, 1);
        assert_ne!(json, GOOD, "{from}");
        let error = read(&json).expect_err(to);
        assert!(error.contains(expected), "{to}: {error}");
    }
    assert!(read("{").expect_err("cut off").contains("EOF"));
    assert!(
        read(&format!("{GOOD} x"))
            .expect_err("more")
            .contains("trailing")
    );
    assert!(
        read(&" ".repeat(300_000))
            .expect_err("large")
            .contains("at most")
    );
}

#[test]
fn what_no_run_of_the_setup_has_is_told_wherever_it_is_named() {
    let cases = [
        (
            r#""when": {"is": {"just-received-by": 3}}"#,
            r#""when": {"is": {"just-received-by": 4}}"#,
            "step 1, predict.choices[1].when.is",
        ),
        (
            r#""until": {"is": {"just-received-by": 2}}"#,
            r#""until": {"not": {"is": {"just-received-by": 4}}}"#,
            "step 1, run[1].until.not.is",
        ),
        (
            r#""then": [{"is": {"at-least": 20}}]"#,
            r#""then": [{"any": [{"is": {"at-least": 20}}, {"all": [{"is": {"just-received-by": 4}}]}]}]"#,
            "step 1, then[0].any[1].all[0].is",
        ),
        (
            r#"{"do": {"add": 5}}"#,
            r#"{"do": {"send": 4}}"#,
            "step 2, run[0].do",
        ),
        (
            r#""reach": {"is": {"at-least": 90}}"#,
            r#""reach": {"is": {"just-received-by": 4}}"#,
            "step 2, goal.reach.is",
        ),
        (
            r#"[{"do": {"add": 90}}]"#,
            r#"[{"for": "1ms"}, {"do": {"send": 4}}]"#,
            "step 2, goal.solution[1].do",
        ),
        (
            r#""steps""#,
            r#""before": [{"do": {"send": 4}}], "steps""#,
            "before[0].do",
        ),
    ];
    for (from, to, place) in cases {
        let json = GOOD.replacen(from, to, 1);
        assert_ne!(json, GOOD, "{from}");
        let why = "there is no host 4: in this setup they go from 1 to 3";
        assert_eq!(read(&json).expect_err(to), format!("{place}: {why}"));
        let fits = json.replace(r#""hosts": 3"#, r#""hosts": 4"#);
        read(&fits).expect("there are four");
    }
}

#[test]
fn why_a_choice_is_wrong_is_told_in_both_languages_or_not_at_all() {
    let with = |why_not: &str| {
        let to = format!(r#""when": {{"is": {{"just-received-by": 3}}}}, "why-not": {why_not}}}"#);
        let json = GOOD.replacen(r#""when": {"is": {"just-received-by": 3}}}"#, &to, 1);
        assert_ne!(json, GOOD);
        json
    };
    let scenario = read(&with(r#"{"en": "2 is before 3.", "zh": "2 在 3 之前。"}"#));
    let scenario = scenario.expect("well-formed");
    scenario::check::<Toy>(&scenario).expect("comes true");
    let ask = scenario.steps[0].predict.as_ref().expect("it asks");
    assert!(ask.choices[0].why_not.is_none());
    let why_not = ask.choices[1].why_not.as_ref().expect("it is told");
    assert_eq!(why_not.get(Lang::En), "2 is before 3.");
    assert_eq!(
        read(&with(r#"{"en": "2 is before 3.", "zh": " "}"#)).expect_err("half of it"),
        "step 1, predict.choices[1].why-not: the Chinese sentence is empty"
    );
}

/// The good scenario, and what many say about its first step.
fn with_often_said() -> String {
    let said = r#"{"text": {"en": "It begins.", "zh": "开始。"},
     "often-said": {
       "claim": {"en": "They all go at once.", "zh": "大家同时走。"},
       "in-fact": {"en": "One after the other.", "zh": "一个接一个。"},
       "source": "toy/mod.rs"},"#;
    let json = GOOD.replacen(r#"{"text": {"en": "It begins.", "zh": "开始。"},"#, said, 1);
    assert_ne!(json, GOOD);
    json
}

#[test]
fn what_is_often_said_is_read_and_changes_nothing_in_the_run() {
    let plain = read(GOOD).expect("well-formed");
    let scenario = read(&with_often_said()).expect("well-formed");
    assert_eq!(plain.steps[0].often_said, None);
    let said = scenario.steps[0].often_said.as_ref().expect("it is there");
    assert_eq!(said.claim.en, "They all go at once.");
    assert_eq!(said.in_fact.get(Lang::Zh), "一个接一个。");
    assert_eq!(said.source, "toy/mod.rs");
    let written = serde_json::to_string(&scenario).expect("it can be written");
    assert_eq!(read(&written).as_ref(), Ok(&scenario));
    let written = serde_json::to_string(&plain).expect("it can be written");
    assert!(!written.contains("often"), "{written}");

    let end = |scenario: &ScenarioOf<Toy>| {
        let mut told = scenario::tell::<Toy>(scenario, 7).expect("a valid setup");
        let (step, _) = told.lesson.marks[2];
        told.timeline.seek(told.timeline.position().branch, step);
        let source = link::Source::Scenario(scenario.id.clone());
        let link = told.timeline.link(source).encode().expect("short enough");
        (told.lesson, told.timeline.digest(), link)
    };
    assert_eq!(end(&plain), end(&scenario));
}

#[test]
fn what_is_wrong_with_what_is_often_said_is_told_with_its_place() {
    let cases = [
        (
            r#", "zh": "大家同时走。""#,
            "",
            "step 1, often-said.claim: missing field `zh`",
        ),
        (
            r#""en": "One after the other.", "#,
            "",
            "step 1, often-said.in-fact: missing field `en`",
        ),
        (
            "大家同时走。",
            "",
            "step 1, often-said.claim: the Chinese sentence is empty",
        ),
        (
            "One after the other.",
            " ",
            "step 1, often-said.in-fact: the English sentence is empty",
        ),
        ("toy/mod.rs", " ", "step 1, often-said.source: no source"),
        (
            r#""source""#,
            r#""sauce""#,
            "step 1, often-said.sauce: unknown field `sauce`",
        ),
    ];
    for (from, to, expected) in cases {
        let good = with_often_said();
        let json = good.replacen(from, to, 1);
        assert_ne!(json, good, "{from}");
        let error = read(&json).expect_err(to);
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn what_does_not_come_true_is_told_with_its_step() {
    let never = GOOD.replacen(
        r#"{"at-least": 20}}}, "#,
        r#"{"at-least": 100000000}}}, "#,
        1,
    );
    assert!(
        told(&never).starts_with("step 1, run[0]: until: never came true"),
        "{}",
        told(&never)
    );
    let wrong = GOOD.replacen(
        r#""then": [{"is": {"at-least": 20}}]"#,
        r#""then": [{"not": {"is": {"at-least": 20}}}]"#,
        1,
    );
    assert!(
        told(&wrong).starts_with("step 1, then[0]: does not hold"),
        "{}",
        told(&wrong)
    );
    let two = GOOD.replacen(r#"{"just-received-by": 3}"#, r#"{"at-least": 1}"#, 1);
    assert!(
        told(&two).contains("more than one choice came true: A, B"),
        "{}",
        told(&two)
    );
    let weak = GOOD.replacen(r#"{"do": {"add": 90}}"#, r#"{"do": {"add": 9}}"#, 1);
    assert!(
        told(&weak).contains("the solution does not reach it"),
        "{}",
        told(&weak)
    );
    let refused = GOOD.replacen(r#"{"do": {"add": 5}}"#, r#"{"do": {"drop": 99}}"#, 1);
    assert!(
        told(&refused).contains("step 2, run[0]: do: what it names is not there"),
        "{}",
        told(&refused)
    );
}

#[test]
fn what_is_wrong_is_told_in_chinese_with_its_place() {
    let cases = [
        (
            r#""for": "30ms""#,
            r#""for": "30""#,
            "第 2 步的 run[1].for：时间要带单位，如“150ms”",
        ),
        (
            r#""hosts": 3"#,
            r#""hosts": 1"#,
            "setup.hosts：应为 2 到 255",
        ),
        (
            r#""hosts": 3"#,
            r#""hots": 3"#,
            "setup.hots：没有字段 `hots`，这里可以是 `hosts` 或 `limit`（第 ",
        ),
        (
            r#""zh": "开始。""#,
            r#""zh": " ""#,
            "第 1 步的 text：中文句子为空",
        ),
        (r#""seed": 7,"#, "", "文件：缺少字段 `seed`（第 "),
        ("toy/growing", "raft/growing", "id：指向另一个实验"),
        (
            "below-limit",
            "no-such",
            "pinned：这个实验没有这个名字的性质",
        ),
    ];
    for (from, to, expected) in cases {
        let json = GOOD.replacen(from, to, 1);
        let error = scenario::read::<Toy>(&json).expect_err(to);
        let told = error.tell(Lang::Zh);
        assert!(told.starts_with(expected), "{to}: {told}");
    }
    let large = scenario::read::<Toy>(&" ".repeat(300_000)).expect_err("large");
    assert_eq!(
        large.tell(Lang::Zh),
        "文件有 300000 字节，最多读取 262144 字节"
    );
}

#[test]
fn every_fault_of_a_file_is_told_in_both_languages() {
    let number = |number, first, last| Absent::Number {
        what: ["host", "主机"],
        number,
        first,
        last,
    };
    let faults = [
        Fault::OtherLab,
        Fault::BadId,
        Fault::NoSuchProperty,
        Fault::StepCount,
        Fault::NoSuchStep,
        Fault::RunsNothing,
        Fault::NoActs,
        Fault::ChoiceCount,
        Fault::NoSource,
        Fault::NoWords(Lang::En),
        Fault::NoWords(Lang::Zh),
        Fault::Absent(Absent::Kind),
        Fault::Absent(Absent::Name(["event", "事件"])),
        Fault::Absent(number(3, 1, 2)),
        Fault::Absent(number(3, 1, 1)),
        Fault::Absent(number(3, 1, 0)),
    ];
    for problem in faults {
        let place = Place {
            step: Some(3),
            field: String::new(),
        };
        let error = FileError::Content { place, problem };
        let [en, zh] = Lang::ALL.map(|lang| error.tell(lang));
        assert!(en.starts_with("step 3: ") && en.is_ascii(), "{en}");
        assert!(
            zh.starts_with("第 3 步：") && zh.chars().count() > 9,
            "{zh}"
        );
    }
}

#[test]
fn what_does_not_come_true_is_told_in_chinese_with_its_step() {
    let in_chinese = |from: &str, to: &str| {
        let json = GOOD.replacen(from, to, 1);
        assert_ne!(json, GOOD, "{from}");
        let scenario = read(&json).expect("well-formed");
        let error = scenario::check::<Toy>(&scenario).expect_err("not true");
        error.tell(Lang::Zh)
    };
    let never = in_chinese(r#"{"at-least": 20}}}, "#, r#"{"at-least": 100000000}}}, "#);
    assert!(
        never.starts_with("第 1 步的 run[0]：until：一直没有成立（等到 "),
        "{never}"
    );
    let wrong = in_chinese(
        r#""then": [{"is": {"at-least": 20}}]"#,
        r#""then": [{"not": {"is": {"at-least": 20}}}]"#,
    );
    assert!(
        wrong.starts_with("第 1 步的 then[0]：在 ") && wrong.ends_with(" ms 时不成立"),
        "{wrong}"
    );
    let cases = [
        (
            r#"{"just-received-by": 3}"#,
            r#"{"at-least": 1}"#,
            "第 1 步的 predict：成立的选项不止一个：A、B",
        ),
        (
            r#"{"just-received-by": 2}}},"#,
            r#"{"at-least": 9999999}}},"#,
            "第 1 步的 predict：没有一个选项成立",
        ),
        (
            r#"{"do": {"add": 90}}"#,
            r#"{"do": {"add": 9}}"#,
            "第 2 步的 goal：解法没有达成目标",
        ),
        (
            r#"{"do": {"add": 90}}"#,
            r#"{"do": {"drop": 99}}"#,
            "第 2 步的 goal：solution[0]：do：此刻没有它所指的对象",
        ),
        (
            r#"{"do": {"add": 90}}"#,
            r#"{"do": {"add": 9}}, {"do": {"add": 90}}"#,
            "第 2 步的 goal：解法需要 2 次操作，只允许 1 次",
        ),
        (
            r#"{"at-least": 90}"#,
            r#"{"at-least": 1}"#,
            "第 2 步的 goal：还没有任何操作，目标就已达成",
        ),
        (
            r#"{"do": {"add": 5}}"#,
            r#"{"do": {"drop": 99}}"#,
            "第 2 步的 run[0]：do：此刻没有它所指的对象",
        ),
        (
            r#""for": "30ms""#,
            r#""for": "1000000s""#,
            "第 2 步的 run[1]：for：这段时间里发生的事超过了 50000 件",
        ),
    ];
    for (from, to, expected) in cases {
        assert_eq!(in_chinese(from, to), expected);
    }
}
