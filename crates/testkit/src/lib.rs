//! Seeded generators for tests and benchmarks.

mod estates;
mod random;

pub use estates::{EstateBuilder, id};
pub use random::Random;
