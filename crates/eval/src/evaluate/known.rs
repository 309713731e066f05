//! What earlier deployments, and earlier passes over the same one, declare.

use ringfence_estate::{Guard, ResourceId, Sameness, Value};

/// A resource that was evaluated before.
#[derive(Clone, Debug)]
pub(crate) struct KnownResource {
    pub(crate) id: ResourceId,
    pub(crate) body: Value,
    pub(crate) present: Guard,
}

/// Resources by their id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    resources: Vec<KnownResource>,
    by_kind: foldhash::HashMap<String, Vec<usize>>,
}

impl Known {
    pub(crate) fn add(&mut self, resource: KnownResource) {
        self.by_kind.entry(resource.id.kind_key()).or_default().push(self.resources.len());
        self.resources.push(resource);
    }

    /// The resources that may have this id, with how sure that is.
    pub(crate) fn find<'k>(&'k self, id: &'k ResourceId) -> impl Iterator<Item = (Sameness, &'k KnownResource)> {
        let indices = self.by_kind.get(&id.kind_key()).into_iter().flatten();
        indices
            .filter_map(|at| self.resources.get(*at))
            .map(|resource| (resource.id.same(id), resource))
            .filter(|(same, _)| *same != Sameness::Different)
    }
}
