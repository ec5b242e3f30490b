//! The sentences of rules and properties.

use glassbox_sim::Lang;

use crate::program::rule::Rule;

/// The sentence of a rule.
pub fn rule(rule: Rule, lang: Lang) -> &'static str {
    match rule {
        Rule::FirstGoal => lang.pick(
            "Before anything has been collected, the goal is the smallest there is: 4 MiB times GOGC / 100.",
            "在第一次回收之前，目标就是最小值：4 MiB 乘以 GOGC / 100。",
        ),
        Rule::HeapCounts => lang.pick(
            "The heap counts what the last cycle found alive and everything allocated since, whether it is still used or not. A whole span is counted when a cache gets it.",
            "堆的大小包括上一轮存活的部分和此后分配的一切，不管是否还在使用。缓存取得一个 span 时，整个 span 都计入。",
        ),
        Rule::TestAtRefill => lang.pick(
            "A full span of a cache starts no collection; it is only where the trigger is tested, as it is for every large object. A cycle starts if the heap has reached the trigger.",
            "缓存的 span 用完并不会触发回收，只是在此时检查触发条件；分配大对象时也检查。堆达到触发点才开始回收。",
        ),
        Rule::OnlyThreeReasons => lang.pick(
            "Three things start a cycle, and nothing else does: the heap reaches its trigger, two minutes pass without a cycle, or somebody calls runtime.GC.",
            "只有三种情况会开始一轮回收：堆达到触发点，两分钟没有回收，或有人调用 runtime.GC。",
        ),
        Rule::TwoMinutes => lang.pick(
            "The system monitor (sysmon) starts a cycle when it finds that the last one is more than two minutes ago, unless GOGC is off or there has been none yet. While a processor works it looks at least every ten milliseconds; while all are idle it sleeps until the next timer, at most a minute.",
            "系统监控线程（sysmon）发现距上一轮已超过两分钟，就开始一轮回收；GOGC 为 off 或还从未回收过时除外。有处理器在工作时，它至少每 10 毫秒查看一次；全部空闲时，它睡到下一个定时器到期，最多一分钟。",
        ),
        Rule::Explicit => lang.pick(
            "runtime.GC blocks whoever calls it until a whole cycle has been marked and swept. Everybody else runs on: since Go 1.9 that cycle is a concurrent one.",
            "runtime.GC 只阻塞调用者，直到完整的一轮标记并清扫完毕。其他 goroutine 照常运行：自 Go 1.9 起，这一轮也是并发的。",
        ),
        Rule::FirstPause => lang.pick(
            "The world stops briefly so that all processors switch the write barrier on before anything is scanned.",
            "世界短暂停顿，让所有处理器在开始扫描之前都打开写屏障。",
        ),
        Rule::SecondPause => lang.pick(
            "The world stops briefly once more, to make sure that nothing is left to mark and to switch the barrier off.",
            "世界再次短暂停顿，以确认没有遗漏的标记工作，并关闭写屏障。",
        ),
        Rule::BackgroundQuarter => lang.pick(
            "While marking, a quarter of the processors’ time goes to background workers. Processors with nothing else to do mark as well.",
            "标记期间，处理器时间的四分之一归后台 worker；空闲的处理器也参与标记。",
        ),
        Rule::Assist => lang.pick(
            "While marking, each goroutine pays for what it allocates with scanning: small debts are paid ahead, at least 64 KiB at once. What the background workers have scanned to its credit is taken first; the rest it scans itself.",
            "标记期间，每个 goroutine 都要用扫描来偿付自己的分配，一次至少偿付 64 KiB，多出的算预付。先取用后台 worker 积累的额度，不够的部分自己扫描。",
        ),
        Rule::AssistRatio => lang.pick(
            "A byte allocated while marking costs as much scanning as makes marking end when the heap reaches its goal: work left over bytes left. What is allocated meanwhile survives the cycle.",
            "标记期间每分配一字节所需的扫描量，要使标记恰好在堆达到目标时完成：剩余工作除以剩余字节。期间分配的对象在本轮都会存活。",
        ),
        Rule::PastTheGoal => lang.pick(
            "If the heap passes its goal before marking is done, a tenth more is granted, and the whole heap is taken for alive: assists become costly.",
            "若标记完成之前堆已超过目标，就再放宽十分之一，并假定整个堆都存活：辅助标记因此变得很重。",
        ),
        Rule::MarkingEnds => lang.pick(
            "When all is marked, the pacer measures how fast the program allocated and how fast marking went. The least favourable of the last five cycles says how much runway the next one gets.",
            "标记完成时，pacer 测量程序分配得多快、标记进行得多快。取最近五轮中最不利的值，决定下一轮的余量（runway），也就是提前多少开始。",
        ),
        Rule::MarkedSurvives => lang.pick(
            "What was marked survives, and so does everything allocated while marking. The heap is counted from there.",
            "被标记的对象存活下来，标记期间分配的也都存活。堆的大小由此重新算起。",
        ),
        Rule::Goal => lang.pick(
            "The goal is the live heap, plus GOGC percent of live heap, stacks and globals together.",
            "目标 = 存活堆 +（存活堆 + 栈 + 全局变量）× GOGC / 100。",
        ),
        Rule::MinimumHeap => lang.pick(
            "A goal that comes from GOGC is never below 4 MiB times GOGC / 100, so that a small program is not collected all the time.",
            "由 GOGC 得出的目标不低于 4 MiB 乘以 GOGC / 100，以免小程序不停地回收。",
        ),
        Rule::SweepDistance => lang.pick(
            "While the garbage of the last cycle is not swept, at least 1 MiB may be allocated before the next one.",
            "上一轮的垃圾尚未清扫完时，至少还可以分配 1 MiB 才开始下一轮。",
        ),
        Rule::MemoryLimit => lang.pick(
            "Under a memory limit the goal is what the limit leaves for the heap, less 3 % (at least 1 MiB), if that is below the goal of GOGC.",
            "有内存上限时，若上限留给堆的部分减去 3 %（至少 1 MiB）低于 GOGC 的目标，就以它为目标。",
        ),
        Rule::LiveAboveLimit => lang.pick(
            "No goal is below what is alive. If the limit leaves less, every refill starts another cycle.",
            "目标不会低于存活堆。上限若不够，每次补充缓存都会开始新一轮回收。",
        ),
        Rule::GogcOff => lang.pick(
            "With GOGC=off the heap starts no cycle, unless there is a memory limit; the two-minute cycle is off as well. runtime.GC still collects.",
            "GOGC=off 时，除非有内存上限，否则堆不会触发回收，两分钟一次的回收也停用。runtime.GC 仍然有效。",
        ),
        Rule::Sweep => lang.pick(
            "Sweeping runs beside the program, span by span, and before a span is used again. It must be done before the next cycle: whoever starts one sweeps what is left, and does nothing else meanwhile.",
            "清扫与程序并发进行，逐个 span 清扫；span 在重新使用之前必须先清扫。下一轮开始之前必须全部扫完：由发起这一轮的 goroutine 先扫完剩余部分，期间不做别的事。",
        ),
        Rule::SoftLimit => lang.pick(
            "The memory limit is a soft one: Go tries to keep it, and does not end the program for it.",
            "内存上限是软上限：Go 尽力遵守，但不会为此终止程序。",
        ),
        Rule::CpuLimiter => lang.pick(
            "The collector’s time fills a bucket, the program’s drains it. It holds a second for each processor. While it is full nobody assists: the heap may pass the limit, and the program gets about half of the time.",
            "回收器的时间往桶里注水，程序的时间放水，桶的容量是每个处理器一秒。桶满时不再要求辅助标记：堆可以超过上限，程序仍能得到大约一半的时间。",
        ),
        Rule::SetGogc => lang.pick(
            "A new GOGC takes effect at once: goal and trigger are computed again, and while marking the cost of allocating as well.",
            "新的 GOGC 立即生效：重新计算目标和触发点；若正在标记，还要重新计算分配的代价。",
        ),
        Rule::SetMemoryLimit => lang.pick(
            "A new memory limit takes effect at once; free memory above it is given back.",
            "新的内存上限立即生效；超出部分的空闲内存归还给操作系统。",
        ),
        Rule::StacksAreRoots => lang.pick(
            "Stacks start no collection. They are roots, so since Go 1.18 what the last cycle scanned of them raises the goal, and the next cycle comes later.",
            "栈不会触发回收。栈是根，自 Go 1.18 起，上一轮扫描的栈越大，目标越高，下一轮也就越晚。",
        ),
        Rule::Person => lang.pick("You did this.", "这是你的操作。"),
    }
}

