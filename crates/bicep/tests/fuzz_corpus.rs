//! The seeds of the fuzz target `bicep_parser`, and deterministic mutations of them, on the stable compiler.

use ringfence_bicep::parse::parse;
use ringfence_bicep::syntax::{
    ArrayItem, Body, Decorator, Expr, ExprKind, ExtensionSpecification, FileKind, ImportTarget, MAX_DEPTH, Object,
    ObjectItem, ObjectKey, Program, Statement, StatementKind, StringLiteral, TypeExpr, TypeExprKind, TypeKey,
    UsingPath,
};
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
    let mut walk = Walk { text, errors: 0, depth: 0 };
    walk.program(&program);
    assert!(walk.errors == 0 || errors > 0, "an error node without a diagnostic: {text:?}\n{program}");
    assert!(errors < 500);
    for diagnostic in &diagnostics {
        walk.span(diagnostic.span);
        assert!(!diagnostic.message.is_empty() && diagnostic.message.len() < 2_000);
    }
    let print = program.to_string();
    assert_eq!(print, parse(id, text, kind).0.to_string());
    errors
}

/// Walks over a tree: spans are in the text and in those of their parents, depth is bounded, errors are counted.
struct Walk<'t> {
    text: &'t str,
    errors: usize,
    depth: u32,
}

