//! The code blocks in the pages of the claims: each is judged as it says of itself.
//!
//! A block starts with `// fails: TEXT`, `// holds: TEXT` or `// unknown: TEXT`: the verdict of the page's claim about the one
//! subject in it, and text of the line that decides.

#![expect(clippy::panic, reason = "helpers of tests fail as tests do")]

mod common;

use common::run_in;
use ringfence_source::MemoryWorld;

#[test]
fn every_block_is_judged_as_it_says() {
    let mut wrong = Vec::new();
    for claim in ringfence_claims::CLAIMS {
        let mut verdicts = Vec::new();
        for block in blocks(claim.page) {
            let (verdict, at) = heading(block);
            verdicts.push(verdict);
            if let Err(error) = judge(claim.id, block, verdict, at) {
                wrong.push(format!("{}: {error}\n{block}", claim.id));
            }
        }
        for needed in ["fails", "holds", "unknown"] {
            assert!(verdicts.contains(&needed), "the page of {} has no block that is `{needed}`", claim.id);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn judge(claim: &str, block: &str, verdict: &str, at: &str) -> Result<(), String> {
    let world = MemoryWorld::with([("main.bicep", block)]);
    let outcome = run_in(&world, &["check", "main.bicep", "--format", "json", "--claim", claim]);
    if !outcome.err.is_empty() {
        return Err(outcome.err);
    }
    let judgements = outcome.judgements(claim);
    let [own] = judgements.as_slice() else { return Err(format!("{} subjects", judgements.len())) };
    let line = block.lines().nth(own.line as usize - 1).unwrap_or("");
    if own.verdict != verdict || !line.contains(at) {
        return Err(format!("{} at line {} `{}`", own.verdict, own.line, line.trim()));
    }
    Ok(())
}

fn heading(block: &str) -> (&str, &str) {
    let first = block.lines().next().unwrap_or("");
    first.strip_prefix("// ").and_then(|rest| rest.split_once(": ")).unwrap_or_else(|| panic!("no heading: {first}"))
}

fn blocks(page: &str) -> Vec<&str> {
    page.split("```bicep\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}
