//! Which of the two forms of a template a file becomes: with or without symbolic names.
//!
//! The official compiler uses symbolic names, that is language version 2.0
//! (<https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax#languageversion-20>), exactly where a file
//! needs something that only that version has.

use std::collections::HashSet;

use super::Compiler;
use super::inline::{Part, for_each_part};
use super::load::Content;
use crate::bind::{Model, Sym, body_property, decorator};
use crate::syntax::{Body, Decorator, Expr, ExprKind, ObjectItem, Statement, StatementKind, TypeExpr, TypeExprKind};
use ringfence_arm::Node;

/// How far types may lead to types.
const MAX_DEPTH: u32 = 200;

/// The outputs of a file that give out secrets.
#[derive(Clone, Debug, Default)]
pub(crate) struct SecureOutputs(Vec<String>);

impl SecureOutputs {
    /// Whether there is one, or this one is.
    pub(crate) fn any(&self, name: Option<&str>) -> bool {
        match name {
            Some(name) => self.0.iter().any(|own| own == name),
            None => !self.0.is_empty(),
        }
    }
}

/// Whether a file becomes a template with symbolic names.
pub(crate) fn is_symbolic(compiler: &Compiler<'_>, model: &Model<'_>) -> bool {
    !model.extensions.is_empty()
        || model.resources.iter().any(|resource| !model.is_azure(resource))
        || model.vars.iter().any(|variable| variable.node.ty.is_some())
        || !model.types.is_empty()
        || !model.funcs.is_empty()
        || !model.imported.is_empty()
        || !model.wildcards.is_empty()
        || model.modules.iter().any(|module| body_property(&module.node.body, "name").is_none())
        || model.program.statements.iter().any(has_new_syntax)
        || secure_outputs(compiler, model.file).any(None)
        || model.modules.iter().any(|module| {
            let file = module.node.path.as_ref().and_then(|path| compiler.target(model.file, path.span));
            file.is_some_and(|file| secure_outputs(compiler, file).any(None))
        })
        || reads_all_copies(model)
}

/// Whether a statement has a type, a decorator or an existing resource that needs symbolic names.
fn has_new_syntax(statement: &Statement) -> bool {
    match &statement.kind {
        StatementKind::Param(param) => is_structured(&param.ty),
        StatementKind::Output(output) => is_structured(&output.ty),
        StatementKind::Resource(_) => resource_needs(statement),
        _ => false,
    }
}

fn resource_needs(statement: &Statement) -> bool {
    let StatementKind::Resource(resource) = &statement.kind else { return false };
    let decorated = |name: &str| decorator(&statement.decorators, name).is_some();
    decorated("onlyIfNotExists")
        || decorated("retryOn")
        || decorated("nullIfNotFound")
        || resource.existing.is_some() && body_property(&resource.body, "dependsOn").is_some()
        || resource.body.object.iter().flat_map(|object| &object.items).any(|item| match item {
            ObjectItem::Resource(nested) => resource_needs(nested),
            _ => false,
        })
}

/// Whether a type is more than the name of one.
fn is_structured(ty: &TypeExpr) -> bool {
    match &ty.kind {
        TypeExprKind::Object(_)
        | TypeExprKind::Array(_)
        | TypeExprKind::Tuple(_)
        | TypeExprKind::Union(_)
        | TypeExprKind::Nullable(_) => true,
        TypeExprKind::Parenthesized(inner)
        | TypeExprKind::NonNull(inner)
        | TypeExprKind::Property { base: inner, .. }
        | TypeExprKind::AdditionalProperties(inner)
        | TypeExprKind::Items(inner)
        | TypeExprKind::Index { base: inner, .. }
        | TypeExprKind::Unary { operand: inner, .. } => is_structured(inner),
        TypeExprKind::Generic { arguments, .. } => arguments.iter().any(is_structured),
        _ => false,
    }
}

