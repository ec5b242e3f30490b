//! The stage: which parts it has in which composition.

use yew::{Html, Properties, component, html};

use super::RaftLab;
use crate::lab::StageProps;

/// The stage of Raft.
#[component]
pub fn RaftStage(_props: &StageProps<RaftLab>) -> Html {
    html! {}
}

/// A part that a narrow stage leaves out.
pub(super) fn pane(_id: &str, _props: &StageProps<RaftLab>) -> Html {
    html! {}
}
