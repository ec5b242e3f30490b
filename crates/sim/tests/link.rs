//! Run links: the same moment again, and an error for everything else.

mod toy;

use glassbox_sim::link::{self, ActFault, Damage, LinkError, MAX_TEXT, Source};
use glassbox_sim::timeline::ActError;
use glassbox_sim::{
    Author, BranchId, Chance, Duration, Expected, Lang, Purpose, Refused, SetupError, Tell,
    Timeline,
};
use toy::{Act, Toy, setup};

const ROOT: BranchId = BranchId(0);

fn fresh() -> Timeline<Toy> {
    Timeline::new(setup(), 7).expect("a valid setup")
}

fn run_with_branches() -> Timeline<Toy> {
    let mut run = fresh();
    let walk = |run: &mut Timeline<Toy>, steps| {
        (0..steps).for_each(|_| run.step_on().expect("the toy never rests"));
    };
    walk(&mut run, 5);
    run.act(Act::Add(1), Author::Person).expect("possible");
    walk(&mut run, 20);
    run.seek(ROOT, 10);
    run.act(Act::Send(2), Author::Person).expect("possible");
    walk(&mut run, 7);
    run.wait(run.position().clock + Duration::from_micros(50));
    run.act(Act::Add(2), Author::Person).expect("possible");
    walk(&mut run, 3);
    let branch = run.position().branch;
    run.seek(branch, 12);
    run.act(Act::Add(3), Author::Person).expect("possible");
    walk(&mut run, 2);
    run.wait(run.position().clock + Duration::from_micros(10));
    run
}

fn text(run: &Timeline<Toy>) -> String {
    run.link(Source::Setup(setup()))
        .encode()
        .expect("short enough")
}

#[test]
fn a_link_leads_to_the_same_moment_with_all_branches() {
    let run = run_with_branches();
    let link = link::decode::<Toy>(&text(&run)).expect("our own link");
    let mut again = fresh();
    again.follow(&link).expect("the same run");
    assert_eq!(again.position(), run.position());
    assert_eq!(again.digest(), run.digest());
    assert_eq!(again.branches().len(), 3);
    assert_eq!(text(&again), text(&run));
}

#[test]
fn the_lab_of_a_link_is_known_without_the_lab() {
    assert_eq!(link::lab_of(&text(&fresh())), Ok("toy".to_owned()));
}

#[test]
fn a_link_of_another_seed_or_altered_run_says_that_it_differs() {
    let run = run_with_branches();
    let mut link = link::decode::<Toy>(&text(&run)).expect("our own link");
    link.digest ^= 1;
    assert_eq!(fresh().follow(&link), Err(LinkError::Diverged));
    let link = link::decode::<Toy>(&text(&run)).expect("our own link");
    let mut other = Timeline::<Toy>::new(setup(), 8).expect("valid");
    assert!(other.follow(&link).is_err());
}

#[test]
fn a_link_of_another_model_version_says_so() {
    let mut link = fresh().link(Source::Setup(setup()));
    link.model_version = 2;
    let text = link.encode().expect("short enough");
    let error = link::decode::<Toy>(&text).expect_err("another version");
    assert_eq!(error, LinkError::OtherModel { theirs: 2, ours: 3 });
}

#[test]
fn hostile_texts_give_errors_and_nothing_else() {
    let good = text(&run_with_branches());
    let too_long = format!("v1.{}", "A".repeat(MAX_TEXT));
    for wrong in [
        "", "v", "v1", "v1.", "v2.AAAA", "v1.%%%", "v1.AAAA", "中文", &too_long,
    ] {
        assert!(link::decode::<Toy>(wrong).is_err(), "{wrong}");
        let _ = link::lab_of(wrong);
    }
    for cut in 0..good.len() {
        assert!(link::decode::<Toy>(&good[..cut]).is_err());
    }
    // Every byte altered in turn, and a thousand texts of noise: an error or a run, never more than
    // the bounds allow.
    let mut chance = Chance::new(1, Purpose(0));
    for index in 3..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[index] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[chance.below(26) as usize];
        let altered = String::from_utf8(bytes).expect("ASCII");
        if let Ok(link) = link::decode::<Toy>(&altered)
            && link.position.step < 10_000
        {
            let _ = fresh().follow(&link);
        }
    }
    for _ in 0..1_000 {
        let noise: String = (0..chance.below(60))
            .map(|_| char::from(b"AZaz09-_"[chance.below(8) as usize]))
            .collect();
        let _ = link::decode::<Toy>(&format!("v1.{noise}"));
    }
}

#[test]
fn a_run_that_rests_is_not_waited_for_beyond_the_last_moment() {
    let mut run = fresh();
    run.step_on().expect("the first packet is sent");
    run.act(Act::Drop(1), Author::Person).expect("possible");
    run.wait(glassbox_sim::Instant::from_nanos(u64::MAX));
    assert_eq!(run.position().clock, glassbox_sim::Instant::LAST);
    assert!(run.step_on().is_err());
}

