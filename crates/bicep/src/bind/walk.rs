//! The walk that resolves every name of a file.

use std::collections::HashSet;
use std::sync::Arc;

use ringfence_source::{Diagnostic, Span};

use super::{LoadCall, Local, LocalKind, Loop, LoopOwner, Model, Sym};
use crate::compile::functions::{Treatment, treatment};
use crate::syntax::{
    ArrayItem, Body, Decorator, Expr, ExprKind, ForClause, Name, Object, ObjectItem, StatementKind, TypeExpr,
    TypeExprKind,
};

/// The built-in types, <https://learn.microsoft.com/azure/azure-resource-manager/bicep/data-types>.
const AMBIENT_TYPES: [&str; 7] = ["any", "array", "bool", "int", "object", "string", "null"];

/// How many unknown names get a suggestion.
const MAX_SUGGESTIONS: usize = 50;

/// Resolves all names.
pub(super) fn resolve(model: &mut Model<'_>) {
    let mut walker = Walker { scopes: Vec::new(), model, in_function: false };
    walker.statements();
}

struct Walker<'m, 'a> {
    /// Names of inner scopes, the innermost last.
    scopes: Vec<Vec<(Arc<str>, Sym)>>,
    model: &'m mut Model<'a>,
    in_function: bool,
}

