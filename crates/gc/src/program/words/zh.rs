//! Chinese (zh-CN).

use super::{finite, thousandths, time};
use crate::program::act::Act;
use crate::program::bytes::{Bytes, Gogc};
use crate::program::event::{Event, Pause, Reason, Source};

fn limit(bytes: Bytes) -> String {
    match bytes.0 {
        0 => "无上限".to_owned(),
        _ => bytes.to_string(),
    }
}

fn gogc(gogc: Gogc) -> String {
    gogc.to_string()
}

fn goal(goal: Bytes, trigger: Bytes, source: Source) -> String {
    let Some(goal) = finite(goal) else {
        return "没有目标：堆可以一直增长".to_owned();
    };
    let why = match source {
        Source::Gogc => "由存活堆、根和 GOGC 得出",
        Source::Minimum => "下限，4 MiB 乘以 GOGC / 100",
        Source::Sweep => "为清扫留出余地，比存活堆多 1 MiB",
        Source::Limit => "内存上限所允许的大小",
        Source::Live => "内存上限已无余地，只能等于存活堆",
        Source::Nothing => "没有约束",
    };
    format!("目标为 {goal}（{why}），触发点为 {trigger}")
}

pub(super) fn sentence(event: &Event) -> String {
    match *event {
        Event::Started { procs, goroutines } => {
            format!("程序启动：{goroutines} 个 goroutine，{procs} 个处理器")
        }
        Event::Allocated {
            heap,
            marking: false,
        } => format!("堆增长到 {heap}"),
        Event::Allocated { heap, .. } => format!("标记期间堆增长到 {heap}"),
        Event::TriggerCrossed { heap, trigger } => {
            format!("补充缓存时发现堆为 {heap}，已达到触发点 {trigger}")
        }
        Event::CycleStarted { cycle, why, heap } => {
            let why = match why {
                Reason::Heap => "堆达到触发点",
                Reason::Time => "已有两分钟没有回收",
                Reason::Explicit => "调用了 runtime.GC",
            };
            format!("第 {cycle} 轮回收开始，堆为 {heap}：{why}")
        }
        Event::WorldStopped {
            pause: Pause::First,
            length,
            ..
        } => format!("世界停顿（STW）{}，以便开始标记", time(length)),
        Event::WorldStopped { length, .. } => {
            format!("世界停顿（STW）{}，以便结束标记", time(length))
        }
        Event::MarkBegan {
            cycle,
            goal,
            workers,
            ..
        } => {
            let who = match workers {
                0 => "四分之一的处理器时间".to_owned(),
                _ => format!("{workers} 个专职 worker "),
            };
            match finite(goal) {
                Some(goal) => format!(
                    "第 {cycle} 轮用{}开始标记，应在 {goal} 之前完成",
                    spaced(&who)
                ),
                None => format!("第 {cycle} 轮用{}开始标记", spaced(&who)),
            }
        }
        Event::AssistBegan {
            goroutine,
            work,
            credit,
            ratio,
            ..
        } if credit.0 > 0 => format!(
            "g{goroutine} 须先扫描 {work} 才能继续分配，另有 {credit} 由后台额度抵付：每分配 1 字节要扫描 {} 字节",
            thousandths(ratio)
        ),
        Event::AssistBegan {
            goroutine,
            work,
            ratio,
            ..
        } => format!(
            "g{goroutine} 须先扫描 {work} 才能继续分配：每分配 1 字节要扫描 {} 字节",
            thousandths(ratio)
        ),
        Event::AssistEnded {
            assists,
            scanned,
            time: length,
            ..
        } => format!(
            "{assists} 次辅助标记共扫描 {scanned}，占用 goroutine {}",
            time(length)
        ),
        Event::GoalPassed { heap, goal, .. } => {
            format!("标记尚未完成，堆已到 {heap}，超过目标 {goal}")
        }
        Event::MarkEnded {
            cycle,
            length,
            scanned,
        } => format!(
            "第 {cycle} 轮标记完成：用 {} 扫描了 {scanned}",
            time(length)
        ),
        Event::CycleEnded { cycle, heap, live } => {
            format!("第 {cycle} 轮回收结束：{heap} 中存活 {live}")
        }
        Event::GoalSet {
            goal: bytes,
            trigger,
            source,
        } => goal(bytes, trigger, source),
        Event::Swept { cycle, freed } => format!("第 {cycle} 轮的垃圾已清扫完：{freed}"),
        Event::SweepFirst { goroutine: 0, left } => {
            format!("应开始新一轮，但须先清扫剩余的 {left} 垃圾")
        }
        Event::SweepFirst { goroutine, left } => {
            format!("g{goroutine} 要开始新一轮，须先清扫剩余的 {left} 垃圾")
        }
        Event::LimitReached { mapped, limit } => {
            format!("进程已占用 {mapped}，超过上限 {limit}")
        }
        Event::LimiterOn { again: false, .. } => {
            "CPU 限制器开启：平均每个处理器上，回收器比程序多用了一秒，此后不再要求辅助标记"
                .to_owned()
        }
        Event::LimiterOn { .. } => "CPU 限制器再次开启".to_owned(),
        Event::LimiterOff { .. } => "CPU 限制器关闭：恢复辅助标记".to_owned(),
        Event::Called { goroutine, cycle } => {
            format!("g{goroutine} 调用 runtime.GC，等待第 {cycle} 轮")
        }
        Event::Returned {
            goroutine,
            cycle,
            waited,
        } => format!(
            "g{goroutine} 等待 {} 后继续运行：第 {cycle} 轮已标记并清扫完",
            time(waited)
        ),
        Event::GogcSet { from, to } => format!("你把 GOGC 从 {} 改为 {}", gogc(from), gogc(to)),
        Event::LimitSet { from, to } => {
            format!("你把 GOMEMLIMIT 从 {} 改为 {}", limit(from), limit(to))
        }
        Event::RateSet { from, to } => format!("你让程序每秒分配 {to}，原为 {from}"),
        Event::LiveSet { from, to } => format!("你让程序保留 {to}，原为 {from}"),
        Event::StacksSet { from, to } => format!("你让栈占用 {to}，原为 {from}"),
        Event::Paused => "你让所有 goroutine 休眠".to_owned(),
        Event::Resumed => "你唤醒了所有 goroutine".to_owned(),
        Event::LimiterSwitched { on: true } => "你打开了 CPU 限制器".to_owned(),
        Event::LimiterSwitched { .. } => "你关掉了 CPU 限制器".to_owned(),
    }
}

/// A space belongs before a number, none before a Chinese word.
fn spaced(words: &str) -> String {
    if words.starts_with(|c: char| c.is_ascii_digit()) {
        format!(" {words}")
    } else {
        words.to_owned()
    }
}

pub(super) fn act(act: &Act) -> String {
    match *act {
        Act::SetGogc(to) => format!("GOGC {}", gogc(to)),
        Act::SetMemoryLimit(None) => "取消内存上限".to_owned(),
        Act::SetMemoryLimit(Some(limit)) => format!("内存上限 {limit}"),
        Act::SetAllocRate(rate) => format!("每秒分配 {rate}"),
        Act::SetLiveHeap(live) => format!("保留 {live}"),
        Act::SetStacks(stacks) => format!("栈占用 {stacks}"),
        Act::Collect(goroutine) => format!("g{goroutine} 调用 runtime.GC"),
        Act::Pause => "所有 goroutine 休眠".to_owned(),
        Act::Resume => "唤醒所有 goroutine".to_owned(),
        Act::SetCpuLimiter(true) => "打开 CPU 限制器".to_owned(),
        Act::SetCpuLimiter(_) => "关掉 CPU 限制器".to_owned(),
    }
}
