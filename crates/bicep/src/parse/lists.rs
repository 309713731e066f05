//! Lists of items in brackets, and what to do when an item or the closing bracket is not there.

use ringfence_source::Span;

use super::expressions::Literals;
use super::parser::{Failed, Parsed, Parser, SkipTo};
use super::token::TokenKind;
use crate::syntax::{Expr, Object, ObjectItem, ObjectKey};

impl Parser<'_> {
    /// Line breaks inside brackets, unless a declaration after them shows that `close` is missing.
    pub(super) fn lines_within(&mut self, close: TokenKind) -> Parsed<()> {
        if self.declaration_follows() {
            return Err(self.expected(close.describe()));
        }
        self.take_lines();
        Ok(())
    }

    /// The items of an object, array or the like, each ended by a comma or line breaks, and the closing bracket.
    ///
    /// This does not fail: `broken` makes an item that stands for what could not be read. `resources` says that
    /// declarations of resources are items.
    pub(super) fn lines_or_commas<T>(
        &mut self,
        close: TokenKind,
        resources: bool,
        mut item: impl FnMut(&mut Self) -> Parsed<T>,
        broken: impl Fn(Span) -> T,
    ) -> Vec<T> {
        let mut items = Vec::new();
        loop {
            if self.declaration_follows() && !(resources && self.is_word(self.ahead(1), "resource")) {
                break;
            }
            self.take_lines();
            if self.take(close).is_some() {
                return items;
            }
            if self.check(TokenKind::EndOfFile) {
                break;
            }
            items.push(self.item(close, &mut item, &broken, || "a line break or a comma".to_owned()));
            if self.take(TokenKind::Comma).is_some() {
                if self.check(TokenKind::NewLine) {
                    self.expected_help(
                        "an item after the comma",
                        "items on lines of their own have no commas between them",
                    );
                }
            } else if !self.check(close) && !self.at_line_end() {
                break;
            }
        }
        self.expected(close.describe());
        items.push(broken(self.here()));
        items
    }

    /// One item and what ends it; `next` is what should stand where neither a separator nor the bracket does.
    fn item<T>(
        &mut self,
        close: TokenKind,
        item: &mut impl FnMut(&mut Self) -> Parsed<T>,
        broken: &impl Fn(Span) -> T,
        next: impl Fn() -> String,
    ) -> T {
        let start = self.start();
        let read = item(self);
        let ended = self.item_ends(close);
        if read.is_ok() && !ended {
            self.expected(&next());
        }
        match read {
            Ok(read) if ended => read,
            _ => {
                self.skip(SkipTo::Comma);
                broken(self.since(start))
            }
        }
    }

    fn item_ends(&self, close: TokenKind) -> bool {
        self.at_line_end() || self.check(TokenKind::Comma) || self.check(close)
    }

    /// The items of a call or the like, with commas between them, and the closing bracket.
    pub(super) fn commas<T>(
        &mut self,
        close: TokenKind,
        mut item: impl FnMut(&mut Self) -> Parsed<T>,
        broken: impl Fn(Span) -> T,
    ) -> Parsed<Vec<T>> {
        let mut items = Vec::new();
        self.lines_within(close)?;
        if self.take(close).is_some() {
            return Ok(items);
        }
        loop {
            items.push(self.item(close, &mut item, &broken, || format!("`,` or {}", close.describe())));
            if self.take(TokenKind::Comma).is_some() {
                self.lines_within(close)?;
                continue;
            }
            let next = self.past_lines().kind;
            if next == close {
                self.take_lines();
                self.advance();
                return Ok(items);
            }
            if next == TokenKind::EndOfFile || next.closes() || self.declaration_follows() {
                return Err(self.expected(close.describe()));
            }
            self.expected("`,`");
            items.push(broken(self.here()));
            self.take_lines();
            if self.take(TokenKind::Comma).is_some() {
                self.lines_within(close)?;
            }
        }
    }

    /// `{ … }`; with `resources` also declarations of resources and their decorators.
    pub(super) fn object(&mut self, resources: bool) -> Parsed<Object> {
        let start = self.start();
        self.expect(TokenKind::LeftBrace)?;
        let items = self.lines_or_commas(
            TokenKind::RightBrace,
            resources,
            |parser| parser.object_item(resources),
            ObjectItem::Error,
        );
        Ok(Object { items, span: self.since(start) })
    }

    fn object_item(&mut self, resources: bool) -> Parsed<ObjectItem> {
        let start = self.start();
        if resources && self.nested_resource_starts() {
            return self.deeper(Self::nested_resource);
        }
        if self.take(TokenKind::Ellipsis).is_some() {
            let value = self.expression(Literals::All)?;
            return Ok(ObjectItem::Spread { value, span: self.since(start) });
        }
        let key = match self.token().kind {
            TokenKind::Identifier => ObjectKey::Name(self.name("a property")?),
            TokenKind::StringComplete | TokenKind::StringLeft => match self.string()? {
                Some(string) => ObjectKey::String(string),
                None => return Err(Failed),
            },
            _ => return Err(self.expected("a property")),
        };
        self.expect_help(TokenKind::Colon, "a property is written `name: value`")?;
        let value = self.item_value(TokenKind::RightBrace);
        Ok(ObjectItem::Property { key, value, span: self.since(start) })
    }

    /// The value of a property whose key is known; an error node, if it cannot be read up to its end.
    fn item_value(&mut self, close: TokenKind) -> Expr {
        let start = self.start();
        let read = self.expression(Literals::All);
        match read {
            Ok(value) if self.item_ends(close) => return value,
            Ok(_) => _ = self.expected("a line break or a comma"),
            Err(_) => {}
        }
        self.skip(SkipTo::Comma);
        self.error_expression(self.since(start))
    }

    fn nested_resource_starts(&self) -> bool {
        self.check(TokenKind::At) || (self.check_word("resource") && self.ahead(1).kind == TokenKind::Identifier)
    }
}
