//! The functions that read files while compiling.
//!
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-files>

use std::sync::Arc;

use ringfence_arm::{Key, Node, NodeKind};
use ringfence_source::{Diagnostic, EntryKind, Severity, Span, directory_of, join};

use super::functions::Loader;
use super::ir::{Env, Ir, IrKind, IrMember};
use super::lower::Lower;
use super::{base64, json_path, yaml};
use crate::bind::LoadCall;
use crate::syntax::Expr;

/// How many files of a folder are listed.
const MAX_ENTRIES: usize = 100_000;

impl<'t> Lower<'t> {
    /// The value that a call loads.
    pub(crate) fn loaded(&self, call: &LoadCall<'t>) -> Ir {
        self.load(call.span, call.loader, call.arguments, &Env::default())
    }

    /// The value that a call of a loading function has.
    pub(crate) fn load(&self, span: Span, loader: Loader, arguments: &'t [Expr], env: &Env) -> Ir {
        let mut texts = Vec::new();
        for argument in arguments {
            match self.constant(argument, env) {
                Some(text) => texts.push(text),
                None => {
                    let message = "this must be known at compile time";
                    let diagnostic = Diagnostic::error("not-constant", argument.span, message);
                    self.template.report(diagnostic.with_help("write the path as a plain string"));
                    return Ir::unknown(span, "the content of a file");
                }
            }
        }
        let Some(relative) = texts.first() else { return Ir::unknown(span, "the content of a file") };
        let own = self.template.compiler.store.file(self.model.file).map(|file| file.path.clone()).unwrap_or_default();
        let path = join(directory_of(&own), relative);
        if loader == Loader::Directory {
            return self.directory(span, &own, &path, texts.get(1).map(|pattern| &**pattern));
        }
        let bytes = match self.template.compiler.world.read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("cannot read `{relative}`: {error}");
                let diagnostic = Diagnostic::error("file-not-read", span, message);
                self.template.report(diagnostic.with_help(format!("it was looked for at `{path}`")));
                return Ir::unknown(span, format!("the content of `{relative}`"));
            }
        };
        let encoding = match loader {
            Loader::Text => texts.get(1),
            _ => texts.get(2),
        };
        match loader {
            Loader::Text => Ir::string(span, decode(&bytes, encoding.map(|name| &**name))),
            Loader::Base64 => Ir::string(span, base64::encode(&bytes)),
            Loader::Json | Loader::Yaml => {
                let text = decode(&bytes, encoding.map(|name| &**name));
                let parsed = match loader {
                    Loader::Json => self.json(span, &text),
                    _ => yaml::parse(&text, span).map_err(|why| (why, None)),
                };
                let value = match parsed {
                    Ok(value) => value,
                    Err((why, _)) => {
                        let message = format!("`{relative}` could not be read: {why}");
                        self.template.report(Diagnostic::error("file-not-read", span, message));
                        return Ir::unknown(span, format!("the content of `{relative}`"));
                    }
                };
                match texts.get(1).filter(|selector| !selector.is_empty()) {
                    Some(selector) => json_path::select(&value, selector).unwrap_or_else(|| {
                        let message = format!("nothing in `{relative}` is found by `{selector}`");
                        self.template.report(Diagnostic::error("json-path", span, message));
                        Ir::unknown(span, format!("`{selector}` of `{relative}`"))
                    }),
                    None => value,
                }
            }
            Loader::Directory => Ir::unknown(span, "a folder"),
        }
    }

    fn json(&self, span: Span, text: &str) -> Result<Ir, (String, Option<Span>)> {
        let (node, diagnostics) = ringfence_arm::read_json(text, span.file);
        // A text of the form `[…]` need not be an expression here.
        let is_wrong = |one: &&Diagnostic| one.severity == Severity::Error && one.code != "expression-syntax";
        let errors = diagnostics.iter().find(is_wrong);
        match (node, errors) {
            (Some(node), None) => Ok(plain(&node, span, text)),
            (_, Some(error)) => Err((error.message.clone(), None)),
            (None, None) => Err(("it is empty".to_owned(), None)),
        }
    }

    /// A text that is known at compile time: a plain string, or a variable that holds one.
    fn constant(&self, expr: &'t Expr, env: &Env) -> Option<Arc<str>> {
        let ir = self.expr(expr, env);
        self.constant_of(&ir, 0)
    }

    fn constant_of(&self, ir: &Ir, depth: u32) -> Option<Arc<str>> {
        match &ir.kind {
            IrKind::String(text) => Some(text.clone()),
            IrKind::Format(first, holes) => {
                let mut out = first.to_string();
                for (hole, after) in holes.iter() {
                    out.push_str(&self.constant_of(hole, depth)?);
                    out.push_str(after);
                }
                Some(out.into())
            }
            IrKind::Call(name, args) if &**name == "variables" && depth < 32 => {
                let [argument] = &**args else { return None };
                let IrKind::String(name) = &argument.kind else { return None };
                let variable = self.model.vars.iter().find(|variable| variable.node.name.text == *name)?;
                let value = self.expr(&variable.node.value, &Env::default());
                self.constant_of(&value, depth + 1)
            }
            _ => None,
        }
    }

    fn directory(&self, span: Span, own: &str, path: &str, pattern: Option<&str>) -> Ir {
        let entries = match self.template.compiler.world.list(path) {
            Ok(entries) => entries,
            Err(error) => {
                let message = format!("cannot list `{path}`: {error}");
                self.template.report(Diagnostic::error("file-not-read", span, message));
                return Ir::unknown(span, format!("the files of `{path}`"));
            }
        };
        let files = entries.iter().filter(|entry| entry.kind == EntryKind::File).take(MAX_ENTRIES);
        let matching =
            files.filter(|entry| pattern.is_none_or(|pattern| pattern.is_empty() || glob(pattern, &entry.name)));
        let from = directory_of(own);
        let mut all: Vec<(String, String)> = matching
            .map(|entry| (super::imports::relative(from, &join(path, &entry.name)), entry.name.clone()))
            .collect();
        all.sort_by_key(|(relative, _)| relative.to_lowercase());
        let items = all.into_iter().map(|(relative, name)| {
            let extension = name.rfind('.').and_then(|at| name.get(at..)).unwrap_or_default().to_owned();
            let text = |text: String| Ir::string(span, text);
            Ir::object(
                span,
                vec![
                    ("relativePath", text(relative)),
                    ("baseName", text(name.clone())),
                    ("extension", text(extension)),
                ],
            )
        });
        Ir::new(span, IrKind::Array(items.collect()))
    }
}

