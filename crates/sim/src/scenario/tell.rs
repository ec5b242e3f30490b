//! Running a story on the engine, and seeing whether it comes true.

use crate::lang::{Lang, Tell, told_errors};
use crate::log::Record;
use crate::model::{Model, SetupError};
use crate::time::{Duration, Instant};
use crate::timeline::{ActError, Author, BranchId, Stop, Timeline, letters};

use super::read::Place;
use super::{Condition, GoalOf, Move, MoveOf, Prediction, ScenarioOf, StepOf};

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
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoryError {
    /// The step and the field of it.
    pub place: Place,
    /// What was expected and what happened.
    pub problem: StoryProblem,
}

/// What does not come true.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum StoryProblem {
    /// The setup cannot be run.
    Setup(SetupError),
    /// `do`: the act cannot be done.
    Do(ActError),
    /// `for`: the run does not go on for so long.
    For(Stop),
    /// `for`: more happens in that time than one move may bring about.
    TooMuch,
    /// `until`: given up at this moment.
    NeverTrue(Instant),
    /// `then`: it does not hold at this moment.
    NotTrue(Instant),
    /// No choice of a prediction came true.
    NoChoice,
    /// More than one did: these, from 0.
    Choices(Vec<usize>),
    /// A goal is reached before anything is done.
    ReachedAlready,
    /// The solution of a goal takes more acts than are allowed.
    TooManyActs {
        /// Acts of the solution.
        needed: usize,
        /// Acts of the goal.
        allowed: u32,
    },
    /// A move of the solution, from 0, does not come true.
    Solution(usize, Box<Self>),
    /// The solution does not reach the goal.
    NotReached,
}

impl Tell for StoryError {
    fn tell(&self, lang: Lang) -> String {
        let (place, problem) = (self.place.tell(lang), self.problem.tell(lang));
        format!("{place}{}{problem}", lang.pick(": ", "："))
    }
}

impl Tell for StoryProblem {
    fn tell(&self, lang: Lang) -> String {
        match lang {
            Lang::En => match self {
                Self::Setup(error) => error.tell(lang),
                Self::Do(why) => format!("do: {}", why.tell(lang)),
                Self::For(stop) => format!("for: {}", stop.tell(lang)),
                Self::TooMuch => {
                    format!("for: more than {MAX_ENGINE_STEPS} things happen in that time")
                }
                Self::NeverTrue(at) => {
                    format!("until: never came true (given up at {})", at.told())
                }
                Self::NotTrue(at) => format!("does not hold at {}", at.told()),
                Self::NoChoice => "no choice came true".to_owned(),
                Self::Choices(right) => {
                    format!("more than one choice came true: {}", named(right, ", "))
                }
                Self::ReachedAlready => "it is reached before anything is done".to_owned(),
                Self::TooManyActs { needed, allowed } => {
                    format!("the solution needs {needed} acts, {allowed} are allowed")
                }
                Self::Solution(index, why) => format!("solution[{index}]: {}", why.tell(lang)),
                Self::NotReached => "the solution does not reach it".to_owned(),
            },
            Lang::Zh => match self {
                Self::Setup(error) => error.tell(lang),
                Self::Do(why) => format!("do：{}", why.tell(lang)),
                Self::For(stop) => format!("for：{}", stop.tell(lang)),
                Self::TooMuch => {
                    format!("for：这段时间里发生的事超过了 {MAX_ENGINE_STEPS} 件")
                }
                Self::NeverTrue(at) => format!("until：一直没有成立（等到 {} 为止）", at.told()),
                Self::NotTrue(at) => format!("在 {} 时不成立", at.told()),
                Self::NoChoice => "没有一个选项成立".to_owned(),
                Self::Choices(right) => format!("成立的选项不止一个：{}", named(right, "、")),
                Self::ReachedAlready => "还没有任何操作，目标就已达成".to_owned(),
                Self::TooManyActs { needed, allowed } => {
                    format!("解法需要 {needed} 次操作，只允许 {allowed} 次")
                }
                Self::Solution(index, why) => format!("solution[{index}]：{}", why.tell(lang)),
                Self::NotReached => "解法没有达成目标".to_owned(),
            },
        }
    }
}

told_errors!(StoryError);

/// Choices, by their letters.
fn named(choices: &[usize], between: &str) -> String {
    let all: Vec<String> = choices.iter().map(|index| letters(*index)).collect();
    all.join(between)
}

