//! Keys and passwords, where a type has a rule of its own.

use ringfence_prove::keys::findings;
use ringfence_testkit::EstateBuilder;
use serde_json::{Value as Json, json};

use crate::summary::{alone, of};

const SITES: &str = "Microsoft.Web/sites";
const POLICIES: &str = "Microsoft.Web/sites/basicPublishingCredentialsPolicies";
const SQL: &str = "Microsoft.Sql/servers";

fn verdict(kind: &str, body: &Json) -> String {
    alone(findings, kind, body).split(' ').next().unwrap_or_default().into()
}

/// The line of the first declaration, with the others beside it.
fn with(declarations: &[(&str, &str, Json)]) -> String {
    let mut builder = EstateBuilder::new();
    let indices: Vec<_> = declarations.iter().map(|(kind, names, body)| builder.declare(kind, names, body)).collect();
    of(findings, &builder, indices[0])
}

#[test]
fn a_web_app_needs_both_policies() {
    let policy = |name: &'static str, allow: Json| (POLICIES, name, json!({ "properties": { "allow": allow } }));
    let site = || (SITES, "app", json!({}));
    let table = [
        (vec![site()], "fails basicPublishingCredentialsPolicies/scm"),
        (vec![site(), policy("app/scm", json!(false))], "fails basicPublishingCredentialsPolicies/ftp"),
        (vec![site(), policy("app/scm", json!(false)), policy("app/ftp", json!(false))], "holds properties.allow"),
        (vec![site(), policy("app/SCM", json!(false)), policy("app/FTP", json!(false))], "holds properties.allow"),
        (vec![site(), policy("app/scm", json!(true)), policy("app/ftp", json!(false))], "fails properties.allow"),
        (vec![site(), policy("app/scm", json!("false")), policy("app/ftp", json!(false))], "unknown properties.allow"),
        (vec![site(), policy("app/scm", json!(null)), policy("app/ftp", json!(false))], "unknown properties.allow"),
        (
            vec![site(), policy("other/scm", json!(false)), policy("app/ftp", json!(false))],
            "fails basicPublishingCredentialsPolicies/scm",
        ),
        (
            vec![site(), policy("app/web", json!(false)), policy("app/ftp", json!(false))],
            "fails basicPublishingCredentialsPolicies/scm",
        ),
    ];
    for (declarations, expected) in table {
        assert_eq!(with(&declarations), expected, "{declarations:?}");
    }
}

#[test]
fn a_site_that_speaks_no_ftp_needs_no_policy_for_it() {
    let scm = (POLICIES, "app/scm", json!({ "properties": { "allow": false } }));
    let found = |state: Json| {
        let site = (SITES, "app", json!({ "properties": { "siteConfig": { "ftpsState": state } } }));
        with(&[site, scm.clone()])
    };
    assert_eq!(found(json!("Disabled")), "holds properties.allow");
    assert_eq!(found(json!("FtpsOnly")), "fails basicPublishingCredentialsPolicies/ftp");
    assert_eq!(found(json!(null)), "fails basicPublishingCredentialsPolicies/ftp");
    assert_eq!(found(json!({ "$param": "state" })), "unknown basicPublishingCredentialsPolicies/ftp");
    // What `config/web` says is written later.
    let site = (SITES, "app", json!({ "properties": { "siteConfig": { "ftpsState": "Disabled" } } }));
    let config = ("Microsoft.Web/sites/config", "app/web", json!({ "properties": { "ftpsState": "AllAllowed" } }));
    assert_eq!(with(&[site, scm, config]), "fails basicPublishingCredentialsPolicies/ftp");
}

