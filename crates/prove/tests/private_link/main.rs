//! Private paths, case by case: what each estate comes to.
#![cfg(test)]

mod paths;
mod summary;
mod uses;
