//! Statements, which all start with a word.
//!
//! Each kind of statement is first made of error nodes and then filled in as
//! far as its text goes, so that a name is known even if its value is not.

use ringfence_source::Span;

use super::expressions::Literals;
use super::parser::{Failed, Parsed, Parser, SkipTo};
use super::token::TokenKind;
use crate::syntax::{
    Assert, Body, Decorator, Extends, Extension, ExtensionConfig, ExtensionSpecification, FileKind, Func, Import,
    ImportTarget, Metadata, Module, ObjectItem, Output, Param, ParamValue, Resource, Statement, StatementKind,
    TargetScope, Test, TypeAlias, TypeExpr, TypeExprKind, Using, UsingPath, Var,
};

const BICEP_HELP: &str = "a declaration starts with `targetScope`, `metadata`, `param`, `var`, `type`, `func`, `resource`, `module`, \
     `output`, `import`, `extension`, `assert` or `test`";
const PARAMS_HELP: &str =
    "a declaration starts with `using`, `extends`, `param`, `var`, `type`, `import`, `extension` or `extensionConfig`";

/// Words of other languages, and what Bicep has for them.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("parameter", "param"),
    ("variable", "var"),
    ("let", "var"),
    ("const", "var"),
    ("function", "func"),
    ("def", "func"),
    ("fn", "func"),
    ("struct", "type"),
    ("interface", "type"),
];

