//! Where something stands, as a person and a program can find it.

use ringfence_estate::{Estate, OriginId};
use ringfence_source::{Position, Sources, Span};

/// A place in a file, reached through modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file's path.
    pub path: String,
    /// Where it starts.
    pub start: Position,
    /// One past where it ends.
    pub end: Position,
    /// The same in bytes.
    pub span: Span,
    /// The modules that lead to it, outermost first: `deployFoundry/agents[2]`; empty in the entry point.
    pub instance: String,
}

impl Place {
    /// `infra/main.bicep:41`
    pub fn line(&self) -> String {
        format!("{}:{}", self.path, self.start.line)
    }
}

/// The place of an origin; none if it has no place in the input.
pub fn of(origin: OriginId, estate: &Estate, sources: &Sources) -> Option<Place> {
    let found = estate.origins.get(origin);
    let labels: Vec<&str> =
        estate.origins.path(found.instance).into_iter().map(|instance| instance.label.as_ref()).collect();
    Some(of_span(found.span?, labels.join("/"), sources))
}

/// The place of a span.
pub fn of_span(span: Span, instance: String, sources: &Sources) -> Place {
    let file = sources.file(span.file);
    Place {
        path: file.path().to_owned(),
        start: file.position(span.start),
        end: file.position(span.end),
        span,
        instance,
    }
}

/// The module declarations that lead to an origin, outermost first, with their labels.
pub fn modules(origin: OriginId, estate: &Estate, sources: &Sources) -> Vec<(String, Place)> {
    let found = estate.origins.get(origin);
    let mut outer = String::new();
    let mut places = Vec::new();
    for instance in estate.origins.path(found.instance) {
        if let Some(span) = instance.span {
            places.push((instance.label.to_string(), of_span(span, outer.clone(), sources)));
        }
        if !outer.is_empty() {
            outer.push('/');
        }
        outer.push_str(&instance.label);
    }
    places
}
