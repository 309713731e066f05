//! Parameters of PostgreSQL and MySQL servers, which are children named after the parameter.

use ringfence_estate::{OriginId, ResourceIndex};

use crate::children;
use crate::demand::{self, Demand, Part};
use crate::explore::Path;
use crate::finding::Missing;

/// A server parameter: its name, and what its value must be.
pub(crate) struct ServerParameter {
    pub(crate) name: &'static str,
    pub(crate) value: Demand,
    /// What holds while nobody sets it.
    pub(crate) unset: Unset,
}

/// What a parameter comes to while nobody sets it.
pub(crate) enum Unset {
    Met(&'static str),
    Broken(&'static str),
}

impl ServerParameter {
    /// What it comes to for the subject: one part for each place that sets it, and one for nobody if that is possible.
    pub(crate) fn parts(&self, path: &mut Path<'_>) -> Vec<Part> {
        let set = self.children(path);
        path.assume_complete(path.subject, "`configurations`");
        let doubts: Vec<Missing> = set.iter().flat_map(|(_, doubt)| doubt.iter().cloned()).collect();
        let is_certain = set.iter().any(|(_, doubt)| doubt.is_empty());
        let mut parts: Vec<Part> =
            set.into_iter().map(|(index, doubt)| self.value.of(path, index).doubted(&doubt)).collect();
        if !is_certain {
            let declared = path.resource().map_or(OriginId::NONE, |server| server.origin);
            let step = |effect| demand::absent(path.subject, self.name, declared, self.value.required, effect);
            parts.push(match self.unset {
                Unset::Met(effect) => {
                    let step = step(effect);
                    path.assume_as_declared(path.subject);
                    Part::met(step)
                }
                Unset::Broken(effect) => Part::broken(step(effect)).doubted(&doubts),
            });
        }
        parts
    }

    /// The children that set the parameter.
    fn children(&self, path: &mut Path<'_>) -> Vec<(ResourceIndex, Vec<Missing>)> {
        let kind = path.resource().map(|server| format!("{}/configurations", server.id.kind)).unwrap_or_default();
        children::named(path, &kind, self.name)
    }
}
