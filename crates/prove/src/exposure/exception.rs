//! Ways in that do not count against a service, but that a reader must know of.

use ringfence_estate::{Kind, Provision, Resource, Sameness, Value};

use super::Exception;
use super::service::{Admitting, Bypass};
use crate::explore::Path;

/// The settings of the subject that let somebody in under some choice.
///
/// `shut` says that the service is not open to everyone anyway: only then the default of a setting that was left out
/// is worth a line. `perimeter` says that a perimeter turns trusted services away.
pub(super) fn exceptions(path: &mut Path<'_>, bypasses: &[Bypass], shut: bool, perimeter: bool) -> Vec<Exception> {
    let Some(subject) = path.resource() else { return Vec::new() };
    let mut found: Vec<Exception> = Vec::new();
    for bypass in bypasses {
        if perimeter && bypass.trusted {
            continue;
        }
        for resource in holders(path, subject, bypass) {
            let value = resource.body.path(bypass.path);
            for (_, value) in value.each_case() {
                let Some(who) = who(bypass, value, shut) else { continue };
                let origin = if value.is_omitted() { resource.origin } else { value.origin };
                let exception = Exception { who: who.into(), path: bypass.path.into(), origin };
                if !found.contains(&exception) {
                    found.push(exception);
                }
            }
        }
    }
    found
}

/// The resources that have a setting: the service, or its children of a type.
fn holders<'e>(path: &Path<'e>, subject: &'e Resource, bypass: &Bypass) -> Vec<&'e Resource> {
    if bypass.child.is_empty() {
        return vec![subject];
    }
    let kind = format!("{}/{}", subject.id.kind, bypass.child);
    let children = path.estate.of_kind(&kind).map(|(_, child)| child);
    let is_own = |child: &&Resource| {
        let parent = child.id.parent();
        parent.is_some_and(|parent| path.same(&parent, &subject.id) != Sameness::Different)
    };
    children.filter(|child| child.provision != Provision::External).filter(is_own).collect()
}

/// Who a value lets in; none if nobody.
fn who(bypass: &Bypass, value: &Value, shut: bool) -> Option<String> {
    let perhaps = || format!("{}, perhaps", bypass.who);
    match (&value.kind, bypass.admits) {
        (Kind::Null | Kind::Omitted, _) if bypass.default => {
            shut.then(|| format!("{}, which is the default", bypass.who))
        }
        (Kind::Null | Kind::Omitted, _) => None,
        (Kind::Term(_), _) => Some(perhaps()),
        (Kind::String(text), Admitting::Words(words)) => {
            let parts = text.split(',').map(str::trim);
            let named: Vec<&str> =
                parts.filter(|part| words.iter().any(|word| word.eq_ignore_ascii_case(part))).collect();
            (!named.is_empty()).then(|| format!("{} ({})", bypass.who, named.join(", ")))
        }
        (Kind::Bool(true), Admitting::True) | (Kind::Bool(false), Admitting::NotTrue) => Some(bypass.who.into()),
        (Kind::Array(array), Admitting::Elements(member)) => {
            let names: Vec<String> = array
                .elements
                .iter()
                .map(|element| match member {
                    "" => element.value.to_string(),
                    member => element.value.get(member).to_string(),
                })
                .collect();
            (!names.is_empty()).then(|| format!("{}: {}", bypass.who, names.join(", ")))
        }
        _ => None,
    }
}
