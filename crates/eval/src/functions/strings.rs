//! Functions from strings to strings, piece by piece where the pieces do not touch each other.
//!
//! Source: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-string>

use std::sync::Arc;

use ringfence_estate::{Array, Domain, Element, ElementKind, Guard, Kind, Member, OriginId, Piece, Term, Value};

use super::bounds::{self, Length, called, may_hold};
use super::spec::{Answer, Problem, Site};
use super::text::finish;
use super::types::Types;
use super::{json, text};
use crate::pure;

/// The pieces of a string.
pub(super) fn pieces_of(value: &Value) -> Result<Vec<Piece>, Problem> {
    if Types::of(value) != Types::STRING {
        return Err(Problem::Open);
    }
    value.pieces().ok_or(Problem::Open)
}

/// `toLower(text)`
pub(super) fn to_lower(site: &Site<'_>, args: &[Value]) -> Answer {
    recase(site, args, "toLower", pure::text::to_lower)
}

/// `toUpper(text)`
pub(super) fn to_upper(site: &Site<'_>, args: &[Value]) -> Answer {
    recase(site, args, "toUpper", pure::text::to_upper)
}

/// Each character is mapped alone, so each piece is; a whole text stays where it was written.
fn recase(site: &Site<'_>, args: &[Value], function: &str, map: fn(&str) -> pure::Result<String>) -> Answer {
    let [value] = args else { return Err(Problem::Open) };
    if let Kind::String(text) = &value.kind {
        let origin = if value.origin == OriginId::NONE { site.origin } else { value.origin };
        return Ok(Value::string(map(text)?, origin));
    }
    let mut out = Vec::new();
    for piece in pieces_of(value)? {
        out.push(match piece {
            Piece::Literal(text) => Piece::Literal(map(&text)?.into()),
            Piece::Term(term) => Piece::Term(recase_term(&term, function)),
        });
    }
    finish(site, out)
}

fn recase_term(term: &Term, function: &str) -> Term {
    let settled = match called(term) {
        Some((name, _)) if name == function => true,
        Some(("uniqueString" | "guid", _)) => function == "toLower",
        Some(("string", [arg])) => Types::of(arg) == Types::INT,
        _ => false,
    };
    if settled {
        return term.clone();
    }
    Term::call(function, [Value::synthetic(Kind::Term(term.clone()))], term.domain().clone())
}

/// `replace(text, old, new)`
///
/// What is replaced by a single character cannot reach from one piece into the next.
pub(super) fn replace(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value, old, new] = args else { return Err(Problem::Open) };
    let (Kind::String(old), Kind::String(new)) = (&old.kind, &new.kind) else { return Err(Problem::Open) };
    if let Kind::String(text) = &value.kind {
        return site.string(pure::text::replace(text, old, new)?);
    }
    // Refuses what is refused whatever the text is.
    pure::text::replace("", old, new)?;
    let mut chars = old.chars();
    let (Some(wanted), None) = (chars.next(), chars.next()) else { return Err(Problem::Open) };
    let mut out = Vec::new();
    for piece in pieces_of(value)? {
        out.push(match piece {
            Piece::Literal(text) => Piece::Literal(pure::text::replace(&text, old, new)?.into()),
            Piece::Term(term) if old == new || !may_be_replaced(&term, wanted) => Piece::Term(term),
            Piece::Term(term) => {
                let domain = replaced_domain(&term, new);
                let args = [Value::synthetic(Kind::Term(term)), Value::text(old), Value::text(new)];
                Piece::Term(Term::call("replace", args, domain))
            }
        });
    }
    finish(site, out)
}

/// Whether case counts is not documented, so a letter is looked for in both.
fn may_be_replaced(term: &Term, wanted: char) -> bool {
    may_hold(term, wanted.to_ascii_lowercase()) || may_hold(term, wanted.to_ascii_uppercase())
}

fn replaced_domain(term: &Term, new: &str) -> Domain {
    let Domain::String { min, max, segment } = *term.domain() else { return Domain::STRING };
    match bounds::of_text(new) {
        0 => Length { min: 0, max }.string(false),
        1 => Length { min, max }.string(segment && new != "/"),
        _ => Length { min, max: None }.string(segment && !new.contains('/')),
    }
}

/// `trim(text)`
pub(super) fn trim(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value] = args else { return Err(Problem::Open) };
    if let Kind::String(text) = &value.kind {
        return site.string(pure::text::trim(text));
    }
    let mut pieces = pieces_of(value)?;
    let firm = |piece: Option<&Piece>| match piece {
        Some(Piece::Literal(text)) => !pure::text::trim(text).is_empty(),
        Some(Piece::Term(term)) => {
            let known = matches!(called(term), Some(("uniqueString" | "guid", _)));
            known || matches!(called(term), Some(("string", [arg])) if Types::of(arg) == Types::INT)
        }
        None => false,
    };
    if !firm(pieces.first()) || !firm(pieces.last()) {
        return Err(Problem::Open);
    }
    if let Some(Piece::Literal(text)) = pieces.first_mut() {
        *text = text.trim_start().into();
    }
    if let Some(Piece::Literal(text)) = pieces.last_mut() {
        *text = text.trim_end().into();
    }
    finish(site, pieces)
}

