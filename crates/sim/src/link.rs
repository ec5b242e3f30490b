//! Run links: a whole run, with its branches and the moment one looks at, in a URL fragment.
//!
//! The fragment is `v1.` and base64url of a postcard encoding of [`RunLink`]. Decoding is total:
//! any text gives a link or a [`LinkError`], within [`MAX_TEXT`] bytes of input and a memory bound
//! that follows from it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::lang::{Lang, Tell, told_errors};
use crate::log::EventId;
use crate::model::{Model, SetupError};
use crate::timeline::{ActError, Author, BranchId, DoneAct, MAX_BRANCHES, Position, Timeline};

/// Longest link text that is read or written, in bytes.
pub const MAX_TEXT: usize = 32 * 1024;
/// Most acts in a link.
pub const MAX_ACTS: usize = 4_096;
/// Most steps that opening a link lets happen, over all its branches.
pub const MAX_STEPS: u32 = 200_000;

const PREFIX: &str = "v1.";

/// The version that a text names if it is a run link: `v1.`, or that of another program. Whether the
/// rest is right is another question.
pub fn version_of(text: &str) -> Option<&str> {
    let (version, _) = text.strip_prefix('v')?.split_once('.')?;
    let is_number = (1..=3).contains(&version.len()) && version.bytes().all(|c| c.is_ascii_digit());
    is_number.then_some(version)
}

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
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LinkError {
    /// The text is longer than [`MAX_TEXT`].
    TooLong(usize),
    /// It does not begin with a version this program knows: its first letters.
    UnknownVersion(String),
    /// It was cut off or altered.
    Damaged(Damage),
    /// The run has gone on for too long to be shared as a link.
    TooFar,
    /// It belongs to another lab.
    OtherLab(String),
    /// The model has changed since the link was made.
    OtherModel {
        /// The link's version.
        theirs: u16,
        /// This program's version.
        ours: u16,
    },
    /// The scenario it names is not known here.
    NoSuchScenario(String),
    /// An act in it cannot be done.
    Act {
        /// Counted from 1, over all branches.
        number: usize,
        /// The step at which it should happen.
        step: u32,
        /// What stands in the way.
        why: ActFault,
    },
    /// The setup in it is out of bounds.
    Setup(SetupError),
    /// Everything could be replayed, but other things happened.
    Diverged,
}

/// What is wrong with a link that was cut off or altered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Damage {
    /// Postcard refuses to write it.
    CannotBeEncoded,
    /// It is not base64url.
    NotBase64,
    /// It names no lab.
    NoLab,
    /// It names no version of its model.
    NoModelVersion,
    /// What follows does not read as a run.
    NoRun,
    /// Something follows its end.
    Trailing,
    /// More than [`MAX_ACTS`].
    TooManyActs,
    /// As many as [`MAX_BRANCHES`] or more.
    TooManyBranches,
    /// A branch hangs on one that comes later.
    BranchBeforeParent,
    /// The moment lies on a branch that it does not hold.
    NoSuchBranch,
    /// Reaching its moments would take more than [`MAX_STEPS`].
    TooFar,
}

/// Why an act of a link cannot be done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ActFault {
    /// The run does not come to its moment.
    NotReached,
    /// Something is recorded on its branch after that moment.
    NotAtEnd,
    /// The model or the timeline refuses it.
    Refused(ActError),
}

