//! Declarations that may be of one resource, since an unknown stands in the name of one of them.
//!
//! If they are one, what is written last counts, and nobody knows which that is; so nothing holds of the one that is
//! as it should be while the other is not. Where all of them are, it does not matter which one is written last.

use ringfence_estate::{Estate, Resource, ResourceIndex, Sameness};

use crate::finding::{Case, Finding, Outcome};
use crate::missing::perhaps_same;

/// What was found about a resource.
pub(crate) trait About {
    /// The resource.
    fn resource(&self) -> ResourceIndex;
    /// The cases.
    fn cases(&self) -> Vec<&Case>;
    /// The cases, to change what they come to.
    fn cases_mut(&mut self) -> Vec<&mut Case>;
}

impl About for Finding {
    fn resource(&self) -> ResourceIndex {
        self.resource
    }

    fn cases(&self) -> Vec<&Case> {
        self.cases.iter().collect()
    }

    fn cases_mut(&mut self) -> Vec<&mut Case> {
        self.cases.iter_mut().collect()
    }
}

/// Takes back what holds of a resource that may be one with a resource of which it does not hold.
pub(crate) fn doubt<F: About>(estate: &Estate, findings: &mut [F]) {
    let open: Vec<(ResourceIndex, Vec<Case>)> = findings
        .iter()
        .map(|finding| {
            let open = finding.cases().into_iter().filter(|case| case.outcome != Outcome::Holds);
            (finding.resource(), open.cloned().collect::<Vec<Case>>())
        })
        .filter(|(_, open)| !open.is_empty())
        .collect();
    for finding in findings {
        let Some(resource) = estate.resource(finding.resource()) else { continue };
        for (index, cases) in &open {
            if let Some(twin) = estate.resource(*index).filter(|twin| may_be_one(resource, twin)) {
                take_back(finding, resource, cases, twin);
            }
        }
    }
}

fn may_be_one(one: &Resource, other: &Resource) -> bool {
    one.id.kind.eq_ignore_ascii_case(&other.id.kind) && one.id.same(&other.id) == Sameness::Maybe
}

fn take_back<F: About>(finding: &mut F, resource: &Resource, open: &[Case], twin: &Resource) {
    for own in finding.cases_mut().into_iter().filter(|own| own.outcome == Outcome::Holds) {
        if open.iter().any(|other| !other.when.excludes(&own.when)) {
            own.outcome = Outcome::Unknown(vec![perhaps_same(&twin.id.to_string(), &resource.id.to_string())]);
        }
    }
}
