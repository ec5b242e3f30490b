//! What a timeline costs, with the smallest model there is: `cargo bench -p glassbox-sim`.

#[path = "support/measure.rs"]
mod measure;
#[path = "../tests/toy/mod.rs"]
mod toy;

use glassbox_sim::Timeline;
use toy::{Toy, setup};

fn main() {
    let new = || Timeline::<Toy>::new(setup(), 1).expect("a valid setup");
    measure::timeline("three hosts that pass a number around", new, |run| {
        run.step_on().expect("the toy never rests");
    });
}
