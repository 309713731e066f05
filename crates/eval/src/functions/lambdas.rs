//! Functions that take lambdas: `map`, `filter`, `reduce`, `sort`, `toObject`, `groupBy`, `mapValues`.
//!
//! The elements of an array of unknown length become a family: the body is evaluated once, for an index that is not
//! known.
//!
//! Source: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-lambda>

use std::sync::Arc;

use ringfence_estate::{Array, Atom, Cause, Domain, Element, ElementKind, Guard, Kind, Member, Object, Term, Value};

use super::arrays::{array_of, elements_of, index_atom};
use super::bounds;
use super::numbers;
use super::objects::presence;
use super::spec::{self, Answer, Fold, LambdaContext, Problem, Spec, refused};
use super::types::Types;
use super::{FunctionError, LambdaSite, Lambdas};

/// The most bodies that one call evaluates.
const MAX_CALLS: usize = 20_000;

/// The most comparisons that `sort` asks for.
const MAX_COMPARED: usize = 50_000;

/// Calls a function with lambdas.
pub(super) fn call(
    spec: &'static Spec,
    args: &[Value],
    site: LambdaSite<'_>,
    lambdas: &mut dyn Lambdas,
) -> Result<Value, FunctionError> {
    let Fold::Lambda(_, fold) = &spec.fold else {
        return Err(FunctionError { message: format!("`{}` takes no lambda", spec.name) });
    };
    spec::check_count(spec, args.len())?;
    let optional = if matches!(spec.name, "toObject" | "groupBy") { 2 } else { 1 };
    if !(1..=optional).contains(&site.count) {
        return Err(FunctionError { message: format!("`{}` does not take {} lambdas", spec.name, site.count) });
    }
    spec::by_case_with_lambdas(spec, *fold, args, site, lambdas)
}

/// An element, the position of the next, and what the body is asked for.
struct Item {
    element: Element,
    position: Value,
    guard: Guard,
}

/// The elements with their positions; the rest of an array becomes a family.
fn items_of(context: &LambdaContext<'_>, list: &Value) -> Result<Vec<Item>, Problem> {
    let site = &context.site;
    let elements = elements_of(list).ok_or(Problem::Open)?;
    if elements.len() > MAX_CALLS {
        return refused(format!("`{}` of more than {MAX_CALLS} elements", site.spec.name));
    }
    let mut position = site.value(Kind::Int(0));
    let mut items = Vec::with_capacity(elements.len());
    for element in elements {
        let guard = context.guard.and(&element.guard);
        let (element, own, next) = match &element.kind {
            ElementKind::One => {
                let there = Value::from_guard(&element.guard, site.origin);
                let step = match there.as_bool() {
                    Some(_) => site.value(Kind::Int(1)),
                    None => Value::cases(
                        [
                            (element.guard.clone(), site.value(Kind::Int(1))),
                            (element.guard.not(), site.value(Kind::Int(0))),
                        ],
                        site.origin,
                    ),
                };
                let next = numbers::add_values(&position, &step, site.origin);
                (element, position.under(&guard), next)
            }
            ElementKind::Family { index } => {
                let own = Value::synthetic(Kind::Term(index.clone()));
                let own = numbers::add_values(&position, &own, site.origin);
                let next = after(context, &position, &element)?;
                (element, own, next)
            }
            ElementKind::Rest => {
                let Kind::Term(term) = &element.value.kind else { return Err(Problem::Open) };
                let index = index_atom(term, site.deployment, context.depth, i64::MAX);
                let number = Value::synthetic(Kind::Term(index.clone()));
                let value = Value::term(bounds::item(term, number.clone()), element.value.origin);
                let next = after(context, &position, &element)?;
                let own = numbers::add_values(&position, &number, site.origin);
                (Element { guard: element.guard.clone(), kind: ElementKind::Family { index }, value }, own, next)
            }
        };
        items.push(Item { element, position: own, guard });
        position = next;
    }
    Ok(items)
}

