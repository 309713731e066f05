//! The tables in `docs/validation`, written from the sources before the first run, against what comes out: every claim
//! of the catalogue, subject by subject, with verdict and line.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;

use common::{Row, checkout, read_folder, repository, repository_file, run_in, table};
use ringfence_claims::CLAIMS;
use ringfence_source::MemoryWorld;
use serde_json::json;

#[test]
fn the_examples() {
    let mut world = MemoryWorld::default();
    read_folder(&repository().join("examples"), "", &mut world);
    for sealed in ["foundry-chat", "ml-training"] {
        let rows = table(&page(sealed), "| input | claim | subject | verdict | file:line |");
        let of = |input: &str| -> Expected {
            let rows = rows.iter().filter(|cells| cells[0] == input);
            rows.map(|cells| expected(&cells[1], &cells[2], &cells[3], &cells[4])).collect()
        };
        let flawed = format!("{sealed}-flawed");
        let (kept, mut changed) = (of(sealed), of(&flawed));
        // What an addition does not change comes out as in the sealed example.
        let own: Vec<_> = changed.iter().map(|(claim, row)| (claim.clone(), row.subject.clone())).collect();
        let unchanged = kept.iter().filter(|(claim, row)| !own.contains(&(claim.clone(), row.subject.clone())));
        changed.extend(unchanged.cloned());
        compare(&world, &[sealed], &kept);
        compare(&world, &[&flawed], &changed);
    }
}

#[test]
fn the_foundry_baseline() {
    let Some(path) = checkout("RINGFENCE_FOUNDRY_BASELINE", "the Microsoft Foundry baseline") else { return };
    let mut world = MemoryWorld::default();
    read_folder(&path.join("infra-as-code/bicep"), "", &mut world);
    let rows = table(&page("microsoft-foundry-baseline"), "| claim | subject | verdict | file:line |");
    let rows: Expected = rows.iter().map(|cells| expected(&cells[0], &cells[1], &cells[2], &cells[3])).collect();
    compare(&world, &["main.bicep"], &rows);
}

#[test]
fn the_foundry_samples() {
    let Some(path) = checkout("RINGFENCE_FOUNDRY_SAMPLES", "the Foundry samples") else { return };
    let page = page("foundry-samples");
    let rows = table(&page, "| input | claim | subject | verdict | file:line |");
    for sample in ["15-private-network-standard-agent-setup", "18-managed-virtual-network-preview"] {
        let mut world = MemoryWorld::default();
        read_folder(&path.join("infrastructure/infrastructure-setup-bicep").join(sample), "", &mut world);
        let rows = rows.iter().filter(|cells| cells[0] == sample);
        let rows = rows.map(|cells| expected(&cells[1], &written_out(&page, &cells[2]), &cells[3], &cells[4]));
        compare(&world, &["main.bicepparam"], &rows.collect());
    }
}

#[test]
fn the_secure_machine_learning_quickstart() {
    let Some(path) = checkout("RINGFENCE_QUICKSTARTS", "the Azure quickstart templates") else { return };
    let mut world = MemoryWorld::default();
    let name = "machine-learning-end-to-end-secure";
    read_folder(&path.join("quickstarts/microsoft.machinelearningservices").join(name), "", &mut world);
    // It holds placeholders for a test service.
    world.files.remove("azuredeploy.parameters.json");
    let page = page(name);
    let rows = table(&page, "| claim | subject | verdict | file:line | azuredeploy.json |");
    let with_place = |place: &dyn Fn(&[String]) -> String| -> Expected {
        rows.iter().map(|cells| expected(&cells[0], &written_out(&page, &cells[1]), &cells[2], &place(cells))).collect()
    };
    compare(&world, &["main.bicep"], &with_place(&|cells| cells[3].clone()));
    compare(&world, &["azuredeploy.json"], &with_place(&|cells| format!("azuredeploy.json:{}", cells[4])));
}

