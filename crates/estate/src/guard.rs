//! Guards: boolean formulas over the choices that nobody has made yet.
//!
//! A guard is a reduced, ordered decision diagram. A variable is a term with
//! finitely many values: a parameter with `@allowed`, a boolean parameter, or any
//! condition that could not be decided. It has one child per value, so that two
//! values of one parameter exclude each other without further rules.
//!
//! INVARIANT (reduced): no node has all children equal. INVARIANT (ordered): on
//! every path the variables grow. Both make equality structural.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::value::{Atom, Cause, Term, TermKind};

/// The largest diagram that is worked on; a larger one becomes one opaque condition.
const MAX_NODES: usize = 20_000;

/// Under which choices something is there.
#[derive(Clone, Debug)]
pub enum Guard {
    /// Under none.
    Never,
    /// Under all.
    Always,
    /// Under some.
    Choice(Arc<Choice>),
}

/// One variable of a guard and what follows from each of its values.
#[derive(Debug)]
pub struct Choice {
    /// The term that is chosen; its domain is finite.
    pub term: Term,
    /// One guard per value of the domain, in its order.
    pub children: Box<[Guard]>,
    hash: u64,
    opaque: bool,
}

impl Guard {
    /// `term` has the value at `index` of its finite domain.
    pub fn is(term: &Term, index: usize) -> Self {
        let children = (0..term.choices()).map(|at| if at == index { Self::Always } else { Self::Never });
        Self::node(term.clone(), children.collect())
    }

    /// The boolean `term` is true.
    pub fn when(term: &Term) -> Self {
        Self::is(term, 1)
    }

    /// True under no choice.
    pub fn is_never(&self) -> bool {
        matches!(self, Self::Never)
    }

    /// True under every choice.
    pub fn is_always(&self) -> bool {
        matches!(self, Self::Always)
    }

