//! Parameters: what is given, what defaults say, and what is left open.

mod check;
mod file;
mod free;
mod program;

use std::sync::Arc;

use ringfence_arm::{Node, Template, TypeName, TypeRef, TypeSchema};
use ringfence_estate::{Atom, Cause, Domain, Guard, Kind, OriginId, Term, Value};
use ringfence_source::{Diagnostic, Span};

use crate::evaluate::{Context, Engine, Given, Parameter};

pub use file::given_parameters;
pub(crate) use file::secret;
pub use free::{is_pattern, switches};

/// A type with its `$ref` followed.
pub(crate) type Schema = TypeSchema;

/// How many `$ref` are followed; a longer way is a circle.
const MAX_REFERENCES: usize = 32;

/// The type that `schema` means: that of its `$ref`, with what stands beside the `$ref`.
pub(crate) fn resolve(template: &Template, schema: &TypeSchema) -> Schema {
    let mut found = schema.clone();
    for _ in 0..MAX_REFERENCES {
        let TypeRef::Reference(pointer) = &found.type_ else { break };
        let Some(target) = template.definition(pointer) else { break };
        let mut next = target.clone();
        next.nullable |= found.nullable;
        next.allowed = found.allowed.or(next.allowed);
        next.min_value = found.min_value.or(next.min_value);
        next.max_value = found.max_value.or(next.max_value);
        next.min_length = found.min_length.or(next.min_length);
        next.max_length = found.max_length.or(next.max_length);
        found = next;
    }
    found
}

/// What values the type allows.
pub(crate) fn domain(schema: &Schema) -> Domain {
    let length = |bound: Option<i64>| bound.and_then(|bound| u32::try_from(bound).ok());
    if schema.nullable {
        return Domain::Any;
    }
    let literals = || schema.allowed.as_ref().and_then(|allowed| literals(allowed));
    match schema.name() {
        Some(TypeName::Bool) => Domain::Bool,
        Some(TypeName::Array) => {
            Domain::Array { min: length(schema.min_length).unwrap_or(0), max: length(schema.max_length) }
        }
        Some(TypeName::Object | TypeName::SecureObject) => Domain::Object,
        Some(TypeName::Int) => match literals() {
            Some(values) => Domain::OneOf(values),
            None => Domain::Int { min: schema.min_value, max: schema.max_value },
        },
        Some(TypeName::String | TypeName::SecureString) => match literals() {
            Some(values) => Domain::OneOf(values),
            None => Domain::String {
                min: length(schema.min_length).unwrap_or(0),
                max: length(schema.max_length),
                segment: false,
            },
        },
        None => literals().map_or(Domain::Any, Domain::OneOf),
    }
}

/// The most allowed values that are told apart.
const MAX_ALLOWED: usize = ringfence_estate::MAX_CASES;

fn literals(allowed: &[Node]) -> Option<Arc<[Value]>> {
    use ringfence_arm::NodeKind;
    if allowed.is_empty() || allowed.len() > MAX_ALLOWED {
        return None;
    }
    let literal = |node: &Node| match &node.kind {
        NodeKind::String(text) => Some(Value::synthetic(Kind::String(text.clone()))),
        NodeKind::Int(value) => Some(Value::synthetic(Kind::Int(*value))),
        NodeKind::Bool(value) => Some(Value::synthetic(Kind::Bool(*value))),
        _ => None,
    };
    allowed.iter().map(literal).collect()
}

