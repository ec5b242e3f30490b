//! The JavaScript side of a WebAssembly file, by `wasm-bindgen` as a library.
//!
//! Cargo.lock can hold only one version of it and of the `wasm-bindgen` that the page was compiled with, so the two cannot
//! drift apart, and nobody installs a command-line tool.

use std::path::Path;

use anyhow::Context as _;
use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;

/// Writes `NAME.js` and `NAME_bg.wasm` into `out`; with the functions' names when they are to show in a debugger.
pub(crate) fn generate(wasm: &Path, name: &str, out: &Path, with_names: bool) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .input_path(wasm)
                .out_name(name)
                // As the command-line tool does: without a path, the script loads the file beside it.
                .omit_default_module_path(false)
                .typescript(false)
                .keep_debug(false)
                .remove_name_section(!with_names)
                .remove_producers_section(!with_names)
                .generate(out)
        })
        .with_context(|| {
            format!(
                "wasm-bindgen cannot make `{name}` loadable; a `main` that uses nothing of JavaScript yet is one reason"
            )
        })
}
