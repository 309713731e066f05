//! Web apps: access rules, the deployment endpoint, and the places where they may be written.

use ringfence_testkit::{EstateBuilder, id};
use serde_json::{Value as Json, json};

use crate::summary;

const SITE: &str = "Microsoft.Web/sites";

/// A site whose main rules are `rules`, with a deployment endpoint that uses the same.
fn main_rules(rules: Json) -> Json {
    json!({ "ipSecurityRestrictions": rules, "scmIpSecurityRestrictionsUseMain": true })
}

fn found(config: &Json) -> String {
    summary::alone(SITE, &json!({ "properties": { "publicNetworkAccess": "Enabled", "siteConfig": config } }))
}

#[test]
fn the_first_rule_that_matches_decides() {
    let rule = |action: &str, priority: u32, address: &str| json!({ "action": action, "priority": priority, "ipAddress": address });
    let at = |nth: usize| format!("properties.siteConfig.ipSecurityRestrictions[{nth}].ipAddress");
    let rows = [
        (json!([]), "fails internet properties.publicNetworkAccess".into()),
        (json!([rule("Allow", 100, "10.0.0.0/8")]), "holds properties.siteConfig.ipSecurityRestrictions".into()),
        (json!([rule("Allow", 100, "203.0.113.0/24")]), format!("fails 203.0.113.0-203.0.113.255 {}", at(0))),
        (json!([rule("Allow", 100, "Any")]), format!("fails internet {}", at(0))),
        (json!([rule("Allow", 100, "AnyVnets")]), "holds properties.siteConfig.ipSecurityRestrictions".into()),
        // A denial before an allowance, in whichever order they are written.
        (
            json!([rule("Allow", 200, "203.0.113.0/24"), rule("Deny", 100, "203.0.113.0/25")]),
            format!("fails 203.0.113.128-203.0.113.255 {}", at(0)),
        ),
        (
            json!([rule("Allow", 200, "203.0.113.0/24"), rule("Deny", 100, "Any")]),
            "holds properties.siteConfig.ipSecurityRestrictions".into(),
        ),
        (
            json!([rule("Allow", 100, "203.0.113.0/24"), rule("Deny", 200, "Any")]),
            format!("fails 203.0.113.0-203.0.113.255 {}", at(0)),
        ),
        (
            json!([rule("Allow", 100, "203.0.113.1/32,198.51.100.0/24")]),
            format!("fails 198.51.100.0-198.51.100.255 {}", at(0)),
        ),
        // With a denial alone, whoever matches nothing is turned away, too: there is a rule.
        (json!([rule("Deny", 100, "203.0.113.0/24")]), "holds properties.siteConfig.ipSecurityRestrictions".into()),
        (json!([{ "action": "Allow", "priority": 1, "ipAddress": { "$param": "x" } }]), format!("unknown {}", at(0))),
        (json!([{ "priority": 1, "ipAddress": "203.0.113.0/24" }]), format!("unknown {}", at(0))),
        (json!({ "$array": "x" }), "unknown properties.siteConfig.ipSecurityRestrictions".into()),
        (
            json!([{ "action": "Allow", "priority": 1, "vnetSubnetResourceId": "/x" }]),
            "unknown properties.siteConfig.ipSecurityRestrictions[0].vnetSubnetResourceId".into(),
        ),
    ];
    for (rules, expected) in rows {
        assert_eq!(found(&main_rules(rules.clone())), expected, "{rules}");
    }
}

#[test]
fn a_denial_of_an_unknown_address_neither_closes_nor_opens() {
    let rules = json!([
        { "action": "Deny", "priority": 1, "ipAddress": { "$param": "x" } },
        { "action": "Allow", "priority": 2, "ipAddress": "203.0.113.0/24" },
    ]);
    assert_eq!(summary::verdicts(&found(&main_rules(rules))), "unknown");
}

#[test]
fn the_default_action_and_the_deployment_endpoint() {
    let rows = [
        (json!({ "ipSecurityRestrictionsDefaultAction": "Deny" }), "fails internet properties.publicNetworkAccess"),
        (
            json!({ "ipSecurityRestrictionsDefaultAction": "Deny", "scmIpSecurityRestrictionsUseMain": true }),
            "holds properties.siteConfig.ipSecurityRestrictionsDefaultAction",
        ),
        (
            json!({ "ipSecurityRestrictionsDefaultAction": "Deny", "scmIpSecurityRestrictionsDefaultAction": "Deny" }),
            "holds properties.siteConfig.ipSecurityRestrictionsDefaultAction",
        ),
        (
            json!({ "ipSecurityRestrictionsDefaultAction": "Allow", "scmIpSecurityRestrictionsDefaultAction": "Deny" }),
            "fails internet properties.siteConfig.ipSecurityRestrictionsDefaultAction",
        ),
        (
            json!({ "ipSecurityRestrictionsDefaultAction": "Deny", "scmIpSecurityRestrictionsUseMain": { "$param": "x" } }),
            "unknown properties.siteConfig.scmIpSecurityRestrictionsUseMain",
        ),
        (
            json!({ "ipSecurityRestrictionsDefaultAction": { "$param": "x" }, "scmIpSecurityRestrictionsUseMain": true }),
            "unknown properties.siteConfig.ipSecurityRestrictionsDefaultAction",
        ),
    ];
    for (config, expected) in rows {
        assert_eq!(found(&config), expected, "{config}");
    }
}

