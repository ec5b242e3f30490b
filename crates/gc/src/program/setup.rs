//! What is fixed before a program starts.

use std::ops::RangeInclusive;

use glassbox_sim::{Absent, Duration, Expected, SetupError};
use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, Gogc};
use crate::slices::{CLASSES, PAGE_SIZE};

/// Most processors.
pub const MAX_PROCS: u32 = 64;
/// Most goroutines that allocate.
pub const MAX_GOROUTINES: u8 = 32;
/// Most bytes per second that are allocated, scanned or swept: 16 GiB.
pub const MAX_RATE: u64 = 16 << 30;
/// Most bytes of live data: 4 GiB.
pub const MAX_LIVE: u64 = 4 << 30;

/// Bounds of what is allocated in a second, bytes.
pub const RATES: RangeInclusive<u64> = 64 << 10..=MAX_RATE;
const SCAN_RATES: RangeInclusive<u64> = 16 << 20..=MAX_RATE;
const ROOTS: RangeInclusive<u64> = 0..=1 << 30;
/// Bounds of a memory limit, bytes.
pub const LIMITS: RangeInclusive<u64> = 1 << 20..=1 << 40;

/// A Go program, as far as its pacer sees it, and the machine it runs on.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Setup {
    /// GOMAXPROCS, 1 to [`MAX_PROCS`].
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 64)))]
    pub procs: u32,
    /// Goroutines that work and allocate, 1 to [`MAX_GOROUTINES`] and not more than processors.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 32)))]
    pub goroutines: u8,
    /// GOGC.
    pub gogc: Gogc,
    /// GOMEMLIMIT, 1 MiB to 1 TiB; none if not given.
    pub memory_limit: Option<Bytes>,
    /// What all goroutines together allocate in a second in which each has a processor to itself,
    /// 64 KiB to [`MAX_RATE`].
    pub alloc_rate: Bytes,
    /// Data that the program keeps, at most [`MAX_LIVE`]. The first so many bytes that it allocates
    /// stay, the rest is garbage at once.
    pub live_heap: Bytes,
    /// Percent of the heap that can hold pointers and has to be scanned.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 100)))]
    pub scannable: u8,
    /// Size of the objects, 8 B to 64 MiB. It says how often the trigger is tested: once per span of
    /// small objects, or for each one above 32 KiB.
    pub object_size: Bytes,
    /// Bytes that one processor scans in a second, 16 MiB to [`MAX_RATE`].
    pub scan_rate: Bytes,
    /// Bytes of garbage that are swept in a second, 16 MiB to [`MAX_RATE`].
    pub sweep_rate: Bytes,
    /// Stacks of goroutines in use, at most 1 GiB: the working ones and all others.
    pub stacks: Bytes,
    /// Global variables that can hold pointers, at most 1 GiB.
    pub globals: Bytes,
    /// What the runtime itself has mapped beside heap and stacks, at most 1 GiB. Counts against the
    /// memory limit.
    pub runtime: Bytes,
    /// How long the world stops to start marking, 1 µs to 1 s.
    pub first_pause: Duration,
    /// How long it stops to end marking, 1 µs to 1 s.
    pub second_pause: Duration,
    /// Whether the CPU limiter works. Go has no switch for it.
    pub cpu_limiter: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            procs: 4,
            goroutines: 4,
            gogc: Gogc::Percent(100),
            memory_limit: None,
            alloc_rate: Bytes::mib(256),
            live_heap: Bytes::mib(16),
            scannable: 50,
            object_size: Bytes(64),
            scan_rate: Bytes::mib(256),
            sweep_rate: Bytes::mib(4096),
            stacks: Bytes::kib(64),
            globals: Bytes::kib(256),
            runtime: Bytes::mib(2),
            first_pause: Duration::from_micros(30),
            second_pause: Duration::from_micros(60),
            cpu_limiter: true,
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
        if !(1..=MAX_PROCS).contains(&self.procs) {
            return wrong("procs", Expected::Count(1, MAX_PROCS.into()));
        }
        if !(1..=MAX_GOROUTINES).contains(&self.goroutines)
            || u32::from(self.goroutines) > self.procs
        {
            let expected = Expected::Said(
                format!(
                    "expected 1 to {MAX_GOROUTINES} goroutines, and not more than processors: each runs \
                     on one of its own between two cycles"
                ),
                format!(
                    "应为 1 到 {MAX_GOROUTINES} 个 goroutine，且不多于处理器数：两次回收之间，每个都独占一个处理器"
                ),
            );
            return wrong("goroutines", expected);
        }
        if matches!(self.gogc, Gogc::Percent(percent) if percent > Gogc::MAX) {
            let expected = Expected::Said(
                format!("expected 0 to {} percent, or off", Gogc::MAX),
                format!("应为 0 到 {} 的百分数，或 off", Gogc::MAX),
            );
            return wrong("gogc", expected);
        }
        if self.scannable > 100 {
            return wrong("scannable", Expected::Count(0, 100));
        }
        let sizes = [
            ("alloc-rate", self.alloc_rate, RATES),
            ("live-heap", self.live_heap, 0..=MAX_LIVE),
            ("object-size", self.object_size, 8..=64 << 20),
            ("scan-rate", self.scan_rate, SCAN_RATES),
            ("sweep-rate", self.sweep_rate, SCAN_RATES),
            ("stacks", self.stacks, ROOTS),
            ("globals", self.globals, ROOTS),
            ("runtime", self.runtime, ROOTS),
            (
                "memory-limit",
                self.memory_limit.unwrap_or(Bytes(*LIMITS.start())),
                LIMITS,
            ),
        ];
        for (field, size, bounds) in sizes {
            if !bounds.contains(&size.0) {
                let (low, high) = (Bytes(*bounds.start()), Bytes(*bounds.end()));
                let expected = Expected::Said(
                    format!("expected {low} to {high}, not {size}"),
                    format!("应为 {low} 到 {high}，而不是 {size}"),
                );
                return wrong(field, expected);
            }
        }
        let (least, most) = (Duration::from_micros(1), Duration::from_secs(1));
        for (field, pause) in [
            ("first-pause", self.first_pause),
            ("second-pause", self.second_pause),
        ] {
            if !(least..=most).contains(&pause) {
                return wrong(field, Expected::Time(least, most));
            }
        }
        Ok(())
    }

    /// Looks whether there is a goroutine of this number, from 1.
    pub(super) fn check_goroutine(&self, no: u8) -> Result<(), Absent> {
        Absent::check(["goroutine", " goroutine"], no, 1_u8, self.goroutines)
    }

    /// Bytes of the span that a goroutine's cache gets at a refill, or of one large object with its
    /// pages.
    pub fn span(&self) -> u64 {
        let object = self.object_size.0;
        let class = CLASSES[..].partition_point(|&class| class < object);
        match CLASSES.get(class) {
            Some(&class) => pages_of(class) * PAGE_SIZE,
            None => object.next_multiple_of(PAGE_SIZE),
        }
    }
}

