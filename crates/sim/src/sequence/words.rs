//! The few words that the drawing itself says.

use crate::lang::Lang;

/// The unit of the time axis.
pub(super) const MS: &str = "ms";

/// That the beginning is left out.
pub(super) fn hidden(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::En, 1) => "1 earlier event is not shown".to_owned(),
        (Lang::En, _) => format!("{count} earlier events are not shown"),
        (Lang::Zh, _) => format!("更早的 {count} 个事件没有画出"),
    }
}

/// What a picture without a title is called.
pub(super) fn untitled(lang: Lang) -> &'static str {
    lang.pick("Sequence diagram", "时序图")
}

/// What a folded stretch says when pointed at.
pub(super) fn folded(lang: Lang) -> &'static str {
    lang.pick(
        "Nothing happens in this time; it is drawn shorter.",
        "这段时间没有事情发生，图中缩短了。",
    )
}
