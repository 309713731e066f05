//! The report for a person.
//!
//! What fails comes first, then what is unknown, each with its lines, the way in and the next step; what
//! holds is a line for each claim, or for each subject if asked for. The last line counts.

mod blocks;
mod notes;
mod page;
mod snippets;
mod wrap;

use std::collections::BTreeSet;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Group, Level, Renderer};
use anstyle::{AnsiColor, Style};
use ringfence_claims::{Judgement, Verdict};
use ringfence_estate::Estate;
use ringfence_source::{Diagnostic, Severity, Sources};

use crate::{Judged, Run, brief, place};
pub use page::render_page;
use wrap::wrapped;

/// How to write the report.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// With colours.
    pub color: bool,
    /// Only the counts.
    pub quiet: bool,
    /// With the text of each assumption.
    pub assumptions: bool,
    /// With a line for each subject of which a claim holds.
    pub holds: bool,
}

/// How wide a line may be; lines of source, paths and names may be wider.
const WIDTH: usize = 110;

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
    let mut kinds: Vec<(Diagnostic, Vec<String>)> = Vec::new();
    for diagnostic in diagnostics {
        let own = brief::diagnostic(diagnostic);
        match kinds.iter_mut().find(|(known, _)| is_repeated(known, &own)) {
            Some((_, places)) => places.push(place::of_span(own.span, String::new(), sources).line()),
            None => kinds.push((own, Vec::new())),
        }
    }
    kinds.iter().fold(String::new(), |mut out, (diagnostic, elsewhere)| {
        out.push_str(&renderer.render(&[snippets::diagnostic(diagnostic, elsewhere, sources)]));
        out.push_str("\n\n");
        out
    })
}

/// Whether two diagnostics differ in their place only.
fn is_repeated(one: &Diagnostic, other: &Diagnostic) -> bool {
    one.message == other.message
        && one.code == other.code
        && one.severity == other.severity
        && one.help == other.help
        && one.related == other.related
}

fn renderer(options: Options) -> Renderer {
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Unicode).term_width(WIDTH)
}

struct Page {
    out: String,
    options: Options,
    renderer: Renderer,
}

impl Page {
    fn estate(&mut self, judged: &Judged, run: &Run<'_>) {
        let modules = judged.estate.deployments.iter().filter(|deployment| deployment.parent.is_some()).count();
        let resources = plural(judged.summary().resources, "resource");
        let facts = if modules == 0 { resources } else { format!("{resources}, {}", plural(modules, "module")) };
        let (title, facts) = (self.paint(BOLD, &judged.title), self.paint(DIM, &facts));
        self.line("");
        self.line(&format!("  {title}   {facts}"));
        self.line("");
        for verdict in [Verdict::Fails, Verdict::Unknown] {
            for judgement in judged.judgements.iter().filter(|judgement| judgement.verdict == verdict) {
                self.judgement(judgement, &judged.estate, run.sources);
            }
        }
        self.holding(judged, run.sources);
        self.left_out(judged);
    }

    fn judgement(&mut self, judgement: &Judgement, estate: &Estate, sources: &Sources) {
        let (level, name) = match judgement.verdict {
            Verdict::Fails => (Level::ERROR, "fails"),
            _ => (Level::WARNING, "unknown"),
        };
        let judgement = &brief::judgement(judgement);
        let title = format!("{} {}", judgement.subject.display, judgement.headline);
        let title = wrapped(&title, name.len() + judgement.claim.len() + "[]: ".len());
        let mut group = Group::with_title(level.with_name(name).primary_title(title).id(judgement.claim));
        let marks = snippets::marks(judgement, estate, sources);
        for snippet in snippets::of(&marks, sources) {
            group = group.element(snippet);
        }
        for (name, text) in notes::of(judgement, &marks, estate, sources) {
            group = group.element(Level::NOTE.with_name(name).message(text));
        }
        let text = self.renderer.render(&[group]);
        self.line(&text);
        self.line("");
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
            self.assumptions(&assumptions);
        }
        let on = self.on(&assumptions);
        let count = |style, word, count| {
            let style = if count > 0 { style } else { DIM };
            self.paint(style, &format!("{word} {count}"))
        };
        let fails = count(RED, "fails", summary.fails);
        let unknown = count(YELLOW, "unknown", summary.unknown);
        let holds = count(GREEN, "holds", summary.holds);
        let elapsed = run.elapsed.map_or(String::new(), |elapsed| format!("    {} ms", elapsed.as_millis()));
        let elapsed = self.paint(DIM, &elapsed);
        if run.estates.len() > 1 {
            self.by_estate(&run.estates);
        }
        self.line(&format!("  {fails}    {unknown}    {holds}{on}{elapsed}"));
        let errors = run.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        if errors > 0 {
            let text = self.paint(RED, &format!("{}: part of the input was not read", plural(errors, "error")));
            self.line(&format!("  {text}"));
        }
    }

    /// How many assumptions what holds rests on, and of how many kinds: most are of one kind, one for each resource.
    fn on(&self, assumptions: &[(&str, &str)]) -> String {
        let kinds: BTreeSet<&str> = assumptions.iter().filter_map(|(id, _)| id.split(':').next()).collect();
        let of = if kinds.len() < assumptions.len() {
            format!(" of {}", plural(kinds.len(), "kind"))
        } else {
            String::new()
        };
        let list = match (self.options.holds, self.options.assumptions) {
            (_, true) => "",
            (true, false) => " (--assumptions)",
            (false, false) => " (--holds, --assumptions)",
        };
        match assumptions.len() {
            0 => String::new(),
            count => format!(", on {}{of}{list}", plural(count, "assumption")),
        }
    }

    /// The counts of each estate, a line each; the names, which may be long, stand last.
    fn by_estate(&mut self, estates: &[Judged]) {
        for judged in estates {
            let summary = judged.summary();
            let counts =
                [(RED, "fails", summary.fails), (YELLOW, "unknown", summary.unknown), (GREEN, "holds", summary.holds)];
            let [fails, unknown, holds] = counts.map(|(style, word, count)| {
                self.paint(if count > 0 { style } else { DIM }, &format!("{word} {count:<3}"))
            });
            self.line(&format!("  {fails}  {unknown}  {holds}  {}", judged.title));
        }
        self.line("");
    }

    fn assumptions(&mut self, assumptions: &[(&str, &str)]) {
        let width = assumptions.iter().map(|(id, _)| wrap::width(id)).max().unwrap_or(0);
        for (id, text) in assumptions {
            let padding = " ".repeat(width - wrap::width(id));
            let id = self.paint(BOLD, id);
            self.line(&format!("  assumes {id}{padding}   {}", brief::brief(text)));
        }
        if !assumptions.is_empty() {
            self.line("");
        }
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.options.color && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
