//! Which variables are written out where they are used.
//!
//! The values of `variables` are worked out before anything is deployed, so that a variable that holds what is only
//! known at run time (`reference`, `listKeys`, the properties of a resource, the outputs of a module) cannot stay
//! there. The same goes for existing resources whose names are such values.

use ringfence_source::Diagnostic;

use super::functions::{Treatment, treatment};
use super::lower::plain_string;
use crate::bind::{Model, Sym};
use crate::syntax::{ArrayItem, Expr, ExprKind, Object, ObjectItem, ObjectKey, StatementKind};

/// The decisions.
#[derive(Debug, Default)]
pub(crate) struct Inlining {
    vars: Vec<Decision>,
    resources: Vec<Decision>,
    cyclic: Vec<bool>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Decision {
    #[default]
    Open,
    Keep,
    /// Kept on account of something that is known before the deployment; what follows may not overrule it lightly.
    Skip,
    Inline,
}

impl Inlining {
    /// Decides for all variables and existing resources of a file.
    pub(crate) fn decide(model: &Model<'_>, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut cyclic = vec![false; model.vars.len()];
        find_cycles(model, &mut cyclic, diagnostics);
        let decisions = Self {
            vars: vec![Decision::Open; model.vars.len()],
            resources: vec![Decision::Open; model.resources.len()],
            cyclic,
        };
        let mut visitor = Visitor { model, decisions, current: None, depth: 0 };
        for index in 0..model.vars.len() {
            visitor.var(index);
        }
        for index in 0..model.resources.len() {
            visitor.resource(index);
        }
        visitor.decisions
    }

    pub(crate) fn is_inlined(&self, var: usize) -> bool {
        self.vars.get(var) == Some(&Decision::Inline)
    }

    pub(crate) fn is_cyclic(&self, var: usize) -> bool {
        self.cyclic.get(var).copied().unwrap_or(false)
    }

    /// Whether an existing resource cannot be declared in the template.
    pub(crate) fn is_resource_inlined(&self, resource: usize) -> bool {
        self.resources.get(resource) == Some(&Decision::Inline)
    }
}

#[derive(Clone, Copy)]
enum Declaration {
    Var(usize),
    Resource(usize),
}

struct Visitor<'m, 'a> {
    model: &'m Model<'a>,
    decisions: Inlining,
    current: Option<Declaration>,
    depth: u32,
}

/// How far variables may lead to variables.
const MAX_DEPTH: u32 = 100;

impl Visitor<'_, '_> {
    fn get(&self, declaration: Declaration) -> Decision {
        match declaration {
            Declaration::Var(index) => self.decisions.vars.get(index),
            Declaration::Resource(index) => self.decisions.resources.get(index),
        }
        .copied()
        .unwrap_or_default()
    }

    fn set(&mut self, declaration: Declaration, decision: Decision) {
        let slot = match declaration {
            Declaration::Var(index) => self.decisions.vars.get_mut(index),
            Declaration::Resource(index) => self.decisions.resources.get_mut(index),
        };
        if let Some(slot) = slot {
            *slot = decision;
        }
    }

    fn set_current(&mut self, inline: bool) {
        if let Some(current) = self.current {
            self.set(current, if inline { Decision::Inline } else { Decision::Keep });
        }
    }

    fn is_decided(&self) -> bool {
        self.current.is_none_or(|current| self.get(current) == Decision::Inline)
    }

    fn var(&mut self, index: usize) {
        let declaration = Declaration::Var(index);
        if self.get(declaration) != Decision::Open || self.decisions.is_cyclic(index) {
            return;
        }
        let Some(variable) = self.model.var(index) else { return };
        self.within(declaration, |visitor| visitor.expr(&variable.node.value));
    }

    fn within(&mut self, declaration: Declaration, visit: impl FnOnce(&mut Self)) {
        let before = self.current.replace(declaration);
        self.set(declaration, Decision::Keep);
        self.depth += 1;
        if self.depth < MAX_DEPTH {
            visit(self);
        }
        self.depth -= 1;
        self.current = before;
    }

