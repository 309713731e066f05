//! A template's parts, as typed views over its tree.
//!
//! Every view keeps the nodes that it was read from, so that what it does not
//! name can still be looked up; cloning any of them is cheap. What the
//! language means (scopes, copies, dependencies) is the evaluator's subject.
//!
//! Syntax: <https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax>.

mod lower;
mod reader;
mod resource;
mod schema;

use std::sync::Arc;

use ringfence_source::{Diagnostic, Span};

use crate::Node;

pub use resource::{CONTROL_MEMBERS, Copy, CopyMode, ResourceDecl};
pub use schema::{Additional, Discriminator, PropertySchema, TypeName, TypeRef, TypeSchema};

/// A template.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// The whole template.
    pub node: Node,
    /// The level at which it is deployed; `ResourceGroup` when `$schema` does not say.
    pub scope: Scope,
    /// `languageVersion`, as written.
    pub language_version: Option<Arc<str>>,
    /// `contentVersion`.
    pub content_version: Option<Node>,
    /// `apiProfile`, the source of API versions that resources leave out.
    pub api_profile: Option<Node>,
    /// Whether `resources` is an object, so that `reference('name')` and `dependsOn` go by symbolic names.
    pub symbolic: bool,
    /// `parameters`
    pub parameters: Vec<Parameter>,
    /// `variables`, but for its `copy`.
    pub variables: Vec<Variable>,
    /// `variables.copy`
    pub variable_copies: Vec<CopyInput>,
    /// `functions`, namespace by namespace.
    pub functions: Vec<Function>,
    /// `definitions`
    pub definitions: Vec<Definition>,
    /// `resources`, in either form.
    pub resources: Vec<ResourceDecl>,
    /// Where resources stand that could not be read: with any of these, `resources` is not all that is deployed.
    pub unread: Vec<Span>,
    /// `outputs`
    pub outputs: Vec<Output>,
    /// `extensions`, or `imports` as they were called before.
    pub extensions: Vec<Extension>,
    /// `metadata`
    pub metadata: Option<Node>,
    /// `asserts`
    pub asserts: Vec<Variable>,
}

/// The level at which a template is deployed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// `deploymentTemplate.json`
    #[default]
    ResourceGroup,
    /// `subscriptionDeploymentTemplate.json`
    Subscription,
    /// `managementGroupDeploymentTemplate.json`
    ManagementGroup,
    /// `tenantDeploymentTemplate.json`
    Tenant,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Arc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Its type, with `allowedValues`, bounds and `nullable`; `schema.node` is the whole definition.
    pub schema: TypeSchema,
    /// `defaultValue`
    pub default: Option<Node>,
}

/// A variable or an assertion.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Its name.
    pub name: Arc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Its value.
    pub value: Node,
}

/// A copy that makes an array: in `variables`, in an output or under a property.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyInput {
    /// The member that the array becomes; empty in an output.
    pub name: Arc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// The whole copy.
    pub span: Span,
    /// How many elements.
    pub count: Node,
    /// One element.
    pub input: Node,
}

/// A user-defined function.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its namespace.
    pub namespace: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Its parameters in order; their defaults are always `None`.
    pub parameters: Vec<Parameter>,
    /// The type of what it returns.
    pub output: TypeSchema,
    /// What it returns; its `parameters(…)` are the function's own.
    pub value: Node,
}

/// A named type.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Its name.
    pub name: Arc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// What it is.
    pub schema: TypeSchema,
}

/// An output: it has a value or a copy.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Its name.
    pub name: Arc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Its type; `schema.node` is the whole definition.
    pub schema: TypeSchema,
    /// `value`
    pub value: Option<Node>,
    /// `condition`
    pub condition: Option<Node>,
    /// `copy`
    pub copy: Option<CopyInput>,
}

/// An extension that resources may name.
#[derive(Clone, Debug, PartialEq)]
pub struct Extension {
    /// The alias that resources use.
    pub alias: Arc<str>,
    /// Where the alias stands.
    pub alias_span: Span,
    /// `name` (in `imports`: `provider`), such as `AzureResourceManager`.
    pub name: Option<Arc<str>>,
    /// `version`
    pub version: Option<Node>,
    /// `config`
    pub config: Option<Node>,
}

impl Template {
    /// Reads a template. What has the wrong shape is reported and left out; the rest is read.
    pub fn read(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Self {
        reader::template(node, diagnostics)
    }

    /// A parameter by its name; names compare without regard to ASCII case.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().rev().find(|parameter| parameter.name.eq_ignore_ascii_case(name))
    }

    /// The type that a `$ref` such as `#/definitions/a/properties/b` names.
    ///
    /// It may be a `$ref` itself, also in a cycle: the caller bounds how far it follows.
    pub fn definition(&self, pointer: &str) -> Option<&TypeSchema> {
        schema::resolve(&self.definitions, pointer)
    }
}

impl CopyInput {
    /// The copies of an object under a property: `"copy": [{"name": …, "count": …, "input": …}]`.
    ///
    /// `None` when the object has no such member; then `copy` is an ordinary name.
    /// <https://learn.microsoft.com/azure/azure-resource-manager/templates/copy-properties>
    pub fn of_object(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<Self>> {
        let copy = node.get("copy")?;
        let items = copy.as_array()?;
        let is_copy = |item: &Node| item.get("count").is_some() && item.get("name").is_some();
        items.iter().all(is_copy).then(|| reader::copy_inputs(items, diagnostics))
    }
}
