//! Type expressions.

use super::expressions::{Literals, unary_operator};
use super::parser::{Failed, Parsed, Parser, SkipTo};
use super::token::TokenKind;
use crate::syntax::{TupleItem, TypeExpr, TypeExprKind, TypeKey, TypeMember};

impl Parser<'_> {
    /// The type of a parameter, variable or output; only an output may leave out which resource type it is.
    pub(super) fn declared_type(&mut self, resource_alone: bool) -> Parsed<TypeExpr> {
        if !self.check_word("resource") || self.ahead(1).kind == TokenKind::Less {
            return self.type_expression();
        }
        let start = self.start();
        self.advance();
        let string = matches!(self.token().kind, TokenKind::StringComplete | TokenKind::StringLeft);
        let kind = if resource_alone && !string {
            TypeExprKind::Resource(None)
        } else {
            self.string()?.map_or(TypeExprKind::Error, |string| TypeExprKind::Resource(Some(string)))
        };
        Ok(TypeExpr { kind, span: self.since(start) })
    }

    /// A type expression.
    pub(super) fn type_expression(&mut self) -> Parsed<TypeExpr> {
        self.deeper(Self::union)
    }

    fn union(&mut self) -> Parsed<TypeExpr> {
        let start = self.start();
        let leading = self.take_bar();
        let first = self.nullable()?;
        let mut members = Vec::new();
        if !leading && !self.bar_follows() {
            return Ok(first);
        }
        members.push(first);
        while self.take_bar() {
            members.push(self.deeper(Self::nullable)?);
        }
        Ok(TypeExpr { kind: TypeExprKind::Union(members), span: self.since(start) })
    }

    /// Whether a `|` comes next, perhaps on the next line.
    fn bar_follows(&self) -> bool {
        self.past_lines().kind == TokenKind::Pipe
    }

    fn take_bar(&mut self) -> bool {
        let follows = self.bar_follows();
        if follows {
            self.take_lines();
            self.advance();
        }
        follows
    }

    fn nullable(&mut self) -> Parsed<TypeExpr> {
        let start = self.start();
        let mut current = self.unary_type()?;
        loop {
            let kind: fn(Box<TypeExpr>) -> TypeExprKind = match self.token().kind {
                TokenKind::Question => TypeExprKind::Nullable,
                TokenKind::Exclamation => TypeExprKind::NonNull,
                _ => return Ok(current),
            };
            self.advance();
            self.wrap()?;
            current = TypeExpr { kind: kind(current.into()), span: self.since(start) };
        }
    }

    fn unary_type(&mut self) -> Parsed<TypeExpr> {
        let start = self.start();
        let Some(operator) = unary_operator(self.token().kind) else { return self.member_type() };
        self.advance();
        let operand = self.member_type()?.into();
        self.wrap()?;
        Ok(TypeExpr { kind: TypeExprKind::Unary { operator, operand }, span: self.since(start) })
    }

    /// A primary type and what is taken of it: `[]`, `[*]`, `[0]`, `.name`, `.*`, `.name<…>`.
    fn member_type(&mut self) -> Parsed<TypeExpr> {
        let start = self.start();
        let mut current = self.primary_type()?;
        loop {
            let kind = match self.token().kind {
                TokenKind::LeftSquare => {
                    self.advance();
                    let kind = match self.token().kind {
                        TokenKind::RightSquare => TypeExprKind::Array(current.into()),
                        TokenKind::Star => {
                            self.advance();
                            TypeExprKind::Items(current.into())
                        }
                        _ => {
                            let index = self.expression(Literals::Simple)?.into();
                            TypeExprKind::Index { base: current.into(), index }
                        }
                    };
                    self.expect(TokenKind::RightSquare)?;
                    kind
                }
                TokenKind::Dot => {
                    self.advance();
                    if self.take(TokenKind::Star).is_some() {
                        TypeExprKind::AdditionalProperties(current.into())
                    } else {
                        let name = self.name("the name of a property or type")?;
                        match self.check(TokenKind::Less) {
                            true => TypeExprKind::Generic {
                                base: Some(current.into()),
                                name,
                                arguments: self.type_arguments()?,
                            },
                            false => TypeExprKind::Property { base: current.into(), name },
                        }
                    }
                }
                _ => return Ok(current),
            };
            self.wrap()?;
            current = TypeExpr { kind, span: self.since(start) };
        }
    }

    fn primary_type(&mut self) -> Parsed<TypeExpr> {
        let token = self.token();
        let kind = match token.kind {
            TokenKind::Integer => TypeExprKind::Integer(self.integer()?),
            TokenKind::Null => self.type_literal(TypeExprKind::Null),
            TokenKind::True => self.type_literal(TypeExprKind::Bool(true)),
            TokenKind::False => self.type_literal(TypeExprKind::Bool(false)),
            TokenKind::StringComplete | TokenKind::StringLeft => {
                self.string()?.map_or(TypeExprKind::Error, TypeExprKind::String)
            }
            TokenKind::LeftBrace => {
                self.advance();
                let broken = |span| TypeMember {
                    decorators: Vec::new(),
                    key: TypeKey::Error(span),
                    value: TypeExpr { kind: TypeExprKind::Error, span },
                    span,
                };
                TypeExprKind::Object(self.lines_or_commas(TokenKind::RightBrace, false, Self::type_member, broken))
            }
            TokenKind::LeftSquare => {
                self.advance();
                let item = |parser: &mut Self| {
                    Ok(TupleItem { decorators: parser.decorators(), value: parser.type_expression()? })
                };
                let broken =
                    |span| TupleItem { decorators: Vec::new(), value: TypeExpr { kind: TypeExprKind::Error, span } };
                TypeExprKind::Tuple(self.lines_or_commas(TokenKind::RightSquare, false, item, broken))
            }
            TokenKind::LeftParen => {
                self.advance();
                let inner = self.type_expression()?;
                self.expect(TokenKind::RightParen)?;
                TypeExprKind::Parenthesized(inner.into())
            }
            TokenKind::Identifier => {
                self.advance();
                let name = self.name_of(token);
                match self.check(TokenKind::Less) {
                    true => TypeExprKind::Generic { base: None, name, arguments: self.type_arguments()? },
                    false => TypeExprKind::Name(name),
                }
            }
            _ => return Err(self.expected("a type")),
        };
        Ok(TypeExpr { kind, span: self.since(token.start) })
    }

    fn type_literal(&mut self, kind: TypeExprKind) -> TypeExprKind {
        self.advance();
        kind
    }

    fn type_arguments(&mut self) -> Parsed<Vec<TypeExpr>> {
        self.advance();
        self.commas(TokenKind::Greater, Self::type_expression, |span| TypeExpr { kind: TypeExprKind::Error, span })
    }

    fn type_member(&mut self) -> Parsed<TypeMember> {
        let decorators = self.decorators();
        let token = self.token();
        let key = match token.kind {
            TokenKind::Identifier => TypeKey::Name(self.name("a property")?),
            TokenKind::StringComplete | TokenKind::StringLeft => TypeKey::String(self.string()?.ok_or(Failed)?),
            TokenKind::Star => {
                self.advance();
                TypeKey::Additional(self.span_of(token))
            }
            _ => return Err(self.expected("a property or `*`")),
        };
        self.expect_help(TokenKind::Colon, "a property is written `name: type`")?;
        let start = self.start();
        let value = self.type_expression();
        let ended = self.at_line_end() || self.check(TokenKind::Comma) || self.check(TokenKind::RightBrace);
        let value = match value {
            Ok(value) if ended => value,
            read => {
                if read.is_ok() {
                    self.expected("a line break or a comma");
                }
                self.skip(SkipTo::Comma);
                TypeExpr { kind: TypeExprKind::Error, span: self.since(start) }
            }
        };
        Ok(TypeMember { decorators, key, value, span: self.since(token.start) })
    }
}
