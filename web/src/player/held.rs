//! The parts around the stage need not follow every step.
//!
//! While a figure plays, the stage shows a step in the frame in which it happened. What is around it is drawn in the frames
//! after, one part each, so that no frame has to do everything. Whatever a person does is drawn at once.

use yew::{Html, Properties, component, html};

/// Real milliseconds after which a part is drawn even if every frame has a step.
const PATIENCE: f64 = 150.0;

/// A part around the stage.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Part {
    /// Seek bar, controls, caption.
    Player,
    /// Events, state, and the card of what is selected.
    Panel,
    /// Tools and properties.
    Tools,
    /// The lesson.
    Lesson,
}

/// As many as there are parts.
const PARTS: usize = 4;

/// Which parts show an older moment than the stage.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Changes when a part is drawn anew.
    stamps: [u64; PARTS],
    /// Drawn with the next view.
    fresh: [bool; PARTS],
    /// For how many real milliseconds it has shown an older moment.
    stale: [Option<f64>; PARTS],
}

impl Parts {
    /// All of them are to be drawn.
    pub(super) fn refresh(&mut self) {
        for part in 0..PARTS {
            self.draw(part);
        }
    }

    /// A frame of `elapsed` milliseconds, perhaps with a step. Returns whether a part is to be drawn.
    pub(super) fn frame(&mut self, elapsed: f64, stepped: bool) -> bool {
        self.fresh = [false; PARTS];
        for waits in &mut self.stale {
            match waits {
                Some(waits) => *waits += elapsed,
                None if stepped => *waits = Some(0.0),
                None => {}
            }
        }
        let waited = |part: &usize| self.stale[*part].unwrap_or(-1.0);
        let longest = (0..PARTS).max_by(|a, b| waited(a).total_cmp(&waited(b)));
        let least = if stepped { PATIENCE } else { 0.0 };
        let due = longest.filter(|part| waited(part) >= least);
        if let Some(part) = due {
            self.draw(part);
        }
        due.is_some()
    }

    /// Whether the part is drawn with this view.
    pub(super) fn is_fresh(&self, part: Part) -> bool {
        self.fresh[part as usize]
    }

    fn draw(&mut self, part: usize) {
        self.stamps[part] += 1;
        self.fresh[part] = true;
        self.stale[part] = None;
    }

    /// The part as `view` draws it, or as it is.
    pub(super) fn held(&self, part: Part, view: impl FnOnce() -> Html) -> Html {
        let index = part as usize;
        let children = if self.fresh[index] {
            view()
        } else {
            // Not looked at: the stamp is the old one.
            Html::default()
        };
        html! { <Held stamp={self.stamps[index]} {children} /> }
    }
}

#[derive(Properties)]
struct HeldProps {
    stamp: u64,
    children: Html,
}

impl PartialEq for HeldProps {
    fn eq(&self, other: &Self) -> bool {
        self.stamp == other.stamp
    }
}

/// Draws its children when the stamp is another one.
#[component]
fn Held(props: &HeldProps) -> Html {
    props.children.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(parts: &Parts) -> Vec<usize> {
        (0..PARTS).filter(|part| parts.fresh[*part]).collect()
    }

    #[test]
    fn after_a_step_one_part_is_drawn_in_each_frame() {
        let mut parts = Parts::default();
        assert!(!parts.frame(16.0, true));
        let mut seen: Vec<usize> = (0..PARTS)
            .flat_map(|_| {
                assert!(parts.frame(16.0, false));
                drawn(&parts)
            })
            .collect();
        seen.sort_unstable();
        assert_eq!(seen, [0, 1, 2, 3]);
        assert!(!parts.frame(16.0, false), "nothing is left to draw");
    }

    #[test]
    fn with_a_step_in_every_frame_no_part_waits_for_ever() {
        let mut parts = Parts::default();
        let mut count = [0; PARTS];
        for _ in 0..120 {
            parts.frame(16.0, true);
            drawn(&parts).into_iter().for_each(|part| count[part] += 1);
        }
        assert!(count.iter().all(|count| *count >= 5), "{count:?}");
    }

    #[test]
    fn what_a_person_does_is_drawn_at_once() {
        let mut parts = Parts::default();
        parts.frame(16.0, true);
        parts.refresh();
        assert_eq!(drawn(&parts).len(), PARTS);
        assert!(!parts.frame(16.0, false));
    }
}
