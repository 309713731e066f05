//! The commands, one file each.

pub(crate) mod ask;
pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod explain;
