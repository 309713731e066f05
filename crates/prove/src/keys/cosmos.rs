//! Cosmos DB accounts, of which each speaks one API, and MongoDB clusters.

use ringfence_estate::Kind;

use super::{OFF, ON, off};
use crate::demand::{Part, State};
use crate::explore::Path;
use crate::items::items;
use crate::missing;

/// The APIs whose keys the switch is documented to turn off do not include MongoDB's and Gremlin's: `cosmos-other-api`.
pub(super) fn account(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let mut parts = vec![off("2021-06-15").of_subject(path)];
    if parts.iter().any(|part| part.state == State::Broken) {
        return Some(parts);
    }
    let kind = path.own("kind");
    let unconfirmed = || {
        let what = "whether the switch turns off the keys of the MongoDB or the Gremlin API";
        vec![missing::unconfirmed("cosmos-other-api", what, "use the API for NoSQL")]
    };
    let required = "the API for NoSQL";
    match (&kind.value.kind, kind.value.as_str()) {
        (Kind::Null | Kind::Omitted, _) => {}
        (_, Some(word)) if word.eq_ignore_ascii_case("GlobalDocumentDB") => {}
        (_, Some(_)) => parts.push(Part::unsure(kind.step(required, "may take keys all the same"), unconfirmed())),
        _ => {
            let missing = missing::of_value(&kind.value, &kind.path);
            parts.push(Part::unsure(kind.step(required, "may take keys all the same"), missing));
        }
    }
    let list = path.own("properties.capabilities");
    for item in items(path, &list) {
        let name = item.member(path, if item.opaque { "" } else { "name" }, path.subject);
        let other = |word: &str| ["enablemongo", "enablegremlin"].contains(&word);
        match name.value.as_str().map(str::to_ascii_lowercase) {
            Some(word) if !item.opaque && !other(&word) => {}
            Some(_) if !item.opaque => {
                parts.push(Part::unsure(name.step(required, "may take keys all the same"), unconfirmed()));
            }
            _ => {
                let missing = missing::of_value(&name.value, &name.path);
                parts.push(Part::unsure(name.step(required, "may take keys all the same"), missing));
            }
        }
    }
    Some(parts)
}

/// Which ways a MongoDB cluster takes: `NativeAuth` is a name and a password.
pub(super) fn mongo_cluster(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let list = path.own("properties.authConfig.allowedModes");
    let required = "['MicrosoftEntraID']";
    if list.value.is_null_or_omitted() {
        let what = "which ways a cluster takes when `allowedModes` is left out";
        let missing = missing::unconfirmed("mongo-modes-default", what, "set it to ['MicrosoftEntraID']");
        return Some(vec![Part::unsure(list.step(required, ON), vec![missing])]);
    }
    let listed = items(path, &list);
    // A list that may have no element at all is not known to name a way.
    let is_certain = listed.iter().any(|item| item.doubt.is_empty());
    let mut parts = Vec::new();
    for item in listed {
        let mode = item.member(path, "", path.subject);
        parts.push(
            match mode.value.as_str().filter(|_| !item.opaque).map(str::to_ascii_lowercase).as_deref() {
                Some("microsoftentraid") => Part::met(mode.step(required, OFF)),
                Some("nativeauth") => Part::broken(mode.step(required, "lets in whoever has a password")),
                Some(_) => {
                    let missing = missing::odd(&mode.value, "allowedModes", &["MicrosoftEntraID", "NativeAuth"]);
                    Part::unsure(mode.step(required, "means nothing that is documented"), vec![missing])
                }
                None => Part::unsure(mode.step(required, ON), missing::of_value(&mode.value, &mode.path)),
            }
            .doubted(&item.doubt),
        );
    }
    if !is_certain {
        let what = "which ways a cluster takes when `allowedModes` is empty";
        let missing = missing::unconfirmed("mongo-modes-default", what, "set it to ['MicrosoftEntraID']");
        parts.push(Part::unsure(list.step(required, ON), vec![missing]));
    }
    Some(parts)
}