/// A name and a sentence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Named {
    /// The name.
    pub name: &'static str,
    /// What it says.
    pub says: &'static str,
}

/// The words of a property.
pub fn property(id: &str, lang: Lang) -> Named {
    let (name, says) = match id {
        "goal-has-a-minimum" => lang.pick(
            (
                "The goal has a minimum",
                "It is never below 4 MiB times GOGC / 100, unless the memory limit demands it.",
            ),
            (
                "目标有下限",
                "除非内存上限所迫，目标从不低于 4 MiB 乘以 GOGC / 100。",
            ),
        ),
        "no-start-below-the-trigger" => lang.pick(
            (
                "No start below the trigger",
                "The heap starts no cycle before it has reached the trigger.",
            ),
            ("不早于触发点", "堆达到触发点之前，不会因堆而开始回收。"),
        ),
        "trigger-before-goal" => lang.pick(
            (
                "Trigger before goal",
                "The trigger is never above the goal.",
            ),
            ("触发点不高于目标", "触发点从不高于目标。"),
        ),
        "live-within-heap" => lang.pick(
            (
                "Live within heap",
                "What the program uses is a part of the heap.",
            ),
            ("存活不超过堆", "程序使用的数据是堆的一部分。"),
        ),
        "what-is-used-survives" => lang.pick(
            (
                "What is used survives",
                "No cycle frees what the program uses.",
            ),
            ("在用的不被回收", "任何一轮都不会回收程序仍在使用的数据。"),
        ),
        "collector-takes-no-more-than-half" => lang.pick(
            (
                "The collector takes no more than half",
                "Within two seconds workers and assists gain no more on the program than what is free in the limiter’s bucket, which holds a second for each processor.",
            ),
            (
                "回收器不占过半",
                "两秒之内，后台 worker 和辅助标记比程序多用的时间，不超过限制器桶里剩余的容量；桶的容量是每个处理器一秒。",
            ),
        ),
        "within-the-memory-limit" => lang.pick(
            (
                "Within the memory limit",
                "The process has mapped no more than its limit, a soft one.",
            ),
            ("在内存上限之内", "进程占用不超过它的（软）上限。"),
        ),
        _ => ("", ""),
    };
    Named { name, says }
}
