//! Bodies of resources and modules.

use super::expressions::Literals;
use super::parser::{Failed, Parsed, Parser};
use super::token::TokenKind;
use crate::syntax::{Body, Expr, Object, ObjectItem};

impl Parser<'_> {
    /// `{ … }`, `if (…) { … }`, `[for … in …: { … }]`.
    pub(super) fn body(&mut self, out: &mut Body, resources: bool) -> Parsed<()> {
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
}
