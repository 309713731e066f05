//! Functions on arrays, some elements of which may be there only under a choice, or in unknown number.
//!
//! Source: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-array>

use std::sync::Arc;

use ringfence_estate::{Array, Atom, Cause, Domain, Element, ElementKind, Guard, Kind, MAX_CASES, Term, Value};

use super::bounds::{self, Length};
use super::spec::{self, Answer, Problem, Site, Spec, refused};
use super::types::Types;
use super::{Call, FunctionError, numbers, text};

/// The most elements that are worked on one by one.
pub(super) const MAX_ELEMENTS: usize = 50_000;

/// From how many combinations of choices on an array is put together with guarded elements, not case by case.
const FEW_CASES: usize = 16;

/// An array of these elements; one that is nothing but the rest of another is that other.
pub(super) fn array_of(site: &Site<'_>, elements: Vec<Element>) -> Answer {
    if let [Element { guard: Guard::Always, kind: ElementKind::Rest, value }] = elements.as_slice() {
        return Ok(value.at(site.origin));
    }
    if elements.len() > MAX_ELEMENTS {
        return Err(Problem::Open);
    }
    Ok(site.value(Kind::Array(Arc::new(Array { elements }))))
}

/// The elements of an array without cases; all of it is the rest if it is not known.
pub(super) fn elements_of(value: &Value) -> Option<Vec<Element>> {
    match &value.kind {
        Kind::Array(array) => Some(array.elements.clone()),
        Kind::Term(term) => match term.domain() {
            Domain::Array { max: Some(0), .. } => Some(Vec::new()),
            Domain::Array { .. } => Some(vec![Element::rest(term.clone(), value)]),
            Domain::Any => Some(vec![Element::rest(term.within(Domain::ARRAY), value)]),
            _ => None,
        },
        _ => None,
    }
}

/// The elements of an array with cases: each is there under the guard of its case.
pub(super) fn merged_elements(value: &Value) -> Option<Vec<Element>> {
    let mut elements = Vec::new();
    for (guard, value) in value.each_case() {
        for element in elements_of(value)? {
            let guard = element.guard.and(guard);
            if !guard.is_never() {
                elements.push(Element { guard, ..element });
            }
        }
    }
    Some(elements)
}

/// `concat`, of arrays or strings.
///
/// Many optional parts give one array of guarded elements, few give one array per case.
pub(super) fn concat_whole(call: &mut Call<'_>, spec: &'static Spec, args: &[Value]) -> Result<Value, FunctionError> {
    if let Some(merged) = merge_if_many(args) {
        return spec::by_case(spec, text::concat, &merged, call);
    }
    spec::by_case(spec, text::concat, args, call)
}

/// Whether few combinations of the cases of these values are possible.
pub(super) fn has_few_cases(args: &[Value]) -> bool {
    let mut combinations = vec![Guard::Always];
    for arg in args.iter().filter(|arg| matches!(arg.kind, Kind::Cases(_))) {
        let pairs = combinations.iter().flat_map(|guard| arg.each_case().map(|(own, _)| guard.and(own)));
        combinations = pairs.filter(|guard| !guard.is_never()).collect();
        if combinations.len() > FEW_CASES {
            return false;
        }
    }
    true
}

/// The arguments with guarded elements for cases, if they are arrays that have many combinations of cases.
pub(super) fn merge_if_many(args: &[Value]) -> Option<Vec<Value>> {
    if !args.iter().all(|arg| Types::of(arg) == Types::ARRAY) || has_few_cases(args) {
        return None;
    }
    args.iter()
        .map(|arg| {
            let elements = merged_elements(arg)?;
            Some(Value::new(Kind::Array(Arc::new(Array { elements })), arg.origin))
        })
        .collect()
}

/// `concat` of arrays.
pub(super) fn concat(site: &Site<'_>, args: &[Value]) -> Answer {
    let mut elements = Vec::new();
    for arg in args {
        elements.append(&mut elements_of(arg).ok_or(Problem::Open)?);
        if elements.len() > MAX_ELEMENTS {
            return refused(format!("`{}` gives more than {MAX_ELEMENTS} elements", site.spec.name));
        }
    }
    array_of(site, elements)
}

