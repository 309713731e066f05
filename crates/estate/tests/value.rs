//! One test for each sentence of the design about values.

use ringfence_estate::{
    Array, Atom, Case, Cause, Domain, Element, ElementKind, Guard, Kind, MAX_CASES, Member, OriginId, Piece, Sameness,
    Term, Value, map_cases,
};

const NONE: OriginId = OriginId::NONE;

fn atom(name: &str, domain: Domain) -> Term {
    Term::atom(Atom::parameter(name, "main"), domain)
}

fn literal(text: &str) -> Piece {
    Piece::Literal(text.into())
}

fn concat<const N: usize>(pieces: [Piece; N]) -> Value {
    Value::concat(pieces, NONE)
}

fn base_name() -> Piece {
    Piece::Term(atom("baseName", Domain::String { min: 6, max: Some(8), segment: false }))
}

#[test]
fn identity_is_the_normalised_text_and_the_deployment() {
    let here = Term::atom(Atom::parameter("location", "main"), Domain::STRING);
    let again = Term::atom(Atom::parameter("location", "main"), Domain::Any);
    let elsewhere = Term::atom(Atom::parameter("location", "hub"), Domain::STRING);
    assert_eq!(here, again);
    assert_ne!(here, elsewhere);
    assert_eq!(here.text(), elsewhere.text());
    assert_ne!(here.cmp(&elsewhere), std::cmp::Ordering::Equal);
}

#[test]
fn a_term_prints_as_arm_text() {
    let value = concat([literal("st{x}'"), base_name(), literal("/"), base_name()]);
    assert_eq!(value.as_term().unwrap().to_string(), "[format('st{{x}}''{0}/{0}', parameters('baseName'))]");
    assert_eq!(value.to_string(), "st{x}'{baseName}/{baseName}");
    let location = Term::atom(Atom::scope("resourceGroup().location", "main"), Domain::STRING);
    assert_eq!(location.to_string(), "[resourceGroup().location]");
}

#[test]
fn a_string_is_a_concatenation_of_literals_and_atoms() {
    let inner = concat([literal("a"), base_name()]);
    let outer =
        Value::concat(inner.pieces().unwrap().into_iter().chain([literal(""), literal("b"), literal("c")]), NONE);
    assert_eq!(outer.pieces().unwrap(), [literal("a"), base_name(), literal("bc")]);
    assert_eq!(concat([literal("a"), literal("b")]).as_str(), Some("ab"));
}

#[test]
fn equality_answers_same_different_or_maybe() {
    let b = || base_name();
    let other = || Piece::Term(atom("other", Domain::STRING));
    let segment = || Piece::Term(atom("name", Domain::SEGMENT));
    let cases: Vec<(&str, Value, Value, Sameness)> = vec![
        ("the same atom", concat([literal("st"), b()]), concat([literal("st"), b()]), Sameness::Same),
        ("more text before it", concat([literal("st"), b()]), concat([literal("stapp"), b()]), Sameness::Different),
        ("more text after it", concat([b(), literal("1")]), concat([b(), literal("22")]), Sameness::Different),
        ("other starts", concat([literal("a"), b()]), concat([literal("b"), other()]), Sameness::Different),
        ("other ends", concat([b(), literal("-a")]), concat([other(), literal("-b")]), Sameness::Different),
        ("two atoms", concat([b()]), concat([other()]), Sameness::Maybe),
        ("an atom may be the text", concat([literal("a"), other()]), Value::text("abc"), Sameness::Maybe),
        ("too short for the atom", concat([literal("st"), b()]), Value::text("stx"), Sameness::Different),
        ("too long for the atom", concat([literal("st"), b()]), Value::text("st123456789"), Sameness::Different),
        ("fewer segments", concat([literal("a/"), segment()]), Value::text("a/b/c"), Sameness::Different),
        ("no bound on segments", concat([literal("a/"), other()]), Value::text("a/b/c"), Sameness::Maybe),
        ("atoms swapped", concat([b(), other()]), concat([other(), b()]), Sameness::Maybe),
        ("atoms swapped, more text", concat([b(), literal("x"), other()]), concat([other(), b()]), Sameness::Different),
        ("a string and a number", concat([b()]), Value::synthetic(Kind::Int(1)), Sameness::Different),
        ("null and left out", Value::synthetic(Kind::Null), Value::synthetic(Kind::Omitted), Sameness::Same),
    ];
    for (note, left, right, expected) in cases {
        assert_eq!(left.same(&right, Case::Sensitive), expected, "{note}");
        assert_eq!(right.same(&left, Case::Sensitive), expected, "{note}, the other way round");
    }
    let prod = atom("prod", Domain::Bool);
    let either = |yes: &str, no: &str| {
        let guard = Guard::when(&prod);
        Value::cases([(guard.clone(), Value::text(yes)), (guard.not(), Value::text(no))], OriginId::NONE)
    };
    let cases = [
        ("the same under each choice", either("a", "b"), either("A", "B"), Sameness::Same),
        ("different under each choice", either("a", "b"), either("b", "a"), Sameness::Different),
        ("the same under one choice", either("a", "b"), either("a", "c"), Sameness::Maybe),
    ];
    for (note, left, right, expected) in cases {
        assert_eq!(left.same(&right, Case::Insensitive), expected, "{note}");
        assert_eq!(right.same(&left, Case::Insensitive), expected, "{note}, the other way round");
    }
    let (lower, upper) = (concat([literal("st"), b()]), concat([literal("ST"), b()]));
    assert_eq!(lower.same(&upper, Case::Insensitive), Sameness::Same);
    assert_eq!(lower.same(&upper, Case::Sensitive), Sameness::Different);
}

