//! Application gateways: their listeners, and the policy that says which TLS they take. Page of facts,
//! **Network/applicationGateways**.

use ringfence_estate::{Case, Kind, ResourceId, Sameness, Value};

use super::{HTTP, HTTPS, OLD, RECENT};
use crate::demand::{Demand, Omitted, Part, Values};
use crate::explore::{Path, Setting};
use crate::finding::Missing;
use crate::items::{Item, items};
use crate::missing;
use crate::version::{is_since, since};

const REQUIRED: &str = "a policy of 2022, or 'TLSv1_2'";

/// None if nothing listens.
pub(super) fn gateway(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let listeners = path.own("properties.httpListeners");
    let mut parts: Vec<Part> = Vec::new();
    for item in items(path, &listeners) {
        parts.push(listener(path, &item).doubted(&item.doubt));
    }
    let streams = path.own("properties.listeners");
    for item in items(path, &streams) {
        parts.push(stream(path, &item).doubted(&item.doubt));
    }
    if parts.is_empty() {
        return None;
    }
    parts.insert(0, policy(path, "properties.sslPolicy"));
    // A listener may have a profile with a policy of its own.
    let profiles = path.own("properties.sslProfiles");
    for item in items(path, &profiles) {
        let own = item.member(path, if item.opaque { "" } else { "properties.sslPolicy" }, path.subject);
        if !own.value.is_null_or_omitted() {
            parts.push(of_policy(path, &own).doubted(&item.doubt));
        }
    }
    Some(parts)
}

fn policy(path: &mut Path<'_>, at: &str) -> Part {
    let setting = path.own(at);
    if !setting.value.is_null_or_omitted() {
        return of_policy(path, &setting);
    }
    if path.resource().is_some_and(|gateway| gateway.api_version.is_some() && !is_since(Some(gateway), "2023-02-01")) {
        return Part::broken(setting.step(REQUIRED, "by default takes TLS below 1.2"));
    }
    let what = "which policy a gateway has that names none";
    let missing = missing::unconfirmed("appgw-tls-default", what, "name a policy of 2022");
    Part::unsure(setting.step(REQUIRED, "decides whether it takes TLS below 1.2"), vec![missing])
}

/// A predefined policy says by its name what it takes; another names the lowest version.
fn of_policy(path: &mut Path<'_>, policy: &Setting) -> Part {
    if !matches!(policy.value.kind, Kind::Object(_)) {
        let missing = missing::of_value(&policy.value, &policy.path);
        return Part::unsure(policy.step(REQUIRED, "decides whether it takes TLS below 1.2"), missing);
    }
    let name = member(path, policy, "policyName");
    if !name.value.is_null_or_omitted() {
        let names = Values::Words {
            good: &["AppGwSslPolicy20170401S", "AppGwSslPolicy20220101", "AppGwSslPolicy20220101S"],
            bad: &["AppGwSslPolicy20150501", "AppGwSslPolicy20170401"],
        };
        return demand(names).of_setting(path, &name);
    }
    let lowest = member(path, policy, "minProtocolVersion");
    demand(Values::Words { good: &["TLSv1_2", "TLSv1_3"], bad: &["TLSv1_0", "TLSv1_1"] }).of_setting(path, &lowest)
}

fn demand(values: Values) -> Demand {
    Demand {
        path: "properties.sslPolicy",
        since: since("2017-06-01"),
        values,
        omitted: Omitted::Unconfirmed("appgw-policy-empty"),
        required: REQUIRED,
        met: RECENT,
        broken: OLD,
    }
}

fn member(path: &mut Path<'_>, of: &Setting, name: &str) -> Setting {
    let value = path.read(&of.value.get(name));
    let origin = if value.is_omitted() { of.origin } else { value.origin };
    Setting { resource: of.resource, path: format!("{}.{name}", of.path).into(), value, origin }
}

fn listener(path: &mut Path<'_>, item: &Item) -> Part {
    let protocol = item.member(path, if item.opaque { "" } else { "properties.protocol" }, path.subject);
    let required = "'Https'";
    match protocol.value.as_str().filter(|_| !item.opaque).map(str::to_ascii_lowercase).as_deref() {
        Some("https") => Part::met(protocol.step(required, HTTPS)),
        Some("http") => match redirects(path, &item.value.get("name")) {
            Redirects::Yes => Part::met(protocol.step(required, "redirects every request to HTTPS")),
            Redirects::No => Part::broken(protocol.step(required, HTTP)),
            Redirects::Perhaps(missing) => Part::unsure(protocol.step(required, HTTP), missing),
        },
        Some(_) => {
            let missing = missing::odd(&protocol.value, "protocol", &["Http", "Https"]);
            Part::unsure(protocol.step(required, "means nothing that is documented"), vec![missing])
        }
        None => Part::unsure(protocol.step(required, HTTP), missing::of_value(&protocol.value, &protocol.path)),
    }
}

