//! Parameter files (`*.parameters.json`).
//!
//! Their values are plain data: a text in brackets is no expression there. Format:
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/parameter-files>,
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/key-vault-parameter>.

use std::sync::Arc;

use ringfence_source::{Diagnostic, FileId, Span};

use crate::placeholders::{Change, Filled, Placeholders};
use crate::{Expr, Key, Member, Node, NodeKind, TypeName, read_data};

/// The value that a file gives to a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterValue {
    /// The parameter's name.
    pub name: Arc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// What is given.
    pub given: Given,
}

/// What a file gives to a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// `value`; azd's placeholders in it are texts still, see [`fill_placeholders`].
    Value(Node),
    /// `reference`: a secret that the deployment reads; its value is never in the input.
    KeyVault(KeyVaultReference),
    /// `expression`: an expression over `externalInputs(…)`, which the deploying tool supplies.
    Expression(Node),
}

/// A secret of a key vault as the value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyVaultReference {
    /// The whole reference.
    pub span: Span,
    /// `keyVault.id`
    pub vault: Option<Node>,
    /// `secretName`
    pub secret_name: Option<Node>,
    /// `secretVersion`
    pub secret_version: Option<Node>,
}

/// Reads a parameter file.
///
/// Beside the documented form, the object under `parameters` alone is read, as the Azure CLI does
/// (<https://learn.microsoft.com/cli/azure/deployment/group#az-deployment-group-create>).
pub fn read_parameters(text: &str, file: FileId) -> (Vec<ParameterValue>, Vec<Diagnostic>) {
    let (node, mut diagnostics) = read_data(text, file);
    let Some(node) = node else { return (Vec::new(), diagnostics) };
    let Some(root) = node.as_object() else {
        diagnostics.push(
            Diagnostic::error("wrong-shape", node.span, "a parameter file is an object")
                .with_help("write `{\"parameters\": {\"name\": {\"value\": …}}}`"),
        );
        return (Vec::new(), diagnostics);
    };
    let declared = match root.get("parameters") {
        Some(declared) => declared,
        None if root.get("$schema").is_none() => &node,
        None => return (Vec::new(), diagnostics),
    };
    let Some(declared) = declared.as_object() else {
        diagnostics.push(
            Diagnostic::error("wrong-shape", declared.span, "`parameters` is no object")
                .with_help("write `{\"name\": {\"value\": …}}`"),
        );
        return (Vec::new(), diagnostics);
    };
    let values = declared.members.iter().filter_map(|member| parameter(member, &mut diagnostics)).collect();
    (values, diagnostics)
}

fn parameter(member: &Member, diagnostics: &mut Vec<Diagnostic>) -> Option<ParameterValue> {
    let Key::Literal(name) = &member.key else { return None };
    let given = if let Some(value) = member.value.get("value") {
        Given::Value(value.clone())
    } else if let Some(reference) = member.value.get("reference") {
        Given::KeyVault(key_vault_reference(reference))
    } else if let Some(expression) = member.value.get("expression") {
        Given::Expression(expression_of(expression, diagnostics))
    } else {
        if member.value.kind != NodeKind::Unreadable {
            let message = format!("the parameter `{name}` is given no value");
            diagnostics.push(
                Diagnostic::error("missing-member", member.key_span, message)
                    .with_help("write `{\"value\": …}`, or `{\"reference\": …}` for a secret in a key vault"),
            );
        }
        return None;
    };
    Some(ParameterValue { name: name.clone(), name_span: member.key_span, given })
}

fn key_vault_reference(node: &Node) -> KeyVaultReference {
    KeyVaultReference {
        span: node.span,
        vault: node.get("keyVault").and_then(|vault| vault.get("id")).cloned(),
        secret_name: node.get("secretName").cloned(),
        secret_version: node.get("secretVersion").cloned(),
    }
}

fn expression_of(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Node {
    let inner = node.as_str().and_then(|text| text.strip_prefix('[')?.strip_suffix(']'));
    let Some(inner) = inner else { return node.clone() };
    // After the quote and the bracket; an escape before an error shifts its place a little.
    let kind = match crate::parse_expression(inner, node.span.file, node.span.start + 2) {
        Ok(expression) => NodeKind::Expr(Arc::new(expression)),
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            NodeKind::Unreadable
        }
    };
    Node { span: node.span, kind }
}

