//! The types that a parameter takes, and what an argument is once it is known to have one of them.

use ringfence_estate::{Domain, Kind, Value};

/// A set of JSON types.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Types(u8);

impl Types {
    pub(super) const NONE: Self = Self(0);
    pub(super) const NULL: Self = Self(1);
    pub(super) const BOOL: Self = Self(2);
    pub(super) const INT: Self = Self(4);
    pub(super) const NUMBER: Self = Self(8);
    pub(super) const STRING: Self = Self(16);
    pub(super) const ARRAY: Self = Self(32);
    pub(super) const OBJECT: Self = Self(64);
    pub(super) const ANY: Self = Self(127);

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The types that the value may have.
    pub(super) fn of(value: &Value) -> Self {
        match &value.kind {
            Kind::Null | Kind::Omitted => Self::NULL,
            Kind::Bool(_) => Self::BOOL,
            Kind::Int(_) => Self::INT,
            Kind::Number(_) => Self::NUMBER,
            Kind::String(_) => Self::STRING,
            Kind::Array(_) => Self::ARRAY,
            Kind::Object(_) => Self::OBJECT,
            Kind::Term(term) => Self::of_domain(term.domain()),
            Kind::Cases(cases) => cases.iter().fold(Self::NONE, |types, (_, value)| types.or(Self::of(value))),
        }
    }

    fn of_domain(domain: &Domain) -> Self {
        match domain {
            Domain::Any => Self::ANY,
            Domain::Bool => Self::BOOL,
            Domain::Int { .. } => Self::INT,
            Domain::String { .. } => Self::STRING,
            Domain::OneOf(values) => values.iter().fold(Self::NONE, |types, value| types.or(Self::of(value))),
            Domain::Array { .. } => Self::ARRAY,
            Domain::Object => Self::OBJECT,
        }
    }

    /// As a person lists them: `a string or an array`.
    pub(super) fn describe(self) -> String {
        let names = [
            (Self::STRING, "a string"),
            (Self::INT, "an integer"),
            (Self::NUMBER, "a number"),
            (Self::BOOL, "a boolean"),
            (Self::ARRAY, "an array"),
            (Self::OBJECT, "an object"),
            (Self::NULL, "null"),
        ];
        let names: Vec<&str> = names.iter().filter(|(types, _)| self.has(*types)).map(|(_, name)| *name).collect();
        names.join(" or ")
    }
}

/// How an argument fits its parameter.
pub(super) enum Fit {
    /// It does, once it is narrowed to the types that the parameter takes.
    Yes(Value),
    /// It is `null`, and no source says what Azure does with it here.
    Null,
    /// It does not.
    No,
}

/// Narrows an argument without cases to the types that its parameter takes.
pub(super) fn fit(value: &Value, types: Types) -> Fit {
    let own = Types::of(value);
    let both = own.and(types);
    if both == Types::NONE {
        return if own == Types::NULL { Fit::Null } else { Fit::No };
    }
    let Kind::Term(term) = &value.kind else { return Fit::Yes(value.clone()) };
    if *term.domain() != Domain::Any {
        return Fit::Yes(value.clone());
    }
    let domain = match both {
        Types::BOOL => Domain::Bool,
        Types::INT => Domain::INT,
        Types::STRING => Domain::STRING,
        Types::ARRAY => Domain::ARRAY,
        Types::OBJECT => Domain::Object,
        _ => return Fit::Yes(value.clone()),
    };
    Fit::Yes(Value::term(term.within(domain), value.origin))
}
