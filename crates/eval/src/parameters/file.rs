//! What a parameters file gives.
//!
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/parameter-files>

use std::sync::Arc;

use ringfence_arm::{Given, Node, NodeKind, ParameterValue, Template, fill_placeholders, has_placeholders};
use ringfence_estate::{Array, Atom, Cause, Domain, Element, Kind, Member, Object, OriginId, Term, Value};

use crate::evaluate::{GivenParameter, GivenValue};

/// The parameters that a parameters file gives to a template, with azd's `${NAME}` filled in from `lookup`.
///
/// A text of another type is left as it is, for the evaluator to report, except that azd, whose placeholders say that a
/// file is its own, leaves such a parameter out. A variable that `lookup` does not know and that has no default is an atom. A secret of a key vault is a value that
/// exists only once it is deployed.
pub fn given_parameters(
    values: &[ParameterValue],
    template: &Node,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Vec<GivenParameter> {
    // The evaluator reads the template again and reports what is wrong with it.
    let template = Template::read(template, &mut Vec::new());
    let of_azd = values.iter().any(|own| matches!(&own.given, Given::Value(node) if has_placeholders(node)));
    let given = values.iter().filter_map(|own| {
        let value = match &own.given {
            Given::Value(node) => {
                let declared = template.parameter(&own.name);
                let declared = declared.and_then(|declared| super::resolve(&template, &declared.schema).name());
                GivenValue::Node(match fill_placeholders(node, declared, lookup) {
                    Some(Node { kind: NodeKind::Unreadable, .. }) => node.clone(),
                    Some(filled) => filled,
                    None if of_azd => return None,
                    None => node.clone(),
                })
            }
            Given::Expression(node) => GivenValue::Node(node.clone()),
            Given::KeyVault(reference) => {
                let text = |node: &Option<Node>| node.as_ref().and_then(Node::as_str).unwrap_or("?").to_owned();
                GivenValue::Value(secret_of(&text(&reference.vault), &text(&reference.secret_name), &own.name))
            }
        };
        Some(GivenParameter { name: own.name.clone(), value, span: own.name_span })
    });
    given.collect()
}

/// A secret of a key vault: `{"keyVault": {"id": …}, "secretName": …}`.
///
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/key-vault-parameter>
pub(crate) fn secret(reference: &Node, parameter: &str) -> Value {
    let text = |path: &[&str]| {
        let found = path.iter().try_fold(reference, |node, name| node.get(name));
        found.and_then(Node::as_str).unwrap_or("?").to_owned()
    };
    secret_of(&text(&["keyVault", "id"]), &text(&["secretName"]), parameter)
}

fn secret_of(vault: &str, name: &str, parameter: &str) -> Value {
    let call = format!("getSecret('{vault}', '{name}')");
    let atom = Atom::new(&call, &format!("the secret for {parameter}"), "", Cause::RunTime);
    Value::term(Term::atom(atom, Domain::STRING), OriginId::NONE)
}

/// A literal node as a value, all of it from one place; none if it holds an expression.
pub(crate) fn literal(node: &Node, origin: OriginId) -> Option<Value> {
    let kind = match &node.kind {
        NodeKind::Null => Kind::Null,
        NodeKind::Bool(value) => Kind::Bool(*value),
        NodeKind::Int(value) => Kind::Int(*value),
        NodeKind::Number(text) => Kind::Number(text.clone()),
        NodeKind::String(text) => Kind::String(text.clone()),
        NodeKind::Array(items) => {
            let elements = items.iter().map(|item| literal(item, origin).map(Element::one));
            Kind::Array(Arc::new(Array { elements: elements.collect::<Option<_>>()? }))
        }
        NodeKind::Object(object) => {
            let members = object
                .members
                .iter()
                .map(|member| Some(Member::new(member.name()?, origin, literal(&member.value, origin)?)));
            Kind::Object(Arc::new(Object { members: members.collect::<Option<_>>()?, rest: None }))
        }
        NodeKind::Expr(_) | NodeKind::Unreadable => return None,
    };
    Some(Value::new(kind, origin))
}