/// Fills azd's placeholders in a value, at any depth, for a parameter of type `declared`.
///
/// `None`: azd leaves the parameter out, so that the template's default counts. A variable that `lookup` does
/// not know and that has no default becomes `readEnvironmentVariable('NAME')`, which is unknown until somebody gives
/// it (azd itself would take an empty text, or ask). The text that results is converted as azd does it
/// (`armParameterFileValue` and `loadParameters` in
/// <https://github.com/Azure/azure-dev/blob/main/cli/azd/pkg/infra/provisioning/bicep/bicep_provider.go>):
/// - `bool`: what Go's `strconv.ParseBool` takes; `int`: a 64-bit decimal; any other text counts as not given;
/// - `array`, `object`: the text is JSON;
/// - `string`: as it is. (For an empty text azd asks, unless the template has a default; other tools
///   take it as it is, and so does this.)
///
/// Values without placeholders are converted too, as azd does.
pub fn fill_placeholders(
    value: &Node,
    declared: Option<TypeName>,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Option<Node> {
    let filled = fill_node(value, lookup);
    match &filled.kind {
        NodeKind::String(text) => convert(text, declared, &filled),
        // Only a text becomes an expression here, and only because something in it is unknown.
        NodeKind::Expr(expression) => Some(convert_later(expression, filled.span, declared)),
        _ => Some(filled),
    }
}

/// Whether azd would fill something in, at any depth: then the file is azd's.
pub fn has_placeholders(value: &Node) -> bool {
    match &value.kind {
        NodeKind::String(text) => Placeholders::parse(text).is_some(),
        NodeKind::Array(items) => items.iter().any(has_placeholders),
        NodeKind::Object(object) => object.members.iter().any(|member| has_placeholders(&member.value)),
        _ => false,
    }
}

fn fill_node(node: &Node, lookup: &dyn Fn(&str) -> Option<String>) -> Node {
    let kind = match &node.kind {
        NodeKind::String(text) => match Placeholders::parse(text) {
            Some(placeholders) => text_of(&placeholders.fill(lookup), node.span),
            None => return node.clone(),
        },
        NodeKind::Array(items) => NodeKind::Array(items.iter().map(|item| fill_node(item, lookup)).collect()),
        NodeKind::Object(object) => {
            let fill_member = |member: &Member| Member { value: fill_node(&member.value, lookup), ..member.clone() };
            NodeKind::Object(Arc::new(crate::Object { members: object.members.iter().map(fill_member).collect() }))
        }
        _ => return node.clone(),
    };
    Node { span: node.span, kind }
}

fn text_of(pieces: &[Filled], span: Span) -> NodeKind {
    let part = |piece: &Filled| match piece {
        Filled::Text(text) => Expr::string(span, text.as_str()),
        Filled::Unset { name, change } => {
            let variable = Expr::call(span, "readEnvironmentVariable", vec![Expr::string(span, name.as_str())]);
            match change {
                Change::None => variable,
                Change::Lower => Expr::call(span, "toLower", vec![variable]),
                Change::Upper => Expr::call(span, "toUpper", vec![variable]),
                Change::Other => Expr { span, kind: crate::ExprKind::Unreadable },
            }
        }
        Filled::Command(_) => Expr { span, kind: crate::ExprKind::Unreadable },
    };
    match pieces {
        [Filled::Text(text)] => NodeKind::String(text.as_str().into()),
        [piece] => NodeKind::Expr(Arc::new(part(piece))),
        pieces => NodeKind::Expr(Arc::new(Expr::call(span, "concat", pieces.iter().map(part).collect()))),
    }
}

fn convert(text: &str, declared: Option<TypeName>, node: &Node) -> Option<Node> {
    let span = node.span;
    let kind = match declared {
        Some(TypeName::Bool) => match text {
            "1" | "t" | "T" | "TRUE" | "true" | "True" => NodeKind::Bool(true),
            "0" | "f" | "F" | "FALSE" | "false" | "False" => NodeKind::Bool(false),
            _ => return None,
        },
        Some(TypeName::Int) => NodeKind::Int(text.parse().ok()?),
        Some(TypeName::Array | TypeName::Object | TypeName::SecureObject) if !text.is_empty() => {
            match read_data(text, span.file) {
                (Some(parsed), found) if found.is_empty() => return Some(at(&parsed, span)),
                _ => NodeKind::Unreadable,
            }
        }
        Some(TypeName::Array | TypeName::Object | TypeName::SecureObject) => return None,
        _ => return Some(node.clone()),
    };
    Some(Node { span, kind })
}

fn convert_later(expression: &Arc<Expr>, span: Span, declared: Option<TypeName>) -> Node {
    let function = match declared {
        Some(TypeName::Bool) => "bool",
        Some(TypeName::Int) => "int",
        Some(TypeName::Array | TypeName::Object | TypeName::SecureObject) => "json",
        Some(TypeName::String | TypeName::SecureString) | None => {
            return Node { span, kind: NodeKind::Expr(expression.clone()) };
        }
    };
    let converted = Expr::call(span, function, vec![expression.as_ref().clone()]);
    Node { span, kind: NodeKind::Expr(Arc::new(converted)) }
}

/// The same tree, all of it at one place: it was read from a text inside a text.
fn at(node: &Node, span: Span) -> Node {
    let kind = match &node.kind {
        NodeKind::Array(items) => NodeKind::Array(items.iter().map(|item| at(item, span)).collect()),
        NodeKind::Object(object) => {
            let member =
                |member: &Member| Member { key: member.key.clone(), key_span: span, value: at(&member.value, span) };
            NodeKind::Object(Arc::new(crate::Object { members: object.members.iter().map(member).collect() }))
        }
        other => other.clone(),
    };
    Node { span, kind }
}

#[cfg(test)]
mod tests {
    use ringfence_source::Sources;

    use super::*;
    use crate::to_json;

    fn given(text: &str) -> (String, usize) {
        let mut sources = Sources::default();
        let file = sources.add("main.parameters.json", text);
        let (values, diagnostics) = read_parameters(text, file);
        let shown = values.iter().map(|value| {
            let given = match &value.given {
                Given::Value(node) => to_json(node),
                Given::KeyVault(reference) => {
                    format!("secret {:?}", reference.secret_name.as_ref().and_then(Node::as_str))
                }
                Given::Expression(node) => format!("expression {}", to_json(node)),
            };
            format!("{}={given}", value.name)
        });
        (shown.collect::<Vec<_>>().join(" "), diagnostics.len())
    }

    #[test]
    fn files_are_read_in_either_form() {
        let cases = [
            (
                r#"{"$schema": "x#", "parameters": {"a": {"value": 1}, "b": {"value": [true]}}}"#,
                "a=1 b=[\n  true\n]",
                0,
            ),
            (r#"{"a": {"value": "x"}}"#, "a=\"x\"", 0),
            (r#"{"parameters": {"a": {"value": "[newGuid()]"}}}"#, "a=\"[[newGuid()]\"", 0),
            (
                r#"{"parameters": {"a": {"reference": {"keyVault": {"id": "/x"}, "secretName": "s"}}}}"#,
                "a=secret Some(\"s\")",
                0,
            ),
            (
                r#"{"parameters": {"a": {"expression": "[int(externalInputs('x_0'))]"}}}"#,
                "a=expression \"[int(externalInputs('x_0'))]\"",
                0,
            ),
            (r#"{"parameters": {"a": {"expression": "[int(]"}}}"#, "a=expression null", 1),
            (r#"{"parameters": {"a": {}, "b": 1, "c": {"value": null}}}"#, "c=null", 2),
            (r#"{"parameters": []}"#, "", 1),
            (r#"{"$schema": "x"}"#, "", 0),
            ("[]", "", 1),
            ("", "", 1),
        ];
        for (text, values, errors) in cases {
            assert_eq!(given(text), (values.to_owned(), errors), "{text}");
        }
    }

    #[test]
    fn placeholders_become_values_of_the_declared_type() {
        let lookup = |name: &str| {
            let known = [("YES", "True"), ("N", "42"), ("LIST", "[\"a\", 1]"), ("TEXT", "hi"), ("EMPTY", "")];
            known.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
        };
        use TypeName::{Array, Bool, Int, Object, String};
        let cases = [
            (r#""${TEXT}""#, Some(String), Some(r#""hi""#)),
            (r#""${EMPTY}""#, Some(String), Some(r#""""#)),
            (r#""${YES}""#, Some(Bool), Some("true")),
            (r#""${TEXT}""#, Some(Bool), None),
            (r#""${UNSET=false}""#, Some(Bool), Some("false")),
            (r#""${UNSET}""#, Some(Bool), Some(r#""[bool(readEnvironmentVariable('UNSET'))]""#)),
            (r#""${N}""#, Some(Int), Some("42")),
            (r#""${TEXT}""#, Some(Int), None),
            (r#""${LIST}""#, Some(Array), Some("[\n  \"a\",\n  1\n]")),
            (r#""${EMPTY}""#, Some(Object), None),
            (r#""${TEXT}""#, Some(Object), Some("null")),
            (r#""${UNSET}""#, Some(Array), Some(r#""[json(readEnvironmentVariable('UNSET'))]""#)),
            (r#""x-${UNSET}-${TEXT}""#, None, Some(r#""[concat('x-', readEnvironmentVariable('UNSET'), '-hi')]""#)),
            (r#""${UNSET^^}""#, None, Some(r#""[toUpper(readEnvironmentVariable('UNSET'))]""#)),
            (r#"{"a": ["${TEXT}"]}"#, Some(Object), Some("{\n  \"a\": [\n    \"hi\"\n  ]\n}")),
            ("true", Some(Bool), Some("true")),
        ];
        let mut sources = Sources::default();
        for (text, declared, expected) in cases {
            let file = sources.add("values.json", text);
            let node = read_data(text, file).0.unwrap();
            let filled = fill_placeholders(&node, declared, &lookup);
            assert_eq!(filled.as_ref().map(to_json).as_deref(), expected, "{text} as {declared:?}");
        }
    }
}
