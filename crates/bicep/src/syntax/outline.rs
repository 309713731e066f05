//! A tree as one compact text, for tests and for looking at.
//!
//! Nodes are `(what part part …)`; what could not be read is `<error>`, a name that is missing `<missing>`.

use std::fmt::{Display, Formatter, Result};

use super::{
    ArrayItem, Body, Decorator, Expr, ExprKind, ExtensionSpecification, ForClause, ImportTarget, Name, Object,
    ObjectItem, ObjectKey, Program, Statement, StatementKind, StringLiteral, TypeExpr, TypeExprKind, TypeKey,
    TypeMember, UsingPath,
};

impl Display for Program {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (index, statement) in self.statements.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "\n" })?;
            write!(f, "{statement}")?;
        }
        Ok(())
    }
}

impl Display for Name {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(if self.is_missing() { "<missing>" } else { &self.text })
    }
}

impl Display for Decorator {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("(@")?;
        if let Some(namespace) = &self.namespace {
            write!(f, "{namespace}.")?;
        }
        write!(f, "{}{})", self.name, List(&self.arguments))
    }
}

impl Display for Statement {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for decorator in &self.decorators {
            write!(f, "{decorator} ")?;
        }
        write!(f, "{}", self.kind)
    }
}

impl Display for StatementKind {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::TargetScope(it) => write!(f, "(targetScope {})", it.value),
            Self::Metadata(it) => write!(f, "(metadata {} {})", it.name, it.value),
            Self::Param(it) => write!(f, "(param {} {}{})", it.name, it.ty, Maybe(&it.default)),
            Self::Var(it) => write!(f, "(var {}{} {})", it.name, Maybe(&it.ty), it.value),
            Self::Type(it) => write!(f, "(type {} {})", it.name, it.ty),
            Self::Func(it) => {
                write!(f, "(func {} (", it.name)?;
                for (index, parameter) in it.parameters.iter().enumerate() {
                    let blank = if index == 0 { "" } else { " " };
                    write!(f, "{blank}{} {}", parameter.name, parameter.ty)?;
                }
                write!(f, ") {} {})", it.returns, it.body)
            }
            Self::Resource(it) => {
                let existing = if it.existing.is_some() { " existing" } else { "" };
                write!(f, "(resource {} {}{existing}{})", it.name, OrError(&it.resource_type), it.body)
            }
            Self::Module(it) => write!(f, "(module {} {}{})", it.name, OrError(&it.path), it.body),
            Self::Output(it) => write!(f, "(output {} {} {})", it.name, it.ty, it.value),
            Self::Import(it) => {
                f.write_str("(import ")?;
                match &it.target {
                    ImportTarget::Items(items) => {
                        f.write_str("(items")?;
                        for item in items {
                            write!(f, " {}", item.original)?;
                            if let Some(alias) = &item.alias {
                                write!(f, " as {alias}")?;
                            }
                        }
                        f.write_str(")")?;
                    }
                    ImportTarget::Wildcard(name) => write!(f, "* as {name}")?,
                    ImportTarget::Error(_) => f.write_str("<error>")?,
                }
                write!(f, " {})", OrError(&it.path))
            }
            Self::Extension(it) => {
                f.write_str("(extension ")?;
                match &it.specification {
                    ExtensionSpecification::Name(name) => write!(f, "{name}")?,
                    ExtensionSpecification::String(string) => write!(f, "{string}")?,
                    ExtensionSpecification::Error(_) => f.write_str("<error>")?,
                }
                write!(f, "{}{})", Maybe(&it.config), Maybe(&it.alias))
            }
            Self::Assert(it) => write!(f, "(assert {} {})", it.name, it.value),
            Self::Test(it) => write!(f, "(test {} {} {})", it.name, OrError(&it.path), OrError(&it.object)),
            Self::Using(it) => {
                f.write_str("(using ")?;
                match &it.path {
                    UsingPath::Path(path) => write!(f, "{path}")?,
                    UsingPath::None(_) => f.write_str("none")?,
                    UsingPath::Error(_) => f.write_str("<error>")?,
                }
                write!(f, "{})", Maybe(&it.config))
            }
            Self::Extends(it) => write!(f, "(extends {})", OrError(&it.path)),
            Self::ParamValue(it) => write!(f, "(param {} {})", it.name, it.value),
            Self::ExtensionConfig(it) => write!(f, "(extensionConfig {} {})", it.name, OrError(&it.config)),
            Self::Error => f.write_str("<error>"),
        }
    }
}

impl Display for Body {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if let Some(clause) = &self.for_clause {
            write!(f, " {clause}")?;
        }
        if let Some(condition) = &self.condition {
            write!(f, " (if {condition})")?;
        }
        write!(f, " {}", OrError(&self.object))
    }
}

impl Display for ForClause {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "(for {}{} {})", self.item, Maybe(&self.index), self.list)
    }
}

impl Display for StringLiteral {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.holes.is_empty() {
            return write!(f, "{:?}", self.first);
        }
        write!(f, "(string {:?}", self.first)?;
        for hole in &self.holes {
            write!(f, " {} {:?}", hole.expression, hole.after)?;
        }
        f.write_str(")")
    }
}

impl Display for Object {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "(object{})", List(&self.items))
    }
}

