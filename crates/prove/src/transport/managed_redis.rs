//! Managed Redis: the cluster's lowest version, and what each of its databases takes.

use super::version;
use crate::children;
use crate::demand::{Demand, Omitted, Part, Values};
use crate::explore::Path;
use crate::version::since;

const PROTOCOL: Demand = Demand {
    path: "properties.clientProtocol",
    since: since("2020-10-01"),
    values: Values::Words { good: &["Encrypted"], bad: &["Plaintext"] },
    omitted: Omitted::Met,
    required: "'Encrypted'",
    met: "takes connections with TLS only",
    broken: "takes connections without TLS",
};

pub(super) fn cluster(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let mut parts = vec![version("properties.minimumTlsVersion", since("2020-10-01"), Omitted::Met).of_subject(path)];
    path.assume_complete(path.subject, "databases");
    let kind = path.resource().map(|cluster| format!("{}/databases", cluster.id.kind)).unwrap_or_default();
    for (database, doubt) in children::below(path, &kind) {
        parts.push(PROTOCOL.of(path, database).doubted(&doubt));
    }
    Some(parts)
}
