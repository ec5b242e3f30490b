//! The card of the selected thing: the only floating surface. On narrow figures, a sheet.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::{Context, Html, html};

use super::icons::{self, icon};
use super::state::view_field;
use super::{Msg, Player};
use crate::lab::{Card, Lab, Selected};
use crate::words::Say;

/// Fields on a card; the State tab has them all.
const FIELDS: usize = 5;

impl<L: Lab> Player<L> {
    pub(super) fn view_card(&self, ctx: &Context<Self>) -> Html {
        let Some(session) = self.session() else { return Html::default() };
        let lang = ctx.props().lang;
        let Some(selected) = self.selected else { return Html::default() };
        let now = session.timeline().position().clock;
        let Some(card) = L::card(session.timeline().state(), selected, now, lang) else {
            return Html::default();
        };
        let before = self.fields_before(ctx, selected);
        let close = Say::Close.get(lang);
        html! {
            <aside class="card" ref={self.card.clone()} aria-label={card.title.clone()}>
                <header class="over-head">
                    <h3>{ &card.title }</h3>
                    <button class="control" title={close} aria-label={close} onclick={ctx.link().callback(|_| Msg::Select(None))}>
                        { icon(icons::CLOSE) }
                    </button>
                </header>
                <dl class="fields">{ for card.fields.iter().take(FIELDS).map(|field| view_field(field, &before)) }</dl>
                { self.view_card_acts(ctx, &card) }
            </aside>
        }
    }

    /// Puts the card beside the selected thing, in the corner where it covers the fewest others, and
    /// ties it to the thing.
    pub(super) fn place_card(&self) {
        let (Some(stage), Some(card)) =
            (self.stage.cast::<HtmlElement>(), self.card.cast::<HtmlElement>())
        else {
            return;
        };
        if self.width < super::layout::MIDDLE {
            return;
        }
        let Some(selected) = self.selected else { return };
        let find = |query: &str| stage.query_selector(query).ok().flatten();
        let Some(thing) = find(&format!("[data-thing=\"{}\"]", thing_name(selected))) else { return };
        let area = stage.get_bounding_client_rect();
        let of = |element: &Element| {
            let it = element.get_bounding_client_rect();
            Area::new(it.left() - area.left(), it.top() - area.top(), it.width(), it.height())
        };
        let others: Vec<Area> = stage
            .query_selector_all("[data-thing^=host]")
            .map(|list| (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok()).collect())
            .map(|list: Vec<Element>| list.iter().map(of).collect())
            .unwrap_or_default();
        let size = (f64::from(card.offset_width()), f64::from(card.offset_height()));
        let room = (area.width(), area.height());
        let place = corner(of(&thing), size, room, &others);
        let style = card.style();
        // Fails only for names that are no properties.
        let _ = style.set_property("left", &format!("{:.0}px", place.left));
        let _ = style.set_property("top", &format!("{:.0}px", place.top));
        if let Some(tie) = self.tie.cast::<Element>() {
            let ((x1, y1), (x2, y2)) = (of(&thing).middle(), place.nearest(of(&thing).middle()));
            for (name, value) in [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)] {
                let _ = tie.set_attribute(name, &format!("{value:.0}"));
            }
        }
    }

    pub(super) fn view_card_acts(&self, ctx: &Context<Self>, card: &Card<L>) -> Html {
        let link = ctx.link();
        let acts = card.acts.iter().map(|(name, act)| {
            let act = act.clone();
            html! { <button class="link" onclick={link.callback(move |_| Msg::Act(act.clone()))}>{ name }</button> }
        });
        html! {
            <div class="card-acts">
                { for acts }
                if let Some(origin) = card.origin {
                    <button class="link why-sent" onclick={link.callback(move |_| Msg::Why(Some(origin)))}>
                        { Say::WhySent.get(ctx.props().lang) }
                    </button>
                }
            </div>
        }
    }
}

/// The name of a thing on the stage, as `data-thing` has it.
fn thing_name(thing: Selected) -> String {
    match thing {
        Selected::Host(host) => format!("host-{host}"),
        Selected::Packet(packet) => format!("packet-{}", packet.0),
        Selected::Link(from, to) => format!("link-{from}-{to}"),
        Selected::Slot(host, index) => format!("slot-{host}-{index}"),
    }
}

/// A rectangle, in pixels of the stage.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Area {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// Between a thing and its card.
const GAP: f64 = 36.0;

impl Area {
    const fn new(left: f64, top: f64, width: f64, height: f64) -> Self {
        Self { left, top, width, height }
    }

    fn middle(self) -> (f64, f64) {
        (self.left + self.width / 2.0, self.top + self.height / 2.0)
    }

    /// The point of this area that is nearest to another.
    fn nearest(self, (x, y): (f64, f64)) -> (f64, f64) {
        (x.clamp(self.left, self.left + self.width), y.clamp(self.top, self.top + self.height))
    }

    fn overlap(self, other: Self) -> f64 {
        let width = (self.left + self.width).min(other.left + other.width) - self.left.max(other.left);
        let height = (self.top + self.height).min(other.top + other.height) - self.top.max(other.top);
        width.max(0.0) * height.max(0.0)
    }
}

/// Where a card of `size` covers the least: beside the thing, within the room there is.
fn corner(thing: Area, size: (f64, f64), room: (f64, f64), others: &[Area]) -> Area {
    let ((x, y), (width, height)) = (thing.middle(), size);
    let right = thing.left + thing.width + GAP;
    let left = thing.left - GAP - width;
    let below = thing.top + thing.height + GAP;
    let above = thing.top - GAP - height;
    let places = [
        (right, y - height / 2.0),
        (left, y - height / 2.0),
        (right, above + height / 2.0),
        (right, below - height / 2.0),
        (left, above + height / 2.0),
        (left, below - height / 2.0),
        (x - width / 2.0, below),
        (x - width / 2.0, above),
    ];
    let inside = |(left, top): (f64, f64)| {
        let (most_left, most_top) = ((room.0 - width - 8.0).max(8.0), (room.1 - height - 8.0).max(8.0));
        Area::new(left.clamp(8.0, most_left), top.clamp(8.0, most_top), width, height)
    };
    let cost = |place: &Area| {
        let covered: f64 = others.iter().map(|other| place.overlap(*other)).sum();
        covered + 4.0 * place.overlap(thing)
    };
    let best = places.map(inside).into_iter().min_by(|a, b| cost(a).total_cmp(&cost(b)));
    best.unwrap_or_else(|| inside((right, y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: (f64, f64) = (600.0, 400.0);
    const SIZE: (f64, f64) = (200.0, 100.0);

    #[test]
    fn a_card_stands_beside_its_thing_and_inside_the_stage() {
        let thing = Area::new(100.0, 150.0, 40.0, 40.0);
        let place = corner(thing, SIZE, ROOM, &[]);
        assert_eq!(place.overlap(thing), 0.0);
        assert_eq!((place.left, place.top), (176.0, 120.0));
        let at_the_edge = corner(Area::new(560.0, 0.0, 40.0, 40.0), SIZE, ROOM, &[]);
        assert!(at_the_edge.left + at_the_edge.width <= 600.0 && at_the_edge.top >= 0.0);
    }

    #[test]
    fn a_card_goes_where_it_covers_nothing() {
        let thing = Area::new(280.0, 150.0, 40.0, 40.0);
        let on_the_right = Area::new(400.0, 100.0, 80.0, 200.0);
        let place = corner(thing, SIZE, ROOM, &[on_the_right]);
        assert_eq!(place.overlap(on_the_right), 0.0);
    }
}
