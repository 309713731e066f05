//! Functions that depend on more than their arguments: `utcNow`, `newGuid`, `externalInput`; and the date functions.
//!
//! Source: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-date>

use ringfence_estate::{Atom, Cause, Domain, Term, Value};

use super::bounds::Length;
use super::spec::{Answer, Problem, Site, Spec};
use super::{Call, FunctionError};
use crate::pure::{PureError, date_time};

/// `utcNow(format)`
pub(super) fn utc_now(call: &mut Call<'_>, spec: &'static Spec, args: &[Value]) -> Result<Value, FunctionError> {
    let format = args.first().map(Value::as_str);
    if let Some(now) = call.now
        && !matches!(format, Some(None))
    {
        match date_time::utc_now(now, format.flatten()) {
            Ok(text) => return Ok(Value::string(text, call.origin)),
            Err(PureError::Refused(message)) => return Err(FunctionError { message }),
            Err(PureError::NotImplemented(_)) => {}
        }
    }
    Ok(unrepeatable(call, spec, args, Cause::NoValue, Domain::STRING))
}

/// `newGuid()`
pub(super) fn new_guid(call: &mut Call<'_>, spec: &'static Spec, args: &[Value]) -> Result<Value, FunctionError> {
    Ok(unrepeatable(call, spec, args, Cause::RunTime, Length::exactly(36).string(true)))
}

/// `externalInput(kind, configuration)`: what a tool outside the template gives.
pub(super) fn external_input(call: &mut Call<'_>, spec: &'static Spec, args: &[Value]) -> Result<Value, FunctionError> {
    let text = Term::call(spec.name, args.to_vec(), Domain::Any).text();
    let atom = Atom::new(&text, &text, call.deployment, Cause::NoValue);
    Ok(Value::term(Term::atom(atom, Domain::Any), call.origin))
}

/// Two calls at two places have two values.
fn unrepeatable(call: &Call<'_>, spec: &Spec, args: &[Value], cause: Cause, domain: Domain) -> Value {
    let text = Term::call(spec.name, args.to_vec(), Domain::Any).text();
    let place = format!("{} at {}", call.deployment, call.call_site);
    Value::term(Term::atom(Atom::new(&text, &text, &place, cause), domain), call.origin)
}

/// `dateTimeAdd(base, duration, format)`
pub(super) fn date_time_add(site: &Site<'_>, args: &[Value]) -> Answer {
    let texts: Option<Vec<&str>> = args.iter().map(Value::as_str).collect();
    match texts.as_deref() {
        Some([base, duration]) => site.string(date_time::date_time_add(base, duration, None)?),
        Some([base, duration, format]) => site.string(date_time::date_time_add(base, duration, Some(format))?),
        _ => Err(Problem::Open),
    }
}

/// `dateTimeFromEpoch(seconds)`
pub(super) fn date_time_from_epoch(site: &Site<'_>, args: &[Value]) -> Answer {
    match args.first().and_then(Value::as_int) {
        Some(seconds) => site.string(date_time::date_time_from_epoch(seconds)?),
        None => Err(Problem::Open),
    }
}

/// `dateTimeToEpoch(time)`
pub(super) fn date_time_to_epoch(site: &Site<'_>, args: &[Value]) -> Answer {
    match args.first().and_then(Value::as_str) {
        Some(time) => site.int(date_time::date_time_to_epoch(time)?),
        None => Err(Problem::Open),
    }
}
