//! Somebody in the lab of Go's collector: stores a pointer, and lets every run be looked through.

use crate::support::{DESK, visit};

/// One object points to another, and a goroutine whose stack is scanned holds both.
const BOTH_LOADED: &str = "#/gc/heap-to-stack?start=step:3";

#[test]
fn a_store_by_its_card_puts_the_old_value_into_the_buffer_on_a_new_branch() {
    visit(DESK, BOTH_LOADED, |page| {
        page.wait_for_figure();
        assert_eq!(page.moment().branch, "A");
        page.click("[data-thing=packet-1] > .gc-body");
        assert!(page.shows(".card"));
        assert!(!page.shows(".gc-full"), "no buffer holds anything yet");
        page.press("g1: A.0 ← nil");
        assert_eq!(page.moment().branch, "B");
        assert_eq!(page.texts(".gc-full"), ["B"]);
        page.press("Undo");
        assert!(!page.shows(".gc-full"));
    });
}

#[test]
fn a_search_proves_go_and_finds_the_run_in_which_no_barrier_loses_an_object() {
    visit(DESK, BOTH_LOADED, |page| {
        page.wait_for_figure();
        page.press("Prove it");
        page.click(".gc-search");
        page.wait_until("the search is over", || page.shows(".gc-proved"));
        page.choose(".gc-proof select", "no barrier");
        assert!(!page.shows(".gc-proved"));
        page.click(".gc-search");
        page.wait_until("the run is found", || page.shows(".gc-found"));
        page.press("Open this run");
        page.wait_for_figure();
        page.wait_until("the run is open", || page.shows(".gc-lost"));
    });
}
