//! What names a resource: its scope, its type, and its names, any of which may be partly unknown.

use std::fmt;
use std::sync::Arc;

use crate::segments::{Segment, segments};
use crate::value::{Case, Concat, Domain, Kind, Sameness, Value, brief};
use crate::{Guard, OriginId, Term};

/// The identity of a resource.
///
/// `kind` has one namespace and as many types as `names` has names:
/// `Microsoft.Network/virtualNetworks/subnets` with `[vnet-hub, snet-a]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceId {
    /// Where it lives.
    pub scope: Scope,
    /// Its full type, as written.
    pub kind: Arc<str>,
    /// Its names, outermost first.
    pub names: Vec<Value>,
}

/// Where a resource lives, or a deployment deploys to.
#[derive(Clone, Debug, PartialEq)]
pub enum Scope {
    /// The tenant.
    Tenant,
    /// A management group, by name.
    ManagementGroup(Value),
    /// A subscription, by its id.
    Subscription(Value),
    /// A resource group.
    ResourceGroup {
        /// Its subscription's id.
        subscription: Value,
        /// Its name.
        name: Value,
    },
    /// Another resource: this one extends it.
    Resource(Box<ResourceId>),
    /// A scope of which only an id that cannot be taken apart is known.
    Opaque(Value),
}

impl ResourceId {
    /// A resource of `kind` with `names` at `scope`; each name is one segment.
    pub fn new(scope: Scope, kind: impl Into<Arc<str>>, names: impl IntoIterator<Item = Value>) -> Self {
        Self { scope, kind: kind.into(), names: names.into_iter().map(|name| name.as_segment()).collect() }
    }

    /// Takes an id apart; none if it is not one, or if a part of it may hold a `/`.
    pub fn parse(value: &Value) -> Option<Self> {
        let segments = segments(value)?;
        let [first, rest @ ..] = segments.as_slice() else { return None };
        if !first.is("") {
            return None;
        }
        let (scope, rest) = parse_scope(rest, value.origin)?;
        parse_providers(scope, rest, value.origin)
    }

    /// The type in lower case, for tables.
    pub fn kind_key(&self) -> String {
        self.kind.to_ascii_lowercase()
    }

    /// Whether the type is `kind`, without regard to case.
    pub fn is(&self, kind: &str) -> bool {
        self.kind.eq_ignore_ascii_case(kind)
    }

    /// The last name.
    pub fn name(&self) -> Value {
        self.names.last().cloned().unwrap_or_else(|| Value::text(""))
    }

    /// The resource that this one is a child of.
    pub fn parent(&self) -> Option<Self> {
        let (kind, _) = self.kind.rsplit_once('/')?;
        let names = self.names.get(..self.names.len().checked_sub(1)?)?;
        if names.is_empty() {
            return None;
        }
        Some(Self { scope: self.scope.clone(), kind: kind.into(), names: names.to_vec() })
    }

    /// A child of this resource.
    #[must_use]
    pub fn child(&self, kind: &str, name: Value) -> Self {
        let mut names = self.names.clone();
        names.push(name.as_segment());
        Self { scope: self.scope.clone(), kind: format!("{}/{kind}", self.kind).into(), names }
    }

    /// Whether both name one resource.
    pub fn same(&self, other: &Self) -> Sameness {
        if !self.kind.eq_ignore_ascii_case(&other.kind) || self.names.len() != other.names.len() {
            // An opaque scope may hide a parent of any type, but not another type at the end.
            return Sameness::Different;
        }
        let names = self.names.iter().zip(&other.names);
        names.fold(self.scope.same(&other.scope), |answer, (left, right)| {
            answer.and(left.same(right, Case::Insensitive))
        })
    }

    /// The id under some choices: the names that they leave.
    #[must_use]
    pub fn under(&self, guard: &Guard) -> Self {
        let names = self.names.iter().map(|name| name.under(guard)).collect();
        Self { scope: self.scope.under(guard), kind: self.kind.clone(), names }
    }

    /// The id as a string, as Azure writes it.
    pub fn to_value(&self, origin: OriginId) -> Value {
        let mut id = Concat::default();
        self.write(&mut id);
        id.finish(origin)
    }