/// `padLeft(value, width, padding)`
pub(super) fn pad_left(site: &Site<'_>, args: &[Value]) -> Answer {
    let (value, width, padding) = match args {
        [value, width] => (value, width, " "),
        [value, width, padding] => (value, width, padding.as_str().ok_or(Problem::Open)?),
        _ => return Err(Problem::Open),
    };
    let Kind::Int(width) = width.kind else { return Err(Problem::Open) };
    let mut pieces = Vec::new();
    text::push_text(&mut pieces, value)?;
    match Value::concat(pieces, site.origin) {
        Value { kind: Kind::String(text), .. } => site.string(pure::text::pad_left(&text, width, padding)?),
        whole => {
            // Checks the padding and the width.
            let blank = pure::text::pad_left("", width, padding)?;
            if bounds::of_value(&whole).min >= bounds::of_text(&blank) { Ok(whole) } else { Err(Problem::Open) }
        }
    }
}

/// What is known of a padded string.
pub(super) fn pad_domain(args: &[Value]) -> Domain {
    let (Some(value), Some(Kind::Int(width))) = (args.first(), args.get(1).map(|width| &width.kind)) else {
        return Domain::STRING;
    };
    let width = u32::try_from(*width).unwrap_or(0);
    let own = if Types::of(value) == Types::INT { Length { min: 1, max: Some(20) } } else { bounds::of_value(value) };
    let padding = args.get(2).map_or(Some(" "), Value::as_str);
    let segment = Types::of(value) == Types::INT || bounds::is_segment(value);
    let segment = segment && padding.is_some_and(|padding| padding != "/");
    Length { min: own.min.max(width), max: own.max.map(|max| max.max(width)) }.string(segment)
}

/// `split(text, delimiter)`
///
/// A delimiter of one character in a literal piece is a border for certain; what is between two borders and may hold
/// further delimiters is split by itself.
pub(super) fn split(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value, delimiter] = args else { return Err(Problem::Open) };
    let delimiters: Vec<Arc<str>> = match &delimiter.kind {
        Kind::String(text) => vec![text.clone()],
        Kind::Array(array) => {
            let items = array.items().ok_or(Problem::Open)?;
            let texts = items.into_iter().map(|item| match &item.kind {
                Kind::String(text) => Ok(text.clone()),
                _ => Err(Problem::Open),
            });
            texts.collect::<Result<_, _>>()?
        }
        _ => return Err(Problem::Open),
    };
    let texts: Vec<&str> = delimiters.iter().map(|text| &**text).collect();
    if let Kind::String(text) = &value.kind {
        let parts = pure::text::split(text, &texts)?;
        return Ok(Value::array(parts.into_iter().map(|part| Value::string(part, site.origin)), site.origin));
    }
    let single = |text: &&str| text.chars().count() == 1;
    if texts.is_empty() || !texts.iter().all(single) {
        return Err(Problem::Open);
    }
    let borders: Vec<char> = texts.iter().filter_map(|text| text.chars().next()).collect();
    let mut parts: Vec<Vec<Piece>> = vec![Vec::new()];
    for piece in pieces_of(value)? {
        match piece {
            Piece::Literal(text) => {
                for (index, part) in text.split(borders.as_slice()).enumerate() {
                    if index > 0 {
                        parts.push(Vec::new());
                    }
                    if let Some(current) = parts.last_mut().filter(|_| !part.is_empty()) {
                        current.push(Piece::Literal(part.into()));
                    }
                }
            }
            term => {
                if let Some(current) = parts.last_mut() {
                    current.push(term);
                }
            }
        }
    }
    let dirty = |piece: &Piece| matches!(piece, Piece::Term(term) if borders.iter().any(|c| may_hold(term, *c)));
    if let [only] = parts.as_slice()
        && only.iter().any(dirty)
    {
        return Err(Problem::Open);
    }
    let elements = parts.into_iter().map(|part| {
        let is_dirty = part.iter().any(dirty);
        let part = Value::concat(part, site.origin);
        if !is_dirty {
            return Element::one(part);
        }
        let domain = Domain::Array { min: 1, max: None };
        let call = Term::call("split", [part, delimiter.clone()], domain);
        Element { guard: Guard::Always, kind: ElementKind::Rest, value: site.value(Kind::Term(call)) }
    });
    Ok(site.value(Kind::Array(Arc::new(Array { elements: elements.collect() }))))
}

