//! The procedure: what a host name resolves to from a network.
//!
//! - The machine asks its servers. A server that is not Azure passes the question on, or is not known.
//! - Azure, in the network where it is asked, looks into the linked zone of the longest matching name, which answers or
//!   denies; else at the forwarding rules; else in public DNS.
//! - In public DNS the name of a service with a private endpoint is an alias, with which Azure starts over.
//!
//! [docs/facts/names.md](../../../../docs/facts/names.md) has the sources.

use ringfence_estate::{Found, Kind, OriginId, ResourceId, ResourceIndex, Sameness};

use super::host::HostName;
use super::records::{Lookup, lookup};
use super::rulesets;
use super::servers::{self, Owner, Servers};
use super::subject::Subject;
use super::zones::{self, Linked};
use super::{Hop, networks, policies};
use crate::explore::{Path, Setting};
use crate::finding::Missing;
use crate::missing;

/// How many servers and aliases a question is followed through.
const MAX_DEPTH: usize = 12;

/// How a question ends.
#[derive(Clone)]
pub(super) enum End {
    /// At the address of an endpoint of the service, by its place in [`Subject::endpoints`]; the record, and the link of
    /// the zone that holds it.
    Endpoint { nth: usize, record: Setting, link: Linked },
    /// At another address.
    Elsewhere { address: Setting },
    /// At the public address.
    Public,
    /// Nowhere: the zone denies the name. `public` if it is the public name that it denies, not the alias.
    Denied { link: Linked, public: bool },
    /// At the public address, since the link of the zone says that a denied name is asked for in public.
    Redirected { policy: Setting },
    /// Nowhere: no packet gets from the network to the server.
    Unreachable { server: Setting },
    /// That is not known.
    Unknown { missing: Vec<Missing>, at: Option<Setting> },
}

/// How a question ends, and how it got there.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) end: End,
    pub(super) hops: Vec<Hop>,
    /// The network in which Azure was asked last.
    pub(super) asked_in: Option<ResourceId>,
    /// A forwarding rule for the private name only, which the public one does not match.
    pub(super) late_rule: Option<Setting>,
}

/// A question on its way.
pub(super) struct Walk<'a> {
    pub(super) subject: &'a Subject,
    hops: Vec<Hop>,
    asked_in: Option<ResourceId>,
    depth: usize,
    /// Whether the question travels as a packet of the network itself, which must reach the server.
    by_packet: bool,
}

impl<'a> Walk<'a> {
    /// What the subject's public name resolves to for who asks these servers, in a network.
    pub(super) fn ask(path: &mut Path<'_>, subject: &'a Subject, network: &ResourceId, servers: &Servers) -> Answer {
        let mut walk = Walk { subject, hops: Vec::new(), asked_in: None, depth: 0, by_packet: false };
        let name = network.display_name();
        match servers {
            Servers::Azure(setting) => {
                walk.hop(&name, "asks Azure DNS (168.63.129.16): it names no DNS servers".into(), setting.origin);
                walk.azure(path, network, &subject.host)
            }
            Servers::Custom(servers) => {
                walk.by_packet = true;
                walk.custom(path, &name, network, servers, &subject.host)
            }
            Servers::Unknown(missing, setting) => walk.unknown(missing.clone(), Some(setting.clone())),
        }
    }

    fn hop(&mut self, place: &str, action: String, origin: OriginId) {
        self.hops.push(Hop { place: place.to_owned(), action, origin });
    }

    fn done(&self, end: End) -> Answer {
        Answer { end, hops: self.hops.clone(), asked_in: self.asked_in.clone(), late_rule: None }
    }

    fn unknown(&self, missing: Vec<Missing>, at: Option<Setting>) -> Answer {
        self.done(End::Unknown { missing, at })
    }

