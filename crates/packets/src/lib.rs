//! Exact sets of packets and of host names.
