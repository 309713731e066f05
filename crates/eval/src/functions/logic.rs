//! `and`, `or`, `not`, `if`, `coalesce`, `true`, `false`, `null`.
//!
//! Each argument is evaluated before the call: whoever wants `if` to be lazy evaluates one branch only.
//!
//! Source: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-logical>

use ringfence_estate::{Domain, Guard, Kind, Value};

use super::equality::equality;
use super::spec::{self, Spec};
use super::types::Types;
use super::{Call, FunctionError};

/// When an argument is true, when it is false, and why it is neither.
struct Truth {
    yes: Guard,
    no: Guard,
    error: Option<(Guard, FunctionError)>,
}

fn truth(spec: &Spec, value: &Value, position: usize) -> Truth {
    let mut truth = Truth { yes: Guard::Never, no: Guard::Never, error: None };
    for (guard, value) in value.each_case() {
        match &value.kind {
            Kind::Bool(true) => truth.yes = truth.yes.or(guard),
            Kind::Bool(false) => truth.no = truth.no.or(guard),
            Kind::Term(term) if Types::of(value).has(Types::BOOL) => {
                let when = match term.domain() {
                    Domain::OneOf(_) => equality(value, &Value::bool(true, value.origin)),
                    _ => Guard::when(&term.within(Domain::Bool)),
                };
                truth.yes = truth.yes.or(&guard.and(&when));
                truth.no = truth.no.or(&guard.minus(&when));
            }
            _ => {
                let what = Types::of(value).describe();
                let message = format!("`{}` takes a boolean as its argument {position}, not {what}", spec.name);
                let known = truth.error.take().map_or(Guard::Never, |(known, _)| known);
                truth.error = Some((known.or(guard), FunctionError { message }));
            }
        }
    }
    truth
}

/// A boolean from its two guards; where neither holds, an argument was in error.
fn boolean(
    call: &mut Call<'_>,
    args: &[Value],
    yes: Guard,
    errors: Vec<(Guard, FunctionError)>,
) -> Result<Value, FunctionError> {
    let origin = call.origins.derive(call.origin, args.iter().map(|arg| arg.origin));
    let failing = errors.iter().fold(Guard::Never, |failing, (guard, _)| failing.or(guard));
    if errors.is_empty() {
        return Ok(Value::from_guard(&yes, origin));
    }
    if failing.is_always()
        && let Some((_, error)) = errors.first()
    {
        return Err(error.clone());
    }
    let mut cases =
        vec![(yes.minus(&failing), Value::bool(true, origin)), (yes.not().minus(&failing), Value::bool(false, origin))];
    let mut told = Guard::Never;
    for (guard, error) in errors {
        let here = guard.minus(&told);
        told = told.or(&guard);
        cases.push((here.clone(), spec::failed(&error, &args, origin)));
        call.errors.push((here, error));
    }
    Ok(Value::cases(cases, origin))
}

/// `and(conditions…)`
pub(super) fn and(call: &mut Call<'_>, spec: &'static Spec, args: &[Value]) -> Result<Value, FunctionError> {
    let truths: Vec<Truth> = args.iter().enumerate().map(|(at, arg)| truth(spec, arg, at + 1)).collect();
    let yes = truths.iter().fold(Guard::Always, |all, truth| all.and(&truth.yes));
    boolean(call, args, yes, truths.into_iter().filter_map(|truth| truth.error).collect())
}

/// `or(conditions…)`
pub(super) fn or(call: &mut Call<'_>, spec: &'static Spec, args: &[Value]) -> Result<Value, FunctionError> {
    let truths: Vec<Truth> = args.iter().enumerate().map(|(at, arg)| truth(spec, arg, at + 1)).collect();
    let yes = truths.iter().fold(Guard::Never, |any, truth| any.or(&truth.yes));
    boolean(call, args, yes, truths.into_iter().filter_map(|truth| truth.error).collect())
}

