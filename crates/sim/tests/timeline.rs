//! Walking a run both ways, branching, undoing, and finding violations.

mod toy;

use glassbox_sim::timeline::{ActError, MAX_BRANCHES, Stop};
use glassbox_sim::{Author, BranchId, Duration, EventId, Instant, Position, Refused, Timeline};
use toy::{Act, Setup, Toy, setup};

const ROOT: BranchId = BranchId(0);

fn timeline() -> Timeline<Toy> {
    Timeline::new(setup(), 7).expect("a valid setup")
}

fn walk(timeline: &mut Timeline<Toy>, steps: u32) {
    for _ in 0..steps {
        timeline.step_on().expect("the toy never rests");
    }
}

#[test]
fn a_setup_out_of_bounds_is_an_error_that_names_the_field() {
    let error = Timeline::<Toy>::new(Setup { hosts: 1, limit: 9 }, 7)
        .err()
        .expect("refused");
    assert_eq!(error.to_string(), "setup.hosts: expected 2 to 255");
}

#[test]
fn every_moment_is_the_same_however_one_comes_to_it() {
    let mut run = timeline();
    let mut totals = vec![run.state().total];
    for _ in 0..2_000 {
        walk(&mut run, 1);
        totals.push(run.state().total);
    }
    for step in [0, 1, 63, 64, 65, 1_999, 2_000, 1_024, 7, 1_500, 1_501] {
        run.seek(ROOT, step);
        assert_eq!(run.state().total, totals[step as usize], "step {step}");
        assert_eq!(run.position().step, step);
    }
    for step in (0..2_000).rev().step_by(37) {
        run.seek(ROOT, step + 1);
        run.step_back();
        assert_eq!(run.state().total, totals[step as usize]);
    }
}

#[test]
fn the_same_seed_gives_the_same_run_and_another_one_does_not() {
    let digest = |seed| {
        let mut run = Timeline::<Toy>::new(setup(), seed).expect("valid");
        walk(&mut run, 500);
        run.digest()
    };
    assert_eq!(digest(7), digest(7));
    assert_ne!(digest(7), digest(8));
}

#[test]
fn stepping_back_from_between_two_steps_leads_to_the_last_one() {
    let mut run = timeline();
    walk(&mut run, 3);
    let at = run.position().clock;
    run.wait(at + Duration::from_micros(1));
    run.step_back();
    assert_eq!(
        run.position(),
        Position {
            branch: ROOT,
            step: 3,
            clock: at
        }
    );
    run.step_back();
    assert_eq!(run.position().step, 2);
}

#[test]
fn the_clock_waits_for_what_happens_next() {
    let mut run = timeline();
    walk(&mut run, 3);
    let next = run.next_at().expect("goes on");
    run.wait(next + Duration::from_secs(1));
    assert_eq!(run.position().clock, next);
    run.wait(Instant::START);
    assert_eq!(run.position().clock, run.state_time());
}

trait StateTime {
    fn state_time(&self) -> Instant;
}

impl StateTime for Timeline<Toy> {
    fn state_time(&self) -> Instant {
        glassbox_sim::Model::now(self.state())
    }
}

#[test]
fn seeking_a_time_leads_after_the_last_step_that_is_not_later() {
    let mut run = timeline();
    walk(&mut run, 50);
    let tenth = run.step_of(ROOT, 9).expect("recorded").at;
    run.seek_time(ROOT, tenth);
    assert_eq!(
        run.position(),
        Position {
            branch: ROOT,
            step: 10,
            clock: tenth
        }
    );
    run.seek_time(ROOT, Instant::from_nanos(tenth.as_nanos() - 1));
    assert_eq!(run.position().step, 9);
    run.seek_time(ROOT, Instant::START);
    assert_eq!(
        run.position().step,
        1,
        "the first step happens at the very start"
    );
}

