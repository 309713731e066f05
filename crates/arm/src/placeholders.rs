//! The placeholders of the Azure Developer CLI (azd) in a parameters file: `${NAME}`, `${NAME=default}`.
//!
//! azd fills them with <https://github.com/drone/envsubst> before it deploys. What that library does, and its
//! documentation does not say everywhere, as its parser and tests show:
//! - a name has letters, digits, `_` and also `-`, so that `${A-b}` is the variable `A-b`;
//! - `=`, `:=`, `:-`, `:+` and `:?` all mean the same: the default, when the variable is unset or empty;
//! - a default may hold placeholders itself; `$$` stands for `$`.

use std::fmt::Write;

/// How deep defaults nest at most.
const MAX_DEPTH: usize = 16;

/// How long the inside of a placeholder is at most, its default aside.
const MAX_LENGTH: usize = 1024;

/// A text with placeholders in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholders {
    /// The pieces in order.
    pub pieces: Vec<Piece>,
}

/// A piece of a text with placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text as it is.
    Text(String),
    /// A variable of the environment.
    Variable {
        /// Its name.
        name: String,
        /// What stands for it when it is unset or empty.
        default: Option<Vec<Piece>>,
        /// How its value is changed.
        change: Change,
    },
    /// `$(command arguments)`: a value that azd fetches or invents while it deploys, such as
    /// `$(secretOrRandomPassword VAULT SECRET)`.
    Command(String),
}

/// How the value of a variable is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Not at all.
    None,
    /// `,,`: lower case.
    Lower,
    /// `^^`: upper case.
    Upper,
    /// One of the changes of a shell that nobody uses here (`:offset`, `#`, `%`, `/`, `^`, `,`): the result is unknown.
    Other,
}

/// A piece of a text after the placeholders were filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// Text that is known.
    Text(String),
    /// A variable that nobody gave and that has no default; `change` has still to be applied.
    Unset {
        /// Its name.
        name: String,
        /// How its value is changed.
        change: Change,
    },
    /// A command's value, which only the deployment knows.
    Command(String),
}

impl Placeholders {
    /// Finds the placeholders of a text; `None` when it has none.
    ///
    /// What begins like one and is not (`${a b}`) is an error for azd; here it is text.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.contains('$') {
            return None;
        }
        let (pieces, _) = pieces(text, false, MAX_DEPTH);
        let only_text = pieces.iter().all(|piece| matches!(piece, Piece::Text(_)));
        (!only_text || text.contains("$$")).then_some(Self { pieces })
    }

    /// Fills the placeholders with what `lookup` knows. Neighbouring texts become one.
    pub fn fill(&self, lookup: &dyn Fn(&str) -> Option<String>) -> Vec<Filled> {
        let mut out = Vec::new();
        fill(&self.pieces, lookup, &mut out);
        if out.is_empty() {
            out.push(Filled::Text(String::new()));
        }
        out
    }
}

fn fill(pieces: &[Piece], lookup: &dyn Fn(&str) -> Option<String>, out: &mut Vec<Filled>) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => push_text(text, out),
            Piece::Command(command) => out.push(Filled::Command(command.clone())),
            Piece::Variable { name, default, change } => match (lookup(name), default, change) {
                (Some(value), default, _) if value.is_empty() && default.is_some() => {
                    fill(default.as_deref().unwrap_or_default(), lookup, out);
                }
                (Some(value), _, Change::None) => push_text(&value, out),
                (Some(value), _, Change::Lower) => push_text(&value.to_lowercase(), out),
                (Some(value), _, Change::Upper) => push_text(&value.to_uppercase(), out),
                (None, Some(default), _) => fill(default, lookup, out),
                (_, _, change) => out.push(Filled::Unset { name: name.clone(), change: *change }),
            },
        }
    }
}

