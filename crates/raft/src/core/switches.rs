//! Rules of the protocol that can be turned off, so that people see why they exist.

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A rule that can be turned off.
///
/// Each is consulted in exactly one place. With a rule off nothing panics: what the rule prevents
/// simply becomes possible.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Switch {
    /// A node votes for at most one candidate in a term (Raft §5.2). Consulted in election.rs.
    OneVotePerTerm,
    /// A node refuses its vote to a candidate whose log is less up-to-date than its own (Raft
    /// §5.4.1). Consulted in election.rs.
    UpToDateLog,
    /// Only entries of the leader's own term are committed by counting (Raft §5.4.2, Figure 8).
    /// Consulted in commit.rs.
    CommitOwnTerm,
    /// A follower takes entries only if its log has the entry before them (Raft §5.3). Without the
    /// rule it compares no terms; it still refuses a hole, since a log has none. Consulted in
    /// replication.rs.
    ConsistencyCheck,
    /// A leader or candidate that hears of a higher term becomes a follower (Raft §5.1). Without the
    /// rule it pays no attention to such a message. Consulted in raft.rs.
    StepDown,
    /// Term and vote survive a restart (Raft Figure 2). Whoever keeps the node's storage consults
    /// it: the core reads back what it is given.
    DurableVote,
}

impl Switch {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::OneVotePerTerm,
        Self::UpToDateLog,
        Self::CommitOwnTerm,
        Self::ConsistencyCheck,
        Self::StepDown,
        Self::DurableVote,
    ];
}

/// A set of rules; in a [`Config`](super::Config), those that are off. Serialised as a list of names.
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct Switches(u8);

impl Switches {
    /// No rule.
    pub const NONE: Self = Self(0);

    /// Puts a rule in or takes it out.
    pub const fn set(&mut self, switch: Switch, included: bool) {
        if included {
            self.0 |= 1 << switch as u8;
        } else {
            self.0 &= !(1 << switch as u8);
        }
    }

    /// Whether the rule is in the set.
    pub const fn contains(self, switch: Switch) -> bool {
        self.0 & (1 << switch as u8) != 0
    }

    /// Whether no rule is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The rules in the set.
    pub fn iter(self) -> impl Iterator<Item = Switch> {
        Switch::ALL.into_iter().filter(move |s| self.contains(*s))
    }
}

impl FromIterator<Switch> for Switches {
    fn from_iter<I: IntoIterator<Item = Switch>>(iter: I) -> Self {
        let mut set = Self::NONE;
        for switch in iter {
            set.set(switch, true);
        }
        set
    }
}

impl fmt::Debug for Switches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for Switches {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Switches {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Switches;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of rules")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Switches, A::Error> {
                let mut set = Switches::NONE;
                while let Some(switch) = names.next_element()? {
                    set.set(switch, true);
                }
                Ok(set)
            }
        }
        deserializer.deserialize_seq(Names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_written_as_a_list_of_names_and_read_back() {
        let set: Switches = [Switch::DurableVote, Switch::OneVotePerTerm]
            .into_iter()
            .collect();
        let text = serde_json::to_string(&set).unwrap();
        assert_eq!(text, r#"["one-vote-per-term","durable-vote"]"#);
        assert_eq!(serde_json::from_str::<Switches>(&text).unwrap(), set);
        assert!(serde_json::from_str::<Switches>(r#"["no-such-rule"]"#).is_err());
    }

    #[test]
    fn a_switch_that_is_set_can_be_unset() {
        let mut set = Switches::NONE;
        for switch in Switch::ALL {
            set.set(switch, true);
            assert!(set.contains(switch));
            set.set(switch, false);
            assert!(set.is_empty());
        }
    }
}
