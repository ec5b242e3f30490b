//! `cargo xtask dist`: what is published.

use std::path::PathBuf;

use anyhow::Result;

use crate::files;
use crate::node::Node;
use crate::site;
use crate::site::Kind;
use crate::workspace::Workspace;

/// Builds the release page with `wasm-opt` into `target/dist` and returns that folder.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let scratch = workspace.scratch();
    // Before the long build: it is needed at its end.
    let node = Node::ensure(&scratch)?;
    let new = scratch.join("dist");
    site::build_into(workspace, Kind::Published, &new)?;
    for file in files::below(&new.join("wasm"))? {
        if file
            .extension()
            .is_some_and(|extension| extension == "wasm")
        {
            println!("wasm-opt {}", file.strip_prefix(&new)?.display());
            node.wasm_opt(&file)?;
        }
    }
    let place = workspace.target().join("dist");
    files::replace_folder(&new, &place)?;
    Ok(place)
}
