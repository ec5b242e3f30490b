//! The state machine that the log drives: a key–value store.

use std::collections::BTreeMap;

use crate::command::{Command, Key};

/// A key–value store that remembers each client's last write, so that a repeated one is not
/// executed twice (Raft §8). Lost in a crash; rebuilt from the log.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
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
}
