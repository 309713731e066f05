//! Any text reads as a template and as a parameter file without a panic, and prints.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence_arm::{Template, read_json, read_parameters, to_json};
use ringfence_source::Sources;

fuzz_target!(|text: &str| {
    let file = Sources::default().add("main.json", text);
    let (node, mut diagnostics) = read_json(text, file);
    if let Some(node) = node {
        let _ = Template::read(&node, &mut diagnostics);
        let _ = to_json(&node);
    }
    let _ = read_parameters(text, file);
    for found in &diagnostics {
        assert!(found.span.end as usize <= text.len());
    }
});
