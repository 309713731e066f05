//! Known answers for the functions on strings.

use super::super::PureError;
use super::*;

const PAGE: &str = "string page";
const RESOLVER: &str = "resolver tests";
const RECORDED: &str = "recorded deployments";
const DOTNET: &str = ".NET's documented behaviour";

#[test]
fn text_to_text() {
    #[rustfmt::skip]
    let table: &[(&str, Result<String>, &str, &str)] = &[
        ("toLower", to_lower(" Fizz "), " fizz ", RESOLVER),
        ("toUpper", to_upper(" Fizz "), " FIZZ ", RESOLVER),
        ("toLower", to_lower("One Two Three"), "one two three", PAGE),
        ("toUpper", to_upper("One Two Three"), "ONE TWO THREE", PAGE),
        ("toUpper", to_upper("éı"), "Éı", DOTNET),
        ("toLower", to_lower("İÄΣ"), "İäσ", DOTNET),
        ("trim", Ok(trim(" Fizz ").into()), "Fizz", RESOLVER),
        ("trim", Ok(trim("    one two three   ").into()), "one two three", PAGE),
        ("trim", Ok(trim("\t\r\n\u{a0}x\u{2003}").into()), "x", DOTNET),
        ("padLeft", pad_left("00", 5, " "), "   00", RESOLVER),
        ("padLeft", pad_left("123", 10, "0"), "0000000123", PAGE),
        ("padLeft", pad_left("123", 2, "0"), "123", PAGE),
        ("padLeft", pad_left("9", 4, "0"), "0009", "Azure/bicep ReplEnvironmentTests.cs"),
        ("replace", replace("foot", "t", "d"), "food", RESOLVER),
        ("replace", replace("123-123-1234", "-", ""), "1231231234", PAGE),
        ("replace", replace("123-123-1234", "1234", "xxxx"), "123-123-xxxx", PAGE),
        ("replace", replace("", "a", "b"), "", "policy port"),
        ("replace", replace("a-ü-b", "-", "_"), "a_ü_b", DOTNET),
        ("substring", substring("foot", 0, Some(3)), "foo", RESOLVER),
        ("substring", substring("one two three", 4, Some(3)), "two", PAGE),
        ("substring", substring("one two three", 4, None), "two three", PAGE),
        ("substring", substring("abc", 3, Some(0)), "", PAGE),
        ("take", take("foot", 3), "foo", RESOLVER),
        ("take", take("one two three", 2), "on", PAGE),
        ("take", take("one", 100), "one", PAGE),
        ("take", take("one", -1), "", PAGE),
        ("take", take("äöü", 2), "äö", DOTNET),
        ("skip", skip("foot", 3), "t", RESOLVER),
        ("skip", skip("one two three", 4), "two three", PAGE),
        ("skip", skip("one", 100), "", PAGE),
        ("skip", skip("one", -1), "one", PAGE),
        ("first", first("Fizz"), "F", RESOLVER),
        ("first", first("One Two Three"), "O", PAGE),
        ("first", first(""), "", RECORDED),
        ("last", last("Fizz"), "z", RESOLVER),
        ("last", last("One Two Three"), "e", PAGE),
        ("last", last(""), "", "policy port"),
    ];
    for (row, (function, actual, expected, source)) in table.iter().enumerate() {
        assert_eq!(actual.as_deref(), Ok(*expected), "row {row}, {function}: {source}");
    }
}

#[test]
fn text_to_number() {
    #[rustfmt::skip]
    let table = [
        ("indexOf", index_of("food", "o"), 1, RESOLVER),
        ("indexOf", index_of("test", "t"), 0, PAGE),
        ("indexOf", index_of("abcdef", "CD"), 2, PAGE),
        ("indexOf", index_of("abcdef", "z"), -1, PAGE),
        ("indexOf", index_of("", ""), 0, RECORDED),
        ("indexOf", index_of("abcdefg", ""), 0, RECORDED),
        ("indexOf", index_of("FOOBAR", "bar"), 3, "Azure/bicep EvaluationTests.cs"),
        ("lastIndexOf", last_index_of("food", "o"), 2, RESOLVER),
        ("lastIndexOf", last_index_of("test", "t"), 3, PAGE),
        ("lastIndexOf", last_index_of("abcdef", "AB"), 0, PAGE),
        ("length", Ok(length("table")), 5, RESOLVER),
        ("length", Ok(length("One Two Three")), 13, PAGE),
        ("length", Ok(length("😀")), 2, DOTNET),
    ];
    for (function, actual, expected, source) in table {
        assert_eq!(actual, Ok(expected), "{function}: {source}");
    }
}

