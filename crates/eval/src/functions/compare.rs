//! `equals`, `less`, `greater` and their like.
//!
//! Source: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-comparison>

use std::cmp::Ordering;

use ringfence_estate::{Kind, Value};

use super::bounds;
use super::equality::equality;
use super::spec::{Answer, Problem, Site, Spec, refused};
use super::types::Types;
use super::{Call, FunctionError};

/// `equals(left, right)`; the cases of both sides are told apart by [`equality`].
pub(super) fn equals(call: &mut Call<'_>, _: &'static Spec, args: &[Value]) -> Result<Value, FunctionError> {
    let origin = call.origins.derive(call.origin, args.iter().map(|arg| arg.origin));
    let guard = match args {
        [left, right] => equality(left, right),
        _ => return Err(FunctionError { message: "`equals` takes 2 arguments".into() }),
    };
    Ok(Value::from_guard(&guard, origin))
}

/// `less(left, right)`
pub(super) fn less(site: &Site<'_>, args: &[Value]) -> Answer {
    ordered(site, args, Ordering::is_lt, [Some(Ordering::Less), None, None])
}

/// `lessOrEquals(left, right)`
pub(super) fn less_or_equals(site: &Site<'_>, args: &[Value]) -> Answer {
    ordered(site, args, Ordering::is_le, [Some(Ordering::Less), Some(Ordering::Equal), None])
}

/// `greater(left, right)`
pub(super) fn greater(site: &Site<'_>, args: &[Value]) -> Answer {
    ordered(site, args, Ordering::is_gt, [Some(Ordering::Greater), None, None])
}

/// `greaterOrEquals(left, right)`
pub(super) fn greater_or_equals(site: &Site<'_>, args: &[Value]) -> Answer {
    ordered(site, args, Ordering::is_ge, [Some(Ordering::Greater), Some(Ordering::Equal), None])
}

fn ordered(site: &Site<'_>, args: &[Value], holds: fn(Ordering) -> bool, when: [Option<Ordering>; 3]) -> Answer {
    let [left, right] = args else { return Err(Problem::Open) };
    let numeric = Types::INT.or(Types::NUMBER);
    let (left_types, right_types) = (Types::of(left), Types::of(right));
    let apart = |one: Types, other: Types| !one.has(Types::STRING) && !other.has(numeric);
    if apart(left_types, right_types) || apart(right_types, left_types) {
        return refused(format!("`{}` takes two numbers or two strings", site.spec.name));
    }
    if left == right && !left_types.has(Types::NULL) {
        return site.bool(holds(Ordering::Equal));
    }
    match (&left.kind, &right.kind) {
        (Kind::Int(left), Kind::Int(right)) => site.bool(holds(left.cmp(right))),
        (Kind::Int(_) | Kind::Number(_), Kind::Int(_) | Kind::Number(_)) => {
            let order = number(left).zip(number(right)).and_then(|(left, right)| left.partial_cmp(&right));
            order.map_or(Err(Problem::Unclear), |order| site.bool(holds(order)))
        }
        (Kind::String(left), Kind::String(right)) => match order(left, right) {
            Some(order) => site.bool(holds(order)),
            None => Err(Problem::Unclear),
        },
        _ => {
            // Bounds may decide what the values do not.
            let ((left_min, left_max), (right_min, right_max)) = (bounds::of_int(left), bounds::of_int(right));
            let below = matches!((left_max, right_min), (Some(max), Some(min)) if max < min);
            let above = matches!((left_min, right_max), (Some(min), Some(max)) if min > max);
            let not_above = matches!((left_max, right_min), (Some(max), Some(min)) if max <= min);
            let not_below = matches!((left_min, right_max), (Some(min), Some(max)) if min >= max);
            let wants = |order: Ordering| when.contains(&Some(order));
            match (wants(Ordering::Less), wants(Ordering::Greater), wants(Ordering::Equal)) {
                _ if below => site.bool(wants(Ordering::Less)),
                _ if above => site.bool(wants(Ordering::Greater)),
                (true, _, true) if not_above => site.bool(true),
                (true, _, false) if not_below => site.bool(false),
                (_, true, true) if not_below => site.bool(true),
                (_, true, false) if not_above => site.bool(false),
                _ => Err(Problem::Open),
            }
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    match &value.kind {
        Kind::Int(value) => Some(*value as f64),
        Kind::Number(text) => text.parse().ok(),
        _ => None,
    }
}

/// The order of two strings where every culture's rules agree: ASCII letters and digits that differ in more than case.
///
/// The policy port compares by the invariant culture.
fn order(left: &str, right: &str) -> Option<Ordering> {
    if left == right {
        return Some(Ordering::Equal);
    }
    let simple = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !simple(left) || !simple(right) {
        return None;
    }
    let order = left.to_ascii_lowercase().cmp(&right.to_ascii_lowercase());
    (order != Ordering::Equal).then_some(order)
}
