//! Web apps. <https://learn.microsoft.com/azure/app-service/overview-access-restrictions>

use ringfence_estate::{Estate, Resource, Value};

use super::access_list::{is_subnet, named};
use super::read::{list, setting, text, word};
use super::{Answer, Source, children, no, yes};

pub(super) fn decide(estate: &Estate, site: &Resource, endpoint: &str, source: &Source) -> Option<Answer> {
    match word(site, &["publicNetworkAccess"]).as_deref() {
        Some("disabled") => return no("web: public network access is disabled"),
        Some("enabled") => {}
        None | Some("") => {
            if has_private_endpoint(estate, site) {
                return no("web: a private endpoint turns the public side off");
            }
        }
        Some(_) => return None,
    }
    let config = children::of(estate, site, "config").into_iter().find(|child| child.id.name().as_str() == Some("web"));
    let property = |name: &str| {
        let written_later = config.and_then(|config| setting(config, &[name]));
        written_later.or_else(|| setting(site, &["siteConfig", name]))
    };
    let use_main = property("scmIpSecurityRestrictionsUseMain").and_then(|value| value.as_bool()) == Some(true);
    let (rules, default) = if endpoint == "scm" && !use_main {
        (property("scmIpSecurityRestrictions"), property("scmIpSecurityRestrictionsDefaultAction"))
    } else {
        (property("ipSecurityRestrictions"), property("ipSecurityRestrictionsDefaultAction"))
    };
    let mut rules: Vec<Value> = rules
        .and_then(|rules| rules.as_array().map(|array| array.elements.iter().map(|one| one.value.clone()).collect()))
        .unwrap_or_default();
    rules.sort_by_key(|rule| rule.get("priority").as_int());
    for rule in &rules {
        if is_match(rule, source) {
            return match text(rule, "action")?.to_lowercase().as_str() {
                "allow" => yes("web: the first rule that matches allows"),
                "deny" => no("web: the first rule that matches denies"),
                _ => None,
            };
        }
    }
    match default.as_ref().and_then(Value::as_str).map(str::to_lowercase).as_deref() {
        Some("allow") => yes("web: no rule matches, and the default is to allow"),
        Some("deny") => no("web: no rule matches, and the default is to deny"),
        Some(_) => None,
        None if rules.is_empty() => yes("web: there is no rule"),
        None => no("web: there are rules, and none matches"),
    }
}

fn is_match(rule: &Value, source: &Source) -> bool {
    if let Some(subnet) = text(rule, "vnetSubnetResourceId") {
        return is_subnet(&subnet, source);
    }
    let Some(addresses) = text(rule, "ipAddress") else { return true };
    let is_address = !matches!(source, Source::Subnet(_));
    addresses.split(',').any(|one| (one.eq_ignore_ascii_case("Any") && is_address) || named(one, source))
}

fn has_private_endpoint(estate: &Estate, site: &Resource) -> bool {
    let id = site.id.to_string();
    let endpoints = estate.resources.iter().filter(|resource| resource.is("Microsoft.Network/privateEndpoints"));
    endpoints.flat_map(|endpoint| list(endpoint, &["privateLinkServiceConnections"])).any(|connection| {
        let properties = connection.get("properties");
        text(&properties, "privateLinkServiceId").is_some_and(|target| target.eq_ignore_ascii_case(&id))
    })
}