impl Parser<'_> {
    /// All statements of the file.
    pub(super) fn statements(&mut self) -> Vec<Statement> {
        let mut statements: Vec<Statement> = Vec::new();
        let mut lost = false;
        loop {
            self.take_lines();
            if self.check(TokenKind::EndOfFile) {
                return statements;
            }
            let start = self.start();
            // After an error, lines that start no declaration most likely belong to what was not understood.
            if lost && !self.may_start_statement() {
                self.skip_line();
                push(&mut statements, Statement::unread(Vec::new(), self.since(start)));
                continue;
            }
            let decorators = self.decorators();
            let (mut statement, read) = self.declaration(decorators);
            lost = read.is_err();
            if lost {
                self.skip_line();
            }
            if statement.kind == StatementKind::Error {
                statement.span = self.since(start);
            }
            push(&mut statements, statement);
        }
    }

    fn may_start_statement(&self) -> bool {
        let token = self.token();
        match self.word() {
            Some(_) => self.ahead(1).kind != TokenKind::Colon,
            None => token.kind == TokenKind::At || (token.kind == TokenKind::Identifier && self.in_first_column(token)),
        }
    }

    /// A resource declared in the body of another one.
    pub(super) fn nested_resource(&mut self) -> Parsed<ObjectItem> {
        let start = self.start();
        let decorators = self.decorators();
        if !self.check_word("resource") {
            let ended = self.at_line_end() || self.token().kind.closes();
            return Err(if ended { self.no_declaration(&decorators) } else { self.expected("`resource`") });
        }
        let (mut statement, read) = self.declaration(decorators);
        if read.is_err() {
            self.skip(SkipTo::LineEnd);
            statement.span = self.since(start);
        }
        Ok(ObjectItem::Resource(statement.into()))
    }

    fn skip_line(&mut self) {
        self.skip(SkipTo::LineEnd);
        while !self.at_line_end() {
            self.advance();
            self.skip(SkipTo::LineEnd);
        }
    }

    /// The word that the next declaration starts with.
    fn word(&self) -> Option<&'static str> {
        let words: &[&str] = match self.kind {
            FileKind::Bicep => &[
                "targetScope",
                "metadata",
                "param",
                "var",
                "type",
                "func",
                "resource",
                "module",
                "output",
                "import",
                "extension",
                "provider",
                "assert",
                "test",
            ],
            FileKind::Params => &["using", "extends", "param", "var", "type", "import", "extension", "extensionConfig"],
        };
        let token = self.token();
        let text = Some(self.text_of(token)).filter(|_| token.kind == TokenKind::Identifier)?;
        words.iter().copied().find(|word| *word == text)
    }

    fn declaration(&mut self, decorators: Vec<Decorator>) -> (Statement, Parsed<()>) {
        let start = self.start();
        let Some(word) = self.word() else {
            let failed = self.no_declaration(&decorators);
            return (Statement::unread(decorators, self.here()), Err(failed));
        };
        self.advance();
        let (kind, read) = self.declaration_of(word);
        let read = read.and_then(|()| self.line_end());
        (Statement { decorators, kind, span: self.since(start) }, read)
    }

    fn no_declaration(&mut self, decorators: &[Decorator]) -> Failed {
        if let Some(last) = decorators.last().filter(|_| self.token().kind != TokenKind::Identifier) {
            let help = "put it on the line before the declaration, or remove it";
            return self.error(last.span, "this decorator belongs to no declaration".to_owned(), help);
        }
        let text = self.text_of(self.token());
        let instead = OTHER_WORDS.iter().find(|(other, _)| *other == text);
        match (instead, self.kind) {
            (Some((_, word)), _) => self.expected_help("a declaration", &format!("write `{word}`")),
            (None, FileKind::Bicep) => self.expected_help("a declaration", BICEP_HELP),
            (None, FileKind::Params) => self.expected_help("a declaration", PARAMS_HELP),
        }
    }

    fn declaration_of(&mut self, word: &str) -> (StatementKind, Parsed<()>) {
        let here = self.here();
        let name = self.missing_name();
        let value = self.error_expression(here);
        let ty = TypeExpr { kind: TypeExprKind::Error, span: here };
        let extension = Extension { specification: ExtensionSpecification::Error(here), config: None, alias: None };
        let body = Body { for_clause: None, condition: None, object: None, span: here };
        match (word, self.kind) {
            ("targetScope", _) => fill(TargetScope { value }, StatementKind::TargetScope, |s| self.target_scope(s)),
            ("metadata", _) => fill(Metadata { name, value }, StatementKind::Metadata, |s| self.metadata(s)),
            ("param", FileKind::Bicep) => {
                fill(Param { name, ty, default: None }, StatementKind::Param, |s| self.param(s))
            }
            ("param", FileKind::Params) => {
                fill(ParamValue { name, value }, StatementKind::ParamValue, |s| self.param_value(s))
            }
            ("var", _) => fill(Var { name, ty: None, value }, StatementKind::Var, |s| self.var(s)),
            ("type", _) => fill(TypeAlias { name, ty }, StatementKind::Type, |s| self.type_alias(s)),
            ("func", _) => {
                let func = Func { name, parameters: Vec::new(), returns: ty, body: value };
                fill(func, StatementKind::Func, |s| self.func(s))
            }
            ("resource", _) => {
                let resource = Resource { name, resource_type: None, existing: None, body };
                fill(Box::new(resource), StatementKind::Resource, |s| self.resource(s))
            }
            ("module", _) => {
                fill(Box::new(Module { name, path: None, body }), StatementKind::Module, |s| self.module(s))
            }
            ("output", _) => fill(Output { name, ty, value }, StatementKind::Output, |s| self.output(s)),
            ("import", FileKind::Bicep)
                if matches!(self.token().kind, TokenKind::StringComplete | TokenKind::StringLeft) =>
            {
                // The form that `extension` had before version 0.23.
                fill(extension, StatementKind::Extension, |s| self.extension(s))
            }
            ("import", _) => {
                fill(Import { target: ImportTarget::Error(here), path: None }, StatementKind::Import, |s| {
                    self.import(s)
                })
            }
            ("extension" | "provider", _) => fill(extension, StatementKind::Extension, |s| self.extension(s)),
            ("assert", _) => fill(Assert { name, value }, StatementKind::Assert, |s| self.assert(s)),
            ("test", _) => fill(Test { name, path: None, object: None }, StatementKind::Test, |s| self.test(s)),
            ("using", _) => {
                fill(Using { path: UsingPath::Error(here), config: None }, StatementKind::Using, |s| self.using(s))
            }
            ("extends", _) => fill(Extends { path: None }, StatementKind::Extends, |s| self.extends(s)),
            ("extensionConfig", _) => {
                fill(ExtensionConfig { name, config: None }, StatementKind::ExtensionConfig, |s| {
                    self.extension_config(s)
                })
            }
            _ => (StatementKind::Error, Err(self.no_declaration(&[]))),
        }
    }

    /// Decorators, each on lines of its own. One that cannot be read has no name.
    pub(super) fn decorators(&mut self) -> Vec<Decorator> {
        let mut decorators = Vec::new();
        while self.check(TokenKind::At) {
            let start = self.start();
            let read = self.decorator().and_then(|decorator| self.line_end().map(|()| decorator));
            decorators.push(read.unwrap_or_else(|Failed| {
                let name = self.missing_name();
                self.skip_line();
                Decorator { namespace: None, name, arguments: Vec::new(), span: self.since(start) }
            }));
            self.take_lines();
        }
        decorators
    }

    fn decorator(&mut self) -> Parsed<Decorator> {
        let start = self.start();
        self.advance();
        let mut namespace = None;
        let mut name = self.name("the name of a decorator")?;
        if self.take(TokenKind::Dot).is_some() {
            namespace = Some(name);
            name = self.name("the name of a decorator")?;
        }
        if !self.check(TokenKind::LeftParen) {
            return Err(self.expected_help("`(`", "a decorator is written `@name()` or `@name(value)`"));
        }
        let arguments = self.arguments(Literals::All)?;
        Ok(Decorator { namespace, name, arguments, span: self.since(start) })
    }
}

impl Statement {
    /// Stands for what could not be read.
    pub(super) fn unread(decorators: Vec<Decorator>, span: Span) -> Self {
        Self { decorators, kind: StatementKind::Error, span }
    }
}

/// Adds a statement; what could not be read right after what could not be read is one node with it.
fn push(statements: &mut Vec<Statement>, next: Statement) {
    match statements.last_mut() {
        Some(last)
            if last.kind == StatementKind::Error && next.kind == StatementKind::Error && next.decorators.is_empty() =>
        {
            last.span = last.span.to(next.span);
        }
        _ => statements.push(next),
    }
}

/// Fills in a statement that so far consists of error nodes.
fn fill<T>(
    mut statement: T,
    kind: fn(T) -> StatementKind,
    read: impl FnOnce(&mut T) -> Parsed<()>,
) -> (StatementKind, Parsed<()>) {
    let outcome = read(&mut statement);
    (kind(statement), outcome)
}
