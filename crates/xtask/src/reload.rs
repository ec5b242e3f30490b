//! Reloading the page when it was built anew: the page asks and the answer waits until there is one.

use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

/// Where the page asks, with the build it shows: `/__reload?N`.
pub(crate) const PATH: &str = "/__reload";

/// Where the script below is; a file of ours, so that a page may forbid inline scripts.
pub(crate) const SCRIPT_PATH: &str = "/__reload.js";

/// What is put into every HTML page in watch mode.
pub(crate) const SNIPPET: &str = "<script type=\"module\" src=\"/__reload.js\"></script>\n";

/// How long an answer may wait, so that no connection hangs for ever.
const PATIENCE: Duration = Duration::from_secs(20);

/// The number of the build being served.
#[derive(Debug)]
pub(crate) struct Builds {
    number: Mutex<u64>,
    changed: Condvar,
}

impl Builds {
    /// Numbers start with the time, so that a page reloads after a restart of the server as well.
    pub(crate) fn new() -> Self {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Self {
            number: Mutex::new(now.as_secs()),
            changed: Condvar::new(),
        }
    }

    /// There is a new build.
    pub(crate) fn next(&self) {
        *self.lock() += 1;
        self.changed.notify_all();
    }

    /// The number of the present build.
    pub(crate) fn number(&self) -> u64 {
        *self.lock()
    }

    /// Waits until the present build is another than the one `shown`, but not for ever.
    pub(crate) fn after(&self, shown: Option<u64>) -> u64 {
        let guard = self.lock();
        let waited = self
            .changed
            .wait_timeout_while(guard, PATIENCE, |number| Some(*number) == shown);
        let (number, _timed_out) = waited.unwrap_or_else(PoisonError::into_inner);
        *number
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        // A number cannot be left half written.
        self.number.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The script, knowing which build it came with.
pub(crate) fn script(number: u64) -> String {
    format!(
        "// Of `cargo xtask serve --watch` only.\n\
         for (;;) {{\n\
        \x20 try {{\n\
        \x20   const answer = await fetch(\"{PATH}?{number}\");\n\
        \x20   if (!answer.ok) throw answer.status;\n\
        \x20   if ((await answer.text()) !== \"{number}\") location.reload();\n\
        \x20 }} catch {{\n\
        \x20   await new Promise((wake) => setTimeout(wake, 1000));\n\
        \x20 }}\n\
         }}\n"
    )
}

/// The page with the snippet at the end of its body.
pub(crate) fn inject(mut html: String) -> String {
    let at = html.rfind("</body>").unwrap_or(html.len());
    html.insert_str(at, SNIPPET);
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn an_answer_waits_for_the_next_build() {
        let builds = Builds::new();
        let first = builds.number();
        assert_eq!(builds.after(None), first);
        assert_eq!(builds.after(Some(first + 7)), first);
        thread::scope(|scope| {
            let waiting = scope.spawn(|| builds.after(Some(first)));
            builds.next();
            assert_eq!(waiting.join().unwrap(), first + 1);
        });
    }

    #[test]
    fn the_snippet_goes_into_the_body() {
        assert_eq!(
            inject("<body>x</body></html>".to_owned()),
            format!("<body>x{SNIPPET}</body></html>")
        );
        assert_eq!(inject("x".to_owned()), format!("x{SNIPPET}"));
    }

    #[test]
    fn the_script_knows_its_build() {
        assert!(script(7).contains("fetch(\"/__reload?7\")"));
    }
}
