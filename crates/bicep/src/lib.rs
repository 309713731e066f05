//! Bicep text to tree to ARM template.

pub mod parse;
pub mod syntax;
