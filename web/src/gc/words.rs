//! The words of the heap's stage, its cards and the lab's tools.

mod proof;

use glassbox_sim::Lang;

pub(super) use proof::{
    about, asks, found, looked_for, proved, searched, states_of_memory, undecided, whether_promised,
};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $zh:literal;)*) => {
        $($(#[$doc])* pub(super) fn $name(lang: Lang) -> &'static str {
            lang.pick($en, $zh)
        })*
    };
}

words! {
    queues: "Queues", "队列";
    proof: "Prove it", "验证";
    reachable: "reachable", "可达";
    garbage: "garbage", "垃圾";
    goal: "goal", "目标";
    globals: "globals", "全局变量";
    tool_rate: "Allocation rate", "分配速率";
    tool_live: "Live data", "存活数据";
    tool_more: "More", "其他";
    tool_element: "Elements", "元素";
    tool_collector: "Collector’s step", "回收器走一步";
    next_cycle: "from the next cycle", "下一轮开始";
    tool_turn: "Whose turn", "轮到谁";
    tool_faults: "Faults", "缺陷";
    stage: "Heap", "堆";
    view: "View", "视图";
    graph: "Graph", "对象图";
    spans: "Spans", "span 视图";
    spans_are: "A span holds objects of one size class, all with pointers or all without. Here it has 16 places; in Go, one or more pages of 8 KiB cut into as many as fit. Memory is given out and swept span by span.", "一个 span 只存放同一大小等级的对象，并且要么都含指针，要么都不含。这里每个 span 有 16 个位置；在 Go 中，它是一个或多个 8 KiB 的页，能切成多少位置就切多少。分配和清扫都以 span 为单位。";
    swept: "swept", "已清扫";
    swept_next: "swept next", "接下来清扫";
    not_swept: "not swept yet", "尚未清扫";
    put_back: "Put objects back", "对象归位";
    off: "off", "未回收";
    sweep_termination: "pause 1 · sweep termination", "停顿 1 · sweep termination";
    mark_termination: "pause 2 · mark termination", "停顿 2 · mark termination";
    pause_1: "pause 1", "停顿 1";
    pause_2: "pause 2", "停顿 2";
    mark_wide: "concurrent mark", "并发标记";
    mark_stopped: "mark, world stopped", "标记（世界停止）";
    mark: "mark", "标记";
    sweep: "sweep", "清扫";
    barrier_on: "write barrier on", "写屏障打开";
    barrier_off: "write barrier off", "写屏障关闭";
    no_barrier: "no write barrier", "没有写屏障";
    new_black: "new objects black", "新对象为黑色";
    new_white: "new objects white", "新对象为白色";
    stopped: "world stopped", "世界已停顿";
    scanned: "scanned", "已扫描";
    waiting: "waiting", "待扫描";
    grey_again: "grey again", "又变灰";
    scanning: "being scanned", "扫描中";
    white: "white", "白色";
    white_means: "not reached yet", "尚未到达";
    grey: "grey", "灰色";
    grey_means: "reached, fields to scan", "已到达，字段待扫描";
    black: "black", "黑色";
    black_means: "scanned", "已扫描";
    black_to_white: "black to white", "黑指向白";
    unreachable: "unreachable", "不可达";
    floats: "unreachable, but this cycle marked it: floats until the next one", "不可达，但本轮已标记：留到下一轮";
    floats_short: "floats", "浮动垃圾";
    will_be_freed: "freed in sweep", "清扫时释放";
    lost: "lost", "丢失";
    freed_in_use: "freed while in use", "仍在使用却被释放";
    work_list: "Work list", "工作队列";
    nothing_grey: "nothing grey", "没有灰色对象";
    barrier_buffers: "Barrier buffers", "屏障缓冲区";
    own_processor: "In Go, one per processor (P); here each goroutine has a P of its own.", "在 Go 里每个处理器（P）一个；这里每个 goroutine 独占一个 P。";
    runs_next: "Runs next", "下一步";
    nothing_runs: "nothing by itself", "没有自动进行的";
    marked_runs: "marked: by itself", "标出的自动进行";
    waits_at_channel: "waits at the channel", "在通道上等待";
    waits_for_safe_point: "waits for a safe-point", "等待安全点";
    at_safe_point: "at a safe-point, free ›", "在安全点，可任选 ›";
    invariants: "Invariants", "不变式";
    only_marking: "looked at while marking", "只在标记期间检查";
    needed: "what this collector would have to keep", "这个回收器本应保持的";
    promised: "promised by this collector", "本回收器的承诺";
    gos: "Go’s", "Go 的不变式";
    means_strong: "no black points to white", "黑色不指向白色";
    means_weak: "unless a grey still leads there", "除非从灰色仍能到达它";
    means_gos: "unless a grey in the heap does", "除非从堆中的灰色仍能到达它";
    collector: "Collector", "回收器";
    search: "Look through every run", "检查所有运行";
    cancel: "Cancel", "取消";
    open_run: "Open this run", "打开这次运行";
    more_choices: "Other questions, other bounds", "换个问题，换个规模";
    looks_for: "Looked for", "要找的";
    objects: "objects", "对象";
    fields_each: "fields each", "每个对象的字段";
    goroutines: "goroutines", "goroutine";
    slots_each: "slots each", "每个栈的槽位";
    channel: "a channel between the goroutines", "goroutine 之间有通道";
    channel_needs_two: "a channel needs two goroutines", "通道需要两个 goroutine";
    most_states: "at most", "最多";
    idle_here: "It changes nothing with this collector.", "对这个回收器没有影响。";
    idle_without_channel: "It changes nothing without a channel between two goroutines.", "没有两个 goroutine 之间的通道，它就没有影响。";
    too_large: "Too large: there are so many graphs to begin with that no bound here would reach three steps. Take less of something.", "规模太大：起始的对象图太多，在这里的任何上限内都走不到三步。请减少其中一项。";
    state: "state", "状态";
    pointed_from: "pointed to from", "被谁指向";
    size: "size", "大小";
    buffered_by: "in buffer of", "所在缓冲区";
    frames: "frames", "栈帧";
    buffer: "buffer", "缓冲区";
    does: "is", "正在";
    running: "running", "运行";
    receiving: "waiting on a channel", "等待通道";
    writing: "between barrier and store", "屏障与写入之间";
    nobody: "nobody", "无";
    scan_state: "stack", "栈";
    unscanned: "grey: waits to be scanned", "灰色：等待扫描";
    scanned_black: "black: scanned", "黑色：已扫描";
    scanned_and_run: "grey again: it has run since the scan", "又变灰：扫描之后又运行过";
    no_cycle: "no cycle runs", "没有回收在进行";
    large: "Objects by span of 16. Select one for its pointers. Dotted: garbage that floats until the next cycle.", "每 16 个对象为一个 span。选中一个可查看它的指针。虚线框：留到下一轮的浮动垃圾。";
}

