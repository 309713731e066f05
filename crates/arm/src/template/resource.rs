//! Resource declarations: in an array, under symbolic names, or inside their parent.
//!
//! Syntax: <https://learn.microsoft.com/azure/azure-resource-manager/templates/resource-declaration>.

use std::sync::Arc;

use ringfence_source::{Diagnostic, Span};

use super::lower::Lower;
use super::reader;
use crate::{Member, Node, NodeKind, Object};

/// The deepest nesting of child resources; a resource type has far fewer segments.
const MAX_DEPTH: usize = 32;

/// The members of a resource, in lower case, that steer the deployment and are no part of what is sent to the provider.
pub const CONTROL_MEMBERS: [&str; 15] = [
    "apiversion",
    "comments",
    "condition",
    "copy",
    "dependson",
    "existing",
    "extension",
    "import",
    "metadata",
    "method",
    "resourcegroup",
    "resources",
    "scope",
    "subscriptionid",
    "@options",
];

/// A resource as it is declared.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceDecl {
    /// Its symbolic name.
    pub symbol: Option<Arc<str>>,
    /// Where it is named, else where its type stands: what to point at for the whole.
    pub name_span: Span,
    /// The whole declaration.
    pub node: Node,
    /// `type`; for a child inside its parent the last segment only, or the whole.
    pub type_: Node,
    /// `apiVersion`
    pub api_version: Option<Node>,
    /// `name`; for a child inside its parent the last segment only, or the whole.
    pub name: Option<Node>,
    /// Whether it is only looked up (`"existing": true`).
    pub existing: bool,
    /// `condition`
    pub condition: Option<Node>,
    /// `copy`
    pub copy: Option<Copy>,
    /// `scope`: the resource that it extends, or the level of a deployment.
    pub scope: Option<Node>,
    /// The items of `dependsOn`.
    pub depends_on: Vec<Node>,
    /// `location`
    pub location: Option<Node>,
    /// `subscriptionId`, of a deployment or an existing resource.
    pub subscription_id: Option<Node>,
    /// `resourceGroup`, of a deployment or an existing resource.
    pub resource_group: Option<Node>,
    /// `properties`
    pub properties: Option<Node>,
    /// The extension that it belongs to (`extension`, before: `import`).
    pub extension: Option<Arc<str>>,
    /// `resources`: children inside it, in either form.
    pub children: Vec<ResourceDecl>,
}

/// A resource's copy loop.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy {
    /// What `copyIndex('name')` and `dependsOn` call it; it may be an expression of parameters.
    pub name: Option<Node>,
    /// The whole copy.
    pub span: Span,
    /// How many.
    pub count: Node,
    /// One after another or all at once.
    pub mode: CopyMode,
    /// `batchSize`
    pub batch_size: Option<Node>,
}

/// Whether the resources of a copy loop are deployed one after another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CopyMode {
    /// All at once.
    #[default]
    Parallel,
    /// In batches, one after another.
    Serial,
}

/// Reads `resources`; says whether it is the form with symbolic names.
pub(super) fn resources(node: &Node, report: &mut Report<'_>) -> (Vec<ResourceDecl>, bool) {
    nested(node, report, MAX_DEPTH)
}

/// What the reader of resources has to say beside the resources.
pub(super) struct Report<'d> {
    pub(super) diagnostics: &'d mut Vec<Diagnostic>,
    /// Where resources are declared that could not be read.
    pub(super) unread: Vec<Span>,
}

fn nested(node: &Node, report: &mut Report<'_>, depth: usize) -> (Vec<ResourceDecl>, bool) {
    let Some(depth) = depth.checked_sub(1) else {
        let message = format!("resources are nested more than {MAX_DEPTH} deep");
        report.diagnostics.push(Diagnostic::error("nesting-too-deep", node.span, message));
        report.unread.push(node.span);
        return (Vec::new(), false);
    };
    match &node.kind {
        NodeKind::Array(items) => {
            let resources = items.iter().filter_map(|item| resource(item, None, report, depth));
            (resources.collect(), false)
        }
        NodeKind::Object(object) => {
            let mut resources = Vec::with_capacity(object.members.len());
            for member in &object.members {
                let Some(symbol) = reader::name(member, report.diagnostics) else {
                    report.unread.push(member.value.span);
                    continue;
                };
                let symbol = Some((symbol, member.key_span));
                resources.extend(resource(&member.value, symbol, report, depth));
            }
            (resources, true)
        }
        _ => {
            if node.kind != NodeKind::Unreadable {
                let shape = reader::wrong_shape(node, "`resources`", "an array or an object of resources");
                report.diagnostics.push(shape);
            }
            report.unread.push(node.span);
            (Vec::new(), false)
        }
    }
}

