//! The report for code hosts.
