//! Which address shows what. Everything is behind the `#`, so that any static server will do.
//!
//! | address | page |
//! |---|---|
//! | `#/` | the front page |
//! | `#/scenarios`, `#/embed` | a part of it |
//! | `#/raft` | the first scenario of a lab |
//! | `#/raft/leader-crash?seed=5&start=608ms` | a scenario |
//! | `#v1.…` | a run link |

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
    /// Another seed than the scenario's.
    pub seed: Option<String>,
    /// A moment, as `608ms` or `step:4`.
    pub start: Option<String>,
}

impl Route {
    /// Reads the part of an address from the `#` on.
    pub fn parse(hash: &str) -> Self {
        let rest = hash.strip_prefix('#').unwrap_or(hash);
        if rest.starts_with("v1.") {
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
                        scenario: entry.id.clone(),
                        seed: value(query, "seed", |c| c.is_ascii_digit()),
                        start: value(query, "start", |c| {
                            c.is_ascii_alphanumeric() || ":.".contains(c)
                        }),
                    })
                })
            }
        }
    }
}

/// The value of `key`, if it is short and made of these characters only.
fn value(query: &str, key: &str, fits: fn(char) -> bool) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(name, _)| *name == key)?;
    let good = (1..=24).contains(&value.len()) && value.chars().all(fits);
    good.then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario(id: &str, seed: Option<&str>, start: Option<&str>) -> Route {
        Route::Scenario(Start {
            scenario: id.to_owned(),
            seed: seed.map(str::to_owned),
            start: start.map(str::to_owned),
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
        assert_eq!(Route::parse("#/raft"), scenario(&first.id, None, None));
        assert_eq!(Route::parse("#/raft/"), scenario(&first.id, None, None));
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
            Route::parse("#/raft/leader-election?start=step:4&x=y"),
            scenario(id, None, Some("step:4"))
        );
    }

    #[test]
    fn what_does_not_fit_in_a_query_is_left_out() {
        let long = format!("#/raft/leader-election?seed={}", "1".repeat(25));
        for hash in [
            "#/raft/leader-election?seed=-5&start=",
            "#/raft/leader-election?start=%3Cb%3E",
            &long,
        ] {
            assert_eq!(
                Route::parse(hash),
                scenario("raft/leader-election", None, None),
                "{hash}"
            );
        }
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
    fn anything_else_is_no_page() {
        for hash in [
            "#/tcp",
            "#/raft/nothing",
            "#/raft/leader-election/more",
            "#v2.xyz",
            "#/选举",
            "#🦀",
        ] {
            assert_eq!(Route::parse(hash), Route::Missing, "{hash}");
        }
    }
}
