//! Run links: a whole run, with its branches and the moment one looks at, in a URL fragment.
//!
//! The fragment is `v1.` and base64url of a postcard encoding of [`RunLink`]. Decoding is total:
//! any text gives a link or a [`LinkError`], within [`MAX_TEXT`] bytes of input and a memory bound
//! that follows from it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::digest::Digest;
use crate::log::EventId;
use crate::model::Model;
use crate::timeline::{Author, BranchId, DoneAct, MAX_BRANCHES, Position, Timeline};

/// Longest link text that is read or written, in bytes.
pub const MAX_TEXT: usize = 32 * 1024;
/// Most acts in a link.
pub const MAX_ACTS: usize = 4_096;
/// Most steps that opening a link lets happen, over all its branches.
pub const MAX_STEPS: u32 = 200_000;

const PREFIX: &str = "v1.";

/// Where a run comes from.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub enum Source<S> {
    /// A scenario of the lab, by its id.
    Scenario(String),
    /// A setup of its own.
    Setup(S),
}

/// A branch that hangs on an earlier one.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct BranchLink<A> {
    /// Which branch it left.
    pub parent: BranchId,
    /// After how many steps.
    pub step: u32,
    /// The person's acts on it.
    pub acts: Vec<DoneAct<A>>,
}

/// All that a run link holds.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct RunLink<S, A> {
    /// The lab, as `raft`.
    pub lab: String,
    /// [`Model::VERSION`] of the lab that wrote it.
    pub model_version: u16,
    /// Scenario or setup.
    pub source: Source<S>,
    /// The seed.
    pub seed: u64,
    /// The acts on the first branch that the source does not tell.
    pub acts: Vec<DoneAct<A>>,
    /// The other branches, each after its parent.
    pub branches: Vec<BranchLink<A>>,
    /// The moment one looked at.
    pub position: Position,
    /// Digest of all events up to that moment: the proof that it is the same run.
    pub digest: u64,
}

/// Why a text is no link, or a link cannot be replayed.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum LinkError {
    /// The text is longer than [`MAX_TEXT`].
    #[error("the link is too long: {0} bytes, at most {MAX_TEXT} are read")]
    TooLong(usize),
    /// It does not begin with a version this program knows.
    #[error(
        "the link begins with \"{0}\", expected \"{PREFIX}\": it is of another version or not a run link"
    )]
    UnknownVersion(String),
    /// It was cut off or altered.
    #[error("the link is damaged: {0}")]
    Damaged(&'static str),
    /// The run has gone on for too long to be shared as a link.
    #[error("the run is too long for a link: more than {MAX_STEPS} steps")]
    TooFar,
    /// It belongs to another lab.
    #[error("the link is for the lab \"{0}\"")]
    OtherLab(String),
    /// The model has changed since the link was made.
    #[error(
        "the link was made with version {theirs} of this model, this is version {ours}: the run would be another one"
    )]
    OtherModel {
        /// The link's version.
        theirs: u16,
        /// This program's version.
        ours: u16,
    },
    /// The scenario it names is not known here.
    #[error("the link names the scenario \"{0}\", which this lab does not have")]
    NoSuchScenario(String),
    /// An act in it is refused.
    #[error("act {number} of the link cannot be done at step {step}: {why}")]
    Act {
        /// Counted from 1, over all branches.
        number: usize,
        /// The step at which it should happen.
        step: u32,
        /// The model's or the timeline's reason.
        why: String,
    },
    /// The setup in it is out of bounds.
    #[error("the link's {0}")]
    Setup(String),
    /// Everything could be replayed, but other things happened.
    #[error(
        "the run behind this link gave other events than it does now; this is not the moment that was shared"
    )]
    Diverged,
}

impl<S: Serialize, A: Serialize> RunLink<S, A> {
    /// The text for a URL fragment.
    ///
    /// # Errors
    /// [`LinkError::TooLong`], [`LinkError::TooFar`]: such a run cannot be shared as a link.
    pub fn encode(&self) -> Result<String, LinkError> {
        let acts = self
            .branches
            .iter()
            .flat_map(|branch| &branch.acts)
            .chain(&self.acts);
        let forks = self.branches.iter().map(|branch| branch.step);
        let steps = acts
            .map(|done| done.step)
            .chain(forks)
            .chain([self.position.step]);
        if steps.max() > Some(MAX_STEPS) {
            return Err(LinkError::TooFar);
        }
        let bytes =
            postcard::to_allocvec(self).map_err(|_| LinkError::Damaged("it cannot be encoded"))?;
        let text = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes));
        if text.len() > MAX_TEXT {
            Err(LinkError::TooLong(text.len()))
        } else {
            Ok(text)
        }
    }
}

/// The lab that a link is for, without knowing that lab's types.
///
/// # Errors
/// The text is no link.
pub fn lab_of(text: &str) -> Result<String, LinkError> {
    let bytes = decode_bytes(text)?;
    let (lab, _) = postcard::take_from_bytes::<String>(&bytes)
        .map_err(|_| LinkError::Damaged("it does not name a lab"))?;
    Ok(lab)
}

fn decode_bytes(text: &str) -> Result<Vec<u8>, LinkError> {
    if text.len() > MAX_TEXT {
        return Err(LinkError::TooLong(text.len()));
    }
    let Some(body) = text.strip_prefix(PREFIX) else {
        return Err(LinkError::UnknownVersion(text.chars().take(8).collect()));
    };
    URL_SAFE_NO_PAD
        .decode(body)
        .map_err(|_| LinkError::Damaged("it is not base64url"))
}

/// A link of the lab `M`.
pub type LinkOf<M> = RunLink<<M as Model>::Setup, <M as Model>::Act>;

