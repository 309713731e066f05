//! A resource: what a declaration amounts to.

use std::sync::Arc;

use crate::{DeploymentId, Guard, OriginId, ResourceId, Term, Value};

/// A resource of an estate, as an index into [`crate::Estate::resources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceIndex(pub u32);

/// How a resource got into the estate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provision {
    /// It is deployed.
    Declared,
    /// It is an inline child of a resource that is deployed, such as a subnet in a virtual network.
    Inline,
    /// It is only referred to (`existing`), and nothing in the input declares it: its properties are all unknown.
    External,
}

/// A resource in ARM's own shape.
#[derive(Clone, Debug)]
pub struct Resource {
    /// What names it.
    pub id: ResourceId,
    /// The API version that it was written for; decides defaults.
    pub api_version: Option<Arc<str>>,
    /// Its body: an object with `location`, `sku`, `kind`, `identity`, `properties` and the rest, as declared.
    pub body: Value,
    /// Under which choices it is deployed.
    pub present: Guard,
    /// How it got here.
    pub provision: Provision,
    /// Set for a resource that stands for a loop of unknown count: the loop's index atom.
    pub family: Option<Term>,
    /// Where it is declared; the origin of what its declaration leaves out.
    pub origin: OriginId,
    /// The deployment that declares it.
    pub deployment: DeploymentId,
    /// Its symbolic name.
    pub symbol: Option<Arc<str>>,
    /// The ids of the resources that it is deployed after, as far as they are declared in the estate.
    pub depends_on: Vec<ResourceIndex>,
    /// Other declarations of the same resource, in the order in which they are deployed.
    pub writes: Vec<OriginId>,
}

impl Resource {
    /// A property at a dotted path below `properties`, case by case.
    pub fn property(&self, path: &str) -> Value {
        self.body.get("properties").path(path)
    }

    /// Whether it is of `kind`, without regard to case.
    pub fn is(&self, kind: &str) -> bool {
        self.id.is(kind)
    }
}
