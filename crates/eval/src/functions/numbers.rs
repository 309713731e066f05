//! Arithmetic on 64-bit integers.
//!
//! Sources: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-numeric>; policy port
//! for overflow, which is refused.

use ringfence_estate::{Domain, Kind, OriginId, Term, Value};

use super::bounds;
use super::spec::{Answer, Problem, Site, refused};

/// `add(left, right)`
pub(super) fn add(site: &Site<'_>, args: &[Value]) -> Answer {
    let [left, right] = args else { return Err(Problem::Open) };
    match (&left.kind, &right.kind) {
        (Kind::Int(left), Kind::Int(right)) => checked(site, left.checked_add(*right)),
        _ => Ok(add_values(left, right, site.origin)),
    }
}

/// The sum of two integers without cases, or with cases; terms come first.
pub(super) fn add_values(left: &Value, right: &Value, origin: OriginId) -> Value {
    let both = [left.clone(), right.clone()];
    ringfence_estate::map_cases(&both, origin, |values, _| {
        let [left, right] = values else { return Value::new(Kind::Null, origin) };
        match (&left.kind, &right.kind) {
            (Kind::Int(left), Kind::Int(right)) if left.checked_add(*right).is_some() => {
                Value::new(Kind::Int(left.saturating_add(*right)), origin)
            }
            (_, Kind::Int(number)) => sum(left, *number, origin),
            (Kind::Int(number), _) => sum(right, *number, origin),
            (Kind::Term(one), Kind::Term(other)) if other < one => sum_of(right, left, origin),
            _ => sum_of(left, right, origin),
        }
    })
}

/// `value + number`; numbers that are added one after the other become one.
pub(super) fn sum(value: &Value, number: i64, origin: OriginId) -> Value {
    if number == 0 {
        return value.at(origin);
    }
    if let Kind::Int(value) = value.kind {
        return match value.checked_add(number) {
            Some(sum) => Value::new(Kind::Int(sum), origin),
            None => sum_of(&Value::new(Kind::Int(value), origin), &Value::new(Kind::Int(number), origin), origin),
        };
    }
    if let Kind::Term(term) = &value.kind
        && let Some(("add", [inner, Value { kind: Kind::Int(more), .. }])) = bounds::called(term)
        && let Some(together) = more.checked_add(number)
    {
        return sum(&inner.clone(), together, origin);
    }
    sum_of(value, &Value::new(Kind::Int(number), origin), origin)
}

fn sum_of(left: &Value, right: &Value, origin: OriginId) -> Value {
    let args = [left.clone(), right.clone()];
    let domain = add_domain(&args);
    Value::term(Term::call("add", args, domain), origin)
}

/// `sub(left, right)`
pub(super) fn sub(site: &Site<'_>, args: &[Value]) -> Answer {
    let [left, right] = args else { return Err(Problem::Open) };
    match (&left.kind, &right.kind) {
        (Kind::Int(left), Kind::Int(right)) => checked(site, left.checked_sub(*right)),
        (_, Kind::Int(number)) if *number != i64::MIN => Ok(sum(left, -number, site.origin)),
        _ if left == right => site.int(0),
        _ => Err(Problem::Open),
    }
}

/// `mul(left, right)`
pub(super) fn mul(site: &Site<'_>, args: &[Value]) -> Answer {
    let [left, right] = args else { return Err(Problem::Open) };
    match (&left.kind, &right.kind) {
        (Kind::Int(left), Kind::Int(right)) => checked(site, left.checked_mul(*right)),
        (Kind::Int(0), _) | (_, Kind::Int(0)) => site.int(0),
        (Kind::Int(1), _) => Ok(right.clone()),
        (_, Kind::Int(1)) => Ok(left.clone()),
        (Kind::Term(one), Kind::Term(other)) if other < one => {
            site.call("mul", [right.clone(), left.clone()], Domain::INT)
        }
        (Kind::Int(_), Kind::Term(_)) => {
            let args = [right.clone(), left.clone()];
            let domain = mul_domain(&args);
            site.call("mul", args, domain)
        }
        _ => Err(Problem::Open),
    }
}

/// `div(left, right)`: the fraction is cut off.
pub(super) fn div(site: &Site<'_>, args: &[Value]) -> Answer {
    let [left, right] = args else { return Err(Problem::Open) };
    match (&left.kind, &right.kind) {
        (_, Kind::Int(0)) => refused("`div` by zero"),
        (_, Kind::Int(1)) => Ok(left.clone()),
        (Kind::Int(left), Kind::Int(right)) => checked(site, left.checked_div(*right)),
        _ => Err(Problem::Open),
    }
}

/// `mod(left, right)`: the remainder has the sign of the dividend.
pub(super) fn modulo(site: &Site<'_>, args: &[Value]) -> Answer {
    let [left, right] = args else { return Err(Problem::Open) };
    match (&left.kind, &right.kind) {
        (_, Kind::Int(0)) => refused("`mod` by zero"),
        (Kind::Int(left), Kind::Int(right)) => checked(site, left.checked_rem(*right)),
        (_, Kind::Int(1)) => site.int(0),
        _ => Err(Problem::Open),
    }
}

