//! Evaluates public templates that are not part of this repository.
//!
//! `RINGFENCE_QUICKSTARTS` leads to a checkout of <https://github.com/Azure/azure-quickstart-templates>; without it, the
//! test says that it did nothing.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests fail and speak as tests do")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ringfence_arm::{Given, Template, read_json, read_parameters};
use ringfence_estate::{Atom, Cause, ElementKind, Estate, Kind, Value};
use ringfence_eval::{Valuation, evaluate, given_parameters};
use ringfence_source::{DiskWorld, Session};

#[derive(Default)]
struct Count {
    templates: usize,
    resources: usize,
    externals: usize,
    known: usize,
    unknown: usize,
    causes: BTreeMap<Cause, usize>,
    /// What unknown leaves wait for: a leaf may wait for several things.
    reasons: BTreeMap<&'static str, usize>,
    atoms: BTreeMap<String, (usize, String)>,
    codes: BTreeMap<&'static str, (usize, String)>,
    time: Duration,
    bytes: usize,
    slowest: Vec<(Duration, String)>,
    /// Leaves that should be known: nothing outside of the template and its parameters file decides them.
    offenders: Vec<String>,
}

#[test]
fn quickstart_templates_evaluate() {
    let Some(root) = checkout("RINGFENCE_QUICKSTARTS") else { return };
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    assert!(!files.is_empty(), "no azuredeploy.json below {}", root.display());
    let (mut not_implemented, mut offenders) = (0, 0);
    for with_parameters in [false, true] {
        let mut count = Count::default();
        for path in &files {
            one(path, &root, with_parameters, &mut count);
        }
        report(&mut count, with_parameters);
        let missing = count.causes.get(&Cause::NotImplemented).copied().unwrap_or_default();
        not_implemented += missing;
        for offender in &count.offenders {
            println!("should be known: {offender}");
        }
        offenders += count.offenders.len();
    }
    assert_eq!((not_implemented, offenders), (0, 0), "leaves that are not implemented, and that should be known");
}

fn one(path: &Path, root: &Path, with_parameters: bool, count: &mut Count) {
    let parameters = path.with_file_name("azuredeploy.parameters.json");
    if with_parameters && !parameters.exists() {
        return;
    }
    let world = DiskWorld::default();
    let mut session = Session::new(&world);
    let name = path.strip_prefix(root).unwrap().display().to_string();
    let Ok(file) = session.load(&path.display().to_string()) else { return };
    let text = session.sources.file(file).text().clone();
    let start = Instant::now();
    let (Some(node), _) = read_json(&text, file) else { return };
    let mut given = Vec::new();
    let mut given_names: Vec<String> = Vec::new();
    let mut valuation = Valuation { key: name.clone(), ..Valuation::default() };
    if with_parameters {
        let Ok(file) = session.load(&parameters.display().to_string()) else { return };
        let text = session.sources.file(file).text().clone();
        let (values, _) = read_parameters(&text, file);
        valuation.parameters = given_parameters(&values, &node, &|_| None);
        let template = Template::read(&node, &mut Vec::new());
        let open = |name: &str| {
            let declared = template.parameter(name);
            declared.and_then(|own| own.schema.name()).is_some_and(|name| !name.is_secure())
        };
        given.extend(values.iter().filter(|own| open(&own.name) && matches!(own.given, Given::Value(_))));
        given_names.extend(given.iter().map(|own| own.name.to_string()));
    }
    let mut estate = Estate::default();
    evaluate(&node, &valuation, &mut estate, &mut session);
    let took = start.elapsed();
    count.time += took;
    count.bytes += text.len();
    count.slowest.push((took, name.clone()));
    count.templates += 1;
    for diagnostic in &session.diagnostics {
        let position = session.sources.file(diagnostic.span.file).position(diagnostic.span.start);
        let at = format!("{name}:{}: {}", position.line, diagnostic.message);
        count.codes.entry(diagnostic.code).or_insert((0, at)).0 += 1;
    }
    count.externals += estate.resources.len() - estate.declared().count();
    for resource in estate.declared() {
        count.resources += 1;
        leaves(&resource.body, &name, &given_names, count);
    }
}

