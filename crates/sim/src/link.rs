//! Run links: a whole run, with its branches and the moment one looks at, in a URL fragment.
//!
//! The fragment is `v1.` and base64url of a postcard encoding of [`RunLink`]. Decoding is total:
//! any text gives a link or a [`LinkError`], within [`MAX_TEXT`] bytes of input and a memory bound
//! that follows from it.
//!
//! | question | look in |
//! |---|---|
//! | what is in a link, and how is one made? | [`RunLink`], [`Timeline::link`] |
//! | how does it become a text, and back? | `link/text.rs` |
//! | how is it replayed? | `link/follow.rs` |
//! | what can be wrong with it? | `link/error.rs` |

mod error;
mod follow;
mod text;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::log::EventId;
use crate::model::Model;
use crate::timeline::{Author, BranchId, DoneAct, Position, Timeline};

pub use error::{ActFault, Damage, LinkError};
pub use follow::Following;
pub use text::{decode, lab_of, version_of};

/// Longest link text that is read or written, in bytes.
pub const MAX_TEXT: usize = 32 * 1024;
/// Most acts in a link.
pub const MAX_ACTS: usize = 4_096;
/// Most steps that opening a link lets happen, over all its branches.
pub const MAX_STEPS: u32 = 200_000;

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

/// A link of the lab `M`.
pub type LinkOf<M> = RunLink<<M as Model>::Setup, <M as Model>::Act>;

impl<S, A> RunLink<S, A> {
    /// Steps of the run that following it leads through, over all branches. As a hostile link says
    /// what it likes, this is for showing progress only.
    pub fn steps(&self) -> u64 {
        let first = (BranchId(0), 0, &self.acts);
        let others = (1..)
            .map(BranchId)
            .zip(&self.branches)
            .map(|(id, branch)| (id, branch.step, &branch.acts));
        let own = |(id, start, acts): (BranchId, u32, &Vec<DoneAct<A>>)| {
            let acted = acts.iter().map(|done| done.step);
            let left = self.branches.iter().filter(|branch| branch.parent == id);
            let left = left.map(|branch| branch.step);
            let here = (self.position.branch == id).then_some(self.position.step);
            let end = acted.chain(left).chain(here).max().unwrap_or(start);
            u64::from(end.saturating_sub(start))
        };
        std::iter::once(first).chain(others).map(own).sum()
    }
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
}
