//! Mistakes that the language forbids and that would otherwise go unnoticed here: what the official compiler refuses is
//! not deployed, so that a verdict about it would be about nothing.
//!
//! Only what is certain is reported. Types are not checked.

use std::collections::{HashMap, HashSet};

use ringfence_arm::{Expr, ExprKind, Key, Node, NodeKind};
use ringfence_source::{Diagnostic, Severity, Span};

use super::Compiler;
use super::convert::UNKNOWN;
use super::depends::{References, targets};
use super::load::Content;
use crate::bind::{LoopOwner, Model, Sym, body_property};
use crate::syntax::{
    Decorator, ExprKind as TreeKind, Object, ObjectItem, Statement, StatementKind, TypeExpr, TypeExprKind,
};

/// What a decorator may stand before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Anything,
    /// Parameters, outputs, types and their members.
    Type,
    Param,
    /// Resources and modules.
    Deployed,
    Resource,
    /// Types, variables and functions.
    Export,
}

/// The decorators, <https://learn.microsoft.com/azure/azure-resource-manager/bicep/file#decorators> and the pages of the
/// statements that they belong to.
const DECORATORS: [(&str, Place); 18] = [
    ("allowed", Place::Param),
    ("batchSize", Place::Deployed),
    ("description", Place::Anything),
    ("discriminator", Place::Type),
    ("export", Place::Export),
    ("maxLength", Place::Type),
    ("maxValue", Place::Type),
    ("metadata", Place::Type),
    ("minLength", Place::Type),
    ("minValue", Place::Type),
    ("nullIfNotFound", Place::Resource),
    ("onlyIfNotExists", Place::Resource),
    ("patch", Place::Resource),
    ("retryOn", Place::Resource),
    ("sealed", Place::Type),
    ("secure", Place::Type),
    ("validate", Place::Type),
    ("waitUntil", Place::Resource),
];

/// Reports the mistakes of a file.
pub(crate) fn check(compiler: &Compiler<'_>, model: &Model<'_>, references: &References<'_>) {
    for statement in &model.program.statements {
        decorators(compiler, statement);
    }
    resources(compiler, model);
    modules(compiler, model);
    loops(compiler, model);
    cycles(compiler, model, references);
}

fn decorators(compiler: &Compiler<'_>, statement: &Statement) {
    for decorator in &statement.decorators {
        let name = &decorator.name;
        if name.is_missing() {
            continue;
        }
        let Some((_, place)) = DECORATORS.iter().find(|(own, _)| **own == *name.text) else {
            let message = format!("there is no decorator `@{}`", name.text);
            compiler.report(Diagnostic::error("unknown-decorator", name.span, message));
            continue;
        };
        let fits = match place {
            Place::Anything => true,
            Place::Type => {
                matches!(statement.kind, StatementKind::Param(_) | StatementKind::Output(_) | StatementKind::Type(_))
            }
            Place::Param => matches!(statement.kind, StatementKind::Param(_)),
            Place::Deployed => matches!(statement.kind, StatementKind::Resource(_) | StatementKind::Module(_)),
            Place::Resource => matches!(statement.kind, StatementKind::Resource(_)),
            Place::Export => {
                matches!(statement.kind, StatementKind::Type(_) | StatementKind::Var(_) | StatementKind::Func(_))
            }
        };
        // Before a line that could not be read, a decorator may be right.
        if !fits && !matches!(statement.kind, StatementKind::Error) {
            let message = format!("`@{}` cannot stand here", name.text);
            compiler.report(Diagnostic::error("misplaced-decorator", name.span, message));
        }
        one_argument(compiler, decorator);
    }
}

fn one_argument(compiler: &Compiler<'_>, decorator: &Decorator) {
    let wants_one = matches!(
        &*decorator.name.text,
        "allowed"
            | "batchSize"
            | "description"
            | "discriminator"
            | "maxLength"
            | "maxValue"
            | "metadata"
            | "minLength"
            | "minValue"
    );
    if wants_one && decorator.arguments.len() != 1 {
        let message = format!("`@{}` takes one argument", decorator.name.text);
        compiler.report(Diagnostic::error("arguments", decorator.span, message));
    }
}

/// Whether a body may have properties that cannot be seen here.
fn is_open(object: &Object) -> bool {
    object.items.iter().any(|item| matches!(item, ObjectItem::Spread { .. } | ObjectItem::Error(_)))
}

