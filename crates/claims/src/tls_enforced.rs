//! `tls-enforced`: endpoints refuse TLS below 1.2, and plain HTTP.

use ringfence_estate::Estate;
use ringfence_prove::transport;

use crate::settings::{Words, judgements};
use crate::{Applicability, Claim};

/// The claim.
pub(crate) const CLAIM: Claim = Claim {
    id: "tls-enforced",
    statement: "every endpoint's settings refuse TLS below 1.2, and plain HTTP where there is such",
    page: include_str!("../pages/tls-enforced.md"),
    rows: &["B1"],
    judge,
};

const WORDS: Words = Words {
    holds: "takes current TLS only",
    fails: "takes less than TLS 1.2",
    unknown: "may take less than TLS 1.2",
    none: "of what is deployed, no endpoint has a setting for TLS: where there is one, the platform enforces TLS 1.2",
};

fn judge(estate: &Estate) -> Applicability {
    judgements(&CLAIM, &WORDS, &transport::findings(estate), estate)
}
