//! The tree: JSON in which a string may be a parsed template expression.

use std::sync::Arc;

use ringfence_source::Span;

/// A JSON value with its place. Cloning is cheap: containers are shared.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands. In Bicep: the expression or declaration that it was compiled from.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number that is an `i64`.
    Int(i64),
    /// Any other number, as written.
    Number(Arc<str>),
    /// A literal string, `[[` already unescaped.
    String(Arc<str>),
    /// A string of the form `[…]`, parsed.
    Expr(Arc<Expr>),
    /// `[…]`
    Array(Arc<[Node]>),
    /// `{…}`
    Object(Arc<Object>),
    /// Something that could not be read; a diagnostic says why. It is there, but its value is unknown.
    Unreadable,
}

/// An object; the order of its members is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// The members as written. Names may repeat; then the last one counts.
    pub members: Vec<Member>,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its name.
    pub key: Key,
    /// Where the name stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

/// The name of a member.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// A literal name.
    Literal(Arc<str>),
    /// A name that is itself an expression (`"[concat('a', 'b')]": …`).
    Expr(Arc<Expr>),
}

/// A template expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// What an expression is. `true`, `null` and objects are calls of `true()`, `null()`, `createObject(…)`.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `'text'`
    String(Arc<str>),
    /// `42`
    Int(i64),
    /// `name(args…)`; a user function is `namespace.name`.
    Call {
        /// The name as written, its namespace included.
        name: Arc<str>,
        /// The arguments.
        args: Vec<Expr>,
    },
    /// `base.name`
    Property {
        /// What is looked into.
        base: Arc<Expr>,
        /// The member's name.
        name: Arc<str>,
    },
    /// `base[index]`
    Index {
        /// What is looked into.
        base: Arc<Expr>,
        /// A number or a member's name.
        index: Arc<Expr>,
    },
    /// Something that could not be read; a diagnostic says why. Its value is unknown.
    Unreadable,
}

impl Node {
    /// A literal string.
    pub fn string(span: Span, text: impl Into<Arc<str>>) -> Self {
        Self { span, kind: NodeKind::String(text.into()) }
    }

    /// An object of these members.
    pub fn object(span: Span, members: Vec<Member>) -> Self {
        Self { span, kind: NodeKind::Object(Arc::new(Object { members })) }
    }

    /// An array of these items.
    pub fn array(span: Span, items: Vec<Node>) -> Self {
        Self { span, kind: NodeKind::Array(items.into()) }
    }

    /// The literal string that this is, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The object that this is, if it is one.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.kind {
            NodeKind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The items, if this is an array.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.kind {
            NodeKind::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The value of a member, if this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.as_object()?.get(name)
    }
}

impl Object {
    /// The value of a member. Names compare without regard to ASCII case, as in ARM; the last one counts.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.member(name).map(|member| &member.value)
    }

    /// A member by its name.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().rev().find(|member| member.name().is_some_and(|own| own.eq_ignore_ascii_case(name)))
    }
}

impl Member {
    /// A member with a literal name.
    pub fn new(name: impl Into<Arc<str>>, key_span: Span, value: Node) -> Self {
        Self { key: Key::Literal(name.into()), key_span, value }
    }

    /// The literal name, if it is one.
    pub fn name(&self) -> Option<&str> {
        match &self.key {
            Key::Literal(name) => Some(name),
            Key::Expr(_) => None,
        }
    }
}

impl Expr {
    /// A call.
    pub fn call(span: Span, name: impl Into<Arc<str>>, args: Vec<Expr>) -> Self {
        Self { span, kind: ExprKind::Call { name: name.into(), args } }
    }

    /// A string.
    pub fn string(span: Span, text: impl Into<Arc<str>>) -> Self {
        Self { span, kind: ExprKind::String(text.into()) }
    }
}