/// Whether all copies of a looped resource or module are read at once, outside of `dependsOn`.
fn reads_all_copies(model: &Model<'_>) -> bool {
    model.program.statements.iter().any(|statement| reads_in_statement(model, statement))
}

fn reads_in_statement(model: &Model<'_>, statement: &Statement) -> bool {
    match &statement.kind {
        StatementKind::Metadata(node) => reads(model, &node.value, false),
        StatementKind::Param(node) => node.default.iter().any(|default| reads(model, default, false)),
        StatementKind::Var(node) => reads(model, &node.value, false),
        StatementKind::Output(node) => reads(model, &node.value, false),
        StatementKind::Assert(node) => reads(model, &node.value, false),
        StatementKind::Func(node) => reads(model, &node.body, false),
        StatementKind::Resource(node) => reads_in_body(model, &node.body),
        StatementKind::Module(node) => reads_in_body(model, &node.body),
        _ => false,
    }
}

fn reads_in_body(model: &Model<'_>, body: &Body) -> bool {
    let list = body.for_clause.as_ref().map(|clause| &clause.list);
    let outside = list.into_iter().chain(body.condition.as_deref()).any(|expr| reads(model, expr, false));
    outside
        || body.object.iter().flat_map(|object| &object.items).any(|item| match item {
            ObjectItem::Property { key, .. } if key.plain().is_some_and(|key| &**key == "dependsOn") => false,
            ObjectItem::Property { value, .. } | ObjectItem::Spread { value, .. } => reads(model, value, false),
            ObjectItem::Resource(nested) => reads_in_statement(model, nested),
            ObjectItem::Error(_) => false,
        })
}

/// Whether a whole loop is read in an expression; `accessed` says that it is the base of an access, which picks a copy.
fn reads(model: &Model<'_>, expr: &Expr, accessed: bool) -> bool {
    match &expr.kind {
        ExprKind::Variable(name) => {
            let looped = match model.symbol_at(name.span) {
                Some(Sym::Resource(index)) => model.resource(index).is_some_and(|found| found.for_loop.is_some()),
                Some(Sym::Module(index)) => model.module(index).is_some_and(|found| found.for_loop.is_some()),
                _ => false,
            };
            looped && !accessed
        }
        ExprKind::Property { base, .. } | ExprKind::NestedResource { base, .. } => reads(model, base, true),
        ExprKind::Index { base, index, .. } => reads(model, base, true) || reads(model, index, false),
        ExprKind::Parenthesized(inner) => reads(model, inner, accessed),
        _ => {
            let mut found = false;
            for_each_part(expr, &mut |part| match part {
                Part::Expr(inner) => found |= reads(model, inner, false),
                Part::Object(object) => {
                    for item in &object.items {
                        if let ObjectItem::Property { value, .. } | ObjectItem::Spread { value, .. } = item {
                            found |= reads(model, value, false);
                        }
                    }
                }
            });
            found
        }
    }
}

/// The secret outputs of a file.
pub(crate) fn secure_outputs(compiler: &Compiler<'_>, file: usize) -> SecureOutputs {
    if let Some(known) = compiler.secure.borrow().get(&file) {
        return known.clone();
    }
    let found = match compiler.model(file) {
        Some(model) => {
            let secure = model.outputs.iter().filter(|output| {
                is_secure(compiler, model, &output.node.ty, &output.statement.decorators, &mut Seen::default())
            });
            SecureOutputs(secure.map(|output| output.node.name.text.to_string()).collect())
        }
        None => match compiler.store.file(file).map(|loaded| &loaded.content) {
            Some(Content::Json(node)) => {
                let outputs = node.get("outputs").and_then(Node::as_object);
                let members = outputs.map(|object| object.members.as_slice()).unwrap_or_default();
                let secure =
                    members.iter().filter(|member| is_secure_schema(node, &member.value, &mut Seen::default()));
                SecureOutputs(secure.filter_map(|member| member.name().map(str::to_owned)).collect())
            }
            _ => SecureOutputs::default(),
        },
    };
    compiler.secure.borrow_mut().insert(file, found.clone());
    found
}

