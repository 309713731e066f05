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
