//! Event Hubs and Service Bus.
//! <https://learn.microsoft.com/azure/event-hubs/event-hubs-ip-filtering>

use ringfence_estate::{Estate, Resource};

use super::access_list::{is_subnet, named};
use super::children;
use super::read::{is_off, list, text, word};
use super::{Answer, Source, no, yes};

pub(super) fn decide(estate: &Estate, namespace: &Resource, source: &Source) -> Option<Answer> {
    let own = word(namespace, &["publicNetworkAccess"]);
    let sets = children::of(estate, namespace, "networkrulesets");
    let Some(set) = sets.first() else {
        return if is_off(own.as_deref()) {
            no("messaging: public network access is disabled")
        } else {
            yes("messaging: there is no rule set")
        };
    };
    let of_set = word(set, &["publicNetworkAccess"]);
    let is_contradiction = match (own.as_deref(), of_set.as_deref()) {
        (Some("enabled"), Some("disabled")) | (Some("disabled" | "securedbyperimeter"), None) => true,
        (_, Some("enabled")) | (_, None) => false,
        _ => return no("messaging: public network access is disabled in the rule set"),
    };
    let answer = rules(set, source)?;
    // Nobody says which of the two counts; what the rules turn away stays outside either way.
    if is_contradiction && answer.allowed { None } else { Some(answer) }
}

fn rules(set: &Resource, source: &Source) -> Option<Answer> {
    let addresses = list(set, &["ipRules"]);
    let subnets = list(set, &["virtualNetworkRules"]);
    if addresses.is_empty() && subnets.is_empty() {
        return yes("messaging: the rule set is empty, whatever its default action");
    }
    match word(set, &["defaultAction"]).as_deref() {
        None => return yes("messaging: the default action, left out, is to allow"),
        Some("allow") => return yes("messaging: the default action is to allow"),
        _ => {}
    }
    for rule in addresses {
        if named(&text(&rule, "ipMask")?, source) {
            return yes("messaging: the address is listed");
        }
    }
    for rule in subnets {
        if is_subnet(&text(&rule.get("subnet"), "id")?, source) {
            return yes("messaging: the subnet is listed");
        }
    }
    no("messaging: nothing matches")
}