/// `flatten(array)`
pub(super) fn flatten(site: &Site<'_>, args: &[Value]) -> Answer {
    let [Value { kind: Kind::Array(array), .. }] = args else { return Err(Problem::Open) };
    let mut elements = Vec::new();
    for element in &array.elements {
        match element.kind {
            ElementKind::One => {
                if !Types::of(&element.value).has(Types::ARRAY) {
                    return refused("`flatten` takes an array of arrays");
                }
                for inner in merged_elements(&element.value).ok_or(Problem::Open)? {
                    let guard = inner.guard.and(&element.guard);
                    elements.push(Element { guard, ..inner });
                }
            }
            ElementKind::Rest | ElementKind::Family { .. } => {
                // Of an unknown number of arrays, together: an unknown number of elements.
                let guard = element.guard.clone();
                let alone = Element { guard: Guard::Always, ..element.clone() };
                let inner = array_of(site, vec![alone])?;
                let call = Term::call("flatten", [inner], Domain::ARRAY);
                elements.push(Element { guard, kind: ElementKind::Rest, value: site.value(Kind::Term(call)) });
            }
        }
        if elements.len() > MAX_ELEMENTS {
            return refused(format!("`flatten` gives more than {MAX_ELEMENTS} elements"));
        }
    }
    array_of(site, elements)
}

/// `array(value)`
pub(super) fn array(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value] = args else { return Err(Problem::Open) };
    match Types::of(value) {
        Types::ARRAY => Ok(value.clone()),
        types if types.has(Types::ARRAY) => Err(Problem::Open),
        _ => Ok(Value::array([value.clone()], site.origin)),
    }
}

/// `createArray(items…)`; the items keep their cases.
pub(super) fn create_array(call: &mut Call<'_>, _: &'static Spec, args: &[Value]) -> Result<Value, FunctionError> {
    Ok(Value::array(args.iter().cloned(), call.origin))
}

/// The longest array that `range` makes (same page).
const MAX_RANGE: i64 = 10_000;

/// `range(start, count)`; an unknown count gives a family.
pub(super) fn range(site: &Site<'_>, args: &[Value]) -> Answer {
    let [start, count] = args else { return Err(Problem::Open) };
    let (least, greatest) = bounds::of_int(count);
    if least.is_some_and(|least| least > MAX_RANGE) || greatest.is_some_and(|greatest| greatest < 0) {
        return refused(format!("the count of `range` must be from 0 to {MAX_RANGE}"));
    }
    if let (Kind::Int(start), Kind::Int(count)) = (&start.kind, &count.kind) {
        let last = start.saturating_add(*count).saturating_sub(1);
        if last > i64::from(i32::MAX) {
            return refused(format!("the end of `range` must be at most {}", i32::MAX));
        }
        let items = (0..*count).map(|index| site.value(Kind::Int(start.saturating_add(index))));
        return Ok(Value::array(items, site.origin));
    }
    if let Kind::Int(count) = count.kind {
        let items = (0..count).map(|index| numbers::sum(start, index, site.origin));
        return Ok(Value::array(items, site.origin));
    }
    let whole = Term::call("range", args.to_vec(), Domain::ARRAY);
    let index = index_atom(&whole, site.deployment, 0, greatest.unwrap_or(MAX_RANGE).min(MAX_RANGE));
    let position = site.value(Kind::Term(index.clone()));
    let value = match start.kind {
        Kind::Int(start) => numbers::sum(&position, start, site.origin),
        _ => numbers::add_values(start, &position, site.origin),
    };
    array_of(site, vec![Element { guard: Guard::Always, kind: ElementKind::Family { index }, value }])
}

/// What is known of the length of a `range`.
pub(super) fn range_domain(args: &[Value]) -> Domain {
    let (least, greatest) = args.get(1).map_or((None, None), bounds::of_int);
    let count = |value: i64| u32::try_from(value.clamp(0, MAX_RANGE)).unwrap_or(0);
    Length { min: least.map_or(0, count), max: Some(count(greatest.unwrap_or(MAX_RANGE))) }.array()
}

