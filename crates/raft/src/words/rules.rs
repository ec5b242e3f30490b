//! The sentences of rules, switches and properties.

use glassbox_sim::Lang;

use crate::core::Switch;
use crate::rule::Rule;

/// The sentence of a rule.
pub fn rule(rule: Rule, lang: Lang) -> &'static str {
    match rule {
        Rule::StartsAsFollower => lang.pick(
            "Every node starts as a follower and waits to hear from a leader.",
            "每个节点启动时都是跟随者，等待领导者的消息。",
        ),
        Rule::ElectionTimer => lang.pick(
            "A follower that hears from no leader for a whole election timeout stands for election. Each node draws its timeout at random, so that rarely two stand at once.",
            "跟随者若在整个选举超时时间内没有收到领导者的消息，就参选。各节点的超时时间随机抽取，因此很少有两个节点同时参选。",
        ),
        Rule::Heartbeat => lang.pick(
            "A leader sends heartbeats to everyone all the time; each one restarts the follower’s election timer.",
            "领导者不断向所有节点发心跳；跟随者每收到一次，就重新开始选举计时。",
        ),
        Rule::PreVote => lang.pick(
            "Before it raises its term, a node asks whether it could win. Asking changes nothing at the others, so a node that was cut off cannot disturb them when it comes back.",
            "节点在增大任期之前，先询问其他节点自己能否胜选。询问不会改变它们的任何状态，因此曾被隔离的节点归来时不会扰乱集群。",
        ),
        Rule::Candidacy => lang.pick(
            "A candidate raises its term by one, votes for itself and asks all others for their votes at once.",
            "候选人把任期加一，投自己一票，并同时向其他所有节点请求投票。",
        ),
        Rule::OneVotePerTerm => lang.pick(
            "One vote per node and term, first come first served, and only for a log at least as up to date.",
            "每个节点每个任期只投一票，先到先得，且只投给日志至少和自己一样新的候选人。",
        ),
        Rule::UpToDateLog => lang.pick(
            "A node does not vote for a candidate whose log is older than its own: the later last term is newer, and with equal last terms the longer log.",
            "节点不会投给日志比自己旧的候选人：最后一条的任期更大者较新；任期相同，则日志更长者较新。",
        ),
        Rule::KnowsLeader => lang.pick(
            "A node that already follows a leader of this term votes for nobody else in it.",
            "节点若在本任期已跟随某个领导者，就不再投给别人。",
        ),
        Rule::Lease => lang.pick(
            "A node that has heard from a leader within the shortest election timeout ignores requests for its vote, without answering. So a node that was cut off cannot unseat a leader that a majority hears.",
            "节点若在最短选举超时时间内收到过领导者的消息，就不理会投票请求，也不回复。因此曾被隔离的节点无法赶走多数节点仍能听到的领导者。",
        ),
        Rule::CheckQuorum => lang.pick(
            "A leader that has not heard from a majority for a whole election timeout steps down: it may have been replaced long ago, and clients should look elsewhere.",
            "领导者若在整个选举超时时间内没有收到多数节点的消息就退位：它可能早已被取代，客户端应另找领导者。",
        ),
        Rule::MajorityWins => lang.pick(
            "A candidate that has the votes of a majority of the cluster in one term is its leader. Two majorities always share a node, so a term has at most one.",
            "候选人在一个任期内得到集群多数节点的选票，即成为它的领导者。任意两个多数派必有公共的节点，因此一个任期至多一个领导者。",
        ),
        Rule::HigherTerm => lang.pick(
            "Whoever sees a later term takes it over and becomes a follower, whatever it was.",
            "节点无论原来是什么身份，看到更大的任期就采用它，并转为跟随者。",
        ),
        Rule::OldTerm => lang.pick(
            "A message of an earlier term is not obeyed.",
            "来自旧任期的消息不予采纳。",
        ),
        Rule::OneLeader => lang.pick(
            "A candidate that hears from the leader of its own term gives way: a term has only one leader.",
            "候选人若收到本任期领导者的消息就让位：一个任期只有一个领导者。",
        ),
        Rule::LeaderAppends => lang.pick(
            "The leader writes each command at the end of its own log, and never changes or removes what is there. A new leader begins with an empty entry of its term.",
            "领导者把每条命令写到自己日志的末尾，绝不修改或删除已有的内容。新领导者先写一个本任期的空条目。",
        ),
        Rule::SendEntries => lang.pick(
            "The leader sends its entries to every follower and repeats them until all have them, even after it has answered the client.",
            "领导者把条目发给每个跟随者，并反复重发，直到所有节点都有，即使已经答复了客户端也不停。",
        ),
        Rule::ConsistencyCheck => lang.pick(
            "A follower takes entries only if its log has the entry right before them, with the same term. So logs that agree at one place agree in everything before it.",
            "跟随者只有在自己的日志里有紧邻的前一条、且任期相同时，才接受新条目。因此两份日志在一处一致，之前就全都一致。",
        ),
        Rule::Overwrite => lang.pick(
            "If an entry conflicts with the leader’s, the follower removes it and all that follow it. Nothing committed can be lost this way.",
            "跟随者的条目若与领导者的冲突，就删去它和之后的所有条目。已提交的内容不会因此丢失。",
        ),
        Rule::NextIndex => lang.pick(
            "For each follower the leader keeps matchIndex, up to where the logs are known to agree, and nextIndex, what to send next. A refusal moves nextIndex back; the follower’s hint lets it skip a whole term.",
            "领导者为每个跟随者记录 matchIndex（已知一致到哪里）和 nextIndex（下次从哪里发）。被拒绝时 nextIndex 往回退，借助跟随者的提示，可以一次跳过整个任期。",
        ),
        Rule::CommitMajority => lang.pick(
            "An entry of the leader’s own term is committed once a majority of nodes have it; all entries before it are committed with it.",
            "领导者本任期的条目一旦存在于多数节点上就算提交，它之前的所有条目也随之提交。",
        ),
        Rule::CommitOwnTerm => lang.pick(
            "An entry of an earlier term is never committed by counting copies: a majority may have it, and a later leader may still overwrite it.",
            "旧任期的条目从不靠数副本来提交：即使多数节点都有，后来的领导者仍可能覆盖它。",
        ),
        Rule::LeaderCommit => lang.pick(
            "A follower learns from the leader’s messages how far the log is committed.",
            "跟随者从领导者的消息中得知日志提交到了哪里。",
        ),
        Rule::Apply => lang.pick(
            "Committed entries are executed in log order, by every node. The leader answers the client once it has executed the command itself.",
            "每个节点都按日志顺序执行已提交的条目。领导者自己执行了命令之后才答复客户端。",
        ),
        Rule::Compaction => lang.pick(
            "Each node on its own writes its state to disk as a snapshot and discards the log up to there, which it will never have to execute again. It keeps index and term of the last entry, for the check of the one that follows.",
            "每个节点各自把状态作为快照写入磁盘，并丢弃到此为止的日志，因为这些条目不必再执行。最后一条的索引和任期会保留，用来检查紧接其后的条目。",
        ),
        Rule::Snapshot => lang.pick(
            "A follower that needs entries which the leader has discarded gets the leader’s snapshot instead, which replaces its log and its state. One that brings nothing new is ignored; one that is lost is sent again.",
            "跟随者需要的条目若已被领导者丢弃，领导者就发去自己的快照，取代跟随者的日志和状态。没有新内容的快照不予理会；丢失的会重发。",
        ),
        Rule::Network => lang.pick(
            "Messages may be lost, delayed, reordered or doubled. Raft stays safe all the same; it sends again.",
            "消息可能丢失、延迟、乱序或重复。Raft 依然安全：它会重发。",
        ),
        Rule::Persistent => lang.pick(
            "Term, vote and log are on disk before a node answers, and survive a crash. Its role, what it had executed and what a leader knew of its followers do not.",
            "任期、投票和日志在节点答复之前写入磁盘，崩溃后仍在。身份、已执行的结果以及领导者对跟随者的了解则会丢失。",
        ),
        Rule::ClientLeader => lang.pick(
            "All writes go through the leader. A node that does not lead names the leader it knows of.",
            "所有写请求都经过领导者。不是领导者的节点会告诉客户端它所知道的领导者。",
        ),
        Rule::ClientRetry => lang.pick(
            "A client that gets no answer cannot know whether its write was done. It asks another node again.",
            "客户端得不到答复，就无法知道写入是否完成。它会换一个节点再问一次。",
        ),
        Rule::ClientOnce => lang.pick(
            "Each request has a number. A node that has executed it already does not do so twice.",
            "每个请求都有编号。节点已执行过的请求不会再执行一次。",
        ),
        Rule::Person => lang.pick("You did this.", "这是你的操作。"),
    }
}

