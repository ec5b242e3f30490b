//! One number for everything that happened: equal runs have equal digests on every target.

use std::hash::Hasher;

use fnv::FnvHasher;
use serde::Serialize;

use crate::log::Record;

/// FNV-1a, 64 bit, over the postcard encoding of every record in order.
#[derive(Default)]
pub struct Digest(FnvHasher);

impl Digest {
    /// Takes in one more record.
    pub fn add<E: Serialize>(&mut self, record: &Record<E>) {
        // Postcard writes any value of these types; were one refused, both targets would skip it.
        if let Ok(bytes) = postcard::to_allocvec(record) {
            self.0.write(&bytes);
        }
    }

    /// The number so far.
    pub fn value(&self) -> u64 {
        self.0.finish()
    }

    /// The digest of `records`.
    pub fn of<'a, E: Serialize + 'a>(records: impl IntoIterator<Item = &'a Record<E>>) -> u64 {
        let mut digest = Self::default();
        records.into_iter().for_each(|record| digest.add(record));
        digest.value()
    }
}
