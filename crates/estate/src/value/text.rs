//! Strings of which a part is known: literals and terms in a row.

use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;

use super::{Domain, Kind, Term, TermKind, Value};
use crate::OriginId;

/// A part of a string.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Piece {
    /// Known text.
    Literal(Arc<str>),
    /// Text that is not known; the term's value is a string.
    Term(Term),
}

impl Value {
    /// A string of these pieces, normalised: a plain string if all are literals.
    pub fn concat(pieces: impl IntoIterator<Item = Piece>, origin: OriginId) -> Self {
        let mut concat = Concat::default();
        pieces.into_iter().for_each(|piece| concat.push(piece));
        concat.finish(origin)
    }

    /// The pieces of a string; none for a value that is not a string or has cases.
    ///
    /// A term that is not known to be a string is one piece: what it stands for is asked where it matters.
    pub fn pieces(&self) -> Option<Vec<Piece>> {
        match &self.kind {
            Kind::String(text) if text.is_empty() => Some(Vec::new()),
            Kind::String(text) => Some(vec![Piece::Literal(text.clone())]),
            Kind::Term(term) => match term.kind() {
                TermKind::Concat(pieces) => Some(pieces.to_vec()),
                _ => Some(vec![Piece::Term(term.clone())]),
            },
            _ => None,
        }
    }

    /// The text that this string begins with for certain; none if it begins with something not known.
    pub fn literal_start(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            Kind::Term(term) => match term.kind() {
                TermKind::Concat(pieces) => match pieces.first() {
                    Some(Piece::Literal(text)) => Some(text),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    /// The same string, each unknown piece of which is known to be within one segment of a path.
    ///
    /// For names of resources: Azure Resource Manager takes a `/` in a name as the start of the next segment and
    /// refuses ids whose segments do not match the type's.
    #[must_use]
    pub fn as_segment(&self) -> Self {
        let Kind::Term(term) = &self.kind else { return self.clone() };
        let TermKind::Concat(pieces) = term.kind() else {
            return match segment(term) {
                Some(segment) => Self::concat([Piece::Term(segment)], self.origin),
                None => self.clone(),
            };
        };
        let is_open = |piece: &Piece| matches!(piece, Piece::Term(term) if segment(term).is_some());
        if !pieces.iter().any(is_open) {
            return self.clone();
        }
        let mut concat = Concat::default();
        for piece in pieces.iter() {
            concat.push(match piece {
                Piece::Term(term) => Piece::Term(segment(term).unwrap_or_else(|| term.clone())),
                literal => literal.clone(),
            });
        }
        concat.finish(self.origin)
    }
}

/// An unknown string as one that is within a segment; none if nothing changes by that.
fn segment(term: &Term) -> Option<Term> {
    match term.domain() {
        Domain::String { segment: true, .. } => None,
        Domain::String { min, max, .. } => Some(term.within(Domain::String { min: *min, max: *max, segment: true })),
        Domain::Any => Some(term.within(Domain::String { min: 0, max: None, segment: true })),
        _ => None,
    }
}

/// A string in short, as a person reads a name: where there are several, what they share, and `{…}` where they part.
pub(crate) fn brief(value: &Value) -> String {
    let Kind::Cases(cases) = &value.kind else { return value.to_string() };
    let texts: Vec<String> = cases.iter().map(|(_, case)| case.to_string()).collect();
    let Some((first, rest)) = texts.split_first() else { return value.to_string() };
    let prefix = rest.iter().fold(first.as_str(), |prefix, text| {
        let same = prefix.char_indices().zip(text.chars()).take_while(|((_, left), right)| left == right);
        let end = same.last().map_or(0, |((at, last), _)| at + last.len_utf8());
        prefix.get(..end).unwrap_or("")
    });
    // A term that only begins alike is not shared.
    let (mut end, mut depth) = (0, 0usize);
    for (at, own) in prefix.char_indices() {
        depth = match own {
            '{' => depth + 1,
            '}' => depth.saturating_sub(1),
            _ => depth,
        };
        if depth == 0 {
            end = at + own.len_utf8();
        }
    }
    format!("{}{{…}}", prefix.get(..end).unwrap_or(""))
}

/// The longest string that is put together; a longer one is unknown.
const MAX_PIECES: usize = 4096;

/// Of most ids of resources.
const USUAL_LENGTH: usize = 160;

/// The longest text that a term is written as, in bytes; what is longer is cut.
pub(super) const MAX_TEXT: usize = 16 * 1024;

/// A string that is put together part by part.
///
/// Keeps the INVARIANT (flat concatenation) of [`TermKind::Concat`].
#[derive(Default)]
pub struct Concat {
    pieces: Vec<Piece>,
    /// The known text after the pieces: `shared`, then `literal`. A text that stays alone is not copied.
    shared: Option<Arc<str>>,
    literal: String,
}

impl Concat {
    /// Adds a part.
    pub fn push(&mut self, piece: Piece) {
        match piece {
            Piece::Literal(text) if text.is_empty() => {}
            Piece::Literal(text) if self.shared.is_none() && self.literal.is_empty() => self.shared = Some(text),
            Piece::Literal(text) => self.push_str(&text),
            Piece::Term(term) => self.push_term(&term),
        }
    }

    /// Adds known text.
    pub fn push_str(&mut self, text: &str) {
        if self.literal.is_empty() {
            // What is put together of several texts is mostly an id, which so needs no second allocation.
            self.literal.reserve(USUAL_LENGTH.max(text.len()));
        }
        if let Some(shared) = self.shared.take_if(|_| !text.is_empty()) {
            self.literal.push_str(&shared);
        }
        self.literal.push_str(text);
    }

    /// Adds text that is not known.
    pub fn push_term(&mut self, term: &Term) {
        match term.kind() {
            TermKind::Concat(inner) => inner.iter().for_each(|piece| self.push(piece.clone())),
            _ => {
                self.flush();
                self.pieces.push(Piece::Term(term.clone()));
            }
        }
    }

    /// Adds a string; false if the value is not one, or has cases.
    pub fn push_value(&mut self, value: &Value) -> bool {
        match &value.kind {
            Kind::String(text) => self.push(Piece::Literal(text.clone())),
            Kind::Term(term) => self.push_term(term),
            _ => return false,
        }
        true
    }

    /// A number that two strings share if they are the same, whatever their case.
    pub(crate) fn digest(mut self) -> u64 {
        self.flush();
        let mut hasher = DefaultHasher::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) if text.is_ascii() => hasher.write(text.to_ascii_lowercase().as_bytes()),
                Piece::Literal(text) => hasher.write(text.to_lowercase().as_bytes()),
                Piece::Term(term) => hasher.write_u64(term.digest()),
            }
        }
        hasher.finish()
    }

