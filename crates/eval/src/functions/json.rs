//! JSON text of values that are known, and back.

use std::fmt::Write;
use std::sync::Arc;

use ringfence_estate::{Kind, Member, Value};

use super::spec::{Answer, Problem, Site};

/// How deep values are written.
const MAX_DEPTH: usize = 100;

/// A value as compact JSON; none if a part of it is not known.
///
/// As Newtonsoft.Json writes it (<https://www.newtonsoft.com/json/help/html/T_Newtonsoft_Json_Formatting.htm>): no blanks;
/// quotes, backslashes and control characters are escaped.
pub(super) fn write(value: &Value) -> Option<String> {
    let mut out = String::new();
    write_into(&mut out, value, 0)?;
    Some(out)
}

fn write_into(out: &mut String, value: &Value, depth: usize) -> Option<()> {
    if depth > MAX_DEPTH {
        return None;
    }
    match &value.kind {
        Kind::Null => out.push_str("null"),
        Kind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Kind::Int(value) => write!(out, "{value}").ok()?,
        Kind::Number(text) => out.push_str(text),
        Kind::String(text) => write_text(out, text),
        Kind::Array(array) => {
            out.push('[');
            for (index, item) in array.items()?.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_into(out, item, depth + 1)?;
            }
            out.push(']');
        }
        Kind::Object(object) if object.rest.is_none() => {
            out.push('{');
            let mut first = true;
            for member in object.members.iter().filter(|member| !member.value.is_omitted()) {
                if !first {
                    out.push(',');
                }
                first = false;
                write_text(out, &member.name);
                out.push(':');
                write_into(out, &member.value, depth + 1)?;
            }
            out.push('}');
        }
        _ => return None,
    }
    Some(())
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\x1f' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// The value of JSON text. What strict JSON refuses, the service may still read: that is not decided here.
pub(super) fn read(site: &Site<'_>, text: &str) -> Answer {
    match serde_json::from_str(text) {
        Ok(json) => to_value(site, json),
        Err(_) => short_fraction(text).map_or(Err(Problem::Unclear), |text| Ok(site.value(Kind::Number(text)))),
    }
}

/// `.25`, which Newtonsoft.Json reads and Azure's own templates write for parts of a processor, as in
/// <https://github.com/Azure/azure-quickstart-templates/tree/master/quickstarts/microsoft.app/container-app-acr>.
fn short_fraction(text: &str) -> Option<Arc<str>> {
    let digits = text.trim().strip_prefix('.')?;
    let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| format!("0.{digits}").into())
}

fn to_value(site: &Site<'_>, json: serde_json::Value) -> Answer {
    Ok(match json {
        serde_json::Value::Null => site.value(Kind::Null),
        serde_json::Value::Bool(value) => Value::bool(value, site.origin),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(value) => site.value(Kind::Int(value)),
            None => site.value(Kind::Number(number.to_string().into())),
        },
        serde_json::Value::String(text) => Value::string(text, site.origin),
        serde_json::Value::Array(items) => {
            let items: Result<Vec<Value>, Problem> = items.into_iter().map(|item| to_value(site, item)).collect();
            Value::array(items?, site.origin)
        }
        serde_json::Value::Object(members) => {
            let mut object = ringfence_estate::Object::default();
            for (name, value) in members {
                // Names that differ in case only: which one wins is not documented.
                if object.member(&name).is_some() {
                    return Err(Problem::Unclear);
                }
                object.members.push(Member::new(name, site.origin, to_value(site, value)?));
            }
            site.value(Kind::Object(Arc::new(object)))
        }
    })
}
