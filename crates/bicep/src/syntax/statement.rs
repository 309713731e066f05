//! Statements.

use ringfence_source::Span;

use super::{Expr, ForClause, Name, Object, StringLiteral, TypeExpr};

/// A statement with its decorators.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its decorators in the order in which they stand.
    pub decorators: Vec<Decorator>,
    /// What it is.
    pub kind: StatementKind,
    /// From its keyword to its end; the decorators stand before it.
    pub span: Span,
}

/// `@name(arguments)`, `@namespace.name(arguments)`. One that could not be read has an empty name.
#[derive(Clone, Debug, PartialEq)]
pub struct Decorator {
    /// The namespace, as in `sys.secure()`.
    pub namespace: Option<Name>,
    /// The decorator.
    pub name: Name,
    /// Its arguments.
    pub arguments: Vec<Expr>,
    /// With the `@`.
    pub span: Span,
}

/// The forms of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum StatementKind {
    /// `targetScope = 'subscription'`.
    TargetScope(TargetScope),
    /// `metadata name = value`.
    Metadata(Metadata),
    /// `param name type = default`.
    Param(Param),
    /// `var name = value`.
    Var(Var),
    /// `type name = type`.
    Type(TypeAlias),
    /// `func name(a string) string => body`.
    Func(Func),
    /// `resource name 'T@v' = { … }`. Boxed, as are modules, since they are much larger than the others.
    Resource(Box<Resource>),
    /// `module name 'path' = { … }`.
    Module(Box<Module>),
    /// `output name type = value`.
    Output(Output),
    /// `import { a } from 'path'`.
    Import(Import),
    /// `extension name with { … } as alias`.
    Extension(Extension),
    /// `assert name = condition`.
    Assert(Assert),
    /// `test name 'path' = { … }`.
    Test(Test),
    /// `using 'path'`. Only in parameters files, as are the next three.
    Using(Using),
    /// `extends 'path'`.
    Extends(Extends),
    /// `param name = value`.
    ParamValue(ParamValue),
    /// `extensionConfig name with { … }`.
    ExtensionConfig(ExtensionConfig),
    /// What stands here could not be read: *any* statement may have been meant.
    Error,
}

/// `targetScope = 'subscription'`.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetScope {
    /// The scope; also an array of them.
    pub value: Expr,
}

/// `metadata name = value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Metadata {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: Expr,
}

/// `param name type = default`.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// Its default.
    pub default: Option<Expr>,
}

/// `var name = value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Var {
    /// Its name.
    pub name: Name,
    /// Its type, if it is written.
    pub ty: Option<TypeExpr>,
    /// Its value.
    pub value: Expr,
}

/// `type name = type`.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeAlias {
    /// Its name.
    pub name: Name,
    /// What it stands for.
    pub ty: TypeExpr,
}

/// `func name(a string) string => body`.
#[derive(Clone, Debug, PartialEq)]
pub struct Func {
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub parameters: Vec<FuncParameter>,
    /// The type of what it gives.
    pub returns: TypeExpr,
    /// What it gives.
    pub body: Expr,
}

/// One parameter of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct FuncParameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
}

/// `resource name 'T@v' existing = body`.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// Its symbolic name.
    pub name: Name,
    /// `'Microsoft.Storage/storageAccounts@2023-05-01'`; `None` if it could not be read.
    pub resource_type: Option<StringLiteral>,
    /// Where the keyword `existing` stands, if it does.
    pub existing: Option<Span>,
    /// What is deployed.
    pub body: Body,
}

/// `module name 'path' = body`.
#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    /// Its symbolic name.
    pub name: Name,
    /// A path, `br:…`, `br/alias:…`, `ts:…`; `None` if it could not be read.
    pub path: Option<StringLiteral>,
    /// What is deployed.
    pub body: Body,
}

/// The body of a resource or module: `{ … }`, `if (condition) { … }`, or one of these in a loop.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// The loop.
    pub for_clause: Option<Box<ForClause>>,
    /// The condition, without its parentheses.
    pub condition: Option<Box<Expr>>,
    /// The properties; `None` if they could not be read.
    pub object: Option<Object>,
    /// The whole of it.
    pub span: Span,
}

/// `output name type = value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// Its value.
    pub value: Expr,
}

/// `import … from 'path'`.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// What is imported.
    pub target: ImportTarget,
    /// From where; `None` if it could not be read.
    pub path: Option<StringLiteral>,
}

/// What an `import` takes.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportTarget {
    /// `{ a, b as c }`.
    Items(Vec<ImportItem>),
    /// `* as name`.
    Wildcard(Name),
    /// What stands here could not be read: *any* names may have been meant.
    Error(Span),
}

/// One item of an import list.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportItem {
    /// What it is called where it is exported; an identifier or a string.
    pub original: Name,
    /// What it is called here, if that differs.
    pub alias: Option<Name>,
}

impl ImportItem {
    /// What it is called here.
    pub fn name(&self) -> &Name {
        self.alias.as_ref().unwrap_or(&self.original)
    }
}

/// `extension name with { … } as alias`; formerly `provider`, and `import 'name@version'`.
#[derive(Clone, Debug, PartialEq)]
pub struct Extension {
    /// Which extension.
    pub specification: ExtensionSpecification,
    /// Its configuration.
    pub config: Option<Object>,
    /// What it is called here.
    pub alias: Option<Name>,
}

/// Which extension is meant.
#[derive(Clone, Debug, PartialEq)]
pub enum ExtensionSpecification {
    /// A name of the configuration file.
    Name(Name),
    /// `'br:…'`, `'name@version'`.
    String(StringLiteral),
    /// What stands here could not be read.
    Error(Span),
}

/// `assert name = condition`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assert {
    /// Its name.
    pub name: Name,
    /// What must be true.
    pub value: Expr,
}

/// `test name 'path' = { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Its name.
    pub name: Name,
    /// The file under test; `None` if it could not be read.
    pub path: Option<StringLiteral>,
    /// Its parameters; `None` if they could not be read.
    pub object: Option<Object>,
}

/// `using 'path'`, `using none`.
#[derive(Clone, Debug, PartialEq)]
pub struct Using {
    /// The template.
    pub path: UsingPath,
    /// `with { … }`.
    pub config: Option<Object>,
}

/// The template of a parameters file.
#[derive(Clone, Debug, PartialEq)]
pub enum UsingPath {
    /// `'path'`.
    Path(StringLiteral),
    /// `none`.
    None(Span),
    /// What stands here could not be read.
    Error(Span),
}

/// `extends 'path'`.
#[derive(Clone, Debug, PartialEq)]
pub struct Extends {
    /// The parameters file that this one completes; `None` if it could not be read.
    pub path: Option<StringLiteral>,
}

/// `param name = value`.
#[derive(Clone, Debug, PartialEq)]
pub struct ParamValue {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: Expr,
}

/// `extensionConfig name with { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtensionConfig {
    /// Which extension.
    pub name: Name,
    /// Its configuration; `None` if it could not be read.
    pub config: Option<Object>,
}
