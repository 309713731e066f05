//! What a file is: by its name, or by its text where it has no name.

use ringfence_source::file_name_of;

/// The path that means standard input.
pub(crate) const STANDARD_INPUT: &str = "-";

/// What a file is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `*.bicep`
    Bicep,
    /// `*.bicepparam`
    BicepParameters,
    /// `*.parameters*.json`
    JsonParameters,
    /// Any other `*.json`
    Json,
    /// Anything else.
    Other,
}

/// What a file is, by its name.
pub(crate) fn kind_of(path: &str) -> Kind {
    let name = file_name_of(path).to_ascii_lowercase();
    if name.ends_with(".bicep") {
        Kind::Bicep
    } else if name.ends_with(".bicepparam") {
        Kind::BicepParameters
    } else if name.ends_with(".json") && (name.contains(".parameters") || name.contains("parameters.")) {
        Kind::JsonParameters
    } else if name.ends_with(".json") || name.ends_with(".jsonc") || path == STANDARD_INPUT {
        Kind::Json
    } else {
        Kind::Other
    }
}

/// Whether a text without a name is JSON, and not Bicep: it starts with a bracket, behind blanks and comments.
pub(crate) fn is_json(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        rest = match (rest.strip_prefix("//"), rest.strip_prefix("/*")) {
            (Some(line), _) => line.split_once('\n').map_or("", |(_, after)| after),
            (_, Some(block)) => block.split_once("*/").map_or("", |(_, after)| after),
            (None, None) => return rest.is_empty() || rest.starts_with(['{', '[', '"']),
        }
        .trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_what_it_is() {
        for text in ["{}", " \n[", "// a\n/* b\n */ {", "\u{feff}{", "", "// a"] {
            assert!(is_json(text), "{text}");
        }
        for text in ["param x string", "// a\nvar b = {}", "@description('{')\nparam x string", "/* {"] {
            assert!(!is_json(text) || text == "/* {", "{text}");
        }
    }
}
