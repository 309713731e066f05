//! What is said in one line each: what holds, claim by claim, and what no claim speaks of.

use ringfence_claims::{Evidence, Exception, Judgement, Verdict};
use ringfence_estate::{Estate, Kind, OriginId};
use ringfence_source::Sources;

use super::{DIM, GREEN, Page, plural, wrap};
use crate::{Judged, brief, place};

/// How many types without a claim are named.
const NOT_MODELLED_SHOWN: usize = 6;

impl Page {
    /// What holds: a line for each claim, and below it, if asked for, a line for each subject.
    pub(super) fn holding(&mut self, judged: &Judged, sources: &Sources) {
        let holding = || judged.judgements.iter().filter(|judgement| judgement.verdict == Verdict::Holds);
        let mut claims: Vec<&str> = holding().map(|judgement| judgement.claim).collect();
        claims.dedup();
        for claim in claims {
            let own: Vec<Judgement> =
                holding().filter(|judgement| judgement.claim == claim).map(brief::judgement).collect();
            let statement = ringfence_claims::find(claim).map_or("", |claim| claim.statement);
            let word = self.paint(GREEN, &format!("holds[{claim}]"));
            self.line(&format!("{word}: {statement}"));
            if !self.options.holds {
                let count = self.paint(DIM, &counts(&own));
                self.line(&format!("   {count}"));
                continue;
            }
            let names = own.iter().map(|judgement| wrap::width(&judgement.subject.display)).max().unwrap_or(0);
            let facts: Vec<String> = own.iter().map(fact).collect();
            let fact_width = facts.iter().map(|fact| wrap::width(fact)).max().unwrap_or(0);
            for (judgement, fact) in own.iter().zip(facts) {
                self.held(judgement, &fact, (names, fact_width), &judged.estate, sources);
            }
            self.line("");
        }
        if holding().next().is_some() && !self.options.holds {
            self.line("");
        }
    }

    fn held(&mut self, judgement: &Judgement, fact: &str, widths: (usize, usize), estate: &Estate, sources: &Sources) {
        let display = &judgement.subject.display;
        let padding = " ".repeat(widths.0 - wrap::width(display));
        let after = " ".repeat(widths.1 - wrap::width(fact));
        let origin = judgement.locations.first().map_or(OriginId::NONE, |first| first.origin);
        let place = self.paint(DIM, &line_of(origin, estate, sources));
        self.line(&format!("   {display}{padding}   {fact}{after}   {place}"));
        for evidence in &judgement.evidence {
            if let Evidence::Exception(Exception { who, path, at }) = evidence {
                let place = line_of(*at, estate, sources);
                let place = if place.is_empty() { place } else { format!(" ({place})") };
                let text = self.paint(DIM, &format!("still let in: {who}, by `{path}`{place}"));
                self.line(&format!("     {text}"));
            }
        }
    }

    /// The claims that are about nothing here, and the types that no claim is about.
    pub(super) fn left_out(&mut self, judged: &Judged) {
        for (claim, why) in &judged.not_applicable {
            let text = self.paint(DIM, &format!("not applicable[{claim}]: {why}"));
            self.line(&text);
        }
        if !judged.not_modelled.is_empty() {
            let shown = judged.not_modelled.iter().take(NOT_MODELLED_SHOWN);
            let mut types: Vec<String> = shown.map(|(kind, count)| format!("{kind} ({count})")).collect();
            let rest = judged.not_modelled.len().saturating_sub(NOT_MODELLED_SHOWN);
            if rest > 0 {
                types.push(format!("and {} (--format json)", plural(rest, "more type")));
            }
            let head = "not judged: ";
            let text = wrap::wrapped_under(&format!("{head}{}", types.join(", ")), 0, &" ".repeat(head.len()));
            let text: Vec<String> = text.lines().map(|line| self.paint(DIM, line)).collect();
            self.line(&text.join("\n"));
        }
        if !judged.not_applicable.is_empty() || !judged.not_modelled.is_empty() {
            self.line("");
        }
    }
}

/// How many subjects a claim holds of, and of how many with a way in that does not count against them.
fn counts(judgements: &[Judgement]) -> String {
    let has_exception =
        |own: &&Judgement| own.evidence.iter().any(|evidence| matches!(evidence, Evidence::Exception(_)));
    let all = plural(judgements.len(), "subject");
    match judgements.iter().filter(has_exception).count() {
        0 => all,
        some => format!("{all}, {some} with exceptions"),
    }
}

/// The setting that decides, or else the headline.
fn fact(judgement: &Judgement) -> String {
    let Some(setting) = &judgement.decisive else { return judgement.headline.clone() };
    let name = setting.path.rsplit('.').next().unwrap_or(&setting.path);
    match &setting.actual.kind {
        Kind::Omitted => format!("{name} is left out"),
        Kind::String(text) => format!("{name} is '{text}'"),
        _ => format!("{name} is {}", brief::brief(&setting.actual.to_string())),
    }
}

/// `infra/main.bicep:41`; empty if it has no place.
pub(super) fn line_of(origin: OriginId, estate: &Estate, sources: &Sources) -> String {
    place::of(origin, estate, sources).map_or(String::new(), |place| place.line())
}
