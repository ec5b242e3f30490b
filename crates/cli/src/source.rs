//! What the person named: a scenario that comes with a lab, a file, or a link.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{anyhow, bail};
use glassbox_sim::link;
use glassbox_sim::scenario::MAX_FILE;
use glassbox_sim::{Lang, Tell};

use crate::lab::AnyLab;
use crate::labs::{self, LABS};
use crate::words;

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

/// Why a file cannot be taken for a scenario at all.
#[derive(Debug)]
pub(crate) enum Unread {
    /// The system does not give it.
    Io(io::Error),
    /// It is larger than a scenario may be.
    TooLarge,
    /// Its id names a lab that there is not.
    NoSuchLab(String),
}

impl Tell for Unread {
    fn tell(&self, lang: Lang) -> String {
        match self {
            Self::Io(error) => lang.pick(
                format!("cannot be read: {error}"),
                format!("无法读取：{error}"),
            ),
            Self::TooLarge => lang.pick(
                format!("the file is too large; at most {MAX_FILE} bytes are read"),
                format!("文件太大，最多读取 {MAX_FILE} 字节"),
            ),
            Self::NoSuchLab(lab) => {
                let (lab, labs) = (lab.escape_debug(), labs::names());
                lang.pick(
                    format!("id: there is no lab \"{lab}\"; there are {labs}"),
                    format!("id：没有名为“{lab}”的实验，现有的实验：{labs}"),
                )
            }
        }
    }
}

/// Finds out what `what` is, and of which lab. What is wrong is told in `lang`.
pub(crate) fn find(what: &str, lang: Lang) -> anyhow::Result<(&'static dyn AnyLab, Source)> {
    // A file may be called v2.json.
    let link = link_in(what).filter(|_| what.contains('#') || !Path::new(what).exists());
    if let Some(text) = link {
        let name = link::lab_of(text).map_err(|error| anyhow!(error.tell(lang)))?;
        let lab = labs::find(&name).ok_or_else(|| {
            let name: String = name.chars().take(16).collect();
            anyhow!(words::link_of_no_lab(&name, &labs::names(), lang))
        })?;
        return Ok((lab, Source::Link(text.to_owned())));
    }
    if let Some((lab, id, json)) = built_in(what) {
        return Ok((lab, Source::BuiltIn { id, json }));
    }
    if !Path::new(what).exists() {
        bail!(words::nothing_to_run(what, lang));
    }
    let wrong = |why: Unread| anyhow!(words::wrong(what, &why.tell(lang), lang));
    let json = read(Path::new(what)).map_err(wrong)?;
    let lab = lab_of_file(&json).map_err(wrong)?;
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
pub(crate) fn read(path: &Path) -> Result<String, Unread> {
    let file = File::open(path).map_err(Unread::Io)?;
    let mut json = String::new();
    file.take(MAX_FILE as u64 + 1)
        .read_to_string(&mut json)
        .map_err(Unread::Io)?;
    if json.len() > MAX_FILE {
        return Err(Unread::TooLarge);
    }
    Ok(json)
}

/// The lab that a scenario file names in its id. A file without a readable id is left to the first
/// lab, which says what is wrong with it.
pub(crate) fn lab_of_file(json: &str) -> Result<&'static dyn AnyLab, Unread> {
    #[derive(serde::Deserialize)]
    struct Named {
        id: String,
    }
    let id = serde_json::from_str::<Named>(json)
        .map(|it| it.id)
        .unwrap_or_default();
    let first = LABS.first().copied();
    match id.split_once('/') {
        Some((lab, _)) => labs::find(lab).ok_or_else(|| Unread::NoSuchLab(lab.to_owned())),
        None => first.ok_or(Unread::NoSuchLab(id)),
    }
}

/// The link in a text, of whatever version: all of it, or what follows the `#` of a URL.
fn link_in(text: &str) -> Option<&str> {
    let fragment = text.rsplit_once('#').map_or(text, |(_, fragment)| fragment);
    link::version_of(fragment).map(|_| fragment)
}
