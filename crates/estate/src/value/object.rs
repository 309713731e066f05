//! Objects; names compare without regard to ASCII case.

use std::sync::Arc;

use super::{Atom, Cause, Domain, Kind, Term, Value};
use crate::OriginId;

/// The members of an object, in order, each name once; names that differ in case only may stand beside each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// The members that are known to be there.
    pub members: Vec<Member>,
    /// An object of which nothing is known that may hold further members. Known members win over it.
    pub rest: Option<Term>,
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name.
    pub name: Arc<str>,
    /// Where the name stands.
    pub name_origin: OriginId,
    /// Its value.
    pub value: Value,
}

impl Member {
    /// A member.
    pub fn new(name: impl Into<Arc<str>>, name_origin: OriginId, value: Value) -> Self {
        Self { name: name.into(), name_origin, value }
    }
}

impl PartialEq for Member {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.value == other.value
    }
}

impl Object {
    /// A member by its name. Where names differ in case only, the last one counts, as for readers of JSON.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().rev().find(|member| member.name.eq_ignore_ascii_case(name))
    }

    /// The value of a member; [`Kind::Omitted`] at `origin` if there is none, a term if that is not known: which of
    /// two counts whose names differ in case only, nobody says.
    pub fn get(&self, name: &str, origin: OriginId) -> Value {
        match (self.member(name), &self.rest) {
            (Some(member), _) if self.is_contradicted(member) => {
                let text = format!("either of the members named {}", member.name.to_ascii_lowercase());
                let key: Vec<String> = self.members.iter().map(|member| member.value.to_string()).collect();
                let atom = Atom::new(&text, &text, &key.join("|"), Cause::NotImplemented);
                Value::new(Kind::Term(Term::atom(atom, Domain::Any)), member.value.origin)
            }
            (Some(member), _) => member.value.clone(),
            (None, Some(rest)) => Value::new(Kind::Term(rest.property(name)), origin),
            (None, None) => Value::new(Kind::Omitted, origin),
        }
    }

    /// Whether another member has the same name but for case, and another value.
    fn is_contradicted(&self, member: &Member) -> bool {
        self.members.iter().any(|other| {
            other.name.eq_ignore_ascii_case(&member.name) && other.name != member.name && other.value != member.value
        })
    }

    /// Sets a member; one of the same name keeps its place.
    pub fn set(&mut self, member: Member) {
        match self.members.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&member.name)) {
            Some(known) => *known = member,
            None => self.members.push(member),
        }
    }
}