#[test]
fn config_web_is_written_later() {
    let found = |site: Json, child: Json| {
        let mut builder = EstateBuilder::new();
        let index = builder.declare(SITE, "app", &json!({ "properties": site }));
        builder.declare("Microsoft.Web/sites/config", "app/web", &json!({ "properties": child }));
        builder.declare("Microsoft.Web/sites/config", "app/appsettings", &json!({ "properties": {} }));
        summary::verdicts(&summary::of(&builder, index))
    };
    let deny =
        || json!({ "ipSecurityRestrictionsDefaultAction": "Deny", "scmIpSecurityRestrictionsDefaultAction": "Deny" });
    let allow =
        || json!({ "ipSecurityRestrictionsDefaultAction": "Allow", "scmIpSecurityRestrictionsDefaultAction": "Allow" });
    assert_eq!(found(json!({ "publicNetworkAccess": "Enabled", "siteConfig": allow() }), deny()), "holds");
    assert_eq!(found(json!({ "publicNetworkAccess": "Enabled", "siteConfig": deny() }), allow()), "fails");
    assert_eq!(found(json!({ "publicNetworkAccess": "Enabled", "siteConfig": deny() }), json!({})), "holds");
    assert_eq!(
        found(json!({ "publicNetworkAccess": "Disabled" }), json!({ "publicNetworkAccess": "Disabled" })),
        "holds"
    );
    assert_eq!(
        found(json!({ "publicNetworkAccess": "Disabled" }), json!({ "publicNetworkAccess": "Enabled" })),
        "unknown"
    );
}

#[test]
fn the_switch_in_site_config_alone_proves_nothing() {
    let site = |top: Json, inner: &str| json!({ "properties": { "publicNetworkAccess": top, "siteConfig": { "publicNetworkAccess": inner } } });
    assert_eq!(summary::verdict(SITE, &site(json!(null), "Disabled")), "unknown");
    assert_eq!(summary::verdict(SITE, &site(json!(null), "Enabled")), "fails");
    assert_eq!(summary::verdict(SITE, &site(json!("Disabled"), "Enabled")), "holds");
    assert_eq!(summary::verdict(SITE, &site(json!("Enabled"), "Disabled")), "fails");
}

#[test]
fn a_slot_stands_alone_and_has_endpoints_of_its_own_group() {
    let found = |group: &str, onto: &str| {
        let mut builder = EstateBuilder::new();
        builder.declare(SITE, "app", &json!({ "properties": { "publicNetworkAccess": "Disabled" } }));
        let slot = builder.declare("Microsoft.Web/sites/slots", "app/staging", &json!({ "properties": {} }));
        let connection = |target: &str, group: &str| json!({ "properties": { "privateLinkServiceId": target, "groupIds": [group] } });
        let body = json!({ "properties": { "privateLinkServiceConnections": [connection(onto, group)] } });
        builder.declare("Microsoft.Network/privateEndpoints", "pe", &body);
        summary::verdicts(&summary::of(&builder, slot))
    };
    // As Azure's own samples write it: the target is the site, the slot stands in the group.
    assert_eq!(found("sites-staging", &id(SITE, "app")), "holds");
    assert_eq!(found("sites-other", &id(SITE, "app")), "fails");
    assert_eq!(found("sites", &id(SITE, "app")), "fails");
    assert_eq!(found("sites-staging", &id(SITE, "other")), "fails");
    assert_eq!(found("sites-staging", &id("Microsoft.Web/sites/slots", "app/staging")), "holds");
}

#[test]
fn an_internal_environment_has_no_public_entry() {
    let found = |mode: Json, declare: bool| {
        let kind = "Microsoft.Web/hostingEnvironments";
        let mut builder = EstateBuilder::new();
        if declare {
            builder.declare(kind, "ase", &json!({ "properties": { "internalLoadBalancingMode": mode } }));
        }
        let plan = json!({ "properties": { "hostingEnvironmentProfile": { "id": id(kind, "ase") } } });
        builder.declare("Microsoft.Web/serverfarms", "plan", &plan);
        let body = json!({ "properties": { "serverFarmId": id("Microsoft.Web/serverfarms", "plan") } });
        let index = builder.declare(SITE, "app", &body);
        summary::verdicts(&summary::of(&builder, index))
    };
    assert_eq!(found(json!("Web, Publishing"), true), "holds");
    assert_eq!(found(json!("Web"), true), "fails");
    assert_eq!(found(json!("None"), true), "fails");
    assert_eq!(found(json!(null), true), "fails");
    assert_eq!(found(json!({ "$param": "x" }), true), "unknown");
    assert_eq!(found(json!("Web, Publishing"), false), "unknown");
}

#[test]
fn a_plan_that_is_not_in_the_input_may_be_inside() {
    let plan = "Microsoft.Web/serverfarms";
    let found = |switch: &str, existing: bool| {
        let mut builder = EstateBuilder::new();
        if existing {
            builder.existing(plan, "plan");
        } else {
            builder.declare(plan, "plan", &json!({ "properties": {} }));
        }
        let body = json!({ "properties": { "publicNetworkAccess": switch, "serverFarmId": id(plan, "plan") } });
        let site = builder.declare(SITE, "app", &body);
        let slot = builder.declare(
            "Microsoft.Web/sites/slots",
            "app/staging",
            &json!({ "properties": { "publicNetworkAccess": switch } }),
        );
        [site, slot].map(|index| summary::verdicts(&summary::of(&builder, index)))
    };
    assert_eq!(found("Enabled", false), ["fails", "fails"]);
    assert_eq!(found("Enabled", true), ["unknown", "unknown"]);
    assert_eq!(found("Disabled", true), ["holds", "holds"]);
}
