//! Network security perimeters. Semantics §2.5.

use ringfence_estate::{Estate, Resource};

use super::access_list::named;
use super::read::{list, setting, word};
use super::{Answer, Source, no, yes};

/// Asks the perimeter that the service is in, if any, and the service itself as far as that leaves it to it.
pub(super) fn decide(
    estate: &Estate,
    service: &Resource,
    source: &Source,
    own: impl FnOnce() -> Option<Answer>,
) -> Option<Answer> {
    let id = service.id.to_string();
    let association = estate.resources.iter().find(|resource| {
        resource.is("Microsoft.Network/networkSecurityPerimeters/resourceAssociations")
            && word(resource, &["privateLinkResource", "id"]).is_some_and(|target| target.eq_ignore_ascii_case(&id))
    });
    let Some(association) = association else { return own() };
    if is_let_in(estate, &word(association, &["profile", "id"])?, source)? {
        return yes("perimeter: a rule lets it in");
    }
    match word(association, &["accessMode"]).as_deref() {
        Some("enforced") => no("perimeter: enforced, and no rule lets it in"),
        None | Some("learning" | "audit") => own(),
        Some(_) => None,
    }
}

fn is_let_in(estate: &Estate, profile: &str, source: &Source) -> Option<bool> {
    for rule in &estate.resources {
        let is_rule = rule.is("Microsoft.Network/networkSecurityPerimeters/profiles/accessRules")
            && rule.id.to_string().to_lowercase().starts_with(&format!("{profile}/"));
        if !is_rule || word(rule, &["direction"]).as_deref() == Some("outbound") {
            continue;
        }
        if setting(rule, &["subscriptions"]).is_some() {
            return None;
        }
        if list(rule, &["addressPrefixes"])
            .iter()
            .filter_map(|prefix| prefix.as_str())
            .any(|prefix| named(prefix, source))
        {
            return Some(true);
        }
    }
    Some(false)
}
