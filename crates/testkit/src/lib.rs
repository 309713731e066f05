//! Seeded generators for tests and benchmarks.

mod estates;
pub mod links;
pub mod networks;
mod random;
pub mod settings;
pub mod switches;

pub use estates::{EstateBuilder, id};
pub use random::Random;
