//! Capacities after `append` (§3).

use std::path::Path;

use glassbox_gc::slices::{Element, Release, Use, appends};
use serde::Deserialize;

use super::tables::rows;
use super::{Tally, minor};

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
    for (place, row) in rows::<Growth>(&suite.join(GROWTH))? {
        tally.count(
            row.map_or_else(Some, |row| wrong_growth(&row))
                .map(at(&place)),
        );
    }
    for (place, row) in rows::<Stack>(&suite.join(STACK))? {
        tally.count(
            row.map_or_else(Some, |row| wrong_stack(&row))
                .map(at(&place)),
        );
    }
    Ok(tally)
}

fn at(place: &str) -> impl Fn(String) -> String {
    move |wrong| format!("{place}: {wrong}")
}

fn wrong_growth(row: &Growth) -> Option<String> {
    let element = Element {
        size: row.elem_size,
        pointers: row.elem_has_pointers != 0,
    };
    let Some(new_len) = row.old_len.checked_add(row.append_count) else {
        return Some("no slice is so long".to_owned());
    };
    // Recorded identically from Go 1.23 and 1.27.
    let caps = [Release::Go1_22, Release::Go1_26]
        .map(|release| element.grow(new_len, row.old_cap, release).ok());
    (caps != [Some(row.new_cap); 2]).then(|| format!("{caps:?}, recorded {}", row.new_cap))
}

fn wrong_stack(row: &Stack) -> Option<String> {
    let cap = cap_after(row);
    (cap != Some(row.cap)).then(|| format!("{cap:?}, recorded {}", row.cap))
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
    let release = release(&row.go_version)?;
    appends(element, used, release).nth(row.length.checked_sub(1)?)
}

fn release(version: &str) -> Option<Release> {
    Some(match minor(version)? {
        ..18 => Release::Go1_17,
        18..22 => Release::Go1_18,
        22..26 => Release::Go1_22,
        26.. => Release::Go1_26,
    })
}

/// Whether a type has pointers, given its name: numbers and arrays of them have none.
fn has_pointers(name: &str) -> bool {
    let element = match name.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((length, element)) if !length.is_empty() => return has_pointers(element),
        _ => name,
    };
    // With their sizes off: int8, uint64, uintptr, float32, complex128.
    let number = element.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbers = [
        "int", "uint", "uintptr", "float", "complex", "byte", "rune", "bool", "struct{}",
    ];
    !numbers.contains(&number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_stands_for_those_after_it() {
        let known = [
            "go1.9",
            "go1.19.8",
            "go1.24.1",
            "go1.25rc1",
            "go1.26.0",
            "go1.30",
        ];
        let expected = [
            Release::Go1_17,
            Release::Go1_18,
            Release::Go1_22,
            Release::Go1_22,
            Release::Go1_26,
            Release::Go1_26,
        ];
        assert_eq!(known.map(release), expected.map(Some));
        assert_eq!(release("tip"), None);
    }

    #[test]
    fn numbers_and_arrays_of_them_have_no_pointers() {
        for name in [
            "int",
            "uint8",
            "uintptr",
            "float64",
            "byte",
            "[3]int",
            "[2][4]bool",
        ] {
            assert!(!has_pointers(name), "{name}");
        }
        for name in [
            "string",
            "*int",
            "[]int",
            "interface{}",
            "[2]string",
            "[8]*int",
            "map[int]int",
        ] {
            assert!(has_pointers(name), "{name}");
        }
    }

    #[test]
    fn a_capacity_that_differs_and_a_row_that_means_nothing_are_wrong() {
        let growth = |old_len, append_count, new_cap| Growth {
            elem_size: 8,
            elem_has_pointers: 0,
            old_len,
            old_cap: 4,
            append_count,
            new_cap,
        };
        assert_eq!(wrong_growth(&growth(4, 1, 8)), None);
        assert!(wrong_growth(&growth(4, 1, 6)).is_some());
        assert!(wrong_growth(&growth(u64::MAX, 1, 8)).is_some());
        let stack = |version: &str, pattern: &str, length| Stack {
            go_version: version.to_owned(),
            elem: "int".to_owned(),
            elem_size: 8,
            pattern: pattern.to_owned(),
            length,
            cap: 4,
        };
        assert_eq!(wrong_stack(&stack("go1.27.3", "local", 1)), None);
        for row in [
            stack("go1.23.5", "local", 1),
            stack("go1.27.3", "local", 0),
            stack("tip", "local", 1),
            stack("go1.27.3", "global", 1),
        ] {
            assert!(wrong_stack(&row).is_some());
        }
    }
}
