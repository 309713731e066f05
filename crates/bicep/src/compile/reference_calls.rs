//! Resources and modules as expressions: ids, names, `reference()` and the functions of a resource.
//!
//! Which form each takes is the official compiler's:
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/existing-resource> and
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#reference>.

use std::sync::Arc;

use ringfence_arm::{Expr, ExprKind};
use ringfence_source::Span;

use super::convert::{append, append_name, as_call, is_safe_access, unknown};
use super::functions::is_list;
use super::ir::{Env, Ir, IrKind, ModuleRef, ResourceRef};
use super::template::Template;

/// The version in which modules are deployed since version 0.38 of the official compiler.
pub(crate) const DEPLOYMENTS_VERSION: &str = "2025-04-01";
/// The type of a module.
pub(crate) const DEPLOYMENTS: &str = "Microsoft.Resources/deployments";
/// The length of a generated module name that may be the module's own: 64 at most, less the hash and its dash, and in
/// a loop less the index of at most three digits and its dash.
const NAME_PREFIX: (usize, usize) = (64 - 13 - 1, 64 - 13 - 3 - 2);

impl<'t> Template<'t> {
    /// `resource.name` for the names that a resource has.
    pub(super) fn resource_property(&'t self, span: Span, reference: &ResourceRef, name: &str, safe: bool) -> Expr {
        let Some(resource) = self.model.resource(reference.resource) else { return unknown(span, "a resource") };
        let try_get = |base: Expr| Expr::call(span, "tryGet", vec![base, Expr::string(span, name)]);
        if !self.model.is_azure(resource) {
            let base = self.reference(span, reference, false);
            return if safe { try_get(base) } else { append_name(span, base, name) };
        }
        match name {
            "id" => self.guarded(span, reference, safe, self.resource_id(span, reference.resource, &reference.env)),
            "name" => self.guarded(span, reference, safe, self.own_name(span, reference.resource, &reference.env)),
            "type" => Expr::string(span, resource.full_type.clone()),
            "apiVersion" => match &resource.api_version {
                Some(version) => Expr::string(span, version.clone()),
                None => unknown(span, "the version of a resource type"),
            },
            "properties" if !safe => self.reference(span, reference, false),
            _ => {
                let base = self.reference(span, reference, true);
                if safe { try_get(self.guarded(span, reference, true, base)) } else { append_name(span, base, name) }
            }
        }
    }

    /// With `.?`, a resource that is not deployed gives `null`.
    fn guarded(&'t self, span: Span, reference: &ResourceRef, safe: bool, expr: Expr) -> Expr {
        if !safe {
            return expr;
        }
        match self.resource_condition(reference.resource, &reference.env) {
            Some(condition) => {
                Expr::call(span, "if", vec![self.convert(&condition), expr, Expr::call(span, "null", Vec::new())])
            }
            None => expr,
        }
    }

    /// `reference(…)` of a resource; `full` gives what is beside `properties` too.
    pub(super) fn reference(&'t self, span: Span, reference: &ResourceRef, full: bool) -> Expr {
        let Some(resource) = self.model.resource(reference.resource) else { return unknown(span, "a resource") };
        let all = resource.for_loop.is_some() && reference.index.is_none();
        let target = if self.symbolic {
            self.symbolic_reference(span, &self.symbolic_name(reference.resource), reference.index.as_deref())
        } else if all {
            Expr::string(span, self.symbolic_name(reference.resource))
        } else {
            self.resource_id(span, reference.resource, &reference.env)
        };
        let mut args = vec![target];
        let name = if all { "references" } else { "reference" };
        if self.model.is_azure(resource) {
            if !all && (full || !self.symbolic) {
                args.push(match &resource.api_version {
                    Some(version) => Expr::string(span, version.clone()),
                    None => unknown(span, "the version of a resource type"),
                });
            }
            if full {
                args.push(Expr::string(span, "full"));
            }
        }
        Expr::call(span, name, args)
    }