impl Tell for LinkError {
    fn tell(&self, lang: Lang) -> String {
        if let Self::UnknownVersion(start) = self
            && let Some(version) = version_of(start)
        {
            return lang.pick(
                format!(
                    "this is a run link of version {version}, made by another version of Glassbox; here only version 1 can be opened"
                ),
                format!("这是版本 {version} 的运行链接，由另一个版本的 Glassbox 生成；这里只能打开版本 1"),
            );
        }
        match lang {
            Lang::En => match self {
                Self::TooLong(bytes) => {
                    format!("the link is too long: {bytes} bytes, at most {MAX_TEXT} are read")
                }
                Self::UnknownVersion(start) => format!(
                    "the link begins with \"{start}\", expected \"{PREFIX}\": it is not a run link"
                ),
                Self::Damaged(how) => format!("the link is damaged: {}", how.tell(lang)),
                Self::TooFar => {
                    format!("the run is too long for a link: more than {MAX_STEPS} steps")
                }
                Self::OtherLab(lab) => format!("the link is for the lab \"{lab}\""),
                Self::OtherModel { theirs, ours } => format!(
                    "the link was made with version {theirs} of this model, this is version {ours}: the run would be another one"
                ),
                Self::NoSuchScenario(id) => {
                    format!("the link names the scenario \"{id}\", which this lab does not have")
                }
                Self::Act { number, step, why } => format!(
                    "act {number} of the link cannot be done at step {step}: {}",
                    why.tell(lang)
                ),
                Self::Setup(error) => format!("the link’s {}", error.tell(lang)),
                Self::Diverged => "the run behind this link gave other events than it does now; this is not the moment that was shared".to_owned(),
            },
            Lang::Zh => match self {
                Self::TooLong(bytes) => {
                    format!("链接太长：有 {bytes} 字节，最多读取 {MAX_TEXT} 字节")
                }
                Self::UnknownVersion(start) => format!(
                    "链接应以“{PREFIX}”开头，而不是“{start}”：它不是运行链接"
                ),
                Self::Damaged(how) => format!("链接已损坏：{}", how.tell(lang)),
                Self::TooFar => format!("这次运行太长，无法生成链接：超过了 {MAX_STEPS} 步"),
                Self::OtherLab(lab) => format!("这是另一个实验“{lab}”的链接"),
                Self::OtherModel { theirs, ours } => format!(
                    "链接由模型的版本 {theirs} 生成，这里是版本 {ours}：重放出来的会是另一次运行"
                ),
                Self::NoSuchScenario(id) => {
                    format!("链接所指的场景“{id}”在这个实验里不存在")
                }
                Self::Act { number, step, why } => format!(
                    "链接中的第 {number} 次操作无法在第 {step} 步进行：{}",
                    why.tell(lang)
                ),
                Self::Setup(error) => format!("链接中的 {}", error.tell(lang)),
                Self::Diverged => {
                    "这个链接当时的运行与现在重放出的事件不同，这不是当时分享的那一刻".to_owned()
                }
            },
        }
    }
}

impl Tell for Damage {
    fn tell(&self, lang: Lang) -> String {
        let (en, zh) = match self {
            Self::CannotBeEncoded => ("it cannot be encoded", "无法编码"),
            Self::NotBase64 => ("it is not base64url", "内容不是 base64url"),
            Self::NoLab => ("it does not name a lab", "没有写明是哪个实验"),
            Self::NoModelVersion => ("it does not name its model’s version", "没有写明模型的版本"),
            Self::NoRun => (
                "its content does not read as a run",
                "内容无法解读为一次运行",
            ),
            Self::Trailing => ("something follows its end", "结尾之后还有多余的内容"),
            Self::TooManyActs => ("it holds too many acts", "其中的操作太多"),
            Self::TooManyBranches => ("it holds too many branches", "其中的分支太多"),
            Self::BranchBeforeParent => (
                "a branch hangs on one that comes later",
                "有一个分支挂在了排在它后面的分支上",
            ),
            Self::NoSuchBranch => (
                "it points to a branch that it does not hold",
                "它指向一个不存在的分支",
            ),
            Self::TooFar => ("it lies too far into the run", "它所指的时刻太靠后"),
        };
        lang.pick(en, zh).to_owned()
    }
}

impl Tell for ActFault {
    fn tell(&self, lang: Lang) -> String {
        let (en, zh) = match self {
            Self::NotReached => ("the run does not come to that moment", "运行到不了那一刻"),
            Self::NotAtEnd => ("it is not at the end of its branch", "它不在所属分支的末尾"),
            Self::Refused(why) => return why.tell(lang),
        };
        lang.pick(en, zh).to_owned()
    }
}

told_errors!(LinkError);

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
            postcard::to_allocvec(self).map_err(|_| LinkError::Damaged(Damage::CannotBeEncoded))?;
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
        .map_err(|_| LinkError::Damaged(Damage::NoLab))?;
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
        .map_err(|_| LinkError::Damaged(Damage::NotBase64))
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
        .map_err(|_| LinkError::Damaged(Damage::NoModelVersion))?;
    if version != M::VERSION {
        return Err(LinkError::OtherModel {
            theirs: version,
            ours: M::VERSION,
        });
    }
    let (link, rest) = postcard::take_from_bytes::<LinkOf<M>>(&bytes)
        .map_err(|_| LinkError::Damaged(Damage::NoRun))?;
    if !rest.is_empty() {
        return Err(LinkError::Damaged(Damage::Trailing));
    }
    let acts = link.acts.len()
        + link
            .branches
            .iter()
            .map(|branch| branch.acts.len())
            .sum::<usize>();
    if acts > MAX_ACTS {
        return Err(LinkError::Damaged(Damage::TooManyActs));
    }
    if link.branches.len() >= MAX_BRANCHES {
        return Err(LinkError::Damaged(Damage::TooManyBranches));
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
        let mut following = Following::default();
        while !following.go_on(self, link, u32::MAX)? {}
        Ok(())
    }

    /// Goes to `step` of `branch`, recording what is missing, at most `steps` steps, which are taken
    /// off. Returns whether it got there.
    fn reach(&mut self, branch: BranchId, step: u32, steps: &mut u32) -> Result<bool, LinkError> {
        self.seek(branch, step);
        while self.position().step < step {
            // A bound over all branches: many of them must not take long either.
            if self.total_steps() >= MAX_STEPS as usize {
                return Err(LinkError::Damaged(Damage::TooFar));
            }
            let Some(left) = steps.checked_sub(1) else {
                return Ok(false);
            };
            *steps = left;
            if self.step_on().is_err() {
                return Err(LinkError::Diverged);
            }
        }
        Ok(true)
    }
}

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