/// The position after elements in unknown number.
fn after(context: &LambdaContext<'_>, position: &Value, element: &Element) -> Answer {
    let site = &context.site;
    let alone = array_of(site, vec![Element { guard: Guard::Always, ..element.clone() }])?;
    let domain = Domain::Int { min: Some(0), max: None };
    let length = site.call("length", [alone], domain)?;
    let length = match &element.guard {
        Guard::Always => length,
        guard => Value::cases([(guard.clone(), length), (guard.not(), site.value(Kind::Int(0)))], site.origin),
    };
    Ok(numbers::add_values(position, &length, site.origin))
}

/// `map(array, body)`
pub(super) fn map(context: &LambdaContext<'_>, args: &[Value], lambdas: &mut dyn Lambdas) -> Answer {
    let [list] = args else { return Err(Problem::Open) };
    let items = items_of(context, list)?;
    let elements = items.into_iter().map(|item| {
        let value = lambdas.apply(0, &[item.element.value.clone(), item.position], &item.guard);
        Element { value, ..item.element }
    });
    array_of(&context.site, elements.collect())
}

/// `filter(array, condition)`
pub(super) fn filter(context: &LambdaContext<'_>, args: &[Value], lambdas: &mut dyn Lambdas) -> Answer {
    let [list] = args else { return Err(Problem::Open) };
    let site = &context.site;
    let mut elements = Vec::new();
    for item in items_of(context, list)? {
        let answer = lambdas.apply(0, &[item.element.value.clone(), item.position], &item.guard);
        let truth = truth(&answer, site.spec.name)?;
        if let ElementKind::Family { index } = &item.element.kind
            && depends_on(&truth, index)
        {
            // Some of the many are left. A guard of all of them would say that all or none are.
            let alone = Element { guard: Guard::Always, ..item.element.clone() };
            let call = Term::call("filter", [array_of(site, vec![alone])?, answer], Domain::ARRAY);
            let value = site.value(Kind::Term(call));
            elements.push(Element { guard: item.element.guard, kind: ElementKind::Rest, value });
            continue;
        }
        let guard = item.element.guard.and(&truth);
        if !guard.is_never() {
            let value = item.element.value.under(&guard);
            elements.push(Element { guard, kind: item.element.kind, value });
        }
    }
    array_of(site, elements)
}

/// Whether a guard speaks of the elements of a family one by one. One that is too large may.
fn depends_on(guard: &Guard, index: &Term) -> bool {
    let atoms = index.atoms();
    guard.is_opaque() || guard.terms().iter().any(|term| term.atoms().iter().any(|atom| atoms.contains(atom)))
}

/// When the answer of a lambda is true; an answer that is no boolean fails the call.
fn truth(answer: &Value, function: &str) -> Result<Guard, Problem> {
    let mut truth = Guard::Never;
    for (guard, answer) in answer.each_case() {
        match &answer.kind {
            Kind::Bool(true) => truth = truth.or(guard),
            Kind::Bool(false) => {}
            Kind::Term(term) if Types::of(answer).has(Types::BOOL) => {
                truth = truth.or(&guard.and(&Guard::when(&term.within(Domain::Bool))));
            }
            _ => return refused(format!("the lambda of `{function}` must give a boolean")),
        }
    }
    Ok(truth)
}

/// `reduce(array, start, body)`
pub(super) fn reduce(context: &LambdaContext<'_>, args: &[Value], lambdas: &mut dyn Lambdas) -> Answer {
    let [list, start] = args else { return Err(Problem::Open) };
    let items = items_of(context, list)?;
    if items.iter().any(|item| !matches!(item.element.kind, ElementKind::One)) {
        let so_far = symbol(context, "accumulator", &[list, start]);
        return generic(context, args, lambdas, |lambdas, item, position, guard| {
            lambdas.apply(0, &[so_far, item, position], guard)
        });
    }
    let mut so_far = start.clone();
    for item in items {
        let body = [so_far.under(&item.guard), item.element.value, item.position];
        let next = lambdas.apply(0, &body, &item.guard);
        so_far = match &item.element.guard {
            Guard::Always => next,
            guard => {
                Value::cases([(guard.clone(), next), (guard.not(), so_far.under(&guard.not()))], context.site.origin)
            }
        };
    }
    Ok(so_far)
}

