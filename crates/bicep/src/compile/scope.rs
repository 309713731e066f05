//! Scopes: where a resource or module is deployed, and the ids and names that follow from it.
//!
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/deploy-to-resource-group> and its siblings for the
//! other scopes; <https://learn.microsoft.com/azure/azure-resource-manager/bicep/scope-extension-resources>.

use ringfence_arm::Expr;
use ringfence_source::{Diagnostic, Span};

use super::convert::{append, append_name, unknown};
use super::ir::{Env, Ir, IrKind, ResourceRef};
use super::lower::plain_string;
use super::template::Template;
use crate::bind::{Model, Sym};
use crate::syntax::{ArrayItem, Expr as Tree, ExprKind};

/// The level at which a file is deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Tenant,
    ManagementGroup,
    Subscription,
    ResourceGroup,
}

impl Level {
    /// What `targetScope` says; a resource group if it says nothing.
    pub(crate) fn of(model: &Model<'_>) -> Option<Self> {
        let level = |expr: &Tree| match plain_string(expr).map(|text| &**text) {
            Some("tenant") => Some(Self::Tenant),
            Some("managementGroup") => Some(Self::ManagementGroup),
            Some("subscription") => Some(Self::Subscription),
            Some("resourceGroup") => Some(Self::ResourceGroup),
            _ => None,
        };
        match model.target_scope.map(|expr| (expr, &expr.kind)) {
            None => Some(Self::ResourceGroup),
            // Of several, the schema is that of the widest.
            Some((_, ExprKind::Array(items))) => items
                .iter()
                .filter_map(|item| match item {
                    ArrayItem::Value(value) => level(value),
                    _ => None,
                })
                .min(),
            Some((expr, _)) => level(expr),
        }
    }

    /// The schema of a template at this level.
    pub(crate) fn schema(self) -> &'static str {
        match self {
            Self::Tenant => "https://schema.management.azure.com/schemas/2019-08-01/tenantDeploymentTemplate.json#",
            Self::ManagementGroup => {
                "https://schema.management.azure.com/schemas/2019-08-01/managementGroupDeploymentTemplate.json#"
            }
            Self::Subscription => {
                "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#"
            }
            Self::ResourceGroup => "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        }
    }
}

/// Where something is deployed.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    Tenant,
    ManagementGroup(Option<Ir>),
    Subscription(Option<Ir>),
    ResourceGroup {
        subscription: Option<Ir>,
        group: Option<Ir>,
    },
    /// On another resource.
    Resource(ResourceRef),
    /// It could not be told at compile time.
    Unknown(Span),
}

impl<'t> Template<'t> {
    fn default_place(&self) -> Place {
        match self.level {
            Level::Tenant => Place::Tenant,
            Level::ManagementGroup => Place::ManagementGroup(None),
            Level::Subscription => Place::Subscription(None),
            Level::ResourceGroup => Place::ResourceGroup { subscription: None, group: None },
        }
    }

    /// The resource and its ancestors, the oldest first, each in the circumstances in which its name is to be read.
    ///
    /// With `parent: all[f(i)]`, the name of the parent is that of its copy number `f(i)`.
    pub(crate) fn line(&'t self, resource: usize, env: &Env) -> Vec<(usize, Env)> {
        let mut line = vec![(resource, env.clone())];
        let (mut current, mut env) = (resource, env.clone());
        while let Some(parent) = self.model.resource(current).and_then(|resource| resource.parent) {
            if let Some(index) = parent.index
                && let Some(for_loop) = self.model.resource(parent.resource).and_then(|parent| parent.for_loop)
            {
                let index = self.own().expr(index, &env);
                env = self.own().with_loop(&env, for_loop, &index);
            }
            current = parent.resource;
            line.push((current, env.clone()));
        }
        line.reverse();
        line
    }

    /// The name that a resource is given in its own body.
    pub(crate) fn own_name(&'t self, span: Span, resource: usize, env: &Env) -> Expr {
        match self.model.resource(resource).and_then(|resource| resource.property("name")) {
            Some(name) => self.convert(&self.own().expr(name, env)),
            None => unknown(span, "the name of a resource"),
        }
    }

    /// The names of a resource and its ancestors, one for each part of its type.
    fn name_segments(&'t self, span: Span, resource: usize, env: &Env) -> Vec<Expr> {
        let line = self.line(resource, env);
        let parts =
            self.model.resource(resource).map_or(0, |found| found.full_type.split('/').count().saturating_sub(1));
        let mut segments = Vec::new();
        // A name with slashes stands for several parts of the type; only the first in the line can.
        let of_first = parts.saturating_sub(line.len() - 1);
        for (at, (member, env)) in line.iter().enumerate() {
            let name = self.own_name(span, *member, env);
            if at > 0 || of_first <= 1 {
                segments.push(name);
                continue;
            }
            for part in 0..of_first {
                let split = Expr::call(span, "split", vec![name.clone(), Expr::string(span, "/")]);
                let index = Expr { span, kind: ringfence_arm::ExprKind::Int(part as i64) };
                segments.push(append(span, split, index));
            }
        }
        segments
    }

