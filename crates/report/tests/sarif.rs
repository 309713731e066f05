//! The report for code hosts, held against the standard's schema and against what the schema cannot say.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests fail, index and read files as tests do"
)]

mod sample;

use std::path::Path;
use std::process::Command;

use ringfence_report::sarif::render;
use sample::Sample;
use serde_json::{Value, json};

#[test]
fn report_as_text() {
    let mut report = reports().remove(0);
    // The rules are the catalogue: `every_rule_is_described` holds them against it.
    report["runs"][0]["tool"]["driver"]["rules"] = json!("…");
    insta::assert_snapshot!(serde_json::to_string_pretty(&report).unwrap());
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    assert_eq!(render(&Sample::new().run()).unwrap(), render(&Sample::new().run()).unwrap());
}

/// The schema of the standard, as the package `serde-sarif` ships it.
#[test]
fn valid_against_the_shipped_schema() {
    // Only what this machine needs has been downloaded, so only that may be asked for.
    let rustc = Command::new(Path::new(env!("CARGO")).with_file_name("rustc")).arg("-vV").output().unwrap();
    let rustc = String::from_utf8(rustc.stdout).unwrap();
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--offline", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    let mut schema = read(&manifest.with_file_name("src").join("schema.json"));
    // As shipped, the pattern of `language` is no regular expression; a report has no `language`.
    for object in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{object}/properties/language")).unwrap();
        language.as_object_mut().unwrap().remove("pattern");
    }
    check_against(&schema);
    for report in reports() {
        serde_json::from_value::<serde_sarif::sarif::Sarif>(report).unwrap();
    }
}

/// `sarif-schema-2.1.0.json` from <https://github.com/oasis-tcs/sarif-spec>, the standard's own and stricter form.
#[test]
fn valid_against_the_official_schema() {
    match std::env::var("RINGFENCE_SARIF_SCHEMA") {
        Ok(path) => check_against(&read(Path::new(&path))),
        Err(_) => println!("LEFT OUT: set RINGFENCE_SARIF_SCHEMA to the path of sarif-schema-2.1.0.json"),
    }
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn check_against(schema: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    for report in reports() {
        let errors = validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path()));
        assert_eq!(errors.collect::<Vec<_>>(), Vec::<String>::new());
        // The schema is really applied: it has closed lists, closed objects and required members. The second report
        // has no results to break.
        for (pointer, wrong) in [
            ("/version", json!("2.0.0")),
            ("/runs/0/columnKind", json!("bytes")),
            ("/runs/0/results/0", json!({ "ruleId": "private-only" })),
            ("/runs/0/tool/driver", json!({ "name": "ringfence", "surprise": 1 })),
            ("/runs/0/invocations/0", json!({})),
        ] {
            let mut mutant = report.clone();
            let Some(place) = mutant.pointer_mut(pointer) else { continue };
            *place = wrong;
            assert!(!validator.is_valid(&mutant), "the schema takes anything at {pointer}");
        }
    }
}

/// One with all that there is, and one without results.
fn reports() -> Vec<Value> {
    let sample = Sample::new();
    let texts = [render(&sample.run()), render(&sample.sealed())];
    texts.into_iter().map(|text| serde_json::from_str(&text.unwrap()).unwrap()).collect()
}

/// A code host makes an alert of every result, whatever its kind.
#[test]
fn what_holds_is_no_result() {
    assert_eq!(reports()[1]["runs"][0]["results"], json!([]));
}

/// §3.27.9 and §3.27.10: only a `fail` has a level.
#[test]
fn only_what_fails_has_a_level() {
    let report = &reports()[0];
    let mut kinds: Vec<(&str, &str)> = Vec::new();
    for result in results(report) {
        let (kind, level) = (result["kind"].as_str().unwrap(), result["level"].as_str().unwrap());
        assert_eq!(level == "none", kind != "fail", "{kind} has the level {level}");
        kinds.push((kind, level));
    }
    kinds.sort_unstable();
    let expected = [("fail", "error"), ("fail", "error"), ("open", "none"), ("open", "none")];
    assert_eq!(kinds, expected);
}

