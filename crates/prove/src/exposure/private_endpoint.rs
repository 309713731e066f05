//! Private endpoints onto a service, where their existence changes what its public side does.

use std::sync::Arc;

use ringfence_estate::{Case, ElementKind, Kind, OriginId, Provision, ResourceId, ResourceIndex, Sameness, Value};

use crate::explore::Path;
use crate::finding::{Missing, Step};
use crate::items::{Item, items};
use crate::missing;
use crate::missing::perhaps_same;

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
/// The endpoint of a web app's slot leads to the site, with the slot in its group: `sites-staging`.
/// <https://github.com/Azure/bicep-registry-modules/blob/9f9ea1a18204e262be9a4a64e3e3cc7fbe5e509d/avm/res/web/site/slot/main.bicep>
///
/// `privateLinkServiceConnections` are approved if whoever deploys may approve them: assumption `auto-approved`.
/// `manualPrivateLinkServiceConnections` wait for somebody to approve them (semantics §13, 16).
pub(super) fn find(path: &mut Path<'_>, group: Option<&Value>) -> Found {
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
            for item in items(path, &setting) {
                let target = item.member(path, "properties.privateLinkServiceId", index);
                let (same, mut missing) = if item.opaque {
                    (Sameness::Maybe, item.doubt.clone())
                } else {
                    (leads_to(path, &target.value), item.doubt.clone())
                };
                if same == Sameness::Different {
                    continue;
                }
                if same == Sameness::Maybe && missing.is_empty() {
                    let subject = path.resource().map(|resource| resource.id.to_string()).unwrap_or_default();
                    missing.push(perhaps_same(&target.value.to_string(), &subject));
                }
                match is_of_group(path, &item, group) {
                    Sameness::Different => continue,
                    Sameness::Maybe => missing.extend(unknown_group(&target.path)),
                    Sameness::Same => {}
                }
                if let Some(family) = &endpoint.family {
                    missing.extend(missing::of_loop(family));
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
                    .any(|(_, target)| leads_to(path, target) != Sameness::Different)
        }),
        Kind::Term(_) => true,
        _ => false,
    })
}

/// Whether a connection's target is the subject, or the site that it is a slot of.
fn leads_to(path: &Path<'_>, target: &Value) -> Sameness {
    let own = of_subject(path, target);
    let Some(subject) = path.resource() else { return own };
    match (own, subject.is("Microsoft.Web/sites/slots"), subject.id.parent()) {
        (Sameness::Different, true, Some(site)) => is_id(target, &site),
        _ => own,
    }
}

/// Whether a value is the subject's id.
pub(super) fn of_subject(path: &Path<'_>, id: &Value) -> Sameness {
    path.resource().map_or(Sameness::Different, |subject| is_id(id, &subject.id))
}

fn is_id(value: &Value, id: &ResourceId) -> Sameness {
    match (&value.kind, ResourceId::parse(value)) {
        (_, Some(own)) => own.same(id),
        (Kind::Term(_), None) => Sameness::Maybe,
        (Kind::Cases(cases), None) => {
            let mut answers = cases.iter().map(|(_, value)| is_id(value, id));
            if answers.all(|answer| answer == Sameness::Different) { Sameness::Different } else { Sameness::Maybe }
        }
        _ => Sameness::Different,
    }
}

/// Whether a connection is of the group.
fn is_of_group(path: &mut Path<'_>, item: &Item, group: Option<&Value>) -> Sameness {
    let Some(group) = group else { return Sameness::Same };
    let ids = path.read(&item.value.path("properties.groupIds"));
    let Kind::Array(array) = &ids.kind else { return Sameness::Maybe };
    let Some(items) = array.items() else { return Sameness::Maybe };
    let mut answer = Sameness::Different;
    for item in items {
        match item.same(group, Case::Insensitive) {
            Sameness::Same => return Sameness::Same,
            Sameness::Different => {}
            Sameness::Maybe => answer = Sameness::Maybe,
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
