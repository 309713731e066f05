//! `no-public-blobs`: anonymous access to the blobs of a storage account is off.

use ringfence_estate::Estate;
use ringfence_prove::blobs;

use crate::settings::{Words, judgements};
use crate::{Applicability, Claim};

/// The claim.
pub(crate) const CLAIM: Claim = Claim {
    id: "no-public-blobs",
    statement: "nobody reads a storage account's blobs without saying who they are",
    page: include_str!("../pages/no-public-blobs.md"),
    rows: &["A1", "A2", "B16"],
    judge,
};

const WORDS: Words = Words {
    holds: "turns anonymous readers away",
    fails: "lets anonymous readers in",
    unknown: "may let anonymous readers in",
    none: "no storage account is deployed",
};

fn judge(estate: &Estate) -> Applicability {
    judgements(&CLAIM, &WORDS, &blobs::findings(estate), estate)
}
