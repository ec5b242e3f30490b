//! What collectors, faults, colours, phases, invariants and properties are called.

use glassbox_sim::Lang;

use crate::heap::fact::Colour;
use crate::heap::invariant::Invariant;
use crate::heap::machine::{Barrier, Collector, Fault, Phase};

/// A short name and what it means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Named {
    /// The name.
    pub name: &'static str,
    /// What it means, in a sentence.
    pub says: &'static str,
}

fn named(lang: Lang, en: (&'static str, &'static str), zh: (&'static str, &'static str)) -> Named {
    let (name, says) = lang.pick(en, zh);
    Named { name, says }
}

/// A collector.
pub fn collector(collector: Collector, lang: Lang) -> Named {
    let (en, zh) = match collector {
        Collector::MarkSweep => (
            (
                "mark-sweep",
                "All marking happens with the world stopped (Go up to 1.4).",
            ),
            ("标记–清除", "整个标记期间世界都停着（Go 1.4 及更早）。"),
        ),
        Collector::NoBarrier => (
            (
                "no barrier",
                "Marks while the program runs, and the program tells it nothing.",
            ),
            ("无屏障", "与程序并发标记，程序什么也不告诉它。"),
        ),
        Collector::NoBarrierSnapshot => (
            (
                "no barrier, stacks first",
                "Scans all stacks in a pause, then marks without a barrier.",
            ),
            (
                "无屏障，先停顿扫栈",
                "停顿中扫描所有栈，之后并发标记，没有屏障。",
            ),
        ),
        Collector::Dijkstra => (
            (
                "Dijkstra",
                "Shades what is written; each stack is scanned once.",
            ),
            ("Dijkstra", "给写入的新值着色；每个栈只扫描一次。"),
        ),
        Collector::DijkstraRescan => (
            (
                "Dijkstra, re-scan",
                "Shades what is written; all stacks are scanned again in the second pause (Go 1.5 to 1.7).",
            ),
            (
                "Dijkstra，重新扫栈",
                "给写入的新值着色；第二次停顿时重新扫描所有栈（Go 1.5 至 1.7）。",
            ),
        ),
        Collector::Yuasa => (
            (
                "Yuasa",
                "Shades what is overwritten; stacks are scanned while the program runs.",
            ),
            ("Yuasa", "给被覆盖的旧值着色；程序运行时扫描栈。"),
        ),
        Collector::YuasaStacksFirst => (
            (
                "Yuasa, stacks first",
                "Shades what is overwritten; all stacks are scanned before any object.",
            ),
            (
                "Yuasa，先扫栈",
                "给被覆盖的旧值着色；扫描任何对象之前先扫完所有栈。",
            ),
        ),
        Collector::YuasaSnapshot => (
            (
                "Yuasa, snapshot",
                "Shades what is overwritten; all stacks are scanned in the first pause.",
            ),
            (
                "Yuasa，快照",
                "给被覆盖的旧值着色；第一次停顿中扫描所有栈。",
            ),
        ),
        Collector::HybridSpec => (
            (
                "hybrid, as specified",
                "Shades the old value and, while the current stack is grey, the new one (proposal 17503).",
            ),
            (
                "混合写屏障（规范）",
                "给旧值着色；当前栈为灰色时也给新值着色（提案 17503）。",
            ),
        ),
        Collector::HybridAnyGrey => (
            (
                "hybrid, any stack grey",
                "Shades the old value and, while any stack is grey, the new one.",
            ),
            (
                "混合写屏障（任一栈灰）",
                "给旧值着色；只要还有灰色的栈，也给新值着色。",
            ),
        ),
        Collector::Go => (
            (
                "Go",
                "Always shades both the old and the new value (Go since 1.8), through a buffer (since 1.10).",
            ),
            (
                "Go",
                "总是给旧值和新值都着色（Go 1.8 起），经由缓冲区（Go 1.10 起）。",
            ),
        ),
        Collector::GreenTea => (
            (
                "Go, Green Tea",
                "The same barrier; the work list holds spans instead of small objects (default since Go 1.26).",
            ),
            (
                "Go，Green Tea",
                "屏障相同；工作队列里是 span，而不是一个个小对象（Go 1.26 起默认）。",
            ),
        ),
    };
    named(lang, en, zh)
}

/// A fault.
pub fn fault(fault: Fault, lang: Lang) -> Named {
    let (en, zh) = match fault {
        Fault::NoBarrierOnNil => (
            ("no barrier for nil", "Storing nil runs no barrier."),
            ("写 nil 不走屏障", "写入 nil 时不执行写屏障。"),
        ),
        Fault::AllocateWhite => (
            ("allocate white", "New objects are white while marking."),
            ("新对象为白色", "标记期间新分配的对象是白色。"),
        ),
        Fault::BuffersNotFlushed => (
            (
                "buffers not flushed",
                "Marking ends without a look into the write-barrier buffers.",
            ),
            ("不刷新缓冲区", "标记结束时不检查写屏障缓冲区。"),
        ),
        Fault::NoFirstPause => (
            (
                "no first pause",
                "Marking starts while goroutines run; one may just have found the barrier off.",
            ),
            (
                "没有第一次停顿",
                "goroutine 还在运行就开始标记；可能有一个刚刚看到屏障是关闭的。",
            ),
        ),
        Fault::ChannelWithoutBarrier => (
            (
                "channel without barrier",
                "A pointer handed to another goroutine is not shaded.",
            ),
            ("通道不走屏障", "交给另一个 goroutine 的指针不着色。"),
        ),
        Fault::OnlyIfOwnerBlack => (
            (
                "only if the owner is black",
                "The barrier runs only if the field was scanned already; asking and storing are two steps.",
            ),
            (
                "仅当所属对象为黑",
                "只有字段已被扫描时才执行屏障；而查看和写入是两步。",
            ),
        ),
    };
    named(lang, en, zh)
}

