//! A field for a value that is none of a menu's choices.

use glassbox_sim::Lang;
use web_sys::{HtmlInputElement, SubmitEvent};
use yew::{Callback, Html, Properties, component, html, use_node_ref, use_state};

use crate::words::Say;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct FreeProps {
    pub(super) label: &'static str,
    pub(super) unit: &'static str,
    pub(super) example: &'static str,
    /// Does it, or says what was expected.
    pub(super) set: Callback<String, Option<String>>,
    pub(super) lang: Lang,
}

/// The field with its unit, a button, and what was wrong.
#[component]
pub(super) fn FreeField(props: &FreeProps) -> Html {
    let place = use_node_ref();
    let wrong = use_state(|| None::<String>);
    let onsubmit = {
        let (place, wrong, set) = (place.clone(), wrong.setter(), props.set.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(field) = place.cast::<HtmlInputElement>() {
                wrong.set(set.emit(field.value()));
            }
        })
    };
    html! {
        <form class="free-value" {onsubmit}>
            <label>
                <span>{ props.label }</span>
                <input ref={place} type="text" autocomplete="off" spellcheck="false" placeholder={props.example} aria-invalid={wrong.is_some().then_some("true")} />
                if !props.unit.is_empty() { <span>{ props.unit }</span> }
            </label>
            <button class="tool">{ Say::Apply.get(props.lang) }</button>
            <p role="alert">{ wrong.as_deref().unwrap_or_default() }</p>
        </form>
    }
}
