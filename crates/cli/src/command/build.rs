//! `ringfence build`: compiles Bicep to ARM JSON.

use ringfence_report::terminal;
use ringfence_source::{Session, Severity};

use crate::arguments::Build;
use crate::inputs::{self, Kind, STANDARD_INPUT};
use crate::{Console, Exit};

pub(crate) fn run(build: &Build, console: &mut Console) -> Exit {
    if build.output.is_some() && build.files.len() > 1 {
        console.complain("error: `--output` goes with one input only\n");
        return Exit::Unread;
    }
    let world = std::mem::replace(&mut console.world, Box::new(ringfence_source::MemoryWorld::default()));
    let mut session = Session::new(world.as_ref());
    let mut exit = Exit::Success;
    let options = build.modules.options();
    for path in &build.files {
        if path != STANDARD_INPUT && inputs::kind_of(path) != Kind::Bicep {
            console.complain(&format!("error: `{path}` is no Bicep file: its name does not end in `.bicep`\n"));
            exit = Exit::Unread;
            continue;
        }
        let Some(template) = ringfence_bicep::compile(&mut session, path, &options) else {
            exit = Exit::Unread;
            continue;
        };
        let text = ringfence_arm::to_json(&template) + "\n";
        let target = match (&build.output, build.files.len()) {
            (Some(path), _) => Some(path.clone()),
            (None, 1) => None,
            (None, _) => Some(path.strip_suffix(".bicep").unwrap_or(path).to_owned() + ".json"),
        };
        match target {
            None => console.print(&text),
            Some(target) => {
                if let Err(error) = std::fs::write(&target, text) {
                    console.complain(&format!("error: `{target}` was not written: {error}\n"));
                    exit = Exit::Unread;
                }
            }
        }
    }
    if session.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        exit = Exit::Unread;
    }
    let options = terminal::Options { color: console.err_color, ..Default::default() };
    let complaints = terminal::render_diagnostics(&session.diagnostics, &session.sources, options);
    drop(session);
    console.complain(&complaints);
    console.world = world;
    exit
}
