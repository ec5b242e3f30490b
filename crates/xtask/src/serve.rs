//! `cargo xtask serve`: build the page, serve it, and with `--watch` do it again whenever a file changes.

use std::sync::Arc;
use std::thread;

use anyhow::Result;

use crate::args::Serve;
use crate::reload::Builds;
use crate::server::Port;
use crate::site;
use crate::site::Kind;
use crate::watch::Snapshot;
use crate::workspace::Workspace;

/// Runs until it is interrupted.
pub(crate) fn run(workspace: &Workspace, options: &Serve) -> Result<()> {
    // Before the build: who has to choose another port should not wait for it.
    let port = Port::take(options.port)?;
    let kind = Kind::from_release(options.release);
    if options.watch {
        return watch(workspace, port, kind);
    }
    let folder = site::build(workspace, kind)?;
    let server = port.serve(folder, None)?;
    println!("serving {} (Ctrl-C ends it)", server.url());
    loop {
        thread::park();
    }
}

fn watch(workspace: &Workspace, port: Port, kind: Kind) -> Result<()> {
    let builds = Arc::new(Builds::new());
    let mut seen = Snapshot::take(workspace.root());
    // A page that does not compile yet is a reason to go on watching.
    report(site::build(workspace, kind));
    let folder = workspace.target().join("site");
    let server = port.serve(folder, Some(Arc::clone(&builds)))?;
    println!("serving {}, and watching (Ctrl-C ends it)", server.url());
    loop {
        seen = seen.wait_for_change(workspace.root());
        println!("changed; building");
        // New packages and binaries may have come with it.
        let built = Workspace::load().and_then(|workspace| site::build(&workspace, kind));
        if report(built) {
            builds.next();
            println!("built; {} reloads", server.url());
        }
    }
}

fn report<T>(built: Result<T>) -> bool {
    if let Err(error) = &built {
        eprintln!("error: {error:#}\nthe page stays as it was; waiting for a change");
    }
    built.is_ok()
}
