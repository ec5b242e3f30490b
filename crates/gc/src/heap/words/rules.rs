//! The sentences of rules.

use glassbox_sim::Lang;

use crate::heap::rule::Rule;

/// The sentence of a rule.
pub fn rule(rule: Rule, lang: Lang) -> &'static str {
    match rule {
        Rule::Program => lang.pick(
            "Goroutines reach objects from global variables and from the slots of their stacks. Whatever they can reach is alive, and nothing else is.",
            "goroutine 从全局变量和自己栈上的槽位出发访问对象。可达的就是存活的，其余都不是。",
        ),
        Rule::StacksHaveNoBarrier => lang.pick(
            "What a function writes to its own variables on the stack runs no barrier: that would be too slow. So a stack that was scanned can hold a pointer that the collector has not seen.",
            "函数写自己栈上的变量不走屏障，否则太慢。因此扫描过的栈也可能持有回收器没见过的指针。",
        ),
        Rule::Channel => lang.pick(
            "A value that is handed to a waiting goroutine is written onto that one’s stack, not the sender’s own. Such a write runs the barrier, as starting a goroutine does.",
            "把值直接交给正在等待的 goroutine，等于写别人的栈。这种写入要走屏障，用 go 语句启动 goroutine 时也一样。",
        ),
        Rule::NewStackIsBlack => lang.pick(
            "A goroutine that starts while marking has a black stack: it has no roots yet, and its argument runs the barrier.",
            "标记期间启动的 goroutine，栈是黑色的：它还没有根，参数则走屏障。",
        ),
        Rule::AllocateBlack => lang.pick(
            "While marking, new objects are black: a stack that was scanned may be the only thing that points to one.",
            "标记期间新分配的对象是黑色的：指向它的可能只有一个已经扫描过的栈。",
        ),
        Rule::BarrierAndStore => lang.pick(
            "First the barrier, then the store, and no safe-point between the two: the phase must not change meanwhile.",
            "先执行屏障，再写入，两者之间没有安全点：期间阶段不能改变。",
        ),
        Rule::DeletedIsShaded => lang.pick(
            "A deletion barrier shades the pointer that is overwritten. So nobody can hide an object from the collector by taking it out of the heap onto a stack that was scanned already.",
            "删除屏障给被覆盖的指针着色。这样，谁也不能把对象从堆里取到扫描过的栈上而瞒过回收器。",
        ),
        Rule::InsertedIsShaded => lang.pick(
            "An insertion barrier shades the pointer that is written. So nobody can hide an object from the collector by storing it into an object that was scanned already.",
            "插入屏障给写入的指针着色。这样，谁也不能把对象藏进已经扫描过的对象里而瞒过回收器。",
        ),
        Rule::NilToo => lang.pick(
            "Storing nil overwrites a pointer, too; so the barrier runs.",
            "写入 nil 也会覆盖一个指针，所以同样要走屏障。",
        ),
        Rule::OwnerIsNotAsked => lang.pick(
            "The barrier does not ask whether the object that is written to is black. Between the answer and the store the collector could scan it.",
            "屏障不看被写的对象是不是黑色：在查看与写入之间，回收器可能正好扫描了它。",
        ),
        Rule::Buffer => lang.pick(
            "The barrier only puts pointers into a buffer; they are shaded when it is flushed. What waits in a buffer counts as grey.",
            "屏障只把指针放进缓冲区，刷新时才着色。缓冲区里的指针视为灰色。",
        ),
        Rule::FlushBeforeTheEnd => lang.pick(
            "Before marking ends every buffer is flushed, and once more when the world stands still.",
            "标记结束之前刷新所有缓冲区；世界停住之后再刷新一次。",
        ),
        Rule::FirstPause => lang.pick(
            "The world stops before anything is scanned, so that nobody writes with the barrier off while the collector marks.",
            "扫描开始之前世界先停顿，以免回收器标记时还有 goroutine 在屏障关闭的状态下写入。",
        ),
        Rule::RootsBecomeGrey => lang.pick(
            "Global variables and stacks are the roots: they are grey when marking begins. Everything else is white.",
            "全局变量和栈是根：标记开始时它们是灰色，其余都是白色。",
        ),
        Rule::ScanStack => lang.pick(
            "Stacks are scanned one at a time, each while its goroutine stands at a safe-point. The stack is black then; what it points to is grey.",
            "栈逐个扫描，扫描时该 goroutine 停在安全点。扫描后栈为黑色，它指向的对象为灰色。",
        ),
        Rule::ScanAgain => lang.pick(
            "With an insertion barrier alone, a stack whose goroutine runs on is grey again. So all of them are scanned once more in the second pause.",
            "只有插入屏障时，goroutine 一继续运行，它的栈就又成了灰色。因此第二次停顿时要把所有栈重新扫描一遍。",
        ),
        Rule::ScanField => lang.pick(
            "The collector scans grey objects field by field. An object is black when its last field is scanned.",
            "回收器逐个字段地扫描灰色对象。最后一个字段扫描完，对象就变黑。",
        ),
        Rule::ReachedBecomesGrey => lang.pick(
            "A white object that the collector comes to becomes grey. Colours only ever go from white to grey to black.",
            "回收器到达的白色对象变成灰色。颜色只会从白到灰再到黑。",
        ),
        Rule::SecondPause => lang.pick(
            "When nothing is grey, the world stops once more, to make sure of it and to switch the barrier off.",
            "不再有灰色的之后，世界再停顿一次，加以确认，并关闭写屏障。",
        ),
        Rule::Restart => lang.pick(
            "If something grey turns up when the world stands still, the world goes on and marking goes on, too; there will be another pause.",
            "世界停住时如果又发现灰色的，就恢复运行，继续标记；之后还要再停顿一次。",
        ),
        Rule::WhiteIsGarbage => lang.pick(
            "When nothing is grey any more, whatever a goroutine can reach is black, and what is white is garbage.",
            "不再有灰色的时候，goroutine 能到达的都是黑色，白色的就是垃圾。",
        ),
        Rule::Sweep => lang.pick(
            "Sweeping goes from span to span while the program runs: white objects are freed, black ones become white for the next cycle. A span holds objects of one size; whoever allocates may have to sweep one of that size first.",
            "程序运行的同时逐个 span 清扫：白色对象被释放，黑色对象变回白色，留待下一轮。一个 span 里的对象大小相同；分配者可能得先清扫一个同样大小的 span。",
        ),
        Rule::Lost => lang.pick(
            "An object gets lost if two things happen: something black gets a pointer to it, and every path to it from something grey is cut. A barrier must prevent one of them.",
            "对象丢失需要两件事同时发生：有黑色的指向了它，而且从灰色的到它的每条路径都断了。屏障必须阻止其中一件。",
        ),
        Rule::Person => lang.pick("Somebody at this page did it.", "由页面上的人操作。"),
    }
}
