//! Databases: logins with passwords, and the keys of Redis.

use ringfence_estate::ResourceIndex;

use super::{OFF, ON};
use crate::children;
use crate::demand::{self, Demand, Omitted, Part, Values};
use crate::explore::Path;
use crate::finding::Missing;
use crate::server_parameter::{ServerParameter, Unset};
use crate::version::{Since, since};

const NO_PASSWORD: &str = "turns passwords away";
const PASSWORD: &str = "lets in whoever has a login and its password";

/// `authConfig.passwordAuth`.
pub(super) const POSTGRES: Demand = Demand {
    path: "properties.authConfig.passwordAuth",
    since: since("2022-12-01"),
    values: Values::Words { good: &["Disabled"], bad: &["Enabled"] },
    omitted: Omitted::Broken,
    required: "'Disabled'",
    met: NO_PASSWORD,
    broken: PASSWORD,
};

pub(super) const REDIS: &[Demand] = &[
    Demand {
        path: "properties.disableAccessKeyAuthentication",
        since: since("2024-03-01"),
        values: Values::Bool(true),
        omitted: Omitted::Broken,
        required: "true",
        met: OFF,
        broken: ON,
    },
    Demand {
        path: "properties.redisConfiguration.authnotrequired",
        since: since("2015-08-01"),
        values: Values::Words { good: &["false"], bad: &["true"] },
        omitted: Omitted::Met,
        required: "'false'",
        met: "asks everyone who they are",
        broken: "asks nobody who they are",
    },
];

const ENTRA_ONLY: Demand = Demand {
    path: "properties.administrators.azureADOnlyAuthentication",
    since: since("2020-11-01"),
    values: Values::Bool(true),
    omitted: Omitted::Broken,
    required: "true",
    met: NO_PASSWORD,
    broken: PASSWORD,
};

pub(super) fn sql(path: &mut Path<'_>) -> Option<Vec<Part>> {
    Some(entra_only(path, ENTRA_ONLY))
}

pub(super) fn synapse(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let own = Demand { path: "properties.azureADOnlyAuthentication", since: since("2021-06-01"), ..ENTRA_ONLY };
    Some(entra_only(path, own))
}

/// The child is written after its server, so that what it says counts.
fn entra_only(path: &mut Path<'_>, own: Demand) -> Vec<Part> {
    path.assume_complete(path.subject, "`azureADOnlyAuthentications`");
    let kind = path.resource().map(|server| format!("{}/azureADOnlyAuthentications", server.id.kind));
    let child = Demand { path: "properties.azureADOnlyAuthentication", since: since("2020-02-02"), ..ENTRA_ONLY };
    let written: Vec<(ResourceIndex, Vec<Missing>)> = children::below(path, &kind.unwrap_or_default());
    let is_certain = written.iter().any(|(_, doubt)| doubt.is_empty());
    let doubts: Vec<Missing> = written.iter().flat_map(|(_, doubt)| doubt.iter().cloned()).collect();
    let mut parts: Vec<Part> =
        written.into_iter().map(|(index, doubt)| child.of(path, index).doubted(&doubt)).collect();
    if !is_certain {
        // A child that may be the server's may turn passwords off after all.
        parts.insert(0, own.of_subject(path).doubted(&doubts));
    }
    parts
}

/// `aad_auth_only` is off until somebody turns it on.
pub(super) fn mysql(path: &mut Path<'_>) -> Option<Vec<Part>> {
    const PARAMETER: ServerParameter = ServerParameter {
        name: "aad_auth_only",
        value: Demand {
            path: "properties.value",
            since: since("2020-07-01"),
            values: Values::Words { good: &["on", "1", "true"], bad: &["off", "0", "false"] },
            omitted: Omitted::Unconfirmed("db-parameter-empty"),
            required: "'ON'",
            met: NO_PASSWORD,
            broken: PASSWORD,
        },
        unset: Unset::Broken("leaves it off, so that whoever has a login and its password gets in"),
    };
    Some(PARAMETER.parts(path))
}

/// The keys are those of the databases.
pub(super) fn managed_redis(path: &mut Path<'_>) -> Option<Vec<Part>> {
    const KEYS: Demand = Demand {
        path: "properties.accessKeysAuthentication",
        since: Since { first: "2024-09-01", lacking: &["2024-10-01"] },
        values: Values::Words { good: &["Disabled"], bad: &["Enabled"] },
        omitted: Omitted::Unconfirmed("redise-keys-default"),
        required: "'Disabled'",
        met: OFF,
        broken: ON,
    };
    path.assume_complete(path.subject, "databases");
    let cluster = path.resource()?;
    let kind = format!("{}/databases", cluster.id.kind);
    let databases = children::below(path, &kind);
    if databases.is_empty() {
        let step =
            demand::absent(path.subject, "databases", cluster.origin, "no keys", "leaves nothing that takes keys");
        return Some(vec![Part::met(step)]);
    }
    Some(databases.into_iter().map(|(index, doubt)| KEYS.of(path, index).doubted(&doubt)).collect())
}
