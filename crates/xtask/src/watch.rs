//! Noticing that a source file changed, by looking at them twice a second.

use std::path::Path;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;
use std::time::SystemTime;

use crate::files;

/// What the page is built from, relative to the workspace.
const SOURCES: &[&str] = &["Cargo.toml", "index.html", "crates", "web"];

/// How often to look; and how long the files must have been quiet, so that half of a checkout is not built.
const PERIOD: Duration = Duration::from_millis(500);

/// The state of all source files at one moment.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Snapshot(Vec<(PathBuf, Option<SystemTime>, u64)>);

impl Snapshot {
    /// Looks now. What cannot be read counts as absent: the build will complain about it better.
    pub(crate) fn take(root: &Path) -> Self {
        let mut all = Vec::new();
        for source in SOURCES {
            let source = root.join(source);
            let files = match source.is_dir() {
                true => files::below(&source).unwrap_or_default(),
                false => vec![source],
            };
            all.extend(files.into_iter().filter_map(|file| {
                let data = file.metadata().ok()?;
                Some((file, data.modified().ok(), data.len()))
            }));
        }
        Self(all)
    }

    /// Waits until the files differ from this and have come to rest; returns how they are then.
    pub(crate) fn wait_for_change(&self, root: &Path) -> Self {
        let mut last = Self::take(root);
        loop {
            thread::sleep(PERIOD);
            let now = Self::take(root);
            if now != *self && now == last {
                return now;
            }
            last = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_changed_file_is_noticed() {
        let root = std::env::temp_dir().join(format!("glassbox-watch-{}", std::process::id()));
        fs::create_dir_all(root.join("web/src")).unwrap();
        fs::write(root.join("index.html"), "1").unwrap();
        let before = Snapshot::take(&root);
        assert_eq!(before, Snapshot::take(&root));
        fs::write(root.join("elsewhere"), "1").unwrap();
        assert_eq!(before, Snapshot::take(&root));
        fs::write(root.join("web/src/main.rs"), "fn main() {}").unwrap();
        assert_eq!(before.wait_for_change(&root), Snapshot::take(&root));
        assert_ne!(before, Snapshot::take(&root));
        fs::remove_dir_all(&root).unwrap();
    }
}
