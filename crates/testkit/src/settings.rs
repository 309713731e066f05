//! Random settings of services, wholly known, for a prover and an oracle to agree about.

use serde_json::{Map, Value as Json, json};

use crate::{EstateBuilder, Random, id};

/// One declaration of an estate.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// Its type.
    pub kind: String,
    /// Its names, with `/` between them.
    pub names: String,
    /// Its body.
    pub body: Json,
}

/// The types that settings are made for.
pub const SERVICES: &[&str] = &[
    "Microsoft.CognitiveServices/accounts",
    "Microsoft.Storage/storageAccounts",
    "Microsoft.KeyVault/vaults",
    "Microsoft.KeyVault/managedHSMs",
    "Microsoft.ContainerRegistry/registries",
    "Microsoft.Search/searchServices",
    "Microsoft.DocumentDB/databaseAccounts",
    "Microsoft.EventHub/namespaces",
    "Microsoft.ServiceBus/namespaces",
    "Microsoft.Sql/servers",
    "Microsoft.DBforPostgreSQL/flexibleServers",
    "Microsoft.Cache/redis",
    "Microsoft.Web/sites",
];

/// The name of the service in the settings.
pub const NAME: &str = "service";

const SUBNETS: &str = "Microsoft.Network/virtualNetworks/subnets";
const PERIMETERS: &str = "Microsoft.Network/networkSecurityPerimeters";

/// A service with random settings, and what belongs to it. The service comes first.
pub fn settings(random: &mut Random, kind: &str) -> Vec<Declaration> {
    let mut all = vec![declaration(kind, NAME, json!({}))];
    all.push(declaration(SUBNETS, "vnet/snet", json!({ "properties": { "addressPrefix": "10.1.0.0/24" } })));
    let properties = match kind {
        "Microsoft.ContainerRegistry/registries" => access_list(random, "networkRuleSet"),
        "Microsoft.Search/searchServices" => search(random),
        "Microsoft.DocumentDB/databaseAccounts" => cosmos(random),
        "Microsoft.EventHub/namespaces" | "Microsoft.ServiceBus/namespaces" => messaging(random, kind, &mut all),
        "Microsoft.Sql/servers" => sql(random, kind, &mut all),
        "Microsoft.DBforPostgreSQL/flexibleServers" => postgres(random, kind, &mut all),
        "Microsoft.Cache/redis" => redis(random, kind, &mut all),
        "Microsoft.Web/sites" => web(random, kind, &mut all),
        _ => access_list(random, "networkAcls"),
    };
    if MEMBERS.contains(&kind) && random.once_in(5) {
        perimeter(random, kind, &mut all);
    }
    if let Some(service) = all.first_mut() {
        service.body = json!({ "kind": "AIServices", "sku": { "name": "Premium" }, "properties": properties });
    }
    all
}

/// An estate of these declarations.
pub fn build(declarations: &[Declaration]) -> EstateBuilder {
    let mut builder = EstateBuilder::new();
    for one in declarations {
        builder.declare(&one.kind, &one.names, &one.body);
    }
    builder
}

/// Types of [`SERVICES`] that can be in a perimeter.
const MEMBERS: &[&str] = &[
    "Microsoft.CognitiveServices/accounts",
    "Microsoft.Storage/storageAccounts",
    "Microsoft.KeyVault/vaults",
    "Microsoft.Search/searchServices",
    "Microsoft.DocumentDB/databaseAccounts",
    "Microsoft.EventHub/namespaces",
    "Microsoft.Sql/servers",
];

/// Prefixes, addresses and ranges: inside and outside, side by side, one within another.
const ADDRESSES: &[&str] = &[
    "10.0.0.0/8",
    "10.1.0.4",
    "172.16.0.0/12",
    "172.32.0.0/16",
    "192.168.0.0/15",
    "100.64.0.0/10",
    "203.0.113.0/24",
    "203.0.113.128/25",
    "203.0.113.7",
    "203.0.113.8/32",
    "198.51.100.0/23",
    "8.0.0.0/7",
    "0.0.0.0/0",
    "128.0.0.0/1",
    "2001:db8::/32",
    "fd00::/8",
];

fn declaration(kind: &str, names: &str, body: Json) -> Declaration {
    Declaration { kind: kind.into(), names: names.into(), body }
}

fn address(random: &mut Random) -> &'static str {
    // Mostly inside: one address from outside is enough to decide.
    let from = if random.once_in(3) { ADDRESSES } else { ADDRESSES.get(..3).unwrap_or(ADDRESSES) };
    random.pick(from).copied().unwrap_or("10.0.0.0/8")
}

