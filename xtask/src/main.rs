//! Makes the tables of facts that are generated from public material.
//!
//! `cargo run -p xtask -- property-kinds CHECKOUT` writes `crates/bicep/data/property_kinds.tsv` from a git checkout (or bare
//! repository) of <https://github.com/Azure/bicep-types-az>; with `--check` it only compares. `type-names CHECKOUT` does the
//! same for `crates/bicep/data/type_names.tsv`.

mod catalogue;
mod property_kinds;
mod type_names;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["property-kinds", checkout] => property_kinds::run(checkout, false),
        ["property-kinds", checkout, "--check"] => property_kinds::run(checkout, true),
        ["type-names", checkout] => type_names::run(checkout, false),
        ["type-names", checkout, "--check"] => type_names::run(checkout, true),
        _ => Err("usage: cargo run -p xtask -- property-kinds|type-names CHECKOUT [--check]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            #[expect(clippy::print_stderr, reason = "this is a command")]
            {
                eprintln!("xtask: {message}");
            }
            ExitCode::FAILURE
        }
    }
}
