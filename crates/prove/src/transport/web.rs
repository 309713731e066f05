//! Web apps and their slots: the site, its deployment endpoint, and FTP. Page of facts, **Web/sites**.

use super::{HTTP, HTTPS, version};
use crate::demand::{Demand, Omitted, Part, Values};
use crate::explore::Path;
use crate::site;
use crate::version::since;

const HTTPS_ONLY: Demand = Demand {
    path: "properties.httpsOnly",
    since: since("2016-08-01"),
    values: Values::Bool(true),
    omitted: Omitted::Broken,
    required: "true",
    met: HTTPS,
    broken: HTTP,
};

/// Each is a property of the configuration.
const CONFIGURED: &[Demand] = &[
    version("minTlsVersion", since("2016-08-01"), Omitted::Met),
    version("scmMinTlsVersion", since("2020-06-01"), Omitted::Met),
    Demand {
        path: "ftpsState",
        since: since("2018-02-01"),
        values: Values::Words { good: &["Disabled", "FtpsOnly"], bad: &["AllAllowed"] },
        omitted: Omitted::Unconfirmed("web-ftps-default"),
        required: "'Disabled'",
        met: "turns FTP without TLS away",
        broken: "takes files and passwords over FTP without TLS",
    },
];

pub(super) fn site(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let mut parts = vec![HTTPS_ONLY.of_subject(path)];
    for demand in CONFIGURED {
        for (setting, doubt) in site::property(path, demand.path) {
            parts.push(demand.of_setting(path, &setting).doubted(&doubt));
        }
    }
    Some(parts)
}
