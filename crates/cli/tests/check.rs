//! `glassbox check`: the place and the reason of what is wrong.

mod common;

use common::{example, file, glassbox, ok};

/// Checks the example with one thing changed; returns what is said after the file's name.
fn problem(name: &str, from: &str, to: &str) -> String {
    let right = example();
    assert!(right.contains(from), "{from}");
    let path = file(&format!("{name}.json"), &right.replacen(from, to, 1));
    let ran = glassbox(["check".as_ref(), path.as_os_str()]);
    assert_eq!(ran.code, 1, "{name}: {}", ran.out);
    assert_eq!(ran.err, "glassbox: the file is not right\n");
    let said = ran.out.strip_prefix(&format!("{}: ", path.display()));
    said.unwrap_or_else(|| panic!("{}", ran.out))
        .trim_end()
        .to_owned()
}

fn assert_starts(said: &str, start: &str) {
    assert!(said.starts_with(start), "{said}");
}

#[test]
fn the_example_of_the_guide_is_right() {
    let path = file("right.json", &example());
    let out = ok(["check".as_ref(), path.as_os_str()]);
    let said = out.strip_prefix(&format!("{}: ", path.display())).unwrap();
    assert_starts(said, "ok (2 steps, 1 prediction, 1 goal, ");
    // What the guide says of it.
    let guide = include_str!("../../../docs/scenario-format.md");
    assert!(
        guide.contains(&format!("my.json: {}", said.trim_end())),
        "{said}"
    );
}

#[test]
fn the_example_of_the_other_lab_is_right_too() {
    let guide = include_str!("../../../docs/scenario-format.md");
    let example = guide.split("```json\n").nth(2).unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let path = file("gc.json", example);
    let out = ok(["check".as_ref(), path.as_os_str()]);
    assert!(out.contains(": ok (2 steps, "), "{out}");
}