#[test]
fn acting_at_the_end_goes_on_and_acting_in_the_past_opens_a_branch() {
    let mut run = timeline();
    walk(&mut run, 10);
    run.act(Act::Add(5), Author::Person).expect("possible");
    assert_eq!(run.branches().len(), 1);
    walk(&mut run, 10);
    let total = run.state().total;
    run.seek(ROOT, 4);
    run.act(Act::Add(100), Author::Person).expect("possible");
    assert_eq!(run.branches().len(), 2);
    assert_eq!(run.branches()[1].parent(), Some((ROOT, 4)));
    walk(&mut run, 30);
    assert!(run.state().total >= 100);
    run.seek(ROOT, 21);
    assert_eq!(run.state().total, total, "the old future is kept");
    assert_eq!(run.acts_of(BranchId(1)).len(), 1);
    assert_eq!(run.acts_of(ROOT).len(), 1);
}

#[test]
fn events_keep_their_numbers_across_a_branch() {
    let mut run = timeline();
    walk(&mut run, 20);
    run.seek(ROOT, 5);
    run.act(Act::Add(1), Author::Person).expect("possible");
    walk(&mut run, 3);
    let branch = run.position().branch;
    let events = run.events_until(branch, 9);
    for id in 0..events {
        let record = run.event(branch, EventId(id)).expect("recorded");
        assert!(record.causes.iter().all(|cause| cause.0 < id));
        let step = run.step_of_event(branch, EventId(id));
        assert!(run.events_until(branch, step) > id && run.events_until(branch, step - 1) <= id);
    }
    assert!(run.event(branch, EventId(events)).is_none());
}

#[test]
fn on_a_sealed_branch_even_an_act_at_the_end_opens_another() {
    let mut run = timeline();
    walk(&mut run, 3);
    run.seal();
    run.act(Act::Add(1), Author::Person).expect("possible");
    assert_eq!(run.position().branch, BranchId(1));
}

#[test]
fn a_refused_act_changes_nothing() {
    let mut run = timeline();
    walk(&mut run, 3);
    let before = run.position();
    run.seek(ROOT, 1);
    assert_eq!(
        run.act(Act::Send(9), Author::Person),
        Err(ActError::Refused(Refused::NotThere))
    );
    run.seek(ROOT, 3);
    assert_eq!(run.position(), before);
    assert_eq!(run.branches().len(), 1);
}

#[test]
fn undo_leads_to_the_moment_before_the_act_on_a_branch_without_it_and_redo_back() {
    let mut run = timeline();
    walk(&mut run, 10);
    assert!(!run.can_undo());
    run.act(Act::Add(1_000), Author::Person).expect("possible");
    walk(&mut run, 2);
    run.act(Act::Add(10_000), Author::Person).expect("possible");
    let here = run.position();
    assert!(run.state().total > 11_000);
    run.undo().expect("there is room");
    assert!((1_000..10_000).contains(&run.state().total));
    assert_eq!(run.position().step, 13);
    walk(&mut run, 5);
    assert!(run.state().total < 10_000, "the future is another one");
    run.undo().expect("there is room");
    assert!(run.state().total < 1_000);
    assert!(!run.can_undo());
    run.redo();
    run.redo();
    assert_eq!(run.position(), here);
    assert!(!run.can_redo());
    assert!(run.state().total > 11_000);
}

#[test]
fn undoing_the_act_that_opened_a_branch_leads_back_to_its_parent() {
    let mut run = timeline();
    walk(&mut run, 10);
    run.seek(ROOT, 4);
    run.act(Act::Add(1_000), Author::Person).expect("possible");
    run.undo().expect("there is room");
    assert_eq!(run.position().branch, ROOT);
    assert_eq!(run.branches().len(), 2);
    run.act(Act::Add(2_000), Author::Person).expect("possible");
    assert!(!run.can_redo(), "a new act ends what can be redone");
}

