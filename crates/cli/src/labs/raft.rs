//! Raft on the command line.

use glassbox_raft::{Cluster, Event, scenarios, sequence, words};
use glassbox_sim::sequence::Sequence;
use glassbox_sim::{EventId, Lang, Record, Witness};

use crate::lab::Lab;

/// The lab `raft`.
pub(crate) struct Raft;

impl Lab for Raft {
    type Model = Cluster;

    const SCENARIOS: &'static [(&'static str, &'static str)] = scenarios::FILES;

    fn sentence(event: &Event, lang: Lang) -> String {
        words::sentence(event, lang)
    }

    fn rule(event: &Event, lang: Lang) -> (&'static str, &'static str) {
        let rule = event.rule();
        (words::rule(rule, lang), rule.citation())
    }

    fn is_detail(event: &Event) -> bool {
        event.is_detail()
    }

    fn property(id: &str, lang: Lang) -> &'static str {
        words::property(id, lang).name
    }

    fn witness(id: &str, witness: &Witness, lang: Lang) -> String {
        words::witness(id, witness, lang)
    }

    fn waiting(id: &str, model: &Cluster, lang: Lang) -> Option<String> {
        words::waiting(id, model, lang)
    }

    fn sequence(cluster: &Cluster, records: &[(EventId, Record<Event>)], lang: Lang) -> Sequence {
        sequence::sequence(cluster, records, lang)
    }
}
