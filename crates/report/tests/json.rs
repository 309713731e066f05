//! The report for programs, held against its published schema.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod sample;

use jsonschema::Validator;
use ringfence_report::json::render;
use serde_json::{Value, json};

use sample::Sample;

const SCHEMA: &str = include_str!("../../../schemas/report-1.json");

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn report() -> Value {
    serde_json::from_str(&render(&Sample::new().run()).unwrap()).unwrap()
}

#[test]
fn report_as_text() {
    insta::assert_snapshot!(render(&Sample::new().run()).unwrap());
}

#[test]
fn every_sample_is_valid() {
    let validator = validator();
    let sample = Sample::new();
    for run in [sample.run(), sample.sealed()] {
        let report: Value = serde_json::from_str(&render(&run).unwrap()).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

/// Every member is required, none may be added, and none may be of another type.
#[test]
fn every_mutilated_report_is_invalid() {
    let (validator, report) = (validator(), report());
    let mut tried = 0;
    for pointer in pointers(&report) {
        let mut mutants = vec![];
        let (parent, name) = pointer.rsplit_once('/').unwrap_or(("", ""));
        // A choice names parameters, which the schema cannot list; their values have to be literals.
        let (is_choice, is_chosen) = (parent.ends_with("/fails_when"), parent.contains("/fails_when/"));
        if report.pointer(parent).is_some_and(Value::is_object) && !name.is_empty() && !is_chosen {
            let mut without = report.clone();
            without.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
            mutants.push(("removed", without));
        }
        let mut other = report.clone();
        let place = other.pointer_mut(&pointer).unwrap();
        *place = match place.is_boolean() {
            _ if is_chosen => json!([]),
            true => json!(7),
            false => json!(true),
        };
        mutants.push(("of another type", other));
        if report.pointer(&pointer).unwrap().is_object() && !is_choice {
            let mut more = report.clone();
            more.pointer_mut(&pointer).unwrap()["surprise"] = json!(1);
            mutants.push(("with one more member", more));
        }
        for (what, mutant) in mutants {
            assert!(!validator.is_valid(&mutant), "`{pointer}` {what} is still valid");
            tried += 1;
        }
    }
    assert!(tried > 500, "only {tried} mutants were tried");
}

#[test]
fn every_closed_list_is_closed() {
    let (validator, report) = (validator(), report());
    let lists = ["schema", "kind", "verdict", "role", "cause", "severity", "sha256", "fingerprint", "claim", "code"];
    let mut seen = std::collections::BTreeSet::new();
    for pointer in pointers(&report) {
        let name = pointer.rsplit('/').next().unwrap();
        if let Some(list) = lists.iter().find(|list| **list == name) {
            seen.insert(*list);
            let mut mutant = report.clone();
            *mutant.pointer_mut(&pointer).unwrap() = json!("Something else");
            assert!(!validator.is_valid(&mutant), "`{pointer}` takes anything");
        }
    }
    assert_eq!(seen.len(), lists.len(), "the sample shows only {seen:?}");
}

/// The pointers to every node of a value, the root first.
fn pointers(value: &Value) -> Vec<String> {
    fn go(value: &Value, at: &str, out: &mut Vec<String>) {
        out.push(at.to_owned());
        match value {
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| go(item, &format!("{at}/{index}"), out));
            }
            Value::Object(members) => {
                members.iter().for_each(|(name, member)| go(member, &format!("{at}/{name}"), out));
            }
            _ => {}
        }
    }
    let mut out = Vec::new();
    go(value, "", &mut out);
    out
}
