//! What the prover of name resolution says of networks written by hand.
#![cfg(test)]

mod filters;
mod rules;
mod soundness;
mod summary;
