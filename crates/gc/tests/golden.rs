//! What an onlooker reads of three stories, one of each kind, is as it was.

use std::path::Path;

use glassbox_gc::lab::{Event, Lab, scenarios, words};
use glassbox_sim::Lang;
use glassbox_stories::{assert_as_it_was, trace};

#[test]
fn the_sentences_of_three_stories_are_as_they_were() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for name in ["hybrid-barrier", "two-minutes", "how-a-slice-grows"] {
        let scenario = scenarios::find(name).unwrap().unwrap();
        for lang in Lang::ALL {
            let sentence = |event: &Event| {
                let told = !event.is_detail();
                told.then(|| words::sentence(event, lang))
            };
            let file = golden.join(format!("{name}.{}.txt", lang.tag()));
            assert_as_it_was(&file, &trace::<Lab>(&scenario, sentence));
        }
    }
}