fn stream(path: &mut Path<'_>, item: &Item) -> Part {
    let protocol = item.member(path, if item.opaque { "" } else { "properties.protocol" }, path.subject);
    let required = "'Tls'";
    match protocol.value.as_str().filter(|_| !item.opaque).map(str::to_ascii_lowercase).as_deref() {
        Some("tls") => Part::met(protocol.step(required, "ends TLS at the gateway")),
        Some("tcp") => {
            let what = "whether what is behind a listener that passes TCP on asks for TLS";
            let missing = missing::unconfirmed("appgw-tcp", what, "listen with TLS");
            Part::unsure(protocol.step(required, "passes TCP on, without TLS of its own"), vec![missing])
        }
        _ => Part::unsure(protocol.step(required, HTTP), missing::of_value(&protocol.value, &protocol.path)),
    }
}

/// Whether whoever comes to a listener is sent to HTTPS.
enum Redirects {
    Yes,
    No,
    Perhaps(Vec<Missing>),
}

/// Every rule of the listener redirects, to a listener with HTTPS or to an address that starts with it.
fn redirects(path: &mut Path<'_>, listener: &Value) -> Redirects {
    let rules = path.own("properties.requestRoutingRules");
    let mut found = Redirects::No;
    for rule in items(path, &rules) {
        let of = rule.member(path, "properties.httpListener.id", path.subject);
        match is_named(&of.value, listener) {
            Sameness::Different => continue,
            Sameness::Same if !rule.opaque && rule.doubt.is_empty() => {}
            _ => return Redirects::Perhaps(missing::of_value(&of.value, &of.path)),
        }
        let map = rule.member(path, "properties.urlPathMap", path.subject);
        if !map.value.is_null_or_omitted() {
            let what = "whether every path of a map redirects to HTTPS";
            return Redirects::Perhaps(vec![missing::unconfirmed("appgw-path-map", what, "redirect in the rule")]);
        }
        let target = rule.member(path, "properties.redirectConfiguration.id", path.subject);
        if target.value.is_null_or_omitted() {
            return Redirects::No;
        }
        match leads_to_https(path, &target) {
            Redirects::Yes => found = Redirects::Yes,
            other => return other,
        }
    }
    found
}

fn leads_to_https(path: &mut Path<'_>, target: &Setting) -> Redirects {
    let unknown = || Redirects::Perhaps(missing::of_value(&target.value, &target.path));
    let configurations = path.own("properties.redirectConfigurations");
    for item in items(path, &configurations) {
        match is_named(&target.value, &item.value.get("name")) {
            Sameness::Different => continue,
            Sameness::Same if !item.opaque && item.doubt.is_empty() => {}
            _ => return unknown(),
        }
        let address = item.member(path, "properties.targetUrl", path.subject);
        if let Some(text) = address.value.as_str() {
            return if text.to_ascii_lowercase().starts_with("https://") { Redirects::Yes } else { Redirects::No };
        }
        let next = item.member(path, "properties.targetListener.id", path.subject);
        let listeners = path.own("properties.httpListeners");
        for listener in items(path, &listeners) {
            if is_named(&next.value, &listener.value.get("name")) != Sameness::Same || listener.opaque {
                continue;
            }
            let protocol = listener.member(path, "properties.protocol", path.subject);
            return match protocol.value.as_str() {
                Some(word) if word.eq_ignore_ascii_case("https") => Redirects::Yes,
                Some(_) => Redirects::No,
                None => Redirects::Perhaps(missing::of_value(&protocol.value, &protocol.path)),
            };
        }
        return unknown();
    }
    unknown()
}

/// Whether an id ends with a name.
fn is_named(id: &Value, name: &Value) -> Sameness {
    match (ResourceId::parse(id), &name.kind) {
        (Some(id), Kind::String(_) | Kind::Term(_)) => id.name().same(name, Case::Insensitive),
        _ => Sameness::Maybe,
    }
}
