//! From the tree to the typed parts, and how wrong shapes are reported.

use std::sync::Arc;

use ringfence_source::{Diagnostic, Span};

use super::lower::Lower;
use super::{
    CopyInput, Definition, Extension, Function, Output, Parameter, Scope, Template, TypeSchema, Variable, resource,
};
use crate::{ExprKind, Key, Member, Node, NodeKind, Object};

pub(super) fn template(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Template {
    let mut template = Template {
        node: node.clone(),
        scope: Scope::default(),
        language_version: None,
        content_version: None,
        api_profile: None,
        symbolic: false,
        parameters: Vec::new(),
        variables: Vec::new(),
        variable_copies: Vec::new(),
        functions: Vec::new(),
        definitions: Vec::new(),
        resources: Vec::new(),
        unread: Vec::new(),
        outputs: Vec::new(),
        extensions: Vec::new(),
        metadata: None,
        asserts: Vec::new(),
    };
    let Some(object) = object(node, "a template", diagnostics) else { return template };
    for member in &object.members {
        member_of_template(&mut template, member, diagnostics);
    }
    match object.get("$schema") {
        Some(schema) => template.scope = scope(schema, diagnostics),
        None => diagnostics.push(
            Diagnostic::warning("missing-schema", first_of(node.span), "this template has no `$schema`")
                .with_help("add it: it says at which level the template is deployed; a resource group is taken"),
        ),
    }
    template
}

fn member_of_template(template: &mut Template, member: &Member, diagnostics: &mut Vec<Diagnostic>) {
    let value = &member.value;
    let is_resources = member.name().is_some_and(|name| name.eq_ignore_ascii_case("resources"));
    if value.kind == NodeKind::Unreadable && !is_resources {
        // Which part of a template it would have been is not always known.
        template.unread.push(value.span);
    }
    let Some(name) = member.name() else { return };
    if value.kind == NodeKind::Null {
        return;
    }
    match Lower::of(name).as_str() {
        "languageversion" => template.language_version = literal(value, "`languageVersion`", diagnostics),
        "contentversion" => template.content_version = Some(value.clone()),
        "apiprofile" => template.api_profile = Some(value.clone()),
        "parameters" => template.parameters = named(value, "`parameters`", diagnostics, parameter),
        "variables" => variables(template, value, diagnostics),
        "functions" => template.functions = functions(value, diagnostics),
        "definitions" => {
            template.definitions = named(value, "`definitions`", diagnostics, |name, member, diagnostics| {
                let schema = TypeSchema::read(&member.value, diagnostics);
                Some(Definition { name, name_span: member.key_span, schema })
            });
        }
        "resources" => {
            let mut report = resource::Report { diagnostics, unread: Vec::new() };
            (template.resources, template.symbolic) = resource::resources(value, &mut report);
            template.unread.extend(report.unread);
        }
        "outputs" => template.outputs = named(value, "`outputs`", diagnostics, output),
        "extensions" | "imports" => template.extensions = named(value, "`extensions`", diagnostics, extension),
        "metadata" => template.metadata = Some(value.clone()),
        "asserts" => template.asserts = named(value, "`asserts`", diagnostics, variable),
        _ => {}
    }
}

/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax#template-format>
fn scope(schema: &Node, diagnostics: &mut Vec<Diagnostic>) -> Scope {
    const FILES: [(&str, Scope); 4] = [
        ("deploymenttemplate.json", Scope::ResourceGroup),
        ("subscriptiondeploymenttemplate.json", Scope::Subscription),
        ("managementgroupdeploymenttemplate.json", Scope::ManagementGroup),
        ("tenantdeploymenttemplate.json", Scope::Tenant),
    ];
    let text = schema.as_str().unwrap_or_default().to_ascii_lowercase();
    let file = text.trim_end_matches('#').rsplit('/').next().unwrap_or_default();
    let found = FILES.iter().find(|(name, _)| *name == file);
    if found.is_none() {
        diagnostics.push(
            Diagnostic::warning("unknown-schema", schema.span, "this `$schema` is not that of a deployment template")
                .with_help("a template for a resource group is taken; see https://aka.ms/arm-syntax for the others"),
        );
    }
    found.map_or(Scope::ResourceGroup, |(_, scope)| *scope)
}

fn parameter(name: Arc<str>, member: &Member, diagnostics: &mut Vec<Diagnostic>) -> Option<Parameter> {
    let schema = TypeSchema::read(&member.value, diagnostics);
    let default = member.value.get("defaultValue").cloned();
    Some(Parameter { name, name_span: member.key_span, schema, default })
}

fn variable(name: Arc<str>, member: &Member, _: &mut Vec<Diagnostic>) -> Option<Variable> {
    Some(Variable { name, name_span: member.key_span, value: member.value.clone() })
}

fn variables(template: &mut Template, node: &Node, diagnostics: &mut Vec<Diagnostic>) {
    template.variables = named(node, "`variables`", diagnostics, variable);
    if let Some(copies) = CopyInput::of_object(node, diagnostics) {
        template.variables.retain(|variable| !variable.name.eq_ignore_ascii_case("copy"));
        template.variable_copies = copies;
    }
}

pub(super) fn copy_inputs(items: &[Node], diagnostics: &mut Vec<Diagnostic>) -> Vec<CopyInput> {
    items.iter().filter_map(|item| copy_input(item, diagnostics)).collect()
}

fn copy_input(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<CopyInput> {
    let count = required(node, "count", "`copy`", diagnostics)?.clone();
    let input = required(node, "input", "`copy`", diagnostics)?.clone();
    let (name, name_span) = match node.get("name") {
        Some(name) => (literal(name, "the name of a copy", diagnostics)?, name.span),
        None => (Arc::default(), node.span),
    };
    Some(CopyInput { name, name_span, span: node.span, count, input })
}

fn output(name: Arc<str>, member: &Member, diagnostics: &mut Vec<Diagnostic>) -> Option<Output> {
    let schema = TypeSchema::read(&member.value, diagnostics);
    let object = member.value.as_object()?;
    let value = object.get("value").cloned();
    let copy = object.get("copy").and_then(|copy| copy_input(copy, diagnostics));
    if value.is_none() && object.get("copy").is_none() {
        diagnostics.push(
            Diagnostic::error("missing-member", member.key_span, format!("the output `{name}` has no `value`"))
                .with_help("add `value` or `copy`"),
        );
    }
    let condition = object.get("condition").cloned();
    Some(Output { name, name_span: member.key_span, schema, value, condition, copy })
}

fn extension(alias: Arc<str>, member: &Member, diagnostics: &mut Vec<Diagnostic>) -> Option<Extension> {
    let object = object(&member.value, "an extension", diagnostics)?;
    let name = object.get("name").or_else(|| object.get("provider"));
    Some(Extension {
        alias,
        alias_span: member.key_span,
        name: name.and_then(|name| literal(name, "the name of an extension", diagnostics)),
        version: object.get("version").cloned(),
        config: object.get("config").cloned(),
    })
}

/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/user-defined-functions>
fn functions(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Vec<Function> {
    let mut functions = Vec::new();
    for item in array(node, "`functions`", diagnostics).unwrap_or_default() {
        let Some(namespace) = required(item, "namespace", "a group of functions", diagnostics) else { continue };
        let Some(namespace) = literal(namespace, "`namespace`", diagnostics) else { continue };
        let Some(members) = required(item, "members", "a group of functions", diagnostics) else { continue };
        functions.extend(named(members, "`members`", diagnostics, |name, member, diagnostics| {
            function(namespace.clone(), name, member, diagnostics)
        }));
    }
    functions
}

fn function(
    namespace: Arc<str>,
    name: Arc<str>,
    member: &Member,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Function> {
    let output = required(&member.value, "output", "a function", diagnostics)?;
    let value = required(output, "value", "the output of a function", diagnostics)?.clone();
    let output = TypeSchema::read(output, diagnostics);
    let mut parameters = Vec::new();
    let declared = member.value.get("parameters").map(|node| array(node, "the parameters of a function", diagnostics));
    for node in declared.flatten().unwrap_or_default() {
        let Some(own) = required(node, "name", "the parameter of a function", diagnostics) else { continue };
        let Some(name) = literal(own, "the name of a parameter", diagnostics) else { continue };
        let schema = TypeSchema::read(node, diagnostics);
        parameters.push(Parameter { name, name_span: own.span, schema, default: None });
    }
    Some(Function { namespace, name, name_span: member.key_span, parameters, output, value })
}

/// Reads the members of an object one by one, in order.
fn named<T>(
    node: &Node,
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
    mut read: impl FnMut(Arc<str>, &Member, &mut Vec<Diagnostic>) -> Option<T>,
) -> Vec<T> {
    let Some(object) = object(node, what, diagnostics) else { return Vec::new() };
    let mut found = Vec::with_capacity(object.members.len());
    for member in &object.members {
        if let Some(name) = name(member, diagnostics) {
            found.extend(read(name, member, diagnostics));
        }
    }
    found
}

/// The literal name of a member; names of declarations are never expressions.
pub(super) fn name(member: &Member, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<str>> {
    match &member.key {
        Key::Literal(name) => Some(name.clone()),
        Key::Expr(expression) if expression.kind == ExprKind::Unreadable => None,
        Key::Expr(_) => {
            diagnostics.push(
                Diagnostic::error("expression-not-allowed", member.key_span, "this name cannot be an expression")
                    .with_help("write the name itself"),
            );
            None
        }
    }
}

pub(super) fn required<'n>(
    node: &'n Node,
    name: &str,
    of: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'n Node> {
    let found = object(node, of, diagnostics)?.get(name);
    if found.is_none() {
        let message = format!("{of} has no `{name}`");
        diagnostics
            .push(Diagnostic::error("missing-member", first_of(node.span), message).with_help(format!("add `{name}`")));
    }
    found
}

pub(super) fn object<'n>(node: &'n Node, what: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<&'n Object> {
    expect(node, node.as_object(), what, "an object", diagnostics)
}

pub(super) fn array<'n>(node: &'n Node, what: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<&'n [Node]> {
    expect(node, node.as_array(), what, "an array", diagnostics)
}

/// A literal string.
pub(super) fn literal(node: &Node, what: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<str>> {
    let text = match &node.kind {
        NodeKind::String(text) => Some(text.clone()),
        _ => None,
    };
    expect(node, text, what, "a literal string", diagnostics)
}

pub(super) fn boolean(node: &Node, what: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<bool> {
    let value = match &node.kind {
        NodeKind::Bool(value) => Some(*value),
        _ => None,
    };
    expect(node, value, what, "`true` or `false`", diagnostics)
}

pub(super) fn int(node: &Node, what: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<i64> {
    let value = match &node.kind {
        NodeKind::Int(value) => Some(*value),
        _ => None,
    };
    expect(node, value, what, "a whole number", diagnostics)
}

fn expect<T>(
    node: &Node,
    found: Option<T>,
    what: &str,
    expected: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    // What is unreadable was reported where it was read.
    if found.is_none() && node.kind != NodeKind::Unreadable {
        diagnostics.push(wrong_shape(node, what, expected));
    }
    found
}

pub(super) fn wrong_shape(node: &Node, what: &str, expected: &str) -> Diagnostic {
    let found = match &node.kind {
        NodeKind::Null => "null",
        NodeKind::Bool(_) => "a boolean",
        NodeKind::Int(_) | NodeKind::Number(_) => "a number",
        NodeKind::String(_) => "a string",
        NodeKind::Expr(_) => "an expression",
        NodeKind::Array(_) => "an array",
        NodeKind::Object(_) => "an object",
        NodeKind::Unreadable => "unreadable",
    };
    Diagnostic::error("wrong-shape", node.span, format!("{what} is {found}")).with_help(format!("write {expected}"))
}

/// The first byte of a span: an object as a whole would mark too much.
fn first_of(span: Span) -> Span {
    Span::new(span.file, span.start, span.end.min(span.start.saturating_add(1)))
}
