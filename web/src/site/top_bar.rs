//! The bar at the top: of the front page, and of a lab.

use glassbox_sim::Lang;
use yew::prelude::*;

use super::catalog::{self, LABS};
use super::dom;
use super::icons;
use super::menu::Menu;
use super::prefs::{self, Prefs, Theme};
use super::route::Part;
use super::words::{self, Text};

/// What a bar shows.
#[derive(PartialEq, Properties)]
pub(crate) struct TopBarProps {
    /// Language and theme.
    pub(crate) prefs: Prefs,
    /// Changes them.
    pub(crate) on_prefs: Callback<Prefs>,
    /// The lab it belongs to; none on the front page.
    #[prop_or_default]
    pub(crate) lab: Option<InLab>,
}

/// What the bar of a lab shows besides.
#[derive(Clone, PartialEq)]
pub(crate) struct InLab {
    /// `raft`, or what a link names.
    pub(crate) id: AttrValue,
    /// The scenario that runs, if it is known.
    pub(crate) scenario: Option<AttrValue>,
    /// Its title, or a word for it.
    pub(crate) title: AttrValue,
    /// The figure could not be opened: it has no panels.
    pub(crate) failed: bool,
    /// Opens a panel of the figure: calls this method of the element.
    pub(crate) on_open: Callback<&'static str>,
}

/// The bar.
#[component]
pub(crate) fn TopBar(props: &TopBarProps) -> Html {
    let lang = props.prefs.lang;
    let class = classes!(
        "bar",
        if props.lab.is_some() {
            "in-lab"
        } else {
            "on-front"
        }
    );
    let main = Part::Top.id();
    let skip = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        dom::visit(main);
    });
    html! {
        <header {class}>
            <a class="skip" href="#/" onclick={skip}>{ words::SKIP.get(lang) }</a>
            <div class="bar-row">
                <a class="logo" href="#/" aria-label={words::HOME.get(lang)}>{ icons::logo() }<span>{ "Glassbox" }</span></a>
                <nav class="wide" aria-label={words::LABS.get(lang)}>{ pages(props) }</nav>
                if let Some(lab) = &props.lab {
                    { scenarios(lab, lang) }
                }
                <div class="tools">
                    if let Some(lab) = &props.lab {
                        { share(lab, lang) }
                    }
                    <div class={classes!("lang", props.lab.is_some().then_some("wide"))}>{ language(props) }</div>
                    <div class="wide">{ theme(props, false) }</div>
                    if let Some(lab) = &props.lab {
                        { keys(lab, lang, false) }
                    }
                    { hamburger(props) }
                </div>
            </div>
        </header>
    }
}

/// Links to the labs, and on the front page to its parts.
fn pages(props: &TopBarProps) -> Html {
    let lang = props.prefs.lang;
    let here = props.lab.as_ref().map(|lab| &*lab.id);
    let lab = |lab: &catalog::Lab| match lab.ready {
        true => html! {
            <a href={format!("#/{}", lab.id)} aria-current={(here == Some(lab.id)).then_some("page")}>{ lab.name }</a>
        },
        false => html! {
            <span class="later" title={words::LATER.get(lang)}>
                { lab.name }{ " " }<span class="note-later">{ words::LATER.get(lang) }</span>
            </span>
        },
    };
    html! {
        <>
            { for LABS.iter().map(lab) }
            if here.is_none() {
                { part(Part::Scenarios, words::SCENARIOS, lang) }
                { part(Part::Embed, words::EMBED, lang) }
            }
        </>
    }
}

/// A link to a part of the front page. It also works when the address is already that one.
pub(crate) fn part(part: Part, text: Text, lang: Lang) -> Html {
    let onclick = Callback::from(move |_: MouseEvent| dom::visit(part.id()));
    html! { <a href={format!("#/{}", part.id())} {onclick}>{ text.get(lang) }</a> }
}

/// The title of the scenario, which opens the list of all of this lab.
fn scenarios(lab: &InLab, lang: Lang) -> Html {
    let entry = |entry: &'static catalog::Entry| {
        let current = (lab.scenario.as_deref() == Some(entry.id)).then_some("page");
        html! {
            <li>
                <a href={entry.href()} aria-current={current}>
                    <strong>{ entry.title.get(lang) }</strong><span>{ entry.question.get(lang) }</span>
                </a>
            </li>
        }
    };
    let button =
        html! { <><span class="title">{ lab.title.clone() }</span>{ icons::chevron() }</> };
    html! {
        <Menu id="choose" {button} {lang}>
            <nav aria-label={words::SCENARIOS.get(lang)}><ul>{ for catalog::of(&lab.id).map(entry) }</ul></nav>
        </Menu>
    }
}

fn share(lab: &InLab, lang: Lang) -> Html {
    let onclick = lab.on_open.reform(|_: MouseEvent| "share");
    html! {
        <button type="button" class="ctl share" disabled={lab.failed} {onclick} aria-label={words::SHARE.get(lang)}>
            { icons::share() }<span aria-hidden="true">{ words::SHARE.get(lang) }</span>
        </button>
    }
}

/// The list of keys, which the figure has; with its name in a menu.
fn keys(lab: &InLab, lang: Lang, named: bool) -> Html {
    let onclick = lab.on_open.reform(|_: MouseEvent| "keys");
    let name = words::KEYS.get(lang);
    match named {
        true => {
            html! { <button type="button" class="ctl" disabled={lab.failed} {onclick}>{ name }</button> }
        }
        false => {
            html! { <button type="button" class="ctl wide" disabled={lab.failed} {onclick} aria-label={name} title={name}>{ "?" }</button> }
        }
    }
}

/// Changes the language. Its word is in the language it changes to.
fn language(props: &TopBarProps) -> Html {
    let prefs = props.prefs;
    let to = prefs::other(prefs.lang);
    let onclick = props
        .on_prefs
        .reform(move |_: MouseEvent| Prefs { lang: to, ..prefs });
    html! { <button type="button" class="ctl" lang={to.tag()} {onclick}>{ words::OTHER_LANGUAGE.get(prefs.lang) }</button> }
}

/// Changes the theme; with its name in a menu.
fn theme(props: &TopBarProps, named: bool) -> Html {
    let prefs = props.prefs;
    let onclick = props.on_prefs.reform(move |_: MouseEvent| Prefs {
        theme: prefs.theme.next(),
        ..prefs
    });
    let name = match prefs.theme {
        Theme::Auto => words::THEME_AUTO,
        Theme::Light => words::THEME_LIGHT,
        Theme::Dark => words::THEME_DARK,
    };
    let name = name.get(prefs.lang);
    html! {
        <button type="button" class="ctl" {onclick} aria-label={name} title={(!named).then_some(name)}>
            { icons::theme(prefs.theme) }
            if named {
                <span>{ name }</span>
            }
        </button>
    }
}

/// On a phone: all that has no room in the bar.
fn hamburger(props: &TopBarProps) -> Html {
    let lang = props.prefs.lang;
    html! {
        <Menu id="more" button={icons::menu()} name={words::MENU.get(lang)} {lang}>
            <nav aria-label={words::MENU.get(lang)}>{ pages(props) }</nav>
            <div class="settings">
                if let Some(lab) = &props.lab {
                    { language(props) }
                    { keys(lab, lang, true) }
                }
                { theme(props, true) }
            </div>
        </Menu>
    }
}
