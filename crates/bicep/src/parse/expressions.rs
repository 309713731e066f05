//! Expressions.

use ringfence_source::Span;

use super::parser::{Failed, Parsed, Parser, SkipTo};
use super::string::{Piece, Quotes, value};
use super::token::TokenKind;
use crate::syntax::{ArrayItem, BinaryOperator, Expr, ExprKind, ForClause, Hole, Name, StringLiteral, UnaryOperator};

/// Words after which `=>` and a line break do not go on: the lambda has no body.
const NEXT_DECLARATION: &[&str] =
    &["assert", "import", "metadata", "param", "var", "resource", "output", "module", "type"];

/// Whether objects and arrays may stand here. They may not in a string and in a few more places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Literals {
    All,
    Simple,
}

impl Parser<'_> {
    /// An expression.
    pub(super) fn expression(&mut self, literals: Literals) -> Parsed<Expr> {
        self.deeper(|parser| parser.ternary(literals))
    }

    /// Stands for what could not be read.
    pub(super) fn error_expression(&self, span: Span) -> Expr {
        Expr { kind: ExprKind::Error, span }
    }

    fn ternary(&mut self, literals: Literals) -> Parsed<Expr> {
        let start = self.start();
        let condition = self.binary(literals)?;
        if self.past_lines().kind != TokenKind::Question {
            return Ok(condition);
        }
        self.take_lines();
        self.advance();
        self.wrap()?;
        let then = self.expression(literals)?;
        if self.past_lines().kind == TokenKind::Colon {
            self.take_lines();
        }
        self.expect_help(TokenKind::Colon, "a condition is written `condition ? then : otherwise`")?;
        let otherwise = self.expression(literals)?;
        let kind = ExprKind::Ternary { condition: condition.into(), then: then.into(), otherwise: otherwise.into() };
        Ok(Expr { kind, span: self.since(start) })
    }

    /// Operands and operators, by precedence and without recursion.
    fn binary(&mut self, literals: Literals) -> Parsed<Expr> {
        let mut left = self.unary(literals)?;
        // Operands that wait for one whose operator binds more tightly.
        let mut waiting: Vec<(Expr, BinaryOperator, Span)> = Vec::new();
        while let Some(operator) = binary_operator(self.token().kind) {
            left = self.bind(left, &mut waiting, precedence(operator))?;
            let token = self.advance();
            waiting.push((left, operator, self.span_of(token)));
            left = self.deeper(|parser| parser.unary(literals))?;
        }
        self.bind(left, &mut waiting, 0)
    }

    /// Joins the last operand with those that wait for an operator that binds at least as tightly as `least`.
    fn bind(&mut self, last: Expr, waiting: &mut Vec<(Expr, BinaryOperator, Span)>, least: u8) -> Parsed<Expr> {
        let mut right = last;
        while let Some((left, operator, operator_span)) =
            waiting.pop_if(|(_, operator, _)| precedence(*operator) >= least)
        {
            self.wrap()?;
            let span = left.span.to(right.span);
            right = Expr {
                kind: ExprKind::Binary { operator, operator_span, left: left.into(), right: right.into() },
                span,
            };
        }
        Ok(right)
    }

    fn unary(&mut self, literals: Literals) -> Parsed<Expr> {
        let start = self.start();
        let Some(operator) = unary_operator(self.token().kind) else { return self.member(literals) };
        self.advance();
        let operand = self.member(literals)?;
        self.wrap()?;
        Ok(Expr { kind: ExprKind::Unary { operator, operand: operand.into() }, span: self.since(start) })
    }

    /// A primary expression and what is taken of it: `.name`, `[index]`, `::name`, `!`.
    fn member(&mut self, literals: Literals) -> Parsed<Expr> {
        let start = self.start();
        let mut current = self.primary(literals)?;
        loop {
            let kind = match self.token().kind {
                TokenKind::LeftSquare => {
                    self.advance();
                    let safe = self.take(TokenKind::Question).is_some();
                    let from_end = self.take(TokenKind::Hat).is_some();
                    if self.check(TokenKind::RightSquare) {
                        return Err(self.expected("an index"));
                    }
                    let index = self.expression(literals)?.into();
                    self.expect(TokenKind::RightSquare)?;
                    ExprKind::Index { base: current.into(), index, safe, from_end }
                }
                TokenKind::Dot => {
                    self.advance();
                    let safe = self.take(TokenKind::Question);
                    let name = self.name("the name of a property or function")?;
                    if !self.check(TokenKind::LeftParen) {
                        ExprKind::Property { base: current.into(), name, safe: safe.is_some() }
                    } else if let Some(mark) = safe {
                        let span = self.span_of(mark);
                        return Err(self.error(
                            span,
                            "`.?` takes a property, not a function".to_owned(),
                            "write `.` in place of `.?`",
                        ));
                    } else {
                        let arguments = self.arguments(literals)?;
                        ExprKind::InstanceCall { base: current.into(), function: name, arguments }
                    }
                }
                TokenKind::DoubleColon => {
                    self.advance();
                    let name = self.name("the name of a nested resource")?;
                    ExprKind::NestedResource { base: current.into(), name }
                }
                TokenKind::Exclamation => {
                    self.advance();
                    ExprKind::NonNull(current.into())
                }
                _ => return Ok(current),
            };
            self.wrap()?;
            current = Expr { kind, span: self.since(start) };
        }
    }

    fn primary(&mut self, literals: Literals) -> Parsed<Expr> {
        let token = self.token();
        let start = token.start;
        let kind = match token.kind {
            TokenKind::Integer => ExprKind::Integer(self.integer()?),
            TokenKind::Null => self.literal(ExprKind::Null),
            TokenKind::True => self.literal(ExprKind::Bool(true)),
            TokenKind::False => self.literal(ExprKind::Bool(false)),
            TokenKind::StringComplete | TokenKind::StringLeft => {
                self.string()?.map_or(ExprKind::Error, ExprKind::String)
            }
            TokenKind::LeftBrace | TokenKind::LeftSquare if literals == Literals::Simple => {
                return Err(self.expected_help(
                    "an expression other than an object or array",
                    "give the object or array a name with `var`, and use the name here",
                ));
            }
            TokenKind::LeftBrace => ExprKind::Object(self.object(false)?),
            TokenKind::LeftSquare if self.for_follows() => self.for_expression()?,
            TokenKind::LeftSquare => self.array()?,
            TokenKind::LeftParen => self.parenthesized_or_lambda(literals)?,
            TokenKind::Identifier => {
                self.advance();
                let name = self.name_of(token);
                match self.token().kind {
                    TokenKind::LeftParen => ExprKind::Call { function: name, arguments: self.arguments(literals)? },
                    TokenKind::Arrow => self.lambda(vec![name])?,
                    _ => ExprKind::Variable(name),
                }
            }
            _ => return Err(self.expected("an expression")),
        };
        Ok(Expr { kind, span: self.since(start) })
    }

    fn literal(&mut self, kind: ExprKind) -> ExprKind {
        self.advance();
        kind
    }

    /// A number.
    pub(super) fn integer(&mut self) -> Parsed<u64> {
        let token = self.expect(TokenKind::Integer)?;
        self.text_of(token).parse().map_err(|_| {
            let span = self.span_of(token);
            self.error(span, "this number is too large".to_owned(), "the largest number is 9223372036854775807")
        })
    }

    /// A string; `None` if it was reported to be malformed.
    pub(super) fn string(&mut self) -> Parsed<Option<StringLiteral>> {
        let token = self.token();
        let quotes = Quotes::of(self.text_of(token));
        let mut known = !token.broken;
        let last = match token.kind {
            TokenKind::StringComplete => true,
            TokenKind::StringLeft => false,
            _ => return Err(self.expected("a string")),
        };
        self.advance();
        let first = value(self.text_of(token), quotes, Piece { first: true, last });
        let mut holes = Vec::new();
        let mut open = !last;
        while open {
            let expression = self.hole()?;
            let token = self.advance();
            open = token.kind == TokenKind::StringMiddle;
            known &= !token.broken;
            let after = value(self.text_of(token), quotes, Piece { first: false, last: !open });
            known &= after.is_some();
            holes.push(Hole { expression, after: after.unwrap_or_default() });
        }
        let literal = first.map(|first| StringLiteral { first, holes, span: self.since(token.start) });
        Ok(literal.filter(|_| known))
    }

    /// The expression of a `${ … }`; afterwards the next token is the piece of the string that follows.
    fn hole(&mut self) -> Parsed<Expr> {
        let start = self.start();
        let ends = |parser: &Self| matches!(parser.token().kind, TokenKind::StringMiddle | TokenKind::StringRight);
        let read = self.expression(Literals::Simple);
        if ends(self)
            && let Ok(expression) = read
        {
            return Ok(expression);
        }
        if read.is_ok() {
            self.expected("the `}` of the interpolation");
        }
        loop {
            self.skip(SkipTo::LineEnd);
            if ends(self) {
                return Ok(self.error_expression(self.since(start)));
            }
            if self.at_line_end() {
                return Err(Failed);
            }
            self.advance();
        }
    }

    fn array(&mut self) -> Parsed<ExprKind> {
        self.advance();
        let item = |parser: &mut Self| {
            let start = parser.start();
            if parser.take(TokenKind::Ellipsis).is_some() {
                let value = parser.expression(Literals::All)?;
                return Ok(ArrayItem::Spread { value, span: parser.since(start) });
            }
            parser.expression(Literals::All).map(ArrayItem::Value)
        };
        Ok(ExprKind::Array(self.lines_or_commas(TokenKind::RightSquare, false, item, ArrayItem::Error)))
    }

    fn for_follows(&self) -> bool {
        let next = self.ahead(1);
        self.is_word(if next.kind == TokenKind::NewLine { self.ahead(2) } else { next }, "for")
    }

    fn for_expression(&mut self) -> Parsed<ExprKind> {
        let clause = self.for_clause()?.into();
        let body = self.expression(Literals::All)?.into();
        self.for_end()?;
        Ok(ExprKind::For { clause, body })
    }

    /// `[for item in list:`.
    pub(super) fn for_clause(&mut self) -> Parsed<ForClause> {
        self.expect(TokenKind::LeftSquare)?;
        self.take_lines();
        self.expect_word("for")?;
        let (item, index) = if self.take(TokenKind::LeftParen).is_some() {
            let item = self.name("a name for the item of the loop")?;
            self.expect_help(TokenKind::Comma, "a loop is written `for item in list` or `for (item, index) in list`")?;
            let index = self.name("a name for the index of the loop")?;
            self.expect(TokenKind::RightParen)?;
            (item, Some(index))
        } else {
            (self.name("a name for the item of the loop, or `(`")?, None)
        };
        self.expect_word("in")?;
        let list = self.expression(Literals::All)?;
        self.expect(TokenKind::Colon)?;
        Ok(ForClause { item, index, list })
    }

    /// The `]` of a loop.
    pub(super) fn for_end(&mut self) -> Parsed<()> {
        self.lines_within(TokenKind::RightSquare)?;
        self.expect(TokenKind::RightSquare).map(drop)
    }

    /// `(a, b)` after the name of a function.
    pub(super) fn arguments(&mut self, literals: Literals) -> Parsed<Vec<Expr>> {
        let error = |span| Expr { kind: ExprKind::Error, span };
        self.advance();
        self.commas(TokenKind::RightParen, |parser| parser.expression(literals), error)
    }

    fn parenthesized_or_lambda(&mut self, literals: Literals) -> Parsed<ExprKind> {
        let start = self.start();
        self.advance();
        self.lines_within(TokenKind::RightParen)?;
        let mut inner = Vec::new();
        while !self.check(TokenKind::RightParen) {
            inner.push(self.expression(literals)?);
            self.lines_within(TokenKind::RightParen)?;
            if self.take(TokenKind::Comma).is_none() {
                break;
            }
            self.lines_within(TokenKind::RightParen)?;
        }
        self.expect(TokenKind::RightParen)?;
        if self.check(TokenKind::Arrow) {
            let parameters = inner.into_iter().map(|parameter| self.parameter(parameter)).collect::<Parsed<_>>()?;
            return self.lambda(parameters);
        }
        match <[Expr; 1]>::try_from(inner) {
            Ok([inner]) => Ok(ExprKind::Parenthesized(inner.into())),
            Err(_) => {
                let span = self.since(start);
                Err(self.error(span, "parentheses hold exactly one expression".to_owned(), ""))
            }
        }
    }

    fn parameter(&mut self, expression: Expr) -> Parsed<Name> {
        match expression.kind {
            ExprKind::Variable(name) => Ok(name),
            _ => Err(self.error(expression.span, "a parameter of a lambda is a name".to_owned(), "")),
        }
    }

    /// The rest of a lambda, from its `=>`.
    fn lambda(&mut self, parameters: Vec<Name>) -> Parsed<ExprKind> {
        let body = self.arrow_body()?.into();
        Ok(ExprKind::Lambda { parameters, body })
    }

    /// `=> body`; the body may start on the next line.
    pub(super) fn arrow_body(&mut self) -> Parsed<Expr> {
        self.expect(TokenKind::Arrow)?;
        let next = self.past_lines();
        if next.kind != TokenKind::Identifier || !NEXT_DECLARATION.contains(&self.text_of(next)) {
            self.take_lines();
        }
        self.expression(Literals::All)
    }
}

