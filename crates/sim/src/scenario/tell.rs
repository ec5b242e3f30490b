//! Running a story on the engine, and seeing whether it comes true.

use thiserror::Error;

use crate::log::Record;
use crate::model::Model;
use crate::time::{Duration, Instant};
use crate::timeline::{Author, BranchId, Timeline};

use super::{Condition, GoalOf, Move, MoveOf, Prediction, ScenarioOf};

/// How long a story waits for a condition, in simulated time.
pub const DEFAULT_WITHIN: Duration = Duration::from_secs(10);
/// How many steps of the engine one move of a story may take.
const MAX_ENGINE_STEPS: u32 = 50_000;

/// Where the steps of a story lie in the run that tells it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Lesson {
    /// For each step, the moment at which its text is read: engine steps before it, and the clock.
    /// One more entry marks the end.
    pub marks: Vec<(u32, Instant)>,
    /// For each step with a prediction, the choice that came true, from 0.
    pub answers: Vec<Option<usize>>,
}

/// A story, told.
pub struct Told<M: Model> {
    /// The run, at its start, its branch sealed.
    pub timeline: Timeline<M>,
    /// Where the story's steps lie in it.
    pub lesson: Lesson,
    /// Where the story did not come true, with another seed for example. What was told until then
    /// is there.
    pub problem: Option<StoryError>,
}

/// A story that does not come true.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("step {step}, {field}: {problem}")]
pub struct StoryError {
    /// The step, from 1.
    pub step: usize,
    /// The field of it.
    pub field: String,
    /// What was expected and what happened.
    pub problem: String,
}

/// Runs the story of `scenario` with `seed`.
///
/// # Errors
/// Only an invalid setup; a story that does not come true is reported in [`Told::problem`].
pub fn tell<M: Model>(
    scenario: &ScenarioOf<M>,
    seed: u64,
) -> Result<Told<M>, crate::model::SetupError> {
    let mut timeline = Timeline::<M>::new(scenario.setup.clone(), seed)?;
    let mut lesson = Lesson::default();
    let mut problem = None;
    for (number, step) in (1..).zip(&scenario.steps) {
        let fail = |field: String, problem| StoryError {
            step: number,
            field,
            problem,
        };
        let position = timeline.position();
        lesson.marks.push((position.step, position.clock));
        let ran = run_moves(&mut timeline, &step.run, Author::Story)
            .map_err(|(index, problem)| fail(format!("run[{index}]"), problem));
        let came_true = ran.and_then(|()| {
            for (index, condition) in step.then.iter().enumerate() {
                if !holds_now(&timeline, condition) {
                    let at = timeline.position().clock;
                    let problem = format!("does not hold at {at} ms");
                    return Err(fail(format!("then[{index}]"), problem));
                }
            }
            let answer = step
                .predict
                .as_ref()
                .map(|ask| answer(&timeline, ask))
                .transpose();
            answer.map_err(|problem| fail("predict".to_owned(), problem))
        });
        match came_true {
            Ok(answer) => lesson.answers.push(answer),
            Err(error) => {
                problem = Some(error);
                break;
            }
        }
    }
    let end = timeline.position();
    lesson.marks.push((end.step, end.clock));
    timeline.seal();
    timeline.seek(BranchId(0), 0);
    Ok(Told {
        timeline,
        lesson,
        problem,
    })
}

/// Tells the story and tries the solution of every goal: what makes a scenario a test.
///
/// # Errors
/// The first thing that does not come true.
pub fn check<M: Model>(scenario: &ScenarioOf<M>) -> Result<(), StoryError> {
    let first = |field: String, problem| StoryError {
        step: 1,
        field,
        problem,
    };
    let told = tell::<M>(scenario, scenario.seed)
        .map_err(|error| first(format!("setup.{}", error.field), error.problem))?;
    if let Some(problem) = told.problem {
        return Err(problem);
    }
    for (index, step) in scenario.steps.iter().enumerate() {
        let Some(goal) = &step.goal else { continue };
        let fail = |problem| StoryError {
            step: index + 1,
            field: "goal".to_owned(),
            problem,
        };
        let mut timeline = told.timeline.clone();
        let (at, clock) = told.lesson.marks[index];
        timeline.seek(BranchId(0), at);
        timeline.wait(clock);
        solve(&mut timeline, goal).map_err(fail)?;
    }
    Ok(())
}