/// `sort(array, before)`: stable; one element comes after another if `before(other, one)`.
pub(super) fn sort(context: &LambdaContext<'_>, args: &[Value], lambdas: &mut dyn Lambdas) -> Answer {
    let [list] = args else { return Err(Problem::Open) };
    let Some(items) = list.as_array().and_then(Array::items) else {
        let other = symbol(context, "other", &[list]);
        return generic(context, args, lambdas, |lambdas, item, _, guard| {
            lambdas.apply(0, &[item, other.clone()], guard)
        });
    };
    let items: Vec<Value> = items.into_iter().cloned().collect();
    let mut left = MAX_COMPARED;
    let mut before = |one: &Value, other: &Value| -> Result<bool, Problem> {
        left = left.checked_sub(1).ok_or(Problem::Open)?;
        let answer = lambdas.apply(0, &[one.clone(), other.clone()], context.guard);
        let truth = truth(&answer, context.site.spec.name)?;
        match (truth.is_always(), truth.is_never()) {
            (true, _) => Ok(true),
            (_, true) => Ok(false),
            _ => Err(Problem::Open),
        }
    };
    let sorted = merge_sort(items, &mut before)?;
    Ok(Value::array(sorted, context.site.origin))
}

/// The standard library's sorts may panic on an order that contradicts itself, and a lambda may be one.
fn merge_sort(
    mut items: Vec<Value>,
    before: &mut dyn FnMut(&Value, &Value) -> Result<bool, Problem>,
) -> Result<Vec<Value>, Problem> {
    if items.len() < 2 {
        return Ok(items);
    }
    let right = items.split_off(items.len() / 2);
    let left = merge_sort(items, before)?;
    let right = merge_sort(right, before)?;
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
        let next = if before(other, one)? { right.next() } else { left.next() };
        merged.extend(next);
    }
    merged.extend(left);
    merged.extend(right);
    Ok(merged)
}

/// `toObject(array, name, value)`; whether a name may stand twice is not documented.
pub(super) fn to_object(context: &LambdaContext<'_>, args: &[Value], lambdas: &mut dyn Lambdas) -> Answer {
    grouped(context, args, lambdas, false)
}

/// `groupBy(array, name, value)`
pub(super) fn group_by(context: &LambdaContext<'_>, args: &[Value], lambdas: &mut dyn Lambdas) -> Answer {
    grouped(context, args, lambdas, true)
}

/// A name, and what it stands for in each case.
type Group = (Arc<str>, Vec<(Guard, Value)>);

fn grouped(context: &LambdaContext<'_>, args: &[Value], lambdas: &mut dyn Lambdas, many: bool) -> Answer {
    let [list] = args else { return Err(Problem::Open) };
    let has_value = context.count > 1;
    let items = items_of(context, list)?;
    if items.iter().any(|item| !matches!(item.element.kind, ElementKind::One)) {
        return generic(context, args, lambdas, |lambdas, item, position, guard| {
            let name = lambdas.apply(0, &[item.clone(), position.clone()], guard);
            let value = if has_value { lambdas.apply(1, &[item, position], guard) } else { item };
            Value::array([name, value], context.site.origin)
        });
    }
    let site = &context.site;
    let mut groups: Vec<Group> = Vec::new();
    for item in items {
        let args = [item.element.value.clone(), item.position];
        let name = lambdas.apply(0, &args, &item.guard);
        let value = if has_value { lambdas.apply(1, &args, &item.guard) } else { item.element.value };
        for (guard, name) in name.each_case() {
            let guard = guard.and(&item.element.guard);
            let Kind::String(name) = &name.kind else {
                if Types::of(name).has(Types::STRING) {
                    return Err(Problem::Open);
                }
                return refused(format!("the first lambda of `{}` must give a string", site.spec.name));
            };
            if guard.is_never() {
                continue;
            }
            match groups.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
                Some((known, _)) if known != name => return Err(Problem::Unclear),
                Some((_, members)) => members.push((guard.clone(), value.under(&guard))),
                None => groups.push((name.clone(), vec![(guard.clone(), value.under(&guard))])),
            }
        }
    }
    let mut object = Object::default();
    for (name, members) in groups {
        let value = if many {
            let there = members.iter().fold(Guard::Never, |there, (guard, _)| there.or(guard));
            let elements = members.into_iter().map(|(guard, value)| Element::when(guard, value)).collect();
            let list = array_of(site, elements)?;
            optional(there, list, context)
        } else {
            let mut there = Guard::Never;
            for (guard, _) in &members {
                if !there.excludes(guard) {
                    return Err(Problem::Unclear);
                }
                there = there.or(guard);
            }
            let absent = (there.not(), site.value(Kind::Omitted));
            match members.as_slice() {
                [(Guard::Always, value)] => value.clone(),
                _ => Value::cases(members.into_iter().chain([absent]), site.origin),
            }
        };
        object.members.push(Member::new(name, site.origin, value));
    }
    Ok(site.value(Kind::Object(Arc::new(object))))
}

