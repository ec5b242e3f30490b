//! The words of the page around the figures, in both languages.

use glassbox_sim::Lang;

/// A text in both languages.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Text {
    en: &'static str,
    zh: &'static str,
}

impl Text {
    /// The one in this language.
    pub(crate) fn get(self, lang: Lang) -> &'static str {
        lang.pick(self.en, self.zh)
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $zh:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: Text = Text { en: $en, zh: $zh };)*
        #[cfg(test)]
        const ALL: &[(&str, Text)] = &[$((stringify!($name), $name)),*];
    };
}

words! {
    // The bar.
    SKIP: "Skip to the content", "跳到正文";
    HOME: "Glassbox, front page", "Glassbox 首页";
    LABS: "Labs", "实验";
    PAGES: "Pages", "页面";
    LATER: "in preparation", "准备中";
    SCENARIOS: "Scenarios", "场景";
    EMBED: "Embed", "嵌入";
    SHARE: "Share", "分享";
    /// Below a figure that could not be opened.
    WAY_ON: "Choose a scenario instead", "改选一个场景";
    MENU: "Menu", "菜单";
    KEYS: "Keys", "快捷键";
    /// The name of the language that the button changes to, in that language.
    OTHER_LANGUAGE: "中文", "English";
    THEME_AUTO: "Theme: as the system", "主题：跟随系统";
    THEME_LIGHT: "Theme: light", "主题：浅色";
    THEME_DARK: "Theme: dark", "主题：深色";

    // The front page.
    TITLE: "protocols, opened up", "把协议拆开来看";
    HEADING_1: "Open up the protocols you trust.", "把协议拆开看个明白，";
    HEADING_2: "Then try to break them.", "再亲手试着弄坏它。";
    LEAD:
        "Raft runs in this page, one event at a time. Stop a node, cut the network, drop a single packet, and see who notices, and why. Go’s garbage collector runs beside it. TCP and TLS are next.",
        "Raft 就在这个页面里逐个事件地运行。停掉一个节点，切断网络，或者只丢一个包，看看谁会察觉，又是为什么。Go 的垃圾回收器也已就位，接下来是 TCP 和 TLS。";
    TAKE_OVER: "Take over this run", "接手这次运行";
    ALL_SCENARIOS: "All scenarios", "全部场景";
    FACT_BACK: "Step back, branch, and share any moment as a link.", "可以后退、开分支，任何一刻都能分享成链接。";
    FACT_CHECKED: "Checked against etcd’s own Raft tests and recorded runs of Go.", "用 etcd 自己的 Raft 测试和 Go 的真实运行记录核对过。";
    FACT_STATIC: "One static page. No account; nothing leaves your browser.", "一个静态页面，无需账号，数据不离开浏览器。";
    ABOUT_RAFT: "Stop a leader, cut the network, and see which writes survive.", "停掉领导者，切断网络，看哪些写入能留下来。";
    ABOUT_TCP: "Lose any segment. Both state machines, every timer, byte by byte.", "丢掉任意一个报文段，看两端的状态机、每个计时器和每个字节。";
    ABOUT_TLS: "Flip one byte on the way. The cryptography decides who notices.", "在途中改动一个字节，由密码学决定谁会发现。";
    ABOUT_GC: "Move a pointer while the collector runs. Can you lose an object?", "在回收器运行时移动指针，你能弄丢一个对象吗？";
    START_WITH: "Start with a question", "从一个问题开始";
    WHICH_LAB: "Lab", "实验";
    EVERY_LAB: "All", "全部";
    EMBED_HEADING: "Put a figure into your own page", "把图放进你自己的页面";
    EMBED_TEXT:
        "This is all it takes. The figure runs in the reader’s browser, works by keyboard and on a phone, and loads only when it comes into view. The link inside is what readers see without JavaScript.",
        "只要下面这几行。图在读者的浏览器里运行，可以用键盘操作，在手机上也能用，滚动到附近才会加载。没有 JavaScript 时，读者看到的是里面的链接。";
    COPY: "Copy", "复制";
    COPIED: "Copied", "已复制";
    NOT_COPIED: "Could not copy", "复制失败";
    COLOPHON: "No server, no cookies, no tracking.", "没有服务器，没有 Cookie，没有跟踪。";

    // The frame around a lab.
    SHARED_RUN: "A shared run", "分享的运行";

    // No such page.
    MISSING: "There is no such page", "没有这个页面";
    MISSING_TEXT: "The address may be mistyped, or it names a scenario that does not exist here.", "可能是地址有误，也可能是这里没有它所指的场景。";
    TO_FRONT: "To the front page", "回到首页";
}

/// That parameters of the address mean nothing here, and which ones do.
pub(crate) fn unknown(parameters: &[String], known: &[&str], lang: Lang) -> String {
    let (last, others) = known.split_last().unwrap_or((&"", &[]));
    match lang {
        Lang::En => {
            let (all, others) = (parameters.join("”, “"), others.join(", "));
            format!("This page does not know “{all}” in its address. It knows {others} and {last}.")
        }
        Lang::Zh => {
            let (all, others) = (parameters.join("”“"), others.join("、"));
            format!("这个页面不认识地址里的“{all}”，可用的参数是 {others} 和 {last}。")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_han(c: char) -> bool {
        ('\u{4e00}'..='\u{9fff}').contains(&c)
    }

    #[test]
    fn a_space_lies_between_han_and_latin() {
        for (name, text) in ALL {
            let chars: Vec<char> = text.zh.chars().collect();
            for pair in chars.windows(2) {
                let touch = is_han(pair[0]) && pair[1].is_ascii_alphanumeric()
                    || pair[0].is_ascii_alphanumeric() && is_han(pair[1]);
                assert!(!touch, "{name}: {pair:?} in {}", text.zh);
            }
        }
    }

    #[test]
    fn chinese_has_its_own_punctuation() {
        for (name, text) in ALL {
            assert!(
                !text.zh.contains([',', ';', ':', '?', '!', '(', ')']),
                "{name}: {}",
                text.zh
            );
            assert!(!text.en.is_empty() && !text.zh.is_empty(), "{name}");
        }
    }
}
