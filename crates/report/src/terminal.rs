//! The report for a person.
//!
//! What fails comes first, then what is unknown, each with its line and its next step; what
//! holds is one line each. The last line counts.

use std::fmt::Write as _;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};
use ringfence_claims::{Evidence, Exception, Judgement, Role, Verdict};
use ringfence_estate::Estate;
use ringfence_source::{Diagnostic, Severity, Sources};

use crate::{Judged, Run, place};

/// How to write the report.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// With colours.
    pub color: bool,
    /// Only the counts.
    pub quiet: bool,
    /// With the text of each assumption.
    pub assumptions: bool,
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::BrightRed.on_default().bold();
const YELLOW: Style = AnsiColor::BrightYellow.on_default().bold();
const GREEN: Style = AnsiColor::BrightGreen.on_default().bold();

/// The report as text.
pub fn render(run: &Run<'_>, options: Options) -> String {
    let mut page = Page { out: String::new(), options, renderer: renderer(options) };
    if !options.quiet {
        run.estates.iter().for_each(|judged| page.estate(judged, run));
    }
    page.summary(run);
    page.out
}

/// Diagnostics as text, for standard error.
pub fn render_diagnostics(diagnostics: &[Diagnostic], sources: &Sources, options: Options) -> String {
    let renderer = renderer(options);
    diagnostics.iter().fold(String::new(), |mut out, diagnostic| {
        out.push_str(&renderer.render(&[diagnostic_group(diagnostic, sources)]));
        out.push_str("\n\n");
        out
    })
}

fn renderer(options: Options) -> Renderer {
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Unicode).term_width(120)
}

struct Page {
    out: String,
    options: Options,
    renderer: Renderer,
}

impl Page {
    fn estate(&mut self, judged: &Judged, run: &Run<'_>) {
        let summary = judged.summary();
        let modules = judged.estate.deployments.iter().filter(|deployment| deployment.parent.is_some()).count();
        let mut facts = vec![plural(summary.resources, "resource"), plural(modules, "module")];
        if let Some(elapsed) = run.elapsed {
            facts.push(format!("{} ms", elapsed.as_millis()));
        }
        let title = self.paint(BOLD, &judged.title);
        self.line(&format!("\n  {title}   {}\n", facts.join(", ")));
        for verdict in [Verdict::Fails, Verdict::Unknown] {
            for judgement in judged.judgements.iter().filter(|judgement| judgement.verdict == verdict) {
                self.judgement(judgement, &judged.estate, run.sources);
            }
        }
        self.holding(judged, run.sources);
        for (claim, why) in &judged.not_applicable {
            let text = self.paint(DIM, &format!("  not applicable  {claim}: {why}"));
            self.line(&text);
        }
    }

    fn judgement(&mut self, judgement: &Judgement, estate: &Estate, sources: &Sources) {
        let level = match judgement.verdict {
            Verdict::Fails => Level::ERROR.with_name("fails"),
            _ => Level::WARNING.with_name("unknown"),
        };
        let title = format!("{} {}", judgement.subject.display, judgement.headline);
        let mut group = Group::with_title(level.primary_title(title).id(judgement.claim));
        for snippet in snippets(judgement, estate, sources) {
            group = group.element(snippet);
        }
        for (name, text) in notes(judgement, estate, sources) {
            group = group.element(Level::NOTE.with_name(name).message(text));
        }
        let text = self.renderer.render(&[group]);
        self.line(&text);
        self.line("");
    }

    fn holding(&mut self, judged: &Judged, sources: &Sources) {
        let holding: Vec<&Judgement> =
            judged.judgements.iter().filter(|judgement| judgement.verdict == Verdict::Holds).collect();
        let width = holding.iter().map(|judgement| judgement.subject.display.chars().count()).max().unwrap_or(0);
        for judgement in &holding {
            let word = self.paint(GREEN, "holds");
            let line = judgement.locations.first().and_then(|first| place::of(first.origin, &judged.estate, sources));
            let line = line.map_or(String::new(), |place| format!("   {}:{}", place.path, place.start.line));
            let padding = " ".repeat(width.saturating_sub(judgement.subject.display.chars().count()));
            let place = self.paint(DIM, &line);
            self.line(&format!(
                "{word}[{}]: {}{padding}  {}{place}",
                judgement.claim, judgement.subject.display, judgement.headline
            ));
            for evidence in &judgement.evidence {
                if let Evidence::Exception(Exception { who, path, at }) = evidence {
                    let place = place::of(*at, &judged.estate, sources);
                    let place = place.map_or(String::new(), |place| format!("   {}:{}", place.path, place.start.line));
                    let text = self.paint(DIM, &format!("       still let in: {who} ({path}){place}"));
                    self.line(&text);
                }
            }
        }
        if !holding.is_empty() {
            self.line("");
        }
    }

