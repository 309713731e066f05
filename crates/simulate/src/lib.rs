//! A naive oracle for the provers.
