//! What the person named: a scenario that comes with a lab, a file, or a link.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use glassbox_sim::link;
use glassbox_sim::scenario::MAX_FILE;

use crate::lab::AnyLab;
use crate::labs::{self, LABS};

/// Where a run comes from.
pub(crate) enum Source {
    /// The text of a scenario that comes with the lab.
    BuiltIn {
        id: &'static str,
        json: &'static str,
    },
    /// The text of a file.
    File { path: String, json: String },
    /// A link, without what comes before its version.
    Link(String),
}

/// Finds out what `what` is, and of which lab.
pub(crate) fn find(what: &str) -> anyhow::Result<(&'static dyn AnyLab, Source)> {
    if let Some(text) = link_in(what) {
        let lab = link::lab_of(text)?;
        let lab = labs::find(&lab).with_context(|| {
            let lab: String = lab.chars().take(16).collect();
            format!(
                "the link is for the lab \"{}\"; there are {}",
                lab.escape_debug(),
                labs::names()
            )
        })?;
        return Ok((lab, Source::Link(text.to_owned())));
    }
    if let Some((lab, id, json)) = built_in(what) {
        return Ok((lab, Source::BuiltIn { id, json }));
    }
    if !Path::new(what).exists() {
        bail!("there is no scenario and no file \"{what}\"; \"glassbox list\" shows the scenarios");
    }
    let json = read(Path::new(what))?;
    let lab = lab_of_file(&json).map_err(|problem| anyhow!("{what}: {problem}"))?;
    Ok((
        lab,
        Source::File {
            path: what.to_owned(),
            json,
        },
    ))
}

/// The scenario named `id`, with or without its lab.
pub(crate) fn built_in(id: &str) -> Option<(&'static dyn AnyLab, &'static str, &'static str)> {
    LABS.iter().find_map(|lab| {
        let fits =
            |name: &str| name == id || name.split_once('/').is_some_and(|(_, name)| name == id);
        let (id, json) = lab.scenarios().iter().find(|(name, _)| fits(name))?;
        Some((*lab, *id, *json))
    })
}

/// The text of a file, within the bound for scenario files.
pub(crate) fn read(path: &Path) -> anyhow::Result<String> {
    let shown = path.display();
    let file = File::open(path).with_context(|| format!("cannot read {shown}"))?;
    let mut json = String::new();
    file.take(MAX_FILE as u64 + 1)
        .read_to_string(&mut json)
        .with_context(|| format!("cannot read {shown}"))?;
    if json.len() > MAX_FILE {
        bail!("{shown}: the file is too large; at most {MAX_FILE} bytes are read");
    }
    Ok(json)
}

/// The lab that a scenario file names in its id. A file without a readable id is left to the first
/// lab, which says what is wrong with it.
pub(crate) fn lab_of_file(json: &str) -> Result<&'static dyn AnyLab, String> {
    #[derive(serde::Deserialize)]
    struct Named {
        id: String,
    }
    let id = serde_json::from_str::<Named>(json)
        .map(|it| it.id)
        .unwrap_or_default();
    match id.split_once('/') {
        Some((lab, _)) => labs::find(lab).ok_or_else(|| {
            format!(
                "id: there is no lab \"{}\"; there are {}",
                lab.escape_debug(),
                labs::names()
            )
        }),
        None => LABS
            .first()
            .copied()
            .ok_or_else(|| "there is no lab".to_owned()),
    }
}

/// The link in a text: all of it, or what follows the `#` of a URL.
fn link_in(text: &str) -> Option<&str> {
    let fragment = text.rsplit_once('#').map_or(text, |(_, fragment)| fragment);
    fragment.starts_with("v1.").then_some(fragment)
}
