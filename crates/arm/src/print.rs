//! The printer, in the text form of the official Bicep compiler.
//!
//! That form is Newtonsoft's indented one: two spaces, `\n`, no final line break
//! (<https://github.com/Azure/bicep/blob/main/src/Bicep.Core/Emit/TemplateEmitter.cs>);
//! every `main.json` beside a `main.bicep` in that repository shows it.

use std::fmt::{self, Display, Formatter, Write};

use crate::{Expr, ExprKind, Key, Node, NodeKind};

/// The JSON text of a tree, without a final line break. What is unreadable becomes `null`.
pub fn to_json(node: &Node) -> String {
    let mut out = String::new();
    print_node(node, 0, &mut out);
    out
}

fn print_node(node: &Node, indent: usize, out: &mut String) {
    match &node.kind {
        NodeKind::Null | NodeKind::Unreadable => out.push_str("null"),
        NodeKind::Bool(true) => out.push_str("true"),
        NodeKind::Bool(false) => out.push_str("false"),
        NodeKind::Int(number) => push(out, format_args!("{number}")),
        NodeKind::Number(text) => out.push_str(text),
        NodeKind::String(text) => print_literal(text, out),
        NodeKind::Expr(expression) => print_expression(expression, out),
        NodeKind::Array(items) => print_items(items, ('[', ']'), indent, out, print_node),
        NodeKind::Object(object) => {
            print_items(&object.members, ('{', '}'), indent, out, |member, indent, out| {
                match &member.key {
                    Key::Literal(name) => print_literal(name, out),
                    Key::Expr(expression) => print_expression(expression, out),
                }
                out.push_str(": ");
                print_node(&member.value, indent, out);
            });
        }
    }
}

fn print_items<T>(
    items: &[T],
    (open, close): (char, char),
    indent: usize,
    out: &mut String,
    print: impl Fn(&T, usize, &mut String),
) {
    out.push(open);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        new_line(indent + 1, out);
        print(item, indent + 1, out);
    }
    if !items.is_empty() {
        new_line(indent, out);
    }
    out.push(close);
}

fn new_line(indent: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", indent));
}

/// A text that would be read as an expression gets a second bracket.
fn print_literal(text: &str, out: &mut String) {
    out.push('"');
    if text.starts_with('[') && text.ends_with(']') {
        out.push('[');
    }
    push_escaped(text, out);
    out.push('"');
}

/// An expression that is only a string is printed as that string.
fn print_expression(expression: &Expr, out: &mut String) {
    match &expression.kind {
        ExprKind::String(text) => print_literal(text, out),
        _ => {
            out.push_str("\"[");
            push(&mut Escaped(out), format_args!("{expression}"));
            out.push_str("]\"");
        }
    }
}

/// Escapes on the way to a JSON string.
struct Escaped<'o>(&'o mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        push_escaped(text, self.0);
        Ok(())
    }
}

/// Escapes as Newtonsoft does by default: control characters, the quote, the backslash, and the three line
/// separators beyond ASCII.
/// <https://github.com/JamesNK/Newtonsoft.Json/blob/master/Src/Newtonsoft.Json/Utilities/JavaScriptUtils.cs>
fn push_escaped(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(needs_escape) {
        let (plain, tail) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = tail.chars();
        match chars.next().unwrap_or_default() {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            other => push(out, format_args!("\\u{:04x}", u32::from(other))),
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}

fn needs_escape(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '"' | '\\' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Writing into a string cannot fail.
fn push(out: &mut impl Write, text: fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

/// The canonical text, without the brackets around the whole.
impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::String(text) => write_string(text, f),
            ExprKind::Int(number) => write!(f, "{number}"),
            ExprKind::Call { name, args } => {
                write!(f, "{name}(")?;
                for (index, arg) in args.iter().enumerate() {
                    f.write_str(if index > 0 { ", " } else { "" })?;
                    arg.fmt(f)?;
                }
                f.write_str(")")
            }
            ExprKind::Property { base, name } => write_property(base, name, f),
            ExprKind::Index { base, index } => match &index.kind {
                ExprKind::String(name) => write_property(base, name, f),
                _ => write!(f, "{base}[{index}]"),
            },
            ExprKind::Unreadable => f.write_str("null()"),
        }
    }
}

fn write_property(base: &Expr, name: &str, f: &mut Formatter<'_>) -> fmt::Result {
    base.fmt(f)?;
    if is_identifier(name) {
        return write!(f, ".{name}");
    }
    f.write_str("[")?;
    write_string(name, f)?;
    f.write_str("]")
}

fn write_string(text: &str, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("'")?;
    for (index, piece) in text.split('\'').enumerate() {
        f.write_str(if index > 0 { "''" } else { "" })?;
        f.write_str(piece)?;
    }
    f.write_str("'")
}

fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    let is_start = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$');
    chars.next().is_some_and(is_start) && chars.all(|c| is_start(c) || c.is_ascii_digit())
}