/// Whether a file's name fits a pattern with `*` and `?`.
fn glob(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut star, mut mark) = (0, None, 0);
    let mut next = 0;
    while next < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some(at);
                mark = next;
                at += 1;
            }
            Some(letter) if *letter == '?' || name.get(next).is_some_and(|own| own.eq_ignore_ascii_case(letter)) => {
                at += 1;
                next += 1;
            }
            _ => match star {
                Some(star) => {
                    at = star + 1;
                    mark += 1;
                    next = mark;
                }
                None => return false,
            },
        }
    }
    pattern.get(at..).is_some_and(|rest| rest.iter().all(|letter| *letter == '*'))
}

/// The value of JSON in which nothing is an expression.
fn plain(node: &Node, span: Span, text: &str) -> Ir {
    let written = |at: Span| -> Arc<str> {
        let token = text.get(at.start as usize..at.end as usize).unwrap_or_default();
        unescape(token).into()
    };
    let kind = match &node.kind {
        NodeKind::Null => IrKind::Null,
        NodeKind::Bool(value) => IrKind::Bool(*value),
        NodeKind::Int(value) => IrKind::Int(*value),
        NodeKind::Number(number) => IrKind::Call("json".into(), [Ir::string(span, shortest(number))].into()),
        NodeKind::String(_) | NodeKind::Expr(_) => IrKind::String(written(node.span)),
        NodeKind::Array(items) => IrKind::Array(items.iter().map(|item| plain(item, span, text)).collect()),
        NodeKind::Object(object) => {
            let members = object.members.iter().map(|member| IrMember {
                key: match &member.key {
                    Key::Literal(_) | Key::Expr(_)
                        if text.get(member.key_span.start as usize..).is_some_and(|rest| rest.starts_with('"')) =>
                    {
                        Ir::string(span, written(member.key_span))
                    }
                    Key::Literal(name) => Ir::string(span, name.clone()),
                    Key::Expr(_) => Ir::unknown(span, "a name"),
                },
                value: plain(&member.value, span, text),
            });
            IrKind::Object(members.collect())
        }
        NodeKind::Unreadable if text.get(node.span.start as usize..).is_some_and(|rest| rest.starts_with('"')) => {
            IrKind::String(written(node.span))
        }
        NodeKind::Unreadable => IrKind::Unknown("a value that could not be read".into()),
    };
    Ir::new(span, kind)
}