fn resources(compiler: &Compiler<'_>, model: &Model<'_>) {
    for resource in &model.resources {
        let name = &resource.node.name;
        let Some(written) = &resource.node.resource_type else { continue };
        if resource.full_type.is_empty() || (model.extensions.is_empty() && resource.api_version.is_none()) {
            let message = "a resource type is `'Provider/type@version'`";
            compiler.report(Diagnostic::error("resource-type", written.span, message));
            continue;
        }
        let Some(object) = &resource.node.body.object else { continue };
        if model.is_azure(resource) && object.property("name").is_none() && !is_open(object) {
            let message = format!("the resource `{}` has no name", name.text);
            compiler.report(Diagnostic::error("missing-property", name.span, message));
        }
    }
}

fn modules(compiler: &Compiler<'_>, model: &Model<'_>) {
    for module in &model.modules {
        let Some(path) = &module.node.path else { continue };
        let Some(target) = compiler.target(model.file, path.span) else { continue };
        let Some(declared) = parameters(compiler, target) else { continue };
        let Some(body) = &module.node.body.object else { continue };
        let given = match body_property(&module.node.body, "params").map(|params| &params.kind) {
            Some(TreeKind::Object(object)) => Some(object),
            Some(_) => continue,
            None if is_open(body) => continue,
            None => None,
        };
        for item in given.iter().flat_map(|object| &object.items) {
            let ObjectItem::Property { key, .. } = item else { continue };
            let Some(name) = key.plain() else { continue };
            if !declared.iter().any(|(own, _)| own.eq_ignore_ascii_case(name)) {
                let message = format!("the module has no parameter `{name}`");
                let names: Vec<&str> = declared.iter().map(|(name, _)| &**name).collect();
                let help =
                    if names.is_empty() { "it has none".to_owned() } else { format!("it has {}", names.join(", ")) };
                compiler.report(Diagnostic::error("unknown-parameter", key.span(), message).with_help(help));
            }
        }
        if given.is_some_and(is_open) {
            continue;
        }
        let has = |name: &str| {
            given.iter().flat_map(|object| &object.items).any(|item| match item {
                ObjectItem::Property { key, .. } => key.plain().is_some_and(|key| key.eq_ignore_ascii_case(name)),
                _ => false,
            })
        };
        let missing: Vec<String> = declared
            .iter()
            .filter(|(name, required)| *required && !has(name))
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        if !missing.is_empty() {
            let message = format!("the module needs {}", missing.join(", "));
            compiler.report(Diagnostic::error("missing-parameter", module.node.name.span, message));
        }
    }
}

/// The parameters of a template, and whether each must certainly be given; `None` if the template was not read whole.
fn parameters(compiler: &Compiler<'_>, file: usize) -> Option<Vec<(String, bool)>> {
    if let Some(model) = compiler.model(file) {
        if model.program.statements.iter().any(|statement| matches!(statement.kind, StatementKind::Error)) {
            return None;
        }
        let params = model.params.iter().map(|param| {
            (
                param.node.name.text.to_string(),
                param.node.default.is_none() && is_plainly_required(model, &param.node.ty),
            )
        });
        return Some(params.collect());
    }
    match compiler.store.file(file).map(|loaded| &loaded.content) {
        Some(Content::Json(node)) => {
            let Some(parameters) = node.get("parameters") else { return Some(Vec::new()) };
            let members = &parameters.as_object()?.members;
            let params = members.iter().filter_map(|member| {
                let open = ["defaultValue", "nullable", "$ref"].iter().any(|name| member.value.get(name).is_some());
                Some((member.name()?.to_owned(), !open))
            });
            Some(params.collect())
        }
        _ => None,
    }
}

/// Whether a type certainly has no `null`.
fn is_plainly_required(model: &Model<'_>, ty: &TypeExpr) -> bool {
    match &ty.kind {
        TypeExprKind::Name(name) => model.symbol_at(name.span).is_none() && !matches!(&*name.text, "any" | "null"),
        TypeExprKind::Object(_)
        | TypeExprKind::Array(_)
        | TypeExprKind::Tuple(_)
        | TypeExprKind::String(_)
        | TypeExprKind::Integer(_)
        | TypeExprKind::Bool(_) => true,
        TypeExprKind::Parenthesized(inner) => is_plainly_required(model, inner),
        TypeExprKind::Union(members) => members.iter().all(|member| is_plainly_required(model, member)),
        _ => false,
    }
}

fn loops(compiler: &Compiler<'_>, model: &Model<'_>) {
    for found in model.loops.iter().filter(|found| found.owner == LoopOwner::Misplaced) {
        let message = "a loop cannot stand here";
        let help = "loops are values of variables, outputs and properties, or bodies of resources and modules; \
                    elsewhere use `map`";
        compiler.report(Diagnostic::error("misplaced-loop", found.clause.item.span, message).with_help(help));
    }
}

