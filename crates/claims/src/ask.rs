//! Answers to questions that somebody asks, apart from any claim.

use ringfence_estate::Estate;
use ringfence_prove::finding::Outcome;
use ringfence_prove::names::{self, Ending};
pub use ringfence_prove::names::{Hop, Unasked};

use crate::{Choices, Missing};

/// What a name resolves to from a network, under some choices.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The host name.
    pub name: String,
    /// The network that it is asked for from.
    pub from: String,
    /// What it ends at: `the private address of pe-key-vault`.
    pub to: String,
    /// The same in a word: `endpoint`, `public`, `address`, `nothing`, `unknown`.
    pub ending: &'static str,
    /// The number of the known mistake, as `private-names` counts them: `D5`.
    pub code: Option<String>,
    /// Under which choices, if not under all.
    pub when: Option<String>,
    /// The servers, zones and records on the way, in order.
    pub hops: Vec<Hop>,
    /// What is missing, if the answer is not known.
    pub missing: Vec<Missing>,
}

/// What a name resolves to from a network: one answer for each choice that matters.
pub fn resolve(estate: &Estate, name: &str, network: &str) -> Result<Vec<Answer>, Unasked> {
    let mut answers = Vec::new();
    for own in names::ask(estate, name, network)? {
        for case in &own.cases {
            let when = case.case.when.clone();
            answers.push(Answer {
                name: own.host.clone(),
                from: own.network.clone(),
                to: case.end.clone(),
                ending: match case.ending {
                    Ending::Endpoint => "endpoint",
                    Ending::Public => "public",
                    Ending::Address => "address",
                    Ending::Nothing => "nothing",
                    Ending::Unknown => "unknown",
                },
                code: case.code.map(|code| code.to_string()),
                when: (!when.is_always()).then(|| Choices::of(&when).to_string()),
                hops: case.hops.clone(),
                missing: match &case.case.outcome {
                    Outcome::Unknown(missing) => missing.clone(),
                    Outcome::Holds | Outcome::Fails => Vec::new(),
                },
            });
        }
    }
    Ok(answers)
}
