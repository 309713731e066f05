//! Whether a given value fits the declared type, and azd's strings turned into that type.
//!
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/parameters>

use ringfence_arm::{Additional, Template, TypeName, TypeSchema};
use ringfence_estate::{Case, Kind, OriginId, Sameness, Value};

use super::{literals, resolve};

/// How deep the members of a value are checked.
const MAX_DEPTH: usize = 16;

/// What is wrong with a given value.
pub(super) struct Problem {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: String,
    pub(super) origin: OriginId,
}

/// A string where another type is declared, as azd and the command line give it: read as JSON.
///
/// azd substitutes text into the parameters file and leaves the conversion to the declared type:
/// <https://learn.microsoft.com/azure/developer/azure-developer-cli/manage-environment-variables>.
pub(super) fn coerce(schema: &TypeSchema, value: Value) -> Value {
    let Some(text) = value.as_str().map(str::trim) else { return value };
    let kind = match schema.name() {
        Some(TypeName::Bool) if text.eq_ignore_ascii_case("true") => Kind::Bool(true),
        Some(TypeName::Bool) if text.eq_ignore_ascii_case("false") => Kind::Bool(false),
        Some(TypeName::Int) => match text.parse() {
            Ok(number) => Kind::Int(number),
            Err(_) => return value,
        },
        Some(TypeName::Array) if text.starts_with('[') => return json(text, &value),
        Some(TypeName::Object | TypeName::SecureObject) if text.starts_with('{') => return json(text, &value),
        _ => return value,
    };
    Value::new(kind, value.origin)
}

fn json(text: &str, value: &Value) -> Value {
    let file = ringfence_source::Sources::default().add("", text);
    let (node, problems) = ringfence_arm::read_json(text, file);
    match node {
        Some(node) if problems.is_empty() => super::file::literal(&node, value.origin).unwrap_or_else(|| value.clone()),
        _ => value.clone(),
    }
}

/// Reports each way in which `value` does not fit. What is inside of a secure value is never shown.
pub(super) fn problems(
    name: &str,
    schema: &TypeSchema,
    value: &Value,
    template: Option<&Template>,
    report: &mut dyn FnMut(Problem),
) {
    let inside = Inside { template, secure: false, depth: 0 };
    inside.problems(name, schema, value, report);
}

/// What a member is in.
#[derive(Clone, Copy)]
struct Inside<'t> {
    template: Option<&'t Template>,
    secure: bool,
    depth: usize,
}

