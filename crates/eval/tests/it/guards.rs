//! Guards: switches that open and close, case by case.

use crate::common::run;

#[test]
fn the_switch_that_closes_also_makes_the_endpoint_in_the_same_case() {
    let outcome = run(r#""parameters": {"isolate": {"type": "bool"}}, "resources": [
          {"type": "Microsoft.Storage/storageAccounts", "apiVersion": "x", "name": "s", "properties": {"publicNetworkAccess": "[if(parameters('isolate'), 'Disabled', 'Enabled')]"}},
          {"type": "Microsoft.Network/privateEndpoints", "apiVersion": "x", "name": "pe", "condition": "[parameters('isolate')]"}]"#);
    let access = outcome.resource("s").property("publicNetworkAccess");
    let endpoint = &outcome.resource("pe").present;
    for (guard, value) in access.each_case() {
        let closed = value.as_str() == Some("Disabled");
        assert_eq!(guard.implies(endpoint), closed);
        assert_eq!(guard.excludes(endpoint), !closed);
    }
}

#[test]
fn the_two_sides_of_a_condition_exclude_each_other() {
    let outcome = run(r#""parameters": {"c": {"type": "bool"}, "n": {"type": "string"}}, "resources": [
          {"type": "A.B/c", "apiVersion": "x", "name": "one", "condition": "[parameters('c')]"},
          {"type": "A.B/c", "apiVersion": "x", "name": "two", "condition": "[not(parameters('c'))]"},
          {"type": "A.B/c", "apiVersion": "x", "name": "three", "condition": "[empty(parameters('n'))]"},
          {"type": "A.B/c", "apiVersion": "x", "name": "four", "condition": "[not(empty(parameters('n')))]"}]"#);
    let guard = |name: &str| outcome.resource(name).present.clone();
    assert!(guard("one").excludes(&guard("two")) && guard("one").or(&guard("two")).is_always());
    assert!(guard("three").excludes(&guard("four")) && guard("three").or(&guard("four")).is_always());
    assert!(!guard("one").excludes(&guard("three")));
}

/// The deployment ends there: the resource whose expression it is does not exist under that choice.
#[test]
fn a_choice_that_fails_on_purpose_deploys_nothing() {
    let outcome = run(r#""parameters": {"c": {"type": "bool"}, "d": {"type": "bool"}}, "resources": [
          {"type": "A.B/c", "apiVersion": "x", "name": "[if(parameters('c'), 'one', fail('c must be on'))]"},
          {"type": "A.B/c", "apiVersion": "x", "name": "two", "condition": "[parameters('d')]",
           "properties": {"inner": {"list": ["[if(parameters('c'), 1, fail('no'))]"]}}},
          {"type": "A.B/c", "apiVersion": "x", "name": "three", "properties": {"lazy": "[if(parameters('c'), 1, 2)]"}},
          {"type": "A.B/c", "apiVersion": "x", "name": "four", "properties": {"list": "[map(range(0, 0), lambda('x', fail('never')))]"}}]"#);
    let present = |name: &str| outcome.resource(name).present.to_string();
    assert_eq!(present("one"), "c is true");
    assert_eq!(present("two"), "c is true and d is true");
    assert_eq!(present("three"), "always");
    assert_eq!(present("four"), "always");
    let is_warning = |own: &ringfence_source::Diagnostic| own.severity == ringfence_source::Severity::Warning;
    assert!(outcome.diagnostics.iter().all(is_warning), "{:?}", outcome.codes());
}

#[test]
fn resources_of_a_module_are_there_when_the_module_and_they_are() {
    let inner = crate::common::template(
        r#""parameters": {"b": {"type": "bool"}}, "resources": [{"type": "A.B/c", "apiVersion": "x", "name": "r", "condition": "[parameters('b')]"}]"#,
    );
    let outcome = run(&format!(
        r#""parameters": {{"a": {{"type": "bool"}}, "b": {{"type": "bool"}}}}, "resources": [{{"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "m",
            "condition": "[parameters('a')]", "properties": {{"mode": "Incremental", "expressionEvaluationOptions": {{"scope": "inner"}},
            "parameters": {{"b": {{"value": "[parameters('b')]"}}}}, "template": {inner}}}}}]"#
    ));
    assert_eq!(outcome.resource("r").present.to_string(), "a is true and b is true");
}

#[test]
fn an_array_with_elements_under_a_choice_keeps_them_apart() {
    let outcome = run(r#""parameters": {"c": {"type": "bool"}}, "resources": [
          {"type": "A.B/c", "apiVersion": "x", "name": "one", "properties": {"list": "[concat(createArray('a'), if(parameters('c'), createArray('b'), createArray()))]"}}]"#);
    assert_eq!(outcome.resource("one").property("list").to_string(), "[a, b] if c is true | [a] if c is false");
}

#[test]
fn more_cases_than_are_told_apart_are_unknown_with_that_cause() {
    let names: Vec<String> = (0..9).map(|at| format!("p{at}")).collect();
    let parameters: Vec<String> = names.iter().map(|name| format!(r#""{name}": {{"type": "bool"}}"#)).collect();
    let choices: Vec<String> = names.iter().map(|name| format!("if(parameters('{name}'), '{name}', 'x')")).collect();
    let outcome = run(&format!(
        r#""parameters": {{{}}}, "resources": [], "outputs": {{"it": {{"type": "string", "value": "[concat({})]"}}}}"#,
        parameters.join(", "),
        choices.join(", ")
    ));
    let value = outcome.output("it");
    assert_eq!(value.as_term().expect("a term").causes(), [ringfence_estate::Cause::TooManyCases]);
}
