//! From a template and a valuation to an estate.