    fn flush(&mut self) {
        if let Some(text) = self.take_literal() {
            self.pieces.push(Piece::Literal(text));
        }
    }

    fn take_literal(&mut self) -> Option<Arc<str>> {
        let copied = |literal: &mut String| {
            let text = (!literal.is_empty()).then(|| literal.as_str().into());
            literal.clear();
            text
        };
        self.shared.take().or_else(|| copied(&mut self.literal))
    }

    /// The whole string.
    pub fn finish(mut self, origin: OriginId) -> Value {
        if self.pieces.is_empty() {
            return Value::new(Kind::String(self.take_literal().unwrap_or_default()), origin);
        }
        self.flush();
        if self.pieces.len() > MAX_PIECES {
            return Value::too_many("a string of very many parts", &self.pieces, Domain::STRING, origin);
        }
        let term = match self.pieces.as_slice() {
            [Piece::Term(term)] if !matches!(term.domain(), Domain::Any) => term.clone(),
            [Piece::Term(term)] => term.within(Domain::STRING),
            pieces => {
                let (min, max) = length(pieces);
                let segment = pieces.iter().all(|piece| match piece {
                    Piece::Literal(text) => !text.contains('/'),
                    Piece::Term(term) => {
                        matches!(term.domain(), Domain::String { segment: true, .. } | Domain::Int { .. })
                    }
                });
                Term::new(TermKind::Concat(self.pieces.into()), Domain::String { min, max, segment })
            }
        };
        Value::new(Kind::Term(term), origin)
    }
}

/// The bounds of the length of a string, in UTF-16 units.
pub(super) fn length(pieces: &[Piece]) -> (u32, Option<u32>) {
    pieces.iter().fold((0, Some(0)), |(min, max), piece| {
        let (least, most) = piece_length(piece);
        let max = max.and_then(|max: u32| most.and_then(|most| max.checked_add(most)));
        (min.saturating_add(least), max)
    })
}

pub(super) fn piece_length(piece: &Piece) -> (u32, Option<u32>) {
    match piece {
        Piece::Literal(text) => {
            let units = if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
            let length = u32::try_from(units).unwrap_or(u32::MAX);
            (length, Some(length))
        }
        Piece::Term(term) => match term.domain() {
            Domain::String { min, max, .. } => (*min, *max),
            _ => (0, None),
        },
    }
}

/// As ARM text: `format('st{0}', parameters('baseName'))`.
pub(super) fn as_expression(pieces: &[Piece]) -> String {
    let mut pattern = String::new();
    let mut args: Vec<Arc<str>> = Vec::new();
    for piece in pieces {
        if pattern.len() + args.iter().map(|arg| arg.len()).sum::<usize>() > MAX_TEXT {
            break;
        }
        match piece {
            Piece::Literal(text) => pattern.push_str(&text.replace('{', "{{").replace('}', "}}").replace('\'', "''")),
            Piece::Term(term) => {
                let text = term.text();
                let index = args.iter().position(|known| *known == text).unwrap_or_else(|| {
                    args.push(text);
                    args.len() - 1
                });
                pattern.push_str(&format!("{{{index}}}"));
            }
        }
    }
    format!("format('{pattern}', {})", args.join(", "))
}

/// As a person reads it: `st{baseName}`.
pub(super) fn with_braces(pieces: &[Piece]) -> String {
    pieces.iter().fold(String::new(), |mut out, piece| {
        match piece {
            _ if out.len() > MAX_TEXT => {}
            Piece::Literal(text) => out.push_str(text),
            Piece::Term(term) => {
                out.push('{');
                out.push_str(&term.label());
                out.push('}');
            }
        }
        out
    })
}
