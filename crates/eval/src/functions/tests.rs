//! Tests of the functions: what each answers, and that folding is exact.

use super::resolve;
use super::table::FUNCTIONS;

#[test]
fn the_table_is_sorted_and_found_in_any_case() {
    for pair in FUNCTIONS.windows(2) {
        assert!(pair[0].name.to_lowercase() < pair[1].name.to_lowercase(), "{}", pair[1].name);
    }
    for spec in &FUNCTIONS {
        assert_eq!(resolve(&spec.name.to_uppercase()).map(super::Function::name), Some(spec.name));
    }
    assert!(resolve("resourceId").is_none());
}

mod exact;
mod harness;
mod rows;
