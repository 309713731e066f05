//! Seeded generators for tests and benchmarks.

mod estates;
mod random;
pub mod settings;

pub use estates::{EstateBuilder, id};
pub use random::Random;