#[test]
fn integers_with_bounds_that_do_not_meet_differ() {
    let count = atom("count", Domain::Int { min: Some(1), max: Some(5) });
    let count = Value::term(count, NONE);
    assert_eq!(count.same(&Value::synthetic(Kind::Int(0)), Case::Sensitive), Sameness::Different);
    assert_eq!(count.same(&Value::synthetic(Kind::Int(3)), Case::Sensitive), Sameness::Maybe);
}

#[test]
fn a_property_is_a_value_null_omitted_or_unknown() {
    let unknown = Value::term(atom("access", Domain::STRING), NONE);
    let object = Value::object(
        vec![
            Member::new("set", NONE, Value::text("Disabled")),
            Member::new("nothing", NONE, Value::synthetic(Kind::Null)),
            Member::new("open", NONE, unknown),
        ],
        NONE,
    );
    assert_eq!(object.get("SET").as_str(), Some("Disabled"));
    assert_eq!(object.get("nothing").kind, Kind::Null);
    assert_eq!(object.get("absent").kind, Kind::Omitted);
    assert_eq!(object.path("nothing.deeper").kind, Kind::Omitted);
    let term = object.get("open");
    assert_eq!(term.as_term().unwrap().causes(), [Cause::NoValue]);
    let whole = Value::term(atom("settings", Domain::Object), NONE);
    assert_eq!(whole.path("network.access").to_string(), "{settings.network.access}");
}

#[test]
fn a_value_that_depends_on_a_finite_atom_is_a_set_of_cases() {
    let isolated = Value::term(atom("isolated", Domain::Bool), NONE);
    let access = map_cases(&[isolated], NONE, |args, _| {
        Value::text(if args[0].as_bool() == Some(true) { "Disabled" } else { "Enabled" })
    });
    let cases: Vec<String> = access.each_case().map(|(guard, value)| format!("{guard}: {value}")).collect();
    assert_eq!(cases, ["isolated is false: Enabled", "isolated is true: Disabled"]);
    // `if (c)` and `if (!c)` stay exclusive.
    let guards: Vec<Guard> = access.each_case().map(|(guard, _)| guard.clone()).collect();
    assert!(guards[0].excludes(&guards[1]) && guards[0].or(&guards[1]).is_always());
    // Cases that come out equal are one case again.
    let constant = map_cases(&[access], NONE, |_, _| Value::text("x"));
    assert_eq!(constant.as_str(), Some("x"));
}

#[test]
fn the_same_choice_is_made_once_in_all_arguments() {
    let isolated = || Value::term(atom("isolated", Domain::Bool), NONE);
    let mut seen = Vec::new();
    map_cases(&[isolated(), isolated()], NONE, |args, _| {
        seen.push((args[0].as_bool(), args[1].as_bool()));
        Value::text("x")
    });
    assert_eq!(seen, [(Some(false), Some(false)), (Some(true), Some(true))]);
}