    fn write(&self, out: &mut Concat) {
        self.scope.write(out);
        let mut types = self.kind.split('/');
        out.push_str("/providers/");
        out.push_str(types.next().unwrap_or(""));
        for (kind, name) in types.zip(&self.names) {
            out.push_str("/");
            out.push_str(kind);
            out.push_str("/");
            write_name(name, out);
        }
    }

    /// A number that two ids share if they are the same, whatever their case: for tables of ids.
    pub fn digest(&self) -> u64 {
        let mut id = Concat::default();
        self.write(&mut id);
        id.digest()
    }

    /// The names alone, with `/` between them, as a person reads them: `vnet-hub/snet-{env}`.
    pub fn display_name(&self) -> String {
        let names: Vec<String> = self.names.iter().map(Value::to_string).collect();
        names.join("/")
    }

    /// The names in short: of a name that has several values, what they share.
    pub fn brief_name(&self) -> String {
        let names: Vec<String> = self.names.iter().map(brief).collect();
        names.join("/")
    }
}

impl Scope {
    /// The id of this scope as a string; empty for the tenant.
    pub fn to_value(&self, origin: OriginId) -> Value {
        let mut id = Concat::default();
        self.write(&mut id);
        id.finish(origin)
    }

    /// Takes the id of a scope apart: that of a subscription, resource group, management group or resource.
    pub fn parse(value: &Value) -> Option<Self> {
        let segments = segments(value)?;
        if segments.iter().all(|segment| segment.is("")) {
            return Some(Self::Tenant);
        }
        let [first, rest @ ..] = segments.as_slice() else { return None };
        if !first.is("") {
            return None;
        }
        let (scope, rest) = parse_scope(rest, value.origin)?;
        if rest.is_empty() {
            return Some(scope);
        }
        let id = parse_providers(scope, rest, value.origin)?;
        match (&id.scope, id.names.as_slice()) {
            (Self::Tenant, [name]) if id.is("Microsoft.Management/managementGroups") => {
                Some(Self::ManagementGroup(name.clone()))
            }
            _ => Some(Self::Resource(Box::new(id))),
        }
    }

    /// The scope under some choices.
    #[must_use]
    pub fn under(&self, guard: &Guard) -> Self {
        match self {
            Self::Tenant => Self::Tenant,
            Self::ManagementGroup(name) => Self::ManagementGroup(name.under(guard)),
            Self::Subscription(id) => Self::Subscription(id.under(guard)),
            Self::ResourceGroup { subscription, name } => {
                Self::ResourceGroup { subscription: subscription.under(guard), name: name.under(guard) }
            }
            Self::Resource(id) => Self::Resource(Box::new(id.under(guard))),
            Self::Opaque(id) => Self::Opaque(id.under(guard)),
        }
    }

    /// Whether both are one scope.
    pub fn same(&self, other: &Self) -> Sameness {
        match (self, other) {
            (Self::Tenant, Self::Tenant) => Sameness::Same,
            (Self::ManagementGroup(left), Self::ManagementGroup(right))
            | (Self::Subscription(left), Self::Subscription(right)) => left.same(right, Case::Insensitive),
            (
                Self::ResourceGroup { subscription, name },
                Self::ResourceGroup { subscription: other_subscription, name: other_name },
            ) => subscription.same(other_subscription, Case::Insensitive).and(name.same(other_name, Case::Insensitive)),
            (Self::Resource(left), Self::Resource(right)) => left.same(right),
            (Self::Opaque(_), _) | (_, Self::Opaque(_)) => {
                let (left, right) = (self.to_value(OriginId::NONE), other.to_value(OriginId::NONE));
                left.same(&right, Case::Insensitive)
            }
            _ => Sameness::Different,
        }
    }

