//! DNS security policies, which can block names for the networks that they are linked to.
//!
//! <https://learn.microsoft.com/azure/dns/dns-security-policy>

use ringfence_estate::{Cause, Found, Provision, ResourceId, Sameness};

use super::host::HostName;
use crate::explore::{Path, Setting};
use crate::finding::Missing;
use crate::private_link::endpoint::is_id;

const LINK: &str = "Microsoft.Network/dnsResolverPolicies/virtualNetworkLinks";
const RULE: &str = "Microsoft.Network/dnsResolverPolicies/dnsSecurityRules";

/// What is missing to know that no policy of the network blocks the name; none if none can.
pub(super) fn blocks(path: &mut Path<'_>, network: &ResourceId, name: &HostName) -> Option<(Vec<Missing>, Setting)> {
    for (link, resource) in path.estate.of_kind(LINK) {
        let Some(policy) = resource.id.parent() else { continue };
        let to = path.setting(link, "properties.virtualNetwork.id");
        if is_id(&to.value, &path.id(network)) == Sameness::Different || !path.holds(&resource.present) {
            continue;
        }
        let is_declared = matches!(path.find(&policy), Found::Resource(own)
            if path.estate.resource(own).is_some_and(|own| own.provision != Provision::External));
        if !is_declared {
            let missing = Missing {
                cause: Cause::NotInInput,
                what: format!(
                    "the rules of the DNS security policy {}, which is only referred to",
                    policy.display_name()
                ),
                settle: "join the template that declares it, or an export of it".into(),
            };
            return Some((vec![missing], to));
        }
        for (index, rule) in path.estate.of_kind(RULE) {
            let of = rule.id.parent().map_or(Sameness::Different, |parent| path.same(&parent, &policy));
            if of == Sameness::Different || !path.holds(&rule.present) {
                continue;
            }
            let action = path.setting(index, "properties.action.actionType");
            let state = path.setting(index, "properties.dnsSecurityRuleState");
            let is = |setting: &Setting, words: &[&str]| {
                setting.value.as_str().is_some_and(|own| words.iter().any(|word| word.eq_ignore_ascii_case(own)))
            };
            if is(&action, &["Allow", "Alert"]) || is(&state, &["Disabled"]) {
                continue;
            }
            let missing = Missing {
                cause: Cause::NotImplemented,
                what: format!("whether the DNS security rule {} blocks {name}", rule.id.display_name()),
                settle: "let the rule alert, or allow the names of the workload before it".into(),
            };
            return Some((vec![missing], action));
        }
    }
    None
}
