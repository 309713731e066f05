//! The kinds of statement, each from behind its word.

use ringfence_source::Span;

use super::expressions::Literals;
use super::parser::{Failed, Parsed, Parser};
use super::token::TokenKind;
use crate::syntax::{
    Assert, Expr, Extends, Extension, ExtensionConfig, ExtensionSpecification, Func, FuncParameter, Import, ImportItem,
    ImportTarget, Metadata, Module, Name, Output, Param, ParamValue, Resource, StringLiteral, TargetScope, Test,
    TypeAlias, TypeExpr, TypeExprKind, Using, UsingPath, Var,
};

impl Parser<'_> {
    pub(super) fn target_scope(&mut self, out: &mut TargetScope) -> Parsed<()> {
        self.assign()?;
        out.value = self.last_value()?;
        Ok(())
    }

    pub(super) fn metadata(&mut self, out: &mut Metadata) -> Parsed<()> {
        out.name = self.name("a name for the metadata")?;
        self.assign()?;
        out.value = self.last_value()?;
        Ok(())
    }

    pub(super) fn param(&mut self, out: &mut Param) -> Parsed<()> {
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

    pub(super) fn param_value(&mut self, out: &mut ParamValue) -> Parsed<()> {
        out.name = self.name("the name of a parameter")?;
        self.expect_help(TokenKind::Assign, "a parameters file gives values: `param name = value`")?;
        out.value = self.last_value()?;
        Ok(())
    }

    pub(super) fn var(&mut self, out: &mut Var) -> Parsed<()> {
        out.name = self.name("a name for the variable")?;
        if !self.check(TokenKind::Assign) && !self.at_line_end() {
            out.ty = Some(self.declared_type(false)?);
        }
        self.assign()?;
        out.value = self.last_value()?;
        Ok(())
    }

    pub(super) fn type_alias(&mut self, out: &mut TypeAlias) -> Parsed<()> {
        out.name = self.name("a name for the type")?;
        self.assign()?;
        let ty = self.declared_type(false)?;
        self.line_end()?;
        out.ty = ty;
        Ok(())
    }

    pub(super) fn func(&mut self, out: &mut Func) -> Parsed<()> {
        out.name = self.name("a name for the function")?;
        self.expect(TokenKind::LeftParen)?;
        let broken = |span: Span| FuncParameter {
            name: Name { text: "".into(), span },
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

    pub(super) fn resource(&mut self, out: &mut Box<Resource>) -> Parsed<()> {
        out.name = self.name("a name for the resource")?;
        out.resource_type =
            self.path("the type of the resource, as in `'Microsoft.Storage/storageAccounts@2023-05-01'`")?;
        out.existing = self.take_word("existing").map(|token| self.span_of(token));
        self.assign()?;
        self.body(&mut out.body, true)
    }

    pub(super) fn module(&mut self, out: &mut Box<Module>) -> Parsed<()> {
        out.name = self.name("a name for the module")?;
        out.path = self.path("the path of the module, as in `'network.bicep'`")?;
        self.assign()?;
        self.body(&mut out.body, false)
    }

    pub(super) fn output(&mut self, out: &mut Output) -> Parsed<()> {
        out.name = self.name("a name for the output")?;
        out.ty = self.declared_type(true)?;
        self.assign()?;
        out.value = self.last_value()?;
        Ok(())
    }

    pub(super) fn import(&mut self, out: &mut Import) -> Parsed<()> {
        out.target = match self.token().kind {
            TokenKind::LeftBrace => {
                self.advance();
                let broken = |span| ImportItem { original: Name { text: "".into(), span }, alias: None };
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
                Name { text: text.clone(), span: string.span }
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

    pub(super) fn extension(&mut self, out: &mut Extension) -> Parsed<()> {
        match self.token().kind {
            TokenKind::Identifier => {
                out.specification = ExtensionSpecification::Name(self.name("the extension")?);
            }
            _ => {
                if let Some(string) = self.path("the name of an extension, or its path")? {
                    out.specification = ExtensionSpecification::String(string);
                }
            }
        }
        if !self.at_line_end() && !self.check_word("as") {
            self.take_word("with").ok_or_else(|| self.expected("`with`, `as` or the end of the line"))?;
            out.config = Some(self.object(false)?);
        }
        if !self.at_line_end() {
            self.take_word("as").ok_or_else(|| self.expected("`as` or the end of the line"))?;
            out.alias = Some(self.name("a name for the extension")?);
        }
        Ok(())
    }

    pub(super) fn assert(&mut self, out: &mut Assert) -> Parsed<()> {
        out.name = self.name("a name for the assertion")?;
        self.assign()?;
        out.value = self.last_value()?;
        Ok(())
    }

    pub(super) fn test(&mut self, out: &mut Test) -> Parsed<()> {
        out.name = self.name("a name for the test")?;
        out.path = self.path("the path of the file under test")?;
        self.assign()?;
        out.object = Some(self.object(false)?);
        Ok(())
    }

    pub(super) fn using(&mut self, out: &mut Using) -> Parsed<()> {
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

    pub(super) fn extends(&mut self, out: &mut Extends) -> Parsed<()> {
        let path = self.path("the path of a parameters file")?;
        self.line_end()?;
        out.path = path;
        Ok(())
    }

    pub(super) fn extension_config(&mut self, out: &mut ExtensionConfig) -> Parsed<()> {
        out.name = self.name("the name of an extension")?;
        self.expect_word("with")?;
        out.config = Some(self.object(false)?);
        Ok(())
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

    pub(super) fn line_end(&mut self) -> Parsed<()> {
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
}
