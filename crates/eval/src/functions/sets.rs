//! `union`, `intersection`, `distinct` and `shallowMerge`.
//!
//! Sources: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-array>,
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-object#union> (nested objects are
//! merged, nested arrays replaced); policy port for the order and for what counts as a duplicate.

use std::sync::Arc;

use ringfence_estate::{Domain, Element, ElementKind, Guard, Kind, Member, Object, Term, Value, map_cases};

use super::arrays::{self, array_of, elements_of};
use super::bounds;
use super::equality::equality;
use super::objects;
use super::search::element_guard;
use super::spec::{self, Answer, Problem, Site, Spec, refused};
use super::types::Types;
use super::{Call, FunctionError};

/// How deep objects are merged.
const MAX_DEPTH: usize = 100;

/// The most elements that are compared each with each.
const MAX_COMPARED: usize = 1_000;

/// The most pairs of elements that may be equal or not: a formula over many such pairs has no small diagram.
const MAX_OPEN_PAIRS: usize = 36;

/// `union`; many optional parts give one value with guarded elements or members.
pub(super) fn union_whole(call: &mut Call<'_>, spec: &'static Spec, args: &[Value]) -> Result<Value, FunctionError> {
    if let Some(merged) = arrays::merge_if_many(args).or_else(|| merge_objects_if_many(args)) {
        return spec::by_case(spec, union, &merged, call);
    }
    spec::by_case(spec, union, args, call)
}

fn merge_objects_if_many(args: &[Value]) -> Option<Vec<Value>> {
    if arrays::has_few_cases(args) {
        return None;
    }
    args.iter().map(objects::merged).collect()
}

fn union(site: &Site<'_>, args: &[Value]) -> Answer {
    let is = |types: Types| args.iter().any(|arg| Types::of(arg) == types);
    match (is(Types::ARRAY), is(Types::OBJECT)) {
        (true, true) => refused("`union` takes either arrays or objects, not both"),
        (true, false) => {
            let mut elements = Vec::new();
            for arg in args {
                elements.append(&mut elements_of(arg).ok_or(Problem::Open)?);
            }
            without_duplicates(site, elements, args)
        }
        (false, true) => merge_all(site, args, true),
        (false, false) => Err(Problem::Open),
    }
}

/// What is known of a `union` or an `intersection`.
pub(super) fn set_domain(args: &[Value]) -> Domain {
    let types = args.iter().map(Types::of).find(|types| matches!(*types, Types::ARRAY | Types::OBJECT));
    match types {
        Some(Types::ARRAY) => Domain::ARRAY,
        Some(_) => Domain::Object,
        None => Domain::Any,
    }
}

/// `distinct(array)`
pub(super) fn distinct(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value @ Value { kind: Kind::Array(_), .. }] = args else { return Err(Problem::Open) };
    let elements = elements_of(value).ok_or(Problem::Open)?;
    without_duplicates(site, elements, args)
}

/// The elements without those that equal an earlier one.
fn without_duplicates(site: &Site<'_>, elements: Vec<Element>, args: &[Value]) -> Answer {
    if elements.len() > MAX_COMPARED {
        return Err(Problem::Open);
    }
    let mut kept = Kept::default();
    let mut open_pairs = 0;
    for (at, element) in elements.iter().enumerate() {
        match element.kind {
            ElementKind::One => {
                let mut equal_to = Vec::new();
                for (earlier_at, earlier) in kept.elements.iter().enumerate() {
                    let equal = element_guard(earlier, &element.value, site);
                    open_pairs += usize::from(matches!(equal, Guard::Choice(_)));
                    if open_pairs > MAX_OPEN_PAIRS {
                        return Err(Problem::Open);
                    }
                    if !equal.is_never() {
                        equal_to.push((earlier_at, equal));
                    }
                }
                kept.add(element, equal_to);
            }
            ElementKind::Rest if at == 0 => {
                let call = Term::call("distinct", [element.value.clone()], shortest_one(&element.value));
                let value = site.value(Kind::Term(call));
                kept.add(&Element { value, ..element.clone() }, Vec::new());
            }
            // What follows depends on what was there before: it is what the whole leaves after the known start.
            _ => return start_and_rest(site, kept.settled(), args),
        }
    }
    array_of(site, kept.settled())
}

/// The elements that stay, each with when it equals which earlier one.
///
/// Their guards are worked out late: a list with so many undecided pairs that it is given up would otherwise first pay
/// for the large formulas that it is given up for.
#[derive(Default)]
struct Kept {
    elements: Vec<Element>,
    /// What the elements from here on are still to be taken out for.
    waiting: Vec<Vec<(usize, Guard)>>,
}

