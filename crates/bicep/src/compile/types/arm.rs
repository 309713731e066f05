//! Types of a compiled template, read back as [`Ty`] so that they can be imported.

use std::sync::Arc;

use ringfence_arm::{Node, NodeKind};
use ringfence_source::Span;

use super::super::ir::{Ir, IrKind, IrMember};
use super::{Field, Item, Literal, Modifiers, Ty, TyKind};

/// Reads schemas; `name_of` says what the target of a `$ref` is called here.
pub(crate) struct SchemaReader<'r> {
    pub(crate) name_of: &'r dyn Fn(&str) -> Option<Arc<str>>,
    pub(crate) span: Span,
}

impl SchemaReader<'_> {
    /// A schema with its modifiers.
    pub(crate) fn item(&self, node: &Node) -> Item {
        Item { ty: self.ty(node), modifiers: self.modifiers(node) }
    }

    fn modifiers(&self, node: &Node) -> Modifiers {
        let span = self.span;
        let number = |name: &str| match node.get(name).map(|value| &value.kind) {
            Some(NodeKind::Int(value)) => Some(Ir::new(span, IrKind::Int(*value))),
            _ => None,
        };
        let metadata = node.get("metadata");
        let description = metadata.and_then(|metadata| metadata.get("description")).and_then(Node::as_str);
        let rest: Vec<IrMember> = metadata
            .and_then(Node::as_object)
            .map(|object| object.members.as_slice())
            .unwrap_or_default()
            .iter()
            .filter(|member| !matches!(member.name(), Some("description" | "__bicep_export!")))
            .filter_map(|member| {
                Some(IrMember { key: Ir::string(span, member.name()?), value: self.value(&member.value) })
            })
            .collect();
        let kind = node.get("type").and_then(Node::as_str).unwrap_or_default().to_ascii_lowercase();
        let additional = node.get("additionalProperties").map(|value| &value.kind);
        Modifiers {
            secure: matches!(&*kind, "securestring" | "secureobject"),
            sealed: matches!(additional, Some(NodeKind::Bool(false))),
            exported: false,
            description: description.map(|text| Ir::string(span, text)),
            metadata: (!rest.is_empty()).then(|| Ir::new(span, IrKind::Object(rest.into()))),
            min_length: number("minLength"),
            max_length: number("maxLength"),
            min_value: number("minValue"),
            max_value: number("maxValue"),
        }
    }

    /// Plain JSON as a value.
    fn value(&self, node: &Node) -> Ir {
        super::super::arm_values::literal(node, self.span)
    }

    pub(crate) fn ty(&self, node: &Node) -> Ty {
        let base = self.without_nullability(node);
        match node.get("nullable").map(|value| &value.kind) {
            Some(NodeKind::Bool(true)) => Ty::new(self.span, TyKind::Nullable(Box::new(base))),
            Some(NodeKind::Bool(false)) => Ty::new(self.span, TyKind::NonNull(Box::new(base))),
            _ => base,
        }
    }

    fn without_nullability(&self, node: &Node) -> Ty {
        let new = |kind| Ty::new(self.span, kind);
        let kind = node.get("type").and_then(Node::as_str).unwrap_or_default().to_ascii_lowercase();
        if let Some(allowed) = node.get("allowedValues").and_then(Node::as_array) {
            let members: Vec<Ty> = allowed.iter().map(|value| new(TyKind::Literal(literal(value)))).collect();
            let union = match <[Ty; 1]>::try_from(members) {
                Ok([one]) => one,
                Err(members) => new(TyKind::Union(members)),
            };
            // Of an array, the values are what its elements may be; unless they are arrays themselves.
            let of_elements = kind == "array" && !allowed.iter().any(|value| value.as_array().is_some());
            return if of_elements { new(TyKind::Array(Box::new(union))) } else { union };
        }
        if let Some(pointer) = node.get("$ref").and_then(Node::as_str) {
            return match (self.name_of)(pointer) {
                Some(name) => new(TyKind::Reference(name)),
                None => new(TyKind::Unknown(format!("the type `{pointer}`").into())),
            };
        }
        match &*kind {
            "string" | "securestring" => new(TyKind::Ambient("string".into())),
            "int" | "bool" => new(TyKind::Ambient(kind.as_str().into())),
            "array" => self.array(node),
            "object" | "secureobject" => self.object(node),
            _ => new(TyKind::Ambient("any".into())),
        }
    }

    fn array(&self, node: &Node) -> Ty {
        let kind = match (node.get("prefixItems").and_then(Node::as_array), node.get("items")) {
            (Some(items), _) => TyKind::Tuple(items.iter().map(|item| self.item(item)).collect()),
            (None, Some(element)) if element.as_object().is_some() => TyKind::Array(Box::new(self.ty(element))),
            _ => TyKind::Ambient("array".into()),
        };
        Ty::new(self.span, kind)
    }

    fn object(&self, node: &Node) -> Ty {
        let new = |kind| Ty::new(self.span, kind);
        let additional = node.get("additionalProperties");
        let discriminator = node.get("discriminator");
        if node.get("properties").is_none() && additional.is_none() && discriminator.is_none() {
            return new(TyKind::Ambient("object".into()));
        }
        if let Some(discriminator) = discriminator {
            let tag = discriminator.get("propertyName").and_then(Node::as_str).unwrap_or_default();
            let mapping = discriminator.get("mapping").and_then(Node::as_object);
            let members = mapping.map(|mapping| mapping.members.as_slice()).unwrap_or_default();
            return new(TyKind::Tagged(tag.into(), members.iter().map(|member| self.ty(&member.value)).collect()));
        }
        let members = node.get("properties").and_then(Node::as_object).map(|object| object.members.as_slice());
        let fields = members.unwrap_or_default().iter().filter_map(|member| {
            Some(Field { name: member.name()?.into(), span: self.span, item: self.item(&member.value) })
        });
        let additional = additional.filter(|node| node.as_object().is_some()).map(|node| Box::new(self.item(node)));
        new(TyKind::Object(fields.collect(), additional))
    }
}

fn literal(node: &Node) -> Literal {
    match &node.kind {
        NodeKind::Bool(value) => Literal::Bool(*value),
        NodeKind::Int(value) => Literal::Int(*value),
        NodeKind::String(text) | NodeKind::Number(text) => Literal::String(text.clone()),
        NodeKind::Array(items) => Literal::Array(items.iter().map(literal).collect()),
        NodeKind::Object(object) => {
            let members =
                object.members.iter().filter_map(|member| Some((member.name()?.into(), literal(&member.value))));
            Literal::Object(members.collect())
        }
        NodeKind::Null | NodeKind::Expr(_) | NodeKind::Unreadable => Literal::Null,
    }
}
