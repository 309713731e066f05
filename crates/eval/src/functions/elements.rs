//! An element of an array or a member of an object: `[…]`, `tryGet`, `indexFromEnd`, `tryIndexFromEnd`.
//!
//! Sources: <https://learn.microsoft.com/azure/azure-resource-manager/bicep/operator-safe-dereference>; policy port for
//! what `tryGet` takes and gives.

use ringfence_estate::{Array, Domain, ElementKind, Guard, Kind, MAX_CASES, Term, Value};

use super::bounds;
use super::counting;
use super::objects::presence;
use super::spec::{self, Answer, Problem, Site, refused};
use super::types::Types;
use super::{Call, FunctionError, table};

/// `base[key]`: an element by its number, counted from 0, or a member by its name. One that is not there is an error.
pub fn element(base: &Value, key: &Value, call: &mut Call<'_>) -> Result<Value, FunctionError> {
    spec::by_case(&table::ELEMENT, strict, &[base.clone(), key.clone()], call)
}

/// `base[^number]`: an element counted from 1 at the end.
pub fn element_from_end(base: &Value, number: &Value, call: &mut Call<'_>) -> Result<Value, FunctionError> {
    spec::by_case(&table::ELEMENT_FROM_END, strict_from_end, &[base.clone(), number.clone()], call)
}

/// `base[key]`
pub(super) fn strict(site: &Site<'_>, args: &[Value]) -> Answer {
    let [base, key] = args else { return Err(Problem::Open) };
    select(site, base, key, Missing::Error, false)
}

/// `indexFromEnd(array, number)`
pub(super) fn strict_from_end(site: &Site<'_>, args: &[Value]) -> Answer {
    let [base, number] = args else { return Err(Problem::Open) };
    select(site, base, number, Missing::Error, true)
}

/// `tryGet(base, key, further keys…)`
///
/// Only the first step is safe; if it finds nothing, the result is `null` whatever follows.
pub(super) fn try_get(site: &Site<'_>, args: &[Value]) -> Answer {
    try_select(site, args, false)
}

/// `tryIndexFromEnd(array, number, further keys…)`
pub(super) fn try_from_end(site: &Site<'_>, args: &[Value]) -> Answer {
    try_select(site, args, true)
}

fn try_select(site: &Site<'_>, args: &[Value], from_end: bool) -> Answer {
    let [base, key, further @ ..] = args else { return Err(Problem::Open) };
    let mut value = select(site, base, key, Missing::Null, from_end)?;
    for key in further {
        let mut cases = Vec::new();
        let mut why = None;
        for (guard, value) in value.each_case() {
            let next = match &value.kind {
                Kind::Null | Kind::Omitted => Ok(site.value(Kind::Null)),
                // It may be `null`, and then ends here.
                Kind::Term(term) if *term.domain() == Domain::Any => return Err(Problem::Open),
                _ => select(site, value, key, Missing::Error, false),
            };
            match next {
                Ok(value) => cases.push((guard.clone(), value)),
                Err(Problem::Refused(message)) => {
                    why = Some(message.clone());
                    cases.push((guard.clone(), site.failed(guard, message, &args)));
                }
                Err(other) => return Err(other),
            }
        }
        if let (Some(why), 1) = (why, cases.len()) {
            return refused(why);
        }
        value = super::arrays::one_or_cases(cases, site);
    }
    Ok(value)
}

/// What a missing element amounts to.
#[derive(Clone, Copy, PartialEq)]
enum Missing {
    Error,
    Null,
}

impl Missing {
    fn answer(self, site: &Site<'_>, what: impl FnOnce() -> String) -> Answer {
        match self {
            Self::Null => Ok(site.value(Kind::Null)),
            Self::Error => refused(what()),
        }
    }
}

fn select(site: &Site<'_>, base: &Value, key: &Value, missing: Missing, from_end: bool) -> Answer {
    match &base.kind {
        Kind::Array(array) => match &key.kind {
            Kind::Int(index) => by_number(site, array, *index, missing, from_end),
            Kind::Term(_) => one_of(site, base, array, key),
            _ => missing.answer(site, || format!("an array has no element {key}")),
        },
        Kind::Object(object) => match &key.kind {
            Kind::String(name) => {
                let value = object.get(name, base.origin);
                there_or(site, value, missing, || format!("there is no member `{name}`"))
            }
            Kind::Term(_) if object.members.is_empty() && object.rest.is_none() => {
                missing.answer(site, || format!("there is no member {key} in an empty object"))
            }
            _ if Types::of(key).has(Types::STRING) => Err(Problem::Open),
            _ => missing.answer(site, || format!("an object has no member {key}")),
        },
        Kind::Term(term) => match (&key.kind, term.domain(), missing) {
            (Kind::String(name), Domain::Any | Domain::Object, Missing::Error) => site.term(term.property(name)),
            (Kind::Int(_) | Kind::Term(_), Domain::Any | Domain::Array { .. }, Missing::Error) if !from_end => {
                site.term(bounds::item(term, key.clone()))
            }
            (_, Domain::Any | Domain::Object | Domain::Array { .. }, _) => Err(Problem::Open),
            _ => missing.answer(site, || format!("{} has no elements", Types::of(base).describe())),
        },
        _ => missing.answer(site, || format!("{} has no elements", Types::of(base).describe())),
    }
}

