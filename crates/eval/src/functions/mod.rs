//! The functions of ARM templates over values of which parts are not known.
//!
//! Each function answers with what Azure answers, as far as the arguments decide it; what they leave open stays a
//! term, or one value per choice. PROPERTY (exact folding): for any values of the unknowns under which the call
//! succeeds, putting them into the answer gives the same as putting them into the arguments first; `tests/exact.rs` of
//! this module draws such values.
//!
//! A value of which not even the type is known is taken for the type that the function needs, since any other would
//! fail the deployment. ASSUMPTION (text): where several types would do, as in `concat` and `format`, it is a string.
//!
//! Not here, since they need the template around them: `parameters`, `variables`, `reference`, `list*`, `copyIndex`,
//! scope and resource functions, user functions, `lambda` and `lambdaVariables`.
//!
//! Source of the list: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions>; each
//! file below names the page of its group. *Policy port* and *resolver tests* are the sources that
//! [`crate::pure`] names.

mod arrays;
mod bounds;
mod compare;
mod convert;
mod counting;
mod elements;
mod equality;
mod impure;
mod json;
mod lambdas;
mod logic;
mod numbers;
mod objects;
mod search;
mod sets;
mod slices;
mod spec;
mod strings;
mod table;
mod text;
mod types;

#[cfg(test)]
mod tests;

use ringfence_estate::{Guard, OriginId, Origins, Value};
use thiserror::Error;

pub use elements::{element, element_from_end};
pub use equality::equality;
use spec::{Fold, Spec};

/// What a function may ask of its surroundings.
pub struct Call<'a> {
    /// The table that the origin of the result goes into.
    pub origins: &'a mut Origins,
    /// The place of the call expression.
    pub origin: OriginId,
    /// The deployment in which the call stands: the identity of what only that deployment knows.
    pub deployment: &'a str,
    /// Text that is the same for this call in every run, and differs between calls; for `newGuid` and `utcNow`.
    pub call_site: &'a str,
    /// The valuation's time in seconds since 1970, for `utcNow`.
    pub now: Option<i64>,
    /// Errors that happen under some choices only. The result is unknown under those.
    pub errors: Vec<(Guard, FunctionError)>,
}

/// Why a call has no result: Azure refuses it, and with it the deployment.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct FunctionError {
    /// What is wrong, with the function's name, as a sentence without a stop.
    pub message: String,
}

/// What evaluates the lambda arguments of a call: the evaluator.
pub trait Lambdas {
    /// The table of origins; functions and bodies share it.
    fn origins(&mut self) -> &mut Origins;

    /// The body of the lambda at position `lambda` among the call's lambdas, for `args`: the item and its index for
    /// most, `(so far, item, index)` for `reduce`. A lambda with fewer parameters ignores the rest. The body is asked
    /// for under `guard`. One that fails, or grows too large to be walked, evaluates to an unknown value; the evaluator
    /// reports the error itself.
    fn apply(&mut self, lambda: usize, args: &[Value], guard: &Guard) -> Value;

    /// The call itself fails under `guard`, but not under every choice; its result is unknown there.
    fn failed(&mut self, _guard: &Guard, _error: FunctionError) {}
}

/// Where a call with lambdas stands.
#[derive(Clone, Copy, Debug)]
pub struct LambdaSite<'a> {
    /// The place of the call expression.
    pub origin: OriginId,
    /// The deployment in which the call stands.
    pub deployment: &'a str,
    /// How many lambdas are around the call, so that the items of nested calls are told apart.
    pub depth: usize,
    /// How many lambdas the call has.
    pub count: usize,
}

/// A function of this library; look it up once for each expression.
#[derive(Clone, Copy)]
pub struct Function(&'static Spec);

/// The function with this name, in any case.
pub fn resolve(name: &str) -> Option<Function> {
    let lower = |text: &str, other: &str| {
        let left = text.bytes().map(|byte| byte.to_ascii_lowercase());
        left.cmp(other.bytes().map(|byte| byte.to_ascii_lowercase()))
    };
    let at = table::FUNCTIONS.binary_search_by(|spec| lower(spec.name, name)).ok()?;
    table::FUNCTIONS.get(at).map(Function)
}

impl Function {
    /// Its name in the documentation's spelling.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The positions of the arguments that are lambdas; such functions are called by [`Function::call_lambda`].
    pub fn lambdas(self) -> &'static [usize] {
        match &self.0.fold {
            Fold::Lambda(positions, _) => positions,
            _ => &[],
        }
    }

    /// The result for `args`, case by case.
    ///
    /// An error means that the call fails under every choice. If it fails under some, the result is unknown under
    /// those and [`Call::errors`] says why.
    pub fn call(self, args: &[Value], call: &mut Call<'_>) -> Result<Value, FunctionError> {
        spec::call(self.0, args, call)
    }

    /// The result for a function that takes lambdas. `args` are the other arguments, in order, without the lambdas. A
    /// failure under some choices gives an unknown value under those.
    pub fn call_lambda(
        self,
        args: &[Value],
        site: LambdaSite<'_>,
        lambdas: &mut dyn Lambdas,
    ) -> Result<Value, FunctionError> {
        lambdas::call(self.0, args, site, lambdas)
    }
}
