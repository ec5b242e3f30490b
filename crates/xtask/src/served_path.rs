//! From the path in a request to the bytes of a file, never outside the folder served.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// The file that a path names, relative to the folder served; none when it tries to leave that folder.
pub(crate) fn relative(path: &str) -> Option<PathBuf> {
    let decoded = percent_decode(path)?;
    let mut file = PathBuf::new();
    for part in decoded.split('/').filter(|part| !part.is_empty()) {
        if part == "." || part == ".." || part.contains(['\\', ':', '\0']) {
            return None;
        }
        file.push(part);
    }
    Some(file)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes().iter();
    while let Some(&byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(*rest.next()?).to_digit(16);
            let value = digit()? * 16 + digit()?;
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Reads a file that really lies below the folder, whatever links there are.
pub(crate) fn read_below(folder: &Path, file: &Path) -> io::Result<Vec<u8>> {
    let file = file.canonicalize()?;
    if !file.starts_with(folder.canonicalize()?) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    fs::read(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leaves_the_folder() {
        for path in [
            "/../x",
            "/a/../../x",
            "/%2e%2e/x",
            "/a/%2E./x",
            "/..%5cx",
            "/a\\..\\x",
            "/c:/x",
            "/%00",
            "/%zz",
            "/%f",
            "/%ff",
        ] {
            assert_eq!(relative(path), None, "{path}");
        }
        assert_eq!(relative("/a//b%20c.js").unwrap(), Path::new("a/b c.js"));
        assert_eq!(relative("/").unwrap(), Path::new(""));
        assert_eq!(relative("//etc/passwd").unwrap(), Path::new("etc/passwd"));
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leaves_the_folder() {
        let root = std::env::temp_dir().join(format!("glassbox-path-{}", std::process::id()));
        let site = root.join("site");
        fs::create_dir_all(&site).unwrap();
        fs::write(root.join("secret"), "x").unwrap();
        fs::write(site.join("page"), "y").unwrap();
        std::os::unix::fs::symlink(root.join("secret"), site.join("link")).unwrap();
        assert_eq!(read_below(&site, &site.join("page")).unwrap(), b"y");
        assert!(read_below(&site, &site.join("link")).is_err());
        fs::remove_dir_all(&root).unwrap();
    }
}
