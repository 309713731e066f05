//! The App Service Environment that a web app may run in.

use ringfence_estate::{Cause, Found, Kind, Provision, ResourceId};

use crate::explore::{Path, Setting};
use crate::exposure::generic::PERHAPS;
use crate::finding::{Missing, Step};
use crate::missing;

/// An App Service Environment, whose entries may be inside a network.
pub(super) struct Environment {
    site: Entrance,
    scm: Entrance,
}

pub(super) enum Entrance {
    Public,
    Inside(Step),
    Unknown(Step, Vec<Missing>),
}

impl Environment {
    pub(super) fn entry(&self, scm: bool) -> &Entrance {
        if scm { &self.scm } else { &self.site }
    }
}

/// `internalLoadBalancingMode`: `Web` puts the sites inside, `Publishing` the deployment endpoint.
pub(super) fn environment(path: &mut Path<'_>) -> Environment {
    let own = path.own("properties.hostingEnvironmentProfile.id");
    let id = if own.value.is_null_or_omitted() {
        match of_plan(path) {
            Hosted::In(id) => id,
            Hosted::Shared => return Environment { site: Entrance::Public, scm: Entrance::Public },
            Hosted::Unread(step, missing) => {
                return Environment {
                    site: Entrance::Unknown(step.clone(), missing.clone()),
                    scm: Entrance::Unknown(step, missing),
                };
            }
        }
    } else {
        own
    };
    let found = ResourceId::parse(&id.value).map(|id| path.find(&id));
    let declared = match found {
        Some(Found::Resource(index)) => {
            path.estate.resource(index).filter(|found| found.provision != Provision::External).map(|_| index)
        }
        _ => None,
    };
    let Some(index) = declared else {
        let missing = vec![Missing {
            cause: Cause::NotInInput,
            what: format!("whether the App Service Environment `{}` is inside a network", id.value),
            settle: "join the template that declares it, or an export of it".into(),
        }];
        let step = id.step("an internal environment", "decides whether there is a public address");
        return Environment {
            site: Entrance::Unknown(step.clone(), missing.clone()),
            scm: Entrance::Unknown(step, missing),
        };
    };
    let mode = path.setting(index, "properties.internalLoadBalancingMode");
    let entrance = |word: &str| match &mode.value.kind {
        Kind::Null | Kind::Omitted => Entrance::Public,
        Kind::String(text) => {
            let parts: Vec<String> = text.split(',').map(|part| part.trim().to_ascii_lowercase()).collect();
            let known = parts.iter().all(|part| ["none", "web", "publishing"].contains(&part.as_str()));
            match (known, parts.iter().any(|part| part == word)) {
                (true, true) => Entrance::Inside(mode.step("'Web, Publishing'", "puts it inside the network")),
                (true, false) => Entrance::Public,
                (false, _) => {
                    let missing =
                        missing::odd(&mode.value, mode.name(), &["None", "Web", "Publishing", "Web, Publishing"]);
                    Entrance::Unknown(mode.step("'Web, Publishing'", PERHAPS), vec![missing])
                }
            }
        }
        _ => {
            let missing = missing::of_value(&mode.value, &mode.path);
            Entrance::Unknown(mode.step("'Web, Publishing'", PERHAPS), missing)
        }
    };
    Environment { site: entrance("web"), scm: entrance("publishing") }
}

/// What a plan runs on.
enum Hosted {
    /// Public machines.
    Shared,
    /// An environment, by its id.
    In(Setting),
    /// The plan is not in the input.
    Unread(Step, Vec<Missing>),
}

/// The environment of the plan that the site runs on; a slot without a plan of its own is on the site's.
fn of_plan(path: &mut Path<'_>) -> Hosted {
    let mut plan = path.own("properties.serverFarmId");
    let parent = path.resource().filter(|site| site.is("Microsoft.Web/sites/slots")).and_then(|slot| slot.id.parent());
    if let (true, Some(parent)) = (plan.value.is_null_or_omitted(), parent)
        && let Found::Resource(index) = path.find(&parent)
    {
        plan = path.setting(index, "properties.serverFarmId");
    }
    if plan.value.is_null_or_omitted() {
        return Hosted::Shared;
    }
    let found = ResourceId::parse(&plan.value).map(|id| path.find(&id));
    if let Some(Found::Resource(index)) = found
        && path.estate.resource(index).is_some_and(|plan| plan.provision != Provision::External)
    {
        let environment = path.setting(index, "properties.hostingEnvironmentProfile.id");
        return if environment.value.is_null_or_omitted() { Hosted::Shared } else { Hosted::In(environment) };
    }
    let missing = Missing {
        cause: Cause::NotInInput,
        what: format!("whether the plan `{}` is in an environment inside a network", plan.value),
        settle: "join the template that declares the plan, or an export of it".into(),
    };
    Hosted::Unread(plan.step("a plan of the input", "decides whether there is a public address"), vec![missing])
}