impl Walk<'_> {
    fn span(&self, span: Span) {
        let text = self.text.get(span.start as usize..span.end as usize);
        assert!(text.is_some(), "{span:?} is not in the text {:?}", self.text);
    }

    fn inside(&self, outer: Span, inner: Span) {
        self.span(inner);
        assert!(outer.start <= inner.start && inner.end <= outer.end, "{inner:?} is not in {outer:?}: {:?}", self.text);
    }

    fn program(&mut self, program: &Program) {
        let mut last = 0;
        for statement in &program.statements {
            self.inside(program.span, statement.span);
            assert!(last <= statement.span.start, "statements overlap: {:?}", self.text);
            last = statement.span.end;
            self.statement(statement);
        }
        program.pragmas.iter().for_each(|pragma| self.inside(program.span, pragma.span));
    }

    fn statement(&mut self, statement: &Statement) {
        let outer = statement.span;
        statement.decorators.iter().for_each(|decorator| self.decorator(decorator));
        match &statement.kind {
            StatementKind::TargetScope(it) => self.expression(outer, &it.value),
            StatementKind::Metadata(it) => self.expression(outer, &it.value),
            StatementKind::Param(it) => {
                self.ty(outer, &it.ty);
                it.default.iter().for_each(|value| self.expression(outer, value));
            }
            StatementKind::Var(it) => {
                it.ty.iter().for_each(|ty| self.ty(outer, ty));
                self.expression(outer, &it.value);
            }
            StatementKind::Type(it) => self.ty(outer, &it.ty),
            StatementKind::Func(it) => {
                it.parameters.iter().for_each(|parameter| self.ty(outer, &parameter.ty));
                self.ty(outer, &it.returns);
                self.expression(outer, &it.body);
            }
            StatementKind::Resource(it) => {
                self.string_or_error(it.resource_type.as_ref());
                self.body(outer, &it.body);
            }
            StatementKind::Module(it) => {
                self.string_or_error(it.path.as_ref());
                self.body(outer, &it.body);
            }
            StatementKind::Output(it) => {
                self.ty(outer, &it.ty);
                self.expression(outer, &it.value);
            }
            StatementKind::Import(it) => {
                self.string_or_error(it.path.as_ref());
                self.errors += usize::from(matches!(it.target, ImportTarget::Error(_)));
            }
            StatementKind::Extension(it) => {
                self.errors += usize::from(matches!(it.specification, ExtensionSpecification::Error(_)));
                it.config.iter().for_each(|object| self.object(outer, object));
            }
            StatementKind::Assert(it) => self.expression(outer, &it.value),
            StatementKind::Test(it) => {
                self.string_or_error(it.path.as_ref());
                self.object_or_error(outer, it.object.as_ref());
            }
            StatementKind::Using(it) => {
                self.errors += usize::from(matches!(it.path, UsingPath::Error(_)));
                it.config.iter().for_each(|object| self.object(outer, object));
            }
            StatementKind::Extends(it) => self.string_or_error(it.path.as_ref()),
            StatementKind::ParamValue(it) => self.expression(outer, &it.value),
            StatementKind::ExtensionConfig(it) => self.object_or_error(outer, it.config.as_ref()),
            StatementKind::Error => self.errors += 1,
        }
    }

    fn decorator(&mut self, decorator: &Decorator) {
        self.span(decorator.span);
        self.errors += usize::from(decorator.name.is_missing());
        decorator.arguments.iter().for_each(|argument| self.expression(decorator.span, argument));
    }

    fn string_or_error(&mut self, string: Option<&StringLiteral>) {
        match string {
            Some(string) => string.holes.iter().for_each(|hole| self.expression(string.span, &hole.expression)),
            None => self.errors += 1,
        }
    }

    fn object_or_error(&mut self, outer: Span, object: Option<&Object>) {
        match object {
            Some(object) => self.object(outer, object),
            None => self.errors += 1,
        }
    }

    fn body(&mut self, outer: Span, body: &Body) {
        self.inside(outer, body.span);
        body.for_clause.iter().for_each(|clause| self.expression(body.span, &clause.list));
        body.condition.iter().for_each(|condition| self.expression(body.span, condition));
        self.object_or_error(body.span, body.object.as_ref());
    }

    fn object(&mut self, outer: Span, object: &Object) {
        self.inside(outer, object.span);
        for item in &object.items {
            match item {
                ObjectItem::Property { key, value, span } => {
                    self.inside(object.span, *span);
                    self.inside(*span, key.span());
                    if let ObjectKey::String(string) = key {
                        self.string_or_error(Some(string));
                    }
                    self.expression(*span, value);
                }
                ObjectItem::Spread { value, span } => self.expression(*span, value),
                ObjectItem::Resource(statement) => {
                    self.depth += 1;
                    self.inside(object.span, statement.span);
                    self.statement(statement);
                    self.depth -= 1;
                }
                ObjectItem::Error(span) => {
                    self.errors += 1;
                    self.inside(object.span, *span);
                }
            }
        }
    }

    fn expression(&mut self, outer: Span, expression: &Expr) {
        self.inside(outer, expression.span);
        self.depth += 1;
        assert!(self.depth <= MAX_DEPTH + 1, "deeper than {MAX_DEPTH}");
        let outer = expression.span;
        match &expression.kind {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Integer(_) | ExprKind::Variable(_) => {}
            ExprKind::String(string) => self.string_or_error(Some(string)),
            ExprKind::Object(object) => self.object(outer, object),
            ExprKind::Array(items) => {
                for item in items {
                    match item {
                        ArrayItem::Value(value) | ArrayItem::Spread { value, .. } => self.expression(outer, value),
                        ArrayItem::Error(span) => {
                            self.errors += 1;
                            self.inside(outer, *span);
                        }
                    }
                }
            }
            ExprKind::For { clause, body } => {
                self.expression(outer, &clause.list);
                self.expression(outer, body);
            }
            ExprKind::Ternary { condition, then, otherwise } => {
                [condition, then, otherwise].into_iter().for_each(|part| self.expression(outer, part));
            }
            ExprKind::Binary { left, right, .. } => {
                self.expression(outer, left);
                self.expression(outer, right);
            }
            ExprKind::Call { arguments, .. } => arguments.iter().for_each(|it| self.expression(outer, it)),
            ExprKind::InstanceCall { base, arguments, .. } => {
                self.expression(outer, base);
                arguments.iter().for_each(|argument| self.expression(outer, argument));
            }
            ExprKind::Index { base, index, .. } => {
                self.expression(outer, base);
                self.expression(outer, index);
            }
            ExprKind::Unary { operand: inner, .. }
            | ExprKind::Lambda { body: inner, .. }
            | ExprKind::Property { base: inner, .. }
            | ExprKind::NestedResource { base: inner, .. }
            | ExprKind::NonNull(inner)
            | ExprKind::Parenthesized(inner) => self.expression(outer, inner),
            ExprKind::Error => self.errors += 1,
        }
        self.depth -= 1;
    }

    fn ty(&mut self, outer: Span, ty: &TypeExpr) {
        self.inside(outer, ty.span);
        self.depth += 1;
        assert!(self.depth <= MAX_DEPTH + 1, "deeper than {MAX_DEPTH}");
        let outer = ty.span;
        match &ty.kind {
            TypeExprKind::Name(_) | TypeExprKind::Null | TypeExprKind::Bool(_) | TypeExprKind::Integer(_) => {}
            TypeExprKind::String(string) => self.string_or_error(Some(string)),
            TypeExprKind::Object(members) => {
                for member in members {
                    member.decorators.iter().for_each(|decorator| self.decorator(decorator));
                    self.inside(outer, member.key.span());
                    self.errors += usize::from(matches!(member.key, TypeKey::Error(_)));
                    self.ty(member.span, &member.value);
                }
            }
            TypeExprKind::Tuple(items) => {
                for item in items {
                    item.decorators.iter().for_each(|decorator| self.decorator(decorator));
                    self.ty(outer, &item.value);
                }
            }
            TypeExprKind::Union(members) => members.iter().for_each(|member| self.ty(outer, member)),
            TypeExprKind::Generic { base, arguments, .. } => {
                base.iter().for_each(|base| self.ty(outer, base));
                arguments.iter().for_each(|argument| self.ty(outer, argument));
            }
            TypeExprKind::Index { base, index } => {
                self.ty(outer, base);
                self.expression(outer, index);
            }
            TypeExprKind::Unary { operand: inner, .. }
            | TypeExprKind::Array(inner)
            | TypeExprKind::Nullable(inner)
            | TypeExprKind::NonNull(inner)
            | TypeExprKind::Parenthesized(inner)
            | TypeExprKind::Property { base: inner, .. }
            | TypeExprKind::AdditionalProperties(inner)
            | TypeExprKind::Items(inner) => self.ty(outer, inner),
            TypeExprKind::Resource(name) => name.iter().for_each(|name| self.string_or_error(Some(name))),
            TypeExprKind::Error => self.errors += 1,
        }
        self.depth -= 1;
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
