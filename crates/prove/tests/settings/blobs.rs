//! Anonymous readers of a storage account's blobs.

use ringfence_estate::ResourceIndex;
use ringfence_prove::blobs::findings;
use ringfence_testkit::EstateBuilder;
use serde_json::{Value as Json, json};

use crate::summary::{alone, of, rests_on};

const ACCOUNT: &str = "Microsoft.Storage/storageAccounts";
const SWITCH: &str = "properties.allowBlobPublicAccess";

#[test]
fn the_switch() {
    let table: &[(&str, Json, &str)] = &[
        ("2024-01-01", json!({ "allowBlobPublicAccess": false }), "holds"),
        ("2024-01-01", json!({ "allowblobpublicaccess": false }), "holds"),
        ("2024-01-01", json!({ "allowBlobPublicAccess": true }), "fails"),
        ("2024-01-01", json!({ "allowBlobPublicAccess": null }), "holds"),
        ("2024-01-01", json!({}), "holds"),
        ("2023-01-01", json!({}), "holds"),
        ("2022-09-01", json!({}), "unknown"),
        ("2022-09-01", json!({ "allowBlobPublicAccess": null }), "unknown"),
        ("2019-04-01", json!({ "allowBlobPublicAccess": false }), "holds"),
        ("2018-11-01", json!({ "allowBlobPublicAccess": false }), "unknown"),
        ("2018-11-01", json!({ "allowBlobPublicAccess": true }), "unknown"),
        ("latest", json!({ "allowBlobPublicAccess": false }), "unknown"),
        ("2024-01-01", json!({ "allowBlobPublicAccess": "false" }), "unknown"),
        ("2024-01-01", json!({ "allowBlobPublicAccess": 0 }), "unknown"),
        ("2024-01-01", json!({ "allowBlobPublicAccess": [] }), "unknown"),
        ("2024-01-01", json!({ "allowBlobPublicAccess": { "$param": "open" } }), "unknown"),
        ("2024-01-01", json!({ "$object": "all" }), "unknown"),
    ];
    for (version, properties, verdict) in table {
        let found = alone(findings, &format!("{ACCOUNT}@{version}"), &json!({ "properties": properties }));
        assert_eq!(found, format!("{verdict} {SWITCH}"), "{version} {properties}");
    }
}

#[test]
fn a_choice_is_told_apart() {
    let body = json!({ "properties": { "allowBlobPublicAccess": { "$bool": "open" } } });
    let found = alone(findings, ACCOUNT, &body);
    assert_eq!(found, format!("holds {SWITCH} when open is false | fails {SWITCH} when open is true"));
}

#[test]
fn the_switch_overrules_containers_and_they_do_not_overrule_it() {
    for (switch, level, verdict) in
        [(false, "Container", "holds"), (true, "None", "fails"), (true, "Blob", "fails"), (false, "None", "holds")]
    {
        let mut builder = EstateBuilder::new();
        let account = builder.declare(ACCOUNT, "st", &json!({ "properties": { "allowBlobPublicAccess": switch } }));
        let container = format!("{ACCOUNT}/blobServices/containers");
        builder.declare(&container, "st/default/c", &json!({ "properties": { "publicAccess": level } }));
        assert_eq!(of(findings, &builder, account), format!("{verdict} {SWITCH}"), "{switch} {level}");
    }
}

#[test]
fn a_static_website_is_public_whatever_the_switch_says() {
    const WEBSITE: &str = "properties.staticWebsite.enabled";
    let found = |service: &dyn Fn(&mut EstateBuilder, &str) -> ResourceIndex| {
        let mut builder = EstateBuilder::new();
        let account = builder.declare(ACCOUNT, "st", &json!({ "properties": { "allowBlobPublicAccess": false } }));
        service(&mut builder, &format!("{ACCOUNT}/blobServices"));
        of(findings, &builder, account)
    };
    let website = |enabled: Json| json!({ "properties": { "staticWebsite": { "enabled": enabled } } });
    let on = website(json!(true));
    let declared = found(&|builder, kind| builder.declare(kind, "st/default", &on));
    assert_eq!(declared, format!("fails {WEBSITE}"));
    let other = found(&|builder, kind| builder.declare(kind, "other/default", &on));
    assert_eq!(other, format!("holds {SWITCH}"));
    let off = found(&|builder, kind| builder.declare(kind, "st/default", &website(json!(false))));
    assert_eq!(off, format!("holds {SWITCH}"));
    let none = found(&|builder, kind| builder.declare(kind, "st/default", &json!({})));
    assert_eq!(none, format!("holds {SWITCH}"));
    let existing = found(&|builder, kind| builder.existing(kind, "st/default"));
    assert_eq!(existing, format!("unknown {WEBSITE}"));
    let loops = found(&|builder, kind| builder.declare_family(kind, "st/default", &on));
    assert_eq!(loops, format!("unknown {WEBSITE}"));
    let choice = found(&|builder, kind| builder.declare_if("web", kind, "st/default", &on));
    assert_eq!(choice, format!("fails {WEBSITE} when web is true | holds {SWITCH} when web is false"));
}

#[test]
fn what_it_rests_on_is_named() {
    let mut builder = EstateBuilder::new();
    let account = builder.declare(ACCOUNT, "st", &json!({}));
    assert_eq!(rests_on(findings, &builder, account), ["as-declared:st", "complete:st"]);
    let mut builder = EstateBuilder::new();
    let old = builder.declare(&format!("{ACCOUNT}@2021-09-01"), "st", &json!({}));
    let missing = rests_on(findings, &builder, old).join(" ");
    assert!(missing.contains("blob-old-default"), "{missing}");
}

#[test]
fn nothing_is_said_of_what_is_not_deployed() {
    let mut builder = EstateBuilder::new();
    builder.existing(ACCOUNT, "st");
    assert!(findings(&builder.estate).is_empty());
    let family = builder.declare_family(ACCOUNT, "more", &json!({ "properties": { "allowBlobPublicAccess": true } }));
    assert_eq!(of(findings, &builder, family), format!("unknown {SWITCH}"));
}
