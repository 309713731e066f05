//! Seeded generators for tests and benchmarks.
