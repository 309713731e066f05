//! Azure Machine Learning: the workspace's two switches, endpoints with their own, and compute.

use ringfence_testkit::EstateBuilder;
use serde_json::{Value as Json, json};

use crate::summary;

const WORKSPACE: &str = "Microsoft.MachineLearningServices/workspaces";

#[test]
fn a_workspace_s_switches_and_lists() {
    let rows = [
        (json!({ "publicNetworkAccess": "Disabled" }), "holds"),
        (json!({ "publicNetworkAccess": "Disabled", "allowPublicAccessWhenBehindVnet": false }), "holds"),
        (json!({ "publicNetworkAccess": "Disabled", "allowPublicAccessWhenBehindVnet": true }), "unknown"),
        (json!({ "publicNetworkAccess": "Disabled", "allowPublicAccessWhenBehindVnet": { "$param": "x" } }), "unknown"),
        (json!({ "publicNetworkAccess": "Enabled" }), "fails"),
        (json!({ "publicNetworkAccess": "Enabled", "ipAllowlist": [] }), "fails"),
        (json!({ "publicNetworkAccess": "Enabled", "ipAllowlist": ["203.0.113.7"] }), "unknown"),
        (json!({ "publicNetworkAccess": "Enabled", "networkAcls": { "defaultAction": "Deny" } }), "unknown"),
        (json!({}), "unknown"),
    ];
    for (properties, expected) in rows {
        assert_eq!(summary::verdict(WORKSPACE, &json!({ "properties": properties })), expected, "{properties}");
    }
}

fn child(workspace: Option<Json>, kind: &str, properties: Json) -> String {
    let mut builder = EstateBuilder::new();
    match workspace {
        Some(body) => builder.declare(WORKSPACE, "ml", &json!({ "properties": body })),
        None => builder.existing(WORKSPACE, "ml"),
    };
    let index = builder.declare(&format!("{WORKSPACE}/{kind}"), "ml/x", &json!({ "properties": properties }));
    summary::verdicts(&summary::of(&builder, index))
}

#[test]
fn an_online_endpoint_has_a_switch_of_its_own() {
    let closed = || Some(json!({ "publicNetworkAccess": "Disabled" }));
    let endpoint = |workspace, word: &str| child(workspace, "onlineEndpoints", json!({ "publicNetworkAccess": word }));
    assert_eq!(endpoint(closed(), "Enabled"), "fails");
    assert_eq!(endpoint(closed(), "Disabled"), "holds");
    assert_eq!(endpoint(Some(json!({ "publicNetworkAccess": "Enabled" })), "Disabled"), "holds");
    assert_eq!(endpoint(Some(json!({ "ipAllowlist": ["203.0.113.7"] })), "Enabled"), "unknown");
    assert_eq!(endpoint(None, "Enabled"), "unknown");
}

#[test]
fn compute_is_open_by_its_public_addresses() {
    let cluster = |properties: Json| {
        child(Some(json!({})), "computes", json!({ "computeType": "AmlCompute", "properties": properties }))
    };
    assert_eq!(cluster(json!({ "enableNodePublicIp": false })), "holds");
    assert_eq!(cluster(json!({ "remoteLoginPortPublicAccess": "Enabled" })), "fails");
    assert_eq!(cluster(json!({})), "fails");
    assert_eq!(cluster(json!({ "subnet": { "id": "/x" } })), "unknown");
    assert_eq!(cluster(json!({ "remoteLoginPortPublicAccess": "Disabled" })), "unknown");
    let instance = |properties: Json| {
        child(Some(json!({})), "computes", json!({ "computeType": "ComputeInstance", "properties": properties }))
    };
    assert_eq!(
        instance(json!({ "enableNodePublicIp": false, "sshSettings": { "sshPublicAccess": "Disabled" } })),
        "holds"
    );
    assert_eq!(instance(json!({ "sshSettings": { "sshPublicAccess": "Enabled" } })), "fails");
    assert_eq!(instance(json!({})), "unknown");
    let managed = child(
        Some(json!({ "managedNetwork": { "isolationMode": "AllowOnlyApprovedOutbound" } })),
        "computes",
        json!({ "computeType": "AmlCompute", "properties": { "remoteLoginPortPublicAccess": "Enabled" } }),
    );
    assert_eq!(managed, "unknown");
    assert_eq!(child(None, "computes", json!({ "computeType": "AmlCompute", "properties": {} })), "unknown");
    // With the log-in closed it is the addresses that are to be mended.
    for (kind, login) in [
        ("AmlCompute", json!({ "remoteLoginPortPublicAccess": "Disabled" })),
        ("AmlCompute", json!({ "remoteLoginPortPublicAccess": "NotSpecified", "subnet": { "id": "/x" } })),
        ("ComputeInstance", json!({ "sshSettings": { "sshPublicAccess": "Disabled" } })),
    ] {
        let body = json!({ "properties": { "computeType": kind, "properties": login } });
        let decided = summary::alone(&format!("{WORKSPACE}/computes"), &body);
        assert_eq!(decided, "unknown properties.properties.enableNodePublicIp", "{body}");
    }
    assert_eq!(child(Some(json!({})), "computes", json!({ "computeType": "Kubernetes" })), "no");
}
