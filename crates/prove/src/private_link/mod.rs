//! Private link: which sub-resources a service has, and which private endpoints lead to them.

pub(crate) mod endpoint;
mod function_app;
mod host;
mod leaves;
mod path;
mod refusal;
pub mod table;
mod usage;

pub use endpoint::endpoints;
pub use path::{PrivatePath, private_paths};

use ringfence_estate::Resource;

/// The sub-resources of a resource, by its type; none if private endpoints cannot lead to the type.
///
/// What they need of zones and names may depend on the resource's kind: [`table::Kinds::admit`].
pub fn sub_resources_of(resource: &Resource) -> Option<&'static table::Service> {
    table::find(&resource.id.kind)
}
