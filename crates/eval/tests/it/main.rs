//! Templates as text, and what they amount to.

#![expect(clippy::expect_used, clippy::panic, clippy::string_slice, reason = "helpers of tests fail as tests do")]

mod bounds;
mod common;
mod guards;
mod identity;
mod modules;
mod origins;
mod parameters;
mod references;
mod resources;
mod values;
