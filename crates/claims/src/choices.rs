//! For which choices something is so: the smallest ones, as data and as a sentence.

use std::fmt;

use ringfence_estate::{Guard, Smallest, Term, Value};

/// The most choices that are listed.
pub(crate) const MAX_LISTED: usize = 16;
/// The most that a sentence names.
const MAX_NAMED: usize = 3;

/// The smallest choices under which something is so: it is under each of them, whatever else is chosen, and under no part
/// of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// Each with its values; those with the fewest first. An empty one is every choice.
    pub ways: Vec<Vec<Chosen>>,
    /// Whether there are more than are listed.
    pub more: bool,
}

/// A value that is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// What it is chosen for: a parameter by its name, else a condition as it is written; with its deployment if another
    /// deployment has one of this name.
    pub name: String,
    /// The value.
    pub value: Value,
}

impl Choices {
    /// The smallest choices under which a guard is true.
    pub(crate) fn of(guard: &Guard) -> Self {
        Self::from(&guard.smallest(MAX_LISTED))
    }

    /// Whether it is under every choice.
    pub fn is_every(&self) -> bool {
        self.ways.iter().any(Vec::is_empty)
    }
}

impl From<&Smallest> for Choices {
    fn from(smallest: &Smallest) -> Self {
        let ways = smallest.choices.iter().map(|way| way.iter().map(|own| chosen(own, way)).collect()).collect();
        Self { ways, more: !smallest.complete }
    }
}

fn chosen((term, index): &(Term, usize), way: &[(Term, usize)]) -> Chosen {
    let label = term.label();
    let is_twofold = way.iter().any(|(other, _)| other != term && other.label() == label);
    let deployment = term.atoms().first().map(|atom| atom.deployment.to_string()).filter(|_| is_twofold);
    let name = deployment.map_or_else(|| label.clone(), |deployment| format!("{label} of {deployment}"));
    Chosen { name, value: term.choice(*index).map_or_else(|| Value::text("?"), Value::synthetic) }
}

/// As a person says it: `` `networkIsolation` is false and `tier` is 'Basic'; or when `zoned` is true ``.
impl fmt::Display for Choices {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, way) in self.ways.iter().take(MAX_NAMED).enumerate() {
            if nth > 0 {
                out.write_str("; or when ")?;
            }
            if way.is_empty() {
                out.write_str("anything is chosen")?;
            }
            for (at, own) in way.iter().enumerate() {
                let and = if at > 0 { " and " } else { "" };
                write!(out, "{and}`{}` is {}", own.name, crate::wording::shown(&own.value))?;
            }
        }
        let left = self.ways.len().saturating_sub(MAX_NAMED);
        match (left, self.more) {
            (0, false) => Ok(()),
            (0, true) => out.write_str("; or under other choices"),
            (left, more) => write!(out, "; or under {}{left} other choices", if more { "more than " } else { "" }),
        }
    }
}
