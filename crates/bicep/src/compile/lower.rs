//! Tree to [`Ir`]: names become what they stand for.

use std::rc::Rc;
use std::sync::Arc;

use ringfence_source::{Diagnostic, Span};

use super::functions::{Treatment, treatment};
use super::ir::{Access, Env, Ir, IrKind, IrMember, ModuleRef, ResourceRef};
use super::template::Template;
use crate::bind::{LocalKind, LoopOwner, Model, Sym};
use crate::syntax::{
    ArrayItem, BinaryOperator, Expr, ExprKind, Name, Object, ObjectItem, ObjectKey, StringLiteral, UnaryOperator,
};

/// The namespace of user functions in a template.
pub(crate) const USER_FUNCTIONS: &str = "__bicep";

/// Reads the expressions of one file on behalf of a template: the template's own file, or one that it imports from.
#[derive(Clone, Copy)]
pub(crate) struct Lower<'t> {
    pub(crate) template: &'t Template<'t>,
    pub(crate) model: &'t Model<'t>,
}

impl<'t> Lower<'t> {
    /// Reads an expression; `env` says what loop variables stand for where they are not in scope.
    pub(crate) fn expr(&self, expr: &'t Expr, env: &Env) -> Ir {
        let Some(_guard) = self.template.enter(expr.span) else {
            return Ir::unknown(expr.span, "an expression that is too large");
        };
        let span = expr.span;
        match &expr.kind {
            ExprKind::Null => Ir::new(span, IrKind::Null),
            ExprKind::Bool(value) => Ir::new(span, IrKind::Bool(*value)),
            ExprKind::Integer(value) => self.integer(span, i128::from(*value)),
            ExprKind::String(string) => self.string(string, env),
            ExprKind::Object(object) => self.object(object, env),
            ExprKind::Array(items) => self.array(span, items, env),
            ExprKind::For { clause, body } => {
                let list = self.expr(&clause.list, env);
                Ir::new(span, IrKind::For(Rc::new(list), Rc::new(self.expr(body, env))))
            }
            ExprKind::Ternary { condition, then, otherwise } => {
                let parts = [self.expr(condition, env), self.expr(then, env), self.expr(otherwise, env)];
                Ir::new(span, IrKind::If(Rc::new(parts)))
            }
            ExprKind::Binary { operator, left, right, .. } => {
                binary(span, *operator, self.expr(left, env), self.expr(right, env))
            }
            ExprKind::Unary { operator: UnaryOperator::Minus, operand } => match operand.kind {
                ExprKind::Integer(value) => self.integer(span, -i128::from(value)),
                _ => Ir::call(span, "sub", vec![Ir::new(span, IrKind::Int(0)), self.expr(operand, env)]),
            },
            ExprKind::Unary { operator: UnaryOperator::Not, operand } => {
                Ir::call(span, "not", vec![self.expr(operand, env)])
            }
            ExprKind::Variable(name) => self.name(name, span, env),
            ExprKind::NestedResource { name, .. } => self.name(name, span, env),
            ExprKind::Call { function, arguments } => self.call(expr, function, arguments, env),
            ExprKind::InstanceCall { base, function, arguments } => {
                self.instance_call(expr, base, function, arguments, env)
            }
            ExprKind::Lambda { parameters, body } => {
                let names = parameters.iter().map(|name| name.text.clone()).collect();
                Ir::new(span, IrKind::Lambda(names, Rc::new(self.expr(body, env))))
            }
            ExprKind::Property { base, name, safe } => {
                let index = Ir::string(name.span, name.text.clone());
                self.property(span, base, index, *safe, env)
            }
            ExprKind::Index { base, index, safe, from_end } => {
                if let Some(text) = plain_string(index).filter(|_| !from_end) {
                    return self.property(span, base, Ir::string(index.span, text.clone()), *safe, env);
                }
                let chained = self.is_access(base);
                let index = self.expr(index, env);
                let base = self.expr(base, env);
                if let Some(indexed) = self.copy_of(&base, &index, span, env) {
                    return indexed;
                }
                let access = Access { base, index, safe: *safe, from_end: *from_end, chained };
                Ir::new(span, IrKind::Access(Rc::new(access)))
            }
            ExprKind::NonNull(inner) | ExprKind::Parenthesized(inner) => self.expr(inner, env),
            ExprKind::Error => Ir::unknown(span, "an expression that could not be read"),
        }
    }

    fn integer(&self, span: Span, value: i128) -> Ir {
        match i64::try_from(value) {
            Ok(value) => Ir::new(span, IrKind::Int(value)),
            Err(_) => {
                self.template.report(Diagnostic::error(
                    "number-too-large",
                    span,
                    "the number does not fit into 64 bits",
                ));
                Ir::unknown(span, "a number that is too large")
            }
        }
    }

