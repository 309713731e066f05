//! When a private endpoint counts, and when it does not.

use ringfence_testkit::{EstateBuilder, id};
use serde_json::{Value as Json, json};

use crate::summary::{ENDPOINT, STORAGE, SUBNET, VAULT, connected, endpoint, estate, missing, said};

/// A container, so that the blobs of `st` are in use whatever the endpoint is.
fn container(builder: &mut EstateBuilder) {
    builder.declare(&format!("{STORAGE}/blobServices/containers"), "st/default/docs", &json!({}));
}

fn one(body: &Json) -> String {
    said(&estate(|builder| {
        container(builder);
        builder.declare(ENDPOINT, "pe", body);
    }))
}

fn st() -> Json {
    json!(id(STORAGE, "st"))
}

#[test]
fn what_a_connection_names() {
    let elsewhere = json!(id(STORAGE, "st").replace("/resourceGroups/g/", "/resourceGroups/other/"));
    let table: &[(&str, Json, &str)] = &[
        ("as it should be", endpoint(&st(), &json!("blob")), "st (blob) holds"),
        ("groups compare without case", endpoint(&st(), &json!("BLOB")), "st (blob) holds"),
        (
            "ids compare without case",
            endpoint(&json!(id(STORAGE, "st").to_uppercase()), &json!("blob")),
            "st (blob) holds",
        ),
        ("another sub-resource", endpoint(&st(), &json!("file")), "st (blob) fails; st (file) holds"),
        ("an unknown one", endpoint(&st(), &json!({ "$param": "group" })), "st (blob) unknown"),
        (
            "one of two",
            endpoint(&st(), &json!({ "$allowed": ["group", "blob", "file"] })),
            "st (blob) holds if group is 'blob' | fails if group is 'file'; st (file) fails if group is 'blob' | holds if group is 'file'",
        ),
        ("a number", endpoint(&st(), &json!(7)), "st (blob) fails"),
        (
            "none named",
            connected("privateLinkServiceConnections", &st(), &Json::Null, &Json::Null),
            "st (blob) unknown",
        ),
        (
            "an empty list",
            connected("privateLinkServiceConnections", &st(), &json!([]), &Json::Null),
            "st (blob) unknown",
        ),
        (
            "unknown groups",
            connected("privateLinkServiceConnections", &st(), &json!({ "$array": "groups" }), &Json::Null),
            "st (blob) unknown",
        ),
        (
            "several at once",
            connected("privateLinkServiceConnections", &st(), &json!(["blob", "file"]), &Json::Null),
            "st (blob) unknown; st (file) unknown",
        ),
        (
            "several, none of them it",
            connected("privateLinkServiceConnections", &st(), &json!(["table", "file"]), &Json::Null),
            "st (blob) fails; st (table) unknown; st (file) unknown",
        ),
        ("an unknown target", endpoint(&json!({ "$param": "target" }), &json!("blob")), "st (blob) unknown"),
        (
            "an account whose name is not known",
            endpoint(&json!({ "$concat": [id(STORAGE, ""), { "$param": "name" }] }), &json!("blob")),
            "st (blob) unknown",
        ),
        ("another account", endpoint(&json!(id(STORAGE, "other")), &json!("blob")), "st (blob) fails"),
        ("an account of that name in another group", endpoint(&elsewhere, &json!("blob")), "st (blob) fails"),
        ("no target", endpoint(&Json::Null, &json!("blob")), "st (blob) fails"),
    ];
    for (note, body, want) in table {
        assert_eq!(one(body), *want, "{note}");
    }
}

#[test]
fn only_an_approved_connection_counts() {
    let (auto, manual) = ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections");
    let table: &[(&str, Json, &str)] = &[
        (auto, Json::Null, "holds"),
        (auto, json!("Approved"), "holds"),
        (auto, json!("approved"), "holds"),
        (auto, json!("Rejected"), "fails"),
        (auto, json!("Pending"), "fails"),
        (auto, json!("Disconnected"), "fails"),
        (auto, json!("Aproved"), "unknown"),
        (auto, json!({ "$param": "state" }), "unknown"),
        (auto, json!(true), "unknown"),
        (manual, Json::Null, "fails"),
        (manual, json!("Approved"), "holds"),
        (manual, json!("Pending"), "fails"),
        (manual, json!({ "$param": "state" }), "unknown"),
    ];
    for (list, status, want) in table {
        let said = one(&connected(list, &st(), &json!(["blob"]), status));
        assert_eq!(said, format!("st (blob) {want}"), "{list} {status}");
    }
}

