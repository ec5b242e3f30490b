//! A run that a search found, as one that can be opened and walked through.

use glassbox_sim::scenario::{Condition, Move, Scenario, ScenarioOf, Step as StoryStep, Text};
use glassbox_sim::search::Run;
use glassbox_sim::{EventId, Lang, Log, Model, Refused};

use super::act::Act;
use super::fact::{Fact, Happened};
use super::machine::{
    self, Bounds, Collector, Fault, GLOBALS, Heap, Mark, NIL, Ref, Small, Step, Work,
};
use super::proof::Runs;
use super::setup::{MAX_BUFFER, Setup};
use super::words;
use super::world::World;
use crate::lab::{self, Lab};

/// A setup, and what to do in it.
#[derive(Clone, Debug)]
pub struct Found {
    /// Neither side runs by itself.
    pub setup: Setup,
    /// What happens, in order.
    pub acts: Vec<Act>,
}

impl Found {
    /// The run `run` of `collector` with `faults`. Its objects are named anew: first those that are
    /// there at the beginning, then those that are allocated.
    ///
    /// # Errors
    /// The run is not one of this collector.
    pub fn new(collector: Collector, faults: &[Fault], run: &Run<Runs>) -> Result<Self, Refused> {
        let start = &run.start;
        let there: Vec<Ref> = (1..=start.objects())
            .filter(|it| start.mark(*it) != Mark::Free)
            .collect();
        let mut names = [NIL; 4];
        for (name, object) in (1..).zip(&there) {
            names[*object as usize & 3] = name;
        }
        let setup = setup(collector, faults, start, &there, names);
        let mut found = Self {
            setup,
            acts: Vec::new(),
        };
        let mut world = World::new(&found.setup, 0).map_err(|_| Refused::OverBound)?;
        let mut log = Log::starting_at(EventId(0));
        world.step(&mut log);
        let mut last = there.len() as Ref;
        let mut before = *start;
        for (step, after) in &run.steps {
            let step = match *step {
                Step::Collector(Work::ScanField(object)) if object != GLOBALS => {
                    Step::Collector(Work::ScanField(names[object as usize & 3]))
                }
                step => step,
            };
            // The search forgets what a buffer holds for nothing; the collector does not.
            while let Err(refused) = world.act(world.now(), &Act::from(step), &mut log) {
                let more = machine::next_in_pause(world.heap(), world.rules());
                let more = more.map(Act::Collector).ok_or(refused)?;
                world.act(world.now(), &more, &mut log)?;
                found.acts.push(more);
            }
            found.acts.push(step.into());
            // Whatever was free and is not any more has just been allocated.
            for object in 1..=before.objects() {
                if before.mark(object) == Mark::Free && after.mark(object) != Mark::Free {
                    last += 1;
                    names[object as usize & 3] = last;
                }
            }
            before = *after;
        }
        Ok(found)
    }

    /// The same as a story, one step for each act.
    pub fn scenario(&self) -> ScenarioOf<Lab> {
        let text = |says: &dyn Fn(Lang) -> String| Text {
            en: says(Lang::En),
            zh: says(Lang::Zh),
        };
        let name = |lang| words::collector(self.setup.collector, lang).name;
        let steps = (1..).zip(&self.acts).map(|(number, act)| {
            let all = self.acts.len();
            StoryStep {
                text: text(&|lang| {
                    let act = words::act(act, lang);
                    lang.pick(
                        format!("{number} of {all} — {act}"),
                        format!("第 {number} 步，共 {all} 步：{act}"),
                    )
                }),
                often_said: None,
                predict: None,
                run: vec![Move::Do(lab::Act::Heap(act.clone()))],
                then: if number == all {
                    let lost = Fact::Broken("nothing-reachable-is-freed".to_owned());
                    vec![Condition::Is(lab::Fact::Heap(lost))]
                } else {
                    Vec::new()
                },
                goal: None,
            }
        });
        let mut steps: Vec<_> = steps.collect();
        if let Some(first) = steps.first_mut() {
            let begin = Condition::Is(lab::Fact::Heap(Fact::Just(Happened {
                event: "started".to_owned(),
                object: None,
                goroutine: None,
            })));
            first.run.insert(0, Move::Until(begin));
        }
        Scenario {
            schema: None,
            id: "gc/found".to_owned(),
            title: text(&|lang| {
                lang.pick(
                    format!("A run that loses an object: {}", name(lang)),
                    format!("丢失对象的一次运行：{}", name(lang)),
                )
            }),
            question: text(&|lang| {
                lang.pick(
                    "What is the shortest way to lose an object?".to_owned(),
                    "最少几步就会丢失一个对象？".to_owned(),
                )
            }),
            pinned: Some("nothing-reachable-is-freed".to_owned()),
            setup: lab::Setup::Heap(self.setup.clone()),
            seed: 0,
            opens_at: None,
            before: Vec::new(),
            steps,
        }
    }
}

