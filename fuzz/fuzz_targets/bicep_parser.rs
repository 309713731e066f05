//! Any text gives a tree of Bicep, and quickly.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence_bicep::parse::parse;
use ringfence_bicep::syntax::FileKind;
use ringfence_source::Sources;

fuzz_target!(|text: &str| {
    let mut sources = Sources::default();
    let id = sources.add("main.bicep", text);
    for kind in [FileKind::Bicep, FileKind::Params] {
        let (program, diagnostics) = parse(id, sources.file(id).text(), kind);
        let print = program.to_string();
        assert!(!diagnostics.is_empty() || !print.contains("<error>") || text.contains("<error>"));
    }
});