/// Reports resources and modules that must each be deployed before the other.
fn cycles(compiler: &Compiler<'_>, model: &Model<'_>, references: &References<'_>) {
    for symbol in on_cycles(references) {
        let name = match symbol {
            Sym::Resource(index) => model.resource(index).map(|resource| &resource.node.name),
            Sym::Module(index) => model.module(index).map(|module| &module.node.name),
            _ => None,
        };
        if let Some(name) = name {
            let message = format!("`{}` depends on itself", name.text);
            compiler.report(Diagnostic::error("cycle", name.span, message));
        }
    }
}

/// What reaches itself: the strongly connected components of more than one member, and what refers to itself
/// (Tarjan's algorithm, <https://doi.org/10.1137/0201010>, with a stack of its own).
fn on_cycles(references: &References<'_>) -> Vec<Sym> {
    let mut symbols: Vec<Sym> = references.keys().copied().collect();
    symbols.sort_unstable();
    let mut order: HashMap<Sym, usize> = HashMap::new();
    let mut lowest: HashMap<Sym, usize> = HashMap::new();
    let mut component: Vec<Sym> = Vec::new();
    let mut pending: HashSet<Sym> = HashSet::new();
    let mut found = Vec::new();
    for root in symbols {
        let mut work: Vec<(Sym, Vec<Sym>)> = Vec::new();
        let mut next = Some(root).filter(|root| !order.contains_key(root));
        loop {
            if let Some(symbol) = next.take() {
                let number = order.len();
                order.insert(symbol, number);
                lowest.insert(symbol, number);
                component.push(symbol);
                pending.insert(symbol);
                work.push((symbol, targets(references, symbol).collect()));
            }
            let Some((symbol, rest)) = work.last_mut() else { break };
            let symbol = *symbol;
            if let Some(target) = rest.pop() {
                if target == symbol {
                    found.push(symbol);
                }
                match order.get(&target) {
                    None => next = Some(target),
                    Some(number) if pending.contains(&target) => {
                        lowest.entry(symbol).and_modify(|own| *own = (*own).min(*number));
                    }
                    Some(_) => {}
                }
                continue;
            }
            work.pop();
            let own = lowest.get(&symbol).copied().unwrap_or(0);
            if let Some((above, _)) = work.last() {
                lowest.entry(*above).and_modify(|lowest| *lowest = (*lowest).min(own));
            }
            if order.get(&symbol) == Some(&own) {
                let start = component.iter().rposition(|member| *member == symbol).unwrap_or(0);
                let members = component.split_off(start);
                for member in &members {
                    pending.remove(member);
                }
                if members.len() > 1 {
                    found.extend(members);
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Makes sure that nothing unknown stands in a template without a word: whatever has no diagnostic gets one.
pub(crate) fn unreported(template: &Node, diagnostics: &[Diagnostic]) -> Option<Diagnostic> {
    if diagnostics.iter().any(|one| one.severity == Severity::Error) {
        return None;
    }
    let (span, what) = first_unknown(template)?;
    Some(Diagnostic::error("not-compiled", span, format!("{what} could not be compiled")))
}

fn first_unknown(node: &Node) -> Option<(Span, String)> {
    match &node.kind {
        NodeKind::Expr(expr) => unknown_in(expr),
        NodeKind::Array(items) => items.iter().find_map(first_unknown),
        NodeKind::Object(object) => object.members.iter().find_map(|member| {
            let in_key = match &member.key {
                Key::Expr(key) => unknown_in(key),
                Key::Literal(_) => None,
            };
            in_key.or_else(|| first_unknown(&member.value))
        }),
        NodeKind::Unreadable => Some((node.span, "this".to_owned())),
        _ => None,
    }
}

fn unknown_in(expr: &Expr) -> Option<(Span, String)> {
    match &expr.kind {
        ExprKind::Call { name, args } if &**name == UNKNOWN => {
            let what = args.first().map(|arg| match &arg.kind {
                ExprKind::String(what) => what.to_string(),
                _ => "this".to_owned(),
            });
            Some((expr.span, what.unwrap_or_else(|| "this".to_owned())))
        }
        ExprKind::Call { args, .. } => args.iter().find_map(unknown_in),
        ExprKind::Property { base, .. } => unknown_in(base),
        ExprKind::Index { base, index } => unknown_in(base).or_else(|| unknown_in(index)),
        ExprKind::Unreadable => Some((expr.span, "this".to_owned())),
        ExprKind::String(_) | ExprKind::Int(_) => None,
    }
}
