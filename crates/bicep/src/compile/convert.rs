//! [`Ir`] to the expressions of a template.

use std::sync::Arc;

use ringfence_arm::{Expr, ExprKind};
use ringfence_source::Span;

use super::ir::{Access, Ir, IrKind};
use super::template::Template;

/// The function that stands for what could not be compiled. The evaluator takes its value as unknown.
pub(crate) const UNKNOWN: &str = "__ringfence.unknown";

impl<'t> Template<'t> {
    /// Writes an expression as the language of templates has it.
    pub(crate) fn convert(&'t self, ir: &Ir) -> Expr {
        let span = ir.span;
        let Some(_guard) = self.enter(span) else { return unknown(span, "an expression that is too large") };
        match &ir.kind {
            IrKind::Null => Expr::call(span, "null", Vec::new()),
            IrKind::Bool(value) => Expr::call(span, if *value { "true" } else { "false" }, Vec::new()),
            IrKind::Int(value) => integer(span, *value),
            IrKind::String(text) => Expr::string(span, text.clone()),
            IrKind::Format(first, holes) => {
                let mut format = escape_braces(first);
                let mut args = Vec::with_capacity(holes.len() + 1);
                for (at, (hole, after)) in holes.iter().enumerate() {
                    format.push_str(&format!("{{{at}}}"));
                    format.push_str(&escape_braces(after));
                    args.push(self.convert(hole));
                }
                args.insert(0, Expr::string(span, format));
                Expr::call(span, "format", args)
            }
            IrKind::Object(members) => {
                let parts = members.iter().flat_map(|member| [&member.key, &member.value]);
                Expr::call(span, "createObject", parts.map(|part| self.convert(part)).collect())
            }
            IrKind::Array(items) => self.call(span, "createArray", items),
            IrKind::If(parts) => self.call(span, "if", &**parts),
            IrKind::Call(name, args) => self.call(span, name, args),
            IrKind::LambdaVariable(name, _) => {
                Expr::call(span, "lambdaVariables", vec![Expr::string(span, name.clone())])
            }
            IrKind::Access(access) => self.access(span, access),
            IrKind::Resource(reference) => self.reference(span, reference, true),
            IrKind::Module(reference) => self.module_reference(span, reference),
            IrKind::ModuleOutput { base, name, secure, safe } => self.module_output(span, base, name, *secure, *safe),
            IrKind::ResourceCall(reference, name, args) => self.resource_call(span, reference, name, args),
            IrKind::For(..) => unknown(span, "a loop where the language has none"),
            IrKind::CopyIndex(None) => Expr::call(span, "copyIndex", Vec::new()),
            IrKind::CopyIndex(Some(name)) => Expr::call(span, "copyIndex", vec![Expr::string(span, name.clone())]),
            IrKind::Lambda(names, body) => {
                let mut args: Vec<Expr> = names.iter().map(|name| Expr::string(span, name.clone())).collect();
                args.push(self.convert(body));
                Expr::call(span, "lambda", args)
            }
            IrKind::Unknown(what) => unknown(span, what),
        }
    }

    fn call(&'t self, span: Span, name: &str, args: &[Ir]) -> Expr {
        Expr::call(span, name, args.iter().map(|arg| self.convert(arg)).collect())
    }

    fn access(&'t self, span: Span, access: &Access) -> Expr {
        if let IrKind::String(name) = &access.index.kind
            && !access.from_end
        {
            match &access.base.kind {
                IrKind::Resource(reference) => return self.resource_property(span, reference, name, access.safe),
                IrKind::Module(reference) => return self.module_property(span, reference, name, access.safe, None),
                _ => {}
            }
        }
        let base = self.convert(&access.base);
        let index = self.convert(&access.index);
        if access.safe {
            let name = if access.from_end { "tryIndexFromEnd" } else { "tryGet" };
            return Expr::call(span, name, vec![base, index]);
        }
        if access.chained
            && let ExprKind::Call { name, args } = &base.kind
            && is_safe_access(name)
        {
            let mut args = args.clone();
            args.push(match access.from_end {
                false => index,
                true => {
                    let literal = |text: &str| Expr::string(span, text);
                    let parts = vec![literal("value"), index, literal("fromEnd"), Expr::call(span, "true", Vec::new())];
                    Expr::call(span, "createObject", parts)
                }
            });
            return Expr::call(span, name.clone(), args);
        }
        if access.from_end {
            return Expr::call(span, "indexFromEnd", vec![base, index]);
        }
        append(span, base, index)
    }
}

/// `tryGet`, `tryIndexFromEnd`: what follows such a call in a chain becomes a further argument of it.
pub(super) fn is_safe_access(name: &str) -> bool {
    matches!(name, "tryGet" | "tryIndexFromEnd")
}

/// What could not be compiled.
pub(super) fn unknown(span: Span, what: &str) -> Expr {
    Expr::call(span, UNKNOWN, vec![Expr::string(span, what)])
}

/// Numbers of a template are of 32 bits; larger ones go through JSON.
fn integer(span: Span, value: i64) -> Expr {
    match i32::try_from(value) {
        Ok(_) => Expr { span, kind: ExprKind::Int(value) },
        Err(_) => Expr::call(span, "json", vec![Expr::string(span, value.to_string())]),
    }
}

/// `base.name` or `base[index]`. Only calls can be looked into, so that literals are wrapped in one.
pub(super) fn append(span: Span, base: Expr, index: Expr) -> Expr {
    let base = as_call(base);
    match index.kind {
        ExprKind::String(name) if is_identifier(&name) => {
            Expr { span, kind: ExprKind::Property { base: Arc::new(base), name } }
        }
        _ => Expr { span, kind: ExprKind::Index { base: Arc::new(base), index: Arc::new(index) } },
    }
}

pub(super) fn append_name(span: Span, base: Expr, name: &str) -> Expr {
    append(span, base, Expr::string(span, name))
}

/// A literal as a call that gives it.
pub(super) fn as_call(expr: Expr) -> Expr {
    match expr.kind {
        ExprKind::Int(_) => Expr::call(expr.span, "int", vec![expr]),
        ExprKind::String(_) => Expr::call(expr.span, "string", vec![expr]),
        _ => expr,
    }
}

/// Whether a name can follow a dot.
pub(super) fn is_identifier(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn escape_braces(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}
