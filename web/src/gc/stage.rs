//! Which stage shows which kind of model.

use glassbox_gc::lab::Lab;
use glassbox_sim::Lang;
use yew::{Html, component, html};

use super::append_stage::AppendStage;
use super::heap::{self, HeapStage};
use super::program_stage::{self, ProgramStage};
use super::{GcLab, words};
use crate::lab::StageProps;

/// The stage of the model that there is.
#[component]
pub fn GcStage(props: &StageProps<GcLab>) -> Html {
    match &*props.model {
        Lab::Heap(_) => html! { <HeapStage ..props.clone() /> },
        Lab::Program(_) => html! { <ProgramStage ..props.clone() /> },
        Lab::Append(_) => html! { <AppendStage ..props.clone() /> },
    }
}

/// The pane that looks through every run.
pub(super) const PROOF: &str = "proof";

/// The pane that shows how goal and trigger come about.
pub(super) const FORMULA: &str = "formula";

/// The pane that reads what a real program printed.
pub(super) const LOG: &str = "log";

/// The parts that a narrow stage leaves out.
pub(super) fn panes(model: &Lab, lang: Lang) -> Vec<(&'static str, &'static str)> {
    match model {
        Lab::Heap(_) => vec![("queues", words::queues(lang)), (PROOF, words::proof(lang))],
        Lab::Program(_) => vec![
            (FORMULA, program_stage::formula_name(lang)),
            (LOG, program_stage::log_name(lang)),
        ],
        Lab::Append(_) => Vec::new(),
    }
}

/// One of them.
pub(super) fn pane(id: &str, props: &StageProps<GcLab>) -> Html {
    match id {
        "queues" => heap::queues_pane(props),
        PROOF => heap::proof_pane(props),
        FORMULA => program_stage::formula_pane(props),
        LOG => program_stage::log_pane(props),
        _ => Html::default(),
    }
}
