//! Private endpoints onto a service, where their existence changes what its public side does.

use std::sync::Arc;

use ringfence_estate::{ElementKind, Kind, OriginId, Provision, ResourceId, ResourceIndex, Sameness, Value};

use super::explore::Path;
use super::generic::perhaps_same;
use super::list;
use super::missing;
use crate::finding::{Missing, Step};

/// What there is of private endpoints onto the subject.
pub(super) enum Found {
    /// One with an automatically approved connection.
    Approved { step: Step, name: String, origin: OriginId },
    /// Perhaps one: it waits for approval, or it is not known what it leads to.
    Perhaps { step: Step, missing: Vec<Missing> },
    /// None.
    None,
}

/// Looks for a private endpoint onto the subject; of one of `groups`, unless that is empty.
///
/// `privateLinkServiceConnections` are approved if whoever deploys may approve them: assumption `auto-approved`.
/// `manualPrivateLinkServiceConnections` wait for somebody to approve them (semantics §13, 16).
pub(super) fn find(path: &mut Path<'_>, groups: &[String]) -> Found {
    let mut perhaps = None;
    for (index, endpoint) in path.estate.of_kind("Microsoft.Network/privateEndpoints") {
        if endpoint.provision == Provision::External {
            continue;
        }
        for (list, manual) in [("privateLinkServiceConnections", false), ("manualPrivateLinkServiceConnections", true)]
        {
            if !leads_perhaps(path, index, list) || !path.holds(&endpoint.present) {
                continue;
            }
            let setting = path.setting(index, &format!("properties.{list}"));
            for item in list::items(path, &setting) {
                let target = item.member(path, "properties.privateLinkServiceId", index);
                let (same, mut missing) = if item.opaque {
                    (Sameness::Maybe, item.doubt.clone())
                } else {
                    (of_subject(path, &target.value), item.doubt.clone())
                };
                if same == Sameness::Different {
                    continue;
                }
                if same == Sameness::Maybe && missing.is_empty() {
                    let subject = path.resource().map(|resource| resource.id.to_string()).unwrap_or_default();
                    missing.push(perhaps_same(&target.value.to_string(), &subject));
                }
                match group(path, &item, groups) {
                    Sameness::Different => continue,
                    Sameness::Maybe => missing.extend(unknown_group(&target.path)),
                    Sameness::Same => {}
                }
                if let Some(family) = &endpoint.family {
                    missing.extend(missing::of_term(family));
                }
                let name = endpoint.id.display_name();
                if manual {
                    missing.push(Missing {
                        cause: ringfence_estate::Cause::RunTime,
                        what: format!("whether somebody approved the connection of {name}"),
                        settle: "join an export of the deployed resources".into(),
                    });
                }
                let step = target.step("an approved connection", "connects a network to it");
                if missing.is_empty() {
                    return Found::Approved { step, name, origin: endpoint.origin };
                }
                perhaps.get_or_insert((step, missing));
            }
        }
    }
    match perhaps {
        Some((step, missing)) => Found::Perhaps { step, missing },
        None => Found::None,
    }
}

/// Whether a connection in a list may lead to the subject, under whatever choice; asked before a choice is made.
fn leads_perhaps(path: &Path<'_>, index: ResourceIndex, list: &str) -> bool {
    let Some(endpoint) = path.estate.resource(index) else { return false };
    let connections = endpoint.property(list);
    connections.each_case().any(|(_, connections)| match &connections.kind {
        Kind::Array(array) => array.elements.iter().any(|element| {
            matches!(element.kind, ElementKind::Rest)
                || element
                    .value
                    .path("properties.privateLinkServiceId")
                    .each_case()
                    .any(|(_, target)| of_subject(path, target) != Sameness::Different)
        }),
        Kind::Term(_) => true,
        _ => false,
    })
}

/// Whether a value is the subject's id.
pub(super) fn of_subject(path: &Path<'_>, id: &Value) -> Sameness {
    let Some(subject) = path.resource() else { return Sameness::Different };
    match (&id.kind, ResourceId::parse(id)) {
        (_, Some(id)) => id.same(&subject.id),
        (Kind::Term(_), None) => Sameness::Maybe,
        (Kind::Cases(cases), None) => {
            let mut answers = cases.iter().map(|(_, value)| of_subject(path, value));
            if answers.all(|answer| answer == Sameness::Different) { Sameness::Different } else { Sameness::Maybe }
        }
        _ => Sameness::Different,
    }
}

/// Whether a connection is of one of the groups.
fn group(path: &mut Path<'_>, item: &list::Item, groups: &[String]) -> Sameness {
    if groups.is_empty() {
        return Sameness::Same;
    }
    let ids = path.read(&item.value.path("properties.groupIds"));
    let Kind::Array(array) = &ids.kind else { return Sameness::Maybe };
    let Some(items) = array.items() else { return Sameness::Maybe };
    let mut answer = Sameness::Different;
    for item in items {
        match item.as_str() {
            Some(text) if groups.iter().any(|group| group.eq_ignore_ascii_case(text)) => return Sameness::Same,
            Some(_) => {}
            None => answer = Sameness::Maybe,
        }
    }
    answer
}

fn unknown_group(at: &Arc<str>) -> Option<Missing> {
    Some(Missing {
        cause: ringfence_estate::Cause::NoValue,
        what: format!("which sub-resource the connection at `{at}` is for"),
        settle: "name it in `groupIds`".into(),
    })
}
