//! From a template and a valuation to an estate.

pub mod functions;

pub mod pure;
