//! Values with other origins: the same JSON, from somewhere else.

use std::sync::Arc;

use ringfence_estate::{Array, Element, Kind, Member, Object, OriginId, Value};

/// The same value with the origin of every node, at every depth, replaced.
pub(crate) fn map_origins(value: &Value, map: &mut dyn FnMut(OriginId) -> OriginId) -> Value {
    let origin = map(value.origin);
    let kind = match &value.kind {
        Kind::Array(array) => {
            let elements = array.elements.iter().map(|element| Element {
                guard: element.guard.clone(),
                kind: element.kind.clone(),
                value: map_origins(&element.value, map),
            });
            Kind::Array(Arc::new(Array { elements: elements.collect() }))
        }
        Kind::Object(object) => {
            let members = object.members.iter().map(|member| Member {
                name: member.name.clone(),
                name_origin: map(member.name_origin),
                value: map_origins(&member.value, map),
            });
            Kind::Object(Arc::new(Object { members: members.collect(), rest: object.rest.clone() }))
        }
        Kind::Cases(cases) => {
            Kind::Cases(cases.iter().map(|(guard, value)| (guard.clone(), map_origins(value, map))).collect())
        }
        kind => kind.clone(),
    };
    Value::new(kind, origin)
}

/// The same value, with every string in it replaced.
pub(crate) fn map_strings(value: &Value, map: &mut dyn FnMut(&str) -> Kind) -> Value {
    let kind = match &value.kind {
        Kind::String(text) => map(text),
        Kind::Array(array) => {
            let elements = array.elements.iter().map(|element| Element {
                guard: element.guard.clone(),
                kind: element.kind.clone(),
                value: map_strings(&element.value, map),
            });
            Kind::Array(Arc::new(Array { elements: elements.collect() }))
        }
        Kind::Object(object) => {
            let members = object.members.iter().map(|member| Member {
                name: member.name.clone(),
                name_origin: member.name_origin,
                value: map_strings(&member.value, map),
            });
            Kind::Object(Arc::new(Object { members: members.collect(), rest: object.rest.clone() }))
        }
        kind => kind.clone(),
    };
    Value::new(kind, value.origin)
}

/// The most nodes of one value, and how deep they nest.
const MAX_NODES: usize = 300_000;
const MAX_NESTING: usize = 200;

/// Whether a value is small enough to be walked: values share their parts, so that few steps make very large ones.
pub(crate) fn is_bounded(value: &Value) -> bool {
    fn walk(value: &Value, left: &mut usize, depth: usize) -> bool {
        let Some(rest) = left.checked_sub(1) else { return false };
        *left = rest;
        if depth == 0 {
            return false;
        }
        match &value.kind {
            Kind::Array(array) => array.elements.iter().all(|element| walk(&element.value, left, depth - 1)),
            Kind::Object(object) => object.members.iter().all(|member| walk(&member.value, left, depth - 1)),
            Kind::Cases(cases) => cases.iter().all(|(_, value)| walk(value, left, depth - 1)),
            _ => true,
        }
    }
    walk(value, &mut { MAX_NODES }, MAX_NESTING)
}
