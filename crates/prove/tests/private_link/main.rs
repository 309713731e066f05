//! Private paths, case by case: what each estate comes to.
#![expect(clippy::panic, reason = "tests fail by panicking")]

mod paths;
mod summary;
mod uses;
