//! Running other programs, with errors that name them.

use std::env;
use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use anyhow::Context as _;
use anyhow::Result;
use anyhow::bail;

/// Runs a program in sight of the user; an error unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a program out of sight and returns what it printed; on failure the error holds what it complained about.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!(
            "`{}` failed ({}): {}",
            shown(command),
            output.status,
            complaint(&String::from_utf8_lossy(&output.stderr))
        );
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` printed something that is not UTF-8", shown(command)))
}

/// What went wrong, without a program's progress lines and back-traces: its errors and the last cause, or else its last words.
fn complaint(stderr: &str) -> String {
    let mut lines = stderr
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Stack backtrace"))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>();
    let last = lines.pop();
    let is_error = |line: &&str| line.starts_with("error") || line.starts_with("E: ");
    let errors = lines
        .iter()
        .copied()
        .filter(is_error)
        .take(3)
        .collect::<Vec<_>>();
    let mut kept = if errors.is_empty() {
        lines.split_off(lines.len().saturating_sub(3))
    } else {
        errors
    };
    kept.extend(last);
    kept.join("; ")
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start `{}`", shown(command))
}

/// The command as a person would type it.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![
        program
            .file_name()
            .unwrap_or(program.as_os_str())
            .to_string_lossy(),
    ];
    words.extend(command.get_args().map(OsStr::to_string_lossy));
    words.join(" ")
}

/// A program in the directories of `PATH`.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(&name))
        .find(|file| is_program(file))
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}

/// Whether we may install packages.
pub(crate) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Whether `/etc/os-release` says this is Debian itself (derivatives name and pack things in their own ways).
pub(crate) fn is_debian() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| os_id(&text) == Some("debian"))
}

fn os_id(os_release: &str) -> Option<&str> {
    os_release
        .lines()
        .find_map(|line| line.strip_prefix("ID="))
        .map(|id| id.trim().trim_matches(['"', '\'']))
}

/// Whether an error means that the address is already taken.
pub(crate) fn is_taken(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::AddrInUse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_is_told_from_its_derivatives() {
        assert_eq!(os_id("NAME=\"Debian\"\nID=debian\n"), Some("debian"));
        assert_eq!(os_id("ID_LIKE=debian\nID=\"ubuntu\"\n"), Some("ubuntu"));
        assert_eq!(os_id(""), None);
    }

    #[test]
    fn a_complaint_holds_the_causes_and_no_back_trace() {
        let stderr = "info: downloading\nerror: no\n\nCaused by:\n    0: refused\n\nStack backtrace:\n   0: main\n";
        assert_eq!(complaint(stderr), "error: no; 0: refused");
        assert_eq!(complaint("E: one\nW: two\nE: three"), "E: one; E: three");
        assert_eq!(complaint("1\n2\n3\n4\n5\n"), "2; 3; 4; 5");
        assert_eq!(complaint("\n"), "");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("/nowhere/glassbox-tool")).unwrap_err();
        assert!(error.to_string().contains("glassbox-tool"));
        assert_eq!(find("glassbox-no-such-tool"), None);
    }
}