impl Kept {
    fn add(&mut self, element: &Element, equal_to: Vec<(usize, Guard)>) {
        self.elements.push(element.clone());
        self.waiting.push(equal_to);
        let certain = element.guard.is_always()
            && self.waiting.last().is_some_and(|equal_to| equal_to.iter().all(|(_, equal)| is_one_choice(equal)));
        if !certain {
            self.settle();
        }
    }

    fn settled(mut self) -> Vec<Element> {
        self.settle();
        self.elements
    }

    /// Works out the guards of the elements that wait; one that is there under no choice was the last of them.
    fn settle(&mut self) {
        let first = self.elements.len() - self.waiting.len();
        for (at, equal_to) in (first..).zip(std::mem::take(&mut self.waiting)) {
            let known = equal_to.iter().fold(Guard::Never, |known, (earlier, equal)| {
                let there = self.elements.get(*earlier).map_or(Guard::Never, |earlier| earlier.guard.clone());
                known.or(&equal.and(&there))
            });
            if let Some(element) = self.elements.get_mut(at) {
                element.guard = element.guard.minus(&known);
            }
        }
        self.elements.retain(|element| !element.guard.is_never());
    }
}

/// Whether this is one condition that may be false whatever the others are.
fn is_one_choice(guard: &Guard) -> bool {
    matches!(guard, Guard::Choice(choice) if *choice.children == [Guard::Never, Guard::Always])
}

/// An array that is not empty keeps at least one element.
fn shortest_one(value: &Value) -> Domain {
    let length = bounds::of_value(value);
    Domain::Array { min: length.min.min(1), max: length.max }
}

fn start_and_rest(site: &Site<'_>, kept: Vec<Element>, args: &[Value]) -> Answer {
    if kept.iter().any(|element| !element.guard.is_always() || !matches!(element.kind, ElementKind::One)) {
        return Err(Problem::Open);
    }
    let count = u32::try_from(kept.len()).unwrap_or(u32::MAX);
    let whole = Term::call(site.spec.name, args.to_vec(), Domain::Array { min: count, max: None });
    if count == 0 {
        return site.term(whole);
    }
    let args = [site.value(Kind::Term(whole)), site.value(Kind::Int(i64::from(count)))];
    let rest = Element {
        guard: Guard::Always,
        kind: ElementKind::Rest,
        value: site.value(Kind::Term(Term::call("skip", args, Domain::ARRAY))),
    };
    array_of(site, kept.into_iter().chain([rest]).collect())
}

/// `intersection`: of arrays the common elements in the order of the first, of objects the common members.
pub(super) fn intersection(site: &Site<'_>, args: &[Value]) -> Answer {
    let [first, others @ ..] = args else { return Err(Problem::Open) };
    let types = args.iter().map(Types::of);
    if types.clone().any(|types| types == Types::ARRAY) && types.clone().any(|types| types == Types::OBJECT) {
        return refused("`intersection` takes either arrays or objects, not both");
    }
    match &first.kind {
        Kind::Array(array) => {
            let one = |element: &Element| matches!(element.kind, ElementKind::One);
            if !array.elements.iter().all(one) || array.elements.len() > MAX_COMPARED {
                return Err(Problem::Open);
            }
            let mut elements = array.elements.clone();
            for other in others {
                let other = elements_of(other).filter(|other| other.len() <= MAX_COMPARED).ok_or(Problem::Open)?;
                for element in &mut elements {
                    let there = other.iter().fold(Guard::Never, |there, candidate| {
                        there.or(&element_guard(candidate, &element.value, site).and(&candidate.guard))
                    });
                    element.guard = element.guard.and(&there);
                }
            }
            elements.retain(|element| !element.guard.is_never());
            without_duplicates(site, elements, args)
        }
        Kind::Object(_) => common_members(site, args),
        _ => Err(Problem::Open),
    }
}

/// The members that each object has with the same value. Names that differ in case only are not decided here.
fn common_members(site: &Site<'_>, args: &[Value]) -> Answer {
    let objects: Option<Vec<&Object>> = args.iter().map(|arg| arg.as_object().filter(|o| o.rest.is_none())).collect();
    let objects = objects.ok_or(Problem::Open)?;
    let [first, others @ ..] = objects.as_slice() else { return Err(Problem::Open) };
    let mut members = Vec::new();
    for member in &first.members {
        let mut there = objects::presence(&member.value);
        for other in others {
            there = match other.member(&member.name) {
                Some(found) if found.name != member.name => return Err(Problem::Unclear),
                Some(found) => {
                    let both = there.and(&objects::presence(&found.value));
                    both.and(&equality(&member.value, &found.value))
                }
                None => Guard::Never,
            };
        }
        if !there.is_never() {
            let absent = (there.not(), site.value(Kind::Omitted));
            let value = Value::cases([(there.clone(), member.value.under(&there)), absent], member.value.origin);
            members.push(Member { value, ..member.clone() });
        }
    }
    Ok(Value::object(members, site.origin))
}