/// "stack of g1".
pub(super) fn stack_of(no: &str, lang: Lang) -> String {
    lang.pick(format!("stack of {no}"), format!("{no} 的栈"))
}

/// What somebody can do who is at a safe-point.
pub(super) fn anything(no: &str, lang: Lang) -> String {
    lang.pick(
        format!("{no} is at a safe-point and may do anything: choose what"),
        format!("{no} 在安全点，可以做任何操作：由你选择"),
    )
}

/// "in g1’s buffer".
pub(super) fn in_buffer(no: &str, lang: Lang) -> String {
    lang.pick(format!("in {no}’s buffer"), format!("在 {no} 的缓冲区里"))
}

/// "next: C.0 ← nil".
pub(super) fn next(what: &str, lang: Lang) -> String {
    lang.pick(format!("next: {what}"), format!("下一步：{what}"))
}

/// "A white, span 1".
pub(super) fn in_its_span(name: &str, colour: &str, span: &str, lang: Lang) -> String {
    lang.pick(
        format!("{name} {colour}, {span}"),
        format!("{name} {colour}，{span}"),
    )
}

/// "3 of 16 in use".
pub(super) fn used(used: usize, places: usize, lang: Lang) -> String {
    lang.pick(
        format!("{used} of {places} in use"),
        format!("已用 {used} / {places}"),
    )
}

