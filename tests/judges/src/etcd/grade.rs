//! How well an output compares (§10).

use super::parse::Case;

/// From the weakest to the strongest; each includes those before.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Grade {
    /// What is printed about state is the same, in the same order and under the same node: every
    /// line that is neither a log line nor a message, without headings. That is: role, leader, term,
    /// vote, commit index, MustSync, entries written and applied, snapshots received, the stored
    /// log, progress tables, errors.
    State,
    /// And the messages sent, delivered and dropped are the same: as a multiset of whole messages
    /// (their entries and snapshots included), each under the node that sends or gets it.
    Messages,
    /// And the text is the same, log lines left out (a text that is then empty counts as `ok`).
    NoLog,
    /// And so are the log lines: the text is the same.
    Exact,
}

impl Grade {
    pub(crate) const ALL: [Self; 4] = [Self::State, Self::Messages, Self::NoLog, Self::Exact];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Messages => "messages",
            Self::NoLog => "exact without log lines",
            Self::Exact => "exact",
        }
    }
}

/// A directive, what it printed, and how that compares.
pub(crate) struct Compared {
    pub(crate) case: Case,
    pub(crate) actual: String,
    reached: Option<Grade>,
}

impl Compared {
    pub(crate) fn new(case: Case, mut actual: String) -> Self {
        if !actual.is_empty() && !actual.ends_with('\n') {
            actual.push('\n');
        }
        let reached =
            (Grade::ALL.into_iter().rev()).find(|grade| equal(*grade, &case.expected, &actual));
        Self {
            case,
            actual,
            reached,
        }
    }

    pub(crate) fn reaches(&self, grade: Grade) -> bool {
        self.reached.is_some_and(|reached| reached >= grade)
    }
}

fn equal(grade: Grade, expected: &str, actual: &str) -> bool {
    let (expected_facts, actual_facts) = (Facts::of(expected), Facts::of(actual));
    match grade {
        Grade::State => expected_facts.state == actual_facts.state,
        Grade::Messages => expected_facts == actual_facts,
        Grade::NoLog => without_log(expected) == without_log(actual),
        Grade::Exact => expected == actual,
    }
}

/// What a text says, apart from its wording. Each fact is told of the node whose heading it is
/// under, if there is one.
#[derive(Debug, Default, Eq, PartialEq)]
struct Facts {
    state: Vec<(String, String)>,
    /// Sorted.
    messages: Vec<(String, String)>,
}

impl Facts {
    fn of(text: &str) -> Self {
        let mut facts = Self::default();
        let mut heading = String::new();
        let mut lines = text.lines().map(str::trim).peekable();
        while let Some(line) = lines.next() {
            if line.starts_with("> ") {
                heading = line.to_owned();
            } else if is_message(line) {
                let mut message = line.to_owned();
                // What belongs to it: up to the closing bracket, and a snapshot.
                let mut open = line.ends_with('[');
                while let Some(more) = lines.next_if(|next| open || next.starts_with("Snapshot: "))
                {
                    open &= more != "]";
                    message.push('\n');
                    message.push_str(more);
                }
                facts.messages.push((heading.clone(), message));
            } else if !is_log(line) && !is_filler(line) {
                facts.state.push((heading.clone(), line.to_owned()));
            }
        }
        facts.messages.sort();
        facts
    }
}

/// `1->2 MsgApp …`, perhaps `dropped: ` before.
fn is_message(line: &str) -> bool {
    let line = line.strip_prefix("dropped: ").unwrap_or(line);
    let mut words = line.split(' ');
    words.next().is_some_and(|ends| ends.contains("->"))
        && words.next().is_some_and(|kind| kind.starts_with("Msg"))
}

fn is_log(line: &str) -> bool {
    let level = line.trim_start().split(' ').next().unwrap_or_default();
    ["DEBUG", "INFO", "WARN", "ERROR"].contains(&level)
}

/// Says nothing that the lines after it do not.
fn is_filler(line: &str) -> bool {
    ["", "ok", "Messages:", "Processing:", "Responses:"].contains(&line)
}

fn without_log(text: &str) -> String {
    let kept: String = (text.lines())
        .filter(|line| !is_log(line))
        .flat_map(|line| [line, "\n"])
        .collect();
    if kept.is_empty() {
        "ok\n".to_owned()
    } else {
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(expected: &str, actual: &str) -> Option<Grade> {
        let case = Case {
            expected: expected.to_owned(),
            ..Case::default()
        };
        Compared::new(case, actual.to_owned()).reached
    }

    #[test]
    fn each_grade_forgives_what_the_next_does_not() {
        let text = "INFO hello\n> 1 x\n  Lead:1\n  Messages:\n  1->2 MsgApp A\n  1->3 MsgApp B\n";
        assert_eq!(reached(text, text), Some(Grade::Exact));
        assert_eq!(
            reached(text, &text.replace("hello", "bye")),
            Some(Grade::NoLog)
        );
        let swapped = "> 1 x\nLead:1\n1->3 MsgApp B\n1->2 MsgApp A\n";
        assert_eq!(reached(text, swapped), Some(Grade::Messages));
        assert_eq!(
            reached(text, "> 1 x\nLead:1\n1->2 MsgApp A\n"),
            Some(Grade::State)
        );
        assert_eq!(reached(text, "> 2 x\nLead:1\n"), None);
    }

    #[test]
    fn a_message_on_several_lines_is_one() {
        let one =
            Facts::of("1->2 MsgApp Entries:[\n  1/1 EntryNormal\n  1/2 EntryNormal\n]\nLead:1\n");
        assert_eq!(one.messages.len(), 1);
        assert_eq!(one.state.len(), 1);
        let snap = Facts::of("1->2 MsgSnap\n  Snapshot: Index:3\nLead:1\n");
        assert_eq!((snap.messages.len(), snap.state.len()), (1, 1));
    }

    #[test]
    fn nothing_but_log_lines_is_ok() {
        assert_eq!(reached("ok\n", "INFO something\n"), Some(Grade::NoLog));
    }
}
