//! PROPERTY (exact folding): putting values into a folded expression gives what the expression gives for them.

use proptest::prelude::*;
use ringfence_estate::{Kind, Member, OriginId, Value};

use super::harness::{SKIP, Valuation, eval, fold, show, substitute_all};

/// A small generator of random numbers: the same seed, the same expression.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % sides
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

const TEXTS: [&str; 14] = ["", "a", "A", "ab", "-", "a-b", "/x/", "St", "1", "app", "stapp", "x/y", "hello", " pad "];

fn literal(dice: &mut Dice) -> String {
    format!("'{}'", dice.pick(&TEXTS))
}

fn text(dice: &mut Dice, depth: u32) -> String {
    if depth == 0 {
        return match dice.roll(9) {
            0 | 1 => literal(dice),
            8 => "parameters('y')".into(),
            2 => "parameters('s')".into(),
            3 => "parameters('t')".into(),
            4 => "parameters('seg')".into(),
            5 => "parameters('fixed')".into(),
            6 => "parameters('short')".into(),
            _ => "parameters('tier')".into(),
        };
    }
    let d = depth - 1;
    match dice.roll(22) {
        0 => format!("concat({}, {})", text(dice, d), text(dice, d)),
        1 => format!("concat({}, {}, {})", text(dice, d), number(dice, d), truth(dice, d)),
        2 => format!("format('{{1}}-{{0}}{{{{', {}, {})", text(dice, d), number(dice, d)),
        3 => format!("format('st{{0}}/{{1}}', {}, {})", text(dice, d), truth(dice, d)),
        4 => format!("toLower({})", text(dice, d)),
        5 => format!("toUpper({})", text(dice, d)),
        6 => format!(
            "replace({}, {}, {})",
            text(dice, d),
            dice.pick(&["'-'", "'/'", "'a'", "'ab'", "'1'"]),
            literal(dice)
        ),
        7 => format!("take({}, {})", text(dice, d), dice.roll(9)),
        8 => format!("skip({}, {})", text(dice, d), dice.roll(9)),
        9 => format!("substring({}, {}, {})", text(dice, d), dice.roll(4), dice.roll(4)),
        10 => format!("substring({}, {})", text(dice, d), dice.roll(4)),
        11 => format!("if({}, {}, {})", truth(dice, d), text(dice, d), text(dice, d)),
        12 => format!("trim({})", text(dice, d)),
        13 => format!(
            "padLeft({}, {}, '0')",
            if dice.roll(2) == 0 { text(dice, d) } else { number(dice, d) },
            dice.roll(8) + 1
        ),
        14 => format!("uniqueString({})", text(dice, d)),
        15 => format!("string({})", if dice.roll(2) == 0 { number(dice, d) } else { text(dice, d) }),
        16 => format!("first({})", text(dice, d)),
        17 => format!("last({})", text(dice, d)),
        18 => format!("join({}, {})", list(dice, d), literal(dice)),
        19 => format!(
            "split({}, {})[{}]",
            text(dice, d),
            dice.pick(&["'-'", "'/'", "createArray('-', '/')"]),
            dice.roll(3)
        ),
        20 => format!("base64ToString(base64({}))", text(dice, d)),
        _ => format!("guid({}, {})", text(dice, d), text(dice, d)),
    }
}

fn number(dice: &mut Dice, depth: u32) -> String {
    if depth == 0 {
        return match dice.roll(4) {
            0 => "parameters('i')".into(),
            1 => "parameters('n')".into(),
            _ => dice.pick(&["0", "1", "2", "7", "-3"]).into(),
        };
    }
    let d = depth - 1;
    match dice.roll(13) {
        0 => format!("add({}, {})", number(dice, d), number(dice, d)),
        1 => format!("sub({}, {})", number(dice, d), number(dice, d)),
        2 => format!("mul({}, {})", number(dice, d), number(dice, d)),
        3 => format!("div({}, {})", number(dice, d), number(dice, d)),
        4 => format!("mod({}, {})", number(dice, d), number(dice, d)),
        5 => format!("length({})", text(dice, d)),
        6 => format!("length({})", list(dice, d)),
        7 => format!("length({})", object(dice, d)),
        8 => format!("min({}, {})", number(dice, d), number(dice, d)),
        9 => format!("indexOf({}, {})", text(dice, d), literal(dice)),
        10 => format!("indexOf({}, {})", list(dice, d), text(dice, d)),
        11 => format!("int(string({}))", number(dice, d)),
        _ => format!("if({}, {}, {})", truth(dice, d), number(dice, d), number(dice, d)),
    }
}

