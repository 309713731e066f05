//! Forwarding rulesets: which servers Azure passes a question on to, before it asks public DNS.
//!
//! Of the enabled rules whose domain is a suffix of the name, the longest counts; private zones come first.
//! <https://learn.microsoft.com/azure/dns/dns-private-resolver-overview>

use ringfence_estate::{Kind, Provision, ResourceId, ResourceIndex, Sameness};

use super::host::HostName;
use crate::explore::{Path, Setting};
use crate::finding::Missing;
use crate::items::items;
use crate::missing::{self, perhaps_same};
use crate::private_link::endpoint::is_id;

const LINK: &str = "Microsoft.Network/dnsForwardingRulesets/virtualNetworkLinks";
const RULE: &str = "Microsoft.Network/dnsForwardingRulesets/forwardingRules";

/// A rule that passes a question on.
pub(super) struct Rule {
    /// Its domain.
    pub(super) domain: Setting,
    pub(super) length: usize,
    /// To whom, in this order.
    pub(super) servers: Vec<Setting>,
    /// Without what it is not known that it applies; empty if it does.
    pub(super) doubt: Vec<Missing>,
}

/// The rule that applies to a name in a network; the first one that may, if that is not known.
pub(super) fn rule(path: &mut Path<'_>, network: &ResourceId, name: &HostName) -> Option<Rule> {
    let mut rules = Vec::new();
    for (link, resource) in path.estate.of_kind(LINK) {
        let Some(ruleset) = resource.id.parent() else { continue };
        if !path.holds(&resource.present) {
            continue;
        }
        let to = path.setting(link, "properties.virtualNetwork.id");
        let mut doubt = resource.family.as_ref().map(missing::of_loop).unwrap_or_default();
        match is_id(&to.value, &path.id(network)) {
            Sameness::Different => continue,
            Sameness::Maybe => doubt.push(perhaps_same(&to.value.to_string(), &network.to_string())),
            Sameness::Same => {}
        }
        rules.extend(of_ruleset(path, &ruleset, name, &doubt));
    }
    rules.sort_by_key(|rule| (rule.doubt.is_empty(), std::cmp::Reverse(rule.length)));
    rules.into_iter().next()
}

fn of_ruleset(path: &mut Path<'_>, ruleset: &ResourceId, name: &HostName, doubt: &[Missing]) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (index, resource) in path.estate.of_kind(RULE) {
        let of = resource.id.parent().map_or(Sameness::Different, |parent| path.same(&parent, ruleset));
        if of == Sameness::Different || !path.holds(&resource.present) {
            continue;
        }
        let mut doubt = doubt.to_vec();
        if of == Sameness::Maybe {
            doubt.push(perhaps_same(&resource.id.to_string(), &ruleset.to_string()));
        }
        doubt.extend(resource.family.as_ref().map(missing::of_loop).unwrap_or_default());
        rules.extend(applies(path, index, name, doubt));
    }
    let known = path.find(ruleset);
    let is_declared = matches!(known, ringfence_estate::Found::Resource(own)
        if path.estate.resource(own).is_some_and(|own| own.provision != Provision::External));
    if !is_declared {
        let at = Setting {
            resource: ResourceIndex(0),
            path: "forwardingRules".into(),
            value: ringfence_estate::Value::synthetic(Kind::Omitted),
            origin: ringfence_estate::OriginId::NONE,
        };
        let missing = Missing {
            cause: ringfence_estate::Cause::NotInInput,
            what: format!("the rules of the forwarding ruleset {}, which is only referred to", ruleset.display_name()),
            settle: "join the template that declares it, or an export of it".into(),
        };
        rules.push(Rule { domain: at, length: usize::MAX, servers: Vec::new(), doubt: vec![missing] });
    }
    rules
}

/// The rule, if it may apply to the name.
fn applies(path: &mut Path<'_>, index: ResourceIndex, name: &HostName, mut doubt: Vec<Missing>) -> Option<Rule> {
    let domain = path.setting(index, "properties.domainName");
    let zone = HostName::parse(&domain.value).unwrap_or_default();
    match &domain.value.kind {
        Kind::String(_) | Kind::Term(_) => {}
        _ => return None,
    }
    match name.ends_with(&zone) {
        Sameness::Different => return None,
        Sameness::Maybe => doubt.extend(missing::of_value(&domain.value, &domain.path)),
        Sameness::Same => {}
    }
    // A rule for everything leaves out the names that are Azure's own; which those are, its documentation does not say
    // to the letter.
    if zone.len() == 0 {
        return None;
    }
    let state = path.setting(index, "properties.forwardingRuleState");
    match &state.value.kind {
        Kind::Null | Kind::Omitted => {}
        Kind::String(word) if word.eq_ignore_ascii_case("Enabled") => {}
        Kind::String(word) if word.eq_ignore_ascii_case("Disabled") => return None,
        Kind::Term(_) => doubt.extend(missing::of_value(&state.value, &state.path)),
        _ => doubt.push(missing::odd(&state.value, "forwardingRuleState", &["Enabled", "Disabled"])),
    }
    let list = path.setting(index, "properties.targetDnsServers");
    let mut servers = Vec::new();
    for item in items(path, &list) {
        doubt.extend(item.doubt.iter().cloned());
        servers.push(item.member(path, "ipAddress", index));
    }
    Some(Rule { domain, length: zone.len(), servers, doubt })
}
