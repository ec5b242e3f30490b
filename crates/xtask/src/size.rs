//! `cargo xtask size`: every download beside its budget.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use crate::dist;
use crate::files;
use crate::node::Node;
use crate::workspace::Workspace;

/// All that loads before the first lab runs, in bytes of brotli.
const PAGE: u64 = 200_000;

/// What a figure in somebody's post loads before anyone touches it.
const BEFORE: u64 = 10_000;

/// The same after a touch: the element, the lab and its style.
const LAB: u64 = 120_000;

/// TLS brings its cryptography with it.
const TLS: u64 = 220_000;

/// The program behind the page; every other one is a lab.
const SHELL: &str = "site";

/// One file of the page.
#[derive(Debug, Eq, PartialEq)]
struct Download {
    path: String,
    raw: u64,
    brotli: u64,
}

/// One line of the comparison.
#[derive(Debug, Eq, PartialEq)]
struct Budget {
    what: String,
    used: u64,
    allowed: u64,
}

/// Builds what is published and prints both tables. Over budget is said, not punished.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let folder = dist::build(workspace)?;
    let paths = files::below(&folder)?;
    let sizes = Node::ensure(&workspace.scratch())?.sizes(&paths)?;
    let downloads = paths
        .iter()
        .zip(sizes)
        .map(|(path, (raw, brotli))| {
            Ok(Download {
                path: slashed(path.strip_prefix(&folder)?),
                raw,
                brotli,
            })
        })
        .collect::<Result<Vec<_>>>()?;

    println!("\n{:<44} {:>12} {:>12}", "file", "bytes", "brotli");
    for Download { path, raw, brotli } in &downloads {
        println!("{path:<44} {raw:>12} {brotli:>12}");
    }
    println!(
        "\n{:<44} {:>12} {:>12}",
        "budget (brotli)", "used", "allowed"
    );
    for Budget {
        what,
        used,
        allowed,
    } in budgets(&downloads)
    {
        let verdict = match used > allowed {
            true => format!("OVER by {}", used - allowed),
            false => "within".to_owned(),
        };
        println!("{what:<44} {used:>12} {allowed:>12}  {verdict}");
    }
    Ok(())
}

fn budgets(downloads: &[Download]) -> Vec<Budget> {
    let sum = |wanted: &dyn Fn(&str) -> bool| {
        downloads
            .iter()
            .filter(|download| wanted(&download.path))
            .map(|download| download.brotli)
            .sum::<u64>()
    };
    let budget = |what: String, used, allowed| Budget {
        what,
        used,
        allowed,
    };
    let mut all = vec![
        budget(
            "page, first visit".to_owned(),
            sum(&|path| path == "index.html" || is_static(path) || program(path) == Some(SHELL)),
            PAGE,
        ),
        budget(
            "embed, before interaction".to_owned(),
            sum(&is_element),
            BEFORE,
        ),
    ];
    let labs = downloads
        .iter()
        .filter_map(|download| program(&download.path))
        .filter(|name| *name != SHELL)
        .collect::<BTreeSet<_>>();
    for lab in labs {
        all.push(budget(
            format!("embed, {lab} running"),
            sum(&|path| {
                is_element(path) || is_figure_style(path, lab) || program(path) == Some(lab)
            }) + largest_story(downloads, lab),
            if lab == "tls" { TLS } else { LAB },
        ));
    }
    all
}

/// A figure loads one scenario: to be safe, the largest.
fn largest_story(downloads: &[Download], lab: &str) -> u64 {
    let folder = format!("scenarios/{lab}/");
    let stories = downloads
        .iter()
        .filter(|download| download.path.starts_with(&folder));
    stories
        .map(|download| download.brotli)
        .max()
        .unwrap_or_default()
}

/// The program that a file below `wasm/` belongs to.
fn program(path: &str) -> Option<&str> {
    let name = path.strip_prefix("wasm/")?;
    name.strip_suffix("_bg.wasm")
        .or_else(|| name.strip_suffix(".js"))
}

/// Scripts and styles outside `wasm/`.
fn is_static(path: &str) -> bool {
    !path.starts_with("wasm/")
        && [".js", ".mjs", ".css"]
            .iter()
            .any(|end| path.ends_with(end))
}

/// The custom element's script: `glassbox….js`.
fn is_element(path: &str) -> bool {
    path.starts_with("glassbox") && path.ends_with(".js")
}

/// The style sheets that a figure of the lab loads.
fn is_figure_style(path: &str, lab: &str) -> bool {
    let name = path.strip_suffix(".css");
    name.is_some_and(|name| ["tokens", "player", lab].contains(&name))
}

fn slashed(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_budget_counts_its_own_files() {
        let downloads = [
            ("index.html", 1_000),
            ("glassbox.js", 5_000),
            ("player.css", 3_000),
            ("page.css", 700),
            ("poster.svg", 50_000),
            ("scenarios/tls/first.json", 1_500),
            ("scenarios/tls/second.json", 2_000),
            ("wasm/site.js", 4_000),
            ("wasm/site_bg.wasm", 60_000),
            ("wasm/tls.js", 6_000),
            ("wasm/tls_bg.wasm", 210_000),
        ]
        .map(|(path, brotli)| Download {
            path: path.to_owned(),
            raw: brotli * 3,
            brotli,
        });
        let used = budgets(&downloads)
            .into_iter()
            .map(|budget| (budget.what, budget.used, budget.allowed))
            .collect::<Vec<_>>();
        assert_eq!(
            used,
            [
                ("page, first visit".to_owned(), 73_700, PAGE),
                ("embed, before interaction".to_owned(), 5_000, BEFORE),
                ("embed, tls running".to_owned(), 226_000, TLS),
            ]
        );
    }

    #[test]
    fn snippets_belong_to_no_program() {
        assert_eq!(program("wasm/raft_bg.wasm"), Some("raft"));
        assert_eq!(program("wasm/raft.js"), Some("raft"));
        assert_eq!(program("raft.js"), None);
    }
}
