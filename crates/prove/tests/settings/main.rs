//! What the provers of settings say of estates written by hand.
#![cfg(test)]

mod blobs;
mod keys;
mod soundness;
mod summary;
mod transport;