#[test]
fn policies_count_as_far_as_they_are_there() {
    let mut builder = EstateBuilder::new();
    let site = builder.declare(SITES, "app", &json!({}));
    let off = json!({ "properties": { "allow": false } });
    builder.declare_if("hardened", POLICIES, "app/scm", &off);
    builder.declare(POLICIES, "app/ftp", &off);
    let found = of(findings, &builder, site);
    assert_eq!(
        found,
        "holds properties.allow when hardened is true | \
         fails basicPublishingCredentialsPolicies/scm when hardened is false"
    );
    let mut builder = EstateBuilder::new();
    let site = builder.declare(SITES, "app", &json!({}));
    builder.existing(POLICIES, "app/scm");
    builder.declare(POLICIES, "app/ftp", &off);
    assert_eq!(of(findings, &builder, site), "unknown properties.allow");
    let mut builder = EstateBuilder::new();
    let site = builder.declare(SITES, "app", &json!({}));
    builder.declare_family(POLICIES, "app/scm", &off);
    builder.declare(POLICIES, "app/ftp", &off);
    assert_eq!(of(findings, &builder, site), "unknown basicPublishingCredentialsPolicies/scm");
}

#[test]
fn a_slot_has_policies_of_its_own() {
    let slots = "Microsoft.Web/sites/slots";
    let off = || json!({ "properties": { "allow": false } });
    let own = "Microsoft.Web/sites/slots/basicPublishingCredentialsPolicies";
    let slot = || (slots, "app/staging", json!({}));
    assert_eq!(
        with(&[slot(), (own, "app/staging/scm", off()), (own, "app/staging/ftp", off())]),
        "holds properties.allow"
    );
    let of_site = with(&[slot(), (POLICIES, "app/scm", off()), (POLICIES, "app/ftp", off())]);
    assert_eq!(of_site, "fails basicPublishingCredentialsPolicies/scm");
}

#[test]
fn a_function_app_has_keys_of_its_host() {
    let off = |name| (POLICIES, name, json!({ "properties": { "allow": false } }));
    let found = |kind: Json| with(&[(SITES, "app", json!({ "kind": kind })), off("app/scm"), off("app/ftp")]);
    assert_eq!(found(json!("app,linux")), "holds properties.allow");
    assert_eq!(found(json!("functionapp,linux")), "unknown kind");
    assert_eq!(found(json!({ "$param": "kind" })), "unknown kind");
}

#[test]
fn what_the_child_says_of_its_server_counts() {
    let child = "Microsoft.Sql/servers/azureADOnlyAuthentications";
    let server =
        |only: Json| (SQL, "sql", json!({ "properties": { "administrators": { "azureADOnlyAuthentication": only } } }));
    let says = |only: Json| (child, "sql/Default", json!({ "properties": { "azureADOnlyAuthentication": only } }));
    let (own, later) = ("properties.administrators.azureADOnlyAuthentication", "properties.azureADOnlyAuthentication");
    let table = [
        (vec![server(json!(null))], format!("fails {own}")),
        (vec![server(json!(true))], format!("holds {own}")),
        (vec![server(json!(null)), says(json!(true))], format!("holds {later}")),
        (vec![server(json!(false)), says(json!(true))], format!("holds {later}")),
        (vec![server(json!(true)), says(json!(false))], format!("fails {later}")),
        (vec![server(json!(true)), says(json!({ "$param": "only" }))], format!("unknown {later}")),
        (vec![server(json!(true)), says(json!("true"))], format!("unknown {later}")),
    ];
    for (declarations, expected) in table {
        assert_eq!(with(&declarations), expected, "{declarations:?}");
    }
    let mut builder = EstateBuilder::new();
    let index = builder.declare(SQL, "sql", &server(json!(null)).2);
    builder.declare_family(child, "sql/Default", &says(json!(true)).2);
    assert!(of(findings, &builder, index).starts_with("unknown"), "the child may not be there");
    let mut builder = EstateBuilder::new();
    let index = builder.declare(SQL, "sql", &server(json!(true)).2);
    builder.existing(child, "sql/Default");
    assert!(of(findings, &builder, index).starts_with("unknown"), "the child says what nobody knows");
}

