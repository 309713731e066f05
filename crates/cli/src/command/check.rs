//! `ringfence check`: reads, evaluates, judges, reports.

use ringfence_estate::Estate;
use ringfence_report::{Input, InputKind, Judged, Run, fingerprint, json, sarif, terminal};
use ringfence_source::{Diagnostic, FileId, Session, Severity, Span, file_name_of, join};

use crate::arguments::{Check, Format, Output};
use crate::inputs::{self, Entry, Kind, STANDARD_INPUT};
use crate::judge::{ASSUMPTIONS, Selection, covers, judge, kind_of};
use crate::{Console, Exit, workload};

pub(crate) fn run(check: &Check, console: &mut Console) -> Exit {
    let selection = match selection(check, console) {
        Ok(selection) => selection,
        Err(message) => {
            console.complain(&format!("error: {message}\n"));
            return Exit::Unread;
        }
    };
    // The world outlives the session, and the console is written to meanwhile.
    let world = std::mem::replace(&mut console.world, Box::new(ringfence_source::MemoryWorld::default()));
    let mut session = Session::new(world.as_ref());
    let groups = groups(check, &mut session);
    let estates = evaluate(check, &groups, &selection, &mut session, console);
    let exit = report(check, estates, &session, console);
    drop(session);
    console.world = world;
    exit
}

fn selection(check: &Check, console: &Console) -> Result<Selection, String> {
    for name in check.choices.environment.iter().filter(|entry| !entry.contains('=')) {
        if console.world.environment(name).is_none() {
            return Err(format!("`--env {name}`: the environment has no such variable; `--env {name}=VALUE` sets one"));
        }
    }
    for id in &check.claims.claim {
        if ringfence_claims::find(id).is_none() {
            return Err(format!("there is no claim `{id}`; `ringfence explain` lists them"));
        }
    }
    let mut selection = Selection { claims: check.claims.claim.clone(), ..Selection::default() };
    for assume in &check.claims.assume {
        match assume.rsplit_once('=') {
            Some((id, "off")) if ASSUMPTIONS.contains(&kind_of(id)) => {
                selection.refused.insert(id.to_owned());
            }
            Some((id, "off")) => {
                let kinds = ASSUMPTIONS.join(", ");
                return Err(format!(
                    "there is no assumption `{id}`; the kinds are {kinds}, and --assumptions lists all"
                ));
            }
            _ => {
                return Err(format!(
                    "`--assume {assume}`: write `ID=off`, such as `complete=off`; `--assumptions` lists them"
                ));
            }
        }
    }
    Ok(selection)
}

