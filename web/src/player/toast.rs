//! What the figure says for a moment: that something was not done, or what else a reader should know.

/// A sentence over the player, until the next thing is done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Toast {
    says: String,
    /// Something was asked for and not done: what a script is told that asked for it.
    error: Option<String>,
}

impl Toast {
    /// All was done; this is worth knowing.
    pub(super) fn note(says: &str) -> Self {
        Self {
            says: says.to_owned(),
            error: None,
        }
    }

    /// It was not done. Whoever wrote the call hears the same.
    pub(super) fn refusal(says: impl Into<String>) -> Self {
        let says = says.into();
        Self {
            error: Some(says.clone()),
            says,
        }
    }

    /// It was not done, and a script is told what exactly.
    pub(super) fn refusal_of(says: &str, error: String) -> Self {
        Self {
            says: says.to_owned(),
            error: Some(error),
        }
    }

    /// The sentence.
    pub(super) fn says(&self) -> &str {
        &self.says
    }

    /// What was wrong, if anything was.
    pub(super) fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }
}
