//! What is fixed before a slice is appended to, and what a person can do.

use glassbox_sim::{Expected, SetupError};
use serde::{Deserialize, Serialize};

use crate::slices;

/// Largest element, bytes.
pub const MAX_ELEMENT: u32 = 4096;
/// Most elements that are appended at once.
pub const MAX_APPEND: u64 = 1 << 24;
/// Most elements of a slice.
pub const MAX_LEN: u64 = 1 << 32;

/// A release of Go; each stands for itself and those after it, up to the next one here.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Go {
    /// Up to 1.17: doubled below 1024 elements, then a quarter more.
    #[serde(rename = "1.17")]
    Go1_17,
    /// From 1.18: doubled below 256 elements, then ever closer to a quarter more.
    #[serde(rename = "1.18")]
    Go1_18,
    /// From 1.22: large arrays of pointers have a header of 8 bytes.
    #[default]
    #[serde(rename = "1.22")]
    Go1_22,
}

impl Go {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Go1_17, Self::Go1_18, Self::Go1_22];

    pub(super) fn rules(self) -> slices::Release {
        match self {
            Self::Go1_17 => slices::Release::Go1_17,
            Self::Go1_18 => slices::Release::Go1_18,
            Self::Go1_22 => slices::Release::Go1_22,
        }
    }
}

/// What a slice consists of.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Element {
    /// Bytes of an element, 1 to [`MAX_ELEMENT`].
    pub size: u32,
    /// Whether it contains pointers.
    #[serde(default)]
    pub pointers: bool,
}

impl Element {
    pub(super) fn rules(self) -> slices::Element {
        slices::Element {
            size: u64::from(self.size),
            pointers: self.pointers,
        }
    }

    /// Whether there can be such a thing. A pointer has 8 bytes and lies at a multiple of 8.
    pub(super) fn fits(self) -> bool {
        let aligned = !self.pointers || self.size.is_multiple_of(8);
        (1..=MAX_ELEMENT).contains(&self.size) && aligned
    }
}

/// A slice and the Go that appends to it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "AppendSetup"))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Setup {
    /// What it consists of.
    pub element: Element,
    /// The release of Go.
    pub release: Go,
}

impl Default for Setup {
    /// `[]int`, today.
    fn default() -> Self {
        Self {
            element: Element {
                size: 8,
                pointers: false,
            },
            release: Go::default(),
        }
    }
}

impl Setup {
    /// Looks whether every field is within its bounds.
    ///
    /// # Errors
    /// Names the first field that is not.
    pub fn check(&self) -> Result<(), SetupError> {
        if self.element.fits() {
            return Ok(());
        }
        Err(SetupError {
            field: "element.size",
            expected: Expected::Said(
                format!(
                    "expected 1 to {MAX_ELEMENT} bytes, and a multiple of 8 if there are pointers"
                ),
                format!("应为 1 到 {MAX_ELEMENT} 字节；含指针时须为 8 的倍数"),
            ),
        })
    }
}

/// One thing that a person does.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "AppendAct"))]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Append so many elements with one call, 1 to [`MAX_APPEND`].
    Append(u32),
    /// Append with one call what there is room for, and one more with another.
    AppendUntilItGrows,
    /// Begin again with an empty slice of other elements.
    SetElement(Element),
    /// Begin again with another release of Go.
    SetRelease(Go),
}
