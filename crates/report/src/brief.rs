//! Texts for a person: what is long and says little is left out.
//!
//! Names and conditions hold expressions that nobody has written in this form, such as
//! `kv-{toLower(take(uniqueString(format('/subscriptions/{0}', …), 6))}`. What a function is given is shown as `…` once it
//! is longer than a glance, and an id in the deployment's own resource group starts at its type. The JSON report has all.

use ringfence_claims::{Evidence, Exception, Judgement};
use ringfence_source::Diagnostic;

/// The longest list of arguments that is shown.
const MAX_ARGUMENTS: usize = 40;
/// How an id starts in a resource group that nobody has named.
const OWN_GROUP: &str =
    "/subscriptions/{subscription().subscriptionId}/resourceGroups/{resourceGroup().name}/providers/";

/// The text in short.
pub(crate) fn brief(text: &str) -> String {
    let mut out = String::new();
    // Where what stands in an open bracket begins in `out`, and whether the bracket is that of a call.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let (mut calls, mut quoted) = (0usize, false);
    for own in parameters(&text.replace(OWN_GROUP, "")).chars() {
        match own {
            // Elsewhere than in a call it may be an apostrophe.
            '\'' if calls > 0 => quoted = !quoted,
            '(' if !quoted => {
                let is_call = out.ends_with(|own: char| own.is_ascii_alphanumeric() || own == '_');
                calls += usize::from(is_call);
                open.push((out.len() + 1, is_call));
            }
            ')' if !quoted => {
                if let Some((start, true)) = open.pop() {
                    calls -= 1;
                    if out.get(start..).is_some_and(|given| given.chars().nth(MAX_ARGUMENTS).is_some()) {
                        out.truncate(start);
                        out.push('…');
                    }
                }
            }
            _ => {}
        }
        out.push(own);
    }
    out
}

/// `parameters('name')` as the name alone.
fn parameters(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once("parameters('") {
        let Some((name, after)) = after.split_once("')") else { break };
        out.push_str(before);
        out.push_str(name);
        rest = after;
    }
    out + rest
}

/// A judgement with its texts in short.
pub(crate) fn judgement(whole: &Judgement) -> Judgement {
    let mut own = whole.clone();
    let texts = [&mut own.message, &mut own.headline, &mut own.subject.display].into_iter();
    let texts = texts.chain(own.locations.iter_mut().map(|location| &mut location.label));
    let texts = texts.chain(own.missing.iter_mut().flat_map(|missing| [&mut missing.what, &mut missing.settle]));
    let texts = texts.chain(own.assumptions.iter_mut().map(|assumption| &mut assumption.text)).chain(&mut own.mend);
    texts.chain(own.evidence.iter_mut().flat_map(texts_of)).for_each(|text| *text = brief(text));
    own
}

fn texts_of(evidence: &mut Evidence) -> Vec<&mut String> {
    match evidence {
        Evidence::Packet { from, to, hops, when } => {
            let hops = hops.iter_mut().flat_map(|hop| [&mut hop.place, &mut hop.action]);
            [from, to].into_iter().chain(hops).chain(when).collect()
        }
        Evidence::Resolution { name, from, to, hops, when } => {
            let hops = hops.iter_mut().flat_map(|hop| [&mut hop.place, &mut hop.action]);
            [name, from, to].into_iter().chain(hops).chain(when).collect()
        }
        Evidence::Attribute { path, actual, effect, at: _ } => vec![path, actual, effect],
        Evidence::Exception(Exception { who, path, at: _ }) => vec![who, path],
    }
}

/// A diagnostic with its texts in short.
pub(crate) fn diagnostic(whole: &Diagnostic) -> Diagnostic {
    let mut own = whole.clone();
    let related = own.related.iter_mut().map(|related| &mut related.message);
    [&mut own.message].into_iter().chain(&mut own.help).chain(related).for_each(|text| *text = brief(text));
    own
}

#[cfg(test)]
mod tests {
    use super::brief;

    #[test]
    fn what_is_long_is_left_out() {
        let unique = "uniqueString(format('/subscriptions/{0})', subscription().subscriptionId), subscription().tenantId, parameters('environmentName'))";
        let cases = [
            ("kv-{baseName}", "kv-{baseName}"),
            ("is 'a (b' when open is true", "is 'a (b' when open is true"),
            (&format!("kv{{toLower(take({unique}, 6))}}-x"), "kv{toLower(take(uniqueString(…), 6))}-x"),
            (&format!("f({unique}, {unique})"), "f(uniqueString(…), uniqueString(…))"),
            (&format!("a {unique} b {unique}"), "a uniqueString(…) b uniqueString(…)"),
            (
                "(what stands in brackets is a sentence and no list of arguments)",
                "(what stands in brackets is a sentence and no list of arguments)",
            ),
            ("kv-{toLower(parameters('a'))}-{parameters('b", "kv-{toLower(a)}-{parameters('b"),
            ("the vault's f(x, 'y (z')", "the vault's f(x, 'y (z')"),
            (
                "f(not closed because the text was cut off somewhere in here",
                "f(not closed because the text was cut off somewhere in here",
            ),
            (
                "/subscriptions/{subscription().subscriptionId}/resourceGroups/{resourceGroup().name}/providers/A.B/c/d",
                "A.B/c/d",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(brief(text), expected);
        }
    }
}
