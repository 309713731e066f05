//! `ringfence explain`: the page of a claim.

use std::fmt::Write as _;

use crate::arguments::Explain;
use crate::{Console, Exit};

pub(crate) fn run(explain: &Explain, console: &mut Console) -> Exit {
    let Some(id) = &explain.claim else {
        let list = ringfence_claims::CLAIMS.iter().fold(String::new(), |mut out, claim| {
            let _ = writeln!(out, "{:<24} {}", claim.id, claim.statement);
            out
        });
        console.print(&list);
        return Exit::Success;
    };
    match ringfence_claims::find(id) {
        Some(claim) => {
            console.print(claim.page);
            Exit::Success
        }
        None => {
            console.complain(&format!("error: there is no claim `{id}`; `ringfence explain` lists them\n"));
            Exit::Unread
        }
    }
}
