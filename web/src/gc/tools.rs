//! What can be done to the whole, and what an act is called.

use glassbox_gc::append::{self, words as append_words};
use glassbox_gc::heap::event::Side;
use glassbox_gc::heap::machine::{Collector, Fault};
use glassbox_gc::heap::{self, Run, Switch, World, words as heap_words};
use glassbox_gc::lab::{Act, Lab};
use glassbox_gc::program::{self, Bytes, Gogc, Program};
use glassbox_sim::{Lang, Model as _};

use super::{GcLab, free, words};
use crate::lab::{Choice, ChoiceGroup, FreeValue, MenuItem, Tool, ToolAction};

const MIB: u64 = 1 << 20;

/// Most steps of the collector in one list: in a large heap everything grey could be next.
const STEPS: usize = 12;

/// The buttons for the whole.
pub(super) fn tools(model: &Lab, lang: Lang) -> Vec<Tool<GcLab>> {
    match model {
        Lab::Heap(world) => of_heap(world, lang),
        Lab::Program(program) => of_program(program, lang),
        Lab::Append(slice) => {
            let one = append::Act::AppendUntilItGrows;
            let some = [1, 5, 100, 1000].map(append::Act::Append);
            vec![
                tool(
                    "grow",
                    &append_words::act(&one, lang),
                    ToolAction::Act(Act::Append(one)),
                ),
                tool(
                    "append",
                    "append",
                    ToolAction::menu(named(some.into_iter().map(Act::Append), lang)),
                ),
                tool("element", words::tool_element(lang), elements(slice, lang)),
            ]
        }
    }
}

/// Sizes of common elements: int8, int16, int32, int64, string, a slice, and structs.
const SIZES: [u32; 8] = [1, 2, 4, 8, 16, 24, 32, 64];

/// What a slice can consist of.
fn elements(slice: &append::Slice, lang: Lang) -> ToolAction<GcLab> {
    let plain = SIZES.map(|size| (size, false));
    // A pointer has 8 bytes.
    let pointing = SIZES.into_iter().filter(|size| *size >= 8);
    let item = |(size, pointers)| {
        let element = append::Element { size, pointers };
        let act = Act::Append(append::Act::SetElement(element));
        MenuItem {
            name: act_name(&act, lang),
            act,
            on: Some(slice.element() == element),
        }
    };
    let pointing = pointing.map(|size| (size, true));
    ToolAction::Menu(plain.into_iter().chain(pointing).map(item).collect())
}

/// What a program's runtime and the program itself are set to, each value with whether it is in force.
fn of_program(program: &Program, lang: Lang) -> Vec<Tool<GcLab>> {
    let process = program.process();
    let values = |values: Vec<(program::Act, bool)>, free: FreeValue<GcLab>| {
        let item = |(act, on)| {
            let act = Act::Program(act);
            MenuItem {
                name: act_name(&act, lang),
                act,
                on: Some(on),
            }
        };
        ToolAction::Values(values.into_iter().map(item).collect(), free)
    };
    let gogc = [25, 50, 100, 200, 400].map(Gogc::Percent);
    let gogc = gogc.into_iter().chain([Gogc::Off]);
    let gogc = gogc.map(|it| (program::Act::SetGogc(it), program.gogc() == it));
    let limits = [32, 64, 128, 256].map(|it| Some(Bytes(it * MIB)));
    let limits = limits.into_iter().chain([None]).map(|it| {
        let on = program.limit() == it.map(|it| it.0);
        (program::Act::SetMemoryLimit(it), on)
    });
    let rates = [16, 64, 256, 1024].map(|it| {
        let it = Bytes(it * MIB);
        (program::Act::SetAllocRate(it), process.rate() == it.0)
    });
    let live = [4, 16, 64, 128].map(|it| {
        let it = Bytes(it * MIB);
        (program::Act::SetLiveHeap(it), process.target() == it.0)
    });
    let now = program.acts();
    let others = now.into_iter().filter(|act| {
        !matches!(
            act,
            program::Act::SetGogc(_)
                | program::Act::SetMemoryLimit(_)
                | program::Act::SetAllocRate(_)
                | program::Act::SetLiveHeap(_)
                | program::Act::SetStacks(_)
        )
    });
    let others = named(others.map(Act::Program), lang);
    vec![
        tool("gogc", "GOGC", values(gogc.collect(), free::any_gogc(lang))),
        tool(
            "limit",
            "GOMEMLIMIT",
            values(limits.collect(), free::any_limit(lang)),
        ),
        tool(
            "rate",
            words::tool_rate(lang),
            values(rates.into(), free::any_rate(lang)),
        ),
        tool(
            "keep",
            words::tool_live(lang),
            values(live.into(), free::any_live(lang)),
        ),
        tool("more", words::tool_more(lang), ToolAction::menu(others)),
    ]
}

fn tool(id: &'static str, label: &str, action: ToolAction<GcLab>) -> Tool<GcLab> {
    Tool {
        id,
        label: label.to_owned(),
        action,
    }
}

fn named(acts: impl Iterator<Item = Act>, lang: Lang) -> Vec<(String, Act)> {
    acts.map(|act| (act_name(&act, lang), act)).collect()
}

