//! The set of keys that were met.
//!
//! It is far larger than any cache, so nearly every question waits for memory. Each key therefore
//! stands in the table itself and not behind a number, and many questions are asked at once: first
//! one place is looked at for each of them, so that the processor waits for all of these together.

use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;

/// A state that follows from another.
pub(super) struct Next<K> {
    pub(super) key: K,
    /// The number of the state it follows from.
    pub(super) parent: u32,
    /// Whether it was met before, as far as that has been found out.
    pub(super) is_known: bool,
}

impl<K> Next<K> {
    pub(super) fn new(key: K, parent: u32) -> Self {
        Self {
            key,
            parent,
            is_known: false,
        }
    }
}

/// Open addressing with linear probing; nothing is ever taken out.
pub(super) struct Table<K> {
    /// A power of two of them, at most three quarters in use.
    places: Vec<Option<K>>,
    len: usize,
}

impl<K: Copy + Eq + Hash> Table<K> {
    pub(super) fn new() -> Self {
        Self {
            places: vec![None; 16],
            len: 0,
        }
    }

    /// Finds out which keys are in the table, as far as one look at each tells.
    pub(super) fn look_at_first_places(&self, all: &mut [Next<K>]) {
        for next in all {
            // No branch: it would be guessed wrong, and the next look would wait for this one.
            next.is_known = self.places[self.first_place(next.key)] == Some(next.key);
        }
    }

    pub(super) fn contains(&self, key: K) -> bool {
        self.places[self.place(key)].is_some()
    }

    /// False if it was there already.
    pub(super) fn insert(&mut self, key: K) -> bool {
        let place = self.place(key);
        if self.places[place].is_some() {
            return false;
        }
        self.places[place] = Some(key);
        self.len += 1;
        if self.len > self.places.len() / 4 * 3 {
            self.grow();
        }
        true
    }

    fn grow(&mut self) {
        let more = vec![None; self.places.len() * 2];
        for key in std::mem::replace(&mut self.places, more)
            .into_iter()
            .flatten()
        {
            let place = self.place(key);
            self.places[place] = Some(key);
        }
    }

    /// Where the key is, or would be.
    fn place(&self, key: K) -> usize {
        let mut place = self.first_place(key);
        while self.places[place].is_some_and(|there| there != key) {
            place = (place + 1) & (self.places.len() - 1);
        }
        place
    }

    fn first_place(&self, key: K) -> usize {
        // Fixed, so that equal searches take equal time; nothing else depends on it.
        FixedState::with_seed(0).hash_one(key) as usize & (self.places.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_new_once() {
        let mut table = Table::new();
        // More than there is room for at first, and in an order unlike that of their places.
        for key in (0..1_000_u32).rev() {
            assert!(!table.contains(key));
            assert!(table.insert(key));
        }
        assert!((0..1_000).all(|key| table.contains(key) && !table.insert(key)));
        assert!(!table.contains(1_000));
    }

    #[test]
    fn the_first_look_finds_known_keys_only_and_most_of_them() {
        let mut table = Table::new();
        (0..500_u32).for_each(|key| assert!(table.insert(key * 2)));
        let mut all: Vec<_> = (0..1_000).map(|key| Next::new(key, 0)).collect();
        table.look_at_first_places(&mut all);
        let found = all.iter().filter(|next| next.is_known);
        assert!(found.clone().all(|next| next.key % 2 == 0));
        assert!(found.count() > 250);
    }
}
