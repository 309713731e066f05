//! Values as text: `concat`, `format`, `join`, `string`.
//!
//! Sources: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-string>; what is not
//! a string in `concat`: policy port; in `join`: resolver tests (`abc/123/True`).

use std::borrow::Cow;

use ringfence_estate::{Domain, Kind, Piece, Term, Value};

use super::bounds::{self, Length};
use super::spec::{Answer, Problem, Site, refused};
use super::types::Types;
use super::{arrays, json};
use crate::pure;
use crate::pure::format::FormatArg;

/// The longest row of pieces that is put together here; longer strings stay calls.
const MAX_PIECES: usize = 512;

/// `concat` of strings or arrays whose cases have been told apart.
pub(super) fn concat(site: &Site<'_>, args: &[Value]) -> Answer {
    let array = |arg: &Value| Types::of(arg) == Types::ARRAY;
    if args.iter().any(array) {
        if args.iter().all(|arg| Types::of(arg).has(Types::ARRAY)) {
            return arrays::concat(site, args);
        }
        return refused("`concat` takes either arrays or strings, not both");
    }
    if args.iter().all(|arg| Types::of(arg).has(Types::ARRAY)) {
        return match args {
            [single] => Ok(single.clone()),
            // Neither is known to be an array, nor to be text.
            _ => Err(Problem::Open),
        };
    }
    let mut pieces = Vec::new();
    for arg in args {
        if Types::of(arg) == Types::OBJECT {
            return refused("`concat` takes strings or arrays, not an object");
        }
        push_text(&mut pieces, arg)?;
    }
    finish(site, pieces)
}

/// Puts pieces together, within the limit on strings.
pub(super) fn finish(site: &Site<'_>, pieces: Vec<Piece>) -> Answer {
    let limit = u32::try_from(pure::LITERAL_LIMIT).unwrap_or(u32::MAX);
    if bounds::of_pieces(&pieces).min > limit {
        return refused(format!("the string is longer than {limit} characters"));
    }
    if pieces.len() > MAX_PIECES {
        return Err(Problem::Open);
    }
    Ok(Value::concat(pieces, site.origin))
}

/// The text of a value without cases, as `concat` and `format` write it.
pub(super) fn push_text(pieces: &mut Vec<Piece>, value: &Value) -> Result<(), Problem> {
    match &value.kind {
        Kind::Null | Kind::Omitted => {}
        Kind::Bool(value) => pieces.push(Piece::Literal(if *value { "True" } else { "False" }.into())),
        Kind::Int(value) => pieces.push(Piece::Literal(value.to_string().into())),
        Kind::String(text) => pieces.push(Piece::Literal(text.clone())),
        Kind::Term(term) => match term.domain() {
            Domain::String { .. } => pieces.extend(value.pieces().unwrap_or_default()),
            Domain::Any => pieces.push(Piece::Term(term.within(Domain::STRING))),
            Domain::Int { .. } => pieces.push(Piece::Term(int_text(value))),
            _ => return Err(Problem::Open),
        },
        // How .NET writes a number with a fraction here is not documented.
        Kind::Number(_) => return Err(Problem::Unclear),
        Kind::Array(_) | Kind::Object(_) | Kind::Cases(_) => return Err(Problem::Open),
    }
    Ok(())
}

/// The decimal digits of an integer that is not known.
fn int_text(value: &Value) -> Term {
    let digits = |int: i64| u32::try_from(int.to_string().len()).unwrap_or(20);
    let (least, greatest) = bounds::of_int(value);
    let max = match (least, greatest) {
        (Some(least), Some(greatest)) => digits(least).max(digits(greatest)),
        _ => 20,
    };
    let min = match (least, greatest) {
        (Some(least), _) if least >= 0 => digits(least),
        (_, Some(greatest)) if greatest < 0 => digits(greatest),
        _ => 1,
    };
    Term::call("string", [value.clone()], Domain::String { min, max: Some(max), segment: true })
}

/// `format(template, args…)`
pub(super) fn format(site: &Site<'_>, args: &[Value]) -> Answer {
    let [template, args @ ..] = args else { return Err(Problem::Open) };
    let Kind::String(template) = &template.kind else { return Err(Problem::Open) };
    if let Some(whole) = format_known(template, args) {
        return site.string(whole?);
    }
    let mut pieces = Vec::new();
    for part in parse_template(template)? {
        match part {
            Part::Literal(text) => pieces.push(Piece::Literal(text.as_ref().into())),
            Part::Item { index, text } => {
                let Some(arg) = args.get(index) else {
                    return refused(format!("`format` has no argument for the item {{{index}}}"));
                };
                push_item(&mut pieces, arg, text)?;
            }
        }
    }
    finish(site, pieces)
}

