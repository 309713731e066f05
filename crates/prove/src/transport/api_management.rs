//! API Management: the versions that its gateway takes, and its APIs that take plain HTTP.

use super::{HTTP, HTTPS, OLD, RECENT};
use crate::children;
use crate::demand::{Demand, Omitted, Part, Values};
use crate::explore::{Path, Setting};
use crate::items::items;
use crate::missing;
use crate::version::since;

const PROTOCOLS: &str = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.";

pub(super) fn service(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let properties = path.own("properties.customProperties");
    let known = properties.value.is_null_or_omitted() || properties.value.as_object().is_some();
    let mut parts = Vec::new();
    for version in ["Tls10", "Tls11"] {
        let demand = Demand {
            path: "properties.customProperties",
            since: since("2016-07-07"),
            values: Values::Words { good: &["false"], bad: &["true"] },
            // Of a service that was made after the first of April 2018.
            omitted: Omitted::Met,
            required: "'false'",
            met: RECENT,
            broken: OLD,
        };
        let setting = if known {
            // The name has dots, which a path would take for steps.
            let value = path.read(&properties.value.get(&format!("{PROTOCOLS}{version}")));
            let origin = if value.is_omitted() { properties.origin } else { value.origin };
            let at = format!("properties.customProperties['{PROTOCOLS}{version}']");
            Setting { resource: properties.resource, path: at.into(), value, origin }
        } else {
            properties.clone()
        };
        parts.push(demand.of_setting(path, &setting));
    }
    path.assume_complete(path.subject, "APIs");
    let kind = path.resource().map(|service| format!("{}/apis", service.id.kind)).unwrap_or_default();
    for (api, doubt) in children::below(path, &kind) {
        let protocols = path.setting(api, "properties.protocols");
        let listed = items(path, &protocols);
        if !listed.iter().any(|item| item.doubt.is_empty()) {
            let what = "whether an API that names no protocols takes plain HTTP";
            let missing = missing::unconfirmed("apim-protocols-default", what, "name ['https']");
            parts.push(Part::unsure(protocols.step("['https']", "decides whether it takes plain HTTP"), vec![missing]));
        }
        for item in listed {
            let word = item.value.as_str().filter(|_| !item.opaque).map(str::to_ascii_lowercase);
            let mut step = |effect: &str| item.member(path, "", api).step("['https']", effect);
            let part = match word.as_deref() {
                Some("https" | "wss") => continue,
                Some("http" | "ws") => Part::broken(step(HTTP)),
                _ => Part::unsure(step(HTTPS), missing::of_value(&item.value, &item.path)),
            };
            parts.push(part.doubted(&item.doubt).doubted(&doubt));
        }
    }
    Some(parts)
}
