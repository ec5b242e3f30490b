//! Raft on the page: what the shell asks of the lab, and its stage.
//!
//! | question | look in |
//! |---|---|
//! | what is on the stage, in which composition? | stage.rs |
//! | where is everybody? | place.rs |
//! | how is a node, a message, a cut, a link drawn? | node.rs, label.rs, message.rs, wall.rs, links.rs |
//! | what moves between two steps? | message.rs, timer.rs |
//! | the logs, the clients | log_view.rs, matrix.rs, cell.rs, requests.rs |
//! | what is said about a selected thing? | cards.rs |
//! | what can be done to the whole cluster? | tools.rs |
//! | what do the shapes mean? | legend.rs |
//! | the words of this lab's stage and cards | words.rs |
//! | marks, lanes, places of events | marks.rs |

mod cards;
mod cell;
mod draw;
mod figure;
mod label;
mod legend;
mod links;
mod log_view;
mod marks;
mod matrix;
mod message;
mod node;
mod place;
mod requests;
mod stage;
mod timer;
mod tools;
mod traffic;
mod wall;
mod words;

use glassbox_raft::{Cluster, Event};
use glassbox_sim::sequence::Sequence;
use glassbox_sim::{EventId, Instant, Lang, Record, Witness};
use yew::Html;

use crate::lab::{ActOf, Card, EventOf, Lab, Lane, MarkKind, Selected, StageProps, Tool, Why};

/// Raft.
pub struct RaftLab;

impl Lab for RaftLab {
    type Model = Cluster;
    type Stage = stage::RaftStage;
    type Kept = ();

    fn sentence(event: &Event, lang: Lang) -> String {
        glassbox_raft::words::sentence(event, lang)
    }

    fn why(event: &Event, lang: Lang) -> Why<Self> {
        marks::why(event, lang)
    }

    fn mark(event: &Event) -> Option<MarkKind> {
        marks::mark(event)
    }

    fn row_mark(event: &Event) -> Option<MarkKind> {
        marks::row_mark(event)
    }

    fn is_detail(event: &Event) -> bool {
        event.is_detail()
    }

    fn place(event: &Event) -> Option<Selected> {
        marks::place(event)
    }

    fn lane(event: &Event) -> Option<Lane> {
        marks::lane(event)
    }

    fn property(id: &str, lang: Lang) -> (&'static str, &'static str) {
        let named = glassbox_raft::words::property(id, lang);
        (named.name, named.says)
    }

    fn property_facts(id: &str, model: &Cluster, lang: Lang) -> Vec<(String, String)> {
        marks::property_facts(id, model, lang)
    }

    fn witness(id: &str, witness: &Witness, lang: Lang) -> String {
        glassbox_raft::words::witness(id, witness, lang)
    }

    fn card(model: &Cluster, selected: Selected, now: Instant, lang: Lang) -> Option<Card<Self>> {
        cards::card(model, selected, now, lang)
    }

    fn tools(model: &Cluster, lang: Lang) -> Vec<Tool<Self>> {
        tools::tools(model, lang)
    }

    fn act_name(act: &ActOf<Self>, lang: Lang) -> String {
        tools::act_name(act, lang)
    }

    fn things(model: &Cluster) -> Vec<Selected> {
        cards::things(model)
    }

    fn panes(_: &Cluster, lang: Lang) -> Vec<(&'static str, &'static str)> {
        vec![
            ("logs", words::logs(lang)),
            ("requests", words::requests(lang)),
        ]
    }

    fn pane(id: &str, props: &StageProps<Self>) -> Html {
        stage::pane(id, props)
    }

    fn sequence(
        model: &Cluster,
        records: &[(EventId, Record<EventOf<Self>>)],
        lang: Lang,
    ) -> Sequence {
        glassbox_raft::sequence::sequence(model, records, lang)
    }
}
