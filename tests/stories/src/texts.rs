//! How texts for people are set.

use glassbox_sim::scenario::{Scenario, Text};

/// Every text of a scenario is set as its language sets texts.
///
/// # Panics
/// If one is not.
pub fn assert_set<S, A, F>(scenario: &Scenario<S, A, F>) {
    for text in texts(scenario) {
        let problem = problem(text);
        assert_eq!(problem, None, "{}: {text:?}", scenario.id);
    }
}

/// Every text of a scenario that is read by people.
fn texts<S, A, F>(scenario: &Scenario<S, A, F>) -> Vec<&Text> {
    let mut all = vec![&scenario.title, &scenario.question];
    for step in &scenario.steps {
        all.push(&step.text);
        all.extend(step.goal.iter().map(|goal| &goal.text));
        if let Some(ask) = &step.predict {
            all.extend([&ask.ask, &ask.because]);
            all.extend(ask.choices.iter().map(|choice| &choice.text));
        }
    }
    all
}

fn problem(Text { en, zh }: &Text) -> Option<&'static str> {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let letters: Vec<char> = zh.chars().collect();
    let mut pairs = letters.windows(2).map(|pair| (pair[0], pair[1]));
    let number = !zh.chars().any(char::is_alphabetic);
    // Thousands are set off with a comma.
    let comma = |(a, b): (char, char)| a == ',' && !b.is_ascii_digit();
    let touching = |(a, b): (char, char)| {
        han(a) && b.is_ascii_alphanumeric() || a.is_ascii_alphanumeric() && han(b)
    };
    if en.chars().any(han) {
        Some("Chinese in the English text")
    } else if en.contains(['\'', '"', '!']) {
        Some("straight quotes or an exclamation mark in the English text")
    } else if !(zh.chars().any(han) || number || en == zh) {
        Some("no Chinese in the Chinese text")
    } else if zh.contains([';', '?', '!', '(', ')', '！']) || pairs.clone().any(comma) {
        Some("narrow punctuation or an exclamation mark in the Chinese text")
    } else if pairs.any(touching) {
        Some("a space belongs between Chinese and Latin")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_wrong(en: &str, zh: &str) -> bool {
        let (en, zh) = (en.to_owned(), zh.to_owned());
        problem(&Text { en, zh }).is_some()
    }

    #[test]
    fn each_language_is_set_by_its_own_rules() {
        for (en, zh) in [
            ("A leader crashes.", "领导者崩溃。"),
            ("4,096 bytes", "4,096 字节"),
            ("17", "17"),
            ("GOGC=off", "GOGC=off"),
        ] {
            assert!(!is_wrong(en, zh), "{en} {zh}");
        }
        for (en, zh) in [
            ("A 领导者 crashes.", "领导者崩溃。"),
            ("It doesn't.", "不会。"),
            ("A leader crashes.", "leader"),
            ("Why?", "为什么?"),
            ("One, two", "一,二"),
            ("n1 crashes", "n1崩溃"),
        ] {
            assert!(is_wrong(en, zh), "{en} {zh}");
        }
    }
}
