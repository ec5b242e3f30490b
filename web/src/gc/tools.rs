//! What can be done to the whole, and what an act is called.

use glassbox_gc::append::{self, words as append_words};
use glassbox_gc::heap::event::Side;
use glassbox_gc::heap::machine::Fault;
use glassbox_gc::heap::{self, Run, Switch, World};
use glassbox_gc::lab::{Act, Lab};
use glassbox_gc::program::{self, Bytes, Gogc};
use glassbox_sim::{Lang, Model as _};

use super::{GcLab, words};
use crate::lab::{Tool, ToolAction};

const MIB: u64 = 1 << 20;

/// Most steps of the collector in one list: in a large heap everything grey could be next.
const STEPS: usize = 12;

/// The buttons for the whole.
pub(super) fn tools(model: &Lab, lang: Lang) -> Vec<Tool<GcLab>> {
    match model {
        Lab::Heap(world) => of_heap(world, lang),
        Lab::Program(program) => {
            let menu = |acts: Vec<program::Act>| named(acts.into_iter().map(Act::Program), lang);
            let gogc = [25, 50, 100, 200, 400].map(|it| program::Act::SetGogc(Gogc::Percent(it)));
            let mut gogc = gogc.to_vec();
            gogc.push(program::Act::SetGogc(Gogc::Off));
            let limits = [32, 64, 128, 256].map(|it| Some(Bytes(it * MIB)));
            let limits = limits.into_iter().chain([None]);
            let rates = [16, 64, 256, 1024].map(|it| program::Act::SetAllocRate(Bytes(it * MIB)));
            let live = [4, 16, 64, 128].map(|it| program::Act::SetLiveHeap(Bytes(it * MIB)));
            let now = program.acts();
            let others = now.into_iter().filter(|act| match act {
                program::Act::SetGogc(_)
                | program::Act::SetMemoryLimit(_)
                | program::Act::SetAllocRate(_)
                | program::Act::SetLiveHeap(_)
                | program::Act::SetStacks(_) => false,
                program::Act::Collect(no) => *no == 1,
                _ => true,
            });
            vec![
                tool("gogc", "GOGC", ToolAction::Menu(menu(gogc))),
                tool(
                    "limit",
                    "GOMEMLIMIT",
                    ToolAction::Menu(menu(limits.map(program::Act::SetMemoryLimit).collect())),
                ),
                tool(
                    "rate",
                    words::tool_rate(lang),
                    ToolAction::Menu(menu(rates.to_vec())),
                ),
                tool(
                    "keep",
                    words::tool_live(lang),
                    ToolAction::Menu(menu(live.to_vec())),
                ),
                tool(
                    "more",
                    words::tool_more(lang),
                    ToolAction::Menu(menu(others.collect())),
                ),
            ]
        }
        Lab::Append(_) => {
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
                    ToolAction::Menu(named(some.into_iter().map(Act::Append), lang)),
                ),
            ]
        }
    }
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
    let steps = acts
        .into_iter()
        .filter(|act| matches!(act, heap::Act::Collector(_)))
        .take(STEPS);
    let steps = named(steps.map(Act::Heap), lang);
    if !steps.is_empty() {
        tools.push(tool(
            "mark",
            words::tool_collector(lang),
            ToolAction::Menu(steps),
        ));
    }
    let turns = [Side::Program, Side::Collector].map(|side| {
        let on = !world.runs(side);
        Act::Heap(heap::Act::Run(Run { side, on }))
    });
    tools.push(tool(
        "turn",
        words::tool_turn(lang),
        ToolAction::Menu(named(turns.into_iter(), lang)),
    ));
    let faults = Fault::ALL.iter().map(|fault| {
        let on = !world.rules().has(*fault);
        Act::Heap(heap::Act::Switch(Switch { fault: *fault, on }))
    });
    tools.push(tool(
        "faults",
        words::tool_faults(lang),
        ToolAction::Menu(named(faults, lang)),
    ));
    tools
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
