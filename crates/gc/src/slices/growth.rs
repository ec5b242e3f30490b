//! `append`: `growslice`, `nextslicecap` and `growsliceBuf` of `runtime/slice.go`.

use super::size_classes::round_up_size;

/// Releases of Go between which slices grow differently; each stands for itself and those after it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Release {
    /// Up to 1.17: doubled below 1024 elements, then a quarter more. This is 1.17's own rule; much
    /// older releases compare the length instead of the capacity with 1024 (the same unless
    /// `append` adds to a slice with room left), and have no size class of 24 bytes.
    Go1_17,
    /// From 1.18: doubled below 256 elements, then ever closer to a quarter more.
    Go1_18,
    /// From 1.22: objects with pointers above 512 bytes have a header.
    Go1_22,
    /// From 1.26: the compiler gives a growing slice 32 bytes of its function's stack to begin with
    /// (go.dev/blog/allocation-optimizations; measured in 1.27.3, and not so in 1.23.5).
    Go1_26,
}

/// What becomes of a slice that a function appends to, as far as its compiler can see.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Use {
    /// It is stored where others can see it after every append.
    Escaping,
    /// It is built in a local variable and returned when complete.
    Returned,
    /// It never leaves the function.
    Local,
}

/// What a slice consists of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Element {
    /// Bytes of an element.
    pub size: u64,
    /// Whether it contains pointers.
    pub pointers: bool,
}

/// The runtime would panic with this text.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("growslice: len out of range")]
pub struct LenOutOfRange;

/// The largest allocation on linux/amd64, bytes: 48 bits of address. `maxAlloc`.
const MAX_ALLOC: u64 = 1 << 48;

/// The stack buffer of [`Release::Go1_26`], bytes.
const STACK_BUFFER: u64 = 32;

impl Element {
    /// The capacity after appending to a slice of capacity `old_cap` so that its length becomes
    /// `new_len`: `old_cap` if that is enough. `growslice`.
    ///
    /// # Errors
    /// If the new slice would be larger than the address space.
    pub fn grow(self, new_len: u64, old_cap: u64, release: Release) -> Result<u64, LenOutOfRange> {
        if new_len <= old_cap {
            return Ok(old_cap);
        }
        if self.size == 0 {
            return Ok(new_len);
        }
        let cap = next_slice_cap(new_len, old_cap, release).ok_or(LenOutOfRange)?;
        let bytes = cap.checked_mul(self.size).ok_or(LenOutOfRange)?;
        let bytes = round_up_size(bytes, self.pointers, release);
        if bytes > MAX_ALLOC {
            return Err(LenOutOfRange);
        }
        Ok(bytes / self.size)
    }

    /// How many elements fit the stack buffer.
    fn buffer_cap(self) -> u64 {
        STACK_BUFFER.checked_div(self.size).unwrap_or(0)
    }
}

/// The capacity that is asked for, before the allocator rounds it up. `nextslicecap`.
pub(crate) fn next_slice_cap(new_len: u64, old_cap: u64, release: Release) -> Option<u64> {
    let double = old_cap.checked_mul(2)?;
    if new_len > double {
        return Some(new_len);
    }
    let (threshold, constant) = match release {
        Release::Go1_17 => (1024, 0),
        Release::Go1_18 | Release::Go1_22 | Release::Go1_26 => (256, 3 * 256),
    };
    if old_cap < threshold {
        return Some(double);
    }
    let mut cap = old_cap;
    while cap < new_len {
        cap = cap.checked_add(cap.checked_add(constant)? / 4)?;
    }
    Some(cap)
}

/// The capacities after 1, 2, 3, … single appends to a nil slice.
///
/// Ends where the slice would be larger than the address space.
pub fn appends(element: Element, used: Use, release: Release) -> impl Iterator<Item = u64> {
    let buffer = match used {
        Use::Returned | Use::Local if release >= Release::Go1_26 => element.buffer_cap(),
        _ => 0,
    };
    let mut cap = 0;
    (1..).map_while(move |len| {
        if len > cap {
            cap = if len > buffer {
                element.grow(len, cap, release).ok()?
            } else if used == Use::Local {
                buffer
            } else {
                // In the buffer, with the capacity it will have when it is moved to the heap to be
                // returned: no need to double. `growsliceBuf`.
                round_up_size(len * element.size, element.pointers, release) / element.size
            };
        }
        Some(cap)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const INT: Element = Element {
        size: 8,
        pointers: false,
    };

    /// The different capacities on the way to `last`.
    fn steps(release: Release, last: u64) -> Vec<u64> {
        let mut caps: Vec<u64> = appends(INT, Use::Escaping, release)
            .take_while(|&cap| cap <= last)
            .collect();
        caps.dedup();
        caps
    }

    #[test]
    fn ints_since_1_18_double_to_256_and_then_grow_less_and_less() {
        let expected = [
            1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 848, 1280, 1792, 2560, 3408, 5120, 7168, 9216,
            12288,
        ];
        assert_eq!(steps(Release::Go1_18, 12_288), expected);
        assert_eq!(steps(Release::Go1_26, 12_288), expected);
    }

    #[test]
    fn ints_until_1_17_double_to_1024_and_then_grow_by_a_quarter() {
        let expected = [
            1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1280, 1696, 2304, 3072, 4096, 5120, 7168,
            9216, 12288,
        ];
        assert_eq!(steps(Release::Go1_17, 12_288), expected);
    }

    #[test]
    fn more_than_double_is_what_is_needed() {
        assert_eq!(INT.grow(12, 5, Release::Go1_26), Ok(12));
        assert_eq!(INT.grow(11, 5, Release::Go1_26), Ok(12));
        assert_eq!(INT.grow(10, 5, Release::Go1_26), Ok(10));
    }

    #[test]
    fn what_fits_does_not_grow() {
        assert_eq!(INT.grow(5, 8, Release::Go1_26), Ok(8));
    }

    #[test]
    fn elements_without_size_need_no_room() {
        let nothing = Element {
            size: 0,
            pointers: false,
        };
        assert_eq!(nothing.grow(7, 3, Release::Go1_26), Ok(7));
        assert_eq!(
            appends(nothing, Use::Local, Release::Go1_26).nth(2),
            Some(3)
        );
    }

    #[test]
    fn what_no_address_space_holds_is_refused() {
        for (len, cap) in [(u64::MAX - 1, 1), (1 << 45, 1), ((1 << 63) + 1, 1 << 63)] {
            for release in [Release::Go1_17, Release::Go1_26] {
                assert_eq!(INT.grow(len + 1, cap, release), Err(LenOutOfRange));
            }
        }
    }

    #[test]
    fn a_local_slice_begins_on_the_stack() {
        let first = |used, release| -> Vec<u64> { appends(INT, used, release).take(5).collect() };
        assert_eq!(first(Use::Local, Release::Go1_26), [4, 4, 4, 4, 8]);
        assert_eq!(first(Use::Returned, Release::Go1_26), [1, 2, 3, 4, 8]);
        assert_eq!(first(Use::Escaping, Release::Go1_26), [1, 2, 4, 4, 8]);
        assert_eq!(first(Use::Local, Release::Go1_22), [1, 2, 4, 4, 8]);
    }
}
