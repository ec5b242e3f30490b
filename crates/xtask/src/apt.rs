//! Fetching Debian's `rust-src` package without touching the machine's own apt.
//!
//! apt itself does the work, so that signatures and checksums are checked as always; but its state, cache and source lists
//! are folders of ours, and its hooks stay out. The machine's keys, proxies and passwords are read, nothing is written.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;
use anyhow::Result;
use anyhow::bail;

use crate::apt_sources;
use crate::process;

/// Where Debian keeps recent compilers, the smallest index first.
const SUITES: &[&str] = &["trixie-backports", "testing", "unstable"];

/// All of Debian's archive keys, where Debian's own keyring package puts them.
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Downloads and unpacks the sources of exactly this release into `work`; returns the standard library's folder.
pub(crate) fn rust_src(release: &str, work: &Path) -> Result<PathBuf> {
    if release.contains('-') {
        bail!("Debian packs stable compilers only, and this one is {release}");
    }
    for tool in ["apt-get", "apt-cache", "apt-config", "dpkg-deb"] {
        process::find(tool).with_context(|| format!("there is no `{tool}` on this machine"))?;
    }
    let mirrors = apt_sources::mirrors(Path::new("/etc/apt"));
    if mirrors.is_empty() {
        bail!("apt's source lists name no Debian mirror");
    }
    let mut tried = Vec::new();
    for (mirror, suite) in mirrors
        .iter()
        .flat_map(|m| SUITES.iter().map(move |s| (m, *s)))
    {
        let apt = Apt::new(work, mirror, suite)?;
        match apt.version(release) {
            Ok(Some(version)) => return apt.unpack(&version),
            Ok(None) => tried.push(format!("{suite} has other versions")),
            Err(error) => tried.push(format!("{suite}: {}", error.root_cause())),
        }
    }
    bail!(
        "no rust-src {release} at {} ({})",
        mirrors.join(", "),
        tried.join("; ")
    )
}

/// apt with folders of its own and one source.
struct Apt {
    work: PathBuf,
    config: PathBuf,
}

impl Apt {
    fn new(work: &Path, mirror: &str, suite: &str) -> Result<Self> {
        let own = work.join("apt");
        let failed = || format!("cannot create {}", own.display());
        for folder in [
            "state/lists/partial",
            "cache/archives/partial",
            "etc/parts",
            "etc/preferences.d",
            "etc/sources.d",
        ] {
            fs::create_dir_all(own.join(folder)).with_context(failed)?;
        }
        let signed_by = if Path::new(KEYRING).is_file() {
            format!("Signed-By: {KEYRING}\n")
        } else {
            String::new() // the machine's trusted keys
        };
        let source =
            format!("Types: deb\nURIs: {mirror}\nSuites: {suite}\nComponents: main\n{signed_by}");
        fs::write(own.join("etc/sources.d/debian.sources"), source).with_context(failed)?;
        fs::write(own.join("status"), "").with_context(failed)?;
        let machine = process::output(Command::new("apt-config").arg("dump"))?;
        let config = own.join("apt.conf");
        fs::write(&config, private_config(&machine, &own)?).with_context(failed)?;
        Ok(Self {
            work: work.to_owned(),
            config,
        })
    }

    /// The version of `rust-src` that belongs to a release of Rust.
    fn version(&self, release: &str) -> Result<Option<String>> {
        process::output(&mut self.command(
            "apt-get",
            &["update", "-q", "-oAPT::Update::Error-Mode=any"],
        ))?;
        let listing = process::output(&mut self.command("apt-cache", &["madison", "rust-src"]))?;
        Ok(version_of(release, &listing))
    }

    fn unpack(&self, version: &str) -> Result<PathBuf> {
        println!("downloading rust-src {version} (45 MB)");
        process::output(&mut self.command(
            "apt-get",
            &["download", "-q", &format!("rust-src={version}")],
        ))?;
        let package = fs::read_dir(&self.work)?
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
            .context("apt downloaded nothing")?;
        let sources = self.work.join("sources");
        process::output(
            Command::new("dpkg-deb")
                .arg("-x")
                .arg(&package)
                .arg(&sources),
        )?;
        library_in(&sources)
    }

    fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(args)
            .current_dir(&self.work)
            .env("APT_CONFIG", &self.config)
            .env("LC_ALL", "C")
            .env("DEBIAN_FRONTEND", "noninteractive");
        command
    }
}

