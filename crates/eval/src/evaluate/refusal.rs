//! Under which choices a resource is refused: an expression of its own calls `fail`.
//!
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-any#fail> ends the deployment, so that the
//! resource is not deployed under these choices. That is certain of the resource whose expression it is; whether others of
//! the same template were deployed before is not, and they stay.

use ringfence_estate::{ElementKind, Guard, Kind, ResourceId, Value};

/// How deep a body is searched.
const MAX_DEPTH: usize = 40;

/// The choices under which a resource is certainly not deployed, since its name or its body calls `fail`.
pub(crate) fn refused(id: &ResourceId, body: &Value) -> Guard {
    id.names.iter().fold(in_value(body, MAX_DEPTH), |any, name| any.or(&in_value(name, MAX_DEPTH)))
}

fn in_value(value: &Value, depth: usize) -> Guard {
    let Some(depth) = depth.checked_sub(1) else { return Guard::Never };
    match &value.kind {
        // What `failed` of the engine makes of the call; it is named after its text.
        Kind::Term(term) => match term.atoms().iter().any(|atom| atom.text.starts_with("error(fail(")) {
            true => Guard::Always,
            false => Guard::Never,
        },
        Kind::Cases(cases) => cases.iter().fold(Guard::Never, |any, (guard, case)| {
            let inner = in_value(case, depth);
            if inner.is_never() { any } else { any.or(&guard.and(&inner)) }
        }),
        Kind::Array(array) => array.elements.iter().fold(Guard::Never, |any, element| match element.kind {
            ElementKind::One => {
                let inner = in_value(&element.value, depth);
                if inner.is_never() { any } else { any.or(&element.guard.and(&inner)) }
            }
            // Of none of many, nothing is evaluated.
            ElementKind::Family { .. } | ElementKind::Rest => any,
        }),
        Kind::Object(object) => {
            object.members.iter().fold(Guard::Never, |any, member| any.or(&in_value(&member.value, depth)))
        }
        _ => Guard::Never,
    }
}
