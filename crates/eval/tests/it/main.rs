//! Templates as text, and what they amount to.

mod common;
mod parameters;
mod values;
