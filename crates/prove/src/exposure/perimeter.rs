//! Network security perimeters.
//!
//! Page of facts, "Network security perimeter": an *Enforced* perimeter decides alone; a *Learning* one lets in what its
//! rules name, also to a resource that is `Disabled`, and then the resource decides.

use ringfence_estate::{Cause, Found, Kind, Provision, ResourceId, Sameness, Value};

use super::Exception;
use super::list::{self, Entries};
use super::service::Perimeter;
use super::way::{Endpoint, From, Reach, Way};
use super::{address::Zero, private_endpoint};
use crate::explore::{Path, Setting};
use crate::finding::Missing;
use crate::missing;
use crate::missing::perhaps_same;

const ASSOCIATIONS: &str = "Microsoft.Network/networkSecurityPerimeters/resourceAssociations";
const RULES: &str = "Microsoft.Network/networkSecurityPerimeters/profiles/accessRules";

const LINKS: &str = "Microsoft.Network/networkSecurityPerimeters/links";

/// How a perimeter treats the packets that its rules do not name.
enum Mode {
    Learning,
    Enforced,
    Unknown(Vec<Missing>),
}

/// Applies the perimeters that the subject is in to its endpoints.
pub(super) fn apply(path: &mut Path<'_>, membership: Perimeter, endpoints: &mut [Endpoint]) {
    let doubt = match membership {
        Perimeter::No => return,
        Perimeter::Yes => Vec::new(),
        Perimeter::Kinds(kinds) => not_of_kinds(path, kinds),
    };
    path.assume_complete(path.subject, "an association with a network security perimeter");
    for (index, association) in path.estate.of_kind(ASSOCIATIONS) {
        if association.provision == Provision::External {
            continue;
        }
        let target = association.property("privateLinkResource.id");
        if target.each_case().all(|(_, value)| private_endpoint::of_subject(path, value) == Sameness::Different)
            || !path.holds(&association.present)
        {
            continue;
        }
        let target = path.setting(index, "properties.privateLinkResource.id");
        let mut doubt = doubt.clone();
        match private_endpoint::of_subject(path, &target.value) {
            Sameness::Different => continue,
            Sameness::Same => {}
            Sameness::Maybe => {
                let subject = path.resource().map(|resource| resource.id.to_string()).unwrap_or_default();
                doubt.push(perhaps_same(&target.value.to_string(), &subject));
            }
        }
        if let Some(family) = &association.family {
            doubt.extend(missing::of_loop(family));
        }
        let setting = path.setting(index, "properties.accessMode");
        let mode = mode(&setting);
        let rules = rules(path, index, &setting);
        for endpoint in endpoints.iter_mut() {
            combine(path, &mut endpoint.reach, &mode, &setting, &rules, &doubt);
        }
    }
}

/// What the perimeter does to one endpoint.
fn combine(path: &mut Path<'_>, own: &mut Reach, mode: &Mode, setting: &Setting, rules: &[Way], doubt: &[Missing]) {
    let rules = rules.iter().map(|way| list::doubted(way.clone(), doubt));
    let enforced = setting.step("'Enforced'", "makes the perimeter decide alone who comes in");
    match mode {
        Mode::Enforced if doubt.is_empty() => {
            // Alone: what the resource says of itself is off.
            own.ways = rules.collect();
            own.shut = vec![enforced];
        }
        Mode::Learning => {
            let learning =
                setting.step("'Enforced'", "lets in what the perimeter's rules name, and the resource's, too");
            path.note(learning);
            own.ways.extend(rules);
        }
        Mode::Enforced | Mode::Unknown(_) => {
            let unknown: &[Missing] = if let Mode::Unknown(missing) = mode { missing } else { &[] };
            let missing: Vec<Missing> = unknown.iter().chain(doubt).cloned().collect();
            own.doubt(&setting.step("'Enforced'", "may make the perimeter decide alone"), &missing, path);
            own.ways.extend(rules);
        }
    }
}

/// `Learning` if left out; `Audit` is read as that, which only ever adds ways in (unconfirmed: `nsp-audit`).
fn mode(setting: &Setting) -> Mode {
    match &setting.value.kind {
        Kind::Null | Kind::Omitted => Mode::Learning,
        Kind::String(text) if text.eq_ignore_ascii_case("Learning") || text.eq_ignore_ascii_case("Audit") => {
            Mode::Learning
        }
        Kind::String(text) if text.eq_ignore_ascii_case("Enforced") => Mode::Enforced,
        Kind::Term(_) => Mode::Unknown(missing::of_value(&setting.value, &setting.path)),
        _ => Mode::Unknown(vec![missing::odd(&setting.value, setting.name(), &["Learning", "Enforced"])]),
    }
}

