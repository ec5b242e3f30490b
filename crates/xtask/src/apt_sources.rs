//! Which Debian mirror this machine uses, from apt's own source lists in both of their formats.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// The suites of Debian itself, oldest first; with a `-updates` or `-backports` behind or not.
const SUITES: &[&str] = &[
    "buster",
    "bullseye",
    "bookworm",
    "trixie",
    "forky",
    "duke",
    "oldoldstable",
    "oldstable",
    "stable",
    "testing",
    "unstable",
    "sid",
    "experimental",
];

/// Every Debian archive that the source lists below `/etc/apt` name, each once, in order.
pub(crate) fn mirrors(etc: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in lists(etc) {
        let mirrors = if path
            .extension()
            .is_some_and(|extension| extension == "sources")
        {
            from_deb822(&text)
        } else {
            from_one_line(&text)
        };
        for mirror in mirrors {
            if !found.contains(&mirror) {
                found.push(mirror);
            }
        }
    }
    found
}

/// The lists that apt reads, in its order.
fn lists(etc: &Path) -> Vec<(PathBuf, String)> {
    let mut paths = fs::read_dir(etc.join("sources.list.d"))
        .map(|folder| {
            folder
                .flatten()
                .map(|entry| entry.path())
                .collect::<Vec<_>>()
        })
        .unwrap_or_default();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "list" || extension == "sources")
    });
    paths.sort();
    paths.insert(0, etc.join("sources.list"));
    paths
        .into_iter()
        .filter_map(|path| Some((path.clone(), fs::read_to_string(path).ok()?)))
        .collect()
}

/// `deb [options] URI suite components…`, one to a line.
fn from_one_line(text: &str) -> Vec<String> {
    text.lines().filter_map(mirror_of_line).collect()
}

fn mirror_of_line(line: &str) -> Option<String> {
    let line = line.split('#').next()?.trim();
    let rest = line.strip_prefix("deb")?;
    if !rest.starts_with([' ', '\t', '[']) {
        return None; // `deb-src`
    }
    let rest = rest.trim_start();
    let rest = match rest.strip_prefix('[') {
        Some(options) => options.split_once(']')?.1,
        None => rest,
    };
    let mut words = rest.split_whitespace();
    let uri = words.next()?;
    let suite = words.next()?;
    let is_main = words.any(|component| component == "main");
    (is_main && is_debian(suite)).then(|| normal(uri)).flatten()
}

/// Stanzas of `Field: value` lines, continued by indented lines.
fn from_deb822(text: &str) -> Vec<String> {
    text.split("\n\n").flat_map(mirrors_of_stanza).collect()
}

fn mirrors_of_stanza(stanza: &str) -> Vec<String> {
    let is_on = field(stanza, "Enabled").first().is_none_or(|word| {
        !["no", "false", "0", "off", "without", "disable"].contains(&word.to_lowercase().as_str())
    });
    let has = |name, value| field(stanza, name).iter().any(|word| word == value);
    let is_debian = field(stanza, "Suites").iter().any(|suite| is_debian(suite));
    if is_on && has("Types", "deb") && has("Components", "main") && is_debian {
        field(stanza, "URIs")
            .iter()
            .filter_map(|uri| normal(uri))
            .collect()
    } else {
        Vec::new()
    }
}

/// The words of one field.
fn field(stanza: &str, name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut is_inside = false;
    for line in stanza.lines().filter(|line| !line.starts_with('#')) {
        let value = if line.starts_with([' ', '\t']) {
            line
        } else {
            let (key, value) = line.split_once(':').unwrap_or((line, ""));
            is_inside = key.eq_ignore_ascii_case(name);
            value
        };
        if is_inside {
            words.extend(value.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Whether a suite is one of Debian's main archive; the security archive is another archive.
fn is_debian(suite: &str) -> bool {
    let mut parts = suite.splitn(2, ['-', '/']);
    let base = parts.next().unwrap_or_default();
    let rest = parts.next().unwrap_or_default();
    SUITES.contains(&base) && matches!(rest, "" | "updates" | "backports" | "proposed-updates")
}

/// A URI that another suite can be asked of, always written the same.
fn normal(uri: &str) -> Option<String> {
    let scheme = uri.split(':').next()?;
    let is_usable = scheme != "cdrom" && uri.contains(":/") && !uri.contains(['"', '[', '\\']);
    is_usable.then(|| uri.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_lists_give_the_main_archive() {
        let text = "# deb http://old.example/debian bookworm main\n\
            deb [arch=amd64 signed-by=/usr/share/keyrings/k.gpg] http://mirror.example/debian/ bookworm main contrib\n\
            deb-src http://src.example/debian bookworm main\n\
            deb http://mirror.example/debian-security bookworm-security main\n\
            deb https://packages.example/node nodistro main\n\
            deb cdrom:[Debian 12]/ bookworm main\n\
            deb http://mirror.example/debian bookworm-updates main # the same again\n";
        assert_eq!(
            from_one_line(text),
            [
                "http://mirror.example/debian",
                "http://mirror.example/debian"
            ]
        );
    }

    #[test]
    fn deb822_lists_give_the_main_archive() {
        let text = "Types: deb deb-src\n# a remark\nURIs: http://a.example/debian/\n  http://b.example/debian\n\
            Suites: trixie trixie-updates\nComponents: main\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n\n\
            Types: deb\nURIs: http://a.example/debian-security\nSuites: trixie-security\nComponents: main\n\n\
            Types: deb\nURIs: http://off.example/debian\nSuites: sid\nComponents: main\nEnabled: no\n\n\
            Types: deb-src\nURIs: http://src.example/debian\nSuites: sid\nComponents: main\n";
        assert_eq!(
            from_deb822(text),
            ["http://a.example/debian", "http://b.example/debian"]
        );
    }

    #[test]
    fn other_distributions_are_not_debian() {
        assert_eq!(
            from_one_line("deb http://archive.example/ubuntu noble main universe\n"),
            Vec::<String>::new()
        );
        assert!(is_debian("stable") && is_debian("trixie-backports"));
        assert!(!is_debian("stable-security") && !is_debian("bookworm/updates/x"));
    }

    #[test]
    fn hostile_lists_give_nothing() {
        for text in [
            "deb",
            "deb [",
            "deb [x",
            "deb ]",
            "Types\n: :\n",
            "\n\n\n",
            "deb \" \" \"",
        ] {
            assert_eq!(from_one_line(text), Vec::<String>::new(), "{text:?}");
            assert_eq!(from_deb822(text), Vec::<String>::new(), "{text:?}");
        }
    }

    #[test]
    fn a_machine_without_lists_has_no_mirrors() {
        assert_eq!(mirrors(Path::new("/nowhere")), Vec::<String>::new());
    }
}
