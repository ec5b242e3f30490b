//! Adding up.

use super::grade::{Compared, Grade};
use super::quorum::{Count, Table};
use crate::Options;

/// How an interaction file went.
pub(crate) struct FileReport {
    pub(crate) name: String,
    pub(crate) directives: usize,
    /// What the core lacks; the file was not run then.
    pub(crate) missing: Vec<&'static str>,
    pub(crate) compared: Vec<Compared>,
    /// Why the file, or the rest of it, could not be run.
    pub(crate) unreadable: Option<anyhow::Error>,
}

impl FileReport {
    pub(crate) const fn new(name: String) -> Self {
        Self {
            name,
            directives: 0,
            missing: Vec::new(),
            compared: Vec::new(),
            unreadable: None,
        }
    }

    fn passed(&self, grade: Grade) -> usize {
        self.compared
            .iter()
            .filter(|compared| compared.reaches(grade))
            .count()
    }

    fn passes(&self, grade: Grade) -> bool {
        self.missing.is_empty()
            && self.unreadable.is_none()
            && self.passed(grade) == self.directives
    }

    fn first_below(&self, grade: Grade) -> Option<&Compared> {
        self.compared
            .iter()
            .find(|compared| !compared.reaches(grade))
    }
}

/// Prints the report; true if what is expected to hold does.
pub(super) fn print(
    options: &Options,
    expected: &[(&str, Grade)],
    files: &[FileReport],
    tables: &[(String, anyhow::Result<Table>)],
) -> bool {
    let mut holds = true;
    let width = files.iter().map(|file| file.name.len()).max().unwrap_or(0);
    for file in files {
        let name = &file.name;
        if !file.missing.is_empty() {
            println!("{name:width$}  not yet: needs {}", file.missing.join(", "));
            continue;
        }
        if let Some(error) = &file.unreadable {
            println!("{name:width$}  error: {error:#}");
            holds = false;
            continue;
        }
        print!("{name:width$}");
        for grade in Grade::ALL {
            print!(
                "  {} {}/{}",
                grade.name(),
                file.passed(grade),
                file.directives
            );
        }
        println!();
        let all = options.diff.as_ref() == Some(name);
        let shown = if all {
            usize::MAX
        } else {
            usize::from(options.verbose)
        };
        let differing = file
            .compared
            .iter()
            .filter(|compared| !compared.reaches(Grade::Exact));
        for compared in differing.take(shown) {
            print_difference(name, compared);
        }
    }
    println!();

    let mut shown = false;
    for (name, grade) in expected {
        let Some(file) = files.iter().find(|file| file.name == *name) else {
            continue;
        };
        if !file.passes(*grade) {
            println!("{name} no longer reaches: {}", grade.name());
            if let Some(compared) = file.first_below(*grade).filter(|_| !shown) {
                print_difference(name, compared);
                shown = true;
            }
            holds = false;
        }
    }
    for (name, table) in tables {
        match table {
            Ok(table) => {
                for (line, expected, actual) in &table.differences {
                    println!("quorum/{name}.txt:{line}\n{}", difference(expected, actual));
                    holds = false;
                }
            }
            Err(error) => {
                println!("quorum/{name}.txt: error: {error:#}");
                holds = false;
            }
        }
    }

    let directives: usize = files.iter().map(|file| file.directives).sum();
    for grade in Grade::ALL {
        println!(
            "etcd interaction ({}): files {}/{}, directives {}/{directives}",
            grade.name(),
            files.iter().filter(|file| file.passes(grade)).count(),
            files.len(),
            files.iter().map(|file| file.passed(grade)).sum::<usize>(),
        );
    }
    let sum = |count: fn(&Table) -> Count| {
        let mut sum = Count::default();
        for table in tables.iter().filter_map(|(_, table)| table.as_ref().ok()) {
            sum.passed += count(table).passed;
            sum.total += count(table).total;
        }
        sum
    };
    let (majority, joint) = (sum(|table| table.majority), sum(|table| table.joint));
    println!(
        "etcd quorum (majority): {}/{}",
        majority.passed, majority.total
    );
    println!(
        "etcd quorum (all): {}/{}",
        majority.passed + joint.passed,
        majority.total + joint.total
    );
    holds
}

fn print_difference(name: &str, compared: &Compared) {
    println!(
        "{name}.txt:{} {}\n{}",
        compared.case.line,
        compared.case.directive,
        difference(&compared.case.expected, &compared.actual)
    );
}

/// Expected lines with `-`, actual ones with `+`, common ones with two spaces: the longest common
/// subsequence, which is quick enough for texts of a few hundred lines.
fn difference(expected: &str, actual: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let mut common = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] = if a[i] == b[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut text) = (0, 0, String::new());
    while i < a.len() || j < b.len() {
        let (mark, line) = if i < a.len() && j < b.len() && a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
            ("  ", a[i - 1])
        } else if j == b.len() || i < a.len() && common[i + 1][j] >= common[i][j + 1] {
            i += 1;
            ("- ", a[i - 1])
        } else {
            j += 1;
            ("+ ", b[j - 1])
        };
        text += mark;
        text += line;
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_shows_what_is_common_missing_and_new() {
        assert_eq!(difference("a\nb\nc\n", "a\nx\nc\n"), "  a\n- b\n+ x\n  c\n");
        assert_eq!(difference("", "x\n"), "+ x\n");
    }
}