fn resource(
    node: &Node,
    symbol: Option<(Arc<str>, Span)>,
    report: &mut Report<'_>,
    depth: usize,
) -> Option<ResourceDecl> {
    let Some(object) = reader::object(node, "a resource", report.diagnostics) else {
        report.unread.push(node.span);
        return None;
    };
    let (symbol, symbol_span) = symbol.unzip();
    let span = symbol_span.unwrap_or(node.span);
    let Some(type_) = object.get("type") else {
        report.unread.push(node.span);
        report.diagnostics.push(
            Diagnostic::error("missing-member", span, "this resource has no `type`")
                .with_help("add `type`, for example `Microsoft.Storage/storageAccounts`"),
        );
        return None;
    };
    let mut declared = ResourceDecl {
        symbol,
        name_span: symbol_span.unwrap_or(type_.span),
        node: node.clone(),
        type_: type_.clone(),
        api_version: None,
        name: None,
        existing: false,
        condition: None,
        copy: None,
        scope: None,
        depends_on: Vec::new(),
        location: None,
        subscription_id: None,
        resource_group: None,
        properties: None,
        extension: None,
        children: Vec::new(),
    };
    for member in &object.members {
        member_of_resource(&mut declared, member, report, depth);
    }
    if declared.name.is_none() && declared.extension.is_none() {
        report
            .diagnostics
            .push(Diagnostic::error("missing-member", span, "this resource has no `name`").with_help("add `name`"));
    }
    Some(declared)
}

fn member_of_resource(declared: &mut ResourceDecl, member: &Member, report: &mut Report<'_>, depth: usize) {
    let (value, diagnostics) = (&member.value, &mut *report.diagnostics);
    let Some(name) = member.name() else { return };
    let given = (value.kind != NodeKind::Null).then(|| value.clone());
    match Lower::of(name).as_str() {
        "type" => declared.type_ = value.clone(),
        "apiversion" => declared.api_version = given,
        "name" => declared.name = given,
        "existing" => declared.existing = reader::boolean(value, "`existing`", diagnostics).unwrap_or(false),
        "condition" => declared.condition = given,
        "copy" => declared.copy = given.and_then(|copy| resource_copy(&copy, diagnostics)),
        "scope" => declared.scope = given,
        "dependson" => declared.depends_on = depends_on(value, diagnostics),
        "location" => declared.location = given,
        "subscriptionid" => declared.subscription_id = given,
        "resourcegroup" => declared.resource_group = given,
        "properties" => declared.properties = given,
        "extension" | "import" => declared.extension = reader::literal(value, "`extension`", diagnostics),
        "resources" if given.is_some() => declared.children = nested(value, report, depth).0,
        _ => {}
    }
}

/// An expression instead of the array is kept as its only item.
fn depends_on(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Vec<Node> {
    match &node.kind {
        NodeKind::Null => Vec::new(),
        NodeKind::Expr(_) => vec![node.clone()],
        _ => reader::array(node, "`dependsOn`", diagnostics).map(<[Node]>::to_vec).unwrap_or_default(),
    }
}

/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/copy-resources>
fn resource_copy(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Copy> {
    let count = reader::required(node, "count", "`copy`", diagnostics)?.clone();
    let object: &Object = node.as_object()?;
    let mode = match object.get("mode") {
        Some(mode) => copy_mode(mode, diagnostics),
        None => CopyMode::Parallel,
    };
    Some(Copy {
        name: object.get("name").cloned(),
        span: node.span,
        count,
        mode,
        batch_size: object.get("batchSize").cloned(),
    })
}

fn copy_mode(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> CopyMode {
    let text = node.as_str().unwrap_or_default();
    if text.eq_ignore_ascii_case("serial") {
        return CopyMode::Serial;
    }
    if !text.eq_ignore_ascii_case("parallel") {
        diagnostics.push(
            Diagnostic::warning("unknown-copy-mode", node.span, "this is no mode of a copy")
                .with_help("use `serial` or `parallel`"),
        );
    }
    CopyMode::Parallel
}
