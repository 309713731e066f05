//! The fuzz corpora and mutations of them, on a stable compiler: no panic, and every place is inside the text.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests fail as tests do")]

use std::path::Path;

use ringfence_arm::{
    Expr, ExprKind, Key, Node, NodeKind, Placeholders, Template, fill_placeholders, parse_expression, read_data,
    read_json, read_parameters, to_json,
};
use ringfence_source::{Sources, Span};

const MUTATIONS_PER_SEED: usize = 400;

#[test]
fn any_text_reads_as_a_template_and_as_parameters() {
    for text in inputs("json_reader") {
        check_json(&text);
    }
}

#[test]
fn any_expression_that_parses_prints_and_parses_again() {
    for text in inputs("expression") {
        let file = Sources::default().add("main.json", &text);
        match parse_expression(&text, file, 0) {
            Ok(parsed) => {
                check_expression(&parsed, &text);
                let printed = parsed.to_string();
                let again = parse_expression(&printed, file, 0).map(|again| again.to_string());
                assert_eq!(again.ok().as_deref(), Some(&*printed), "{text:?}");
            }
            Err(found) => check_span(found.span, &text),
        }
    }
}

fn check_json(text: &str) {
    let file = Sources::default().add("main.json", text);
    let (node, mut diagnostics) = read_json(text, file);
    if let Some(node) = &node {
        check_node(node, text);
        let _ = Template::read(node, &mut diagnostics);
        // Once printed, a tree without mistakes stays as it is.
        let printed = to_json(node);
        if diagnostics.is_empty() {
            assert_eq!(read_json(&printed, file).0.as_ref().map(to_json).as_ref(), Some(&printed), "{text:?}");
        }
    } else {
        assert!(!diagnostics.is_empty(), "{text:?}");
    }
    let (values, found) = read_parameters(text, file);
    for value in values {
        if let ringfence_arm::Given::Value(node) = value.given {
            let _ = fill_placeholders(&node, None, &|_| None);
        }
    }
    let _ = read_data(text, file);
    let _ = Placeholders::parse(text);
    for found in diagnostics.iter().chain(&found) {
        check_span(found.span, text);
        found.related.iter().for_each(|related| check_span(related.span, text));
    }
}

fn check_node(node: &Node, text: &str) {
    check_span(node.span, text);
    match &node.kind {
        NodeKind::Expr(expression) => check_expression(expression, text),
        NodeKind::Array(items) => items.iter().for_each(|item| check_node(item, text)),
        NodeKind::Object(object) => {
            for member in &object.members {
                check_span(member.key_span, text);
                check_node(&member.value, text);
                if let Key::Expr(expression) = &member.key {
                    check_expression(expression, text);
                }
            }
        }
        _ => {}
    }
}

fn check_expression(expression: &Expr, text: &str) {
    check_span(expression.span, text);
    match &expression.kind {
        ExprKind::Call { args, .. } => args.iter().for_each(|arg| check_expression(arg, text)),
        ExprKind::Property { base, .. } => check_expression(base, text),
        ExprKind::Index { base, index } => {
            check_expression(base, text);
            check_expression(index, text);
        }
        ExprKind::String(_) | ExprKind::Int(_) | ExprKind::Unreadable => {}
    }
}

fn check_span(span: Span, text: &str) {
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} of {text:?}");
}

/// The seeds of a corpus and mutations of them, the same in every run.
fn inputs(corpus: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(corpus);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    #[expect(clippy::disallowed_methods, reason = "a test reads its own input")]
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert!(seeds.len() >= 4, "the corpus `{corpus}` is gone");
    let mut random = Random(0x5DEE_CE66);
    let mut texts: Vec<String> = seeds.iter().map(|seed| String::from_utf8(seed.clone()).unwrap()).collect();
    for seed in &seeds {
        for _ in 0..MUTATIONS_PER_SEED {
            let mutated = mutate(seed.clone(), &seeds, &mut random);
            texts.push(String::from_utf8_lossy(&mutated).into_owned());
        }
    }
    texts
}

fn mutate(mut bytes: Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    const TOKENS: [&[u8]; 24] = [
        b"{",
        b"}",
        b"[",
        b"]",
        b"\"",
        b"'",
        b"\\",
        b"\\u",
        b",",
        b":",
        b"//",
        b"/*",
        b"*/",
        b"[[",
        b"(",
        b")",
        b".",
        b"''",
        b"null",
        b"-",
        b"9999999999",
        b"\xc2\xa0",
        b"${",
        b"\xf0\x9f\x98\x80",
    ];
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(12)).min(bytes.len());
        match random.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.splice(at..at, TOKENS[random.below(TOKENS.len())].iter().copied()).for_each(drop),
            2 => bytes.truncate(at),
            3 => {
                let piece = bytes[at..end].to_vec();
                let times = random.below(40);
                bytes.splice(at..at, piece.repeat(times)).for_each(drop);
            }
            4 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                let to = (from + random.below(60)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied()).for_each(drop);
            }
            _ => bytes.splice(at..end, [random.next() as u8]).for_each(drop),
        }
    }
    bytes
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}
