//! Bicep parameters files, from text to the values of outputs.

#![expect(clippy::expect_used, clippy::disallowed_methods, reason = "helpers of tests fail and speak as tests do")]

mod common;

use common::snapshot::{external_inputs, named, output, sorted, text_of};
use ringfence_estate::{Estate, Value};
use ringfence_eval::{Valuation, evaluate};
use ringfence_source::{MemoryWorld, Session};
use serde_json::{Map, Value as Json, json};

const TEMPLATE: &str = "
param text string = 'default'
param list array = []
param number int = 0
output text string = text
output list array = list
output number int = number
";

/// Files by their paths.
type Files<'f> = &'f [(&'f str, &'f str)];

/// The outputs of [`TEMPLATE`] as a person reads them, and the codes of what was reported.
fn outputs(files: Files<'_>, environment: &[(&str, &str)]) -> (Vec<String>, Vec<&'static str>) {
    let mut world = MemoryWorld::with([("main.bicep", TEMPLATE)]);
    world.files.extend(files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into())));
    world.environment.extend(environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let mut session = Session::new(&world);
    let options = ringfence_bicep::Options::default();
    let node = ringfence_bicep::compile(&mut session, "main.bicep", &options).expect("the template");
    let compiled = ringfence_bicep::compile_params(&mut session, "main.bicepparam", &options).expect("the file");
    let valuation = Valuation { key: "main".into(), parameter_programs: vec![compiled.node], ..Valuation::default() };
    let mut estate = Estate::default();
    evaluate(&node, &valuation, &mut estate, &mut session);
    let all = &estate.deployments.first().expect("a deployment").outputs;
    let text = all.iter().map(|(_, value): &(_, Value)| value.to_string()).collect();
    (text, session.diagnostics.iter().map(|own| own.code).collect())
}

#[test]
fn values_are_worked_out_in_the_file_itself() {
    let cases: &[(&str, &str, [&str; 3])] = &[
        ("nothing is given", "", ["default", "[]", "0"]),
        ("literals", "param text = 'a'\nparam number = 3", ["a", "[]", "3"]),
        ("a variable", "var v = 'x'\nparam text = '${v}-${v}'", ["x-x", "[]", "0"]),
        ("another parameter", "param number = 3\nparam text = 'n${number}'", ["n3", "[]", "3"]),
        // Each file has parameters and variables of its own.
        (
            "a variable by the name of a parameter of the template",
            "var list = [1]\nparam number = length(list)",
            ["default", "[]", "1"],
        ),
        ("a loop", "param list = [for (item, i) in ['a', 'b']: '${item}${i}']", ["default", "[a0, b1]", "0"]),
        (
            "a loop beside a variable's",
            "var v = [for i in range(0, 2): i * 2]\nparam list = [for n in v: n + 1]",
            ["default", "[1, 3]", "0"],
        ),
        ("a lambda", "param list = map([1, 2], n => n * 10)", ["default", "[10, 20]", "0"]),
        ("a file", "param text = loadTextContent('note.txt')", ["noted", "[]", "0"]),
        ("an import", "import { shared } from 'shared.bicep'\nparam text = shared", ["from shared", "[]", "0"]),
        ("an import of all", "import * as s from 'shared.bicep'\nparam text = s.double('z')", ["zz", "[]", "0"]),
        ("the environment", "param text = readEnvironmentVariable('NAME')", ["from outside", "[]", "0"]),
        ("its default", "param text = readEnvironmentVariable('NONE', 'other')", ["other", "[]", "0"]),
        (
            "no default",
            "param text = readEnvironmentVariable('NONE')",
            ["{readEnvironmentVariable('NONE')}", "[]", "0"],
        ),
        ("a tool", "param text = externalInput('k', 'c')", ["{externalInput('k', 'c')}", "[]", "0"]),
        ("null asks for the default", "param text = null", ["default", "[]", "0"]),
    ];
    for (what, given, expected) in cases {
        let text = format!("using 'main.bicep'\n{given}\n");
        let files = [
            ("main.bicepparam", text.as_str()),
            ("note.txt", "noted"),
            (
                "shared.bicep",
                "@export()\nvar shared = 'from shared'\n@export()\nfunc double(s string) string => '${s}${s}'",
            ),
        ];
        let (actual, codes) = outputs(&files, &[("NAME", "from outside")]);
        assert_eq!(actual, expected, "{what}");
        assert!(codes.is_empty(), "{what}: {codes:?}");
    }
}

#[test]
fn a_file_completes_the_one_that_it_extends() {
    let root = "using none\nvar v = 'root'\nparam text = v\nparam number = 1\nparam list = [for i in range(0, 2): v]";
    let middle = "using none\nextends 'root.bicepparam'\nvar v = 'middle'\nparam number = base.number + 10";
    let top = "using 'main.bicep'\nextends 'middle.bicepparam'\nvar v = 'top'\nparam text = '${v} on ${base.text}'";
    let files = [("main.bicepparam", top), ("middle.bicepparam", middle), ("root.bicepparam", root)];
    let (actual, codes) = outputs(&files, &[]);
    assert_eq!(actual, ["top on root", "[root, root]", "11"]);
    assert!(codes.is_empty(), "{codes:?}");
}