    /// The whole name of a resource, `outer/inner`.
    pub(crate) fn full_name(&'t self, span: Span, resource: usize, env: &Env) -> Expr {
        if self.model.resource(resource).is_none_or(|resource| resource.parent.is_none()) {
            return self.own_name(span, resource, env);
        }
        let segments = self.name_segments(span, resource, env);
        let format: Vec<String> = (0..segments.len()).map(|at| format!("{{{at}}}")).collect();
        let mut args = vec![Expr::string(span, format.join("/"))];
        args.extend(segments);
        Expr::call(span, "format", args)
    }

    /// The id of a resource.
    pub(crate) fn resource_id(&'t self, span: Span, resource: usize, env: &Env) -> Expr {
        let Some(_guard) = self.enter(span) else { return unknown(span, "an id that is defined by itself") };
        let names = self.name_segments(span, resource, env);
        let full_type = self.model.resource(resource).map_or_else(|| "".into(), |resource| resource.full_type.clone());
        self.scoped_id(span, &self.resource_place(resource, env), &full_type, names)
    }

    /// The id of something of this type and these names in a place.
    ///
    /// `resourceId` means different things at different levels, so that only the plainest case uses it.
    pub(crate) fn scoped_id(&'t self, span: Span, place: &Place, full_type: &str, names: Vec<Expr>) -> Expr {
        let with = |before: Vec<Expr>| {
            let mut args = before;
            args.push(Expr::string(span, full_type));
            args.extend(names);
            args
        };
        match place {
            Place::Tenant => Expr::call(span, "tenantResourceId", with(Vec::new())),
            Place::Subscription(subscription) => {
                let before = subscription.iter().map(|id| self.convert(id)).collect();
                Expr::call(span, "subscriptionResourceId", with(before))
            }
            Place::ResourceGroup { subscription: None, group: None } => {
                Expr::call(span, "resourceId", with(Vec::new()))
            }
            Place::ResourceGroup { subscription, group } => {
                let subscription = match subscription {
                    Some(id) => self.convert(id),
                    None => append_name(span, Expr::call(span, "subscription", Vec::new()), "subscriptionId"),
                };
                let group = match group {
                    Some(name) => self.convert(name),
                    None => unknown(span, "the resource group of a scope"),
                };
                let format = Expr::string(span, "/subscriptions/{0}/resourceGroups/{1}");
                let scope = Expr::call(span, "format", vec![format, subscription, group]);
                Expr::call(span, "extensionResourceId", with(vec![scope]))
            }
            Place::ManagementGroup(name) => {
                let scope = match name {
                    Some(name) => self.management_group_id(span, name, true),
                    None => append_name(span, Expr::call(span, "managementGroup", Vec::new()), "id"),
                };
                Expr::call(span, "extensionResourceId", with(vec![scope]))
            }
            Place::Resource(reference) => {
                let scope = self.resource_id(span, reference.resource, &reference.env);
                Expr::call(span, "extensionResourceId", with(vec![scope]))
            }
            Place::Unknown(place) => Expr::call(span, "extensionResourceId", with(vec![unknown(*place, "a scope")])),
        }
    }

    fn management_group_id(&'t self, span: Span, name: &Ir, full: bool) -> Expr {
        let name = self.convert(name);
        if full {
            let full_type = Expr::string(span, "Microsoft.Management/managementGroups");
            Expr::call(span, "tenantResourceId", vec![full_type, name])
        } else {
            let format = Expr::string(span, "Microsoft.Management/managementGroups/{0}");
            Expr::call(span, "format", vec![format, name])
        }
    }

    /// Where a resource is deployed: the oldest of its line says.
    pub(crate) fn resource_place(&'t self, resource: usize, env: &Env) -> Place {
        let line = self.line(resource, env);
        let Some((oldest, env)) = line.first() else { return self.default_place() };
        match self.model.resource(*oldest).and_then(|resource| resource.property("scope")) {
            Some(scope) => self.place_of(scope, env),
            None => self.default_place(),
        }
    }

    /// Where a module is deployed.
    pub(crate) fn module_scope(&'t self, module: usize, env: &Env) -> Place {
        let body = self.model.module(module).map(|module| &module.node.body);
        match body.and_then(|body| crate::bind::body_property(body, "scope")) {
            Some(scope) => self.place_of(scope, env),
            None => self.default_place(),
        }
    }

