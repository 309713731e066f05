//! Private endpoints onto a service, where their existence changes what its public side does.

use ringfence_estate::{Cause, OriginId, Sameness, Value};

use crate::explore::Path;
use crate::finding::{Missing, Step};
use crate::private_link::endpoint::{State, connections_to, endpoints, is_id};

/// What there is of private endpoints onto the subject.
pub(super) enum Found {
    /// One with an automatically approved connection.
    Approved { step: Step, name: String, origin: OriginId },
    /// Perhaps one: it waits for approval, or it is not known what it leads to.
    Perhaps { step: Step, missing: Vec<Missing> },
    /// None.
    None,
}

/// Looks for a private endpoint onto the subject; of the sub-resource `group`, if the type has several.
///
/// `privateLinkServiceConnections` are approved if whoever deploys may approve them: assumption `auto-approved`.
/// `manualPrivateLinkServiceConnections` wait for somebody to approve them (docs/facts/private-link.md).
pub(super) fn find(path: &mut Path<'_>, group: Option<&Value>) -> Found {
    let Some(subject) = path.resource() else { return Found::None };
    let mut perhaps = None;
    for (index, endpoint) in endpoints(path.estate) {
        for connection in connections_to(path, index, &subject.id) {
            let mut missing = connection.doubt(path, &subject.id);
            if let Some(group) = group {
                let own = connection.group(path, group);
                if own.is == Sameness::Different {
                    continue;
                }
                missing.extend(own.missing);
            }
            let approved = match connection.state(path) {
                State::Approved { .. } => true,
                State::Closed(state) if connection.manual && state.actual.is_null_or_omitted() => {
                    missing.push(waits(&endpoint.id.display_name()));
                    false
                }
                State::Closed(_) => continue,
                State::Unknown(_, unknown) => {
                    missing.extend(unknown);
                    false
                }
            };
            let step = connection.target.step("an approved connection", "connects a network to it");
            if approved && missing.is_empty() {
                let name = endpoint.id.display_name();
                return Found::Approved { step, name, origin: endpoint.origin };
            }
            perhaps.get_or_insert((step, missing));
        }
    }
    match perhaps {
        Some((step, missing)) => Found::Perhaps { step, missing },
        None => Found::None,
    }
}

/// What nobody knows of a connection that is asked for by hand, where it matters that it may be approved some day.
fn waits(name: &str) -> Missing {
    Missing {
        cause: Cause::RunTime,
        what: format!("whether somebody approved the connection of {name}"),
        settle: "join an export of the deployed resources".into(),
    }
}

/// Whether a value is the subject's id.
pub(super) fn of_subject(path: &Path<'_>, id: &Value) -> Sameness {
    path.resource().map_or(Sameness::Different, |subject| is_id(id, &subject.id))
}
