//! Values, guards, resources and the estate: the one vocabulary of the provers.
//!
//! A [`Value`] is JSON in which any node may be unknown, and then says why. A
//! [`Guard`] says under which choices something is there. A [`Resource`] is what a
//! declaration amounts to, and an [`Estate`] is all of them, judged together.

mod deployment;
mod estate;
mod guard;
mod inline;
mod merge;
mod origin;
mod resource;
mod resource_id;
mod segments;
mod smallest;
mod value;

pub use deployment::{Deployment, DeploymentId};
pub use estate::{Estate, Found, external_body};
pub use guard::{Choice, Guard};
pub use inline::{InlineList, inline_lists};
pub use merge::{Write, written_after, written_unordered};
pub use origin::{Defaults, Instance, InstanceId, Origin, OriginId, Origins};
pub use resource::{Provision, Resource, ResourceIndex};
pub use resource_id::{ResourceId, Scope};
pub use smallest::Smallest;
pub use value::{
    Array, Atom, Case, Cause, Concat, Domain, Element, ElementKind, Kind, MAX_CASES, Member, Object, Piece, Sameness,
    Term, TermKind, Value, map_cases,
};