/// The result if each argument is known.
fn format_known(template: &str, args: &[Value]) -> Option<Result<String, Problem>> {
    let mut texts = Vec::with_capacity(args.len());
    for arg in args {
        let compound = matches!(arg.kind, Kind::Array(_) | Kind::Object(_));
        texts.push(if compound { json::write(arg)? } else { String::new() });
    }
    let mut format_args = Vec::with_capacity(args.len());
    for (arg, text) in args.iter().zip(&texts) {
        format_args.push(match &arg.kind {
            Kind::String(text) => FormatArg::Text(text),
            Kind::Int(value) => FormatArg::Int(*value),
            Kind::Bool(value) => FormatArg::Bool(*value),
            Kind::Null | Kind::Omitted => FormatArg::Null,
            Kind::Array(_) | Kind::Object(_) => FormatArg::Json(text),
            _ => return None,
        });
    }
    Some(pure::format::format(template, &format_args).map_err(Problem::from))
}

/// One item of a template: `text` is all of it, with the braces.
fn push_item(pieces: &mut Vec<Piece>, arg: &Value, text: &str) -> Result<(), Problem> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'{' | b'}'));
    // The item alone, with its argument as number 0.
    let head = text.find([',', ':', '}']).unwrap_or(text.len());
    let alone = format!("{{0{}", text.get(head..).unwrap_or("}"));
    if let Some(known) = format_known(&alone, std::slice::from_ref(arg)) {
        pieces.push(Piece::Literal(known?.into()));
        return Ok(());
    }
    if plain {
        match push_text(pieces, arg) {
            Err(Problem::Open) => {}
            other => return other,
        }
    }
    // A number with a fraction, an array with unknown parts, or a width: as it stands.
    let call = Term::call("format", [Value::text(&alone), arg.clone()], Domain::STRING);
    pieces.push(Piece::Term(call));
    Ok(())
}

enum Part<'a> {
    Literal(Cow<'a, str>),
    Item { index: usize, text: &'a str },
}

/// The parts of a template in .NET's composite format; `{{` and `}}` are braces.
fn parse_template(template: &str) -> Result<Vec<Part<'_>>, Problem> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        if !before.is_empty() {
            parts.push(Part::Literal(before.into()));
        }
        if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
            parts.push(Part::Literal(from.get(..1).unwrap_or_default().into()));
            rest = after;
            continue;
        }
        let Some(end) = from.find('}').filter(|_| from.starts_with('{')) else {
            return refused("`format` has a brace that is not closed or not opened");
        };
        let (item, after) = from.split_at(end + 1);
        let digits: String = item.chars().skip(1).take_while(char::is_ascii_digit).collect();
        let tail = item.get(digits.len() + 1..).unwrap_or_default().trim_start_matches(' ');
        let Some(index) = digits.parse().ok().filter(|_| tail.starts_with([',', ':', '}'])) else {
            return refused(format!("`{item}` is not an item of `format`"));
        };
        parts.push(Part::Item { index, text: item });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(rest.into()));
    }
    Ok(parts)
}

/// `join(array, delimiter)`
pub(super) fn join(site: &Site<'_>, args: &[Value]) -> Answer {
    let [list, delimiter] = args else { return Err(Problem::Open) };
    let Kind::Array(array) = &list.kind else { return Err(Problem::Open) };
    let mut between = Vec::new();
    push_text(&mut between, delimiter)?;
    arrays::by_plain_case(site, array, |items| {
        let mut pieces = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                pieces.extend(between.iter().cloned());
            }
            if matches!(item.kind, Kind::Array(_) | Kind::Object(_)) {
                return refused("`join` takes an array of strings");
            }
            push_text(&mut pieces, item)?;
        }
        finish(site, pieces)
    })
}

/// `string(value)`
pub(super) fn string(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value] = args else { return Err(Problem::Open) };
    match &value.kind {
        Kind::String(_) => Ok(value.clone()),
        Kind::Int(_) | Kind::Bool(_) => {
            let mut pieces = Vec::new();
            push_text(&mut pieces, value)?;
            finish(site, pieces)
        }
        Kind::Array(_) | Kind::Object(_) => json::write(value).map_or(Err(Problem::Open), |text| site.string(text)),
        Kind::Term(term) => match term.domain() {
            Domain::String { .. } => Ok(value.clone()),
            Domain::Int { .. } => site.term(int_text(value)),
            _ => Err(Problem::Open),
        },
        _ => Err(Problem::Unclear),
    }
}

/// What is known of the text of something that is not known.
pub(super) fn string_domain(args: &[Value]) -> Domain {
    let min = if args.first().is_some_and(|arg| matches!(arg.kind, Kind::Array(_) | Kind::Object(_))) { 2 } else { 0 };
    Length { min, max: None }.string(false)
}
