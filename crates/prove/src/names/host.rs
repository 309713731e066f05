//! Host names as labels, any of which may be unknown, and whether a zone is a suffix of a name.

use std::fmt;

use ringfence_estate::{Case, OriginId, Piece, Sameness, Value};

/// A host name, outermost label last.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct HostName {
    labels: Vec<Label>,
}

/// One label; or several, if a part of it is unknown and may hold a dot.
#[derive(Clone, Debug, PartialEq)]
struct Label {
    text: Value,
    /// Whether it may be several labels.
    open: bool,
}

impl Label {
    /// Whether an unknown label of a service's name cannot be `other`: no service and no region is called
    /// `privatelink`, since that is the name under which Azure's own DNS keeps the private names.
    fn is_never(&self, other: &Self) -> bool {
        !self.open && other.text.as_str().is_some_and(|text| text.eq_ignore_ascii_case("privatelink"))
    }
}

impl HostName {
    /// Takes a name apart at its dots; an unknown part may hold further ones. A dot at the end is left out.
    pub(crate) fn parse(value: &Value) -> Option<Self> {
        Self::split(value, true)
    }

    /// As [`HostName::parse`], for a name whose unknown parts hold no dot.
    pub(crate) fn of_labels(value: &Value) -> Option<Self> {
        Self::split(value, false)
    }

    fn split(value: &Value, open: bool) -> Option<Self> {
        let mut labels = Vec::new();
        let mut current: Vec<Piece> = Vec::new();
        let mut take = |pieces: &mut Vec<Piece>| {
            let unknown = pieces.iter().any(|piece| matches!(piece, Piece::Term(_)));
            let text = Value::concat(std::mem::take(pieces), OriginId::NONE);
            labels.push(Label { text, open: open && unknown });
        };
        for piece in value.pieces()? {
            match piece {
                Piece::Literal(text) => {
                    for (nth, part) in text.split('.').enumerate() {
                        if nth > 0 {
                            take(&mut current);
                        }
                        if !part.is_empty() {
                            current.push(Piece::Literal(part.into()));
                        }
                    }
                }
                term => current.push(term),
            }
        }
        if !current.is_empty() {
            take(&mut current);
        }
        Some(Self { labels })
    }

    /// How many labels there are at least.
    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether the name may have more labels than [`HostName::len`] says.
    pub(crate) fn is_open(&self) -> bool {
        self.labels.iter().any(|label| label.open)
    }

    /// Whether this is the name of a zone for private names: a label of it is `privatelink`.
    pub(crate) fn is_private(&self) -> bool {
        self.labels.iter().any(|label| label.text.as_str().is_some_and(|text| text.eq_ignore_ascii_case("privatelink")))
    }

    /// This name with `suffix` behind it.
    #[must_use]
    pub(crate) fn under(&self, suffix: &Self) -> Self {
        Self { labels: self.labels.iter().chain(&suffix.labels).cloned().collect() }
    }

    /// The first `count` labels.
    #[must_use]
    pub(crate) fn first(&self, count: usize) -> Self {
        Self { labels: self.labels.iter().take(count).cloned().collect() }
    }

    /// All labels but the first.
    #[must_use]
    pub(crate) fn without_first(&self) -> Self {
        Self { labels: self.labels.iter().skip(1).cloned().collect() }
    }

    /// What stands before `zone`, which is a suffix of this name.
    pub(crate) fn relative_to(&self, zone: &Self) -> Self {
        self.first(self.len().saturating_sub(zone.len()))
    }

    /// Whether both are one name.
    pub(crate) fn same(&self, other: &Self) -> Sameness {
        match self.ends_with(other) {
            Sameness::Different if !self.is_open() => Sameness::Different,
            _ if self.is_open() || other.is_open() => self.text().same(&other.text(), Case::Insensitive),
            answer if self.len() == other.len() => answer,
            _ => Sameness::Different,
        }
    }

    /// Whether `zone` is this name or a suffix of it. Only the labels of `zone` may be open.
    pub(crate) fn ends_with(&self, zone: &Self) -> Sameness {
        if zone.len() > self.len() && !zone.is_open() {
            return Sameness::Different;
        }
        let mut answer = Sameness::Same;
        for (zone, own) in zone.labels.iter().rev().zip(self.labels.iter().rev()) {
            match zone.text.same(&own.text, Case::Insensitive) {
                Sameness::Same => {}
                Sameness::Maybe if own.is_never(zone) => return Sameness::Different,
                Sameness::Different if !zone.open => return Sameness::Different,
                _ if zone.open => return Sameness::Maybe,
                _ => answer = Sameness::Maybe,
            }
        }
        if zone.len() > self.len() { answer.and(Sameness::Maybe) } else { answer }
    }

    /// The name as one value.
    pub(crate) fn text(&self) -> Value {
        let mut pieces = Vec::new();
        for (nth, label) in self.labels.iter().enumerate() {
            if nth > 0 {
                pieces.push(Piece::Literal(".".into()));
            }
            pieces.extend(label.text.pieces().unwrap_or_default());
        }
        Value::concat(pieces, OriginId::NONE)
    }
}

/// As a person reads it: `kv-{baseName}.vault.azure.net`.
impl fmt::Display for HostName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.text())
    }
}

#[cfg(test)]
mod tests {
    use ringfence_estate::{Atom, Domain, Term};

    use super::*;

    /// `{x}` is a parameter.
    fn value(text: &str) -> Value {
        let mut pieces = Vec::new();
        for (nth, part) in text.split(['{', '}']).enumerate() {
            match nth % 2 {
                0 if part.is_empty() => {}
                0 => pieces.push(Piece::Literal(part.into())),
                _ => pieces.push(Piece::Term(Term::atom(Atom::parameter(part, "main"), Domain::STRING))),
            }
        }
        Value::concat(pieces, OriginId::NONE)
    }

    #[test]
    fn a_zone_is_a_suffix_label_by_label() {
        use Sameness::{Different, Maybe, Same};
        let cases = [
            ("kv.vault.azure.net", "vault.azure.net", Same),
            ("kv.VAULT.azure.net", "vault.Azure.net", Same),
            ("kv.vault.azure.net", "kv.vault.azure.net", Same),
            ("kv.vault.azure.net", "azure.net", Same),
            ("kv.vault.azure.net", "t.azure.net", Different),
            ("kv.vault.azure.net", "a.kv.vault.azure.net", Different),
            ("kv-{x}.vault.azure.net", "vault.azure.net", Same),
            ("kv-{x}.vault.azure.net", "kv-{x}.vault.azure.net", Same),
            ("kv-{x}.vault.azure.net", "kv-{y}.vault.azure.net", Maybe),
            ("kv.vault.azure.net", "{z}", Maybe),
            ("kv.vault.azure.net", "privatelink.{z}", Maybe),
            ("kv.vault.azure.net", "{z}.net", Maybe),
            ("kv.vault.azure.net", "{z}.com", Different),
            ("{kv}.vaultcore.azure.net", "privatelink.vaultcore.azure.net", Different),
            ("x.{r}.redis.azure.net", "privatelink.redis.azure.net", Different),
            ("{kv}.vaultcore.azure.net", "other.vaultcore.azure.net", Maybe),
            ("a.{r}.azmk8s.io", "{r}.azmk8s.io", Same),
        ];
        for (name, zone, expected) in cases {
            let name = HostName::of_labels(&value(name)).expect("a name");
            let zone = HostName::parse(&value(zone)).expect("a zone");
            assert_eq!(name.ends_with(&zone), expected, "{name} {zone}");
        }
    }
}
