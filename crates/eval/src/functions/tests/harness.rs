//! Evaluates expressions over atoms, shows what comes out, and puts values for the atoms into it.
//!
//! The evaluator here knows literals, calls, lambdas and `parameters('…')`, and shares nothing with the real one.

use std::collections::BTreeMap;
use std::rc::Rc;

use ringfence_arm::{Expr, ExprKind, parse_expression};
use ringfence_estate::{
    Array, Atom, Cause, Domain, ElementKind, Guard, Kind, Member, Object, OriginId, Origins, Piece, Term, TermKind,
    Value,
};
use ringfence_source::Sources;

use super::super::{Call, FunctionError, LambdaSite, Lambdas, element, resolve};

/// The parameters that expressions may use, and what is known of each.
pub(super) fn atoms() -> Vec<(&'static str, Domain)> {
    let fixed = Domain::String { min: 5, max: Some(5), segment: true };
    let tiers = ["Basic", "Standard", ""].map(Value::text);
    vec![
        ("s", Domain::STRING),
        ("t", Domain::STRING),
        ("seg", Domain::SEGMENT),
        ("fixed", fixed),
        ("short", Domain::String { min: 2, max: Some(4), segment: false }),
        ("i", Domain::INT),
        ("n", Domain::Int { min: Some(0), max: Some(4) }),
        ("b", Domain::Bool),
        ("c", Domain::Bool),
        ("tier", Domain::OneOf(tiers.into())),
        ("a", Domain::ARRAY),
        ("d", Domain::Array { min: 1, max: None }),
        ("o", Domain::Object),
        ("p", Domain::Object),
        ("x", Domain::Any),
        // Not known to be a string, but it is one.
        ("y", Domain::Any),
    ]
}

/// The value of a parameter: an atom, or what the valuation says.
#[derive(Clone, Default)]
pub(super) struct Valuation {
    /// Values of parameters; those that are not here are atoms.
    pub(super) parameters: BTreeMap<String, Value>,
    /// Values of the indices of families and the parameters of lambdas, by their text.
    indices: BTreeMap<String, Value>,
    /// The arrays that an expression met, by their text: what the indices of families are named after.
    arrays: Rc<BTreeMap<String, Term>>,
    /// What is tried of the conditions that were too large to work on.
    conditions: BTreeMap<String, bool>,
}

/// Puts the values of the atoms into a value in which conditions may have become too large to work on: what comes out
/// for each way to answer them, of which one is what they really are.
///
/// Ways that contradict each other are left out: no choice leads to them.
pub(super) fn substitute_all(value: &Value, valuation: &Valuation) -> Vec<Result<Value, String>> {
    let result = substitute(value, valuation);
    let condition = result.as_ref().err().and_then(|error| error.strip_prefix(NO_VALUE));
    let Some(condition) = condition.filter(|what| what.starts_with("condition ")) else {
        let contradiction = result.as_ref().is_err_and(|error| error.starts_with(CONTRADICTION));
        return if contradiction && !valuation.conditions.is_empty() { vec![] } else { vec![result] };
    };
    if valuation.conditions.len() >= 8 {
        return vec![Err(SKIP.into())];
    }
    let ways = [false, true].map(|answer| {
        let mut valuation = valuation.clone();
        valuation.conditions.insert(condition.to_owned(), answer);
        substitute_all(value, &valuation)
    });
    ways.concat()
}

/// What an error says of an atom for which the valuation has no value.
const NO_VALUE: &str = "no value for ";

/// What an error says of cases that hold at once, or of which none holds.
const CONTRADICTION: &str = "not one case of ";

/// An error that says nothing of the functions: the harness cannot go on.
pub(super) const SKIP: &str = "skip";

/// The value of an expression.
pub(super) fn eval(text: &str, valuation: &Valuation) -> Result<Value, String> {
    fold(text, valuation).map(|(value, _)| value)
}

/// The value of an expression, and the arrays that it met.
pub(super) fn fold(text: &str, valuation: &Valuation) -> Result<(Value, Rc<BTreeMap<String, Term>>), String> {
    let file = Sources::default().add("main.json", "");
    let expr = parse_expression(text, file, 0).map_err(|_| SKIP)?;
    let arrays = BTreeMap::new();
    let mut evaluator = Evaluator {
        valuation,
        origins: Origins::default(),
        locals: Vec::new(),
        depth: 0,
        arrays,
        failed: None,
        unclear: false,
    };
    let value = evaluator.expr(&expr)?;
    // With a value for each atom, a body that fails fails for certain.
    if let (false, Some(error)) = (valuation.parameters.is_empty(), evaluator.failed) {
        return Err(error);
    }
    // Nor is what it comes to the last word where a part of it is not known.
    if !valuation.parameters.is_empty() && evaluator.unclear {
        return Err(SKIP.into());
    }
    Ok((value, Rc::new(evaluator.arrays)))
}

