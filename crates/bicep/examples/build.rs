//! Compiles a Bicep file and prints the template: `cargo run --example build -- main.bicep [MODULE-CACHE]`.

use std::process::ExitCode;

use ringfence_bicep::{Options, compile};
use ringfence_source::{DiskWorld, Session};

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "this is a program")]
fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(path) = arguments.next() else { return ExitCode::from(2) };
    let options = Options { module_cache: arguments.next(), ..Options::default() };
    let world = DiskWorld::default();
    let mut session = Session::new(&world);
    let began = std::time::Instant::now();
    let node = compile(&mut session, &path, &options);
    eprintln!("{:?}", began.elapsed());
    for diagnostic in &session.diagnostics {
        let file = session.sources.file(diagnostic.span.file);
        let position = file.position(diagnostic.span.start);
        eprintln!("{}:{}:{}: {}", file.path(), position.line, position.column, diagnostic.message);
    }
    match node {
        Some(node) => {
            println!("{}", ringfence_arm::to_json(&node));
            ExitCode::SUCCESS
        }
        None => ExitCode::from(2),
    }
}
