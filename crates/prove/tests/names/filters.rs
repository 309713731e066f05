//! What may stop a question on its way to a DNS server.

use ringfence_testkit::{EstateBuilder, id};
use serde_json::{Value as Json, json};

use crate::summary::{Parts, filtered_hub, found, link, servers};

const NSG: &str = "Microsoft.Network/networkSecurityGroups";
const TABLE: &str = "Microsoft.Network/routeTables";

fn asked(client: &Json, server: &Json, declare: impl Fn(&mut EstateBuilder)) -> String {
    let parts = Parts { network: servers(&json!(["10.1.0.4"])), link: link("hub"), ..Parts::sealed() };
    found(&parts, |builder| {
        filtered_hub(builder, client, server);
        declare(builder);
    })
}

/// A rule: direction, priority, access, protocol, source, destination, destination ports.
type Rule<'a> = (&'a str, i64, &'a str, &'a str, &'a str, &'a str, &'a str);

fn rules(builder: &mut EstateBuilder, group: &str, rules: &[Rule<'_>]) {
    builder.declare(NSG, group, &json!({}));
    for (nth, (direction, priority, access, protocol, from, to, ports)) in rules.iter().enumerate() {
        let body = json!({ "properties": {
            "direction": direction, "priority": priority, "access": access, "protocol": protocol,
            "sourceAddressPrefix": from, "sourcePortRange": "*",
            "destinationAddressPrefix": to, "destinationPortRange": ports
        } });
        builder.declare(&format!("{NSG}/securityRules"), &format!("{group}/rule{nth}"), &body);
    }
}

#[test]
fn a_group_may_stop_a_question() {
    const DENY: Rule<'_> = ("Outbound", 4000, "Deny", "*", "*", "*", "*");
    let open = "vnet: holds";
    let unknown = "vnet: unknown";
    let rows: [(&[Rule<'_>], &str, &str); 13] = [
        (&[], open, "the default rules let a network speak to its peers"),
        (&[DENY], unknown, "everything is denied"),
        (&[("Outbound", 100, "Allow", "*", "*", "VirtualNetwork", "*"), DENY], open, "an earlier rule lets it through"),
        (&[("Outbound", 100, "Allow", "Udp", "10.0.0.0/24", "10.1.0.0/28", "53"), DENY], open, "exactly it"),
        (&[("Outbound", 4001, "Allow", "*", "*", "*", "*"), DENY], unknown, "a later rule does not count"),
        (&[("Outbound", 100, "Allow", "Tcp", "*", "*", "*"), DENY], unknown, "questions are asked over UDP"),
        (&[("Outbound", 100, "Allow", "*", "*", "10.9.0.0/16", "*"), DENY], unknown, "another network"),
        (&[("Outbound", 100, "Allow", "*", "10.0.0.0/25", "*", "*"), DENY], unknown, "half of the subnet"),
        (&[("Outbound", 100, "Allow", "*", "*", "*", "443"), DENY], unknown, "another port"),
        (&[("Outbound", 100, "Deny", "*", "*", "Internet", "*")], open, "the server is not on the internet"),
        (&[("Outbound", 100, "Deny", "Tcp", "*", "*", "*")], open, "another protocol"),
        (&[("Outbound", 100, "Deny", "*", "*", "Storage", "*")], unknown, "a tag whose addresses are not known here"),
        (&[("Inbound", 100, "Deny", "*", "*", "*", "*")], open, "the other direction"),
    ];
    for (own, expected, why) in rows {
        let with = json!({ "networkSecurityGroup": { "id": id(NSG, "nsg") } });
        let said = asked(&with, &json!({}), |builder| rules(builder, "nsg", own));
        assert_eq!(said, expected, "{why}");
        let inbound: Vec<Rule<'_>> = own
            .iter()
            .map(|(direction, priority, access, protocol, from, to, ports)| {
                let turned = if *direction == "Outbound" { "Inbound" } else { "Outbound" };
                // Of what comes in, the internet is no source.
                let (from, to) = if *to == "Internet" { ("Internet", "*") } else { (*from, *to) };
                (turned, *priority, *access, *protocol, from, to, *ports)
            })
            .collect();
        let said = asked(&json!({}), &with, |builder| rules(builder, "nsg", &inbound));
        assert_eq!(said, expected, "at the server: {why}");
    }
}

#[test]
fn what_is_not_in_the_input_may_stop_a_question() {
    let nowhere = json!({ "networkSecurityGroup": { "id": id(NSG, "elsewhere") } });
    assert_eq!(asked(&nowhere, &json!({}), |_| {}), "vnet: unknown");
    assert_eq!(asked(&json!({}), &nowhere, |_| {}), "vnet: unknown");
    let perhaps = json!({ "networkSecurityGroup": { "id": { "$param": "x" } } });
    assert_eq!(asked(&perhaps, &json!({}), |_| {}), "vnet: unknown");
    let with = json!({ "networkSecurityGroup": { "id": id(NSG, "nsg") } });
    let rules = json!({ "properties": { "securityRules": { "$array": "rules" } } });
    assert_eq!(
        asked(&with, &json!({}), |builder| {
            builder.declare(NSG, "nsg", &rules);
        }),
        "vnet: unknown"
    );
    let with = json!({ "routeTable": { "id": id(TABLE, "table") } });
    let routes = json!({ "properties": { "routes": { "$array": "routes" } } });
    assert_eq!(
        asked(&with, &json!({}), |builder| {
            builder.declare(TABLE, "table", &routes);
        }),
        "vnet: unknown"
    );
}

#[test]
fn a_route_may_lead_a_question_elsewhere() {
    let rows = [
        ("0.0.0.0/0", "VirtualAppliance", "vnet: holds"),
        ("10.1.0.0/16", "VirtualAppliance", "vnet: unknown"),
        ("10.1.0.4/32", "None", "vnet: unknown"),
        ("10.1.0.0/16", "VnetLocal", "vnet: holds"),
        ("10.9.0.0/16", "VirtualAppliance", "vnet: holds"),
        ("Storage", "Internet", "vnet: unknown"),
    ];
    for (prefix, next, expected) in rows {
        let with = json!({ "routeTable": { "id": id(TABLE, "table") } });
        let said = asked(&with, &json!({}), |builder| {
            builder.declare(TABLE, "table", &json!({}));
            let body = json!({ "properties": { "addressPrefix": prefix, "nextHopType": next } });
            builder.declare(&format!("{TABLE}/routes"), "table/route", &body);
        });
        assert_eq!(said, expected, "{prefix} {next}");
    }
}
