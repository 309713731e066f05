//! Parameters: given, default, atom; coercion; constraints; `free`.

use crate::common::{Run, template};
use ringfence_estate::{Cause, Domain, Kind};

/// One parameter `p` of this declaration, and what was given for it; the output `it` is its value.
fn with(declaration: &str, given: &str, free: &[&str]) -> crate::common::Outcome {
    let text = template(&format!(
        r#""languageVersion": "2.0", "definitions": {{"tier": {{"type": "string", "allowedValues": ["a", "b"]}}}},
           "parameters": {{"p": {declaration}}}, "resources": [],
           "outputs": {{"it": {{"type": "string", "value": "[parameters('p')]"}}}}"#
    ));
    Run { parameters: given, free, ..Run::default() }.of(&text)
}

#[test]
fn a_given_value_wins_over_the_default_and_the_default_over_an_atom() {
    let outcome = with(r#"{"type": "string", "defaultValue": "d"}"#, r#"{"p": {"value": "g"}}"#, &[]);
    assert_eq!(outcome.shown("it"), "g");
    let outcome = with(r#"{"type": "string", "defaultValue": "d"}"#, "", &[]);
    assert_eq!(outcome.shown("it"), "d");
    assert_eq!(outcome.estate.deployments[0].defaulted, ["p".into()]);
    let defaults = outcome.estate.origins.defaults_of(outcome.output("it").origin);
    assert_eq!(defaults.iter().map(|name| &**name).collect::<Vec<_>>(), ["p"]);
    let outcome = with(r#"{"type": "string"}"#, "", &[]);
    assert_eq!(outcome.shown("it"), "{p}");
    assert!(outcome.codes().is_empty());
}

#[test]
fn a_free_parameter_is_an_atom_though_it_has_a_default() {
    let outcome = with(r#"{"type": "string", "defaultValue": "d"}"#, "", &["P"]);
    assert_eq!(outcome.shown("it"), "{p}");
    assert!(outcome.estate.deployments[0].defaulted.is_empty());
}

#[test]
fn an_atom_has_the_tightest_domain() {
    let cases = [
        (r#"{"type": "string"}"#, Domain::STRING),
        (
            r#"{"type": "string", "minLength": 3, "maxLength": 5}"#,
            Domain::String { min: 3, max: Some(5), segment: false },
        ),
        (r#"{"type": "int", "minValue": 1, "maxValue": 9}"#, Domain::Int { min: Some(1), max: Some(9) }),
        (r#"{"type": "array", "maxLength": 2}"#, Domain::Array { min: 0, max: Some(2) }),
        (r#"{"type": "object"}"#, Domain::Object),
        (r#"{}"#, Domain::Any),
    ];
    for (declaration, domain) in cases {
        let value = with(declaration, "", &[]).output("it");
        let term = value.as_term().unwrap_or_else(|| panic!("{declaration}: {value}"));
        assert_eq!(*term.domain(), domain, "{declaration}");
        assert_eq!(term.causes(), [Cause::NoValue]);
    }
    for (declaration, shown) in [
        (r#"{"type": "bool"}"#, "false if p is false | true if p is true"),
        (r#"{"type": "string", "allowedValues": ["x", "y"]}"#, "x if p is 'x' | y if p is 'y'"),
        (r##"{"$ref": "#/definitions/tier"}"##, "a if p is 'a' | b if p is 'b'"),
        (r#"{"type": "int", "allowedValues": [1, 2]}"#, "1 if p is 1 | 2 if p is 2"),
    ] {
        assert_eq!(with(declaration, "", &[]).shown("it"), shown, "{declaration}");
    }
}

#[test]
fn a_nullable_parameter_that_is_left_out_is_null() {
    let outcome = with(r#"{"type": "string", "nullable": true}"#, "", &[]);
    assert!(matches!(outcome.output("it").kind, Kind::Null));
    assert!(outcome.codes().is_empty());
}

#[test]
fn texts_become_the_declared_type_as_azd_gives_them() {
    for (kind, given, shown) in [
        ("bool", "\"true\"", "true"),
        ("int", "\"42\"", "42"),
        ("array", "\"[1, 2]\"", "[1, 2]"),
        ("object", "\"{\\\"a\\\": 1}\"", "{a: 1}"),
        ("string", "\"true\"", "true"),
    ] {
        let given = format!(r#"{{"p": {{"value": {given}}}}}"#);
        let outcome = with(&format!(r#"{{"type": "{kind}"}}"#), &given, &[]);
        assert_eq!(outcome.shown("it"), shown, "{kind}");
        assert!(outcome.codes().is_empty(), "{kind}: {:?}", outcome.diagnostics);
        assert_eq!(matches!(outcome.output("it").kind, Kind::String(_)), kind == "string");
    }
}

#[test]
fn placeholders_are_filled_or_unknown() {
    let text = template(
        r#""parameters": {"p": {"type": "string"}, "q": {"type": "bool"}}, "resources": [],
           "outputs": {"it": {"type": "string", "value": "[parameters('p')]"}, "q": {"type": "bool", "value": "[parameters('q')]"}}"#,
    );
    let parameters = r#"{"p": {"value": "st${NAME}"}, "q": {"value": "${FLAG}"}}"#;
    let outcome = Run { parameters, environment: &[("NAME", "x"), ("FLAG", "true")], ..Run::default() }.of(&text);
    assert_eq!((outcome.shown("it").as_str(), outcome.shown("q").as_str()), ("stx", "true"));
    let outcome = Run { parameters, ..Run::default() }.of(&text);
    assert!(outcome.shown("it").starts_with("st{readEnvironmentVariable"), "{}", outcome.shown("it"));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
}

#[test]
fn a_value_that_breaks_a_constraint_is_reported_where_it_stands() {
    for (declaration, given, code) in [
        (r#"{"type": "string", "allowedValues": ["a"]}"#, "\"b\"", "not-allowed"),
        (r#"{"type": "int", "minValue": 2}"#, "1", "out-of-range"),
        (r#"{"type": "int", "maxValue": 2}"#, "3", "out-of-range"),
        (r#"{"type": "string", "minLength": 2}"#, "\"x\"", "out-of-range"),
        (r#"{"type": "array", "maxLength": 1}"#, "[1, 2]", "out-of-range"),
        (r#"{"type": "int"}"#, "true", "wrong-type"),
        (r#"{"type": "bool"}"#, "[]", "wrong-type"),
        (r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#, "{}", "missing-property"),
        (r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#, "{\"a\": 1}", "wrong-type"),
        (r##"{"type": "array", "items": {"$ref": "#/definitions/tier"}}"##, "[\"a\", \"c\"]", "not-allowed"),
    ] {
        let outcome = with(declaration, &format!(r#"{{"p": {{"value": {given}}}}}"#), &[]);
        assert_eq!(outcome.codes(), [code], "{declaration} given {given}: {:?}", outcome.diagnostics);
        let diagnostic = &outcome.diagnostics[0];
        assert!(diagnostic.help.is_some());
        let at = &outcome.texts[1][diagnostic.span.start as usize..diagnostic.span.end as usize];
        assert!(given.contains(at), "{at} in {given}");
    }
}

#[test]
fn values_that_fit_are_not_reported() {
    for (declaration, given) in [
        (r#"{"type": "string", "allowedValues": ["A"]}"#, "\"a\""),
        (r#"{"type": "array", "allowedValues": ["a", "b"]}"#, "[\"a\"]"),
        (r#"{"type": "object", "properties": {"a": {"type": "string", "nullable": true}}}"#, "{}"),
        (r##"{"$ref": "#/definitions/tier", "nullable": true}"##, "null"),
    ] {
        let outcome = with(declaration, &format!(r#"{{"p": {{"value": {given}}}}}"#), &[]);
        assert!(outcome.codes().is_empty(), "{declaration} given {given}: {:?}", outcome.diagnostics);
    }
}

#[test]
fn a_name_that_the_template_does_not_have_is_reported() {
    let outcome = with(r#"{"type": "string"}"#, r#"{"q": {"value": 1}}"#, &[]);
    assert_eq!(outcome.codes(), ["no-such-parameter"]);
    assert_eq!(outcome.diagnostics[0].help.as_deref(), Some("it has `p`"));
}

#[test]
fn a_secret_is_never_shown() {
    let outcome = with(r#"{"type": "secureString"}"#, r#"{"p": {"value": "hunter2"}}"#, &[]);
    assert_eq!(outcome.shown("it"), "{p}");
    let outcome = with(r#"{"type": "secureObject"}"#, r#"{"p": {"value": {"a": "hunter2", "b": 1}}}"#, &[]);
    assert!(!outcome.shown("it").contains("hunter2"));
    assert_eq!(outcome.output("it").get("b").as_int(), Some(1));
    let given = r#"{"p": {"value": "hunter2"}}"#;
    let outcome = with(r#"{"type": "secureString", "allowedValues": ["x"]}"#, given, &[]);
    assert!(!outcome.diagnostics[0].message.contains("hunter2"));
    // Nor is what is inside of one.
    let inner = r#"{"type": "secureObject", "properties": {
        "a": {"type": "string", "allowedValues": ["x"]},
        "b": {"type": "array", "items": {"type": "string", "allowedValues": ["x"]}},
        "c": {"type": "int", "maxValue": 5},
        "d": {"type": "string", "minLength": 30}
    }}"#;
    let given = r#"{"p": {"value": {"a": "hunter2", "b": ["hunter3"], "c": 4711, "d": "hunter4"}}}"#;
    let outcome = with(inner, given, &[]);
    assert_eq!(outcome.codes(), ["not-allowed", "not-allowed", "out-of-range", "out-of-range"]);
    for diagnostic in &outcome.diagnostics {
        let text = format!("{diagnostic:?}");
        assert!(!["hunter", "4711", " is 7"].iter().any(|part| text.contains(part)), "{text}");
    }
}

/// What is of the wrong type is said once, and not again by everything that it is used in.
#[test]
fn a_wrong_type_gives_one_error() {
    let members = r#""parameters": {"p": SCHEMA}, "resources": [],
        "outputs": {"it": {"type": "string", "value": "[USE]"}}"#;
    for (schema, given, used) in [
        (r#"{"type": "string"}"#, "[1]", "toLower(parameters('p'))"),
        (r#"{"type": "int"}"#, "\"a\"", "add(parameters('p'), 1)"),
        (r#"{"type": "array"}"#, "{}", "first(parameters('p'))"),
        (r#"{"type": "object"}"#, "true", "parameters('p').a.b"),
        (r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#, r#"{"a": 1}"#, "toLower(parameters('p').a)"),
        (r#"{"type": "bool"}"#, "\"maybe\"", "if(parameters('p'), 'a', 'b')"),
    ] {
        let members = members.replace("SCHEMA", schema).replace("USE", used);
        let given = format!(r#"{{"p": {{"value": {given}}}}}"#);
        let outcome = Run { parameters: &given, ..Run::default() }.of(&template(&members));
        assert_eq!(outcome.codes(), ["wrong-type"], "{used}");
        assert_ne!(outcome.output("it").as_str(), Some("a"), "{used}");
    }
}

#[test]
fn a_secret_of_a_key_vault_exists_only_at_run_time() {
    let vault = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v";
    let given = format!(r#"{{"p": {{"reference": {{"keyVault": {{"id": "{vault}"}}, "secretName": "n"}}}}}}"#);
    let value = with(r#"{"type": "secureString"}"#, &given, &[]).output("it");
    assert_eq!(value.as_term().expect("a term").causes(), [Cause::RunTime]);
}

#[test]
fn a_default_may_use_other_parameters_and_a_circle_is_reported() {
    let members = r#""parameters": {"a": {"type": "string", "defaultValue": "[concat(parameters('b'), 'x')]"},
        "b": {"type": "string", "defaultValue": "y"}}, "resources": [],
        "outputs": {"it": {"type": "string", "value": "[parameters('a')]"}}"#;
    let outcome = crate::common::run(members);
    assert_eq!(outcome.shown("it"), "yx");
    let defaults = outcome.estate.origins.defaults_of(outcome.output("it").origin);
    assert_eq!(defaults.iter().map(|name| &**name).collect::<Vec<_>>(), ["a", "b"]);
    let circle = members.replace("\"defaultValue\": \"y\"", "\"defaultValue\": \"[parameters('a')]\"");
    assert_eq!(crate::common::run(&circle).codes(), ["cycle"]);
}
