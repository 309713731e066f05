//! Type expressions and decorators to [`Ty`].

use std::sync::Arc;

use ringfence_source::{Diagnostic, Span};

use super::super::ir::{Env, Ir, IrKind};
use super::super::lower::{Lower, plain_string};
use super::{Derived, Field, Item, Literal, Modifiers, Ty, TyKind, Variant};
use crate::bind::{Sym, decorator};
use crate::syntax::{Decorator, Expr, ExprKind, TypeExpr, TypeExprKind, TypeKey, UnaryOperator};

impl<'t> Lower<'t> {
    /// A type with its decorators.
    pub(crate) fn item(&self, ty: &'t TypeExpr, decorators: &'t [Decorator]) -> Item {
        let tag = decorator(decorators, "discriminator")
            .and_then(|decorator| decorator.arguments.first())
            .and_then(plain_string)
            .cloned();
        Item { ty: self.ty(ty, tag.as_ref()), modifiers: self.modifiers(decorators) }
    }

    pub(crate) fn modifiers(&self, decorators: &'t [Decorator]) -> Modifiers {
        let argument = |name: &str| {
            let first = decorator(decorators, name).and_then(|decorator| decorator.arguments.first());
            first.map(|argument| self.expr(argument, &Env::default()))
        };
        Modifiers {
            secure: decorator(decorators, "secure").is_some(),
            sealed: decorator(decorators, "sealed").is_some(),
            exported: decorator(decorators, "export").is_some(),
            description: self.description(decorators),
            metadata: argument("metadata"),
            min_length: argument("minLength"),
            max_length: argument("maxLength"),
            min_value: argument("minValue"),
            max_value: argument("maxValue"),
        }
    }

    /// The text of `@description`, with the indentation of its lines taken away.
    pub(crate) fn description(&self, decorators: &'t [Decorator]) -> Option<Ir> {
        let argument = decorator(decorators, "description")?.arguments.first()?;
        let ir = self.expr(argument, &Env::default());
        Some(match &ir.kind {
            IrKind::String(text) => Ir::string(ir.span, unindent(text)),
            _ => ir,
        })
    }

    /// A type; `tag` is the property that tells the members of a union of objects apart.
    pub(crate) fn ty(&self, ty: &'t TypeExpr, tag: Option<&Arc<str>>) -> Ty {
        let span = ty.span;
        let inner = |inner: &'t TypeExpr| Box::new(self.ty(inner, None));
        let kind = match &ty.kind {
            TypeExprKind::Name(name) => self.type_name(span, &name.text, name.span),
            TypeExprKind::Null => TyKind::Literal(Literal::Null),
            TypeExprKind::Bool(value) => TyKind::Literal(Literal::Bool(*value)),
            TypeExprKind::Integer(value) => self.type_integer(span, i128::from(*value)),
            TypeExprKind::String(string) => match string.plain() {
                Some(text) => TyKind::Literal(Literal::String(text.clone())),
                None => TyKind::Unknown("a type with `${…}`".into()),
            },
            TypeExprKind::Unary { operator, operand } => match (operator, &operand.kind) {
                (UnaryOperator::Minus, TypeExprKind::Integer(value)) => self.type_integer(span, -i128::from(*value)),
                (UnaryOperator::Not, TypeExprKind::Bool(value)) => TyKind::Literal(Literal::Bool(!value)),
                _ => TyKind::Unknown("a type".into()),
            },
            TypeExprKind::Object(members) => {
                let mut fields = Vec::new();
                let mut additional = None;
                for member in members {
                    let item = self.item(&member.value, &member.decorators);
                    match &member.key {
                        TypeKey::Additional(_) => additional = Some(Box::new(item)),
                        key => match key.plain() {
                            Some(name) => fields.push(Field { name: name.clone(), span: key.span(), item }),
                            None => return Ty::new(span, TyKind::Unknown("an object type".into())),
                        },
                    }
                }
                TyKind::Object(fields, additional)
            }
            TypeExprKind::Tuple(items) => {
                TyKind::Tuple(items.iter().map(|item| self.item(&item.value, &item.decorators)).collect())
            }
            TypeExprKind::Array(element) => TyKind::Array(Box::new(self.ty(element, tag))),
            TypeExprKind::Union(members) => {
                let members = members.iter().map(|member| self.ty(member, tag)).collect();
                match tag {
                    Some(tag) => TyKind::Tagged(tag.clone(), members),
                    None => TyKind::Union(members),
                }
            }
            TypeExprKind::Nullable(base) => TyKind::Nullable(Box::new(self.ty(base, tag))),
            TypeExprKind::NonNull(base) => TyKind::NonNull(Box::new(self.ty(base, tag))),
            TypeExprKind::Parenthesized(base) => return self.ty(base, tag),
            TypeExprKind::Property { base, name } => self.type_property(base, &name.text),
            TypeExprKind::AdditionalProperties(base) => TyKind::Additional(inner(base)),
            TypeExprKind::Items(base) => TyKind::Items(inner(base)),
            TypeExprKind::Index { base, index } => self.type_index(base, index),
            TypeExprKind::Generic { name, arguments, .. } => {
                let root = arguments.first().and_then(|argument| match &argument.kind {
                    TypeExprKind::String(string) => string.plain().cloned(),
                    _ => None,
                });
                let variant = match &*name.text {
                    "resourceInput" => Some(Variant::Input),
                    "resourceOutput" => Some(Variant::Output),
                    "resource" => Some(Variant::Legacy),
                    _ => None,
                };
                match (variant, root) {
                    (Some(variant), Some(root)) => {
                        // The name of the namespace may stand before the type: `az:Microsoft.Web/sites@…`.
                        let root = root.split_once(':').map_or(&*root, |(_, rest)| rest);
                        let (name, version) = root.split_once('@').unwrap_or((root, ""));
                        let root = format!("{}@{version}", crate::bind::spelling::official(name, version)).into();
                        TyKind::Derived(Derived { variant, root, path: Vec::new() })
                    }
                    _ => {
                        let message = format!("there is no type `{}<…>`", name.text);
                        self.template.report(Diagnostic::error("unknown-type", span, message));
                        TyKind::Unknown(format!("the type `{}`", name.text).into())
                    }
                }
            }
            TypeExprKind::Resource(written) => {
                let name = written.as_ref().and_then(|text| text.plain()).cloned().unwrap_or_default();
                TyKind::Resource(name)
            }
            TypeExprKind::Error => TyKind::Unknown("a type that could not be read".into()),
        };
        Ty::new(span, kind)
    }

