//! From a template and a valuation to an estate.
//!
//! [`evaluate`] is the way in. It reads a program in ARM's form, whichever front end made it, with a [`Valuation`]: one
//! choice of parameters and of the place that is deployed to. What neither says stays unknown, and says why.

mod evaluate;
pub mod functions;
mod parameters;
pub mod pure;
mod scope;
mod stack;

pub use evaluate::{ExternalInput, GivenParameter, GivenValue, Valuation, evaluate, evaluate_together};
pub use parameters::{given_parameters, is_pattern, switches};
pub use stack::with_deep_stack;