#[test]
fn a_run_of_a_setup_keeps_who_did_what() {
    let mut run = fresh();
    run.step_on().expect("goes on");
    run.act(Act::Add(1), Author::Story).expect("possible");
    run.seal();
    run.step_on().expect("goes on");
    run.act(Act::Add(2), Author::Person).expect("possible");
    let link = link::decode::<Toy>(&text(&run)).expect("our own link");
    let mut again = fresh();
    again.follow(&link).expect("the same run");
    assert_eq!(again.branches()[0].acts()[0].author, Author::Story);
    again.undo().expect("nothing to undo");
    assert!(
        !again.can_undo(),
        "the story's act is not the person's to take back"
    );
}

#[test]
fn a_link_to_a_moment_too_far_away_is_not_written() {
    let mut link = fresh().link(Source::Setup(setup()));
    link.position.step = link::MAX_STEPS + 1;
    assert_eq!(link.encode(), Err(LinkError::TooFar));
}

#[test]
fn every_reason_against_a_link_is_told_in_both_languages() {
    let act = |why| LinkError::Act {
        number: 3,
        step: 17,
        why,
    };
    let setup = SetupError {
        field: "hosts",
        expected: Expected::Count(2, 255),
    };
    let cases = [
        (LinkError::TooLong(40_000), "40000"),
        (LinkError::UnknownVersion("v9.BHJh".to_owned()), "9"),
        (LinkError::UnknownVersion("w9.".to_owned()), "w9."),
        (LinkError::Damaged(Damage::NotBase64), "base64url"),
        (LinkError::TooFar, "200000"),
        (LinkError::OtherLab("tcp".to_owned()), "tcp"),
        (LinkError::OtherModel { theirs: 2, ours: 3 }, "2"),
        (LinkError::NoSuchScenario("toy/x".to_owned()), "toy/x"),
        (act(ActFault::NotReached), "17"),
        (act(ActFault::NotAtEnd), "17"),
        (act(ActFault::Refused(ActError::Full)), "400000"),
        (
            act(ActFault::Refused(ActError::Refused(Refused::NotThere))),
            "3",
        ),
        (LinkError::Setup(setup), "setup.hosts"),
        (LinkError::Diverged, ""),
    ];
    let damages = [
        Damage::CannotBeEncoded,
        Damage::NotBase64,
        Damage::NoLab,
        Damage::NoModelVersion,
        Damage::NoRun,
        Damage::Trailing,
        Damage::TooManyActs,
        Damage::TooManyBranches,
        Damage::BranchBeforeParent,
        Damage::NoSuchBranch,
        Damage::TooFar,
    ];
    let damages = damages.map(|how| (LinkError::Damaged(how), ""));
    for (error, detail) in cases.into_iter().chain(damages) {
        let [en, zh] = Lang::ALL.map(|lang| error.tell(lang));
        assert_eq!(error.to_string(), en);
        assert!(en.is_ascii() || en.contains('’'), "{en}");
        assert!(zh.chars().any(is_han), "{zh}");
        for told in [&en, &zh] {
            assert!(told.contains(detail), "{told}");
        }
    }
}

fn is_han(c: char) -> bool {
    ('一'..='鿿').contains(&c)
}

#[test]
fn the_place_of_an_act_that_cannot_be_done_is_told_in_chinese() {
    let run = run_with_branches();
    let mut link = link::decode::<Toy>(&text(&run)).expect("our own link");
    link.acts[0].act = Act::Drop(999);
    let error = fresh().follow(&link).expect_err("there is no such packet");
    assert_eq!(
        error.tell(Lang::Zh),
        "链接中的第 1 次操作无法在第 5 步进行：此刻没有它所指的对象"
    );
}

#[test]
fn a_link_of_another_version_is_known_as_one_and_a_hostile_text_as_none() {
    for (text, version) in [
        ("v1.BHJhZnQ", "1"),
        ("v2.", "2"),
        ("v12.\u{1b}[2J<b>", "12"),
    ] {
        assert_eq!(link::version_of(text), Some(version), "{text}");
    }
    for text in [
        "",
        "v",
        "v.",
        "v1",
        "va.x",
        "v1a.x",
        "V2.x",
        "v-1.x",
        "v2345.x",
        "v\u{661}.x",
        "/v2.x",
    ] {
        assert_eq!(link::version_of(text), None, "{text}");
    }
    for text in ["v2.BHJhZnQ", "v2.\u{1b}[2J<b>", "v0."] {
        let error = link::decode::<Toy>(text).expect_err(text);
        assert!(matches!(error, LinkError::UnknownVersion(_)), "{error:?}");
        let number = &text[1..2];
        assert!(
            error
                .tell(Lang::En)
                .contains(&format!("a run link of version {number}, "))
        );
        assert!(
            error
                .tell(Lang::Zh)
                .contains(&format!("版本 {number} 的运行链接"))
        );
    }
}
