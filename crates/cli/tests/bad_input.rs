//! Whatever the input: a diagnostic with a place, exit status 2, and no panic.

mod common;

use common::run_in;
use ringfence_cli::Exit;
use ringfence_source::MemoryWorld;

/// `(note, files, arguments, the diagnostic's code)`.
type Case = (&'static str, Vec<(&'static str, String)>, Vec<&'static str>, &'static str);

fn cases() -> Vec<Case> {
    let deep_array = format!("var a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_json = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let copy = r#"{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0", "resources": [{"type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-05-01",
        "name": "[concat('st', copyIndex())]", "location": "x", "copy": {"name": "c", "count": 1000000000}}]}"#;
    let range = "var a = [for i in range(0, 1000000000): i]\noutput o array = a";
    let parameters = r#"{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
        "contentVersion": "1.0.0.0", "parameters": {"tier": {"value": 3}, "other": {"value": 1}}}"#;
    vec![
        ("a syntax error", vec![("m.bicep", "resource = {".into())], vec!["m.bicep"], "syntax"),
        (
            "a missing module",
            vec![("m.bicep", "module a 'b.bicep' = { name: 'a' }".into())],
            vec!["m.bicep"],
            "module-not-found",
        ),
        (
            "modules in a circle",
            vec![
                ("a.bicep", "module b 'b.bicep' = { name: 'b' }".into()),
                ("b.bicep", "module a 'a.bicep' = { name: 'a' }".into()),
            ],
            vec!["a.bicep"],
            "cycle",
        ),
        (
            "a module that is its own",
            vec![("a.bicep", "module a 'a.bicep' = { name: 'a' }".into())],
            vec!["a.bicep"],
            "cycle",
        ),
        ("deep brackets", vec![("m.bicep", deep_array)], vec!["m.bicep"], "syntax"),
        ("deep JSON", vec![("m.json", deep_json)], vec!["m.json"], "nesting-too-deep"),
        ("half of a JSON file", vec![("m.json", "{\"resources\": [".into())], vec!["m.json"], "json-syntax"),
        ("a thousand million copies", vec![("m.json", copy.into())], vec!["m.json"], "copy-count"),
        ("a range of a thousand million", vec![("m.bicep", range.into())], vec!["m.bicep"], ""),
        ("no such file", vec![], vec!["missing.bicep"], "file-not-read"),
        ("an empty folder", vec![("other/readme.json", "{}".into())], vec!["other"], "nothing-to-judge"),
        (
            "a parameter of another type",
            vec![
                ("m.bicep", "param tier string\noutput o string = tier".into()),
                ("p.parameters.json", parameters.into()),
            ],
            vec!["m.bicep", "--parameters", "p.parameters.json"],
            "wrong-type",
        ),
        (
            "no such parameter file",
            vec![("m.bicep", "param tier string\noutput o string = tier".into())],
            vec!["m.bicep", "--parameters", "p.json"],
            "file-not-read",
        ),
        (
            "a wrong workload file",
            vec![("m.bicep", String::new()), ("ringfence.toml", "[[deploy]]\n".into())],
            vec!["m.bicep"],
            "workload-file",
        ),
        ("nothing but bytes", vec![("m.bicep", "\u{0}\u{1}\u{fffd}{{{'''".into())], vec!["m.bicep"], ""),
        ("an empty template", vec![("m.json", String::new())], vec!["m.json"], ""),
    ]
}

#[test]
fn each_gives_a_diagnostic_with_a_place_and_exit_status_2() {
    let mut wrong = Vec::new();
    for (note, files, arguments, code) in cases() {
        let mut world = MemoryWorld::default();
        for (path, text) in files {
            world.files.insert(path.into(), text.into_bytes().into());
        }
        let arguments: Vec<&str> = ["check"].into_iter().chain(arguments).chain(["--format", "json"]).collect();
        let outcome = run_in(&world, &arguments);
        let report = outcome.json();
        let diagnostics = report["diagnostics"].as_array().expect("diagnostics");
        let errors: Vec<_> = diagnostics.iter().filter(|own| own["severity"] == "error").collect();
        let placed = errors.iter().all(|own| own["start"]["line"].as_u64() > Some(0) && own["path"] != "");
        let known = code.is_empty() || errors.iter().any(|own| own["code"] == code);
        if outcome.exit != Exit::Unread || errors.is_empty() || !placed || !known {
            wrong.push(format!("{note}: {:?}, {diagnostics:?}", outcome.exit));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
