//! The state machine that the log drives: a key–value store.

use std::collections::BTreeMap;
use std::hash::Hasher;

use bytes::Bytes;
use fnv::FnvHasher;
use serde::{Deserialize, Serialize};

use crate::command::{Command, Key};

/// A key–value store that remembers each client's last write, so that a repeated one is not
/// executed twice (Raft §8). Lost in a crash; rebuilt from the latest snapshot and the log.
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
pub struct Store {
    values: BTreeMap<Key, u16>,
    last_serial: BTreeMap<u8, u16>,
}

/// What applying an entry did.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Applied {
    /// The value was set.
    Set,
    /// The client's write had been executed before: nothing was changed.
    Repeated,
}

impl Store {
    /// Executes one command.
    pub fn apply(&mut self, command: Command) -> Applied {
        let last = self.last_serial.entry(command.client).or_default();
        if command.serial <= *last {
            return Applied::Repeated;
        }
        *last = command.serial;
        self.values.insert(command.key, command.value);
        Applied::Set
    }

    /// All of it, as a snapshot carries it: values and each client's last number, in postcard.
    /// Equal stores have equal bytes.
    pub fn to_bytes(&self) -> Bytes {
        // Two maps of numbers can always be written.
        postcard::to_allocvec(self).unwrap_or_default().into()
    }

    /// Reads a snapshot's data; `None` for anything that is none.
    pub fn from_bytes(data: &[u8]) -> Option<Self> {
        match postcard::take_from_bytes(data) {
            Ok((store, [])) => Some(store),
            _ => None,
        }
    }

    /// A number that differs where stores do: FNV-1a over keys, values and last numbers.
    pub(crate) fn digest(&self) -> u64 {
        let mut hash = FnvHasher::default();
        for (key, value) in &self.values {
            hash.write(&[key.letter() as u8]);
            hash.write(&value.to_le_bytes());
        }
        for (client, serial) in &self.last_serial {
            hash.write(&[*client]);
            hash.write(&serial.to_le_bytes());
        }
        hash.finish()
    }

    /// The values, by key.
    pub fn values(&self) -> impl Iterator<Item = (Key, u16)> {
        self.values.iter().map(|(key, value)| (*key, *value))
    }

    /// The value of one key.
    pub fn get(&self, key: Key) -> Option<u16> {
        self.values.get(&key).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_write_is_executed_once() {
        let mut store = Store::default();
        let key = Key::new('x').unwrap();
        let write = |serial, value| Command {
            client: 1,
            serial,
            key,
            value,
        };
        assert_eq!(store.apply(write(1, 3)), Applied::Set);
        assert_eq!(store.apply(write(2, 4)), Applied::Set);
        assert_eq!(store.apply(write(1, 3)), Applied::Repeated);
        assert_eq!(store.get(key), Some(4));
    }

    #[test]
    fn a_store_out_of_a_snapshot_still_knows_what_was_executed() {
        let mut store = Store::default();
        let key = Key::new('x').unwrap();
        let write = Command {
            client: 1,
            serial: 1,
            key,
            value: 700,
        };
        store.apply(write);
        let mut copy = Store::from_bytes(&store.to_bytes()).unwrap();
        assert_eq!((&copy, copy.digest()), (&store, store.digest()));
        assert_eq!(copy.apply(write), Applied::Repeated);
        assert_ne!(store.digest(), Store::default().digest());
    }

    #[test]
    fn what_is_no_store_is_not_read_as_one() {
        let bytes = Store::default().to_bytes();
        let longer = [&bytes[..], &[0]].concat();
        assert_eq!(Store::from_bytes(&longer), None);
        assert_eq!(Store::from_bytes(&[]), None);
        assert_eq!(Store::from_bytes(&[1, 1, b'X', 0, 0]), None);
    }
}
