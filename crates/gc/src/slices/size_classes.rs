//! Size classes: the sizes that the allocator hands out.
//!
//! `internal/runtime/gc/sizeclasses.go` (go1.27.3; `runtime/sizeclasses.go` before), the same
//! from Go 1.16 on, on 64-bit systems.

use super::growth::Release;

/// Bytes in a page of the heap. `PageSize`.
pub const PAGE_SIZE: u64 = 8192;

/// Objects above this size get pages of their own. `MaxSmallSize`.
const MAX_SMALL_SIZE: u64 = 32768;

/// Since Go 1.22 objects with pointers above [`MIN_SIZE_FOR_HEADER`] have their type in front of
/// them. `MallocHeaderSize`.
const HEADER_SIZE: u64 = 8;

/// `MinSizeForMallocHeader`: up to here the span says where the pointers are.
const MIN_SIZE_FOR_HEADER: u64 = 512;

/// The size classes in bytes, ascending. `SizeClassToSize` without the 0 at its beginning.
pub const CLASSES: [u64; 67] = [
    8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352,
    384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048,
    2304, 2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728,
    10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672,
    32768,
];

/// Pages of a span of each class. `SizeClassToNPages` without the 0 at its beginning.
pub const PAGES: [u8; 67] = [
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 2, 1, 2, 1, 2, 1, 3, 2, 3, 1, 3, 2, 3, 4, 5, 6, 1, 7, 6, 5, 4, 3, 5, 7, 2, 9, 7, 5, 8, 3,
    10, 7, 4,
];

/// What the allocator of `release` makes of a request for `size` bytes, `pointers` saying whether
/// they can hold pointers. `roundupsize` of `runtime/msize.go`.
pub fn round_up_size(size: u64, pointers: bool, release: Release) -> u64 {
    let with_header = release >= Release::Go1_22;
    let header = if with_header && pointers && size > MIN_SIZE_FOR_HEADER {
        HEADER_SIZE
    } else {
        0
    };
    let small = if with_header {
        MAX_SMALL_SIZE - HEADER_SIZE
    } else {
        MAX_SMALL_SIZE - 1
    };
    if size <= small {
        let class = CLASSES.partition_point(|&class| class < size + header);
        // The largest request with its header is the largest class.
        CLASSES[class.min(CLASSES.len() - 1)] - header
    } else {
        size.checked_next_multiple_of(PAGE_SIZE).unwrap_or(size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fewest pages of which at most an eighth is left over when cut into objects.
    fn pages_of(size: u64) -> u64 {
        (1..)
            .find(|pages| pages * PAGE_SIZE % size <= pages * PAGE_SIZE / 8)
            .unwrap()
    }

    /// The rule by which Go's own table was made, from its description in `mksizeclasses.go`: sizes
    /// in steps that grow with them; of those that fit a span equally often only the largest, and
    /// that as large as fits, in multiples of 128.
    #[test]
    fn the_classes_follow_from_their_rule() {
        let mut classes: Vec<(u64, u64)> = Vec::new();
        let (mut size, mut step) = (8, 8);
        while size <= MAX_SMALL_SIZE {
            if size.is_power_of_two() {
                step = match size {
                    2048.. => 256,
                    128.. => size / 8,
                    32.. => 16,
                    _ => step,
                };
            }
            let pages = pages_of(size);
            let objects = |size| pages * PAGE_SIZE / size;
            match classes.last_mut() {
                Some(last) if last.1 == pages && objects(last.0) == objects(size) => last.0 = size,
                _ => classes.push((size, pages)),
            }
            size += step;
        }
        for (class, pages) in &mut classes {
            let span = *pages * PAGE_SIZE;
            *class = (*class).max(span / (span / *class) / 128 * 128);
        }
        let sizes: Vec<u64> = classes.iter().map(|&(size, _)| size).collect();
        assert_eq!(sizes, CLASSES);
        let pages: Vec<u64> = classes.iter().map(|&(_, pages)| pages).collect();
        assert_eq!(pages, PAGES.map(u64::from));
    }

    /// Class, bytes of an object and of a span, objects: lines of the table in `sizeclasses.go`.
    #[test]
    fn the_table_of_the_source_says_the_same() {
        for (class, size, span, objects) in [
            (1, 8, 8192, 1024),
            (2, 16, 8192, 512),
            (3, 24, 8192, 341),
            (5, 48, 8192, 170),
            (6, 64, 8192, 128),
            (26, 512, 8192, 16),
            (32, 1024, 8192, 8),
            (35, 1408, 16384, 11),
            (50, 6912, 49152, 7),
            (52, 9472, 57344, 6),
            (60, 18432, 73728, 4),
            (65, 27264, 81920, 3),
            (67, 32768, 32768, 1),
        ] {
            let pages = u64::from(PAGES[class - 1]) * PAGE_SIZE;
            assert_eq!((CLASSES[class - 1], pages), (size, span), "{class}");
            assert_eq!(span / size, objects, "{class}");
        }
    }

    #[test]
    fn a_header_takes_eight_bytes_of_large_objects_with_pointers() {
        assert_eq!(round_up_size(512, true, Release::Go1_22), 512);
        assert_eq!(round_up_size(513, true, Release::Go1_22), 568);
        assert_eq!(round_up_size(513, false, Release::Go1_22), 576);
        assert_eq!(round_up_size(513, true, Release::Go1_18), 576);
    }

    #[test]
    fn between_the_last_class_and_whole_pages() {
        assert_eq!(round_up_size(32760, true, Release::Go1_26), 32760);
        assert_eq!(round_up_size(32761, true, Release::Go1_26), 32768);
        assert_eq!(round_up_size(32768, false, Release::Go1_17), 32768);
        assert_eq!(round_up_size(32769, false, Release::Go1_17), 40960);
        assert_eq!(round_up_size(u64::MAX, true, Release::Go1_26), u64::MAX);
        assert_eq!(round_up_size(0, false, Release::Go1_26), 8);
    }
}