fn insert(random: &mut Random, object: &mut Map<String, Json>, name: &str, values: &[Json]) {
    if let Some(value) = random.pick(values)
        && *value != json!("-")
    {
        object.insert(name.into(), value.clone());
    }
}

fn switch(random: &mut Random, object: &mut Map<String, Json>) {
    let words = ["-", "Enabled", "enabled", "Enabled", "Disabled", "disabled"];
    let values: Vec<Json> = words.iter().map(|word| json!(word)).chain([Json::Null]).collect();
    insert(random, object, "publicNetworkAccess", &values);
}

fn rules(random: &mut Random, field: &str) -> Json {
    (0..random.below(4)).map(|_| json!({ field: address(random) })).collect()
}

fn subnets(random: &mut Random) -> Json {
    if random.once_in(3) { json!([{ "id": id(SUBNETS, "vnet/snet") }]) } else { json!([]) }
}

fn access_list(random: &mut Random, at: &str) -> Json {
    let mut properties = Map::new();
    switch(random, &mut properties);
    if !random.once_in(4) {
        let mut acl = Map::new();
        insert(random, &mut acl, "defaultAction", &[json!("Allow"), json!("Deny"), json!("deny"), json!("Deny")]);
        acl.insert("ipRules".into(), rules(random, "value"));
        acl.insert("virtualNetworkRules".into(), subnets(random));
        properties.insert(at.into(), Json::Object(acl));
    }
    Json::Object(properties)
}

fn search(random: &mut Random) -> Json {
    let mut properties = Map::new();
    switch(random, &mut properties);
    if !random.once_in(4) {
        properties.insert("networkRuleSet".into(), json!({ "ipRules": rules(random, "value") }));
    }
    Json::Object(properties)
}

fn cosmos(random: &mut Random) -> Json {
    let mut properties = Map::new();
    switch(random, &mut properties);
    let mut list = rules(random, "ipAddressOrRange");
    if let (Some(list), true) = (list.as_array_mut(), random.once_in(6)) {
        list.push(json!({ "ipAddressOrRange": "0.0.0.0" }));
    }
    properties.insert("ipRules".into(), list);
    insert(random, &mut properties, "isVirtualNetworkFilterEnabled", &[json!("-"), json!(true), json!(false)]);
    properties.insert("virtualNetworkRules".into(), subnets(random));
    Json::Object(properties)
}

fn messaging(random: &mut Random, kind: &str, all: &mut Vec<Declaration>) -> Json {
    let mut namespace = Map::new();
    switch(random, &mut namespace);
    if !random.once_in(4) {
        let mut set = Map::new();
        switch(random, &mut set);
        insert(random, &mut set, "defaultAction", &[json!("-"), json!("Allow"), json!("Deny"), json!("Deny")]);
        set.insert("ipRules".into(), rules(random, "ipMask"));
        if random.once_in(3) {
            set.insert("virtualNetworkRules".into(), json!([{ "subnet": { "id": id(SUBNETS, "vnet/snet") } }]));
        }
        let body = json!({ "properties": set });
        all.push(declaration(&format!("{kind}/networkRuleSets"), &format!("{NAME}/default"), body));
    }
    Json::Object(namespace)
}

/// First and last address of a rule.
const RANGES: &[(&str, &str)] = &[
    ("10.0.0.1", "10.0.0.9"),
    ("172.16.0.0", "172.31.255.255"),
    ("192.168.255.255", "192.169.0.0"),
    ("203.0.113.7", "203.0.113.7"),
    ("203.0.113.10", "203.0.113.20"),
    ("0.0.0.0", "255.255.255.255"),
    ("8.8.8.8", "9.9.9.9"),
];

fn ranges(random: &mut Random, kind: &str, names: (&str, &str), zero: bool, all: &mut Vec<Declaration>) {
    for nth in 0..random.below(4) {
        let inside = RANGES.get(..2).unwrap_or(RANGES);
        let (first, last) =
            random.pick(if nth > 0 { RANGES } else { inside }).copied().unwrap_or(("10.0.0.1", "10.0.0.9"));
        let (first, last) = if zero && random.once_in(8) { ("0.0.0.0", "0.0.0.0") } else { (first, last) };
        let body = json!({ "properties": { names.0: first, names.1: last } });
        all.push(declaration(&format!("{kind}/firewallRules"), &format!("{NAME}/rule{nth}"), body));
    }
}