impl Inside<'_> {
    fn problems(self, name: &str, schema: &TypeSchema, value: &Value, report: &mut dyn FnMut(Problem)) {
        let secure = self.secure || schema.name().is_some_and(TypeName::is_secure);
        let inside = Self { secure, depth: self.depth + 1, ..self };
        if let Some(problem) = own_problems(name, schema, value, secure, report) {
            return report(problem);
        }
        if self.depth < MAX_DEPTH {
            inside.members(name, schema, value, report);
        }
    }

    fn members(self, name: &str, schema: &TypeSchema, value: &Value, report: &mut dyn FnMut(Problem)) {
        let resolved = |schema: &TypeSchema| self.template.map_or_else(|| schema.clone(), |all| resolve(all, schema));
        match &value.kind {
            Kind::Object(object) => {
                for property in schema.properties.iter() {
                    let inner = resolved(&property.schema);
                    let path = format!("{name}.{}", property.name);
                    match object.member(&property.name) {
                        Some(member) => self.problems(&path, &inner, &member.value, report),
                        None if inner.nullable || object.rest.is_some() || schema.discriminator.is_some() => {}
                        None => report(Problem {
                            code: "missing-property",
                            message: format!("`{path}` is missing"),
                            help: "add it: the parameter's type requires it".into(),
                            origin: value.origin,
                        }),
                    }
                }
            }
            Kind::Array(array) => {
                if let Additional::Of(inner) = &schema.items {
                    let inner = resolved(inner);
                    let rest = array.elements.iter().enumerate().skip(schema.prefix_items.len());
                    for (at, element) in rest.take(1000) {
                        self.problems(&format!("{name}[{at}]"), &inner, &element.value, report);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Reports what is wrong with a value apart from its members, or returns that its type is wrong, which ends the matter.
fn own_problems(
    name: &str,
    schema: &TypeSchema,
    value: &Value,
    secure: bool,
    report: &mut dyn FnMut(Problem),
) -> Option<Problem> {
    let problem = |code, message, help| Problem { code, message, help, origin: value.origin };
    if matches!(value.kind, Kind::Term(_) | Kind::Cases(_)) {
        return None;
    }
    if value.is_null_or_omitted() {
        let wrong = !schema.nullable && schema.name().is_some();
        let help = "give it a value or leave it out".to_owned();
        return wrong.then(|| problem(WRONG_TYPE, format!("`{name}` cannot be null"), help));
    }
    if let Some(expected) = schema.name()
        && !fits(expected, value)
    {
        let message = format!("`{name}` is {}, not of type {}", crate::evaluate::article(value), expected.as_str());
        return Some(problem(WRONG_TYPE, message, format!("give a value of type {}", expected.as_str())));
    }
    let mut say = |code, message, help| report(problem(code, message, help));
    allowed(name, schema, value, secure, &mut say);
    bounds(name, schema, value, secure, &mut say);
    None
}

/// The code of a problem after which the value is not used.
pub(super) const WRONG_TYPE: &str = "wrong-type";

fn fits(expected: TypeName, value: &Value) -> bool {
    match expected {
        TypeName::Bool => value.as_bool().is_some(),
        TypeName::Int => value.as_int().is_some(),
        TypeName::Array => value.as_array().is_some(),
        TypeName::Object | TypeName::SecureObject => value.as_object().is_some(),
        TypeName::String | TypeName::SecureString => value.as_str().is_some(),
    }
}

/// An array fits when each of its elements is allowed, else the value itself must be.
fn allowed(
    name: &str,
    schema: &TypeSchema,
    value: &Value,
    secure: bool,
    say: &mut dyn FnMut(&'static str, String, String),
) {
    let Some(choices) = schema.allowed.as_ref().and_then(|allowed| literals(allowed)) else { return };
    let is_choice =
        |value: &Value| choices.iter().any(|choice| choice.same(value, Case::Insensitive) != Sameness::Different);
    let fine = match value.as_array() {
        Some(array) => array.elements.iter().all(|element| is_choice(&element.value)),
        None => is_choice(value),
    };
    if !fine {
        let shown: Vec<String> = choices.iter().take(12).map(|choice| format!("`{choice}`")).collect();
        let what = if secure { "the given value".to_owned() } else { format!("`{value}`") };
        say("not-allowed", format!("{what} is not allowed for `{name}`"), format!("use {}", shown.join(", ")));
    }
}

fn bounds(
    name: &str,
    schema: &TypeSchema,
    value: &Value,
    secure: bool,
    say: &mut dyn FnMut(&'static str, String, String),
) {
    let (measure, least, most, what) = match &value.kind {
        Kind::Int(number) => (Some(*number), schema.min_value, schema.max_value, "value"),
        Kind::String(text) => {
            (i64::try_from(text.encode_utf16().count()).ok(), schema.min_length, schema.max_length, "length")
        }
        Kind::Array(array) => {
            let count = array.count().and_then(|count| i64::try_from(count).ok());
            (count, schema.min_length, schema.max_length, "length")
        }
        _ => return,
    };
    let Some(measure) = measure else { return };
    let actual = if secure { "out of range".to_owned() } else { measure.to_string() };
    let message = || format!("the {what} of `{name}` is {actual}");
    if let Some(least) = least.filter(|least| measure < *least) {
        say("out-of-range", message(), format!("it must be at least {least}"));
    }
    if let Some(most) = most.filter(|most| measure > *most) {
        say("out-of-range", message(), format!("it must be at most {most}"));
    }
}
