//! Opening a figure a little at a time: a long story or a link to a late moment must not hold the page.

use glassbox_sim::link::{self, Following, LinkError, LinkOf, Source};
use glassbox_sim::scenario::{self, Telling, Told};
use glassbox_sim::{Model, Timeline};

use super::Session;
use super::open::{OpenError, Opening, find};
use crate::lab::{Lab, ScenarioFor};

/// A figure that is being opened.
pub struct Opener<L: Lab> {
    start: Option<String>,
    state: State<L>,
}

enum State<L: Lab> {
    /// The story is told; after it the link is followed, if there is one.
    Telling {
        source: Source<<L::Model as Model>::Setup>,
        scenario: Box<ScenarioFor<L>>,
        telling: Box<Telling<L::Model>>,
        link: Option<Box<LinkOf<L::Model>>>,
    },
    /// The acts of a link are done again.
    Following {
        session: Box<Session<L>>,
        link: Box<LinkOf<L::Model>>,
        following: Following,
    },
    /// It was opened, or could not be.
    Over,
}

impl<L: Lab> Opener<L> {
    /// Stands before the first step.
    ///
    /// # Errors
    /// What can be seen to be wrong without running anything.
    pub fn new(opening: &Opening) -> Result<Self, OpenError> {
        let state = match &opening.state {
            Some(text) => State::of_link(text, opening.story.as_deref())?,
            None => State::of_scenario(opening)?,
        };
        Ok(Self {
            start: opening.start.clone(),
            state,
        })
    }

    /// Goes on by about so many of the engine's steps. Returns the session as soon as it is open.
    ///
    /// # Errors
    /// What turns out to be wrong; it is over then.
    pub fn go_on(&mut self, steps: u32) -> Result<Option<Session<L>>, OpenError> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Telling {
                source,
                scenario,
                mut telling,
                link,
            } => {
                if !telling.go_on(&scenario, steps) {
                    self.state = State::Telling {
                        source,
                        scenario,
                        telling,
                        link,
                    };
                    return Ok(None);
                }
                let mut session = Session::from_told(source, Some(*scenario), telling.told());
                let Some(link) = link else {
                    session.start_at(self.start.as_deref())?;
                    return Ok(Some(session));
                };
                self.state = State::following(session, link);
                Ok(None)
            }
            State::Following {
                mut session,
                link,
                mut following,
            } => {
                let there = following.go_on(&mut session.timeline, &link, steps);
                if there.map_err(OpenError::Link)? {
                    session.arrived();
                    return Ok(Some(*session));
                }
                self.state = State::Following {
                    session,
                    link,
                    following,
                };
                Ok(None)
            }
            State::Over => Err(OpenError::Cancelled),
        }
    }

    /// The part that is done, as far as it can be told, from 0 to 1.
    pub fn progress(&self) -> f64 {
        match &self.state {
            // The story is the smaller part of a long link.
            State::Telling { link: Some(_), .. } => 0.0,
            State::Telling {
                scenario, telling, ..
            } => telling.steps_told() as f64 / scenario.steps.len().max(1) as f64,
            State::Following { session, link, .. } => {
                let done = session.timeline.total_steps() as f64;
                (done / (link.steps() as f64).max(1.0)).min(1.0)
            }
            State::Over => 1.0,
        }
    }
}

impl<L: Lab> State<L> {
    fn of_scenario(opening: &Opening) -> Result<Self, OpenError> {
        let scenario = match (&opening.file, &opening.scenario) {
            (Some(file), _) => scenario::read::<L::Model>(file).map_err(OpenError::File)?,
            (None, id) => find::<L>(id.as_deref().unwrap_or_default(), opening.story.as_deref())?,
        };
        let seed = opening.seed.unwrap_or(scenario.seed);
        let source = match opening.file {
            Some(_) => Source::Setup(scenario.setup.clone()),
            None => Source::Scenario(scenario.id.clone()),
        };
        Self::telling(source, scenario, seed, None)
    }

