//! Values: JSON in which any node may be unknown, and then says why.

mod array;
mod cases;
mod kind;
mod object;
mod same;
mod size;
mod term;
mod text;

pub use array::{Array, Element, ElementKind};
pub use cases::{MAX_CASES, map_cases};
pub use kind::{Kind, Value};
pub use object::{Member, Object};
pub use same::{Case, Sameness};
pub use term::{Atom, Cause, Domain, Term, TermKind};
pub(crate) use text::brief;
pub use text::{Concat, Piece};
