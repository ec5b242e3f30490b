//! Somebody takes a lesson, without a browser.

use glassbox_raft::Act;
use glassbox_sim::BranchId;

use super::testing::{open, open_gc, play_on};
use super::{Opening, Session};
use crate::lab::Lab;
use crate::raft::RaftLab;

/// The events of the lesson's branch up to where a step begins.
fn events_before<L: Lab>(session: &Session<L>, step: usize) -> u32 {
    let (mark, _) = session.guide().marks()[step];
    session.timeline().events_until(BranchId(0), mark)
}

fn all_events<L: Lab>(session: &Session<L>) -> u32 {
    session.event_count().1
}

#[test]
fn what_answers_an_open_question_is_kept_back_until_it_is_answered_or_skipped() {
    let mut session = open();
    assert!(session.must_answer());
    assert_eq!(session.events_shown(), events_before(&session, 0));
    // What was stepped through has been seen.
    session.step_on().expect("it goes on");
    assert_eq!(session.events_shown(), session.event_count().0);
    // An answer can still be changed until it is run.
    session.choose(0);
    assert_eq!(session.events_shown(), session.event_count().0);
    session.run_step();
    play_on(&mut session);
    assert!(session.guide().is_revealed());
    // The next question is the third step's.
    assert_eq!(session.events_shown(), events_before(&session, 2));
    assert!(session.events_shown() < all_events(&session));
    // What an act brings about is nobody's question.
    session.show_step(2);
    assert!(session.must_answer());
    session.act(Act::Crash(1)).expect("n1 is up");
    for _ in 0..5 {
        session.step_on().expect("it goes on");
    }
    session.step_back();
    assert_eq!(session.events_shown(), all_events(&session));
    assert!(session.hidden_from().is_some(), "on the lane of the lesson");
    session.skip_question();
    session.show_step(4);
    session.skip_question();
    session.to_start();
    assert_eq!(session.events_shown(), all_events(&session));
}

#[test]
fn a_figure_without_a_lesson_beside_it_keeps_nothing_back() {
    let mut session = open();
    session.set_stops(false);
    assert_eq!(session.hidden_from(), None);
    assert_eq!(session.events_shown(), all_events(&session));
}

#[test]
fn a_property_that_the_story_breaks_does_not_stop_its_step() {
    let mut session = open_gc("gc/losing-an-object");
    session.show_step(4);
    assert!(session.must_answer());
    session.choose(0);
    session.run_step();
    play_on(&mut session);
    assert!(!session.timeline().violations().is_empty());
    assert!(session.guide().is_revealed(), "with the first click");
    assert!(session.has_run());
}

#[test]
fn a_step_without_a_question_in_which_something_breaks_leads_on_at_once() {
    let mut session = open_gc("gc/losing-an-object");
    for step in 0..4 {
        session.show_step(step);
        if session.must_answer() {
            continue;
        }
        session.run_step();
        play_on(&mut session);
        assert_eq!(session.guide().shown(), step + 1);
    }
}

#[test]
fn outside_the_lesson_what_breaks_pauses() {
    let mut session = open_gc("gc/losing-an-object");
    session.show_step(4);
    let (end, _) = session.guide().marks()[5];
    session.set_stops(false);
    session.play();
    play_on(&mut session);
    assert!(!session.timeline().violations().is_empty());
    assert!(session.timeline().position().step <= end);
}

#[test]
fn the_last_step_runs_before_the_lesson_is_over() {
    let mut session = open_gc("gc/channel-hand-off");
    session.show_step(3);
    assert!(session.guide().is_last() && !session.is_over());
    session.run_step();
    assert!(session.is_playing());
    play_on(&mut session);
    assert!(session.is_over() && session.guide().shown() == 3);
}

#[test]
fn a_last_step_that_runs_nothing_is_over_at_once() {
    let mut session = open();
    session.show_step(5);
    assert!(session.guide().is_last() && session.is_over());
}

