//! Container apps: what their ingress takes. Page of facts, **App/containerApps**.

use ringfence_estate::Kind;

use super::{HTTP, HTTPS};
use crate::demand::{Demand, Omitted, Part, State, Values};
use crate::explore::Path;
use crate::items::items;
use crate::missing;
use crate::version::since;

const INSECURE: Demand = Demand {
    path: "properties.configuration.ingress.allowInsecure",
    since: since("2022-01-01"),
    values: Values::Bool(false),
    omitted: Omitted::Met,
    required: "false",
    met: HTTPS,
    broken: HTTP,
};

const TRANSPORT: Demand = Demand {
    path: "properties.configuration.ingress.transport",
    since: since("2022-01-01"),
    values: Values::Words { good: &["auto", "http", "http2"], bad: &[] },
    omitted: Omitted::Met,
    required: "'auto'",
    met: "ends TLS at the ingress",
    broken: "leaves TLS to the app",
};

/// None if nothing listens.
pub(super) fn app(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let ingress = path.own("properties.configuration.ingress");
    if matches!(ingress.value.kind, Kind::Null | Kind::Omitted) {
        return None;
    }
    let mut parts = vec![INSECURE.of_subject(path)];
    let transport = path.own(TRANSPORT.path);
    let transport = match transport.value.as_str() {
        Some(word) if word.eq_ignore_ascii_case("tcp") => {
            let what = "whether the app itself asks for TLS on a port that passes TCP on";
            let missing = missing::unconfirmed("aca-tcp", what, "use an HTTP ingress");
            Part::unsure(
                transport.step(TRANSPORT.required, "passes TCP on to the app, without TLS of its own"),
                vec![missing],
            )
        }
        _ => TRANSPORT.of_setting(path, &transport),
    };
    // That there is TLS to speak of decides nothing in favour of the app.
    if transport.state != State::Met {
        parts.push(transport);
    }
    let ports = path.own("properties.configuration.ingress.additionalPortMappings");
    if !items(path, &ports).is_empty() {
        let what = "whether the app itself asks for TLS on the further ports";
        let missing = missing::unconfirmed("aca-tcp", what, "leave out the further ports");
        parts.push(Part::unsure(
            ports.step("no further ports", "passes TCP on to the app, without TLS of its own"),
            vec![missing],
        ));
    }
    Some(parts)
}