    fn write(&self, out: &mut Concat) {
        match self {
            Self::Tenant => {}
            Self::ManagementGroup(name) => {
                out.push_str("/providers/Microsoft.Management/managementGroups/");
                write_name(name, out);
            }
            Self::Subscription(id) => {
                out.push_str("/subscriptions/");
                write_name(id, out);
            }
            Self::ResourceGroup { subscription, name } => {
                out.push_str("/subscriptions/");
                write_name(subscription, out);
                out.push_str("/resourceGroups/");
                write_name(name, out);
            }
            Self::Resource(id) => id.write(out),
            Self::Opaque(value) => {
                out.push_value(value);
            }
        }
    }
}

/// A name with cases is written as one unknown piece, since an id has none.
fn write_name(name: &Value, out: &mut Concat) {
    if !out.push_value(name) {
        out.push_term(&Term::call("name", [name.clone()], Domain::SEGMENT));
    }
}

fn parse_scope<'s, 'v>(segments: &'s [Segment<'v>], origin: OriginId) -> Option<(Scope, &'s [Segment<'v>])> {
    if !segments.first().is_some_and(|first| first.is("subscriptions")) {
        return Some((Scope::Tenant, segments));
    }
    let subscription = segments.get(1)?.to_value(origin);
    if segments.get(2).is_some_and(|third| third.is("resourceGroups")) {
        let name = segments.get(3)?.to_value(origin);
        return Some((Scope::ResourceGroup { subscription, name }, segments.get(4..)?));
    }
    Some((Scope::Subscription(subscription), segments.get(2..)?))
}