/// The ways that the access rules of an association's profile open.
fn rules(path: &mut Path<'_>, association: ringfence_estate::ResourceIndex, mode: &Setting) -> Vec<Way> {
    let profile = path.setting(association, "properties.profile.id");
    let Some(id) = ResourceId::parse(&profile.value) else {
        return vec![unknown_rules(&profile, missing::of_value(&profile.value, &profile.path))];
    };
    let declared = match path.find(&id) {
        Found::Resource(index) => {
            path.estate.resource(index).is_some_and(|profile| profile.provision != Provision::External)
        }
        _ => false,
    };
    if !declared {
        return vec![unknown_rules(
            &profile,
            vec![Missing {
                cause: Cause::NotInInput,
                what: format!("the access rules of the perimeter's profile {}", id.display_name()),
                settle: "join the template that declares the perimeter, or an export of it".into(),
            }],
        )];
    }
    path.assume(
        format!("complete:{}", id.display_name()),
        format!("nobody else adds access rules to {}", id.display_name()),
        mode.origin,
    );
    let mut ways = Vec::new();
    for (index, rule) in path.estate.of_kind(RULES) {
        let mut doubt = match rule.id.parent().map(|parent| path.same(&parent, &id)) {
            None | Some(Sameness::Different) => continue,
            Some(Sameness::Same) => Vec::new(),
            Some(Sameness::Maybe) => vec![perhaps_same(&rule.id.to_string(), &id.to_string())],
        };
        if !path.holds(&rule.present) {
            continue;
        }
        if let Some(family) = &rule.family {
            doubt.extend(missing::of_loop(family));
        }
        let direction = path.setting(index, "properties.direction");
        match &direction.value.kind {
            Kind::String(text) if text.eq_ignore_ascii_case("Outbound") => continue,
            Kind::String(text) if text.eq_ignore_ascii_case("Inbound") => {}
            Kind::Null | Kind::Omitted => {}
            _ => doubt.extend(missing::of_value(&direction.value, &direction.path)),
        }
        if rule.provision == Provision::External {
            let setting = path.setting(index, "properties");
            ways.push(unknown_rules(&setting, missing::of_value(&setting.value, &setting.path)));
            continue;
        }
        let list = list::List {
            path: "properties.addressPrefixes",
            field: "",
            entries: Entries::Addresses(Zero::Unconfirmed("nsp-zero")),
        };
        let listed = list::read(path, index, &list);
        ways.extend(listed.ways.into_iter().map(|way| list::doubted(way, &doubt)));
    }
    ways
}

fn unknown_rules(setting: &Setting, missing: Vec<Missing>) -> Way {
    Way::possible(From::Somewhere, setting.step("a profile of the input", "may let addresses from outside in"), missing)
}

/// Of a resource of a kind that is not known to be a member, an association is only a possibility.
fn not_of_kinds(path: &mut Path<'_>, kinds: &[&str]) -> Vec<Missing> {
    let kind = path.own("kind");
    match &kind.value.kind {
        Kind::String(text) if kinds.iter().any(|known| known.eq_ignore_ascii_case(text)) => Vec::new(),
        Kind::Term(_) => missing::of_value(&kind.value, &kind.path),
        _ => {
            let what = format!("whether an account of kind `{}` obeys a perimeter", kind.value);
            vec![missing::unconfirmed("nsp-kind", &what, "close the account by its own settings")]
        }
    }
}

/// Whether a perimeter certainly turns trusted services away: an enforced one, or `SecuredByPerimeter`.
pub(super) fn turns_trusted_away(path: &mut Path<'_>) -> bool {
    let Some(subject) = path.resource() else { return false };
    let is = |value: &Value, word: &str| value.as_str().is_some_and(|text| text.eq_ignore_ascii_case(word));
    if is(&subject.property("publicNetworkAccess"), "SecuredByPerimeter") {
        return true;
    }
    path.estate.of_kind(ASSOCIATIONS).any(|(_, association)| {
        association.present.is_always()
            && association.family.is_none()
            && private_endpoint::of_subject(path, &association.property("privateLinkResource.id")) == Sameness::Same
            && is(&association.property("accessMode"), "Enforced")
    })
}

/// Who a perimeter lets in who is known by an identity and not by an address: members of the perimeter, and of those
/// that are linked with it, and the identities of subscriptions that a rule names.
pub(super) fn exceptions(path: &Path<'_>) -> Vec<Exception> {
    let mut found = Vec::new();
    for (_, association) in path.estate.of_kind(ASSOCIATIONS) {
        if private_endpoint::of_subject(path, &association.property("privateLinkResource.id")) == Sameness::Different {
            continue;
        }
        let exception = |who: String, path: &str, origin| Exception { who: who.into(), path: path.into(), origin };
        let who = "members of its network security perimeter, by their identities".to_owned();
        found.push(exception(who, "properties.profile", association.origin));
        let profile = ResourceId::parse(&association.property("profile.id"));
        for (_, rule) in path.estate.of_kind(RULES) {
            let is_own = match (&profile, rule.id.parent()) {
                (Some(profile), Some(parent)) => parent.same(profile) != Sameness::Different,
                _ => true,
            };
            let subscriptions = rule.property("subscriptions");
            if is_own && !subscriptions.is_null_or_omitted() {
                let who = format!("identities of the subscriptions {subscriptions}");
                found.push(exception(who, "properties.subscriptions", subscriptions.origin));
            }
        }
        for (_, link) in path.estate.of_kind(LINKS) {
            let same = match (association.id.parent(), link.id.parent()) {
                (Some(own), Some(other)) => own.same(&other),
                _ => Sameness::Different,
            };
            if same != Sameness::Different {
                let who = format!("members of the perimeter that {} links with", link.id.display_name());
                found.push(exception(who, "properties.autoApprovedRemotePerimeterResourceId", link.origin));
            }
        }
    }
    found.dedup();
    found
}
