//! Chinese (zh-CN).

use glassbox_sim::Lang;

use super::{collector, fault, field, goroutine, object, span as span_name, target};
use crate::heap::event::{Event, Origin, Side};
use crate::heap::machine::{GLOBALS, NIL};

const LANG: Lang = Lang::Zh;

pub(super) fn sentence(event: &Event) -> String {
    match *event {
        Event::Started {
            collector: which,
            objects,
            goroutines,
        } => format!(
            "程序启动，有 {objects} 个对象、{goroutines} 个 goroutine；回收器：{}",
            collector(which, LANG).name
        ),
        Event::Loaded {
            goroutine: no,
            slot,
            owner,
            field: at,
            object: it,
        } => format!(
            "{} 从 {} 读出 {}，放进 s{slot}",
            goroutine(no),
            field(owner, at),
            object(it)
        ),
        Event::Dropped {
            goroutine: no,
            slot,
            object: NIL,
        } => format!("{} 把 s{slot} 置为 nil，那里本来就是 nil", goroutine(no)),
        Event::Dropped {
            goroutine: no,
            slot,
            object: it,
        } => format!(
            "{} 把 s{slot} 置为 nil，不再引用 {}",
            goroutine(no),
            object(it)
        ),
        Event::Copied {
            goroutine: no,
            from,
            to,
            object: it,
        } => format!(
            "{} 把 {} 从 s{from} 复制到 s{to}",
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
            "{} 分配 {}（{} 字节），放进 s{slot}：它是{}的",
            goroutine(no),
            object(it),
            class.size(),
            if black { "黑色" } else { "白色" }
        ),
        Event::Called {
            goroutine: no,
            object: NIL,
        } => format!("{} 调用一个函数", goroutine(no)),
        Event::Called {
            goroutine: no,
            object: it,
        } => {
            format!("{} 调用一个函数，参数是 {}", goroutine(no), object(it))
        }
        Event::Returned {
            goroutine: no,
            object: NIL,
        } => format!("{} 从函数返回", goroutine(no)),
        Event::Returned {
            goroutine: no,
            object: it,
        } => {
            format!("{} 从函数返回 {}", goroutine(no), object(it))
        }
        Event::Spawned {
            goroutine: no,
            new,
            object: it,
        } => format!(
            "{} 启动 {}，参数是 {}",
            goroutine(no),
            goroutine(new),
            object(it)
        ),
        Event::ReceiveWaits {
            goroutine: no,
            slot,
        } => {
            format!("{} 在通道上等待一个指针，准备放进 s{slot}", goroutine(no))
        }
        Event::Sent {
            goroutine: no,
            to,
            object: it,
        } => format!(
            "{} 发现 {} 正在等待，就把 {} 直接交给它",
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
            "{} 交出的 {} 已在 {} 的 s{slot} 里",
            goroutine(from),
            object(it),
            goroutine(no)
        ),
        Event::Stored {
            goroutine: no,
            owner,
            field: at,
            old,
            new,
        } => format!(
            "{} 把 {} 写入 {}，那里原来是 {}",
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
                (NIL, NIL) => "没有要着色的".to_owned(),
                (old, NIL) => format!("处理旧值 {}", object(old)),
                (NIL, new) => format!("处理新值 {}", object(new)),
                (old, new) => format!("处理旧值 {} 和新值 {}", object(old), object(new)),
            };
            format!(
                "{} 写入 {} 之前执行写屏障：{what}",
                goroutine(no),
                target(to, LANG)
            )
        }
        Event::BarrierSkipped {
            goroutine: no,
            target: to,
            fault: None,
        } => format!(
            "{} 准备写入 {}，此刻写屏障是关闭的",
            goroutine(no),
            target(to, LANG)
        ),
        Event::BarrierSkipped {
            goroutine: no,
            target: to,
            ..
        } => format!(
            "{} 准备写入 {}，跳过了写屏障",
            goroutine(no),
            target(to, LANG)
        ),
        Event::Buffered {
            goroutine: no,
            object: it,
        } => format!("{} 进入 {} 的写屏障缓冲区", object(it), goroutine(no)),
        Event::BufferFlushed {
            goroutine: no,
            held,
            shaded,
        } => format!(
            "刷新 {} 的缓冲区：{held} 个指针，其中 {shaded} 个指向白色对象",
            goroutine(no)
        ),
        Event::BufferLost {
            goroutine: no,
            held,
        } => format!(
            "标记结束时 {} 的缓冲区里还有 {held} 个指针，没有被处理",
            goroutine(no)
        ),
        Event::WorldStopped { pause: 1 } => {
            "世界停顿（STW）：所有 goroutine 都停在安全点".to_owned()
        }
        Event::WorldStopped { .. } => "世界再次停顿（STW）：看来没有要标记的了".to_owned(),
        Event::MarkStarted { concurrent: true } => {
            "标记开始：所有对象都是白色，全局变量为灰色，写屏障打开".to_owned()
        }
        Event::MarkStarted { .. } => "标记开始，期间世界一直停着".to_owned(),
        Event::WorldStarted { pause: 1 } => "世界恢复运行".to_owned(),
        Event::WorldStarted { .. } => "世界恢复运行；白色的将被清扫".to_owned(),
        Event::StackScanned {
            goroutine: no,
            again: false,
        } => {
            format!("扫描 {} 的栈：它现在是黑色", goroutine(no))
        }
        Event::StackScanned { goroutine: no, .. } => {
            format!("再次扫描 {} 的栈", goroutine(no))
        }
        Event::FieldScanned {
            owner,
            field: at,
            found,
            last,
            ..
        } => {
            let what = if found == NIL {
                "是 nil".to_owned()
            } else {
                format!("指向 {}", object(found))
            };
            let black = match (last, owner) {
                (false, _) => String::new(),
                (true, GLOBALS) => "；全局变量变黑".to_owned(),
                (true, owner) => format!("；{} 变黑", object(owner)),
            };
            format!("扫描 {}：{what}{black}", field(owner, at))
        }
        Event::Shaded {
            object: it,
            from,
            black,
        } => {
            let colour = if black {
                "黑（没有指针字段）"
            } else {
                "灰"
            };
            let why = match from {
                Origin::Stack(no) => format!("{} 的栈指向它", goroutine(no)),
                Origin::Field { owner, field: at } => {
                    format!("{} 指向它", field(owner, at))
                }
                Origin::Deleted(no) => format!("{} 要覆盖指向它的指针", goroutine(no)),
                Origin::Inserted(no) => format!("{} 要写入指向它的指针", goroutine(no)),
                Origin::Flushed(no) => format!("它在 {} 的缓冲区里", goroutine(no)),
            };
            format!("{} 变{colour}，因为{why}", object(it))
        }
        Event::MarkRestarted => "又出现了灰色的：世界恢复运行，标记继续".to_owned(),
        Event::MarkTerminated => "标记结束：此刻仍是白色的就是垃圾".to_owned(),
        Event::Freed { object: it } => format!("{} 被释放", object(it)),
        Event::SpanSwept {
            span,
            class,
            freed,
            kept,
        } => format!(
            "清扫 {}（每个对象 {} 字节）：释放 {freed} 个，保留 {kept} 个",
            span_name(span),
            class.size()
        ),
        Event::SweepDone => "清扫完毕，本轮结束".to_owned(),
        Event::Lost { object: it } => {
            format!("{} 丢失：还有 goroutine 能访问它，它却是白色", object(it))
        }
        Event::FaultSwitched { fault: which, on } => format!(
            "你{}了一个缺陷：{}",
            if on { "打开" } else { "关闭" },
            fault(which, LANG).name
        ),
        Event::RunSwitched { side, on } => {
            let who = match side {
                Side::Program => " goroutine ",
                Side::Collector => "回收器",
            };
            if on {
                format!("你让{who}运行")
            } else {
                format!("你让{who}停住")
            }
        }
        Event::CollectorChosen { collector: which } => format!(
            "你选了“{}”作为下一轮起的回收器",
            collector(which, LANG).name
        ),
        Event::CollectorChanged { from, to } => format!(
            "从现在起，回收器是“{}”，不再是“{}”",
            collector(to, LANG).name,
            collector(from, LANG).name
        ),
    }
}
