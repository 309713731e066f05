//! Expressions.

use std::sync::Arc;

use ringfence_source::Span;

use super::{Name, Statement};

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The whole of it.
    pub span: Span,
}

/// The forms of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// `42`. A negative number is a [`ExprKind::Unary`] minus.
    Integer(u64),
    /// `'text'`, `'a${b}'` and the multi-line forms.
    String(StringLiteral),
    /// `{ … }`.
    Object(Object),
    /// `[ … ]`.
    Array(Vec<ArrayItem>),
    /// `[for item in list: body]`.
    For {
        /// Up to the colon.
        clause: Box<ForClause>,
        /// What each round gives.
        body: Box<Expr>,
    },
    /// `condition ? then : otherwise`.
    Ternary {
        /// Before the question mark.
        condition: Box<Expr>,
        /// Before the colon.
        then: Box<Expr>,
        /// After the colon.
        otherwise: Box<Expr>,
    },
    /// `left operator right`.
    Binary {
        /// The operator.
        operator: BinaryOperator,
        /// Where the operator stands.
        operator_span: Span,
        /// The left operand.
        left: Box<Expr>,
        /// The right operand.
        right: Box<Expr>,
    },
    /// `!operand`, `-operand`.
    Unary {
        /// The operator.
        operator: UnaryOperator,
        /// What it applies to.
        operand: Box<Expr>,
    },
    /// A name that stands for a value: a parameter, variable, resource, namespace, loop variable …
    Variable(Name),
    /// `function(arguments)`.
    Call {
        /// The function.
        function: Name,
        /// Its arguments.
        arguments: Vec<Expr>,
    },
    /// `base.function(arguments)`: a function of a namespace (`az.resourceGroup()`), an imported file or a resource.
    InstanceCall {
        /// What stands before the dot.
        base: Box<Expr>,
        /// The function.
        function: Name,
        /// Its arguments.
        arguments: Vec<Expr>,
    },
    /// `parameter => body`, `(a, b) => body`.
    Lambda {
        /// The parameters.
        parameters: Vec<Name>,
        /// What it gives.
        body: Box<Expr>,
    },
    /// `base.name`, or `base.?name` when `safe`.
    Property {
        /// What stands before the dot.
        base: Box<Expr>,
        /// The property.
        name: Name,
        /// Whether an absent property gives `null` rather than an error.
        safe: bool,
    },
    /// `base[index]`, `base[?index]` when `safe`, `base[^index]` when `from_end`.
    Index {
        /// What stands before the bracket.
        base: Box<Expr>,
        /// What stands in the brackets.
        index: Box<Expr>,
        /// Whether an absent element gives `null` rather than an error.
        safe: bool,
        /// Whether counting starts at the end, with 1.
        from_end: bool,
    },
    /// `base::name`: a resource nested in another one.
    NestedResource {
        /// The outer resource.
        base: Box<Expr>,
        /// The inner one.
        name: Name,
    },
    /// `operand!`: the author's word that it is not null.
    NonNull(Box<Expr>),
    /// `(inner)`. Kept because it ends the reach of a safe access: `(a.?b).c` is not `a.?b.c`.
    Parenthesized(Box<Expr>),
    /// What stands here could not be read; a diagnostic says why.
    Error,
}

/// A string: text, and then for each interpolated expression, the text after it.
#[derive(Clone, Debug, PartialEq)]
pub struct StringLiteral {
    /// The text up to the first hole, with escapes worked out.
    pub first: Arc<str>,
    /// The holes.
    pub holes: Vec<Hole>,
    /// From quote to quote.
    pub span: Span,
}

impl StringLiteral {
    /// The text, if nothing is interpolated.
    pub fn plain(&self) -> Option<&Arc<str>> {
        self.holes.is_empty().then_some(&self.first)
    }
}

/// One `${expression}` of a string.
#[derive(Clone, Debug, PartialEq)]
pub struct Hole {
    /// What is interpolated.
    pub expression: Expr,
    /// The text up to the next hole or the end.
    pub after: Arc<str>,
}

/// `{ … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// Its items in the order in which they stand.
    pub items: Vec<ObjectItem>,
    /// From brace to brace.
    pub span: Span,
}

impl Object {
    /// The value of the property with this plain key, exactly as spelled, if there is one.
    pub fn property(&self, name: &str) -> Option<&Expr> {
        self.items.iter().find_map(|item| match item {
            ObjectItem::Property { key, value, .. } if key.plain().is_some_and(|key| &**key == name) => Some(value),
            _ => None,
        })
    }
}

/// One item of an object.
#[derive(Clone, Debug, PartialEq)]
pub enum ObjectItem {
    /// `key: value`.
    Property {
        /// The key.
        key: ObjectKey,
        /// The value.
        value: Expr,
        /// Both.
        span: Span,
    },
    /// `...value`.
    Spread {
        /// Whose properties are taken over.
        value: Expr,
        /// With the dots.
        span: Span,
    },
    /// A resource in the body of another one, with its decorators. Only in bodies of resources.
    Resource(Box<Statement>),
    /// What stands here could not be read: *any* property may have been meant.
    Error(Span),
}

/// The key of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum ObjectKey {
    /// An identifier.
    Name(Name),
    /// A string, interpolated or not.
    String(StringLiteral),
}

impl ObjectKey {
    /// The key, unless it is interpolated.
    pub fn plain(&self) -> Option<&Arc<str>> {
        match self {
            ObjectKey::Name(name) => Some(&name.text),
            ObjectKey::String(string) => string.plain(),
        }
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            ObjectKey::Name(name) => name.span,
            ObjectKey::String(string) => string.span,
        }
    }
}

/// One item of an array.
#[derive(Clone, Debug, PartialEq)]
pub enum ArrayItem {
    /// An element.
    Value(Expr),
    /// `...value`.
    Spread {
        /// Whose elements are taken over.
        value: Expr,
        /// With the dots.
        span: Span,
    },
    /// What stands here could not be read: *any* elements may have been meant.
    Error(Span),
}

/// `for item in list`, `for (item, index) in list`.
#[derive(Clone, Debug, PartialEq)]
pub struct ForClause {
    /// The element.
    pub item: Name,
    /// Its index, counted from 0.
    pub index: Option<Name>,
    /// What is looped over.
    pub list: Expr,
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOperator {
    /// `||`.
    Or,
    /// `&&`.
    And,
    /// `==`.
    Equals,
    /// `!=`.
    NotEquals,
    /// `=~`, equality that ignores case.
    EqualsInsensitive,
    /// `!~`.
    NotEqualsInsensitive,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
    /// `%`.
    Modulo,
    /// `??`.
    Coalesce,
}

impl BinaryOperator {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Or => "||",
            Self::And => "&&",
            Self::Equals => "==",
            Self::NotEquals => "!=",
            Self::EqualsInsensitive => "=~",
            Self::NotEqualsInsensitive => "!~",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::Coalesce => "??",
        }
    }
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOperator {
    /// `!`.
    Not,
    /// `-`.
    Minus,
}

impl UnaryOperator {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Not => "!",
            Self::Minus => "-",
        }
    }
}
