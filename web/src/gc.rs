//! Go's garbage collector on the page: what the shell asks of the lab, and its stages.
//!
//! | question | look in |
//! |---|---|
//! | which stage shows which kind of model? | stage.rs |
//! | objects, pointers, roots, the collector's queues | heap/ |
//! | a program and its pacer | program_stage.rs |
//! | a slice that grows | append_stage.rs |
//! | what is said about a selected thing? | cards.rs |
//! | what can be done to the whole? | tools.rs |
//! | values that people write | free.rs |
//! | marks, lanes, places of events, properties | marks.rs |
//! | the words of the stages and cards | words.rs |

mod append_stage;
mod cards;
mod free;
mod heap;
mod marks;
mod program_stage;
mod stage;
mod tools;
mod words;

use glassbox_gc::lab::words as lab_words;
use glassbox_gc::lab::{Event, Lab as Model};
use glassbox_sim::sequence::Sequence;
use glassbox_sim::{EventId, Instant, Lang, Record, Witness};
use yew::Html;

use crate::lab::{ActOf, Card, EventOf, Lab, Lane, MarkKind, Selected, StageProps, Tool, Why};

/// Go's collector.
pub struct GcLab;

impl Lab for GcLab {
    type Model = Model;
    type Stage = stage::GcStage;
    type Kept = heap::Kept;

    fn sentence(event: &Event, lang: Lang) -> String {
        lab_words::sentence(event, lang)
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
        lab_words::property(id, lang)
    }

    fn is_about(id: &str, model: &Model) -> bool {
        model.own_properties().contains(&id)
    }

    fn property_facts(id: &str, model: &Model, lang: Lang) -> Vec<(String, String)> {
        marks::property_facts(id, model, lang)
    }

    fn witness(id: &str, witness: &Witness, lang: Lang) -> String {
        lab_words::witness(id, witness, lang)
    }

    fn card(model: &Model, selected: Selected, now: Instant, lang: Lang) -> Option<Card<Self>> {
        cards::card(model, selected, now, lang)
    }

    fn tools(model: &Model, lang: Lang) -> Vec<Tool<Self>> {
        tools::tools(model, lang)
    }

    fn act_name(act: &ActOf<Self>, lang: Lang) -> String {
        tools::act_name(act, lang)
    }

    fn things(model: &Model) -> Vec<Selected> {
        cards::things(model)
    }

    fn panes(model: &Model, lang: Lang) -> Vec<(&'static str, &'static str)> {
        stage::panes(model, lang)
    }

    fn is_always_beside(pane: &str) -> bool {
        pane == stage::PROOF || pane == stage::LOG || pane == stage::FORMULA
    }

    fn needs_room(pane: &str) -> bool {
        pane == stage::LOG || pane == stage::PROOF
    }

    fn pane(id: &str, props: &StageProps<Self>) -> Html {
        stage::pane(id, props)
    }

    fn sequence(
        model: &Model,
        records: &[(EventId, Record<EventOf<Self>>)],
        lang: Lang,
    ) -> Sequence {
        glassbox_gc::lab::sequence::sequence(model, records, lang)
    }
}