fn truth(dice: &mut Dice, depth: u32) -> String {
    if depth == 0 {
        return dice.pick(&["parameters('b')", "parameters('c')", "true()", "parameters('b')"]).into();
    }
    let d = depth - 1;
    match dice.roll(19) {
        0 => format!("equals({}, {})", text(dice, d), text(dice, d)),
        1 => format!("equals({}, {})", literal(dice), text(dice, d)),
        2 => format!("equals({}, {})", number(dice, d), number(dice, d)),
        3 => format!("equals({}, {})", list(dice, d), list(dice, d)),
        4 => format!("equals({}, {})", object(dice, d), object(dice, d)),
        5 => format!("not({})", truth(dice, d)),
        6 => format!("and({}, {})", truth(dice, d), truth(dice, d)),
        7 => format!("or({}, {})", truth(dice, d), truth(dice, d)),
        8 => format!("empty({})", text(dice, d)),
        9 => format!("empty({})", list(dice, d)),
        10 => format!("empty({})", object(dice, d)),
        11 => format!("contains({}, {})", text(dice, d), text(dice, d)),
        12 => format!("contains({}, {})", list(dice, d), text(dice, d)),
        13 => {
            format!("contains({}, {})", object(dice, d), dice.pick(&["'k'", "'K'", "'m'", "'q'", "parameters('tier')"]))
        }
        14 => format!("startsWith({}, {})", text(dice, d), text(dice, d)),
        15 => format!("endsWith({}, {})", text(dice, d), text(dice, d)),
        16 => format!("less({}, {})", number(dice, d), number(dice, d)),
        17 => format!("greaterOrEquals({}, {})", number(dice, d), number(dice, d)),
        _ => format!("equals({}, null())", dice.pick(&["parameters('x')", "parameters('s')", "null()"])),
    }
}

fn list(dice: &mut Dice, depth: u32) -> String {
    if depth == 0 {
        return match dice.roll(5) {
            0 => "parameters('a')".into(),
            1 => "parameters('d')".into(),
            2 => "createArray()".into(),
            3 => format!("createArray({})", text(dice, 0)),
            _ => format!("createArray({}, {})", literal(dice), text(dice, 0)),
        };
    }
    let d = depth - 1;
    match dice.roll(24) {
        22 => many(dice, "concat", |dice| format!("createArray({})", text(dice, 0)), "createArray()"),
        23 => many(dice, "union", |dice| format!("createArray({})", text(dice, 0)), "createArray()"),
        0 | 1 => format!("concat({}, {})", list(dice, d), list(dice, d)),
        2 | 3 => format!("union({}, {})", list(dice, d), list(dice, d)),
        4 => format!("if({}, {}, {})", truth(dice, d), list(dice, d), list(dice, d)),
        5 => format!("createArray({}, {})", text(dice, d), text(dice, d)),
        6 => format!("take({}, {})", list(dice, d), dice.roll(4)),
        7 => format!("skip({}, {})", list(dice, d), dice.roll(4)),
        8 => format!("flatten(createArray({}, {}))", list(dice, d), list(dice, d)),
        9 => format!("intersection({}, {})", list(dice, d), list(dice, d)),
        10 => format!("distinct({})", list(dice, d)),
        11 => format!("range({}, {})", number(dice, d), dice.pick(&["0", "3", "parameters('n')"])),
        12 => format!("map({}, lambda('e', concat('p', lambdaVariables('e'), {})))", list(dice, d), text(dice, d)),
        13 => {
            format!("map({}, lambda('e', 'i', createArray(lambdaVariables('i'), lambdaVariables('e'))))", list(dice, d))
        }
        14 => format!(
            "filter({}, lambda('e', or({}, equals(lambdaVariables('e'), {}))))",
            list(dice, d),
            truth(dice, d),
            text(dice, d)
        ),
        15 => format!("filter({}, lambda('e', 'i', less(lambdaVariables('i'), 1)))", list(dice, d)),
        16 => format!("items({})", object(dice, d)),
        17 => format!("objectKeys({})", object(dice, d)),
        18 => format!("split({}, '/')", text(dice, d)),
        19 => format!("array({})", text(dice, d)),
        20 => format!(
            "reduce(createArray({}, {}), {}, lambda('x', 'e', concat(lambdaVariables('x'), createArray(lambdaVariables('e')))))",
            text(dice, d),
            text(dice, d),
            list(dice, d)
        ),
        _ => {
            format!("concat({}, if({}, createArray({}), createArray()))", list(dice, d), truth(dice, d), text(dice, d))
        }
    }
}