    fn of_link(text: &str, story: Option<&str>) -> Result<Self, OpenError> {
        let link = Box::new(link::decode::<L::Model>(text).map_err(OpenError::Link)?);
        match &link.source {
            Source::Scenario(id) => {
                let missing =
                    || OpenError::Link(LinkError::NoSuchScenario(id.chars().take(48).collect()));
                let scenario = find::<L>(id, story).map_err(|_| missing())?;
                Self::telling(link.source.clone(), scenario, link.seed, Some(link))
            }
            Source::Setup(setup) => {
                let timeline = Timeline::new(setup.clone(), link.seed).map_err(OpenError::Setup)?;
                let told = Told {
                    timeline,
                    lesson: Default::default(),
                    problem: None,
                };
                let session = Session::from_told(link.source.clone(), None, told);
                Ok(Self::following(session, link))
            }
        }
    }

    fn telling(
        source: Source<<L::Model as Model>::Setup>,
        scenario: ScenarioFor<L>,
        seed: u64,
        link: Option<Box<LinkOf<L::Model>>>,
    ) -> Result<Self, OpenError> {
        let telling = Telling::new(&scenario, seed).map_err(OpenError::Setup)?;
        Ok(Self::Telling {
            source,
            scenario: Box::new(scenario),
            telling: Box::new(telling),
            link,
        })
    }

    fn following(session: Session<L>, link: Box<LinkOf<L::Model>>) -> Self {
        Self::Following {
            session: Box::new(session),
            link,
            following: Following::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use glassbox_raft::Act;
    use glassbox_raft::scenarios::FILES;
    use glassbox_sim::Position;

    use super::*;
    use crate::raft::RaftLab;

    fn open(opening: &Opening, steps: u32) -> (Session<RaftLab>, u32) {
        let mut opener = Opener::new(opening).expect("it can be opened");
        let (mut slices, mut last) = (0, 0.0);
        loop {
            let session = opener.go_on(steps).expect("it opens");
            slices += 1;
            if let Some(session) = session {
                return (session, slices);
            }
            let progress = opener.progress();
            assert!((0.0..=1.0).contains(&progress) && slices < 1_000_000);
            last = f64::max(last, progress);
        }
    }

    fn facts(session: &Session<RaftLab>) -> (Position, u64, usize) {
        let timeline = session.timeline();
        let marks = session.guide().marks().len();
        (timeline.position(), timeline.digest(), marks)
    }

    #[test]
    fn a_story_told_in_slices_is_the_same_story() {
        for (id, _) in FILES {
            let opening = Opening {
                start: Some("step:2".to_owned()),
                ..Opening::of_raft(id)
            };
            let (at_once, _) = open(&opening, u32::MAX);
            let (in_slices, slices) = open(&opening, 3);
            assert!(slices > 5, "{id}: {slices}");
            assert_eq!(facts(&in_slices), facts(&at_once), "{id}");
        }
    }

    #[test]
    fn a_link_followed_in_slices_leads_to_the_same_moment() {
        let (mut session, _) = open(&Opening::of_raft("raft/leader-election"), u32::MAX);
        for node in 1..4 {
            session.seek(glassbox_sim::BranchId(0), glassbox_sim::Instant::START);
            for _ in 0..60 * u32::from(node) {
                session.step_on().expect("it goes on");
            }
            session.act(Act::Crash(node)).expect("it is up");
            for _ in 0..40 {
                session.step_on().expect("it goes on");
            }
        }
        let opening = Opening {
            state: Some(session.link().expect("it fits into a link")),
            ..Opening::of_raft("raft/leader-election")
        };
        for steps in [1, 7, 100, u32::MAX] {
            let (again, _) = open(&opening, steps);
            assert_eq!(facts(&again), facts(&session), "{steps} at a time");
            let branches = |it: &Session<RaftLab>| it.timeline().branches().len();
            assert_eq!(branches(&again), branches(&session));
        }
    }

    #[test]
    fn a_link_that_leads_elsewhere_says_so_in_slices_too() {
        let (mut session, _) = open(&Opening::of_raft("raft/leader-election"), u32::MAX);
        session.to_end();
        let mut link = session.timeline().link(session.source.clone());
        link.digest ^= 1;
        let opening = Opening {
            state: Some(link.encode().expect("it fits")),
            ..Opening::of_raft("raft/leader-election")
        };
        let mut opener = Opener::<RaftLab>::new(&opening).expect("it can be read");
        let error = loop {
            match opener.go_on(5) {
                Ok(None) => {}
                Ok(Some(_)) => panic!("it opened"),
                Err(error) => break error,
            }
        };
        assert_eq!(error, OpenError::Link(LinkError::Diverged));
    }
}
