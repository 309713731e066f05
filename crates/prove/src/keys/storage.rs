//! Storage accounts: account keys and what is signed with them, and local users.

use ringfence_estate::Kind;

use super::{OFF, ON};
use crate::demand::{Demand, Omitted, Part, State, Values};
use crate::explore::Path;
use crate::missing;
use crate::version::since;

const KEYS: Demand = Demand {
    path: "properties.allowSharedKeyAccess",
    since: since("2019-04-01"),
    values: Values::Bool(false),
    omitted: Omitted::Broken,
    required: "false",
    met: "turns account keys away, and what is signed with them",
    broken: "lets in whoever has an account key, or a signature made with one",
};

const LOCAL: Demand = Demand {
    path: "properties.isLocalUserEnabled",
    since: since("2021-08-01"),
    values: Values::Bool(false),
    omitted: Omitted::Broken,
    required: "false",
    met: "leaves no local users",
    broken: "lets in local users, with passwords and keys of their own",
};

const SFTP: Demand = Demand {
    path: "properties.isSftpEnabled",
    met: "does not speak SFTP, which is what local users sign in to",
    broken: "speaks SFTP, which local users sign in to",
    omitted: Omitted::Met,
    ..LOCAL
};

pub(super) fn account(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let mut parts = vec![KEYS.of_subject(path)];
    parts.extend(services(path, &parts));
    let local = LOCAL.of_subject(path);
    if local.state == State::Met {
        parts.push(local);
        return Some(parts);
    }
    let sftp = SFTP.of_subject(path);
    match (&sftp.state, &local.state) {
        // Local users sign in to SFTP alone.
        (State::Met, _) => parts.push(sftp),
        (State::Broken, _) => {
            path.note(sftp.step);
            parts.push(local);
        }
        (State::Unsure(doubt), State::Broken) => {
            path.note(local.step);
            parts.push(Part::unsure(sftp.step, doubt.clone()));
        }
        (State::Unsure(_), _) => parts.extend([local, sftp]),
    }
    Some(parts)
}

/// The switch of a service beside that of the account: nobody says which wins, so that it proves nothing and lets in.
fn services(path: &mut Path<'_>, account: &[Part]) -> Vec<Part> {
    let is_off = account.iter().all(|part| part.state == State::Met);
    let mut parts = Vec::new();
    for service in ["blob", "file", "table", "queue"] {
        let switch = path.own(&format!("properties.allowSharedKeyAccessForServices.{service}.enabled"));
        match &switch.value.kind {
            Kind::Null | Kind::Omitted | Kind::Bool(false) => {}
            Kind::Bool(true) if is_off => {
                let what = "whether the switch of a service lets keys in that the account's turns away";
                let missing = missing::unconfirmed("storage-keys-per-service", what, "set it to false");
                parts.push(Part::unsure(switch.step("false", ON), vec![missing]));
            }
            Kind::Bool(true) => {}
            _ => {
                let missing = missing::of_value(&switch.value, &switch.path);
                parts.push(Part::unsure(switch.step("false", ON), missing));
            }
        }
    }
    if !parts.is_empty() {
        return parts;
    }
    let list = path.own("properties.allowSharedKeyAccessForServices");
    if matches!(list.value.kind, Kind::Null | Kind::Omitted | Kind::Object(_)) {
        return parts;
    }
    let missing = missing::of_value(&list.value, &list.path);
    vec![Part::unsure(list.step("no service with keys", OFF), missing)]
}
