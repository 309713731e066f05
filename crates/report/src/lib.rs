//! Reports: for a person at a terminal, for a program as JSON, for a code host as SARIF.
//!
//! Each format has its own types; they share only [`Run`], what there is to say,
//! and [`place`], where it stands.

pub mod answer;
mod brief;
pub mod fingerprint;
pub mod json;
pub mod place;
pub mod sarif;
pub mod terminal;

use std::sync::Arc;
use std::time::Duration;

use ringfence_claims::{Judgement, Verdict};
use ringfence_estate::Estate;
use ringfence_source::{Diagnostic, Severity, Sources};

/// Everything there is to say about one run.
pub struct Run<'a> {
    /// The version of the program.
    pub version: &'a str,
    /// The files.
    pub sources: &'a Sources,
    /// What was read.
    pub inputs: Vec<Input>,
    /// What was judged, estate by estate.
    pub estates: Vec<Judged>,
    /// What is wrong with the files.
    pub diagnostics: &'a [Diagnostic],
    /// How long it took; only for a person.
    pub elapsed: Option<Duration>,
}

/// One estate and what the claims say about it.
pub struct Judged {
    /// The estate.
    pub estate: Estate,
    /// Its heading: the entry point, with its parameter file.
    pub title: String,
    /// The answers, in the order of the claims and subjects.
    pub judgements: Vec<Judgement>,
    /// The claims that are about nothing here, and why.
    pub not_applicable: Vec<(&'static str, String)>,
    /// Resource types that no claim knows, with how many resources each has.
    pub not_modelled: Vec<(Arc<str>, usize)>,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its path.
    pub path: String,
    /// What it is.
    pub kind: InputKind,
    /// The SHA-256 of its text, in hexadecimal.
    pub sha256: String,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// Bicep.
    Bicep,
    /// An ARM template or parameter file.
    Arm,
}

/// How many judgements there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Resources that are deployed.
    pub resources: usize,
    /// Statements that are false.
    pub fails: usize,
    /// Statements that could not be decided.
    pub unknown: usize,
    /// Statements that are true.
    pub holds: usize,
}

impl Run<'_> {
    /// The counts of the whole run.
    pub fn summary(&self) -> Summary {
        self.estates.iter().fold(Summary::default(), |sum, judged| {
            let own = judged.summary();
            Summary {
                resources: sum.resources + own.resources,
                fails: sum.fails + own.fails,
                unknown: sum.unknown + own.unknown,
                holds: sum.holds + own.holds,
            }
        })
    }

    /// Whether some part of the input was not read.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

impl Judged {
    /// The counts of one estate.
    pub fn summary(&self) -> Summary {
        let count = |verdict| self.judgements.iter().filter(|judgement| judgement.verdict == verdict).count();
        Summary {
            resources: self.estate.declared().count(),
            fails: count(Verdict::Fails),
            unknown: count(Verdict::Unknown),
            holds: count(Verdict::Holds),
        }
    }
}
