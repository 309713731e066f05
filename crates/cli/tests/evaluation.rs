//! What the official evaluator makes of small templates; see `evaluation/README.md`.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests fail and speak as tests do"
)]

mod common;

use std::path::{Path, PathBuf};

use common::snapshot::{Setting, for_each_text, run};
use serde_json::Value as Json;

/// The official codes that cases name, with ours.
const CODES: &[(&str, &str)] = &[("BCP368", "secret-parameter-read"), ("BCP369", "null-parameter-read")];

#[test]
fn cases_agree_with_the_official_evaluator() {
    let mut paths: Vec<PathBuf> = std::fs::read_dir("tests/evaluation/cases")
        .expect("cases")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.to_str().is_some_and(|path| path.ends_with(".expected.json")))
        .collect();
    paths.sort();
    assert!(paths.len() > 20, "{} cases", paths.len());
    let failures: Vec<String> = paths.iter().filter_map(|path| failure(path)).collect();
    println!("{} of {} cases", paths.len() - failures.len(), paths.len());
    assert!(failures.is_empty(), "{} of {} cases fail:\n{}", failures.len(), paths.len(), failures.join("\n"));
}

/// What is wrong with a case.
fn failure(expected: &Path) -> Option<String> {
    let text = std::fs::read_to_string(expected).expect("readable");
    let case: Json = serde_json::from_str(&text).expect("JSON");
    let name = expected.file_name()?.to_str()?.strip_suffix(".expected.json")?.to_owned();
    let template = expected.with_file_name(format!("{name}.bicep"));
    let parameters = expected.with_file_name(format!("{name}.bicepparam"));
    let parameters = parameters.exists().then_some(parameters.as_path());
    let actual = run(&template, parameters, Setting { case: Some(&case) });
    let mut wrong = Vec::new();
    let errors: Vec<&str> = actual.errors().collect();
    let expected = case["diagnostics"].as_array().cloned().unwrap_or_default();
    let expected: Vec<&str> = expected.iter().map(|own| code(own["code"].as_str().expect("a code"))).collect();
    let codes = actual.diagnostics.iter().filter(|own| own.severity == ringfence_source::Severity::Error);
    let codes: Vec<&str> = codes.map(|own| own.code).collect();
    if codes != expected {
        wrong.push(format!("errors {errors:#?}, expected {expected:?}"));
    }
    let known =
        ["source", "scope", "parameters", "externalInputs", "features", "outputs", "asserts", "diagnostics", "departs"];
    for key in case.as_object()?.keys().filter(|key| !known.contains(&key.as_str())) {
        wrong.push(format!("the key `{key}` means nothing"));
    }
    for (what, actual) in [("outputs", actual.outputs()), ("asserts", actual.asserts())] {
        if let Some(expected) = case.get(what)
            && canonical(&actual) != canonical(expected)
        {
            wrong.push(format!("{what} {actual:#}\nexpected {expected:#}"));
        }
    }
    (!wrong.is_empty()).then(|| format!("{name}: {}", wrong.join("\n")))
}

/// One of the spellings of a run-time property: without the API version, which does not say what is asked for, and of
/// the properties rather than of the whole resource.
fn canonical(json: &Json) -> Json {
    let mut json = json.clone();
    for_each_text(&mut json, &|text| {
        let text = text.replace(", 'Full').properties.", ").");
        match text.split_once("', '20") {
            Some((before, rest)) if text.starts_with("[reference(") => {
                format!("{before}'{}", rest.split_once('\'').expect("the end of a version").1)
            }
            _ => text,
        }
    });
    json
}

fn code(official: &str) -> &'static str {
    CODES.iter().find(|(own, _)| *own == official).unwrap_or_else(|| panic!("a code for {official}")).1
}