#[test]
fn the_service_approves_and_rejects() {
    let (auto, manual) = ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections");
    let own = json!(id(ENDPOINT, "pe"));
    let table: &[(&str, Json, Json, &str)] = &[
        (manual, own.clone(), json!("Approved"), "holds"),
        (manual, Json::Null, json!("Approved"), "unknown"),
        (manual, json!(id(ENDPOINT, "other")), json!("Approved"), "fails"),
        (manual, json!({ "$param": "endpoint" }), json!("Approved"), "unknown"),
        (auto, own.clone(), json!("Rejected"), "fails"),
        (auto, own.clone(), json!("Approved"), "holds"),
        (auto, own, json!({ "$param": "state" }), "unknown"),
        (auto, Json::Null, json!("Rejected"), "unknown"),
        (auto, Json::Null, json!("Approved"), "holds"),
        (auto, json!(id(ENDPOINT, "other")), json!("Rejected"), "holds"),
    ];
    for (list, endpoint, status, want) in table {
        let estate = estate(|builder| {
            container(builder);
            builder.declare(ENDPOINT, "pe", &connected(list, &st(), &json!(["blob"]), &Json::Null));
            let body = json!({ "properties": {
                "privateEndpoint": { "id": endpoint },
                "privateLinkServiceConnectionState": { "status": status },
            } });
            builder.declare(&format!("{STORAGE}/privateEndpointConnections"), "st/c", &body);
        });
        assert_eq!(said(&estate), format!("st (blob) {want}"), "{list} {endpoint} {status}");
    }
}

#[test]
fn it_stands_in_a_subnet() {
    let table: &[(&str, Json, &str)] = &[
        ("of the estate", json!({ "id": id(SUBNET, "vnet/snet") }), "holds"),
        ("that exists elsewhere", json!({ "id": id(SUBNET, "hub/snet") }), "holds"),
        (
            "whose name is a parameter, which may hold a `/`",
            json!({ "id": { "$concat": [id(SUBNET, "vnet/"), { "$param": "subnet" }] } }),
            "unknown",
        ),
        ("of which nothing is known", json!({ "id": { "$param": "subnet" } }), "unknown"),
        ("left out", json!({}), "fails"),
        ("null", json!({ "id": null }), "fails"),
        ("a network", json!({ "id": id("Microsoft.Network/virtualNetworks", "vnet") }), "unknown"),
        ("a number", json!({ "id": 7 }), "unknown"),
        ("an object that is not known", json!({ "$object": "subnet" }), "unknown"),
    ];
    for (note, subnet, want) in table {
        let mut body = endpoint(&st(), &json!("blob"));
        body["properties"]["subnet"] = subnet.clone();
        assert_eq!(one(&body), format!("st (blob) {want}"), "{note}");
    }
}

#[test]
fn it_may_not_be_there() {
    let body = endpoint(&st(), &json!("blob"));
    let connection = body["properties"]["privateLinkServiceConnections"][0].clone();
    let with = |connections: Json| {
        let mut body = body.clone();
        body["properties"]["privateLinkServiceConnections"] = connections;
        body
    };
    let conditional = estate(|builder| {
        container(builder);
        builder.declare_if("isolated", ENDPOINT, "pe", &body);
    });
    assert_eq!(said(&conditional), "st (blob) holds if isolated is true | fails if isolated is false");
    let family = estate(|builder| {
        builder.declare_family(ENDPOINT, "pe", &body);
    });
    assert_eq!(said(&family), "st (blob) unknown");
    assert_eq!(one(&with(json!([{ "$family": connection }]))), "st (blob) unknown");
    assert_eq!(one(&with(json!([{ "$rest": "more" }]))), "st (blob) unknown");
    assert_eq!(one(&with(json!({ "$array": "connections" }))), "st (blob) unknown");
    assert_eq!(one(&with(json!([{ "$rest": "more" }, connection]))), "st (blob) holds");
    assert_eq!(
        one(&with(json!([{ "$when": ["isolated", connection] }]))),
        "st (blob) holds if isolated is true | fails if isolated is false"
    );
    assert_eq!(one(&with(json!([]))), "st (blob) fails");
    assert_eq!(one(&json!({ "properties": { "$object": "all" } })), "st (blob) unknown");
    let elsewhere = estate(|builder| {
        container(builder);
        builder.existing(ENDPOINT, "pe");
    });
    assert_eq!(said(&elsewhere), "st (blob) fails");
}

#[test]
fn a_switch_that_takes_the_endpoint_away_is_named_though_nothing_else_shows_a_use() {
    let estate = estate(|builder| {
        builder.declare_if("isolated", ENDPOINT, "pe", &endpoint(&st(), &json!("blob")));
    });
    assert_eq!(said(&estate), "st (blob) holds if isolated is true | fails if isolated is false");
}

