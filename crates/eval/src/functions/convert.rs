//! `int`, `float`, `bool`, `json`, `fail`.
//!
//! Sources: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-numeric>,
//! `-functions-logical`, `-functions-object`; policy port for what .NET parses.

use ringfence_estate::{Domain, Kind, Value};

use super::bounds::called;
use super::json;
use super::spec::{Answer, Problem, Site, refused};
use super::types::Types;

/// `int(value)`: an integer, or a string of digits with a sign; blanks around it do not matter.
pub(super) fn int(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value] = args else { return Err(Problem::Open) };
    match &value.kind {
        Kind::Int(_) => Ok(value.clone()),
        Kind::String(text) => match text.trim_matches(|c: char| matches!(c, '\t'..='\r' | ' ')).parse() {
            Ok(int) => site.int(int),
            Err(_) => refused(format!("`int` cannot read `{text}`")),
        },
        Kind::Term(term) => match (term.domain(), called(term)) {
            (Domain::Int { .. }, _) => Ok(value.clone()),
            (_, Some(("string", [inner]))) if Types::of(inner) == Types::INT => Ok(inner.clone()),
            _ => Err(Problem::Open),
        },
        Kind::Number(_) => Err(Problem::Unclear),
        _ => Err(Problem::Open),
    }
}

/// `float(value)`
pub(super) fn float(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value] = args else { return Err(Problem::Open) };
    let text = match &value.kind {
        Kind::Number(_) => return Ok(value.clone()),
        Kind::Int(int) => int.to_string(),
        Kind::String(text) => text.trim().to_owned(),
        Kind::Term(_) => return Err(Problem::Open),
        _ => return refused("`float` takes a string or an integer"),
    };
    let digits = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && text.bytes().all(digits) => Ok(site.value(Kind::Number(text.into()))),
        _ => refused(format!("`float` cannot read `{text}`")),
    }
}

/// `bool(value)`: a boolean, `'true'` or `'false'` in any case, or an integer, of which 0 is false.
pub(super) fn bool(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value] = args else { return Err(Problem::Open) };
    match &value.kind {
        Kind::Bool(_) => Ok(value.clone()),
        Kind::Int(int) => site.bool(*int != 0),
        Kind::String(text) => match text.trim() {
            text if text.eq_ignore_ascii_case("true") => site.bool(true),
            text if text.eq_ignore_ascii_case("false") => site.bool(false),
            text => refused(format!("`bool` cannot read `{text}`")),
        },
        Kind::Term(_) => Err(Problem::Open),
        _ => Err(Problem::Unclear),
    }
}

/// `json(text)`
pub(super) fn json(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value] = args else { return Err(Problem::Open) };
    match &value.kind {
        Kind::String(text) => json::read(site, text),
        Kind::Term(term) => match called(term) {
            // What `string` writes, `json` reads.
            Some(("string", [inner])) if Types::of(inner) != Types::ANY => Ok(inner.clone()),
            _ => Err(Problem::Open),
        },
        _ => Err(Problem::Open),
    }
}

/// `fail(message)`
pub(super) fn fail(_: &Site<'_>, args: &[Value]) -> Answer {
    match args.first().map(|message| &message.kind) {
        Some(Kind::String(message)) => refused(format!("`fail`: {message}")),
        Some(_) => refused(format!("`fail`: {}", args.first().map(Value::to_string).unwrap_or_default())),
        None => Err(Problem::Open),
    }
}

/// A function whose result is not worked out here, or only known to the service.
pub(super) fn open(_: &Site<'_>, _: &[Value]) -> Answer {
    Err(Problem::Unclear)
}
