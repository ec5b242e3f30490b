//! What can be done to the whole cluster, and what an act is called.

use glassbox_raft::core::Switch;
use glassbox_raft::words as lab_words;
use glassbox_raft::{
    Act, Client, Cluster, Key, LinkChange, LinkFigures, NodeNo, PacketRef, RequestState,
    RuleChange, Server, Write,
};
use glassbox_sim::{Duration, Lang, Model as _};

use super::{RaftLab, words};
use crate::lab::{MenuItem, Tool, ToolAction};

/// The keys that clients write, in turn.
const KEYS: [char; 3] = ['x', 'y', 'z'];

/// The buttons for the whole cluster.
pub(super) fn tools(model: &Cluster, lang: Lang) -> Vec<Tool<RaftLab>> {
    let mut tools = Vec::new();
    let mut add = |id, label: &str, action| {
        tools.push(Tool {
            id,
            label: label.to_owned(),
            action,
        });
    };
    if let Some(write) = next_write(model, None) {
        let label = write_name(&write, lang);
        add("write", &label, ToolAction::Act(Act::Write(write)));
    }
    if model.servers().len() > 1 {
        add(
            "partition",
            words::tool_partition(lang),
            ToolAction::Sides(Act::Partition),
        );
    }
    if model.acts().contains(&Act::Heal) {
        add("heal", words::tool_heal(lang), ToolAction::Act(Act::Heal));
    }
    if model.servers().len() > 1 {
        add(
            "loss",
            words::tool_loss(lang),
            ToolAction::Menu(losses(model)),
        );
        add(
            "latency",
            words::tool_latency(lang),
            ToolAction::Menu(latencies(model, lang)),
        );
    }
    add(
        "rules",
        words::tool_rules(lang),
        ToolAction::menu(rules(model, lang)),
    );
    tools
}

/// What a client would write next: the client with the least to do, the next key, the next value.
pub(super) fn next_write(model: &Cluster, to: Option<NodeNo>) -> Option<Write> {
    let waiting = |client: &Client| {
        let open = |state| !matches!(state, RequestState::Done(_));
        client
            .requests
            .iter()
            .filter(|request| open(request.state))
            .count()
    };
    let client = model
        .clients()
        .iter()
        .min_by_key(|client| waiting(client))?;
    let made: usize = model
        .clients()
        .iter()
        .map(|client| client.requests.len())
        .sum();
    let value = u16::try_from(made + 1).ok()?;
    let key = Key::new(KEYS[made % KEYS.len()])?;
    Some(Write {
        client: client.no,
        key,
        value,
        to,
    })
}

/// All links, each with nothing else changed; marked if all of them are so.
fn all_links(model: &Cluster, name: String, link: LinkFigures) -> MenuItem<RaftLab> {
    let nodes = || model.servers().iter().map(Server::no);
    let mut pairs = nodes().flat_map(|from| nodes().map(move |to| (from, to)));
    let on = pairs.all(|(from, to)| {
        let now = model.link(from, to).filter(|_| from != to);
        now.is_none_or(|now| link.on(now) == now)
    });
    let act = Act::Link(LinkChange {
        from: None,
        to: None,
        link,
    });
    MenuItem {
        name,
        act,
        on: Some(on),
    }
}

fn losses(model: &Cluster) -> Vec<MenuItem<RaftLab>> {
    let choices = [0, 10, 30, 50].map(|percent: u32| {
        let link = LinkFigures::loss(percent * 10_000);
        all_links(model, format!("{percent} %"), link)
    });
    choices.into()
}

fn latencies(model: &Cluster, lang: Lang) -> Vec<MenuItem<RaftLab>> {
    let choices = [
        (words::fast(lang), 1, 3),
        (words::usual(lang), 8, 12),
        (words::slow_all(lang), 40, 80),
    ];
    let item = |(name, from, to): (&str, u64, u64)| {
        let (from, to) = (Duration::from_millis(from), Duration::from_millis(to));
        all_links(model, name.to_owned(), LinkFigures::latency(from, to))
    };
    choices.map(item).into()
}

fn rules(model: &Cluster, lang: Lang) -> Vec<(String, Act)> {
    let off = model.rules_off();
    let choice = |rule: Switch| {
        let act = Act::Switch(RuleChange {
            rule,
            on: off.contains(rule),
        });
        (act_name(&act, lang), act)
    };
    Switch::ALL.map(choice).into()
}

fn write_name(write: &Write, lang: Lang) -> String {
    let what = format!("{}←{}", write.key.letter(), write.value);
    match write.to {
        Some(to) => lang.pick(
            format!("Write {what} to n{to}"),
            format!("向 n{to} 写入 {what}"),
        ),
        None => lang.pick(format!("Write {what}"), format!("写入 {what}")),
    }
}

