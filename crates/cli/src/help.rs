//! What `--help` says.

/// The text for a command.
pub(crate) fn of(command: &str) -> Option<&'static str> {
    match command {
        "list" => Some(LIST),
        "run" => Some(RUN),
        "check" => Some(CHECK),
        "link" => Some(LINK),
        "help" => Some(ALL),
        _ => None,
    }
}

/// All commands.
pub(crate) const ALL: &str = "\
glassbox: runs, checks and draws Glassbox scenarios without a browser.

Usage: glassbox COMMAND [ARGUMENTS]

  list    the scenarios that come with it
  run     tell a scenario, a file or a link, and say what happened
  check   see whether scenario files are right and come true
  link    a link to a moment of a scenario
  help    this text, or that of a command

Options:
  -h, --help       this text, or that of a command
  -V, --version    the version

Exit codes: 0 all is well; 1 a story does not come true, a file is wrong, or
something cannot be read or written; 2 the command line is wrong.

Examples:
  glassbox list
  glassbox run raft/leader-election
  glassbox check my-scenario.json
  glassbox help run
";

/// `glassbox list`
pub(crate) const LIST: &str = "\
Usage: glassbox list [--lang en|zh] [--format text|jsonl]

Lists the scenarios that come with glassbox, each with its title and question.

Options:
  --lang en|zh            the language; en if not given
  --format text|jsonl     jsonl: one object per line, with the numbers of steps,
                          predictions and goals

Exit codes: 0; 2 the command line is wrong.

Examples:
  glassbox list
  glassbox list --lang zh
  glassbox list --format jsonl | jq -r .id
";

/// `glassbox run`
pub(crate) const RUN: &str = "\
Usage: glassbox run SCENARIO|FILE|LINK [--seed N] [--lang en|zh]
                    [--format text|jsonl] [--all] [--svg FILE] [--until MS]

Runs a story and writes, step by step, its text and what happened: time in
milliseconds, number and sentence of each event. At the end: which properties
hold, the number of events and their digest, which is the same wherever the same
run happens.

  SCENARIO    as raft/leader-election, or leader-election
  FILE        a scenario file
  LINK        v1.…, or any URL that ends in #v1.…; the run up to its moment

Options:
  --seed N                another seed than the scenario's (not for a link)
  --lang en|zh            the language; en if not given
  --format text|jsonl     jsonl: one object per event, details included
  --all                   details as well: every message sent and received
  --svg FILE              write a sequence diagram of the run; - is the standard
                          output, which then gets nothing else
  --until MS              stop at this moment, or go on to it after the story;
                          in milliseconds (608.5) or with a unit (2s)

Exit codes: 0; 1 the story does not come true with its own seed (what was told
until then is written), or the file or link is wrong; 2 the command line is
wrong. A broken property is no failure: many stories are about one. Nor is a
story that goes otherwise with another seed: a note says from where on.

Examples:
  glassbox run leader-election
  glassbox run gc/memory-limit --lang zh
  glassbox run raft/leader-crash --seed 7 --all
  glassbox run my-scenario.json --lang zh
  glassbox run leader-election --format jsonl | jq -r .text
  glassbox run leader-election --until 2s --svg election.svg
  glassbox run 'https://example.org/glassbox/#v1.BHJhZnQB…'
";

/// `glassbox check`
pub(crate) const CHECK: &str = "\
Usage: glassbox check [--lang en|zh] FILE…

Reads scenario files, tells their stories and tries the solution of every goal.
For each file one line: what is in it, or the place and reason of the first thing
that is wrong. docs/scenario-format.md describes the format.

Options:
  --lang en|zh    the language; en if not given

Exit codes: 0 all are right; 1 one is not; 2 the command line is wrong.

Examples:
  glassbox check my-scenario.json
  glassbox check crates/*/scenarios/*.json
";

/// `glassbox link`
pub(crate) const LINK: &str = "\
Usage: glassbox link SCENARIO [--seed N] [--at MS|--step N] [--base URL]
                     [--lang en|zh]

Writes a link to a moment of a scenario that comes with glassbox. Without --at
and --step it is the one that an untouched figure shows.

Options:
  --seed N      another seed than the scenario's
  --at MS       this moment, in milliseconds (608.5) or with a unit (2s)
  --step N      where the text of this step is read; they count from 1
  --base URL    what comes before the #; nothing if not given
  --lang en|zh  the language of what goes wrong; en if not given

Exit codes: 0; 1 there is no such scenario or moment; 2 the command line is
wrong.

Examples:
  glassbox link leader-election --at 608.5
  glassbox link leader-election --step 2 --base https://example.org/glassbox/
";
