//! [`Ty`] to the schema that a template has for it.

use std::rc::Rc;
use std::sync::Arc;

use ringfence_source::Span;

use super::super::convert::UNKNOWN;
use super::super::ir::{Ir, IrKind, IrMember};
use super::{Definition, Definitions, Derived, Item, Literal, Modifiers, Ty, TyKind, Variant, derived};

/// How far types may lead to types.
pub(super) const MAX_DEPTH: u32 = 200;

/// A schema in the making.
pub(crate) type Schema = Vec<IrMember>;

/// What a reference to a type leads to.
enum Target<'d> {
    /// A type of this template: the way to it from the root, and the type.
    Own(Vec<Arc<str>>, &'d Ty),
    Derived(Derived),
}

impl Definitions {
    /// The schema of a type with its decorators.
    pub(crate) fn schema(&self, item: &Item) -> Schema {
        let mut schema = self.ty(&item.ty, 0);
        modify(&mut schema, item.ty.span, &item.modifiers);
        schema
    }

    /// The schema of a type alone.
    pub(crate) fn plain(&self, ty: &Ty) -> Schema {
        self.ty(ty, 0)
    }

    /// The schema of a definition, with its origin.
    pub(crate) fn definition(&self, definition: &Definition) -> Schema {
        let mut schema = self.schema(&definition.item);
        if let Some((template, original)) = &definition.origin {
            let span = definition.span;
            let mut origin = vec![("sourceTemplate", Ir::string(span, template.clone()))];
            if !definition.name.ends_with(&**original) {
                origin.push(("originalIdentifier", Ir::string(span, original.clone())));
            }
            let origin = Ir::object(span, vec![("__bicep_imported_from!", Ir::object(span, origin))]);
            merge(&mut schema, "metadata", origin);
        }
        schema
    }

    fn item(&self, item: &Item, depth: u32) -> Ir {
        let mut schema = self.ty(&item.ty, depth + 1);
        modify(&mut schema, item.ty.span, &item.modifiers);
        object(item.ty.span, schema)
    }

    fn ty(&self, ty: &Ty, depth: u32) -> Schema {
        let span = ty.span;
        if !self.enter(depth) {
            return unknown(span, "a type that nests too deep");
        }
        let type_name = |name: &str| member("type", Ir::string(span, name));
        match &ty.kind {
            TyKind::Ambient(name) if &**name == "any" => Vec::new(),
            TyKind::Ambient(name) => vec![type_name(name)],
            TyKind::Reference(_)
            | TyKind::Derived(_)
            | TyKind::Property(..)
            | TyKind::Additional(_)
            | TyKind::Items(_)
            | TyKind::Index(..) => match self.resolve(ty, depth) {
                Some(target) => target.schema(span),
                None => unknown(span, "a type that cannot be told"),
            },
            TyKind::Literal(literal) => {
                let values = allowed(span, std::slice::from_ref(literal));
                literal.type_name().map(type_name).into_iter().chain([values]).collect()
            }
            TyKind::Union(members) => self.union(span, members, depth),
            TyKind::Resource(name) => {
                let metadata = Ir::object(span, vec![("resourceType", Ir::string(span, name.clone()))]);
                vec![type_name("string"), member("metadata", metadata)]
            }
            TyKind::Array(element) => {
                let rest = match self.literals_of_element(element, depth) {
                    Some(literals) => allowed(span, &literals),
                    None => member("items", object(element.span, self.ty(element, depth + 1))),
                };
                vec![type_name("array"), rest]
            }
            TyKind::Object(fields, additional) => {
                let fields = fields.iter().map(|field| IrMember {
                    key: Ir::string(field.span, field.name.clone()),
                    value: self.item(&field.item, depth),
                });
                let mut schema = vec![type_name("object"), member("properties", object(span, fields.collect()))];
                if let Some(additional) = additional {
                    schema.push(member("additionalProperties", self.item(additional, depth)));
                }
                schema
            }
            TyKind::Tuple(items) => {
                let items: Rc<[Ir]> = items.iter().map(|item| self.item(item, depth)).collect();
                vec![
                    type_name("array"),
                    member("prefixItems", Ir::new(span, IrKind::Array(items))),
                    member("items", Ir::new(span, IrKind::Bool(false))),
                ]
            }
            TyKind::Nullable(base) | TyKind::NonNull(base) => {
                let nullable = matches!(ty.kind, TyKind::Nullable(_));
                let mut schema = self.ty(base, depth + 1);
                merge(&mut schema, "nullable", Ir::new(span, IrKind::Bool(nullable)));
                schema
            }
            TyKind::Tagged(tag, members) => {
                let mapping: Schema = members.iter().flat_map(|one| self.variants(tag, one, depth)).collect();
                let discriminator =
                    vec![("propertyName", Ir::string(span, tag.clone())), ("mapping", object(span, mapping))];
                vec![type_name("object"), member("discriminator", Ir::object(span, discriminator))]
            }
            TyKind::Unknown(what) => unknown(span, what),
        }
    }

