//! What is said about a selected thing. A heap has many; a program and a slice are one thing each, which the State tab
//! tells.

use glassbox_gc::lab::Lab;
use glassbox_sim::{Instant, Lang};

use super::{GcLab, append_stage, heap, program_stage};
use crate::lab::{Card, Field, Selected};

/// A program or a slice as a whole.
const WHOLE: Selected = Selected::Host(0);

/// Everything about a thing; `None` when it is no longer there.
pub(super) fn card(model: &Lab, selected: Selected, _: Instant, lang: Lang) -> Option<Card<GcLab>> {
    let (title, fields) = match model {
        Lab::Heap(world) => return heap::card(world, selected, lang),
        _ if selected != WHOLE => return None,
        Lab::Program(program) => program_stage::state(program, lang),
        Lab::Append(slice) => append_stage::state(slice, lang),
    };
    let fields = fields
        .into_iter()
        .map(|(name, value)| Field { name, value });
    Some(Card {
        title,
        fields: fields.collect(),
        acts: Vec::new(),
        origin: None,
    })
}

/// All things, in reading order.
pub(super) fn things(model: &Lab) -> Vec<Selected> {
    match model {
        Lab::Heap(world) => heap::things(world),
        Lab::Program(_) | Lab::Append(_) => vec![WHOLE],
    }
}

#[cfg(test)]
mod tests {
    use glassbox_gc::lab::scenarios;
    use glassbox_sim::Model as _;

    use super::*;

    #[test]
    fn whatever_can_be_looked_at_has_a_card_in_both_languages() {
        for id in ["gc/gogc", "gc/how-a-slice-grows", "gc/tricolor"] {
            let scenario = scenarios::find(id).unwrap().unwrap();
            let model = Lab::new(&scenario.setup, scenario.seed).unwrap();
            let all = things(&model);
            assert!(!all.is_empty(), "{id}");
            for thing in all {
                for lang in [Lang::En, Lang::Zh] {
                    let card = card(&model, thing, Instant::START, lang).unwrap();
                    assert!(!card.title.is_empty() && !card.fields.is_empty(), "{id}");
                }
            }
        }
    }
}