impl Engine<'_, '_> {
    /// The value of a parameter: what was given, else its default, else an atom.
    pub(crate) fn evaluate_parameter(&mut self, frame: usize, name: &str) -> Value {
        let Some(own) = self.own_context(frame) else { return Value::synthetic(Kind::Null) };
        let Some(parameter) = self.frames.get(frame).and_then(|frame| frame.parameters.get(name)) else {
            return Value::synthetic(Kind::Null);
        };
        let (schema, given) = (parameter.schema.clone(), parameter.given.clone());
        let (name, span, default) = (parameter.name.clone(), parameter.name_span, parameter.default.clone());
        match given {
            Given::Free => self.open(frame, &name, &schema, span, &own),
            Given::Value(value) => {
                let value = self.checked(&name, &schema, value, span, &own);
                self.guarded(&name, &schema, value, &own)
            }
            Given::Node(node, context) => {
                let value = self.node(&node, &context);
                // An explicit null asks for the default where there is one, as an omitted parameter does: Bicep's types let
                // null through for parameters with defaults (`DeclaredTypeManager.cs` of https://github.com/Azure/bicep,
                // "implicit nullability for optional parameters").
                if matches!(value.kind, Kind::Null) && !schema.nullable && default.is_some() {
                    return self.defaulted(frame, &name, &schema, default, span, &own);
                }
                let value = self.checked(&name, &schema, value, node.span, &context);
                self.guarded(&name, &schema, value, &own)
            }
            Given::Wrapped(node, context) => {
                let wrapped = self.node(&node, &context);
                let mut cases = Vec::new();
                for (guard, case) in wrapped.each_case() {
                    let inner = case.get("value");
                    let place = context.under(guard);
                    let value = if !inner.is_omitted() {
                        self.checked(&name, &schema, inner, node.span, &place)
                    } else if !case.get("reference").is_omitted() {
                        let what = format!("the secret for {name}");
                        self.unknown(&place, &what, Cause::RunTime, Domain::STRING, node.span)
                    } else if default.is_some() || schema.nullable {
                        self.defaulted(frame, &name, &schema, default.clone(), span, &own)
                    } else {
                        let message = format!("the parameter `{name}` of this module is given no value");
                        self.error(&place, "missing-parameter", node.span, message, "give it a `value`")
                    };
                    cases.push((guard.clone(), value));
                }
                let value = Value::cases(cases, wrapped.origin);
                self.guarded(&name, &schema, value, &own)
            }
            Given::Nothing if default.is_none() && !schema.nullable => {
                if frame > 0 && self.is_nested(frame) {
                    let message = format!("the parameter `{name}` of this module is given no value");
                    let at = self.call_span(frame).unwrap_or(span);
                    let diagnostic = Diagnostic::error("missing-parameter", at, message)
                        .with_help("add it to the module's parameters")
                        .with_related(span, "it is declared here, without a default");
                    self.report(&own, diagnostic);
                }
                self.open(frame, &name, &schema, span, &own)
            }
            Given::Nothing => self.defaulted(frame, &name, &schema, default, span, &own),
        }
    }

    fn defaulted(
        &mut self,
        frame: usize,
        name: &Arc<str>,
        schema: &Schema,
        default: Option<Node>,
        span: Span,
        own: &Context,
    ) -> Value {
        let value = match &default {
            Some(node) => self.node(node, own),
            None => Value::new(Kind::Null, self.origin(span, own)),
        };
        if let Some(frame) = self.frames.get_mut(frame) {
            frame.defaulted.push(name.clone());
        }
        let value = self.narrowed(schema, value);
        let origins = &mut self.estate.origins;
        let value = crate::evaluate::map_origins(&value, &mut |origin| origins.by_default(origin, name));
        self.guarded(name, schema, value, own)
    }

    /// An atom for a parameter that nobody gave a value.
    fn open(&mut self, frame: usize, name: &str, schema: &Schema, span: Span, own: &Context) -> Value {
        let key = self.frames.get(frame).map(|frame| frame.key.clone()).unwrap_or_default();
        let origin = self.origin(span, own);
        Value::term(Term::atom(Atom::parameter(name, &key), domain(schema)), origin)
    }

    /// A secret is an atom, so that no output can show it; how long it is stays known.
    fn guarded(&mut self, name: &str, schema: &Schema, value: Value, own: &Context) -> Value {
        if !schema.name().is_some_and(TypeName::is_secure) {
            return value;
        }
        let key = self.key(own);
        let mut count = 0usize;
        let mut hide = |text: &str| {
            if text.is_empty() {
                return Kind::String(text.into());
            }
            count += 1;
            let part = if count == 1 { String::new() } else { format!(" part {count}") };
            let length = u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
            let atom =
                Atom::new(&format!("parameters('{name}'){part}"), &format!("{name}{part}"), &key, Cause::NoValue);
            Kind::Term(Term::atom(atom, Domain::String { min: length, max: Some(length), segment: false }))
        };
        crate::evaluate::map_strings(&value, &mut hide)
    }