/// The machine's ways of fetching (proxies, retries, time limits), our own folders, and signatures that must be right.
fn private_config(machine: &str, own: &Path) -> Result<String> {
    let own = own
        .to_str()
        .filter(|path| !path.contains(['"', '\n']))
        .context("the target folder's path cannot be written in apt's configuration")?;
    let mut config = String::new();
    for line in machine.lines() {
        if line.starts_with("Acquire::") && !line.starts_with("Acquire::IndexTargets") {
            config.push_str(line);
            config.push('\n');
        }
    }
    for (key, path) in [
        ("Dir::State", "state"),
        ("Dir::State::status", "status"),
        ("Dir::Cache", "cache"),
        ("Dir::Etc::parts", "etc/parts"),
        ("Dir::Etc::main", "etc/none.conf"),
        ("Dir::Etc::sourcelist", "etc/none.list"),
        ("Dir::Etc::sourceparts", "etc/sources.d"),
        ("Dir::Etc::preferences", "etc/none"),
        ("Dir::Etc::preferencesparts", "etc/preferences.d"),
    ] {
        writeln!(config, "{key} \"{own}/{path}\";")?;
    }
    for key in [
        "Acquire::AllowInsecureRepositories",
        "Acquire::AllowWeakRepositories",
        "Acquire::AllowDowngradeToInsecureRepositories",
        "APT::Get::AllowUnauthenticated",
    ] {
        writeln!(config, "{key} \"false\";")?;
    }
    Ok(config)
}

/// The package version whose upstream part is this release, from lines such as
/// `rust-src | 1.95.0+dfsg1-2~bpo13+1 | http://… Packages`.
fn version_of(release: &str, madison: &str) -> Option<String> {
    madison
        .lines()
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
        .find(|version| {
            let upstream = version
                .split_once(':')
                .map_or(*version, |(_epoch, rest)| rest);
            upstream.split(['+', '-', '~']).next() == Some(release)
        })
        .map(str::to_owned)
}

/// Debian puts the sources into `/usr/src/rustc-VERSION`.
fn library_in(sources: &Path) -> Result<PathBuf> {
    let place = sources.join("usr").join("src");
    fs::read_dir(&place)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("library"))
        .find(|library| library.is_dir())
        .with_context(|| format!("rust-src has no library folder below {}", place.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADISON: &str = "\
        rust-src | 1.96.1+dfsg1-2~bpo13+1 | http://mirror.example/debian trixie-backports/main amd64 Packages\n\
        rust-src | 1.95.0+dfsg1-2~bpo13+1 | http://mirror.example/debian trixie-backports/main amd64 Packages\n";

    #[test]
    fn a_release_finds_its_package() {
        assert_eq!(
            version_of("1.95.0", MADISON).as_deref(),
            Some("1.95.0+dfsg1-2~bpo13+1")
        );
        assert_eq!(
            version_of("1.96.1", "x | 1:1.96.1-1 | y").as_deref(),
            Some("1:1.96.1-1")
        );
        assert_eq!(version_of("1.96", MADISON), None);
        assert_eq!(version_of("1.95.0", ""), None);
        assert_eq!(version_of("1.95.0", "nonsense"), None);
    }

    #[test]
    fn our_apt_keeps_proxies_and_drops_hooks() {
        let machine = "Acquire::http::Proxy \"http://proxy.example:3128\";\n\
            Acquire::IndexTargets::deb::DEP-11 \"\";\n\
            Acquire::AllowInsecureRepositories \"true\";\n\
            APT::Update::Post-Invoke:: \"rm -f /var/cache/apt/*.bin\";\n\
            Dir::State \"var/lib/apt\";\n";
        let config = private_config(machine, Path::new("/own")).unwrap();
        assert!(config.contains("Acquire::http::Proxy \"http://proxy.example:3128\";"));
        assert!(!config.contains("Post-Invoke") && !config.contains("DEP-11"));
        assert!(config.contains("Dir::State \"/own/state\";"));
        assert!(
            config.rfind("AllowInsecureRepositories \"false\"")
                > config.find("AllowInsecureRepositories \"true\"")
        );
        assert!(private_config("", Path::new("/a\"b")).is_err());
    }

    #[test]
    fn nightly_compilers_are_not_debians() {
        let error = rust_src("1.97.0-nightly", Path::new("/nowhere")).unwrap_err();
        assert!(error.to_string().contains("stable compilers only"));
    }
}
