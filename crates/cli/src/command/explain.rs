//! `ringfence explain`: the page of a claim.

use std::fmt::Write as _;

use ringfence_report::terminal;

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
            // What is read by a program, or put into a file, is the page itself.
            let page = match console.interactive {
                true => terminal::render_page(claim.page, console.color),
                false => claim.page.to_owned(),
            };
            console.print(&page);
            Exit::Success
        }
        None => {
            console.complain(&format!("error: there is no claim `{id}`; `ringfence explain` lists them\n"));
            Exit::Unread
        }
    }
}