fn push_text(text: &str, out: &mut Vec<Filled>) {
    match out.last_mut() {
        Some(Filled::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => out.push(Filled::Text(text.to_owned())),
    }
}

/// The pieces of a text, and what is left of it; inside a default it ends before `}`.
fn pieces(text: &str, in_default: bool, depth: usize) -> (Vec<Piece>, &str) {
    let (mut found, mut plain, mut rest) = (Vec::new(), String::new(), text);
    loop {
        let stop = rest.find(|c| c == '$' || (c == '}' && in_default)).unwrap_or(rest.len());
        let (before, at) = rest.split_at(stop);
        plain.push_str(before);
        rest = at;
        if rest.is_empty() || rest.starts_with('}') {
            break;
        }
        if !plain.is_empty() {
            found.push(Piece::Text(std::mem::take(&mut plain)));
        }
        if let Some(tail) = variable(rest, depth, &mut found).or_else(|| command(rest, &mut found)) {
            rest = tail;
            continue;
        }
        plain.push('$');
        rest = rest.strip_prefix("$$").or_else(|| rest.strip_prefix('$')).unwrap_or_default();
    }
    if !plain.is_empty() {
        found.push(Piece::Text(plain));
    }
    (found, rest)
}

/// Reads one placeholder; gives what is left of the text.
fn variable<'t>(text: &'t str, depth: usize, found: &mut Vec<Piece>) -> Option<&'t str> {
    let depth = depth.checked_sub(1)?;
    let body = text.strip_prefix("${")?;
    let mut push = |name: &str, default, change, tail| {
        found.push(Piece::Variable { name: name.to_owned(), default, change });
        Some(tail)
    };
    if let Some(length_of) = body.strip_prefix('#') {
        let (name, tail) = until('}', length_of)?;
        return push(name, None, Change::Other, tail);
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let (name, rest) = body.split_at(body.find(|c| !is_name(c))?);
    if name.is_empty() {
        return None;
    }
    if let Some(default) = ["=", ":=", ":-", ":+", ":?"].iter().find_map(|operator| rest.strip_prefix(operator)) {
        let (pieces, rest) = pieces(default, true, depth);
        if let Some(tail) = rest.strip_prefix('}') {
            return push(name, Some(pieces), Change::None, tail);
        }
        // There is no end: all of it is text, and nobody looks for the end again.
        found.push(Piece::Text(format!("${{{name}=")));
        found.extend(pieces);
        return Some(rest);
    }
    let changes = [("}", Change::None), (",,}", Change::Lower), ("^^}", Change::Upper)];
    if let Some((tail, change)) = changes.iter().find_map(|(end, change)| Some((rest.strip_prefix(end)?, *change))) {
        return push(name, None, change, tail);
    }
    let (_, tail) = until('}', rest.strip_prefix([':', '#', '%', '/', '^', ','])?)?;
    push(name, None, Change::Other, tail)
}

/// <https://github.com/Azure/azure-dev/tree/main/cli/azd/pkg/cmdsubst>
fn command<'t>(text: &'t str, found: &mut Vec<Piece>) -> Option<&'t str> {
    let body = text.strip_prefix("$(")?;
    if !body.starts_with("secretOrRandomPassword") {
        return None;
    }
    let (command, tail) = until(')', body)?;
    found.push(Piece::Command(command.to_owned()));
    Some(tail)
}

/// Splits at `end`, which is looked for nearby only, so that a text full of beginnings is read in linear time.
fn until(end: char, text: &str) -> Option<(&str, &str)> {
    let (at, _) = text.char_indices().take(MAX_LENGTH).find(|(_, c)| *c == end)?;
    let (inside, rest) = text.split_at(at);
    Some((inside, rest.strip_prefix(end)?))
}

/// The text of filled pieces with what is missing as `${NAME}`, for messages.
pub fn display_filled(pieces: &[Filled]) -> String {
    let mut text = String::new();
    for piece in pieces {
        let _ = match piece {
            Filled::Text(known) => text.write_str(known),
            Filled::Unset { name, .. } => write!(text, "${{{name}}}"),
            Filled::Command(command) => write!(text, "$({command})"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_as_azd_fills_them() {
        let lookup = |name: &str| {
            let known = [("SET", "Value"), ("EMPTY", ""), ("A-b", "dash")];
            known.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
        };
        let cases = [
            ("${SET}", "Value"),
            ("x${SET}y${SET}z", "xValueyValuez"),
            ("${A-b}", "dash"),
            ("${UNSET}", "${UNSET}"),
            ("a-${UNSET}-${SET}", "a-${UNSET}-Value"),
            ("${EMPTY}", ""),
            ("${EMPTY=default}", "default"),
            ("${UNSET=default}", "default"),
            ("${UNSET:=default}", "default"),
            ("${UNSET:-default}", "default"),
            ("${UNSET=}", ""),
            ("${SET=default}", "Value"),
            ("${UNSET=${SET}-suffix}", "Value-suffix"),
            ("${UNSET=[\"a\", \"b\"]}", "[\"a\", \"b\"]"),
            ("${SET^^} ${SET,,}", "VALUE value"),
            ("${SET:0:2}", "${SET}"),
            ("${#SET}", "${SET}"),
            ("$${SET}", "${SET}"),
            ("$${UNSET=${SET}}", "${UNSET=Value}"),
            ("cost: $5 ${SET}", "cost: $5 Value"),
            ("$(secretOrRandomPassword ${SET} b)", "$(secretOrRandomPassword ${SET} b)"),
            ("${not a name} ${SET}", "${not a name} Value"),
            ("${SET", "${SET"),
        ];
        for (text, expected) in cases {
            let filled =
                Placeholders::parse(text).map_or_else(|| text.to_owned(), |found| display_filled(&found.fill(&lookup)));
            assert_eq!(filled, expected, "{text}");
        }
        for text in ["", "plain", "$", "$5", "${}", "${ a}", "$(date)"] {
            assert_eq!(Placeholders::parse(text), None, "{text}");
        }
    }

    #[test]
    fn nesting_ends() {
        let deep = format!("{}{}", "${A=".repeat(5_000), "}".repeat(5_000));
        assert!(Placeholders::parse(&deep).is_some());
        let open = "${A=".repeat(20_000);
        let read = Placeholders::parse(&open).map(|found| display_filled(&found.fill(&|_| None)));
        assert!(read.is_none_or(|text| text == open));
        assert_eq!(Placeholders::parse(&"${#".repeat(20_000)), None);
    }
}
