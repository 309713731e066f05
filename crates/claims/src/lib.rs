//! The catalogue of claims: from findings to judgements.
//!
//! A claim is a constant: its name, its page, and a function from an estate to
//! judgements. To add one: one file, one page, one line in [`CLAIMS`].

pub mod ask;
mod choices;
mod judgement;
mod no_public_blobs;
mod no_shared_keys;
mod private_names;
mod private_only;
mod private_path;
mod settings;
mod tls_enforced;
mod verdict;
mod wording;

pub use choices::{Choices, Chosen};
pub use judgement::{
    Applicability, Assumption, Evidence, Exception, Hop, Judgement, Location, Missing, Role, Setting, Subject, Verdict,
};

use ringfence_estate::Estate;
use ringfence_prove::{blobs, exposure, keys, transport};

/// Every claim, in the order of the documentation.
pub const CLAIMS: &[&Claim] = &[
    &private_only::CLAIM,
    &private_path::CLAIM,
    &private_names::CLAIM,
    &no_shared_keys::CLAIM,
    &tls_enforced::CLAIM,
    &no_public_blobs::CLAIM,
];

/// A statement that must be true, named positively.
#[derive(Debug)]
pub struct Claim {
    /// Its stable name.
    pub id: &'static str,
    /// The statement in one sentence.
    pub statement: &'static str,
    /// Its page in Markdown, whose code blocks run as tests.
    pub page: &'static str,
    /// The rows of the requirements that it is evidence for.
    pub rows: &'static [&'static str],
    /// Judges every subject in an estate; [`Claim::judge`] adds what is the same for all claims.
    judge: fn(&Estate) -> Applicability,
}

impl Claim {
    /// Judges every subject in an estate.
    ///
    /// What holds, holds of a subject that is as declared. While part of the input was not read, nothing holds: whatever holds of a resource rests on no other declaration
    /// of it being there, and what was not read may be one.
    pub fn judge(&self, estate: &Estate) -> Applicability {
        let mut applicability = (self.judge)(estate);
        if let Applicability::Judged(judgements) = &mut applicability {
            judgements.iter_mut().for_each(|judgement| {
                judgement.assume_as_declared(estate);
                judgement.lead_to_call(estate);
            });
        }
        if let (Applicability::Judged(judgements), Some(unread)) = (&mut applicability, estate.unread.first()) {
            judgements.iter_mut().for_each(|judgement| judgement.distrust_absence(*unread));
        }
        applicability
    }
}

/// The claim of a name.
pub fn find(id: &str) -> Option<&'static Claim> {
    CLAIMS.iter().copied().find(|claim| claim.id == id)
}

/// Whether some prover decides about a resource type, or knows that there is nothing to decide.
pub fn is_modelled(kind: &str) -> bool {
    [exposure::knows, blobs::knows, keys::knows, transport::knows].iter().any(|knows| knows(kind))
}
