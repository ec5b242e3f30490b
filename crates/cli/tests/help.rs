//! Every example in the help can be typed as it stands there.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{example, glassbox, ok};

/// The lines below "Examples:", without what another program does with the output.
fn examples(help: &str) -> impl Iterator<Item = &str> {
    let (_, examples) = help.split_once("\nExamples:\n").expect("examples");
    examples
        .lines()
        .map(|line| line.split(" | ").next().unwrap_or(line).trim())
}

#[cfg(unix)]
#[test]
fn every_example_in_the_help_does_what_it_promises() {
    // A folder with the files that examples name.
    let here = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("help-{}", std::process::id()));
    fs::create_dir_all(here.join("crates")).unwrap();
    fs::write(here.join("my-scenario.json"), example()).unwrap();
    for lab in ["raft", "gc"] {
        // One of each: all of them are told elsewhere.
        let all = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../{lab}/scenarios"));
        let first = fs::read_dir(all).unwrap().next().unwrap().unwrap();
        let to = here.join(format!("crates/{lab}/scenarios"));
        fs::create_dir_all(&to).unwrap();
        fs::copy(first.path(), to.join(first.file_name())).unwrap();
    }
    let link = ok(["link", "leader-election"]);
    let folder = Path::new(env!("CARGO_BIN_EXE_glassbox")).parent().unwrap();
    let mut count = 0;
    for command in ["help", "list", "run", "check", "link"] {
        let help = ok(["help", command]);
        for line in examples(&help) {
            // The only one that is cut short.
            let line = line.replace("#v1.BHJhZnQB…", link.trim());
            assert!(
                line.starts_with("glassbox ") && !line.contains('…'),
                "{line}"
            );
            let ran = Command::new("/bin/sh")
                .args(["-c", &line])
                .current_dir(&here)
                .env("PATH", folder)
                .output();
            let ran = ran.unwrap_or_else(|_| panic!("sh"));
            let err = String::from_utf8_lossy(&ran.stderr);
            assert_eq!(ran.status.code(), Some(0), "{line}: {err}");
            // Nothing goes otherwise than it is written.
            assert_eq!(err, "", "{line}");
            count += 1;
        }
    }
    assert!(count > 12, "{count}");
    assert!(here.join("election.svg").exists());
    fs::remove_dir_all(&here).unwrap();
    assert_eq!(glassbox(["help", "nothing"]).code, 2);
}