#[test]
fn more_than_64_cases_are_unknown_for_that_reason() {
    let allowed: Vec<Value> = (0..40).map(|n| Value::text(&format!("v{n}"))).collect();
    let term = |name: &str| Value::term(atom(name, Domain::OneOf(allowed.clone().into())), NONE);
    let both = map_cases(&[term("a"), term("b")], NONE, |args, _| Value::text(&format!("{}{}", args[0], args[1])));
    assert_eq!(both.as_term().unwrap().causes(), [Cause::TooManyCases]);
    assert_eq!(term("a").each_case().count(), 40);
    assert_eq!(MAX_CASES, 64);
}

/// What is omitted is not a value: too many cases do not hide it.
#[test]
fn of_more_than_64_cases_what_is_omitted_stays_omitted() {
    let many = |last: &str| {
        let allowed: Vec<Value> = (0..80).map(|n| Value::text(&format!("v{n}"))).collect();
        let choice = atom("a", Domain::OneOf(allowed.into()));
        let value = |n: usize| match n {
            7 | 77 => Value::synthetic(Kind::Omitted),
            79 => Value::text(last),
            n => Value::text(&format!("w{n}")),
        };
        (Value::cases((0..80).map(|n| (Guard::is(&choice, n), value(n))), NONE), choice)
    };
    let (value, choice) = many("one");
    for n in 0..80 {
        assert_eq!(value.under(&Guard::is(&choice, n)).is_omitted(), n == 7 || n == 77, "{n}");
    }
    // What is no longer told apart still tells two values apart.
    assert_eq!(value, many("one").0);
    assert_ne!(value, many("other").0);
}

#[test]
fn a_family_adds_to_may_and_never_to_must() {
    let rule = Value::text("203.0.113.0/24");
    let index = atom("copyIndex", Domain::INT);
    let family = Element { guard: Guard::Always, kind: ElementKind::Family { index }, value: rule.clone() };
    let array = Array { elements: vec![family] };
    // A rule about an empty list sees both cases.
    assert_eq!(array.emptiness(), (Guard::Never, Guard::Always));
    assert_eq!(array.count(), None);
    assert_eq!(Array { elements: vec![Element::one(rule)] }.emptiness(), (Guard::Never, Guard::Never));
    assert_eq!(Array::default().emptiness(), (Guard::Always, Guard::Always));
}

#[test]
fn an_unknown_names_its_cause() {
    let reference = Term::call("reference", [Value::text("id")], Domain::Object).property("address");
    assert_eq!(reference.causes(), [Cause::RunTime]);
    let both = concat([base_name(), Piece::Term(reference.within(Domain::STRING))]);
    assert_eq!(both.as_term().unwrap().causes(), [Cause::NoValue, Cause::RunTime]);
    assert_eq!(both.atoms().len(), 1);
}

#[test]
fn values_are_equal_whatever_their_origin() {
    let mut origins = ringfence_estate::Origins::default();
    let mut sources = ringfence_source::Sources::default();
    let span = ringfence_source::Span::start_of(sources.add("main.bicep", ""));
    let origin = origins.add(span, ringfence_estate::InstanceId::ROOT);
    assert_eq!(Value::string("x", origin), Value::text("x"));
}

#[test]
fn an_origin_knows_the_modules_and_the_defaults_it_rests_on() {
    let mut origins = ringfence_estate::Origins::default();
    let mut sources = ringfence_source::Sources::default();
    let span = ringfence_source::Span::start_of(sources.add("main.bicep", ""));
    let root = ringfence_estate::InstanceId::ROOT;
    let network = origins.enter(root, span, "deployNetwork");
    let subnets = origins.enter(network, span, "subnets[2]");
    let plain = origins.add(span, subnets);
    let path: Vec<&str> = origins.path(subnets).iter().map(|step| step.label.as_ref()).collect();
    assert_eq!(path, ["deployNetwork", "subnets[2]"]);
    let location = origins.by_default(plain, "location");
    let tier = origins.by_default(plain, "tier");
    let both = origins.derive(plain, [location, tier, plain]);
    let names: Vec<&str> = origins.defaults_of(both).iter().map(AsRef::as_ref).collect();
    assert_eq!(names, ["location", "tier"]);
    assert_eq!(origins.derive(both, [location]), both);
}