fn object(dice: &mut Dice, depth: u32) -> String {
    if depth == 0 {
        return match dice.roll(4) {
            0 => "parameters('o')".into(),
            1 => "parameters('p')".into(),
            2 => "createObject()".into(),
            _ => format!("createObject('k', {})", text(dice, 0)),
        };
    }
    let d = depth - 1;
    match dice.roll(13) {
        11 => many(dice, "union", member, "createObject()"),
        12 => format!("shallowMerge({})", many(dice, "createArray", member, "createObject()")),
        0..3 => format!("union({}, {})", object(dice, d), object(dice, d)),
        3 => format!("shallowMerge(createArray({}, {}))", object(dice, d), object(dice, d)),
        4 => format!("if({}, {}, {})", truth(dice, d), object(dice, d), object(dice, d)),
        5 => format!("createObject('k', {}, 'm', {})", text(dice, d), list(dice, d)),
        6 => format!("createObject('m', {}, {}, 1)", object(dice, d), text(dice, d)),
        7 => format!(
            "union({}, if({}, createObject('q', {}), createObject()))",
            object(dice, d),
            truth(dice, d),
            text(dice, d)
        ),
        8 => format!("mapValues({}, lambda('v', createArray(lambdaVariables('v'))))", object(dice, d)),
        9 => format!(
            "toObject(createArray('k', {}), lambda('e', concat('z', lambdaVariables('e'))), lambda('e', {}))",
            literal(dice),
            text(dice, d)
        ),
        _ => format!("intersection({}, {})", object(dice, d), object(dice, d)),
    }
}

fn member(dice: &mut Dice) -> String {
    format!("createObject({}, {})", dice.pick(&["'k'", "'m'", "'q'", "'z'"]), text(dice, 0))
}

/// So many optional parts that they are not told apart case by case.
fn many(dice: &mut Dice, function: &str, part: fn(&mut Dice) -> String, nothing: &str) -> String {
    let parts: Vec<String> = (0..5)
        .map(|at| {
            let when = match at {
                0 => "parameters('b')".into(),
                1 => "equals(parameters('tier'), 'Basic')".into(),
                2 => format!("equals(parameters('s'), {})", literal(dice)),
                _ => truth(dice, 1),
            };
            format!("if({when}, {}, {nothing})", part(dice))
        })
        .collect();
    format!("{function}({})", parts.join(", "))
}

/// Any value; also what reaches into one.
fn any(dice: &mut Dice, depth: u32) -> String {
    match dice.roll(12) {
        0 | 1 => text(dice, depth),
        2 => number(dice, depth),
        3 | 4 => truth(dice, depth),
        5 | 6 => list(dice, depth),
        7 => object(dice, depth),
        8 => format!("{}.k", object(dice, depth)),
        9 => format!("{}[{}]", list(dice, depth), dice.roll(3)),
        10 => format!("tryGet({}, {})", object(dice, depth), dice.pick(&["'k'", "'m'", "'nope'"])),
        _ => match dice.roll(4) {
            0 => format!("tryGet({}, {})", list(dice, depth), dice.roll(4)),
            1 => format!(
                "coalesce({}, {})",
                dice.pick(&["parameters('x')", "null()", "parameters('s')"]),
                any(dice, depth)
            ),
            2 => format!("first({})", list(dice, depth)),
            _ => format!("last({})", list(dice, depth)),
        },
    }
}