fn of_heap(world: &World, lang: Lang) -> Vec<Tool<GcLab>> {
    let acts = world.acts();
    let mut tools = Vec::new();
    if acts.contains(&heap::Act::Collect) {
        let act = Act::Heap(heap::Act::Collect);
        tools.push(tool("cycle", &act_name(&act, lang), ToolAction::Act(act)));
    }
    // In front stands what it does when nobody chooses.
    let first = world.next_work().map(heap::Act::Collector);
    let others = acts
        .into_iter()
        .filter(|act| matches!(act, heap::Act::Collector(_)) && Some(act) != first.as_ref());
    let steps = first.iter().cloned().chain(others).take(STEPS);
    let steps = named(steps.map(Act::Heap), lang);
    if !steps.is_empty() {
        tools.push(tool(
            "mark",
            words::tool_collector(lang),
            ToolAction::menu(steps),
        ));
    }
    let turns = [Side::Program, Side::Collector].map(|side| {
        let on = !world.runs(side);
        Act::Heap(heap::Act::Run(Run { side, on }))
    });
    tools.push(tool(
        "turn",
        words::tool_turn(lang),
        ToolAction::menu(named(turns.into_iter(), lang)),
    ));
    tools.push(tool(
        "collector",
        &collector_now(world, lang),
        ToolAction::Groups(vec![collectors(world, lang), faults(world, lang)]),
    ));
    tools
}

/// The collector that works now, and whether it has faults.
fn collector_now(world: &World, lang: Lang) -> String {
    let name = heap_words::collector(world.collector(), lang).name;
    let faults = world.rules().faults.iter().count();
    words::collector_is(name, faults, lang)
}

/// The collectors: one works, another one may wait for the end of the cycle.
fn collectors(world: &World, lang: Lang) -> ChoiceGroup<GcLab> {
    let next = world.chosen().unwrap_or(world.collector());
    let choice = |it: &Collector| {
        let named = heap_words::collector(*it, lang);
        let waits = world.chosen() == Some(*it);
        Choice {
            name: named.name,
            says: named.says,
            on: world.collector() == *it,
            note: waits.then(|| words::next_cycle(lang).to_owned()),
            act: (next != *it).then_some(Act::Heap(heap::Act::Choose(*it))),
        }
    };
    ChoiceGroup {
        title: words::collector(lang),
        choices: Collector::ALL.iter().map(choice).collect(),
    }
}

/// What can be wrong with it.
fn faults(world: &World, lang: Lang) -> ChoiceGroup<GcLab> {
    let choice = |fault: &Fault| {
        let (named, fault) = (heap_words::fault(*fault, lang), *fault);
        let now = world.rules().has(fault);
        Choice {
            name: named.name,
            says: named.says,
            on: now,
            note: None,
            act: Some(Act::Heap(heap::Act::Switch(Switch { fault, on: !now }))),
        }
    };
    ChoiceGroup {
        title: words::tool_faults(lang),
        choices: Fault::ALL.iter().map(choice).collect(),
    }
}