/// "Collector: Go, 1 fault".
pub(super) fn collector_is(name: &str, faults: usize, lang: Lang) -> String {
    match faults {
        0 => lang.pick(format!("Collector: {name}"), format!("回收器：{name}")),
        1 => lang.pick(
            format!("Collector: {name}, 1 fault"),
            format!("回收器：{name}，1 个缺陷"),
        ),
        _ => lang.pick(
            format!("Collector: {name}, {faults} faults"),
            format!("回收器：{name}，{faults} 个缺陷"),
        ),
    }
}

/// "from the next cycle: Dijkstra".
pub(super) fn collector_waits(name: &str, lang: Lang) -> String {
    let when = next_cycle(lang);
    lang.pick(format!("{when}: {name}"), format!("{when}：{name}"))
}

/// "faults: allocate white, no first pause".
pub(super) fn with_faults(names: &[&str], lang: Lang) -> String {
    lang.pick(
        format!("faults: {}", names.join(", ")),
        format!("缺陷：{}", names.join("、")),
    )
}

/// "24 bytes, with pointers".
pub(super) fn class(bytes: u64, pointers: bool, lang: Lang) -> String {
    match pointers {
        true => lang.pick(
            format!("{bytes} bytes, with pointers"),
            format!("{bytes} 字节，含指针"),
        ),
        false => lang.pick(
            format!("{bytes} bytes, no pointers"),
            format!("{bytes} 字节，不含指针"),
        ),
    }
}

/// "class 3 in Go: 1 page, 341 objects a span".
pub(super) fn class_in_go(class: u8, pages: u64, objects: u64, lang: Lang) -> String {
    let s = if pages == 1 { "" } else { "s" };
    lang.pick(
        format!("size class {class}; in Go a span is {pages} page{s}, {objects} objects"),
        format!("大小等级 {class}；在 Go 中每个 span 占 {pages} 页，可放 {objects} 个对象"),
    )
}

/// "12 objects, 288 bytes".
pub(super) fn takes_all(objects: u64, bytes: u64, lang: Lang) -> String {
    let s = if objects == 1 { "" } else { "s" };
    lang.pick(
        format!("{objects} object{s}, {bytes} bytes"),
        format!("{objects} 个对象，共 {bytes} 字节"),
    )
}

/// "takes 16 bytes".
pub(super) fn takes(bytes: u64, lang: Lang) -> String {
    lang.pick(format!("takes {bytes} bytes"), format!("占 {bytes} 字节"))
}

/// Objects of a size by colour, for those who cannot see the bar.
pub(super) fn colours(white: u64, grey: u64, black: u64, lang: Lang) -> String {
    lang.pick(
        format!("{white} white, {grey} grey, {black} black"),
        format!("白色 {white}，灰色 {grey}，黑色 {black}"),
    )
}

/// While the end of a pointer is held.
pub(super) fn drop_here(from: &str, lang: Lang) -> String {
    lang.pick(
        format!("drop it on a dotted object: {from} will point there"),
        format!("拖到虚线框中的对象上：{from} 将指向它"),
    )
}

/// While the end of a pointer is held that can lead nowhere else.
pub(super) fn nothing_to_store(from: &str, lang: Lang) -> String {
    lang.pick(
        format!("no goroutine holds a pointer that it could put into {from} now"),
        format!("现在没有 goroutine 持有可以放进 {from} 的指针"),
    )
}

/// "broken by g1.s1 → D".
pub(super) fn broken_by(edge: &str, lang: Lang) -> String {
    lang.pick(format!("broken by {edge}"), format!("被 {edge} 破坏"))
}

/// "kept by C → D".
pub(super) fn kept_by(edge: &str, lang: Lang) -> String {
    lang.pick(format!("kept by {edge}"), format!("由 {edge} 保持"))
}

/// "2 grey".
pub(super) fn grey_count(count: u32, lang: Lang) -> String {
    lang.pick(format!("{count} grey"), format!("{count} 个灰色"))
}

/// "4 each".
pub(super) fn each(count: u16, lang: Lang) -> String {
    lang.pick(format!("{count} each"), format!("各 {count} 个"))
}
