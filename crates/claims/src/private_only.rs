//! `private-only`: no packet from outside the boundary is let to a service's data plane.

use ringfence_estate::Estate;

use crate::{Applicability, Claim};

/// The claim.
pub const CLAIM: Claim = Claim {
    id: "private-only",
    statement: "no packet from an address outside the boundary is let to the data plane",
    page: include_str!("../pages/private-only.md"),
    rows: &["A1", "A2", "A12"],
    judge,
};

fn judge(_estate: &Estate) -> Applicability {
    Applicability::NotApplicable("no service with a public data plane".into())
}
