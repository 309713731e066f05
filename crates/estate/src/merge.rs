//! Several declarations of one resource: successive writes, or two that nobody has put in order.

use std::sync::Arc;

use crate::value::{Array, Atom, Case, Cause, Domain, Element, Kind, Member, Object, Sameness, Term};
use crate::{Guard, OriginId, Value};

/// One declaration of a resource.
#[derive(Clone, Debug)]
pub struct Write {
    /// What it says.
    pub body: Value,
    /// Under which choices it is deployed.
    pub present: Guard,
    /// Where it stands.
    pub origin: OriginId,
}

/// The resource after `first` and then `second` were deployed: where both are, the second replaces the first.
#[must_use]
pub fn written_after(first: &Write, second: &Write) -> Write {
    let body = Value::cases(
        [(second.present.clone(), second.body.clone()), (first.present.minus(&second.present), first.body.clone())],
        second.body.origin,
    );
    Write { body, present: first.present.or(&second.present), origin: second.origin }
}

/// The resource after both were deployed in an order that is not known: where they differ, it is unknown.
///
/// `what` names the resource in the unknowns.
#[must_use]
pub fn written_unordered(first: &Write, second: &Write, what: &str) -> Write {
    let both = first.present.and(&second.present);
    let mixed = either(&first.body, &second.body, what, 0);
    let body = Value::cases(
        [
            (both, mixed),
            (first.present.minus(&second.present), first.body.clone()),
            (second.present.minus(&first.present), second.body.clone()),
        ],
        first.body.origin,
    );
    Write { body, present: first.present.or(&second.present), origin: first.origin }
}

/// How deep two values are compared member by member.
const MAX_DEPTH: usize = 64;

fn either(left: &Value, right: &Value, what: &str, depth: usize) -> Value {
    if left == right || left.same(right, Case::Sensitive) == Sameness::Same {
        return left.clone();
    }
    if depth < MAX_DEPTH {
        match (&left.kind, &right.kind) {
            (Kind::Object(left_object), Kind::Object(right_object)) => {
                return objects(left, left_object, right, right_object, what, depth);
            }
            (Kind::Array(left_array), Kind::Array(right_array))
                if left_array.elements.len() == right_array.elements.len() =>
            {
                let pairs = left_array.elements.iter().zip(&right_array.elements);
                if pairs.clone().all(|(left, right)| left.guard == right.guard && left.kind == right.kind) {
                    let elements = pairs.map(|(left, right)| Element {
                        value: either(&left.value, &right.value, what, depth + 1),
                        ..left.clone()
                    });
                    return Value::new(Kind::Array(Arc::new(Array { elements: elements.collect() })), left.origin);
                }
            }
            _ => {}
        }
    }
    let text = format!("either of two declarations of {what}");
    let key = format!("{left}|{right}");
    Value::new(Kind::Term(Term::atom(Atom::new(&text, &text, &key, Cause::NotInInput), Domain::Any)), left.origin)
}

fn objects(
    left: &Value,
    left_object: &Object,
    right: &Value,
    right_object: &Object,
    what: &str,
    depth: usize,
) -> Value {
    let mut object = Object::default();
    for member in &left_object.members {
        let other = right_object.get(&member.name, right.origin);
        let value = either(&member.value, &other, &format!("{what}.{}", member.name), depth + 1);
        object.members.push(Member { value, ..member.clone() });
    }
    for member in &right_object.members {
        if left_object.member(&member.name).is_none() {
            let missing = left_object.get(&member.name, left.origin);
            let value = either(&missing, &member.value, &format!("{what}.{}", member.name), depth + 1);
            object.members.push(Member { value, ..member.clone() });
        }
    }
    object.rest = left_object.rest.clone().or_else(|| right_object.rest.clone());
    Value::new(Kind::Object(Arc::new(object)), left.origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(members: &[(&str, i64)]) -> Value {
        let members = members
            .iter()
            .map(|(name, value)| Member::new(*name, OriginId::NONE, Value::synthetic(Kind::Int(*value))))
            .collect();
        Value::object(members, OriginId::NONE)
    }

    fn write(members: &[(&str, i64)], present: Guard) -> Write {
        Write { body: object(members), present, origin: OriginId::NONE }
    }

    fn choice() -> Guard {
        Guard::when(&Term::atom(Atom::parameter("flag", ""), Domain::Bool))
    }

    #[test]
    fn the_later_write_replaces_the_earlier_one_where_both_are() {
        let (first, second) = (write(&[("a", 1), ("b", 2)], Guard::Always), write(&[("a", 3)], choice()));
        let merged = written_after(&first, &second);
        assert!(merged.present.is_always());
        assert_eq!(merged.body.under(&choice()), object(&[("a", 3)]));
        assert_eq!(merged.body.under(&choice().not()), object(&[("a", 1), ("b", 2)]));
    }

    #[test]
    fn writes_without_an_order_are_unknown_where_they_differ() {
        let (first, second) =
            (write(&[("a", 1), ("b", 2)], Guard::Always), write(&[("a", 1), ("b", 3)], Guard::Always));
        let merged = written_unordered(&first, &second, "vnet");
        assert_eq!(merged.body.get("a").as_int(), Some(1));
        assert!(merged.body.get("b").as_term().is_some());
        assert_eq!(merged.body, written_unordered(&first, &second, "vnet").body);
    }
}