impl Valuation {
    /// The same, for an expression that met these arrays.
    pub(super) fn with_arrays(mut self, arrays: &Rc<BTreeMap<String, Term>>) -> Self {
        self.arrays = arrays.clone();
        self
    }
}

struct Evaluator<'v> {
    valuation: &'v Valuation,
    origins: Origins,
    locals: Vec<(String, Value)>,
    depth: usize,
    arrays: BTreeMap<String, Term>,
    failed: Option<String>,
    /// Whether a part has no value although each atom has one: no source says what it is.
    unclear: bool,
}

struct Bodies<'e, 'v> {
    evaluator: &'e mut Evaluator<'v>,
    lambdas: Vec<(Vec<String>, Expr)>,
}

impl Evaluator<'_> {
    fn expr(&mut self, expr: &Expr) -> Result<Value, String> {
        let value = self.fresh(expr)?;
        self.unclear |= !value.is_known();
        for (_, value) in value.each_case() {
            let elements = value.as_array().map_or(&[][..], |array| &array.elements);
            let terms = elements.iter().filter_map(|element| element.value.as_term()).chain(value.as_term());
            self.arrays.extend(terms.map(|term| (term.text().to_string(), term.clone())));
        }
        Ok(value)
    }

    fn fresh(&mut self, expr: &Expr) -> Result<Value, String> {
        match &expr.kind {
            ExprKind::String(text) => Ok(Value::text(text)),
            ExprKind::Int(value) => Ok(Value::synthetic(Kind::Int(*value))),
            ExprKind::Property { base, name } => {
                let base = self.expr(base)?;
                self.element(&base, &Value::text(name))
            }
            ExprKind::Index { base, index } => {
                let (base, index) = (self.expr(base)?, self.expr(index)?);
                self.element(&base, &index)
            }
            ExprKind::Call { name, args } => self.call(name, args),
            ExprKind::Unreadable => Err("unreadable".into()),
        }
    }

    fn element(&mut self, base: &Value, key: &Value) -> Result<Value, String> {
        with_call(&mut self.origins, |call| element(base, key, call)).map_err(|error| error.message)
    }

    fn call(&mut self, name: &str, args: &[Expr]) -> Result<Value, String> {
        if let [Expr { kind: ExprKind::String(of), .. }] = args {
            match name {
                "parameters" => return Ok(parameter(of, self.valuation)),
                "lambdaVariables" => {
                    let found = self.locals.iter().rev().find(|(name, _)| name == &**of);
                    return found.map(|(_, value)| value.clone()).ok_or(format!("no variable {of}"));
                }
                _ => {}
            }
        }
        // `index` stands in the text of terms only.
        let function = resolve(name).ok_or(SKIP)?;
        if function.lambdas().is_empty() {
            let args = args.iter().map(|arg| self.expr(arg)).collect::<Result<Vec<_>, _>>()?;
            return with_call(&mut self.origins, |call| function.call(&args, call)).map_err(|error| error.message);
        }
        let (mut values, mut lambdas) = (Vec::new(), Vec::new());
        for (at, arg) in args.iter().enumerate() {
            match &arg.kind {
                ExprKind::Call { name, args } if function.lambdas().contains(&at) && &**name == "lambda" => {
                    let (body, names) = args.split_last().expect("a body");
                    let names = names.iter().map(|name| match &name.kind {
                        ExprKind::String(text) => text.to_string(),
                        other => panic!("{other:?}"),
                    });
                    lambdas.push((names.collect(), body.clone()));
                }
                _ => values.push(self.expr(arg)?),
            }
        }
        let site = LambdaSite { origin: OriginId::NONE, deployment: "main", depth: self.depth, count: lambdas.len() };
        let mut bodies = Bodies { evaluator: self, lambdas };
        function.call_lambda(&values, site, &mut bodies).map_err(|error| error.message)
    }
}

impl Lambdas for Bodies<'_, '_> {
    fn origins(&mut self) -> &mut Origins {
        &mut self.evaluator.origins
    }