    pub(crate) fn string(&self, string: &'t StringLiteral, env: &Env) -> Ir {
        match string.plain() {
            Some(text) => Ir::string(string.span, text.clone()),
            None => {
                let holes = string.holes.iter().map(|hole| (self.expr(&hole.expression, env), hole.after.clone()));
                Ir::new(string.span, IrKind::Format(string.first.clone(), holes.collect()))
            }
        }
    }

    fn array(&self, span: Span, items: &'t [ArrayItem], env: &Env) -> Ir {
        let spread = items.iter().any(|item| !matches!(item, ArrayItem::Value(_)));
        let mut chunks: Vec<Ir> = Vec::new();
        let mut current: Vec<Ir> = Vec::new();
        for item in items {
            let chunk = match item {
                ArrayItem::Value(value) => {
                    current.push(self.expr(value, env));
                    continue;
                }
                ArrayItem::Spread { value, .. } => self.expr(value, env),
                ArrayItem::Error(span) => Ir::unknown(*span, "array elements that could not be read"),
            };
            if !current.is_empty() {
                chunks.push(Ir::new(span, IrKind::Array(std::mem::take(&mut current).into())));
            }
            chunks.push(chunk);
        }
        if !spread {
            return Ir::new(span, IrKind::Array(current.into()));
        }
        if !current.is_empty() {
            chunks.push(Ir::new(span, IrKind::Array(current.into())));
        }
        Ir::call(span, "flatten", vec![Ir::new(span, IrKind::Array(chunks.into()))])
    }

    pub(crate) fn object(&self, object: &'t Object, env: &Env) -> Ir {
        let span = object.span;
        let mut chunks: Vec<Ir> = Vec::new();
        let mut current: Vec<IrMember> = Vec::new();
        let mut spread = false;
        for item in &object.items {
            let chunk = match item {
                ObjectItem::Property { key, value, .. } => {
                    current.push(self.member(key, value, env));
                    continue;
                }
                ObjectItem::Resource(_) => continue,
                ObjectItem::Spread { value, .. } => self.expr(value, env),
                ObjectItem::Error(span) => Ir::unknown(*span, "properties that could not be read"),
            };
            spread = true;
            if !current.is_empty() {
                chunks.push(Ir::new(span, IrKind::Object(std::mem::take(&mut current).into())));
            }
            chunks.push(chunk);
        }
        if !spread {
            return Ir::new(span, IrKind::Object(current.into()));
        }
        if !current.is_empty() {
            chunks.push(Ir::new(span, IrKind::Object(current.into())));
        }
        Ir::call(span, "shallowMerge", vec![Ir::new(span, IrKind::Array(chunks.into()))])
    }

    /// A property of a body.
    pub(crate) fn property_member(&self, item: &'t ObjectItem, env: &Env) -> Option<IrMember> {
        match item {
            ObjectItem::Property { key, value, .. } => Some(self.member(key, value, env)),
            _ => None,
        }
    }

    fn member(&self, key: &'t ObjectKey, value: &'t Expr, env: &Env) -> IrMember {
        let key = match key {
            ObjectKey::Name(name) => Ir::string(name.span, name.text.clone()),
            ObjectKey::String(string) => self.string(string, env),
        };
        IrMember { key, value: self.expr(value, env) }
    }

    /// `base.name`: an export of an imported file, an output of a module, or a member of any value.
    fn property(&self, span: Span, base: &'t Expr, index: Ir, safe: bool, env: &Env) -> Ir {
        let IrKind::String(name) = &index.kind else { return Ir::unknown(span, "a property") };
        let name = name.clone();
        if let ExprKind::Variable(variable) = &base.kind {
            match self.model.symbol_at(variable.span) {
                Some(Sym::Wildcard(import)) => {
                    return match self.template.closure.wildcard(self.model.file, import, &name) {
                        Some(own) => Ir::call(span, "variables", vec![Ir::string(span, own)]),
                        None => self.missing_export(span, &name),
                    };
                }
                Some(Sym::BaseParams) => {
                    return Ir::call(span, "parameters", vec![Ir::string(span, format!("base.{name}"))]);
                }
                _ => {}
            }
        }
        let chained = self.is_access(base);
        let base = self.expr(base, env);
        if let IrKind::Access(outer) = &base.kind
            && matches!(&outer.index.kind, IrKind::String(outputs) if &**outputs == "outputs")
        {
            let modules = modules_of(&outer.base);
            if !modules.is_empty() {
                let secure = modules.iter().any(|module| self.template.has_secure_output(*module, Some(&name)));
                return Ir::new(span, IrKind::ModuleOutput { base: Rc::new(base), name, secure, safe });
            }
        }
        let access = Access { base, index, safe, from_end: false, chained };
        Ir::new(span, IrKind::Access(Rc::new(access)))
    }

