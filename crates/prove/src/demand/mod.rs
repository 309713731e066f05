//! What the settings of a service must be: demands as data, and what each comes to.
//!
//! A statement about a service is true if all its parts are. A part that is certainly not decides against it; else one
//! that is not known leaves it open.

mod conclude;
mod read;

use ringfence_estate::ResourceIndex;

use crate::explore::{Path, Setting};
use crate::finding::{Missing, Step};
use crate::version::Since;

pub(crate) use conclude::{absent, findings, is_of};

/// A type of resource that a statement is about.
pub(crate) struct Service {
    /// The type.
    pub(crate) kind: &'static str,
    /// What a person calls it.
    pub(crate) name: &'static str,
    /// How it is decided.
    pub(crate) decide: Decide,
}

/// How a type is decided about.
pub(crate) enum Decide {
    /// Each of these must be met.
    Demands(&'static [Demand]),
    /// It has a rule of its own.
    Special(Special),
}

/// The parts of a statement about the subject; none if the statement is not about it.
pub(crate) type Special = fn(&mut Path<'_>) -> Option<Vec<Part>>;

/// What one setting must be.
#[derive(Clone, Copy)]
pub(crate) struct Demand {
    /// Its dotted path in the body.
    pub(crate) path: &'static str,
    /// The API versions that know it.
    pub(crate) since: Since,
    pub(crate) values: Values,
    /// What it means to leave it out.
    pub(crate) omitted: Omitted,
    /// What it must be, as a person reads it.
    pub(crate) required: &'static str,
    /// What follows if it is, as a sentence without a subject.
    pub(crate) met: &'static str,
    /// What follows if it is not.
    pub(crate) broken: &'static str,
}

/// Which values meet a demand.
#[derive(Clone, Copy)]
pub(crate) enum Values {
    /// This one, and not the other.
    Bool(bool),
    /// Words, which compare without case.
    Words {
        /// Those that meet it.
        good: &'static [&'static str],
        /// Those that do not; any other is not known.
        bad: &'static [&'static str],
    },
}

/// What it means to leave a setting out.
#[derive(Clone, Copy)]
pub(crate) enum Omitted {
    /// The default meets the demand.
    Met,
    /// It does not.
    Broken,
    /// Nobody says; the id of the fact that is not confirmed.
    Unconfirmed(&'static str),
    /// It meets the demand in these API versions; in others, nobody says.
    MetSince(Since, &'static str),
}

/// What one part of a statement comes to on one path.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) step: Step,
    pub(crate) state: State,
}

/// Whether a part is true.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum State {
    /// It is.
    Met,
    /// It is not.
    Broken,
    /// That depends on what is missing.
    Unsure(Vec<Missing>),
}

impl Part {
    /// A part that is true.
    pub(crate) fn met(step: Step) -> Self {
        Self { step, state: State::Met }
    }

    /// A part that is not true.
    pub(crate) fn broken(step: Step) -> Self {
        Self { step, state: State::Broken }
    }

    /// A part that may be true.
    pub(crate) fn unsure(step: Step, missing: Vec<Missing>) -> Self {
        Self { step, state: State::Unsure(missing) }
    }

    /// The part of something that may not be there: what is not true is then not known, and what is true counts.
    pub(crate) fn doubted(mut self, doubt: &[Missing]) -> Self {
        if doubt.is_empty() {
            return self;
        }
        match &mut self.state {
            State::Met => {}
            State::Broken => self.state = State::Unsure(doubt.to_vec()),
            State::Unsure(missing) => missing.extend(doubt.iter().cloned()),
        }
        self
    }
}

impl Demand {
    /// What the demand comes to for the subject.
    pub(crate) fn of_subject(&self, path: &mut Path<'_>) -> Part {
        self.of(path, path.subject)
    }

    /// What it comes to for a resource.
    pub(crate) fn of(&self, path: &mut Path<'_>, index: ResourceIndex) -> Part {
        let setting = path.setting(index, self.path);
        self.of_setting(path, &setting)
    }

    /// What it comes to for a setting that was read, wherever it stands.
    pub(crate) fn of_setting(&self, path: &mut Path<'_>, setting: &Setting) -> Part {
        read::read(path, self, setting)
    }
}
