//! `cargo xtask dist`: what is published.

use std::path::PathBuf;

use anyhow::Result;

use crate::files;
use crate::node::Node;
use crate::site;
use crate::site::Kind;
use crate::workspace::Workspace;

/// Builds the page, makes every file of it smaller, puts it into `target/dist` and returns that folder.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let scratch = workspace.scratch();
    // Before the long build: it is needed at its end.
    let node = Node::ensure(&scratch)?;
    let new = scratch.join("dist");
    site::build_into(workspace, Kind::Published, &new)?;
    for file in files::below(&new)? {
        let shown = file.strip_prefix(&new)?.display();
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("wasm") => {
                println!("wasm-opt {shown}");
                node.wasm_opt(&file)?;
            }
            Some("js" | "mjs" | "css") => node.minify(&file)?,
            _ => {}
        }
    }
    let place = workspace.target().join("dist");
    files::replace_folder(&new, &place)?;
    Ok(place)
}