#[test]
fn declarations_that_may_be_one() {
    let named = |name: Json, second: &Json| {
        let estate = estate(|builder| {
            container(builder);
            builder.declare(ENDPOINT, "pe", &endpoint(&st(), &json!("blob")));
            let index = builder.declare(ENDPOINT, "other", second);
            let name = builder.value(&name);
            builder.estate.resources[index.0 as usize].id.names = vec![name];
        });
        said(&estate)
    };
    let (file, blob) = (endpoint(&st(), &json!("file")), endpoint(&st(), &json!("blob")));
    // The endpoint for files may be written last over the one for blobs.
    assert_eq!(named(json!({ "$param": "name" }), &file), "st (blob) unknown; st (file) unknown");
    assert_eq!(named(json!({ "$param": "name" }), &blob), "st (blob) holds");
    assert_eq!(named(json!("other"), &file), "st (blob) holds; st (file) holds");
    // So may an account.
    let accounts = estate(|builder| {
        container(builder);
        builder.declare(ENDPOINT, "pe", &endpoint(&st(), &json!("blob")));
        let index = builder.declare(STORAGE, "other", &json!({}));
        let name = builder.value(&json!({ "$param": "name" }));
        builder.estate.resources[index.0 as usize].id.names = vec![name.clone()];
        let id =
            builder.estate.resources[index.0 as usize].id.child("blobServices", name.clone()).child("containers", name);
        let index = builder.declare(&format!("{STORAGE}/blobServices/containers"), "other/a/b", &json!({}));
        builder.estate.resources[index.0 as usize].id = id;
    });
    assert!(!said(&accounts).contains("holds"), "{}", said(&accounts));
}

#[test]
fn while_part_of_the_input_is_not_read_nothing_is_absent() {
    let mut estate = estate(container);
    let origin = estate.resources[0].origin;
    assert_eq!(said(&estate), "st (blob) fails");
    estate.unread.push(origin);
    assert_eq!(said(&estate), "st (blob) unknown");
}

#[test]
fn the_only_sub_resource_of_a_type_is_the_one() {
    let vault = |group: Json| {
        said(&estate(|builder| {
            builder.declare(VAULT, "kv", &json!({}));
            builder.declare(ENDPOINT, "pe", &endpoint(&json!(id(VAULT, "kv")), &group));
        }))
    };
    assert_eq!(vault(json!("vault")), "kv (vault) holds");
    assert_eq!(vault(json!("Vault")), "kv (vault) holds");
    assert_eq!(vault(json!({ "$param": "group" })), "kv (vault) unknown");
    assert_eq!(vault(json!("blob")), "kv (vault) fails");
}

#[test]
fn what_is_missing_is_named() {
    let of = |target: Json, group: Json| {
        missing(&estate(|builder| {
            container(builder);
            builder.declare(ENDPOINT, "pe", &endpoint(&target, &group));
        }))
    };
    assert_eq!(of(st(), json!({ "$param": "group" })), "the value of `group`");
    assert_eq!(of(json!({ "$param": "target" }), json!("blob")), "the value of `target`");
}

#[test]
fn a_slot_has_an_endpoint_on_the_site() {
    let site = "Microsoft.Web/sites";
    let estate = estate(|builder| {
        builder.declare(site, "app", &json!({}));
        builder.declare(&format!("{site}/slots"), "app/next", &json!({}));
        builder.declare(&format!("{site}/slots"), "app/old", &json!({}));
        builder.declare(ENDPOINT, "pe-next", &endpoint(&json!(id(site, "app")), &json!("sites-next")));
    });
    assert_eq!(said(&estate), "app/next (sites-next) holds");
}

#[test]
fn a_type_outside_the_table_has_the_groups_that_endpoints_name() {
    let topics = "Microsoft.EventGrid/topics";
    let estate = estate(|builder| {
        builder.declare(topics, "t", &json!({}));
        builder.declare(ENDPOINT, "pe", &endpoint(&json!(id(topics, "t")), &json!("topic")));
    });
    assert_eq!(said(&estate), "t (topic) holds");
}

/// <https://learn.microsoft.com/azure/container-apps/networking#public-network-access>
#[test]
fn a_container_environment_takes_endpoints_only_while_its_public_side_is_off() {
    let of = |version: &str, properties: Json| {
        let kind = "Microsoft.App/managedEnvironments";
        said(&estate(|builder| {
            builder.declare(&format!("{kind}@{version}"), "cae", &json!({ "properties": properties }));
            builder.declare(ENDPOINT, "pe", &endpoint(&json!(id(kind, "cae")), &json!("managedEnvironments")));
        }))
    };
    let internal = json!({ "vnetConfiguration": { "internal": true } });
    assert_eq!(of("2025-01-01", internal), "cae (managedEnvironments) holds");
    let off = || json!({ "publicNetworkAccess": "disabled" });
    assert_eq!(of("2025-07-01", off()), "cae (managedEnvironments) holds");
    assert_eq!(of("2025-01-01", off()), "cae (managedEnvironments) unknown");
    for open in
        [json!({}), json!({ "publicNetworkAccess": "Enabled" }), json!({ "publicNetworkAccess": { "$param": "x" } })]
    {
        assert_eq!(of("2025-07-01", open.clone()), "cae (managedEnvironments) unknown", "{open}");
    }
}
