//! Functions on objects, some members of which may be there only under a choice.
//!
//! A member that is [`Kind::Omitted`] in a case is not there in that case.
//!
//! Source: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-object>

use std::sync::Arc;

use ringfence_estate::{Domain, Guard, Kind, Member, Object, Term, Value};

use super::bounds;
use super::spec::{self, Answer, Problem, Site, Spec, refused};
use super::types::Types;
use super::{Call, FunctionError};

/// Under which choices a member with this value is there.
pub(super) fn presence(value: &Value) -> Guard {
    value
        .each_case()
        .fold(Guard::Never, |there, (guard, value)| if value.is_omitted() { there } else { there.or(guard) })
}

/// One object with optional members for a value that is an object in each case.
///
/// The members come in the order in which the cases bring them.
pub(super) fn merged(value: &Value) -> Option<Value> {
    let Kind::Cases(cases) = &value.kind else { return matches!(value.kind, Kind::Object(_)).then(|| value.clone()) };
    let mut names: Vec<&Member> = Vec::new();
    for (_, case) in cases.iter() {
        let object = case.as_object().filter(|object| object.rest.is_none())?;
        for member in &object.members {
            if !names.iter().any(|known| known.name.eq_ignore_ascii_case(&member.name)) {
                names.push(member);
            }
        }
    }
    let members = names.into_iter().map(|member| Member { value: value.get(&member.name), ..member.clone() });
    Some(Value::object(members.collect(), value.origin))
}

/// `createObject(name, value, …)`; the values keep their cases.
pub(super) fn create_object(call: &mut Call<'_>, spec: &'static Spec, args: &[Value]) -> Result<Value, FunctionError> {
    let (pairs, odd) = args.as_chunks::<2>();
    if !odd.is_empty() {
        return Err(FunctionError { message: "`createObject` takes names and values in turn".into() });
    }
    let mut object = Object::default();
    let plain = pairs.iter().all(|[name, value]| match &name.kind {
        Kind::String(text) if object.member(text).is_none() => {
            object.members.push(Member::new(text.clone(), name.origin, value.clone()));
            true
        }
        _ => false,
    });
    if plain {
        return Ok(Value::new(Kind::Object(Arc::new(object)), call.origin));
    }
    spec::by_case(spec, create_with_unknown_names, args, call)
}

/// Names that are not known, or that stand twice.
fn create_with_unknown_names(site: &Site<'_>, args: &[Value]) -> Answer {
    let mut object = Object::default();
    let mut unknown = Vec::new();
    for [name, value] in args.as_chunks::<2>().0 {
        match &name.kind {
            Kind::String(text) => match object.member(text) {
                Some(known) if known.name == *text => {
                    return refused(format!("`createObject` has the name `{text}` twice"));
                }
                Some(_) => return Err(Problem::Unclear),
                None => object.members.push(Member::new(text.clone(), name.origin, value.clone())),
            },
            _ if Types::of(name).has(Types::STRING) => unknown.extend([name.clone(), value.clone()]),
            _ => return refused("`createObject` takes a string as each name"),
        }
    }
    if !unknown.is_empty() {
        object.rest = Some(Term::call("createObject", unknown, Domain::Object));
    }
    Ok(site.value(Kind::Object(Arc::new(object))))
}

/// `items(object)`: by name, in ordinal order without regard to case (policy port).
pub(super) fn items(site: &Site<'_>, args: &[Value]) -> Answer {
    sorted(site, args, |member| {
        let name = Value::string(member.name.clone(), member.name_origin);
        let members =
            vec![Member::new("key", site.origin, name), Member::new("value", site.origin, member.value.clone())];
        Value::object(members, site.origin)
    })
}

/// `objectKeys(object)`: in alphabetical order, as `items`.
pub(super) fn object_keys(site: &Site<'_>, args: &[Value]) -> Answer {
    sorted(site, args, |member| Value::string(member.name.clone(), member.name_origin))
}

fn sorted(site: &Site<'_>, args: &[Value], item: impl Fn(&Member) -> Value) -> Answer {
    let [Value { kind: Kind::Object(object), .. }] = args else { return Err(Problem::Open) };
    if object.rest.is_some() {
        return Err(Problem::Open);
    }
    let mut members: Vec<(&Member, Guard)> =
        object.members.iter().map(|member| (member, presence(&member.value))).collect();
    // .NET's OrdinalIgnoreCase compares upper case.
    members.sort_by_cached_key(|(member, _)| member.name.to_uppercase());
    let elements = members.into_iter().filter(|(_, there)| !there.is_never()).map(|(member, there)| {
        let member = Member { value: member.value.under(&there), ..member.clone() };
        ringfence_estate::Element::when(there, item(&member))
    });
    super::arrays::array_of(site, elements.collect())
}

/// What is known of the length of the items of an object.
pub(super) fn items_domain(args: &[Value]) -> Domain {
    args.first().map_or(Domain::ARRAY, |object| bounds::of_value(object).array())
}
