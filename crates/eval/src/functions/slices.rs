//! Parts of strings by position: `substring`, and `take`, `skip`, `first`, `last` where they work on strings.
//!
//! Source: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-string>

use ringfence_estate::{Domain, Kind, Piece, Term, Value};

use super::arrays;
use super::bounds::{self, Length};
use super::spec::{Answer, Problem, Site, refused};
use super::strings::pieces_of;
use super::text::finish;
use super::types::Types;
use crate::pure;

/// `take(value, count)`
pub(super) fn take(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value, count] = args else { return Err(Problem::Open) };
    if let Kind::Array(array) = &value.kind {
        return arrays::take(site, array, count);
    }
    let Kind::Int(count) = count.kind else { return Err(Problem::Open) };
    if Types::of(value) == Types::ARRAY && count <= 0 {
        return Ok(Value::array([], site.origin));
    }
    if Types::of(value) != Types::STRING {
        return Err(Problem::Open);
    }
    if let Kind::String(text) = &value.kind {
        return site.string(pure::text::take(text, count)?);
    }
    finish(site, take_pieces(pieces_of(value)?, units(count))?)
}

/// `skip(value, count)`
pub(super) fn skip(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value, count] = args else { return Err(Problem::Open) };
    if let Kind::Array(array) = &value.kind {
        return arrays::skip(site, array, count);
    }
    let Kind::Int(count) = count.kind else { return Err(Problem::Open) };
    if count <= 0 && Types::of(value) != Types::STRING.or(Types::ARRAY) {
        return Ok(value.clone());
    }
    if Types::of(value) != Types::STRING {
        return Err(Problem::Open);
    }
    if let Kind::String(text) = &value.kind {
        return site.string(pure::text::skip(text, count)?);
    }
    finish(site, skip_pieces(pieces_of(value)?, units(count))?)
}

/// `substring(text, start, length)`
pub(super) fn substring(site: &Site<'_>, args: &[Value]) -> Answer {
    let (value, start, length) = match args {
        [value, start] => (value, start, None),
        [value, start, length] => (value, start, Some(length.as_int().ok_or(Problem::Open)?)),
        _ => return Err(Problem::Open),
    };
    let Kind::Int(start) = start.kind else { return Err(Problem::Open) };
    if let Kind::String(text) = &value.kind {
        return site.string(pure::text::substring(text, start, length)?);
    }
    let (Ok(from), Ok(count)) = (u32::try_from(start), u32::try_from(length.unwrap_or(0))) else {
        return refused("the start and the length of `substring` must be within the string");
    };
    let pieces = pieces_of(value)?;
    let total = bounds::of_pieces(&pieces);
    let end = from.checked_add(count).ok_or(Problem::Open)?;
    if total.max.is_some_and(|max| max < end) {
        return refused("the start and the length of `substring` must be within the string");
    }
    if total.min < end {
        return Err(Problem::Open);
    }
    let rest = skip_pieces(pieces, from)?;
    finish(site, if length.is_some() { take_pieces(rest, count)? } else { rest })
}

/// What is known of a `substring`.
pub(super) fn substring_domain(args: &[Value]) -> Domain {
    let Some(value) = args.first() else { return Domain::STRING };
    let segment = bounds::is_segment(value);
    let start = args.get(1).and_then(Value::as_int).and_then(|start| u32::try_from(start).ok());
    match args.get(2).map(Value::as_int) {
        Some(Some(length)) => Length::exactly(u32::try_from(length).unwrap_or(0)).string(segment),
        Some(None) => Length { min: 0, max: bounds::of_value(value).max }.string(false),
        None => start.map_or(Domain::STRING, |start| bounds::of_value(value).less(start).string(segment)),
    }
}

/// What is known of what `take` gives.
pub(super) fn take_domain(args: &[Value]) -> Domain {
    part_domain(args, |own, count| match count {
        Some(count) => own.up_to(count),
        None => Length { min: 0, ..own },
    })
}

/// What is known of what `skip` gives.
pub(super) fn skip_domain(args: &[Value]) -> Domain {
    part_domain(args, |own, count| match count {
        Some(count) => own.less(count),
        None => Length { min: 0, ..own },
    })
}

fn part_domain(args: &[Value], part: impl Fn(Length, Option<u32>) -> Length) -> Domain {
    let (Some(value), Some(count)) = (args.first(), args.get(1)) else { return Domain::Any };
    let length = part(bounds::of_value(value), count.as_int().map(units));
    match Types::of(value) {
        Types::STRING => length.string(bounds::is_segment(value)),
        Types::ARRAY => length.array(),
        _ => Domain::Any,
    }
}

