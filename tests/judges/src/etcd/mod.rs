//! etcd-io/raft's data-driven tests against the Raft core.
//!
//! The suite's own README says how its files are read; section numbers in this module refer to it.
//! parse.rs reads the files (§1), env.rs is the little world they script (§2–4), print.rs and
//! log_lines.rs say what happened in etcd's words (§5, §7), quorum.rs judges the stateless tables
//! (§8), grade.rs compares (§10), report.rs adds up.

mod env;
mod grade;
mod log_lines;
mod parse;
mod print;
mod quorum;
mod report;

use std::path::{Path, PathBuf};

use anyhow::Context;

use self::grade::{Compared, Grade};
use self::parse::Case;
use self::report::FileReport;
use crate::Options;

/// What has been reached and must not be lost: the lowest grade that every directive of the file
/// still has to reach. A file that is not in the list (a new one, or one that needs what the core
/// does not have) is reported and required to do nothing.
const EXPECTED: [(&str, Grade); 15] = [
    ("campaign", Grade::Exact),
    ("checkquorum", Grade::Exact),
    ("forget_leader", Grade::Exact),
    ("forget_leader_prevote_checkquorum", Grade::Exact),
    ("forget_leader_read_only_lease_based", Grade::Exact),
    ("heartbeat_resp_recovers_from_probing", Grade::Exact),
    ("lagging_commit", Grade::Exact),
    ("prevote", Grade::Exact),
    ("prevote_checkquorum", Grade::Exact),
    ("probe_and_replicate", Grade::Exact),
    ("replicate_pause", Grade::Exact),
    ("single_node", Grade::Exact),
    ("slow_follower_after_compaction", Grade::Exact),
    ("snapshot_succeed_via_app_resp", Grade::Exact),
    ("snapshot_succeed_via_app_resp_behind", Grade::Exact),
];

/// Runs everything there is; true if what is expected to hold does.
pub(crate) fn judge(options: &Options) -> anyhow::Result<bool> {
    let suite = match options.find_suite("etcd-raft")? {
        Ok(suite) => suite,
        Err(absent) => {
            println!("skipped: no suite at {}", absent.display());
            return Ok(true);
        }
    };
    let mut reports = Vec::new();
    for path in files(&suite.join("interaction"))? {
        reports.push(run_file(&path));
    }
    let mut tables = Vec::new();
    for path in files(&suite.join("quorum"))? {
        let table = read_cases(&path).and_then(|cases| quorum::run(&path, &cases));
        tables.push((name_of(&path), table));
    }
    Ok(report::print(options, &EXPECTED, &reports, &tables))
}

fn run_file(path: &Path) -> FileReport {
    let mut report = FileReport::new(name_of(path));
    let cases = match read_cases(path) {
        Ok(cases) => cases,
        Err(error) => {
            report.unreadable = Some(error);
            return report;
        }
    };
    report.directives = cases.len();
    report.missing = env::missing_features(&cases);
    if !report.missing.is_empty() {
        return report;
    }
    let mut env = env::Env::new();
    for case in cases {
        match env.run(&case) {
            Ok(actual) => report.compared.push(Compared::new(case, actual)),
            Err(error) => {
                let place = format!("{}:{}", path.display(), case.line);
                report.unreadable = Some(error.context(place));
                break;
            }
        }
    }
    report
}

fn read_cases(path: &Path) -> anyhow::Result<Vec<Case>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    parse::cases(&text).with_context(|| path.display().to_string())
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(_) => {
            println!("skipped: no files at {}", folder.display());
            return Ok(files);
        }
    };
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn name_of(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