fn checked(site: &Site<'_>, result: Option<i64>) -> Answer {
    match result {
        Some(value) => site.int(value),
        None => refused("the result does not fit into 64 bits"),
    }
}

/// `min` of integers or of an array of them.
pub(super) fn min(site: &Site<'_>, args: &[Value]) -> Answer {
    extreme(site, args, i64::min)
}

/// `max` of integers or of an array of them.
pub(super) fn max(site: &Site<'_>, args: &[Value]) -> Answer {
    extreme(site, args, i64::max)
}

fn extreme(site: &Site<'_>, args: &[Value], pick: fn(i64, i64) -> i64) -> Answer {
    if let [Value { kind: Kind::Array(array), .. }] = args {
        return super::arrays::by_plain_case(site, array, |items| extreme_of(site, items, pick));
    }
    extreme_of(site, args, pick)
}

fn extreme_of(site: &Site<'_>, items: &[Value], pick: fn(i64, i64) -> i64) -> Answer {
    let mut best: Option<i64> = None;
    for item in items {
        match item.kind {
            Kind::Int(value) => best = Some(best.map_or(value, |best| pick(best, value))),
            Kind::Term(_) | Kind::Cases(_) => return Err(Problem::Open),
            Kind::Number(_) => return Err(Problem::Unclear),
            _ => return refused(format!("`{}` takes integers", site.spec.name)),
        }
    }
    match best {
        Some(best) => site.int(best),
        None => refused(format!("`{}` of nothing", site.spec.name)),
    }
}

/// What is known of a sum.
pub(super) fn add_domain(args: &[Value]) -> Domain {
    let [left, right] = args else { return Domain::INT };
    let ((left_min, left_max), (right_min, right_max)) = (bounds::of_int(left), bounds::of_int(right));
    let plus = |left: Option<i64>, right: Option<i64>| left?.checked_add(right?);
    Domain::Int { min: plus(left_min, right_min), max: plus(left_max, right_max) }
}

/// What is known of a difference.
pub(super) fn sub_domain(args: &[Value]) -> Domain {
    let [left, right] = args else { return Domain::INT };
    let ((left_min, left_max), (right_min, right_max)) = (bounds::of_int(left), bounds::of_int(right));
    let minus = |left: Option<i64>, right: Option<i64>| left?.checked_sub(right?);
    Domain::Int { min: minus(left_min, right_max), max: minus(left_max, right_min) }
}

/// What is known of a product.
pub(super) fn mul_domain(args: &[Value]) -> Domain {
    let [left, right] = args else { return Domain::INT };
    let ((left_min, left_max), (right_min, right_max)) = (bounds::of_int(left), bounds::of_int(right));
    let corners = || {
        let (left_min, left_max, right_min, right_max) = (left_min?, left_max?, right_min?, right_max?);
        let corner = |left: i64, right: i64| left.checked_mul(right);
        let corners = [
            corner(left_min, right_min)?,
            corner(left_min, right_max)?,
            corner(left_max, right_min)?,
            corner(left_max, right_max)?,
        ];
        Some((corners.iter().copied().min(), corners.iter().copied().max()))
    };
    let (min, max) = corners().unwrap_or((None, None));
    Domain::Int { min, max }
}

/// What is known of a remainder.
pub(super) fn mod_domain(args: &[Value]) -> Domain {
    let [left, right] = args else { return Domain::INT };
    let size = match bounds::of_int(right) {
        (Some(min), Some(max)) => min.checked_abs().zip(max.checked_abs()).map(|(min, max)| min.max(max) - 1),
        _ => None,
    };
    let (least, greatest) = bounds::of_int(left);
    let min = if least.is_some_and(|least| least >= 0) { Some(0) } else { size.map(|size| -size) };
    let max = if greatest.is_some_and(|greatest| greatest <= 0) { Some(0) } else { size };
    Domain::Int { min, max }
}

/// What is known of the least of several integers.
pub(super) fn min_domain(args: &[Value]) -> Domain {
    fold_bounds(
        args,
        |own, next| Some(own?.min(next?)),
        |own, next| match (own, next) {
            (Some(own), Some(next)) => Some(own.min(next)),
            (own, next) => own.or(next),
        },
    )
}

/// What is known of the greatest of several integers.
pub(super) fn max_domain(args: &[Value]) -> Domain {
    fold_bounds(
        args,
        |own, next| match (own, next) {
            (Some(own), Some(next)) => Some(own.max(next)),
            (own, next) => own.or(next),
        },
        |own, next| Some(own?.max(next?)),
    )
}

fn fold_bounds(
    args: &[Value],
    low: fn(Option<i64>, Option<i64>) -> Option<i64>,
    high: fn(Option<i64>, Option<i64>) -> Option<i64>,
) -> Domain {
    if !args.iter().all(|arg| super::types::Types::of(arg) == super::types::Types::INT) {
        return Domain::INT;
    }
    let all = args.iter().map(bounds::of_int);
    let (min, max) = all.reduce(|own, next| (low(own.0, next.0), high(own.1, next.1))).unwrap_or((None, None));
    Domain::Int { min, max }
}
