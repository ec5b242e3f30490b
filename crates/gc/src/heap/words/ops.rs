//! What can be done, as buttons and lists of steps say it.

use glassbox_sim::Lang;

use super::{fault, field, goroutine};
use crate::heap::act::{Act, Run, Switch};
use crate::heap::event::Side;
use crate::heap::machine::{Arena, Heap as _, Mark, Op, Place, Step, Work};

fn place(place: Place, at: u8) -> String {
    match place {
        Place::Global => field(0, at),
        Place::Slot(slot) => format!("s{slot}.{at}"),
    }
}

fn slot(slot: Option<u8>) -> String {
    slot.map_or_else(|| "nil".to_owned(), |it| format!("s{it}"))
}

/// A step: "g1: s0 = global 0". `s0` is slot 0 of the function that runs.
pub fn step(step: Step, lang: Lang) -> String {
    match step {
        Step::Goroutine(no, op) => format!("{}: {}", goroutine(no), operation(op, lang)),
        Step::Collector(work) => collector(work, lang),
    }
}

/// What a goroutine does, without its name: "s0 = new(T)".
pub fn operation(op: Op, lang: Lang) -> String {
    match op {
        Op::Load {
            slot,
            from,
            field: at,
        } => format!("s{slot} = {}", place(from, at)),
        Op::Store {
            to,
            field: at,
            value,
        } => format!("{} = {}", place(to, at), slot(value)),
        Op::Finish => lang.pick("finish the store", "完成写入").to_owned(),
        Op::Drop { slot } => format!("s{slot} = nil"),
        Op::Copy { from, to } => format!("s{to} = s{from}"),
        Op::Allocate {
            slot,
            fields: 0,
            data: data @ 1..,
        } => format!("s{slot} = new([{data}]byte)"),
        Op::Allocate { slot, .. } => format!("s{slot} = new(T)"),
        Op::Call { argument: None } => "f()".to_owned(),
        Op::Call { argument } => format!("f({})", slot(argument)),
        Op::Return { result: None } => "return".to_owned(),
        Op::Return { result } => format!("return {}", slot(result)),
        Op::Spawn { slot } => format!("go f(s{slot})"),
        Op::Receive { slot } => format!("s{slot} = <-ch"),
        Op::Send { slot, to } => format!("ch <- s{slot} → {}", goroutine(to)),
    }
}

fn collector(work: Work, lang: Lang) -> String {
    match work {
        Work::Stop => lang.pick("stop the world", "停止世界").to_owned(),
        Work::Flip => lang.pick("start marking", "开始标记").to_owned(),
        Work::ScanStack(no) => match lang {
            Lang::En => format!("scan the stack of {}", goroutine(no)),
            Lang::Zh => format!("扫描 {} 的栈", goroutine(no)),
        },
        Work::ScanField(0) => lang.pick("scan a global", "扫描一个全局变量").to_owned(),
        Work::ScanField(object) => match lang {
            Lang::En => format!("scan a field of {}", super::object(object)),
            Lang::Zh => format!("扫描 {} 的一个字段", super::object(object)),
        },
        Work::Flush(no) => match lang {
            Lang::En => format!("flush the buffer of {}", goroutine(no)),
            Lang::Zh => format!("刷新 {} 的缓冲区", goroutine(no)),
        },
        Work::Restart => lang.pick("go back to marking", "回到标记").to_owned(),
        Work::Terminate => lang.pick("end marking", "结束标记").to_owned(),
        Work::Start => lang.pick("start the world", "恢复世界").to_owned(),
        Work::Sweep => lang.pick("sweep a span", "清扫一个 span").to_owned(),
    }
}

/// What the collector is about to do to this heap, to the field, the goroutine and the span: "scan
/// A.1".
pub fn next_work(heap: &Arena, work: Work, lang: Lang) -> String {
    let named = match work {
        Work::ScanField(owner) => match heap.mark(owner) {
            Mark::Grey(at) => Some(field(owner, at)),
            Mark::Free | Mark::White | Mark::Black => None,
        }
        .map(|it| lang.pick(format!("scan {it}"), format!("扫描 {it}"))),
        Work::Sweep => Some(match heap.unswept().map(super::span) {
            Some(it) => lang.pick(format!("sweep {it}"), format!("清扫 {it}")),
            None => lang.pick("end the cycle", "结束本轮").to_owned(),
        }),
        Work::Stop
        | Work::Flip
        | Work::ScanStack(_)
        | Work::Flush(_)
        | Work::Restart
        | Work::Terminate
        | Work::Start => None,
    };
    super::spaced(&named.unwrap_or_else(|| collector(work, lang)))
}

/// An act of a person.
pub fn act(act: &Act, lang: Lang) -> String {
    match act {
        Act::Goroutine(does) => step(Step::Goroutine(does.no, does.op), lang),
        Act::Collector(work) => collector(*work, lang),
        Act::Collect => lang.pick("start a cycle", "开始一轮回收").to_owned(),
        Act::Switch(Switch { fault: which, on }) => {
            let name = fault(*which, lang).name;
            match (lang, on) {
                (Lang::En, true) => format!("fault on: {name}"),
                (Lang::En, false) => format!("fault off: {name}"),
                (Lang::Zh, true) => format!("打开缺陷：{name}"),
                (Lang::Zh, false) => format!("关闭缺陷：{name}"),
            }
        }
        Act::Run(Run { side, on }) => {
            let text = match (side, on) {
                (Side::Program, true) => lang.pick("let the goroutines run", "让 goroutine 运行"),
                (Side::Program, false) => lang.pick("hold the goroutines", "让 goroutine 停住"),
                (Side::Collector, true) => lang.pick("let the collector run", "让回收器运行"),
                (Side::Collector, false) => lang.pick("hold the collector", "让回收器停住"),
            };
            text.to_owned()
        }
        Act::Choose(which) => {
            let name = super::collector(*which, lang).name;
            match lang {
                Lang::En => format!("collector: {name}"),
                Lang::Zh => format!("回收器：{name}"),
            }
        }
    }
}