/// Reads a link of the lab `M`, without replaying it.
///
/// # Errors
/// The text is no link, or one of another lab or model version, or beyond the bounds.
pub fn decode<M: Model>(text: &str) -> Result<LinkOf<M>, LinkError> {
    let bytes = decode_bytes(text)?;
    let lab = lab_of(text)?;
    if lab != M::LAB {
        return Err(LinkError::OtherLab(lab.chars().take(16).collect()));
    }
    let (version, _) = postcard::take_from_bytes::<(String, u16)>(&bytes)
        .map(|((_, version), rest)| (version, rest))
        .map_err(|_| LinkError::Damaged("it does not name its model's version"))?;
    if version != M::VERSION {
        return Err(LinkError::OtherModel {
            theirs: version,
            ours: M::VERSION,
        });
    }
    let (link, rest) = postcard::take_from_bytes::<LinkOf<M>>(&bytes)
        .map_err(|_| LinkError::Damaged("its content does not read as a run"))?;
    if !rest.is_empty() {
        return Err(LinkError::Damaged("something follows its end"));
    }
    let acts = link.acts.len()
        + link
            .branches
            .iter()
            .map(|branch| branch.acts.len())
            .sum::<usize>();
    if acts > MAX_ACTS {
        return Err(LinkError::Damaged("it holds too many acts"));
    }
    if link.branches.len() >= MAX_BRANCHES {
        return Err(LinkError::Damaged("it holds too many branches"));
    }
    Ok(link)
}

impl<M: Model> Timeline<M> {
    /// The link to the present moment of this run.
    pub fn link(&self, source: Source<M::Setup>) -> LinkOf<M> {
        let person = |acts: &[DoneAct<M::Act>]| {
            acts.iter()
                .filter(|done| done.author == Author::Person)
                .cloned()
                .collect()
        };
        let branches = self.branches()[1..].iter().filter_map(|branch| {
            let (parent, step) = branch.parent()?;
            Some(BranchLink {
                parent,
                step,
                acts: person(branch.acts()),
            })
        });
        // A scenario's story is told again from its file; a setup of its own has nobody to tell it.
        let first = self.branches()[0].acts();
        let acts = match source {
            Source::Scenario(_) => person(first),
            Source::Setup(_) => first.to_vec(),
        };
        RunLink {
            lab: M::LAB.to_owned(),
            model_version: M::VERSION,
            source,
            seed: self.seed(),
            acts,
            branches: branches.collect(),
            position: self.position(),
            digest: self.digest(),
        }
    }

    /// Digest of all events up to the present moment.
    pub fn digest(&self) -> u64 {
        let Position { branch, step, .. } = self.position();
        let events = self.events_until(branch, step);
        Digest::of((0..events).filter_map(|id| self.event(branch, EventId(id))))
    }

    /// Replays the branches and acts of `link` on this timeline, which stands as its source left it,
    /// and goes to the link's moment.
    ///
    /// # Errors
    /// An act is refused, a bound is passed, or other things happen than did when it was made.
    pub fn follow(&mut self, link: &LinkOf<M>) -> Result<(), LinkError> {
        let mut number = 0;
        self.replay_acts(BranchId(0), &link.acts, &mut number)?;
        if link.acts.iter().any(|done| done.author == Author::Story) {
            self.seal();
        }
        for branch in &link.branches {
            if usize::from(branch.parent.0) >= self.branches().len() {
                return Err(LinkError::Damaged("a branch hangs on one that comes later"));
            }
            self.reach(branch.parent, branch.step)?;
            if branch.step > self.recorded(branch.parent) {
                return Err(LinkError::Diverged);
            }
            let id = self
                .fork(branch.parent, branch.step)
                .map_err(|_| LinkError::Damaged("it holds too many branches"))?;
            self.replay_acts(id, &branch.acts, &mut number)?;
        }
        let Position {
            branch,
            step,
            clock,
        } = link.position;
        if usize::from(branch.0) >= self.branches().len() {
            return Err(LinkError::Damaged(
                "it points to a branch that it does not hold",
            ));
        }
        self.reach(branch, step)?;
        self.seek(branch, step);
        self.wait(clock);
        if self.position() != link.position || self.digest() != link.digest {
            return Err(LinkError::Diverged);
        }
        Ok(())
    }

    fn replay_acts(
        &mut self,
        branch: BranchId,
        acts: &[DoneAct<M::Act>],
        number: &mut usize,
    ) -> Result<(), LinkError> {
        for done in acts {
            *number += 1;
            let fail = |why: String| LinkError::Act {
                number: *number,
                step: done.step,
                why,
            };
            self.reach(branch, done.step)?;
            self.wait(done.at);
            if self.position()
                != (Position {
                    branch,
                    step: done.step,
                    clock: done.at,
                })
            {
                return Err(fail("the run does not come to that moment".to_owned()));
            }
            self.act(done.act.clone(), done.author)
                .map_err(|why| fail(why.to_string()))?;
            if self.position().branch != branch {
                return Err(fail("it is not at the end of its branch".to_owned()));
            }
        }
        Ok(())
    }

    /// Goes to `step` of `branch`, recording what is missing.
    fn reach(&mut self, branch: BranchId, step: u32) -> Result<(), LinkError> {
        self.seek(branch, step);
        while self.position().step < step {
            // A bound over all branches: many of them must not take long either.
            if self.total_steps() >= MAX_STEPS as usize {
                return Err(LinkError::Damaged("it lies too far into the run"));
            }
            if self.step_on().is_err() {
                return Err(LinkError::Diverged);
            }
        }
        Ok(())
    }
}