    fn type_integer(&self, span: Span, value: i128) -> TyKind {
        match i64::try_from(value) {
            Ok(value) => TyKind::Literal(Literal::Int(value)),
            Err(_) => {
                self.template.report(Diagnostic::error(
                    "number-too-large",
                    span,
                    "the number does not fit into 64 bits",
                ));
                TyKind::Unknown("a number that is too large".into())
            }
        }
    }

    fn type_name(&self, span: Span, name: &Arc<str>, at: Span) -> TyKind {
        let missing = || TyKind::Unknown(format!("the type `{name}`").into());
        match self.model.symbol_at(at) {
            None => TyKind::Ambient(name.clone()),
            Some(Sym::Type(_)) if self.model.file == self.template.model.file => TyKind::Reference(name.clone()),
            Some(Sym::Type(_)) => {
                self.template.closure.name(self.model.file, name).map_or_else(missing, TyKind::Reference)
            }
            Some(Sym::Imported(index)) => {
                self.template.closure.imported(self.model.file, index).map_or_else(missing, TyKind::Reference)
            }
            Some(Sym::Unknown) => missing(),
            Some(_) => {
                self.template.report(Diagnostic::error("not-a-type", span, format!("`{name}` is not a type")));
                missing()
            }
        }
    }

    fn type_property(&self, base: &'t TypeExpr, name: &Arc<str>) -> TyKind {
        if let TypeExprKind::Name(of) = &base.kind {
            match self.model.symbol_at(of.span) {
                Some(Sym::Namespace) => return TyKind::Ambient(name.clone()),
                Some(Sym::Wildcard(import)) => {
                    return match self.template.closure.wildcard(self.model.file, import, name) {
                        Some(own) => TyKind::Reference(own),
                        None => TyKind::Unknown(format!("the imported type `{name}`").into()),
                    };
                }
                _ => {}
            }
        }
        TyKind::Property(Box::new(self.ty(base, None)), name.clone())
    }

    fn type_index(&self, base: &'t TypeExpr, index: &'t Expr) -> TyKind {
        match (&index.kind, plain_string(index)) {
            (_, Some(name)) => self.type_property(base, name),
            (ExprKind::Integer(index), _) => TyKind::Index(Box::new(self.ty(base, None)), *index),
            _ => TyKind::Unknown("an element of a type".into()),
        }
    }
}

/// Takes the indentation that all lines but the first have in common away.
fn unindent(text: &str) -> String {
    let normalized = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines = normalized.split('\n');
    let first = lines.next().unwrap_or_default();
    let rest: Vec<&str> = lines.collect();
    let blank = |line: &str| line.chars().take_while(|letter| matches!(letter, ' ' | '\t')).count();
    let common = rest.iter().filter(|line| !line.is_empty()).map(|line| blank(line)).min().unwrap_or(0);
    let mut out = String::from(first);
    for line in rest {
        out.push('\n');
        out.push_str(line.get(common..).unwrap_or(""));
    }
    out
}