fn optional(there: Guard, value: Value, context: &LambdaContext<'_>) -> Value {
    if there.is_always() {
        return value;
    }
    let absent = (there.not(), context.site.value(Kind::Omitted));
    Value::cases([(there, value), absent], context.site.origin)
}

/// `mapValues(object, body)`
pub(super) fn map_values(context: &LambdaContext<'_>, args: &[Value], lambdas: &mut dyn Lambdas) -> Answer {
    let [Value { kind: Kind::Object(object), .. }] = args else {
        let item = symbol(context, "value", &args.iter().collect::<Vec<_>>());
        let body = lambdas.apply(0, &[item], context.guard);
        let args = args.iter().cloned().chain([body]);
        return context.site.call("mapValues", args, Domain::Object);
    };
    if object.members.len() > MAX_CALLS {
        return Err(Problem::Open);
    }
    let mut mapped = Object::default();
    for member in &object.members {
        let there = presence(&member.value);
        let own = member.value.under(&there);
        let value = lambdas.apply(0, &[own], &context.guard.and(&there));
        mapped.members.push(Member { value: optional(there, value, context), ..member.clone() });
    }
    if let Some(rest) = &object.rest {
        let own = Value::synthetic(Kind::Term(rest.clone()));
        let item = symbol(context, "value", &[&own]);
        let body = lambdas.apply(0, &[item], context.guard);
        mapped.rest = Some(Term::call("mapValues", [own, body], Domain::Object));
    }
    Ok(context.site.value(Kind::Object(Arc::new(mapped))))
}

/// The call as a term: its arguments, and the body for an item that is not known.
fn generic(
    context: &LambdaContext<'_>,
    args: &[Value],
    lambdas: &mut dyn Lambdas,
    apply: impl FnOnce(&mut dyn Lambdas, Value, Value, &Guard) -> Value,
) -> Answer {
    let of: Vec<&Value> = args.iter().collect();
    let item = symbol(context, "item", &of);
    let position = symbol(context, "position", &of);
    let position = match position.kind {
        Kind::Term(term) => Value::synthetic(Kind::Term(term.within(Domain::Int { min: Some(0), max: None }))),
        _ => position,
    };
    let body = apply(lambdas, item, position, context.guard);
    let domain = (context.site.spec.domain)(args);
    context.site.call(context.site.spec.name, args.iter().cloned().chain([body]), domain)
}

/// The parameter of a lambda, for an item that is not known.
fn symbol(context: &LambdaContext<'_>, name: &str, of: &[&Value]) -> Value {
    let text = Term::call(name, of.iter().map(|value| (*value).clone()), Domain::Any).text();
    let text = format!("{text}#{}", context.depth);
    let atom = Atom::new(&text, name, context.site.deployment, Cause::NoValue);
    Value::new(Kind::Term(Term::atom(atom, Domain::Any)), context.site.origin)
}

/// What is known of a sorted array.
pub(super) fn sort_domain(args: &[Value]) -> Domain {
    args.first().map_or(Domain::ARRAY, |list| bounds::of_value(list).array())
}
