use std::collections::BTreeMap;

use glassbox_sim::{Chance, Purpose};

use super::bounds::{FIELDS, OBJECTS, SLOTS};
use super::{Bounds, Small};
use crate::heap::machine::heap::{
    Activity, GLOBALS, Gno, Heap, Mark, NIL, Phase, Ref, Target, Write,
};

/// Two objects and two goroutines, each in the middle of something.
fn busy() -> Small {
    busy_with([1, 2], [0, 1])
}

/// The same with these names.
fn busy_with([one, two]: [Ref; 2], [writer, reader]: [Gno; 2]) -> Small {
    let mut small = Small::new(Bounds {
        channel: true,
        ..Bounds::default()
    });
    small.set_phase(Phase::Mark);
    small.set_mark(one, Mark::Grey(0));
    small.set_mark(two, Mark::White);
    small.set_field(one, 0, two);
    small.set_field(GLOBALS, 0, one);
    small.set_slot(writer, 0, two);
    small.set_scanned(reader, true);
    let owner = one;
    let write = Write {
        target: Target::Field { owner, field: 0 },
        value: two,
    };
    small.set_activity(writer, Activity::Writing(write));
    small.set_activity(reader, Activity::Receiving(0));
    small.put(writer, two);
    small
}

#[test]
fn a_state_survives_its_key() {
    let key = busy().key();
    let back = Small::of_key(busy().bounds(), key);
    assert_eq!(back.key(), key);
    assert_eq!(back.phase(), Phase::Mark);
    let writes = |no| matches!(back.activity(no), Activity::Writing(_));
    assert!(writes(0) != writes(1));
}

#[test]
fn names_do_not_change_the_key() {
    let mut other = busy_with([2, 1], [1, 0]);
    assert_eq!(other.key(), busy().key());
    other.set_slot(1, 0, 2);
    assert_ne!(other.key(), busy().key());
}

/// New names for objects, by their old ones; nil stays what it is.
type Names = [u8; OBJECTS + 1];

/// All there are.
const NAMES: [Names; 6] = [
    [0, 1, 2, 3],
    [0, 1, 3, 2],
    [0, 2, 1, 3],
    [0, 2, 3, 1],
    [0, 3, 1, 2],
    [0, 3, 2, 1],
];

/// Those that leave objects alone that there cannot be.
fn names_of(objects: u8) -> impl Iterator<Item = &'static Names> {
    let keeps = move |names: &&Names| (objects + 1..=3).all(|it| names[usize::from(it)] == it);
    NAMES.iter().filter(keeps)
}

/// The same state with other names.
fn renamed(state: &Small, names: &Names, swap: bool) -> Small {
    let name = |object: Ref| Ref::from(names[object as usize & 3]);
    let mut other = Small::new(state.bounds());
    other.set_phase(state.phase());
    for object in 0..=state.objects() {
        other.set_mark(name(object), state.mark(object));
        for field in 0..FIELDS as u8 {
            other.set_field(name(object), field, name(state.field(object, field)));
        }
    }
    for no in 0..state.goroutines() {
        let new = if swap { 1 - no } else { no };
        for slot in 0..SLOTS as u8 {
            other.set_slot(new, slot, name(state.slot(no, slot)));
        }
        other.set_scanned(new, state.is_scanned(no));
        let activity = match state.activity(no) {
            Activity::Writing(Write { target, value }) => {
                let target = match target {
                    Target::Field { owner, field } => Target::Field {
                        owner: name(owner),
                        field,
                    },
                    Target::Stack { slot, .. } => Target::Stack {
                        goroutine: 1 - new,
                        slot,
                    },
                };
                let value = name(value);
                Activity::Writing(Write { target, value })
            }
            activity => activity,
        };
        other.set_activity(new, activity);
        let mut held = *state;
        while let Some(object) = held.take(no) {
            other.put(new, name(object));
        }
    }
    other
}