    /// Both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Never, _) | (_, Self::Never) => Self::Never,
            (Self::Always, guard) | (guard, Self::Always) => guard.clone(),
            _ => Apply::run(self, other, Operation::And),
        }
    }

    /// Whether a part of this was too large to work on: that it excludes another guard may have been lost.
    pub fn is_opaque(&self) -> bool {
        matches!(self, Self::Choice(choice) if choice.opaque)
    }

    /// At least one.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Always, _) | (_, Self::Always) => Self::Always,
            (Self::Never, guard) | (guard, Self::Never) => guard.clone(),
            _ => Apply::run(self, other, Operation::Or),
        }
    }

    /// The opposite.
    #[must_use]
    pub fn not(&self) -> Self {
        fn go(guard: &Guard, memo: &mut HashMap<*const Choice, Guard>) -> Guard {
            match guard {
                Guard::Never => Guard::Always,
                Guard::Always => Guard::Never,
                Guard::Choice(choice) => {
                    let key = Arc::as_ptr(choice);
                    if let Some(known) = memo.get(&key) {
                        return known.clone();
                    }
                    let children = choice.children.iter().map(|child| go(child, memo)).collect();
                    let result = Guard::node(choice.term.clone(), children);
                    memo.insert(key, result.clone());
                    result
                }
            }
        }
        go(self, &mut HashMap::new())
    }

    /// This, but not `other`.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.and(&other.not())
    }

    /// Whether `other` holds wherever this does.
    pub fn implies(&self, other: &Self) -> bool {
        self.minus(other).is_never()
    }

    /// Whether there is no choice under which both hold.
    pub fn excludes(&self, other: &Self) -> bool {
        self.and(other).is_never()
    }

    /// The choices, smallest first, that make this true: each is a conjunction of `term = value`.
    ///
    /// At most `limit` of them; none for [`Guard::Never`], one empty one for [`Guard::Always`].
    pub fn witnesses(&self, limit: usize) -> Vec<Vec<(Term, usize)>> {
        let mut found = Vec::new();
        let mut queue = std::collections::VecDeque::from([(self.clone(), Vec::new())]);
        let mut steps = 0;
        while let Some((guard, path)) = queue.pop_front() {
            steps += 1;
            if found.len() >= limit || steps > MAX_NODES {
                break;
            }
            match guard {
                Self::Never => {}
                Self::Always => found.push(path),
                Self::Choice(choice) => {
                    for (index, child) in choice.children.iter().enumerate() {
                        if !child.is_never() {
                            let mut longer = path.clone();
                            longer.push((choice.term.clone(), index));
                            queue.push_back((child.clone(), longer));
                        }
                    }
                }
            }
        }
        found
    }

    /// The terms that this depends on, in order.
    pub fn terms(&self) -> Vec<Term> {
        fn go(guard: &Guard, seen: &mut std::collections::BTreeSet<Term>, nodes: &mut HashMap<*const Choice, ()>) {
            if let Guard::Choice(choice) = guard
                && nodes.insert(Arc::as_ptr(choice), ()).is_none()
            {
                seen.insert(choice.term.clone());
                choice.children.iter().for_each(|child| go(child, seen, nodes));
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        go(self, &mut seen, &mut HashMap::new());
        seen.into_iter().collect()
    }

    /// What this is once `term` is known to have the value at `index`.
    #[must_use]
    pub fn given(&self, term: &Term, index: usize) -> Self {
        fn go(guard: &Guard, term: &Term, index: usize, memo: &mut HashMap<*const Choice, Guard>) -> Guard {
            let Guard::Choice(choice) = guard else { return guard.clone() };
            if choice.term == *term {
                return choice.children.get(index).cloned().unwrap_or(Guard::Never);
            }
            if let Some(known) = memo.get(&Arc::as_ptr(choice)) {
                return known.clone();
            }
            let children = choice.children.iter().map(|child| go(child, term, index, memo)).collect();
            let result = Guard::node(choice.term.clone(), children);
            memo.insert(Arc::as_ptr(choice), result.clone());
            result
        }
        go(self, term, index, &mut HashMap::new())
    }

    fn node(term: Term, children: Box<[Guard]>) -> Self {
        match children.first() {
            None => return Self::Never,
            Some(first) if children.iter().all(|child| child == first) => return first.clone(),
            Some(_) => {}
        }
        let hash = children.iter().fold(term.digest(), |hash, child| mix(hash, child.digest()));
        let opaque = is_opaque(&term) || children.iter().any(Self::is_opaque);
        Self::Choice(Arc::new(Choice { term, children, hash, opaque }))
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Operation {
    And,
    Or,
}

struct Apply {
    operation: Operation,
    memo: Memo,
    nodes: usize,
}

/// What was worked out before. Most formulas are small, and a short list is faster than a table.
#[derive(Default)]
struct Memo {
    first: Vec<((*const Choice, *const Choice), Guard)>,
    rest: HashMap<(*const Choice, *const Choice), Guard>,
}

impl Memo {
    const SHORT: usize = 24;

    fn get(&self, key: &(*const Choice, *const Choice)) -> Option<Guard> {
        let first = self.first.iter().find(|(known, _)| known == key).map(|(_, guard)| guard);
        first.or_else(|| if self.first.len() < Self::SHORT { None } else { self.rest.get(key) }).cloned()
    }

    fn insert(&mut self, key: (*const Choice, *const Choice), guard: Guard) {
        if self.first.len() < Self::SHORT {
            self.first.push((key, guard));
        } else {
            self.rest.insert(key, guard);
        }
    }
}

impl Apply {
    fn run(left: &Guard, right: &Guard, operation: Operation) -> Guard {
        let mut apply = Self { operation, memo: Memo::default(), nodes: 0 };
        let result = apply.go(left, right);
        if apply.nodes > MAX_NODES { opaque(left, right, operation) } else { result }
    }

    fn go(&mut self, left: &Guard, right: &Guard) -> Guard {
        match (self.operation, left, right) {
            (Operation::And, Guard::Never, _) | (Operation::And, _, Guard::Never) => return Guard::Never,
            (Operation::Or, Guard::Always, _) | (Operation::Or, _, Guard::Always) => return Guard::Always,
            (Operation::And, Guard::Always, other) | (Operation::And, other, Guard::Always) => return other.clone(),
            (Operation::Or, Guard::Never, other) | (Operation::Or, other, Guard::Never) => return other.clone(),
            _ => {}
        }
        let (Guard::Choice(first), Guard::Choice(second)) = (left, right) else { return Guard::Never };
        if first.hash == second.hash && left == right {
            return left.clone();
        }
        let key = (Arc::as_ptr(first), Arc::as_ptr(second));
        if let Some(known) = self.memo.get(&key) {
            return known;
        }
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Guard::Never;
        }
        let order = first.term.cmp(&second.term);
        let term = if order.is_le() { first.term.clone() } else { second.term.clone() };
        let children = (0..term.choices())
            .map(|at| {
                let of = |choice: &Arc<Choice>, whole: &Guard, here: bool| {
                    if here { choice.children.get(at).cloned().unwrap_or(Guard::Never) } else { whole.clone() }
                };
                let left_child = of(first, left, order.is_le());
                let right_child = of(second, right, order.is_ge());
                self.go(&left_child, &right_child)
            })
            .collect();
        let result = Guard::node(term, children);
        self.memo.insert(key, result.clone());
        result
    }
}

/// A formula too large to work on: a condition of its own, about which nothing is known.
fn opaque(left: &Guard, right: &Guard, operation: Operation) -> Guard {
    let mut hasher = DefaultHasher::new();
    (left, right, operation == Operation::And).hash(&mut hasher);
    let text = format!("{OPAQUE}{:016x}", hasher.finish());
    Guard::when(&Term::atom(Atom::new(&text, &text, "", Cause::TooManyCases), crate::Domain::Bool))
}

const OPAQUE: &str = "condition ";

fn is_opaque(term: &Term) -> bool {
    let TermKind::Atom(atom) = term.kind() else { return false };
    atom.cause == Cause::TooManyCases && atom.text.starts_with(OPAQUE)
}

/// Whether two diagrams are the same. Each pair of nodes is compared once: nodes are shared, and a diagram written out as
/// a tree may be very large. A pair that was seen is equal so far, or the whole comparison would have ended.
fn same(left: &Arc<Choice>, right: &Arc<Choice>, seen: &mut HashSet<(*const Choice, *const Choice)>) -> bool {
    if Arc::ptr_eq(left, right) {
        return true;
    }
    if left.hash != right.hash || left.term != right.term || left.children.len() != right.children.len() {
        return false;
    }
    if !seen.insert((Arc::as_ptr(left), Arc::as_ptr(right))) {
        return true;
    }
    left.children.iter().zip(&right.children).all(|pair| match pair {
        (Guard::Choice(left), Guard::Choice(right)) => same(left, right, seen),
        (Guard::Never, Guard::Never) | (Guard::Always, Guard::Always) => true,
        _ => false,
    })
}

impl PartialEq for Guard {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Never, Self::Never) | (Self::Always, Self::Always) => true,
            (Self::Choice(left), Self::Choice(right)) => same(left, right, &mut HashSet::new()),
            _ => false,
        }
    }
}

impl Eq for Guard {}

impl Guard {
    fn digest(&self) -> u64 {
        match self {
            Self::Never => 1,
            Self::Always => 2,
            Self::Choice(choice) => choice.hash,
        }
    }
}

/// Mixes a digest into another; equal formulas have equal digests, and those of different ones hardly ever meet.
fn mix(hash: u64, more: u64) -> u64 {
    let mixed = (hash.rotate_left(5) ^ more).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

impl Hash for Guard {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest().hash(state);
    }
}

/// As a person says it: `networkIsolation is false and tier is 'Basic'`.
impl fmt::Display for Guard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => return out.write_str("never"),
            Self::Always => return out.write_str("always"),
            Self::Choice(_) => {}
        }
        let ways = self.witnesses(4);
        for (nth, way) in ways.iter().take(3).enumerate() {
            if nth > 0 {
                out.write_str(", or ")?;
            }
            for (at, (term, index)) in way.iter().enumerate() {
                let and = if at > 0 { " and " } else { "" };
                write!(out, "{and}{} is {}", term.label(), term.choice_label(*index))?;
            }
        }
        if ways.len() > 3 { out.write_str(", or …") } else { Ok(()) }
    }
}
