//! What is fixed before a cluster starts.

use glassbox_sim::{Duration, Expected, HostId, LinkSetup, SetupError};
use serde::{Deserialize, Serialize};

use crate::core::{Switch, Switches};

/// Most nodes of a cluster.
pub const MAX_NODES: u8 = 9;
/// Most clients.
pub const MAX_CLIENTS: u8 = 4;
/// Most entries between two snapshots of a node.
pub const MAX_COMPACT_AFTER: u16 = 1_000;
/// What a node's clock counts in. Timers are whole ticks (etcd `Config.ElectionTick`).
pub const TICK: Duration = Duration::from_millis(1);

/// A cluster, its network and its clients.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Setup {
    /// Number of nodes, 1 to [`MAX_NODES`].
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 9)))]
    pub nodes: u8,
    /// Number of clients, 0 to [`MAX_CLIENTS`].
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 4)))]
    pub clients: u8,
    /// Shortest election timeout. Each node draws its own between this and twice this (Raft §5.2;
    /// the paper suggests 150–300 ms in §9.3).
    pub election_timeout: Duration,
    /// Time between a leader's heartbeats.
    pub heartbeat: Duration,
    /// Whether a node asks around before it raises its term (Raft thesis §9.6).
    pub pre_vote: bool,
    /// Whether a leader puts no more than one entry into a message, as the paper's figures tell it.
    /// Otherwise it sends all that a follower lacks.
    pub one_entry_per_message: bool,
    /// Whether a leader steps down when it has not heard from a majority for an election timeout,
    /// and nodes that hear a leader ignore requests for votes (Raft thesis §6.2, etcd CheckQuorum).
    pub check_quorum: bool,
    /// After how many entries, executed since its last snapshot, a node takes another one and
    /// discards its log up to there (Raft §7), 1 to [`MAX_COMPACT_AFTER`]; 0: never.
    #[cfg_attr(feature = "schema", schemars(range(max = 1000)))]
    pub compact_after: u16,
    /// How long a client waits for an answer before it asks another node.
    pub client_timeout: Duration,
    /// Every link between nodes.
    pub links: LinkSetup,
    /// Rules that are switched off from the start.
    pub rules_off: Vec<Switch>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            nodes: 5,
            clients: 1,
            election_timeout: Duration::from_millis(150),
            heartbeat: Duration::from_millis(50),
            pre_vote: false,
            check_quorum: false,
            one_entry_per_message: false,
            compact_after: 0,
            client_timeout: Duration::from_millis(400),
            links: LinkSetup::default(),
            rules_off: Vec::new(),
        }
    }
}

impl Setup {
    /// Looks whether every field is within its bounds.
    ///
    /// # Errors
    /// Names the first field that is not.
    pub fn check(&self) -> Result<(), SetupError> {
        let wrong = |field, expected| Err(SetupError { field, expected });
        let Self {
            election_timeout,
            heartbeat,
            links,
            ..
        } = self;
        if !(1..=MAX_NODES).contains(&self.nodes) {
            return wrong("nodes", Expected::Count(1, MAX_NODES.into()));
        }
        if self.clients > MAX_CLIENTS {
            return wrong("clients", Expected::Count(0, MAX_CLIENTS.into()));
        }
        let (least, most) = (Duration::from_millis(10), Duration::from_secs(60));
        if !(least..=most).contains(election_timeout) {
            return wrong("election-timeout", Expected::Time(least, most));
        }
        if *heartbeat < TICK || Self::ticks(*heartbeat) >= Self::ticks(*election_timeout) {
            return wrong("heartbeat", Expected::TimeBelow(TICK, "election-timeout"));
        }
        if self.compact_after > MAX_COMPACT_AFTER {
            return wrong(
                "compact-after",
                Expected::Count(0, MAX_COMPACT_AFTER.into()),
            );
        }
        let most = Duration::from_secs(600);
        if !(least..=most).contains(&self.client_timeout) {
            return wrong("client-timeout", Expected::Time(least, most));
        }
        check_link(links)
    }

    /// The rules that are off.
    pub fn switches(&self) -> Switches {
        self.rules_off.iter().copied().collect()
    }

    /// The network's number of a client, which follow the nodes.
    pub(crate) fn client_host(&self, client: u8) -> HostId {
        self.nodes + client
    }

    pub(crate) fn hosts(&self) -> u8 {
        self.nodes + self.clients
    }

    /// A length in ticks, at least one.
    pub(crate) fn ticks(length: Duration) -> u32 {
        u32::try_from(length.as_nanos() / TICK.as_nanos())
            .unwrap_or(u32::MAX / 4)
            .max(1)
    }
}

/// Looks whether a link's figures are within their bounds.
///
/// # Errors
/// Names the first one that is not.
pub(crate) fn check_link(link: &LinkSetup) -> Result<(), SetupError> {
    let wrong = |field, expected| Err(SetupError { field, expected });
    if link.latency_min > link.latency_max {
        return wrong("links.latency-min", Expected::AtMost("links.latency-max"));
    }
    let most = Duration::from_secs(10);
    if link.latency_max > most {
        return wrong("links.latency-max", Expected::Time(Duration::ZERO, most));
    }
    for (field, parts) in [
        ("links.loss", link.loss),
        ("links.duplicate", link.duplicate),
        ("links.reorder", link.reorder),
    ] {
        if parts > glassbox_sim::ALL {
            return wrong(field, Expected::Millionths);
        }
    }
    let least = 1_000;
    if link.bandwidth.is_some_and(|rate| rate < least) {
        return wrong("links.bandwidth", Expected::RateOrNull(least));
    }
    Ok(())
}
