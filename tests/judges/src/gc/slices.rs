//! Capacities after `append` (§3).

use std::path::Path;

use glassbox_gc::slices::{Element, Release, Use, appends};
use serde::Deserialize;

use super::{Tally, rows};

const GROWTH: &str = "slice-growth.csv";
const STACK: &str = "slice-growth-stackbuffer.csv";

#[derive(Deserialize)]
struct Growth {
    elem_size: u64,
    elem_has_pointers: u8,
    old_len: u64,
    old_cap: u64,
    append_count: u64,
    new_cap: u64,
}

#[derive(Deserialize)]
struct Stack {
    go_version: String,
    elem: String,
    elem_size: u64,
    pattern: String,
    length: usize,
    cap: u64,
}

pub(super) fn judge(suite: &Path) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    for (line, row) in rows::<Growth>(&suite.join(GROWTH))? {
        let element = Element {
            size: row.elem_size,
            pointers: row.elem_has_pointers != 0,
        };
        let new_len = row.old_len + row.append_count;
        // Recorded identically from Go 1.23 and 1.27.
        let caps = [Release::Go1_22, Release::Go1_27]
            .map(|release| element.grow(new_len, row.old_cap, release).ok());
        let wrong = caps != [Some(row.new_cap); 2];
        tally.count(wrong.then(|| format!("{GROWTH}:{line}: {caps:?}, recorded {}", row.new_cap)));
    }
    for (line, row) in rows::<Stack>(&suite.join(STACK))? {
        let cap = cap_after(&row);
        let wrong = cap != Some(row.cap);
        tally.count(wrong.then(|| format!("{STACK}:{line}: {cap:?}, recorded {}", row.cap)));
    }
    Ok(tally)
}

/// `None` if the row is not understood.
fn cap_after(row: &Stack) -> Option<u64> {
    let element = Element {
        size: row.elem_size,
        pointers: has_pointers(&row.elem),
    };
    let used = match row.pattern.as_str() {
        "escaping" => Use::Escaping,
        "returned" => Use::Returned,
        "local" => Use::Local,
        _ => return None,
    };
    let release = match row.go_version.as_str() {
        version if version.starts_with("go1.23") => Release::Go1_22,
        version if version.starts_with("go1.27") => Release::Go1_27,
        _ => return None,
    };
    appends(element, used, release).nth(row.length.checked_sub(1)?)
}

/// Whether a type has pointers, given its name: numbers and arrays of them have none.
fn has_pointers(name: &str) -> bool {
    let element = match name.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((length, element)) if !length.is_empty() => element,
        _ => name,
    };
    let number = ["int", "uint", "float", "complex", "byte", "rune", "bool"]
        .into_iter()
        .any(|number| element.starts_with(number));
    !number
}
