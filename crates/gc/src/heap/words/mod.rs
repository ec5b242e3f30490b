//! The words: one sentence per event and language, and the names of what there is. Nothing outside
//! this module speaks to people.
//!
//! Matches are exhaustive: an event without a sentence does not compile.

mod en;
mod names;
mod ops;
mod rules;
mod zh;

use glassbox_sim::Lang;

use super::event::Event;

pub use names::{Named, barrier, collector, colour, fault, invariant, phase, property};
pub use ops::{act, next_work, operation, step};
pub use rules::rule;

use super::machine::{GLOBALS, Gno, NIL, Ref, Target};

/// What happened, in one sentence without a full stop.
pub fn sentence(event: &Event, lang: Lang) -> String {
    match lang {
        Lang::En => en::sentence(event),
        Lang::Zh => spaced(&zh::sentence(event)),
    }
}

/// Chinese text with a space between Han characters and Latin letters or digits, and none between
/// two Han characters: names of both kinds stand in the same places of a sentence.
fn spaced(text: &str) -> String {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let latin = |c: char| c.is_ascii_alphanumeric();
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        if letter == ' ' && han(before) && letters.peek().is_some_and(|next| han(*next)) {
            continue;
        }
        if han(before) && latin(letter) || latin(before) && han(letter) {
            spaced.push(' ');
        }
        spaced.push(letter);
        before = letter;
    }
    spaced
}

/// What an object is called: "A" to "Z", then "o27" and so on.
pub fn object(object: Ref) -> String {
    match u8::try_from(object) {
        Ok(NIL_BYTE) => "nil".to_owned(),
        Ok(letter @ 1..=26) => char::from(b'A' + letter - 1).to_string(),
        _ => format!("o{object}"),
    }
}

const NIL_BYTE: u8 = NIL as u8;

/// What a goroutine is called: "g1".
pub fn goroutine(no: Gno) -> String {
    format!("g{}", u16::from(no) + 1)
}

/// What a span is called: "span 1" is number 0.
pub fn span(number: u32) -> String {
    format!("span {}", u64::from(number) + 1)
}

/// What a field is called: "A.0" or, of the globals, "G.0".
pub fn field(owner: Ref, field: u8) -> String {
    if owner == GLOBALS {
        format!("G.{field}")
    } else {
        format!("{}.{field}", object(owner))
    }
}

/// What the place of a write is called.
pub(crate) fn target(target: Target, lang: Lang) -> String {
    match target {
        Target::Field { owner, field: at } => field(owner, at),
        Target::Stack { goroutine: no, .. } => match lang {
            Lang::En => format!("the stack of {}", goroutine(no)),
            Lang::Zh => format!("{} 的栈", goroutine(no)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heap::event::Side;
    use crate::heap::machine::{Collector, Fault};
    use crate::heap::{Act, Run, Setup, World};
    use glassbox_sim::{Chance, EventId, Log, Model, Purpose};
    use std::collections::BTreeSet;

    #[test]
    fn chinese_has_spaces_beside_latin_letters_and_nowhere_else() {
        assert_eq!(spaced("因为g1 要写"), "因为 g1 要写");
        assert_eq!(spaced("从 全局变量 0 读出"), "从全局变量 0 读出");
        assert_eq!(spaced("从 A.0 读出，B变灰"), "从 A.0 读出，B 变灰");
    }

    #[test]
    fn objects_have_short_names() {
        assert_eq!([object(0), object(1), object(26)], ["nil", "A", "Z"]);
        assert_eq!(object(27), "o27");
        assert_eq!(object(257), "o257");
        assert_eq!(field(0, 1), "G.1");
        assert_eq!(field(2, 1), "B.1");
    }

    #[test]
    fn whatever_happens_has_its_sentence_in_both_languages() {
        let mut kinds = BTreeSet::new();
        for (seed, collector) in (0..).zip(Collector::ALL) {
            let setup = Setup {
                collector: *collector,
                faults: if seed % 2 == 0 {
                    Vec::new()
                } else {
                    Fault::ALL.to_vec()
                },
                more: 6,
                buffer: 32,
                ..Setup::default()
            };
            let mut world = World::new(&setup, seed).unwrap();
            let mut chance = Chance::new(seed, Purpose(91));
            let mut log = Log::starting_at(EventId(0));
            for step in 0..6_000 {
                world.step(&mut log);
                // A person meddles now and then.
                if step % 100 == 0 {
                    let changes = |it: &Act| matches!(it, Act::Choose(_) | Act::Switch(_));
                    let acts: Vec<_> = world.acts().into_iter().filter(changes).collect();
                    let act = &acts[chance.below(acts.len() as u32) as usize];
                    world.act(world.now(), act, &mut log).unwrap();
                }
            }
            for side in [Side::Program, Side::Collector] {
                let hold = Act::Run(Run { side, on: false });
                world.act(world.now(), &hold, &mut log).unwrap();
            }
            for record in log.records() {
                kinds.insert(record.event.name());
                let [en, zh] = Lang::ALL.map(|lang| sentence(&record.event, lang));
                assert!(en.is_ascii() && !en.ends_with('.'), "{en}");
                assert!(!zh.is_ascii() && !zh.ends_with('。'), "{zh}");
            }
            for shown in world.acts() {
                let [en, zh] = Lang::ALL.map(|lang| act(&shown, lang));
                assert!(!en.is_empty() && !zh.is_empty());
            }
        }
        let all: BTreeSet<_> = <Event as strum::VariantNames>::VARIANTS
            .iter()
            .copied()
            .collect();
        let missing: Vec<_> = all.difference(&kinds).collect();
        assert!(missing.is_empty(), "never happened: {missing:?}");
    }
}
