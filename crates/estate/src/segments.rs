//! Ids taken apart at each `/`.

use crate::OriginId;
use crate::value::{Concat, Domain, Kind, Piece, Term, TermKind, Value};

/// A part of an id between two `/`.
pub(crate) enum Segment<'v> {
    /// It is known; most parts of an id are fixed words, which nobody keeps.
    Known(&'v str),
    /// A part of it is not known.
    Open(Value),
}

impl Segment<'_> {
    /// Whether this is `text`, without regard to case.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.as_str().is_some_and(|own| own.eq_ignore_ascii_case(text))
    }

    /// The text, if all of it is known.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Known(text) => Some(text),
            Self::Open(_) => None,
        }
    }

    pub(crate) fn to_value(&self, origin: OriginId) -> Value {
        match self {
            Self::Known(text) => Value::string(*text, origin),
            Self::Open(value) => value.clone(),
        }
    }
}

/// Splits a string at each `/`; none if a part of it may hold further ones.
pub(crate) fn segments(value: &Value) -> Option<Vec<Segment<'_>>> {
    let term = match &value.kind {
        Kind::String(text) => return Some(text.split('/').map(Segment::Known).collect()),
        Kind::Term(term) => term,
        _ => return None,
    };
    let TermKind::Concat(pieces) = term.kind() else {
        return is_segment(term).then(|| vec![Segment::Open(value.clone())]);
    };
    let (mut segments, mut current) = (Vec::new(), Current::default());
    for piece in pieces.iter() {
        match piece {
            Piece::Literal(text) => {
                for (at, part) in text.split('/').enumerate() {
                    if at > 0 {
                        segments.push(current.end(value.origin));
                    }
                    current.push_str(part);
                }
            }
            Piece::Term(term) if is_segment(term) => current.open().push_term(term),
            Piece::Term(_) => return None,
        }
    }
    segments.push(current.end(value.origin));
    Some(segments)
}

fn is_segment(term: &Term) -> bool {
    matches!(term.domain(), Domain::String { segment: true, .. })
}

/// The segment that is being read.
#[derive(Default)]
struct Current<'v> {
    /// All of it, as long as it is one text.
    known: &'v str,
    open: Option<Concat>,
}

impl<'v> Current<'v> {
    fn push_str(&mut self, text: &'v str) {
        if self.known.is_empty() && self.open.is_none() {
            self.known = text;
        } else if !text.is_empty() {
            self.open().push_str(text);
        }
    }

    fn open(&mut self) -> &mut Concat {
        self.open.get_or_insert_with(|| {
            let mut open = Concat::default();
            open.push_str(std::mem::take(&mut self.known));
            open
        })
    }

    fn end(&mut self, origin: OriginId) -> Segment<'v> {
        let known = std::mem::take(&mut self.known);
        match self.open.take() {
            Some(open) => Segment::Open(open.finish(origin)),
            None => Segment::Known(known),
        }
    }
}
