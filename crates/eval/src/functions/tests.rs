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
        "reduce(range(0, 3000), parameters('s'), lambda('x', 'e', replace(lambdaVariables('x'), 'ab', 'c')))",
        "reduce(range(0, 3000), parameters('s'), lambda('x', 'e', concat(lambdaVariables('x'), 'a', parameters('t'))))",
        "reduce(range(0, 3000), parameters('i'), lambda('x', 'e', mul(lambdaVariables('x'), 3)))",
        "reduce(range(0, 3000), parameters('a'), lambda('x', 'e', createArray(lambdaVariables('x'))))",
        "reduce(range(0, 3000), parameters('o'), lambda('x', 'e', createObject('k', lambdaVariables('x'))))",
        "reduce(range(0, 3000), parameters('o'), lambda('x', 'e', union(lambdaVariables('x'), parameters('p'))))",
        "reduce(range(0, 3000), parameters('b'), lambda('x', 'e', equals(string(lambdaVariables('x')), parameters('s'))))",
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

/// What a choice rests on, its result rests on.
#[test]
fn results_rest_on_the_defaults_of_their_arguments() {
    use ringfence_estate::{InstanceId, Kind, Origins, Value};
    use ringfence_source::{Sources, Span};

    let mut origins = Origins::default();
    let file = Sources::default().add("main.json", "");
    let place = origins.add(Span::new(file, 0, 1), InstanceId::ROOT);
    let by_default = origins.by_default(place, "p");
    let default = |value: Value| value.at(by_default);
    let object = Value::object(vec![ringfence_estate::Member::new("k", place, Value::text("v").at(place))], place);
    let null = Value::new(Kind::Null, by_default);
    let rows: [(&str, Vec<Value>, &str); 6] = [
        ("concat", vec![Value::text("a"), default(Value::text("b"))], ""),
        ("equals", vec![Value::text("a"), default(Value::text("b"))], ""),
        ("not", vec![default(Value::bool(true, place))], ""),
        ("if", vec![default(Value::bool(true, place)), object.clone(), Value::text("x")], "k"),
        ("coalesce", vec![null, Value::text("x").at(place)], ""),
        ("first", vec![default(Value::array([object], place))], "k"),
    ];
    for (name, args, path) in rows {
        let mut call = super::Call {
            origins: &mut origins,
            origin: place,
            deployment: "main",
            call_site: "here",
            now: None,
            errors: Vec::new(),
        };
        let value = resolve(name).unwrap().call(&args, &mut call).unwrap();
        let value = if path.is_empty() { value } else { value.get(path) };
        assert!(origins.defaults_of(value.origin).contains("p"), "{name}: {value}");
    }
}

/// A call that fails under some choices is unknown under those, and says why.
#[test]
fn errors_under_a_choice_leave_the_others_alone() {
    use ringfence_estate::Origins;

    let mut origins = Origins::default();
    let mut call = super::Call {
        origins: &mut origins,
        origin: ringfence_estate::OriginId::NONE,
        deployment: "main",
        call_site: "here",
        now: None,
        errors: Vec::new(),
    };
    let choice = harness::eval("if(parameters('b'), 'A', 1)", &harness::Valuation::default()).unwrap();
    let value = resolve("toLower").unwrap().call(&[choice], &mut call).unwrap();
    assert_eq!(call.errors.len(), 1);
    let (guard, error) = &call.errors[0];
    assert_eq!(guard.to_string(), "b is false");
    assert_eq!(error.message, "`toLower` takes a string as its argument 1, not an integer");
    assert_eq!(value.under(&guard.not()).as_str(), Some("a"));
    assert_eq!(value.under(guard).as_str(), None);
}
