//! English.

use glassbox_sim::Lang;

use super::{collector, fault, field, goroutine, object, span as span_name, target};
use crate::heap::event::{Event, Origin, Side};
use crate::heap::machine::{GLOBALS, NIL};

const LANG: Lang = Lang::En;

fn count(number: u32, what: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {what}{s}")
}

pub(super) fn sentence(event: &Event) -> String {
    match *event {
        Event::Started {
            collector: which,
            objects,
            goroutines,
        } => format!(
            "a program with {} and {} starts; its collector: {}",
            count(objects, "object"),
            count(goroutines.into(), "goroutine"),
            collector(which, LANG).name
        ),
        Event::Loaded {
            goroutine: no,
            slot,
            owner,
            field: at,
            object: it,
        } => format!(
            "{} loads {} from {} into s{slot}",
            goroutine(no),
            object(it),
            field(owner, at)
        ),
        Event::Dropped {
            goroutine: no,
            slot,
            object: NIL,
        } => format!(
            "{} sets s{slot} to nil, which it was already",
            goroutine(no)
        ),
        Event::Dropped {
            goroutine: no,
            slot,
            object: it,
        } => format!("{} drops {} from s{slot}", goroutine(no), object(it)),
        Event::Copied {
            goroutine: no,
            from,
            to,
            object: it,
        } => format!(
            "{} copies {} from s{from} to s{to}",
            goroutine(no),
            object(it)
        ),
        Event::Allocated {
            goroutine: no,
            slot,
            object: it,
            class,
            black,
        } => format!(
            "{} allocates {} into s{slot}, {} bytes: it is {}",
            goroutine(no),
            object(it),
            class.size(),
            if black { "black" } else { "white" }
        ),
        Event::Called {
            goroutine: no,
            object: NIL,
        } => {
            format!("{} calls a function", goroutine(no))
        }
        Event::Called {
            goroutine: no,
            object: it,
        } => {
            format!("{} calls a function with {}", goroutine(no), object(it))
        }
        Event::Returned {
            goroutine: no,
            object: NIL,
        } => {
            format!("{} returns from a function", goroutine(no))
        }
        Event::Returned {
            goroutine: no,
            object: it,
        } => {
            format!("{} returns {} from a function", goroutine(no), object(it))
        }
        Event::Spawned {
            goroutine: no,
            new,
            object: it,
        } => format!(
            "{} starts {} with {} as its argument",
            goroutine(no),
            goroutine(new),
            object(it)
        ),
        Event::ReceiveWaits {
            goroutine: no,
            slot,
        } => {
            format!(
                "{} waits for a pointer from the channel, for s{slot}",
                goroutine(no)
            )
        }
        Event::Sent {
            goroutine: no,
            to,
            object: it,
        } => format!(
            "{} finds {} waiting and hands it {}",
            goroutine(no),
            goroutine(to),
            object(it)
        ),
        Event::Received {
            goroutine: no,
            slot,
            from,
            object: it,
        } => format!(
            "{} from {} is in s{slot} of {}",
            object(it),
            goroutine(from),
            goroutine(no)
        ),
        Event::Stored {
            goroutine: no,
            owner,
            field: at,
            old,
            new,
        } => format!(
            "{} stores {} to {}, where {} was",
            goroutine(no),
            object(new),
            field(owner, at),
            object(old)
        ),
        Event::BarrierRan {
            goroutine: no,
            target: to,
            old,
            new,
        } => {
            let what = match (old, new) {
                (NIL, NIL) => "has nothing to shade".to_owned(),
                (old, NIL) => format!("takes care of {}, the old value", object(old)),
                (NIL, new) => format!("takes care of {}, the new value", object(new)),
                (old, new) => format!(
                    "takes care of {}, the old value, and {}, the new",
                    object(old),
                    object(new)
                ),
            };
            format!(
                "the barrier of {} before its store to {} {what}",
                goroutine(no),
                target(to, LANG)
            )
        }
        Event::BarrierSkipped {
            goroutine: no,
            target: to,
            fault: None,
        } => format!(
            "{} is about to store to {} and finds the barrier off",
            goroutine(no),
            target(to, LANG)
        ),
        Event::BarrierSkipped {
            goroutine: no,
            target: to,
            ..
        } => format!(
            "{} is about to store to {} and leaves the barrier out",
            goroutine(no),
            target(to, LANG)
        ),
        Event::Buffered {
            goroutine: no,
            object: it,
        } => format!(
            "{} goes into the write-barrier buffer of {}",
            object(it),
            goroutine(no)
        ),
        Event::BufferFlushed {
            goroutine: no,
            held,
            shaded,
        } => format!(
            "the buffer of {} is flushed: {}, {shaded} of them to white objects",
            goroutine(no),
            count(held.into(), "pointer")
        ),
        Event::BufferLost {
            goroutine: no,
            held,
        } => format!(
            "marking ends with {} in the buffer of {}, and nobody looks at them",
            count(held.into(), "pointer"),
            goroutine(no)
        ),
        Event::WorldStopped { pause: 1 } => {
            "the world stops: every goroutine is at a safe-point".to_owned()
        }
        Event::WorldStopped { .. } => {
            "the world stops again: nothing seems to be left to mark".to_owned()
        }
        Event::MarkStarted { concurrent: true } => {
            "marking starts: all objects are white, the globals grey, the barrier on".to_owned()
        }
        Event::MarkStarted { .. } => {
            "marking starts, and the world stays stopped meanwhile".to_owned()
        }
        Event::WorldStarted { pause: 1 } => "the world goes on".to_owned(),
        Event::WorldStarted { .. } => "the world goes on; what is white will be swept".to_owned(),
        Event::StackScanned {
            goroutine: no,
            again: false,
        } => {
            format!("the stack of {} is scanned: it is black now", goroutine(no))
        }
        Event::StackScanned { goroutine: no, .. } => {
            format!("the stack of {} is scanned once more", goroutine(no))
        }
        Event::FieldScanned {
            owner,
            field: at,
            found,
            last,
            ..
        } => {
            let what = if found == NIL {
                "it is nil".to_owned()
            } else {
                format!("it points to {}", object(found))
            };
            let black = match (last, owner) {
                (false, _) => String::new(),
                (true, GLOBALS) => "; the globals are black".to_owned(),
                (true, owner) => format!("; {} is black", object(owner)),
            };
            format!("{} is scanned: {what}{black}", field(owner, at))
        }
        Event::Shaded {
            object: it,
            from,
            black,
        } => {
            let colour = if black {
                "black, having no pointers,"
            } else {
                "grey"
            };
            let why = match from {
                Origin::Stack(no) => format!("the stack of {} points to it", goroutine(no)),
                Origin::Field { owner, field: at } => {
                    format!("{} points to it", field(owner, at))
                }
                Origin::Deleted(no) => format!("{} overwrites a pointer to it", goroutine(no)),
                Origin::Inserted(no) => format!("{} writes a pointer to it", goroutine(no)),
                Origin::Flushed(no) => format!("it was in the buffer of {}", goroutine(no)),
            };
            format!("{} becomes {colour} because {why}", object(it))
        }
        Event::MarkRestarted => {
            "something grey has turned up: the world goes on, and so does marking".to_owned()
        }
        Event::MarkTerminated => "marking is over: what is white now is garbage".to_owned(),
        Event::Freed { object: it } => format!("{} is freed", object(it)),
        Event::SpanSwept {
            span,
            class,
            freed,
            kept,
        } => format!(
            "{} with its {}-byte objects is swept: {freed} freed, {kept} kept",
            span_name(span),
            class.size()
        ),
        Event::SweepDone => "everything is swept: the cycle is over".to_owned(),
        Event::Lost { object: it } => format!(
            "{} is lost: a goroutine can still get at it, and it is white",
            object(it)
        ),
        Event::FaultSwitched { fault: which, on } => format!(
            "you switched a fault {}: {}",
            if on { "on" } else { "off" },
            fault(which, LANG).name
        ),
        Event::RunSwitched { side, on } => {
            let who = match side {
                Side::Program => "the goroutines",
                Side::Collector => "the collector",
            };
            if on {
                format!("you let {who} run")
            } else {
                format!("you held {who} back")
            }
        }
        Event::CollectorChosen { collector: which } => format!(
            "you chose {} as the collector from the next cycle on",
            collector(which, LANG).name
        ),
        Event::CollectorChanged { from, to } => format!(
            "the collector is {} from now on, no longer {}",
            collector(to, LANG).name,
            collector(from, LANG).name
        ),
    }
}
