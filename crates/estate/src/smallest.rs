//! The smallest choices under which a guard is true: its prime implicants.
//!
//! A choice says of some terms which value they have. It is minimal if the guard is true under it and under no part of it.
//! They are found on the decision diagram (Coudert and Madre, "Implicit and incremental computation of primes and
//! essential primes of Boolean functions", DAC 1992, for terms with any number of values): of `f` with the variable `x`,
//! those without `x` are the minimal choices of what is true whatever `x` is, and those with `x = v` are the minimal choices
//! of `f` given `x = v` under which the rest is not true anyway.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::guard::{Choice, Guard};
use crate::value::Term;

/// The most choices that are kept of one part of a diagram.
const MAX_KEPT: usize = 64;
/// The most parts of a diagram that are looked into.
const MAX_PARTS: usize = 20_000;

/// The smallest choices that make a guard true.
#[derive(Clone, Debug, PartialEq)]
pub struct Smallest {
    /// The minimal choices, the ones with the fewest terms first, then by the terms' texts; the terms of one are in the order
    /// of their texts.
    pub choices: Vec<Vec<(Term, usize)>>,
    /// Whether these are all. If not, the first is still one of the smallest unless the diagram is very large.
    pub complete: bool,
}

impl Guard {
    /// The minimal choices under which this is true, at most `limit` of them: none for [`Guard::Never`], one empty one for
    /// [`Guard::Always`].
    pub fn smallest(&self, limit: usize) -> Smallest {
        let mut search = Search { known: HashMap::new(), parts: 0 };
        let mut found = search.of(self);
        if found.choices.is_empty() && !self.is_never() {
            found.choices = self.witnesses(1);
        }
        // Where a limit was met, a term may have been kept that is not needed.
        let mut choices: Vec<Vec<(Term, usize)>> = Vec::new();
        for choice in found.choices {
            let choice = self.without_needless(choice);
            if !choices.contains(&choice) {
                choices.push(choice);
            }
        }
        choices.sort_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
        let complete = found.complete && choices.len() <= limit;
        choices.truncate(limit);
        Smallest { choices, complete }
    }

    /// Whether this is true under a choice, whatever the other terms are.
    pub fn is_true_under(&self, choice: &[(Term, usize)]) -> bool {
        // A part that was seen is true, or the whole would have ended.
        fn go(guard: &Guard, choice: &[(Term, usize)], seen: &mut HashSet<*const Choice>) -> bool {
            let node = match guard {
                Guard::Never => return false,
                Guard::Always => return true,
                Guard::Choice(node) => node,
            };
            if !seen.insert(Arc::as_ptr(node)) {
                return true;
            }
            match choice.iter().find(|(term, _)| *term == node.term) {
                Some((_, index)) => node.children.get(*index).is_some_and(|child| go(child, choice, seen)),
                None => node.children.iter().all(|child| go(child, choice, seen)),
            }
        }
        go(self, choice, &mut HashSet::new())
    }

    fn without_needless(&self, mut choice: Vec<(Term, usize)>) -> Vec<(Term, usize)> {
        let mut at = choice.len();
        while at > 0 {
            at -= 1;
            let taken = choice.remove(at);
            if !self.is_true_under(&choice) {
                choice.insert(at, taken);
            }
        }
        choice
    }
}

struct Search {
    known: HashMap<Guard, Smallest>,
    parts: usize,
}

impl Search {
    fn of(&mut self, guard: &Guard) -> Smallest {
        let choice = match guard {
            Guard::Never => return Smallest { choices: Vec::new(), complete: true },
            Guard::Always => return Smallest { choices: vec![Vec::new()], complete: true },
            Guard::Choice(choice) => choice,
        };
        if let Some(known) = self.known.get(guard) {
            return known.clone();
        }
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return Smallest { choices: Vec::new(), complete: false };
        }
        // What is true whatever the value of this variable. Too large a formula becomes a condition of its own, which is not
        // what is true: then nothing is, as far as this search goes.
        let anyway = choice.children.iter().fold(Guard::Always, |sum, child| sum.and(child));
        let lost = anyway.is_opaque() && !guard.is_opaque();
        let anyway = if lost { Guard::Never } else { anyway };
        let mut found = self.of(&anyway);
        found.complete &= !lost;
        for (index, child) in choice.children.iter().enumerate() {
            let of_child = self.of(child);
            found.complete &= of_child.complete;
            for own in of_child.choices {
                if !anyway.is_true_under(&own) {
                    let mut longer = Vec::with_capacity(own.len() + 1);
                    longer.push((choice.term.clone(), index));
                    longer.extend(own);
                    found.choices.push(longer);
                }
            }
        }
        // The shortest are kept. One that is lost in a part makes none of the whole shorter than those that are found: what it
        // was longer than is true anyway, or stands here too.
        found.choices.sort_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
        if found.choices.len() > MAX_KEPT {
            found.choices.truncate(MAX_KEPT);
            found.complete = false;
        }
        self.known.insert(guard.clone(), found.clone());
        found
    }
}
