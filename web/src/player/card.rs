//! The card of the selected thing: the only floating surface. On narrow figures, a sheet.

use glassbox_sim::{Lang, PacketId};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::{Context, Html, classes, html};

use super::icons::{self, icon};
use super::state::view_field;
use super::{Controls, Msg, Player};
use crate::lab::{Card, Lab, Selected};
use crate::words::Say;

/// Fields on a card; the State tab has them all.
const FIELDS: usize = 5;
/// Acts that have a key: 1 to 9.
pub(super) const ACT_KEYS: usize = 9;

impl<L: Lab> Player<L> {
    pub(super) fn view_card(&self, ctx: &Context<Self>) -> Html {
        let Some(session) = self.session() else {
            return Html::default();
        };
        let lang = ctx.props().lang;
        let Some(selected) = self.selected else {
            return Html::default();
        };
        let now = session.timeline().position().clock;
        let Some(card) = L::card(session.timeline().state(), selected, now, lang) else {
            return Html::default();
        };
        let before = self.fields_before(ctx, selected);
        let sheet = self.has_sheet();
        let close = Say::Close.get(lang);
        html! {
            <aside class={classes!("card", sheet.then_some("sheet"))} id={self.card_id(ctx)} ref={self.card.clone()} aria-label={card.title.clone()}>
                <header class="over-head">
                    <h2>{ &card.title }</h2>
                    <button class="control" title={close} aria-label={close} onclick={ctx.link().callback(|_| Msg::Select(None))}>
                        { icon(icons::CLOSE) }
                    </button>
                </header>
                <dl class="fields">{ for card.fields.iter().take(FIELDS).map(|field| view_field(field, &before)) }</dl>
                { self.view_card_acts(ctx, &card) }
            </aside>
        }
    }

    fn card_id(&self, ctx: &Context<Self>) -> String {
        format!("{}-card", ctx.props().uid)
    }

    /// What is said when a card opens: whose it is, and what can be done with which key. The focus stays on the thing.
    pub(super) fn card_said(&self, lang: Lang) -> Option<String> {
        let timeline = self.session()?.timeline();
        let now = timeline.position().clock;
        let card = L::card(timeline.state(), self.selected?, now, lang)?;
        let acts = card.acts.iter().take(ACT_KEYS).enumerate();
        let acts: Vec<String> = acts
            .map(|(index, (name, _))| format!("{} {name}", index + 1))
            .collect();
        Some(if acts.is_empty() {
            card.title
        } else {
            let (title, acts) = (card.title, acts.join(lang.pick(", ", "，")));
            lang.pick(
                format!("{title}. Acts by key: {acts}"),
                format!("{title}。按键操作：{acts}"),
            )
        })
    }

