//! The media type of a file, by its name.

use std::path::Path;

/// What to say in `Content-Type`. Text is always UTF-8; WebAssembly is compiled while it streams in only under its own type.
pub(crate) fn of(path: &Path) -> &'static str {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "xml" => "application/xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_loads_has_its_type() {
        for (name, media_type) in [
            ("index.html", "text/html; charset=utf-8"),
            ("wasm/site.js", "text/javascript; charset=utf-8"),
            ("wasm/site_bg.wasm", "application/wasm"),
            ("scenario.json", "application/json"),
            ("poster.SVG", "image/svg+xml"),
            ("tokens.css", "text/css; charset=utf-8"),
            ("LICENSE", "application/octet-stream"),
            (".wasm", "application/octet-stream"),
        ] {
            assert_eq!(of(Path::new(name)), media_type, "{name}");
        }
    }
}
