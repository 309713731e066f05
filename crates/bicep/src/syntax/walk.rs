//! Going over a tree without knowing every form of its nodes.

use ringfence_source::Span;

use super::{
    ArrayItem, Body, Decorator, Expr, ExprKind, ExtensionSpecification, ImportTarget, Object, ObjectItem, ObjectKey,
    Program, Statement, StatementKind, StringLiteral, TypeExpr, TypeExprKind, TypeKey, TypeMember, UsingPath,
};

/// A node of a tree.
#[derive(Clone, Copy, Debug)]
pub enum Node<'t> {
    /// A statement; its decorators are nodes before it.
    Statement(&'t Statement),
    /// A decorator.
    Decorator(&'t Decorator),
    /// The body of a resource or module.
    Body(&'t Body),
    /// An expression.
    Expr(&'t Expr),
    /// A type expression.
    Type(&'t TypeExpr),
    /// A string that is no expression: a path, the type of a resource, a key.
    String(&'t StringLiteral),
    /// An object that is no expression: the properties of a resource, a configuration.
    Object(&'t Object),
    /// An item of an object.
    ObjectItem(&'t ObjectItem),
    /// An item of an array.
    ArrayItem(&'t ArrayItem),
    /// A member of an object type; its decorators are nodes before it.
    TypeMember(&'t TypeMember),
    /// A part that could not be read and that is no expression, type, item or statement.
    Error(Span),
}

impl<'t> Node<'t> {
    /// Where it stands.
    pub fn span(self) -> Span {
        match self {
            Self::Statement(it) => it.span,
            Self::Decorator(it) => it.span,
            Self::Body(it) => it.span,
            Self::Expr(it) => it.span,
            Self::Type(it) => it.span,
            Self::String(it) => it.span,
            Self::Object(it) => it.span,
            Self::ObjectItem(
                ObjectItem::Property { span, .. } | ObjectItem::Spread { span, .. } | ObjectItem::Error(span),
            ) => *span,
            Self::ObjectItem(ObjectItem::Resource(it)) => it.span,
            Self::ArrayItem(ArrayItem::Value(it)) => it.span,
            Self::ArrayItem(ArrayItem::Spread { span, .. } | ArrayItem::Error(span)) => *span,
            Self::TypeMember(it) => it.span,
            Self::Error(span) => span,
        }
    }

    /// Whether it stands for what could not be read.
    pub fn is_error(self) -> bool {
        match self {
            Self::Statement(it) => it.kind == StatementKind::Error,
            Self::Decorator(it) => it.name.is_missing(),
            Self::Expr(it) => it.kind == ExprKind::Error,
            Self::Type(it) => it.kind == TypeExprKind::Error,
            Self::ObjectItem(it) => matches!(it, ObjectItem::Error(_)),
            Self::ArrayItem(it) => matches!(it, ArrayItem::Error(_)),
            Self::TypeMember(it) => matches!(it.key, TypeKey::Error(_)),
            Self::Error(_) => true,
            Self::Body(_) | Self::String(_) | Self::Object(_) => false,
        }
    }

    /// Visits the nodes right under this one, in the order in which they stand.
    pub fn children(self, visit: &mut dyn FnMut(Node<'t>)) {
        match self {
            Self::Statement(it) => it.children(visit),
            Self::Decorator(it) => it.arguments.iter().for_each(|argument| visit(Node::Expr(argument))),
            Self::Body(it) => {
                it.for_clause.iter().for_each(|clause| visit(Node::Expr(&clause.list)));
                it.condition.iter().for_each(|condition| visit(Node::Expr(condition)));
                visit(it.object.as_ref().map_or(Node::Error(it.span), Node::Object));
            }
            Self::Expr(it) => it.children(visit),
            Self::Type(it) => it.children(visit),
            Self::String(it) => it.holes.iter().for_each(|hole| visit(Node::Expr(&hole.expression))),
            Self::Object(it) => it.items.iter().for_each(|item| item.visit(visit)),
            Self::ObjectItem(ObjectItem::Property { key, value, .. }) => {
                if let ObjectKey::String(key) = key {
                    visit(Node::String(key));
                }
                visit(Node::Expr(value));
            }
            Self::ObjectItem(ObjectItem::Spread { value, .. }) => visit(Node::Expr(value)),
            Self::ObjectItem(ObjectItem::Resource(it)) => it.children(visit),
            Self::ArrayItem(ArrayItem::Value(value) | ArrayItem::Spread { value, .. }) => visit(Node::Expr(value)),
            Self::TypeMember(it) => {
                if let TypeKey::String(key) = &it.key {
                    visit(Node::String(key));
                }
                visit(Node::Type(&it.value));
            }
            Self::ObjectItem(ObjectItem::Error(_)) | Self::ArrayItem(ArrayItem::Error(_)) | Self::Error(_) => {}
        }
    }
}

impl Program {
    /// Visits the statements and their decorators.
    pub fn children<'t>(&'t self, visit: &mut dyn FnMut(Node<'t>)) {
        self.statements.iter().for_each(|statement| statement.visit(visit));
    }
}

impl Statement {
    fn visit<'t>(&'t self, visit: &mut dyn FnMut(Node<'t>)) {
        self.decorators.iter().for_each(|decorator| visit(Node::Decorator(decorator)));
        visit(Node::Statement(self));
    }

    fn children<'t>(&'t self, visit: &mut dyn FnMut(Node<'t>)) {
        let error = Node::Error(self.span);
        let string = |it: &'t Option<StringLiteral>| it.as_ref().map_or(error, Node::String);
        match &self.kind {
            StatementKind::TargetScope(it) => visit(Node::Expr(&it.value)),
            StatementKind::Metadata(it) => visit(Node::Expr(&it.value)),
            StatementKind::Param(it) => {
                visit(Node::Type(&it.ty));
                it.default.iter().for_each(|default| visit(Node::Expr(default)));
            }
            StatementKind::Var(it) => {
                it.ty.iter().for_each(|ty| visit(Node::Type(ty)));
                visit(Node::Expr(&it.value));
            }
            StatementKind::Type(it) => visit(Node::Type(&it.ty)),
            StatementKind::Func(it) => {
                it.parameters.iter().for_each(|parameter| visit(Node::Type(&parameter.ty)));
                visit(Node::Type(&it.returns));
                visit(Node::Expr(&it.body));
            }
            StatementKind::Resource(it) => {
                visit(string(&it.resource_type));
                visit(Node::Body(&it.body));
            }
            StatementKind::Module(it) => {
                visit(string(&it.path));
                visit(Node::Body(&it.body));
            }
            StatementKind::Output(it) => {
                visit(Node::Type(&it.ty));
                visit(Node::Expr(&it.value));
            }
            StatementKind::Import(it) => {
                if let ImportTarget::Error(span) = &it.target {
                    visit(Node::Error(*span));
                }
                visit(string(&it.path));
            }
            StatementKind::Extension(it) => {
                match &it.specification {
                    ExtensionSpecification::Name(_) => {}
                    ExtensionSpecification::String(it) => visit(Node::String(it)),
                    ExtensionSpecification::Error(span) => visit(Node::Error(*span)),
                }
                it.config.iter().for_each(|config| visit(Node::Object(config)));
            }
            StatementKind::Assert(it) => visit(Node::Expr(&it.value)),
            StatementKind::Test(it) => {
                visit(string(&it.path));
                visit(it.object.as_ref().map_or(error, Node::Object));
            }
            StatementKind::Using(it) => {
                match &it.path {
                    UsingPath::Path(path) => visit(Node::String(path)),
                    UsingPath::None(_) => {}
                    UsingPath::Error(span) => visit(Node::Error(*span)),
                }
                it.config.iter().for_each(|config| visit(Node::Object(config)));
            }
            StatementKind::Extends(it) => visit(string(&it.path)),
            StatementKind::ParamValue(it) => visit(Node::Expr(&it.value)),
            StatementKind::ExtensionConfig(it) => visit(it.config.as_ref().map_or(error, Node::Object)),
            StatementKind::Error => {}
        }
    }
}

impl ObjectItem {
    fn visit<'t>(&'t self, visit: &mut dyn FnMut(Node<'t>)) {
        match self {
            Self::Resource(statement) => statement.visit(visit),
            item => visit(Node::ObjectItem(item)),
        }
    }
}

impl Expr {
    fn children<'t>(&'t self, visit: &mut dyn FnMut(Node<'t>)) {
        match &self.kind {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Integer(_) | ExprKind::Variable(_) | ExprKind::Error => {}
            ExprKind::String(it) => it.holes.iter().for_each(|hole| visit(Node::Expr(&hole.expression))),
            ExprKind::Object(it) => it.items.iter().for_each(|item| item.visit(visit)),
            ExprKind::Array(it) => it.iter().for_each(|item| visit(Node::ArrayItem(item))),
            ExprKind::For { clause, body } => {
                visit(Node::Expr(&clause.list));
                visit(Node::Expr(body));
            }
            ExprKind::Ternary { condition, then, otherwise } => {
                [condition, then, otherwise].into_iter().for_each(|part| visit(Node::Expr(part)));
            }
            ExprKind::Binary { left, right, .. } => [left, right].into_iter().for_each(|part| visit(Node::Expr(part))),
            ExprKind::Call { arguments, .. } => arguments.iter().for_each(|argument| visit(Node::Expr(argument))),
            ExprKind::InstanceCall { base, arguments, .. } => {
                visit(Node::Expr(base));
                arguments.iter().for_each(|argument| visit(Node::Expr(argument)));
            }
            ExprKind::Index { base, index, .. } => [base, index].into_iter().for_each(|part| visit(Node::Expr(part))),
            ExprKind::Unary { operand: inner, .. }
            | ExprKind::Lambda { body: inner, .. }
            | ExprKind::Property { base: inner, .. }
            | ExprKind::NestedResource { base: inner, .. }
            | ExprKind::NonNull(inner)
            | ExprKind::Parenthesized(inner) => visit(Node::Expr(inner)),
        }
    }
}

impl TypeExpr {
    fn children<'t>(&'t self, visit: &mut dyn FnMut(Node<'t>)) {
        match &self.kind {
            TypeExprKind::Name(_)
            | TypeExprKind::Null
            | TypeExprKind::Bool(_)
            | TypeExprKind::Integer(_)
            | TypeExprKind::Error => {}
            TypeExprKind::String(it) => it.holes.iter().for_each(|hole| visit(Node::Expr(&hole.expression))),
            TypeExprKind::Object(members) => {
                for member in members {
                    member.decorators.iter().for_each(|decorator| visit(Node::Decorator(decorator)));
                    visit(Node::TypeMember(member));
                }
            }
            TypeExprKind::Tuple(items) => {
                for item in items {
                    item.decorators.iter().for_each(|decorator| visit(Node::Decorator(decorator)));
                    visit(Node::Type(&item.value));
                }
            }
            TypeExprKind::Union(members) => members.iter().for_each(|member| visit(Node::Type(member))),
            TypeExprKind::Index { base, index } => {
                visit(Node::Type(base));
                visit(Node::Expr(index));
            }
            TypeExprKind::Generic { base, arguments, .. } => {
                base.iter().for_each(|base| visit(Node::Type(base)));
                arguments.iter().for_each(|argument| visit(Node::Type(argument)));
            }
            TypeExprKind::Resource(name) => name.iter().for_each(|name| visit(Node::String(name))),
            TypeExprKind::Unary { operand: inner, .. }
            | TypeExprKind::Array(inner)
            | TypeExprKind::Nullable(inner)
            | TypeExprKind::NonNull(inner)
            | TypeExprKind::Parenthesized(inner)
            | TypeExprKind::Property { base: inner, .. }
            | TypeExprKind::AdditionalProperties(inner)
            | TypeExprKind::Items(inner) => visit(Node::Type(inner)),
        }
    }
}
