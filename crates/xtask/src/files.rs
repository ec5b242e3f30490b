//! Small helpers for files and folders.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context as _;
use anyhow::Result;

/// Every file below a folder, sorted, as paths that begin with it. An absent folder holds none; hidden names are left out.
pub(crate) fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.with_context(|| format!("cannot read {}", folder.display()))?,
        };
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let path = entry.path();
            match path.is_dir() {
                true => open.push(path),
                false => found.push(path),
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies one file, making the folders on the way.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        create_folder(folder)?;
    }
    fs::copy(from, to)
        .map(drop)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}

/// Copies what is in a folder into another, the paths inside kept.
pub(crate) fn copy_below(from: &Path, to: &Path) -> Result<()> {
    for file in below(from)? {
        copy(&file, &to.join(file.strip_prefix(from)?))?;
    }
    Ok(())
}

/// Creates a folder and those around it.
pub(crate) fn create_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))
}

/// Removes a folder with all that is in it, if it is there.
pub(crate) fn remove_folder(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Puts a finished folder in the place of an older one.
pub(crate) fn replace_folder(new: &Path, place: &Path) -> Result<()> {
    remove_folder(place)?;
    fs::rename(new, place).with_context(|| format!("cannot create {}", place.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_copied_replaced_and_removed() {
        let root = std::env::temp_dir().join(format!("glassbox-files-{}", std::process::id()));
        create_folder(&root.join("a/deep")).unwrap();
        fs::write(root.join("a/one"), "1").unwrap();
        fs::write(root.join("a/deep/two"), "2").unwrap();
        fs::write(root.join("a/.hidden"), "3").unwrap();

        copy_below(&root.join("a"), &root.join("b")).unwrap();
        assert_eq!(
            below(&root.join("b")).unwrap(),
            [root.join("b/deep/two"), root.join("b/one")]
        );

        create_folder(&root.join("c/old")).unwrap();
        replace_folder(&root.join("b"), &root.join("c")).unwrap();
        assert!(root.join("c/one").is_file() && !root.join("c/old").exists());

        remove_folder(&root).unwrap();
        remove_folder(&root).unwrap();
        assert_eq!(below(&root).unwrap(), Vec::<PathBuf>::new());
    }
}