/// What a switch turns off, in a few words.
pub fn switch(switch: Switch, lang: Lang) -> &'static str {
    match switch {
        Switch::OneVotePerTerm => lang.pick("one vote per term", "每个任期只投一票"),
        Switch::UpToDateLog => lang.pick("vote only for up-to-date logs", "只投给日志够新的候选人"),
        Switch::CommitOwnTerm => lang.pick(
            "count copies only for entries of the current term",
            "只对本任期的条目数副本",
        ),
        Switch::ConsistencyCheck => lang.pick("the entry before must match", "前一个条目必须一致"),
        Switch::StepDown => lang.pick(
            "follow whoever has a later term",
            "看到更大的任期就转为跟随者",
        ),
        Switch::DurableVote => lang.pick("the vote survives a crash", "崩溃后仍记得投过的票"),
    }
}

/// A name and a sentence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Named {
    /// The name.
    pub name: &'static str,
    /// What it says.
    pub says: &'static str,
}

/// The words of a property.
pub fn property(id: &str, lang: Lang) -> Named {
    let (name, says) = match id {
        "election-safety" => lang.pick(
            ("Election safety", "At most one leader in any term."),
            ("选举安全性", "任何任期至多有一个领导者。"),
        ),
        "leader-append-only" => lang.pick(
            (
                "Leader append-only",
                "A leader never changes or removes entries of its own log.",
            ),
            ("领导者只追加", "领导者从不修改或删除自己日志中的条目。"),
        ),
        "log-matching" => lang.pick(
            (
                "Log matching",
                "Logs with the same entry at one index agree in everything before it.",
            ),
            (
                "日志匹配",
                "两份日志若在同一索引处条目相同，之前就全都相同。",
            ),
        ),
        "leader-completeness" => lang.pick(
            (
                "Leader completeness",
                "Whatever is committed is in the log of every later leader.",
            ),
            (
                "领导者完备性",
                "凡已提交的条目，之后每个领导者的日志里都有。",
            ),
        ),
        "state-machine-safety" => lang.pick(
            (
                "State machine safety",
                "No two nodes execute different commands at one index.",
            ),
            (
                "状态机安全性",
                "任何两个节点都不会在同一索引处执行不同的命令。",
            ),
        ),
        "one-vote-per-term" => lang.pick(
            (
                "One vote per term",
                "No node votes for two candidates in one term.",
            ),
            ("一任期一票", "任何节点都不会在同一任期内投给两个候选人。"),
        ),
        "terms-grow" => lang.pick(
            (
                "Terms only grow",
                "No node’s term ever goes down, not even over a crash.",
            ),
            (
                "任期只增不减",
                "任何节点的任期都不会减小，崩溃重启后也一样。",
            ),
        ),
        "commits-grow" => lang.pick(
            (
                "Commits only grow",
                "A node’s commit index never goes down while the node runs.",
            ),
            ("提交只进不退", "节点运行期间，提交索引从不减小。"),
        ),
        "acknowledged-stays" => lang.pick(
            (
                "Acknowledged stays",
                "A write that a client was told is done is in every later leader’s log.",
            ),
            (
                "已答复的不丢",
                "凡已告知客户端完成的写入，之后每个领导者的日志里都有。",
            ),
        ),
        "leader-exists" => lang.pick(
            (
                "A leader exists",
                "Some node leads that a majority can hear.",
            ),
            ("有领导者", "有一个多数节点都能听到的领导者。"),
        ),
        "commit-advances" => lang.pick(
            ("Commits advance", "Nothing waits long in the leader’s log."),
            ("提交在推进", "领导者的日志里没有条目久等。"),
        ),
        _ => ("", ""),
    };
    Named { name, says }
}