/// What was looked at on the search for a secret: types may lead back to themselves.
#[derive(Default)]
struct Seen {
    types: HashSet<(usize, u32)>,
    pointers: HashSet<String>,
    depth: u32,
}

impl Seen {
    /// Looks one step deeper, unless that is too deep.
    fn deeper(&mut self, look: impl FnOnce(&mut Self) -> bool) -> bool {
        if self.depth >= MAX_DEPTH {
            return false;
        }
        self.depth += 1;
        let found = look(self);
        self.depth -= 1;
        found
    }
}

fn is_secure(
    compiler: &Compiler<'_>,
    model: &Model<'_>,
    ty: &TypeExpr,
    decorators: &[Decorator],
    seen: &mut Seen,
) -> bool {
    if decorator(decorators, "secure").is_some() {
        return true;
    }
    if !seen.types.insert((model.file, ty.span.start)) {
        return false;
    }
    seen.deeper(|seen| match &ty.kind {
        TypeExprKind::Name(name) => match model.symbol_at(name.span) {
            Some(Sym::Type(index)) => is_secure_alias(compiler, model, index, seen),
            Some(Sym::Imported(index)) => {
                let Some(import) = model.imported.get(index) else { return false };
                let Some(file) = compiler.target(model.file, import.path.span) else { return false };
                let original = &import.original.text;
                match compiler.model(file) {
                    Some(target) => match target.names.get(original) {
                        Some(Sym::Type(index)) => is_secure_alias(compiler, target, *index, seen),
                        _ => false,
                    },
                    None => match compiler.store.file(file).map(|loaded| &loaded.content) {
                        Some(Content::Json(node)) => {
                            let found = node.get("definitions").and_then(|all| all.get(original));
                            found.is_some_and(|schema| is_secure_schema(node, schema, seen))
                        }
                        _ => false,
                    },
                }
            }
            _ => false,
        },
        TypeExprKind::Object(members) => {
            members.iter().any(|member| is_secure(compiler, model, &member.value, &member.decorators, seen))
        }
        TypeExprKind::Tuple(items) => {
            items.iter().any(|item| is_secure(compiler, model, &item.value, &item.decorators, seen))
        }
        TypeExprKind::Union(members) => members.iter().any(|one| is_secure(compiler, model, one, &[], seen)),
        TypeExprKind::Array(base)
        | TypeExprKind::Nullable(base)
        | TypeExprKind::NonNull(base)
        | TypeExprKind::Parenthesized(base) => is_secure(compiler, model, base, &[], seen),
        _ => false,
    })
}

fn is_secure_alias(compiler: &Compiler<'_>, model: &Model<'_>, index: usize, seen: &mut Seen) -> bool {
    let found = model.types.get(index);
    found.is_some_and(|found| is_secure(compiler, model, &found.node.ty, &found.statement.decorators, seen))
}

fn is_secure_schema(template: &Node, schema: &Node, seen: &mut Seen) -> bool {
    let kind = schema.get("type").and_then(Node::as_str).unwrap_or_default().to_ascii_lowercase();
    if matches!(&*kind, "securestring" | "secureobject") {
        return true;
    }
    if let Some(pointer) = schema.get("$ref").and_then(Node::as_str)
        && let Some(target) = super::arm_exports::definition(template, pointer)
    {
        let new = seen.pointers.insert(pointer.to_owned());
        return new && seen.deeper(|seen| is_secure_schema(template, target, seen));
    }
    let properties = schema.get("properties").and_then(Node::as_object);
    let members = properties.map(|object| object.members.as_slice()).unwrap_or_default();
    let items = schema.get("items").into_iter().chain(schema.get("additionalProperties"));
    members
        .iter()
        .map(|member| &member.value)
        .chain(items)
        .any(|inner| seen.deeper(|seen| is_secure_schema(template, inner, seen)))
}
