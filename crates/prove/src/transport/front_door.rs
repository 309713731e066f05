//! Front Door: the lowest version of a domain, and the routes that take plain HTTP.

use ringfence_estate::Kind;

use super::{HTTP, HTTPS, OLD, RECENT};
use crate::demand::{Demand, Omitted, Part, State, Values};
use crate::explore::Path;
use crate::items::items;
use crate::missing;
use crate::version::{Since, since};

/// What a domain of its own must ask for.
pub(super) const DOMAIN: &[Demand] = &[
    Demand {
        path: "properties.tlsSettings.minimumTlsVersion",
        since: since("2020-09-01"),
        values: Values::Words { good: &["TLS12", "TLS13"], bad: &["TLS10"] },
        omitted: Omitted::Met,
        required: "'TLS12'",
        met: RECENT,
        broken: OLD,
    },
    Demand {
        path: "properties.tlsSettings.cipherSuiteSetType",
        since: Since { first: "2024-05-01", lacking: &["2024-09-01"] },
        values: Values::Words { good: &["TLS12_2022", "TLS12_2023", "Customized"], bad: &["TLS10_2019"] },
        omitted: Omitted::Met,
        required: "'TLS12_2023'",
        met: "names the suites of TLS 1.2 and 1.3",
        broken: "names the suites of TLS 1.0",
    },
];

const REDIRECT: Demand = Demand {
    path: "properties.httpsRedirect",
    since: since("2020-09-01"),
    values: Values::Words { good: &["Enabled"], bad: &["Disabled"] },
    omitted: Omitted::Unconfirmed("afd-redirect-default"),
    required: "'Enabled'",
    met: "redirects plain HTTP to HTTPS",
    broken: HTTP,
};

/// A route takes HTTPS only, or sends who comes over HTTP there.
pub(super) fn route(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let protocols = path.own("properties.supportedProtocols");
    let listed = items(path, &protocols);
    let is_https = |word: &str| word.eq_ignore_ascii_case("Https");
    let only = !listed.is_empty()
        && matches!(protocols.value.kind, Kind::Array(_))
        && listed.iter().all(|item| !item.opaque && item.doubt.is_empty() && item.value.as_str().is_some_and(is_https));
    if only {
        return Some(vec![Part::met(protocols.step("['Https']", HTTPS))]);
    }
    let redirect = REDIRECT.of_subject(path);
    let is_certain = listed.iter().all(|item| !item.opaque && item.doubt.is_empty() && item.value.as_str().is_some());
    if redirect.state == State::Broken && !protocols.value.is_null_or_omitted() && !is_certain {
        let missing = missing::of_value(&protocols.value, &protocols.path);
        return Some(vec![Part::unsure(protocols.step("['Https']", HTTP), missing)]);
    }
    Some(vec![redirect])
}