fn setup(
    collector: Collector,
    faults: &[Fault],
    start: &Small,
    there: &[Ref],
    names: [Ref; 4],
) -> Setup {
    let name = |object: Ref| names[object as usize & 3];
    let pointers = |owner: Ref, count: u8| {
        let fields = (0..count).map(|field| name(start.field(owner, field)));
        fields.collect::<Vec<_>>()
    };
    let Bounds {
        fields,
        globals,
        slots,
        ..
    } = start.bounds();
    Setup {
        collector,
        faults: faults.to_vec(),
        globals: pointers(GLOBALS, globals),
        goroutines: (0..start.goroutines())
            .map(|no| (0..slots).map(|slot| name(start.slot(no, slot))).collect())
            .collect(),
        objects: there.iter().map(|it| pointers(*it, fields)).collect(),
        data: Vec::new(),
        more: 0,
        room: machine::SPAN,
        fields,
        slots,
        buffer: MAX_BUFFER,
        trigger: 0,
        program_runs: false,
        collector_runs: false,
    }
}

#[cfg(test)]
mod tests {
    use glassbox_sim::scenario;

    use super::super::invariant::Invariant;
    use super::super::proof::{Bad, prove, search};
    use super::*;

    #[test]
    fn every_run_that_breaks_an_invariant_can_be_walked_through_to_the_breach() {
        let mut count = 0;
        for collector in Collector::ALL {
            for invariant in Invariant::ALL {
                let bad = Bad::Breaks(*invariant);
                let mut proof = search(collector.rules(), Bounds::default(), bad, 1_000_000);
                proof.run(u32::MAX);
                let Some(run) = proof.run_found() else {
                    continue;
                };
                let found = Found::new(*collector, &[], &run).unwrap();
                let mut world = World::new(&found.setup, 0).unwrap();
                let mut log = Log::starting_at(EventId(0));
                world.step(&mut log);
                for act in &found.acts {
                    assert_eq!(world.breach(*invariant), None, "not before the end");
                    world.act(world.now(), act, &mut log).unwrap();
                }
                let breach = world.breach(*invariant);
                assert!(breach.is_some(), "{collector:?} {invariant:?}");
                count += 1;
            }
        }
        assert!(count > Collector::ALL.len(), "{count}");
    }

    #[test]
    fn every_run_found_opens_as_a_story_that_comes_true() {
        let broken = Collector::ALL.iter().filter(|it| !it.is_sound());
        let faults = Fault::ALL.iter().map(|fault| match fault {
            Fault::OnlyIfOwnerBlack => (Collector::DijkstraRescan, vec![*fault]),
            _ => (Collector::Go, vec![*fault]),
        });
        let all = broken.map(|it| (*it, Vec::new())).chain(faults);
        let mut count = 0;
        for (collector, faults) in all {
            let mut rules = collector.rules();
            rules.faults = faults.iter().copied().collect();
            let bounds = Bounds {
                channel: faults.contains(&Fault::ChannelWithoutBarrier),
                ..Bounds::default()
            };
            let mut proof = prove(rules, bounds, 1_000_000);
            proof.run(u32::MAX);
            let run = proof.run_found().expect("a run that loses an object");
            let found = Found::new(collector, &faults, &run).unwrap();
            let story = found.scenario();
            scenario::check::<Lab>(&story)
                .unwrap_or_else(|problem| panic!("{collector:?} {faults:?}: {problem}"));
            let file = serde_json::to_string(&story).unwrap();
            assert_eq!(scenario::read::<Lab>(&file).unwrap(), story);
            count += 1;
        }
        assert_eq!(count, 11);
    }
}