fn solve<M: Model>(timeline: &mut Timeline<M>, goal: &GoalOf<M>) -> Result<(), String> {
    if holds_now(timeline, &goal.reach) {
        return Err("it is reached before anything is done".to_owned());
    }
    let acts = goal
        .solution
        .iter()
        .filter(|step| matches!(step, Move::Do(_)))
        .count();
    if acts > goal.acts as usize {
        return Err(format!(
            "the solution needs {acts} acts, {} are allowed",
            goal.acts
        ));
    }
    run_moves(timeline, &goal.solution, Author::Person)
        .map_err(|(index, problem)| format!("solution[{index}]: {problem}"))?;
    if holds_now(timeline, &goal.reach) {
        Ok(())
    } else {
        Err("the solution does not reach it".to_owned())
    }
}

/// Whether `condition` holds in `state`, given what the last step wrote down.
pub fn condition_holds<M: Model>(
    state: &M,
    happened: &[Record<M::Event>],
    condition: &Condition<M::Fact>,
) -> bool {
    match condition {
        Condition::Is(fact) => state.holds(fact, happened),
        Condition::All(all) => all
            .iter()
            .all(|part| condition_holds(state, happened, part)),
        Condition::Any(any) => any
            .iter()
            .any(|part| condition_holds(state, happened, part)),
        Condition::Not(part) => !condition_holds(state, happened, part),
    }
}

fn holds_now<M: Model>(timeline: &Timeline<M>, condition: &Condition<M::Fact>) -> bool {
    condition_holds(timeline.state(), &timeline.happened(), condition)
}

fn answer<M: Model>(timeline: &Timeline<M>, ask: &Prediction<M::Fact>) -> Result<usize, String> {
    let holds = |index: &usize| holds_now(timeline, &ask.choices[*index].when);
    let right: Vec<usize> = (0..ask.choices.len()).filter(holds).collect();
    match right[..] {
        [one] => Ok(one),
        [] => Err("no choice came true".to_owned()),
        [..] => {
            let letters: String = right
                .iter()
                .map(|index| (b'A' + *index as u8) as char)
                .collect();
            Err(format!("more than one choice came true: {letters}"))
        }
    }
}

fn run_moves<M: Model>(
    timeline: &mut Timeline<M>,
    moves: &[MoveOf<M>],
    author: Author,
) -> Result<(), (usize, String)> {
    for (index, step) in moves.iter().enumerate() {
        run_move(timeline, step, author).map_err(|problem| (index, problem))?;
    }
    Ok(())
}

fn run_move<M: Model>(
    timeline: &mut Timeline<M>,
    step: &MoveOf<M>,
    author: Author,
) -> Result<(), String> {
    let start = timeline.position().clock;
    match step {
        Move::Do(act) => timeline
            .act(act.clone(), author)
            .map_err(|error| format!("do: {error}")),
        Move::For(length) => {
            let until = start + *length;
            for _ in 0..MAX_ENGINE_STEPS {
                if timeline.next_at().is_none_or(|at| at > until) {
                    timeline.wait(until);
                    return Ok(());
                }
                timeline.step_on().map_err(|stop| format!("for: {stop}"))?;
            }
            Err(format!(
                "for: more than {MAX_ENGINE_STEPS} things happen in that time"
            ))
        }
        Move::Until(condition) => {
            for _ in 0..MAX_ENGINE_STEPS {
                if holds_now(timeline, condition) {
                    return Ok(());
                }
                let late = timeline
                    .next_at()
                    .is_some_and(|at| at > start + DEFAULT_WITHIN);
                if late || timeline.step_on().is_err() {
                    break;
                }
            }
            let at = timeline.position().clock;
            Err(format!("until: never came true (given up at {at} ms)"))
        }
    }
}
