//! What is fixed before a run starts.

use glassbox_sim::{Expected, SetupError};
use serde::{Deserialize, Serialize};

use super::machine::{Collector, Fault, MAX_DATA, MAX_GOROUTINES, Ref};

/// Most objects.
pub const MAX_OBJECTS: u32 = 5_000;
/// Most pointer fields of an object, and most slots of a function.
pub const MAX_FIELDS: u8 = 8;
/// Most global variables.
pub const MAX_GLOBALS: usize = 8;
/// Pointers that Go's write-barrier buffer holds (`runtime/mwbbuf.go`), the most there may be.
pub const MAX_BUFFER: u16 = 512;

/// A program, its heap as it is at the beginning, and a collector.
///
/// Objects are numbered from 1 in the order in which they are given; 0 is nil.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Setup {
    /// The collector.
    pub collector: Collector,
    /// What is wrong with it from the start.
    pub faults: Vec<Fault>,
    /// Global variables, at most [`MAX_GLOBALS`]: what each points to.
    pub globals: Vec<Ref>,
    /// Goroutines, 1 to 8: for each, what its slots point to, at most `slots`.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 8)))]
    pub goroutines: Vec<Vec<Ref>>,
    /// Objects: for each, what its fields point to, at most `fields`.
    pub objects: Vec<Vec<Ref>>,
    /// Bytes that these objects have beside their pointers, at most [`MAX_DATA`] each; those that are
    /// not given have none.
    pub data: Vec<u16>,
    /// So many more objects, linked at random, all of them reachable at first.
    pub more: u32,
    /// How many objects there is room for, at most [`MAX_OBJECTS`]; rounded up to whole spans.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 5_000)))]
    pub room: u32,
    /// Most pointer fields of an object, 1 to [`MAX_FIELDS`].
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 8)))]
    pub fields: u8,
    /// Slots of a function, 1 to [`MAX_FIELDS`].
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 8)))]
    pub slots: u8,
    /// Pointers that a goroutine's write-barrier buffer holds, 1 to [`MAX_BUFFER`]. Go has one of
    /// 512 for each processor; here each goroutine has a processor to itself.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 512)))]
    pub buffer: u16,
    /// Allocations after which a cycle starts by itself; 0: only when somebody asks, or memory is
    /// full.
    pub trigger: u32,
    /// Whether goroutines do things by themselves, by chance.
    pub program_runs: bool,
    /// Whether the collector goes on by itself.
    pub collector_runs: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            collector: Collector::Go,
            faults: Vec::new(),
            globals: vec![0],
            goroutines: vec![vec![], vec![]],
            objects: Vec::new(),
            data: Vec::new(),
            more: 0,
            room: 64,
            fields: 2,
            slots: 3,
            buffer: 4,
            trigger: 12,
            program_runs: true,
            collector_runs: true,
        }
    }
}

