//! The command line: arguments, the workload file, files, exit codes. The only crate that does input and output.

mod arguments;
mod command;
mod console;
mod exit;
mod inputs;
mod judge;
mod workload;

use std::process::ExitCode;

use clap::Parser;

pub use arguments::{Arguments, Command};
pub use console::Console;
pub use exit::Exit;

/// Runs the program on the process's own arguments, world and streams.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { Exit::Unread } else { Exit::Success };
            let _ = error.print();
            return code.into();
        }
    };
    // Nesting is bounded everywhere; a deep stack leaves room for the bounds.
    let outcome = ringfence_eval::with_deep_stack(|| {
        let mut console = Console::of_process(&arguments);
        let exit = run(&arguments, &mut console);
        console.finish();
        exit
    });
    outcome.unwrap_or(Exit::Unread).into()
}

/// Runs one command.
pub fn run(arguments: &Arguments, console: &mut Console) -> Exit {
    match &arguments.command {
        Command::Check(check) => command::check::run(check, console),
        Command::Ask(ask) => command::ask::run(ask, console),
        Command::Build(build) => command::build::run(build, console),
        Command::Explain(explain) => command::explain::run(explain, console),
    }
}
