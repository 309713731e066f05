//! Lines of source, with what matters in them underlined.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Snippet};
use ringfence_claims::{Judgement, Role};
use ringfence_estate::Estate;
use ringfence_source::{Diagnostic, Severity, Sources, Span};

use super::{WIDTH, plural, wrap};
use crate::place::{self, Place};

/// A place to underline.
pub(super) struct Mark<'a> {
    pub place: Place,
    /// What is underlined: the part of the place that is on its first line.
    range: Range<usize>,
    role: Role,
    /// What stands there.
    pub label: &'a str,
    /// What is written beside the underline.
    caption: Caption<'a>,
}

/// What is written beside an underline.
#[derive(Clone, Copy)]
struct Caption<'a> {
    text: &'a str,
    /// Whether the line and the caption together say all that the label does.
    whole: bool,
}

impl Mark<'_> {
    /// Whether the line and what is beside it say all that the label does.
    pub(super) fn is_whole(&self) -> bool {
        self.caption.whole
    }
}

/// The places of a judgement to underline, the decisive one first.
pub(super) fn marks<'a>(judgement: &'a Judgement, estate: &Estate, sources: &Sources) -> Vec<Mark<'a>> {
    let mut marks: Vec<Mark<'a>> = Vec::new();
    for location in &judgement.locations {
        let Some(place) = place::of(location.origin, estate, sources) else { continue };
        if marks.iter().any(|known| known.place.span == place.span) {
            continue;
        }
        let range = first_line(place.span, sources);
        let caption = caption(&location.label, &place, &range, sources);
        marks.push(Mark { place, range, role: location.role, label: &location.label, caption });
    }
    marks
}

/// One snippet for each file, that of the decisive place first.
pub(super) fn of<'a>(marks: &[Mark<'a>], sources: &'a Sources) -> Vec<Snippet<'a, Annotation<'a>>> {
    let mut snippets: Vec<(Span, Snippet<'a, Annotation<'a>>)> = Vec::new();
    for mark in marks {
        let kind = if mark.role == Role::Decisive { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(mark.range.clone()).label(mark.caption.text);
        let span = mark.place.span;
        match snippets.iter().position(|(known, _)| known.file == span.file) {
            Some(at) => {
                let (known, snippet) = snippets.remove(at);
                snippets.insert(at, (known, snippet.annotation(annotation)));
            }
            None => snippets.push((span, source(span, sources).annotation(annotation))),
        }
    }
    snippets.into_iter().map(|(_, snippet)| snippet).collect()
}

/// How many places of a repeated diagnostic are named.
const PLACES_SHOWN: usize = 6;

/// A diagnostic with its line, where else it is so, what explains it, and what to do.
pub(super) fn diagnostic<'a>(diagnostic: &'a Diagnostic, elsewhere: &[String], sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = wrap::wrapped(&diagnostic.message, diagnostic.code.len() + "warning[]: ".len());
    let mut group = Group::with_title(level.primary_title(title).id(diagnostic.code));
    let file = sources.file(diagnostic.span.file);
    let mut related: Vec<_> = Vec::new();
    if file.text().is_empty() {
        group = group.element(Origin::path(file.path()));
    } else {
        let range = first_line(diagnostic.span, sources);
        let mut snippet = source(diagnostic.span, sources).annotation(AnnotationKind::Primary.span(range));
        for other in &diagnostic.related {
            let range = first_line(other.span, sources);
            let annotation = AnnotationKind::Context.span(range).label(other.message.as_str());
            if other.span.file == diagnostic.span.file {
                snippet = snippet.annotation(annotation);
            } else {
                related.push(source(other.span, sources).annotation(annotation));
            }
        }
        group = group.element(snippet);
    }
    group = group.elements(related);
    if !elsewhere.is_empty() {
        let mut places = elsewhere.iter().take(PLACES_SHOWN).cloned().collect::<Vec<_>>();
        let rest = elsewhere.len().saturating_sub(PLACES_SHOWN);
        places.extend((rest > 0).then(|| format!("and {}", plural(rest, "more place"))));
        group = group.element(Level::NOTE.with_name("also at").message(places.join("\n")));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(wrap::wrapped(help, "  ├ help: ".len()))),
        None => group,
    }
}

fn source<'a>(span: Span, sources: &'a Sources) -> Snippet<'a, Annotation<'a>> {
    let file = sources.file(span.file);
    Snippet::source(&**file.text()).path(file.path()).fold(true)
}

/// The part of a span that is on its first line; of a whole declaration only what it is called.
fn first_line(span: Span, sources: &Sources) -> Range<usize> {
    let (start, end) = (span.start as usize, span.end as usize);
    let text = sources.slice(span);
    let line = text.find(['\n', '\r']).and_then(|at| text.get(..at));
    let Some(line) = line else { return start..end };
    let name = line.split(['\'', '{', '=']).next().unwrap_or(line).trim_end();
    start..start + if name.is_empty() { line.len() } else { name.len() }
}

/// What to write beside an underline. Labels read ``\`setting\` is value: what follows``; where the line shows the value
/// as it is, what follows is enough, and where all would not fit, the first part is.
fn caption<'a>(label: &'a str, place: &Place, range: &Range<usize>, sources: &Sources) -> Caption<'a> {
    let Some((what, follows)) = label.split_once(": ") else { return Caption { text: label, whole: true } };
    let file = sources.file(place.span.file);
    let marked = file.text().get(range.clone()).unwrap_or("");
    if !marked.is_empty() && what.strip_suffix(marked).is_some_and(|before| before.ends_with("` is ")) {
        return Caption { text: follows, whole: true };
    }
    let before = file.text().get(..range.start).and_then(|text| text.rsplit('\n').next()).map_or(0, wrap::width);
    let whole = "9999 │  ".len() + before + wrap::width(marked) + wrap::width(label) <= WIDTH;
    Caption { text: if whole { label } else { what }, whole }
}