    fn union(&self, span: Span, members: &[Ty], depth: u32) -> Schema {
        let mut literals = Vec::new();
        for one in members {
            if !self.literals(one, &mut literals, depth) {
                return unknown(span, "a union of types that are no literals");
            }
        }
        sort_literals(&mut literals);
        let nullable = literals.contains(&Literal::Null);
        literals.retain(|literal| *literal != Literal::Null);
        let mut schema = Schema::new();
        if let Some(name) = literals.first().and_then(Literal::type_name) {
            schema.push(member("type", Ir::string(span, name)));
        }
        schema.push(allowed(span, &literals));
        if nullable {
            schema.push(member("nullable", Ir::new(span, IrKind::Bool(true))));
        }
        schema
    }

    /// The literals that the elements of an array may be, if its type says them itself.
    fn literals_of_element(&self, element: &Ty, depth: u32) -> Option<Vec<Literal>> {
        let mut literals = Vec::new();
        match &element.kind {
            TyKind::Literal(_) | TyKind::Union(_) => {}
            TyKind::Object(..) | TyKind::Tuple(_) => {}
            _ => return None,
        }
        if !self.literals(element, &mut literals, depth) {
            return None;
        }
        sort_literals(&mut literals);
        Some(literals)
    }

    /// Adds the literals that a type consists of; whether it consists of literals only.
    fn literals(&self, ty: &Ty, out: &mut Vec<Literal>, depth: u32) -> bool {
        if !self.enter(depth) {
            return false;
        }
        match &ty.kind {
            TyKind::Literal(literal) => {
                out.push(literal.clone());
                true
            }
            TyKind::Union(members) => members.iter().all(|one| self.literals(one, out, depth + 1)),
            TyKind::Nullable(base) => {
                out.push(Literal::Null);
                self.literals(base, out, depth + 1)
            }
            TyKind::NonNull(base) => {
                let mut inner = Vec::new();
                let all = self.literals(base, &mut inner, depth + 1);
                out.extend(inner.into_iter().filter(|literal| *literal != Literal::Null));
                all
            }
            TyKind::Reference(_)
            | TyKind::Property(..)
            | TyKind::Index(..)
            | TyKind::Items(_)
            | TyKind::Additional(_) => match self.resolve(ty, depth + 1) {
                Some(Target::Own(_, declared)) => self.literals(declared, out, depth + 1),
                _ => false,
            },
            TyKind::Object(fields, None) => {
                let mut members = Vec::new();
                for field in fields {
                    let mut value = Vec::new();
                    if !self.literals(&field.item.ty, &mut value, depth + 1) {
                        return false;
                    }
                    let [one] = value.as_slice() else { return false };
                    members.push((field.name.clone(), one.clone()));
                }
                out.push(Literal::Object(members));
                true
            }
            TyKind::Tuple(items) => {
                let mut values = Vec::new();
                for item in items {
                    let mut value = Vec::new();
                    if !self.literals(&item.ty, &mut value, depth + 1) {
                        return false;
                    }
                    let [one] = value.as_slice() else { return false };
                    values.push(one.clone());
                }
                out.push(Literal::Array(values));
                true
            }
            _ => false,
        }
    }

    /// The entries that a member of a tagged union adds to its mapping.
    fn variants(&self, tag: &str, ty: &Ty, depth: u32) -> Schema {
        let span = ty.span;
        if !self.enter(depth) {
            return unknown(span, "a type that nests too deep");
        }
        match &ty.kind {
            TyKind::Object(..) => match self.tag_of(tag, ty, depth) {
                Some(value) => {
                    vec![IrMember { key: Ir::string(span, value), value: object(span, self.ty(ty, depth + 1)) }]
                }
                None => unknown(span, "a member of a tagged union"),
            },
            TyKind::Tagged(_, members) => members.iter().flat_map(|one| self.variants(tag, one, depth + 1)).collect(),
            _ => match self.resolve(ty, depth + 1) {
                Some(Target::Own(path, declared)) => match &declared.kind {
                    TyKind::Object(..) => match self.tag_of(tag, declared, depth) {
                        Some(value) => {
                            let target = Target::Own(path, declared).schema(span);
                            vec![IrMember { key: Ir::string(span, value), value: object(span, target) }]
                        }
                        None => unknown(span, "a member of a tagged union"),
                    },
                    _ => self.variants(tag, declared, depth + 1),
                },
                _ => unknown(span, "a member of a tagged union"),
            },
        }
    }

