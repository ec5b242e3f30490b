//! What of a sequence is drawn: the newest part of it, within bounds.

use super::{Arrow, Lane, Note, Sequence, Span};
use crate::time::Instant;

/// Most messages in one picture; of more, the newest.
pub const MAX_ARROWS: usize = 400;
/// Most notes in one picture, and most spans; of more, the newest.
pub const MAX_NOTES: usize = 400;
/// Most lanes; of more, the first ones.
pub const MAX_LANES: usize = 32;

/// The part of a sequence that is drawn.
pub(super) struct Shown<'a> {
    pub(super) lanes: &'a [Lane],
    /// By the moment of sending.
    pub(super) arrows: Vec<&'a Arrow>,
    /// By moment.
    pub(super) notes: Vec<&'a Note>,
    pub(super) spans: Vec<&'a Span>,
    /// Messages and notes before [`Shown::from`].
    pub(super) hidden: usize,
    pub(super) from: Instant,
    pub(super) to: Instant,
}

impl<'a> Shown<'a> {
    pub(super) fn of(sequence: &'a Sequence) -> Self {
        let lanes = &sequence.lanes[..sequence.lanes.len().min(MAX_LANES)];
        let on_lane = |lane: usize| lane < lanes.len();
        let mut arrows: Vec<_> = sequence.arrows.iter().collect();
        arrows.retain(|it| it.from != it.to && on_lane(it.from) && on_lane(it.to));
        arrows.sort_by_key(|it| (it.sent_at, it.event));
        let mut notes: Vec<_> = sequence.notes.iter().collect();
        notes.retain(|it| it.lane.is_none_or(on_lane));
        notes.sort_by_key(|it| (it.at, it.event));

        let all = arrows.len() + notes.len();
        let mut from = sequence.from;
        if let Some(first) = surplus(arrows.len(), MAX_ARROWS) {
            from = from.max(arrows[first].sent_at);
        }
        if let Some(first) = surplus(notes.len(), MAX_NOTES) {
            from = from.max(notes[first].at);
        }
        arrows.retain(|it| it.sent_at >= from);
        notes.retain(|it| it.at >= from);
        // Many things may have happened at that very moment.
        arrows.drain(..surplus(arrows.len(), MAX_ARROWS).unwrap_or(0));
        notes.drain(..surplus(notes.len(), MAX_NOTES).unwrap_or(0));
        let hidden = all - arrows.len() - notes.len();

        let mut spans: Vec<_> = sequence.spans.iter().collect();
        spans.retain(|it| it.until.is_none_or(|until| until > from));
        spans.drain(..surplus(spans.len(), MAX_NOTES).unwrap_or(0));
        Self {
            lanes,
            arrows,
            notes,
            spans,
            hidden,
            from,
            to: sequence.to.max(from),
        }
    }
}

/// How many are too many, if any are.
fn surplus(count: usize, most: usize) -> Option<usize> {
    count.checked_sub(most).filter(|more| *more > 0)
}
