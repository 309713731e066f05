//! The elements of a list in a resource's body, as they are on one path.

use std::sync::Arc;

use ringfence_estate::{ElementKind, Kind, OriginId, ResourceIndex, Value};

use crate::explore::{Path, Setting};
use crate::finding::Missing;
use crate::missing;

/// One element of a list, as it is on one path.
pub(crate) struct Item {
    pub(crate) value: Value,
    pub(crate) path: Arc<str>,
    pub(crate) origin: OriginId,
    /// Without what it is not known whether the element is there; empty if it certainly is.
    pub(crate) doubt: Vec<Missing>,
    /// Whether it stands for elements of which nothing is known.
    pub(crate) opaque: bool,
}

/// The elements of a list. A list that is not known is one opaque element.
pub(crate) fn items(path: &mut Path<'_>, list: &Setting) -> Vec<Item> {
    let whole = |missing: Vec<Missing>| Item {
        value: list.value.clone(),
        path: list.path.clone(),
        origin: list.origin,
        doubt: missing,
        opaque: true,
    };
    let array = match &list.value.kind {
        Kind::Null | Kind::Omitted => return Vec::new(),
        Kind::Array(array) => array.clone(),
        _ => return vec![whole(missing::of_value(&list.value, &list.path))],
    };
    let mut items = Vec::new();
    for (nth, element) in array.elements.iter().enumerate() {
        if !path.holds(&element.guard) {
            continue;
        }
        let (opaque, doubt) = match &element.kind {
            ElementKind::One => (false, Vec::new()),
            ElementKind::Family { index } => (false, missing::of_loop(index)),
            ElementKind::Rest => (true, missing::of_value(&element.value, &list.path)),
        };
        let value = path.read(&element.value);
        let origin = if value.origin == OriginId::NONE { list.origin } else { value.origin };
        items.push(Item { value, path: format!("{}[{nth}]", list.path).into(), origin, doubt, opaque });
    }
    items
}

impl Item {
    /// A member of the element at a dotted path, or the element itself.
    pub(crate) fn member(&self, path: &mut Path<'_>, field: &str, resource: ResourceIndex) -> Setting {
        let value = if field.is_empty() { self.value.clone() } else { self.value.path(field) };
        let value = path.read(&value);
        let origin = if value.is_omitted() || value.origin == OriginId::NONE { self.origin } else { value.origin };
        let name = if field.is_empty() { self.path.clone() } else { format!("{}.{field}", self.path).into() };
        Setting { resource, path: name, value, origin }
    }
}