#[test]
fn what_cannot_be_read_may_have_given_anything() {
    let open = ["{text}", "{list}", "{number}"];
    let cases: &[(&str, Files<'_>, &[&str])] = &[
        ("a statement", &[("main.bicepparam", "using 'main.bicep'\nnothing at all\n")], &open),
        ("a file that is not there", &[("main.bicepparam", "using 'main.bicep'\nextends 'gone.bicepparam'")], &open),
        ("a circle", &[("main.bicepparam", "using 'main.bicep'\nextends 'main.bicepparam'")], &open),
        (
            "the rest is known",
            &[("main.bicepparam", "using 'main.bicep'\nextends 'gone.bicepparam'\nparam number = 2")],
            &["{text}", "{list}", "2"],
        ),
    ];
    for (what, files, expected) in cases {
        let (actual, codes) = outputs(files, &[]);
        assert_eq!(actual, *expected, "{what}");
        assert!(!codes.is_empty(), "{what}");
    }
}

#[test]
fn what_is_known_at_deployment_only_is_not_read() {
    let cases = [
        ("param text = null\nparam list = [text]", "null-parameter-read"),
        ("param text = getSecret('s', 'g', 'v', 'n')\nparam list = [text]", "secret-parameter-read"),
    ];
    for (given, code) in cases {
        let text = format!("using 'main.bicep'\n{given}\n");
        let (actual, codes) = outputs(&[("main.bicepparam", &text)], &[]);
        assert_eq!(codes, [code], "{given}");
        assert!(actual[1].contains('{'), "{given}: {actual:?}");
    }
}

#[test]
fn the_example_is_given_its_file() {
    let mut world = MemoryWorld::default();
    common::read_folder(&common::repository(), "examples/foundry-chat", &mut world);
    let outcome = common::run_in(&world, &["check", "examples/foundry-chat", "--format", "json"]);
    let report = outcome.json();
    let deployment = &report["deployments"][0];
    assert_eq!(deployment["parameters"], "examples/foundry-chat/main.bicepparam", "{deployment:#}");
    assert!(outcome.out.contains("contosochat"), "the name that the file gives");
}

/// What the official compiler makes of its own parameters files.
#[test]
fn official_parameters_files_give_the_same_values() {
    let Some(root) = common::checkout("RINGFENCE_BICEP_CHECKOUT", "the official parameters files") else { return };
    let root = root.join("src/Bicep.Core.Samples/Files/baselines_bicepparam");
    let (mut compared, mut wrong) = (0, Vec::new());
    let mut folders: Vec<_> =
        std::fs::read_dir(&root).expect("a folder").map(|own| own.expect("entry").path()).collect();
    folders.sort();
    for folder in folders {
        let name = folder.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let expected = folder.join("parameters.json");
        if name.starts_with("Invalid_") || !expected.exists() {
            continue;
        }
        let expected = std::fs::read_to_string(expected).expect("parameters.json");
        let expected: Json = serde_json::from_str(expected.trim_start_matches('\u{feff}')).expect("JSON");
        let expected = expected["parameters"].as_object().expect("parameters").clone();
        let (values, errors) = values(&folder.join("parameters.bicepparam"), &expected);
        wrong.extend(errors.into_iter().map(|error| format!("{name}: {error}")));
        for (parameter, expected) in expected {
            let actual = values.get(&parameter).cloned().unwrap_or_default();
            let same = match expected.get("value") {
                Some(value) => sorted(&actual) == sorted(value),
                None => match expected.get("expression") {
                    // Texts differ in how far calls are worked out: both are worked out here.
                    Some(_) => Some(&actual) == values.get(&official(&parameter)),
                    // A secret: it has no value here.
                    None => actual.as_str().is_some_and(|text| text.starts_with("[getSecret(")),
                },
            };
            compared += 1;
            if !same {
                wrong.push(format!("{name}: {parameter} is {actual}, expected {expected}"));
            }
        }
    }
    println!("{} of {compared} parameters", compared - wrong.len());
    assert!(compared > 50, "{compared}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the value of the official expression for a parameter is called among the values.
fn official(parameter: &str) -> String {
    format!("official {parameter}")
}

/// The values that a file gives to parameters of any type, those of the official expressions, and the errors.
fn values(path: &std::path::Path, expected: &Map<String, Json>) -> (Map<String, Json>, Vec<String>) {
    let world = world();
    let mut session = Session::new(&world);
    let options = ringfence_bicep::Options::default();
    let compiled = ringfence_bicep::compile_params(&mut session, &text_of(path), &options).expect("the file");
    let calls: Vec<_> = external_inputs(&compiled.node).into_iter().map(|(call, name)| (name, call)).collect();
    let (mut parameters, mut outputs) = (Map::new(), Map::new());
    for (name, expected) in expected {
        parameters.insert(name.clone(), json!({}));
        outputs.insert(name.clone(), json!({ "value": format!("[parameters('{name}')]") }));
        if let Some(expression) = expected.get("expression") {
            outputs.insert(official(name), json!({ "value": named(expression.clone(), &calls) }));
        }
    }
    let template = json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": parameters,
        "resources": [],
        "outputs": outputs,
    });
    let file = session.sources.add("template.json", &template.to_string());
    let node = ringfence_arm::read_json(&template.to_string(), file).0.expect("a template");
    let valuation = Valuation { parameter_programs: vec![compiled.node], ..Valuation::default() };
    let mut estate = Estate::default();
    evaluate(&node, &valuation, &mut estate, &mut session);
    let all = &estate.deployments.first().expect("a deployment").outputs;
    let values = all.iter().map(|(name, value)| (name.to_string(), output(value)));
    let errors = session.diagnostics.iter().map(|own| format!("{}: {}", own.code, own.message));
    (values.collect(), errors.collect())
}

/// The environment of the official test.
fn world() -> ringfence_source::DiskWorld {
    let environment =
        [("stringEnvVariableName", "test"), ("intEnvVariableName", "100"), ("boolEnvironmentVariable", "true")];
    let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned()));
    ringfence_source::DiskWorld { environment: environment.into_iter().collect() }
}