/// `not(condition)`
pub(super) fn not(call: &mut Call<'_>, spec: &'static Spec, args: &[Value]) -> Result<Value, FunctionError> {
    let truths: Vec<Truth> = args.iter().enumerate().map(|(at, arg)| truth(spec, arg, at + 1)).collect();
    let yes = truths.iter().fold(Guard::Never, |any, truth| any.or(&truth.no));
    boolean(call, args, yes, truths.into_iter().filter_map(|truth| truth.error).collect())
}

/// `if(condition, then, else)`
pub(super) fn if_else(call: &mut Call<'_>, spec: &'static Spec, args: &[Value]) -> Result<Value, FunctionError> {
    let [condition, then, other] = args else {
        return Err(FunctionError { message: "`if` takes 3 arguments".into() });
    };
    let truth = truth(spec, condition, 1);
    let mut branch = |value: &Value, guard: &Guard| {
        spec::rest_on(&value.under(guard), condition.origin, call.origins, spec::MAX_MARKED)
    };
    match (&truth.error, truth.yes.is_always(), truth.no.is_always()) {
        (None, true, _) => return Ok(branch(then, &Guard::Always)),
        (None, _, true) => return Ok(branch(other, &Guard::Always)),
        (Some((guard, error)), ..) if guard.is_always() => return Err(error.clone()),
        _ => {}
    }
    let mut cases = Vec::new();
    for (guard, value) in [(truth.yes, then), (truth.no, other)] {
        if !guard.is_never() {
            cases.push((guard.clone(), branch(value, &guard)));
        }
    }
    if let Some((guard, error)) = truth.error {
        cases.push((guard.clone(), spec::failed(&error, &args, call.origin)));
        call.errors.push((guard, error));
    }
    Ok(Value::cases(cases, call.origin))
}

/// `coalesce(values…)`: the first that is not `null`.
pub(super) fn coalesce(call: &mut Call<'_>, _: &'static Spec, args: &[Value]) -> Result<Value, FunctionError> {
    let mut cases = Vec::new();
    let mut left = Guard::Always;
    for (at, arg) in args.iter().enumerate() {
        let mut missing = Guard::Never;
        for (guard, value) in arg.each_case() {
            let here = left.and(guard);
            if here.is_never() {
                continue;
            }
            let null = match &value.kind {
                Kind::Null | Kind::Omitted => Guard::Always,
                Kind::Term(term) if Types::of(value).has(Types::NULL) => {
                    equality(&Value::synthetic(Kind::Term(term.clone())), &Value::synthetic(Kind::Null))
                }
                _ => Guard::Never,
            };
            let there = here.minus(&null);
            if !there.is_never() {
                // That those before it are null may rest on defaults.
                let skipped = args.iter().take(at);
                let value = skipped.fold(value.clone(), |value, skipped| {
                    spec::rest_on(&value, skipped.origin, call.origins, spec::MAX_MARKED)
                });
                cases.push((there, value));
            }
            missing = missing.or(&here.and(&null));
        }
        left = missing;
        if left.is_never() {
            break;
        }
    }
    if !left.is_never() {
        cases.push((left, Value::new(Kind::Null, call.origin)));
    }
    match cases.as_slice() {
        [(_, only)] => Ok(only.clone()),
        _ => Ok(Value::cases(cases, call.origin)),
    }
}

/// `true()`
pub(super) fn yes(call: &mut Call<'_>, _: &'static Spec, _: &[Value]) -> Result<Value, FunctionError> {
    Ok(Value::bool(true, call.origin))
}

/// `false()`
pub(super) fn no(call: &mut Call<'_>, _: &'static Spec, _: &[Value]) -> Result<Value, FunctionError> {
    Ok(Value::bool(false, call.origin))
}

/// `null()`
pub(super) fn null(call: &mut Call<'_>, _: &'static Spec, _: &[Value]) -> Result<Value, FunctionError> {
    Ok(Value::new(Kind::Null, call.origin))
}
