//! Answers to questions: as a table for a person, and as JSON, described by `schemas/answer-1.json`.
//!
//! Within `ringfence/answer/1`, members are only ever added.

use ringfence_claims::Role;
use ringfence_claims::ask::Answer;
use ringfence_estate::Estate;
use ringfence_source::{Diagnostic, Sources};
use serde::Serialize;

use crate::brief::brief;
use crate::json::{DiagnosticJson, InputJson, LocationJson, MissingJson, Tool};
use crate::{Input, json, place};

/// What was asked and what came out.
pub struct Answered<'a> {
    /// The version of the program.
    pub version: &'a str,
    /// The files.
    pub sources: &'a Sources,
    /// What was read.
    pub inputs: Vec<Input>,
    /// The name that was asked for.
    pub name: &'a str,
    /// The network that it was asked for from.
    pub from: &'a str,
    /// The estates that have such a network, each with its heading and the answers.
    pub estates: Vec<(Estate, String, Vec<Answer>)>,
    /// What is wrong with the files.
    pub diagnostics: &'a [Diagnostic],
}

#[derive(Serialize)]
struct AnswersJson<'a> {
    schema: &'static str,
    tool: Tool<'a>,
    inputs: Vec<InputJson>,
    question: QuestionJson<'a>,
    answers: Vec<AnswerJson>,
    diagnostics: Vec<DiagnosticJson>,
}

#[derive(Serialize)]
struct QuestionJson<'a> {
    kind: &'static str,
    name: &'a str,
    from: &'a str,
}

#[derive(Serialize)]
struct AnswerJson {
    template: String,
    name: String,
    from: String,
    ending: &'static str,
    to: String,
    code: Option<String>,
    when: Option<String>,
    hops: Vec<HopJson>,
    missing: Vec<MissingJson>,
}

#[derive(Serialize)]
struct HopJson {
    place: String,
    action: String,
    locations: Vec<LocationJson>,
}

/// The answers as JSON text, ending in a line break.
pub fn render_json(answered: &Answered<'_>) -> Result<String, serde_json::Error> {
    let answers = answered.estates.iter().flat_map(|(estate, title, answers)| {
        answers.iter().map(move |answer| answer_json(answer, title, estate, answered.sources))
    });
    let json = AnswersJson {
        schema: "ringfence/answer/1",
        tool: Tool { name: "ringfence", version: answered.version },
        inputs: answered.inputs.iter().map(json::input).collect(),
        question: QuestionJson { kind: "resolve", name: answered.name, from: answered.from },
        answers: answers.collect(),
        diagnostics: answered.diagnostics.iter().map(|own| json::diagnostic_json(own, answered.sources)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&json)?;
    text.push('\n');
    Ok(text)
}

fn answer_json(answer: &Answer, title: &str, estate: &Estate, sources: &Sources) -> AnswerJson {
    let hops = answer.hops.iter().map(|hop| HopJson {
        place: hop.place.clone(),
        action: hop.action.clone(),
        locations: json::location(hop.origin, Role::Chain, estate, sources).into_iter().collect(),
    });
    AnswerJson {
        template: title.to_owned(),
        name: answer.name.clone(),
        from: answer.from.clone(),
        ending: answer.ending,
        to: answer.to.clone(),
        code: answer.code.clone(),
        when: answer.when.clone(),
        hops: hops.collect(),
        missing: answer.missing.iter().map(json::missing_json).collect(),
    }
}

/// The answers as text: for each, a table of the servers, zones and records on the way, with their lines.
pub fn render_text(answered: &Answered<'_>) -> String {
    let mut out = String::new();
    for (estate, title, answers) in &answered.estates {
        if answered.estates.len() > 1 {
            out.push_str(&format!("\n  {title}\n"));
        }
        for answer in answers {
            table(&mut out, answer, estate, answered.sources);
        }
    }
    out
}

fn table(out: &mut String, answer: &Answer, estate: &Estate, sources: &Sources) {
    let when = answer.when.as_ref().map(|when| format!(", when {}", brief(when))).unwrap_or_default();
    out.push_str(&format!("\n  {} from {}{when}\n\n", brief(&answer.name), brief(&answer.from)));
    let rows: Vec<[String; 3]> = answer
        .hops
        .iter()
        .map(|hop| {
            let line = place::of(hop.origin, estate, sources).map(|place| place.line()).unwrap_or_default();
            [brief(&hop.place), brief(&hop.action), line]
        })
        .collect();
    let width =
        |nth: usize| rows.iter().filter_map(|row| row.get(nth)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    for [place, action, line] in &rows {
        let row = format!("    {place:<first$}   {action:<second$}   {line}");
        out.push_str(row.trim_end());
        out.push('\n');
    }
    let code = answer.code.as_ref().map(|code| format!(" ({code})")).unwrap_or_default();
    out.push_str(&format!("    ▸ {}{code}\n", brief(&answer.to)));
    for missing in &answer.missing {
        out.push_str(&format!("      missing: {}\n      settle:  {}\n", brief(&missing.what), brief(&missing.settle)));
    }
}
