//! What `bicep snapshot` predicts; see `snapshots_official/README.md`.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests fail and speak as tests do"
)]

mod common;

use std::path::Path;

use common::snapshot::{Evaluated, Setting, run, sorted, text_of};
use serde_json::{Value as Json, json};

#[test]
fn predictions_agree_with_the_official_ones() {
    let mut folders: Vec<_> = std::fs::read_dir("tests/snapshots_official")
        .expect("folders")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(folders.len() > 8, "{} cases", folders.len());
    let failures: Vec<String> = folders.iter().filter_map(|folder| failure(folder)).collect();
    println!("{} of {} snapshots", folders.len() - failures.len(), folders.len());
    assert!(failures.is_empty(), "{} of {} fail:\n{}", failures.len(), folders.len(), failures.join("\n"));
}

fn failure(folder: &Path) -> Option<String> {
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("expected.json");
    let case: Json = serde_json::from_str(&text).expect("JSON");
    let actual = run(&folder.join("main.bicep"), Some(&folder.join("main.bicepparam")), Setting { case: Some(&case) });
    children_stand_in_their_parents(&actual);
    if let Some(error) = case.get("error") {
        // The wording is each program's own; the text that the template gives is not.
        let text = error.as_str()?.rsplit(": ").next()?;
        let found = actual.errors().any(|own| own.contains(text));
        return (!found).then(|| format!("{folder:?}: no error with {text:?} in {:#?}", actual.shown));
    }
    let expected = json!({
        "predictedResources": case["predictedResources"],
        "diagnostics": case["diagnostics"],
        "outputs": case["outputs"],
    });
    let actual = actual.snapshot();
    (actual != expected).then(|| format!("{folder:?}: {actual:#}\nexpected {expected:#}"))
}

/// Inline children are resources of their own in an estate; they are in the body of their parent all the same.
fn children_stand_in_their_parents(actual: &Evaluated) {
    for child in &actual.estate.resources {
        if child.provision == ringfence_estate::Provision::Inline {
            let parent = child.id.parent().expect("a parent");
            let found = actual.estate.find(&parent);
            let ringfence_estate::Found::Resource(parent) = found else { panic!("{}: {found:?}", child.id) };
            let parent = actual.estate.resource(parent).expect("it was found");
            let list = child.id.kind.rsplit('/').next().expect("a type");
            let list = parent.property(list);
            assert!(!list.is_null_or_omitted(), "{} has no list for {}", parent.id, child.id);
        }
    }
}

/// The official inputs with the official answers.
#[test]
fn official_snapshots_are_met() {
    let Some(root) = common::checkout("RINGFENCE_BICEP_CHECKOUT", "the official snapshots") else { return };
    let root = root.join("src/Bicep.Cli.IntegrationTests/Files/SnapshotCommandTests");
    let scope = json!({
        "scope": { "subscriptionId": "00000000-0000-0000-0000-000000000000", "resourceGroup": "myRg" }
    });
    let mut failures = Vec::new();
    let folders = ["basic", "nested_loops", "null_parameter_value", "outputs"];
    for folder in folders.map(|name| root.join(name)) {
        let template = if folder.join("kv.bicep").exists() { "kv.bicep" } else { "main.bicep" };
        let parameters = folder.join("main.bicepparam");
        let actual = run(&folder.join(template), Some(&parameters), Setting { case: Some(&scope) });
        let text = std::fs::read_to_string(folder.join("main.snapshot.json")).expect("main.snapshot.json");
        let expected: Json = serde_json::from_str(&text).expect("JSON");
        let (actual, expected) = (format!("{:#}", sorted(&actual.snapshot())), format!("{:#}", sorted(&expected)));
        if actual != expected {
            failures.push(format!("{}: {actual}\nexpected {expected}", text_of(&folder)));
        }
    }
    println!("{} of {} official snapshots", folders.len() - failures.len(), folders.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
