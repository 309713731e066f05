//! YAML files.

use ringfence_source::Span;

use super::ir::Ir;

/// Reads a YAML document.
pub(crate) fn parse(_text: &str, _span: Span) -> Result<Ir, String> {
    Err("YAML is not read yet".to_owned())
}
