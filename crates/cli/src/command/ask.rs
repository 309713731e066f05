//! `ringfence ask`: reads, evaluates, answers a question.

use ringfence_claims::ask::{Answer, Unasked, resolve};
use ringfence_estate::Estate;
use ringfence_report::answer::{Answered, render_json, render_text};
use ringfence_report::terminal;
use ringfence_source::{Session, Severity};

use super::check;
use crate::arguments::{Ask, AskFormat, Check, Claims, Format, Output};
use crate::{Console, Exit};

/// The most names that an error lists.
const MAX_LISTED: usize = 20;

/// A question, taken apart.
struct Question<'a> {
    name: &'a str,
    from: &'a str,
}

pub(crate) fn run(ask: &Ask, console: &mut Console) -> Exit {
    let Some(question) = question(&ask.question) else {
        console.complain(&format!(
            "error: `{}` is no question that can be answered; ask 'resolve NAME from NETWORK'\n",
            ask.question
        ));
        return Exit::Unread;
    };
    // What is judged is read in the same way as what is asked about.
    let check = Check {
        paths: ask.paths.clone(),
        choices: ask.choices.clone(),
        workload: ask.workload.clone(),
        modules: ask.modules.clone(),
        claims: Claims::default(),
        output: Output { format: Format::Terminal, output: None, quiet: false, assumptions: false, holds: false },
    };
    let world = std::mem::replace(&mut console.world, Box::new(ringfence_source::MemoryWorld::default()));
    let mut session = Session::new(world.as_ref());
    let groups = check::groups(&check, &mut session);
    let mut estates: Vec<(Estate, String)> = Vec::new();
    check::evaluate_each(&check, &groups, &mut session, console, |estate, title| estates.push((estate, title)));
    let exit = answer(ask, &question, estates, &session, console);
    drop(session);
    console.world = world;
    exit
}

/// `resolve NAME from NETWORK`
fn question(text: &str) -> Option<Question<'_>> {
    let mut words = text.split_whitespace();
    let (verb, name, word, from) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let fits = verb.eq_ignore_ascii_case("resolve") && word.eq_ignore_ascii_case("from") && words.next().is_none();
    fits.then_some(Question { name, from })
}

fn answer(
    ask: &Ask,
    question: &Question<'_>,
    estates: Vec<(Estate, String)>,
    session: &Session<'_>,
    console: &mut Console,
) -> Exit {
    let mut answered: Vec<(Estate, String, Vec<Answer>)> = Vec::new();
    let (mut networks, mut names) = (Vec::new(), Vec::new());
    for (estate, title) in estates {
        match resolve(&estate, question.name, question.from) {
            Ok(answers) => answered.push((estate, title, answers)),
            Err(Unasked::Network(own)) => networks.extend(own),
            Err(Unasked::Name(own)) => names.extend(own),
        }
    }
    let options = terminal::Options { color: console.err_color, ..Default::default() };
    let complaints = terminal::render_diagnostics(&session.diagnostics, &session.sources, options);
    console.complain(&complaints);
    if answered.iter().all(|(_, _, answers)| answers.is_empty()) {
        let message = match (answered.is_empty(), names.is_empty()) {
            (true, false) => listed(&format!("no service is called `{}`", question.name), "the host names", names),
            (true, true) => listed(&format!("there is no network `{}`", question.from), "the networks", networks),
            (false, _) => format!("`{}` belongs to nothing that is deployed", question.name),
        };
        console.complain(&format!("error: {message}\n"));
        return Exit::Unread;
    }
    let report = Answered {
        version: env!("CARGO_PKG_VERSION"),
        sources: &session.sources,
        inputs: check::inputs_of(session),
        name: question.name,
        from: question.from,
        estates: answered,
        diagnostics: &session.diagnostics,
    };
    let text = match ask.format {
        AskFormat::Terminal => Ok(render_text(&report)),
        AskFormat::Json => render_json(&report),
    };
    match text {
        Ok(text) => console.print(&text),
        Err(error) => {
            console.complain(&format!("error: {error}\n"));
            return Exit::Unread;
        }
    }
    let unread = session.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    if unread { Exit::Unread } else { Exit::Success }
}

fn listed(what: &str, of: &str, mut names: Vec<String>) -> String {
    names.sort();
    names.dedup();
    let more = names.len().saturating_sub(MAX_LISTED);
    names.truncate(MAX_LISTED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    if names.is_empty() {
        format!("{what}; there are none")
    } else {
        format!("{what}; {of} are: {}{rest}", names.join(", "))
    }
}
