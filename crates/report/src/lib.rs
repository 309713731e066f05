//! Terminal, JSON and SARIF.