#[test]
fn text_to_truth() {
    #[rustfmt::skip]
    let table = [
        ("contains", Ok(contains("foot", "foo")), true, RESOLVER),
        ("contains", Ok(contains("OneTwoThree", "e")), true, PAGE),
        ("contains", Ok(contains("OneTwoThree", "z")), false, PAGE),
        ("contains", Ok(contains("FOOBAR", "foo")), false, "Azure/bicep EvaluationTests.cs"),
        ("startsWith", starts_with("food", "foo"), true, RESOLVER),
        ("startsWith", starts_with("abcdef", "A"), true, PAGE),
        ("startsWith", starts_with("abcdef", "e"), false, PAGE),
        ("endsWith", ends_with("foot", "t"), true, RESOLVER),
        ("endsWith", ends_with("abcdef", "F"), true, PAGE),
        ("endsWith", ends_with("abcdef", "e"), false, PAGE),
        ("endsWith", ends_with("", ""), true, RECORDED),
        ("endsWith", ends_with("abcdef", ""), true, RECORDED),
    ];
    for (function, actual, expected, source) in table {
        assert_eq!(actual, Ok(expected), "{function}: {source}");
    }
}

#[test]
fn splits() {
    #[rustfmt::skip]
    let table: &[(&str, &[&str], &[&str], &str)] = &[
        ("fizz,buzz,pop", &[","], &["fizz", "buzz", "pop"], RESOLVER),
        ("one,two,three", &[","], &["one", "two", "three"], PAGE),
        ("one;two,three", &[",", ";"], &["one", "two", "three"], PAGE),
        ("", &[""], &[""], RECORDED),
        ("abc", &[""], &["abc"], DOTNET),
        ("a,,b,", &[","], &["a", "", "b", ""], DOTNET),
        ("a--b-c", &["-", "--"], &["a", "", "b", "c"], DOTNET),
        ("a--b-c", &["--", "-"], &["a", "b", "c"], DOTNET),
        ("ä/ö", &["/"], &["ä", "ö"], DOTNET),
        ("aXbxc", &["x"], &["aXb", "c"], DOTNET),
    ];
    for (text, delimiters, expected, source) in table {
        let actual = split(text, delimiters).unwrap();
        assert_eq!(actual, *expected, "{text} {delimiters:?}: {source}");
    }
}

#[test]
fn refuses() {
    #[rustfmt::skip]
    let table = [
        substring("1234567890", 0, Some(11)),
        substring("abc", -1, Some(1)),
        substring("abc", 4, None),
        substring("abc", 1, Some(-1)),
        substring("abc", i64::MAX, Some(i64::MAX)),
        substring("abc", 0, Some(i64::MIN)),
        replace("abc", "", "x"),
        pad_left("a", 5, ""),
        pad_left("a", 5, "ab"),
        pad_left("a", 5, "😀"),
    ];
    for (row, actual) in table.iter().enumerate() {
        assert!(matches!(actual, Err(PureError::Refused(_))), "row {row}: {actual:?}");
    }
}

#[test]
fn does_not_guess() {
    #[rustfmt::skip]
    let table = [
        to_upper("straße"),
        pad_left("a", 17, "0"),
        pad_left("a", 0, "0"),
        replace("Foo", "f", "x"),
        replace("aAa", "Aa", "x"),
        replace("aü", "ü", "x"),
        replace("a\nb", "\n", "x"),
        take("😀", 1),
        index_of("a\nb", "\n").map(|i| i.to_string()),
        index_of("é", "e").map(|i| i.to_string()),
        last_index_of("abc", "").map(|i| i.to_string()),
        split("a b", &[]).map(|parts| parts.concat()),
        split("a b", &[""]).map(|parts| parts.concat()),
    ];
    for (row, actual) in table.iter().enumerate() {
        assert!(matches!(actual, Err(PureError::NotImplemented(_))), "row {row}: {actual:?}");
    }
}