/// A number in the shortest form that means the same.
fn shortest(number: &str) -> String {
    number.parse::<f64>().map_or_else(|_| number.to_owned(), |value| value.to_string())
}

/// The text of a JSON string with its quotes.
fn unescape(token: &str) -> String {
    let inner = token.get(1..token.len().saturating_sub(1)).unwrap_or_default();
    let mut out = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    let mut high: Option<u32> = None;
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('u') => {
                let digits: String = letters.by_ref().take(4).collect();
                let Ok(unit) = u32::from_str_radix(&digits, 16) else { continue };
                match (high.take(), unit) {
                    (_, 0xD800..=0xDBFF) => high = Some(unit),
                    (Some(high), 0xDC00..=0xDFFF) => {
                        let letter = 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00);
                        out.push(char::from_u32(letter).unwrap_or(char::REPLACEMENT_CHARACTER));
                    }
                    _ => out.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)),
                }
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

/// Bytes as text, in the encoding that is named or else that their first bytes show, UTF-8 failing that.
fn decode(bytes: &[u8], encoding: Option<&str>) -> String {
    let utf16 = |unit: fn([u8; 2]) -> u16, rest: &[u8]| -> String {
        let units = rest.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok().map(unit));
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match (bytes, encoding.map(str::to_ascii_lowercase).as_deref()) {
        ([0xEF, 0xBB, 0xBF, rest @ ..], _) => String::from_utf8_lossy(rest).into_owned(),
        ([0xFF, 0xFE, rest @ ..], _) => utf16(u16::from_le_bytes, rest),
        ([0xFE, 0xFF, rest @ ..], _) => utf16(u16::from_be_bytes, rest),
        (rest, Some("utf-16")) => utf16(u16::from_le_bytes, rest),
        (rest, Some("utf-16be")) => utf16(u16::from_be_bytes, rest),
        (rest, Some("iso-8859-1")) => rest.iter().map(|byte| char::from(*byte)).collect(),
        (rest, Some("us-ascii")) => {
            rest.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '?' }).collect()
        }
        (rest, _) => String::from_utf8_lossy(rest).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_a_shell_has_it() {
        let cases = [
            ("*.json", "a.json", true),
            ("*.json", "a.jso", false),
            ("a?c*", "abcd", true),
            ("", "", true),
            ("*", "x", true),
        ];
        for (pattern, name, expected) in cases {
            assert_eq!(glob(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn encodings_are_decoded() {
        let cases: [(&[u8], Option<&str>, &str); 5] = [
            (b"\xEF\xBB\xBFa", None, "a"),
            (b"a\0b\0", Some("utf-16"), "ab"),
            (b"\0a", Some("utf-16BE"), "a"),
            (b"\xE9", Some("iso-8859-1"), "\u{e9}"),
            (b"\xFF\xFEa\0", Some("utf-8"), "a"),
        ];
        for (bytes, encoding, expected) in cases {
            assert_eq!(decode(bytes, encoding), expected, "{bytes:?}");
        }
        assert_eq!(unescape(r#""a\n\u00e9\ud83d\ude00""#), "a\n\u{e9}\u{1F600}");
    }
}
