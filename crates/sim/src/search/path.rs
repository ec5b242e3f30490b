//! From keys back to a run one can follow.

use super::{Search, Space};

/// A run that was found: where it begins, and what happens.
#[derive(Clone, Debug)]
pub struct Run<S: Space> {
    /// Where it begins.
    pub start: S::State,
    /// What happens, with what it leads to.
    pub steps: Vec<(S::Label, S::State)>,
}

impl<S: Space> Search<S> {
    /// The shortest run that ends badly, if one was found.
    ///
    /// A key stands for states that differ in names. The run keeps to the names of its first state:
    /// at each step it takes the first continuation that has the right key.
    pub fn run_found(&self) -> Option<Run<S>> {
        let path = self.ancestors(self.bad?);
        let key = |number: &u32| self.keys[*number as usize];
        let (first, rest) = path.split_first()?;
        let start = self.space.state(key(first));
        let mut steps: Vec<(S::Label, S::State)> = Vec::new();
        for number in rest {
            let from = steps.last().map_or(start, |(_, state)| *state);
            let mut taken = None;
            self.space.next(&from, &mut |label, state| {
                if taken.is_none() && self.space.key(state) == key(number) {
                    taken = Some((label, *state));
                }
            });
            steps.push(taken?);
        }
        Some(Run { start, steps })
    }
}
