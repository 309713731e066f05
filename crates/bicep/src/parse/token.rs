//! What the lexer gives to the parser.

/// One token: a kind and its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: TokenKind,
    /// A string with a fault inside, which was reported: its value is not known.
    pub(super) broken: bool,
    /// The first byte.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
}

/// The kinds of token. Words other than `true`, `false` and `null` are reserved only where the grammar expects them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Identifier,
    Integer,
    True,
    False,
    Null,
    /// `'text'`.
    StringComplete,
    /// `'text${`.
    StringLeft,
    /// `}text${`.
    StringMiddle,
    /// `}text'`.
    StringRight,
    /// A line break with whatever blank lines and comments follow it.
    NewLine,
    EndOfFile,
    /// A character that is in no token; it was reported.
    Unrecognized,
    At,
    LeftBrace,
    RightBrace,
    LeftParen,
    RightParen,
    LeftSquare,
    RightSquare,
    Comma,
    Dot,
    Ellipsis,
    Question,
    DoubleQuestion,
    Colon,
    DoubleColon,
    Semicolon,
    Assign,
    Arrow,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Hat,
    Exclamation,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equals,
    NotEquals,
    EqualsInsensitive,
    NotEqualsInsensitive,
    And,
    Or,
    Pipe,
}

impl TokenKind {
    /// Whether it closes what another token opened.
    pub(super) fn closes(self) -> bool {
        matches!(self, Self::RightBrace | Self::RightParen | Self::RightSquare | Self::StringMiddle | Self::StringRight)
    }

    /// How messages name a token whose text is always the same; empty for the others.
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Identifier => "a name",
            Self::Integer => "a number",
            Self::True => "`true`",
            Self::False => "`false`",
            Self::Null => "`null`",
            Self::StringComplete | Self::StringLeft => "a string",
            Self::StringMiddle | Self::StringRight => "the `}` of an interpolation",
            Self::NewLine => "the end of the line",
            Self::EndOfFile => "the end of the file",
            Self::Unrecognized => "an unknown character",
            Self::At => "`@`",
            Self::LeftBrace => "`{`",
            Self::RightBrace => "`}`",
            Self::LeftParen => "`(`",
            Self::RightParen => "`)`",
            Self::LeftSquare => "`[`",
            Self::RightSquare => "`]`",
            Self::Comma => "`,`",
            Self::Dot => "`.`",
            Self::Ellipsis => "`...`",
            Self::Question => "`?`",
            Self::DoubleQuestion => "`??`",
            Self::Colon => "`:`",
            Self::DoubleColon => "`::`",
            Self::Semicolon => "`;`",
            Self::Assign => "`=`",
            Self::Arrow => "`=>`",
            Self::Plus => "`+`",
            Self::Minus => "`-`",
            Self::Star => "`*`",
            Self::Slash => "`/`",
            Self::Percent => "`%`",
            Self::Hat => "`^`",
            Self::Exclamation => "`!`",
            Self::Less => "`<`",
            Self::LessOrEqual => "`<=`",
            Self::Greater => "`>`",
            Self::GreaterOrEqual => "`>=`",
            Self::Equals => "`==`",
            Self::NotEquals => "`!=`",
            Self::EqualsInsensitive => "`=~`",
            Self::NotEqualsInsensitive => "`!~`",
            Self::And => "`&&`",
            Self::Or => "`||`",
            Self::Pipe => "`|`",
        }
    }
}