/// `shallowMerge(array of objects)`: the last member of each name wins.
pub(super) fn shallow_merge(site: &Site<'_>, args: &[Value]) -> Answer {
    let [Value { kind: Kind::Array(array), .. }] = args else { return Err(Problem::Open) };
    let mut objects = Vec::new();
    for element in &array.elements {
        if !matches!(element.kind, ElementKind::One) {
            return Err(Problem::Open);
        }
        if !Types::of(&element.value).has(Types::OBJECT.or(Types::NULL)) {
            return refused("`shallowMerge` takes an array of objects");
        }
        let nothing = Value::object(Vec::new(), site.origin);
        let value = match element.guard {
            Guard::Always => element.value.clone(),
            _ => Value::cases(
                [(element.guard.clone(), element.value.under(&element.guard)), (element.guard.not(), nothing)],
                element.value.origin,
            ),
        };
        objects.push(value);
    }
    // Cases become optional members if each is a plain object.
    if objects.iter().any(|object| matches!(object.kind, Kind::Cases(_))) {
        let few = arrays::has_few_cases(&objects);
        let merged: Option<Vec<Value>> = objects.iter().map(objects::merged).collect();
        match merged {
            Some(merged) if !few => objects = merged,
            _ => {
                let mut open = false;
                let value = map_cases(&objects, site.origin, |objects, _| {
                    merge_all(site, objects, false).unwrap_or_else(|_| {
                        open = true;
                        site.value(Kind::Null)
                    })
                });
                return if open { Err(Problem::Open) } else { Ok(value) };
            }
        }
    }
    merge_all(site, &objects, false)
}

fn merge_all(site: &Site<'_>, args: &[Value], deep: bool) -> Answer {
    let mut whole: Option<Object> = None;
    for arg in args {
        let next = match &arg.kind {
            Kind::Object(object) => (**object).clone(),
            Kind::Term(term) if Types::of(arg).has(Types::OBJECT) => {
                Object { members: Vec::new(), rest: Some(term.within(Domain::Object)) }
            }
            _ => return Err(Problem::Open),
        };
        whole = Some(match whole {
            None => next,
            Some(whole) => {
                let call = merger(&whole, &next, deep, site);
                merge(&whole, &next, deep, site, &call, 0)?
            }
        });
    }
    let whole = whole.unwrap_or_default();
    if whole.members.is_empty()
        && let Some(rest) = whole.rest
    {
        return site.term(rest);
    }
    Ok(site.value(Kind::Object(Arc::new(whole))))
}

/// The merger of two objects as a term, for what it leaves open.
fn merger<'o>(left: &'o Object, right: &'o Object, deep: bool, site: &Site<'_>) -> impl Fn() -> Term + use<'o> {
    let object = |object: &Object| match (&object.rest, object.members.is_empty()) {
        (Some(rest), true) => Value::synthetic(Kind::Term(rest.clone())),
        _ => Value::synthetic(Kind::Object(Arc::new(object.clone()))),
    };
    let origin = site.origin;
    move || {
        let sides = [object(left), object(right)];
        match deep {
            true => Term::call("union", sides, Domain::Object),
            false => Term::call("shallowMerge", [Value::array(sides, origin)], Domain::Object),
        }
    }
}

