//! JSON files: compiled modules and configuration.

use ringfence_arm::Node;
use ringfence_source::{Diagnostic, FileId};

/// Reads a JSON file.
pub(crate) fn read(file: FileId, text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    ringfence_arm::read_json(text, file)
}
