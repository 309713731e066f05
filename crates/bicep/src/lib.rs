//! Bicep text to tree to ARM template.

pub mod parse;
pub mod syntax;

mod bind;
mod compile;

pub use compile::{Aliases, BASE_PROGRAM, CompiledParams, Options, UNKNOWN_FUNCTION, compile, compile_params};
