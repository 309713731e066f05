//! What a template can ask of the place that it is deployed to.

mod environment;
mod ids;

use ringfence_arm::Expr;
use ringfence_estate::{Atom, Cause, Domain, Kind, Member, OriginId, Origins, Sameness, Scope, Term, Value};

use crate::evaluate::{Context, Engine, Special};

pub(crate) use ids::{segmented, split_name, split_type};

/// What a valuation says about the place that it deploys to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// The identity of the entry point's deployment, for its atoms.
    pub(crate) key: String,
    pub(crate) tenant: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) deployer: Option<String>,
    /// Seconds since 1970.
    pub(crate) now: Option<i64>,
    /// What tools outside give to the parameters file.
    pub(crate) external_inputs: Vec<crate::ExternalInput>,
    /// Whether what Azure derives from declarations is left to run time.
    pub(crate) without_derived: bool,
    /// Where the entry point deploys to.
    pub(crate) scope: Option<Scope>,
}

impl Facts {
    /// A fact that was given, or an atom; `domain` is that of the atom.
    pub(crate) fn fact(&self, given: Option<&str>, text: &str, domain: Domain) -> Value {
        match given {
            Some(given) => Value::text(given),
            None => Value::term(Term::atom(Atom::scope(text, &self.key), domain), OriginId::NONE),
        }
    }

    fn tenant_id(&self) -> Value {
        self.fact(self.tenant.as_deref(), "tenant().tenantId", Domain::SEGMENT)
    }
}

impl Engine<'_, '_> {
    /// Where the expressions of `context` are deployed: the scope of the template that they belong to.
    pub(crate) fn scope(&self, context: &Context) -> Scope {
        let unit = self.frames.get(context.frame).and_then(|frame| self.units.get(frame.context.unit));
        unit.map_or(Scope::Tenant, |unit| unit.scope.clone())
    }

    pub(crate) fn scope_function(
        &mut self,
        expr: &Expr,
        name: &str,
        special: Special,
        args: &[Expr],
        context: &Context,
    ) -> Value {
        let args = self.arguments(args, context);
        let mut origin = self.call_origin(expr, &args, context);
        let value = match special {
            Special::ResourceId
            | Special::SubscriptionResourceId
            | Special::TenantResourceId
            | Special::ManagementGroupResourceId
            | Special::ExtensionResourceId => return self.id_function(expr, name, special, &args, origin, context),
            Special::ResourceGroup => self.resource_group(context),
            Special::Subscription => self.subscription(context),
            Special::Tenant => Some(self.tenant(context)),
            Special::ManagementGroup => self.management_group(context),
            Special::Deployment => Some(self.deployment(context)),
            Special::Deployer => Some(self.deployer(context)),
            Special::Environment => {
                origin = self.estate.origins.by_default(origin, Origins::CLOUD);
                Some(environment::environment())
            }
            _ => None,
        };
        match value {
            Some(value) => crate::evaluate::map_origins(&value, &mut |_| origin),
            None => {
                let message = format!("`{name}()` has no meaning at the level that this template is deployed to");
                self.error(context, "wrong-scope", expr.span, message, "check `$schema` or `targetScope`")
            }
        }
    }

    /// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#resourcegroup>
    fn resource_group(&mut self, context: &Context) -> Option<Value> {
        let scope = self.scope(context);
        let Scope::ResourceGroup { name, .. } = &scope else { return None };
        let facts = self.facts(context);
        let own = facts.scope.as_ref().is_some_and(|own| own.same(&scope) == Sameness::Same);
        let declared = if own { None } else { self.declared_group(&scope) };
        let fact = |what: &str, given: Option<&str>, domain: Domain| {
            let text = if own { format!("resourceGroup().{what}") } else { format!("resourceGroup('{name}').{what}") };
            facts.fact(given, &text, domain)
        };
        let of_group = |what: &str, domain: Domain| match &declared {
            Some(body) if !body.get(what).is_null_or_omitted() => body.get(what),
            _ => fact(what, if own && what == "location" { facts.location.as_deref() } else { None }, domain),
        };
        Some(object([
            ("id", scope.to_value(OriginId::NONE)),
            ("name", name.clone()),
            ("type", Value::text("Microsoft.Resources/resourceGroups")),
            ("location", of_group("location", Domain::SEGMENT)),
            ("managedBy", fact("managedBy", None, Domain::Any)),
            ("tags", of_group("tags", Domain::Object)),
            ("properties", object([("provisioningState", Value::text("Succeeded"))])),
        ]))
    }

