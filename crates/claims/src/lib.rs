//! The catalogue of claims: from findings to judgements.
