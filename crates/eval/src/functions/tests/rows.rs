//! What each function answers: for values that are known by its source, for others as far as they are.

use super::harness::{Valuation, eval, show};

const ARRAY: &str = "template-functions-array";
const CIDR: &str = "template-functions-cidr";
const COMPARISON: &str = "template-functions-comparison";
const DATE: &str = "template-functions-date";
const LAMBDA: &str = "template-functions-lambda";
const LOGICAL: &str = "template-functions-logical";
const NUMERIC: &str = "template-functions-numeric";
const OBJECT: &str = "template-functions-object";
const STRING: &str = "template-functions-string";
const SAFE: &str = "bicep/operator-safe-dereference";
/// FunctionResolverTests.cs of Azure/bicep, which runs the service's own functions.
const RESOLVER: &str = "resolver tests";
/// EvaluationTests.cs of the same.
const EVALUATION: &str = "evaluation tests";
/// Microsoft's port of the functions to Azure Policy.
const PORT: &str = "policy port";
/// Follows from what the function does with each value of the unknown.
const FOLDED: &str = "folded";

fn check(table: &[(&str, &str, &str)]) {
    let mut wrong = String::new();
    for (expression, want, source) in table {
        let got = match eval(expression, &Valuation::default()) {
            Ok(value) => show(&value),
            Err(error) => format!("error: {error}"),
        };
        let matches = match want.strip_suffix('…') {
            Some(start) => got.starts_with(start),
            None => got == *want,
        };
        if !matches {
            wrong.push_str(&format!("\n{expression}  ({source})\n  want {want}\n  got  {got}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
#[rustfmt::skip]
fn text() {
    check(&[
        ("concat('prefix', '-', 'x')", "'prefix-x'", STRING),
        ("concat('a', 1, true(), null())", "'a1True'", PORT),
        ("concat(parameters('s'))", "{s}", FOLDED),
        ("concat('st', parameters('seg'), 'x')", "format('st{0}x', {seg}):4..", FOLDED),
        ("concat('a', concat(parameters('s'), 'b'), 'c')", "format('a{0}bc', {s}):3..", FOLDED),
        ("concat('vm', parameters('n'))", "format('vm{0}', string({n})):3..3", FOLDED),
        ("concat('a', parameters('b'))", "'aFalse' if b is false | 'aTrue' if b is true", FOLDED),
        ("concat('a', createArray())", "error: `concat` takes either arrays or strings, not both", PORT),
        ("concat('a', createObject())", "error: `concat` takes a string or an integer or a boolean or an array or null as its argument 2, not an object", PORT),
        ("format('{0}/{1}/{2}/{3}', 1, 2, 3, true())", "'1/2/3/True'", RESOLVER),
        ("format('{0}, {1}', 'Hello', parameters('s'))", "format('Hello, {0}', {s}):7..", FOLDED),
        ("format('{0}', parameters('s'))", "{s}", FOLDED),
        ("format('{{{0}}}', parameters('s'))", "format('{{{0}}}', {s}):2..", FOLDED),
        ("format('{0}{1}', parameters('b'), null())", "'False' if b is false | 'True' if b is true", PORT),
        ("format('{0,4}|{1}', parameters('s'), 'x')", "format('{0}|x', format('{0,4}', {s})):2..", FOLDED),
        ("format('{1}', 'a')", "error: `format`: `{1}` names a parameter that is not there", STRING),
        ("format('{1}', parameters('s'))", "error: `format` has no argument for the item {1}", STRING),
        ("format('{x}', parameters('s'))", "error: `{x}` is not an item of `format`", STRING),
        ("join(createArray('foo', 'bar', 'baz'), '/')", "'foo/bar/baz'", RESOLVER),
        ("join(createArray('abc', 123, true()), '/')", "'abc/123/True'", RESOLVER),
        ("join(createArray('a', parameters('s')), ',')", "format('a,{0}', {s}):2..", FOLDED),
        ("join(concat(createArray('a'), if(parameters('b'), createArray('x'), createArray())), ',')", "'a,x' if b is true | 'a' if b is false", FOLDED),
        ("join(parameters('a'), ',')", "join({a}, ',')", FOLDED),
        ("string(createArray('a', 1, createObject('k', null())))", "'[\"a\",1,{\"k\":null}]'", STRING),
        ("string(true())", "'True'", STRING),
        ("string(parameters('s'))", "{s}", FOLDED),
        ("string(parameters('n'))", "string({n}):1..1", FOLDED),
        ("string(parameters('o'))", "string({o})", FOLDED),
    ]);
}

#[test]
#[rustfmt::skip]
fn strings() {
    check(&[
        ("toLower(' Fizz ')", "' fizz '", RESOLVER),
        ("toLower(concat('ST', parameters('s'), 'X'))", "format('st{0}x', toLower({s})):3..", FOLDED),
        ("toLower(toLower(parameters('s')))", "toLower({s})", FOLDED),
        ("toLower(concat('KV', uniqueString(parameters('s'))))", "format('kv{0}', uniqueString({s})):15..15", FOLDED),
        ("toUpper(parameters('tier'))", "'BASIC' if tier is 'Basic' | 'STANDARD' if tier is 'Standard' | '' if tier is ''", FOLDED),
        ("toLower(parameters('x'))", "toLower({x})", FOLDED),
        ("toLower(1)", "error: `toLower` takes a string as its argument 1, not an integer", STRING),
        ("toLower()", "error: `toLower` takes 1 argument, not 0", STRING),
        ("replace('foot', 't', 'd')", "'food'", RESOLVER),
        ("replace(concat('a-b', parameters('s'), '-'), '-', '')", "format('ab{0}', replace({s}, '-', '')):2..", FOLDED),
        ("replace(concat('a-', uniqueString(parameters('s'))), '-', '')", "format('a{0}', uniqueString({s})):14..14", FOLDED),
        ("replace(parameters('seg'), '/', '')", "{seg}:1..", FOLDED),
        ("replace(parameters('s'), 'ab', 'x')", "replace({s}, 'ab', 'x')", FOLDED),
        ("replace('a', '', 'x')", "error: the second parameter of `replace` must not be empty", PORT),
        ("trim(' Fizz ')", "'Fizz'", RESOLVER),
        ("trim(concat(' a', parameters('s'), 'b '))", "format('a{0}b', {s}):2..", FOLDED),
        ("trim(parameters('s'))", "trim({s})", FOLDED),
        ("padLeft('00', 5, ' ')", "'   00'", RESOLVER),
        ("padLeft(7, 3, '0')", "'007'", STRING),
        ("padLeft(parameters('fixed'), 4, '0')", "{fixed}:5..5", FOLDED),
        ("padLeft(parameters('n'), 2, '0')", "padLeft({n}, 2, '0'):2..20", FOLDED),
        ("split('fizz,buzz,pop', ',')", "['fizz', 'buzz', 'pop']", RESOLVER),
        ("split('a,b;c', createArray(',', ';'))", "['a', 'b', 'c']", STRING),
        ("split(concat('a/', parameters('seg'), '/b'), '/')", "['a', {seg}:1.., 'b']", FOLDED),
        ("split(concat('a/', parameters('s'), '/b'), '/')", "['a', ...split({s}, '/'):1.., 'b']", FOLDED),
        ("split(parameters('s'), '/')", "split({s}, '/'):1..", FOLDED),
        ("split(parameters('s'), '/')[2]", "split({s}, '/')[2]", FOLDED),
        ("uniqueString('snap', 'crackle', 'pop')", "'byghxckddilkc'", RESOLVER),
        ("uniqueString(parameters('s'))", "uniqueString({s}):13..13", FOLDED),
        ("guid('foo', 'bar', 'baz')", "'2ed86837-7c7c-5eaa-9864-dd077fd19b0d'", RESOLVER),
        ("guid('foo', parameters('s'))", "guid('foo', {s}):36..36", FOLDED),
        ("base64(' Fizz ')", "'IEZpenog'", RESOLVER),
        ("base64ToString('IEZpenog')", "' Fizz '", RESOLVER),
        ("base64ToString(base64(parameters('s')))", "{s}", FOLDED),
        ("base64ToJson(base64('{\"a\": [1, 2]}'))", "{a: [1, 2]}", STRING),
        ("dataUri(' Fizz ')", "'data:text/plain;charset=utf-8;base64,IEZpenog'", RESOLVER),
        ("dataUriToString('data:text/plain;charset=utf-8;base64,IEZpenog')", "' Fizz '", RESOLVER),
        ("uriComponent(' Fizz ')", "'%20Fizz%20'", RESOLVER),
        ("uriComponentToString('%20Fizz%20')", "' Fizz '", RESOLVER),
        ("uri('https://github.com/another/repo', '/Azure/bicep')", "'https://github.com/Azure/bicep'", RESOLVER),
        ("uri(parameters('s'), 'x')", "uri({s}, 'x')", FOLDED),
        ("newGuid()", "newGuid():36..36", STRING),
    ]);
}

#[test]
#[rustfmt::skip]
fn parts_of_strings() {
    check(&[
        ("substring('foot', 0, 3)", "'foo'", RESOLVER),
        ("substring('foot', 2)", "'ot'", STRING),
        ("substring('foot', 3, 3)", "error: `substring`: the index and length…", STRING),
        ("substring(concat('abc', parameters('s')), 1, 2)", "'bc'", FOLDED),
        ("substring(uniqueString(parameters('s')), 0, 6)", "take(uniqueString({s}), 6):6..6", FOLDED),
        ("substring(parameters('s'), 0, 5)", "substring({s}, 0, 5):5..5", FOLDED),
        ("substring(parameters('short'), 2, 3)", "error: the start and the length of `substring` must be within the string", FOLDED),
        ("take('foot', 3)", "'foo'", RESOLVER),
        ("take('foot', 9)", "'foot'", STRING),
        ("take('foot', -1)", "''", STRING),
        ("take(concat('kv-', uniqueString(parameters('s'))), 24)", "format('kv-{0}', uniqueString({s})):16..16", FOLDED),
        ("take(concat('kv-', uniqueString(parameters('s'))), 8)", "format('kv-{0}', take(uniqueString({s}), 5)):8..8", FOLDED),
        ("take(concat('kv', parameters('s'), 'x'), 4)", "format('kv{0}', take(format('{0}x', {s}), 2)):3..4", FOLDED),
        ("skip('foot', 3)", "'t'", RESOLVER),
        ("skip(concat('kv-', parameters('s')), 3)", "{s}", FOLDED),
        ("skip(concat(parameters('s'), 'x'), 2)", "skip(format('{0}x', {s}), 2)", FOLDED),
        ("first('Fizz')", "'F'", RESOLVER),
        ("last('Fizz')", "'z'", RESOLVER),
        ("first('')", "''", PORT),
        ("first(concat('ab', parameters('s')))", "'a'", FOLDED),
        ("last(concat('ab', parameters('s')))", "last(format('ab{0}', {s})):0..1", FOLDED),
        ("first(parameters('seg'))", "first({seg}):1..1", FOLDED),
        ("length('table')", "5", RESOLVER),
        ("length(concat('ab', parameters('fixed')))", "7", FOLDED),
        ("length(parameters('s'))", "length({s})", FOLDED),
        ("empty('')", "true", STRING),
        ("empty(parameters('seg'))", "false", FOLDED),
        ("empty(parameters('s'))", "true if empty(parameters('s')) is true | false if empty(parameters('s')) is false", FOLDED),
        ("equals(parameters('s'), '')", "true if empty(parameters('s')) is true | false if empty(parameters('s')) is false", FOLDED),
        ("empty(toLower(parameters('s')))", "true if empty(parameters('s')) is true | false if empty(parameters('s')) is false", FOLDED),
        ("empty(concat('a', parameters('s')))", "false", FOLDED),
        ("empty(null())", "true", OBJECT),
        ("empty(1)", "error: `empty` takes a string or an array or an object or null as its argument 1, not an integer", OBJECT),
    ]);
}

#[test]
#[rustfmt::skip]
fn searching() {
    check(&[
        ("contains('foot', 'foo')", "true", RESOLVER),
        ("contains('OneTwoThree', 'z')", "false", STRING),
        ("contains('One', 'one')", "false", "bicep-functions-string: case-sensitive"),
        ("contains(concat('abc', parameters('s')), 'bc')", "true", FOLDED),
        ("contains(concat('st', parameters('s')), parameters('s'))", "true", FOLDED),
        ("contains(concat('st', parameters('seg')), '/')", "false", FOLDED),
        ("contains(parameters('short'), 'abcde')", "false", FOLDED),
        ("contains(parameters('s'), 'a')", "false if contains(parameters('s'), 'a') is false | true if contains(parameters('s'), 'a') is true", FOLDED),
        ("contains(createArray('one', 'two'), 'two')", "true", ARRAY),
        ("contains(createArray('one', 'two'), 'TWO')", "false", "SystemNamespaceType.cs: exact match"),
        ("contains(concat(parameters('a'), createArray('x')), 'x')", "true", FOLDED),
        ("contains(createArray('a', if(parameters('b'), 'x', 'y')), 'x')", "true if b is true | false if b is false", FOLDED),
        ("contains(createObject('One', 1), 'one')", "true", OBJECT),
        ("contains(createObject('One', 1), 'a')", "false", OBJECT),
        ("contains(union(parameters('o'), createObject('k', 1)), 'k')", "true", FOLDED),
        ("contains(union(parameters('o'), createObject('k', 1)), 'm')", "true if contains(parameters('o'), 'm') is true | false if contains(parameters('o'), 'm') is false", FOLDED),
        ("contains(1, 'a')", "error: `contains` takes a string or an array or an object as its argument 1, not an integer", ARRAY),
        ("indexOf('food', 'o')", "1", RESOLVER),
        ("indexOf('abcDEF', 'def')", "3", STRING),
        ("lastIndexOf('food', 'o')", "2", RESOLVER),
        ("indexOf(concat('abc', parameters('s')), 'BC')", "1", FOLDED),
        ("indexOf(parameters('s'), 'a')", "indexOf({s}, 'a')", FOLDED),
        ("indexOf(createArray('fizz', 'buzz', 'fizz'), 'fizz')", "0", RESOLVER),
        ("lastIndexOf(createArray('fizz', 'buzz', 'fizz'), 'fizz')", "2", RESOLVER),
        ("indexOf(createArray('a', 'b'), if(parameters('b'), 'b', 'c'))", "1 if b is true | -1 if b is false", FOLDED),
        ("startsWith('food', 'FOO')", "true", STRING),
        ("endsWith('foot', 'T')", "true", STRING),
        ("startsWith(concat('ab', parameters('s')), 'A')", "true", FOLDED),
        ("startsWith(concat('ab', parameters('s')), 'ac')", "false", FOLDED),
        ("startsWith(concat('ab', parameters('s')), 'abx')", "false if startsWith(parameters('s'), 'x') is false | true if startsWith(parameters('s'), 'x') is true", FOLDED),
        ("endsWith(concat(parameters('s'), '-pe'), '-PE')", "true", FOLDED),
        ("endsWith(concat(parameters('s'), '-pe'), 'x-pe')", "false if endsWith(parameters('s'), 'x') is false | true if endsWith(parameters('s'), 'x') is true", FOLDED),
        ("like('abcdef', 'A*e*')", "true", "bicep-functions-string"),
        ("like('abcdef', 'b*')", "false", "bicep-functions-string"),
    ]);
}

#[test]
#[rustfmt::skip]
fn comparing() {
    check(&[
        ("equals('a', 'a')", "true", COMPARISON),
        ("equals('a', 'A')", "false", COMPARISON),
        ("equals(1, '1')", "false", PORT),
        ("equals(createObject('a', 1, 'b', 2), createObject('b', 2, 'a', 1))", "true", PORT),
        ("equals(createArray(1, 2), createArray(2, 1))", "false", PORT),
        ("equals(null(), null())", "true", PORT),
        ("equals(parameters('s'), parameters('s'))", "true", FOLDED),
        ("equals('app', parameters('s'))", "true if equals(parameters('s'), 'app') is true | false if equals(parameters('s'), 'app') is false", FOLDED),
        ("equals(concat('st', parameters('s')), 'stapp')", "true if equals(parameters('s'), 'app') is true | false if equals(parameters('s'), 'app') is false", FOLDED),
        ("equals(concat('st', parameters('s')), 'xxapp')", "false", FOLDED),
        ("equals(parameters('fixed'), 'four')", "false", FOLDED),
        ("equals(parameters('s'), 1)", "false", FOLDED),
        ("equals(parameters('s'), null())", "false", FOLDED),
        ("equals(parameters('tier'), 'Basic')", "true if tier is 'Basic' | false if tier is 'Standard', or tier is ''", FOLDED),
        ("equals(parameters('b'), true())", "true if b is true | false if b is false", FOLDED),
        ("equals(if(parameters('b'), 'x', 'y'), if(parameters('b'), 'x', 'z'))", "true if b is true | false if b is false", FOLDED),
        ("equals(createArray(parameters('s')), createArray('a', 'b'))", "false", FOLDED),
        ("equals(createObject('k', parameters('tier')), createObject('k', 'Basic'))", "true if tier is 'Basic' | false if tier is 'Standard', or tier is ''", FOLDED),
        ("equals(parameters('n'), 7)", "false", FOLDED),
        ("less(1, 2)", "true", COMPARISON),
        ("lessOrEquals(2, 2)", "true", COMPARISON),
        ("greater('banana', 'apple')", "true", COMPARISON),
        ("greaterOrEquals(1, 2)", "false", COMPARISON),
        ("less('a', 'B')", "true", PORT),
        ("less(parameters('n'), 5)", "true", FOLDED),
        ("less(parameters('n'), 4)", "false if less(parameters('n'), 4) is false | true if less(parameters('n'), 4) is true", FOLDED),
        ("less('a', 1)", "error: `less` takes two numbers or two strings", PORT),
        ("coalesce(null(), 'a', 'b')", "'a'", COMPARISON),
        ("coalesce(null(), null())", "null", COMPARISON),
        ("coalesce(parameters('s'), 'b')", "{s}", FOLDED),
        ("coalesce(parameters('x'), 'b')", "{x} if equals(parameters('x'), null()) is false | 'b' if equals(parameters('x'), null()) is true", FOLDED),
    ]);
}

#[test]
#[rustfmt::skip]
fn logic() {
    check(&[
        ("and(true(), true(), false())", "false", LOGICAL),
        ("or(false(), true())", "true", LOGICAL),
        ("not(true())", "false", LOGICAL),
        ("and(parameters('b'), false())", "false", FOLDED),
        ("or(parameters('b'), not(parameters('b')))", "true", FOLDED),
        ("and(parameters('b'), parameters('c'))", "true if b is true and c is true | false if b is false, or b is true and c is false", FOLDED),
        ("not(parameters('x'))", "true if x is false | false if x is true", FOLDED),
        ("not('a')", "error: `not` takes a boolean as its argument 1, not a string", LOGICAL),
        ("and(true())", "error: `and` takes at least 2 arguments, not 1", LOGICAL),
        ("if(true(), 'yes', 'no')", "'yes'", LOGICAL),
        ("if(parameters('b'), 'yes', 'no')", "'yes' if b is true | 'no' if b is false", FOLDED),
        ("if(parameters('b'), if(parameters('b'), 1, 2), 3)", "1 if b is true | 3 if b is false", FOLDED),
        ("if(equals(parameters('s'), 'a'), 1, 2)", "1 if equals(parameters('s'), 'a') is true | 2 if equals(parameters('s'), 'a') is false", FOLDED),
        ("bool('TRUE')", "true", LOGICAL),
        ("bool(0)", "false", LOGICAL),
        ("bool('x')", "error: `bool` cannot read `x`", LOGICAL),
        ("bool(parameters('s'))", "false if bool(parameters('s')) is false | true if bool(parameters('s')) is true", FOLDED),
    ]);
}

#[test]
#[rustfmt::skip]
fn numbers() {
    check(&[
        ("add(3, 5)", "8", NUMERIC),
        ("sub(3, 5)", "-2", NUMERIC),
        ("mul(5, 3)", "15", NUMERIC),
        ("div(8, 3)", "2", NUMERIC),
        ("div(-7, 2)", "-3", PORT),
        ("mod(7, 3)", "1", NUMERIC),
        ("div(1, 0)", "error: `div` by zero", PORT),
        ("mul(4611686018427387904, 2)", "error: `mul`: the result does not fit into 64 bits", PORT),
        ("add(add(parameters('i'), 1), 2)", "add({i}, 3)", FOLDED),
        ("add(1, parameters('i'))", "add({i}, 1)", FOLDED),
        ("sub(parameters('i'), parameters('i'))", "0", FOLDED),
        ("mul(parameters('i'), 0)", "0", FOLDED),
        ("add('a', 1)", "error: `add` takes an integer as its argument 1, not a string", NUMERIC),
        ("min(10, 4, 1, 6)", "1", RESOLVER),
        ("max(createArray(10, 4, 1, 6))", "10", RESOLVER),
        ("min(parameters('i'), 3)", "min({i}, 3)", FOLDED),
        ("int('42')", "42", NUMERIC),
        ("int('x')", "error: `int` cannot read `x`", NUMERIC),
        ("int(string(parameters('i')))", "{i}", FOLDED),
        ("float('3.5')", "3.5", NUMERIC),
        ("range(5, 3)", "[5, 6, 7]", NUMERIC),
        ("range(0, 10001)", "error: the count of `range` must be from 0 to 10000", NUMERIC),
        ("range(parameters('i'), 2)", "[{i}, add({i}, 1)]", FOLDED),
        ("range(0, parameters('n'))", "[each index(range(0, {n}))]", FOLDED),
    ]);
}

#[test]
#[rustfmt::skip]
fn arrays() {
    check(&[
        ("array('efgh')", "['efgh']", ARRAY),
        ("array(createArray(1))", "[1]", ARRAY),
        ("createArray(1, parameters('s'))", "[1, {s}]", ARRAY),
        ("concat(createArray('1-1'), createArray('2-1'))", "['1-1', '2-1']", ARRAY),
        ("concat(createArray(1), parameters('a'))", "[1, ...{a}]", FOLDED),
        ("concat(createArray(1), if(parameters('b'), createArray(2), createArray()))", "[1, 2] if b is true | [1] if b is false", FOLDED),
        ("length(concat(createArray(1), parameters('a')))", "add(length({a}), 1)", FOLDED),
        ("length(filter(createArray('x', 'y'), lambda('e', equals(lambdaVariables('e'), parameters('s')))))",
            "0 if equals(parameters('s'), 'x') is false and equals(parameters('s'), 'y') is false | 1 if equals(parameters('s'), 'x') is false and equals(parameters('s'), 'y') is true, or equals(parameters('s'), 'x') is true and equals(parameters('s'), 'y') is false | 2 if…", FOLDED),
        ("empty(concat(createArray(1), parameters('a')))", "false", FOLDED),
        ("empty(filter(createArray('x'), lambda('e', parameters('b'))))", "true if b is false | false if b is true", FOLDED),
        ("empty(parameters('d'))", "false", FOLDED),
        ("first(createArray('fizz', 'buzz'))", "'fizz'", RESOLVER),
        ("first(createArray())", "null", RESOLVER),
        ("last(createArray('fizz', 'buzz', 'pop'))", "'pop'", RESOLVER),
        ("first(concat(createArray(1), parameters('a')))", "1", FOLDED),
        ("last(concat(createArray(1), parameters('a')))", "last(createArray(1, {a}))", FOLDED),
        ("first(filter(createArray(1, 2), lambda('e', parameters('b'))))", "1 if b is true | null if b is false", FOLDED),
        ("take(createArray('one', 'two', 'three'), 2)", "['one', 'two']", ARRAY),
        ("skip(createArray('one', 'two', 'three'), 2)", "['three']", ARRAY),
        ("skip(concat(createArray(1), parameters('a')), 2)", "skip({a}, 1)", FOLDED),
        ("flatten(createArray(createArray(0, 1), createArray(2, 3), createArray(4, 5)))", "[0, 1, 2, 3, 4, 5]", EVALUATION),
        ("flatten(createArray(createArray(0), parameters('a')))", "[0, ...{a}]", FOLDED),
        ("flatten(createArray(1))", "error: `flatten` takes an array of arrays", ARRAY),
        ("intersection(createArray('fizz', 'buzz', 'pop'), createArray('snap', 'crackle', 'pop'))", "['pop']", RESOLVER),
        ("intersection(createArray('x', 'y'), createArray('x', parameters('s')))", "['x', 'y' if equals(parameters('s'), 'y') is true]", FOLDED),
        ("union(createArray('fizz', 'buzz'), createArray('pop', 'fizz'))", "['fizz', 'buzz', 'pop']", RESOLVER),
        ("union(createArray('x'), createArray(parameters('s')))", "['x', {s} if equals(parameters('s'), 'x') is false]", FOLDED),
        ("union(createArray('x'), parameters('a'))", "['x', ...skip(union(createArray('x'), {a}), 1)]", FOLDED),
        ("union(parameters('a'), createArray('x'))", "[...distinct({a}), 'x' if contains(distinct(parameters('a')), 'x') is false]", FOLDED),
        ("distinct(createArray(1, 1, 2))", "[1, 2]", "SystemNamespaceType.cs"),
        ("createArray('a', 'b')[1]", "'b'", ARRAY),
        ("createArray('a', 'b')[2]", "error: `index`: the array has no element [2]", ARRAY),
        ("concat(createArray('a'), parameters('a'))[1]", "{a}[0]", FOLDED),
        ("concat(if(parameters('b'), createArray('a'), createArray()), createArray('x'))[0]", "'a' if b is true | 'x' if b is false", FOLDED),
        ("createArray('a', 'b')[parameters('n')]", "index(createArray('a', 'b'), {n}):1..1", FOLDED),
        ("parameters('a')[0]", "{a}[0]", FOLDED),
        ("tryGet(createArray('element'), 0)", "'element'", PORT),
        ("tryGet(createArray(), 0)", "null", PORT),
        ("tryIndexFromEnd(createArray('a', 'b'), 1)", "'b'", SAFE),
        ("tryIndexFromEnd(createArray('a', 'b'), 3)", "null", SAFE),
        ("indexFromEnd(createArray('a', 'b'), 2)", "'a'", SAFE),
        ("indexFromEnd(createArray('a', 'b'), 0)", "error: `indexFromEnd`: the array has no element [^0]", SAFE),
    ]);
}

#[test]
#[rustfmt::skip]
fn objects() {
    check(&[
        ("createObject('a', 1, 'b', createArray())", "{a: 1, b: []}", OBJECT),
        ("createObject('a', 1, 'a', 2)", "error: `createObject` has the name `a` twice", PORT),
        ("createObject('a')", "error: `createObject` takes names and values in turn", PORT),
        ("createObject('a', 1, parameters('s'), 2)", "{a: 1, ...createObject({s}, 2)}", FOLDED),
        ("createObject(parameters('tier'), 1)", "{Basic: 1} if tier is 'Basic' | {Standard: 1} if tier is 'Standard' | {: 1} if tier is ''", FOLDED),
        ("createObject('a', 1).A", "1", OBJECT),
        ("createObject('a', 1).b", "error: `index`: there is no member `b`", OBJECT),
        ("parameters('o').k.m", "{o}.k.m", FOLDED),
        ("parameters('s').k", "error: `index`: a string has no elements", OBJECT),
        ("union(createObject('one', 'a', 'three', 'c1'), createObject('three', 'c2', 'four', 'd'))", "{one: 'a', three: 'c2', four: 'd'}", OBJECT),
        ("union(createObject('p', createObject('one', 'a', 'three', 'c1'), 'l', createArray(1, 2)), createObject('p', createObject('three', 'c2'), 'l', createArray(3)))",
            "{p: {one: 'a', three: 'c2'}, l: [3]}", "bicep-functions-object: nested objects are merged, nested arrays replaced"),
        ("union(parameters('o'), createObject('k', 1))", "{k: 1, ...{o}}", FOLDED),
        ("union(parameters('o'), createObject('k', 1)).m", "{o}.m", FOLDED),
        ("union(createObject('k', 1), parameters('o')).k", "union(createObject('k', 1), {o}).k", FOLDED),
        ("union(createObject('k', 1), if(parameters('b'), createObject('m', 2), createObject()))", "{k: 1, m: 2} if b is true | {k: 1} if b is false", FOLDED),
        ("union(createObject('k', 1), createObject('k', null())).k", "union(createObject('k', 1), createObject('k', null())).k", FOLDED),
        ("union(createObject(), createArray())", "error: `union` takes either arrays or objects, not both", PORT),
        ("shallowMerge(createArray(createObject('a', 123), createObject('b', 456)))", "{a: 123, b: 456}", EVALUATION),
        ("shallowMerge(createArray(createObject('a', createObject('x', 1)), createObject('a', createObject('y', 2))))", "{a: {y: 2}}", "SystemNamespaceType.cs: the last key wins"),
        ("shallowMerge(createArray(createObject('a', 1), parameters('o'))).a",
            "{o}.a if contains(parameters('o'), 'a') is true | 1 if contains(parameters('o'), 'a') is false", FOLDED),
        ("intersection(createObject('one', 'a', 'two', 'b'), createObject('one', 'a', 'two', 'c'))", "{one: 'a'}", OBJECT),
        ("items(createObject('b', 1, 'A', 2))", "[{key: 'A', value: 2}, {key: 'b', value: 1}]", PORT),
        ("objectKeys(createObject('b', 456, 'a', 123))", "['a', 'b']", EVALUATION),
        ("items(parameters('o'))", "items({o})", FOLDED),
        ("length(createObject('a', 1, 'b', 2))", "2", OBJECT),
        ("empty(createObject())", "true", OBJECT),
        ("json('{\"a\": [1, true, null, 1.5]}')", "{a: [1, true, null, 1.5]}", OBJECT),
        ("json('null')", "null", OBJECT),
        ("json('.25')", "0.25", "quickstart container-app-acr"),
        ("json('[')", "json('[')", "what strict JSON refuses is not decided"),
        ("json(string(createArray(parameters('s'))))", "[{s}]", FOLDED),
        ("tryGet(createObject('key', createObject('nestedKey', 'value')), 'key', 'nestedKey')", "'value'", PORT),
        ("tryGet(createObject(), 'unknownKey', 'nestedKey')", "null", PORT),
        ("tryGet(createObject('key', createObject()), 'key', 'unknown')", "error: `tryGet`: there is no member `unknown`", PORT),
        ("tryGet('string', 'property')", "null", PORT),
        ("tryGet(parameters('o'), 'k')", "tryGet({o}, 'k')", FOLDED),
        ("fail('no')", "error: `fail`: no", "SystemNamespaceType.cs"),
        ("fail(parameters('s'))", "error: `fail`: {s}", "SystemNamespaceType.cs"),
        ("if(parameters('b'), createObject('a', 1), createObject()).a", "1 if b is true | `index`: there is no member `a` #…", FOLDED),
    ]);
}

#[test]
#[rustfmt::skip]
fn lambdas() {
    check(&[
        ("map(createArray('abc', 'def'), lambda('foo', format('Hi {0}!', lambdaVariables('foo'))))", "['Hi abc!', 'Hi def!']", EVALUATION),
        ("map(createArray('a', 'b'), lambda('e', 'i', lambdaVariables('i')))", "[0, 1]", EVALUATION),
        ("map(parameters('a'), lambda('e', concat('x', lambdaVariables('e'))))", "[each format('x{0}', {a}[index({a})]):1..]", FOLDED),
        ("map(range(0, parameters('n')), lambda('i', concat('vm', lambdaVariables('i'))))", "[each format('vm{0}', string(index(range(0, {n})))):3..3]", FOLDED),
        ("filter(createArray(0, 1, 2, 3), lambda('e', equals(0, mod(lambdaVariables('e'), 2))))", "[0, 2]", EVALUATION),
        ("filter(createArray('a', 'b', 'c', 'd'), lambda('e', 'i', equals(0, mod(lambdaVariables('i'), 2))))", "['a', 'c']", EVALUATION),
        ("filter(createArray('x', 'y'), lambda('e', equals(lambdaVariables('e'), parameters('s'))))", "['x' if equals(parameters('s'), 'x') is true, 'y' if equals(parameters('s'), 'y') is true]", FOLDED),
        ("filter(parameters('a'), lambda('e', parameters('b')))", "[each {a}[index({a})] if b is true]", FOLDED),
        ("filter(parameters('a'), lambda('e', equals(lambdaVariables('e'), 'x')))", "filter(createArray({a}[index({a})]), if(…", FOLDED),
        ("filter(createArray(1), lambda('e', 1))", "error: the lambda of `filter` must give a boolean", LAMBDA),
        ("reduce(createArray('abc', 'def', 'ghi'), '', lambda('x', 'e', concat(lambdaVariables('x'), lambdaVariables('e'))))", "'abcdefghi'", EVALUATION),
        ("reduce(range(1, 5), 1, lambda('x', 'e', mul(lambdaVariables('x'), lambdaVariables('e'))))", "120", EVALUATION),
        ("reduce(filter(createArray('x', 'y'), lambda('e', parameters('b'))), '', lambda('x', 'e', concat(lambdaVariables('x'), lambdaVariables('e'))))", "'xy' if b is true | '' if b is false", FOLDED),
        ("sort(createArray(8, 3, 10, -13, 5), lambda('x', 'y', less(lambdaVariables('x'), lambdaVariables('y'))))", "[-13, 3, 5, 8, 10]", EVALUATION),
        ("sort(createArray('ghi', 'abc', 'def'), lambda('x', 'y', greater(lambdaVariables('x'), lambdaVariables('y'))))", "['ghi', 'def', 'abc']", EVALUATION),
        ("sort(createArray(3, 1, 2), lambda('x', 'y', true()))", "[2, 1, 3]", "a contradictory order still ends"),
        ("toObject(createArray(123, 456), lambda('i', format('{0}', div(lambdaVariables('i'), 100))))", "{1: 123, 4: 456}", EVALUATION),
        ("toObject(createArray('a'), lambda('i', lambdaVariables('i')), lambda('i', 1))", "{a: 1}", EVALUATION),
        ("toObject(filter(createArray('a', 'k'), lambda('e', parameters('b'))), lambda('i', lambdaVariables('i')))", "{a: 'a' if b is true | omitted if b is false, k: 'k' if b is true | omitted if b is false}", FOLDED),
        ("mapValues(createObject('a', 123, 'b', 456), lambda('v', mul(lambdaVariables('v'), 2)))", "{a: 246, b: 912}", EVALUATION),
        ("groupBy(createArray('a', 'b', 'aa'), lambda('e', first(lambdaVariables('e'))))", "{a: ['a', 'aa'], b: ['b']}", EVALUATION),
        ("groupBy(createArray('a', 'b'), lambda('e', 'x'), lambda('e', 1))", "{x: [1, 1]}", EVALUATION),
    ]);
}

#[test]
#[rustfmt::skip]
fn dates_and_networks() {
    check(&[
        ("utcNow('yyyy-MM-dd')", "'2023-11-14'", DATE),
        ("dateTimeFromEpoch(1683040573)", "'2023-05-02T15:16:13Z'", DATE),
        ("dateTimeToEpoch('2023-05-02T15:16:13Z')", "1683040573", DATE),
        ("dateTimeAdd('2020-04-07 14:53:14Z', 'P3Y', 'yyyy')", "'2023'", DATE),
        ("dateTimeAdd(parameters('s'), 'P3Y')", "dateTimeAdd({s}, 'P3Y')", FOLDED),
        ("cidrSubnet('10.144.0.0/20', 24, 0)", "'10.144.0.0/24'", CIDR),
        ("cidrHost('10.144.3.0/24', 0)", "'10.144.3.1'", CIDR),
        ("parseCidr('10.144.0.0/20').netmask", "'255.255.240.0'", CIDR),
        ("cidrSubnet(parameters('s'), 24, 0)", "cidrSubnet({s}, 24, 0):4..49", FOLDED),
    ]);
}

/// Errors under some choices leave the other choices as they are.
#[test]
fn many_optional_parts_stay_one_array() {
    let parts: Vec<String> =
        (0..9).map(|at| format!("if(equals(parameters('s'), '{at}'), createArray('{at}'), createArray())")).collect();
    let joined = eval(&format!("concat({})", parts.join(", ")), &Valuation::default()).unwrap();
    assert_eq!(joined.as_array().map(|array| array.elements.len()), Some(9), "{}", show(&joined));
    let parts: Vec<String> = (0..9)
        .map(|at| format!("if(equals(parameters('s'), '{at}'), createObject('k{at}', 1), createObject())"))
        .collect();
    let united = eval(&format!("union({})", parts.join(", ")), &Valuation::default()).unwrap();
    assert_eq!(united.as_object().map(|object| object.members.len()), Some(9), "{}", show(&united));
}
