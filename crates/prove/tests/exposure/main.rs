//! What the exposure prover says of estates written by hand.
#![cfg(test)]

mod assumptions;
mod atoms;
mod choices;
mod closed_forms;
mod container_apps;
mod lists;
mod machine_learning;
mod messaging;
mod perimeter;
mod platform;
mod soundness;
mod summary;
mod traps;
mod truth_table;
mod web;
