//! The workload file's published schema takes what the program takes, and nothing else.

mod common;

use common::run_in;
use ringfence_source::MemoryWorld;
use serde_json::Value;

/// `(note, the workload file, whether it is right)`.
const CASES: &[(&str, &str, bool)] = &[
    ("empty", "", true),
    ("a template", "[[deployment]]\ntemplate = 'main.bicep'\n", true),
    (
        "everything",
        "[[deployment]]\ntemplate = 'main.bicep'\nparameters = 'p.bicepparam'\nstage = 'production'\n[deployment.scope]\n\
         tenant = 't'\nmanagement-group = 'm'\nsubscription = 's'\nresource-group = 'r'\nlocation = 'westeurope'\n",
        true,
    ),
    ("no template", "[[deployment]]\nstage = 'production'\n", false),
    ("a misspelled table", "[[deployments]]\ntemplate = 'main.bicep'\n", false),
    ("a misspelled member", "[[deployment]]\ntemplate = 'main.bicep'\nparameter = 'p'\n", false),
    ("a misspelled scope", "[[deployment]]\ntemplate = 'main.bicep'\nscope = { resource_group = 'r' }\n", false),
    ("a number for a path", "[[deployment]]\ntemplate = 1\n", false),
    ("a table for a list", "[deployment]\ntemplate = 'main.bicep'\n", false),
    ("a text for a scope", "[[deployment]]\ntemplate = 'main.bicep'\nscope = 'r'\n", false),
];

#[test]
fn the_schema_and_the_program_agree() {
    let schema: Value = serde_json::from_str(include_str!("../../../schemas/ringfence-toml.json")).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (note, text, right) in CASES {
        let table: toml::Table = text.parse().unwrap();
        assert_eq!(validator.is_valid(&serde_json::to_value(table).unwrap()), *right, "the schema, {note}");
        let world = MemoryWorld::with([
            ("main.bicep", "param x string"),
            ("p.bicepparam", "using 'main.bicep'\nparam x = 'y'\n"),
            ("ringfence.toml", *text),
        ]);
        let outcome = run_in(&world, &["check", "main.bicep", "--format", "json"]);
        let diagnostics = outcome.json()["diagnostics"].as_array().unwrap().clone();
        let refused = diagnostics.iter().any(|own| own["path"] == "ringfence.toml");
        assert_eq!(!refused, *right, "the program, {note}: {diagnostics:?}");
    }
}