impl Setup {
    /// Looks whether every field is within its bounds.
    ///
    /// # Errors
    /// Names the first field that is not.
    pub fn check(&self) -> Result<(), SetupError> {
        let wrong = |field, expected| Err(SetupError { field, expected });
        let count = |least: u64, most: u64| Expected::Count(least, most);
        if self.room == 0 || self.room > MAX_OBJECTS {
            return wrong("room", count(1, MAX_OBJECTS.into()));
        }
        let objects = (self.objects.len() as u64).saturating_add(self.more.into());
        if objects > self.room.into() {
            let expected = Expected::Said(
                format!("{objects} objects are more than there is room for"),
                format!("{objects} 个对象，放不下"),
            );
            return wrong(if self.more == 0 { "objects" } else { "more" }, expected);
        }
        if !(1..=MAX_FIELDS).contains(&self.fields) {
            return wrong("fields", count(1, MAX_FIELDS.into()));
        }
        if !(1..=MAX_FIELDS).contains(&self.slots) {
            return wrong("slots", count(1, MAX_FIELDS.into()));
        }
        if !(1..=MAX_BUFFER).contains(&self.buffer) {
            return wrong("buffer", count(1, MAX_BUFFER as u64));
        }
        if self.globals.len() > MAX_GLOBALS {
            return wrong(
                "globals",
                Expected::Said(
                    format!("expected at most {MAX_GLOBALS} variables"),
                    format!("最多 {MAX_GLOBALS} 个变量"),
                ),
            );
        }
        if !(1..=usize::from(MAX_GOROUTINES)).contains(&self.goroutines.len()) {
            return wrong("goroutines", count(1, MAX_GOROUTINES.into()));
        }
        let long = |all: &[Vec<Ref>], most: u8| all.iter().any(|it| it.len() > most.into());
        if long(&self.objects, self.fields) {
            let most = self.fields;
            return wrong(
                "objects",
                Expected::Said(
                    format!("expected at most {most} fields for each"),
                    format!("每个最多 {most} 个字段"),
                ),
            );
        }
        if self.data.len() > self.objects.len() {
            return wrong(
                "data",
                Expected::Said(
                    "expected at most one number for each of the objects".to_owned(),
                    "每个对象最多一个数".to_owned(),
                ),
            );
        }
        if self.data.iter().any(|it| *it > MAX_DATA) {
            return wrong("data", count(0, MAX_DATA.into()));
        }
        if long(&self.goroutines, self.slots) {
            let most = self.slots;
            return wrong(
                "goroutines",
                Expected::Said(
                    format!("expected at most {most} slots for each"),
                    format!("每个最多 {most} 个槽位"),
                ),
            );
        }
        let given = self.objects.len() as Ref;
        let absent = |pointers: &[Ref]| pointers.iter().copied().find(|it| *it > given);
        let dangling = |all: &[Vec<Ref>]| all.iter().find_map(|it| absent(it));
        let pointers = [
            ("globals", absent(&self.globals)),
            ("goroutines", dangling(&self.goroutines)),
            ("objects", dangling(&self.objects)),
        ];
        for (field, found) in pointers {
            if let Some(to) = found {
                let expected = Expected::Said(
                    format!("there is no object {to} to point to"),
                    format!("没有编号为 {to} 的对象可指"),
                );
                return wrong(field, expected);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field_of(setup: Setup) -> Option<&'static str> {
        setup.check().err().map(|error| error.field)
    }

    #[test]
    fn a_setup_out_of_its_bounds_names_the_field() {
        assert_eq!(field_of(Setup::default()), None);
        let wrong = |change: fn(&mut Setup)| {
            let mut setup = Setup::default();
            change(&mut setup);
            field_of(setup)
        };
        assert_eq!(wrong(|it| it.room = 0), Some("room"));
        assert_eq!(wrong(|it| it.more = u32::MAX), Some("more"));
        assert_eq!(wrong(|it| it.fields = 9), Some("fields"));
        assert_eq!(wrong(|it| it.slots = 0), Some("slots"));
        assert_eq!(wrong(|it| it.buffer = 513), Some("buffer"));
        assert_eq!(wrong(|it| it.globals = vec![0; 9]), Some("globals"));
        assert_eq!(wrong(|it| it.goroutines.clear()), Some("goroutines"));
        assert_eq!(wrong(|it| it.objects = vec![vec![0; 3]]), Some("objects"));
        assert_eq!(wrong(|it| it.data = vec![8]), Some("data"));
        let large = |it: &mut Setup| {
            it.objects = vec![vec![0]];
            it.data = vec![449];
        };
        assert_eq!(wrong(large), Some("data"));
        assert_eq!(wrong(|it| it.globals = vec![1]), Some("globals"));
        assert_eq!(wrong(|it| it.objects = vec![vec![2]]), Some("objects"));
        assert_eq!(
            wrong(|it| it.goroutines = vec![vec![7]]),
            Some("goroutines")
        );
    }
}
