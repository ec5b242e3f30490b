//! Names in scenario files that must be known.

use serde::de::{Deserialize, Deserializer, Error};

/// A name that a file gives, if it is one of `known`; for the `Deserialize` of a type that holds
/// such a name.
///
/// # Errors
/// It is no text or not known; then `none`, as `a slice has no event`, and the name.
pub fn read_name<'de, D: Deserializer<'de>>(
    deserializer: D,
    mut known: impl Iterator<Item = &'static str>,
    none: &str,
) -> Result<String, D::Error> {
    let name = String::deserialize(deserializer)?;
    if known.any(|it| it == name) {
        return Ok(name);
    }
    Err(D::Error::custom(format_args!("{none} \"{name}\"")))
}
