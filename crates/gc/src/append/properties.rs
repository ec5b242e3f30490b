//! What must hold in every state.

use glassbox_sim::{Property, Verdict, Witness};

use super::Slice;
use crate::slices::round_up_size;

/// All properties, in the order in which they are shown.
pub const ALL: &[Property<Slice>] = &[
    Property::always("room-for-all", room_for_all),
    Property::always("no-room-wasted", no_room_wasted),
    Property::always("capacity-never-falls", capacity_never_falls),
    Property::always("copies-in-proportion", copies_in_proportion),
];

fn holds(holds: bool, places: [u64; 2]) -> Verdict {
    if holds {
        return Verdict::Holds;
    }
    Verdict::Broken(Witness {
        places: places.to_vec(),
        ..Witness::default()
    })
}

fn room_for_all(slice: &Slice) -> Verdict {
    holds(slice.len <= slice.cap, [slice.len, slice.cap])
}

/// No further element fits the block that the allocator handed out.
fn no_room_wasted(slice: &Slice) -> Verdict {
    if slice.cap == 0 {
        return Verdict::Holds;
    }
    let element = slice.element.rules();
    let used = slice.cap * element.size;
    let block = round_up_size(used, element.pointers, slice.release.rules());
    holds(block - used < element.size, [used, block])
}

fn capacity_never_falls(slice: &Slice) -> Verdict {
    holds(!slice.fell(), [slice.cap, slice.cap])
}

/// A quarter more each time makes at most four copies of each element in the end, counted over all
/// (1 + 1/1.25 + 1/1.25² + … = 5, and the last one is the slice itself).
fn copies_in_proportion(slice: &Slice) -> Verdict {
    holds(slice.copied <= 5 * slice.len, [slice.copied, slice.len])
}