    pub(super) fn resource_call(&'t self, span: Span, reference: &ResourceRef, name: &str, args: &[Ir]) -> Expr {
        let Some(resource) = self.model.resource(reference.resource) else { return unknown(span, "a resource") };
        if !self.model.is_azure(resource) {
            return unknown(span, &format!("the function `{name}` of an extension's resource"));
        }
        if !is_list(name) {
            let message = match name {
                "getSecret" => "a secret may only be passed to a module's parameter".to_owned(),
                name => format!("a resource has no function `{name}`"),
            };
            self.report(ringfence_source::Diagnostic::error("unknown-function", span, message));
            return unknown(span, &format!("the function `{name}` of a resource"));
        }
        let target = if self.symbolic {
            self.symbolic_reference(span, &self.symbolic_name(reference.resource), reference.index.as_deref())
        } else {
            self.resource_id(span, reference.resource, &reference.env)
        };
        let mut all = vec![target];
        match &resource.api_version {
            Some(version) if args.is_empty() => all.push(Expr::string(span, version.clone())),
            None if args.is_empty() => all.push(unknown(span, "the version of a resource type")),
            _ => all.extend(args.iter().map(|arg| self.convert(arg))),
        }
        Expr::call(span, name, all)
    }

    /// `'name'`, or `format('name[{0}]', index)` of one copy.
    pub(super) fn symbolic_reference(&'t self, span: Span, name: &str, index: Option<&Ir>) -> Expr {
        match index {
            None => Expr::string(span, name),
            Some(index) => {
                Expr::call(span, "format", vec![Expr::string(span, format!("{name}[{{0}}]")), self.convert(index)])
            }
        }
    }

    pub(super) fn module_property(
        &'t self,
        span: Span,
        reference: &ModuleRef,
        name: &str,
        safe: bool,
        secure: Option<bool>,
    ) -> Expr {
        let guard = |expr: Expr| {
            let condition = self.model.module(reference.module).and_then(|module| module.node.body.condition.as_ref());
            match condition.filter(|_| safe) {
                Some(condition) => {
                    let condition = self.convert(&self.own().expr(condition, &reference.env));
                    Expr::call(span, "if", vec![condition, expr, Expr::call(span, "null", Vec::new())])
                }
                None => expr,
            }
        };
        match name {
            "name" => guard(self.module_name(span, reference)),
            "outputs" => {
                if secure.unwrap_or_else(|| self.has_secure_output(reference.module, None)) {
                    let target = if self.symbolic {
                        self.symbolic_reference(span, &self.module_symbol(reference.module), reference.index.as_deref())
                    } else {
                        self.module_id(span, reference)
                    };
                    let args = vec![target, Expr::string(span, DEPLOYMENTS_VERSION)];
                    return guard(Expr::call(span, "listOutputsWithSecureValues", args));
                }
                let base = self.module_reference(span, reference);
                if safe {
                    Expr::call(span, "tryGet", vec![guard(base), Expr::string(span, "outputs")])
                } else {
                    append_name(span, base, "outputs")
                }
            }
            name => unknown(span, &format!("the property `{name}` of a module")),
        }
    }

    pub(super) fn module_output(&'t self, span: Span, base: &Ir, name: &str, secure: bool, safe: bool) -> Expr {
        let mut tail = vec![Expr::string(span, name)];
        let base = match &base.kind {
            IrKind::Access(access) if let IrKind::Module(reference) = &access.base.kind => {
                if !secure {
                    tail.push(Expr::string(span, "value"));
                }
                self.module_property(base.span, reference, "outputs", access.safe, Some(secure))
            }
            _ => {
                tail.push(Expr::string(span, "value"));
                self.convert(base)
            }
        };
        let base = as_call(base);
        if safe {
            return tail.into_iter().fold(base, |base, next| Expr::call(span, "tryGet", vec![base, next]));
        }
        if let ExprKind::Call { name, args } = &base.kind {
            if is_safe_access(name) {
                return Expr::call(span, name.clone(), args.iter().cloned().chain(tail).collect());
            }
            let ends_in_null =
                matches!(args.last().map(|last| &last.kind), Some(ExprKind::Call { name, .. }) if &**name == "null");
            if &**name == "if" && ends_in_null {
                return Expr::call(span, "tryGet", std::iter::once(base).chain(tail).collect());
            }
        }
        tail.into_iter().fold(base, |base, next| append(span, base, next))
    }

