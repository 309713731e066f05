//! Deployments: a template with one choice of parameters, at a scope.

use std::sync::Arc;

use crate::{Guard, InstanceId, Value};

/// A deployment of an estate, as an index into [`crate::Estate::deployments`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeploymentId(pub u32);

/// A template with one choice of parameters, at a scope: an entry point, or a module reached from one.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// The template's path.
    pub template: Arc<str>,
    /// The parameter file's path, if there is one.
    pub parameters: Option<Arc<str>>,
    /// The deployment that this is a part of; none for an entry point.
    pub parent: Option<DeploymentId>,
    /// The modules that lead here.
    pub instance: InstanceId,
    /// Under which choices it is deployed.
    pub present: Guard,
    /// The scope that it deploys to.
    pub scope: crate::Scope,
    /// Its outputs by name. Those of an absent module are error terms.
    pub outputs: Vec<(Arc<str>, Value)>,
    /// The parameters whose default was used.
    pub defaulted: Vec<Arc<str>>,
}
