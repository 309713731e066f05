//! The part of JSON path that `loadJsonContent` selects with: `$.a.b[0]['c']`, and wildcards' absence.

use std::rc::Rc;

use super::ir::{Ir, IrKind};

/// The part of a value that a path leads to; `None` if it leads nowhere or is more than a plain path.
pub(crate) fn select(value: &Ir, path: &str) -> Option<Ir> {
    let mut current = value.clone();
    let mut rest = path.strip_prefix('$').unwrap_or(path);
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (index, after) = inner.split_once(']')?;
            rest = after;
            let name = index.strip_prefix('\'').and_then(|index| index.strip_suffix('\''));
            current = match name.or_else(|| index.strip_prefix('"').and_then(|index| index.strip_suffix('"'))) {
                Some(name) => member(&current, name)?,
                None => item(&current, index.parse().ok()?)?,
            };
            continue;
        }
        rest = rest.strip_prefix('.').unwrap_or(rest);
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() || name == "*" {
            return None;
        }
        rest = after;
        current = member(&current, name)?;
    }
    Some(current)
}

fn member(value: &Ir, name: &str) -> Option<Ir> {
    let IrKind::Object(members) = &value.kind else { return None };
    let found = members.iter().find(|member| matches!(&member.key.kind, IrKind::String(own) if &**own == name))?;
    Some(found.value.clone())
}

fn item(value: &Ir, index: usize) -> Option<Ir> {
    let items: &Rc<[Ir]> = match &value.kind {
        IrKind::Array(items) => items,
        _ => return None,
    };
    items.get(index).cloned()
}
