//! Go's collector: heaps, programs and slices, with acts out of those that are possible.

use glassbox_gc::heap::machine::{Collector, Fault};
use glassbox_gc::lab::{Lab as Model, Setup, scenarios};
use glassbox_gc::program::{Bytes, Gogc};
use glassbox_gc::{append, heap, program};
use glassbox_sim::{Chance, Model as _, Purpose, Timeline};

use super::{Lab, RANDOM_STEPS, try_act};

/// In a random run something is done before every so-manieth step.
const ACT_EVERY: u32 = 12;
/// No purpose of the lab's own: these draws are the person's.
const PERSON: Purpose = Purpose(0x0063_6861_6f73);

/// The lab `gc`.
pub struct Gc;

impl Lab for Gc {
    type Model = Model;

    const SCENARIOS: &'static [(&'static str, &'static str)] = scenarios::FILES;

    fn random(seed: u64) -> Option<Timeline<Model>> {
        let mut chance = Chance::new(seed, PERSON);
        let mut run = Timeline::<Model>::new(setup(seed, &mut chance), seed).ok()?;
        for _ in 0..RANDOM_STEPS {
            // Where nothing happens by itself, somebody has to do something.
            let idle = run.next_at().is_none();
            if !idle && chance.below(ACT_EVERY) != 0 {
                let _ = run.step_on();
                continue;
            }
            let mut acts = run.state().acts();
            if !acts.is_empty() {
                let index = chance.below(acts.len() as u32) as usize;
                try_act(&mut run, acts.swap_remove(index));
            }
        }
        Some(run)
    }
}

/// Of one kind after the other.
fn setup(seed: u64, chance: &mut Chance) -> Setup {
    match seed % 3 {
        0 => Setup::Heap(heap(chance)),
        1 => Setup::Program(program(chance)),
        _ => Setup::Append(append(chance)),
    }
}

fn heap(chance: &mut Chance) -> heap::Setup {
    let faults = (chance.below(3) == 0).then(|| pick(chance, Fault::ALL));
    heap::Setup {
        collector: pick(chance, Collector::ALL),
        faults: faults.into_iter().collect(),
        globals: vec![0; chance.between(0, 3) as usize],
        goroutines: vec![vec![]; chance.between(1, 4) as usize],
        more: chance.between(0, 16),
        room: chance.between(16, 64),
        fields: chance.between(1, 3) as u8,
        slots: chance.between(1, 4) as u8,
        buffer: chance.between(1, 24) as u16,
        trigger: chance.between(1, 8),
        ..heap::Setup::default()
    }
}

fn program(chance: &mut Chance) -> program::Setup {
    let mib = |chance: &mut Chance, most| Bytes::mib(chance.between(1, most).into());
    let procs = chance.between(1, 12);
    program::Setup {
        procs,
        goroutines: chance.between(1, procs) as u8,
        gogc: match chance.below(6) {
            0 => Gogc::Off,
            _ => Gogc::Percent(chance.between(10, 400)),
        },
        memory_limit: (chance.below(2) == 0).then(|| mib(chance, 128)),
        alloc_rate: mib(chance, 4096),
        live_heap: mib(chance, 64),
        scannable: chance.between(0, 100) as u8,
        object_size: Bytes(chance.between(8, 65_536).into()),
        scan_rate: mib(chance, 1024).max(Bytes::mib(16)),
        cpu_limiter: chance.below(4) != 0,
        ..program::Setup::default()
    }
}

fn append(chance: &mut Chance) -> append::Setup {
    let pointers = chance.below(2) == 0;
    append::Setup {
        element: append::Element {
            size: chance.between(1, 64) * if pointers { 8 } else { 1 },
            pointers,
        },
        release: pick(chance, &append::Go::ALL),
    }
}

fn pick<T: Copy>(chance: &mut Chance, all: &[T]) -> T {
    all[chance.below(all.len() as u32) as usize]
}
