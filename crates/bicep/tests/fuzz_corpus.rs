//! The seeds of the fuzz target `bicep_parser`, and deterministic mutations of them, on the stable compiler.

use ringfence_bicep::parse::parse;
use ringfence_bicep::syntax::{FileKind, MAX_DEPTH, Node};
use ringfence_source::{DiskWorld, Severity, Sources, Span, World, join};

const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/bicep_parser");

fn seeds() -> Vec<String> {
    let world = DiskWorld::default();
    let entries = world.list(SEEDS).unwrap_or_default();
    let read = |name: &str| world.read(&join(SEEDS, name)).unwrap_or_default();
    entries.iter().map(|entry| String::from_utf8_lossy(&read(&entry.name)).into_owned()).collect()
}

#[test]
fn the_seeds_are_there_and_some_are_without_error() {
    let seeds = seeds();
    assert!(seeds.len() >= 5, "{} seeds in {SEEDS}", seeds.len());
    let valid = seeds.iter().filter(|seed| check(seed, FileKind::Bicep) == 0 || check(seed, FileKind::Params) == 0);
    assert!(valid.count() >= 4);
}

#[test]
fn every_truncation_is_read() {
    for seed in seeds() {
        for (at, _) in seed.char_indices() {
            let (before, after) = seed.split_at(at);
            check(before, FileKind::Bicep);
            check(after, FileKind::Params);
        }
    }
}

#[test]
fn random_changes_are_read() {
    let seeds = seeds();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let pieces: Vec<&str> =
        PIECES.iter().copied().chain(NESTING.iter().flat_map(|(_, open, _)| open.split(' '))).collect();
    for round in 0..6_000 {
        let mut text = seeds[round % seeds.len()].clone();
        for _ in 0..=random.below(4) {
            let (from, to) = (random.boundary(&text), random.boundary(&text));
            match random.below(4) {
                0 => {
                    let short = text.char_indices().map(|(at, _)| at).find(|at| *at >= from + 40).unwrap_or(text.len());
                    text.replace_range(from..to.max(from).min(short), "");
                }
                1 => text.insert_str(from, pieces[random.below(pieces.len())]),
                2 => {
                    let other = &seeds[random.below(seeds.len())];
                    let (start, end) = (random.boundary(other), random.boundary(other));
                    text.insert_str(from, other.get(start.min(end)..start.max(end)).unwrap_or_default());
                }
                _ => {
                    let byte = random.below(256) as u8;
                    let mut bytes = std::mem::take(&mut text).into_bytes();
                    if let Some(place) = bytes.get_mut(from) {
                        *place = byte;
                    }
                    text = String::from_utf8_lossy(&bytes).into_owned();
                }
            }
            // A cut may have ended inside a character that was put in later.
            text.truncate((0..=text.len().min(20_000)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0));
        }
        check(&text, if round % 5 == 0 { FileKind::Params } else { FileKind::Bicep });
    }
}

const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "'",
    "'''",
    "${",
    "$'''",
    "}",
    "{",
    "(",
    ")",
    "[",
    "]",
    ",",
    ":",
    "::",
    "?",
    "??",
    "=>",
    "=",
    "|",
    "...",
    "//",
    "/*",
    "*/",
    "#disable-next-line x",
    "@",
    "\\",
    "\\u{",
    "param ",
    "resource a 'b' = ",
    "if ",
    "for ",
    "null",
    "9",
    "\u{0}",
    "\u{feff}",
    "\"",
];