/// `first(value)`
pub(super) fn first(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value] = args else { return Err(Problem::Open) };
    match &value.kind {
        Kind::Array(array) => arrays::first(site, array, false),
        Kind::String(text) => site.string(pure::text::first(text)?),
        _ => match pieces_of(value)?.first() {
            Some(Piece::Literal(text)) => site.string(pure::text::first(text)?),
            Some(piece @ Piece::Term(term)) if bounds::of_piece(piece).min > 0 => single(site, "first", term),
            _ => Err(Problem::Open),
        },
    }
}

/// `last(value)`
pub(super) fn last(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value] = args else { return Err(Problem::Open) };
    match &value.kind {
        Kind::Array(array) => arrays::first(site, array, true),
        Kind::String(text) => site.string(pure::text::last(text)?),
        _ => match pieces_of(value)?.last() {
            Some(Piece::Literal(text)) => site.string(pure::text::last(text)?),
            Some(piece @ Piece::Term(term)) if bounds::of_piece(piece).min > 0 => single(site, "last", term),
            _ => Err(Problem::Open),
        },
    }
}

fn single(site: &Site<'_>, function: &str, term: &Term) -> Answer {
    let value = Value::synthetic(Kind::Term(term.clone()));
    let domain = Length::exactly(1).string(bounds::is_segment(&value));
    site.call(function, [value], domain)
}

/// What is known of what `first` and `last` give.
pub(super) fn end_domain(args: &[Value]) -> Domain {
    match args.first() {
        Some(value) if Types::of(value) == Types::STRING => Length { min: 0, max: Some(1) }.string(false),
        // Of an array that is not empty; `null` is the answer for one that is.
        Some(value @ Value { kind: Kind::Term(term), .. }) if bounds::of_value(value).min > 0 => bounds::of_items(term),
        _ => Domain::Any,
    }
}

/// A count that a caller gave, within what a string can have.
fn units(count: i64) -> u32 {
    u32::try_from(count.max(0)).unwrap_or(u32::MAX)
}

/// The first `count` units. What is left over of pieces of unknown length is a `take` of its own.
fn take_pieces(pieces: Vec<Piece>, mut count: u32) -> Result<Vec<Piece>, Problem> {
    let mut out = Vec::new();
    let mut pieces = pieces.into_iter();
    while count > 0 {
        let Some(piece) = pieces.next() else { break };
        let length = bounds::of_piece(&piece);
        match (length.exact(), &piece) {
            (Some(exact), _) if exact <= count => {
                count -= exact;
                out.push(piece);
            }
            (_, Piece::Literal(text)) => {
                out.push(Piece::Literal(pure::text::take(text, i64::from(count))?.into()));
                break;
            }
            (_, Piece::Term(_)) => {
                let rest: Vec<Piece> =
                    if length.min >= count { vec![piece] } else { std::iter::once(piece).chain(pieces).collect() };
                if bounds::of_pieces(&rest).max.is_some_and(|max| max <= count) {
                    out.extend(rest);
                } else {
                    out.push(part("take", rest, count));
                }
                break;
            }
        }
    }
    Ok(out)
}

/// All but the first `count` units.
fn skip_pieces(pieces: Vec<Piece>, mut count: u32) -> Result<Vec<Piece>, Problem> {
    let mut out = Vec::new();
    let mut pieces = pieces.into_iter();
    while count > 0 {
        let Some(piece) = pieces.next() else { break };
        let length = bounds::of_piece(&piece);
        match (length.exact(), &piece) {
            (Some(exact), _) if exact <= count => count -= exact,
            (_, Piece::Literal(text)) => {
                out.push(Piece::Literal(pure::text::skip(text, i64::from(count))?.into()));
                break;
            }
            (_, Piece::Term(_)) if length.min >= count => {
                out.push(part("skip", vec![piece], count));
                break;
            }
            (_, Piece::Term(_)) => {
                let rest: Vec<Piece> = std::iter::once(piece).chain(pieces.by_ref()).collect();
                if bounds::of_pieces(&rest).max.is_none_or(|max| max > count) {
                    out.push(part("skip", rest, count));
                }
                break;
            }
        }
    }
    out.extend(pieces);
    Ok(out)
}

/// A `take` or `skip` of pieces of which at least one is unknown.
fn part(function: &str, pieces: Vec<Piece>, count: u32) -> Piece {
    let value = Value::concat(pieces, ringfence_estate::OriginId::NONE);
    let args = [value, Value::synthetic(Kind::Int(i64::from(count)))];
    let domain = if function == "take" { take_domain(&args) } else { skip_domain(&args) };
    Piece::Term(Term::call(function, args, domain))
}