/// The unary operators, of values and of types.
pub(super) fn unary_operator(kind: TokenKind) -> Option<UnaryOperator> {
    match kind {
        TokenKind::Exclamation => Some(UnaryOperator::Not),
        TokenKind::Minus => Some(UnaryOperator::Minus),
        _ => None,
    }
}

fn binary_operator(kind: TokenKind) -> Option<BinaryOperator> {
    Some(match kind {
        TokenKind::Or => BinaryOperator::Or,
        TokenKind::And => BinaryOperator::And,
        TokenKind::Equals => BinaryOperator::Equals,
        TokenKind::NotEquals => BinaryOperator::NotEquals,
        TokenKind::EqualsInsensitive => BinaryOperator::EqualsInsensitive,
        TokenKind::NotEqualsInsensitive => BinaryOperator::NotEqualsInsensitive,
        TokenKind::Less => BinaryOperator::Less,
        TokenKind::LessOrEqual => BinaryOperator::LessOrEqual,
        TokenKind::Greater => BinaryOperator::Greater,
        TokenKind::GreaterOrEqual => BinaryOperator::GreaterOrEqual,
        TokenKind::Plus => BinaryOperator::Add,
        TokenKind::Minus => BinaryOperator::Subtract,
        TokenKind::Star => BinaryOperator::Multiply,
        TokenKind::Slash => BinaryOperator::Divide,
        TokenKind::Percent => BinaryOperator::Modulo,
        TokenKind::DoubleQuestion => BinaryOperator::Coalesce,
        _ => return None,
    })
}

/// How tightly an operator binds; all of them bind to the left.
fn precedence(operator: BinaryOperator) -> u8 {
    match operator {
        BinaryOperator::Multiply | BinaryOperator::Divide | BinaryOperator::Modulo => 7,
        BinaryOperator::Add | BinaryOperator::Subtract => 6,
        BinaryOperator::Less
        | BinaryOperator::LessOrEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterOrEqual => 5,
        BinaryOperator::Equals
        | BinaryOperator::NotEquals
        | BinaryOperator::EqualsInsensitive
        | BinaryOperator::NotEqualsInsensitive => 4,
        BinaryOperator::And => 3,
        BinaryOperator::Or => 2,
        BinaryOperator::Coalesce => 1,
    }
}