    /// Asks several servers, the first of which answers as long as it can: the others must lead to the same.
    fn custom(
        &mut self,
        path: &mut Path<'_>,
        place: &str,
        from: &ResourceId,
        servers: &[Setting],
        name: &HostName,
    ) -> Answer {
        let mut first: Option<Answer> = None;
        for server in servers {
            let mut walk = Walk {
                subject: self.subject,
                hops: self.hops.clone(),
                asked_in: self.asked_in.clone(),
                depth: self.depth + 1,
                by_packet: self.by_packet,
            };
            walk.hop(place, format!("asks the DNS server {}", server.value), server.origin);
            let own = walk.server(path, from, server, name);
            first = Some(match first {
                None => own,
                Some(first) => first.or_fallback(own, server),
            });
        }
        first.unwrap_or_else(|| {
            let missing = Missing {
                cause: ringfence_estate::Cause::NotImplemented,
                what: format!("whom {place} asks: its list of servers is empty"),
                settle: "name a server".into(),
            };
            self.unknown(vec![missing], None)
        })
    }

    /// Step 2: who answers at a server's address.
    fn server(&mut self, path: &mut Path<'_>, from: &ResourceId, server: &Setting, name: &HostName) -> Answer {
        if self.depth > MAX_DEPTH {
            let missing = Missing {
                cause: ringfence_estate::Cause::NotImplemented,
                what: "the end of a chain of servers that does not seem to end".into(),
                settle: "mend the loop: a forwarding rule must not lead back to where it started".into(),
            };
            return self.unknown(vec![missing], Some(server.clone()));
        }
        match servers::owner(path, server) {
            Owner::Azure => self.azure(path, from, name),
            Owner::Resolver { endpoint, network } => {
                let place = display(path, endpoint);
                let by_packet = std::mem::take(&mut self.by_packet);
                let Some(id) = ResourceId::parse(&network.value) else {
                    return self.unknown(missing::of_value(&network.value, &network.path), Some(network));
                };
                if by_packet && let Some(answer) = self.out_of_reach(path, from, &id, server) {
                    return answer;
                }
                self.hop(&place, format!("asks Azure DNS in {}", id.display_name()), network.origin);
                self.azure(path, &id, name)
            }
            Owner::Firewall { firewall, servers, network, proxy } => {
                let place = display(path, firewall);
                if std::mem::take(&mut self.by_packet)
                    && let Some(answer) = self.out_of_reach(path, from, &network, server)
                {
                    return answer;
                }
                if servers.is_empty() {
                    let action = format!("passes it on (DNS proxy) to Azure DNS in {}", network.display_name());
                    self.hop(&place, action, proxy.origin);
                    return self.azure(path, &network, name);
                }
                self.hop(&place, "passes it on (DNS proxy)".into(), proxy.origin);
                self.custom(path, &place, &network, &servers, name)
            }
            Owner::Unknown(missing) => self.unknown(missing, Some(server.clone())),
        }
    }

    /// Whether a server in another network is out of reach of who asks it.
    fn out_of_reach(
        &mut self,
        path: &mut Path<'_>,
        from: &ResourceId,
        to: &ResourceId,
        server: &Setting,
    ) -> Option<Answer> {
        match networks::connected(path, from, to) {
            Sameness::Same => None,
            Sameness::Different => {
                let action =
                    format!("is in {}, which no peering connects with {}", to.display_name(), from.display_name());
                self.hop(&format!("DNS server {}", server.value), action, server.origin);
                Some(self.done(End::Unreachable { server: server.clone() }))
            }
            Sameness::Maybe => {
                let missing = Missing {
                    cause: ringfence_estate::Cause::NotInInput,
                    what: format!(
                        "whether {} reaches the DNS server {}: no peering on both sides certainly connects them",
                        from.display_name(),
                        server.value
                    ),
                    settle: "peer the networks on both sides, or join the template of what routes between them".into(),
                };
                Some(self.unknown(vec![missing], Some(server.clone())))
            }
        }
    }

