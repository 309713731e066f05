//! `no-shared-keys`: a service takes no key, password, shared access signature or local account.

use ringfence_estate::Estate;
use ringfence_prove::keys;

use crate::settings::{Words, judgements};
use crate::{Applicability, Claim};

/// The claim.
pub(crate) const CLAIM: Claim = Claim {
    id: "no-shared-keys",
    statement: "every way to sign in with a key, a password, a shared access signature or a local account is off",
    page: include_str!("../pages/no-shared-keys.md"),
    rows: &["B8"],
    judge,
};

const WORDS: Words = Words {
    holds: "takes no keys",
    fails: "takes keys or passwords",
    unknown: "may take keys or passwords",
    none: "no service that could take keys is deployed",
};

fn judge(estate: &Estate) -> Applicability {
    judgements(&CLAIM, &WORDS, &keys::findings(estate), estate)
}
