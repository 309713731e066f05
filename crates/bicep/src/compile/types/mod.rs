//! Types as a template has them: the schemas of parameters, outputs, `definitions` and functions.
//!
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/user-defined-data-types> and
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/definitions>.

pub(crate) mod arm;
mod derived;
mod lower;
mod schema;

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use ringfence_source::Span;

use super::ir::Ir;
pub(crate) use schema::{merge, modify};

/// A type.
#[derive(Clone, Debug)]
pub(crate) struct Ty {
    pub(crate) span: Span,
    pub(crate) kind: TyKind,
}

#[derive(Clone, Debug)]
pub(crate) enum TyKind {
    /// `string`, `int`, …
    Ambient(Arc<str>),
    /// A definition of the template, by the name that it has there.
    Reference(Arc<str>),
    Literal(Literal),
    Union(Vec<Ty>),
    Array(Box<Ty>),
    Object(Vec<Field>, Option<Box<Item>>),
    Tuple(Vec<Item>),
    Nullable(Box<Ty>),
    NonNull(Box<Ty>),
    /// A union of objects that one property tells apart.
    Tagged(Arc<str>, Vec<Ty>),
    /// `resourceInput<'T@v'>`
    Derived(Derived),
    /// `resource 'T@v'`
    Resource(Arc<str>),
    Property(Box<Ty>, Arc<str>),
    Additional(Box<Ty>),
    Items(Box<Ty>),
    Index(Box<Ty>, u64),
    /// It could not be read.
    Unknown(Arc<str>),
}

/// A value that is a type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    String(Arc<str>),
    Int(i64),
    Bool(bool),
    Null,
    Object(Vec<(Arc<str>, Literal)>),
    Array(Vec<Literal>),
}

/// A property of an object type.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: Arc<str>,
    pub(crate) span: Span,
    pub(crate) item: Item,
}

/// A type with its decorators.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) ty: Ty,
    pub(crate) modifiers: Modifiers,
}

/// What decorators add to a type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Modifiers {
    pub(crate) secure: bool,
    pub(crate) sealed: bool,
    pub(crate) exported: bool,
    pub(crate) description: Option<Ir>,
    pub(crate) metadata: Option<Ir>,
    pub(crate) min_length: Option<Ir>,
    pub(crate) max_length: Option<Ir>,
    pub(crate) min_value: Option<Ir>,
    pub(crate) max_value: Option<Ir>,
}

/// A type taken from a resource's.
#[derive(Clone, Debug)]
pub(crate) struct Derived {
    pub(crate) variant: Variant,
    /// `Microsoft.Storage/storageAccounts@2023-05-01`
    pub(crate) root: Arc<str>,
    pub(crate) path: Vec<Arc<str>>,
}

/// Which of a resource's types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    /// `resource<…>`, as it was called first.
    Legacy,
    Input,
    Output,
}

/// A type of `definitions`.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    pub(crate) name: Arc<str>,
    pub(crate) span: Span,
    pub(crate) name_span: Span,
    pub(crate) item: Item,
    /// The template that it was imported from, and its name there.
    pub(crate) origin: Option<(Arc<str>, Arc<str>)>,
}

/// All definitions of a template.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    pub(crate) list: Vec<Definition>,
    by_name: HashMap<Arc<str>, usize>,
    /// How many types were looked at.
    steps: Cell<u32>,
}

/// How many types may be looked at; unions of unions grow without end otherwise.
const MAX_STEPS: u32 = 1_000_000;

impl Definitions {
    /// Whether there is still room to look further, this deep.
    fn enter(&self, depth: u32) -> bool {
        self.steps.set(self.steps.get().saturating_add(1));
        depth <= schema::MAX_DEPTH && self.steps.get() < MAX_STEPS
    }

    pub(crate) fn new(list: Vec<Definition>) -> Self {
        let by_name = list.iter().enumerate().map(|(at, definition)| (definition.name.clone(), at)).collect();
        Self { list, by_name, steps: Cell::new(0) }
    }

    fn get(&self, name: &str) -> Option<&Ty> {
        self.by_name.get(name).and_then(|at| self.list.get(*at)).map(|definition| &definition.item.ty)
    }
}

impl Ty {
    pub(crate) fn new(span: Span, kind: TyKind) -> Self {
        Self { span, kind }
    }
}

impl Literal {
    /// As it is written, which is what unions are sorted by.
    fn written(&self) -> String {
        match self {
            Self::String(text) => {
                let mut out = String::from("'");
                let mut letters = text.chars().peekable();
                while let Some(letter) = letters.next() {
                    match letter {
                        '\\' => out.push_str("\\\\"),
                        '\'' => out.push_str("\\'"),
                        '\r' => out.push_str("\\r"),
                        '\n' => out.push_str("\\n"),
                        '\t' => out.push_str("\\t"),
                        '$' if letters.peek() == Some(&'{') => out.push_str("\\$"),
                        letter => out.push(letter),
                    }
                }
                out.push('\'');
                out
            }
            Self::Int(value) => value.to_string(),
            Self::Bool(value) => value.to_string(),
            Self::Null => "null".to_owned(),
            Self::Object(members) => {
                let mut parts: Vec<String> =
                    members.iter().map(|(name, value)| format!("{name}: {}", value.written())).collect();
                parts.sort();
                format!("{{ {} }}", parts.join(", "))
            }
            Self::Array(items) => {
                let parts: Vec<String> = items.iter().map(Self::written).collect();
                format!("[{}]", parts.join(", "))
            }
        }
    }

    /// The name of the type that it belongs to.
    fn type_name(&self) -> Option<&'static str> {
        match self {
            Self::String(_) => Some("string"),
            Self::Int(_) => Some("int"),
            Self::Bool(_) => Some("bool"),
            Self::Object(_) => Some("object"),
            Self::Array(_) => Some("array"),
            Self::Null => None,
        }
    }
}
