//! An address that leads nowhere.

use yew::{Callback, Html, html};

use super::prefs::Prefs;
use super::route::Part;
use super::top_bar::TopBar;
use super::words;

/// Says so, with a way on.
pub(crate) fn view(prefs: Prefs, on_prefs: Callback<Prefs>) -> Html {
    let lang = prefs.lang;
    html! {
        <>
            <TopBar {prefs} {on_prefs} />
            <main class="missing" id={Part::Top.id()} tabindex="-1">
                <h1>{ words::MISSING.get(lang) }</h1>
                <p>{ words::MISSING_TEXT.get(lang) }</p>
                <div class="buttons">
                    <a class="button main" href="#/">{ words::TO_FRONT.get(lang) }</a>
                    <a class="button" href="#/scenarios">{ words::ALL_SCENARIOS.get(lang) }</a>
                </div>
            </main>
        </>
    }
}
