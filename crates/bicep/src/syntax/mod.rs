//! The tree of a Bicep file: every node and every name keeps its span.
//!
//! The tree says what was written, without judging it: names are not resolved
//! and types are not checked. Where the text could not be read there is an
//! `Error` node in place of what was meant, and a diagnostic beside the tree,
//! so that whoever reads the tree can tell *unreadable* from *absent*.
//!
//! INVARIANT (bounded depth): no path from the root of a parsed tree is longer
//! than [`MAX_DEPTH`] expressions, types or nested resources, chains such as
//! `a + b + c` and `a.b.c` included. Recursion over a tree is safe.

mod expression;
mod outline;
mod statement;
mod types;
mod walk;

use std::sync::Arc;

use ringfence_source::Span;

pub use expression::{
    ArrayItem, BinaryOperator, Expr, ExprKind, ForClause, Hole, Object, ObjectItem, ObjectKey, StringLiteral,
    UnaryOperator,
};
pub use statement::{
    Assert, Body, Decorator, Extends, Extension, ExtensionConfig, ExtensionSpecification, Func, FuncParameter, Import,
    ImportItem, ImportTarget, Metadata, Module, Output, Param, ParamValue, Resource, Statement, StatementKind,
    TargetScope, Test, TypeAlias, Using, UsingPath, Var,
};
pub use types::{TupleItem, TypeExpr, TypeExprKind, TypeKey, TypeMember};
pub use walk::Node;

/// How deep a tree may be; what nests deeper becomes an error node with a diagnostic.
///
/// Nothing in the public module registry is deeper than 30, and a stack of 2 MiB carries this much even
/// without optimisation.
pub const MAX_DEPTH: u32 = 100;

/// A whole file.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Which of the two languages it is written in.
    pub kind: FileKind,
    /// Its statements in the order in which they stand.
    pub statements: Vec<Statement>,
    /// The diagnostics directives, in the order in which they stand.
    pub pragmas: Vec<Pragma>,
    /// The whole text.
    pub span: Span,
}

/// The two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A template, `.bicep`.
    Bicep,
    /// A parameters file, `.bicepparam`.
    Params,
}

/// An identifier as it was written; empty where the text has none (a diagnostic says so).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The characters.
    pub text: Arc<str>,
    /// Where they stand.
    pub span: Span,
}

impl Name {
    /// Whether the text has no identifier where one was expected.
    pub fn is_missing(&self) -> bool {
        self.text.is_empty()
    }
}

/// A `#disable-next-line`, `#disable-diagnostics` or `#restore-diagnostics` directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pragma {
    /// What it does.
    pub kind: PragmaKind,
    /// The codes that it names, such as `BCP037` or `no-hardcoded-location`.
    pub codes: Vec<Name>,
    /// From the `#` to the last code.
    pub span: Span,
}

/// What a diagnostics directive does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PragmaKind {
    /// `#disable-next-line`.
    DisableNextLine,
    /// `#disable-diagnostics`.
    Disable,
    /// `#restore-diagnostics`.
    Restore,
}
