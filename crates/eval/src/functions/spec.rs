//! How a function is called: its parameters are checked, then it is folded case by case.

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};

use ringfence_estate::{Atom, Cause, Domain, Guard, Kind, OriginId, Origins, Term, TermKind, Value, map_cases};

use super::types::{Fit, Types, fit};
use super::{Call, FunctionError, LambdaSite, Lambdas};
use crate::pure::PureError;

/// A function: its name in the documentation's spelling, its parameters, and what it does.
pub(super) struct Spec {
    pub(super) name: &'static str,
    pub(super) params: Params,
    pub(super) fold: Fold,
    /// What is known of a result that stays a term.
    pub(super) domain: fn(&[Value]) -> Domain,
}

/// The types of the parameters.
pub(super) struct Params {
    pub(super) required: &'static [Types],
    pub(super) optional: &'static [Types],
    /// The type of any number of further arguments.
    pub(super) more: Types,
}

/// What a function does with its arguments.
pub(super) enum Fold {
    /// It sees arguments that have no cases and fit the parameters.
    ByCase(fn(&Site<'_>, &[Value]) -> Answer),
    /// It sees the arguments as they are; only their number was checked.
    Whole(fn(&mut Call<'_>, &'static Spec, &[Value]) -> Result<Value, FunctionError>),
    /// It takes lambdas, at these positions.
    Lambda(&'static [usize], LambdaFold),
}

/// A function with lambdas; its other arguments have no cases and fit the parameters.
pub(super) type LambdaFold = fn(&LambdaContext<'_>, &[Value], &mut dyn Lambdas) -> Answer;

/// Where a call stands.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) spec: &'static Spec,
    /// The origin of what the call makes.
    pub(super) origin: OriginId,
    pub(super) deployment: &'a str,
    /// What fails under some choices only.
    errors: &'a RefCell<Vec<(Guard, FunctionError)>>,
}

/// Where a call with lambdas stands.
pub(super) struct LambdaContext<'a> {
    pub(super) site: Site<'a>,
    /// The case that is looked at.
    pub(super) guard: &'a Guard,
    pub(super) depth: usize,
    /// How many lambdas the call has.
    pub(super) count: usize,
}

/// What a function answers.
pub(super) type Answer = Result<Value, Problem>;

/// Why a function has no value as its answer.
#[derive(Debug)]
pub(super) enum Problem {
    /// Azure refuses the call.
    Refused(String),
    /// No source says what Azure answers, or that is not written yet.
    Unclear,
    /// The unknown parts of the arguments leave the result open.
    Open,
}

impl From<PureError> for Problem {
    fn from(error: PureError) -> Self {
        match error {
            PureError::Refused(why) => Self::Refused(why),
            PureError::NotImplemented(_) => Self::Unclear,
        }
    }
}

/// Shorthand for a refusal.
pub(super) fn refused<T>(why: impl Into<String>) -> Result<T, Problem> {
    Err(Problem::Refused(why.into()))
}

impl Site<'_> {
    /// The call fails under `guard`: the unknown value that it has there. `of` is what it fails on.
    pub(super) fn failed(&self, guard: &Guard, message: String, of: &impl Hash) -> Value {
        let error = named(self.spec, message);
        let value = failed(&error, &(self.spec.name, of), self.origin);
        self.errors.borrow_mut().push((guard.clone(), error));
        value
    }

    pub(super) fn value(&self, kind: Kind) -> Value {
        Value::new(kind, self.origin)
    }

    pub(super) fn string(&self, text: impl Into<std::sync::Arc<str>>) -> Answer {
        Ok(Value::string(text, self.origin))
    }

    pub(super) fn int(&self, value: i64) -> Answer {
        Ok(self.value(Kind::Int(value)))
    }

    pub(super) fn bool(&self, value: bool) -> Answer {
        Ok(Value::bool(value, self.origin))
    }

    pub(super) fn guard(&self, guard: &Guard) -> Answer {
        Ok(Value::from_guard(guard, self.origin))
    }

    pub(super) fn term(&self, term: Term) -> Answer {
        Ok(Value::term(term, self.origin))
    }

    /// A call of `function` that stays a term.
    pub(super) fn call(&self, function: &str, args: impl IntoIterator<Item = Value>, domain: Domain) -> Answer {
        self.term(Term::call(function, args, domain))
    }
}

/// Calls a function without lambdas.
pub(super) fn call(spec: &'static Spec, args: &[Value], call: &mut Call<'_>) -> Result<Value, FunctionError> {
    check_count(spec, args.len())?;
    match &spec.fold {
        Fold::ByCase(fold) => by_case(spec, *fold, args, call),
        Fold::Whole(fold) => fold(call, spec, args),
        Fold::Lambda(..) => Err(FunctionError { message: format!("`{}` needs a lambda", spec.name) }),
    }
}

/// Folds a function over each combination of the cases of its arguments.
pub(super) fn by_case(
    spec: &'static Spec,
    fold: fn(&Site<'_>, &[Value]) -> Answer,
    args: &[Value],
    call: &mut Call<'_>,
) -> Result<Value, FunctionError> {
    let plain = |arg: &Value| !matches!(arg.kind, Kind::Cases(_) | Kind::Term(_) | Kind::Omitted);
    let spread_args;
    let args = if args.iter().all(plain) {
        args
    } else {
        spread_args = spread(spec, args);
        &spread_args
    };
    let (site_origin, deployment) = (call.origin, call.deployment);
    let origins = &mut *call.origins;
    let partial = RefCell::new(Vec::new());
    each_case(spec, args, site_origin, &mut call.errors, &partial, |args, _| {
        let origin = origins.derive(site_origin, args.iter().map(|arg| arg.origin));
        let site = Site { spec, origin, deployment, errors: &partial };
        settle(&site, args, fold(&site, args), origins)
    })
}

/// The same for a function with lambdas.
pub(super) fn by_case_with_lambdas(
    spec: &'static Spec,
    fold: LambdaFold,
    args: &[Value],
    at: LambdaSite<'_>,
    lambdas: &mut dyn Lambdas,
) -> Result<Value, FunctionError> {
    let args = spread(spec, args);
    let mut errors = Vec::new();
    let partial = RefCell::new(Vec::new());
    let value = each_case(spec, &args, at.origin, &mut errors, &partial, |args, guard| {
        let origin = lambdas.origins().derive(at.origin, args.iter().map(|arg| arg.origin));
        let site = Site { spec, origin, deployment: at.deployment, errors: &partial };
        let context = LambdaContext { site, guard, depth: at.depth, count: at.count };
        let answer = fold(&context, args, lambdas);
        settle(&site, args, answer, lambdas.origins())
    })?;
    errors.into_iter().for_each(|(guard, error)| lambdas.failed(&guard, error));
    Ok(value)
}

/// The arguments with what was omitted as `null`, and terms that have few values as cases; their types fit.
fn spread(spec: &Spec, args: &[Value]) -> Vec<Value> {
    let types = spec.params.required.iter().chain(spec.params.optional).chain(std::iter::repeat(&spec.params.more));
    args.iter().zip(types).map(|(arg, types)| spread_one(arg, *types)).collect()
}

fn spread_one(arg: &Value, types: Types) -> Value {
    match &arg.kind {
        Kind::Omitted => Value::new(Kind::Null, arg.origin),
        Kind::Term(_) => match fit(arg, types) {
            // The domain stays as it is where it fits already; a finite one becomes cases.
            Fit::Yes(Value { kind: Kind::Term(term), origin }) => Value::term(term, origin),
            Fit::Yes(narrow) => narrow,
            Fit::Null | Fit::No => arg.clone(),
        },
        Kind::Cases(cases) => {
            let needs = |value: &Value| matches!(value.kind, Kind::Omitted | Kind::Term(_));
            if !cases.iter().any(|(_, value)| needs(value)) {
                return arg.clone();
            }
            let cases = cases.iter().map(|(guard, value)| (guard.clone(), spread_one(value, types)));
            Value::cases(cases.collect::<Vec<_>>(), arg.origin)
        }
        _ => arg.clone(),
    }
}

/// In how many cases a call may open choices of its own, such as `contains(x, y)` for another `x` in each.
///
/// A formula over many of them has no small diagram; beyond this the call as a whole is one choice.
const MAX_NEW_CHOICES: usize = 12;

fn each_case(
    spec: &'static Spec,
    args: &[Value],
    origin: OriginId,
    errors: &mut Vec<(Guard, FunctionError)>,
    partial: &RefCell<Vec<(Guard, FunctionError)>>,
    mut fold: impl FnMut(&[Value], &Guard) -> Result<Value, FunctionError>,
) -> Result<Value, FunctionError> {
    let mut found = Vec::new();
    let mut succeeded = false;
    let mut new_choices = 0;
    let whole = matches!(spec.fold, Fold::ByCase(_));
    let value = map_cases(args, origin, |args, guard| {
        if whole && new_choices > MAX_NEW_CHOICES {
            return Value::new(Kind::Null, origin);
        }
        let result = match misfit(spec, args) {
            Misfit::None => fold(args, guard),
            Misfit::Null => Ok(unclear(spec, args, origin)),
            Misfit::Error(error) => Err(error),
        };
        let partial = partial.take();
        if result.is_ok() {
            found.extend(partial.into_iter().map(|(within, error)| (guard.and(&within), error)));
        }
        match result {
            Ok(value) => {
                succeeded = true;
                let chooses = matches!(value.kind, Kind::Cases(_)) && !guard.is_always();
                new_choices += usize::from(chooses);
                value
            }
            Err(error) => {
                let value = failed(&error, &(spec.name, args), origin);
                found.push((guard.clone(), error));
                value
            }
        }
    });
    // Too many cases: the call as a whole says as much, and says what it is.
    let too_many = matches!(&value.kind, Kind::Term(term) if is_too_many(term));
    if whole
        && (new_choices > MAX_NEW_CHOICES || (too_many && args.iter().any(|arg| matches!(arg.kind, Kind::Cases(_)))))
    {
        let domain = (spec.domain)(args);
        return Ok(Value::term(Term::call(spec.name, args.to_vec(), domain), origin));
    }
    if !succeeded && !found.is_empty() {
        return found.into_iter().next().map_or(Ok(value), |(_, error)| Err(error));
    }
    errors.append(&mut found);
    Ok(value)
}

fn is_too_many(term: &Term) -> bool {
    matches!(term.kind(), TermKind::Atom(atom) if atom.cause == Cause::TooManyCases)
}

/// A message that says which function it is about.
fn named(spec: &Spec, message: String) -> FunctionError {
    let name = spec.name;
    FunctionError { message: if message.contains(name) { message } else { format!("`{name}`: {message}") } }
}

/// What a call that fails under a choice is under that choice. `of` tells it apart from others that fail alike.
pub(super) fn failed(error: &FunctionError, of: &impl Hash, origin: OriginId) -> Value {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    let text = format!("{} #{:016x}", error.message, hasher.finish());
    let atom = Atom::new(&text, &error.message, "", Cause::NotInInput);
    Value::new(Kind::Term(Term::atom(atom, Domain::Any)), origin)
}

enum Misfit {
    None,
    Null,
    Error(FunctionError),
}

fn misfit(spec: &Spec, args: &[Value]) -> Misfit {
    let types = spec.params.required.iter().chain(spec.params.optional).chain(std::iter::repeat(&spec.params.more));
    for (index, (arg, types)) in args.iter().zip(types).enumerate() {
        let own = Types::of(arg);
        match own.has(*types) {
            true => {}
            false if own == Types::NULL => return Misfit::Null,
            false => {
                let message = format!(
                    "`{}` takes {} as its argument {}, not {}",
                    spec.name,
                    types.describe(),
                    index + 1,
                    own.describe()
                );
                return Misfit::Error(FunctionError { message });
            }
        }
    }
    Misfit::None
}

fn settle(site: &Site<'_>, args: &[Value], answer: Answer, origins: &mut Origins) -> Result<Value, FunctionError> {
    match answer {
        // What was there before, such as an element, keeps its place, and rests on what it was chosen by.
        Ok(value) if value.origin != site.origin => Ok(rest_on(&value, site.origin, origins, MAX_MARKED)),
        Ok(value) => Ok(value),
        Err(Problem::Refused(message)) => Err(named(site.spec, message)),
        Err(Problem::Unclear) => Ok(unclear(site.spec, args, site.origin)),
        Err(Problem::Open) => {
            let domain = (site.spec.domain)(args);
            Ok(Value::term(Term::call(site.spec.name, args.to_vec(), domain), site.origin))
        }
    }
}

/// A result that Azure decides in a way that is not known here.
fn unclear(spec: &Spec, args: &[Value], origin: OriginId) -> Value {
    let domain = (spec.domain)(args);
    let term = Term::call(spec.name, args.to_vec(), domain.clone());
    if term.atoms().is_empty() {
        let text = term.text();
        return Value::term(Term::atom(Atom::new(&text, &text, "", Cause::NotImplemented), domain), origin);
    }
    Value::term(term, origin)
}

pub(super) fn check_count(spec: &Spec, count: usize) -> Result<(), FunctionError> {
    let (required, optional) = (spec.params.required.len(), spec.params.optional.len());
    let many = spec.params.more != Types::NONE;
    if count >= required && (many || count <= required + optional) {
        return Ok(());
    }
    let (bound, wanted) = match (many, optional) {
        (true, _) => ("at least ", required.to_string()),
        (false, 0) => ("", required.to_string()),
        (false, _) => ("", format!("{required} to {}", required + optional)),
    };
    let plural = if wanted == "1" { "" } else { "s" };
    let message = format!("`{}` takes {bound}{wanted} argument{plural}, not {count}", spec.name);
    Err(FunctionError { message })
}

/// How deep the members of a value are marked as resting on the defaults that it was chosen by.
pub(super) const MAX_MARKED: usize = 50;

/// `value` and what it holds, resting in addition on the defaults that `on` rests on.
pub(super) fn rest_on(value: &Value, on: OriginId, origins: &mut Origins, depth: usize) -> Value {
    let origin = origins.derive(value.origin, [on]);
    if origin == value.origin || depth == 0 {
        return value.at(origin);
    }
    let kind = match &value.kind {
        Kind::Array(array) => {
            let mut array = (**array).clone();
            for element in &mut array.elements {
                element.value = rest_on(&element.value, on, origins, depth - 1);
            }
            Kind::Array(array.into())
        }
        Kind::Object(object) => {
            let mut object = (**object).clone();
            for member in &mut object.members {
                member.value = rest_on(&member.value, on, origins, depth - 1);
            }
            Kind::Object(object.into())
        }
        Kind::Cases(cases) => Kind::Cases(
            cases.iter().map(|(guard, value)| (guard.clone(), rest_on(value, on, origins, depth - 1))).collect(),
        ),
        kind => kind.clone(),
    };
    Value::new(kind, origin)
}