#[test]
fn local_users_sign_in_to_sftp_alone() {
    let storage = "Microsoft.Storage/storageAccounts";
    let found = |local: Json, sftp: Json| {
        let properties = json!({ "allowSharedKeyAccess": false, "isLocalUserEnabled": local, "isSftpEnabled": sftp });
        verdict(storage, &json!({ "properties": properties }))
    };
    let (yes, no, left_out, free) = (json!(true), json!(false), Json::Null, json!({ "$param": "p" }));
    for (local, sftp, expected) in [
        (&yes, &yes, "fails"),
        (&left_out, &yes, "fails"),
        (&yes, &no, "holds"),
        (&yes, &left_out, "holds"),
        (&no, &yes, "holds"),
        (&no, &free, "holds"),
        (&free, &no, "holds"),
        (&free, &yes, "unknown"),
        (&yes, &free, "unknown"),
        (&free, &free, "unknown"),
        (&left_out, &left_out, "holds"),
    ] {
        assert_eq!(found(local.clone(), sftp.clone()), expected, "{local} {sftp}");
    }
}

#[test]
fn the_switch_of_a_storage_service_may_let_keys_in_again() {
    let storage = "Microsoft.Storage/storageAccounts";
    let found = |services: Json| {
        let properties = json!({ "allowSharedKeyAccess": false, "allowSharedKeyAccessForServices": services });
        verdict(storage, &json!({ "properties": properties }))
    };
    assert_eq!(found(json!({ "blob": { "enabled": false } })), "holds");
    assert_eq!(found(json!({})), "holds");
    assert_eq!(found(json!({ "queue": { "enabled": true } })), "unknown");
    assert_eq!(found(json!({ "blob": { "enabled": { "$param": "p" } } })), "unknown");
    assert_eq!(found(json!({ "blob": { "enabled": "no" } })), "unknown");
    assert_eq!(found(json!({ "$object": "services" })), "unknown");
    assert_eq!(found(json!([])), "unknown");
}

#[test]
fn cosmos_db_turns_off_the_keys_of_some_apis_only() {
    let found = |kind: Json, capabilities: Json| {
        let properties = json!({ "disableLocalAuth": true, "capabilities": capabilities });
        verdict("Microsoft.DocumentDB/databaseAccounts", &json!({ "kind": kind, "properties": properties }))
    };
    assert_eq!(found(Json::Null, Json::Null), "holds");
    assert_eq!(found(json!("GlobalDocumentDB"), json!([{ "name": "EnableServerless" }])), "holds");
    assert_eq!(found(json!("GlobalDocumentDB"), json!([{ "name": "EnableCassandra" }])), "holds");
    assert_eq!(found(json!("MongoDB"), json!([])), "unknown");
    assert_eq!(found(Json::Null, json!([{ "name": "EnableGremlin" }])), "unknown");
    assert_eq!(found(Json::Null, json!([{ "name": { "$param": "p" } }])), "unknown");
    assert_eq!(found(Json::Null, json!({ "$array": "p" })), "unknown");
    assert_eq!(found(json!({ "$param": "p" }), json!([])), "unknown");
}

#[test]
fn a_list_of_ways_must_not_name_keys() {
    let batch = |modes: Json| {
        verdict("Microsoft.Batch/batchAccounts", &json!({ "properties": { "allowedAuthenticationModes": modes } }))
    };
    assert_eq!(batch(json!(["AAD"])), "holds");
    assert_eq!(batch(json!(["aad", "TaskAuthenticationToken"])), "holds");
    assert_eq!(batch(json!(["AAD", "SharedKey"])), "fails");
    assert_eq!(batch(Json::Null), "fails");
    assert_eq!(batch(json!([])), "unknown");
    assert_eq!(batch(json!(["AAD", "Other"])), "unknown");
    assert_eq!(batch(json!({ "$array": "p" })), "unknown");
    assert_eq!(batch(json!(["AAD", { "$rest": "p" }])), "unknown");
    assert_eq!(batch(json!(["AAD", { "$family": "SharedKey" }])), "unknown");
    assert_eq!(batch(json!([{ "$family": "AAD" }])), "unknown");
    assert_eq!(batch(json!(["AAD", { "$family": "AAD" }])), "holds");
    let mongo = |modes: Json| {
        let properties = json!({ "authConfig": { "allowedModes": modes } });
        verdict("Microsoft.DocumentDB/mongoClusters", &json!({ "properties": properties }))
    };
    assert_eq!(mongo(json!(["MicrosoftEntraID"])), "holds");
    assert_eq!(mongo(json!(["MicrosoftEntraID", "NativeAuth"])), "fails");
    assert_eq!(mongo(Json::Null), "unknown");
    assert_eq!(mongo(json!([{ "$family": "MicrosoftEntraID" }])), "unknown");
    assert_eq!(mongo(json!({ "$array": "p" })), "unknown");
}