/// What an act is called, in a few words.
pub(super) fn act_name(act: &Act, lang: Lang) -> String {
    let name = glassbox_gc::lab::words::act(act, lang);
    let mut letters = name.chars();
    match letters.next() {
        // "g1: s0 = nil" is code and stays as it is.
        Some(first) if !name.contains(": ") || matches!(act, Act::Program(_)) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use glassbox_gc::heap::Setup;
    use glassbox_sim::{EventId, Instant, Log};

    use super::*;

    fn pressed(group: &ChoiceGroup<GcLab>) -> Vec<&'static str> {
        let on = group.choices.iter().filter(|it| it.on);
        on.map(|it| it.name).collect()
    }

    #[test]
    fn what_works_and_what_waits_is_told_apart() {
        let mut world = World::new(&Setup::default(), 1).unwrap();
        let mut log = Log::starting_at(EventId(0));
        world.step(&mut log);
        let mut act = |world: &mut World, act: &heap::Act| {
            world.act(Instant::START, act, &mut log).unwrap();
        };
        act(&mut world, &heap::Act::Collect);
        act(&mut world, &heap::Act::Choose(Collector::Dijkstra));
        let fault = Fault::AllocateWhite;
        act(&mut world, &heap::Act::Switch(Switch { fault, on: true }));

        let group = collectors(&world, Lang::En);
        assert_eq!(pressed(&group), ["Go"]);
        let waits = group.choices.iter().find(|it| it.note.is_some()).unwrap();
        assert_eq!((waits.name, &waits.act), ("Dijkstra", &None));
        let go = group.choices.iter().find(|it| it.on).unwrap();
        assert!(go.act.is_some(), "so that Dijkstra can be called off");
        assert_eq!(pressed(&faults(&world, Lang::En)), ["allocate white"]);
        assert_eq!(collector_now(&world, Lang::En), "Collector: Go, 1 fault");
    }

    fn in_force(program: &Program, id: &str) -> Vec<String> {
        let tools = of_program(program, Lang::En);
        let tool = tools.into_iter().find(|it| it.id == id).unwrap();
        let ToolAction::Values(items, _) = tool.action else {
            panic!("{id} has no values")
        };
        assert!(items.iter().all(|it| it.on.is_some()), "{id}");
        let on = items.into_iter().filter(|it| it.on == Some(true));
        on.map(|it| it.name).collect()
    }

    #[test]
    fn the_values_in_force_are_marked_also_after_they_were_changed() {
        let setup = program::Setup {
            gogc: Gogc::Percent(100),
            alloc_rate: Bytes(64 * MIB),
            live_heap: Bytes(16 * MIB),
            memory_limit: None,
            ..program::Setup::default()
        };
        let mut program = Program::new(&setup, 1).unwrap();
        let name = |act| act_name(&Act::Program(act), Lang::En);
        let limit = |it| name(program::Act::SetMemoryLimit(it));
        let gogc = |it| name(program::Act::SetGogc(it));
        assert_eq!(in_force(&program, "gogc"), [gogc(Gogc::Percent(100))]);
        assert_eq!(in_force(&program, "limit"), [limit(None)]);
        let rate = name(program::Act::SetAllocRate(Bytes(64 * MIB)));
        assert_eq!(in_force(&program, "rate"), [rate]);
        let live = name(program::Act::SetLiveHeap(Bytes(16 * MIB)));
        assert_eq!(in_force(&program, "keep"), [live]);
        let mut log = Log::starting_at(EventId(0));
        let some = Some(Bytes(64 * MIB));
        for act in [
            program::Act::SetMemoryLimit(some),
            program::Act::SetGogc(Gogc::Off),
            program::Act::SetAllocRate(Bytes(3 * MIB)),
        ] {
            program.act(Instant::START, &act, &mut log).unwrap();
        }
        assert_eq!(in_force(&program, "gogc"), [gogc(Gogc::Off)]);
        assert_eq!(in_force(&program, "limit"), [limit(some)]);
        assert!(in_force(&program, "rate").is_empty(), "none of those");
    }

    /// What the menus offer, by the names on their buttons.
    fn offered(model: &Lab) -> Vec<Act> {
        let tools = tools(model, Lang::En).into_iter();
        let acts = tools.flat_map(|it| match it.action {
            ToolAction::Menu(items) | ToolAction::Values(items, _) => {
                items.into_iter().map(|it| it.act).collect()
            }
            ToolAction::Act(act) => vec![act],
            _ => Vec::new(),
        });
        acts.collect()
    }

    #[test]
    fn every_goal_of_programs_and_slices_can_be_reached_with_what_the_menus_offer() {
        for id in ["gc/runtime-gc", "gc/how-a-slice-grows"] {
            let scenario = glassbox_gc::lab::scenarios::find(id).unwrap().unwrap();
            let mut model = Lab::new(&scenario.setup, scenario.seed).unwrap();
            let mut log = Log::starting_at(EventId(0));
            model.step(&mut log);
            let acts: Vec<Act> = match id {
                "gc/runtime-gc" => (1..=4)
                    .map(|it| Act::Program(program::Act::Collect(it)))
                    .collect(),
                _ => {
                    let element = append::Element {
                        size: 16,
                        pointers: false,
                    };
                    vec![
                        Act::Append(append::Act::SetElement(element)),
                        Act::Append(append::Act::Append(5)),
                    ]
                }
            };
            for act in acts {
                assert!(offered(&model).contains(&act), "{id}: {act:?}");
                let now = model.now();
                model.act(now, &act, &mut log).unwrap();
            }
            match model {
                Lab::Program(it) => assert!(
                    it.process()
                        .goroutines()
                        .iter()
                        .all(|it| it.waits.is_some())
                ),
                Lab::Append(it) => assert_eq!(it.cap(), 5),
                Lab::Heap(_) => panic!("{id}"),
            }
        }
    }

    #[test]
    fn the_first_step_of_the_collector_is_the_one_that_comes_next() {
        let mut world = World::new(&Setup::default(), 1).unwrap();
        let mut log = Log::starting_at(EventId(0));
        for _ in 0..200 {
            world.step(&mut log);
            let tools = of_heap(&world, Lang::En);
            let works = tools.into_iter().find(|it| it.id == "mark");
            let first = works.map(|it| match it.action {
                ToolAction::Menu(mut items) => items.remove(0).act,
                _ => panic!("it is a menu"),
            });
            let next = world.next_work().map(heap::Act::Collector);
            assert_eq!(first, next.map(Act::Heap));
        }
    }

    #[test]
    fn every_choice_can_be_done() {
        let mut log = Log::starting_at(EventId(0));
        for collector in Collector::ALL {
            let setup = Setup {
                collector: *collector,
                ..Setup::default()
            };
            let world = World::new(&setup, 1).unwrap();
            for group in [collectors(&world, Lang::En), faults(&world, Lang::Zh)] {
                for act in group.choices.into_iter().filter_map(|it| it.act) {
                    let Act::Heap(act) = act else { continue };
                    let mut world = world.clone();
                    assert_eq!(world.act(Instant::START, &act, &mut log), Ok(()), "{act:?}");
                }
            }
        }
    }
}
