//! Exact sets of packets and of host names.
//!
//! [`Set`] is the one contract: union, intersection and difference that are exact, on a
//! form that is canonical, so that two sets are the same exactly when they are equal.
//! [`Filter`] is a pair of them: what certainly gets through and what possibly does.

mod address;
mod filter;
mod interval;
mod parse;
mod set;

pub use address::AddressSet;
pub use filter::Filter;
pub use interval::{Bound, Intervals};
pub use parse::ParseError;
pub use set::Set;