/// Puts `right` on top of `left`; `whole` is what comes out, as a term.
fn merge(
    left: &Object,
    right: &Object,
    deep: bool,
    site: &Site<'_>,
    whole: &dyn Fn() -> Term,
    depth: usize,
) -> Result<Object, Problem> {
    if depth > MAX_DEPTH {
        return Err(Problem::Open);
    }
    let rest = match (&left.rest, &right.rest) {
        (None, None) => None,
        (Some(rest), None) | (None, Some(rest)) => Some(rest.clone()),
        (Some(_), Some(_)) => Some(whole()),
    };
    let mut members = left.members.clone();
    if let Some(other) = &right.rest {
        for member in members.iter_mut().filter(|member| right.member(&member.name).is_none()) {
            let there = objects::presence(&member.value);
            let has = has(other, &member.name);
            let theirs = Value::new(Kind::Term(other.property(&member.name)), site.origin);
            let cases = if deep {
                let both = Value::new(Kind::Term(whole().property(&member.name)), site.origin);
                let either = there.or(&has);
                [(either.clone(), both), (either.not(), site.value(Kind::Omitted))]
            } else {
                [(has.clone(), theirs), (has.not(), member.value.clone())]
            };
            member.value = Value::cases(cases, member.value.origin);
        }
    }
    for member in &right.members {
        let own = match (left.member(&member.name), &left.rest) {
            (Some(own), _) => own.value.clone(),
            (None, Some(rest)) => Value::new(Kind::Term(rest.property(&member.name)), site.origin),
            (None, None) => Value::new(Kind::Omitted, site.origin),
        };
        // What is omitted in a case leaves what was there, if anything.
        let left_over = match (left.member(&member.name), &left.rest) {
            (None, Some(rest)) => {
                let has = has(rest, &member.name);
                Value::cases([(has.clone(), own.clone()), (has.not(), site.value(Kind::Omitted))], site.origin)
            }
            _ => own.clone(),
        };
        let mut cases = Vec::new();
        for (guard, value) in member.value.each_case() {
            let value = match value.kind {
                Kind::Omitted => left_over.under(guard),
                _ if deep => merge_values(&own.under(guard), value, &|| whole().property(&member.name), site, depth)?,
                _ => value.clone(),
            };
            cases.push((guard.clone(), value));
        }
        let value = arrays::one_or_cases(cases, site);
        let member = Member { value, ..member.clone() };
        match members.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&member.name)) {
            Some(known) => known.value = member.value,
            None => members.push(member),
        }
    }
    Ok(Object { members, rest })
}

/// The choice whether an object that is not known has a member.
fn has(object: &Term, name: &str) -> Guard {
    let args = [Value::synthetic(Kind::Term(object.clone())), Value::text(name)];
    Guard::when(&Term::call("contains", args, Domain::Bool))
}

/// What a member of a deep merger is.
fn merge_values(
    own: &Value,
    new: &Value,
    whole: &dyn Fn() -> Term,
    site: &Site<'_>,
    depth: usize,
) -> Result<Value, Problem> {
    if own.is_omitted() {
        return Ok(new.clone());
    }
    let mut problem = None;
    let value = map_cases(&[own.clone(), new.clone()], new.origin, |values, _| {
        let [own, new] = values else { return site.value(Kind::Omitted) };
        match merge_plain(own, new, whole, site, depth) {
            Ok(value) => value,
            Err(other) => {
                problem = Some(other);
                site.value(Kind::Null)
            }
        }
    });
    problem.map_or(Ok(value), Err)
}

/// Objects are merged; anything else replaces what was there. Whether `null` does is not documented: what it meets
/// becomes unknown.
fn merge_plain(own: &Value, new: &Value, whole: &dyn Fn() -> Term, site: &Site<'_>, depth: usize) -> Answer {
    let open = || Ok(site.value(Kind::Term(whole())));
    let as_object = |value: &Value| match &value.kind {
        Kind::Object(object) => Some((**object).clone()),
        Kind::Term(term) if Types::of(value) == Types::OBJECT => {
            Some(Object { members: Vec::new(), rest: Some(term.clone()) })
        }
        // What is no object leaves no members; that is how the merger as a whole says it.
        Kind::Term(_) if Types::of(value).has(Types::OBJECT) => {
            Some(Object { members: Vec::new(), rest: Some(whole().within(Domain::Object)) })
        }
        _ => None,
    };
    match (Types::of(own), Types::of(new)) {
        _ if own.is_omitted() => Ok(new.clone()),
        _ if new.is_omitted() => Ok(own.clone()),
        (Types::NULL, Types::NULL) => Ok(new.clone()),
        (_, Types::OBJECT) => match (as_object(own), as_object(new)) {
            (Some(left), Some(right)) => {
                let merged = merge(&left, &right, true, site, whole, depth + 1)?;
                match (&merged.rest, merged.members.is_empty()) {
                    (Some(rest), true) => Ok(Value::new(Kind::Term(rest.clone()), new.origin)),
                    _ => Ok(Value::new(Kind::Object(Arc::new(merged)), new.origin)),
                }
            }
            _ => Ok(new.clone()),
        },
        (_, types) if types.has(Types::NULL) || types.has(Types::OBJECT) => open(),
        _ => Ok(new.clone()),
    }
}
