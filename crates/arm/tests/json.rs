//! What the JSON reader accepts, how it recovers, and where it points.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use ringfence_arm::{Node, NodeKind, read_data, read_json, to_json};
use ringfence_source::{Diagnostic, FileId, Severity, Sources};

fn file() -> FileId {
    Sources::default().add("main.json", "")
}

/// The tree on one line, then each diagnostic with the text that it marks.
fn read(text: &str) -> (String, Vec<String>) {
    let (node, diagnostics) = read_json(text, file());
    (node.as_ref().map(one_line).unwrap_or_default(), diagnostics.iter().map(|found| show(text, found)).collect())
}

fn show(text: &str, found: &Diagnostic) -> String {
    let marked = text.get(found.span.start as usize..found.span.end as usize).unwrap();
    let weight = if found.severity == Severity::Error { "" } else { "warning: " };
    format!("{weight}{} at {} `{marked}`", found.message, found.span.start)
}

fn one_line(node: &Node) -> String {
    match &node.kind {
        NodeKind::Unreadable => "?".to_owned(),
        NodeKind::Array(items) => format!("[{}]", items.iter().map(one_line).collect::<Vec<_>>().join(", ")),
        NodeKind::Object(object) => {
            let members = object.members.iter().map(|member| {
                let name = member.name().map_or("(expression)".to_owned(), str::to_owned);
                format!("{name}: {}", one_line(&member.value))
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        _ => to_json(node),
    }
}

#[test]
fn what_azure_accepts_is_read() {
    let cases = [
        (r#"{"a": 1, "b": [true, false, null]}"#, r"{a: 1, b: [true, false, null]}"),
        ("\u{feff}{}", "{}"),
        ("// before\n{ /* in * / side */ \"a\": 1 // after\n}\n/* end */", "{a: 1}"),
        ("[1, 2,]", "[1, 2]"),
        ("{\"a\": 1,}", "{a: 1}"),
        ("\"two\nlines\"", r#""two\nlines""#),
        ("\"\\u0041\\n\\t\\\"\\\\\\/\"", r#""A\n\t\"\\/""#),
        (r#""\ud83d\ude00""#, "\"\u{1f600}\""),
        (r#""\ud83d lone""#, "\"\u{fffd} lone\""),
        ("-0", "0"),
        ("9223372036854775807", "9223372036854775807"),
        ("9223372036854775808", "9223372036854775808"),
        ("[0.5, -1e10, 1.50E-3]", "[0.5, -1e10, 1.50E-3]"),
        ("\"\u{a0}\"\u{a0}", "\"\u{a0}\""),
        (r#"{"[concat('a', 'b')]": 1}"#, "{(expression): 1}"),
        (r#""[[not an expression]""#, r#""[[not an expression]""#),
        (r#""[not] an expression""#, r#""[not] an expression""#),
        (r#""[[neither""#, r#""[[neither""#),
        (r#""[""#, r#""[""#),
        ("\"[concat('a',\n  'b')]\"", r#""[concat('a', 'b')]""#),
        (r#""[json('{\"a\": 1}')]""#, r#""[json('{\"a\": 1}')]""#),
        (r#"{"metadata": {"description": "[see (a) or b]"}, "$schema": "[x]"}"#, ""),
    ];
    for (text, expected) in cases {
        let (tree, diagnostics) = read(text);
        assert_eq!(diagnostics, Vec::<String>::new(), "{text}");
        if !expected.is_empty() {
            assert_eq!(tree, expected, "{text}");
        }
    }
}

#[test]
fn a_mistake_costs_one_value_and_is_marked() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("", "", &["this file is empty at 0 ``"]),
        ("  // only a comment\n", "", &["this file is empty at 20 ``"]),
        ("{", "{(expression): ?}", &["expected `}`, found the end of the file at 1 ``"]),
        (
            "{\"a\"",
            "{a: ?, (expression): ?}",
            &["expected `:` at 4 ``", "expected `}`, found the end of the file at 4 ``"],
        ),
        ("{\"a\": }", "{a: ?}", &["expected a value, found `}` at 6 `}`"]),
        ("{\"a\": , \"b\": 1}", "{a: ?, b: 1}", &["expected a value, found `,` at 6 `,`"]),
        ("{\"a\": 1 \"b\": 2}", "{a: 1, b: 2}", &["expected `,` at 7 ``"]),
        ("{\"a\" 1, \"b\": 2}", "{a: ?, b: 2}", &["expected `:` at 4 ``"]),
        ("[1 2, 3]", "[1, 3]", &["expected `,` or `]`, found `2` at 3 `2`"]),
        ("[1,, 2]", "[1, 2]", &["expected a value, found `,` at 3 `,`"]),
        ("[nope, 1]", "[?, 1]", &["expected a value, found `nope` at 1 `nope`"]),
        ("[True]", "[?]", &["expected a value, found `True` at 1 `True`"]),
        (
            "[1, 2}",
            "[1, 2, ?]",
            &["expected `]`, found `}` at 5 `}`", "expected `]`, found the end of the file at 6 ``"],
        ),
        (
            "{\"a\": [1, \"b\": 2}",
            "{a: [1, \"b\", ?]}",
            &["expected `,` or `]`, found `:` at 13 `:`", "expected `]`, found `}` at 16 `}`"],
        ),
        ("{} {}", "{}", &["there is something after the end of the value at 3 `{}`"]),
        ("\"open", "\"open\"", &["this string has no end at 0 `\"`"]),
        ("[\"\\x\"]", "[\"\\\\x\"]", &["there is no such escape at 2 `\\x`"]),
        ("[\"\\u12\"]", "[\"?12\"]", &["`\\u` needs four hexadecimal digits at 2 `\\u`"]),
        ("/* open", "", &["this comment has no end at 0 `/*`", "this file is empty at 7 ``"]),
        ("[007, 1.]", "[?, ?]", &["`007` is not a number at 1 `007`", "`1.` is not a number at 6 `1.`"]),
        ("{'a': 1}", "{a: 1}", &["warning: this string is in single quotes at 1 `'`"]),
        ("{a: 1}", "{a: 1}", &["warning: the name `a` is not in quotes at 1 `a`"]),
        (
            "{\"a\": 1, \"a\": 2}",
            "{a: 1, a: 2}",
            &["warning: the name `a` is there twice; this one counts at 9 `\"a\"`"],
        ),
        ("[\"[concat('a']\", 1]", "[?, 1]", &["expected `,` or `)`, found the end of the expression at 13 ``"]),
        (
            "[\"\\\"\\u0041[\", \"[a(\\\"b\\\")]\"]",
            "[\"\\\"A[\", ?]",
            &["expected a function, a string in single quotes or a whole number, found `\\\"` at 18 `\\\"`"],
        ),
        ("{\"[a]\": 1, \"b\": 2}", "{(expression): ?, b: 2}", &["expected `(` after `a` at 3 `a`"]),
        ("\u{e9}", "?", &["expected a value, found `\u{e9}` at 0 `\u{e9}`"]),
        ("[\u{201c}a\u{201d}, 1]", "[?, 1]", &["expected a value, found `\u{201c}a\u{201d}` at 1 `\u{201c}a\u{201d}`"]),
    ];
    for (text, tree, expected) in cases {
        let (actual, diagnostics) = read(text);
        assert_eq!(diagnostics, *expected, "{text}");
        assert_eq!(actual, *tree, "{text}");
    }
}

#[test]
fn spans_are_those_of_the_file() {
    let text = "{ \"n\\u0041me\": [ \"v\", \"[f('\\\"', g(1))]\" ] }";
    let (node, diagnostics) = read_json(text, file());
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    let node = node.unwrap();
    let slice = |span: ringfence_source::Span| text.get(span.start as usize..span.end as usize).unwrap();
    let member = &node.as_object().unwrap().members[0];
    assert_eq!(slice(node.span), text);
    assert_eq!(slice(member.key_span), "\"n\\u0041me\"");
    let items = member.value.as_array().unwrap();
    assert_eq!(slice(items[0].span), "\"v\"");
    let NodeKind::Expr(expression) = &items[1].kind else { panic!("{items:?}") };
    assert_eq!(slice(expression.span), "f('\\\"', g(1))");
    let ringfence_arm::ExprKind::Call { args, .. } = &expression.kind else { panic!("{expression:?}") };
    assert_eq!(slice(args[0].span), "'\\\"'");
    assert_eq!(slice(args[1].span), "g(1)");
}

#[test]
fn data_has_no_expressions() {
    let (node, diagnostics) = read_data(r#"["[newGuid()]", "[[x]"]"#, file());
    assert!(diagnostics.is_empty());
    let texts: Vec<_> =
        node.unwrap().as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned()).collect();
    assert_eq!(texts, ["[newGuid()]", "[[x]"]);
}

#[test]
fn depth_and_diagnostics_are_bounded() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(read(&nested(200)).1, Vec::<String>::new());
    let (_, diagnostics) = read(&format!("[{}, nope]", nested(100_000)));
    assert_eq!(diagnostics.len(), 2, "{diagnostics:?}");
    assert!(diagnostics[0].starts_with("values are nested more than 200 deep"), "{diagnostics:?}");
    assert!(diagnostics[1].contains("`nope`"), "{diagnostics:?}");
    let (tree, diagnostics) = read(&format!("[{}1]", "nope,".repeat(1_000)));
    assert!(tree.ends_with("?]") && tree.len() < 400, "{tree}");
    assert_eq!(diagnostics.len(), 101);
    assert!(diagnostics[100].starts_with("there is more to report"));
    for text in ["[", "{\"a\":", "{\"a\"", "\"", "[1,", ",", "}", "/*", "{'", "\\u", "[{", ":{"] {
        let (_, diagnostics) = read(&text.repeat(50_000));
        assert!(!diagnostics.is_empty(), "{text}");
    }
}
