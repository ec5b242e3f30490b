//! Whether what a scenario names can be there at all. Terms, log indexes and packets are free: a run
//! may come to any of them.

use glassbox_sim::Absent;

use crate::act::{Act, NodeNo, PacketRef};
use crate::fact::Fact;
use crate::setup::Setup;

impl Setup {
    pub(crate) fn check_act(&self, act: &Act) -> Result<(), Absent> {
        match act {
            Act::Crash(no)
            | Act::Restart(no)
            | Act::Pause(no)
            | Act::Resume(no)
            | Act::Fire(no) => self.check_node(*no),
            Act::Partition(lists) => self.check_nodes(lists.iter().flatten()),
            Act::Cut(link) => self.check_nodes([&link.from, &link.to]),
            Act::Link(change) => self.check_nodes(change.from.iter().chain(&change.to)),
            Act::Drop(packet) | Act::Duplicate(packet) | Act::Deliver(packet) => {
                self.check_packet(packet)
            }
            Act::Delay(delay) => self.check_packet(&delay.packet),
            Act::Write(write) => {
                self.check_client(write.client)?;
                self.check_nodes(&write.to)
            }
            Act::Heal | Act::Switch(_) => Ok(()),
        }
    }

    pub(crate) fn check_fact(&self, fact: &Fact) -> Result<(), Absent> {
        match fact {
            Fact::Campaigns(no) | Fact::Down(no) => self.check_node(*no),
            Fact::Leads(it) => self.check_node(it.node),
            Fact::Term(it) => self.check_node(it.node),
            Fact::Committed(it) | Fact::LastIndex(it) | Fact::Snapshot(it) => {
                self.check_node(it.node)
            }
            Fact::HasEntry(it) => self.check_node(it.node),
            Fact::Stored(it) => self.check_node(it.node),
            Fact::Done(it) => self.check_client(it.client),
            Fact::Just(it) => self.check_nodes(it.node.iter().chain(&it.from).chain(&it.to)),
            // Names are looked up when the file is read.
            Fact::NobodyLeads | Fact::Broken(_) | Fact::Holds(_) => Ok(()),
        }
    }

    fn check_packet(&self, packet: &PacketRef) -> Result<(), Absent> {
        match packet {
            PacketRef::Id(_) => Ok(()),
            PacketRef::First(pick) => self.check_nodes([&pick.from, &pick.to]),
        }
    }

    fn check_nodes<'a>(&self, nodes: impl IntoIterator<Item = &'a NodeNo>) -> Result<(), Absent> {
        nodes.into_iter().try_for_each(|no| self.check_node(*no))
    }

    fn check_node(&self, no: NodeNo) -> Result<(), Absent> {
        Absent::check(["node", "节点"], no, 1_u8, self.nodes)
    }

    fn check_client(&self, no: u8) -> Result<(), Absent> {
        Absent::check(["client", "客户端"], no, 1_u8, self.clients)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number that is not there; `None` if all are.
    fn absent(found: Result<(), Absent>) -> Option<u32> {
        match found.err()? {
            Absent::Number { number, .. } => Some(number),
            Absent::Kind | Absent::Name(_) => None,
        }
    }

    #[test]
    fn a_fact_about_a_node_or_client_that_there_is_not_is_none() {
        let setup = Setup::default();
        let check = |json: &str| absent(setup.check_fact(&serde_json::from_str(json).expect(json)));
        for json in [
            r#"{"down": NO}"#,
            r#"{"campaigns": NO}"#,
            r#"{"leads": {"node": NO}}"#,
            r#"{"term": {"node": NO, "term": 1}}"#,
            r#"{"committed": {"node": NO, "index": 1}}"#,
            r#"{"last-index": {"node": NO, "index": 1}}"#,
            r#"{"snapshot": {"node": NO, "index": 1}}"#,
            r#"{"has-entry": {"node": NO, "index": 1, "term": 1}}"#,
            r#"{"stored": {"node": NO, "key": "x"}}"#,
            r#"{"just": {"event": "crashed", "node": NO}}"#,
            r#"{"just": {"event": "lost", "from": NO}}"#,
            r#"{"just": {"event": "lost", "from": 1, "to": NO}}"#,
        ] {
            let with = |no: u32| check(&json.replace("NO", &no.to_string()));
            assert_eq!([with(0), with(1), with(5)], [Some(0), None, None], "{json}");
            assert_eq!([with(6), with(12)], [Some(6), Some(12)], "{json}");
        }
        assert_eq!(check(r#"{"done": {"client": 2, "request": 1}}"#), Some(2));
        for free in [
            r#""nobody-leads""#,
            r#"{"done": {"client": 1, "request": 99}}"#,
            r#"{"committed": {"node": 1, "index": 99999}}"#,
        ] {
            assert_eq!(check(free), None, "{free}");
        }
    }

    #[test]
    fn an_act_on_a_node_or_client_that_there_is_not_is_none() {
        let setup = Setup::default();
        let check = |json: &str| absent(setup.check_act(&serde_json::from_str(json).expect(json)));
        for json in [
            r#"{"crash": NO}"#,
            r#"{"restart": NO}"#,
            r#"{"pause": NO}"#,
            r#"{"resume": NO}"#,
            r#"{"fire": NO}"#,
            r#"{"partition": [[1, 2], [3, NO]]}"#,
            r#"{"cut": {"from": 1, "to": NO, "cut": true}}"#,
            r#"{"link": {"from": NO, "link": {"loss": 1}}}"#,
            r#"{"drop": {"first": {"from": 1, "to": NO}}}"#,
            r#"{"delay": {"packet": {"first": {"from": NO, "to": 1}}, "by": "1ms"}}"#,
            r#"{"write": {"client": 1, "key": "x", "value": 1, "to": NO}}"#,
        ] {
            let with = |no: u32| check(&json.replace("NO", &no.to_string()));
            assert_eq!(
                [with(0), with(5), with(6)],
                [Some(0), None, Some(6)],
                "{json}"
            );
        }
        let write = r#"{"write": {"client": 3, "key": "x", "value": 1}}"#;
        assert_eq!(check(write), Some(3));
        assert_eq!(check(r#"{"drop": {"id": 99999}}"#), None);
    }
}
