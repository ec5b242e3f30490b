//! What the tests of every lab ask of its stories, and nothing else uses.
//!
//! | question | look in |
//! |---|---|
//! | what must every scenario have? | [`assert_listed`], [`assert_asks`], [`assert_told_apart`] |
//! | how is a text set, in each language? | [`assert_set`] |
//! | does an onlooker still read what he read? | [`trace`], [`assert_as_it_was`] |

mod golden;
mod texts;

use std::collections::BTreeSet;
use std::path::Path;

use glassbox_sim::scenario::Scenario;

pub use golden::{assert_as_it_was, trace};
pub use texts::assert_set;

/// Each scenario has the id under which it is listed, and the list names every file of `folder`.
///
/// # Panics
/// If not.
pub fn assert_listed<S, A, F>(
    listed: &[(&str, &str)],
    scenarios: impl Iterator<Item = Scenario<S, A, F>>,
    folder: &Path,
) {
    for ((listed, _), scenario) in listed.iter().zip(scenarios) {
        assert_eq!(*listed, scenario.id);
    }
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|file| file.expect("a file").file_name())
        .map(|file| file.to_string_lossy().into_owned())
        .collect();
    let name = |id: &str| format!("{}.json", id.rsplit('/').next().unwrap_or(id));
    let listed = listed.iter().map(|(id, _)| name(id));
    assert_eq!(files, listed.collect());
}

/// A story is short, asks for a prediction with three choices, and pins a property.
///
/// # Panics
/// If not.
pub fn assert_asks<S, A, F>(scenario: &Scenario<S, A, F>) {
    let Scenario { id, steps, .. } = scenario;
    let count = steps.len();
    assert!((4..=8).contains(&count), "{id}: {count} steps");
    let mut asked = steps.iter().filter_map(|step| step.predict.as_ref());
    let first = asked.clone().next();
    assert!(first.is_some(), "{id} asks for no prediction");
    let three = asked.all(|ask| ask.choices.len() == 3);
    assert!(three, "{id}: three choices each");
    assert!(scenario.pinned.is_some(), "{id} pins no property");
}

/// No title and no question stands twice.
///
/// # Panics
/// If one does.
pub fn assert_told_apart<S, A, F>(scenarios: impl Iterator<Item = Scenario<S, A, F>>) {
    let mut seen = BTreeSet::new();
    for it in scenarios {
        for text in [it.title.en, it.title.zh, it.question.en, it.question.zh] {
            assert!(
                seen.insert(text.clone()),
                "{}: \"{text}\" is used twice",
                it.id
            );
        }
    }
}
