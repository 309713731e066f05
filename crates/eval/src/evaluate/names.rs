//! A table by names that compare without regard to ASCII case, as ARM's do.

use std::collections::HashMap;
use std::sync::Arc;

/// Values by name. Looking one up allocates nothing.
#[derive(Debug)]
pub(crate) struct Names<T> {
    by_hash: HashMap<u64, Vec<usize>>,
    entries: Vec<(Arc<str>, T)>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { by_hash: HashMap::new(), entries: Vec::new() }
    }
}

impl<T> Names<T> {
    /// Adds an entry; one of the same name is replaced.
    pub(crate) fn insert(&mut self, name: Arc<str>, value: T) {
        if let Some(known) = self.get_mut(&name) {
            *known = value;
            return;
        }
        self.by_hash.entry(hash(&name)).or_default().push(self.entries.len());
        self.entries.push((name, value));
    }

    pub(crate) fn get(&self, name: &str) -> Option<&T> {
        self.position(name).and_then(|at| self.entries.get(at)).map(|(_, value)| value)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        let at = self.position(name)?;
        self.entries.get_mut(at).map(|(_, value)| value)
    }

    /// The names in the order in which they were added.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        self.entries.iter().map(|(name, _)| name)
    }

    /// The entries in the order in which they were added.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&Arc<str>, &T)> {
        self.entries.iter().map(|(name, value)| (name, value))
    }

    fn position(&self, name: &str) -> Option<usize> {
        let same = |at: &&usize| self.entries.get(**at).is_some_and(|(own, _)| own.eq_ignore_ascii_case(name));
        self.by_hash.get(&hash(name))?.iter().find(same).copied()
    }
}

/// FNV-1a over the lower-case bytes.
fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_count_and_the_last_one_wins() {
        let mut names = Names::default();
        names.insert("Location".into(), 1);
        names.insert("other".into(), 2);
        names.insert("LOCATION".into(), 3);
        assert_eq!(names.get("location"), Some(&3));
        assert_eq!(names.get("locatio"), None);
        assert_eq!(names.names().map(|name| &**name).collect::<Vec<_>>(), ["Location", "other"]);
    }
}