    /// A term of which only the parameter's type is known.
    pub(crate) fn narrowed(&mut self, schema: &Schema, value: Value) -> Value {
        if schema.nullable {
            return value;
        }
        let narrow = |value: &Value| {
            let Kind::Term(term) = &value.kind else { return value.clone() };
            if !matches!(term.domain(), Domain::Any) {
                return value.clone();
            }
            let domain = match schema.name() {
                Some(TypeName::Bool) => Domain::Bool,
                Some(TypeName::Int) => Domain::INT,
                Some(TypeName::Array) => Domain::ARRAY,
                Some(TypeName::Object | TypeName::SecureObject) => Domain::Object,
                Some(TypeName::String | TypeName::SecureString) => Domain::STRING,
                None => return value.clone(),
            };
            Value::term(term.within(domain), value.origin)
        };
        match &value.kind {
            Kind::Cases(cases) => {
                let cases: Vec<(Guard, Value)> =
                    cases.iter().map(|(guard, value)| (guard.clone(), narrow(value))).collect();
                Value::cases(cases, value.origin)
            }
            _ => narrow(&value),
        }
    }

    fn checked(&mut self, name: &str, schema: &Schema, value: Value, span: Span, context: &Context) -> Value {
        let value = check::coerce(schema, value);
        let value = self.narrowed(schema, value);
        let template = self.frames.get(context.frame).map(|frame| frame.template.clone());
        let template = template.as_deref();
        let mut problems = Vec::new();
        for (guard, case) in value.each_case() {
            check::problems(name, schema, case, template, &mut |problem| problems.push((guard.clone(), problem)));
        }
        // What is of the wrong type is said once; whatever would be made of it is unknown.
        let wrong = problems.iter().filter(|(_, problem)| problem.code == check::WRONG_TYPE);
        let wrong = wrong.fold(Guard::Never, |wrong, (guard, _)| wrong.or(guard));
        for (guard, problem) in problems {
            let at = self.span_of(problem.origin).unwrap_or(span);
            let place = context.under(&guard);
            let diagnostic = Diagnostic::error(problem.code, at, problem.message).with_help(problem.help);
            self.report(&place, diagnostic.with_related(schema.node.span, "the parameter is declared here"));
        }
        if wrong.is_never() {
            return value;
        }
        let text = format!("parameters('{name}') of its type");
        let atom = Atom::new(&text, name, &self.key(context), Cause::NoValue);
        let unknown = Value::term(Term::atom(atom, domain(schema)), self.origin(span, context));
        let right = wrong.not();
        Value::cases([(right.clone(), value.under(&right)), (wrong, unknown)], value.origin)
    }

    pub(crate) fn span_of(&self, origin: OriginId) -> Option<Span> {
        self.estate.origins.get(origin).span
    }

    /// Makes the slots of a template's parameters, and reports what is given for none of them.
    pub(crate) fn declare_parameters(
        &mut self,
        template: &Template,
        mut given: crate::evaluate::Names<(Given, Span)>,
        context: &Context,
    ) -> crate::evaluate::Names<Parameter> {
        let mut parameters = crate::evaluate::Names::default();
        for parameter in &template.parameters {
            let value = given.get_mut(&parameter.name).map(|(value, _)| value.clone()).unwrap_or(Given::Nothing);
            let slot = Parameter {
                schema: std::rc::Rc::new(resolve(template, &parameter.schema)),
                name: parameter.name.clone(),
                name_span: parameter.name_span,
                default: parameter.default.clone(),
                given: value,
                value: Default::default(),
            };
            parameters.insert(parameter.name.clone(), slot);
        }
        let extra: Vec<Arc<str>> = given.names().filter(|name| template.parameter(name).is_none()).cloned().collect();
        for name in extra {
            let Some((value, span)) = given.get(&name) else { continue };
            if matches!(value, Given::Free) {
                continue;
            }
            let names: Vec<_> = template.parameters.iter().take(12).map(|own| format!("`{}`", own.name)).collect();
            let help = match names.is_empty() {
                true => "it has no parameters".to_owned(),
                false => format!("it has {}", names.join(", ")),
            };
            let message = format!("the template has no parameter `{name}`");
            self.report(context, Diagnostic::error("no-such-parameter", *span, message).with_help(help));
        }
        parameters
    }
}