/// A member, or what a missing one amounts to, per case.
fn there_or(site: &Site<'_>, member: Value, missing: Missing, what: impl Fn() -> String) -> Answer {
    let there = presence(&member);
    if there.is_always() {
        return Ok(member);
    }
    if there.is_never() {
        return missing.answer(site, what);
    }
    let cases = member.each_case().map(|(guard, value)| {
        let value = match (&value.kind, missing) {
            (Kind::Omitted, Missing::Null) => site.value(Kind::Null),
            (Kind::Omitted, Missing::Error) => site.failed(guard, what(), &member),
            _ => value.clone(),
        };
        (guard.clone(), value)
    });
    Ok(Value::cases(cases.collect::<Vec<_>>(), member.origin))
}

/// The element at a known place: it depends on how many of those before it are there.
fn by_number(site: &Site<'_>, array: &Array, index: i64, missing: Missing, from_end: bool) -> Answer {
    let what = || {
        let end = if from_end { "^" } else { "" };
        format!("the array has no element [{end}{index}]")
    };
    let wanted = if from_end { index.checked_sub(1) } else { Some(index) };
    let Some(wanted) = wanted.and_then(|index| usize::try_from(index).ok()) else {
        return missing.answer(site, what);
    };
    let count = array.elements.len();
    let mut before = vec![(Guard::Always, 0)];
    let mut found: Vec<(Guard, Value)> = Vec::new();
    let mut left = Guard::Always;
    for at in 0..count {
        let place = if from_end { count - 1 - at } else { at };
        let Some(element) = array.elements.get(place) else { break };
        if !matches!(element.kind, ElementKind::One) {
            // How many there are of this one is not known, nor what follows.
            let plain_before = before.iter().map(|(_, count)| *count).collect::<Vec<_>>();
            let ([skipped], false) = (plain_before.as_slice(), from_end) else { return Err(Problem::Open) };
            if !found.is_empty() || missing == Missing::Null {
                return Err(Problem::Open);
            }
            let rest = super::arrays::array_of(site, array.elements.get(place..).unwrap_or_default().to_vec())?;
            let index = site.value(Kind::Int(i64::try_from(wanted.saturating_sub(*skipped)).unwrap_or(i64::MAX)));
            return match &rest.kind {
                Kind::Term(term) => site.term(bounds::item(term, index)),
                _ => site.call("index", [rest, index], Domain::Any),
            };
        }
        let here = before.iter().filter(|(_, count)| *count == wanted);
        let here = here.fold(Guard::Never, |any, (guard, _)| any.or(guard)).and(&element.guard);
        if !here.is_never() {
            left = left.minus(&here);
            found.push((here.clone(), element.value.under(&here)));
        }
        if left.is_never() {
            break;
        }
        before = counting::counts_after(before, &element.guard, wanted + 1).ok_or(Problem::Open)?;
    }
    if found.is_empty() {
        return missing.answer(site, what);
    }
    if !left.is_never() {
        let nothing = match missing {
            Missing::Null => site.value(Kind::Null),
            Missing::Error => {
                let items: Vec<&Value> = array.elements.iter().map(|element| &element.value).collect();
                site.failed(&left, what(), &(items, index))
            }
        };
        found.push((left, nothing));
    }
    Ok(super::arrays::one_or_cases(found, site))
}

/// The element at an unknown place: one case per place, if there are few.
fn one_of(site: &Site<'_>, base: &Value, array: &Array, key: &Value) -> Answer {
    let Some(items) = array.items().filter(|items| items.len() <= MAX_CASES) else { return Err(Problem::Open) };
    if items.is_empty() {
        return refused("an empty array has no elements");
    }
    let (least, greatest) = bounds::of_int(key);
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    if least.is_some_and(|least| least >= count) || greatest.is_some_and(|greatest| greatest < 0) {
        return refused(format!("the array has no element [{key}]"));
    }
    if items.iter().all(|item| Some(item) == items.first())
        && let Some(first) = items.first()
    {
        return Ok((*first).clone());
    }
    let call = Term::call("index", [base.clone(), key.clone()], common_domain(&items));
    site.term(call)
}

/// What all items have in common.
fn common_domain(items: &[&Value]) -> Domain {
    let types = items.iter().fold(Types::NONE, |types, item| types.or(Types::of(item)));
    match types {
        Types::STRING => {
            let length = items.iter().map(|item| bounds::of_value(item)).reduce(bounds::Length::or);
            let segment = items.iter().all(|item| bounds::is_segment(item));
            length.unwrap_or(bounds::Length::ANY).string(segment)
        }
        Types::BOOL => Domain::Bool,
        Types::INT => Domain::INT,
        Types::ARRAY => Domain::ARRAY,
        Types::OBJECT => Domain::Object,
        _ => Domain::Any,
    }
}
