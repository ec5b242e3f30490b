//! Random runs over random settings.

use glassbox_gc::heap::event::Event;
use glassbox_gc::heap::machine::{Collector, Fault};
use glassbox_gc::heap::{Act, Setup, World};
use glassbox_sim::{Chance, EventId, Log, Model, Purpose, Refused, Verdict};

/// A collector and what is wrong with it.
pub(crate) type Choice = (Collector, Option<Fault>);

/// A run of 60 to 240 steps that is told by its number. What it breaks first.
pub(crate) fn run(choice: Choice, number: u64) -> Option<&'static str> {
    run_with(choice, number, |_, _| {})
}

/// The same, but now and then somebody chooses another one of the sound collectors.
pub(crate) fn run_with_changes(choice: Choice, number: u64) -> Option<&'static str> {
    let mut chance = Chance::new(number, Purpose(92));
    let sound = sound();
    run_with(choice, number, |world, log| {
        if chance.below(16) == 0 {
            let (collector, _) = sound[chance.below(sound.len() as u32) as usize];
            let chosen = world.act(world.now(), &Act::Choose(collector), log);
            assert!(matches!(chosen, Ok(()) | Err(Refused::AlreadySo)));
        }
    })
}

fn run_with(
    choice: Choice,
    number: u64,
    mut person: impl FnMut(&mut World, &mut Log<Event>),
) -> Option<&'static str> {
    let (setup, seed, steps) = settings(choice, number);
    let mut world = World::new(&setup, seed).expect("a valid setup");
    let mut log = Log::starting_at(EventId(0));
    for _ in 0..steps {
        world.step(&mut log);
        person(&mut world, &mut log);
        log.drain();
    }
    let mut broken = World::properties()
        .iter()
        .filter(|it| matches!((it.check)(&world), Verdict::Broken(_)));
    broken.next().map(|it| it.id)
}

/// The settings of a run, and for how many steps it goes.
pub(crate) fn settings((collector, fault): Choice, number: u64) -> (Setup, u64, u32) {
    let mut chance = Chance::new(number, Purpose(90));
    let goroutines = chance.between(1, 4) as usize;
    let setup = Setup {
        collector,
        faults: fault.into_iter().collect(),
        globals: vec![0; chance.between(0, 3) as usize],
        goroutines: vec![vec![]; goroutines],
        more: chance.between(0, 16),
        room: chance.between(16, 64),
        fields: chance.between(1, 3) as u8,
        slots: chance.between(1, 4) as u8,
        buffer: chance.between(1, 24) as u16,
        trigger: chance.between(1, 8),
        ..Setup::default()
    };
    (setup, number, chance.between(60, 240))
}

/// The collectors that must not lose anything.
pub(crate) fn sound() -> Vec<Choice> {
    let all = Collector::ALL.iter().copied();
    all.filter(|it| it.is_sound())
        .map(|it| (it, None))
        .collect()
}

/// What must lose something.
pub(crate) fn broken() -> Vec<Choice> {
    let all = Collector::ALL.iter().copied();
    let collectors = all.filter(|it| !it.is_sound()).map(|it| (it, None));
    let faults = Fault::ALL.iter().map(|fault| (Collector::Go, Some(*fault)));
    // With one more: asking for the owner's colour was tried for Dijkstra's barrier, and it is a race
    // (runtime/mbarrier.go, "Dealing with memory ordering").
    let racy = (Collector::DijkstraRescan, Some(Fault::OnlyIfOwnerBlack));
    collectors.chain(faults).chain([racy]).collect()
}
