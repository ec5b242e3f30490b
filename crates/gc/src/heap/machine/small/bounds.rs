//! How large a small heap is.

/// Most objects of a small heap.
pub(super) const OBJECTS: usize = 3;
/// Most fields of each, and most global variables.
pub(super) const FIELDS: usize = 2;
/// Most goroutines.
pub(super) const GOROUTINES: usize = 2;
/// Most slots of a stack.
pub(super) const SLOTS: usize = 2;

/// How large a small heap is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Bounds {
    /// Heap objects, 1 to 3.
    pub objects: u8,
    /// Pointer fields of each, 1 to 2.
    pub fields: u8,
    /// Global variables, 0 to 2.
    pub globals: u8,
    /// Goroutines, 1 to 2.
    pub goroutines: u8,
    /// Slots of each stack, 1 to 2.
    pub slots: u8,
    /// Whether goroutines hand pointers to each other through a channel.
    pub channel: bool,
}

impl Default for Bounds {
    /// Two objects with a field, one global variable, two goroutines with a slot.
    fn default() -> Self {
        Self {
            objects: 2,
            fields: 1,
            globals: 1,
            goroutines: 2,
            slots: 1,
            channel: false,
        }
    }
}

impl Bounds {
    /// The same, each number brought into its range.
    pub fn clamped(self) -> Self {
        Self {
            objects: self.objects.clamp(1, OBJECTS as u8),
            fields: self.fields.clamp(1, FIELDS as u8),
            globals: self.globals.min(FIELDS as u8),
            goroutines: self.goroutines.clamp(1, GOROUTINES as u8),
            slots: self.slots.clamp(1, SLOTS as u8),
            channel: self.channel,
        }
    }
}
