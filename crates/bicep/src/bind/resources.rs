//! Resources of a file: their types, and who is whose parent.

use std::sync::Arc;

use ringfence_source::Diagnostic;

use super::{Model, Sym, body_property, spelling};
use crate::syntax::{Expr, ExprKind, Resource, Statement};

/// A resource declaration with its place in the hierarchy.
#[derive(Clone, Debug)]
pub(crate) struct BoundResource<'a> {
    pub(crate) statement: &'a Statement,
    pub(crate) node: &'a Resource,
    /// The resource in whose body it stands.
    pub(crate) outer: Option<usize>,
    /// The resources in its body.
    pub(crate) children: Vec<(Arc<str>, usize)>,
    /// The loop of its own body.
    pub(crate) for_loop: Option<usize>,
    /// `Microsoft.Storage/storageAccounts/blobServices`, in full.
    pub(crate) full_type: Arc<str>,
    /// `2023-05-01`.
    pub(crate) api_version: Option<Arc<str>>,
    /// Its parent, if it has one.
    pub(crate) parent: Option<Ancestor<'a>>,
}

/// The parent of a resource.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ancestor<'a> {
    pub(crate) resource: usize,
    /// Which copy, where the parent is a loop: `parent: all[i]`.
    pub(crate) index: Option<&'a Expr>,
}

impl<'a> BoundResource<'a> {
    pub(super) fn new(statement: &'a Statement, node: &'a Resource, outer: Option<usize>) -> Self {
        Self {
            statement,
            node,
            outer,
            children: Vec::new(),
            for_loop: None,
            full_type: "".into(),
            api_version: None,
            parent: None,
        }
    }

    pub(crate) fn is_existing(&self) -> bool {
        self.node.existing.is_some()
    }

    pub(crate) fn property(&self, name: &str) -> Option<&'a Expr> {
        body_property(&self.node.body, name)
    }
}

/// Works out types and parents, once all names are resolved.
pub(super) fn link(model: &mut Model<'_>) {
    for index in 0..model.resources.len() {
        let Some(resource) = model.resources.get(index) else { continue };
        let parent = match resource.outer {
            Some(outer) => Some(Ancestor { resource: outer, index: None }),
            None => resource.property("parent").and_then(|expr| parent_of(model, expr)),
        };
        if let Some(resource) = model.resources.get_mut(index) {
            resource.parent = parent;
        }
    }
    for index in 0..model.resources.len() {
        let Some(resource) = model.resources.get(index) else { continue };
        let written = resource.node.resource_type.as_ref().and_then(|text| text.plain()).cloned().unwrap_or_default();
        let (own, version) = match written.split_once('@') {
            Some((own, version)) => (own, Some(Arc::<str>::from(version))),
            None => (&*written, None),
        };
        // `az:` names the namespace that every type of Azure is in.
        let own = own.strip_prefix("az:").unwrap_or(own);
        // A resource in another one's body gives the last part of its type, and may leave the version to its parent.
        // Outer resources have smaller indices, so that theirs are known already.
        let outer = resource.outer.and_then(|outer| model.resources.get(outer));
        let (full_type, api_version): (Arc<str>, _) = match outer {
            Some(outer) => {
                let version = version.or_else(|| outer.api_version.clone());
                let of = version.as_deref().unwrap_or_default();
                (spelling::official(&format!("{}/{own}", outer.full_type), of), version)
            }
            None => (spelling::official(own, version.as_deref().unwrap_or_default()), version),
        };
        if let Some(resource) = model.resources.get_mut(index) {
            resource.full_type = full_type;
            resource.api_version = api_version;
        }
    }
    break_cycles(model);
}

fn parent_of<'a>(model: &Model<'a>, expr: &'a Expr) -> Option<Ancestor<'a>> {
    match &expr.kind {
        ExprKind::Variable(name) | ExprKind::NestedResource { name, .. } => match model.symbol_at(name.span) {
            Some(Sym::Resource(resource)) => Some(Ancestor { resource, index: None }),
            _ => None,
        },
        ExprKind::Index { base, index, .. } => Some(Ancestor { index: Some(index), ..parent_of(model, base)? }),
        ExprKind::NonNull(inner) | ExprKind::Parenthesized(inner) => parent_of(model, inner),
        _ => None,
    }
}

/// How many ancestors a resource may have; the types of Azure have far fewer parts.
const MAX_ANCESTORS: usize = 32;

/// A resource that is its own ancestor, or has more than can be, loses its parent, with a diagnostic, so that walking up
/// ends.
fn break_cycles(model: &mut Model<'_>) {
    for index in 0..model.resources.len() {
        let mut current = index;
        let mut steps = 0;
        while let Some(parent) = model.resources.get(current).and_then(|resource| resource.parent) {
            current = parent.resource;
            steps += 1;
            if current == index || steps > MAX_ANCESTORS {
                break;
            }
        }
        if steps > 0
            && (current == index || steps > MAX_ANCESTORS)
            && let Some(resource) = model.resources.get_mut(index)
        {
            resource.parent = None;
            let name = &resource.node.name;
            let message = match current == index {
                true => format!("the resource `{}` is its own parent", name.text),
                false => format!("the resource `{}` has more than {MAX_ANCESTORS} ancestors", name.text),
            };
            model.diagnostics.push(Diagnostic::error("cycle", name.span, message));
        }
    }
}
