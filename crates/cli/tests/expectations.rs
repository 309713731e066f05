//! The tables in `docs/validation`, written from the sources before the first run, against what comes out.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "helpers of tests fail as tests do")]

mod common;

use common::{Row, checkout, read_folder, repository, repository_file, run_in, table};
use ringfence_source::MemoryWorld;

#[test]
fn the_examples() {
    let mut world = MemoryWorld::default();
    read_folder(&repository().join("examples"), "", &mut world);
    for sealed in ["foundry-chat", "ml-training"] {
        let table = table(&repository_file(&format!("docs/validation/{sealed}.md")), "| input | claim |");
        for claim in JUDGED {
            let of = |input: &str| -> Vec<Row> {
                let rows = table.iter().filter(|cells| cells[0] == input && cells[1] == claim);
                rows.map(|cells| row(&cells[2..], "")).collect()
            };
            let flawed = format!("{sealed}-flawed");
            let (kept, mut changed) = (of(sealed), of(&flawed));
            compare_run(&world, sealed, claim, kept.clone());
            // What an addition does not change comes out as in the sealed example.
            let own: Vec<_> = changed.iter().map(|row| row.subject.clone()).collect();
            changed.extend(kept.into_iter().filter(|row| !own.contains(&row.subject)));
            compare_run(&world, &flawed, claim, changed);
        }
    }
}

#[test]
fn the_foundry_baseline() {
    let Some(path) = checkout("RINGFENCE_FOUNDRY_BASELINE", "the Microsoft Foundry baseline") else { return };
    let mut world = MemoryWorld::default();
    read_folder(&path, "infra-as-code", &mut world);
    let page = repository_file("docs/validation/microsoft-foundry-baseline.md");
    let expected = table(&page, "| claim | subject |");
    let main = "infra-as-code/bicep/main.bicep";
    for claim in JUDGED {
        let rows = expected.iter().filter(|cells| cells[0] == claim);
        let rows = rows.map(|cells| row(&cells[1..], "infra-as-code/bicep/")).collect();
        compare_run(&world, main, claim, rows);
    }
}

/// The claims whose rows are compared; a table may say more, ahead of the prover.
const JUDGED: [&str; 4] = ["private-only", "private-path", "tls-enforced", "no-public-blobs"];

/// A row from the cells subject, verdict, `file:line`.
fn row(cells: &[String], folder: &str) -> Row {
    let (path, line) = cells[2].rsplit_once(':').expect("file:line");
    Row {
        subject: cells[0].clone(),
        verdict: cells[1].clone(),
        path: format!("{folder}{path}"),
        line: line.parse().expect("a line"),
    }
}

fn compare_run(world: &MemoryWorld, input: &str, claim: &str, expected: Vec<Row>) {
    let outcome = run_in(world, &["check", input, "--format", "json", "--claim", claim]);
    assert_eq!(outcome.err, "", "{input}: {claim}");
    compare(expected, outcome.judgements(claim));
}

fn compare(mut expected: Vec<Row>, mut found: Vec<Row>) {
    assert!(!expected.is_empty(), "an empty table compares nothing");
    expected.sort();
    found.sort();
    let missing: Vec<_> = expected.iter().filter(|row| !found.contains(row)).collect();
    let more: Vec<_> = found.iter().filter(|row| !expected.contains(row)).collect();
    assert!(
        missing.is_empty() && more.is_empty(),
        "expected but not found: {missing:#?}\nfound but not expected: {more:#?}"
    );
}
