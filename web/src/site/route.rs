//! Which address shows what. Everything is behind the `#`, so that any static server will do.
//!
//! | address | page |
//! |---|---|
//! | `#/` | the front page |
//! | `#/scenarios`, `#/embed` | a part of it |
//! | `#/raft` | the first scenario of a lab |
//! | `#/raft/leader-crash?seed=5&start=608ms` | a scenario; `seed`, `start` and `speed` go to its figure as they are |
//! | `#v1.…` | a run link, of this version or another |

use super::catalog;

/// What an address asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Route {
    /// The front page, at one of its parts.
    Front(Part),
    /// A scenario.
    Scenario(Start),
    /// A run link; whether it can be replayed, its lab says.
    Run(String),
    /// No page.
    Missing,
}

/// A part of the front page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// Its beginning.
    Top,
    /// The list of scenarios.
    Scenarios,
    /// How to use figures elsewhere.
    Embed,
}

impl Part {
    /// The id of its heading, and the last part of its address.
    pub fn id(self) -> &'static str {
        match self {
            Self::Top => "main",
            Self::Scenarios => "scenarios",
            Self::Embed => "embed",
        }
    }
}

/// A scenario, and where to begin.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Start {
    /// `raft/leader-crash`; there is one of that name.
    pub scenario: String,
    /// Another seed than the scenario's. Whether it is one, the figure says.
    pub seed: Option<String>,
    /// A moment, as `608ms` or `step:4`. Whether it is one, the figure says.
    pub start: Option<String>,
    /// Simulated milliseconds per real one. Whether it is a speed, the figure says.
    pub speed: Option<String>,
    /// What else is in the address, `name=value` each: nothing that this page knows.
    pub unknown: Vec<String>,
}

/// The parameters of a scenario's address.
pub const PARAMETERS: [&str; 3] = ["seed", "start", "speed"];

/// Most characters of an address's parameter that are passed on: more than any right value has, so that
/// a longer one stays wrong.
const LONGEST: usize = 40;

impl Route {
    /// Reads the part of an address from the `#` on.
    pub fn parse(hash: &str) -> Self {
        let rest = hash.strip_prefix('#').unwrap_or(hash);
        if glassbox_sim::link::version_of(rest).is_some() {
            return Self::Run(rest.to_owned());
        }
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = path.strip_prefix('/').unwrap_or(path);
        match path.strip_suffix('/').unwrap_or(path) {
            "" => Self::Front(Part::Top),
            "scenarios" => Self::Front(Part::Scenarios),
            "embed" => Self::Front(Part::Embed),
            id => {
                let entry = catalog::find(id).or_else(|| catalog::of(id).next());
                entry.map_or(Self::Missing, |entry| {
                    Self::Scenario(Start {
                        scenario: entry.id.to_owned(),
                        seed: value(query, "seed"),
                        start: value(query, "start"),
                        speed: value(query, "speed"),
                        unknown: unknown(query),
                    })
                })
            }
        }
    }
}

/// The value of `key`, unless it is empty.
fn value(query: &str, key: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(name, value)| *name == key && !value.is_empty())?;
    Some(value.chars().take(LONGEST).collect())
}

/// The parameters that there are not.
fn unknown(query: &str) -> Vec<String> {
    let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    let all = query.split('&').filter(|pair| !pair.is_empty());
    let unknown = all.filter(|pair| !PARAMETERS.contains(&&*name(pair)));
    unknown
        .map(|pair| pair.chars().take(LONGEST).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario(id: &str, seed: Option<&str>, start: Option<&str>) -> Route {
        Route::Scenario(Start {
            scenario: id.to_owned(),
            seed: seed.map(str::to_owned),
            start: start.map(str::to_owned),
            speed: None,
            unknown: Vec::new(),
        })
    }

    #[test]
    fn front_page() {
        for hash in ["", "#", "#/", "/"] {
            assert_eq!(Route::parse(hash), Route::Front(Part::Top), "{hash}");
        }
        assert_eq!(Route::parse("#/scenarios"), Route::Front(Part::Scenarios));
        assert_eq!(Route::parse("#/embed"), Route::Front(Part::Embed));
    }

    #[test]
    fn a_lab_opens_its_first_scenario() {
        let first = catalog::of("raft").next().expect("raft has scenarios");
        assert_eq!(Route::parse("#/raft"), scenario(first.id, None, None));
        assert_eq!(Route::parse("#/raft/"), scenario(first.id, None, None));
    }

    #[test]
    fn a_scenario_with_seed_and_moment() {
        let id = "raft/leader-election";
        assert_eq!(
            Route::parse("#/raft/leader-election"),
            scenario(id, None, None)
        );
        assert_eq!(
            Route::parse("#/raft/leader-election?seed=5&start=608ms"),
            scenario(id, Some("5"), Some("608ms"))
        );
        assert_eq!(
            Route::parse("#/raft/leader-election?start=step:4&seed="),
            scenario(id, None, Some("step:4"))
        );
    }

    fn start(query: &str) -> Start {
        match Route::parse(&format!("#/raft/leader-election?{query}")) {
            Route::Scenario(start) => start,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_wrong_in_a_query_is_passed_on_so_that_the_figure_says_so() {
        assert_eq!(start("seed=-5").seed.as_deref(), Some("-5"));
        assert_eq!(start("speed=abc").speed.as_deref(), Some("abc"));
        let odd = start("start=%3Cb%3E&speed=1000");
        assert_eq!(odd.start.as_deref(), Some("%3Cb%3E"));
        assert_eq!(odd.speed.as_deref(), Some("1000"));
        let long = start(&format!("seed={}", "1".repeat(1_000))).seed;
        let long = long.expect("passed on");
        assert_eq!(long.len(), LONGEST);
        assert!(long.parse::<u64>().is_err(), "still wrong");
    }

    #[test]
    fn what_nobody_knows_in_a_query_is_kept_so_that_the_page_says_so() {
        assert!(start("seed=5&start=608ms&speed=0.02&").unknown.is_empty());
        assert_eq!(
            start("theme=blue&seed=5&sead&=7").unknown,
            ["theme=blue", "sead", "=7"]
        );
    }

    #[test]
    fn run_links() {
        assert_eq!(
            Route::parse("#v1.BHJhZnQ"),
            Route::Run("v1.BHJhZnQ".to_owned())
        );
        assert_eq!(Route::parse("#v1."), Route::Run("v1.".to_owned()));
    }

    #[test]
    fn a_run_link_of_another_version_is_one_so_that_the_figure_says_so() {
        for link in ["v2.xyz", "v2.", "v10.<b>", "v0.%1B"] {
            let route = Route::parse(&format!("#{link}"));
            assert_eq!(route, Route::Run(link.to_owned()), "{link}");
        }
    }

    #[test]
    fn anything_else_is_no_page() {
        for hash in [
            "#/tcp",
            "#/raft/nothing",
            "#/raft/leader-election/more",
            "#v2",
            "#v.xyz",
            "#va.xyz",
            "#v12345.xyz",
            "#/v2.xyz",
            "#/选举",
            "#🦀",
        ] {
            assert_eq!(Route::parse(hash), Route::Missing, "{hash}");
        }
    }
}