    fn summary(&mut self, run: &Run<'_>) {
        let summary = run.summary();
        let mut assumptions: Vec<(&str, &str)> = run
            .estates
            .iter()
            .flat_map(|judged| &judged.judgements)
            .filter(|judgement| judgement.verdict == Verdict::Holds)
            .flat_map(|judgement| &judgement.assumptions)
            .map(|assumption| (assumption.id.as_str(), assumption.text.as_str()))
            .collect();
        assumptions.sort_unstable();
        assumptions.dedup();
        if self.options.assumptions {
            for (id, text) in &assumptions {
                let id = self.paint(BOLD, id);
                self.line(&format!("  assumes {id}: {text}"));
            }
            if !assumptions.is_empty() {
                self.line("");
            }
        }
        let on = match assumptions.len() {
            0 => String::new(),
            count if self.options.assumptions => format!(", on {}", plural(count, "assumption")),
            count => format!(", on {} (--assumptions)", plural(count, "assumption")),
        };
        let fails = self.paint(if summary.fails > 0 { RED } else { BOLD }, &format!("fails {}", summary.fails));
        let unknown =
            self.paint(if summary.unknown > 0 { YELLOW } else { BOLD }, &format!("unknown {}", summary.unknown));
        let holds = self.paint(if summary.holds > 0 { GREEN } else { BOLD }, &format!("holds {}", summary.holds));
        self.line(&format!("  {fails}    {unknown}    {holds}{on}"));
        let errors = run.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        if errors > 0 {
            let text = format!("  {}: part of the input was not read", plural(errors, "error"));
            let text = self.paint(RED, &text);
            self.line(&text);
        }
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.options.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", text.trim_end());
    }
}

/// A place to underline.
struct Mark<'a> {
    place: place::Place,
    role: Role,
    label: &'a str,
}

/// The decisive line, then the lines that explain it, one snippet a file.
fn snippets<'a>(
    judgement: &'a Judgement,
    estate: &Estate,
    sources: &'a Sources,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut by_file: Vec<(String, Vec<Mark<'_>>)> = Vec::new();
    for location in &judgement.locations {
        let Some(place) = place::of(location.origin, estate, sources) else { continue };
        let entry = Mark { place: place.clone(), role: location.role, label: &location.label };
        match by_file.iter_mut().find(|(path, _)| *path == place.path) {
            Some((_, places)) if places.iter().any(|known| known.place.span == place.span) => {}
            Some((_, places)) => places.push(entry),
            None => by_file.push((place.path, vec![entry])),
        }
    }
    by_file
        .into_iter()
        .map(|(path, places)| {
            let mut snippet = Snippet::source("").path(path.clone());
            if let Some(first) = places.first() {
                let text = sources.file(first.place.span.file).text();
                snippet = Snippet::source(text.to_string()).path(path).fold(true);
            }
            for Mark { place, role, label } in places {
                let kind = if role == Role::Decisive { AnnotationKind::Primary } else { AnnotationKind::Context };
                let range = first_line(&place, sources);
                snippet = snippet.annotation(kind.span(range).label(label.to_owned()));
            }
            snippet
        })
        .collect()
}

/// The part of a place that is on its first line, so that a whole declaration is one underline.
fn first_line(place: &place::Place, sources: &Sources) -> std::ops::Range<usize> {
    let (start, end) = (place.span.start as usize, place.span.end as usize);
    let text = sources.slice(place.span);
    let length = text.find(['\n', '\r']).unwrap_or(end - start);
    start..start + length
}

fn notes(judgement: &Judgement, estate: &Estate, sources: &Sources) -> Vec<(&'static str, String)> {
    let mut notes = Vec::new();
    let at = |origin| {
        place::of(origin, estate, sources)
            .map_or(String::new(), |place| format!(" ({}:{})", place.path, place.start.line))
    };
    for evidence in &judgement.evidence {
        match evidence {
            Evidence::Packet { from, to, hops, when } => {
                let mut way = from.clone();
                for hop in hops {
                    let _ = write!(way, " ──▶ {}: {}{}", hop.place, hop.action, at(hop.at));
                }
                let _ = write!(way, " ──▶ {to}");
                if let Some(when) = when {
                    let _ = write!(way, ", when {when}");
                }
                notes.push(("packet", way));
            }
            Evidence::Attribute { path, actual, effect, at: origin } => {
                notes.push(("setting", format!("{path} is {actual}: {effect}{}", at(*origin))));
            }
            Evidence::Exception(Exception { who, path, at: origin }) => {
                notes.push(("still let in", format!("{who} ({path}){}", at(*origin))));
            }
        }
    }
    for missing in &judgement.missing {
        notes.push(("missing", missing.what.clone()));
        notes.push(("settle", missing.settle.clone()));
    }
    if let Some(mend) = &judgement.mend {
        notes.push(("mend", mend.clone()));
    }
    let through: Vec<String> = judgement
        .locations
        .first()
        .map(|first| place::modules(first.origin, estate, sources))
        .unwrap_or_default()
        .into_iter()
        .map(|(label, place)| format!("{label} ({}:{})", place.path, place.start.line))
        .collect();
    if !through.is_empty() {
        notes.push(("module", through.join(" ▸ ")));
    }
    notes
}

fn diagnostic_group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let file = sources.file(diagnostic.span.file);
    let place = place::of_span(diagnostic.span, String::new(), sources);
    let group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code));
    let range = first_line(&place, sources);
    let snippet = Snippet::source(&**file.text()).path(file.path()).fold(true);
    let mut group = group.element(snippet.annotation(AnnotationKind::Primary.span(range)));
    for related in &diagnostic.related {
        let file = sources.file(related.span.file);
        let place = place::of_span(related.span, String::new(), sources);
        let snippet = Snippet::source(&**file.text()).path(file.path()).fold(true);
        let annotation = AnnotationKind::Context.span(first_line(&place, sources)).label(related.message.as_str());
        group = group.element(snippet.annotation(annotation));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
