//! Access lists with a default action, and that of AI Search, which has none. Semantics §2.2.

use ringfence_estate::Resource;

use super::read::{is_off, list, text, word};
use super::{Answer, Source, address, no, yes};

/// Steps 4 and 7 to 11 of the order; `acl` is the property that holds the list.
pub(super) fn decide(service: &Resource, acl: &str, source: &Source) -> Option<Answer> {
    if is_off(word(service, &["publicNetworkAccess"]).as_deref()) {
        return no("step 7: public network access is disabled");
    }
    match word(service, &[acl, "defaultAction"]).as_deref() {
        None => return yes("step 8: there is no access list"),
        Some("allow") => return yes("step 8: the default action is to allow"),
        Some("deny") => {}
        Some(_) => return None,
    }
    for rule in list(service, &[acl, "ipRules"]).iter().chain(&list(service, &[acl, "ipv6Rules"])) {
        if named(&text(rule, "value")?, source) {
            return yes("step 9: the address is listed");
        }
    }
    for rule in list(service, &[acl, "virtualNetworkRules"]) {
        if is_subnet(&text(&rule, "id")?, source) {
            return yes("step 10: the subnet is listed");
        }
    }
    no("step 11: nothing matches")
}

/// AI Search: an empty list lets everyone in, another only what is in it.
pub(super) fn search(service: &Resource, source: &Source) -> Option<Answer> {
    if is_off(word(service, &["publicNetworkAccess"]).as_deref()) {
        return no("search: public network access is disabled");
    }
    let rules = list(service, &["networkRuleSet", "ipRules"]);
    if rules.is_empty() {
        return yes("search: no rule is listed");
    }
    for rule in rules {
        if named(&text(&rule, "value")?, source) {
            return yes("search: the address is listed");
        }
    }
    no("search: the address is not listed")
}

/// Whether the packet's address is one that a rule names. A machine in a subnet with the service's endpoint comes with
/// a private address, which no rule of this kind is matched with.
pub(super) fn named(rule: &str, source: &Source) -> bool {
    match source {
        Source::Address(address) | Source::Azure(address) => address::matches(rule, *address),
        Source::Subnet(_) => false,
    }
}

pub(super) fn is_subnet(rule: &str, source: &Source) -> bool {
    matches!(source, Source::Subnet(subnet) if subnet.eq_ignore_ascii_case(rule))
}