    /// Steps 3 and 4: what Azure answers in a network.
    fn azure(&mut self, path: &mut Path<'_>, network: &ResourceId, name: &HostName) -> Answer {
        self.asked_in = Some(network.clone());
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let missing = Missing {
                cause: ringfence_estate::Cause::NotImplemented,
                what: "the end of a chain of aliases that does not seem to end".into(),
                settle: "mend the loop".into(),
            };
            return self.unknown(vec![missing], None);
        }
        if let Some((missing, at)) = policies::blocks(path, network, name) {
            return self.unknown(missing, Some(at));
        }
        if let Some(answer) = self.zones(path, network, name) {
            return answer;
        }
        let is_alias = name.same(&self.subject.alias) == Sameness::Same;
        let rule = rulesets::rule(path, network, name);
        if let Some(rule) = rule {
            if is_alias {
                // Whether Azure looks at the rules once more for an alias, its documentation does not say.
                let missing = missing::unconfirmed(
                    "rule-for-alias",
                    &format!("whether the forwarding rule for {} counts for an alias", rule.domain.value),
                    "forward the public suffix instead",
                );
                let mut answer = self.unknown(vec![missing], Some(rule.domain.clone()));
                answer.late_rule = Some(rule.domain);
                return answer;
            }
            if !rule.doubt.is_empty() {
                return self.unknown(rule.doubt, Some(rule.domain));
            }
            let place = network.display_name();
            self.hop(&place, format!("has a forwarding rule for {}", rule.domain.value), rule.domain.origin);
            return self.custom(path, &place, network, &rule.servers, name);
        }
        if name.same(&self.subject.host) != Sameness::Same {
            let place = "public DNS";
            self.hop(place, format!("answers {name} with the public address"), OriginId::NONE);
            return self.done(End::Public);
        }
        self.public(path, network)
    }

    /// Step 3a: the linked zone of the longest matching name. None if there is none.
    fn zones(&mut self, path: &mut Path<'_>, network: &ResourceId, name: &HostName) -> Option<Answer> {
        // What the zones that may answer say, until one that certainly does; those of one name that are all linked are
        // one answer, since Azure takes one of them only, and nobody says which.
        let mut answers: Vec<(Answer, Linked)> = Vec::new();
        let mut certain: Option<HostName> = None;
        for link in zones::linked(path, network, name) {
            if certain.as_ref().is_some_and(|known| known.same(&link.zone.name) == Sameness::Different) {
                break;
            }
            if link.doubt.is_empty() {
                certain = Some(link.zone.name.clone());
            }
            // A zone that is linked twice is one zone, and one certain link of it is enough.
            if let Some(same) = answers.iter().position(|(_, own)| own.zone.id.same(&link.zone.id) == Sameness::Same) {
                match answers.get_mut(same) {
                    Some((_, own)) if link.doubt.is_empty() && !own.doubt.is_empty() => own.doubt.clear(),
                    _ => {}
                }
                continue;
            }
            answers.push((self.zone(path, network, name, &link), link));
        }
        let (first, rest) = answers.split_first()?;
        let other = rest.iter().find(|(answer, _)| !answer.agrees(&first.0));
        Some(match (&certain, other) {
            (Some(_), None) => answers.swap_remove(0).0,
            (Some(_), Some((_, other))) if first.1.doubt.is_empty() && other.doubt.is_empty() => {
                let missing = Missing {
                    cause: ringfence_estate::Cause::RunTime,
                    what: format!(
                        "which of the two zones {} the network {} is linked to",
                        other.zone.name,
                        network.display_name()
                    ),
                    settle: "link one of them only: Azure refuses the second".into(),
                };
                self.unknown(vec![missing], Some(other.network.clone()))
            }
            _ => {
                let by = answers.into_iter().find(|(_, link)| !link.doubt.is_empty()).map(|(_, link)| link)?;
                self.unknown(by.doubt, Some(by.network))
            }
        })
    }

    /// What one zone answers.
    fn zone(&mut self, path: &mut Path<'_>, network: &ResourceId, name: &HostName, link: &Linked) -> Answer {
        let mut walk = Walk { hops: self.hops.clone(), asked_in: self.asked_in.clone(), ..*self };
        let zone = &link.zone;
        let place = format!("zone {}", zone.name);
        walk.hop(
            &place,
            format!("is linked to {} and answers for {name}", network.display_name()),
            link.network.origin,
        );
        match lookup(path, self.subject, zone, name) {
            Lookup::Endpoint(nth, record) => {
                let relative = name.relative_to(&zone.name);
                let reached = self.subject.endpoints.get(nth);
                let to = reached.map(|own| own.name.clone()).unwrap_or_default();
                let relative = if relative.len() == 0 { "@".to_owned() } else { relative.to_string() };
                walk.hop(&place, format!("has the A record {relative} of {to}"), record.origin);
                let origin = reached.map_or(OriginId::NONE, |own| own.connection.target.origin);
                walk.hop(&to, format!("leads to {}", self.subject.id.display_name()), origin);
                walk.done(End::Endpoint { nth, record, link: link.clone() })
            }
            Lookup::Elsewhere(address) => {
                walk.hop(&place, format!("has an A record with {}", address.value), address.origin);
                walk.done(End::Elsewhere { address })
            }
            Lookup::Alias(target, at) => {
                walk.hop(&place, format!("has the alias {target}"), at.origin);
                walk.azure(path, network, &target)
            }
            Lookup::Unknown(missing, at) => walk.unknown(missing, at),
            Lookup::Nothing => walk.denied(path, name, link),
        }
    }

    /// The zone has no record: the name does not exist, unless the link says to ask in public.
    /// <https://learn.microsoft.com/azure/dns/private-dns-fallback>
    fn denied(&mut self, path: &mut Path<'_>, name: &HostName, link: &Linked) -> Answer {
        let policy = path.setting(link.link, "properties.resolutionPolicy");
        let place = format!("zone {}", link.zone.name);
        // The policy counts for zones of private names only, and those are called so.
        let is_public = !link.zone.name.is_private();
        let redirects = policy.value.as_str().is_some_and(|word| word.eq_ignore_ascii_case("NxDomainRedirect"));
        if redirects && !is_public {
            self.hop(&place, format!("has no record of {name}, and lets public DNS answer"), policy.origin);
            return self.done(End::Redirected { policy });
        }
        self.hop(&place, format!("has no record of {name}: the name does not exist (NXDOMAIN)"), link.zone.origin);
        self.done(End::Denied { link: link.clone(), public: is_public })
    }

    /// Step 4: public DNS makes an alias of the name of a service with an endpoint.
    /// <https://learn.microsoft.com/azure/private-link/private-endpoint-dns>
    fn public(&mut self, path: &mut Path<'_>, network: &ResourceId) -> Answer {
        let subject = self.subject;
        let connected = subject.endpoints.iter().find(|own| own.works());
        match connected.or_else(|| subject.endpoints.first()) {
            Some(reached) if connected.is_some() => {
                let action = format!("answers with the alias {}, since {} is connected", subject.alias, reached.name);
                self.hop("public DNS", action, reached.connection.target.origin);
                self.azure(path, network, &subject.alias)
            }
            Some(reached) => {
                let target = reached.connection.target.clone();
                self.unknown(reached.doubt.clone(), Some(target))
            }
            None => {
                self.hop("public DNS", "answers with the public address".into(), OriginId::NONE);
                self.done(End::Public)
            }
        }
    }
}