fn any(bounds: Bounds, chance: &mut Chance) -> Small {
    let mut state = Small::new(bounds);
    let last = u32::from(bounds.objects);
    let phases = <Phase as strum::VariantArray>::VARIANTS;
    let phase = phases[chance.below(phases.len() as u32) as usize];
    state.set_phase(phase);
    assert_eq!(state.phase(), phase);
    for object in 0..=last {
        let free = u32::from(object == 0);
        let marks = [Mark::White, Mark::Grey(0), Mark::Grey(1), Mark::Black];
        let mark = marks.get(chance.below(5 - free) as usize).copied();
        state.set_mark(object, mark.unwrap_or(Mark::Free));
        for field in 0..FIELDS as u8 {
            // Often nil, so that objects look alike.
            let to = chance.below(2) * chance.below(last + 1);
            state.set_field(object, field, to);
        }
    }
    for no in 0..bounds.goroutines {
        for slot in 0..SLOTS as u8 {
            state.set_slot(no, slot, chance.below(2) * chance.below(last + 1));
        }
        state.set_scanned(no, chance.below(2) == 0);
        let value = chance.below(last + 1);
        let owner = chance.below(last + 1);
        let write = |target| Activity::Writing(Write { target, value });
        state.set_activity(
            no,
            match chance.below(6) {
                0 => write(Target::Field { owner, field: 1 }),
                1 => write(Target::Stack {
                    goroutine: 1 - no,
                    slot: 1,
                }),
                2 => Activity::Receiving(1),
                _ => Activity::Running,
            },
        );
        // What is not white waits for nothing.
        let held = (chance.below(2) * chance.below(16)) as u8 & state.white();
        for object in (1..=OBJECTS as Ref).filter(|it| held >> it & 1 != 0) {
            state.put(no, object);
        }
    }
    state
}

/// A name for a state that is the same if and only if some renaming makes states equal: the first
/// of all renamings in the order of how they are written out.
fn slow_key(state: &Small) -> String {
    let mut all = Vec::new();
    for swap in [false, true] {
        if !swap || state.bounds.goroutines == 2 {
            let names = names_of(state.bounds.objects);
            all.extend(names.map(|names| format!("{:?}", renamed(state, names, swap))));
        }
    }
    all.into_iter().min().unwrap()
}

#[test]
fn keys_are_equal_if_and_only_if_some_renaming_makes_states_equal() {
    let mut chance = Chance::new(1, Purpose(93));
    for (objects, goroutines) in [(1, 1), (1, 2), (2, 2), (3, 1), (3, 2)] {
        let bounds = Bounds {
            objects,
            goroutines,
            fields: 2,
            globals: 2,
            slots: 2,
            channel: true,
        };
        let (mut slow_of, mut key_of) = (BTreeMap::new(), BTreeMap::new());
        for _ in 0..1_500 {
            let state = any(bounds, &mut chance);
            let (key, slow) = (state.key(), slow_key(&state));
            assert_eq!(Small::of_key(bounds, key).key(), key);
            assert_eq!(slow_key(&Small::of_key(bounds, key)), slow, "{state:?}");
            for names in names_of(objects) {
                let other = renamed(&state, names, goroutines == 2);
                assert_eq!(other.key(), key, "{state:?}");
            }
            let before = slow_of.insert(key, slow.clone());
            assert!(before.is_none_or(|before| before == slow), "{state:?}");
            let before = key_of.insert(slow, key);
            assert!(before.is_none_or(|before| before == key), "{state:?}");
        }
    }
}

#[test]
fn what_is_reachable_is_found_through_fields() {
    let mut small = busy();
    assert_eq!(small.reachable(), 0b110);
    small.set_slot(0, 0, NIL);
    assert_eq!(small.reachable(), 0b110, "global, 1, 2");
    small.set_field(0, 0, NIL);
    assert_eq!(small.reachable(), 0);
}
