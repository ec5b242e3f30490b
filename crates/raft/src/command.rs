//! What clients write: the commands in the log.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

/// A client's write, with the number by which a repeated one is known (Raft §8).
#[derive(Clone, Copy, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Command {
    /// Who writes, from 1.
    pub client: u8,
    /// Which of the client's writes it is, from 1.
    pub serial: u16,
    /// The key: one letter, a to z.
    pub key: Key,
    /// The value.
    pub value: u16,
}

/// A key of the store: one small letter.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Key(char);

impl Key {
    /// The key named `letter`, if it is one from a to z.
    pub fn new(letter: char) -> Option<Self> {
        letter.is_ascii_lowercase().then_some(Self(letter))
    }

    /// The letter.
    pub fn letter(self) -> char {
        self.0
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let letter = char::deserialize(deserializer)?;
        Self::new(letter).ok_or_else(|| serde::de::Error::custom("a key is one letter from a to z"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Key {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Key".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A key of the store: one small letter.",
            "type": "string",
            "pattern": "^[a-z]$",
        })
    }
}

impl Command {
    /// The entry's data: client, serial, key, value; big-endian, six bytes.
    pub fn to_bytes(self) -> Bytes {
        let ([s1, s0], [v1, v0]) = (self.serial.to_be_bytes(), self.value.to_be_bytes());
        Bytes::copy_from_slice(&[self.client, s1, s0, self.key.0 as u8, v1, v0])
    }

    /// Reads an entry's data. `None` for the empty entry of a new leader, or anything else that
    /// no client wrote.
    pub fn from_bytes(data: &[u8]) -> Option<Self> {
        let [client, s1, s0, key, v1, v0] = *data else {
            return None;
        };
        Some(Self {
            client,
            serial: u16::from_be_bytes([s1, s0]),
            key: Key::new(char::from(key))?,
            value: u16::from_be_bytes([v1, v0]),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_read_back_and_nothing_else_is_one() {
        let key = Key::new('y').unwrap();
        let command = Command {
            client: 2,
            serial: 513,
            key,
            value: 65_535,
        };
        assert_eq!(Command::from_bytes(&command.to_bytes()), Some(command));
        assert_eq!(Command::from_bytes(b""), None);
        assert_eq!(Command::from_bytes(b"\x01\x00\x01Y\x00\x07"), None);
        assert_eq!(Key::new('Y'), None);
    }
}