impl<'a> Walker<'_, 'a> {
    fn statements(&mut self) {
        let program = self.model.program;
        let (mut vars, mut modules, mut resources) = (0, 0, 0);
        let mut outputs = HashSet::new();
        let top: Vec<usize> = (0..self.model.resources.len())
            .filter(|index| self.model.resources.get(*index).is_some_and(|resource| resource.outer.is_none()))
            .collect();
        for statement in &program.statements {
            self.decorators(&statement.decorators);
            match &statement.kind {
                StatementKind::TargetScope(node) => self.expr(&node.value),
                StatementKind::Metadata(node) => self.expr(&node.value),
                StatementKind::Param(node) => {
                    self.ty(&node.ty);
                    if let Some(default) = &node.default {
                        self.expr(default);
                    }
                }
                StatementKind::Var(node) => {
                    if let Some(ty) = &node.ty {
                        self.ty(ty);
                    }
                    if let Some(id) = self.value(&node.value, LoopOwner::Var(vars)) {
                        self.model.var_loops.insert(vars, id);
                    }
                    vars += 1;
                }
                StatementKind::Type(node) => self.ty(&node.ty),
                StatementKind::Func(node) => {
                    let mut scope = Vec::new();
                    for parameter in &node.parameters {
                        self.ty(&parameter.ty);
                        scope.push(self.local(&parameter.name, LocalKind::Parameter));
                    }
                    self.ty(&node.returns);
                    self.scopes.push(scope);
                    self.in_function = true;
                    self.expr(&node.body);
                    self.in_function = false;
                    self.scopes.pop();
                }
                StatementKind::Resource(_) => {
                    if let Some(index) = top.get(resources) {
                        self.resource(*index);
                    }
                    resources += 1;
                }
                StatementKind::Module(node) => {
                    let id = self.body(&node.body, Vec::new());
                    if let Some(module) = self.model.modules.get_mut(modules) {
                        module.for_loop = id;
                    }
                    modules += 1;
                }
                StatementKind::Output(node) => {
                    if !outputs.insert(&node.name.text) && !node.name.is_missing() {
                        let message = format!("the output `{}` is declared more than once", node.name.text);
                        self.model.diagnostics.push(Diagnostic::error("duplicate-name", node.name.span, message));
                    }
                    self.ty(&node.ty);
                    self.value(&node.value, LoopOwner::Unnamed);
                }
                StatementKind::Assert(node) => self.expr(&node.value),
                StatementKind::Extension(node) => {
                    if let Some(config) = &node.config {
                        self.object(config);
                    }
                }
                StatementKind::ParamValue(node) => {
                    self.value(&node.value, LoopOwner::Named(node.name.text.clone()));
                }
                StatementKind::ExtensionConfig(_)
                | StatementKind::Import(_)
                | StatementKind::Test(_)
                | StatementKind::Using(_)
                | StatementKind::Extends(_)
                | StatementKind::Error => {}
            }
        }
    }

    fn resource(&mut self, index: usize) {
        let Some(resource) = self.model.resources.get(index) else { return };
        let node = resource.node;
        let children = resource.children.clone();
        let nested = children.iter().map(|(name, child)| (name.clone(), Sym::Resource(*child))).collect();
        let mut remaining = children.into_iter();
        let id = self.body_with(&node.body, nested, &mut |walker, object| {
            walker.repeated(object);
            for item in &object.items {
                match item {
                    ObjectItem::Resource(statement) => {
                        walker.decorators(&statement.decorators);
                        if matches!(statement.kind, StatementKind::Resource(_))
                            && let Some((_, child)) = remaining.next()
                        {
                            walker.resource(child);
                        }
                    }
                    item => walker.item(item),
                }
            }
        });
        if let Some(resource) = self.model.resources.get_mut(index) {
            resource.for_loop = id;
        }
    }

    fn body(&mut self, body: &'a Body, nested: Vec<(Arc<str>, Sym)>) -> Option<usize> {
        self.body_with(body, nested, &mut |walker, object| walker.object(object))
    }

    fn body_with(
        &mut self,
        body: &'a Body,
        nested: Vec<(Arc<str>, Sym)>,
        visit: &mut dyn FnMut(&mut Self, &'a Object),
    ) -> Option<usize> {
        let id = body.for_clause.as_ref().map(|clause| self.enter_loop(clause, LoopOwner::Unnamed));
        self.scopes.push(nested);
        if let Some(condition) = &body.condition {
            self.expr(condition);
        }
        if let Some(object) = &body.object {
            visit(self, object);
        }
        self.scopes.pop();
        if id.is_some() {
            self.scopes.pop();
        }
        id
    }

    fn enter_loop(&mut self, clause: &'a ForClause, owner: LoopOwner) -> usize {
        self.expr(&clause.list);
        let id = self.model.loops.len();
        let mut scope = Vec::new();
        let item = self.model.locals.len();
        scope.push(self.local(&clause.item, LocalKind::Item(id)));
        let index = clause.index.as_ref().map(|name| {
            let at = self.model.locals.len();
            scope.push(self.local(name, LocalKind::Index(id)));
            at
        });
        self.model.loops.push(Loop { clause, owner, item, index });
        self.model.loop_at.insert(clause.item.span.start, id);
        self.scopes.push(scope);
        id
    }

    fn local(&mut self, name: &Name, kind: LocalKind) -> (Arc<str>, Sym) {
        let index = self.model.locals.len();
        self.model.locals.push(Local { name: name.text.clone(), span: name.span, kind });
        (name.text.clone(), Sym::Local(index))
    }

    fn decorators(&mut self, decorators: &'a [Decorator]) {
        for decorator in decorators {
            for argument in &decorator.arguments {
                self.expr(argument);
            }
        }
    }

    /// A value that may be a loop; gives the loop.
    fn value(&mut self, expr: &'a Expr, owner: LoopOwner) -> Option<usize> {
        match &expr.kind {
            ExprKind::For { clause, body } => {
                let id = self.enter_loop(clause, owner);
                self.expr(body);
                self.scopes.pop();
                Some(id)
            }
            ExprKind::Parenthesized(inner) => self.value(inner, owner),
            _ => {
                self.expr(expr);
                None
            }
        }
    }

    fn object(&mut self, object: &'a Object) {
        self.repeated(object);
        for item in &object.items {
            self.item(item);
        }
    }

    /// Reports properties that an object has twice.
    fn repeated(&mut self, object: &Object) {
        let mut seen = HashSet::new();
        for item in &object.items {
            let ObjectItem::Property { key, .. } = item else { continue };
            if let Some(name) = key.plain().filter(|name| !name.is_empty())
                && !seen.insert(name)
            {
                let message = format!("the property `{name}` stands here more than once");
                self.model.diagnostics.push(Diagnostic::error("duplicate-name", key.span(), message));
            }
        }
    }

    fn item(&mut self, item: &'a ObjectItem) {
        match item {
            ObjectItem::Property { key, value, .. } => {
                if let crate::syntax::ObjectKey::String(string) = key {
                    for hole in &string.holes {
                        self.expr(&hole.expression);
                    }
                }
                let owner = key.plain().map_or(LoopOwner::Misplaced, |key| LoopOwner::Named(key.clone()));
                self.value(value, owner);
            }
            ObjectItem::Spread { value, .. } => self.expr(value),
            ObjectItem::Resource(_) | ObjectItem::Error(_) => {}
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Integer(_) | ExprKind::Error => {}
            ExprKind::String(string) => {
                for hole in &string.holes {
                    self.expr(&hole.expression);
                }
            }
            ExprKind::Object(object) => self.object(object),
            ExprKind::Array(items) => {
                for item in items {
                    match item {
                        ArrayItem::Value(value) | ArrayItem::Spread { value, .. } => self.expr(value),
                        ArrayItem::Error(_) => {}
                    }
                }
            }
            ExprKind::For { .. } => {
                self.value(expr, LoopOwner::Misplaced);
            }
            ExprKind::Ternary { condition, then, otherwise } => {
                self.expr(condition);
                self.expr(then);
                self.expr(otherwise);
            }
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Variable(name) => self.reference(name),
            ExprKind::Call { function, arguments } => {
                match self.look_up(&function.text) {
                    Some(symbol @ (Sym::Func(_) | Sym::Imported(_))) => {
                        self.model.resolved.insert(function.span.start, symbol);
                    }
                    _ => self.load(expr.span, &function.text, arguments),
                }
                self.arguments(arguments);
            }
            ExprKind::InstanceCall { base, function, arguments } => {
                self.expr(base);
                if let ExprKind::Variable(name) = &base.kind
                    && self.model.symbol_at(name.span) == Some(Sym::Namespace)
                {
                    self.load(expr.span, &function.text, arguments);
                }
                self.arguments(arguments);
            }
            ExprKind::Lambda { .. } => self.lambda(expr, None),
            ExprKind::Property { base, .. } => self.expr(base),
            ExprKind::Index { base, index, .. } => {
                self.expr(base);
                self.expr(index);
            }
            ExprKind::NestedResource { base, name } => {
                self.expr(base);
                let outer = resource_of(self.model, base);
                let child = outer.and_then(|outer| self.model.resources.get(outer)).and_then(|outer| {
                    outer.children.iter().find(|(own, _)| *own == name.text).map(|(_, child)| *child)
                });
                let symbol = child.map_or(Sym::Unknown, Sym::Resource);
                if child.is_none() && !name.is_missing() {
                    self.unknown(name, format!("there is no nested resource `{}` here", name.text));
                }
                self.model.resolved.insert(name.span.start, symbol);
            }
            ExprKind::NonNull(inner) | ExprKind::Parenthesized(inner) => self.expr(inner),
        }
    }

    /// Notes a call whose value is loaded at compile time. In a user function there are no variables to hold it.
    fn load(&mut self, span: Span, function: &str, arguments: &'a [Expr]) {
        if let Some(Treatment::Load(loader)) = treatment(function)
            && !self.in_function
        {
            self.model.loads.push(LoadCall { span, loader, arguments });
        }
    }

    fn arguments(&mut self, arguments: &'a [Expr]) {
        // A lambda over the copies of a module sees modules: `map(all, one => one.outputs.id)`.
        let module = arguments.first().and_then(|first| match &first.kind {
            ExprKind::Variable(name) => match self.look_up(&name.text) {
                Some(Sym::Module(module)) => Some(module),
                _ => None,
            },
            _ => None,
        });
        for argument in arguments {
            match &argument.kind {
                ExprKind::Lambda { .. } => self.lambda(argument, module),
                _ => self.expr(argument),
            }
        }
    }

    fn lambda(&mut self, expr: &'a Expr, module: Option<usize>) {
        let ExprKind::Lambda { parameters, body } = &expr.kind else { return };
        let mut scope = Vec::new();
        for (at, parameter) in parameters.iter().enumerate() {
            scope.push(self.local(parameter, LocalKind::Lambda(module.filter(|_| at == 0))));
        }
        self.scopes.push(scope);
        self.expr(body);
        self.scopes.pop();
    }

    fn look_up(&self, name: &str) -> Option<Sym> {
        let inner = self.scopes.iter().rev().flat_map(|scope| scope.iter().rev());
        let found = inner.filter(|(own, _)| **own == *name).map(|(_, symbol)| *symbol).next();
        found.or_else(|| self.model.names.get(name).copied())
    }

    fn reference(&mut self, name: &Name) {
        if name.is_missing() {
            return;
        }
        let symbol = match self.look_up(&name.text) {
            Some(symbol) => symbol,
            None if matches!(&*name.text, "sys" | "az" | "this") => Sym::Namespace,
            None => {
                self.unknown(name, format!("the name `{}` is not declared", name.text));
                Sym::Unknown
            }
        };
        self.model.resolved.insert(name.span.start, symbol);
    }

    fn unknown(&mut self, name: &Name, message: String) {
        let mut diagnostic = Diagnostic::error("unknown-name", name.span, message);
        // Looking for a name like it takes long where there are many; the first few are what a person reads.
        let few = self.model.diagnostics.len() < MAX_SUGGESTIONS;
        if let Some(near) = few.then(|| nearest(&name.text, self.model.names.keys())).flatten() {
            diagnostic = diagnostic.with_help(format!("did you mean `{near}`?"));
        }
        self.model.diagnostics.push(diagnostic);
    }

    fn ty(&mut self, ty: &'a TypeExpr) {
        match &ty.kind {
            TypeExprKind::Name(name) => {
                if name.is_missing() {
                    return;
                }
                match self.model.names.get(&name.text) {
                    Some(symbol) => {
                        self.model.resolved.insert(name.span.start, *symbol);
                    }
                    None if AMBIENT_TYPES.contains(&&*name.text) => {}
                    None if matches!(&*name.text, "sys" | "az") => {
                        self.model.resolved.insert(name.span.start, Sym::Namespace);
                    }
                    None => {
                        self.model.resolved.insert(name.span.start, Sym::Unknown);
                        self.unknown(name, format!("the type `{}` is not declared", name.text));
                    }
                }
            }
            TypeExprKind::Null
            | TypeExprKind::Bool(_)
            | TypeExprKind::Integer(_)
            | TypeExprKind::String(_)
            | TypeExprKind::Resource(_)
            | TypeExprKind::Error => {}
            TypeExprKind::Unary { operand: inner, .. }
            | TypeExprKind::Array(inner)
            | TypeExprKind::Nullable(inner)
            | TypeExprKind::NonNull(inner)
            | TypeExprKind::Parenthesized(inner)
            | TypeExprKind::Property { base: inner, .. }
            | TypeExprKind::AdditionalProperties(inner)
            | TypeExprKind::Items(inner)
            | TypeExprKind::Index { base: inner, .. } => self.ty(inner),
            TypeExprKind::Object(members) => {
                for member in members {
                    self.decorators(&member.decorators);
                    self.ty(&member.value);
                }
            }
            TypeExprKind::Tuple(items) => {
                for item in items {
                    self.decorators(&item.decorators);
                    self.ty(&item.value);
                }
            }
            TypeExprKind::Union(members) => {
                for member in members {
                    self.ty(member);
                }
            }
            TypeExprKind::Generic { arguments, .. } => {
                for argument in arguments {
                    self.ty(argument);
                }
            }
        }
    }
}