    fn resource(&mut self, index: usize) {
        let declaration = Declaration::Resource(index);
        if self.get(declaration) != Decision::Open {
            return;
        }
        let Some(resource) = self.model.resource(index) else { return };
        if !resource.is_existing() || !self.model.is_azure(resource) {
            self.set(declaration, Decision::Skip);
            return;
        }
        self.set(declaration, Decision::Keep);
        let above = resource.parent.map(|parent| parent.resource);
        let scope = resource.property("scope").and_then(|scope| symbol_of(self.model, scope));
        let scope = match scope {
            Some(Sym::Resource(scope)) => Some(scope),
            _ => None,
        };
        for other in [above, scope].into_iter().flatten() {
            self.resource(other);
            if self.decisions.is_resource_inlined(other) {
                self.set(declaration, Decision::Inline);
                return;
            }
        }
        let Some(object) = &resource.node.body.object else { return };
        self.within(declaration, |visitor| {
            for item in &object.items {
                if let ObjectItem::Property { key, value, .. } = item
                    && !key.plain().is_some_and(|key| matches!(&**key, "dependsOn" | "parent" | "scope"))
                {
                    visitor.expr(value);
                }
            }
        });
    }

    fn object(&mut self, object: &Object) {
        for item in &object.items {
            match item {
                ObjectItem::Property { key, value, .. } => {
                    if let ObjectKey::String(string) = key {
                        for hole in &string.holes {
                            self.expr(&hole.expression);
                        }
                    }
                    self.expr(value);
                }
                ObjectItem::Spread { value, .. } => self.expr(value),
                ObjectItem::Resource(_) | ObjectItem::Error(_) => {}
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Variable(name) | ExprKind::NestedResource { name, .. } => {
                if self.is_decided() {
                    return;
                }
                match self.model.symbol_at(name.span) {
                    Some(Sym::Var(index)) => {
                        self.var(index);
                        self.set_current(self.decisions.is_inlined(index));
                    }
                    Some(Sym::Resource(_) | Sym::Module(_))
                        if self.current.is_some_and(|current| self.get(current) != Decision::Skip) =>
                    {
                        self.set_current(true);
                    }
                    _ => {}
                }
            }
            ExprKind::Property { base, name, .. } => self.property(base, &name.text),
            ExprKind::Index { base, index, .. } => {
                if let Some(name) = plain_string(index) {
                    self.property(base, name);
                } else {
                    self.expr(base);
                    self.expr(index);
                }
            }
            ExprKind::Call { function, arguments } => self.call(&function.text, None, arguments),
            ExprKind::InstanceCall { base, function, arguments } => self.call(&function.text, Some(base), arguments),
            _ => for_each_part(expr, &mut |part| match part {
                Part::Expr(expr) => self.expr(expr),
                Part::Object(object) => self.object(object),
            }),
        }
    }

    fn call(&mut self, function: &str, base: Option<&Expr>, arguments: &[Expr]) {
        if !self.is_decided() && treatment(function) == Some(Treatment::Inline) {
            self.set_current(true);
        }
        // `nameof` looks at a name, not at a value.
        if treatment(function) == Some(Treatment::NameOf) {
            return;
        }
        if let Some(base) = base {
            self.expr(base);
        }
        for argument in arguments {
            self.expr(argument);
        }
    }

    fn property(&mut self, base: &Expr, name: &str) {
        if self.is_decided() {
            return;
        }
        let symbol = symbol_of(self.model, base);
        let skip = match symbol {
            Some(Sym::Resource(index)) => match name {
                "id" | "name" => {
                    self.resource(index);
                    !self.decisions.is_resource_inlined(index)
                }
                "type" | "apiVersion" => true,
                _ => false,
            },
            Some(Sym::Module(_)) => name != "outputs",
            _ => return self.expr(base),
        };
        if let Some(current) = self.current {
            self.set(current, if skip { Decision::Skip } else { Decision::Inline });
        }
    }
}

/// What the base of an access names: `x`, `x!`, `x[i]`.
pub(crate) fn symbol_of(model: &Model<'_>, expr: &Expr) -> Option<Sym> {
    match &expr.kind {
        ExprKind::Variable(name) | ExprKind::NestedResource { name, .. } => model.symbol_at(name.span),
        ExprKind::NonNull(inner) | ExprKind::Index { base: inner, .. } | ExprKind::Parenthesized(inner) => {
            symbol_of(model, inner)
        }
        _ => None,
    }
}

/// A direct part of an expression.
pub(crate) enum Part<'e> {
    Expr(&'e Expr),
    Object(&'e Object),
}

/// Calls `visit` with each direct part of an expression.
pub(crate) fn for_each_part<'e>(expr: &'e Expr, visit: &mut dyn FnMut(Part<'e>)) {
    match &expr.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Integer(_) | ExprKind::Variable(_) | ExprKind::Error => {}
        ExprKind::String(string) => {
            for hole in &string.holes {
                visit(Part::Expr(&hole.expression));
            }
        }
        ExprKind::Object(object) => visit(Part::Object(object)),
        ExprKind::Array(items) => {
            for item in items {
                match item {
                    ArrayItem::Value(value) | ArrayItem::Spread { value, .. } => visit(Part::Expr(value)),
                    ArrayItem::Error(_) => {}
                }
            }
        }
        ExprKind::For { clause, body } => {
            visit(Part::Expr(&clause.list));
            visit(Part::Expr(body));
        }
        ExprKind::Ternary { condition, then, otherwise } => {
            visit(Part::Expr(condition));
            visit(Part::Expr(then));
            visit(Part::Expr(otherwise));
        }
        ExprKind::Binary { left, right, .. } => {
            visit(Part::Expr(left));
            visit(Part::Expr(right));
        }
        ExprKind::Call { arguments, .. } => arguments.iter().for_each(|argument| visit(Part::Expr(argument))),
        ExprKind::InstanceCall { base, arguments, .. } => {
            visit(Part::Expr(base));
            arguments.iter().for_each(|argument| visit(Part::Expr(argument)));
        }
        ExprKind::Lambda { body: inner, .. }
        | ExprKind::Unary { operand: inner, .. }
        | ExprKind::Property { base: inner, .. }
        | ExprKind::NestedResource { base: inner, .. }
        | ExprKind::NonNull(inner)
        | ExprKind::Parenthesized(inner) => visit(Part::Expr(inner)),
        ExprKind::Index { base, index, .. } => {
            visit(Part::Expr(base));
            visit(Part::Expr(index));
        }
    }
}

/// Calls `visit` with an expression and everything in it, outermost first.
pub(crate) fn for_each_inside<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e Expr)) {
    visit(expr);
    for_each_part(expr, &mut |part| match part {
        Part::Expr(inner) => for_each_inside(inner, visit),
        Part::Object(object) => for_each_inside_object(object, visit),
    });
}

