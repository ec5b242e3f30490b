//! The engines as WebAssembly, run by an interpreter. What is compared with what:
//! `tests/native_and_wasm.rs`.

mod guest;

pub use guest::Guest;