    /// `all[i]` where `all` is a looped resource or module: that copy.
    fn copy_of(&self, base: &Ir, index: &Ir, span: Span, env: &Env) -> Option<Ir> {
        let (for_loop, resource, module) = match &base.kind {
            IrKind::Resource(reference) if reference.index.is_none() => {
                (self.model.resource(reference.resource)?.for_loop?, Some(reference.resource), None)
            }
            IrKind::Module(reference) if reference.index.is_none() => {
                (self.model.module(reference.module)?.for_loop?, None, Some(reference.module))
            }
            _ => return None,
        };
        let env = self.with_loop(env, for_loop, index);
        let index = Some(Rc::new(index.clone()));
        let kind = match (resource, module) {
            (Some(resource), _) => IrKind::Resource(ResourceRef { resource, env, index }),
            (_, Some(module)) => IrKind::Module(ModuleRef { module, env, index }),
            _ => return None,
        };
        Some(Ir::new(span, kind))
    }

    /// The circumstances inside a loop, at a certain round of it.
    pub(crate) fn with_loop(&self, env: &Env, for_loop: usize, index: &Ir) -> Env {
        let Some(found) = self.model.loops.get(for_loop) else { return env.clone() };
        let list = self.expr(&found.clause.list, env);
        let access = Access { base: list, index: index.clone(), safe: false, from_end: false, chained: false };
        let item = Ir::new(index.span, IrKind::Access(Rc::new(access)));
        let env = env.with(found.item, item);
        match found.index {
            Some(local) => env.with(local, index.clone()),
            None => env,
        }
    }