    fn tag_of(&self, tag: &str, ty: &Ty, depth: u32) -> Option<Arc<str>> {
        let TyKind::Object(fields, _) = &ty.kind else { return None };
        let field = fields.iter().find(|field| &*field.name == tag)?;
        let mut literals = Vec::new();
        self.literals(&field.item.ty, &mut literals, depth + 1);
        match literals.as_slice() {
            [Literal::String(value)] => Some(value.clone()),
            _ => None,
        }
    }

    /// What a reference, or an access to a part of one, leads to.
    fn resolve<'d>(&'d self, ty: &'d Ty, depth: u32) -> Option<Target<'d>> {
        if !self.enter(depth) {
            return None;
        }
        match &ty.kind {
            TyKind::Reference(name) => Some(Target::Own(vec!["definitions".into(), name.clone()], self.get(name)?)),
            TyKind::Derived(derived) => Some(Target::Derived(derived.clone())),
            TyKind::Property(base, name) => match self.trace(base, depth, |kind| matches!(kind, TyKind::Object(..)))? {
                Target::Own(path, declared) => {
                    let TyKind::Object(fields, _) = &declared.kind else { return None };
                    let field = fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))?;
                    Some(Target::Own(extend(path, &["properties", name]), &field.item.ty))
                }
                Target::Derived(derived) => Some(derived.below(&["properties", name])),
            },
            TyKind::Additional(base) => match self.trace(base, depth, |kind| matches!(kind, TyKind::Object(..)))? {
                Target::Own(path, declared) => {
                    let TyKind::Object(_, Some(additional)) = &declared.kind else { return None };
                    Some(Target::Own(extend(path, &["additionalProperties"]), &additional.ty))
                }
                Target::Derived(derived) => Some(derived.below(&["additionalProperties"])),
            },
            TyKind::Items(base) => match self.trace(base, depth, |kind| matches!(kind, TyKind::Array(_)))? {
                Target::Own(path, declared) => {
                    let TyKind::Array(element) = &declared.kind else { return None };
                    Some(Target::Own(extend(path, &["items"]), element))
                }
                Target::Derived(derived) => Some(derived.below(&["items"])),
            },
            TyKind::Index(base, index) => match self.trace(base, depth, |kind| matches!(kind, TyKind::Tuple(_)))? {
                Target::Own(path, declared) => {
                    let TyKind::Tuple(items) = &declared.kind else { return None };
                    let item = items.get(usize::try_from(*index).ok()?)?;
                    Some(Target::Own(extend(path, &["prefixItems", &index.to_string()]), &item.ty))
                }
                Target::Derived(derived) => Some(derived.below(&["prefixItems", &index.to_string()])),
            },
            TyKind::NonNull(base) | TyKind::Nullable(base) => self.resolve(base, depth + 1),
            _ => None,
        }
    }

    /// Follows references until a type of the wanted form.
    fn trace<'d>(&'d self, ty: &'d Ty, depth: u32, wanted: fn(&TyKind) -> bool) -> Option<Target<'d>> {
        let mut target = self.resolve(ty, depth + 1)?;
        for _ in 0..MAX_DEPTH {
            match &target {
                Target::Own(_, declared) if wanted(&declared.kind) => return Some(target),
                Target::Own(_, declared) => target = self.resolve(declared, depth + 1)?,
                Target::Derived(_) => return Some(target),
            }
        }
        None
    }
}

impl Derived {
    fn below(mut self, parts: &[&str]) -> Target<'static> {
        self.path.extend(parts.iter().map(|part| Arc::<str>::from(*part)));
        Target::Derived(self)
    }

    fn schema(&self, span: Span) -> Schema {
        let path: Vec<String> = self.path.iter().map(|part| escape_pointer(part)).collect();
        let separator = if path.is_empty() { "" } else { "#" };
        let source = Ir::string(span, format!("{}{separator}{}", self.root, path.join("/")));
        let value = match self.variant {
            Variant::Legacy => source,
            Variant::Input => Ir::object(span, vec![("source", source)]),
            Variant::Output => {
                Ir::object(span, vec![("source", source), ("output", Ir::new(span, IrKind::Bool(true)))])
            }
        };
        let metadata = member("metadata", Ir::object(span, vec![("__bicep_resource_derived_type!", value)]));
        derived::kind(self).map(|name| member("type", Ir::string(span, name))).into_iter().chain([metadata]).collect()
    }
}

