//! Type expressions, as in `param p string[]` and `type t = { … }`.

use std::sync::Arc;

use ringfence_source::Span;

use super::{Decorator, Expr, Name, StringLiteral, UnaryOperator};

/// A type expression.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeExpr {
    /// What it is.
    pub kind: TypeExprKind,
    /// The whole of it.
    pub span: Span,
}

/// The forms of a type expression.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeExprKind {
    /// A built-in type (`string`, `any` …), a declared or an imported one.
    Name(Name),
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// `42`.
    Integer(u64),
    /// `'text'`.
    String(StringLiteral),
    /// `-1`, `!true`.
    Unary {
        /// The operator.
        operator: UnaryOperator,
        /// What it applies to.
        operand: Box<TypeExpr>,
    },
    /// `{ key: type … }`.
    Object(Vec<TypeMember>),
    /// `[type, type]`.
    Tuple(Vec<TupleItem>),
    /// `element[]`.
    Array(Box<TypeExpr>),
    /// `a | b`.
    Union(Vec<TypeExpr>),
    /// `type?`.
    Nullable(Box<TypeExpr>),
    /// `type!`.
    NonNull(Box<TypeExpr>),
    /// `(type)`.
    Parenthesized(Box<TypeExpr>),
    /// `base.name`.
    Property {
        /// The type that has the property, or the namespace.
        base: Box<TypeExpr>,
        /// The property.
        name: Name,
    },
    /// `base.*`: the type of further properties.
    AdditionalProperties(Box<TypeExpr>),
    /// `base[*]`: the type of the elements.
    Items(Box<TypeExpr>),
    /// `base[0]`: the type of one element of a tuple.
    Index {
        /// The tuple.
        base: Box<TypeExpr>,
        /// Which element.
        index: Box<Expr>,
    },
    /// `name<arguments>`, `base.name<arguments>`, as in `resourceInput<'T@v'>`.
    Generic {
        /// The namespace.
        base: Option<Box<TypeExpr>>,
        /// The type.
        name: Name,
        /// Its arguments.
        arguments: Vec<TypeExpr>,
    },
    /// `resource 'T@v'`; an output may leave out the name of the type.
    Resource(Option<StringLiteral>),
    /// What stands here could not be read; a diagnostic says why.
    Error,
}

/// One member of an object type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeMember {
    /// Its decorators.
    pub decorators: Vec<Decorator>,
    /// Its key.
    pub key: TypeKey,
    /// The type of its value.
    pub value: TypeExpr,
    /// From the key to the end of the type.
    pub span: Span,
}

/// The key of a member of an object type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKey {
    /// An identifier.
    Name(Name),
    /// A string.
    String(StringLiteral),
    /// `*`: all keys that are not named.
    Additional(Span),
    /// What stands here could not be read.
    Error(Span),
}

impl TypeKey {
    /// The key, if there is exactly one.
    pub fn plain(&self) -> Option<&Arc<str>> {
        match self {
            TypeKey::Name(name) => Some(&name.text),
            TypeKey::String(string) => string.plain(),
            TypeKey::Additional(_) | TypeKey::Error(_) => None,
        }
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            TypeKey::Name(name) => name.span,
            TypeKey::String(string) => string.span,
            TypeKey::Additional(span) | TypeKey::Error(span) => *span,
        }
    }
}

/// One item of a tuple type.
#[derive(Clone, Debug, PartialEq)]
pub struct TupleItem {
    /// Its decorators.
    pub decorators: Vec<Decorator>,
    /// Its type.
    pub value: TypeExpr,
}