/// Runs the story of `scenario` with `seed`.
///
/// # Errors
/// Only an invalid setup; a story that does not come true is reported in [`Told::problem`].
pub fn tell<M: Model>(scenario: &ScenarioOf<M>, seed: u64) -> Result<Told<M>, SetupError> {
    let mut telling = Telling::new(scenario, seed)?;
    while !telling.go_on(scenario, u32::MAX) {}
    Ok(telling.told())
}

/// A story while it is told, some of the engine's steps at a time.
pub struct Telling<M: Model> {
    timeline: Timeline<M>,
    lesson: Lesson,
    problem: Option<StoryError>,
    /// Whether what comes before the story has run.
    begun: bool,
    /// The step that is told, from 0.
    step: usize,
    moves: Moves,
}

impl<M: Model> Telling<M> {
    /// Stands before the story of `scenario`.
    ///
    /// # Errors
    /// The setup is out of its bounds.
    pub fn new(scenario: &ScenarioOf<M>, seed: u64) -> Result<Self, SetupError> {
        Ok(Self {
            timeline: Timeline::new(scenario.setup.clone(), seed)?,
            lesson: Lesson::default(),
            problem: None,
            begun: false,
            step: 0,
            moves: Moves::default(),
        })
    }

    /// How many steps of the story have been told.
    pub fn steps_told(&self) -> usize {
        self.step
    }

    /// Tells on, by at most `steps` of the engine's steps. Returns whether there is no more to tell.
    /// The scenario is the one that it began with.
    pub fn go_on(&mut self, scenario: &ScenarioOf<M>, mut steps: u32) -> bool {
        if !self.begun && self.problem.is_none() {
            let before = &scenario.before;
            let moves = &mut self.moves;
            match moves.go_on(&mut self.timeline, before, Author::Story, &mut steps) {
                Ok(false) => return false,
                Ok(true) => {
                    self.begun = true;
                    self.moves = Moves::default();
                }
                Err((index, problem)) => {
                    let field = format!("before[{index}]");
                    let place = Place { step: None, field };
                    self.problem = Some(StoryError { place, problem });
                }
            }
        }
        while let Some(step) = scenario.steps.get(self.step) {
            if self.problem.is_some() {
                break;
            }
            if self.lesson.marks.len() == self.step {
                let position = self.timeline.position();
                self.lesson.marks.push((position.step, position.clock));
            }
            let moves = &mut self.moves;
            let ran = moves.go_on(&mut self.timeline, &step.run, Author::Story, &mut steps);
            let came_true = match ran {
                Ok(false) => return false,
                Ok(true) => came_true(&self.timeline, step),
                Err((index, problem)) => Err((format!("run[{index}]"), problem)),
            };
            match came_true {
                Ok(answer) => {
                    self.lesson.answers.push(answer);
                    self.step += 1;
                    self.moves = Moves::default();
                }
                Err((field, problem)) => {
                    let step = Some(self.step + 1);
                    let place = Place { step, field };
                    self.problem = Some(StoryError { place, problem });
                }
            }
        }
        true
    }

    /// What has been told until now.
    pub fn told(self) -> Told<M> {
        let Self {
            mut timeline,
            mut lesson,
            problem,
            ..
        } = self;
        let end = timeline.position();
        lesson.marks.push((end.step, end.clock));
        timeline.seal();
        timeline.seek(BranchId(0), 0);
        Told {
            timeline,
            lesson,
            problem,
        }
    }
}

/// Whether a step that has run came true, and which answer to its question did.
fn came_true<M: Model>(
    timeline: &Timeline<M>,
    step: &StepOf<M>,
) -> Result<Option<usize>, (String, StoryProblem)> {
    for (index, condition) in step.then.iter().enumerate() {
        if !holds_now(timeline, condition) {
            let problem = StoryProblem::NotTrue(timeline.position().clock);
            return Err((format!("then[{index}]"), problem));
        }
    }
    let answer = step.predict.as_ref().map(|ask| answer(timeline, ask));
    answer
        .transpose()
        .map_err(|problem| ("predict".to_owned(), problem))
}