impl Target<'_> {
    fn schema(&self, span: Span) -> Schema {
        match self {
            Self::Own(path, _) => {
                let path: Vec<String> = path.iter().map(|part| escape_pointer(part)).collect();
                vec![member("$ref", Ir::string(span, format!("#/{}", path.join("/"))))]
            }
            Self::Derived(derived) => derived.schema(span),
        }
    }
}

/// Adds what decorators say.
pub(crate) fn modify(schema: &mut Schema, span: Span, modifiers: &Modifiers) {
    if modifiers.secure
        && let Some(found) = schema.iter_mut().find(|member| is_named(member, "type"))
        && let IrKind::String(name) = &found.value.kind
    {
        let secure = match &**name {
            "string" => Some("securestring"),
            "object" => Some("secureObject"),
            _ => None,
        };
        if let Some(secure) = secure {
            found.value = Ir::string(found.value.span, secure);
        }
    }
    if modifiers.sealed {
        merge(schema, "additionalProperties", Ir::new(span, IrKind::Bool(false)));
    }
    if modifiers.exported {
        let exported = Ir::object(span, vec![("__bicep_export!", Ir::new(span, IrKind::Bool(true)))]);
        merge(schema, "metadata", exported);
    }
    let parts = [
        ("metadata", &modifiers.metadata),
        ("minLength", &modifiers.min_length),
        ("maxLength", &modifiers.max_length),
        ("minValue", &modifiers.min_value),
        ("maxValue", &modifiers.max_value),
    ];
    for (name, value) in parts {
        if let Some(value) = value {
            merge(schema, name, value.clone());
        }
    }
    if let Some(description) = &modifiers.description {
        merge(schema, "metadata", Ir::object(span, vec![("description", description.clone())]));
    }
}

/// Adds a member; where there is one already, an object's members are added to it and anything else replaces it.
pub(crate) fn merge(schema: &mut Schema, name: &str, value: Ir) {
    let Some(found) = schema.iter_mut().find(|member| is_named(member, name)) else {
        schema.push(member(name, value));
        return;
    };
    match (&found.value.kind, &value.kind) {
        (IrKind::Object(old), IrKind::Object(new)) => {
            let mut merged = old.to_vec();
            for one in new.iter() {
                match &one.key.kind {
                    IrKind::String(key) => merge(&mut merged, &key.clone(), one.value.clone()),
                    _ => merged.push(one.clone()),
                }
            }
            found.value = Ir::new(found.value.span, IrKind::Object(merged.into()));
        }
        _ => found.value = value,
    }
}

fn is_named(member: &IrMember, name: &str) -> bool {
    matches!(&member.key.kind, IrKind::String(key) if &**key == name)
}

pub(crate) fn member(name: &str, value: Ir) -> IrMember {
    IrMember { key: Ir::string(value.span, name), value }
}

pub(crate) fn object(span: Span, members: Schema) -> Ir {
    Ir::new(span, IrKind::Object(members.into()))
}

fn allowed(span: Span, literals: &[Literal]) -> IrMember {
    let values = literals.iter().map(|literal| value_of(span, literal)).collect();
    member("allowedValues", Ir::new(span, IrKind::Array(values)))
}

fn value_of(span: Span, literal: &Literal) -> Ir {
    let kind = match literal {
        Literal::String(text) => IrKind::String(text.clone()),
        Literal::Int(value) => IrKind::Int(*value),
        Literal::Bool(value) => IrKind::Bool(*value),
        Literal::Null => IrKind::Null,
        Literal::Object(members) => {
            let members = members.iter().map(|(name, value)| member(name, value_of(span, value)));
            IrKind::Object(members.collect())
        }
        Literal::Array(items) => IrKind::Array(items.iter().map(|item| value_of(span, item)).collect()),
    };
    Ir::new(span, kind)
}

fn sort_literals(literals: &mut Vec<Literal>) {
    literals.sort_by_key(Literal::written);
    literals.dedup();
}

fn extend(mut path: Vec<Arc<str>>, parts: &[&str]) -> Vec<Arc<str>> {
    path.extend(parts.iter().map(|part| Arc::<str>::from(*part)));
    path
}

/// JSON pointers escape two characters: <https://www.rfc-editor.org/rfc/rfc6901>.
fn escape_pointer(part: &str) -> String {
    part.replace('~', "~0").replace('/', "~1")
}

/// A type that could not be read constrains nothing that is known; it is marked as such.
fn unknown(span: Span, what: &str) -> Schema {
    let call = Ir::call(span, UNKNOWN, vec![Ir::string(span, what)]);
    vec![member("metadata", Ir::object(span, vec![("unreadable", call)]))]
}
