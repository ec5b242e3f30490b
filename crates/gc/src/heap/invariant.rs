//! The invariants that make a collector safe, and who breaks one.
//!
//! Black is what the collector has looked at: a scanned field, a scanned stack. Grey is what it will
//! look at: a field not yet scanned of an object that was reached, a stack that was not scanned or is
//! scanned again ([`Heap::is_black`]), and what waits in a write-barrier buffer.

use serde::{Deserialize, Serialize};

use super::machine::{Activity, Collector, GLOBALS, Gno, Heap, Mark, NIL, Ref, Rules};

/// What must hold between black and white.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Deserialize,
    Serialize,
    strum::VariantArray,
    strum::IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Invariant {
    /// Nothing black points to anything white.
    Strong,
    /// No black object points to anything white; a scanned stack may.
    StrongHeap,
    /// Whatever white thing a black one points to can be reached from a grey one through white ones.
    Weak,
    /// The same, where a grey stack does not count as protection (proposal 17503: "grey-protected by
    /// a heap object").
    WeakByHeap,
}

impl Invariant {
    /// All of them.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Its name in files, as `strong-heap`.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The one that a collector keeps, or would have to keep.
    pub fn of(collector: Collector) -> Self {
        match collector {
            Collector::MarkSweep
            | Collector::NoBarrier
            | Collector::NoBarrierSnapshot
            | Collector::Dijkstra
            | Collector::DijkstraRescan => Self::Strong,
            Collector::Yuasa | Collector::YuasaStacksFirst | Collector::YuasaSnapshot => Self::Weak,
            Collector::HybridSpec
            | Collector::HybridAnyGrey
            | Collector::Go
            | Collector::GreenTea => Self::WeakByHeap,
        }
    }
}

/// Who points from black to white.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Black {
    /// A field that was scanned.
    Field {
        /// The object, or the globals.
        owner: Ref,
        /// Its field.
        field: u8,
    },
    /// A slot of a stack that was scanned.
    Slot {
        /// Whose.
        goroutine: Gno,
        /// Which of all its slots.
        slot: u8,
    },
}

/// A pointer that breaks an invariant.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct Breach {
    /// Where it is.
    pub from: Black,
    /// What it points to.
    pub to: Ref,
}

/// Every pointer from black to white. What waits in a buffer counts as grey.
pub fn black_to_white<H: Heap>(heap: &H, rules: &Rules, each: &mut impl FnMut(Breach)) {
    if !heap.phase().is_marking() {
        return;
    }
    let white = |to: Ref| to != NIL && heap.mark(to) == Mark::White;
    for owner in 0..=heap.objects() {
        let mark = heap.mark(owner);
        if matches!(mark, Mark::Free | Mark::White) {
            continue;
        }
        let scanned = (0..heap.fields(owner)).take_while(|field| mark.has_scanned(*field));
        for field in scanned {
            let to = heap.field(owner, field);
            if white(to) {
                let from = Black::Field { owner, field };
                each(Breach { from, to });
            }
        }
    }
    for goroutine in (0..heap.goroutines()).filter(|no| heap.is_black(*no, rules)) {
        for slot in 0..heap.slots(goroutine) {
            let to = heap.slot(goroutine, slot);
            if white(to) {
                let from = Black::Slot { goroutine, slot };
                each(Breach { from, to });
            }
        }
    }
}

/// The white objects that something grey leads to, as a flag for each object.
///
/// `stacks` says whether grey stacks count.
fn protected<H: Heap>(
    heap: &H,
    rules: &Rules,
    held: &impl Fn(Ref) -> bool,
    stacks: bool,
) -> Vec<bool> {
    let mut found = vec![false; heap.objects() as usize + 1];
    let mut list: Vec<Ref> = Vec::new();
    let meet = |found: &mut Vec<bool>, list: &mut Vec<Ref>, to: Ref| {
        let white = to != NIL && heap.mark(to) == Mark::White;
        if let Some(place) = found.get_mut(to as usize).filter(|it| white && !**it) {
            *place = true;
            list.push(to);
        }
    };
    for owner in 0..=heap.objects() {
        if let Mark::Grey(scanned) = heap.mark(owner) {
            for field in scanned..heap.fields(owner) {
                meet(&mut found, &mut list, heap.field(owner, field));
            }
        } else if owner != GLOBALS && held(owner) {
            meet(&mut found, &mut list, owner);
        }
    }
    if stacks {
        for no in (0..heap.goroutines()).filter(|no| !heap.is_black(*no, rules)) {
            for slot in 0..heap.slots(no) {
                meet(&mut found, &mut list, heap.slot(no, slot));
            }
        }
    }
    while let Some(owner) = list.pop() {
        for field in 0..heap.fields(owner) {
            meet(&mut found, &mut list, heap.field(owner, field));
        }
    }
    found
}

/// The first pointer that breaks `invariant` now.
///
/// `held` says whether an object is in some write-barrier buffer. Takes time in proportion to the
/// number of objects.
pub fn breach<H: Heap>(
    heap: &H,
    rules: &Rules,
    held: impl Fn(Ref) -> bool,
    invariant: Invariant,
) -> Option<Breach> {
    let mut all = Vec::new();
    black_to_white(heap, rules, &mut |it| all.push(it));
    breach_among(heap, rules, held, invariant, &all)
}

/// The same, where `all` are all pointers from black to white.
pub(super) fn breach_among<H: Heap>(
    heap: &H,
    rules: &Rules,
    held: impl Fn(Ref) -> bool,
    invariant: Invariant,
    all: &[Breach],
) -> Option<Breach> {
    let counts = |it: &&Breach| {
        let in_heap = matches!(it.from, Black::Field { .. });
        (in_heap || invariant != Invariant::StrongHeap) && !held(it.to)
    };
    let mut all = all.iter().filter(counts).copied().peekable();
    match invariant {
        Invariant::Strong | Invariant::StrongHeap => all.next(),
        Invariant::Weak | Invariant::WeakByHeap => {
            all.peek()?;
            let protected = protected(heap, rules, &held, invariant == Invariant::Weak);
            all.find(|it| !protected[it.to as usize])
        }
    }
}

/// The objects that goroutines can get at, as a flag for each object; the globals' is false.
pub fn reachable<H: Heap>(heap: &H) -> Vec<bool> {
    let mut found = vec![false; heap.objects() as usize + 1];
    let mut list: Vec<Ref> = Vec::new();
    let meet = |found: &mut Vec<bool>, list: &mut Vec<Ref>, to: Ref| {
        let there = to != NIL && heap.mark(to) != Mark::Free;
        if let Some(place) = found.get_mut(to as usize).filter(|it| there && !**it) {
            *place = true;
            list.push(to);
        }
    };
    for field in 0..heap.fields(GLOBALS) {
        meet(&mut found, &mut list, heap.field(GLOBALS, field));
    }
    for no in 0..heap.goroutines() {
        for slot in 0..heap.slots(no) {
            meet(&mut found, &mut list, heap.slot(no, slot));
        }
        // A function that returns while its goroutine stands between barrier and store is not
        // possible, so the value is on the stack as well; to be sure, it counts by itself.
        if let Activity::Writing(write) = heap.activity(no) {
            meet(&mut found, &mut list, write.value);
        }
    }
    while let Some(owner) = list.pop() {
        for field in 0..heap.fields(owner) {
            meet(&mut found, &mut list, heap.field(owner, field));
        }
    }
    found
}
