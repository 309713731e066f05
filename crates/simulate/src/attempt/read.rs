//! Reading settings of which everything is known, and blobs for everyone.

use ringfence_estate::{Estate, Kind, Resource, Value};

use super::{Attempt, no, yes};
use crate::Answer;

/// What a setting says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    Nothing,
    Yes,
    No,
    Word(String),
    Other,
}

/// A setting at a path below `properties`.
pub(super) fn said(resource: &Resource, path: &[&str]) -> Said {
    let mut value = resource.body.get("properties");
    for name in path {
        value = value.get(name);
    }
    of(&value)
}

pub(super) fn of(value: &Value) -> Said {
    match &value.kind {
        Kind::Null | Kind::Omitted => Said::Nothing,
        Kind::Bool(true) => Said::Yes,
        Kind::Bool(false) => Said::No,
        Kind::String(text) => Said::Word(text.to_lowercase()),
        _ => Said::Other,
    }
}

/// The year of the API version that a resource is written for.
pub(super) fn year(resource: &Resource) -> Option<u32> {
    resource.api_version.as_deref()?.split('-').next()?.parse().ok()
}

/// The children of a resource whose type ends so, with their last names.
pub(super) fn children<'e>(estate: &'e Estate, parent: &Resource, kind: &str) -> Vec<(String, &'e Resource)> {
    let wanted = format!("{}/{kind}", parent.id.kind_key());
    let above = format!("{}/", parent.id.to_string().to_lowercase());
    let all = estate.resources.iter().filter(|own| own.id.kind_key() == wanted);
    let own = all.filter(|own| own.id.to_string().to_lowercase().starts_with(&above));
    own.map(|own| (own.id.name().as_str().unwrap_or_default().to_lowercase(), own)).collect()
}

/// "You can disallow all public access regardless of the setting for an individual container; the `$web` container is
/// always publicly accessible."
pub(super) fn anonymous(estate: &Estate, account: &Resource, attempt: Attempt) -> Option<Answer> {
    if attempt == Attempt::Page {
        let services = children(estate, account, "blobservices");
        let serves = services.iter().any(|(_, own)| said(own, &["staticWebsite", "enabled"]) == Said::Yes);
        return if serves { yes("blobs: a website is public") } else { no("blobs: there is no website") };
    }
    match said(account, &["allowBlobPublicAccess"]) {
        Said::Yes => yes("blobs: the account permits it"),
        Said::No if year(account)? >= 2020 => no("blobs: the account overrules its containers"),
        Said::Nothing if year(account)? >= 2023 => no("blobs: new accounts do not permit it"),
        _ => None,
    }
}