    fn place_of(&'t self, scope: &'t Tree, env: &Env) -> Place {
        let Some(_guard) = self.enter(scope.span) else { return Place::Unknown(scope.span) };
        let read = |expr: &'t Tree| self.own().expr(expr, env);
        let call = match &scope.kind {
            ExprKind::Call { function, arguments } => Some((function, arguments)),
            ExprKind::InstanceCall { base, function, arguments } => match &base.kind {
                ExprKind::Variable(name) if self.model.symbol_at(name.span) == Some(Sym::Namespace) => {
                    Some((function, arguments))
                }
                _ => None,
            },
            ExprKind::NonNull(inner) | ExprKind::Parenthesized(inner) => return self.place_of(inner, env),
            _ => None,
        };
        if let Some((function, arguments)) = call {
            match (&*function.text, arguments.as_slice()) {
                ("tenant", []) => return Place::Tenant,
                ("managementGroup", []) => return Place::ManagementGroup(None),
                ("managementGroup", [name]) => return Place::ManagementGroup(Some(read(name))),
                ("subscription", []) => return Place::Subscription(None),
                ("subscription", [id]) => return Place::Subscription(Some(read(id))),
                ("resourceGroup", []) => return Place::ResourceGroup { subscription: None, group: None },
                ("resourceGroup", [group]) => {
                    return Place::ResourceGroup { subscription: None, group: Some(read(group)) };
                }
                ("resourceGroup", [id, group]) => {
                    return Place::ResourceGroup { subscription: Some(read(id)), group: Some(read(group)) };
                }
                _ => {}
            }
        }
        match &scope.kind {
            ExprKind::Variable(name) if let Some(Sym::Var(index)) = self.model.symbol_at(name.span) => {
                if let Some(variable) = self.model.var(index).filter(|_| !self.inlining.is_cyclic(index)) {
                    return self.place_of(&variable.node.value, env);
                }
            }
            // Of two scopes at one level the official compiler takes the first, whatever the condition: that is what
            // is deployed.
            ExprKind::Ternary { then, otherwise, .. } => {
                let (then, otherwise) = (self.place_of(then, env), self.place_of(otherwise, env));
                if std::mem::discriminant(&then) == std::mem::discriminant(&otherwise) {
                    let message = "the condition of this scope has no effect: the compiler takes the first scope";
                    self.report(Diagnostic::warning("scope", scope.span, message));
                    return then;
                }
            }
            _ => {}
        }
        if let IrKind::Resource(reference) = read(scope).kind {
            return self.place_of_resource(reference);
        }
        let message = "the scope cannot be told at compile time";
        let help = "use `resourceGroup(…)`, `subscription(…)`, `managementGroup(…)`, `tenant()` or a resource";
        self.report(Diagnostic::error("scope", scope.span, message).with_help(help));
        Place::Unknown(scope.span)
    }

    /// A resource as a scope; a resource group or management group that is declared here is one as such.
    fn place_of_resource(&'t self, reference: ResourceRef) -> Place {
        let Some(resource) = self.model.resource(reference.resource) else { return self.default_place() };
        let name = resource.property("name").map(|name| self.own().expr(name, &reference.env));
        if resource.full_type.eq_ignore_ascii_case("Microsoft.Resources/resourceGroups") {
            let subscription = match self.resource_place(reference.resource, &reference.env) {
                Place::Subscription(id) => id,
                _ => None,
            };
            let group = name.unwrap_or_else(|| Ir::unknown(resource.statement.span, "the name of a resource group"));
            return Place::ResourceGroup { subscription, group: Some(group) };
        }
        if resource.full_type.eq_ignore_ascii_case("Microsoft.Management/managementGroups") {
            let group = name.unwrap_or_else(|| Ir::unknown(resource.statement.span, "the name of a management group"));
            return Place::ManagementGroup(Some(group));
        }
        Place::Resource(reference)
    }

    /// The members that say where a resource or module is deployed, if that is not where the template is.
    pub(crate) fn place_members(&'t self, span: Span, place: &Place) -> Vec<(&'static str, Expr)> {
        match place {
            Place::Tenant if self.level == Level::Tenant => Vec::new(),
            Place::Tenant => vec![("scope", Expr::string(span, "/"))],
            Place::ManagementGroup(None) => Vec::new(),
            Place::ManagementGroup(Some(name)) => {
                let full = !matches!(self.level, Level::Tenant | Level::ManagementGroup);
                vec![("scope", self.management_group_id(span, name, full))]
            }
            Place::Subscription(Some(id)) => vec![("subscriptionId", self.convert(id))],
            Place::Subscription(None) if self.level == Level::ResourceGroup => {
                let here = append_name(span, Expr::call(span, "subscription", Vec::new()), "subscriptionId");
                vec![("subscriptionId", here)]
            }
            Place::Subscription(None) => Vec::new(),
            Place::ResourceGroup { subscription, group } => {
                let subscription = subscription.iter().map(|id| ("subscriptionId", self.convert(id)));
                subscription.chain(group.iter().map(|name| ("resourceGroup", self.convert(name)))).collect()
            }
            Place::Resource(reference) => {
                vec![("scope", self.resource_id(span, reference.resource, &reference.env))]
            }
            Place::Unknown(place) => vec![("scope", unknown(*place, "a scope"))],
        }
    }
}