fn sql(random: &mut Random, kind: &str, all: &mut Vec<Declaration>) -> Json {
    let mut properties = Map::new();
    switch(random, &mut properties);
    ranges(random, kind, ("startIpAddress", "endIpAddress"), true, all);
    if random.once_in(3) {
        let body = json!({ "properties": { "virtualNetworkSubnetId": id(SUBNETS, "vnet/snet") } });
        all.push(declaration(&format!("{kind}/virtualNetworkRules"), &format!("{NAME}/subnet"), body));
    }
    Json::Object(properties)
}

fn postgres(random: &mut Random, kind: &str, all: &mut Vec<Declaration>) -> Json {
    let mut network = Map::new();
    switch(random, &mut network);
    if random.once_in(5) {
        network.insert("delegatedSubnetResourceId".into(), json!(id(SUBNETS, "vnet/snet")));
    }
    ranges(random, kind, ("startIpAddress", "endIpAddress"), false, all);
    json!({ "network": network })
}

fn redis(random: &mut Random, kind: &str, all: &mut Vec<Declaration>) -> Json {
    let mut properties = Map::new();
    switch(random, &mut properties);
    if random.once_in(6) {
        properties.insert("subnetId".into(), json!(id(SUBNETS, "vnet/snet")));
    }
    ranges(random, kind, ("startIP", "endIP"), false, all);
    Json::Object(properties)
}

fn web(random: &mut Random, kind: &str, all: &mut Vec<Declaration>) -> Json {
    let mut properties = Map::new();
    switch(random, &mut properties);
    properties.insert("siteConfig".into(), access_rules(random));
    if random.once_in(3) {
        let body = json!({ "properties": access_rules(random) });
        all.push(declaration(&format!("{kind}/config"), &format!("{NAME}/web"), body));
    }
    if random.once_in(3) {
        let properties = json!({ "privateLinkServiceId": id(kind, NAME), "groupIds": ["sites"] });
        let body = json!({ "properties": { "privateLinkServiceConnections": [{ "properties": properties }] } });
        all.push(declaration("Microsoft.Network/privateEndpoints", "pe", body));
    }
    Json::Object(properties)
}

fn access_rules(random: &mut Random) -> Json {
    let mut config = Map::new();
    for (list, default) in [
        ("ipSecurityRestrictions", "ipSecurityRestrictionsDefaultAction"),
        ("scmIpSecurityRestrictions", "scmIpSecurityRestrictionsDefaultAction"),
    ] {
        if !random.once_in(4) {
            let rules: Vec<Json> = (0..random.below(5)).map(|nth| access_rule(random, nth)).collect();
            config.insert(list.into(), json!(rules));
        }
        insert(random, &mut config, default, &[json!("-"), json!("Deny"), json!("Deny"), json!("Allow")]);
    }
    let main = [json!("-"), json!(true), json!(true), json!(false)];
    insert(random, &mut config, "scmIpSecurityRestrictionsUseMain", &main);
    Json::Object(config)
}

fn access_rule(random: &mut Random, nth: usize) -> Json {
    let action = if random.once_in(2) { "Allow" } else { "Deny" };
    // Distinct, and not in the order of the list.
    let priority = [300, 100, 400, 200, 500].get(nth).copied().unwrap_or(600);
    if random.once_in(6) {
        let subnet = id(SUBNETS, "vnet/snet");
        return json!({ "action": action, "priority": priority, "vnetSubnetResourceId": subnet });
    }
    let mut text = if random.once_in(6) { "Any" } else { address(random) }.to_owned();
    if random.once_in(5) {
        text = format!("{text},{}", address(random));
    }
    json!({ "action": action, "priority": priority, "ipAddress": text })
}

fn perimeter(random: &mut Random, kind: &str, all: &mut Vec<Declaration>) {
    let mut association = Map::new();
    let profile = id(&format!("{PERIMETERS}/profiles"), "nsp/profile");
    association.insert("privateLinkResource".into(), json!({ "id": id(kind, NAME) }));
    association.insert("profile".into(), json!({ "id": profile }));
    insert(random, &mut association, "accessMode", &[json!("-"), json!("Learning"), json!("Enforced")]);
    let rule = json!({ "direction": "Inbound", "addressPrefixes": [address(random)] });
    all.push(declaration(&format!("{PERIMETERS}/profiles"), "nsp/profile", json!({})));
    all.push(declaration(
        &format!("{PERIMETERS}/profiles/accessRules"),
        "nsp/profile/in",
        json!({ "properties": rule }),
    ));
    let body = json!({ "properties": association });
    all.push(declaration(&format!("{PERIMETERS}/resourceAssociations"), "nsp/service", body));
}
