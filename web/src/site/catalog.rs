//! Which labs and scenarios there are.

use std::sync::OnceLock;

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
#[derive(Debug)]
pub struct Entry {
    /// `raft/leader-crash`.
    pub id: &'static str,
    /// What it is called.
    pub title: Both,
    /// The question it answers.
    pub question: Both,
}

/// A sentence of a scenario file in both languages.
#[derive(Debug)]
pub struct Both {
    en: &'static str,
    zh: &'static str,
}

impl Both {
    /// The one in this language.
    pub fn get(&self, lang: glassbox_sim::Lang) -> &'static str {
        lang.pick(self.en, self.zh)
    }
}

impl Entry {
    /// The lab it belongs to.
    pub fn lab(&self) -> &'static str {
        self.id.split('/').next().unwrap_or_default()
    }

    /// The address of its page.
    pub fn href(&self) -> String {
        format!("#/{}", self.id)
    }
}

/// The beginning of every scenario file: `build.rs` writes it, so that the page does not bring the rest.
const ENTRIES: &[Entry] = include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));

/// Files of a lab with their names.
type Files = [(&'static str, &'static str)];

const RAFT: &Files = glassbox_raft::scenarios::FILES;
const GC: &Files = glassbox_gc::lab::scenarios::FILES;

/// The names of all scenarios, lab by lab, in the order of their files.
const IDS: [&[&str]; 2] = [&names::<{ RAFT.len() }>(RAFT), &names::<{ GC.len() }>(GC)];

/// Taken out by the compiler: a program that looked into the list would have all the files in it.
const fn names<const COUNT: usize>(files: &Files) -> [&'static str; COUNT] {
    let mut names = [""; COUNT];
    let mut at = 0;
    while at < COUNT {
        names[at] = files[at].0;
        at += 1;
    }
    names
}

/// All scenarios, lab by lab, in the order of their files.
pub fn all() -> &'static [&'static Entry] {
    static ALL: OnceLock<Vec<&Entry>> = OnceLock::new();
    ALL.get_or_init(|| {
        let entry = |id: &&str| ENTRIES.iter().find(|entry| entry.id == *id);
        // A test looks for every name.
        IDS.into_iter().flatten().filter_map(entry).collect()
    })
}

/// The scenario `raft/leader-crash`, if there is one of that name.
pub fn find(id: &str) -> Option<&'static Entry> {
    all().iter().copied().find(|entry| entry.id == id)
}

/// The scenarios of a lab.
pub fn of(lab: &str) -> impl Iterator<Item = &'static Entry> {
    all()
        .iter()
        .copied()
        .filter(move |entry| entry.lab() == lab)
}

/// The scenario that runs on the front page: two leaders at once, a thing one does not expect.
pub fn first() -> Option<&'static Entry> {
    find("raft/two-leaders").or_else(|| all().first().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_file_is_listed() {
        let ids: Vec<_> = all().iter().map(|entry| entry.id).collect();
        assert_eq!(ids, IDS.concat());
        assert_eq!(ids.len(), ENTRIES.len(), "a file is not among FILES");
    }

    #[test]
    fn an_entry_says_what_its_file_says() {
        let entry = find("raft/two-leaders").expect("there is one");
        let file = glassbox_raft::scenarios::find(entry.id).expect("there is one");
        let scenario = file.expect("it can be read");
        for lang in glassbox_sim::Lang::ALL {
            assert_eq!(entry.title.get(lang), scenario.title.get(lang));
            assert_eq!(entry.question.get(lang), scenario.question.get(lang));
        }
    }

    #[test]
    fn every_ready_lab_has_scenarios() {
        for lab in LABS {
            assert_eq!(of(lab.id).next().is_some(), lab.ready, "{}", lab.id);
        }
    }
}
