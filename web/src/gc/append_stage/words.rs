//! The words of a slice's stage.

use glassbox_gc::append::{Element, Go, Growth, How};
use glassbox_sim::Lang;

/// The heading above the cells.
pub(super) fn heading(element: Element, lang: Lang) -> String {
    let Element { size, pointers } = element;
    match (lang, pointers) {
        (Lang::En, false) => format!("A slice, elements of {size} bytes"),
        (Lang::En, true) => format!("A slice, elements of {size} bytes with pointers"),
        (Lang::Zh, false) => format!("切片，每个元素 {size} 字节"),
        (Lang::Zh, true) => format!("切片，每个元素 {size} 字节，含指针"),
    }
}

/// "8 bytes, with pointers".
pub(super) fn element(element: Element, lang: Lang) -> String {
    let Element { size, pointers } = element;
    crate::gc::words::class(size.into(), pointers, lang)
}

/// What the release buttons are for.
pub(super) fn rules_of(lang: Lang) -> &'static str {
    lang.pick("Rules of", "规则版本")
}

/// A release, as on its button.
pub(super) fn release(release: Go, lang: Lang) -> &'static str {
    glassbox_gc::append::words::release(release, lang)
}

/// The growths' heading.
pub(super) fn growths(lang: Lang) -> &'static str {
    lang.pick("How it has grown", "扩容经过")
}

/// Before the first append.
pub(super) fn never(lang: Lang) -> &'static str {
    lang.pick("It has no array yet.", "它还没有底层数组。")
}

/// The columns of the growths.
pub(super) fn columns(lang: Lang) -> [&'static str; 4] {
    lang.pick(
        ["from", "asked for", "to", "why"],
        ["原容量", "申请", "新容量", "原因"],
    )
}

/// Length, capacity, growths and copies in one line.
pub(super) fn counts(len: u64, cap: u64, grown: u64, copied: u64, lang: Lang) -> String {
    lang.pick(
        format!(
            "grown {grown} ×, {copied} copied, {} free",
            cap - len.min(cap)
        ),
        format!(
            "扩容 {grown} 次，复制 {copied} 个，空余 {}",
            cap - len.min(cap)
        ),
    )
}

/// Cells for those who cannot see them.
pub(super) fn cells(len: u64, cap: u64, lang: Lang) -> String {
    lang.pick(
        format!("{len} of {cap} cells are used"),
        format!("{cap} 格中用了 {len} 格"),
    )
}

/// That a cell stands for several elements.
pub(super) fn each_cell(count: u64, lang: Lang) -> String {
    lang.pick(
        format!("each cell: {count} elements"),
        format!("每格代表 {count} 个元素"),
    )
}

/// Why it was asked for so much, and what the allocator made of it.
pub(super) fn why(growth: &Growth, how: How, lang: Lang) -> String {
    let Growth {
        from, asked, to, ..
    } = *growth;
    let asking = match how {
        How::Needed => lang.pick("what is needed".to_owned(), "所需数量".to_owned()),
        How::Doubled => lang.pick("doubled".to_owned(), "翻倍".to_owned()),
        How::Quarter => lang.pick("+25 %".to_owned(), "+25 %".to_owned()),
        How::Smooth => format!("+({from} + 768) / 4"),
    };
    if asked == to {
        return asking;
    }
    lang.pick(
        format!("{asking}, rounded up to a size class"),
        format!("{asking}，向上取整到大小等级"),
    )
}
