//! Where the keyboard is: a panel takes it and gives it back, groups are walked with arrows, and it never falls out of the
//! figure when a button vanishes under it.

use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, ShadowRoot};

use super::Over;

/// What Tab reaches in a panel: of native radio buttons, the chosen one of each group.
const TABBABLE: &str =
    "button:not(:disabled), input:not([type=radio]:not(:checked)), textarea, select, a[href]";
/// Among choices, the one that is on.
const NOW: &str = ".over .option[aria-pressed=true]";
/// What a panel is opened for, rather than its close button.
const CONTENT: &str = ".over :is(input, textarea, .menu-item, .quiet)";

/// What is remembered of the keyboard's place.
#[derive(Default)]
pub(super) struct Focus {
    /// The panel of the last view.
    shown: Option<Over>,
    /// Had the focus when the panel was opened.
    opener: Option<HtmlElement>,
    /// Had the focus before the present change.
    before: Option<HtmlElement>,
    /// Whether that was in the figure.
    inside: bool,
    /// What takes the focus with the next view.
    next: Option<String>,
}

impl Focus {
    /// The first element that fits `selector` takes the focus as soon as it is drawn.
    pub(super) fn next(&mut self, selector: String) {
        self.next = Some(selector);
    }

    /// Remembers who has the focus before anything changes.
    pub(super) fn look(&mut self, host: &HtmlElement) {
        let inside = host.shadow_root().and_then(|root| root.active_element());
        self.inside = inside.is_some();
        let outside = || host.owner_document()?.active_element();
        self.before = inside.or_else(outside).map(JsCast::unchecked_into);
    }

    /// Whether something in `selector` had the focus before the present change.
    pub(super) fn was_in(&self, selector: &str) -> bool {
        let before = self.before.as_ref().filter(|_| self.inside);
        before.is_some_and(|it| it.closest(selector).ok().flatten().is_some())
    }

    /// Nothing is drawn anew: whoever has the focus keeps it.
    pub(super) fn forget(&mut self) {
        self.before = None;
        self.inside = false;
    }

    /// After the view was drawn: moves the focus into a panel that was opened, back from one that was closed, or onto the
    /// figure if what had it is gone.
    pub(super) fn settle(&mut self, root: &HtmlElement, over: Option<Over>) {
        let find = |selector: &str| -> Option<HtmlElement> {
            let found = root.query_selector(selector).ok().flatten();
            found.map(JsCast::unchecked_into)
        };
        let next = self.next.take();
        let before = self.before.take();
        if over != self.shown {
            if over.is_some() {
                self.opener = before.or(self.opener.take());
                let found = find(NOW).or_else(|| find(CONTENT));
                show(found.or_else(|| find(".over button")));
            } else {
                let opener = self.opener.take();
                let opener = opener.filter(|it| it.is_connected() && it.tag_name() != "BODY");
                give(opener.or_else(|| find(".track")));
            }
            self.shown = over;
        } else if let Some(next) = next.and_then(|it| find(&it)) {
            show(Some(next));
        } else if std::mem::take(&mut self.inside) && active(root).is_none_or(|it| is_dead(&it)) {
            give(Some(root.clone()));
        }
    }
}

/// Gives it the focus and brings it into view.
fn show(element: Option<HtmlElement>) {
    if let Some(element) = element {
        // Fails only for an element that is not in the page.
        let _ = element.focus();
    }
}

/// Without scrolling: what takes the focus is in view, or is the whole figure.
fn give(element: Option<HtmlElement>) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Some(element) = element {
        // Fails only for an element that is not in the page.
        let _ = element.focus_with_options(&options);
    }
}

/// Whether a button was disabled under the keyboard: keys would go nowhere.
fn is_dead(element: &Element) -> bool {
    element.matches(":disabled").unwrap_or(false)
}

/// What has the focus among the elements around `element`.
fn active(element: &Element) -> Option<Element> {
    let root: ShadowRoot = element.get_root_node().dyn_into().ok()?;
    root.active_element()
}

fn all(within: &Element, selector: &str) -> Vec<HtmlElement> {
    let list = within.query_selector_all(selector).ok();
    let nodes = list
        .into_iter()
        .flat_map(|list| (0..list.length()).filter_map(move |at| list.get(at)));
    nodes.map(JsCast::unchecked_into).collect()
}

/// Tab in an open panel: on to its next control, from the last one to the first.
pub(super) fn turn(root: &Element, back: bool) {
    let Ok(Some(panel)) = root.query_selector(".over") else {
        return;
    };
    let stops = all(&panel, TABBABLE);
    let here = active(root);
    let here = stops
        .iter()
        .position(|stop| here.as_ref().is_some_and(|it| it.is_same_node(Some(stop))));
    let to = match here {
        Some(here) => (here + if back { stops.len() - 1 } else { 1 }) % stops.len(),
        None => 0,
    };
    show(stops.get(to).cloned());
}

/// An arrow, Home or End in a group of tabs, choices or marks: the other one takes the focus. Tabs and choices are chosen
/// with it. Returns whether the key was one of these.
pub(super) fn rove(target: &Element, key: &str) -> bool {
    let role = target.get_attribute("role").unwrap_or_default();
    let (group, member) = match role.as_str() {
        "tab" => ("[role=tablist]", "[role=tab]"),
        "radio" => ("[role=radiogroup]", "[role=radio]:not(:disabled)"),
        _ if target.has_attribute("data-event") => (".sequence", "[data-event]"),
        _ => return false,
    };
    let Ok(Some(group)) = target.closest(group) else {
        return false;
    };
    let mut members = all(&group, member);
    let number = |it: &HtmlElement| it.get_attribute("data-event")?.parse::<u32>().ok();
    members.sort_by_key(number);
    let Some(here) = members.iter().position(|it| target.is_same_node(Some(it))) else {
        return false;
    };
    let tabs = role == "tab";
    let last = members.len() - 1;
    let to = match key {
        "ArrowRight" => (here + 1) % members.len(),
        "ArrowLeft" => (here + last) % members.len(),
        "ArrowDown" if !tabs => (here + 1) % members.len(),
        "ArrowUp" if !tabs => (here + last) % members.len(),
        "Home" => 0,
        "End" => last,
        _ => return false,
    };
    show(Some(members[to].clone()));
    if !role.is_empty() && role != "button" {
        members[to].click();
    }
    true
}
