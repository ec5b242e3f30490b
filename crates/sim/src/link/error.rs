//! What can be wrong with a link.

use super::text::{PREFIX, version_of};
use super::{MAX_STEPS, MAX_TEXT};
use crate::lang::{Lang, Tell, told_errors};
use crate::model::SetupError;
use crate::timeline::ActError;

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
    /// More than [`MAX_ACTS`](super::MAX_ACTS).
    TooManyActs,
    /// As many as [`MAX_BRANCHES`](crate::timeline::MAX_BRANCHES) or more.
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