/// `uniqueString(parts…)`
pub(super) fn unique_string(site: &Site<'_>, args: &[Value]) -> Answer {
    site.string(pure::unique_string::unique_string(&known(args)?)?)
}

/// `guid(parts…)`
pub(super) fn guid(site: &Site<'_>, args: &[Value]) -> Answer {
    site.string(pure::guid::guid(&known(args)?)?)
}

fn known(args: &[Value]) -> Result<Vec<&str>, Problem> {
    args.iter().map(|arg| arg.as_str().ok_or(Problem::Open)).collect()
}

/// `base64(text)`
pub(super) fn base64(site: &Site<'_>, args: &[Value]) -> Answer {
    site.string(pure::base64::base64(one(args)?))
}

/// `base64ToString(encoded)`
pub(super) fn base64_to_string(site: &Site<'_>, args: &[Value]) -> Answer {
    undo(args, "base64").map_or_else(|| site.string(pure::base64::base64_to_string(one(args)?)?), Ok)
}

/// `base64ToJson(encoded)`
pub(super) fn base64_to_json(site: &Site<'_>, args: &[Value]) -> Answer {
    json::read(site, &pure::base64::base64_to_string(one(args)?)?)
}

/// `uriComponent(text)`
pub(super) fn uri_component(site: &Site<'_>, args: &[Value]) -> Answer {
    site.string(pure::uri::uri_component(one(args)?))
}

/// `uriComponentToString(encoded)`
pub(super) fn uri_component_to_string(site: &Site<'_>, args: &[Value]) -> Answer {
    undo(args, "uriComponent").map_or_else(|| site.string(pure::uri::uri_component_to_string(one(args)?)?), Ok)
}

/// `uri(base, relative)`
pub(super) fn uri(site: &Site<'_>, args: &[Value]) -> Answer {
    let [base, relative] = args else { return Err(Problem::Open) };
    let (Some(base), Some(relative)) = (base.as_str(), relative.as_str()) else { return Err(Problem::Open) };
    site.string(pure::uri::uri(base, relative)?)
}

/// `dataUri(value)`
pub(super) fn data_uri(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value] = args else { return Err(Problem::Open) };
    match &value.kind {
        Kind::String(text) => site.string(pure::data_uri::data_uri_of_text(text)),
        Kind::Term(_) => Err(Problem::Open),
        _ => match json::write(value) {
            Some(text) => site.string(pure::data_uri::data_uri_of_json(&text)),
            None => Err(Problem::Open),
        },
    }
}

/// `dataUriToString(uri)`
pub(super) fn data_uri_to_string(site: &Site<'_>, args: &[Value]) -> Answer {
    site.string(pure::data_uri::data_uri_to_string(one(args)?)?)
}

/// `cidrSubnet(network, prefix, index)`; source for all three:
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-cidr>
pub(super) fn cidr_subnet(site: &Site<'_>, args: &[Value]) -> Answer {
    let [network, prefix, index] = args else { return Err(Problem::Open) };
    match (network.as_str(), prefix.as_int(), index.as_int()) {
        (Some(network), Some(prefix), Some(index)) => site.string(pure::cidr::cidr_subnet(network, prefix, index)?),
        _ => Err(Problem::Open),
    }
}

/// `cidrHost(network, index)`
pub(super) fn cidr_host(site: &Site<'_>, args: &[Value]) -> Answer {
    let [network, index] = args else { return Err(Problem::Open) };
    match (network.as_str(), index.as_int()) {
        (Some(network), Some(index)) => site.string(pure::cidr::cidr_host(network, index)?),
        _ => Err(Problem::Open),
    }
}

/// `parseCidr(network)`
pub(super) fn parse_cidr(site: &Site<'_>, args: &[Value]) -> Answer {
    let parsed = pure::cidr::parse_cidr(one(args)?)?;
    let text = |name: &str, text: String| Member::new(name, site.origin, Value::string(text, site.origin));
    let mut members = vec![text("network", parsed.network), text("netmask", parsed.netmask)];
    members.extend(parsed.broadcast.map(|broadcast| text("broadcast", broadcast)));
    members.push(text("firstUsable", parsed.first_usable));
    members.push(text("lastUsable", parsed.last_usable));
    members.push(Member::new("cidr", site.origin, site.value(Kind::Int(i64::from(parsed.cidr)))));
    Ok(Value::object(members, site.origin))
}

fn one(args: &[Value]) -> Result<&str, Problem> {
    match args {
        [value] => value.as_str().ok_or(Problem::Open),
        _ => Err(Problem::Open),
    }
}

/// The argument of `function`, if the argument is a call of it.
fn undo(args: &[Value], function: &str) -> Option<Value> {
    let [Value { kind: Kind::Term(term), .. }] = args else { return None };
    match called(term) {
        Some((name, [inner])) if name == function => Some(inner.clone()),
        _ => None,
    }
}
