//! The resources below a resource, as they are on one path.

use ringfence_estate::{Case, Resource, ResourceId, ResourceIndex, Sameness, Value};

use crate::explore::Path;
use crate::finding::Missing;
use crate::missing;

/// The resources of a type below the subject that are there on this path, each with what is missing to know whether it
/// is the subject's own. The type may be that of a child or of a child's child.
pub(crate) fn below(path: &mut Path<'_>, kind: &str) -> Vec<(ResourceIndex, Vec<Missing>)> {
    let Some(subject) = path.resource() else { return Vec::new() };
    let mut found = Vec::new();
    for (index, resource) in path.estate.of_kind(kind) {
        let mut doubt = match ancestor(resource, subject).map(|parent| path.same(&parent, &subject.id)) {
            None | Some(Sameness::Different) => continue,
            Some(Sameness::Same) => Vec::new(),
            Some(Sameness::Maybe) => {
                vec![missing::perhaps_same(&resource.id.to_string(), &subject.id.to_string())]
            }
        };
        if let Some(family) = &resource.family {
            doubt.extend(missing::of_loop(family));
        }
        if path.holds(&resource.present) {
            found.push((index, doubt));
        }
    }
    found
}

/// Those of a type whose last name is `name`, or may be.
pub(crate) fn named(path: &mut Path<'_>, kind: &str, name: &str) -> Vec<(ResourceIndex, Vec<Missing>)> {
    let mut found = Vec::new();
    for (index, mut doubt) in below(path, kind) {
        let Some(child) = path.estate.resource(index) else { continue };
        let own = path.read(&child.id.name());
        match own.same(&Value::text(name), Case::Insensitive) {
            Sameness::Different => continue,
            Sameness::Same => {}
            Sameness::Maybe => doubt.extend(missing::of_value(&own, "name")),
        }
        found.push((index, doubt));
    }
    found
}

/// The id above a resource's that is of the subject's type.
fn ancestor(resource: &Resource, subject: &Resource) -> Option<ResourceId> {
    let mut id = resource.id.parent()?;
    while !id.kind.eq_ignore_ascii_case(&subject.id.kind) {
        id = id.parent()?;
    }
    Some(id)
}
