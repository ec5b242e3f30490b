//! A run with what was done to it: told again, cut down to what matters, and printed.

use std::fmt;

use glassbox_raft::core::{Role, Switch};
use glassbox_raft::{Act, Cluster, Event, LinkChange, Server, Setup};
use glassbox_sim::{
    Duration, EventId, Instant, Kind, LinkSetup, Log, Model as _, Refused, Verdict, Witness,
};

use super::chaos::Chaos;

/// A person does something before every so-manieth step.
const ACT_EVERY: u32 = 8;

/// A cluster under way, with everything that was done to it and the first thing that broke.
pub(crate) struct Run {
    pub(crate) cluster: Cluster,
    pub(crate) story: Story,
    pub(crate) broken: Option<Box<Broken>>,
    /// All that happened.
    pub(crate) told: Vec<Event>,
    steps: u32,
    roles: Vec<Option<Role>>,
    log: Log<Event>,
}

/// Setup, seed and acts: a run is a function of these.
#[derive(Clone)]
pub(crate) struct Story {
    setup: Setup,
    seed: u64,
    acts: Vec<(Instant, Act)>,
}

/// A property that does not hold any more.
pub(crate) struct Broken {
    pub(crate) property: &'static str,
    at: Instant,
    steps: u32,
    witness: Witness,
    pub(crate) story: Story,
}

impl Run {
    /// A cluster at its start.
    pub(crate) fn new(setup: Setup, seed: u64) -> Self {
        let cluster = Cluster::new(&setup, seed).expect("a setup within its bounds");
        Self {
            roles: cluster.servers().iter().map(Server::role).collect(),
            cluster,
            story: Story {
                setup,
                seed,
                acts: Vec::new(),
            },
            broken: None,
            told: Vec::new(),
            steps: 0,
            log: Log::starting_at(EventId(0)),
        }
    }

    /// The random run of `seed`: its setup, with these rules off, and `steps` steps and acts; fewer
    /// if something breaks.
    pub(crate) fn random(seed: u64, rules_off: &[Switch], steps: u32) -> Self {
        let mut chaos = Chaos::new(seed, false);
        let setup = Setup {
            rules_off: rules_off.to_vec(),
            ..chaos.setup()
        };
        let mut run = Self::new(setup, seed);
        for _ in 0..steps {
            if run.broken.is_some() {
                break;
            }
            if chaos.acts(ACT_EVERY) {
                let at = chaos.moment(&run.cluster);
                let act = chaos.act(&run.cluster);
                // What cannot be done just now is left out.
                let _ = run.act(at, &act);
            } else {
                run.step();
            }
        }
        run
    }

    /// Lets one thing happen.
    pub(crate) fn step(&mut self) {
        self.cluster.step(&mut self.log);
        self.look();
    }

    /// Does `act`.
    pub(crate) fn act(&mut self, at: Instant, act: &Act) -> Result<(), Refused> {
        let mut after = self.cluster.clone();
        after.act(at, act, &mut self.log)?;
        self.cluster = after;
        self.story.acts.push((at, act.clone()));
        self.look();
        Ok(())
    }

    /// Does something that must be possible now.
    pub(crate) fn act_now(&mut self, act: &Act) {
        let now = self.cluster.now();
        let done = self.act(now, act);
        assert_eq!(done, Ok(()), "{act:?} at {now} ms");
    }

    /// Goes on until `reached`, at most for `length`. Tells whether it was.
    pub(crate) fn until(&mut self, length: Duration, reached: impl Fn(&Cluster) -> bool) -> bool {
        let end = self.cluster.now() + length;
        while !reached(&self.cluster) {
            if self.cluster.next().is_none_or(|next| next > end) {
                return false;
            }
            self.step();
        }
        true
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, length: Duration) {
        self.until(length, |_| false);
    }

