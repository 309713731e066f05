//! What a compiled template exports, and what each export of it refers to.

use std::collections::BTreeSet;
use std::sync::Arc;

use ringfence_arm::{Expr, ExprKind, Key, Node, NodeKind};

use super::convert::is_identifier;
use super::lower::USER_FUNCTIONS;

const DEFINITIONS: &str = "#/definitions/";

/// The three kinds of symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ArmKind {
    /// By its JSON pointer.
    Type,
    /// By its name.
    Variable,
    /// As `namespace.name`.
    Function,
}

impl ArmKind {
    /// The name that a symbol had in Bicep, or else what it is found by.
    pub(crate) fn original(self, identifier: &str) -> Arc<str> {
        let short = match self {
            Self::Type => identifier.strip_prefix(DEFINITIONS),
            Self::Function => identifier.strip_prefix(USER_FUNCTIONS).and_then(|rest| rest.strip_prefix('.')),
            Self::Variable => None,
        };
        short.filter(|name| is_identifier(name)).unwrap_or(identifier).into()
    }
}

/// The symbols of a template.
#[derive(Debug)]
pub(crate) struct ArmSymbols {
    node: Node,
}

impl ArmSymbols {
    pub(crate) fn of(node: &Node) -> Self {
        Self { node: node.clone() }
    }

    /// An export by its name.
    pub(crate) fn export(&self, name: &str) -> Option<(ArmKind, Arc<str>)> {
        self.exports().into_iter().find(|(own, ..)| &**own == name).map(|(_, kind, identifier)| (kind, identifier))
    }

    /// All exports: the name, the kind, and what it is found by.
    pub(crate) fn exports(&self) -> Vec<(Arc<str>, ArmKind, Arc<str>)> {
        let mut out: Vec<(Arc<str>, ArmKind, Arc<str>)> = Vec::new();
        let marked = |node: &Node| {
            let mark = node.get("metadata").and_then(|metadata| metadata.get("__bicep_export!"));
            matches!(mark.map(|mark| &mark.kind), Some(NodeKind::Bool(true)))
        };
        for (name, value) in members(self.node.get("definitions")) {
            if marked(value) {
                out.push((name.into(), ArmKind::Type, format!("{DEFINITIONS}{name}").into()));
            }
        }
        let metadata = self.node.get("metadata");
        let variables =
            metadata.and_then(|metadata| metadata.get("__bicep_exported_variables!")).and_then(Node::as_array);
        for variable in variables.unwrap_or_default() {
            if let Some(name) = variable.get("name").and_then(Node::as_str) {
                out.push((name.into(), ArmKind::Variable, name.into()));
            }
        }
        for namespace in self.node.get("functions").and_then(Node::as_array).unwrap_or_default() {
            let Some(own) = namespace.get("namespace").and_then(Node::as_str) else { continue };
            for (name, value) in members(namespace.get("members")) {
                if marked(value) {
                    let name_here = if own == USER_FUNCTIONS { name.to_owned() } else { format!("{own}.{name}") };
                    out.push((name_here.into(), ArmKind::Function, format!("{own}.{name}").into()));
                }
            }
        }
        out
    }

    /// What a symbol refers to.
    pub(crate) fn used_by(&self, kind: ArmKind, identifier: &str) -> BTreeSet<(ArmKind, Arc<str>)> {
        let mut out = BTreeSet::new();
        let node = match kind {
            ArmKind::Type => definition(&self.node, identifier),
            ArmKind::Variable => variable(&self.node, identifier),
            ArmKind::Function => function(&self.node, identifier),
        };
        if let Some(node) = node {
            used_in(node, &mut out);
        }
        out
    }
}

/// The schema that a JSON pointer leads to.
pub(crate) fn definition<'n>(template: &'n Node, pointer: &str) -> Option<&'n Node> {
    let mut node = template;
    for part in pointer.strip_prefix("#/")?.split('/') {
        let part = part.replace("~1", "/").replace("~0", "~");
        node = match &node.kind {
            NodeKind::Array(items) => items.get(part.parse::<usize>().ok()?)?,
            _ => node.get(&part)?,
        };
    }
    Some(node)
}

/// The value of a variable, or its entry in `copy`.
pub(crate) fn variable<'n>(template: &'n Node, name: &str) -> Option<&'n Node> {
    let variables = template.get("variables")?;
    let copies = variables.get("copy").and_then(Node::as_array).unwrap_or_default();
    let copied =
        |node: &&Node| node.get("name").and_then(Node::as_str).is_some_and(|own| own.eq_ignore_ascii_case(name));
    variables.get(name).or_else(|| copies.iter().find(copied))
}

/// A function by its namespace and name.
pub(crate) fn function<'n>(template: &'n Node, full_name: &str) -> Option<&'n Node> {
    let (namespace, name) = full_name.split_once('.')?;
    let all = template.get("functions").and_then(Node::as_array).unwrap_or_default();
    let own = all.iter().filter(|one| one.get("namespace").and_then(Node::as_str) == Some(namespace));
    own.filter_map(|one| one.get("members")?.get(name)).next()
}

fn members(node: Option<&Node>) -> impl Iterator<Item = (&str, &Node)> {
    let members = node.and_then(Node::as_object).map(|object| object.members.as_slice()).unwrap_or_default();
    members.iter().filter_map(|member| Some((member.name()?, &member.value)))
}

fn used_in(node: &Node, out: &mut BTreeSet<(ArmKind, Arc<str>)>) {
    match &node.kind {
        NodeKind::Expr(expr) => used_in_expr(expr, out),
        NodeKind::Array(items) => items.iter().for_each(|item| used_in(item, out)),
        NodeKind::Object(object) => {
            for member in &object.members {
                if let Key::Expr(key) = &member.key {
                    used_in_expr(key, out);
                }
                match (member.name(), member.value.as_str()) {
                    (Some("$ref"), Some(pointer)) => {
                        out.insert((ArmKind::Type, pointer.into()));
                    }
                    _ => used_in(&member.value, out),
                }
            }
        }
        _ => {}
    }
}

fn used_in_expr(expr: &Expr, out: &mut BTreeSet<(ArmKind, Arc<str>)>) {
    match &expr.kind {
        ExprKind::String(_) | ExprKind::Int(_) | ExprKind::Unreadable => {}
        ExprKind::Call { name, args } => {
            if name.eq_ignore_ascii_case("variables")
                && let Some(ExprKind::String(variable)) = args.first().map(|arg| &arg.kind)
            {
                out.insert((ArmKind::Variable, variable.clone()));
            }
            if name.contains('.') {
                out.insert((ArmKind::Function, name.clone()));
            }
            args.iter().for_each(|arg| used_in_expr(arg, out));
        }
        ExprKind::Property { base, .. } => used_in_expr(base, out),
        ExprKind::Index { base, index } => {
            used_in_expr(base, out);
            used_in_expr(index, out);
        }
    }
}
