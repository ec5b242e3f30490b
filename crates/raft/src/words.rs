//! The words: one sentence per event and language, which feed the log, captions, screen readers,
//! titles in pictures and the golden traces. Nothing outside this module speaks to people.
//!
//! Matches are exhaustive: an event without a sentence does not compile.

mod en;
mod proofs;
mod rules;
mod zh;

use glassbox_sim::Lang;

use crate::act::NodeNo;
use crate::core::{MessageType, Role, Switch};
use crate::event::{Event, Summary};
use crate::rule::Rule;

pub use proofs::{waiting, witness};
pub use rules::{Named, property, rule, switch};

/// What happened, in one sentence without a full stop.
pub fn sentence(event: &Event, lang: Lang) -> String {
    match lang {
        Lang::En => en::sentence(event),
        Lang::Zh => zh::sentence(event),
    }
}

/// What a message is called, as a title: "Vote reply, n5 to n4".
pub fn message_title(message: &Summary, lang: Lang) -> String {
    match lang {
        Lang::En => {
            let name = en::message_name(message.kind, message.entries);
            format!(
                "{}{}, n{} to n{}",
                name[..1].to_uppercase(),
                &name[1..],
                message.from,
                message.to
            )
        }
        Lang::Zh => {
            let name = zh::message_name(message.kind, message.entries);
            format!("{name}，n{} 到 n{}", message.from, message.to)
        }
    }
}

/// What a role is called.
pub fn role(role: Role, lang: Lang) -> &'static str {
    match role {
        Role::Follower => lang.pick("follower", "跟随者"),
        Role::PreCandidate => lang.pick("pre-candidate", "预候选人"),
        Role::Candidate => lang.pick("candidate", "候选人"),
        Role::Leader => lang.pick("leader", "领导者"),
    }
}

/// What a kind of message is called, without its endpoints.
pub fn message_name(kind: MessageType, entries: u32, lang: Lang) -> &'static str {
    match lang {
        Lang::En => en::message_name(kind, entries),
        Lang::Zh => zh::message_name(kind, entries),
    }
}

/// The rule of a switch, in the words of the setup: "one vote per term".
pub fn rule_of(rule_switch: Switch, lang: Lang) -> &'static str {
    rule(Rule::of_switch(rule_switch), lang)
}

/// "n1, n2 and n3", or "n1、n2 和 n3".
pub(crate) fn node_list(nodes: &[NodeNo], lang: Lang) -> String {
    let names: Vec<String> = nodes.iter().map(|no| format!("n{no}")).collect();
    match (names.split_last(), lang) {
        (None, _) => String::new(),
        (Some((only, [])), _) => only.clone(),
        (Some((last, rest)), Lang::En) => format!("{} and {last}", rest.join(", ")),
        (Some((last, rest)), Lang::Zh) => format!("{} 和 {last}", rest.join("、")),
    }
}

/// The sides of a partition, each as a list: "n1 and n2 | n3, n4 and n5".
pub(crate) fn sides(sides: &[u8], nodes: u8, lang: Lang) -> Vec<String> {
    let sides = &sides[..usize::from(nodes).min(sides.len())];
    let mut all: Vec<u8> = sides.to_vec();
    all.sort_unstable();
    all.dedup();
    let of = |side: &u8| {
        let on = (1..)
            .zip(sides)
            .filter(|(_, it)| *it == side)
            .map(|(no, _)| no);
        node_list(&on.collect::<Vec<_>>(), lang)
    };
    all.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_people_write_them() {
        assert_eq!(node_list(&[1], Lang::En), "n1");
        assert_eq!(node_list(&[1, 2, 3], Lang::En), "n1, n2 and n3");
        assert_eq!(node_list(&[1, 2, 3], Lang::Zh), "n1、n2 和 n3");
        let cut = [0, 0, 1, 1, 1, 0, 0, 0, 0];
        assert_eq!(sides(&cut, 5, Lang::En), ["n1 and n2", "n3, n4 and n5"]);
    }
}
