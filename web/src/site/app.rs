//! Which page is shown, and in which language and theme.

use yew::prelude::*;

use super::front::Front;
use super::lab_page::LabPage;
use super::prefs::Prefs;
use super::route::{Part, Route};
use super::{dom, missing, words};

/// The whole page.
#[component]
pub(crate) fn App() -> Html {
    let route = use_route();
    let prefs = use_state(Prefs::load);
    let on_prefs = {
        let prefs = prefs.clone();
        use_callback((), move |new: Prefs, ()| {
            new.store();
            prefs.set(new);
        })
    };
    use_effect_with(*prefs, |prefs| prefs.apply());
    use_arrival(&route);
    use_title(&route, *prefs);
    match &route {
        Route::Front(_) => html! { <Front prefs={*prefs} {on_prefs} /> },
        // Another address is another run: its figure begins anew.
        Route::Scenario(_) | Route::Run(_) => {
            html! { <LabPage key={format!("{route:?}")} prefs={*prefs} {on_prefs} route={route.clone()} /> }
        }
        Route::Missing => missing::view(*prefs, on_prefs),
    }
}

/// What the address asks for, now and whenever it changes.
#[hook]
fn use_route() -> Route {
    let route = use_state(|| Route::parse(&dom::hash()));
    let set = route.setter();
    use_effect_with((), move |()| {
        let listening = web_sys::window().map(|window| {
            dom::Listening::to(&window, "hashchange", move |_| {
                set.set(Route::parse(&dom::hash()));
            })
        });
        move || drop(listening)
    });
    (*route).clone()
}

/// Brings the keyboard and the view to where a link leads; not on the first page, which begins at its beginning.
#[hook]
fn use_arrival(route: &Route) {
    let first = use_mut_ref(|| true);
    use_effect_with(route.clone(), move |route| {
        let first = first.replace(false);
        let part = match route {
            Route::Front(part) => *part,
            _ => Part::Top,
        };
        if part != Part::Top {
            dom::visit(part.id());
        } else if !first {
            dom::visit(part.id());
            if let Some(window) = web_sys::window() {
                window.scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
    });
}

/// The window's title; the page of a lab sets its own.
#[hook]
fn use_title(route: &Route, prefs: Prefs) {
    let lang = prefs.lang;
    let title = match route {
        Route::Front(_) => Some(format!("Glassbox · {}", words::TITLE.get(lang))),
        Route::Missing => Some(format!("{} · Glassbox", words::MISSING.get(lang))),
        Route::Scenario(_) | Route::Run(_) => None,
    };
    use_effect_with(title, |title| {
        if let (Some(title), Some(document)) = (title, dom::document()) {
            document.set_title(title);
        }
    });
}