/// A link while it is followed, some steps at a time.
#[derive(Debug, Default)]
pub struct Following {
    /// The branch that is replayed; 0 is the first one, one past the last the link's moment.
    branch: usize,
    /// Whether it has been opened.
    is_open: bool,
    /// Its acts that have been done.
    acts: usize,
    /// Acts done over all branches.
    number: usize,
}

impl Following {
    /// Replays on, recording at most `steps` steps. Returns whether `timeline` stands at the moment
    /// of `link`. Both are always the ones that it began with.
    ///
    /// # Errors
    /// An act is refused, a bound is passed, or other things happen than did when it was made.
    pub fn go_on<M: Model>(
        &mut self,
        timeline: &mut Timeline<M>,
        link: &LinkOf<M>,
        mut steps: u32,
    ) -> Result<bool, LinkError> {
        while self.branch <= link.branches.len() {
            let id = BranchId(self.branch as u16);
            let acts = match self.branch.checked_sub(1) {
                None => &link.acts,
                Some(index) => {
                    let branch = &link.branches[index];
                    if !self.is_open && !open(timeline, id, branch, &mut steps)? {
                        return Ok(false);
                    }
                    self.is_open = true;
                    &branch.acts
                }
            };
            if !self.replay(timeline, id, acts, &mut steps)? {
                return Ok(false);
            }
            if self.branch == 0 && acts.iter().any(|done| done.author == Author::Story) {
                timeline.seal();
            }
            *self = Self {
                branch: self.branch + 1,
                number: self.number,
                ..Self::default()
            };
        }
        let Position {
            branch,
            step,
            clock,
        } = link.position;
        if usize::from(branch.0) >= timeline.branches().len() {
            return Err(LinkError::Damaged(Damage::NoSuchBranch));
        }
        if !timeline.reach(branch, step, &mut steps)? {
            return Ok(false);
        }
        timeline.seek(branch, step);
        timeline.wait(clock);
        if timeline.position() != link.position || timeline.digest() != link.digest {
            return Err(LinkError::Diverged);
        }
        Ok(true)
    }

    fn replay<M: Model>(
        &mut self,
        timeline: &mut Timeline<M>,
        branch: BranchId,
        acts: &[DoneAct<M::Act>],
        steps: &mut u32,
    ) -> Result<bool, LinkError> {
        for done in &acts[self.acts..] {
            let fail = |why| LinkError::Act {
                number: self.number + 1,
                step: done.step,
                why,
            };
            if !timeline.reach(branch, done.step, steps)? {
                return Ok(false);
            }
            timeline.wait(done.at);
            if timeline.position()
                != (Position {
                    branch,
                    step: done.step,
                    clock: done.at,
                })
            {
                return Err(fail(ActFault::NotReached));
            }
            let acted = timeline.act(done.act.clone(), done.author);
            acted.map_err(|why| fail(ActFault::Refused(why)))?;
            if timeline.position().branch != branch {
                return Err(fail(ActFault::NotAtEnd));
            }
            self.acts += 1;
            self.number += 1;
        }
        Ok(true)
    }
}

/// Opens a branch of a link, which becomes branch `id`. Returns whether the run got there.
fn open<M: Model>(
    timeline: &mut Timeline<M>,
    id: BranchId,
    branch: &BranchLink<M::Act>,
    steps: &mut u32,
) -> Result<bool, LinkError> {
    if branch.parent >= id {
        return Err(LinkError::Damaged(Damage::BranchBeforeParent));
    }
    if !timeline.reach(branch.parent, branch.step, steps)? {
        return Ok(false);
    }
    if branch.step > timeline.recorded(branch.parent) {
        return Err(LinkError::Diverged);
    }
    let opened = timeline.fork(branch.parent, branch.step);
    opened.map_err(|_| LinkError::Damaged(Damage::TooManyBranches))?;
    Ok(true)
}