/// The index of the elements of an array of unknown length. The array's text is in its name: two arrays have two.
pub(super) fn index_atom(array: &Term, deployment: &str, depth: usize, length: i64) -> Term {
    let label = if depth == 0 { "index".to_owned() } else { format!("index{depth}") };
    let text = format!("{label}({})", array.text());
    let mut deployment = deployment.to_owned();
    for atom in array.atoms() {
        if *atom.deployment != *deployment && !atom.deployment.is_empty() {
            deployment = format!("{deployment}, {}", atom.deployment);
        }
    }
    let domain = Domain::Int { min: Some(0), max: Some(length.saturating_sub(1).max(0)) };
    Term::atom(Atom::new(&text, &label, &deployment, Cause::NoValue), domain)
}

/// Items that are there for certain, per case; none if there are too many cases, or elements in unknown number.
pub(super) fn plain_cases(array: &Array, split_items: bool) -> Option<Vec<(Guard, Vec<Value>)>> {
    let mut cases = vec![(Guard::Always, Vec::new())];
    for element in &array.elements {
        if !matches!(element.kind, ElementKind::One) {
            return None;
        }
        let splits = split_items && matches!(element.value.kind, Kind::Cases(_));
        if element.guard.is_always() && !splits {
            cases.iter_mut().for_each(|(_, items)| items.push(element.value.clone()));
            continue;
        }
        let mut longer = Vec::new();
        for (guard, items) in cases {
            let without = guard.minus(&element.guard);
            let with = guard.and(&element.guard);
            if splits {
                for (own, value) in element.value.each_case() {
                    let both = with.and(own);
                    if !both.is_never() {
                        let mut items = items.clone();
                        items.push(value.clone());
                        longer.push((both, items));
                    }
                }
            } else if !with.is_never() {
                let mut items = items.clone();
                items.push(element.value.under(&with));
                longer.push((with, items));
            }
            if !without.is_never() {
                longer.push((without, items));
            }
        }
        if longer.len() > MAX_CASES {
            return None;
        }
        cases = longer;
    }
    Some(cases)
}

/// Works on the items of each case; what fails under some choices only is unknown under those.
pub(super) fn by_plain_case(site: &Site<'_>, array: &Array, mut work: impl FnMut(&[Value]) -> Answer) -> Answer {
    let cases = plain_cases(array, true).ok_or(Problem::Open)?;
    let mut results = Vec::with_capacity(cases.len());
    let mut refusals = Vec::new();
    for (guard, items) in cases {
        match work(&items) {
            Ok(value) => results.push((guard, value)),
            Err(Problem::Refused(why)) => refusals.push((guard, why)),
            Err(other) => return Err(other),
        }
    }
    if results.is_empty()
        && let Some((_, why)) = refusals.pop()
    {
        return refused(why);
    }
    for (guard, message) in refusals {
        let value =
            site.failed(&guard, message, &array.elements.iter().map(|element| &element.value).collect::<Vec<_>>());
        results.push((guard, value));
    }
    Ok(Value::cases(results, site.origin))
}

/// `take` of an array.
pub(super) fn take(site: &Site<'_>, array: &Array, count: &Value) -> Answer {
    let Kind::Int(count) = count.kind else { return Err(Problem::Open) };
    let count = usize::try_from(count.max(0)).unwrap_or(usize::MAX);
    let plain = plain_prefix(array);
    if count <= plain {
        return array_of(site, array.elements.iter().take(count).cloned().collect());
    }
    if bounds::of_array(array).max.is_some_and(|max| max as usize <= count) {
        return array_of(site, array.elements.clone());
    }
    if let Some(cases) = plain_cases(array, false) {
        let cases =
            cases.into_iter().map(|(guard, items)| (guard, Value::array(items.into_iter().take(count), site.origin)));
        return Ok(Value::cases(cases.collect::<Vec<_>>(), site.origin));
    }
    let (first, rest) = array.elements.split_at(plain.min(array.elements.len()));
    tail(site, first, rest, "take", count - plain)
}

