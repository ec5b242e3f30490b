//! The quorum tables (§8).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, bail};
use glassbox_raft::core::NodeId;
use glassbox_raft::core::quorum::{
    VoteResult, joint_committed, joint_vote, majority_committed, majority_vote,
};

use super::parse::Case;

/// How a table went.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Cases with one configuration, and with two.
    pub(crate) majority: Count,
    pub(crate) joint: Count,
    /// Line, expected and actual text of what differs.
    pub(crate) differences: Vec<(usize, String, String)>,
}

/// Passed of total.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    pub(crate) passed: usize,
    pub(crate) total: usize,
}

/// Runs the cases of a file.
pub(super) fn run(path: &Path, cases: &[Case]) -> anyhow::Result<Table> {
    let mut table = Table::default();
    for case in cases {
        let (actual, joint) =
            one(case).with_context(|| format!("{}:{}", path.display(), case.line))?;
        let count = if joint {
            &mut table.joint
        } else {
            &mut table.majority
        };
        count.total += 1;
        if actual == case.expected {
            count.passed += 1;
        } else {
            table
                .differences
                .push((case.line, case.expected.clone(), actual));
        }
    }
    Ok(table)
}

fn one(case: &Case) -> anyhow::Result<(String, bool)> {
    let (mut order, mut incoming, mut outgoing) = (Vec::new(), Vec::new(), None);
    let mut answers = Vec::new();
    for arg in &case.args {
        match arg.key.as_str() {
            "cfg" => incoming = arg.parsed()?.into_iter().map(NodeId).collect(),
            "cfgj" if arg.values == ["zero"] => outgoing = Some(Vec::new()),
            "cfgj" => outgoing = Some(arg.parsed()?.into_iter().map(NodeId).collect()),
            "idx" | "votes" => answers.clone_from(&arg.values),
            other => bail!("{} has no option {other:?}", case.directive),
        }
    }
    let joint = outgoing.is_some();
    let mut outgoing = outgoing.unwrap_or_default();
    for id in incoming.iter().chain(&outgoing) {
        if !order.contains(id) {
            order.push(*id);
        }
    }
    if order.len() != answers.len() {
        return Ok((mismatch(case, &mut order, &answers)?, joint));
    }
    for half in [&mut incoming, &mut outgoing] {
        half.sort_unstable();
        half.dedup();
    }
    let text = match case.directive.as_str() {
        "committed" => {
            let acked = (order.iter().copied().zip(&answers))
                .filter(|(_, answer)| *answer != "_")
                .map(|(id, answer)| {
                    Ok((
                        id,
                        answer.parse().with_context(|| format!("idx {answer:?}"))?,
                    ))
                })
                .collect::<anyhow::Result<BTreeMap<NodeId, u64>>>()?;
            let ack = |id| acked.get(&id).copied();
            let index = if joint {
                joint_committed(&incoming, &outgoing, ack)
            } else {
                majority_committed(&incoming, ack)
            };
            describe(&mut order, ack) + &index_text(index) + "\n"
        }
        "vote" => {
            let mut votes = BTreeMap::new();
            for (id, answer) in order.iter().zip(&answers) {
                match answer.as_str() {
                    "y" => drop(votes.insert(*id, true)),
                    "n" => drop(votes.insert(*id, false)),
                    "_" => {}
                    other => bail!("there is no vote {other:?}"),
                }
            }
            let vote = |id| votes.get(&id).copied();
            let result = if joint {
                joint_vote(&incoming, &outgoing, vote)
            } else {
                majority_vote(&incoming, vote)
            };
            let text = match result {
                VoteResult::Lost => "VoteLost\n",
                VoteResult::Pending => "VotePending\n",
                VoteResult::Won => "VoteWon\n",
            };
            text.to_owned()
        }
        other => bail!("there is no directive {other:?}"),
    };
    Ok((text, joint))
}

/// What Go prints for a map of the voters and a list of the answers.
fn mismatch(case: &Case, voters: &mut [NodeId], answers: &[String]) -> anyhow::Result<String> {
    voters.sort_unstable();
    let voters: Vec<String> = voters.iter().map(|id| format!("{id}:{{}}")).collect();
    let answers = (answers.iter())
        .map(|answer| match (case.directive.as_str(), answer.as_str()) {
            (_, "_") => Ok("0".to_owned()),
            ("vote", "n") => Ok("1".to_owned()),
            ("vote", "y") => Ok("2".to_owned()),
            ("committed", index) => Ok(index.to_owned()),
            (_, other) => bail!("there is no answer {other:?}"),
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    Ok(format!(
        "error: mismatched input (explicit or _) for voters map[{}]: [{}]\n",
        voters.join(" "),
        answers.join(" ")
    ))
}

fn describe(voters: &mut [NodeId], acked: impl Fn(NodeId) -> Option<u64>) -> String {
    if voters.is_empty() {
        return "<empty majority quorum>".to_owned();
    }
    voters.sort_unstable();
    let n = voters.len();
    let mut text = format!("{:n$}    idx\n", "");
    for &id in voters.iter() {
        let index = acked(id).unwrap_or(0);
        let smaller = voters
            .iter()
            .filter(|v| acked(**v).unwrap_or(0) < index)
            .count();
        let bar = match acked(id) {
            Some(_) => format!("{}>", "x".repeat(smaller)),
            None => "?".to_owned(),
        };
        let _ = writeln!(
            text,
            "{bar:<width$} {index:>5}    (id={:x})",
            id.0,
            width = n + 1
        );
    }
    text
}

fn index_text(index: u64) -> String {
    match index {
        u64::MAX => "∞".to_owned(),
        _ => index.to_string(),
    }
}
