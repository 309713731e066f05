//! Statements, which all start with a word.
//!
//! Each kind of statement is first made of error nodes and then filled in as
//! far as its text goes, so that a name is known even if its value is not.

use ringfence_source::Span;

use super::expressions::Literals;
use super::parser::{Failed, Parsed, Parser, SkipTo};
use super::token::TokenKind;
use crate::syntax::{
    Assert, Body, Decorator, Expr, Extends, Extension, ExtensionConfig, ExtensionSpecification, FileKind, Func,
    FuncParameter, Import, ImportItem, ImportTarget, Metadata, Module, Object, ObjectItem, Output, Param, ParamValue,
    Resource, Statement, StatementKind, StringLiteral, TargetScope, Test, TypeAlias, TypeExpr, TypeExprKind, Using,
    UsingPath, Var,
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
            // After an error, lines that start no declaration most likely belong to what was not understood.
            if lost && !self.may_start_statement() {
                self.skip_line();
                continue;
            }
            let start = self.start();
            let decorators = self.decorators();
            let (mut statement, read) = self.declaration(decorators);
            lost = read.is_err();
            if lost {
                self.skip_line();
            }
            if statement.kind == StatementKind::Error {
                statement.span = self.since(start);
            }
            statements.push(statement);
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
            return (Statement { decorators, kind: StatementKind::Error, span: self.here() }, Err(failed));
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
                self.extension_of(here)
            }
            ("import", _) => {
                fill(Import { target: ImportTarget::Error(here), path: None }, StatementKind::Import, |s| {
                    self.import(s)
                })
            }
            ("extension" | "provider", _) => self.extension_of(here),
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

    // The kinds of statement, from behind their word.

    fn target_scope(&mut self, out: &mut TargetScope) -> Parsed<()> {
        self.assign()?;
        out.value = self.last_value()?;
        Ok(())
    }

    fn metadata(&mut self, out: &mut Metadata) -> Parsed<()> {
        out.name = self.name("a name for the metadata")?;
        self.assign()?;
        out.value = self.last_value()?;
        Ok(())
    }

    fn param(&mut self, out: &mut Param) -> Parsed<()> {
        out.name = self.name("a name for the parameter")?;
        out.ty = self.declared_type(false)?;
        if self.at_line_end() {
            return Ok(());
        }
        out.default = Some(self.error_expression(self.here()));
        self.expect_help(TokenKind::Assign, "a parameter is written `param name type` or `param name type = default`")?;
        out.default = Some(self.last_value()?);
        Ok(())
    }

    fn param_value(&mut self, out: &mut ParamValue) -> Parsed<()> {
        out.name = self.name("the name of a parameter")?;
        self.assign()?;
        out.value = self.last_value()?;
        Ok(())
    }

    fn var(&mut self, out: &mut Var) -> Parsed<()> {
        out.name = self.name("a name for the variable")?;
        if !self.check(TokenKind::Assign) && !self.at_line_end() {
            out.ty = Some(self.declared_type(false)?);
        }
        self.assign()?;
        out.value = self.last_value()?;
        Ok(())
    }

    fn type_alias(&mut self, out: &mut TypeAlias) -> Parsed<()> {
        out.name = self.name("a name for the type")?;
        self.assign()?;
        let ty = self.declared_type(false)?;
        self.line_end()?;
        out.ty = ty;
        Ok(())
    }

    fn func(&mut self, out: &mut Func) -> Parsed<()> {
        out.name = self.name("a name for the function")?;
        self.expect(TokenKind::LeftParen)?;
        let broken = |span: Span| FuncParameter {
            name: crate::syntax::Name { text: "".into(), span },
            ty: TypeExpr { kind: TypeExprKind::Error, span },
        };
        let parameter = |parser: &mut Self| {
            Ok(FuncParameter { name: parser.name("a name for the parameter")?, ty: parser.declared_type(false)? })
        };
        out.parameters = self.commas(TokenKind::RightParen, parameter, broken)?;
        out.returns = self.declared_type(false)?;
        let body = self.arrow_body()?;
        self.line_end()?;
        out.body = body;
        Ok(())
    }

    fn resource(&mut self, out: &mut Box<Resource>) -> Parsed<()> {
        out.name = self.name("a name for the resource")?;
        out.resource_type =
            self.path("the type of the resource, as in `'Microsoft.Storage/storageAccounts@2023-05-01'`")?;
        out.existing = self.take_word("existing").map(|token| self.span_of(token));
        self.assign()?;
        self.body(&mut out.body, true)
    }

    fn module(&mut self, out: &mut Box<Module>) -> Parsed<()> {
        out.name = self.name("a name for the module")?;
        out.path = self.path("the path of the module, as in `'network.bicep'`")?;
        self.assign()?;
        self.body(&mut out.body, false)
    }

    fn output(&mut self, out: &mut Output) -> Parsed<()> {
        out.name = self.name("a name for the output")?;
        out.ty = self.declared_type(true)?;
        self.assign()?;
        out.value = self.last_value()?;
        Ok(())
    }

    fn import(&mut self, out: &mut Import) -> Parsed<()> {
        out.target = match self.token().kind {
            TokenKind::LeftBrace => {
                self.advance();
                let broken = |span| ImportItem { original: crate::syntax::Name { text: "".into(), span }, alias: None };
                ImportTarget::Items(self.lines_or_commas(TokenKind::RightBrace, false, Self::import_item, broken))
            }
            TokenKind::Star => {
                self.advance();
                self.expect_word("as")?;
                ImportTarget::Wildcard(self.name("a name for what is imported")?)
            }
            _ => {
                return Err(self.expected_help(
                    "`{` or `*`",
                    "an import is written `import { a, b as c } from 'path'` or `import * as name from 'path'`",
                ));
            }
        };
        self.expect_word("from")?;
        let path = self.path("the path of a file")?;
        self.line_end()?;
        out.path = path;
        Ok(())
    }

    fn import_item(&mut self) -> Parsed<ImportItem> {
        let token = self.token();
        let original = match token.kind {
            TokenKind::StringComplete | TokenKind::StringLeft => {
                let string = self.string()?.ok_or(Failed)?;
                let Some(text) = string.plain() else {
                    return Err(self.error(string.span, "nothing may be interpolated here".to_owned(), ""));
                };
                crate::syntax::Name { text: text.clone(), span: string.span }
            }
            _ => self.name("the name of what is imported")?,
        };
        let alias = match self.take_word("as") {
            Some(_) => Some(self.name("a name for what is imported")?),
            None if token.kind == TokenKind::Identifier => None,
            None => return Err(self.expected_help("`as`", "what is named by a string needs another name here")),
        };
        Ok(ImportItem { original, alias })
    }

    fn extension_of(&mut self, here: Span) -> (StatementKind, Parsed<()>) {
        let extension = Extension { specification: ExtensionSpecification::Error(here), config: None, alias: None };
        fill(extension, StatementKind::Extension, |out| {
            out.specification = match self.token().kind {
                TokenKind::Identifier => ExtensionSpecification::Name(self.name("the extension")?),
                _ => match self.path("the name of an extension, or its path")? {
                    Some(string) => ExtensionSpecification::String(string),
                    None => ExtensionSpecification::Error(self.since(here.start)),
                },
            };
            if !self.at_line_end() && !self.check_word("as") {
                self.take_word("with").ok_or_else(|| self.expected("`with`, `as` or the end of the line"))?;
                out.config = Some(self.object(false)?);
            }
            if !self.at_line_end() {
                self.take_word("as").ok_or_else(|| self.expected("`as` or the end of the line"))?;
                out.alias = Some(self.name("a name for the extension")?);
            }
            Ok(())
        })
    }

    fn assert(&mut self, out: &mut Assert) -> Parsed<()> {
        out.name = self.name("a name for the assertion")?;
        self.assign()?;
        out.value = self.last_value()?;
        Ok(())
    }

    fn test(&mut self, out: &mut Test) -> Parsed<()> {
        out.name = self.name("a name for the test")?;
        out.path = self.path("the path of the file under test")?;
        self.assign()?;
        out.object = Some(self.object(false)?);
        Ok(())
    }

    fn using(&mut self, out: &mut Using) -> Parsed<()> {
        if let Some(none) = self.take_word("none") {
            out.path = UsingPath::None(self.span_of(none));
        } else if let Some(path) = self.path("the path of a template, or `none`")? {
            out.path = UsingPath::Path(path);
        }
        if !self.at_line_end() {
            self.take_word("with").ok_or_else(|| self.expected("`with` or the end of the line"))?;
            out.config = Some(self.object(false)?);
        }
        Ok(())
    }

    fn extends(&mut self, out: &mut Extends) -> Parsed<()> {
        let path = self.path("the path of a parameters file")?;
        self.line_end()?;
        out.path = path;
        Ok(())
    }

    fn extension_config(&mut self, out: &mut ExtensionConfig) -> Parsed<()> {
        out.name = self.name("the name of an extension")?;
        self.expect_word("with")?;
        out.config = Some(self.object(false)?);
        Ok(())
    }

    // Their parts.

    /// `{ … }`, `if (…) { … }`, `[for … in …: { … }]`.
    fn body(&mut self, out: &mut Body, resources: bool) -> Parsed<()> {
        let start = match self.past_lines() {
            next if self.is_word(next, "if") => next.start,
            _ => self.start(),
        };
        let read = self.body_parts(out, resources).and_then(|()| self.line_end());
        if read.is_err() {
            // Whatever was understood is not the whole body.
            let span = self.since(start);
            let object = out.object.get_or_insert_with(|| Object { items: Vec::new(), span });
            object.items.push(ObjectItem::Error(object.span));
        }
        out.span = self.since(start);
        read
    }

    fn body_parts(&mut self, out: &mut Body, resources: bool) -> Parsed<()> {
        if self.check(TokenKind::LeftSquare) {
            out.for_clause = Some(self.for_clause()?.into());
            if !self.check(TokenKind::LeftBrace) && !self.check_word("if") {
                return Err(self.expected("`{` or `if`"));
            }
            self.condition_and_object(out, resources)?;
            return self.for_end();
        }
        if self.is_word(self.past_lines(), "if") {
            self.take_lines();
        } else if !self.check(TokenKind::LeftBrace) {
            return Err(self.expected("`{`, `[` or `if`"));
        }
        self.condition_and_object(out, resources)
    }

    fn condition_and_object(&mut self, out: &mut Body, resources: bool) -> Parsed<()> {
        if self.take_word("if").is_some() {
            let start = self.start();
            let condition = match self.condition() {
                Ok(condition) => condition,
                Err(Failed) => {
                    while !self.at_line_end() && !self.check(TokenKind::LeftBrace) {
                        self.advance();
                    }
                    self.error_expression(self.since(start))
                }
            };
            out.condition = Some(condition.into());
        }
        out.object = Some(self.object(resources)?);
        Ok(())
    }

    fn condition(&mut self) -> Parsed<Expr> {
        self.expect_help(TokenKind::LeftParen, "a condition is written `if (condition) { … }`")?;
        self.lines_within(TokenKind::RightParen)?;
        let condition = self.expression(Literals::All)?;
        self.lines_within(TokenKind::RightParen)?;
        self.expect(TokenKind::RightParen)?;
        Ok(condition)
    }

    fn assign(&mut self) -> Parsed<()> {
        self.expect(TokenKind::Assign).map(drop)
    }

    /// A value that ends its line.
    fn last_value(&mut self) -> Parsed<Expr> {
        let value = self.expression(Literals::All)?;
        self.line_end()?;
        Ok(value)
    }

    fn line_end(&mut self) -> Parsed<()> {
        if self.at_line_end() {
            return Ok(());
        }
        let help =
            if self.check(TokenKind::Semicolon) { "remove it; nothing ends a declaration but its line" } else { "" };
        Err(self.expected_help("the end of the line", help))
    }

    /// A string that names something; `None` if it was reported to be malformed.
    fn path(&mut self, what: &str) -> Parsed<Option<StringLiteral>> {
        match self.token().kind {
            TokenKind::StringComplete | TokenKind::StringLeft => self.string(),
            _ => Err(self.expected(what)),
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

/// Fills in a statement that so far consists of error nodes.
fn fill<T>(
    mut statement: T,
    kind: fn(T) -> StatementKind,
    read: impl FnOnce(&mut T) -> Parsed<()>,
) -> (StatementKind, Parsed<()>) {
    let outcome = read(&mut statement);
    (kind(statement), outcome)
}
