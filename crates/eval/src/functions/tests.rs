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

/// A value that nests ever deeper stays within the stack and the memory.
#[test]
fn hostile_expressions_end() {
    let rows = [
        "reduce(range(0, 10000), parameters('s'), lambda('x', 'e', replace(lambdaVariables('x'), 'ab', 'c')))",
        "reduce(range(0, 10000), parameters('s'), lambda('x', 'e', concat(lambdaVariables('x'), 'a', parameters('t'))))",
        "reduce(range(0, 10000), parameters('i'), lambda('x', 'e', mul(lambdaVariables('x'), 3)))",
        "reduce(range(0, 10000), parameters('a'), lambda('x', 'e', createArray(lambdaVariables('x'))))",
        "reduce(range(0, 10000), parameters('o'), lambda('x', 'e', createObject('k', lambdaVariables('x'))))",
        "reduce(range(0, 10000), parameters('o'), lambda('x', 'e', union(lambdaVariables('x'), parameters('p'))))",
        "reduce(range(0, 10000), parameters('b'), lambda('x', 'e', equals(string(lambdaVariables('x')), parameters('s'))))",
        "reduce(range(0, 40), 'a', lambda('x', 'e', concat(lambdaVariables('x'), lambdaVariables('x'))))",
        "reduce(range(0, 40), createArray(1), lambda('x', 'e', concat(lambdaVariables('x'), lambdaVariables('x'))))",
        "reduce(range(0, 40), createArray(parameters('s')), lambda('x', 'e', createArray(lambdaVariables('x'), lambdaVariables('x'))))",
    ];
    for row in rows {
        let value = harness::eval(row, &harness::Valuation::default());
        drop(value);
    }
}

mod exact;
mod harness;
mod rows;
