//! Terms: normalised expressions over what is not known.
//!
//! The identity of a term is its normalised text and the deployment of its
//! atoms, never a counter: it is the same across runs, cores and revisions.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use super::size::Size;
use super::text::{self, Piece};
use super::{Kind, Value};

/// Something that is not known: an atom, or an expression over atoms.
#[derive(Clone, Debug)]
pub struct Term(Arc<Data>);

#[derive(Debug)]
struct Data {
    kind: TermKind,
    domain: Domain,
    hash: u64,
    size: Size,
    text: OnceLock<Arc<str>>,
    label: OnceLock<Arc<str>>,
}

/// What a term is.
#[derive(Clone, Debug, PartialEq)]
pub enum TermKind {
    /// Something that nothing more is known of.
    Atom(Atom),
    /// A string put together from literals and terms.
    ///
    /// INVARIANT (flat concatenation): no two literals side by side, none empty, no
    /// concatenation inside, at least one term, and more than one piece.
    Concat(Arc<[Piece]>),
    /// A function that could not be worked out.
    Call {
        /// Its name in the documentation's spelling.
        function: Arc<str>,
        /// Its arguments.
        args: Arc<[Value]>,
    },
    /// A member of a term.
    Property {
        /// What is looked into.
        base: Term,
        /// The member's name.
        name: Arc<str>,
    },
    /// An element of a term.
    Index {
        /// What is looked into.
        base: Term,
        /// Which element.
        index: Arc<Value>,
    },
}

/// Something that nothing more is known of.
#[derive(Clone, Debug)]
pub struct Atom {
    /// As ARM text: `parameters('baseName')`, `resourceGroup().location`.
    pub text: Arc<str>,
    /// As a person says it: `baseName`, `resourceGroup().location`.
    pub label: Arc<str>,
    /// The deployment that it belongs to; part of its identity.
    pub deployment: Arc<str>,
    /// Why it is not known.
    pub cause: Cause,
}

/// Why something is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A parameter, or a fact of the scope, that was given no value.
    NoValue,
    /// It exists only once the resources are deployed.
    RunTime,
    /// It is declared in something that was not read.
    NotInInput,
    /// ringfence does not know it yet.
    NotImplemented,
    /// More cases than are told apart.
    TooManyCases,
}

/// What values a term can have.
#[derive(Clone, Debug, PartialEq)]
pub enum Domain {
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Bool,
    /// An integer within bounds.
    Int {
        /// The least.
        min: Option<i64>,
        /// The greatest.
        max: Option<i64>,
    },
    /// A string.
    String {
        /// The least length, in UTF-16 units.
        min: u32,
        /// The greatest length.
        max: Option<u32>,
        /// Whether it is one segment of a path: not empty and without `/`.
        segment: bool,
    },
    /// One of these literals.
    OneOf(Arc<[Value]>),
    /// An array.
    Array {
        /// The least length.
        min: u32,
        /// The greatest length.
        max: Option<u32>,
    },
    /// An object.
    Object,
}

impl Domain {
    /// Any string.
    pub const STRING: Self = Self::String { min: 0, max: None, segment: false };
    /// One segment of a path.
    pub const SEGMENT: Self = Self::String { min: 1, max: None, segment: true };
    /// Any integer.
    pub const INT: Self = Self::Int { min: None, max: None };
    /// Any array.
    pub const ARRAY: Self = Self::Array { min: 0, max: None };
}

impl Atom {
    /// An atom.
    pub fn new(text: &str, label: &str, deployment: &str, cause: Cause) -> Self {
        Self { text: text.into(), label: label.into(), deployment: deployment.into(), cause }
    }

    /// A parameter without a value.
    pub fn parameter(name: &str, deployment: &str) -> Self {
        Self::new(&format!("parameters('{name}')"), name, deployment, Cause::NoValue)
    }

    /// A fact of the scope, such as `resourceGroup().location`.
    pub fn scope(text: &str, deployment: &str) -> Self {
        Self::new(text, text, deployment, Cause::NoValue)
    }
}

impl PartialEq for Atom {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.deployment == other.deployment
    }
}

impl Term {
    /// An atom with what is known of its values.
    pub fn atom(atom: Atom, domain: Domain) -> Self {
        Self::new(TermKind::Atom(atom), domain)
    }

