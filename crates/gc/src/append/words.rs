//! The words: one sentence per event and language.

use glassbox_sim::Lang;

use super::event::{Event, How, Rule};
use super::setup::{Act, Element, Go};
pub use crate::program::words::Named;

/// What happened, in one sentence without a full stop.
pub fn sentence(event: &Event, lang: Lang) -> String {
    match lang {
        Lang::En => english(event),
        Lang::Zh => chinese(event),
    }
}

/// What a release is called.
pub fn release(release: Go, lang: Lang) -> &'static str {
    match release {
        Go::Go1_17 => lang.pick("Go up to 1.17", "Go 1.17 及更早"),
        Go::Go1_18 => lang.pick("Go 1.18 to 1.21", "Go 1.18 至 1.21"),
        Go::Go1_22 => lang.pick("Go from 1.22", "Go 1.22 及以后"),
    }
}

fn element(element: Element, lang: Lang) -> String {
    let Element { size, pointers } = element;
    match (lang, pointers) {
        (Lang::En, false) => format!("{size} bytes without pointers"),
        (Lang::En, true) => format!("{size} bytes with pointers"),
        (Lang::Zh, false) => format!("{size} 字节、不含指针"),
        (Lang::Zh, true) => format!("{size} 字节、含指针"),
    }
}

fn elements(count: u64) -> String {
    match count {
        1 => "1 element".to_owned(),
        _ => format!("{count} elements"),
    }
}

fn english(event: &Event) -> String {
    match *event {
        Event::Started {
            size,
            pointers,
            release: it,
        } => format!(
            "a slice without an array; {}, elements of {}",
            release(it, Lang::En),
            element(Element { size, pointers }, Lang::En)
        ),
        Event::Appended { count, len, cap } if len <= cap => {
            format!("{} appended: {len} of {cap} are used", elements(count))
        }
        Event::Appended { count, len, cap } => format!(
            "{} appended: {len} are to fit, there is room for {cap}",
            elements(count)
        ),
        Event::Asked { from, asked, how } => {
            let how = match how {
                How::Needed => format!("twice {from} would not be enough"),
                How::Doubled => format!("twice {from}"),
                How::Quarter => format!("{from} and a quarter more"),
                How::Smooth => format!("{from} and a quarter of {from} + 768 more"),
            };
            format!("room for {asked} is asked for: {how}")
        }
        Event::Rounded { asked, got, cap } if asked == got => {
            format!("{asked} is just what the allocator hands out: capacity {cap}")
        }
        Event::Rounded { asked, got, cap } => format!(
            "asked for {} bytes, the allocator hands out {}: capacity {cap}",
            asked.0, got.0
        ),
        Event::Grew {
            from: 0,
            to,
            copied: _,
        } => format!("the slice has its first array, with room for {to}"),
        Event::Grew { from, to, copied } => format!(
            "the slice grew from {from} to {to}; {} copied, the old array is left",
            match copied {
                1 => "1 element was".to_owned(),
                _ => format!("{copied} elements were"),
            }
        ),
    }
}

fn chinese(event: &Event) -> String {
    match *event {
        Event::Started {
            size,
            pointers,
            release: it,
        } => format!(
            "一个尚无底层数组的切片；{}，元素为 {}",
            release(it, Lang::Zh),
            element(Element { size, pointers }, Lang::Zh)
        ),
        Event::Appended { count, len, cap } if len <= cap => {
            format!("追加 {count} 个元素：容量 {cap}，已用 {len}")
        }
        Event::Appended { count, len, cap } => {
            format!("追加 {count} 个元素：需要容纳 {len} 个，容量只有 {cap}")
        }
        Event::Asked { from, asked, how } => {
            let how = match how {
                How::Needed => format!("{from} 的两倍也不够"),
                How::Doubled => format!("{from} 的两倍"),
                How::Quarter => format!("{from} 再加四分之一"),
                How::Smooth => format!("{from} 再加（{from} + 768）的四分之一"),
            };
            format!("申请容纳 {asked} 个：{how}")
        }
        Event::Rounded { asked, got, cap } if asked == got => {
            format!("{asked} 恰好是分配器给出的大小：容量 {cap}")
        }
        Event::Rounded { asked, got, cap } => format!(
            "申请 {} 字节，分配器给出 {} 字节：容量 {cap}",
            asked.0, got.0
        ),
        Event::Grew {
            from: 0,
            to,
            copied: _,
        } => format!("切片有了第一个底层数组，可容纳 {to} 个"),
        Event::Grew { from, to, copied } => {
            format!("切片从 {from} 扩容到 {to}；复制了 {copied} 个元素，旧数组被舍弃")
        }
    }
}

