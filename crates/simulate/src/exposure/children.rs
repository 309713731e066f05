//! Firewalls that are child resources: SQL, PostgreSQL, Redis.

use std::net::IpAddr;

use ringfence_estate::{Estate, Resource};

use super::access_list::is_subnet;
use super::read::{is_off, setting, word};
use super::{Answer, Source, address, no, yes};

/// SQL: no rule, nobody; from 0.0.0.0 to 0.0.0.0 is Azure.
pub(super) fn sql(estate: &Estate, server: &Resource, source: &Source) -> Option<Answer> {
    if is_off(word(server, &["publicNetworkAccess"]).as_deref()) {
        return no("sql: public network access is disabled");
    }
    for rule in of(estate, server, "firewallrules") {
        let (first, last) = (word(rule, &["startIpAddress"])?, word(rule, &["endIpAddress"])?);
        if first == "0.0.0.0" && last == "0.0.0.0" {
            if matches!(source, Source::Azure(_)) {
                return yes("sql: 0.0.0.0 is every address of Azure");
            }
        } else if in_range(&first, &last, source) {
            return yes("sql: the address is in the range of a rule");
        }
    }
    for rule in of(estate, server, "virtualnetworkrules") {
        if is_subnet(&word(rule, &["virtualNetworkSubnetId"])?, source) {
            return yes("sql: the subnet has a rule");
        }
    }
    no("sql: no rule matches")
}

/// PostgreSQL: in a customer's network there is no public side; else as SQL.
pub(super) fn postgres(estate: &Estate, server: &Resource, source: &Source) -> Option<Answer> {
    if setting(server, &["network", "delegatedSubnetResourceId"]).is_some() {
        return no("postgres: it is in a network");
    }
    if is_off(word(server, &["network", "publicNetworkAccess"]).as_deref()) {
        return no("postgres: public network access is disabled");
    }
    for rule in of(estate, server, "firewallrules") {
        if in_range(&word(rule, &["startIpAddress"])?, &word(rule, &["endIpAddress"])?, source) {
            return yes("postgres: the address is in the range of a rule");
        }
    }
    no("postgres: no rule matches")
}

/// Redis: no rule, everyone.
pub(super) fn redis(estate: &Estate, cache: &Resource, source: &Source) -> Option<Answer> {
    if setting(cache, &["subnetId"]).is_some() {
        return no("redis: it is in a network");
    }
    if is_off(word(cache, &["publicNetworkAccess"]).as_deref()) {
        return no("redis: public network access is disabled");
    }
    let rules = of(estate, cache, "firewallrules");
    if rules.is_empty() {
        return yes("redis: there is no rule");
    }
    for rule in rules {
        if in_range(&word(rule, &["startIP"])?, &word(rule, &["endIP"])?, source) {
            return yes("redis: the address is in the range of a rule");
        }
    }
    no("redis: no rule matches")
}

/// The children of a resource whose type ends so.
pub(super) fn of<'e>(estate: &'e Estate, parent: &Resource, kind: &str) -> Vec<&'e Resource> {
    let wanted = format!("{}/{kind}", parent.id.kind_key());
    let name = parent.id.to_string().to_lowercase();
    let is_child = |child: &&Resource| {
        child.id.kind_key() == wanted && child.id.to_string().to_lowercase().starts_with(&format!("{name}/"))
    };
    estate.resources.iter().filter(is_child).collect()
}

fn in_range(first: &str, last: &str, source: &Source) -> bool {
    let address: IpAddr = match source {
        Source::Address(address) | Source::Azure(address) => *address,
        Source::Subnet(_) => return false,
    };
    address::is_between(first, last, address)
}