#[test]
fn children_that_take_keys() {
    let redis = "Microsoft.Cache/redisEnterprise";
    let database = |keys: Json| {
        (
            "Microsoft.Cache/redisEnterprise/databases",
            "r/default",
            json!({ "properties": { "accessKeysAuthentication": keys } }),
        )
    };
    assert_eq!(
        with(&[(redis, "r", json!({})), database(json!("Disabled"))]),
        "holds properties.accessKeysAuthentication"
    );
    assert_eq!(
        with(&[(redis, "r", json!({})), database(json!("Enabled"))]),
        "fails properties.accessKeysAuthentication"
    );
    assert_eq!(with(&[(redis, "r", json!({})), database(Json::Null)]), "unknown properties.accessKeysAuthentication");
    assert_eq!(with(&[(redis, "r", json!({}))]), "holds databases");
    let registry = "Microsoft.ContainerRegistry/registries";
    let token = |status: Json| {
        ("Microsoft.ContainerRegistry/registries/tokens", "cr/ci", json!({ "properties": { "status": status } }))
    };
    assert_eq!(with(&[(registry, "cr", json!({})), token(json!("enabled"))]), "fails properties.status");
    assert_eq!(with(&[(registry, "cr", json!({})), token(json!("disabled"))]), "holds properties.adminUserEnabled");
    assert_eq!(with(&[(registry, "cr", json!({})), token(Json::Null)]), "unknown properties.status");
    let mysql = "Microsoft.DBforMySQL/flexibleServers";
    let parameter = |value: &str| {
        (
            "Microsoft.DBforMySQL/flexibleServers/configurations",
            "my/aad_auth_only",
            json!({ "properties": { "value": value } }),
        )
    };
    assert_eq!(with(&[(mysql, "my", json!({})), parameter("ON")]), "holds properties.value");
    assert_eq!(with(&[(mysql, "my", json!({})), parameter("OFF")]), "fails properties.value");
    assert_eq!(with(&[(mysql, "my", json!({}))]), "fails aad_auth_only");
}

#[test]
fn of_a_service_without_a_switch_nothing_holds() {
    for kind in ["Microsoft.Relay/namespaces", "Microsoft.NotificationHubs/namespaces", "Microsoft.Bing/accounts"] {
        assert_eq!(
            alone(findings, kind, &json!({ "properties": { "disableLocalAuth": true } })),
            "fails type",
            "{kind}"
        );
    }
    for kind in ["Microsoft.ApiManagement/service", "Microsoft.Databricks/workspaces"] {
        assert_eq!(alone(findings, kind, &json!({})), "unknown type", "{kind}");
    }
    assert_eq!(
        alone(findings, "Microsoft.DBforMySQL/servers", &json!({ "properties": { "administratorLogin": "root" } })),
        "fails properties.administratorLogin"
    );
}

#[test]
fn an_attached_compute_is_no_subject() {
    let kind = "Microsoft.MachineLearningServices/workspaces/computes";
    let compute = |kind: Json| json!({ "properties": { "computeType": kind, "disableLocalAuth": false } });
    assert_eq!(alone(findings, kind, &compute(json!("Kubernetes"))), "no subject");
    for own in [json!("AmlCompute"), json!("ComputeInstance"), json!("Other"), json!({ "$param": "p" })] {
        assert_eq!(verdict(kind, &compute(own)), "fails");
    }
    let choice = alone(findings, kind, &compute(json!({ "$allowed": ["p", "Kubernetes", "AmlCompute"] })));
    assert_eq!(
        choice,
        "holds properties when p is 'Kubernetes' | fails properties.disableLocalAuth when p is 'AmlCompute'"
    );
}
