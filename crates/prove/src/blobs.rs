//! Blobs: whether somebody who says nothing of themselves can read a storage account's.
//!
//! Every fact restates a row of `docs/facts/blobs.md`, which names the source and how sure it is.

use ringfence_estate::{Estate, Kind};

use crate::children;
use crate::demand::{self, Decide, Demand, Omitted, Part, Service, Values};
use crate::explore::Path;
use crate::finding::Finding;
use crate::version::since;

/// What is found about the storage accounts of an estate.
pub fn findings(estate: &Estate) -> Vec<Finding> {
    demand::findings(estate, SERVICES)
}

/// Whether the type is one that this prover decides about, or belongs to one.
pub fn knows(kind: &str) -> bool {
    demand::is_of(SERVICES, kind)
}

static SERVICES: &[Service] =
    &[Service { kind: "Microsoft.Storage/storageAccounts", name: "storage account", decide: Decide::Special(account) }];

const SWITCH: Demand = Demand {
    path: "properties.allowBlobPublicAccess",
    since: since("2019-04-01"),
    values: Values::Bool(false),
    omitted: Omitted::MetSince(since("2023-01-01"), "blob-old-default"),
    required: "false",
    met: "turns anonymous requests away, whatever a container says",
    broken: "lets a container be opened to everyone without a key or a token",
};

const WEBSITE: Demand = Demand {
    path: "properties.staticWebsite.enabled",
    since: since("2025-08-01"),
    values: Values::Bool(false),
    omitted: Omitted::Met,
    required: "false",
    met: "serves no website",
    broken: "serves the container `$web` to everyone, whatever the account's switch says",
};

fn account(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let kind = path.resource()?.id.kind.clone();
    let mut parts = vec![SWITCH.of_subject(path)];
    let is_off = parts.iter().all(|part| part.state == demand::State::Met);
    for (service, doubt) in children::below(path, &format!("{kind}/blobServices")) {
        parts.push(WEBSITE.of(path, service).doubted(&doubt));
    }
    for (container, _) in children::below(path, &format!("{kind}/blobServices/containers")) {
        let access = path.setting(container, "properties.publicAccess");
        let effect = match (&access.value.kind, access.value.as_str().map(str::to_ascii_lowercase).as_deref()) {
            (Kind::Null | Kind::Omitted, _) | (_, Some("none")) => continue,
            _ if is_off => "is overruled by the account's switch",
            (Kind::Term(_), _) => "may open the container to everyone",
            _ => "opens the container to everyone as far as the account lets it",
        };
        path.note(access.step("'None'", effect));
    }
    path.assume_complete(path.subject, "a blob service that serves a website");
    Some(parts)
}
