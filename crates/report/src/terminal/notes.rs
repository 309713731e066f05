//! What stands under the lines of source: the way of a packet or of a question, what is missing, and what to do.

use ringfence_claims::{Evidence, Exception, Hop, Judgement};
use ringfence_estate::{Estate, OriginId};
use ringfence_source::Sources;

use super::blocks::line_of;
use super::snippets::Mark;
use super::wrap::{width, wrapped};
use crate::brief::brief;
use crate::place;

/// The columns before a note's name.
const GUTTER: usize = "9999 ├ : ".len();

/// The notes of a judgement, each with its name.
pub(super) fn of(
    judgement: &Judgement,
    marks: &[Mark<'_>],
    estate: &Estate,
    sources: &Sources,
) -> Vec<(&'static str, String)> {
    let mut notes = Notes { notes: Vec::new(), marks, estate, sources };
    notes.effects(judgement);
    for evidence in &judgement.evidence {
        notes.evidence(evidence);
    }
    for missing in &judgement.missing {
        notes.add("missing", &missing.what);
        notes.add("settle", &missing.settle);
    }
    if let Some(mend) = &judgement.mend {
        notes.add("mend", mend);
    }
    notes.modules(judgement);
    notes.notes
}

struct Notes<'a> {
    notes: Vec<(&'static str, String)>,
    marks: &'a [Mark<'a>],
    estate: &'a Estate,
    sources: &'a Sources,
}

impl Notes<'_> {
    fn add(&mut self, name: &'static str, text: &str) {
        self.notes.push((name, wrapped(text, GUTTER + name.len())));
    }

    /// The labels that did not fit beside their underlines, unless the packet's way says the same.
    fn effects(&mut self, judgement: &Judgement) {
        let is_on_the_way = |mark: &Mark<'_>| {
            judgement.evidence.iter().any(|evidence| match evidence {
                Evidence::Packet { hops, .. } | Evidence::Resolution { hops, .. } => {
                    hops.iter().any(|hop| self.is_marked(hop.at, mark))
                }
                _ => false,
            })
        };
        let cut = self.marks.iter().filter(|mark| !mark.is_whole() && !is_on_the_way(mark));
        let labels: Vec<&str> = cut.map(|mark| mark.label).collect();
        labels.into_iter().for_each(|label| self.add("why", label));
    }

    /// Whether a mark at a place says this.
    fn says(&self, at: OriginId, effect: &str) -> bool {
        self.marks.iter().any(|mark| mark.label.contains(effect) && self.is_marked(at, mark))
    }

    fn evidence(&mut self, evidence: &Evidence) {
        match evidence {
            Evidence::Packet { from, to, hops, when } => {
                let way = self.way(from, to, hops, when.as_deref());
                self.notes.push(("packet", way));
            }
            Evidence::Resolution { name, from, to, hops, when } => {
                let way = self.way(&format!("{name} from {from}"), to, hops, when.as_deref());
                self.notes.push(("lookup", way));
            }
            // What an underline or its label says is not said again.
            Evidence::Attribute { effect, at, .. } if self.says(*at, effect) => {}
            Evidence::Attribute { path, actual, effect, at } => {
                self.add("setting", &format!("`{path}` is {actual}: {effect}{}", self.after(*at)));
            }
            Evidence::Exception(Exception { who, path, at }) => {
                self.add("still let in", &format!("{who}, by `{path}`{}", self.after(*at)));
            }
        }
    }

    /// The way of a packet or of a question, one hop a line. What an underline already says is not said again.
    fn way(&self, from: &str, to: &str, hops: &[Hop], when: Option<&str>) -> String {
        let mut lines = vec![match when {
            Some(when) => format!("{from}, when {when}"),
            None => from.to_owned(),
        }];
        let names = hops.iter().map(|hop| width(&hop.place)).max().unwrap_or(0);
        for hop in hops {
            let padding = " ".repeat(names - width(&hop.place));
            let place = self.near(hop.at);
            lines.push(format!("├─▶ {}{padding}   {place}", hop.place).trim_end().to_owned());
            if !self.marks.iter().any(|mark| mark.is_whole() && self.is_marked(hop.at, mark)) {
                let action = wrapped(&hop.action, GUTTER + "packet".len() + "│   ".len());
                lines.extend(action.lines().map(|line| format!("│   {line}")));
            }
        }
        lines.push(format!("╰─▶ {to}"));
        lines.join("\n")
    }

    /// The module calls that lead to the decisive place, outermost first.
    fn modules(&mut self, judgement: &Judgement) {
        let Some(first) = judgement.locations.first() else { return };
        let modules = place::modules(first.origin, self.estate, self.sources);
        let modules = modules.into_iter().map(|(label, place)| format!("{} ({})", brief(&label), place.line()));
        let through = modules.collect::<Vec<_>>().join(" ▸ ");
        if !through.is_empty() {
            self.add("module", &through);
        }
    }

    /// The line; with its file only if it is another one than that of the lines above.
    fn near(&self, origin: OriginId) -> String {
        let Some(place) = place::of(origin, self.estate, self.sources) else { return String::new() };
        let is_shown = self.marks.first().is_some_and(|mark| mark.place.span.file == place.span.file);
        if is_shown { format!("line {}", place.start.line) } else { place.line() }
    }

    fn is_marked(&self, origin: OriginId, mark: &Mark<'_>) -> bool {
        place::of(origin, self.estate, self.sources).is_some_and(|place| place.span == mark.place.span)
    }

    fn after(&self, origin: OriginId) -> String {
        let line = line_of(origin, self.estate, self.sources);
        if line.is_empty() { line } else { format!(" ({line})") }
    }
}
