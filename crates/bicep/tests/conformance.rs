//! Templates against the official compiler's, where a checkout is at hand.
//!
//! `RINGFENCE_BICEP_CHECKOUT` names a checkout of <https://github.com/Azure/bicep>. Its samples hold `main.bicep` and the
//! `main.json` that the official compiler made of it. The order of members does not count, and neither does
//! `metadata._generator`; everything else does, to the letter.

use std::fmt::Write as _;

use ringfence_arm::{Key, Member, Node, NodeKind, read_json, to_json};
use ringfence_bicep::{Options, compile};
use ringfence_source::{DiskWorld, EntryKind, Session, Sources, World, join};

/// The least share that is exact, in percent. What differs needs experimental features, a registry that exists in the
/// official tests only, YAML, or filters in JSON paths.
const AT_LEAST: usize = 94;

#[test]
fn templates_are_the_official_ones() {
    let Some(root) = std::env::var_os("RINGFENCE_BICEP_CHECKOUT") else {
        eprintln!("SKIPPED: RINGFENCE_BICEP_CHECKOUT names no checkout of Azure/bicep");
        return;
    };
    let world = DiskWorld::default();
    let mut folders = vec![join(&root.to_string_lossy(), "src/Bicep.Core.Samples/Files")];
    let (mut compared, mut exact, mut report) = (0, 0, String::new());
    while let Some(folder) = folders.pop() {
        for entry in world.list(&folder).unwrap_or_default() {
            if entry.kind == EntryKind::Folder {
                folders.push(join(&folder, &entry.name));
            }
        }
        let (source, official) = (join(&folder, "main.bicep"), join(&folder, "main.json"));
        let (Ok(_), Ok(official)) = (world.read(&source), world.read(&official)) else { continue };
        compared += 1;
        let mut session = Session::new(&world);
        let own = compile(&mut session, &source, &Options::default()).map(|node| to_json(&node)).unwrap_or_default();
        match difference(&canonical(&own), &canonical(&String::from_utf8_lossy(&official))) {
            None => exact += 1,
            Some(line) => writeln!(report, "{folder}\n    {line}").expect("a string takes all"),
        }
    }
    println!("{report}exact {exact} of {compared}");
    assert!(compared > 0, "the checkout has no samples");
    assert!(exact * 100 >= compared * AT_LEAST, "{report}exact {exact} of {compared}");
}

/// A template as text with sorted members.
fn canonical(text: &str) -> String {
    let file = Sources::default().add("template.json", "");
    read_json(text, file).0.map(|node| to_json(&sorted(&node))).unwrap_or_default()
}

fn sorted(node: &Node) -> Node {
    let kind = match &node.kind {
        NodeKind::Object(object) => {
            let members = object.members.iter().filter(|member| member.name() != Some("_generator"));
            let mut members: Vec<Member> =
                members.map(|member| Member { value: sorted(&member.value), ..member.clone() }).collect();
            members.retain(|member| {
                member.name() != Some("metadata") || member.value.as_object().is_none_or(|one| !one.members.is_empty())
            });
            members.sort_by_key(|member| match &member.key {
                Key::Literal(name) => name.to_string(),
                Key::Expr(expr) => format!("{expr:?}"),
            });
            return Node::object(node.span, members);
        }
        NodeKind::Array(items) => NodeKind::Array(items.iter().map(sorted).collect()),
        kind => kind.clone(),
    };
    Node { span: node.span, kind }
}

/// The first line in which two texts differ.
fn difference(own: &str, official: &str) -> Option<String> {
    let mut lines = own.lines().zip(official.lines());
    match lines.find(|(own, official)| own != official) {
        Some((own, official)) => Some(format!("{} instead of {}", own.trim(), official.trim())),
        None => (own.len() != official.len()).then(|| "one of them ends early".to_owned()),
    }
}
