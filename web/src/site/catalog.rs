//! Which labs and scenarios there are.

use std::sync::OnceLock;

use serde::Deserialize;

use super::words::{self, Text};

/// A lab as the front page shows it.
pub struct Lab {
    /// Its name in addresses, as `raft`.
    pub id: &'static str,
    /// What it is called, the same in both languages.
    pub name: &'static str,
    /// What one can do in it.
    pub(crate) about: Text,
    /// Whether it can be opened, or is in preparation.
    pub ready: bool,
}

/// All labs, in the order in which they are listed.
pub const LABS: &[Lab] = &[
    Lab {
        id: "raft",
        name: "Raft",
        about: words::ABOUT_RAFT,
        ready: true,
    },
    Lab {
        id: "tcp",
        name: "TCP",
        about: words::ABOUT_TCP,
        ready: false,
    },
    Lab {
        id: "tls",
        name: "TLS",
        about: words::ABOUT_TLS,
        ready: false,
    },
    Lab {
        id: "gc",
        name: "Go GC",
        about: words::ABOUT_GC,
        ready: true,
    },
];

/// What the front page shows of a scenario.
#[derive(Debug, Deserialize)]
pub struct Entry {
    /// `raft/leader-crash`.
    pub id: String,
    /// What it is called.
    pub title: Both,
    /// The question it answers.
    pub question: Both,
}

/// A sentence of a scenario file in both languages.
#[derive(Debug, Deserialize)]
pub struct Both {
    en: String,
    zh: String,
}

impl Both {
    /// The one in this language.
    pub fn get(&self, lang: glassbox_sim::Lang) -> &str {
        lang.pick(&self.en, &self.zh)
    }
}

impl Entry {
    /// The lab it belongs to.
    pub fn lab(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// The address of its page.
    pub fn href(&self) -> String {
        format!("#/{}", self.id)
    }
}

/// The scenario files of all labs.
fn files() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    let raft = glassbox_raft::scenarios::FILES;
    raft.iter().chain(glassbox_gc::lab::scenarios::FILES)
}

/// All scenarios, lab by lab, in the order of their files.
pub fn all() -> &'static [Entry] {
    static ALL: OnceLock<Vec<Entry>> = OnceLock::new();
    // A test reads every file; one that did not read would only be missing from the list.
    ALL.get_or_init(|| {
        let read = |(_, json): &(_, &str)| serde_json::from_str(json).ok();
        files().filter_map(read).collect()
    })
}

/// The scenario `raft/leader-crash`, if there is one of that name.
pub fn find(id: &str) -> Option<&'static Entry> {
    all().iter().find(|entry| entry.id == id)
}

/// The scenarios of a lab.
pub fn of(lab: &str) -> impl Iterator<Item = &'static Entry> {
    all().iter().filter(move |entry| entry.lab() == lab)
}

/// The scenario that runs on the front page: two leaders at once, a thing one does not expect.
pub fn first() -> Option<&'static Entry> {
    find("raft/two-leaders").or_else(|| all().first())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_file_is_listed() {
        let ids: Vec<_> = all().iter().map(|entry| entry.id.as_str()).collect();
        let files: Vec<_> = files().map(|(id, _)| *id).collect();
        assert_eq!(ids, files);
    }

    #[test]
    fn every_ready_lab_has_scenarios() {
        for lab in LABS {
            assert_eq!(of(lab.id).next().is_some(), lab.ready, "{}", lab.id);
        }
    }
}
