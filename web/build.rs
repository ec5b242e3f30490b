//! Writes the list of scenarios that the front page shows: titles and questions, and none of what follows in the files.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    // A new lab comes with a line in here.
    println!("cargo::rerun-if-changed=Cargo.toml");
    let mut entries = String::from("&[\n");
    for lab in listed(Path::new("../crates"))? {
        let folder = lab.join("scenarios");
        if !folder.is_dir() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", folder.display());
        for file in listed(&folder)? {
            if file.extension().is_some_and(|it| it == "json") {
                entries += &entry(&file).map_err(|why| format!("{}: {why}", file.display()))?;
            }
        }
    }
    entries += "]\n";
    let out = env::var_os("OUT_DIR").ok_or("no OUT_DIR")?;
    fs::write(Path::new(&out).join("scenarios.rs"), entries)?;
    Ok(())
}

/// What is in a folder, always in the same order.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort();
    Ok(paths)
}

/// One `Entry` of `site/catalog.rs`, as Rust.
fn entry(file: &Path) -> Result<String, Box<dyn Error>> {
    let json: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let text = |path: &str| {
        let found = json.pointer(path).and_then(Value::as_str);
        found.ok_or_else(|| format!("there is no text at {path}"))
    };
    let mut entry = String::new();
    writeln!(entry, "Entry {{ id: {:?},", text("/id")?)?;
    for field in ["title", "question"] {
        let [en, zh] = ["en", "zh"].map(|lang| text(&format!("/{field}/{lang}")));
        writeln!(entry, "{field}: Both {{ en: {:?}, zh: {:?} }},", en?, zh?)?;
    }
    entry += "},\n";
    Ok(entry)
}
