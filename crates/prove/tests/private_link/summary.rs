//! Estates in a few lines, and what the prover says of them in a few words.

use ringfence_estate::Estate;
use ringfence_prove::finding::{Case, Outcome, Role};
use ringfence_prove::private_link::private_paths;
use ringfence_testkit::{EstateBuilder, id};
use serde_json::{Value as Json, json};

pub(crate) const STORAGE: &str = "Microsoft.Storage/storageAccounts";
pub(crate) const VAULT: &str = "Microsoft.KeyVault/vaults";
pub(crate) const ENDPOINT: &str = "Microsoft.Network/privateEndpoints";
pub(crate) const SUBNET: &str = "Microsoft.Network/virtualNetworks/subnets";

/// The body of a private endpoint with one connection.
pub(crate) fn endpoint(target: &Json, group: &Json) -> Json {
    connected("privateLinkServiceConnections", target, &json!([group]), &Json::Null)
}

/// The same, with everything that can differ.
pub(crate) fn connected(list: &str, target: &Json, groups: &Json, status: &Json) -> Json {
    json!({ "properties": {
        "subnet": { "id": id(SUBNET, "vnet/snet") },
        list: [{ "name": "c", "properties": {
            "privateLinkServiceId": target,
            "groupIds": groups,
            "privateLinkServiceConnectionState": { "status": status },
        } }],
    } })
}

/// An estate with a storage account `st`, a subnet, and what else is declared.
pub(crate) fn estate(more: impl FnOnce(&mut EstateBuilder)) -> Estate {
    let mut builder = EstateBuilder::new();
    builder.declare(STORAGE, "st", &json!({ "properties": {} }));
    builder.declare(SUBNET, "vnet/snet", &json!({ "properties": { "addressPrefix": "10.0.0.0/24" } }));
    more(&mut builder);
    builder.estate
}

/// Each subject with its verdicts: `st (blob) holds`; with the choices, where there are several.
pub(crate) fn said(estate: &Estate) -> String {
    let all = private_paths(estate).into_iter().map(|path| {
        let name = estate.resource(path.resource).map(|own| own.id.display_name()).unwrap_or_default();
        let cases: Vec<String> = path.cases.iter().map(|case| said_of(case, path.cases.len() > 1)).collect();
        for case in &path.cases {
            let decisive = case.steps.iter().filter(|step| step.role == Role::Decisive).count();
            assert_eq!(decisive, 1, "{name} has {decisive} steps that decide");
        }
        format!("{name} ({}) {}", path.group, cases.join(" | "))
    });
    all.collect::<Vec<String>>().join("; ")
}

fn said_of(case: &Case, with_choice: bool) -> String {
    let verdict = match &case.outcome {
        Outcome::Holds => "holds".to_owned(),
        Outcome::Fails => "fails".to_owned(),
        Outcome::Unknown(missing) => {
            assert!(!missing.is_empty(), "nothing is missing");
            "unknown".to_owned()
        }
    };
    if with_choice { format!("{verdict} if {}", case.when) } else { verdict }
}

/// What is missing of each subject.
pub(crate) fn missing(estate: &Estate) -> String {
    let all = private_paths(estate).into_iter().flat_map(|path| path.cases).filter_map(|case| match case.outcome {
        Outcome::Unknown(missing) => Some(missing),
        _ => None,
    });
    all.flatten().map(|own| own.what).collect::<Vec<String>>().join("; ")
}