fn int(value: i64) -> Value {
    Value::synthetic(Kind::Int(value))
}

fn some_list(dice: &mut Dice, least: usize) -> Value {
    let length = least + dice.roll(3);
    let items: Vec<Value> = (0..length).map(|_| Value::text(dice.pick(&TEXTS))).collect();
    Value::array(items, OriginId::NONE)
}

fn some_object(dice: &mut Dice) -> Value {
    let mut members = Vec::new();
    for name in ["k", "m", "q", "r"] {
        let value = match dice.roll(5) {
            0 => Value::text(dice.pick(&TEXTS)),
            1 => some_list(dice, 0),
            2 => Value::object(vec![Member::new("k", OriginId::NONE, Value::text(dice.pick(&TEXTS)))], OriginId::NONE),
            _ => continue,
        };
        members.push(Member::new(name, OriginId::NONE, value));
    }
    Value::object(members, OriginId::NONE)
}

/// One value for each parameter, within its domain.
fn valuation(dice: &mut Dice) -> Valuation {
    let mut valuation = Valuation::default();
    let mut set = |name: &str, value: Value| valuation.parameters.insert(name.into(), value);
    set("s", Value::text(dice.pick(&TEXTS)));
    set("t", Value::text(dice.pick(&TEXTS)));
    set("seg", Value::text(dice.pick(&["a", "app", "a-b", "St", "1"])));
    set("fixed", Value::text(dice.pick(&["hello", "a-b-c", "stapp", "12345"])));
    set("short", Value::text(dice.pick(&["ab", "/x/", "a-b", "  ", "HELL"])));
    set("y", Value::text(dice.pick(&TEXTS)));
    set("i", int(dice.pick(&[-3, 0, 1, 2, 7, 100])));
    set("n", int(i64::try_from(dice.roll(5)).unwrap()));
    set("b", Value::bool(dice.roll(2) == 0, OriginId::NONE));
    set("c", Value::bool(dice.roll(2) == 0, OriginId::NONE));
    set("tier", Value::text(dice.pick(&["Basic", "Standard", ""])));
    set("a", some_list(dice, 0));
    set("d", some_list(dice, 1));
    set("o", some_object(dice));
    set("p", some_object(dice));
    let x = match dice.roll(4) {
        0 => Value::synthetic(Kind::Null),
        1 => int(3),
        2 => some_list(dice, 0),
        _ => Value::text(dice.pick(&TEXTS)),
    };
    set("x", x);
    valuation
}

/// What compares: members in the order of their names, nothing omitted.
fn canonical(value: &Value, spelled: bool) -> Value {
    match &value.kind {
        Kind::Array(array) => {
            Value::array(array.elements.iter().map(|element| canonical(&element.value, spelled)), OriginId::NONE)
        }
        Kind::Object(object) => {
            let members = object.members.iter().filter(|member| !member.value.is_omitted());
            let mut members: Vec<Member> = members
                .map(|member| {
                    let name = if spelled { member.name.to_string() } else { member.name.to_lowercase() };
                    Member::new(name, OriginId::NONE, canonical(&member.value, spelled))
                })
                .collect();
            members.sort_by_key(|member| member.name.to_lowercase());
            Value::object(members, OriginId::NONE)
        }
        Kind::Omitted => Value::synthetic(Kind::Null),
        kind => Value::synthetic(kind.clone()),
    }
}

/// Whether two values are the same. Of two spellings of a name that differ in case only the first that was written
/// stands; where it stands in members that are not known, which one that is is not known either.
fn agree(got: &Value, wanted: &Value, folded: &Value) -> bool {
    let spelled = !show(folded).contains("...");
    canonical(got, spelled) == canonical(wanted, spelled)
}