    /// Wakes every node, mends every link and makes all of them quick and lossless.
    pub(crate) fn mend(&mut self) {
        let link = LinkSetup {
            latency_min: Duration::from_millis(1),
            latency_max: Duration::from_millis(3),
            ..LinkSetup::default()
        };
        let now = self.cluster.now();
        for node in 1..=self.cluster.setup().nodes {
            // One of the two, or neither, is possible.
            let _ = self.act(now, &Act::Restart(node));
            let _ = self.act(now, &Act::Resume(node));
        }
        let _ = self.act(now, &Act::Heal);
        let _ = self.act(
            now,
            &Act::Link(LinkChange {
                from: None,
                to: None,
                link: link.into(),
            }),
        );
    }

    /// Looks at all that must always hold.
    fn look(&mut self) {
        self.steps += 1;
        let found = self.untold().or_else(|| self.violated());
        self.told
            .extend(self.log.drain().map(|record| record.event));
        if let Some((property, witness)) = found.filter(|_| self.broken.is_none()) {
            self.broken = Some(Box::new(Broken {
                property,
                at: self.cluster.now(),
                steps: self.steps,
                witness,
                story: self.story.clone(),
            }));
        }
    }

    /// The first property that does not hold.
    fn violated(&self) -> Option<(&'static str, Witness)> {
        let mut always = Cluster::properties()
            .iter()
            .filter(|it| it.kind == Kind::Always);
        always.find_map(|property| match (property.check)(&self.cluster) {
            Verdict::Broken(witness) => Some((property.id, witness)),
            _ => None,
        })
    }

    /// A node that became something, and no event of the same moment says so.
    fn untold(&mut self) -> Option<(&'static str, Witness)> {
        let mut found = None;
        for (server, before) in self.cluster.servers().iter().zip(&mut self.roles) {
            let (no, role) = (server.no(), server.role());
            let told = |event: &Event| event.node() == Some(no) && changes_role(event);
            if role != *before && !self.log.records().iter().any(|it| told(&it.event)) {
                found = Some((
                    "every-change-is-told",
                    Witness {
                        hosts: vec![no],
                        ..Witness::default()
                    },
                ));
            }
            *before = role;
        }
        found
    }
}

fn changes_role(event: &Event) -> bool {
    matches!(
        event,
        Event::BecamePreCandidate { .. }
            | Event::BecameCandidate { .. }
            | Event::BecameLeader { .. }
            | Event::BecameFollower { .. }
            | Event::Crashed { .. }
            | Event::Restarted { .. }
    )
}

impl Story {
    pub(crate) fn act_count(&self) -> usize {
        self.acts.len()
    }

    /// Tells it again up to `end`, each act at its moment. What broke, if something did.
    fn tell(&self, end: Instant) -> Option<Box<Broken>> {
        let mut run = Run::new(self.setup.clone(), self.seed);
        let mut acts = self.acts.iter().peekable();
        while run.broken.is_none() {
            let next = run.cluster.next().filter(|next| *next <= end);
            match acts.next_if(|(at, _)| next.is_none_or(|next| *at <= next)) {
                // Without an act before it, this one may have become impossible.
                Some((at, act)) => _ = run.act(*at, act),
                None if next.is_some() => run.step(),
                None => break,
            }
        }
        run.broken
    }
}

impl Broken {
    /// The same property broken, by no more acts than it takes and no later: acts are left out, many
    /// at once and then one by one, as long as it still breaks.
    pub(crate) fn shrink(self: Box<Self>) -> Box<Self> {
        let mut best = self;
        let mut size = best.story.acts.len();
        while size > 0 {
            let mut from = 0;
            while from < best.story.acts.len() {
                let mut story = best.story.clone();
                let to = (from + size).min(story.acts.len());
                story.acts.drain(from..to);
                match story.tell(best.at) {
                    Some(still) if still.property == best.property => best = still,
                    _ => from += size,
                }
            }
            size /= 2;
        }
        best
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            property,
            at,
            steps,
            witness,
            story,
        } = self;
        writeln!(
            f,
            "{property} is broken at {at} ms, after {steps} steps: {witness:?}"
        )?;
        story.fmt(f)
    }
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  seed {}, setup {}", self.seed, json(&self.setup))?;
        for (at, act) in &self.acts {
            writeln!(f, "  at {} us: {}", at.as_nanos() / 1_000, json(act))?;
        }
        Ok(())
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
