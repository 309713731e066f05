//! Declarations that may be of one resource, since an unknown stands in the name of one of them.
//!
//! If they are one, what is written last counts, and nobody knows which that is; so nothing holds of the one that is
//! closed while the other is not. Where all of them are closed, it does not matter which one is written last.

use ringfence_estate::{Estate, Resource, Sameness};

use super::Exposure;
use super::generic::perhaps_same;
use crate::finding::Outcome;

/// Takes back what holds of a service that may be one with a service of which it does not hold.
pub(super) fn doubt(estate: &Estate, exposures: &mut [Exposure]) {
    let is_open = |exposure: &Exposure| exposure.cases.iter().any(|own| own.case.outcome != Outcome::Holds);
    let open: Vec<Exposure> = exposures.iter().filter(|exposure| is_open(exposure)).cloned().collect();
    for exposure in exposures {
        let Some(resource) = estate.resource(exposure.resource) else { continue };
        for other in &open {
            if let Some(twin) = estate.resource(other.resource).filter(|twin| may_be_one(resource, twin)) {
                take_back(exposure, resource, other, twin);
            }
        }
    }
}

fn may_be_one(one: &Resource, other: &Resource) -> bool {
    one.id.kind.eq_ignore_ascii_case(&other.id.kind) && one.id.same(&other.id) == Sameness::Maybe
}

fn take_back(exposure: &mut Exposure, resource: &Resource, other: &Exposure, twin: &Resource) {
    for own in exposure.cases.iter_mut().filter(|own| own.case.outcome == Outcome::Holds) {
        let mut others = other.cases.iter().filter(|other| other.case.outcome != Outcome::Holds);
        if others.any(|other| !other.case.when.excludes(&own.case.when)) {
            own.case.outcome = Outcome::Unknown(vec![perhaps_same(&twin.id.to_string(), &resource.id.to_string())]);
        }
    }
}
