//! Synapse workspaces: the lowest version of their dedicated pools, which is a child.

use ringfence_estate::OriginId;

use super::version;
use crate::children;
use crate::demand::{self, Omitted, Part};
use crate::explore::Path;
use crate::version::since;

/// Without the child, pools of a new workspace take 1.2; the other endpoints take nothing older.
pub(super) fn workspace(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let kind = path.resource().map(|own| format!("{}/dedicatedSQLminimalTlsSettings", own.id.kind));
    let set = children::below(path, &kind.unwrap_or_default());
    path.assume_complete(path.subject, "`dedicatedSQLminimalTlsSettings`");
    let is_certain = set.iter().any(|(_, doubt)| doubt.is_empty());
    let demand =
        version("properties.minimalTlsVersion", since("2021-06-01"), Omitted::Unconfirmed("synapse-tls-empty"));
    let mut parts: Vec<Part> = set.into_iter().map(|(index, doubt)| demand.of(path, index).doubted(&doubt)).collect();
    if !is_certain {
        let declared = path.resource().map_or(OriginId::NONE, |own| own.origin);
        let effect = "leaves it at TLS 1.2";
        parts.push(Part::met(demand::absent(
            path.subject,
            "dedicatedSQLminimalTlsSettings",
            declared,
            "'1.2'",
            effect,
        )));
    }
    Some(parts)
}
