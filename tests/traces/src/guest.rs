//! The guest: one module without imports, and the functions it exports.

use anyhow::{Context as _, Result, ensure};
use wasmi::{Engine, Instance, Linker, Module, Store, TypedFunc};

/// The engines as WebAssembly.
pub struct Guest {
    store: Store<()>,
    scenario_count: TypedFunc<u32, u32>,
    scenario: TypedFunc<(u32, u32, u32), u64>,
    random: TypedFunc<(u32, u64, u32), u64>,
}

impl Guest {
    /// Starts the module in `wasm`.
    ///
    /// # Errors
    /// It is no module, it wants something from outside, or a function is missing.
    pub fn start(wasm: &[u8]) -> Result<Self> {
        let engine = Engine::default();
        let module = Module::new(&engine, wasm).context("this is no WebAssembly")?;
        let imports: Vec<_> = module
            .imports()
            .map(|it| format!("{}.{}", it.module(), it.name()))
            .collect();
        // Neither clock nor entropy nor anything else: a run is a function of what is passed in.
        ensure!(
            imports.is_empty(),
            "the engines want something from outside: {}",
            imports.join(", ")
        );
        let mut store = Store::new(&engine, ());
        let instance: Instance = Linker::new(&engine).instantiate_and_start(&mut store, &module)?;
        Ok(Self {
            scenario_count: instance.get_typed_func(&store, "scenario_count")?,
            scenario: instance.get_typed_func(&store, "scenario")?,
            random: instance.get_typed_func(&store, "random")?,
            store,
        })
    }

    /// How many scenarios a lab has.
    ///
    /// # Errors
    /// The module panicked.
    pub fn scenario_count(&mut self, lab: u32) -> Result<u32> {
        Ok(self.scenario_count.call(&mut self.store, lab)?)
    }

    /// The hash over the first `events` events of a scenario.
    ///
    /// # Errors
    /// The module panicked.
    pub fn scenario(&mut self, lab: u32, index: u32, events: u32) -> Result<u64> {
        Ok(self.scenario.call(&mut self.store, (lab, index, events))?)
    }

    /// The hash over the first `events` events of a random run.
    ///
    /// # Errors
    /// The module panicked.
    pub fn random(&mut self, lab: u32, seed: u64, events: u32) -> Result<u64> {
        Ok(self.random.call(&mut self.store, (lab, seed, events))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that imports `env.now`, a function from nothing to nothing.
    const WANTS_A_CLOCK: &[u8] =
        b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x0b\x01\x03env\x03now\0\0";

    #[test]
    fn a_module_that_wants_a_clock_is_refused() {
        let problem = Guest::start(WANTS_A_CLOCK)
            .err()
            .expect("it is refused")
            .to_string();
        assert_eq!(problem, "the engines want something from outside: env.now");
        assert!(Guest::start(b"no module").is_err());
    }
}