/// A barrier, as a rule for a store of `new` over `old`.
pub fn barrier(barrier: Barrier, lang: Lang) -> &'static str {
    match barrier {
        Barrier::None => lang.pick("nothing", "什么也不做"),
        Barrier::New => lang.pick("shade(new)", "shade(新值)"),
        Barrier::Old => lang.pick("shade(old)", "shade(旧值)"),
        Barrier::Hybrid => lang.pick(
            "shade(old); if current stack is grey: shade(new)",
            "shade(旧值)；若当前栈为灰：shade(新值)",
        ),
        Barrier::HybridAnyGrey => lang.pick(
            "shade(old); if any stack is grey: shade(new)",
            "shade(旧值)；若有任何栈为灰：shade(新值)",
        ),
        Barrier::Both => lang.pick("shade(old); shade(new)", "shade(旧值)；shade(新值)"),
    }
}

/// A colour.
pub fn colour(colour: Colour, lang: Lang) -> Named {
    let (en, zh) = match colour {
        Colour::Free => (("free", "There is no object."), ("空闲", "这里没有对象。")),
        Colour::White => (
            ("white", "Not reached in this cycle."),
            ("白色", "本轮还没有到达。"),
        ),
        Colour::Grey => (
            ("grey", "Reached; not all of its fields are scanned."),
            ("灰色", "已到达，字段还没有全部扫描。"),
        ),
        Colour::Black => (
            ("black", "Reached, and all of its fields are scanned."),
            ("黑色", "已到达，字段也已全部扫描。"),
        ),
    };
    named(lang, en, zh)
}

/// A phase.
pub fn phase(phase: Phase, lang: Lang) -> &'static str {
    match phase {
        Phase::Off => lang.pick("no cycle", "没有回收"),
        Phase::FirstPause => lang.pick("first pause", "第一次停顿"),
        Phase::MarkStopped => lang.pick("marking, world stopped", "停顿中标记"),
        Phase::Mark => lang.pick("marking", "并发标记"),
        Phase::SecondPause => lang.pick("second pause", "第二次停顿"),
        Phase::Terminated => lang.pick("mark termination", "标记终止"),
        Phase::Sweep => lang.pick("sweeping", "清扫"),
    }
}

/// An invariant.
pub fn invariant(invariant: Invariant, lang: Lang) -> Named {
    let (en, zh) = match invariant {
        Invariant::Strong => (
            ("strong", "Nothing black points to anything white."),
            ("强三色不变式", "黑色的不指向白色的。"),
        ),
        Invariant::StrongHeap => (
            (
                "strong in the heap",
                "No black object points to anything white; a scanned stack may.",
            ),
            (
                "堆内强三色不变式",
                "黑色对象不指向白色对象；扫描过的栈可以。",
            ),
        ),
        Invariant::Weak => (
            (
                "weak",
                "Every white object that something black points to can be reached from something grey through white ones.",
            ),
            (
                "弱三色不变式",
                "凡被黑色指向的白色对象，都能从某个灰色的出发，沿白色对象到达。",
            ),
        ),
        Invariant::WeakByHeap => (
            (
                "weak, protected by the heap",
                "The same, and what is grey is a heap object: a grey stack does not count.",
            ),
            (
                "弱三色不变式（由堆对象保护）",
                "同上，但起保护作用的灰色必须是堆对象，灰色的栈不算。",
            ),
        ),
    };
    named(lang, en, zh)
}

/// A property, by its name. Empty if there is none of that name.
pub fn property(id: &str, lang: Lang) -> Named {
    let (en, zh) = match id {
        "nothing-reachable-is-freed" => (
            (
                "Nothing in use is freed",
                "No object that a goroutine can get at is white when marking is over.",
            ),
            (
                "在用的不释放",
                "标记结束时，goroutine 能访问的对象都不是白色。",
            ),
        ),
        "invariant" => (
            (
                "The collector’s invariant",
                "What this collector has to keep true between black and white while it marks.",
            ),
            ("回收器的不变式", "这个回收器在标记期间必须保持的黑白关系。"),
        ),
        "garbage-goes-within-two-cycles" => (
            (
                "Garbage goes within two cycles",
                "What nobody can get at when marking begins is freed in that cycle.",
            ),
            (
                "垃圾最多留两轮",
                "标记开始时已无人能访问的对象，在这一轮里释放。",
            ),
        ),
        _ => (("", ""), ("", "")),
    };
    named(lang, en, zh)
}