/// Tells the story and tries the solution of every goal: what makes a scenario a test.
///
/// # Errors
/// The first thing that does not come true.
pub fn check<M: Model>(scenario: &ScenarioOf<M>) -> Result<(), StoryError> {
    let told = tell::<M>(scenario, scenario.seed).map_err(|error| StoryError {
        place: Place::default(),
        problem: StoryProblem::Setup(error),
    })?;
    if let Some(problem) = told.problem {
        return Err(problem);
    }
    for (index, step) in scenario.steps.iter().enumerate() {
        let Some(goal) = &step.goal else { continue };
        let fail = |problem| StoryError {
            place: Place {
                step: Some(index + 1),
                field: "goal".to_owned(),
            },
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

fn solve<M: Model>(timeline: &mut Timeline<M>, goal: &GoalOf<M>) -> Result<(), StoryProblem> {
    if holds_now(timeline, &goal.reach) {
        return Err(StoryProblem::ReachedAlready);
    }
    let needed = goal
        .solution
        .iter()
        .filter(|step| matches!(step, Move::Do(_)))
        .count();
    let allowed = goal.acts;
    if needed > allowed as usize {
        return Err(StoryProblem::TooManyActs { needed, allowed });
    }
    run_moves(timeline, &goal.solution, Author::Person)
        .map_err(|(index, why)| StoryProblem::Solution(index, Box::new(why)))?;
    if holds_now(timeline, &goal.reach) {
        Ok(())
    } else {
        Err(StoryProblem::NotReached)
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

fn answer<M: Model>(
    timeline: &Timeline<M>,
    ask: &Prediction<M::Fact>,
) -> Result<usize, StoryProblem> {
    let holds = |index: &usize| holds_now(timeline, &ask.choices[*index].when);
    let right: Vec<usize> = (0..ask.choices.len()).filter(holds).collect();
    match right[..] {
        [one] => Ok(one),
        [] => Err(StoryProblem::NoChoice),
        [..] => Err(StoryProblem::Choices(right)),
    }
}

fn run_moves<M: Model>(
    timeline: &mut Timeline<M>,
    moves: &[MoveOf<M>],
    author: Author,
) -> Result<(), (usize, StoryProblem)> {
    let (mut run, mut steps) = (Moves::default(), u32::MAX);
    while !run.go_on(timeline, moves, author, &mut steps)? {
        steps = u32::MAX;
    }
    Ok(())
}

/// How far a list of moves has come.
#[derive(Default)]
struct Moves {
    /// The move that runs, from 0.
    index: usize,
    /// When it began, if it has.
    start: Option<Instant>,
    /// The engine's steps that it has taken.
    taken: u32,
}

impl Moves {
    /// Runs them on, by at most `steps` of the engine's steps, which are taken off. Returns whether
    /// all have run; an error names the move.
    fn go_on<M: Model>(
        &mut self,
        timeline: &mut Timeline<M>,
        moves: &[MoveOf<M>],
        author: Author,
        steps: &mut u32,
    ) -> Result<bool, (usize, StoryProblem)> {
        while let Some(step) = moves.get(self.index) {
            let ran = self.run(timeline, step, author, steps);
            if !ran.map_err(|problem| (self.index, problem))? {
                return Ok(false);
            }
            *self = Self {
                index: self.index + 1,
                ..Self::default()
            };
        }
        Ok(true)
    }

    fn run<M: Model>(
        &mut self,
        timeline: &mut Timeline<M>,
        step: &MoveOf<M>,
        author: Author,
        steps: &mut u32,
    ) -> Result<bool, StoryProblem> {
        let start = *self.start.get_or_insert(timeline.position().clock);
        loop {
            let next = timeline.next_at();
            match step {
                Move::Do(act) => {
                    let done = timeline.act(act.clone(), author);
                    return done.map(|()| true).map_err(StoryProblem::Do);
                }
                Move::For(length) => {
                    let until = start + *length;
                    if next.is_none_or(|at| at > until) {
                        timeline.wait(until);
                        return Ok(true);
                    }
                    if self.taken >= MAX_ENGINE_STEPS {
                        return Err(StoryProblem::TooMuch);
                    }
                }
                Move::Until(condition) => {
                    if holds_now(timeline, condition) {
                        return Ok(true);
                    }
                    let late = next.is_some_and(|at| at > start + DEFAULT_WITHIN);
                    if late || self.taken >= MAX_ENGINE_STEPS {
                        return Err(StoryProblem::NeverTrue(timeline.position().clock));
                    }
                }
            }
            let Some(left) = steps.checked_sub(1) else {
                return Ok(false);
            };
            *steps = left;
            self.taken += 1;
            timeline.step_on().map_err(|stop| match step {
                Move::Until(_) => StoryProblem::NeverTrue(timeline.position().clock),
                _ => StoryProblem::For(stop),
            })?;
        }
    }
}