#[test]
fn form_is_told_with_its_place() {
    let said = problem("unknown-field", r#""seed": 1"#, r#""seed": 1, "sead": 2"#);
    assert_starts(&said, "sead: unknown field `sead`, expected one of");
    let said = problem("wrong-type", r#""nodes": 3"#, r#""nodes": "three""#);
    assert_starts(
        &said,
        "setup.nodes: wrong type: expected a whole number from 0 to 255, not the text \"three\" at line ",
    );
    let said = problem("no-unit", r#"{"for": "40ms"}"#, r#"{"for": "40"}"#);
    assert_starts(&said, "step 1, run[4].for: expected a time with its unit");
    let said = problem("too-long", r#""40ms""#, r#""99999999999999s""#);
    assert_starts(&said, "step 1, run[4].for: the time is too long");
    let said = problem("negative", r#""seed": 1"#, r#""seed": -1"#);
    assert_starts(
        &said,
        "seed: wrong value: expected a whole number from 0 to 18446744073709551615, not the number",
    );
    let array = file("array.json", "[]");
    let ran = glassbox(["check".as_ref(), array.as_os_str()]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .contains(": the file: wrong type: expected an object, not an array"),
        "{}",
        ran.out
    );
    let said = problem(
        "unknown-act",
        r#"{"do": {"crash": 2}}"#,
        r#"{"do": {"crush": 2}}"#,
    );
    assert_starts(&said, "step 2, goal.solution[0].do");
    assert!(said.contains("unknown variant `crush`"), "{said}");
    let said = problem("no-chinese", r#""Both.", "zh": "两个都要。""#, r#""Both.""#);
    assert_starts(&said, "step 1, predict.choices[1].text: missing field `zh`");
    let said = problem("no-json", "{", "");
    assert!(
        said.contains(" at line 1 column ") || said.contains(" at line 2 column "),
        "{said}"
    );
}

#[test]
fn content_is_told_with_its_place() {
    let said = problem("empty", r#""zh": "第一次投票""#, r#""zh": " ""#);
    assert_eq!(said, "title: the Chinese sentence is empty");
    let said = problem("other-lab", "raft/my-first-vote", "paxos/my-first-vote");
    assert_starts(&said, "id: there is no lab \"paxos\"; there are raft, gc");
    let said = problem("too-many", r#""nodes": 3"#, r#""nodes": 10"#);
    assert_eq!(said, "setup.nodes: expected 1 to 9");
    let said = problem("property", "election-safety", "election-security");
    assert_eq!(said, "pinned: this lab has no property of that name");
}

#[test]
fn what_the_setup_does_not_have_is_told_with_its_place() {
    let then = r#""then": ["#;
    for (name, fact, number) in [
        ("no-node", r#"{"down": 12}"#, "12"),
        ("node-0", r#"{"leads": {"node": 0}}"#, "0"),
    ] {
        let more = format!(r#"{then}{{"not": {{"is": {fact}}}}}, "#);
        assert_eq!(
            problem(name, then, &more),
            format!(
                "step 1, then[0].not.is: there is no node {number}: in this setup they go from 1 to 3"
            )
        );
    }
    let guide = include_str!("../../../docs/scenario-format.md");
    let gc = guide.split("```json\n").nth(2).unwrap();
    let (gc, _) = gc.split_once("```").unwrap();
    let first = gc.find(r#""steps""#).unwrap();
    let before = r#""before": [{"until": {"not": {"is": {"heap": {"scanned": 1}}}}}],"#;
    let other = file(
        "other-kind.json",
        &format!("{}{before}{}", &gc[..first], &gc[first..]),
    );
    let ran = glassbox(["check".as_ref(), other.as_os_str()]);
    assert_eq!(ran.code, 1);
    let said = ": before[0].until.not.is: it is about another kind than the one in setup.kind\n";
    assert!(ran.out.ends_with(said), "{}", ran.out);
}

#[test]
fn a_control_character_of_a_file_never_reaches_the_terminal() {
    let said = problem(
        "clears",
        r#""seed": 1"#,
        r#""seed": 1, "\u001b[2J\u009b": 2"#,
    );
    assert!(said.contains(r"unknown field `\u001b[2J\u009b`"), "{said}");
    // A right file may say what it likes as well.
    let title = example().replace("A first vote", r"\u001b]0;A first\rvote");
    let path = file("title.json", &title);
    let out = ok(["run".as_ref(), path.as_os_str()]);
    assert!(out.contains(r"\u001b]0;A first\u000dvote"), "{out}");
    assert!(!out.contains(['\u{1b}', '\r']));
}

#[test]
fn a_story_that_does_not_come_true_is_told_with_its_place() {
    let said = problem(
        "impossible",
        r#""vote-granted", "node": 1"#,
        r#""vote-granted", "node": 2"#,
    );
    assert_starts(
        &said,
        "step 1, run[3]: until: never came true (given up at ",
    );
    let said = problem(
        "refused",
        r#"{"do": {"fire": 2}}"#,
        r#"{"do": {"restart": 2}}"#,
    );
    assert_eq!(said, "step 1, run[1]: do: it is already so");
    let said = problem(
        "both-true",
        r#"{"not": {"is": {"leads": {"node": 2}}}}"#,
        r#"{"is": {"leads": {"node": 2}}}"#,
    );
    assert_eq!(
        said,
        "step 1, predict: more than one choice came true: A, B"
    );
    let said = problem("too-few-acts", r#""acts": 2"#, r#""acts": 1"#);
    assert_eq!(
        said,
        "step 2, goal: the solution needs 2 acts, 1 are allowed"
    );
}

#[test]
fn files_that_cannot_be_read_are_told_and_the_others_still_checked() {
    let right = file("among.json", &example());
    let large = file("large.json", &" ".repeat(300 * 1024));
    let ran = glassbox([
        "check".as_ref(),
        "/no/such.json".as_ref(),
        large.as_os_str(),
        right.as_os_str(),
    ]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.err, "glassbox: 2 of 3 files are not right\n");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_starts(lines[0], "/no/such.json: cannot be read: ");
    assert!(lines[1].contains("the file is too large"), "{}", lines[1]);
    assert!(lines[2].contains(": ok ("), "{}", lines[2]);
}

/// Checks the example with one thing changed; returns what is said in Chinese after the file's name.
fn problem_in_chinese(name: &str, from: &str, to: &str) -> String {
    let path = file(&format!("{name}.json"), &example().replacen(from, to, 1));
    let ran = glassbox([
        "check".as_ref(),
        "--lang".as_ref(),
        "zh".as_ref(),
        path.as_os_str(),
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (1, "glassbox: 文件有误\n"));
    let said = ran.out.strip_prefix(&format!("{}：", path.display()));
    said.unwrap_or_else(|| panic!("{}", ran.out))
        .trim_end()
        .to_owned()
}

#[test]
fn what_is_wrong_is_told_in_chinese_when_asked() {
    let cases = [
        (
            r#""seed": 1"#,
            r#""seed": 1, "sead": 2"#,
            "sead：没有字段 `sead`，这里可以是 ",
        ),
        (
            r#""nodes": 3"#,
            r#""nodes": "three""#,
            "setup.nodes：类型不对：应为 0 到 255 的整数，而不是字符串 \"three\"（第 ",
        ),
        (
            r#""nodes": 3"#,
            r#""nodes": 10"#,
            "setup.nodes：应为 1 到 9",
        ),
        (
            r#"{"for": "40ms"}"#,
            r#"{"for": "40"}"#,
            "第 1 步的 run[4].for：时间要带单位",
        ),
        (
            r#"{"do": {"crash": 2}}"#,
            r#"{"do": {"crush": 2}}"#,
            "第 2 步的 goal.solution[0].do：没有选项 `crush`，这里可以是 ",
        ),
        (
            "raft/my-first-vote",
            "paxos/my-first-vote",
            "id：没有名为“paxos”的实验，现有的实验：raft, gc",
        ),
        (
            "election-safety",
            "election-security",
            "pinned：这个实验没有这个名字的性质",
        ),
        (
            r#"{"do": {"fire": 2}}"#,
            r#"{"do": {"restart": 2}}"#,
            "第 1 步的 run[1]：do：已经是这样了",
        ),
        (
            r#""vote-granted", "node": 1"#,
            r#""vote-granteed", "node": 1"#,
            "第 1 步的 run[3].until.is",
        ),
    ];
    for (index, (from, to, expected)) in cases.into_iter().enumerate() {
        assert_starts(
            &problem_in_chinese(&format!("zh-{index}"), from, to),
            expected,
        );
    }
    let path = file("zh-right.json", &example());
    let out = ok([
        "check".as_ref(),
        path.as_os_str(),
        "--lang".as_ref(),
        "zh".as_ref(),
    ]);
    assert!(out.contains("：正确（2 步，1 个预测，1 个目标，"), "{out}");
    let gone = glassbox(["check", "--lang", "zh", "/no/such.json"]);
    assert_starts(&gone.out, "/no/such.json：无法读取：");
}