    /// A call that could not be worked out. `function` is spelled as documented.
    pub fn call(function: &str, args: impl IntoIterator<Item = Value>, domain: Domain) -> Self {
        Self::new(TermKind::Call { function: function.into(), args: args.into_iter().collect() }, domain)
    }

    /// A member of this.
    pub fn property(&self, name: &str) -> Self {
        Self::new(TermKind::Property { base: self.clone(), name: name.into() }, Domain::Any)
    }

    /// An element of this.
    pub fn index(&self, index: Value) -> Self {
        Self::new(TermKind::Index { base: self.clone(), index: Arc::new(index) }, Domain::Any)
    }

    /// The same term, known to have values of `domain`; the identity does not change.
    #[must_use]
    pub fn within(&self, domain: Domain) -> Self {
        if self.0.domain == domain { self.clone() } else { Self::new(self.0.kind.clone(), domain) }
    }

    pub(super) fn new(kind: TermKind, domain: Domain) -> Self {
        let size = Size::of_kind(&kind);
        let mut hasher = DefaultHasher::new();
        if size.nodes < Size::MAX_HASHED && size.depth <= Size::MAX_DEPTH {
            hash_kind(&kind, &mut hasher);
        } else {
            size.digest.hash(&mut hasher);
        }
        let hash = hasher.finish();
        if !size.is_kept() {
            let what = "an expression too large to keep";
            let atom = Atom::new(&format!("{what} #{hash:016x}"), what, "", Cause::TooManyCases);
            return Self::new(TermKind::Atom(atom), domain);
        }
        Self(Arc::new(Data { kind, domain, hash, size, text: OnceLock::new(), label: OnceLock::new() }))
    }

    pub(super) fn size(&self) -> Size {
        self.0.size
    }

    /// What it is.
    pub fn kind(&self) -> &TermKind {
        &self.0.kind
    }

    /// A number that equal terms share; it is the same in every run.
    pub(crate) fn digest(&self) -> u64 {
        self.0.hash
    }

    /// What values it can have.
    pub fn domain(&self) -> &Domain {
        &self.0.domain
    }

    /// How many values it has, if they can be listed; otherwise 0.
    pub fn choices(&self) -> usize {
        match &self.0.domain {
            Domain::Bool => 2,
            Domain::OneOf(values) => values.len(),
            _ => 0,
        }
    }

    /// The value at `index` of a finite domain.
    pub fn choice(&self, index: usize) -> Option<Kind> {
        match &self.0.domain {
            Domain::Bool => Some(Kind::Bool(index == 1)),
            Domain::OneOf(values) => values.get(index).map(|value| value.kind.clone()),
            _ => None,
        }
    }

    /// The value at `index` of a finite domain as a person says it.
    pub fn choice_label(&self, index: usize) -> String {
        match self.choice(index) {
            Some(Kind::String(text)) => format!("'{text}'"),
            Some(kind) => Value::synthetic(kind).to_string(),
            None => "?".into(),
        }
    }

    /// As ARM text, without the brackets.
    pub fn text(&self) -> Arc<str> {
        self.0.text.get_or_init(|| self.bounded(write_text(&self.0.kind, Names::Text)).into()).clone()
    }

    /// As a person says it: like the text, with parameters by their bare names.
    pub fn label(&self) -> String {
        self.0.label.get_or_init(|| self.bounded(write_text(&self.0.kind, Names::Label)).into()).to_string()
    }

    /// A text that only hostile input makes this long ends in what tells the term from others.
    fn bounded(&self, text: String) -> String {
        if text.len() <= text::MAX_TEXT {
            return text;
        }
        let start: String = text.chars().take(text::MAX_TEXT / 4).collect();
        format!("{start}…#{:016x}", self.0.hash)
    }

    /// The atoms that this depends on, each once, in order of appearance.
    pub fn atoms(&self) -> Vec<Atom> {
        let mut atoms = Vec::new();
        self.collect_atoms(&mut atoms, 0);
        atoms
    }

    /// The run-time functions (`reference`, `list*`) that this depends on, as text, each once.
    pub fn run_time_calls(&self) -> Vec<Arc<str>> {
        let mut calls = Vec::new();
        self.collect_calls(&mut calls, 0);
        calls
    }

    /// Why this is not known: the causes of all that it depends on, each once, in order.
    pub fn causes(&self) -> Vec<Cause> {
        let mut causes: Vec<Cause> = self.atoms().iter().map(|atom| atom.cause).collect();
        if !self.run_time_calls().is_empty() {
            causes.push(Cause::RunTime);
        }
        causes.sort();
        causes.dedup();
        causes
    }

