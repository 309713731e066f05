//! What there is to know of a type of service, as data.

use super::address::Zero;
use super::list::List;
use super::way::Endpoint;
use crate::explore::Path;

/// A type of resource that has a public data plane.
pub(super) struct Service {
    /// The type.
    pub(super) kind: &'static str,
    /// What a person calls it.
    pub(super) name: &'static str,
    /// How its exposure is decided.
    pub(super) decide: Decide,
    /// Settings that let somebody in who does not count against it.
    pub(super) bypasses: &'static [Bypass],
    /// Whether it can be a member of a network security perimeter.
    pub(super) perimeter: Perimeter,
}

/// How a type is decided about.
pub(super) enum Decide {
    /// Each endpoint has a switch and a list.
    Generic {
        endpoints: &'static [Plan],
        /// The SKUs that can be closed at all.
        sku: Option<Sku>,
    },
    /// It has a rule of its own.
    Special(fn(&mut Path<'_>) -> Option<Vec<Endpoint>>),
}

/// An endpoint of a type that is decided by a switch and a list.
pub(super) struct Plan {
    pub(super) name: &'static str,
    pub(super) port: u16,
    pub(super) switch: Switch,
    /// A property that puts the service into a network when it is set, so that it has no public endpoint; and the first
    /// API version that knows it.
    pub(super) injected: Option<(&'static str, &'static str)>,
    pub(super) rules: Rules,
}

/// The property that turns the public side on and off.
#[derive(Clone, Copy)]
pub(super) struct Switch {
    pub(super) path: &'static str,
    /// The first API version that knows it, preview or not.
    pub(super) since: &'static str,
    pub(super) values: Values,
    /// What it means to leave it out.
    pub(super) omitted: Omitted,
}

/// The values of a switch.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Values {
    /// `Enabled`, `Disabled`
    Words,
    /// The same and `SecuredByPerimeter`.
    Perimeter,
    /// `Enabled`, `Disabled`, and `NotSpecified`, which is as if left out.
    NotSpecified,
    /// `true`, `false`
    Boolean,
}

/// What it means to leave a switch out.
#[derive(Clone, Copy)]
pub(super) enum Omitted {
    /// Open.
    Open,
    /// Open, says nobody; the id of the fact that is not confirmed.
    Unconfirmed(&'static str),
    /// Open until there is an approved private endpoint of the group, then closed.
    Automatic,
}

/// What lets in when the switch is on.
#[derive(Clone, Copy)]
pub(super) enum Rules {
    /// Nothing narrows it.
    None,
    /// An object with a default action, and lists that count if it is `Deny`; API versions before `since` lack it.
    Acl { at: &'static str, action: &'static str, lists: &'static [List], since: &'static str },
    /// Lists that let in everyone when they are empty; API versions before `since` lack them.
    EmptyOpen { lists: &'static [List], since: &'static str },
    /// Children that let in; `empty_open` says whether everyone gets in when there is none.
    Children { children: &'static [Child], empty_open: bool },
}

/// A type of child that lets in.
#[derive(Clone, Copy)]
pub(super) struct Child {
    /// The last part of its type.
    pub(super) kind: &'static str,
    pub(super) admits: Admits,
}

/// What a child lets in.
#[derive(Clone, Copy)]
pub(super) enum Admits {
    /// From one address to another.
    Range { first: &'static str, last: &'static str, zero: Zero },
    /// A subnet.
    Subnet(&'static str),
}

/// The SKUs that can close the public side.
#[derive(Clone, Copy)]
pub(super) struct Sku {
    pub(super) path: &'static str,
    pub(super) needed: Needed,
    /// The id of the fact that is not confirmed: what a setting that closes does in another SKU.
    pub(super) id: &'static str,
}

/// Which SKUs.
#[derive(Clone, Copy)]
pub(super) enum Needed {
    /// Only these.
    Only(&'static [&'static str]),
    /// All but these.
    Not(&'static [&'static str]),
}

/// Whether a type can be a member of a network security perimeter.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Perimeter {
    No,
    Yes,
    /// Only resources of these kinds; of others nobody says.
    Kinds(&'static [&'static str]),
}

/// A setting that lets somebody in who does not count against the service.
pub(super) struct Bypass {
    /// The type of the child that has the setting, below the service's; empty if the service has it itself.
    pub(super) child: &'static str,
    pub(super) path: &'static str,
    pub(super) admits: Admitting,
    /// Whether it lets in when it is left out.
    pub(super) default: bool,
    /// Whether a perimeter turns it off.
    pub(super) trusted: bool,
    pub(super) who: &'static str,
}

/// Which values let in.
#[derive(Clone, Copy)]
pub(super) enum Admitting {
    /// A comma-separated list that has one of these words.
    Words(&'static [&'static str]),
    /// `true`.
    True,
    /// Anything but `true`.
    NotTrue,
    /// A list that is not empty; each element is named by this member.
    Elements(&'static str),
}