    fn apply(&mut self, lambda: usize, args: &[Value], _: &Guard) -> Value {
        let (names, body) = self.lambdas[lambda].clone();
        let before = self.evaluator.locals.len();
        self.evaluator.locals.extend(names.into_iter().zip(args.iter().cloned()));
        self.evaluator.depth += 1;
        let result = self
            .evaluator
            .expr(&body)
            .and_then(|value| if value.is_too_large() { Err(format!("{body:?} gives too much")) } else { Ok(value) });
        self.evaluator.depth -= 1;
        self.evaluator.locals.truncate(before);
        result.unwrap_or_else(|error| {
            let value = Value::unknown(&error, Cause::NotInInput, Domain::Any, OriginId::NONE);
            self.evaluator.failed = Some(error);
            value
        })
    }
}

fn with_call<T>(
    origins: &mut Origins,
    work: impl FnOnce(&mut Call<'_>) -> Result<T, FunctionError>,
) -> Result<T, FunctionError> {
    let mut call = Call {
        origins,
        origin: OriginId::NONE,
        deployment: "main",
        call_site: "here",
        now: Some(1_700_000_000),
        errors: Vec::new(),
    };
    work(&mut call)
}

fn parameter(name: &str, valuation: &Valuation) -> Value {
    if let Some(value) = valuation.parameters.get(name) {
        return value.clone();
    }
    let (_, domain) = atoms().into_iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no atom {name}"));
    Value::term(Term::atom(Atom::parameter(name, "main"), domain), OriginId::NONE)
}

/// A value as text: known parts as in ARM, guards after `if`.
pub(super) fn show(value: &Value) -> String {
    match &value.kind {
        Kind::Null => "null".into(),
        Kind::Omitted => "omitted".into(),
        Kind::Bool(value) => value.to_string(),
        Kind::Int(value) => value.to_string(),
        Kind::Number(text) => text.to_string(),
        Kind::String(text) => format!("'{text}'"),
        Kind::Term(term) => {
            let text = term.text();
            let text = atoms().iter().fold(text.to_string(), |text, (name, _)| {
                text.replace(&format!("parameters('{name}')"), &format!("{{{name}}}"))
            });
            match term.domain() {
                Domain::String { min, max, .. } if (*min, *max) != (0, None) => {
                    let max = max.map_or(String::new(), |max| max.to_string());
                    format!("{text}:{min}..{max}")
                }
                Domain::Array { min, .. } if *min > 0 => format!("{text}:{min}.."),
                _ => text,
            }
        }
        Kind::Array(array) => {
            let items: Vec<String> = array
                .elements
                .iter()
                .map(|element| {
                    let value = show(&element.value);
                    let value = match element.kind {
                        ElementKind::One => value,
                        ElementKind::Family { .. } => format!("each {value}"),
                        ElementKind::Rest => format!("...{value}"),
                    };
                    match element.guard {
                        Guard::Always => value,
                        _ => format!("{value} if {}", element.guard),
                    }
                })
                .collect();
            format!("[{}]", items.join(", "))
        }
        Kind::Object(object) => {
            let members = object.members.iter().map(|member| format!("{}: {}", member.name, show(&member.value)));
            let rest = object.rest.iter().map(|rest| {
                let rest = show(&Value::synthetic(Kind::Term(rest.clone())));
                format!("...{rest}")
            });
            format!("{{{}}}", members.chain(rest).collect::<Vec<_>>().join(", "))
        }
        Kind::Cases(cases) => {
            let cases: Vec<String> = cases.iter().map(|(guard, value)| format!("{} if {guard}", show(value))).collect();
            cases.join(" | ")
        }
    }
}

/// Puts the values of the atoms into a value. An error names what has no value: what failed.
pub(super) fn substitute(value: &Value, valuation: &Valuation) -> Result<Value, String> {
    match &value.kind {
        Kind::Array(array) => {
            let mut items = Vec::new();
            for element in &array.elements {
                // Of no elements it does not matter when they are there.
                if let ElementKind::Family { index } = &element.kind
                    && family_length(index, valuation)? == 0
                {
                    continue;
                }
                if !holds(&element.guard, valuation)? {
                    continue;
                }
                match &element.kind {
                    ElementKind::One => items.push(substitute(&element.value, valuation)?),
                    ElementKind::Rest => match substitute(&element.value, valuation)?.kind {
                        Kind::Array(array) => items.extend(array.elements.iter().map(|element| element.value.clone())),
                        other => return Err(format!("the rest is {other:?}")),
                    },
                    ElementKind::Family { index } => {
                        for number in 0..family_length(index, valuation)? {
                            items.push(each(substitute(&element.value, &bind(index, number, valuation)))?);
                        }
                    }
                }
            }
            Ok(Value::array(items, OriginId::NONE))
        }
        Kind::Object(object) => {
            let mut whole = Object::default();
            for member in &object.members {
                let value = substitute(&member.value, valuation)?;
                if !value.is_omitted() {
                    whole.members.push(Member { value, ..member.clone() });
                }
            }
            if let Some(rest) = &object.rest {
                let rest = match substitute_term(rest, valuation) {
                    Ok(Value { kind: Kind::Object(rest), .. }) => rest.members.clone(),
                    Err(error) if error.starts_with(NO_VALUE) => return Err(error),
                    // What is no object has no further members.
                    Ok(_) | Err(_) => Vec::new(),
                };
                let further = rest.into_iter().filter(|member| object.member(&member.name).is_none());
                whole.members.extend(further);
            }
            Ok(Value::synthetic(Kind::Object(whole.into())))
        }
        Kind::Term(term) => substitute_term(term, valuation),
        Kind::Cases(cases) => {
            let mut found = Vec::new();
            for (guard, value) in cases.iter() {
                if holds(guard, valuation)? {
                    found.push(value);
                }
            }
            match found.as_slice() {
                [only] => substitute(only, valuation),
                // A value within a guard has cases for that guard only.
                _ => Err(format!("{CONTRADICTION}{}, but {}", show(value), found.len())),
            }
        }
        kind => Ok(Value::synthetic(kind.clone())),
    }
}

fn bind(index: &Term, number: i64, valuation: &Valuation) -> Valuation {
    let mut inner = valuation.clone();
    inner.indices.insert(index.text().to_string(), Value::synthetic(Kind::Int(number)));
    // A condition too large to work on may be another one for each element.
    inner.conditions.clear();
    inner
}

/// What is asked for each element anew is not settled by one answer for all of them.
fn each<T>(result: Result<T, String>) -> Result<T, String> {
    result.map_err(|error| if is_condition(&error) { SKIP.into() } else { error })
}

fn is_condition(error: &str) -> bool {
    error.strip_prefix(NO_VALUE).is_some_and(|what| what.starts_with("condition "))
}

/// How many elements the array has whose text the index bears.
fn family_length(index: &Term, valuation: &Valuation) -> Result<i64, String> {
    let text = index.text();
    let (_, array) = text.split_once('(').expect("index(…)");
    let array = array.strip_suffix(')').expect("a parenthesis");
    let array = match valuation.arrays.get(array) {
        Some(term) => substitute_term(term, valuation)?,
        None => eval(array, valuation).map_err(|_| SKIP)?,
    };
    match array.kind {
        Kind::Array(array) => Ok(i64::try_from(array.elements.len()).unwrap()),
        other => Err(format!("a family of {other:?}")),
    }
}

/// The value of a term. It must be one that the term's domain allows.
fn substitute_term(term: &Term, valuation: &Valuation) -> Result<Value, String> {
    let value = plain_substitute_term(term, valuation)?;
    if allows(term.domain(), &value) { Ok(value) } else { Err(format!("{WRONG_DOMAIN} {term} is {}", show(&value))) }
}

/// What an error says of a value that its domain excludes.
pub(super) const WRONG_DOMAIN: &str = "outside of its domain:";

fn allows(domain: &Domain, value: &Value) -> bool {
    let within = |length: usize, min: u32, max: Option<u32>| {
        length >= min as usize && max.is_none_or(|max| length <= max as usize)
    };
    match (domain, &value.kind) {
        (Domain::Any, _) => true,
        (Domain::Bool, Kind::Bool(_)) | (Domain::Object, Kind::Object(_)) => true,
        (Domain::Int { min, max }, Kind::Int(value)) => {
            min.is_none_or(|min| *value >= min) && max.is_none_or(|max| *value <= max)
        }
        (Domain::String { min, max, segment }, Kind::String(text)) => {
            within(text.encode_utf16().count(), *min, *max) && !(*segment && (text.is_empty() || text.contains('/')))
        }
        // ASSUMPTION (text) of the functions.
        (Domain::String { min: 0, max: None, segment: false }, Kind::Int(_) | Kind::Bool(_) | Kind::Null) => true,
        (Domain::Array { min, max }, Kind::Array(array)) => within(array.elements.len(), *min, *max),
        (Domain::OneOf(values), _) => values.contains(value),
        _ => false,
    }
}

fn plain_substitute_term(term: &Term, valuation: &Valuation) -> Result<Value, String> {
    let mut origins = Origins::default();
    match term.kind() {
        TermKind::Atom(atom) => {
            if let Some(value) = valuation.indices.get(&*atom.text) {
                return Ok(value.clone());
            }
            if let Some(answer) = valuation.conditions.get(&*atom.text) {
                return Ok(Value::synthetic(Kind::Bool(*answer)));
            }
            let name = atom.text.strip_prefix("parameters('").and_then(|rest| rest.strip_suffix("')"));
            let known = name.and_then(|name| valuation.parameters.get(name));
            known.cloned().ok_or_else(|| format!("{NO_VALUE}{}", atom.text))
        }
        TermKind::Concat(pieces) => {
            let parts = pieces.iter().map(|piece| match piece {
                Piece::Literal(text) => Ok(Value::text(text)),
                Piece::Term(term) => substitute_term(term, valuation),
            });
            let parts = parts.collect::<Result<Vec<_>, _>>()?;
            run("concat", &parts, &mut origins)
        }
        TermKind::Call { function, args } if &**function == "filter" => {
            let [Value { kind: Kind::Array(family), .. }, answer] = &**args else { panic!("{term}") };
            filter(family, answer, valuation)
        }
        TermKind::Call { function, args } if &**function == "mapValues" => {
            let [object, body] = &**args else { panic!("{term}") };
            map_values(object, body, valuation)
        }
        TermKind::Call { function, args } => {
            let args = args.iter().map(|arg| substitute(arg, valuation)).collect::<Result<Vec<_>, _>>()?;
            run(function, &args, &mut origins)
        }
        TermKind::Property { base, name } => Ok(substitute_term(base, valuation)?.get(name)),
        TermKind::Index { base, index } => {
            let args = [substitute_term(base, valuation)?, substitute(index, valuation)?];
            run("index", &args, &mut origins)
        }
    }
}

fn filter(family: &Array, answer: &Value, valuation: &Valuation) -> Result<Value, String> {
    let [element] = family.elements.as_slice() else { panic!("one family") };
    let ElementKind::Family { index } = &element.kind else { panic!("one family") };
    let mut items = Vec::new();
    for number in 0..family_length(index, valuation)? {
        let inner = bind(index, number, valuation);
        if each(substitute(answer, &inner))?.as_bool() == Some(true) {
            items.push(each(substitute(&element.value, &inner))?);
        }
    }
    Ok(Value::array(items, OriginId::NONE))
}

fn map_values(object: &Value, body: &Value, valuation: &Valuation) -> Result<Value, String> {
    let symbol = Term::call("value", [object.clone()], Domain::Any).text();
    let symbol = body.atoms().into_iter().find(|atom| atom.text.starts_with(&*symbol));
    let Kind::Object(object) = substitute(object, valuation)?.kind else { return Err("no object".into()) };
    let mut mapped = Object::default();
    for member in &object.members {
        let mut inner = valuation.clone();
        if let Some(symbol) = &symbol {
            inner.indices.insert(symbol.text.to_string(), member.value.clone());
        }
        inner.conditions.clear();
        mapped.members.push(Member { value: each(substitute(body, &inner))?, ..member.clone() });
    }
    Ok(Value::synthetic(Kind::Object(mapped.into())))
}

fn run(function: &str, args: &[Value], origins: &mut Origins) -> Result<Value, String> {
    let result = match (function, args) {
        ("index", [base, key]) => with_call(origins, |call| element(base, key, call)),
        _ => {
            let function = resolve(function).unwrap_or_else(|| panic!("no function {function}"));
            with_call(origins, |call| function.call(args, call))
        }
    };
    let value = result.map_err(|error| error.message)?;
    if value.is_known() { Ok(value) } else { Err(format!("{} is not known", show(&value))) }
}

/// Whether a guard holds.
fn holds(guard: &Guard, valuation: &Valuation) -> Result<bool, String> {
    match guard {
        Guard::Always => Ok(true),
        Guard::Never => Ok(false),
        Guard::Choice(choice) => {
            let value = match substitute_term(&choice.term, valuation) {
                Ok(value) => value,
                // A condition on what failed matters only if the answer depends on it.
                Err(error) => {
                    let answers = choice.children.iter().map(|child| holds(child, valuation));
                    let mut answers = answers.collect::<Result<Vec<_>, _>>()?;
                    answers.dedup();
                    return if let [only] = answers.as_slice() { Ok(*only) } else { Err(error) };
                }
            };
            let at = (0..choice.term.choices()).find(|at| choice.term.choice(*at).as_ref() == Some(&value.kind));
            let at = at.ok_or_else(|| format!("{} is {}", choice.term, show(&value)))?;
            holds(&choice.children[at], valuation)
        }
    }
}
