//! A link as text, and back.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::{Damage, LinkError, LinkOf, MAX_ACTS, MAX_STEPS, MAX_TEXT, RunLink};
use crate::model::Model;
use crate::timeline::MAX_BRANCHES;

pub(super) const PREFIX: &str = "v1.";

/// The version that a text names if it is a run link: `v1.`, or that of another program. Whether the
/// rest is right is another question.
pub fn version_of(text: &str) -> Option<&str> {
    let (version, _) = text.strip_prefix('v')?.split_once('.')?;
    let is_number = (1..=3).contains(&version.len()) && version.bytes().all(|c| c.is_ascii_digit());
    is_number.then_some(version)
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
