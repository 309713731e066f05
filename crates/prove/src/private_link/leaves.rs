//! The texts at the ends of a value, under the choices and loops that they stand in.

use ringfence_estate::{ElementKind, Guard, Kind, OriginId, Value};

use crate::finding::Missing;
use crate::missing;

/// The most texts that are looked at in one value; who writes more has no reader.
const MAX_LEAVES: usize = 4096;
/// How deep they are looked for.
const MAX_DEPTH: usize = 16;

/// A text, or a term that may be one.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Its dotted path in the resource's body.
    pub(super) path: String,
    /// What it is; it has no cases.
    pub(super) value: Value,
    /// Under which choices it is there.
    pub(super) when: Guard,
    /// Without what it is not known whether it is there.
    pub(super) doubt: Vec<Missing>,
    /// Where it is used: the place of the name that it has there, since its own may be that of a parameter.
    pub(super) place: OriginId,
}

/// The texts in the value at a path of a resource's body.
pub(super) fn leaves(body: &Value, path: &str) -> Vec<Leaf> {
    let mut found = Vec::new();
    let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
    let parent = if parent.is_empty() { body.clone() } else { body.path(parent) };
    let place = parent.each_case().find_map(|(_, parent)| Some(parent.as_object()?.member(name)?.name_origin));
    let start = Leaf {
        path: path.into(),
        value: body.path(path),
        when: Guard::Always,
        doubt: Vec::new(),
        place: place.unwrap_or(OriginId::NONE),
    };
    collect(start, 0, &mut found);
    found
}

fn collect(own: Leaf, depth: usize, found: &mut Vec<Leaf>) {
    if found.len() >= MAX_LEAVES || depth > MAX_DEPTH || own.when.is_never() {
        return;
    }
    match &own.value.kind {
        Kind::String(_) | Kind::Term(_) => found.push(own),
        Kind::Cases(cases) => {
            for (case, value) in cases.iter() {
                let inner = Leaf { value: value.clone(), when: own.when.and(case), ..own.clone() };
                collect(inner, depth + 1, found);
            }
        }
        Kind::Array(array) => {
            for (nth, element) in array.elements.iter().enumerate() {
                let more = match &element.kind {
                    ElementKind::One => Vec::new(),
                    ElementKind::Family { index } => missing::of_loop(index),
                    // Elements of which nothing is known name nothing.
                    ElementKind::Rest => continue,
                };
                let inner = Leaf {
                    path: format!("{}[{nth}]", own.path),
                    value: element.value.clone(),
                    when: own.when.and(&element.guard),
                    doubt: own.doubt.iter().cloned().chain(more).collect(),
                    place: own.place,
                };
                collect(inner, depth + 1, found);
            }
        }
        Kind::Object(object) => {
            for member in &object.members {
                let inner = Leaf {
                    path: format!("{}.{}", own.path, member.name),
                    value: member.value.clone(),
                    place: member.name_origin,
                    ..own.clone()
                };
                collect(inner, depth + 1, found);
            }
        }
        _ => {}
    }
}
