//! The provers: from an estate to findings. They never see text.

pub mod exposure;
pub mod finding;
