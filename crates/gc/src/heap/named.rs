//! Whether what a scenario names can be there at all. Goroutines and objects that a run may still
//! come to have count as there; how deep a stack is, is left open.

use glassbox_sim::Absent;

use super::act::{Act, Does};
use super::event::Event;
use super::fact::{Fact, FieldTo, GoroutineCount, Happened, ObjectColour, SlotTo};
use super::machine::{GLOBALS, MAX_DATA, MAX_GOROUTINES, Op, Place, Ref, SPAN, Work};
use super::properties;
use super::setup::Setup;

const EVENT: [&str; 2] = ["event", "事件"];
const PROPERTY: [&str; 2] = ["property", "性质"];

impl Setup {
    pub(super) fn check_act(&self, act: &Act) -> Result<(), Absent> {
        match act {
            Act::Goroutine(Does { no, op }) => {
                check_goroutine(no.saturating_add(1))?;
                self.check_op(op)
            }
            Act::Collector(Work::ScanStack(no) | Work::Flush(no)) => {
                check_goroutine(no.saturating_add(1))
            }
            Act::Collector(Work::ScanField(object)) => self.check_object(*object),
            Act::Collector(_) | Act::Collect | Act::Switch(_) | Act::Run(_) | Act::Choose(_) => {
                Ok(())
            }
        }
    }

    pub(super) fn check_fact(&self, fact: &Fact) -> Result<(), Absent> {
        match fact {
            Fact::Colour(ObjectColour { object, .. })
            | Fact::Reachable(object)
            | Fact::Lost(object) => self.check_object(*object),
            Fact::Scanned(goroutine) | Fact::Buffered(GoroutineCount { goroutine, .. }) => {
                check_goroutine(*goroutine)
            }
            Fact::Field(FieldTo { owner, field, to }) => {
                self.check_object(*owner)?;
                self.check_object(*to)?;
                match *owner {
                    GLOBALS => self.check_global(*field),
                    _ => self.check_field(*field),
                }
            }
            Fact::Slot(SlotTo { goroutine, to, .. }) => {
                check_goroutine(*goroutine)?;
                self.check_object(*to)
            }
            Fact::Just(Happened {
                event,
                object,
                goroutine,
            }) => {
                if !<Event as strum::VariantNames>::VARIANTS.contains(&&**event) {
                    return Err(Absent::Name(EVENT));
                }
                object.iter().try_for_each(|it| self.check_object(*it))?;
                goroutine.iter().try_for_each(|it| check_goroutine(*it))
            }
            Fact::Broken(name) | Fact::Holds(name) => {
                let is_known = properties::ALL.iter().any(|it| it.id == name);
                is_known.then_some(()).ok_or(Absent::Name(PROPERTY))
            }
            Fact::Phase(_)
            | Fact::Cycles(_)
            | Fact::Count(_)
            | Fact::Waiting(_)
            | Fact::Breaks(_) => Ok(()),
        }
    }

    fn check_op(&self, op: &Op) -> Result<(), Absent> {
        let slots = |slots: &[&u8]| slots.iter().try_for_each(|it| self.check_slot(**it));
        match op {
            Op::Load { slot, from, field } => {
                slots(&[slot])?;
                self.check_place(from, *field)
            }
            Op::Store { to, field, value } => {
                self.check_place(to, *field)?;
                value.iter().try_for_each(|it| self.check_slot(*it))
            }
            Op::Drop { slot } | Op::Spawn { slot } | Op::Receive { slot } => slots(&[slot]),
            Op::Copy { from, to } => slots(&[from, to]),
            Op::Allocate { slot, fields, data } => {
                slots(&[slot])?;
                let pointers = ["object with a number of pointers of", "对象，指针数为"];
                Absent::check(pointers, *fields, 0_u8, self.fields)?;
                let bytes = [
                    "object with a number of other bytes of",
                    "对象，其余字节数为",
                ];
                Absent::check(bytes, *data, 0_u16, MAX_DATA)
            }
            Op::Call { argument: slot } | Op::Return { result: slot } => {
                slot.iter().try_for_each(|it| self.check_slot(*it))
            }
            Op::Send { slot, to } => {
                slots(&[slot])?;
                check_goroutine(to.saturating_add(1))
            }
            Op::Finish => Ok(()),
        }
    }

    fn check_place(&self, place: &Place, field: u8) -> Result<(), Absent> {
        match place {
            Place::Global => self.check_global(field),
            Place::Slot(slot) => {
                self.check_slot(*slot)?;
                self.check_field(field)
            }
        }
    }

    /// 0 is nil, or the globals.
    fn check_object(&self, object: Ref) -> Result<(), Absent> {
        let last = self.room.div_ceil(SPAN) * SPAN;
        Absent::check(["object", "对象"], object, 0_u8, last)
    }

    fn check_global(&self, global: u8) -> Result<(), Absent> {
        from_zero(["global", "全局变量"], global, self.globals.len() as u32)
    }

