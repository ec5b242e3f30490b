//! What stands before the runtime's part of a line: nothing, or what a log collector writes there.
//!
//! Kubernetes (CRI) and journald put a time, a stream or a name in front. Docker's json-file driver
//! makes a JSON string of the line, with `>` written as `\u003e`; other collectors do much the same.

use std::borrow::Cow;

/// How the lines of the pacer begin.
const PACER: [&str; 2] = ["pacer: assist ratio=", "pacer: sweep done at heap size "];

/// The bytes before the runtime's part of `line`; `None` if it has none.
pub(super) fn length(line: &str) -> Option<usize> {
    let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
    if begins(&line[blank..]) {
        return Some(blank);
    }
    // Behind a prefix there must be more of it: a program may well write "gc 3" in a sentence.
    let mut from = 0;
    while let Some(found) = line[from..].find(['g', 'p']) {
        let at = from + found;
        let apart = line[..at]
            .chars()
            .next_back()
            .is_none_or(|it| !it.is_alphanumeric() && it != '_');
        if apart && is_the_runtimes(&line[at..]) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// Whether a line that begins so is to be read, and is wrong if it cannot.
fn begins(text: &str) -> bool {
    let cycle = text.strip_prefix("gc ");
    cycle.is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()))
        || text.starts_with("pacer: ")
}

fn is_the_runtimes(text: &str) -> bool {
    let digits = |text: &'_ str| text.bytes().take_while(u8::is_ascii_digit).count();
    if let Some(cycle) = text.strip_prefix("gc ") {
        let number = digits(cycle);
        let at = cycle[number..].strip_prefix(" @");
        return number > 0 && at.is_some_and(|it| digits(it) > 0);
    }
    PACER.iter().any(|it| text.starts_with(it))
        || text.strip_prefix("pacer: ").is_some_and(|it| {
            let percent = digits(it);
            percent > 0 && it[percent..].starts_with("% CPU (")
        })
}

/// `line` with its runtime's part, which begins at `start`, as the runtime wrote it: if that is within
/// a JSON string, up to its end and without escapes.
pub(super) fn unquoted(line: &str, start: usize) -> Cow<'_, str> {
    let quoted = line[..start].ends_with('"') && line[start..].contains('"');
    if !quoted {
        return Cow::Borrowed(line);
    }
    let mut text = line[..start].to_owned();
    let mut rest = line[start..].chars();
    while let Some(character) = rest.next() {
        match character {
            '"' => break,
            '\\' => text.extend(escaped(&mut rest)),
            other => text.push(other),
        }
    }
    text.truncate(text.trim_end().len());
    Cow::Owned(text)
}

/// What stands behind a backslash.
fn escaped(rest: &mut std::str::Chars<'_>) -> Option<char> {
    match rest.next()? {
        'n' | 'r' | 't' => Some(' '),
        'u' => {
            let code = rest.as_str().get(..4)?;
            let code = u32::from_str_radix(code, 16).ok()?;
            rest.nth(3);
            char::from_u32(code)
        }
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use crate::trace::read;

    const GC: &str = "gc 14 @2.104s 3%: 0.018+1.1+0.40 ms clock, 0.07+0.5/1.2/12+1.6 ms cpu, \
                      7->8->3 MB, 9 MB goal, 1 MB stacks, 2 MB globals, 4 P";
    const END: &str = "pacer: 103% CPU (25 exp.) for 300+20+1 B work (400 B exp.) in 5000 B -> \
                       6000 B (\u{2206}goal -7, cons/mark -1.5e-001)";

    #[test]
    fn a_line_is_found_behind_what_collectors_write_in_front() {
        for line in [GC, END] {
            let bare = read(line).lines[0].1;
            let docker = line.replace('>', "\\u003e").replace('\u{2206}', "\\u2206");
            for prefixed in [
                format!("2026-11-21T12:00:00.123456789Z stderr F {line}"),
                format!("2026-11-21T12:00:00.123456789Z {line}"),
                format!("Nov 21 12:00:00 web-1 server[4711]: {line}"),
                format!("web-1  | {line}"),
                format!("[pod/web-6d/app] {line}\r"),
                format!("{{\"log\":\"{line}\\n\",\"stream\":\"stderr\",\"time\":\"2026\"}}"),
                format!("{{\"time\":\"2026\",\"log\":\"{docker}\\n\",\"stream\":\"stderr\"}}"),
            ] {
                let log = read(&prefixed);
                assert_eq!(log.errors, [], "{prefixed}");
                assert_eq!(log.lines, [(1, bare)], "{prefixed}");
            }
        }
    }

    #[test]
    fn a_program_that_writes_of_gc_and_pacers_is_passed_over() {
        for line in [
            "2026 started gc 3 of 4",
            "the pacer: nobody knows",
            "xgc 14 @2.1s",
            "my_pacer: 25% CPU (no)",
            "{\"msg\":\"gc 3\"}",
        ] {
            let log = read(line);
            assert_eq!((log.lines.len(), log.errors.len(), log.skipped), (0, 0, 1));
        }
    }

    #[test]
    fn an_error_behind_a_prefix_has_its_place_in_the_whole_line() {
        let log = read("web-1 | gc 15 @2.2s 3%: 0.018+1.1+x ms");
        assert_eq!((log.errors[0].line, log.errors[0].column), (1, 35));
    }

    #[test]
    fn escapes_that_end_early_or_mean_nothing_do_not_make_it_fail() {
        let docker = format!("{{\"log\":\"{}", GC.replace('>', "\\u003e"));
        for end in 0..docker.len() {
            read(&format!("{}\"", &docker[..end]));
        }
        for odd in ["\\u12", "\\ud800", "\\u00é9", "\\"] {
            read(&format!("{{\"log\":\"gc 14 @2{odd}\"}}"));
        }
    }
}