impl Display for ObjectItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Property { key: ObjectKey::Name(key), value, .. } => write!(f, "({key} {value})"),
            Self::Property { key: ObjectKey::String(key), value, .. } => write!(f, "({key} {value})"),
            Self::Spread { value, .. } => write!(f, "(... {value})"),
            Self::Resource(statement) => write!(f, "{statement}"),
            Self::Error(_) => f.write_str("<error>"),
        }
    }
}

impl Display for ArrayItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Value(value) => write!(f, "{value}"),
            Self::Spread { value, .. } => write!(f, "(... {value})"),
            Self::Error(_) => f.write_str("<error>"),
        }
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            ExprKind::Null => f.write_str("null"),
            ExprKind::Bool(value) => write!(f, "{value}"),
            ExprKind::Integer(value) => write!(f, "{value}"),
            ExprKind::String(string) => write!(f, "{string}"),
            ExprKind::Object(object) => write!(f, "{object}"),
            ExprKind::Array(items) => write!(f, "(array{})", List(items)),
            ExprKind::For { clause, body } => write!(f, "(loop {clause} {body})"),
            ExprKind::Ternary { condition, then, otherwise } => write!(f, "(? {condition} {then} {otherwise})"),
            ExprKind::Binary { operator, left, right, .. } => write!(f, "({} {left} {right})", operator.as_str()),
            ExprKind::Unary { operator, operand } => write!(f, "({} {operand})", operator.as_str()),
            ExprKind::Variable(name) => write!(f, "{name}"),
            ExprKind::Call { function, arguments } => write!(f, "({function}{})", List(arguments)),
            ExprKind::InstanceCall { base, function, arguments } => {
                write!(f, "(.{function} {base}{})", List(arguments))
            }
            ExprKind::Lambda { parameters, body } => {
                f.write_str("(lambda (")?;
                for (index, parameter) in parameters.iter().enumerate() {
                    write!(f, "{}{parameter}", if index == 0 { "" } else { " " })?;
                }
                write!(f, ") {body})")
            }
            ExprKind::Property { base, name, safe } => write!(f, "(.{} {base} {name})", if *safe { "?" } else { "" }),
            ExprKind::Index { base, index, safe, from_end } => {
                let safe = if *safe { "?" } else { "" };
                write!(f, "([{safe}{}] {base} {index})", if *from_end { "^" } else { "" })
            }
            ExprKind::NestedResource { base, name } => write!(f, "(:: {base} {name})"),
            ExprKind::NonNull(operand) => write!(f, "(non-null {operand})"),
            ExprKind::Parenthesized(inner) => write!(f, "(paren {inner})"),
            ExprKind::Error => f.write_str("<error>"),
        }
    }
}

impl Display for TypeExpr {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            TypeExprKind::Name(name) => write!(f, "{name}"),
            TypeExprKind::Null => f.write_str("null"),
            TypeExprKind::Bool(value) => write!(f, "{value}"),
            TypeExprKind::Integer(value) => write!(f, "{value}"),
            TypeExprKind::String(string) => write!(f, "{string}"),
            TypeExprKind::Unary { operator, operand } => write!(f, "({} {operand})", operator.as_str()),
            TypeExprKind::Object(members) => write!(f, "(object{})", List(members)),
            TypeExprKind::Tuple(items) => {
                f.write_str("(tuple")?;
                for item in items {
                    write!(f, "{} {}", List(&item.decorators), item.value)?;
                }
                f.write_str(")")
            }
            TypeExprKind::Array(element) => write!(f, "([] {element})"),
            TypeExprKind::Union(members) => write!(f, "(|{})", List(members)),
            TypeExprKind::Nullable(inner) => write!(f, "(nullable {inner})"),
            TypeExprKind::NonNull(inner) => write!(f, "(non-null {inner})"),
            TypeExprKind::Parenthesized(inner) => write!(f, "(paren {inner})"),
            TypeExprKind::Property { base, name } => write!(f, "(. {base} {name})"),
            TypeExprKind::AdditionalProperties(base) => write!(f, "(.* {base})"),
            TypeExprKind::Items(base) => write!(f, "([*] {base})"),
            TypeExprKind::Index { base, index } => write!(f, "([] {base} {index})"),
            TypeExprKind::Generic { base, name, arguments } => {
                write!(f, "(<> {name}{}{})", Maybe(base), List(arguments))
            }
            TypeExprKind::Resource(name) => write!(f, "(resource{})", Maybe(name)),
            TypeExprKind::Error => f.write_str("<error>"),
        }
    }
}

impl Display for TypeMember {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for decorator in &self.decorators {
            write!(f, "{decorator} ")?;
        }
        match &self.key {
            TypeKey::Name(key) => write!(f, "({key} {})", self.value),
            TypeKey::String(key) => write!(f, "({key} {})", self.value),
            TypeKey::Additional(_) => write!(f, "(* {})", self.value),
            TypeKey::Error(_) => f.write_str("<error>"),
        }
    }
}

/// Items, each after a blank.
struct List<'a, T>(&'a [T]);

impl<T: Display> Display for List<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.0.iter().try_for_each(|item| write!(f, " {item}"))
    }
}

/// A part after a blank, if it is there.
struct Maybe<'a, T>(&'a Option<T>);

impl<T: Display> Display for Maybe<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.0.iter().try_for_each(|part| write!(f, " {part}"))
    }
}

/// A part that is absent only where it could not be read.
struct OrError<'a, T>(&'a Option<T>);

impl<T: Display> Display for OrError<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.0 {
            Some(part) => write!(f, "{part}"),
            None => f.write_str("<error>"),
        }
    }
}
