//! What `bicep snapshot` predicts; see `snapshots_official/README.md`.

#![expect(clippy::print_stdout, reason = "helpers of tests fail as tests do")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests fail and speak as tests do"
)]

mod common;

use std::path::Path;

use common::snapshot::{Evaluated, Setting, for_each_text, run, sorted, text_of};
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

#[test]
fn inline_children_are_predicted_in_their_parents_only() {
    let folder = Path::new("../../examples/foundry-chat");
    let actual =
        run(&folder.join("main.bicep"), Some(&folder.join("main.bicepparam")), Setting { case: Some(&Json::Null) });
    children_stand_in_their_parents(&actual);
    let inline = actual.estate.resources.iter().filter(|own| own.provision == ringfence_estate::Provision::Inline);
    let inline: Vec<String> = inline.map(|own| own.id.to_string()).collect();
    assert!(inline.iter().any(|id| id.contains("/subnets/")), "{inline:#?}");
    let snapshot = actual.snapshot();
    let resources = snapshot["predictedResources"].as_array().expect("resources");
    assert!(resources.len() > 20, "{}", resources.len());
    for resource in resources {
        assert_ne!(resource["type"], "Microsoft.Network/virtualNetworks/subnets", "{resource:#}");
        if resource["type"] == "Microsoft.Network/virtualNetworks" {
            assert!(resource["properties"]["subnets"].as_array().is_some_and(|all| !all.is_empty()), "{resource:#}");
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

/// Pairs that cannot agree: the compilation is of an earlier text, or of one with other line ends.
const STALE: &[&str] = &[
    "application-workloads/azure-gamedev/gamedev-vmss",
    "quickstarts/canonical/anbox",
    "quickstarts/microsoft.documentdb/cosmosdb-mongodb-autoscale",
    "quickstarts/microsoft.kubernetes/aks-azure-linux",
    "quickstarts/microsoft.mobilenetwork/mobilenetwork-create-new-slice",
    "quickstarts/microsoft.mobilenetwork/mobilenetwork-provision-proxy-sims",
    "quickstarts/microsoft.mobilenetwork/mobilenetwork-update-packet-core-control-plane",
    "quickstarts/microsoft.network/azure-bastion",
    "quickstarts/microsoft.network/azurefirewall-create-with-ipgroups-and-linux-jumpbox",
    "quickstarts/microsoft.web/webapp-windows-with-privateendpoint-applicationgateway",
    "subscription-deployments/microsoft.network/virtual-network-manager-connectivity",
];

/// Samples that no deployment would take: they index beyond an array, add a name to a name, or join a text to an array.
const WRONG: &[&str] = &[
    "baselines/LoopsIndexed_LF",
    "baselines/NewlineSensitivity_LF",
    "baselines/Variables_LF",
    "user_submitted/101/sqlmi-new-vnet",
    "user_submitted/201/api-management-create-all-resources",
    "user_submitted/201/web-app-asev2-create",
];

/// Templates beside what the official compiler made of them: both predict the same.
#[test]
fn bicep_and_its_official_compilation_predict_the_same() {
    if let Some(root) = common::checkout("RINGFENCE_QUICKSTARTS", "quickstarts against their official compilations") {
        pairs_agree(&root, "azuredeploy.json", 400);
    }
    if let Some(root) = common::checkout("RINGFENCE_BICEP_CHECKOUT", "samples against their official compilations") {
        pairs_agree(&root.join("src/Bicep.Core.Samples/Files"), "main.json", 50);
    }
}

fn pairs_agree(root: &Path, compiled: &str, least: usize) {
    let (mut folders, mut pairs) = (vec![root.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).expect("a folder").map(|own| own.expect("entry"));
        folders.extend(entries.filter(|own| own.file_type().is_ok_and(|kind| kind.is_dir())).map(|own| own.path()));
        if folder.join("main.bicep").exists() && folder.join(compiled).exists() {
            pairs.push(folder);
        }
    }
    pairs.sort();
    let (mut different, mut agree, mut left_out) = (Vec::new(), 0, 0);
    for folder in &pairs {
        let name = text_of(folder.strip_prefix(root).expect("below the root"));
        let own = run(&folder.join("main.bicep"), None, Setting::default());
        let unread = |error: &str| error.contains("not-read]") || error.contains("not-found]");
        let invalid = name.contains("/Invalid");
        if invalid || STALE.contains(&name.as_str()) || own.errors().any(unread) {
            left_out += 1;
            continue;
        }
        let official = run(&folder.join(compiled), None, Setting::default());
        let errors: Vec<&str> = official.errors().collect();
        if errors.is_empty() == WRONG.contains(&name.as_str()) {
            different.push(format!("{name}: errors in the official compilation: {errors:#?}"));
        }
        let (own, official) = (in_order(&own.snapshot()), in_order(&official.snapshot()));
        match own.lines().zip(official.lines()).find(|(own, official)| own != official) {
            Some((own, official)) => different.push(format!("{name}:\n  {own}\n  {official}")),
            None if own != official => different.push(format!("{name}: one is longer")),
            None => agree += 1,
        }
    }
    println!("{agree} of {} pairs; {left_out} invalid, stale or with files that are not there", pairs.len() - left_out);
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n"));
    assert!(agree >= least, "{agree} pairs");
}

/// A prediction as text, its resources by their ids: the order is each file's own.
fn in_order(snapshot: &Json) -> String {
    let mut snapshot = sorted(snapshot);
    snapshot["diagnostics"] = Json::Null;
    if let Some(resources) = snapshot["predictedResources"].as_array_mut() {
        // The official compiler spells types as its tables do; they are the same in any case.
        resources.sort_by_key(|own| own.to_string().to_lowercase());
    }
    for_each_text(&mut snapshot, &|text| without_labels(&text.to_lowercase()));
    format!("{snapshot:#}").to_lowercase()
}

/// What fails is called after the start of its text, which is not the same in both files, so that the rest is cut off.
fn without_labels(text: &str) -> String {
    text.split_once("error(").map_or_else(|| text.to_owned(), |(before, _)| format!("{before}error"))
}