fn leaves(value: &Value, template: &str, given: &[String], count: &mut Count) {
    match &value.kind {
        Kind::Object(object) => {
            object.members.iter().for_each(|member| leaves(&member.value, template, given, count));
            if object.rest.is_some() {
                count.unknown += 1;
            }
        }
        Kind::Array(array) => {
            for element in &array.elements {
                if !matches!(element.kind, ElementKind::One) {
                    count.unknown += 1;
                }
                leaves(&element.value, template, given, count);
            }
        }
        Kind::Cases(cases) => cases.iter().for_each(|(_, value)| leaves(value, template, given, count)),
        Kind::Term(term) => {
            count.unknown += 1;
            for cause in term.causes() {
                *count.causes.entry(cause).or_default() += 1;
            }
            let mut reasons = BTreeSet::new();
            for atom in term.atoms() {
                match reason(&atom, template, given) {
                    Some(reason) => _ = reasons.insert(reason),
                    None => {
                        let text: String = term.text().chars().take(200).collect();
                        count.offenders.push(format!("{template}: {text}"));
                    }
                }
                if atom.cause != Cause::RunTime {
                    let what: String = atom.text.chars().take(60).collect();
                    let shown: String = term.text().chars().take(120).collect();
                    count.atoms.entry(what).or_insert((0, format!("{template}: {shown}"))).0 += 1;
                }
            }
            for reason in reasons {
                *count.reasons.entry(reason).or_default() += 1;
            }
        }
        _ => count.known += 1,
    }
}

/// What decides an atom, if it is something that neither the template nor its parameters file says.
fn reason(atom: &Atom, template: &str, given: &[String]) -> Option<&'static str> {
    const SCOPE: [&str; 5] = ["subscription()", "resourceGroup()", "deployment()", "tenant()", "managementGroup()"];
    let is_given = |name: &String| *atom.text == *format!("parameters('{name}')") && *atom.deployment == *template;
    match atom.cause {
        Cause::RunTime => Some("run time"),
        Cause::NotInInput if atom.text.starts_with("reference(") => Some("a resource or a link that was not read"),
        Cause::NotInInput => Some("an error in the template or in its parameters file"),
        Cause::NoValue if SCOPE.iter().any(|fact| atom.text.starts_with(fact)) => Some("the scope"),
        Cause::NoValue if ["copyIndex(", "index"].iter().any(|own| atom.text.starts_with(own)) => {
            Some("how often a loop runs")
        }
        Cause::NoValue if atom.text.starts_with("utcNow(") || atom.text.starts_with("newGuid(") => Some("the clock"),
        Cause::NoValue if atom.text.starts_with("parameters(") && !given.iter().any(is_given) => {
            Some("a parameter that is secure, or without a value")
        }
        _ => None,
    }
}

fn report(count: &mut Count, with_parameters: bool) {
    println!("\n{} parameters files:", if with_parameters { "with" } else { "without" });
    println!("{} templates, {} resources, {} externals", count.templates, count.resources, count.externals);
    let all = count.known + count.unknown;
    println!("{} of {all} leaves are known: {:.1} %", count.known, 100.0 * count.known as f64 / all as f64);
    println!("unknown leaves by cause: {:?}", count.causes);
    println!("unknown leaves by what they wait for: {:?}", count.reasons);
    let speed = count.bytes as f64 / 1e6 / count.time.as_secs_f64();
    println!("{:.1} MB read and evaluated in {:?}: {speed:.1} MB/s", count.bytes as f64 / 1e6, count.time);
    count.slowest.sort();
    for (time, name) in count.slowest.iter().rev().take(5) {
        println!("  {time:?} {name}");
    }
    println!("diagnostics:");
    for (code, (number, first)) in &count.codes {
        println!("  {number:5} {code}: {first}");
    }
    let mut atoms: Vec<_> = count.atoms.iter().collect();
    atoms.sort_by_key(|(_, (number, _))| std::cmp::Reverse(*number));
    for (atom, (number, first)) in atoms.iter().take(if with_parameters { 120 } else { 10 }) {
        println!("  {number:6} {atom}   {first}");
    }
}

#[expect(clippy::disallowed_methods, reason = "opt-in material outside the repository is named by the environment")]
fn checkout(variable: &str) -> Option<PathBuf> {
    match std::env::var(variable) {
        Ok(path) => Some(path.into()),
        Err(_) => {
            println!("{variable} is not set: nothing was evaluated");
            None
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.file_name().is_some_and(|name| name == "azuredeploy.json") {
            files.push(path);
        }
    }
}
