//! The same work as WebAssembly, in Node.

use std::path::PathBuf;
use std::process::Command;

/// Calls the exports that it is given, one after the other, and prints how many seconds the last one took.
const HOST: &str = "\
const [file, calls] = process.argv.slice(1);
const { instance } = await WebAssembly.instantiate((await import('node:fs')).readFileSync(file));
let took = 0;
for (const [name, args] of JSON.parse(calls)) {
  const start = performance.now();
  instance.exports[name](...args);
  took = performance.now() - start;
}
console.log(took / 1000);
";

/// An export of the guest with its numbers.
pub(crate) type Call<'a> = (&'a str, &'a [u32]);

/// The guest, if there is one.
pub(crate) struct Wasm(Option<PathBuf>);

impl Wasm {
    /// None: nothing is said beside the native figures.
    pub(crate) fn none() -> Self {
        Self(None)
    }

    /// Builds the guest as the native bench is built.
    pub(crate) fn build() -> Result<Self, String> {
        run(Command::new("node").arg("--version"))?;
        let target = "wasm32-unknown-unknown";
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench");
        run(Command::new(env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "--release",
                "--package",
                "glassbox-traces-guest",
            ])
            .args(["--lib", "--target", target, "--target-dir"])
            .arg(&folder))?;
        let file = folder
            .join(target)
            .join("release/glassbox_traces_guest.wasm");
        Ok(Self(Some(file)))
    }

    /// The last of these calls beside what took so many seconds natively.
    pub(crate) fn beside(&self, native: f64, calls: &[Call<'_>]) -> String {
        let Some(file) = &self.0 else {
            return String::new();
        };
        let calls = serde_json::json!(calls).to_string();
        let answer = run(Command::new("node")
            .args(["--input-type=module", "--eval", HOST, "--"])
            .arg(file)
            .arg(calls));
        match answer.and_then(|text| text.trim().parse::<f64>().map_err(|why| why.to_string())) {
            Ok(took) => format!("; WebAssembly {:.1} times as long", took / native),
            Err(why) => format!("; WebAssembly: {why}"),
        }
    }
}

/// What a command prints.
fn run(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|why| format!("{name}: {why}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let told = String::from_utf8_lossy(&output.stderr);
        Err(format!("{name} failed: {}", told.trim()))
    }
}
