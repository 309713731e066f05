//! Values that depend on a choice, and functions that work on them case by case.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Atom, Cause, Domain, Kind, Term, Value};
use crate::{Guard, OriginId};

/// The most cases that are told apart.
pub const MAX_CASES: usize = 64;

impl Value {
    /// One value per choice, normalised: see the INVARIANT (cases) of [`Kind::Cases`].
    ///
    /// The guards must exclude each other. Cases that never occur are dropped, equal values are merged, and a value
    /// that covers every choice stands alone. More than [`MAX_CASES`] become one unknown value.
    pub fn cases(cases: impl IntoIterator<Item = (Guard, Value)>, origin: OriginId) -> Self {
        let mut flat = Flat::default();
        for (guard, value) in cases {
            match &value.kind {
                Kind::Cases(inner) => {
                    for (inner_guard, inner_value) in inner.iter() {
                        flat.add(guard.and(inner_guard), inner_value.clone());
                    }
                }
                _ => flat.add(guard, value),
            }
        }
        if flat.cases.len() > MAX_CASES {
            let what = format!("one of more than {MAX_CASES} values");
            let mut atoms: Vec<_> =
                flat.cases.iter().flat_map(|(guard, _)| guard.terms()).map(|term| term.label()).collect();
            atoms.sort();
            atoms.dedup();
            let what = format!("{what} that depend on {}", atoms.join(", "));
            return flat.one_unknown(&what, origin);
        }
        match flat.cases.as_slice() {
            // No choice is left under which this is asked for; it stays an error to use it.
            [] => Self::unknown("a value that no choice leads to", Cause::NotInInput, Domain::Any, origin),
            // One value: the choices under which there is another are excluded by the guard around it.
            [(_, value)] => value.clone(),
            // Guards that are too large to tell apart may hold at once, or none of them.
            [(one, _), (other, _)] if one.is_opaque() && *other == one.not() => {
                Self::new(Kind::Cases(flat.cases.into()), origin)
            }
            cases if cases.iter().any(|(guard, _)| guard.is_opaque()) => {
                flat.one_unknown("one of several values under conditions too large to tell apart", origin)
            }
            _ => Self::new(Kind::Cases(flat.cases.into()), origin),
        }
    }

    /// The unknown value in place of too many known ones. What it stands for is part of its identity: two of them are
    /// the same only if what they stand for is.
    pub(super) fn too_many(what: &str, of: &impl Hash, domain: Domain, origin: OriginId) -> Self {
        let mut hasher = DefaultHasher::new();
        of.hash(&mut hasher);
        let text = format!("{what} #{:016x}", hasher.finish());
        let atom = Atom::new(&text, what, "", Cause::TooManyCases);
        Self::new(Kind::Term(Term::atom(atom, domain)), origin)
    }

    /// What this is under `guard`: the cases that it leaves.
    #[must_use]
    pub fn under(&self, guard: &Guard) -> Self {
        match &self.kind {
            Kind::Cases(cases) if !guard.is_always() => {
                let left = cases.iter().map(|(own, value)| (own.and(guard), value.clone()));
                let left: Vec<_> = left.filter(|(own, _)| !own.is_never()).collect();
                if left.len() == cases.len() { self.clone() } else { Self::cases(left, self.origin) }
            }
            _ => self.clone(),
        }
    }

    /// Under which choices this is the boolean `true`, and under which it is a boolean at all.
    pub fn truth(&self) -> (Guard, Guard) {
        self.each_case().fold((Guard::Never, Guard::Never), |(truth, known), (guard, value)| match value.kind {
            Kind::Bool(true) => (truth.or(guard), known.or(guard)),
            Kind::Bool(false) => (truth, known.or(guard)),
            _ => (truth, known),
        })
    }
}

/// Applies `function` to each combination of the cases of `args`.
///
/// `function` sees values without cases of their own (their members may have some). Combinations that exclude each
/// other are left out. More than [`MAX_CASES`] combinations give one unknown value.
pub fn map_cases(args: &[Value], origin: OriginId, mut function: impl FnMut(&[Value], &Guard) -> Value) -> Value {
    if !args.iter().any(|arg| matches!(arg.kind, Kind::Cases(_))) {
        return function(args, &Guard::Always);
    }
    // Which case of each argument is meant, for the arguments that have some.
    let open: Vec<(usize, &[(Guard, Value)])> = args
        .iter()
        .enumerate()
        .filter_map(|(at, arg)| match &arg.kind {
            Kind::Cases(cases) => Some((at, cases.as_ref())),
            _ => None,
        })
        .collect();
    let mut combinations: Vec<(Guard, Vec<usize>)> = vec![(Guard::Always, Vec::new())];
    for (_, cases) in &open {
        let mut longer = Vec::with_capacity(combinations.len());
        for (guard, chosen) in &combinations {
            for (index, (case, _)) in cases.iter().enumerate() {
                let both = guard.and(case);
                if !both.is_never() {
                    let mut chosen = chosen.clone();
                    chosen.push(index);
                    longer.push((both, chosen));
                }
            }
            if longer.len() > MAX_CASES * 4 {
                // Which function it is cannot be seen here; two calls at one place are one call.
                let what = format!("a function of more than {MAX_CASES} combinations of choices");
                return Value::too_many(&what, &(&*what, args, origin), Domain::Any, origin);
            }
        }
        combinations = longer;
    }
    let results: Vec<_> = combinations
        .into_iter()
        .map(|(guard, chosen)| {
            let mut values = args.to_vec();
            for ((at, cases), index) in open.iter().zip(chosen) {
                if let (Some(value), Some((_, case))) = (values.get_mut(*at), cases.get(index)) {
                    *value = case.clone();
                }
            }
            let value = function(&values, &guard);
            (guard, value)
        })
        .collect();
    Value::cases(results, origin)
}

/// Cases, none of which has cases itself; of more than [`MAX_CASES`] only how many there are, and when there is nothing.
#[derive(Default)]
struct Flat {
    cases: Vec<(Guard, Value)>,
    /// Tells apart what is no longer told apart.
    dropped: DefaultHasher,
}

impl Flat {
    fn add(&mut self, guard: Guard, value: Value) {
        if guard.is_never() {
            return;
        }
        let many = self.cases.len() > MAX_CASES;
        match self.cases.iter_mut().find(|(_, known)| *known == value) {
            Some((known_guard, _)) => *known_guard = known_guard.or(&guard),
            None if !many || value.is_omitted() => self.cases.push((guard, value)),
            None => (guard, value).hash(&mut self.dropped),
        }
    }

    /// One unknown value in place of all, except that what is omitted stays so: it is not a value.
    fn one_unknown(&self, what: &str, origin: OriginId) -> Value {
        let unknown = Value::too_many(what, &(&self.cases, self.dropped.finish()), Domain::Any, origin);
        match self.cases.iter().find(|(_, value)| value.is_omitted()) {
            Some((absent, omitted)) => {
                let cases = [(absent.clone(), omitted.clone()), (absent.not(), unknown)];
                Value::new(Kind::Cases(cases.into()), origin)
            }
            None => unknown,
        }
    }
}