impl Answer {
    /// Whether both end alike.
    fn agrees(&self, other: &Self) -> bool {
        match (&self.end, &other.end) {
            (End::Endpoint { nth, .. }, End::Endpoint { nth: other, .. }) => nth == other,
            _ => false,
        }
    }

    /// What a list of servers comes to: the first answers; another one counts only if the first does not answer.
    fn or_fallback(self, other: Self, server: &Setting) -> Self {
        match (&self.end, &other.end) {
            (End::Endpoint { .. }, End::Endpoint { .. }) => self,
            (End::Endpoint { .. }, _) => {
                let mut missing = vec![Missing {
                    cause: ringfence_estate::Cause::RunTime,
                    what: format!(
                        "whether the server {} is ever asked, which does not lead to the endpoint",
                        server.value
                    ),
                    settle: "name only servers that lead to the endpoint".into(),
                }];
                if let End::Unknown { missing: own, .. } = &other.end {
                    missing.clone_from(own);
                }
                Self { end: End::Unknown { missing, at: Some(server.clone()) }, ..other }
            }
            _ => self,
        }
    }
}

fn display(path: &Path<'_>, index: ResourceIndex) -> String {
    path.estate.resource(index).map(|own| own.id.display_name()).unwrap_or_default()
}

/// The declaration of a network, if the input declares it on this path.
pub(super) fn declared(path: &mut Path<'_>, network: &ResourceId) -> Option<ResourceIndex> {
    let Found::Resource(index) = path.find(network) else { return None };
    let resource = path.estate.resource(index)?;
    let is_known = !matches!(resource.body.kind, Kind::Term(_));
    (is_known && path.holds(&resource.present)).then_some(index)
}