/// The estates to judge, each with the entry points that are judged together.
pub(crate) fn groups(check: &Check, session: &mut Session<'_>) -> Vec<Vec<Entry>> {
    let workload = workload::load(check.workload.config.as_deref(), &check.paths, session);
    let mut groups: Vec<Vec<Entry>> = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    for path in &check.paths {
        for entry in entries_of(path, session) {
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    }
    if !workload.deployments.is_empty() {
        entries.retain(|entry| !workload.deployments.iter().any(|known| known.template == entry.template));
        groups.push(workload.deployments);
    }
    if check.workload.join {
        groups.push(entries);
        let joined: Vec<Entry> = groups.into_iter().flatten().collect();
        return if joined.is_empty() { Vec::new() } else { vec![joined] };
    }
    groups.extend(entries.into_iter().map(|entry| vec![entry]));
    groups
}

fn entries_of(path: &str, session: &mut Session<'_>) -> Vec<Entry> {
    let path = match join("", path) {
        here if here.is_empty() => ".".to_owned(),
        path => path,
    };
    let path = path.as_str();
    if path != STANDARD_INPUT && session.world().list(path).is_ok() && session.world().read(path).is_err() {
        let entries = inputs::discover(path, session);
        if entries.is_empty() {
            let span = Span::start_of(session.sources.add(path, ""));
            session.report(
                Diagnostic::error("nothing-to-judge", span, format!("there is no template in `{path}`"))
                    .with_help("name a Bicep file, an ARM template, or a folder that holds some"),
            );
        }
        return entries;
    }
    let templates = match inputs::kind_of(path) {
        Kind::BicepParameters => inputs::template_of(path, session).into_iter().collect(),
        Kind::JsonParameters => inputs::templates_beside(path, session),
        Kind::Bicep | Kind::Json | Kind::Other => return vec![Entry::of(path)],
    };
    if templates.is_empty() && session.peek(path).is_ok() {
        let span = Span::start_of(session.sources.add(path, ""));
        let message = format!("`{path}` does not say which template it is for");
        let help =
            "name the template, and this file with `--parameters`; a `.bicepparam` file may say `using 'main.bicep'`";
        session.report(Diagnostic::error("no-template", span, message).with_help(help));
    } else if templates.is_empty() {
        return vec![Entry::of(path)];
    }
    let with_parameters = |template| Entry { parameters: Some(path.to_owned()), ..Entry::of(template) };
    templates.into_iter().map(with_parameters).collect()
}

fn evaluate(
    check: &Check,
    groups: &[Vec<Entry>],
    selection: &Selection,
    session: &mut Session<'_>,
    console: &mut Console,
) -> Vec<Judged> {
    let mut judged = Vec::new();
    let first = evaluate_each(check, groups, session, console, |estate, title| {
        judged.push(judge(estate, title, selection));
    });
    report_unused_assumptions(selection, &judged, session);
    if let Some(first) = first
        && judged.iter().all(|judged| judged.summary().resources == 0)
        && !session.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    {
        let message = "there is nothing to judge: no resource is deployed";
        let help = "name a template that deploys resources, or a folder that holds some";
        session.report(Diagnostic::error("nothing-to-judge", Span::start_of(first), message).with_help(help));
    }
    judged
}

/// Evaluates each group into an estate and hands it on with its heading; the file of the first template that was read.
pub(crate) fn evaluate_each(
    check: &Check,
    groups: &[Vec<Entry>],
    session: &mut Session<'_>,
    console: &mut Console,
    mut take: impl FnMut(Estate, String),
) -> Option<FileId> {
    let mut templates = Vec::new();
    for (done, group) in groups.iter().enumerate() {
        let title: Vec<String> = group.iter().map(Entry::title).collect();
        let title = title.join(" + ");
        console.progress(done, groups.len(), &title);
        let mut estate = Estate::default();
        let programs: Vec<_> =
            group.iter().filter_map(|entry| inputs::prepare(entry, &check.choices, &check.modules, session)).collect();
        if programs.is_empty() {
            continue;
        }
        ringfence_eval::evaluate_together(&programs, &mut estate, session);
        take(estate, title);
        templates.extend(programs.into_iter().map(|(template, _)| template));
    }
    console.end_progress();
    if !templates.is_empty() {
        inputs::report_unknown_names(&check.choices, &templates, session);
    }
    templates.first().map(|first| first.span.file)
}

/// An assumption that is switched off and that nothing rests on may be misspelled.
fn report_unused_assumptions(selection: &Selection, judged: &[Judged], session: &mut Session<'_>) {
    let known = || judged.iter().flat_map(|judged| &judged.judgements).flat_map(|judgement| &judgement.assumptions);
    for id in selection.refused.iter().filter(|id| !ASSUMPTIONS.contains(&id.as_str())) {
        if !known().any(|assumption| covers(id, &assumption.id)) {
            let span = Span::start_of(session.sources.add("--assume", id));
            let message = format!("`--assume {id}=off`: nothing rests on this assumption");
            let help = "run without it and with --assumptions: they are listed";
            session.report(Diagnostic::warning("unused-assumption", span, message).with_help(help));
        }
    }
}

fn report(check: &Check, estates: Vec<Judged>, session: &Session<'_>, console: &mut Console) -> Exit {
    let mut run = Run {
        version: env!("CARGO_PKG_VERSION"),
        sources: &session.sources,
        inputs: inputs_of(session),
        estates,
        diagnostics: &session.diagnostics,
        elapsed: None,
    };
    let to_file = check.output.output.is_some();
    if console.interactive && !to_file {
        run.elapsed = Some(console.elapsed());
    }
    let Output { quiet, assumptions, holds, .. } = check.output;
    let options = |color| terminal::Options { color, quiet, assumptions, holds };
    let text = match check.output.format {
        Format::Terminal => Ok(terminal::render(&run, options(console.color && !to_file))),
        Format::Json => json::render(&run),
        Format::Sarif => sarif::render(&run),
    };
    let complaints = terminal::render_diagnostics(run.diagnostics, run.sources, options(console.err_color));
    console.complain(&complaints);
    let written = match (text, &check.output.output) {
        (Ok(text), Some(path)) => {
            std::fs::write(path, text).map_err(|error| format!("`{path}` was not written: {error}"))
        }
        (Ok(text), None) => {
            console.print(&text);
            Ok(())
        }
        (Err(error), _) => Err(error.to_string()),
    };
    if let Err(message) = written {
        console.complain(&format!("error: {message}\n"));
        return Exit::Unread;
    }
    let summary = run.summary();
    if run.has_errors() || run.estates.is_empty() {
        Exit::Unread
    } else if summary.fails > 0 || (check.claims.strict && summary.unknown > 0) {
        Exit::Fails
    } else {
        Exit::Success
    }
}

pub(crate) fn inputs_of(session: &Session<'_>) -> Vec<Input> {
    session
        .sources
        .iter()
        .filter(|(_, file)| !file.text().is_empty())
        .filter_map(|(_, file)| {
            let kind = match inputs::kind_of(file.path()) {
                Kind::Json if file.path() == STANDARD_INPUT && !inputs::is_json(file.text()) => InputKind::Bicep,
                Kind::Json if file_name_of(file.path()) == "bicepconfig.json" => return None,
                Kind::Bicep | Kind::BicepParameters => InputKind::Bicep,
                Kind::Json | Kind::JsonParameters => InputKind::Arm,
                Kind::Other => return None,
            };
            Some(Input { path: file.path().to_owned(), kind, sha256: fingerprint::sha256(file.text()) })
        })
        .collect()
}
