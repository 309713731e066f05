//! The estate: the resources of one or more deployments, judged together.

use foldhash::HashMap;

use crate::{
    Deployment, DeploymentId, Guard, OriginId, Origins, Provision, Resource, ResourceId, ResourceIndex, Sameness,
};

/// Everything that is judged together.
#[derive(Clone, Debug, Default)]
pub struct Estate {
    /// The deployments, entry points before what they contain.
    pub deployments: Vec<Deployment>,
    /// The resources, in the order in which they were declared.
    pub resources: Vec<Resource>,
    /// Where everything comes from.
    pub origins: Origins,
    /// The places where something was not read, or was refused, that may deploy more than is here. While there is one,
    /// nothing may rest on the absence of a resource.
    pub unread: Vec<OriginId>,
    by_kind: HashMap<String, Vec<ResourceIndex>>,
}

/// What a search for an id finds.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// The resource.
    Resource(ResourceIndex),
    /// One of these, or none: the ids cannot be told apart from the one that was asked for.
    Maybe(Vec<ResourceIndex>),
    /// No resource of the estate can have that id.
    Nothing,
}

impl Estate {
    /// The resource at an index that this estate gave out.
    pub fn resource(&self, index: ResourceIndex) -> Option<&Resource> {
        self.resources.get(index.0 as usize)
    }

    /// The deployment at an index that this estate gave out.
    pub fn deployment(&self, id: DeploymentId) -> Option<&Deployment> {
        self.deployments.get(id.0 as usize)
    }

    /// Adds a resource as it is; [`Estate::find`] sees it from now on.
    pub fn push(&mut self, resource: Resource) -> ResourceIndex {
        let index = ResourceIndex(self.resources.len() as u32);
        self.by_kind.entry(resource.id.kind_key()).or_default().push(index);
        self.resources.push(resource);
        index
    }

    /// The resource that `id` names.
    pub fn find(&self, id: &ResourceId) -> Found {
        self.find_under(id, &Guard::Always)
    }

    /// The resource that `id` names under some choices, where names may depend on the same choices.
    pub fn find_under(&self, id: &ResourceId, guard: &Guard) -> Found {
        let id = &id.under(guard);
        let mut maybe = Vec::new();
        for index in self.of_kind_key(&id.kind_key()) {
            let Some(resource) = self.resource(*index) else { continue };
            match resource.id.under(guard).same(id) {
                Sameness::Same => return Found::Resource(*index),
                Sameness::Maybe => maybe.push(*index),
                Sameness::Different => {}
            }
        }
        if maybe.is_empty() { Found::Nothing } else { Found::Maybe(maybe) }
    }

    /// The resources of a type, in the order in which they were declared.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = (ResourceIndex, &Resource)> {
        let indices = self.of_kind_key(&kind.to_ascii_lowercase());
        indices.iter().filter_map(|index| Some((*index, self.resource(*index)?)))
    }

    /// The resources that are deployed, inline children included: those that a count speaks of.
    pub fn declared(&self) -> impl Iterator<Item = &Resource> {
        self.resources.iter().filter(|resource| resource.provision != Provision::External)
    }
    /// An external resource for an id that nothing declares: it is there, and nothing else is known of it.
    pub fn push_external(&mut self, id: ResourceId, origin: OriginId, deployment: DeploymentId) -> ResourceIndex {
        let body = external_body(&id, origin);
        self.push(Resource {
            id,
            api_version: None,
            body,
            present: Guard::Always,
            provision: Provision::External,
            family: None,
            origin,
            deployment,
            symbol: None,
            depends_on: Vec::new(),
            writes: Vec::new(),
        })
    }

    fn of_kind_key(&self, key: &str) -> &[ResourceIndex] {
        self.by_kind.get(key).map_or(&[], Vec::as_slice)
    }
}

/// What is known of a resource that nothing declares: nothing but its id.
///
/// The atom belongs to the deployments of the id's own atoms: ids that read alike in two deployments are two.
pub fn external_body(id: &ResourceId, origin: OriginId) -> crate::Value {
    let (name, value) = (id.to_string(), id.to_value(OriginId::NONE));
    let atoms = value.atoms();
    let mut deployments: Vec<&str> = atoms.iter().map(|atom| &*atom.deployment).collect();
    deployments.sort_unstable();
    deployments.dedup();
    let call = crate::Term::call("reference", [value, crate::Value::text("Full")], crate::Domain::Object);
    let atom = crate::Atom::new(&call.text(), &name, &deployments.join(" "), crate::Cause::NotInInput);
    crate::Value::term(crate::Term::atom(atom, crate::Domain::Object), origin)
}
