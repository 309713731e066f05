//! What each construct of the language becomes.

use ringfence_bicep::parse::parse;
use ringfence_bicep::syntax::{FileKind, PragmaKind};
use ringfence_source::Sources;

fn outline(text: &str, kind: FileKind) -> (String, Vec<String>) {
    let mut sources = Sources::default();
    let id = sources.add("main.bicep", text);
    let (program, diagnostics) = parse(id, sources.file(id).text(), kind);
    let errors = diagnostics.iter().map(|error| {
        let position = sources.file(id).position(error.span.start);
        format!("{}:{} {}", position.line, position.column, error.message)
    });
    (program.to_string(), errors.collect())
}

fn is_read_as(kind: FileKind, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let (found, errors) = outline(text, kind);
        assert_eq!(errors, Vec::<String>::new(), "{text}");
        assert_eq!(&found, expected, "{text}");
    }
}

fn values(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        is_read_as(FileKind::Bicep, &[(&format!("var x = {text}"), &format!("(var x {expected})"))]);
    }
}

fn types(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        is_read_as(FileKind::Bicep, &[(&format!("type x = {text}"), &format!("(type x {expected})"))]);
    }
}

#[test]
fn literals_and_strings() {
    values(&[
        ("null", "null"),
        ("true", "true"),
        ("42", "42"),
        ("-1", "(- 1)"),
        ("''", r#""""#),
        (r"'it\'s ${a} and \${b}'", r#"(string "it's " a " and ${b}")"#),
        ("'${a}${b}'", r#"(string "" a "" b "")"#),
        ("'a${'b${c}d'}e'", r#"(string "a" (string "b" c "d") "e")"#),
        ("'''\nno ${hole} \\n'''", r#""no ${hole} \\n""#),
        ("$'''\na ${b} 'c' $${d}'''", r#"(string "a " b " 'c' $" d "")"#),
        ("$$'''a ${b} $${c}'''", r#"(string "a ${b} " c "")"#),
        ("'Sm\u{f8}rrebr\u{f8}d \\u{1F35E}'", "\"Sm\u{f8}rrebr\u{f8}d \u{1F35E}\""),
    ]);
}

#[test]
fn operators_bind_as_officially() {
    values(&[
        ("a + b * c - d", "(- (+ a (* b c)) d)"),
        ("a - b - c", "(- (- a b) c)"),
        ("a || b && c == d < e + f * -g", "(|| a (&& b (== c (< d (+ e (* f (- g)))))))"),
        ("a * b + c >= d != e && f || g ?? h", "(?? (|| (&& (!= (>= (+ (* a b) c) d) e) f) g) h)"),
        ("a =~ b !~ c", "(!~ (=~ a b) c)"),
        ("a > b <= c", "(<= (> a b) c)"),
        ("a % b / c", "(/ (% a b) c)"),
        ("a ?? b ?? c", "(?? (?? a b) c)"),
        ("a ? b : c ? d : e", "(? a b (? c d e))"),
        ("a ? b ? c : d : e", "(? a (? b c d) e)"),
        ("a == b\n  ? c\n  : d", "(? (== a b) c d)"),
        ("!a.b", "(! (. a b))"),
        ("(a + b) * c", "(* (paren (+ a b)) c)"),
        ("(\n  a\n  // why\n)", "(paren a)"),
    ]);
}

#[test]
fn members_calls_and_lambdas() {
    values(&[
        ("a.b.?c[0][?d][^1][?^2]", "([?^] ([^] ([?] ([] (.? (. a b) c) 0) d) 1) 2)"),
        ("a::b.c!", "(non-null (. (:: a b) c))"),
        ("(a.?b).c", "(. (paren (.? a b)) c)"),
        ("f()", "(f)"),
        ("f(a, {\n  b: 1\n}, [])", "(f a (object (b 1)) (array))"),
        ("f(\n  a,\n  b\n)", "(f a b)"),
        ("az.resourceGroup(a).location", "(. (.resourceGroup az a) location)"),
        ("kv.getSecret('a')", "(.getSecret kv \"a\")"),
        ("map(a, x => x.b)", "(map a (lambda (x) (. x b)))"),
        ("reduce(a, 0, (x, y) => x + y)", "(reduce a 0 (lambda (x y) (+ x y)))"),
        ("f(() => {\n  a: 1\n})", "(f (lambda () (object (a 1))))"),
        ("map(a, x =>\n  x)", "(map a (lambda (x) x))"),
    ]);
}

#[test]
fn objects_arrays_and_loops() {
    values(&[
        ("{}", "(object)"),
        ("{ a: 1, 'b': 2 }", "(object (a 1) (\"b\" 2))"),
        (
            "{\n  // why\n  a: 1 // here\n\n  '${b}c': 2\n  ...d\n  /* e: 3 */\n}",
            "(object (a 1) ((string \"\" b \"c\") 2) (... d))",
        ),
        ("{ resource: 1, param: 2, for: 3, if: 4 }", "(object (resource 1) (param 2) (for 3) (if 4))"),
        ("[]", "(array)"),
        ("[a, b]", "(array a b)"),
        ("[\n  a\n  b, c\n  ...d\n]", "(array a b c (... d))"),
        ("[a,]", "(array a)"),
        ("[for a in b: c]", "(loop (for a b) c)"),
        ("[\n  for (a, i) in range(0, 3): {\n  b: i\n}\n]", "(loop (for a i (range 0 3)) (object (b i)))"),
        ("[for a in b: [for c in a: c]]", "(loop (for a b) (loop (for c a) c))"),
    ]);
}

#[test]
fn statements() {
    is_read_as(
        FileKind::Bicep,
        &[
            ("targetScope = 'subscription'", "(targetScope \"subscription\")"),
            ("targetScope = [\n  'tenant'\n]", "(targetScope (array \"tenant\"))"),
            ("metadata a = 'b'", "(metadata a \"b\")"),
            ("param a string", "(param a string)"),
            ("param a string = b", "(param a string b)"),
            ("param a resource 'T@v'", "(param a (resource \"T@v\"))"),
            ("param param string", "(param param string)"),
            ("var a = 1", "(var a 1)"),
            ("var a string[] = []", "(var a ([] string) (array))"),
            ("func a(b string, c int?) string => b", "(func a (b string c (nullable int)) string b)"),
            ("func a() object =>\n  {}", "(func a () object (object))"),
            ("output a string = b", "(output a string b)"),
            ("output a resource = b", "(output a (resource) b)"),
            ("assert a = b == c", "(assert a (== b c))"),
            ("test a 'b.bicep' = {}", "(test a \"b.bicep\" (object))"),
            ("import { a, b as c\n 'd-e' as f } from 'g'", "(import (items a b as c d-e as f) \"g\")"),
            ("import * as a from 'b'", "(import * as a \"b\")"),
            ("import 'az@1.0' as a", "(extension \"az@1.0\" a)"),
            ("extension a", "(extension a)"),
            ("extension 'br:x/y:1' with {\n  a: b\n} as c", "(extension \"br:x/y:1\" (object (a b)) c)"),
            ("provider a as b", "(extension a b)"),
            ("// nothing\n\n/* at\nall */\n", ""),
        ],
    );
}

#[test]
fn resources_and_modules() {
    is_read_as(
        FileKind::Bicep,
        &[
            ("resource a 'T@v' = {}", "(resource a \"T@v\" (object))"),
            ("resource a 'T@v' existing = {\n name: b\n}", "(resource a \"T@v\" existing (object (name b)))"),
            ("resource a 'T@v' = if (b) {}", "(resource a \"T@v\" (if b) (object))"),
            ("resource a 'T@v' =\n if (\n b\n) {}", "(resource a \"T@v\" (if b) (object))"),
            ("resource a 'T@v' = [for b in c: {}]", "(resource a \"T@v\" (for b c) (object))"),
            ("resource a 'T@v' = [for (b, i) in c: if (d) {}]", "(resource a \"T@v\" (for b i c) (if d) (object))"),
            ("module a 'b.bicep' = [\n  for c in d: if (e) {}\n]", "(module a \"b.bicep\" (for c d) (if e) (object))"),
            (
                "resource a 'T@v' = {\n  @batchSize(1)\n  resource b 'u' = [for c in d: {\n    resource e 'w' = {}\n  }]\n  resource: 1\n}",
                "(resource a \"T@v\" (object (@batchSize 1) (resource b \"u\" (for c d) (object (resource e \"w\" (object)))) (resource 1)))",
            ),
            (
                "@description('a')\n// why\n@sys.onlyIfNotExists()\nresource a 'T@v' = {}",
                "(@description \"a\") (@sys.onlyIfNotExists) (resource a \"T@v\" (object))",
            ),
        ],
    );
}

#[test]
fn types_of_all_forms() {
    types(&[
        ("string", "string"),
        ("string[]?", "(nullable ([] string))"),
        ("(string?)[]", "([] (paren (nullable string)))"),
        ("'a' | 'b' | -1 | true | null", "(| \"a\" \"b\" (- 1) true null)"),
        ("\n  | 'a'\n  | 'b'", "(| \"a\" \"b\")"),
        ("('a' | 'b')[]", "([] (paren (| \"a\" \"b\")))"),
        ("[int, string]", "(tuple int string)"),
        ("[\n  @description('a')\n  int\n]", "(tuple (@description \"a\") int)"),
        ("{}", "(object)"),
        (
            "{\n  @minValue(1)\n  a: int\n  'b-c': string?\n  *: any\n}",
            "(object (@minValue 1) (a int) (\"b-c\" (nullable string)) (* any))",
        ),
        ("a.b[*].c.*", "(.* (. ([*] (. a b)) c))"),
        ("a[0]!", "(non-null ([] a 0))"),
        ("resourceInput<'T@v'>.properties", "(. (<> resourceInput \"T@v\") properties)"),
        ("sys.resourceOutput<'T@v'>", "(<> resourceOutput sys \"T@v\")"),
        ("resource<'T@v'>", "(<> resource \"T@v\")"),
    ]);
    is_read_as(
        FileKind::Bicep,
        &[(
            "@discriminator('kind')\n@export()\ntype x = a | b",
            "(@discriminator \"kind\") (@export) (type x (| a b))",
        )],
    );
}

#[test]
fn parameters_files() {
    is_read_as(
        FileKind::Params,
        &[
            ("using 'main.bicep'", "(using \"main.bicep\")"),
            ("using none", "(using none)"),
            ("using 'a' with {\n  mode: 'stack'\n}", "(using \"a\" (object (mode \"stack\")))"),
            ("extends 'base.bicepparam'", "(extends \"base.bicepparam\")"),
            ("param a = readEnvironmentVariable('B', 'c')", "(param a (readEnvironmentVariable \"B\" \"c\"))"),
            ("var a = 1\nparam b = a", "(var a 1)\n(param b a)"),
            ("import { a } from 'b'", "(import (items a) \"b\")"),
            ("type a = string", "(type a string)"),
            ("extensionConfig a with {\n  b: c\n}", "(extensionConfig a (object (b c)))"),
        ],
    );
}

#[test]
fn directives_are_kept() {
    let mut sources = Sources::default();
    let text = "#disable-next-line BCP037 no-unused-vars // why\nvar a = 1\n  #disable-diagnostics x\n#restore-diagnostics x\n";
    let id = sources.add("main.bicep", text);
    let (program, diagnostics) = parse(id, text, FileKind::Bicep);
    assert_eq!(diagnostics, []);
    let found: Vec<_> =
        program.pragmas.iter().map(|it| (it.kind, it.codes.len(), sources.slice(it.span).to_owned())).collect();
    let expected = [
        (PragmaKind::DisableNextLine, 2, "#disable-next-line BCP037 no-unused-vars".to_owned()),
        (PragmaKind::Disable, 1, "#disable-diagnostics x".to_owned()),
        (PragmaKind::Restore, 1, "#restore-diagnostics x".to_owned()),
    ];
    assert_eq!(found, expected);
    assert_eq!(program.to_string(), "(var a 1)");
}

#[test]
fn errors_say_what_was_expected_and_the_rest_is_read() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "var a = \nvar b = 1",
            "(var a <error>)\n(var b 1)",
            &["1:9 expected an expression, found the end of the line"],
        ),
        (
            "var\nvar b = 1",
            "(var <missing> <error>)\n(var b 1)",
            &["1:4 expected a name for the variable, found the end of the line"],
        ),
        ("var a = 1 2\nvar b = 1", "(var a <error>)\n(var b 1)", &["1:11 expected the end of the line, found `2`"]),
        ("var a = 1;", "(var a <error>)", &["1:10 expected the end of the line, found `;`"]),
        ("let a = 1", "<error>", &["1:1 expected a declaration, found `let`"]),
        (
            "param a object = {\n  b: 1\n  c = 2\n  d: 3\n}",
            "(param a object (object (b 1) <error> (d 3)))",
            &["3:5 expected `:`, found `=`"],
        ),
        (
            "var a = {\n  b: 1 2\n  c: 3\n}",
            "(var a (object (b <error>) (c 3)))",
            &["2:8 expected a line break or a comma, found `2`"],
        ),
        (
            "var a = {\n  b: [\n    1 +\n    2\n  ]\n}",
            "(var a (object (b (array <error> 2))))",
            &["3:8 expected an expression, found the end of the line"],
        ),
        (
            "var a = {\n  b: 1\n\nvar c = 2",
            "(var a (object (b 1) <error>))\n(var c 2)",
            &["2:7 expected `}`, found the end of the line"],
        ),
        ("var a = f(1\nvar c = 2", "(var a <error>)\n(var c 2)", &["1:12 expected `)`, found the end of the line"]),
        (
            "var a = [\n  1,\n  2\n]",
            "(var a (array 1 2))",
            &["2:5 expected an item after the comma, found the end of the line"],
        ),
        ("var a = f(1\n  ,\n  2)", "(var a (f 1 <error> 2))", &["1:12 expected `,`, found the end of the line"]),
        ("var a = f(1, , 2)", "(var a (f 1 <error> 2))", &["1:14 expected an expression, found `,`"]),
        ("var a = 'b\nvar c = 2", "(var a <error>)\n(var c 2)", &["1:9 this string does not end on its line"]),
        ("var a = 'b${c\nvar d = 2", "(var a <error>)\n(var d 2)", &["1:13 this string does not end on its line"]),
        (
            "var a = 'b${c d}e'",
            "(var a (string \"b\" <error> \"e\"))",
            &["1:15 expected the `}` of the interpolation, found `d`"],
        ),
        (r"var a = 'b\qc'", "(var a <error>)", &[r"1:11 `\q` is no escape"]),
        ("var a = \"b\"", "(var a <error>)", &["1:9 a string stands between `'`, not between `\"`"]),
        (
            "var a = '${[]}'",
            "(var a (string \"\" <error> \"\"))",
            &["1:12 expected an expression other than an object or array, found `[`"],
        ),
        ("var a = 99999999999999999999", "(var a <error>)", &["1:9 this number is too large"]),
        ("var a = !!b", "(var a <error>)", &["1:10 expected an expression, found `!`"]),
        ("@secure\nparam a string", "(@<missing>) (param a string)", &["1:8 expected `(`, found the end of the line"]),
        ("@secure()\n", "(@secure) <error>", &["1:1 this decorator belongs to no declaration"]),
        (
            "resource a 'T@v' = if (b {\n  c: 1\n}\nvar d = 1",
            "(resource a \"T@v\" (if <error>) (object (c 1)))\n(var d 1)",
            &["1:26 expected `)`, found `{`"],
        ),
        (
            "resource a 'T@v' = {\n  resource b = {\n  c: 1\n }\n  d: 2\n}",
            "(resource a \"T@v\" (object (resource b <error> <error>) (d 2)))",
            &[
                "2:14 expected the type of the resource, as in `'Microsoft.Storage/storageAccounts@2023-05-01'`, found `=`",
            ],
        ),
        (
            "module a = {\n  b: 1\n}\nvar c = 1",
            "(module a <error> <error>)\n(var c 1)",
            &["1:10 expected the path of the module, as in `'network.bicep'`, found `=`"],
        ),
        (
            "type a = {\n  b string\n  c: int\n}",
            "(type a (object <error> (c int)))",
            &["2:5 expected `:`, found `string`"],
        ),
        ("param a \u{a7}\nvar b = 1", "(param a <error>)\n(var b 1)", &["1:9 `\u{a7}` has no place here"]),
        ("/* a", "", &["1:1 this comment has no end"]),
    ];
    for (text, tree, messages) in cases {
        let (found, errors) = outline(text, FileKind::Bicep);
        assert_eq!(
            (found.as_str(), &*errors),
            (*tree, &*messages.iter().map(ToString::to_string).collect::<Vec<_>>()),
            "{text}"
        );
    }
}