    fn check_field(&self, field: u8) -> Result<(), Absent> {
        from_zero(["field", "字段"], field, self.fields.into())
    }

    fn check_slot(&self, slot: u8) -> Result<(), Absent> {
        from_zero(["slot", "槽位"], slot, self.slots.into())
    }
}

/// In files they count from 1. Any program may start as many as there may be.
fn check_goroutine(no: u8) -> Result<(), Absent> {
    Absent::check(["goroutine", " goroutine"], no, 1_u8, MAX_GOROUTINES)
}

/// Of so many, which count from 0.
fn from_zero(what: [&'static str; 2], number: u8, count: u32) -> Result<(), Absent> {
    let (first, last) = count.checked_sub(1).map_or((1, 0), |last| (0_u32, last));
    Absent::check(what, number, first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two globals, two fields, three slots, room for 64 objects.
    fn setup() -> Setup {
        let globals = vec![0, 0];
        Setup {
            globals,
            ..Setup::default()
        }
    }

    fn fact(json: &str) -> Result<(), Absent> {
        setup().check_fact(&serde_json::from_str(json).expect(json))
    }

    fn act(json: &str) -> Result<(), Absent> {
        setup().check_act(&serde_json::from_str(json).expect(json))
    }

    #[test]
    fn a_fact_about_what_a_heap_never_has_is_none() {
        for (json, good, bad) in [
            (r#"{"colour": {"object": NO, "is": "white"}}"#, 64, 65),
            (r#"{"lost": NO}"#, 0, 5_000),
            (r#"{"reachable": NO}"#, 64, 65),
            (r#"{"scanned": NO}"#, 8, 9),
            (r#"{"scanned": NO}"#, 1, 0),
            (r#"{"buffered": {"goroutine": NO, "is": 0}}"#, 8, 9),
            (r#"{"field": {"owner": 1, "field": NO, "to": 0}}"#, 1, 2),
            (r#"{"field": {"owner": 0, "field": NO, "to": 0}}"#, 1, 2),
            (r#"{"field": {"owner": NO, "field": 0, "to": 0}}"#, 64, 65),
            (r#"{"slot": {"goroutine": NO, "slot": 20, "to": 0}}"#, 8, 9),
            (
                r#"{"slot": {"goroutine": 1, "slot": 20, "to": NO}}"#,
                64,
                65,
            ),
            (r#"{"just": {"event": "started", "object": NO}}"#, 64, 65),
            (r#"{"just": {"event": "started", "goroutine": NO}}"#, 8, 9),
        ] {
            let with = |no: u32| fact(&json.replace("NO", &no.to_string()));
            assert_eq!(with(good), Ok(()), "{json}");
            let refused = with(bad);
            let said = matches!(refused, Err(Absent::Number { number, .. }) if number == bad);
            assert!(said, "{json}: {refused:?}");
        }
        let names = [
            (r#"{"just": {"event": "begun"}}"#, EVENT),
            (r#"{"holds": "luck"}"#, PROPERTY),
            (r#"{"broken": "luck"}"#, PROPERTY),
        ];
        for (json, what) in names {
            assert_eq!(fact(json), Err(Absent::Name(what)), "{json}");
        }
        assert_eq!(fact(r#"{"count": {"of": "grey", "is": 9999}}"#), Ok(()));
    }

    #[test]
    fn an_act_on_what_a_heap_never_has_is_none() {
        let op = |op: &str| format!(r#"{{"goroutine": {{"no": 1, "op": {op}}}}}"#);
        let load = r#"{"load": {"slot": 0, "from": {"slot": 0}, "field": NO}}"#;
        let store = r#"{"store": {"to": "global", "field": 0, "value": NO}}"#;
        for (json, good, bad) in [
            (
                r#"{"goroutine": {"no": NO, "op": "finish"}}"#.to_owned(),
                8,
                9,
            ),
            (r#"{"collector": {"scan-stack": NO}}"#.to_owned(), 8, 9),
            (r#"{"collector": {"flush": NO}}"#.to_owned(), 8, 9),
            (r#"{"collector": {"scan-field": NO}}"#.to_owned(), 64, 65),
            (op(r#"{"drop": {"slot": NO}}"#), 2, 3),
            (op(r#"{"copy": {"from": 0, "to": NO}}"#), 2, 3),
            (op(r#"{"send": {"slot": 0, "to": NO}}"#), 8, 9),
            (op(load), 1, 2),
            (op(store), 2, 3),
        ] {
            let with = |no: u32| act(&json.replace("NO", &no.to_string()));
            assert_eq!(with(good), Ok(()), "{json}");
            assert!(with(bad).is_err(), "{json}");
        }
        assert_eq!(act(r#""collect""#), Ok(()));
        let none = Setup {
            globals: Vec::new(),
            ..setup()
        };
        let refused = none.check_global(0);
        let said = matches!(
            refused,
            Err(Absent::Number {
                first: 1,
                last: 0,
                ..
            })
        );
        assert!(said, "{refused:?}");
    }
}