    /// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#subscription>
    fn subscription(&mut self, context: &Context) -> Option<Value> {
        let id = match self.scope(context) {
            Scope::Subscription(id) | Scope::ResourceGroup { subscription: id, .. } => id,
            _ => return None,
        };
        let facts = self.facts(context);
        let own = match &facts.scope {
            Some(Scope::Subscription(own) | Scope::ResourceGroup { subscription: own, .. }) => *own == id,
            _ => false,
        };
        let text = if own { "subscription().displayName".into() } else { format!("subscription('{id}').displayName") };
        Some(object([
            ("id", Scope::Subscription(id.clone()).to_value(OriginId::NONE)),
            ("subscriptionId", id),
            ("tenantId", facts.tenant_id()),
            ("displayName", facts.fact(None, &text, Domain::STRING)),
        ]))
    }

    /// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-scope#tenant>
    fn tenant(&self, context: &Context) -> Value {
        let facts = self.facts(context);
        let id = facts.tenant_id();
        let mut pieces = vec![ringfence_estate::Piece::Literal("/tenants/".into())];
        pieces.extend(id.pieces().unwrap_or_default());
        object([
            ("countryCode", facts.fact(None, "tenant().countryCode", Domain::SEGMENT)),
            ("displayName", facts.fact(None, "tenant().displayName", Domain::STRING)),
            ("id", Value::concat(pieces, OriginId::NONE)),
            ("tenantId", id),
        ])
    }

    /// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-scope#managementgroup>
    fn management_group(&mut self, context: &Context) -> Option<Value> {
        let scope = self.scope(context);
        let Scope::ManagementGroup(name) = &scope else { return None };
        let facts = self.facts(context);
        let fact = |what: &str, domain: Domain| {
            facts.fact(None, &format!("managementGroup('{name}').properties.{what}"), domain)
        };
        Some(object([
            ("id", scope.to_value(OriginId::NONE)),
            ("name", name.clone()),
            ("type", Value::text("/providers/Microsoft.Management/managementGroups")),
            (
                "properties",
                object([
                    ("details", fact("details", Domain::Object)),
                    ("displayName", fact("displayName", Domain::STRING)),
                    ("tenantId", facts.tenant_id()),
                ]),
            ),
        ]))
    }

    /// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-deployment#deployment>
    fn deployment(&mut self, context: &Context) -> Value {
        let own = self.frames.get(context.frame).map_or(context.unit, |frame| frame.context.unit);
        let key = self.key(context);
        let facts = self.facts(context);
        let atom = |what: &str, domain: Domain| {
            let text = format!("deployment().{what}");
            Value::term(Term::atom(Atom::scope(&text, &key), domain), OriginId::NONE)
        };
        let unit = self.units.get(own);
        let name = unit.map_or_else(|| atom("name", Domain::SEGMENT), |unit| unit.name.clone());
        let location = match unit.map(|unit| &unit.scope) {
            Some(Scope::ResourceGroup { .. }) | None => None,
            Some(_) => Some(match &facts.location {
                Some(location) => Value::text(location),
                None => facts.fact(None, "deployment().location", Domain::SEGMENT),
            }),
        };
        let content_version = unit
            .and_then(|unit| unit.template.as_ref())
            .and_then(|template| template.content_version.as_ref())
            .and_then(ringfence_arm::Node::as_str)
            .map_or_else(|| Value::text("1.0.0.0"), Value::text);
        let template = object([("contentVersion", content_version)]);
        let template = open(template, &key, "deployment().properties.template");
        let properties = object([
            ("template", template),
            ("templateLink", atom("properties.templateLink", Domain::Object)),
            ("templateHash", atom("properties.templateHash", Domain::STRING)),
            ("parameters", atom("properties.parameters", Domain::Object)),
            ("mode", atom("properties.mode", Domain::STRING)),
            ("provisioningState", atom("properties.provisioningState", Domain::STRING)),
        ]);
        let mut members = vec![("name", name), ("properties", properties)];
        members.extend(location.map(|location| ("location", location)));
        object(members)
    }

    /// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-deployment#deployer>
    fn deployer(&self, context: &Context) -> Value {
        let facts = self.facts(context);
        object([
            ("objectId", facts.fact(facts.deployer.as_deref(), "deployer().objectId", Domain::SEGMENT)),
            ("tenantId", facts.tenant_id()),
            ("userPrincipalName", facts.fact(None, "deployer().userPrincipalName", Domain::STRING)),
        ])
    }
}

/// An object that may have further members, of which nothing is known.
fn open(value: Value, key: &str, text: &str) -> Value {
    let Kind::Object(object) = &value.kind else { return value };
    let mut object = (**object).clone();
    object.rest = Some(Term::atom(Atom::new(text, text, key, Cause::NoValue), Domain::Object));
    Value::synthetic(Kind::Object(object.into()))
}

/// An object without a place.
pub(crate) fn object<'n>(members: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
    let members = members.into_iter().map(|(name, value)| Member::new(name, OriginId::NONE, value));
    Value::object(members.collect(), OriginId::NONE)
}
