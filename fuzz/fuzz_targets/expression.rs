//! An expression that parses prints, and what is printed parses to the same text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence_arm::parse_expression;
use ringfence_source::Sources;

fuzz_target!(|text: &str| {
    let file = Sources::default().add("main.json", text);
    if let Ok(parsed) = parse_expression(text, file, 0) {
        let printed = parsed.to_string();
        let again = parse_expression(&printed, file, 0).map(|again| again.to_string());
        assert_eq!(again.ok(), Some(printed));
    }
});