/// The resource that an expression names, if it is a plain name.
fn resource_of(model: &Model<'_>, expr: &Expr) -> Option<usize> {
    let at = |span: Span| match model.symbol_at(span) {
        Some(Sym::Resource(resource)) => Some(resource),
        _ => None,
    };
    match &expr.kind {
        ExprKind::Variable(name) | ExprKind::NestedResource { name, .. } => at(name.span),
        ExprKind::Index { base, .. } | ExprKind::NonNull(base) | ExprKind::Parenthesized(base) => {
            resource_of(model, base)
        }
        _ => None,
    }
}

/// The declared name that differs least, if one is near.
fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n Arc<str>>) -> Option<&'n str> {
    let limit = name.len().div_ceil(3).min(3);
    let mut all: Vec<(usize, &str)> = names.map(|other| (distance(name, other), &**other)).collect();
    all.sort_unstable();
    all.first().filter(|(distance, _)| *distance <= limit).map(|(_, name)| *name)
}

/// How many letters differ, where a swapped pair counts as two.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, from) in left.chars().take(64).enumerate() {
        let mut diagonal = at;
        let mut last = at + 1;
        let mut next = vec![last];
        for (to, above) in right.iter().zip(row.iter().skip(1)) {
            let cost = usize::from(!from.eq_ignore_ascii_case(to));
            last = (diagonal + cost).min(last + 1).min(above + 1);
            diagonal = *above;
            next.push(last);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
