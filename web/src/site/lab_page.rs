//! The frame around a lab: the bar, and a figure with everything.

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{CustomEvent, Element};
use yew::prelude::*;

use super::figure::figure;
use super::prefs::Prefs;
use super::route::{PARAMETERS, Part, Route};
use super::top_bar::{InLab, TopBar};
use super::{catalog, dom, words};

/// What the page of a lab needs.
#[derive(PartialEq, Properties)]
pub(crate) struct LabPageProps {
    /// A scenario or a run link.
    pub(crate) route: Route,
    /// Language and theme.
    pub(crate) prefs: Prefs,
    /// Changes them.
    pub(crate) on_prefs: Callback<Prefs>,
}

/// The page of a lab. A change of language or theme leaves the run alone: only an attribute changes.
#[component]
pub(crate) fn LabPage(props: &LabPageProps) -> Html {
    let lang = props.prefs.lang;
    let node = use_node_ref();
    let ready = use_scenario(&node);
    let failed = use_failed(&node, &props.route);
    let (start, link) = match &props.route {
        Route::Scenario(start) => (Some(start), None),
        Route::Run(link) => (None, Some(link)),
        _ => (None, None),
    };
    let unknown = start.map_or(&[][..], |start| &start.unknown);
    // A link names its scenario only to the lab that reads it.
    let id = start.map(|start| start.scenario.clone()).or(ready);
    let entry = id.as_deref().and_then(catalog::find);
    let title: AttrValue = entry
        .map_or(words::SHARED_RUN.get(lang), |entry| entry.title.get(lang))
        .to_owned()
        .into();
    let named = link.and_then(|link| glassbox_sim::link::lab_of(link).ok());
    let lab = entry
        .map(|entry| entry.lab().to_owned())
        .or(named)
        .unwrap_or_default();
    use_effect_with(title.clone(), |title| set_title(title));

    let on_open = {
        let node = node.clone();
        Callback::from(move |panel: &'static str| {
            if let Some(figure) = node.get() {
                dom::ask(&figure, panel, &Array::new(), |_| ());
            }
        })
    };
    let in_lab = InLab {
        id: lab.into(),
        scenario: id.map(AttrValue::from),
        title: title.clone(),
        on_open,
        failed,
    };
    html! {
        <>
            <TopBar prefs={props.prefs} on_prefs={props.on_prefs.clone()} lab={in_lab} />
            <main class="lab" id={Part::Top.id()} tabindex="-1">
                <h1 class="sr">{ title }</h1>
                if !unknown.is_empty() {
                    <p class="not-known" role="status">{ words::unknown(unknown, &PARAMETERS, lang) }</p>
                }
                { figure(&node, props.prefs, [
                    ("controls", Some("full".into())),
                    ("loading", Some("eager".into())),
                    ("scenario", start.map(|it| it.scenario.clone().into())),
                    ("seed", start.and_then(|it| it.seed.clone()).map(AttrValue::from)),
                    ("start", start.and_then(|it| it.start.clone()).map(AttrValue::from)),
                    ("speed", start.and_then(|it| it.speed.clone()).map(AttrValue::from)),
                    ("state", link.cloned().map(AttrValue::from)),
                ]) }
                if failed {
                    <p class="way-on"><a href={format!("#/{}", Part::Scenarios.id())}>{ words::WAY_ON.get(lang) }</a></p>
                }
            </main>
        </>
    }
}

/// The scenario that a figure says it shows, once it is ready.
#[hook]
fn use_scenario(node: &NodeRef) -> Option<String> {
    let scenario = use_state(|| None::<String>);
    let set = scenario.setter();
    use_effect_with(node.clone(), move |node| {
        let listening = node.get().map(|target| {
            dom::Listening::to(&target, "glassbox-ready", move |event| {
                let detail = event
                    .dyn_ref::<CustomEvent>()
                    .map(CustomEvent::detail)
                    .unwrap_or_default();
                set.set(scenario_in(&detail));
            })
        });
        move || drop(listening)
    });
    (*scenario).clone()
}

/// Whether the figure could not be opened. It says what is wrong; its bar can then do nothing for it.
#[hook]
fn use_failed(node: &NodeRef, route: &Route) -> bool {
    let failed = use_state(|| false);
    let set = failed.setter();
    use_effect_with((node.clone(), route.clone()), move |(node, _)| {
        let look = {
            let node = node.clone();
            // It also tells of attributes that it does without: then there is a stage. What it draws comes a moment later.
            move || {
                let (node, set) = (node.clone(), set.clone());
                dom::after_drawing(move || {
                    let shadow = node.cast::<Element>().and_then(|it| it.shadow_root());
                    let shows = |css| {
                        let found = shadow.as_ref().map(|it| it.query_selector(css));
                        matches!(found, Some(Ok(Some(_))))
                    };
                    set.set(shows(".gb-problem, .gb-trouble:not([hidden])") && !shows(".stage"));
                });
            }
        };
        look();
        let listening = node.get().map(|target| {
            ["glassbox-ready", "glassbox-error"].map(|event| {
                let look = look.clone();
                dom::Listening::to(&target, event, move |_| look())
            })
        });
        move || drop(listening)
    });
    *failed
}

/// The detail of the event is the scenario's id, or an object with it.
fn scenario_in(detail: &wasm_bindgen::JsValue) -> Option<String> {
    detail
        .as_string()
        .or_else(|| dom::get(detail, "scenario")?.as_string())
}

fn set_title(title: &str) {
    if let Some(document) = dom::document() {
        document.set_title(&format!("{title} · Glassbox"));
    }
}
