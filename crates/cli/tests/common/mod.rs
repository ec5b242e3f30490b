//! Running the binary.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a command left behind.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `glassbox` with `args`.
pub(crate) fn glassbox<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Ran {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_glassbox"))
        .args(args)
        .output()
        .unwrap();
    Ran {
        code: status.code().unwrap(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

/// The same, and it must succeed without a word on the error output.
pub(crate) fn ok<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> String {
    let ran = glassbox(args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    ran.out
}

/// A file of this test run.
pub(crate) fn file(name: &str, text: &str) -> PathBuf {
    let path =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

/// The example of the guide: the scenario of these tests, whatever comes with the labs.
pub(crate) fn example() -> String {
    let guide = include_str!("../../../../docs/scenario-format.md");
    let (_, rest) = guide.split_once("```json\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

/// The digest at the end of a run.
pub(crate) fn digest(out: &str) -> &str {
    let last = out.lines().last().unwrap();
    let digest = last.rsplit(' ').next().unwrap();
    assert!(
        digest.len() == 16 && digest.bytes().all(|c| c.is_ascii_hexdigit()),
        "{last}"
    );
    digest
}