    /// `reference(…)` of a module.
    pub(super) fn module_reference(&'t self, span: Span, reference: &ModuleRef) -> Expr {
        let looped = self.model.module(reference.module).is_some_and(|module| module.for_loop.is_some());
        let all = looped && reference.index.is_none();
        let name = if all { "references" } else { "reference" };
        let symbol = self.module_symbol(reference.module);
        if self.symbolic {
            return Expr::call(span, name, vec![self.symbolic_reference(span, &symbol, reference.index.as_deref())]);
        }
        if all {
            return Expr::call(span, name, vec![Expr::string(span, symbol)]);
        }
        Expr::call(span, name, vec![self.module_id(span, reference), Expr::string(span, DEPLOYMENTS_VERSION)])
    }

    pub(super) fn module_symbol(&self, module: usize) -> Arc<str> {
        self.model.module(module).map_or_else(|| "".into(), |module| module.node.name.text.clone())
    }

    pub(super) fn module_id(&'t self, span: Span, reference: &ModuleRef) -> Expr {
        let name = self.module_name(span, reference);
        self.scoped_id(span, &self.module_scope(reference.module, &reference.env), DEPLOYMENTS, vec![name])
    }

    pub(super) fn module_name(&'t self, span: Span, reference: &ModuleRef) -> Expr {
        let written = self
            .model
            .module(reference.module)
            .and_then(|module| crate::bind::body_property(&module.node.body, "name"));
        match written {
            Some(name) => self.convert(&self.own().expr(name, &reference.env)),
            None => self.convert(&self.generated_module_name(span, reference.module, reference.index.as_deref())),
        }
    }

    /// The name of a module that has none: its symbol, the index of the copy, and a hash of both with the deployment.
    pub(super) fn generated_module_name(&self, span: Span, module: usize, index: Option<&Ir>) -> Ir {
        let symbol = self.module_symbol(module);
        let looped = self.model.module(module).is_some_and(|module| module.for_loop.is_some());
        let limit = if looped { NAME_PREFIX.1 } else { NAME_PREFIX.0 };
        let prefix: String = symbol.chars().take(limit).collect();
        let deployment = Ir::property(Ir::call(span, "deployment", Vec::new()), "name");
        let hash = Ir::call(span, "uniqueString", vec![Ir::string(span, symbol), deployment]);
        let mut args =
            vec![Ir::string(span, if looped { format!("{prefix}-{{0}}-{{1}}") } else { format!("{prefix}-{{0}}") })];
        if looped {
            args.push(index.cloned().unwrap_or_else(|| Ir::new(span, IrKind::CopyIndex(None))));
        }
        args.push(hash);
        Ir::call(span, "format", args)
    }

    /// The symbolic name of a resource; of one in another one's body, `outer::inner`.
    pub(crate) fn symbolic_name(&self, resource: usize) -> Arc<str> {
        let Some(found) = self.model.resource(resource) else { return "".into() };
        match found.outer {
            Some(outer) => format!("{}::{}", self.symbolic_name(outer), found.node.name.text).into(),
            None => found.node.name.text.clone(),
        }
    }

    /// The loop that makes copies of a resource: its own, or that of a resource in whose body it stands.
    pub(crate) fn loop_of_resource(&self, resource: usize) -> Option<usize> {
        let found = self.model.resource(resource)?;
        found.for_loop.or_else(|| self.loop_of_resource(found.outer?))
    }

    /// The condition of a resource, together with those of the resources in whose bodies it stands.
    pub(crate) fn resource_condition(&'t self, resource: usize, env: &Env) -> Option<Ir> {
        let found = self.model.resource(resource)?;
        let own = found.node.body.condition.as_ref().map(|condition| self.own().expr(condition, env));
        let outer = found.outer.and_then(|outer| self.resource_condition(outer, env));
        match (outer, own) {
            (Some(outer), Some(own)) => Some(Ir::call(own.span, "and", vec![outer, own])),
            (outer, own) => outer.or(own),
        }
    }
}
