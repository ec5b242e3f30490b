//! The words of all models: whose event it is decides whose sentence it gets.

use glassbox_sim::{Lang, Witness};

use super::{Act, Event, Lab};
use crate::heap::machine::Ref;
use crate::program::{Bytes, Program};
use crate::{append, heap, program};

/// Why an event happened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Why {
    /// The sentence of the rule.
    pub rule: &'static str,
    /// Where it is written; empty for what a person did.
    pub citation: &'static str,
    /// The file that holds it here.
    pub file: &'static str,
}

/// What happened, in one sentence without a full stop.
pub fn sentence(event: &Event, lang: Lang) -> String {
    match event {
        Event::Heap(event) => heap::words::sentence(event, lang),
        Event::Program(event) => program::words::sentence(event, lang),
        Event::Append(event) => append::words::sentence(event, lang),
    }
}

/// The rule that made it so.
pub fn why(event: &Event, lang: Lang) -> Why {
    let (rule, citation, file) = match event {
        Event::Heap(event) => {
            let rule = event.rule();
            let says = heap::words::rule(rule, lang);
            (says, rule.citation(), rule.file())
        }
        Event::Program(event) => {
            let rule = event.rule();
            let says = program::words::rule(rule, lang);
            (says, rule.citation(), rule.file())
        }
        Event::Append(event) => {
            let rule = event.rule();
            let says = append::words::rule(rule, lang);
            (says, rule.citation(), rule.file())
        }
    };
    Why {
        rule,
        citation,
        file,
    }
}

/// What an act is called, as on a button.
pub fn act(act: &Act, lang: Lang) -> String {
    match act {
        Act::Heap(act) => heap::words::act(act, lang),
        Act::Program(act) => program::words::act(act, lang),
        Act::Append(act) => append::words::act(act, lang),
    }
}

/// Name and sentence of a property. Empty if there is none of that name.
pub fn property(id: &str, lang: Lang) -> (&'static str, &'static str) {
    let heap = heap::words::property(id, lang);
    if !heap.name.is_empty() {
        return (heap.name, heap.says);
    }
    let program = program::words::property(id, lang);
    if !program.name.is_empty() {
        return (program.name, program.says);
    }
    let append = append::words::property(id, lang);
    (append.name, append.says)
}

/// Who breaks the property named `id`, in words.
pub fn witness(id: &str, witness: &Witness, lang: Lang) -> String {
    let place = |at: usize| witness.places.get(at).copied().unwrap_or_default();
    let (first, second) = (place(0), place(1));
    let size = |bytes: u64| Bytes(bytes).to_string();
    let object = |place: u64| heap::words::object(Ref::try_from(place).unwrap_or(0));
    match id {
        "nothing-reachable-is-freed" => {
            let lost: Vec<String> = witness.places.iter().map(|it| object(*it)).collect();
            let lost = lost.join(lang.pick(", ", "、"));
            lang.pick(
                format!("still in use and about to be freed: {lost}"),
                format!("仍在使用却将被释放：{lost}"),
            )
        }
        "invariant" => {
            let white = object(first);
            let black = match (witness.places.get(1), witness.hosts.first()) {
                (Some(0), _) => lang.pick("globals", "全局变量").to_owned(),
                (Some(owner), _) => object(*owner),
                (None, Some(no)) => heap::words::goroutine(*no),
                (None, None) => String::new(),
            };
            lang.pick(
                format!("black {black} points to white {white}"),
                format!("黑色的 {black} 指向白色的 {white}"),
            )
        }
        "garbage-goes-within-two-cycles" => {
            let object = object(first);
            lang.pick(
                format!("{object} was garbage when marking began and is still there"),
                format!("标记开始时 {object} 已是垃圾，至今仍在"),
            )
        }
        "collector-takes-no-more-than-half" => {
            let (gained, bound) = (first / 1_000_000, second / 1_000_000);
            lang.pick(
                format!("in two seconds the collector came {gained} ms of processor time ahead of the program; {bound} ms are allowed"),
                format!("两秒之内，回收器比程序多用 {gained} ms 处理器时间，允许的是 {bound} ms"),
            )
        }
        "copies-in-proportion" | "room-for-all" | "capacity-never-falls" => lang.pick(
            format!("{first} against {second}"),
            format!("{first}，对照 {second}"),
        ),
        _ => lang.pick(
            format!("{} against {}", size(first), size(second)),
            format!("{}，对照 {}", size(first), size(second)),
        ),
    }
}

/// What the property named `id` waits for, if it does.
pub fn waiting(id: &str, lab: &Lab, lang: Lang) -> Option<String> {
    let Lab::Program(program) = lab else {
        return None;
    };
    (id == "within-the-memory-limit").then(|| over_the_limit(program, lang))
}

fn over_the_limit(program: &Program, lang: Lang) -> String {
    let process = program.process();
    let mapped = Bytes(process.mapped());
    let limit = Bytes(u64::try_from(process.controller().memory_limit).unwrap_or_default());
    lang.pick(
        format!("{mapped} are mapped, the limit is {limit}"),
        format!("已映射 {mapped}，上限为 {limit}"),
    )
}

#[cfg(test)]
mod tests {
    use glassbox_sim::Model as _;

    use super::*;

    #[test]
    fn every_property_has_words_and_its_breach_too() {
        let proof = Witness {
            hosts: vec![0],
            places: vec![3, 2],
            events: Vec::new(),
        };
        for it in Lab::properties() {
            for lang in [Lang::En, Lang::Zh] {
                let (name, says) = property(it.id, lang);
                assert!(!name.is_empty() && !says.is_empty(), "{}", it.id);
                assert!(!witness(it.id, &proof, lang).is_empty());
            }
        }
        assert_eq!(property("perpetual-motion", Lang::En), ("", ""));
    }

    #[test]
    fn a_lost_object_is_told_by_its_name() {
        let proof = Witness {
            places: vec![4, 9],
            ..Witness::default()
        };
        assert_eq!(
            witness("nothing-reachable-is-freed", &proof, Lang::En),
            "still in use and about to be freed: D, I"
        );
        assert_eq!(
            witness("invariant", &proof, Lang::En),
            "black I points to white D"
        );
    }
}
