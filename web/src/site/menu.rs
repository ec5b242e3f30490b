//! A button that opens a list below itself.

use glassbox_sim::Lang;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

use super::dom;

/// What a menu is made of.
#[derive(PartialEq, Properties)]
pub(crate) struct MenuProps {
    /// The button's content.
    pub(crate) button: Html,
    /// The button's name, if its content is only a picture.
    #[prop_or_default]
    pub(crate) name: Option<&'static str>,
    /// The name of the list, and of its look.
    pub(crate) id: &'static str,
    /// Changes with what is shown: an open menu closes then.
    pub(crate) lang: Lang,
    /// The list.
    pub(crate) children: Html,
}

/// A button with a list of links and buttons. Arrows, Home and End walk in it; Escape closes it, and so does whatever
/// takes the keyboard elsewhere.
#[component]
pub(crate) fn Menu(props: &MenuProps) -> Html {
    let open = use_state(|| false);
    let whole = use_node_ref();
    let button = use_node_ref();
    let set = {
        let open = open.clone();
        use_callback((), move |to: bool, ()| open.set(to))
    };
    // Opened: the keyboard goes to the present entry, else to the first.
    use_effect_with((*open, whole.clone()), |(open, whole)| {
        if *open {
            let entries = entries(whole);
            let present = entries
                .iter()
                .find(|entry| entry.has_attribute("aria-current"));
            present.or(entries.first()).into_iter().for_each(dom::focus);
        }
    });
    let onkeydown = {
        let (set, whole, button, open) = (set.clone(), whole.clone(), button.clone(), *open);
        Callback::from(move |event: KeyboardEvent| {
            let to = match (event.key().as_str(), open) {
                ("Escape", true) => {
                    set.emit(false);
                    button.cast::<Element>().iter().for_each(dom::focus);
                    return event.prevent_default();
                }
                ("ArrowDown", false) => {
                    set.emit(true);
                    return event.prevent_default();
                }
                ("ArrowDown", true) => Walk::By(1),
                ("ArrowUp", true) => Walk::By(-1),
                ("Home", true) => Walk::First,
                ("End", true) => Walk::Last,
                _ => return,
            };
            event.prevent_default();
            walk(&whole, to);
        })
    };
    let onfocusout = {
        let (set, whole) = (set.clone(), whole.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event
                .related_target()
                .and_then(|to| to.dyn_into::<Node>().ok());
            if !whole
                .cast::<Node>()
                .is_some_and(|whole| whole.contains(to.as_ref()))
            {
                set.emit(false);
            }
        })
    };
    // Safari gives a clicked button no keyboard; then the list would not close by itself.
    let onclick = {
        let (set, button, open) = (set.clone(), button.clone(), *open);
        Callback::from(move |_: MouseEvent| {
            button.cast::<Element>().iter().for_each(dom::focus);
            set.emit(!open);
        })
    };
    let close = {
        let set = set.clone();
        Callback::from(move |event: MouseEvent| {
            let on = event
                .target_dyn_into::<Element>()
                .and_then(|at| at.closest("a, button").ok().flatten());
            if on.is_some() {
                set.emit(false);
            }
        })
    };
    html! {
        <div class={classes!("menu", props.id)} ref={whole} {onkeydown} {onfocusout}>
            <button type="button" class="ctl" ref={button} {onclick} aria-expanded={open.to_string()}
                aria-controls={props.id} aria-label={props.name} title={props.name}>
                { props.button.clone() }
            </button>
            <div class="panel" id={props.id} hidden={!*open} onclick={close} tabindex="-1">{ props.children.clone() }</div>
        </div>
    }
}

/// Where to in the list.
enum Walk {
    First,
    Last,
    By(isize),
}

/// What can have the keyboard in an open list.
fn entries(whole: &NodeRef) -> Vec<Element> {
    let Some(list) = whole
        .cast::<Element>()
        .and_then(|it| it.query_selector_all(".panel a, .panel button").ok())
    else {
        return Vec::new();
    };
    let found = (0..list.length()).filter_map(|i| list.get(i)?.dyn_into::<HtmlElement>().ok());
    // Some are only there on a phone.
    found
        .filter(|entry| entry.offset_height() > 0)
        .map(Element::from)
        .collect()
}

fn walk(whole: &NodeRef, to: Walk) {
    let entries = entries(whole);
    let at = dom::document().and_then(|document| document.active_element());
    let at = entries.iter().position(|entry| Some(entry) == at.as_ref());
    let last = entries.len().saturating_sub(1);
    let next = match (to, at) {
        (Walk::Last, _) => last,
        (Walk::By(by), Some(at)) => at.saturating_add_signed(by).min(last),
        (Walk::First | Walk::By(_), _) => 0,
    };
    entries.get(next).into_iter().for_each(dom::focus);
}