    /// Puts the card beside the selected thing, in the corner where it covers the fewest others, and
    /// ties it to the thing.
    pub(super) fn place_card(&mut self, controls: Controls) {
        let (Some(stage), Some(card)) = (
            self.stage.cast::<HtmlElement>(),
            self.card.cast::<HtmlElement>(),
        ) else {
            return;
        };
        let opens = std::mem::take(&mut self.sheet_opens);
        if self.has_sheet() {
            if controls == Controls::Full {
                self.show_sheet(&card);
            } else if opens {
                // Below the figure, whatever is below it in its page goes down; no further than the sheet can be seen.
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                card.scroll_into_view_with_scroll_into_view_options(&options);
            }
            return;
        }
        let Some(selected) = self.selected else {
            return;
        };
        let find = |query: &str| stage.query_selector(query).ok().flatten();
        let name = format!("[data-thing=\"{}\"]", thing_name(selected));
        // A thing with a trail has a mark by which it is taken.
        let mark = find(&format!("{name} [class*=selected]"));
        let Some(thing) = mark.or_else(|| find(&name)) else {
            return;
        };
        let area = stage.get_bounding_client_rect();
        let of = |element: &Element| {
            let it = element.get_bounding_client_rect();
            Area::new(
                it.left() - area.left(),
                it.top() - area.top(),
                it.width(),
                it.height(),
            )
        };
        let others: Vec<Covered> = KEPT_FREE
            .iter()
            .flat_map(|(query, weight)| {
                let list = stage.query_selector_all(query).ok();
                let all = list
                    .into_iter()
                    .flat_map(|list| (0..list.length()).filter_map(move |at| list.get(at)));
                all.filter_map(|node| node.dyn_into::<Element>().ok())
                    .map(|element| Covered {
                        area: of(&element),
                        weight: *weight,
                    })
            })
            .collect();
        let size = (
            f64::from(card.offset_width()),
            f64::from(card.offset_height()),
        );
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

    /// A sheet stands below the player. That stays at the top of the window when the page scrolls: the page is scrolled back as
    /// far as it covers the sheet.
    fn show_sheet(&self, card: &HtmlElement) {
        let root = self.root.cast::<Element>();
        let player = root.and_then(|it| it.query_selector(".main").ok().flatten());
        let (Some(player), Some(window)) = (player, web_sys::window()) else {
            return;
        };
        let (player, card) = (
            player.get_bounding_client_rect(),
            card.get_bounding_client_rect(),
        );
        let covered = player.bottom() - card.top();
        if covered >= 1.0 {
            window.scroll_by_with_x_and_y(0.0, -covered);
        }
    }

    pub(super) fn view_card_acts(&self, ctx: &Context<Self>, card: &Card<L>) -> Html {
        let link = ctx.link();
        // The State tab shows a thing even if none is selected: keys are for one that is.
        let keys = self.selected.map_or(0, |_| ACT_KEYS);
        let acts = card.acts.iter().enumerate().map(|(index, (name, act))| {
            let act = act.clone();
            let key = (index < keys).then(|| (index + 1).to_string());
            html! {
                <button class="link" aria-keyshortcuts={key} onclick={link.callback(move |_| Msg::Act(act.clone()))}>{ name }</button>
            }
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

/// Finds what takes the focus for a thing on the stage: the thing itself, or a part of it.
pub(super) fn button_of(thing: Selected) -> String {
    let name = format!("[data-thing=\"{}\"]", thing_name(thing));
    format!(".stage :is({name}, {name} *):is([tabindex], button)")
}

/// The thing of this name.
pub(super) fn thing_of(name: &str) -> Option<Selected> {
    let (kind, numbers) = name.split_once('-')?;
    let (first, second) = match numbers.split_once('-') {
        Some((first, second)) => (first, Some(second)),
        None => (numbers, None),
    };
    match (kind, second) {
        ("host", None) => Some(Selected::Host(first.parse().ok()?)),
        ("packet", None) => Some(Selected::Packet(PacketId(first.parse().ok()?))),
        ("link", Some(to)) => Some(Selected::Link(first.parse().ok()?, to.parse().ok()?)),
        ("slot", Some(index)) => Some(Selected::Slot(first.parse().ok()?, index.parse().ok()?)),
        _ => None,
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
/// Between a card and the edge of the stage.
const EDGE: f64 = 8.0;
/// The grid on which a card stands.
const STEP: f64 = 12.0;
/// What a pixel further away costs, in covered pixels.
const AWAY: f64 = 60.0;
/// What is not to be covered, and how much worse that is than the bare stage.
const KEPT_FREE: [(&str, f64); 3] = [
    ("[data-thing^=host]", 3.0),
    ("[data-thing^=packet] circle", 2.0),
    ("[data-thing^=slot]", 1.0),
];

impl Area {
    const fn new(left: f64, top: f64, width: f64, height: f64) -> Self {
        Self {
            left,
            top,
            width,
            height,
        }
    }

    fn middle(self) -> (f64, f64) {
        (self.left + self.width / 2.0, self.top + self.height / 2.0)
    }

    /// The point of this area that is nearest to another.
    fn nearest(self, (x, y): (f64, f64)) -> (f64, f64) {
        (
            x.clamp(self.left, self.left + self.width),
            y.clamp(self.top, self.top + self.height),
        )
    }

    /// How far apart two areas are.
    fn distance(self, other: Self) -> f64 {
        let x = (other.left - self.left - self.width).max(self.left - other.left - other.width);
        let y = (other.top - self.top - self.height).max(self.top - other.top - other.height);
        x.max(0.0).hypot(y.max(0.0))
    }

    fn overlap(self, other: Self) -> f64 {
        let width =
            (self.left + self.width).min(other.left + other.width) - self.left.max(other.left);
        let height =
            (self.top + self.height).min(other.top + other.height) - self.top.max(other.top);
        width.max(0.0) * height.max(0.0)
    }
}

/// What a card must not cover, and how bad it is if it does.
struct Covered {
    area: Area,
    weight: f64,
}

/// Where a card of `size` stands best: near its thing, over no node, and over little else. Every
/// place of a coarse grid is looked at.
fn corner(thing: Area, size: (f64, f64), room: (f64, f64), others: &[Covered]) -> Area {
    let (width, height) = size;
    let steps = |room: f64, size: f64| ((room - size - 2.0 * EDGE) / STEP).max(0.0) as u32;
    let cost = |place: &Area| {
        let covered: f64 = others
            .iter()
            .map(|other| other.weight * place.overlap(other.area))
            .sum();
        covered + 40.0 * place.overlap(thing) + AWAY * (place.distance(thing) - GAP).abs()
    };
    let places = (0..=steps(room.0, width)).flat_map(|column| {
        (0..=steps(room.1, height)).map(move |row| {
            let at = |step: u32| EDGE + f64::from(step) * STEP;
            Area::new(at(column), at(row), width, height)
        })
    });
    let best = places.min_by(|a, b| cost(a).total_cmp(&cost(b)));
    best.unwrap_or_else(|| Area::new(EDGE, EDGE, width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_found_by_its_name() {
        for thing in [
            Selected::Host(3),
            Selected::Packet(PacketId(17)),
            Selected::Link(1, 5),
            Selected::Slot(2, 40),
        ] {
            assert_eq!(thing_of(&thing_name(thing)), Some(thing));
        }
        for name in [
            "host",
            "host-x",
            "host-1-2",
            "link-1",
            "slot-1-2-3",
            "wall-1",
        ] {
            assert_eq!(thing_of(name), None, "{name}");
        }
    }

    const ROOM: (f64, f64) = (600.0, 400.0);
    const SIZE: (f64, f64) = (200.0, 100.0);

    #[test]
    fn a_card_stands_beside_its_thing_and_inside_the_stage() {
        for (left, top) in [(100.0, 150.0), (560.0, 0.0), (0.0, 360.0), (300.0, 200.0)] {
            let thing = Area::new(left, top, 40.0, 40.0);
            let place = corner(thing, SIZE, ROOM, &[]);
            assert_eq!(place.overlap(thing), 0.0);
            assert!(place.distance(thing) < 2.0 * GAP);
            assert!(place.left >= 0.0 && place.left + place.width <= ROOM.0);
            assert!(place.top >= 0.0 && place.top + place.height <= ROOM.1);
        }
    }

    #[test]
    fn a_card_covers_no_node_if_there_is_room_elsewhere() {
        let thing = Area::new(280.0, 150.0, 40.0, 40.0);
        let node = Area::new(400.0, 100.0, 80.0, 200.0);
        let covered = Covered {
            area: node,
            weight: 3.0,
        };
        let place = corner(thing, SIZE, ROOM, &[covered]);
        assert_eq!(place.overlap(node), 0.0);
    }

    #[test]
    fn a_stage_smaller_than_the_card_still_shows_it() {
        let place = corner(Area::new(10.0, 10.0, 40.0, 40.0), SIZE, (150.0, 80.0), &[]);
        assert_eq!((place.left, place.top), (EDGE, EDGE));
    }
}
