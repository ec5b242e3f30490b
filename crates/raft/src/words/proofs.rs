//! Why a property does not hold: who shows it, and since when something is missing.

use glassbox_sim::{Lang, Witness};

use super::node_list;
use crate::cluster::Cluster;

/// Who breaks the property named `id`, in a sentence without a full stop.
pub fn witness(id: &str, witness: &Witness, lang: Lang) -> String {
    let nodes = node_list(&witness.hosts, lang);
    let place = witness.places.first().copied().unwrap_or_default();
    match id {
        "election-safety" => lang.pick(
            format!("{nodes} both won term {place}"),
            format!("{nodes} 都赢得了任期 {place}"),
        ),
        "leader-append-only" => lang.pick(
            format!("{nodes} leads and cut off entries of its own log from {place} on"),
            format!("{nodes} 身为领导者，却从条目 {place} 起删去了自己的日志"),
        ),
        "log-matching" => lang.pick(
            format!("entries {place} of {nodes} are of one term and differ, or what stands before them does"),
            format!("{nodes} 的条目 {place} 任期相同，内容或之前的条目却不同"),
        ),
        "leader-completeness" => lang.pick(
            format!("{nodes} does not have the committed entry {place}"),
            format!("{nodes} 没有已提交的条目 {place}"),
        ),
        "state-machine-safety" => lang.pick(
            format!("{nodes} executed different commands up to entry {place}"),
            format!("{nodes} 到条目 {place} 为止执行了不同的命令"),
        ),
        "one-vote-per-term" => match witness.hosts[..] {
            [voter, ref candidates @ ..] => {
                let candidates = node_list(candidates, lang);
                lang.pick(
                    format!("n{voter} voted for {candidates} in term {place}"),
                    format!("n{voter} 在任期 {place} 投给了 {candidates}"),
                )
            }
            [] => String::new(),
        },
        "terms-grow" => {
            let to = witness.places.last().copied().unwrap_or_default();
            lang.pick(
                format!("{nodes} went back from term {place} to {to}"),
                format!("{nodes} 从任期 {place} 退回到 {to}"),
            )
        }
        "commits-grow" => {
            let to = witness.places.last().copied().unwrap_or_default();
            lang.pick(
                format!("{nodes} went back from commit index {place} to {to}"),
                format!("{nodes} 的提交索引从 {place} 退回到 {to}"),
            )
        }
        "acknowledged-stays" => lang.pick(
            format!("{nodes} leads without entry {place}, which a client was told is done"),
            format!("{nodes} 当选，却没有条目 {place}，而客户端已得知它完成"),
        ),
        _ => nodes,
    }
}

/// What the property named `id` waits for and since when; `None` if it waits for nothing.
pub fn waiting(id: &str, cluster: &Cluster, lang: Lang) -> Option<String> {
    match id {
        "leader-exists" => {
            let nobody = cluster.leaderless()?;
            let (since, count) = (nobody.since, nobody.timeouts);
            let timeouts = if count == 1 { "timeout" } else { "timeouts" };
            Some(lang.pick(
                format!("no leader since {since} ms, for {count} election {timeouts}"),
                format!("自 {since} ms 起没有领导者，已有 {count} 次选举超时"),
            ))
        }
        "commit-advances" => {
            let stalled = cluster.stalled()?;
            let (no, index, since) = (stalled.leader, stalled.index, stalled.since);
            Some(lang.pick(
                format!("n{no}’s entry {index} has been waiting to be committed since {since} ms"),
                format!("n{no} 的条目 {index} 自 {since} ms 起等待提交"),
            ))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use glassbox_sim::{Instant, Model as _};

    use super::*;
    use crate::properties;
    use crate::setup::Setup;

    fn proof(hosts: &[u8], places: &[u64]) -> Witness {
        Witness {
            hosts: hosts.to_vec(),
            places: places.to_vec(),
            events: Vec::new(),
        }
    }

    #[test]
    fn terms_and_entries_are_told_apart() {
        let two = proof(&[1, 3], &[2]);
        assert_eq!(
            witness("election-safety", &two, Lang::En),
            "n1 and n3 both won term 2"
        );
        assert_eq!(
            witness("state-machine-safety", &two, Lang::Zh),
            "n1 和 n3 到条目 2 为止执行了不同的命令"
        );
        let vote = proof(&[1, 2, 3], &[4]);
        assert_eq!(
            witness("one-vote-per-term", &vote, Lang::En),
            "n1 voted for n2 and n3 in term 4"
        );
    }

    #[test]
    fn every_property_that_can_break_has_a_sentence_of_its_own() {
        let broken = proof(&[1, 2], &[3]);
        let sentences: std::collections::BTreeSet<String> = (properties::ALL.iter())
            .filter(|property| property.kind == glassbox_sim::Kind::Always)
            .flat_map(|property| Lang::ALL.map(|lang| witness(property.id, &broken, lang)))
            .collect();
        assert_eq!(sentences.len(), 18);
    }

    #[test]
    fn what_is_waited_for_is_told_only_while_it_is() {
        let cluster = Cluster::new(&Setup::default(), 1).expect("a valid setup");
        assert_eq!(
            waiting("leader-exists", &cluster, Lang::En).unwrap(),
            format!(
                "no leader since {} ms, for 0 election timeouts",
                Instant::START
            )
        );
        assert_eq!(waiting("commit-advances", &cluster, Lang::En), None);
    }
}
