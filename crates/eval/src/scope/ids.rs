//! `resourceId` and its siblings; names and types as segments.
//!
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#resourceid>

use ringfence_arm::Expr;
use ringfence_estate::{Concat, Domain, Kind, OriginId, Piece, ResourceId, Scope, Term, Value, map_cases};

use crate::evaluate::{Context, Engine, Special};

impl Engine<'_, '_> {
    pub(super) fn id_function(
        &mut self,
        expr: &Expr,
        name: &str,
        special: Special,
        args: &[Value],
        origin: OriginId,
        context: &Context,
    ) -> Value {
        let scope = self.scope(context);
        map_cases(args, origin, |args, guard| {
            let place = context.under(guard);
            match build(name, special, args, &scope) {
                Ok(Some(id)) => id.to_value(origin),
                // The type is not known: the id is one string of which nothing is known.
                Ok(None) => Value::term(Term::call(name, args.to_vec(), Domain::STRING), origin),
                Err(message) => {
                    let help = "give one name for each segment of the type after the namespace";
                    self.error(&place, "resource-id", expr.span, message, help)
                }
            }
        })
    }
}

fn build(name: &str, special: Special, args: &[Value], own: &Scope) -> Result<Option<ResourceId>, String> {
    let needs = |what: &str| format!("`{name}` needs {what}");
    let (scope, kind, names) = match special {
        Special::ExtensionResourceId => {
            let [target, kind, names @ ..] = args else { return Err(needs("a resource id, a type and names")) };
            let target = segmented(target);
            let scope = Scope::parse(&target).unwrap_or(Scope::Opaque(target));
            (scope, kind, names)
        }
        Special::TenantResourceId => {
            let [kind, names @ ..] = args else { return Err(needs("a type and names")) };
            (Scope::Tenant, kind, names)
        }
        Special::ManagementGroupResourceId => {
            let at = type_position(args).unwrap_or(0);
            let [before, kind, names] = parts(args, at).ok_or_else(|| needs("a type and names"))?;
            let scope = match (before, own) {
                ([group], _) => Scope::ManagementGroup(group.as_segment()),
                ([], Scope::ManagementGroup(_)) => own.clone(),
                _ => {
                    let unknown = Term::call("managementGroup", [], Domain::SEGMENT);
                    Scope::ManagementGroup(Value::synthetic(Kind::Term(unknown)))
                }
            };
            let [kind] = kind else { return Err(needs("a type and names")) };
            (scope, kind, names)
        }
        Special::SubscriptionResourceId => {
            let at = type_position(args).unwrap_or(0);
            let [before, kind, names] = parts(args, at).ok_or_else(|| needs("a type and names"))?;
            let [kind] = kind else { return Err(needs("a type and names")) };
            let scope = match (before, own) {
                ([subscription], _) => Scope::Subscription(subscription.as_segment()),
                (_, Scope::ResourceGroup { subscription, .. } | Scope::Subscription(subscription)) => {
                    Scope::Subscription(subscription.clone())
                }
                _ => return Err(format!("`{name}` needs a subscription where the template is not deployed to one")),
            };
            (scope, kind, names)
        }
        _ => {
            let Some(at) = type_position(args) else {
                return match args.iter().any(|arg| matches!(arg.kind, Kind::Term(_))) {
                    true => Ok(None),
                    false => Err(needs("a resource type such as 'Microsoft.Storage/storageAccounts' and names")),
                };
            };
            let [before, kind, names] = parts(args, at).ok_or_else(|| needs("a type and names"))?;
            let [kind] = kind else { return Err(needs("a type and names")) };
            let scope = match (before, own) {
                ([], own) => own.clone(),
                ([group], Scope::ResourceGroup { subscription, .. } | Scope::Subscription(subscription)) => {
                    // At a subscription the one argument before the type is a subscription id.
                    match own {
                        Scope::ResourceGroup { .. } => {
                            Scope::ResourceGroup { subscription: subscription.clone(), name: group.as_segment() }
                        }
                        _ => Scope::Subscription(group.as_segment()),
                    }
                }
                ([subscription, group], _) => {
                    Scope::ResourceGroup { subscription: subscription.as_segment(), name: group.as_segment() }
                }
                _ => return Err(needs("at most a subscription and a resource group before the type")),
            };
            (scope, kind, names)
        }
    };
    let Some(kind) = kind.as_str() else { return Ok(None) };
    let kind = kind.trim_matches('/');
    let segments = kind.split('/').count();
    if segments < 2 {
        return Err(format!("`{kind}` is no resource type: it has no namespace"));
    }
    if segments - 1 != names.len() {
        let (have, need) = (names.len(), segments - 1);
        return Err(format!("`{name}`: the type `{kind}` needs {need} names, not {have}"));
    }
    Ok(Some(ResourceId::new(scope, kind, names.to_vec())))
}

/// The arguments before the type, the type, and those after it.
fn parts(args: &[Value], at: usize) -> Option<[&[Value]; 3]> {
    Some([args.get(..at)?, args.get(at..at + 1)?, args.get(at + 1..)?])
}

/// The first of the arguments that can be a type: no subscription id and no group name holds a `/`.
fn type_position(args: &[Value]) -> Option<usize> {
    args.iter().take(3).position(|arg| arg.as_str().is_some_and(|text| text.contains('/')))
}

/// The segments of a name; each unknown part is taken to be within one, as design's names are.
pub(crate) fn split_name(name: &Value) -> Option<Vec<Value>> {
    let pieces = match &name.kind {
        Kind::String(text) if !text.contains('/') => return Some(vec![name.clone()]),
        Kind::String(text) => return Some(text.split('/').map(|part| Value::string(part, name.origin)).collect()),
        _ => name.pieces()?,
    };
    let mut segments = Vec::new();
    let mut current = Concat::default();
    for piece in pieces {
        match piece {
            Piece::Literal(text) => {
                for (at, part) in text.split('/').enumerate() {
                    if at > 0 {
                        segments.push(std::mem::take(&mut current).finish(name.origin).as_segment());
                    }
                    current.push_str(part);
                }
            }
            Piece::Term(term) => current.push_term(&term),
        }
    }
    segments.push(current.finish(name.origin).as_segment());
    Some(segments)
}

/// An id put together from text and unknown strings: each of these is within one segment.
///
/// Azure refuses an id whose segments do not match its type, so that a `/` inside one could not be deployed. What starts
/// with an unknown string may be anything.
pub(crate) fn segmented(value: &Value) -> Value {
    let is_id = |text: &str| ["/subscriptions/", "/providers/"].iter().any(|start| text.starts_with(start));
    if value.literal_start().is_some_and(is_id) { value.as_segment() } else { value.clone() }
}

/// The namespace of a type and its segments; a child's type in its parent has no namespace.
pub(crate) fn split_type(kind: &str) -> (&str, Vec<&str>) {
    let mut parts = kind.trim_matches('/').split('/');
    (parts.next().unwrap_or(""), parts.collect())
}