    pub(super) fn collect_atoms(&self, atoms: &mut Vec<Atom>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match &self.0.kind {
            TermKind::Atom(atom) if atoms.contains(atom) => {}
            TermKind::Atom(atom) => atoms.push(atom.clone()),
            _ => self.children(&mut |term| term.collect_atoms(atoms, depth + 1)),
        }
    }

    fn collect_calls(&self, calls: &mut Vec<Arc<str>>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        if let TermKind::Call { function, .. } = &self.0.kind
            && is_run_time(function)
        {
            let text = self.text();
            if !calls.contains(&text) {
                calls.push(text);
            }
        }
        self.children(&mut |term| term.collect_calls(calls, depth + 1));
    }

    fn children(&self, visit: &mut dyn FnMut(&Term)) {
        match &self.0.kind {
            TermKind::Atom(_) => {}
            TermKind::Concat(pieces) => pieces.iter().for_each(|piece| {
                if let Piece::Term(term) = piece {
                    visit(term);
                }
            }),
            TermKind::Call { args, .. } => args.iter().for_each(|arg| arg.visit_terms(visit)),
            TermKind::Property { base, .. } => visit(base),
            TermKind::Index { base, index } => {
                visit(base);
                index.visit_terms(visit);
            }
        }
    }
}

/// How deep a term is walked; deeper ones are built only by hostile input.
pub(super) const MAX_DEPTH: usize = 200;

/// Functions whose result exists only once something is deployed.
///
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource>
fn is_run_time(function: &str) -> bool {
    function.eq_ignore_ascii_case("reference")
        || function.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("list"))
}

fn hash_kind(kind: &TermKind, hasher: &mut DefaultHasher) {
    std::mem::discriminant(kind).hash(hasher);
    match kind {
        TermKind::Atom(atom) => (&atom.text, &atom.deployment).hash(hasher),
        TermKind::Concat(pieces) => pieces.iter().for_each(|piece| match piece {
            Piece::Literal(text) => text.hash(hasher),
            Piece::Term(term) => term.hash(hasher),
        }),
        TermKind::Call { function, args } => {
            function.hash(hasher);
            args.iter().for_each(|arg| arg.hash(hasher));
        }
        TermKind::Property { base, name } => (base, name).hash(hasher),
        TermKind::Index { base, index } => (base, index).hash(hasher),
    }
}

/// How atoms are written.
#[derive(Clone, Copy, PartialEq)]
enum Names {
    Text,
    Label,
}

fn write_text(kind: &TermKind, names: Names) -> String {
    let of = |term: &Term| match names {
        Names::Text => term.text().to_string(),
        Names::Label => term.label(),
    };
    match kind {
        TermKind::Atom(atom) => match names {
            Names::Text => atom.text.to_string(),
            Names::Label => atom.label.to_string(),
        },
        TermKind::Concat(pieces) if names == Names::Text => text::as_expression(pieces),
        TermKind::Concat(pieces) => text::with_braces(pieces),
        TermKind::Call { function, args } => {
            let args: Vec<String> = args.iter().map(Value::as_argument).collect();
            format!("{function}({})", args.join(", "))
        }
        TermKind::Property { base, name } => format!("{}.{name}", of(base)),
        TermKind::Index { base, index } => format!("{}[{}]", of(base), index.as_argument()),
    }
}

impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.0.hash == other.0.hash && self.0.kind == other.0.kind)
    }
}

impl Eq for Term {}

impl Hash for Term {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash.hash(state);
    }
}

impl PartialOrd for Term {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// By text first, so that an order that shows does not depend on anything but the input.
impl Ord for Term {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        if self == other {
            return std::cmp::Ordering::Equal;
        }
        self.text().cmp(&other.text()).then(self.0.hash.cmp(&other.0.hash)).then_with(|| self.deployment_order(other))
    }
}

impl Term {
    /// Two different terms never compare as equal: the deployments of their atoms tell them apart.
    fn deployment_order(&self, other: &Self) -> std::cmp::Ordering {
        let key = |term: &Self| term.atoms().into_iter().map(|atom| atom.deployment).collect::<Vec<_>>();
        key(self).cmp(&key(other))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "[{}]", self.text())
    }
}