/// With isolation off, on, and not decided.
#[test]
fn the_landing_zone() {
    let Some(mut world) = landing_zone() else { return };
    let page = page("ai-landing-zone");
    let services =
        table(&page, "| claim | subject | isolation off | file:line | isolation on | file:line | not given |");
    let others = table(&page, "| claim | subject | verdict | file:line | why |");
    let row = |claim: &str, subject: &str, verdict: &str, place: &str| {
        expected(claim, &written_out(&page, subject), verdict, place)
    };
    // What the page says of the other claims it says with isolation on; endpoints are there only then.
    let on = others.iter().map(|own| row(&own[0], &own[1], &own[2], &own[3]));
    let off = on.clone().filter(|(claim, _)| !["private-path", "private-names"].contains(&claim.as_str()));
    let off: Expected = off.chain(services.iter().map(|own| row(&own[0], &own[1], &own[2], &own[3]))).collect();
    let on: Expected = on.chain(services.iter().map(|own| row(&own[0], &own[1], &own[4], &own[5]))).collect();
    let said: Vec<&str> = off.iter().map(|(claim, _)| claim.as_str()).collect();
    let of_off = |own: &str| said.contains(&own);
    let arguments = ["main.bicep", "--parameters", "main.parameters.json", "--module-cache", "cache"];
    world.environment.extend(LANDING_ZONE.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let free = run_in(&world, &[&["check", "--format", "json", "--claim", "private-only"], &arguments[..]].concat());
    world.environment.insert("NETWORK_ISOLATION".into(), "false".into());
    compare_if(&world, &arguments, &off, &of_off);
    world.environment.insert("NETWORK_ISOLATION".into(), "true".into());
    compare(&world, &arguments, &on);

    let free = free.json();
    for own in &services {
        let (_, row) = expected(&own[0], &written_out(&page, &own[1]), &own[6], &own[3]);
        let all = free["judgements"].as_array().expect("judgements");
        let found = all.iter().find(|own| row.subject.ends_with(own["subject"]["name"].as_str().expect("a name")));
        let found = found.expect("a judgement of the subject");
        // The parameter is the variable of azd's environment, read as a boolean.
        let isolation = "bool(readEnvironmentVariable('NETWORK_ISOLATION'))";
        let fails_when = if row.verdict == "fails" { json!([{}]) } else { json!([{ isolation: false }]) };
        assert_eq!((&found["verdict"], &found["fails_when"]), (&json!(row.verdict), &fails_when), "{}", row.subject);
    }
}

/// For which choices of all 49 switches each service of the landing zone is open, and with addresses in its lists.
#[test]
fn the_choices_that_open_the_landing_zone() {
    let Some(world) = landing_zone() else { return };
    let choices = table(&page("ai-landing-zone"), "| service | found as | smallest choices | with listed addresses |");
    for (column, given) in [(2, "allowedIpRanges=[]"), (3, "allowedIpRanges=[\"203.0.113.0/24\"]")] {
        let arguments = ["check", "main.bicep", "--module-cache", "cache", "--free", "*", "--claim", "private-only"];
        let outcome = run_in(&world, &[&arguments[..], &["--format", "json", "--parameters", given]].concat());
        assert!(!outcome.err.contains("error["), "{}", outcome.err);
        let report = outcome.json();
        let judgements = report["judgements"].as_array().expect("judgements").iter();
        let found: BTreeMap<String, String> = judgements
            .map(|own| {
                assert_eq!(own["fails_when_more"], false);
                let text = |name: &str| own["subject"][name].as_str().expect("text").to_owned();
                let start: String = text("name").chars().take_while(|own| *own != '{').collect();
                (format!("{} {start}*", text("type")), own["fails_when"].to_string())
            })
            .collect();
        let listed = |cell: &str| if cell == "none" { "[]".to_owned() } else { cell.trim_matches('`').to_owned() };
        let expected: BTreeMap<String, String> =
            choices.iter().map(|cells| (cells[1].clone(), listed(&cells[column]))).collect();
        assert_eq!(found, expected, "{given}");
    }
}

/// The landing zone's files, with the modules that it takes from the registry in `cache`.
fn landing_zone() -> Option<MemoryWorld> {
    let path = checkout("RINGFENCE_LANDING_ZONE", "the AI landing zone")?;
    let cache = checkout("RINGFENCE_LANDING_ZONE_MODULES", "the AI landing zone's registry modules")?;
    let (mut world, mut modules) = (MemoryWorld::default(), MemoryWorld::default());
    read_folder(&path, "", &mut world);
    read_folder(&cache, "", &mut modules);
    world.files.extend(modules.files.into_iter().map(|(path, text)| (format!("cache/{path}"), text)));
    Some(world)
}

/// The environment that its page takes.
const LANDING_ZONE: [(&str, &str); 9] = [
    ("AZURE_ENV_NAME", "dev"),
    ("AZURE_LOCATION", "eastus2"),
    ("CAF_WORKLOAD_NAME", "contoso"),
    ("USE_EXISTING_VNET", "false"),
    ("SIDE_BY_SIDE", "true"),
    ("DEPLOY_SUBNETS", "true"),
    ("EXISTING_VNET_RESOURCE_ID", ""),
    ("AZURE_PE_LOCATION", ""),
    ("AZURE_PE_RESOURCE_GROUP_NAME", ""),
];

/// What a table expects of one run: the claim, and its row.
type Expected = Vec<(String, Row)>;

fn page(name: &str) -> String {
    repository_file(&format!("docs/validation/{name}.md"))
}

fn expected(claim: &str, subject: &str, verdict: &str, place: &str) -> (String, Row) {
    let (path, line) = place.rsplit_once(':').expect("file:line");
    let line = line.parse().expect("a line");
    let row = Row { subject: subject.to_owned(), verdict: verdict.to_owned(), path: path.to_owned(), line };
    (claim.to_owned(), row)
}

/// A subject with the page's short names written out.
fn written_out(page: &str, subject: &str) -> String {
    table(page, "| short | stands for |")
        .iter()
        .fold(subject.to_owned(), |own, cells| own.replace(&cells[0], &cells[1]))
}

/// Compares what every claim of the catalogue says about an input with what is expected; a table may say more, ahead of
/// the claims that are there. A claim about which it says nothing must be about nothing.
fn compare(world: &MemoryWorld, arguments: &[&str], expected: &Expected) {
    compare_if(world, arguments, expected, &|_| true);
}

/// The same for some of the claims.
fn compare_if(world: &MemoryWorld, arguments: &[&str], expected: &Expected, asked: &dyn Fn(&str) -> bool) {
    assert!(!expected.is_empty(), "an empty table compares nothing");
    let outcome = run_in(world, &[&["check", "--format", "json"], arguments].concat());
    // Azd's parameters files may name what a template does not declare.
    let said: Vec<_> =
        outcome.err.lines().filter(|line| line.starts_with("error") || line.starts_with("warn")).collect();
    assert!(said.iter().all(|line| line.starts_with("warning[no-such-parameter]")), "{arguments:?}: {said:#?}");
    let mut report = String::new();
    for claim in CLAIMS.iter().filter(|claim| asked(claim.id)) {
        let rows = expected.iter().filter(|(own, _)| own == claim.id).map(|(_, row)| row.clone()).collect();
        differences(claim.id, rows, outcome.judgements(claim.id), &mut report);
    }
    assert!(report.is_empty(), "{arguments:?}\n{report}");
}

/// Writes down both sides of each subject on which they differ.
fn differences(claim: &str, expected: Vec<Row>, found: Vec<Row>, report: &mut String) {
    let mut subjects: BTreeMap<String, [Vec<String>; 2]> = BTreeMap::new();
    for (side, rows) in [expected, found].into_iter().enumerate() {
        for row in rows {
            let answer = format!("{} at {}:{}", row.verdict, row.path, row.line);
            subjects.entry(row.subject).or_default()[side].push(answer);
        }
    }
    for (subject, [mut expected, mut found]) in subjects {
        expected.sort();
        found.sort();
        if expected != found {
            let shown = |answers: &[String]| if answers.is_empty() { "nothing".into() } else { answers.join(", ") };
            let (expected, found) = (shown(&expected), shown(&found));
            writeln!(report, "{claim}: {subject}\n    expected {expected}\n    found    {found}").expect("a string");
        }
    }
}