/// Whether an error says that a part was left open, and not that something went wrong.
fn is_left_open(error: &str, expression: &str) -> bool {
    let open = |what: &str| error.starts_with(&format!("no value for {what}"));
    error == SKIP
        // No source says what a part of it is, and the whole does not need it.
        || error.ends_with("is not known")
        || open("replace(")
        // What is too large, or has too many cases, is an unknown value, and says so.
        || open("an expression too large to keep")
        || open("one of more than")
        || open("a function of more than")
        || open("one of several values under conditions")
        // The body of a lambda that fails for any item may be asked for none.
        || (open("") && expression.contains("lambda("))
}

/// How often the property was put to the test, and not passed over because the call fails for these values.
fn check(expression: &str, dice: &mut Dice) -> Result<usize, TestCaseError> {
    let folded = fold(expression, &Valuation::default());
    let mut compared = 0;
    for _ in 0..6 {
        let mut valuation = valuation(dice);
        let Ok(wanted) = eval(expression, &valuation) else { continue };
        if !wanted.is_known() {
            continue;
        }
        let values: Vec<String> =
            valuation.parameters.iter().map(|(name, value)| format!("{name}={}", show(value))).collect();
        let place = format!("{expression}\n  {}", values.join(" "));
        let folded = match &folded {
            Ok((folded, arrays)) => {
                valuation = valuation.with_arrays(arrays);
                folded
            }
            Err(error) => {
                return Err(TestCaseError::fail(format!("{place}\n  fails: {error}\n  wanted {}", show(&wanted))));
            }
        };
        let ways = substitute_all(folded, &valuation);
        let reached = |way: &Result<Value, String>| way.as_ref().is_ok_and(|got| agree(got, &wanted, folded));
        if ways.iter().any(reached) {
            compared += 1;
        } else if !ways.iter().any(|way| way.as_ref().is_err_and(|error| is_left_open(error, expression))) {
            let ways: Vec<String> = ways
                .iter()
                .map(|way| way.as_ref().map_or_else(Clone::clone, |got| format!("got {}", show(got))))
                .collect();
            let (wanted, folded) = (show(&wanted), show(folded));
            let ways = ways.join("\n  ");
            return Err(TestCaseError::fail(format!("{place}\n  {ways}\n  wanted {wanted}\n  folded {folded}")));
        }
    }
    Ok(compared)
}

proptest! {
    // Every run draws anew. What it prints of a failure, depth and seed, is a row for `what_disagreed_once_agrees`.
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(1500),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn folding_is_exact(depth in 0u32..5, seed in 1u64..) {
        let mut dice = Dice(seed);
        let expression = any(&mut dice, depth);
        check(&expression, &mut dice)?;
    }
}

/// Draws that once disagreed, by depth and seed.
#[test]
fn what_disagreed_once_agrees() {
    let rows = [
        // Conditions too large to work on: one answer to them is what they really are.
        (4, 0x064ddd1fb79d58a1),
        (2, 0x557451402ab8cbc6),
        (4, 0xa8d22d477742150b),
        (3, 0xd32dd159e869afb7),
        (4, 0x3b74a9bee00dc472),
        // `A` and `a` are one member; which of the two spellings stands is not known.
        (4, 0x07c2d8fd4334141b),
        // Too many combinations of choices.
        (4, 0x2ab0985ab4c4e268),
        // A part of which no source says what it is, and that nothing asks for.
        (5, 0x0be770130e4aaf44),
    ];
    for (depth, seed) in rows {
        let mut dice = Dice(seed);
        let expression = any(&mut dice, depth);
        check(&expression, &mut dice).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// The property would hold idly if most draws failed.
#[test]
fn most_draws_are_compared() {
    let (mut compared, mut drawn) = (0, 0);
    for seed in 1..400u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let expression = any(&mut dice, 2);
        compared += check(&expression, &mut dice).unwrap_or_else(|error| panic!("{error}"));
        drawn += 6;
    }
    assert!(compared * 2 > drawn, "{compared} of {drawn}");
}