    fn is_access(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Property { .. } | ExprKind::Index { .. } => true,
            ExprKind::NonNull(inner) => self.is_access(inner),
            ExprKind::Call { function, arguments } if &*function.text == "any" => {
                arguments.first().is_some_and(|inner| self.is_access(inner))
            }
            _ => false,
        }
    }

    fn name(&self, name: &'t Name, span: Span, env: &Env) -> Ir {
        match self.model.symbol_at(name.span) {
            Some(Sym::Param(_) | Sym::ParamValue(_)) => {
                Ir::call(span, "parameters", vec![Ir::string(span, name.text.clone())])
            }
            Some(Sym::Var(index)) => self.variable(index, span, env),
            Some(Sym::Resource(resource)) => {
                Ir::new(span, IrKind::Resource(ResourceRef { resource, env: env.clone(), index: None }))
            }
            Some(Sym::Module(module)) => {
                Ir::new(span, IrKind::Module(ModuleRef { module, env: env.clone(), index: None }))
            }
            Some(Sym::Local(local)) => self.local(local, span, env),
            Some(Sym::Imported(index)) => match self.template.closure.imported(self.model.file, index) {
                Some(own) => Ir::call(span, "variables", vec![Ir::string(span, own)]),
                None => self.missing_export(span, &name.text),
            },
            Some(Sym::Extension(_)) => Ir::call(span, "extensions", vec![Ir::string(span, name.text.clone())]),
            Some(Sym::Unknown) | None => Ir::unknown(span, format!("`{}`, which is not declared", name.text)),
            Some(Sym::Type(_) | Sym::Func(_) | Sym::Wildcard(_) | Sym::Namespace | Sym::BaseParams) => {
                let message = format!("`{}` is not a value", name.text);
                self.template.report(Diagnostic::error("not-a-value", span, message));
                Ir::unknown(span, format!("`{}`, which is not a value", name.text))
            }
        }
    }

    fn missing_export(&self, span: Span, name: &str) -> Ir {
        Ir::unknown(span, format!("the import `{name}`"))
    }

    fn variable(&self, index: usize, span: Span, env: &Env) -> Ir {
        let Some(variable) = self.model.var(index) else { return Ir::unknown(span, "a variable") };
        let name = &variable.node.name.text;
        if !self.is_own() {
            return match self.template.closure.name(self.model.file, name) {
                Some(own) => Ir::call(span, "variables", vec![Ir::string(span, own)]),
                None => Ir::unknown(span, format!("the imported variable `{name}`")),
            };
        }
        if self.template.inlining.is_cyclic(index) {
            return Ir::unknown(span, format!("`{name}`, which is defined by itself"));
        }
        if self.template.inlining.is_inlined(index) {
            return self.expr(&variable.node.value, env);
        }
        Ir::call(span, "variables", vec![Ir::string(span, name.clone())])
    }

    /// Whether this is the template's own file.
    fn is_own(&self) -> bool {
        self.model.file == self.template.model.file
    }

    fn local(&self, local: usize, span: Span, env: &Env) -> Ir {
        if let Some(replacement) = env.get(local) {
            return replacement.clone();
        }
        let Some(found) = self.model.locals.get(local) else { return Ir::unknown(span, "a local name") };
        match found.kind {
            LocalKind::Lambda(module) => Ir::new(span, IrKind::LambdaVariable(found.name.clone(), module)),
            LocalKind::Parameter => Ir::call(span, "parameters", vec![Ir::string(span, found.name.clone())]),
            LocalKind::Index(for_loop) => self.copy_index(for_loop, span),
            LocalKind::Item(for_loop) => {
                let Some(found) = self.model.loops.get(for_loop) else { return Ir::unknown(span, "a loop variable") };
                let base = self.expr(&found.clause.list, env);
                let index = self.copy_index(for_loop, span);
                let access = Access { base, index, safe: false, from_end: false, chained: false };
                Ir::new(span, IrKind::Access(Rc::new(access)))
            }
        }
    }

    fn copy_index(&self, for_loop: usize, span: Span) -> Ir {
        let name = match self.model.loops.get(for_loop).map(|found| &found.owner) {
            Some(LoopOwner::Unnamed) => None,
            Some(LoopOwner::Named(name)) => Some(name.clone()),
            Some(LoopOwner::Var(variable)) => {
                let name = self.model.var(*variable).map(|variable| &variable.node.name.text);
                match name {
                    Some(name) if self.is_own() => Some(name.clone()),
                    Some(name) => self.template.closure.name(self.model.file, name),
                    None => None,
                }
            }
            Some(LoopOwner::Misplaced) | None => return Ir::unknown(span, "the index of a misplaced loop"),
        };
        Ir::new(span, IrKind::CopyIndex(name))
    }

    fn arguments(&self, arguments: &'t [Expr], env: &Env) -> Vec<Ir> {
        arguments.iter().map(|argument| self.expr(argument, env)).collect()
    }

    fn call(&self, expr: &'t Expr, function: &'t Name, arguments: &'t [Expr], env: &Env) -> Ir {
        let user = match self.model.symbol_at(function.span) {
            Some(Sym::Func(_)) if self.is_own() => Some(function.text.clone()),
            Some(Sym::Func(_)) => self.template.closure.name(self.model.file, &function.text),
            Some(Sym::Imported(index)) => self.template.closure.imported(self.model.file, index),
            _ => return self.built_in(expr, function, arguments, env),
        };
        match user {
            Some(name) => Ir::call(expr.span, user_function(&name), self.arguments(arguments, env)),
            None => self.missing_export(expr.span, &function.text),
        }
    }

    fn instance_call(
        &self,
        expr: &'t Expr,
        base: &'t Expr,
        function: &'t Name,
        arguments: &'t [Expr],
        env: &Env,
    ) -> Ir {
        if let ExprKind::Variable(name) = &base.kind {
            match self.model.symbol_at(name.span) {
                Some(Sym::Namespace) => return self.built_in(expr, function, arguments, env),
                Some(Sym::Wildcard(import)) => {
                    let own = self.template.closure.wildcard(self.model.file, import, &function.text);
                    return match own {
                        Some(own) => Ir::call(expr.span, user_function(&own), self.arguments(arguments, env)),
                        None => self.missing_export(expr.span, &function.text),
                    };
                }
                _ => {}
            }
        }
        match self.expr(base, env).kind {
            IrKind::Resource(reference) => {
                let args = self.arguments(arguments, env);
                Ir::new(expr.span, IrKind::ResourceCall(reference, function.text.clone(), args.into()))
            }
            IrKind::Unknown(what) => Ir::new(expr.span, IrKind::Unknown(what)),
            _ => {
                let message = format!("there is no function `{}` of this value", function.text);
                self.template.report(Diagnostic::error("unknown-function", function.span, message));
                Ir::unknown(expr.span, format!("the function `{}`", function.text))
            }
        }
    }

    fn built_in(&self, expr: &'t Expr, function: &'t Name, arguments: &'t [Expr], env: &Env) -> Ir {
        if let Some(variable) = self.model.loaded.get(&expr.span.start).copied().flatten() {
            let own: Arc<str> = format!("$fxv#{variable}").into();
            let name = if self.is_own() { Some(own) } else { self.template.closure.name(self.model.file, &own) };
            return match name {
                Some(name) => Ir::call(expr.span, "variables", vec![Ir::string(expr.span, name)]),
                None => Ir::unknown(expr.span, format!("the content that `{}` loads", function.text)),
            };
        }
        match treatment(&function.text) {
            // A scope other than the deployment's own has nothing that could be read from it.
            Some(Treatment::Same)
                if matches!(&*function.text, "subscription" | "resourceGroup" | "managementGroup")
                    && !arguments.is_empty() =>
            {
                Ir::new(expr.span, IrKind::Object(Rc::new([])))
            }
            Some(Treatment::Same | Treatment::Inline) => {
                Ir::call(expr.span, function.text.clone(), self.arguments(arguments, env))
            }
            Some(Treatment::Load(loader)) => self.load(expr.span, loader, arguments, env),
            Some(Treatment::Any) => match arguments {
                [inner] => self.expr(inner, env),
                _ => Ir::unknown(expr.span, "`any` without its argument"),
            },
            Some(Treatment::NameOf) => match arguments.first().and_then(last_name) {
                Some(name) => Ir::string(expr.span, name),
                None => Ir::unknown(expr.span, "`nameof` of something without a name"),
            },
            None => {
                let message = format!("there is no function `{}`", function.text);
                let diagnostic = Diagnostic::error("unknown-function", function.span, message);
                self.template.report(diagnostic.with_help("function names are case-sensitive"));
                Ir::unknown(expr.span, format!("the function `{}`", function.text))
            }
        }
    }
}