/// What an act is called, as on a button.
pub fn act(act: &Act, lang: Lang) -> String {
    match (*act, lang) {
        (Act::Append(count), Lang::En) => format!("Append {count}"),
        (Act::Append(count), Lang::Zh) => format!("追加 {count} 个"),
        (Act::AppendUntilItGrows, Lang::En) => "Append until it grows".to_owned(),
        (Act::AppendUntilItGrows, Lang::Zh) => "追加到扩容为止".to_owned(),
        (Act::SetElement(it), Lang::En) => format!("Elements of {}", element(it, lang)),
        (Act::SetElement(it), Lang::Zh) => format!("元素为 {}", element(it, lang)),
        (Act::SetRelease(it), _) => release(it, lang).to_owned(),
    }
}

/// The sentence of a rule.
pub fn rule(rule: Rule, lang: Lang) -> &'static str {
    match rule {
        Rule::Needed => lang.pick(
            "If twice the old capacity is less than what is needed, what is needed is asked for.",
            "若旧容量的两倍仍不够，就按所需的数量申请。",
        ),
        Rule::Doubled => lang.pick(
            "A small slice is doubled: below 256 elements of old capacity since Go 1.18, below 1024 before.",
            "小切片容量翻倍：自 Go 1.18 起以旧容量 256 个为界，之前以 1024 个为界。",
        ),
        Rule::Quarter => lang.pick(
            "Up to Go 1.17 a slice of 1024 elements and more got a quarter more, again and again until it was enough.",
            "在 Go 1.17 及更早版本中，达到 1024 个元素后每次增加四分之一，直到够用。",
        ),
        Rule::Smooth => lang.pick(
            "Since Go 1.18 a slice of 256 elements and more grows by (capacity + 768) / 4, again and again until it is enough: from double to a quarter more without a jump.",
            "自 Go 1.18 起，达到 256 个元素后每次增加（容量 + 768）/ 4，直到够用：从翻倍平滑过渡到增加四分之一。",
        ),
        Rule::SizeClass => lang.pick(
            "The allocator hands out certain sizes only (size classes), and whole pages above 32 KiB. What there is more than asked for becomes capacity.",
            "分配器只有若干固定的大小等级（size class），超过 32 KiB 则按整页分配。多出来的部分也算作容量。",
        ),
        Rule::Copied => lang.pick(
            "A slice that grows moves: its elements are copied to a new array. Other slices of the old array do not see what is appended.",
            "切片扩容就要搬到新数组：元素全部复制过去。仍指向旧数组的其他切片看不到新追加的内容。",
        ),
        Rule::Person => lang.pick("You did this.", "这是你的操作。"),
    }
}

/// The words of a property.
pub fn property(id: &str, lang: Lang) -> Named {
    let (name, says) = match id {
        "room-for-all" => lang.pick(
            ("Room for all", "The length is never above the capacity."),
            ("容得下", "长度从不超过容量。"),
        ),
        "no-room-wasted" => lang.pick(
            (
                "No room wasted",
                "Not one element more would fit the block that the allocator handed out.",
            ),
            ("不浪费", "分配器给出的内存块再也放不下一个元素。"),
        ),
        "capacity-never-falls" => lang.pick(
            (
                "Capacity never falls",
                "No append makes the capacity smaller.",
            ),
            ("容量不减", "追加从不使容量变小。"),
        ),
        "copies-in-proportion" => lang.pick(
            (
                "Copies in proportion",
                "All copies together are at most five times as many as there are elements.",
            ),
            ("复制量成比例", "累计复制的元素数至多是元素个数的五倍。"),
        ),
        _ => ("", ""),
    };
    Named { name, says }
}