#[test]
fn the_lesson_follows_every_step_forth_and_back() {
    let mut session = open_gc("gc/hybrid-barrier");
    let marks = session.guide().marks().to_vec();
    let told = session.guide().told();
    let shown_at = |here| marks[..told].iter().rposition(|mark| *mark <= here);
    let mut seen = Vec::new();
    while session.timeline().position().step < marks[told].0 {
        session.step_on().expect("it goes on");
        let position = session.timeline().position();
        let here = (position.step, position.clock);
        let shown = session.guide().shown();
        let at_end = marks.get(shown + 1) == Some(&here) && session.guide().asks();
        assert!(at_end || Some(shown) == shown_at(here), "{here:?}: {shown}");
        seen.push(shown);
    }
    assert!(seen.contains(&3) && seen.contains(&4), "{seen:?}");
    while session.timeline().position().step > 0 {
        session.step_back();
    }
    assert_eq!(session.guide().shown(), 0);
}

#[test]
fn a_question_that_is_passed_by_hand_counts_as_skipped() {
    let mut session = open();
    while !session.waits_for_answer() {
        session.step_on().expect("it goes on");
    }
    assert!(
        !session.guide().is_revealed(),
        "at its end it is still open"
    );
    session.step_on().expect("it goes on");
    assert_eq!(session.guide().shown(), 1);
    session.step_back();
    session.step_back();
    assert_eq!(session.guide().shown(), 0);
    assert!(session.guide().is_revealed() && session.guide().chosen().is_none());

    let mut session = open();
    session.to_end();
    assert_eq!(session.guide().shown(), 5);
    session.to_start();
    assert!(session.guide().is_revealed());
    // Those between were never seen: they are still asked.
    session.show_step(2);
    assert!(session.must_answer());
}

#[test]
fn where_a_figure_opens_passes_no_question() {
    let opening = Opening {
        start: Some("400ms".to_owned()),
        ..Opening::of_raft("raft/leader-election")
    };
    let mut session: Session<RaftLab> = Session::open(&opening).expect("it opens");
    assert!(session.guide().shown() > 0);
    session.to_start();
    assert!(session.must_answer());
}

#[test]
fn an_answer_that_was_seen_is_not_asked_for_again() {
    let mut session = open();
    session.choose(1);
    session.run_step();
    play_on(&mut session);
    session.show_step(0);
    assert!(session.guide().is_revealed() && !session.has_run());
    // It can be run once more.
    session.run_step();
    assert!(session.is_playing());
    play_on(&mut session);
    assert_eq!(session.guide().shown(), 0);
    session.run_step();
    assert_eq!(session.guide().shown(), 1);
    session.start_over();
    assert!(session.must_answer(), "starting over asks anew");
}

#[test]
fn a_try_with_too_many_acts_is_forgotten_back_on_the_lesson() {
    let mut session = open();
    session.show_step(5);
    session.act(Act::Crash(2)).expect("n2 is up");
    session.act(Act::Crash(3)).expect("n3 is up");
    session.step_on().expect("it goes on");
    assert!(session.guide().progress().too_many);
    session.back_to_lesson();
    assert_eq!(session.guide().progress(), super::Progress::default());
}

#[test]
fn a_goal_comes_after_the_answer_and_is_tried_alone() {
    let mut session: Session<RaftLab> =
        Session::open(&Opening::of_raft("raft/figure-8")).expect("it opens");
    session.show_step(5);
    assert!(session.goal().is_some() && !session.guide().shows_goal());
    session.skip_question();
    play_on(&mut session);
    assert!(session.guide().is_revealed() && session.guide().shows_goal());
    session.try_goal();
    assert!(session.guide().is_trying() && session.guide().shows_goal());
    let (step, _) = session.guide().marks()[5];
    assert_eq!(session.timeline().position().step, step);
    session.act(Act::Crash(1)).ok();
    session.back_to_lesson();
    assert!(session.guide().is_trying());
    session.show_step(5);
    assert!(!session.guide().is_trying() && session.guide().is_revealed());
}
