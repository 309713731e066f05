//! Container registries: the admin user, anonymous pull, and tokens.

use crate::children;
use crate::demand::{Demand, Omitted, Part, Values};
use crate::explore::Path;
use crate::version::{Since, since};

const SWITCHES: &[Demand] = &[
    Demand {
        path: "properties.adminUserEnabled",
        since: since("2017-03-01"),
        values: Values::Bool(false),
        omitted: Omitted::Met,
        required: "false",
        met: "leaves no user with a password",
        broken: "makes a user with a password",
    },
    Demand {
        path: "properties.anonymousPullEnabled",
        // Stable versions lack it until 2025.
        since: Since { first: "2020-11-01", lacking: &["2021-09-01", "2022-12-01", "2023-07-01"] },
        values: Values::Bool(false),
        omitted: Omitted::Met,
        required: "false",
        met: "asks everyone who pulls to sign in",
        broken: "lets everyone pull without signing in",
    },
];

const TOKEN: Demand = Demand {
    path: "properties.status",
    since: since("2019-05-01"),
    values: Values::Words { good: &["disabled"], bad: &["enabled"] },
    omitted: Omitted::Unconfirmed("acr-token-default"),
    required: "'disabled'",
    met: "turns the token's passwords away",
    broken: "lets in whoever has a password of the token",
};

pub(super) fn registry(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = SWITCHES.iter().map(|demand| demand.of_subject(path)).collect();
    path.assume_complete(path.subject, "tokens");
    let kind = path.resource().map(|registry| format!("{}/tokens", registry.id.kind)).unwrap_or_default();
    for (token, doubt) in children::below(path, &kind) {
        parts.push(TOKEN.of(path, token).doubted(&doubt));
    }
    Some(parts)
}