/// Three acts on a branch of its own, which left the first one.
fn with_three_acts() -> Timeline<Toy> {
    let mut run = timeline();
    walk(&mut run, 3);
    run.seal();
    for add in [1_000, 20_000, 300_000] {
        run.act(Act::Add(add), Author::Person).expect("possible");
    }
    assert_eq!(run.branches().len(), 2);
    run
}

#[test]
fn undo_and_redo_over_and_over_leave_no_branches_behind() {
    let mut run = with_three_acts();
    let here = run.position();
    for _ in 0..40 {
        run.undo().expect("there is room");
        assert!(run.branches().len() <= 3);
        run.redo();
        assert_eq!((run.position(), run.branches().len()), (here, 2));
    }
    let mut totals = Vec::new();
    for _ in 0..3 {
        run.undo().expect("there is room");
        totals.push(run.state().total / 1_000);
        assert!(run.branches().len() <= 3);
    }
    assert_eq!(totals, [21, 1, 0]);
    assert_eq!((run.position().branch, run.branches().len()), (ROOT, 2));
    for total in [1, 21, 321] {
        run.redo();
        assert_eq!(run.state().total / 1_000, total);
    }
    assert_eq!((run.position(), run.branches().len()), (here, 2));
}

#[test]
fn undo_leads_again_to_the_branch_that_went_on_without_the_act() {
    let mut run = with_three_acts();
    let here = run.position();
    run.undo().expect("there is room");
    walk(&mut run, 4);
    let without = run.position();
    run.redo();
    assert_eq!(run.position(), here);
    run.undo().expect("there is room");
    assert_eq!(run.position().branch, without.branch);
    walk(&mut run, 4);
    assert_eq!((run.position(), run.branches().len()), (without, 3));
}

#[test]
fn undoing_what_was_done_instead_does_not_lead_to_what_it_replaced() {
    let mut run = with_three_acts();
    run.undo().expect("there is room");
    run.act(Act::Add(7_000_000), Author::Person)
        .expect("possible");
    assert_eq!(run.branches().len(), 3, "another act is another branch");
    run.undo().expect("there is room");
    walk(&mut run, 1);
    assert_eq!(
        run.state().total / 1_000,
        21,
        "neither the one nor the other"
    );
}

#[test]
fn redo_finds_its_way_when_the_empty_branch_was_left_otherwise() {
    let mut run = with_three_acts();
    run.undo().expect("there is room");
    let empty = run.position();
    run.seek(BranchId(1), u32::MAX);
    run.undo().expect("there is room");
    assert_eq!((run.position(), run.branches().len()), (empty, 3));
    run.undo().expect("there is room");
    run.redo();
    assert_eq!(run.state().total / 1_000, 21);
    run.redo();
    assert_eq!(run.state().total / 1_000, 321);
    assert!(run.branches().len() <= 3);
}

#[test]
fn a_violation_is_found_at_its_step_and_kept_per_branch() {
    let mut run = Timeline::<Toy>::new(
        Setup {
            hosts: 3,
            limit: 50,
        },
        7,
    )
    .expect("valid");
    walk(&mut run, 10);
    assert!(run.violations().is_empty());
    run.seek(ROOT, 5);
    run.act(Act::Add(60), Author::Person).expect("possible");
    assert_eq!(run.violations().len(), 1);
    assert_eq!(run.violations()[0].step, 6);
    walk(&mut run, 3);
    run.step_back();
    assert_eq!(run.violations().len(), 1);
    let broken = run.position();
    run.seek(broken.branch, 5);
    assert!(run.violations().is_empty(), "before it everything held");
    run.seek(ROOT, 10);
    assert!(
        run.violations().is_empty(),
        "and it holds on the other branch"
    );
    run.seek(broken.branch, 8);
    run.act(Act::Add(1), Author::Person).expect("possible");
    assert_eq!(
        run.violations().len(),
        1,
        "a branch inherits what was broken before"
    );
}

