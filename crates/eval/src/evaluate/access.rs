//! Members and elements of values: `base.name`, `base[index]`.

use ringfence_estate::{Domain, ElementKind, Kind, Term, Value};
use ringfence_source::Span;

use super::engine::{Context, Engine};

/// How a value is looked into.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// The member's name, or the index.
    pub(crate) key: Value,
    /// Where it stands.
    pub(crate) span: Span,
    /// Whether a missing member is `null` rather than an error.
    pub(crate) safe: bool,
}

impl Engine<'_, '_> {
    /// Looks into `base`, case by case.
    pub(crate) fn access(&mut self, base: &Value, link: &Link, context: &Context) -> Value {
        if !matches!(base.kind, Kind::Cases(_)) && !matches!(link.key.kind, Kind::Cases(_)) {
            return self.access_one(base, &link.key, link, context);
        }
        let mut cases = Vec::new();
        for (guard, base) in base.each_case() {
            for (key_guard, key) in link.key.each_case() {
                let both = guard.and(key_guard);
                let place = context.under(&both);
                if !place.guard.is_never() {
                    cases.push((both, self.access_one(base, key, link, &place)));
                }
            }
        }
        Value::cases(cases, base.origin)
    }

    fn access_one(&mut self, base: &Value, key: &Value, link: &Link, context: &Context) -> Value {
        let from_start = counted_from_end(base, key);
        let key = from_start.as_ref().unwrap_or(key);
        match (&base.kind, &key.kind) {
            (Kind::Object(object), Kind::String(name)) => {
                // A member of exactly this name comes before one that differs in case.
                let exact = object.members.iter().find(|member| member.name == *name);
                let found = exact.map_or_else(|| object.get(name, base.origin), |member| member.value.clone());
                if !found.is_omitted() {
                    return found;
                }
                if link.safe {
                    return Value::new(Kind::Null, base.origin);
                }
                let names: Vec<_> = object.members.iter().take(12).map(|member| format!("`{}`", member.name)).collect();
                let help = if names.is_empty() { String::new() } else { format!("it has {}", names.join(", ")) };
                self.error(context, "no-such-property", link.span, format!("there is no property `{name}` here"), &help)
            }
            (Kind::Array(array), Kind::Int(index)) => {
                let wanted = usize::try_from(*index).ok();
                if let Some(items) = array.items() {
                    return match wanted.and_then(|at| items.get(at)) {
                        Some(item) => (*item).clone(),
                        None if link.safe => Value::new(Kind::Null, base.origin),
                        None => {
                            let message = format!("there is no element {index}: the array has {}", items.len());
                            self.error(context, "no-such-element", link.span, message, "count from 0")
                        }
                    };
                }
                let certain = array
                    .elements
                    .iter()
                    .take_while(|element| element.guard.is_always() && matches!(element.kind, ElementKind::One));
                match wanted.and_then(|at| certain.take(at + 1).nth(at)) {
                    Some(element) => element.value.clone(),
                    None => self.element(base, key, context, link.span),
                }
            }
            (Kind::Array(array), Kind::Term(_)) => match array.items().as_deref() {
                // Whatever the index is, it is one of equal elements.
                Some([first, rest @ ..]) if rest.iter().all(|item| item == first) => (*first).clone(),
                _ => self.element(base, key, context, link.span),
            },
            (Kind::Array(_), Kind::Object(_)) => self.element(base, key, context, link.span),
            (Kind::Object(_), Kind::Term(_)) => self.element(base, key, context, link.span),
            (Kind::Term(term), _) => self.access_term(base, term, key, link, context),
            (Kind::Null | Kind::Omitted, _) if link.safe => Value::new(Kind::Null, base.origin),
            (Kind::Array(_), _) if link.safe && key.as_str().is_some() => Value::new(Kind::Null, base.origin),
            _ => {
                let message = format!("{} has no {}", article(base), key_label(key));
                self.error(context, "no-such-property", link.span, message, "")
            }
        }
    }

    fn access_term(&mut self, base: &Value, term: &Term, key: &Value, link: &Link, context: &Context) -> Value {
        let fits = match term.domain() {
            Domain::Any => true,
            Domain::Object => !matches!(key.kind, Kind::Int(_)),
            Domain::Array { .. } => key.as_str().is_none(),
            _ => false,
        };
        if !fits {
            if link.safe {
                return Value::new(Kind::Null, base.origin);
            }
            let message = format!("{} has no {}", article(base), key_label(key));
            return self.error(context, "no-such-property", link.span, message, "");
        }
        let inner = match key.as_str() {
            Some(name) => term.property(name),
            None => term.index(key.clone()),
        };
        // The safe form may also be null, which a term of any domain includes.
        Value::new(Kind::Term(inner), base.origin)
    }

    /// An element that cannot be told from others.
    fn element(&mut self, base: &Value, key: &Value, context: &Context, span: Span) -> Value {
        let origin = self.origin(span, context);
        Value::term(Term::call("element", [base.clone(), key.clone()], Domain::Any), origin)
    }
}

/// `{value: 1, fromEnd: true}`, as Bicep writes `[?^1]`: the last element is 1 from the end.
///
/// <https://learn.microsoft.com/azure/azure-resource-manager/bicep/operators-access#reverse-index-accessor>
fn counted_from_end(base: &Value, key: &Value) -> Option<Value> {
    let Kind::Object(_) = &key.kind else { return None };
    let at = key.get("value").as_int()?;
    if key.get("fromEnd").as_bool() != Some(true) {
        return Some(Value::new(Kind::Int(at), key.origin));
    }
    let count = i64::try_from(base.as_array()?.items()?.len()).ok()?;
    // No element is as far as -1, whatever is beyond it.
    let at = count.checked_sub(at).filter(|from_start| (0..count).contains(from_start)).unwrap_or(-1);
    Some(Value::new(Kind::Int(at), key.origin))
}

fn key_label(key: &Value) -> String {
    match &key.kind {
        Kind::String(name) => format!("property `{name}`"),
        Kind::Int(index) => format!("element {index}"),
        _ => "elements".into(),
    }
}

/// The type of a value with its article.
pub(crate) fn article(value: &Value) -> &'static str {
    match &value.kind {
        Kind::Null | Kind::Omitted => "null",
        Kind::Bool(_) => "a boolean",
        Kind::Int(_) | Kind::Number(_) => "a number",
        Kind::String(_) => "a string",
        Kind::Array(_) => "an array",
        Kind::Object(_) => "an object",
        Kind::Cases(_) => "a value that depends on a choice",
        Kind::Term(term) => match term.domain() {
            Domain::Bool => "a boolean",
            Domain::Int { .. } => "a number",
            Domain::String { .. } => "a string",
            Domain::Array { .. } => "an array",
            Domain::Object => "an object",
            Domain::Any | Domain::OneOf(_) => "an unknown value",
        },
    }
}
