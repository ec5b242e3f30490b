//! Sequence diagrams: who said what to whom and when, as a picture that can be printed.
//!
//! A lab turns its events into a [`Sequence`]; [`render`] makes SVG text of it. Time runs down, one
//! lifeline per host, and a message is a line whose slant is its true time on the way.
//!
//! What is drawn is bounded: the newest [`MAX_ARROWS`] messages, [`MAX_NOTES`] notes and
//! [`MAX_LANES`] lanes; a line says how much is left out. A long stretch in which nothing happens
//! and nothing is under way is folded (see [`Scale`]). Labels that find no room are left out, their
//! sentences stay as titles. Numbers here are for drawing only; nothing flows back into a run.

mod arrow;
mod axis;
mod clip;
mod draw;
mod geometry;
mod note;
mod place;
mod scale;
mod span;
mod svg;
#[cfg(test)]
mod tests;
mod theme;
mod words;

use crate::lang::Lang;
use crate::log::{EventId, Record};
use crate::time::Instant;

pub use clip::{MAX_ARROWS, MAX_LANES, MAX_NOTES};
pub use draw::render;
pub use scale::Scale;
pub use theme::Theme;

/// A sequence diagram, before it is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sequence {
    /// What the run is called; drawn in exported pictures only.
    pub title: String,
    /// The lifelines, from left to right.
    pub lanes: Vec<Lane>,
    /// The messages.
    pub arrows: Vec<Arrow>,
    /// What happened at one moment.
    pub notes: Vec<Note>,
    /// What lasted.
    pub spans: Vec<Span>,
    /// Where the picture begins.
    pub from: Instant,
    /// Where it ends.
    pub to: Instant,
}

impl Sequence {
    /// An empty one for `records` of a run that is at `now`: from the first of them to its end.
    pub fn of_records<E>(records: &[(EventId, Record<E>)], now: Instant) -> Self {
        let from = records.first().map_or(Instant::START, |(_, it)| it.at);
        let last = records.last().map_or(from, |(_, it)| it.at);
        Self {
            from,
            to: last.max(now),
            ..Self::default()
        }
    }
}

/// One lifeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// A stable name, for `data-lane`.
    pub id: String,
    /// What is written above it.
    pub name: String,
}

/// One message. It is not drawn if a lane is missing or both are the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrow {
    /// The sender's lane, counted from 0.
    pub from: usize,
    /// The receiver's lane.
    pub to: usize,
    /// When it was sent.
    pub sent_at: Instant,
    /// What became of it.
    pub end: End,
    /// A request or a reply.
    pub head: Head,
    /// How much it matters.
    pub weight: Weight,
    /// Its hue, 1 to 4; 0 for none.
    pub hue: u8,
    /// A few words on the line; may be empty.
    pub label: String,
    /// The event's sentence, shown on hover.
    pub title: String,
    /// The event that a click leads to.
    pub event: EventId,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum End {
    /// It arrived.
    Arrived(Instant),
    /// It was lost on the way.
    Lost(Instant),
    /// It is still under way at the end of the picture; it will arrive then, if that is known.
    UnderWay(Option<Instant>),
}

/// The arrowhead.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Head {
    /// A request.
    #[default]
    Filled,
    /// A reply.
    Hollow,
}

/// How thick a line is.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum Weight {
    /// What is always there: heartbeats, acknowledgements.
    Thin,
    /// The usual.
    #[default]
    Normal,
    /// What carries something: entries, the first and last segment of a connection.
    Thick,
}

/// Something that happened at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Where; `None`: everywhere, as a line across.
    pub lane: Option<usize>,
    /// When.
    pub at: Instant,
    /// Its mark.
    pub mark: Mark,
    /// The hue of its mark, 1 to 4; 0 for none.
    pub hue: u8,
    /// A few words beside it; may be empty.
    pub label: String,
    /// Whether it matters more than others: set strong, and first to get room for its label.
    pub strong: bool,
    /// The event's sentence, shown on hover.
    pub title: String,
    /// The event that a click leads to.
    pub event: EventId,
}

/// The shape of a note's mark; the same as on the seek bar.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mark {
    /// ◇ an election, a change of state.
    Change,
    /// ■ a leader, an established connection.
    Reached,
    /// ○ a write, a request.
    Request,
    /// ● committed, acknowledged.
    Settled,
    /// ✓ a small yes.
    Yes,
    /// ✕ lost, refused, killed.
    No,
    /// ▲ what a person did.
    Act,
}

/// Something that lasted.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// What it is.
    pub kind: SpanKind,
    /// Its hue, 1 to 4; 0 for none.
    pub hue: u8,
    /// When it began.
    pub from: Instant,
    /// When it was over; `None`: not yet.
    pub until: Option<Instant>,
    /// A few words where a [`SpanKind::Cut`] begins.
    pub label: String,
    /// The sentence of the event it began with.
    pub title: String,
    /// That event.
    pub event: EventId,
}

/// What kind of thing lasted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SpanKind {
    /// A bar on the lifeline: this host leads, this connection is open.
    Active(usize),
    /// The lifeline is interrupted: this host is down or paused.
    Away(usize),
    /// The network is cut: a hatched strip to the right of each of these lanes.
    Cut(Vec<usize>),
}

/// How a sequence is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Width in pixels; at least 280.
    pub width: u32,
    /// For the page, or for a file of its own.
    pub theme: Theme,
    /// The language of what the drawing itself says.
    pub lang: Lang,
    /// Pixels per millisecond; `None`: so that a usual message falls 48 pixels.
    pub px_per_ms: Option<f64>,
    /// Whether quiet stretches are folded.
    pub fold: bool,
    /// On a page, the one event that Tab stops at; arrow keys are the page's to handle. If it is
    /// not drawn, the last one that is.
    pub stop: Option<EventId>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            width: 960,
            theme: Theme::Vars,
            lang: Lang::En,
            px_per_ms: None,
            fold: true,
            stop: None,
        }
    }
}

impl End {
    /// When it was over, if it was.
    pub fn at(self) -> Option<Instant> {
        match self {
            Self::Arrived(at) | Self::Lost(at) => Some(at),
            Self::UnderWay(_) => None,
        }
    }
}