#[test]
fn there_is_a_bound_on_branches() {
    let mut run = timeline();
    walk(&mut run, 2);
    for _ in 1..MAX_BRANCHES {
        run.seek(ROOT, 1);
        run.act(Act::Add(1), Author::Person).expect("possible");
    }
    run.seek(ROOT, 1);
    assert_eq!(run.act(Act::Add(1), Author::Person), Err(ActError::Full));
    assert_eq!(run.position().step, 1);
}

#[test]
fn undo_without_room_for_a_branch_is_refused_and_changes_nothing() {
    let mut run = timeline();
    walk(&mut run, 2);
    // Done where nothing is recorded, so that it opened no branch it could lead back from.
    run.act(Act::Add(1_000), Author::Person).expect("possible");
    for _ in 1..MAX_BRANCHES {
        run.seek(ROOT, 1);
        run.act(Act::Add(1), Author::Person).expect("possible");
    }
    assert!(run.has_no_room());
    run.seek(ROOT, 3);
    let here = run.position();
    assert_eq!(run.undo(), Err(ActError::Full));
    assert_eq!(run.position(), here);
    assert!(!run.can_redo());
}

#[test]
fn starting_over_makes_room_and_keeps_the_beginning_of_the_first_branch() {
    let tip = |run: &mut Timeline<Toy>| {
        run.seek(ROOT, u32::MAX);
        (run.position(), run.digest(), run.state().total)
    };
    let mut fresh = timeline();
    walk(&mut fresh, 300);
    fresh.act(Act::Add(7), Author::Story).expect("possible");
    let kept = tip(&mut fresh);

    let mut run = fresh.clone();
    walk(&mut run, 500);
    run.act(Act::Add(2_000_000), Author::Person)
        .expect("possible");
    assert_eq!(run.violations().len(), 1);
    while !run.has_no_room() {
        run.seek(ROOT, 100);
        run.act(Act::Add(1), Author::Person).expect("there is room");
    }
    run.start_over(301);
    assert!(!run.has_no_room());
    assert_eq!((run.position().branch, run.position().step), (ROOT, 0));
    assert_eq!(run.branches().len(), 1);
    assert!(!run.can_redo());
    assert_eq!(tip(&mut run), kept);
    assert!(run.violations().is_empty(), "what broke it is gone");
    // And it goes on as a run does that was never longer.
    walk(&mut run, 200);
    walk(&mut fresh, 200);
    assert_eq!(tip(&mut run), tip(&mut fresh));
    run.act(Act::Add(2_000_000), Author::Person)
        .expect("possible");
    assert_eq!(
        run.violations().len(),
        1,
        "and what breaks it is found again"
    );
}

#[test]
fn branches_are_named_as_the_columns_of_a_sheet() {
    let names = [
        (0, "A"),
        (25, "Z"),
        (26, "AA"),
        (27, "AB"),
        (51, "AZ"),
        (52, "BA"),
        (701, "ZZ"),
        (702, "AAA"),
    ];
    for (number, name) in names {
        assert_eq!(BranchId(number).to_string(), name);
    }
    let mut all: Vec<String> = (0..1_000).map(|it| BranchId(it).to_string()).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 1_000, "no two have the same");
}

#[test]
fn a_run_that_can_do_no_more_says_so() {
    let mut run = timeline();
    walk(&mut run, 1);
    run.act(Act::Drop(1), Author::Person)
        .expect("the first packet");
    assert_eq!(run.step_on(), Err(Stop::Quiescent));
    assert_eq!(run.next_at(), None);
    run.wait(Instant::from_nanos(5));
    assert_eq!(
        run.position().clock,
        Instant::from_nanos(5),
        "time passes all the same"
    );
}

#[test]
fn checkpoints_are_bounded_and_so_is_the_way_to_any_moment() {
    let mut run = timeline();
    walk(&mut run, 30_000);
    assert!(run.branches()[0].checkpoint_count() <= 64);
}