/// Likewise for an object; resources in it are left out.
pub(crate) fn for_each_inside_object<'e>(object: &'e Object, visit: &mut dyn FnMut(&'e Expr)) {
    for item in &object.items {
        match item {
            ObjectItem::Property { key, value, .. } => {
                if let ObjectKey::String(string) = key {
                    for hole in &string.holes {
                        for_each_inside(&hole.expression, visit);
                    }
                }
                for_each_inside(value, visit);
            }
            ObjectItem::Spread { value, .. } => for_each_inside(value, visit),
            ObjectItem::Resource(_) | ObjectItem::Error(_) => {}
        }
    }
}

/// Marks variables that lead back to themselves.
fn find_cycles(model: &Model<'_>, cyclic: &mut [bool], diagnostics: &mut Vec<Diagnostic>) {
    let uses: Vec<Vec<usize>> = model
        .vars
        .iter()
        .map(|variable| {
            let mut uses = Vec::new();
            for_each_inside(&variable.node.value, &mut |expr| {
                if let ExprKind::Variable(name) = &expr.kind
                    && let Some(Sym::Var(index)) = model.symbol_at(name.span)
                {
                    uses.push(index);
                }
            });
            uses
        })
        .collect();
    // What is left once variables that use only finished ones are taken away, again and again, is cyclic or uses a
    // cycle; either way it has no value.
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); uses.len()];
    let mut waiting: Vec<usize> = uses.iter().map(Vec::len).collect();
    for (at, used) in uses.iter().enumerate() {
        for other in used {
            if let Some(users) = users.get_mut(*other) {
                users.push(at);
            }
        }
    }
    let mut finished = vec![false; uses.len()];
    let mut ready: Vec<usize> = (0..uses.len()).filter(|at| waiting.get(*at) == Some(&0)).collect();
    while let Some(at) = ready.pop() {
        if let Some(slot) = finished.get_mut(at) {
            *slot = true;
        }
        for user in users.get(at).into_iter().flatten() {
            let Some(count) = waiting.get_mut(*user) else { continue };
            *count -= 1;
            if *count == 0 {
                ready.push(*user);
            }
        }
    }
    for (at, slot) in cyclic.iter_mut().enumerate() {
        if finished.get(at).copied().unwrap_or(true) {
            continue;
        }
        *slot = true;
        if let Some(variable) = model.vars.get(at)
            && let StatementKind::Var(_) = variable.statement.kind
        {
            let message = format!("the variable `{}` is defined by itself", variable.node.name.text);
            diagnostics.push(Diagnostic::error("cycle", variable.node.name.span, message));
        }
    }
}
