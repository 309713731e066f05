//! PostgreSQL and MySQL servers, whose parameters are children. Page of facts, "Server parameters".

use crate::demand::{Demand, Omitted, Part, Values};
use crate::explore::Path;
use crate::server_parameter::{ServerParameter, Unset};
use crate::version::since;

const SECURE: ServerParameter = ServerParameter {
    name: "require_secure_transport",
    value: Demand {
        path: "properties.value",
        since: since("2020-02-14"),
        values: Values::Words { good: &["on", "1", "true"], bad: &["off", "0", "false"] },
        omitted: Omitted::Unconfirmed("db-parameter-empty"),
        required: "'on'",
        met: "takes connections with TLS only",
        broken: "takes connections without TLS",
    },
    unset: Unset::Met("leaves it on, so that connections without TLS are turned away"),
};

const POSTGRES: ServerParameter = ServerParameter {
    name: "ssl_min_protocol_version",
    value: Demand {
        values: Values::Words { good: &["TLSv1.2", "TLSv1.3"], bad: &["TLSv1", "TLSv1.1"] },
        required: "'TLSv1.2'",
        met: "refuses TLS below 1.2",
        broken: "takes TLS below 1.2",
        ..SECURE.value
    },
    unset: Unset::Met("leaves it at TLS 1.2"),
};

const MYSQL: ServerParameter = ServerParameter {
    name: "tls_version",
    value: Demand {
        values: Values::Words {
            good: &["TLSv1.2", "TLSv1.3", "TLSv1.2,TLSv1.3"],
            bad: &["TLSv1", "TLSv1.1", "TLSv1,TLSv1.1,TLSv1.2", "TLSv1.1,TLSv1.2", "TLSv1,TLSv1.1"],
        },
        ..POSTGRES.value
    },
    unset: Unset::Met("leaves it at TLS 1.2"),
};

pub(super) fn postgres(path: &mut Path<'_>) -> Option<Vec<Part>> {
    Some([SECURE, POSTGRES].iter().flat_map(|parameter| parameter.parts(path)).collect())
}

pub(super) fn mysql(path: &mut Path<'_>) -> Option<Vec<Part>> {
    Some([SECURE, MYSQL].iter().flat_map(|parameter| parameter.parts(path)).collect())
}