/// What an act is called, in a few words.
pub(super) fn act_name(act: &Act, lang: Lang) -> String {
    let of_node = |en: &str, zh: &str, no: &NodeNo| {
        lang.pick(format!("{en} n{no}"), format!("让 n{no} {zh}"))
    };
    match act {
        Act::Crash(no) => of_node("Crash", "崩溃", no),
        Act::Restart(no) => of_node("Restart", "重启", no),
        Act::Pause(no) => of_node("Pause", "暂停", no),
        Act::Resume(no) => of_node("Resume", "继续", no),
        Act::Fire(no) => lang.pick(
            format!("Fire n{no}’s timer"),
            format!("触发 n{no} 的计时器"),
        ),
        Act::Partition(sides) => {
            let side = |side: &Vec<NodeNo>| {
                let names: Vec<_> = side.iter().map(|no| format!("n{no}")).collect();
                names.join(" ")
            };
            let sides = sides.iter().map(side).collect::<Vec<_>>().join(" | ");
            lang.pick(
                format!("Cut the network: {sides}"),
                format!("切断网络：{sides}"),
            )
        }
        Act::Heal => lang.pick("Heal the network", "恢复网络").to_owned(),
        Act::Cut(link) => {
            let (from, to) = (link.from, link.to);
            match link.cut {
                true => lang.pick(
                    format!("Cut n{from} → n{to}"),
                    format!("切断 n{from} → n{to}"),
                ),
                false => lang.pick(
                    format!("Mend n{from} → n{to}"),
                    format!("恢复 n{from} → n{to}"),
                ),
            }
        }
        Act::Link(change) => {
            let end = |no: Option<NodeNo>| no.map_or("*".to_owned(), |no| format!("n{no}"));
            let which = match (change.from, change.to) {
                (None, None) => lang.pick("All links", "所有链路").to_owned(),
                (from, to) => format!("{} → {}", end(from), end(to)),
            };
            let how = figures(&change.link, lang);
            lang.pick(format!("{which}: {how}"), format!("{which}：{how}"))
        }
        Act::Drop(packet) => of_packet("Drop", "丢弃", packet, lang),
        Act::Delay(delay) => {
            let by = delay.by.as_millis_f64();
            let name = of_packet("Delay", "推迟", &delay.packet, lang);
            lang.pick(format!("{name} by {by} ms"), format!("{name} {by} ms"))
        }
        Act::Duplicate(packet) => of_packet("Duplicate", "复制", packet, lang),
        Act::Deliver(packet) => of_packet("Deliver", "立即送达", packet, lang),
        Act::Write(write) => write_name(write, lang),
        Act::Switch(change) => {
            let rule = lab_words::switch(change.rule, lang);
            match change.on {
                true => lang.pick(
                    format!("Switch on again: {rule}"),
                    format!("重新打开：{rule}"),
                ),
                false => lang.pick(format!("Switch off: {rule}"), format!("关掉：{rule}")),
            }
        }
    }
}

/// The figures that are given: "8–12 ms, 20 % lost".
fn figures(link: &LinkFigures, lang: Lang) -> String {
    let latency = match (link.latency_min, link.latency_max) {
        (Some(from), Some(to)) => Some(words::range(from, to)),
        (Some(from), None) => Some(format!("≥ {}", words::range(from, from))),
        (None, Some(to)) => Some(format!("≤ {}", words::range(to, to))),
        (None, None) => None,
    };
    let others = [
        link.loss.map(|parts| words::lost_part(parts, lang)),
        link.duplicate.map(|parts| words::doubled_part(parts, lang)),
        link.reorder.map(|parts| words::reordered_part(parts, lang)),
        link.bandwidth.map(|bytes| words::rate(Some(bytes), lang)),
    ];
    let all: Vec<_> = latency
        .into_iter()
        .chain(others.into_iter().flatten())
        .collect();
    all.join(lang.pick(", ", "，"))
}

fn of_packet(en: &str, zh: &str, packet: &PacketRef, lang: Lang) -> String {
    match packet {
        PacketRef::Id(_) => lang.pick(format!("{en} the message"), format!("{zh}消息")),
        PacketRef::First(pick) => {
            let (from, to) = (pick.from, pick.to);
            let kind = pick.kind.map(|kind| lab_words::message_name(kind, 1, lang));
            let kind = kind.unwrap_or(lang.pick("message", "消息"));
            lang.pick(
                format!("{en} the {kind}, n{from} to n{to}"),
                format!("{zh} n{from} 到 n{to} 的{kind}"),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use glassbox_raft::Setup;

    use super::*;

    fn cluster() -> Cluster {
        Cluster::new(
            &Setup {
                clients: 2,
                ..Setup::default()
            },
            1,
        )
        .unwrap()
    }

    #[test]
    fn the_first_write_is_of_the_first_client() {
        let write = next_write(&cluster(), None).unwrap();
        assert_eq!((write.client, write.key.letter(), write.value), (1, 'x', 1));
        assert_eq!(write_name(&write, Lang::En), "Write x←1");
    }

    #[test]
    fn the_tools_for_all_links_change_one_figure_each() {
        let named = |item: &MenuItem<RaftLab>| act_name(&item.act, Lang::En);
        let losses = losses(&cluster());
        assert_eq!(named(&losses[2]), "All links: 30 % lost");
        let slow = latencies(&cluster(), Lang::En);
        assert_eq!(named(&slow[2]), "All links: 40–80 ms");
        let Act::Link(change) = &slow[2].act else {
            panic!("a change of links");
        };
        assert_eq!((change.link.loss, change.link.bandwidth), (None, None));
    }

    #[test]
    fn the_value_that_all_links_have_is_marked() {
        let mut model = cluster();
        let on = |model: &Cluster| losses(model).iter().map(|it| it.on == Some(true)).collect();
        let before: Vec<bool> = on(&model);
        assert_eq!(before, [true, false, false, false]);
        let mut log = glassbox_sim::Log::starting_at(glassbox_sim::EventId(0));
        let act = losses(&model).swap_remove(2).act;
        model.act(model.now(), &act, &mut log).expect("possible");
        let after: Vec<bool> = on(&model);
        assert_eq!(after, [false, false, true, false]);
    }

    #[test]
    fn healing_is_offered_only_after_a_cut() {
        let ids: Vec<_> = tools(&cluster(), Lang::En)
            .iter()
            .map(|tool| tool.id)
            .collect();
        assert_eq!(ids, ["write", "partition", "loss", "latency", "rules"]);
    }
}
