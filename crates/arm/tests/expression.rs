//! Which expressions are read, how they are printed, and where mistakes are marked.

use ringfence_arm::{Expr, ExprKind, parse_expression};
use ringfence_source::{FileId, Sources};

fn file() -> FileId {
    Sources::default().add("main.json", "")
}

#[test]
fn expressions_are_read_and_printed_canonically() {
    let cases = [
        ("concat('a','b')", "concat('a', 'b')"),
        ("  concat ( 'a' ,\n\t'b' )  ", "concat('a', 'b')"),
        ("'it''s'", "'it''s'"),
        ("''", "''"),
        ("''''", "''''"),
        ("-42", "-42"),
        ("add(1, -2)", "add(1, -2)"),
        ("9223372036854775807", "9223372036854775807"),
        ("resourceGroup().location", "resourceGroup().location"),
        ("resourceGroup() . location", "resourceGroup().location"),
        ("variables('a')['b']", "variables('a').b"),
        ("variables('a')['b-c']", "variables('a')['b-c']"),
        ("variables('a')[0].b[copyIndex()]", "variables('a')[0].b[copyIndex()]"),
        ("contoso.uniqueName('x').y", "contoso.uniqueName('x').y"),
        ("__bicep._1(true(), null())", "__bicep._1(true(), null())"),
        ("reference(parameters('x'), '2024-01-01', 'Full').a", "reference(parameters('x'), '2024-01-01', 'Full').a"),
        ("concat('\u{e9}\u{1f600}', 'b')", "concat('\u{e9}\u{1f600}', 'b')"),
        ("f()\u{a0}.x", "f().x"),
    ];
    for (text, expected) in cases {
        let parsed = parse_expression(text, file(), 0).unwrap();
        assert_eq!(parsed.to_string(), expected, "{text}");
        let again = parse_expression(expected, file(), 0).unwrap();
        assert_eq!(again.to_string(), expected, "{text}");
    }
}

#[test]
fn every_part_knows_its_place() {
    let text = "f('a', g(1).b [ 2 ])";
    let parsed = parse_expression(text, file(), 100).unwrap();
    let mut found = Vec::new();
    collect(&parsed, &mut |part| {
        found.push(text.get(part.span.start as usize - 100..part.span.end as usize - 100).unwrap())
    });
    assert_eq!(found, [text, "'a'", "g(1).b [ 2 ]", "g(1).b", "g(1)", "1", "2"]);
}

fn collect<'e>(expression: &'e Expr, visit: &mut impl FnMut(&'e Expr)) {
    visit(expression);
    match &expression.kind {
        ExprKind::Call { args, .. } => args.iter().for_each(|arg| collect(arg, visit)),
        ExprKind::Property { base, .. } => collect(base, visit),
        ExprKind::Index { base, index } => {
            collect(base, visit);
            collect(index, visit);
        }
        ExprKind::String(_) | ExprKind::Int(_) | ExprKind::Unreadable => {}
    }
}

#[test]
fn mistakes_are_marked_with_what_was_expected() {
    let cases = [
        ("", "expected a function, a string in single quotes or a whole number, found the end of the expression", ""),
        ("f(", "expected a function, a string in single quotes or a whole number, found the end of the expression", ""),
        ("f('a'", "expected `,` or `)`, found the end of the expression", ""),
        ("f('a' 'b')", "expected `,` or `)`, found `\\'`", "'"),
        ("f('a')x", "expected the end of the expression, found `x`", "x"),
        ("f(1) + 2", "expected the end of the expression, found `+`", "+"),
        ("f(\"a\")", "expected a function, a string in single quotes or a whole number, found `\\\"`", "\""),
        ("f(true)", "expected `(` after `true`", "true"),
        ("variables.a", "expected `(` after `variables.a`", "variables.a"),
        ("f().", "expected the name of a property, found the end of the expression", ""),
        ("f().0", "expected the name of a property, found `0`", "0"),
        ("f()[1", "expected `]`, found the end of the expression", ""),
        ("f()[]", "expected a function, a string in single quotes or a whole number, found `]`", "]"),
        ("'a", "this string has no end", "'"),
        ("1.5", "`1.5` is not a whole number", "1.5"),
        ("99999999999999999999", "`99999999999999999999` is not a whole number", "99999999999999999999"),
        ("-", "`-` is not a whole number", "-"),
        ("'a'.b", "expected the end of the expression, found `.`", "."),
        ("f(,)", "expected a function, a string in single quotes or a whole number, found `,`", ","),
        ("a.b.c()", "expected `(` after `a.b`", "a.b"),
    ];
    for (text, message, marked) in cases {
        let found = parse_expression(text, file(), 7).unwrap_err();
        let span = found.span.start as usize - 7..found.span.end as usize - 7;
        assert_eq!((found.message.as_str(), text.get(span).unwrap()), (message, marked), "{text}");
        assert!(found.help.is_some(), "{text}");
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| format!("{}1{}", "f(".repeat(depth), ")".repeat(depth));
    assert!(parse_expression(&nested(150), file(), 0).is_ok());
    let chained = |length: usize| format!("f(){}", ".a".repeat(length));
    assert!(parse_expression(&chained(150), file(), 0).is_ok());
    let both = format!("{}f(){}{}", "f(".repeat(150), ".a".repeat(150), ")".repeat(150));
    let indexed = format!("{}1{}", "f()[".repeat(5_000), "]".repeat(5_000));
    for text in [nested(100_000), chained(100_000), both, indexed, "f(".repeat(100_000)] {
        let found = parse_expression(&text, file(), 0).unwrap_err();
        assert!(found.message.contains("deep"), "{}", found.message);
    }
}