/// The modules that a value may be; none if it may be anything else.
fn modules_of(ir: &Ir) -> Vec<usize> {
    match &ir.kind {
        IrKind::Module(reference) => vec![reference.module],
        IrKind::LambdaVariable(_, module) => module.iter().copied().collect(),
        IrKind::If(parts) => {
            let [_, then, otherwise] = &**parts;
            let (mut then, otherwise) = (modules_of(then), modules_of(otherwise));
            if then.is_empty() || otherwise.is_empty() {
                return Vec::new();
            }
            then.extend(otherwise);
            then
        }
        _ => Vec::new(),
    }
}

/// The name under which a template calls a user function.
pub(crate) fn user_function(name: &str) -> Arc<str> {
    if name.contains('.') { name.into() } else { format!("{USER_FUNCTIONS}.{name}").into() }
}

/// The text of an expression that is a plain string.
pub(crate) fn plain_string(expr: &Expr) -> Option<&Arc<str>> {
    match &expr.kind {
        ExprKind::String(string) => string.plain(),
        ExprKind::Parenthesized(inner) => plain_string(inner),
        _ => None,
    }
}

fn last_name(expr: &Expr) -> Option<Arc<str>> {
    match &expr.kind {
        ExprKind::Variable(name) | ExprKind::Property { name, .. } | ExprKind::NestedResource { name, .. } => {
            Some(name.text.clone())
        }
        ExprKind::Index { index, .. } => plain_string(index).cloned(),
        ExprKind::NonNull(inner) | ExprKind::Parenthesized(inner) => last_name(inner),
        _ => None,
    }
}

fn binary(span: Span, operator: BinaryOperator, left: Ir, right: Ir) -> Ir {
    let call = |name: &str, left, right| Ir::call(span, name, vec![left, right]);
    let lower = |value| Ir::call(span, "toLower", vec![value]);
    let not = |value| Ir::call(span, "not", vec![value]);
    match operator {
        BinaryOperator::Or => call("or", left, right),
        BinaryOperator::And => call("and", left, right),
        BinaryOperator::Equals => call("equals", left, right),
        BinaryOperator::NotEquals => not(call("equals", left, right)),
        BinaryOperator::EqualsInsensitive => call("equals", lower(left), lower(right)),
        BinaryOperator::NotEqualsInsensitive => not(call("equals", lower(left), lower(right))),
        BinaryOperator::Less => call("less", left, right),
        BinaryOperator::LessOrEqual => call("lessOrEquals", left, right),
        BinaryOperator::Greater => call("greater", left, right),
        BinaryOperator::GreaterOrEqual => call("greaterOrEquals", left, right),
        BinaryOperator::Add => call("add", left, right),
        BinaryOperator::Subtract => call("sub", left, right),
        BinaryOperator::Multiply => call("mul", left, right),
        BinaryOperator::Divide => call("div", left, right),
        BinaryOperator::Modulo => call("mod", left, right),
        BinaryOperator::Coalesce => call("coalesce", left, right),
    }
}