/// `skip` of an array.
pub(super) fn skip(site: &Site<'_>, array: &Array, count: &Value) -> Answer {
    let Kind::Int(count) = count.kind else { return Err(Problem::Open) };
    let count = usize::try_from(count.max(0)).unwrap_or(usize::MAX);
    let plain = plain_prefix(array);
    if count <= plain {
        return array_of(site, array.elements.iter().skip(count).cloned().collect());
    }
    if let Some(cases) = plain_cases(array, false) {
        let cases =
            cases.into_iter().map(|(guard, items)| (guard, Value::array(items.into_iter().skip(count), site.origin)));
        return Ok(Value::cases(cases.collect::<Vec<_>>(), site.origin));
    }
    let rest = array.elements.get(plain..).unwrap_or_default();
    tail(site, &[], rest, "skip", count - plain)
}

/// `first`, then what `function` leaves of `rest`.
fn tail(site: &Site<'_>, first: &[Element], rest: &[Element], function: &str, count: usize) -> Answer {
    let own = array_of(site, rest.to_vec())?;
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let length = bounds::of_value(&own);
    let length = if function == "take" { length.up_to(count) } else { length.less(count) };
    let call = Term::call(function, [own, site.value(Kind::Int(i64::from(count)))], length.array());
    let mut elements = first.to_vec();
    elements.push(Element { guard: Guard::Always, kind: ElementKind::Rest, value: site.value(Kind::Term(call)) });
    array_of(site, elements)
}

/// How many elements at the start are there for certain.
pub(super) fn plain_prefix(array: &Array) -> usize {
    let plain = |element: &&Element| element.guard.is_always() && matches!(element.kind, ElementKind::One);
    array.elements.iter().take_while(plain).count()
}

/// `first` or `last` of an array; `null` if it is empty (resolver tests).
pub(super) fn first(site: &Site<'_>, array: &Array, from_end: bool) -> Answer {
    let mut cases = Vec::new();
    let mut left = Guard::Always;
    let count = array.elements.len();
    for at in 0..count {
        let place = if from_end { count - 1 - at } else { at };
        let Some(element) = array.elements.get(place) else { break };
        if matches!(element.kind, ElementKind::One) {
            let here = left.and(&element.guard);
            left = left.minus(&element.guard);
            if !here.is_never() {
                cases.push((here.clone(), element.value.under(&here)));
            }
            if left.is_never() {
                break;
            }
            continue;
        }
        // From here on it depends on how many there are.
        let rest = if from_end { array.elements.get(..=place) } else { array.elements.get(place..) };
        let rest = array_of(site, rest.unwrap_or_default().to_vec())?;
        let call = site.call(if from_end { "last" } else { "first" }, [rest], Domain::Any)?;
        cases.push((left, call));
        return Ok(one_or_cases(cases, site));
    }
    if !left.is_never() {
        cases.push((left, site.value(Kind::Null)));
    }
    Ok(one_or_cases(cases, site))
}

/// A value that stands alone keeps its own place.
pub(super) fn one_or_cases(mut cases: Vec<(Guard, Value)>, site: &Site<'_>) -> Value {
    match (cases.len(), cases.pop()) {
        (1, Some((_, only))) => only,
        (_, last) => Value::cases(cases.into_iter().chain(last), site.origin),
    }
}

/// What is known of the length of a concatenation of arrays, or of a string.
pub(super) fn concat_domain(args: &[Value]) -> Domain {
    if args.iter().any(|arg| Types::of(arg) == Types::ARRAY) {
        let sum = args.iter().fold(Length::exactly(0), |sum, arg| sum.plus(bounds::of_value(arg)));
        return sum.array();
    }
    if args.iter().any(|arg| !Types::of(arg).has(Types::ARRAY) && Types::of(arg) != Types::NULL) {
        return Domain::STRING;
    }
    Domain::Any
}