/// What nests: what stands before, what opens a level, what would close it.
const NESTING: &[(&str, &str, &str)] = &[
    ("var a = ", "(", ")"),
    ("var a = ", "[", "]"),
    ("var a = ", "[\n", "\n]"),
    ("var a = ", "{a:", "}"),
    ("var a = ", "{\na: ", "\n}"),
    ("var a = ", "f(", ")"),
    ("var a = ", "!(", ")"),
    ("var a = ", "b[", "]"),
    ("var a = ", "'${", "}'"),
    ("var a = ", "$'''${", "}'''"),
    ("var a = ", "b => ", ""),
    ("var a = ", "b ? ", ": c"),
    ("var a = ", "b ? c : ", ""),
    ("var a = ", "[for b in ", ": c]"),
    ("var a = ", "[for b in c: ", "]"),
    ("var a = b", " + c", ""),
    ("var a = b", " ?? c", ""),
    ("var a = b", ".c", ""),
    ("var a = b", "[0]", ""),
    ("var a = b", "::c", ""),
    ("var a = b", "!", ""),
    ("var a = b", ".c()", ""),
    ("type a = ", "(", ")"),
    ("type a = ", "[", "]"),
    ("type a = ", "{a:", "}"),
    ("type a = ", "b<", ">"),
    ("type a = b", "[]", ""),
    ("type a = b", "?", ""),
    ("type a = b", ".c", ""),
    ("type a = ", "{\n@a(", ")\n}"),
    ("", "resource a 'b' = {\n", "\n}"),
    ("", "@a({a:", "})"),
    ("", "resource a 'b' = [for c in ", "]"),
    ("", "module a 'b' = if (", ") {}"),
    ("", "/*", "*/"),
    ("var a = ", "1 ?? 2 || 3 && 4 == 5 < 6 + 7 * (", ")"),
];

#[test]
fn deep_nesting_is_refused_and_shallow_nesting_is_not() {
    for (start, open, close) in NESTING {
        for count in [20, 20_000] {
            let unclosed = format!("{start}{}", open.repeat(count));
            check(&unclosed, FileKind::Bicep);
            check(&format!("{unclosed}1{}\nvar z = 1", close.repeat(count)), FileKind::Bicep);
        }
    }
    let deep = |count: usize| format!("var a = {}1{}", "(".repeat(count), ")".repeat(count));
    assert_eq!(check(&deep(50), FileKind::Bicep), 0);
    assert_eq!(check(&deep(MAX_DEPTH as usize * 2), FileKind::Bicep), 1);
    assert_eq!(check(&format!("var a = b{}", " + c".repeat(90)), FileKind::Bicep), 0);
}

/// Reads a text and holds the tree to its promises; gives the number of errors.
fn check(text: &str, kind: FileKind) -> usize {
    let mut sources = Sources::default();
    let id = sources.add("a", text);
    let text = sources.file(id).text();
    let (program, diagnostics) = parse(id, text, kind);
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let mut found = Found::default();
    program.children(&mut |node| found.walk(text, program.span, node, 0));
    assert!(found.errors == 0 || errors > 0, "an error node without a diagnostic: {text:?}\n{program}");
    assert!(found.depth <= MAX_DEPTH + 1, "{} deep", found.depth);
    assert!(errors < 500);
    for diagnostic in &diagnostics {
        assert!(text.get(diagnostic.span.start as usize..diagnostic.span.end as usize).is_some());
        assert!(!diagnostic.message.is_empty() && diagnostic.message.len() < 2_000);
    }
    let print = program.to_string();
    assert_eq!(print, parse(id, text, kind).0.to_string());
    errors
}

/// What a tree holds.
#[derive(Default)]
struct Found {
    /// Nodes that stand for what could not be read.
    errors: usize,
    /// The most expressions, types and nested resources above each other.
    depth: u32,
}

impl Found {
    /// Goes over a tree; each node stands in the text and in the one above it.
    fn walk(&mut self, text: &str, outer: Span, node: Node, depth: u32) {
        let span = node.span();
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} is not in {text:?}");
        assert!(outer.start <= span.start && span.end <= outer.end, "{span:?} is not in {outer:?}: {text:?}");
        self.errors += usize::from(node.is_error());
        self.depth = self.depth.max(depth);
        let deeper = matches!(node, Node::Statement(_) | Node::Expr(_) | Node::Type(_));
        node.children(&mut |child| self.walk(text, span, child, depth + u32::from(deeper)));
    }
}

/// xorshift64*: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound.max(1)
    }

    fn boundary(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}
