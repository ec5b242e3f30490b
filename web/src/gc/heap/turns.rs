//! Who takes which step when it gets its turn: a row for each goroutine and one for the collector.

use glassbox_gc::heap::machine::{Activity, Gno, Heap as _, Step};
use glassbox_gc::heap::{Act, Does, World, words as heap_words};
use glassbox_gc::lab;
use glassbox_sim::Lang;
use web_sys::KeyboardEvent;
use yew::{Callback, Html, classes, html};

use super::card::named;
use super::pointers::finish_act;
use super::thing::Thing;
use crate::gc::{GcLab, words};
use crate::lab::StageProps;

/// What somebody does next.
#[derive(Debug, PartialEq)]
enum Turn {
    /// Exactly this; what a goroutine does is code.
    Does {
        what: String,
        code: bool,
        act: lab::Act,
    },
    /// Anything: it is at a safe-point, and a person chooses.
    Anything(Gno),
    /// Nothing until somebody else has done something.
    Waits(&'static str),
}

/// The list.
pub(super) fn turns(stage: &StageProps<GcLab>, world: &World) -> Html {
    let lang = stage.lang;
    let coming = world.coming();
    let goroutines = (0..world.heap().goroutines()).map(|no| {
        let by_itself = matches!(coming, Some(Step::Goroutine(it, _)) if it == no);
        let turn = goroutine(world, no, coming, lang);
        let name = heap_words::goroutine(no);
        row(stage, (name, turn), by_itself)
    });
    let by_itself = matches!(coming, Some(Step::Collector(_)));
    let name = words::collector(lang);
    let name = lang.pick(name.to_lowercase(), name.to_owned());
    let collector = row(stage, (name, collector(world, coming, lang)), by_itself);
    let whose = match coming {
        Some(_) => words::marked_runs(lang),
        None => words::nothing_runs(lang),
    };
    html! {
        <section>
            <h2>{ words::runs_next(lang) }<small>{ whose }</small></h2>
            <ul class="gc-turns">{ for goroutines }{ collector }</ul>
        </section>
    }
}

fn goroutine(world: &World, no: Gno, coming: Option<Step>, lang: Lang) -> Turn {
    let heap = world.heap();
    match (heap.activity(no), coming) {
        (Activity::Writing(write), _) => Turn::Does {
            what: format!(
                "{} ← {}",
                Thing::from(write.target).name(lang),
                heap_words::object(write.value)
            ),
            code: true,
            act: finish_act(no),
        },
        (Activity::Receiving(_), _) => Turn::Waits(words::waits_at_channel(lang)),
        (Activity::Running, _) if heap.phase().is_stopped() => Turn::Waits(words::stopped(lang)),
        (Activity::Running, Some(Step::Goroutine(who, op))) if who == no => {
            let act = Act::Goroutine(Does { no, op });
            let what = named(world, &act, lang);
            let prefix = format!("{}: ", heap_words::goroutine(no));
            Turn::Does {
                what: what.strip_prefix(&prefix).unwrap_or(&what).to_owned(),
                code: true,
                act: lab::Act::Heap(act),
            }
        }
        (Activity::Running, _) => Turn::Anything(no),
    }
}

fn collector(world: &World, coming: Option<Step>, lang: Lang) -> Turn {
    let work = match coming {
        Some(Step::Collector(work)) => Some(work),
        _ => world.next_work(),
    };
    match work {
        Some(work) => Turn::Does {
            what: heap_words::next_work(world.heap(), work, lang),
            code: false,
            act: lab::Act::Heap(Act::Collector(work)),
        },
        None => Turn::Waits(words::waits_for_safe_point(lang)),
    }
}

/// Somebody's turn, as a button where a person can give it.
fn row(stage: &StageProps<GcLab>, (name, turn): (String, Turn), by_itself: bool) -> Html {
    let lang = stage.lang;
    let class = classes!("gc-turn", by_itself.then_some("gc-by-itself"));
    let current = by_itself.then_some("step");
    let key = name.clone();
    let button = match turn {
        Turn::Does { what, code, act } => {
            let does = stage.on_act.clone();
            let onclick = Callback::from(move |()| does.emit(act.clone()));
            let what = match code {
                true => html! { <code>{ what }</code> },
                false => html! { <em>{ what }</em> },
            };
            let onkeydown = by_key(&onclick);
            html! {
                <div {class} role="button" tabindex="0" aria-current={current} onclick={onclick.reform(|_| ())} {onkeydown}>
                    <b>{ name }</b>{ " " }{ what }
                </div>
            }
        }
        Turn::Anything(no) => {
            let stack = Thing::Stack(no).into();
            let select = stage.on_select.clone();
            let onclick = Callback::from(move |()| select.emit(Some(stack)));
            let onkeydown = by_key(&onclick);
            let open = (stage.selected == Some(stack)).to_string();
            html! {
                <div {class} role="button" tabindex="0" title={words::anything(&name, lang)} aria-expanded={open}
                    onclick={onclick.reform(|_| ())} {onkeydown}>
                    <b>{ name }</b>{ " " }<span>{ words::at_safe_point(lang) }</span>
                </div>
            }
        }
        Turn::Waits(why) => {
            html! { <div class={classes!(class, "gc-waiting")}><b>{ name }</b><span>{ why }</span></div> }
        }
    };
    html! { <li {key}>{ button }</li> }
}

/// Does it with Enter or the space bar. A button of HTML's own would not be in a picture of the stage.
fn by_key(act: &Callback<()>) -> Callback<KeyboardEvent> {
    let act = act.clone();
    Callback::from(move |event: KeyboardEvent| {
        if matches!(&*event.key(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            act.emit(());
        }
    })
}

#[cfg(test)]
mod tests {
    use glassbox_gc::heap::event::Side;
    use glassbox_gc::heap::machine::{Op, Place, Work};
    use glassbox_gc::heap::{Run, Setup};
    use glassbox_sim::{EventId, Log, Model as _};

    use super::*;

    /// A global holds A, whose field holds B; the stack of g1 is scanned and holds both.
    fn marking() -> (World, Log<glassbox_gc::heap::event::Event>) {
        let setup = Setup {
            globals: vec![1],
            goroutines: vec![vec![1, 2], vec![]],
            objects: vec![vec![2], vec![0]],
            fields: 1,
            program_runs: false,
            collector_runs: false,
            ..Setup::default()
        };
        let mut world = World::new(&setup, 1).unwrap();
        let mut log = Log::starting_at(EventId(0));
        world.step(&mut log);
        for work in [Work::Stop, Work::Flip, Work::ScanStack(0)] {
            act(&mut world, &mut log, &Act::Collector(work));
        }
        (world, log)
    }

    fn act(world: &mut World, log: &mut Log<glassbox_gc::heap::event::Event>, act: &Act) {
        world.act(world.now(), act, log).unwrap();
    }

    fn does(world: &mut World, log: &mut Log<glassbox_gc::heap::event::Event>, no: Gno, op: Op) {
        act(world, log, &Act::Goroutine(Does { no, op }));
    }

    fn what(turn: Turn) -> String {
        match turn {
            Turn::Does { what, .. } => what,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn who_stands_between_barrier_and_store_stores_and_the_others_may_do_anything() {
        let (mut world, mut log) = marking();
        assert_eq!(goroutine(&world, 0, None, Lang::En), Turn::Anything(0));
        let nil = Op::Store {
            to: Place::Slot(0),
            field: 0,
            value: None,
        };
        does(&mut world, &mut log, 0, nil);
        let turn = goroutine(&world, 0, None, Lang::En);
        let Turn::Does {
            what, act: store, ..
        } = turn
        else {
            panic!("{turn:?}")
        };
        assert_eq!(what, "A.0 ← nil");
        assert_eq!(goroutine(&world, 1, None, Lang::En), Turn::Anything(1));
        let lab::Act::Heap(store) = store else {
            panic!("{store:?}")
        };
        act(&mut world, &mut log, &store);
        assert_eq!(world.heap().field(1, 0), 0);
    }

    #[test]
    fn who_waits_at_a_channel_or_for_the_world_is_no_button() {
        let (mut world, mut log) = marking();
        does(&mut world, &mut log, 1, Op::Receive { slot: 0 });
        let waits = Turn::Waits(words::waits_at_channel(Lang::En));
        assert_eq!(goroutine(&world, 1, None, Lang::En), waits);
        let mut stopped = World::new(&Setup::default(), 1).unwrap();
        act(&mut stopped, &mut log, &Act::Collect);
        let waits = Turn::Waits(words::stopped(Lang::En));
        assert_eq!(goroutine(&stopped, 0, None, Lang::En), waits);
    }

    #[test]
    fn the_collector_tells_its_very_next_step() {
        let (mut world, mut log) = marking();
        let next = |world: &World| what(collector(world, world.coming(), Lang::En));
        assert_eq!(next(&world), "scan the stack of g2");
        act(&mut world, &mut log, &Act::Collector(Work::ScanStack(1)));
        assert_eq!(next(&world), "scan B.0", "what was shaded last");
        let side = Side::Collector;
        act(&mut world, &mut log, &Act::Run(Run { side, on: true }));
        let coming = world.coming();
        assert!(matches!(coming, Some(Step::Collector(_))), "{coming:?}");
        assert!(next(&world).starts_with("scan "));
    }
}
