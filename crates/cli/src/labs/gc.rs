//! Go's garbage collector on the command line.

use glassbox_gc::lab::{Event, Lab as Model, scenarios, sequence, words};
use glassbox_sim::sequence::Sequence;
use glassbox_sim::{EventId, Lang, Record, Witness};

use crate::lab::Lab;

/// The lab `gc`.
pub(crate) struct Gc;

impl Lab for Gc {
    type Model = Model;

    const SCENARIOS: &'static [(&'static str, &'static str)] = scenarios::FILES;

    fn sentence(event: &Event, lang: Lang) -> String {
        words::sentence(event, lang)
    }

    fn rule(event: &Event, lang: Lang) -> (&'static str, &'static str) {
        let why = words::why(event, lang);
        (why.rule, why.citation)
    }

    fn is_detail(event: &Event) -> bool {
        event.is_detail()
    }

    fn concerns(model: &Model, property: &str) -> bool {
        model.own_properties().contains(&property)
    }

    fn property(id: &str, lang: Lang) -> &'static str {
        words::property(id, lang).0
    }

    fn witness(id: &str, witness: &Witness, lang: Lang) -> String {
        words::witness(id, witness, lang)
    }

    fn waiting(id: &str, model: &Model, lang: Lang) -> Option<String> {
        words::waiting(id, model, lang)
    }

    fn sequence(model: &Model, records: &[(EventId, Record<Event>)], lang: Lang) -> Sequence {
        sequence::sequence(model, records, lang)
    }
}
