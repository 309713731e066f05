//! What tells one judgement from another across revisions: no lines, no columns, no order.

use ringfence_claims::Judgement;
use sha2::{Digest, Sha256};

/// The claim, the canonical subject and the deciding setting, as 32 hexadecimal digits.
pub fn of(judgement: &Judgement) -> String {
    let cause = judgement.decisive.as_ref().map_or("", |setting| &setting.path);
    let text = format!("{}\n{}\n{cause}", judgement.claim, judgement.subject.id.to_lowercase());
    hex(&Sha256::digest(text)).chars().take(32).collect()
}

/// The SHA-256 of a text, in hexadecimal.
pub fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |out, byte| out + &format!("{byte:02x}"))
}