/// §3.27.6, §3.4.5, §3.24: an index leads to what it stands beside.
#[test]
fn indices_agree_with_names() {
    let report = &reports()[0];
    let run = &report["runs"][0];
    for result in results(report) {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
    let mut seen = 0;
    visit(report, &mut |node| {
        if let (Some(uri), Some(index)) = (node.get("uri"), node.get("index").and_then(Value::as_u64)) {
            assert_eq!(&run["artifacts"][index as usize]["location"]["uri"], uri);
            assert_eq!(node["uriBaseId"], "%SRCROOT%");
            seen += 1;
        }
    });
    assert!(seen > 5, "only {seen} indices were seen");
}

#[test]
fn every_rule_is_described() {
    let report = &reports()[0];
    let rules = report["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), ringfence_claims::CLAIMS.len());
    for (rule, claim) in rules.iter().zip(ringfence_claims::CLAIMS) {
        assert_eq!(rule["id"], claim.id);
        assert_eq!(rule["help"]["markdown"], claim.page);
        for pointer in ["/name", "/shortDescription/text", "/fullDescription/text", "/help/text", "/helpUri"] {
            let text = rule.pointer(pointer).and_then(Value::as_str).unwrap_or("");
            assert!(!text.is_empty(), "{} has no {pointer}", claim.id);
        }
    }
}

/// Code hosts refuse a result without a file, match results by fingerprint, and show regions.
#[test]
fn every_result_has_a_place_and_a_fingerprint() {
    for report in reports() {
        let mut prints = std::collections::BTreeSet::new();
        for result in results(&report) {
            let place = result.pointer("/locations/0/physicalLocation/artifactLocation/uri");
            assert!(place.and_then(Value::as_str).is_some_and(|uri| !uri.is_empty()), "{result:#}");
            assert_eq!(result["partialFingerprints"]["ringfence/v1"].as_str().unwrap().len(), 32);
            assert!(prints.insert(result["partialFingerprints"].to_string()), "two results have one fingerprint");
            assert!(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].is_string());
            assert!(result.get("fingerprints").is_none(), "§3.27.16 leaves them to the result management system");
        }
        visit(&report, &mut |node| {
            if let Some(region) = node.get("region") {
                let at = |name: &str| region[name].as_u64().unwrap();
                let (start, end) = ((at("startLine"), at("startColumn")), (at("endLine"), at("endColumn")));
                assert!((1, 1) <= start && start <= end, "{region}");
            }
        });
    }
}

#[test]
fn a_packet_is_a_code_flow_with_its_hops_in_order() {
    let report = &reports()[0];
    let storage = results(report).next().unwrap();
    let hops = storage.pointer("/codeFlows/0/threadFlows/0/locations").and_then(Value::as_array).unwrap();
    let places: Vec<(u64, &str, u64)> = hops
        .iter()
        .map(|hop| {
            let physical = &hop["location"]["physicalLocation"];
            let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
            assert!(hop["location"]["message"]["text"].is_string());
            (hop["executionOrder"].as_u64().unwrap(), uri, physical["region"]["startLine"].as_u64().unwrap())
        })
        .collect();
    let file = "infra/modules/storage.bicep";
    assert_eq!(places, [(1, file, 4), (2, file, 11), (3, file, 4)]);
}

/// What was not read is not passed over in silence (§3.20.14, §3.20.21).
#[test]
fn an_error_makes_the_invocation_fail() {
    let reports = reports();
    let invocation = |report: &Value| report["runs"][0]["invocations"][0].clone();
    let (with, without) = (invocation(&reports[0]), invocation(&reports[1]));
    assert_eq!(with["executionSuccessful"], false);
    let levels: Vec<&Value> =
        with["toolExecutionNotifications"].as_array().unwrap().iter().map(|own| &own["level"]).collect();
    assert_eq!(levels, ["error", "warning"]);
    assert_eq!(without["executionSuccessful"], true);
}

/// §3.11.5: what stands in single braces would be taken for a placeholder.
#[test]
fn braces_in_messages_are_doubled() {
    let mut braces = 0;
    visit(&reports()[0], &mut |node| {
        if let Some(text) = node.pointer("/message/text").and_then(Value::as_str) {
            assert!(!text.replace("{{", "").replace("}}", "").contains(['{', '}']), "{text}");
            braces += text.matches("{{").count();
        }
    });
    assert!(braces > 5, "only {braces} braces were seen");
}
fn results(report: &Value) -> impl Iterator<Item = &Value> {
    report["runs"][0]["results"].as_array().unwrap().iter()
}

fn visit(value: &Value, at: &mut impl FnMut(&Value)) {
    at(value);
    match value {
        Value::Array(items) => items.iter().for_each(|item| visit(item, at)),
        Value::Object(members) => members.values().for_each(|member| visit(member, at)),
        _ => {}
    }
}