fn parse_providers(scope: Scope, segments: &[Segment<'_>], origin: OriginId) -> Option<ResourceId> {
    if !segments.first()?.is("providers") {
        return None;
    }
    let mut kind = segments.get(1)?.as_str()?.to_owned();
    let mut names = Vec::new();
    let mut rest = segments.get(2..)?;
    loop {
        match rest {
            [] => break,
            [word, ..] if word.is("providers") && !names.is_empty() => {
                let target = ResourceId { scope, kind: kind.into(), names };
                return parse_providers(Scope::Resource(Box::new(target)), rest, origin);
            }
            [word, name, more @ ..] => {
                kind.push('/');
                kind.push_str(word.as_str()?);
                names.push(name.to_value(origin));
                rest = more;
            }
            [_] => return None,
        }
    }
    if names.is_empty() {
        return None;
    }
    // `/providers/Microsoft.Management/managementGroups/x/providers/…` is a scope of its own kind.
    Some(ResourceId { scope: normal(scope), kind: kind.into(), names })
}

fn normal(scope: Scope) -> Scope {
    match scope {
        Scope::Resource(id) => match (&id.scope, id.names.as_slice()) {
            (Scope::Tenant, [name]) if id.is("Microsoft.Management/managementGroups") => {
                Scope::ManagementGroup(name.clone())
            }
            _ => Scope::Resource(id),
        },
        scope => scope,
    }
}

impl fmt::Display for ResourceId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_value(OriginId::NONE).kind {
            Kind::String(text) => out.write_str(&text),
            kind => write!(out, "{}", Value::synthetic(kind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Atom, Piece};

    fn atom(name: &str) -> Piece {
        Piece::Term(Term::atom(Atom::parameter(name, "main"), Domain::SEGMENT))
    }

    fn literal(text: &str) -> Piece {
        Piece::Literal(text.into())
    }

    #[test]
    fn an_id_is_taken_apart_and_put_together_again() {
        let cases = [
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n",
            "/subscriptions/s/providers/Microsoft.Authorization/policyAssignments/p",
            "/providers/Microsoft.Management/managementGroups/m/providers/Microsoft.Authorization/locks/l",
            "/subscriptions/s/resourceGroups/g/providers/A.B/c/d/providers/Microsoft.Authorization/locks/l",
            "/providers/Microsoft.Billing/x/y",
        ];
        for text in cases {
            let id = ResourceId::parse(&Value::text(text)).expect(text);
            assert_eq!(id.to_string(), text);
        }
        for text in ["", "x", "/subscriptions/s", "/subscriptions/s/resourceGroups/g", "/subscriptions/s/providers/A"] {
            assert!(ResourceId::parse(&Value::text(text)).is_none(), "{text}");
        }
    }

    #[test]
    fn unknown_names_stay_in_their_segment() {
        let prefix = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/st";
        let id = Value::concat([literal(prefix), atom("baseName")], OriginId::NONE);
        let id = ResourceId::parse(&id).unwrap();
        assert_eq!(id.display_name(), "st{baseName}");
        let open = Piece::Term(Term::atom(Atom::parameter("id", "main"), Domain::STRING));
        assert!(ResourceId::parse(&Value::concat([literal("/subscriptions/s/"), open], OriginId::NONE)).is_none());
    }

    #[test]
    fn a_name_with_several_values_is_short() {
        let b = crate::Guard::when(&Term::atom(Atom::parameter("b", "main"), Domain::Bool));
        let either = |yes: Vec<Piece>, no: Vec<Piece>| {
            let [yes, no] = [yes, no].map(|pieces| Value::concat(pieces, OriginId::NONE));
            Value::cases([(b.clone(), yes), (b.not(), no)], OriginId::NONE)
        };
        let cases = [
            (Value::text("kv"), "kv"),
            (either(vec![literal("kv-prod")], vec![literal("kv-dev")]), "kv-{…}"),
            (either(vec![literal("kv-"), atom("x"), literal("-1")], vec![literal("kv-"), atom("x")]), "kv-{x}{…}"),
            (either(vec![literal("kv-"), atom("xy")], vec![literal("kv-"), atom("xz")]), "kv-{…}"),
            (either(vec![literal("ä")], vec![literal("ö")]), "{…}"),
        ];
        for (name, expected) in cases {
            assert_eq!(ResourceId::new(Scope::Tenant, "A.B/c", [name]).brief_name(), expected);
        }
    }

    #[test]
    fn ids_are_compared_by_segment_without_case() {
        let id = |name: Vec<Piece>| {
            let scope = Scope::ResourceGroup { subscription: Value::text("s"), name: Value::text("g") };
            ResourceId::new(scope, "Microsoft.Storage/storageAccounts", [Value::concat(name, OriginId::NONE)])
        };
        let st = || id(vec![literal("st"), atom("b")]);
        assert_eq!(st().same(&id(vec![literal("ST"), atom("b")])), Sameness::Same);
        assert_eq!(st().same(&id(vec![literal("stapp"), atom("b")])), Sameness::Different);
        assert_eq!(st().same(&id(vec![literal("st"), atom("c")])), Sameness::Maybe);
        assert_eq!(st().same(&id(vec![literal("xx"), atom("c")])), Sameness::Different);
    }

    #[test]
    fn ids_that_are_the_same_share_a_digest() {
        let group = |name: Piece| Scope::ResourceGroup {
            subscription: Value::text("s"),
            name: Value::concat([name], OriginId::NONE),
        };
        let id = |scope: Scope, kind: &str, name: &[Piece]| {
            ResourceId::new(scope, kind, [Value::concat(name.iter().cloned(), OriginId::NONE)])
        };
        // A scope that could not be taken apart is the same as one that was, if it reads the same.
        let opaque = Value::concat([literal("/subscriptions/S/RESOURCEGROUPS/"), atom("g")], OriginId::NONE);
        let ids = [
            id(group(literal("g")), "A.B/c", &[literal("name")]),
            id(group(literal("G")), "a.b/C", &[literal("NA"), literal("me")]),
            id(group(atom("g")), "A.B/c", &[literal("x"), atom("b"), literal("ÄK")]),
            id(Scope::Opaque(opaque), "A.B/c", &[literal("X"), atom("b"), literal("äk")]),
            id(group(atom("h")), "A.B/c", &[literal("x"), atom("b")]),
            id(group(literal("g")), "A.B/c", &[literal("other")]),
            id(Scope::Tenant, "A.B/c", &[literal("name")]),
        ];
        let mut same = 0;
        for (at, one) in ids.iter().enumerate() {
            for other in ids.iter().skip(at + 1) {
                let is_same = one.same(other) == Sameness::Same;
                same += usize::from(is_same);
                assert_eq!(one.digest() == other.digest(), is_same, "{one} and {other}");
            }
        }
        assert_eq!(same, 2);
    }
}