/// Whether a person may set the memory limit to `bytes`.
pub(super) fn limit_fits(bytes: Bytes) -> bool {
    LIMITS.contains(&bytes.0)
}

/// Whether a person may set the rate of allocation to `bytes` per second.
pub(super) fn rate_fits(bytes: Bytes) -> bool {
    RATES.contains(&bytes.0)
}

/// Whether a person may set the bytes of stacks.
pub(super) fn stacks_fit(bytes: Bytes) -> bool {
    ROOTS.contains(&bytes.0)
}

/// Pages of a span of objects of `size` bytes: the fewest of which at most an eighth is left over.
/// `mksizeclasses.go`.
fn pages_of(size: u64) -> u64 {
    let mut pages = 1;
    while pages * PAGE_SIZE % size > pages * PAGE_SIZE / 8 {
        pages += 1;
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut Setup)) -> &'static str {
        let mut setup = Setup::default();
        change(&mut setup);
        setup.check().expect_err("out of its bounds").field
    }

    #[test]
    fn the_default_is_valid_and_each_field_has_bounds() {
        assert_eq!(Setup::default().check(), Ok(()));
        assert_eq!(refused(|it| it.procs = 0), "procs");
        assert_eq!(refused(|it| it.procs = 65), "procs");
        assert_eq!(refused(|it| it.goroutines = 0), "goroutines");
        assert_eq!(refused(|it| it.goroutines = 5), "goroutines");
        assert_eq!(refused(|it| it.gogc = Gogc::Percent(100_001)), "gogc");
        assert_eq!(refused(|it| it.scannable = 101), "scannable");
        assert_eq!(refused(|it| it.alloc_rate = Bytes(1)), "alloc-rate");
        assert_eq!(refused(|it| it.live_heap = Bytes(u64::MAX)), "live-heap");
        assert_eq!(refused(|it| it.object_size = Bytes(0)), "object-size");
        assert_eq!(refused(|it| it.scan_rate = Bytes(0)), "scan-rate");
        assert_eq!(refused(|it| it.sweep_rate = Bytes(0)), "sweep-rate");
        assert_eq!(refused(|it| it.stacks = Bytes(u64::MAX)), "stacks");
        assert_eq!(refused(|it| it.globals = Bytes(u64::MAX)), "globals");
        assert_eq!(refused(|it| it.runtime = Bytes(u64::MAX)), "runtime");
        assert_eq!(
            refused(|it| it.memory_limit = Some(Bytes(0))),
            "memory-limit"
        );
        assert_eq!(refused(|it| it.first_pause = Duration::ZERO), "first-pause");
        let long = Duration::from_secs(2);
        assert_eq!(refused(|it| it.second_pause = long), "second-pause");
    }

    #[test]
    fn an_error_says_what_was_expected() {
        let setup = Setup {
            alloc_rate: Bytes(1),
            ..Setup::default()
        };
        let error = setup.check().unwrap_err().to_string();
        assert_eq!(
            error,
            "setup.alloc-rate: expected 64 KiB to 16 GiB, not 1 B"
        );
    }

    #[test]
    fn a_refill_is_a_span_of_small_objects_or_one_large_object() {
        let span = |size| {
            let object_size = Bytes(size);
            Setup {
                object_size,
                ..Setup::default()
            }
            .span()
        };
        assert_eq!(span(64), 8 << 10);
        assert_eq!(span(1408), 16 << 10);
        assert_eq!(span(32 << 10), 32 << 10);
        assert_eq!(span((32 << 10) + 1), 40 << 10);
        assert_eq!(span(64 << 20), 64 << 20);
    }
}
